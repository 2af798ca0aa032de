//! Popovers and menus: positioned near their anchor, given the focus, and returning it when they close.

use crate::page::browser;
use crate::page::state::PopoverAnchor;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, HtmlElement, Node};
use yew::prelude::*;

pub fn focus(element: Option<Element>) {
    if let Some(element) = element {
        // Every focusable element has this method, though SVG elements are no `HtmlElement`.
        let _ = element.unchecked_ref::<HtmlElement>().focus();
    }
}

/// The focused element.
pub fn active_element() -> Option<Element> {
    browser::document()?.active_element()
}

/// Whether the focus moves out of the floating element.
pub fn leaves(event: &FocusEvent, floating: &NodeRef) -> bool {
    let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
    let floating = floating.cast::<Element>();
    // Without a related target the window itself lost the focus, or an item vanished because another menu page opened.
    to.is_some_and(|to| floating.is_some_and(|floating| !floating.contains(Some(&to))))
}

/// Returns the focus to the opener, unless the user has moved it elsewhere.
pub fn give_focus_back(floating: &HtmlElement, opener: Option<Option<Element>>) {
    let Some(opener) = opener else { return };
    let lost = active_element().is_none_or(|active| active.tag_name() == "BODY" || floating.contains(Some(&active)));
    if !lost {
        return;
    }
    // If the opener is gone, the stage gets the focus.
    let document = browser::document();
    let stage = || document.and_then(|document| document.query_selector(".stage").ok().flatten());
    focus(opener.filter(|opener| opener.is_connected() && opener.tag_name() != "BODY").or_else(stage));
}

/// Places the element at a point of the window, in pixels, wholly inside it.
pub fn stand_at(floating: &HtmlElement, at: (f64, f64)) {
    let Some((width, height)) = window_size() else { return };
    let frame = floating.get_bounding_client_rect();
    move_to(floating, inside(at.0 + 4.0, frame.width(), width), inside(at.1 + 4.0, frame.height(), height));
}

/// The anchor of a popover: the bounds of the element that handled the event.
pub fn anchor_of(event: &Event) -> PopoverAnchor {
    let element = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let frame = element.map(|element| element.get_bounding_client_rect());
    frame.map_or((0, 0, 0), |frame| (frame.left() as i32, frame.top() as i32, frame.bottom() as i32))
}

/// Places the element below its anchor, or above where there is no room below.
pub fn stand_beside(floating: &HtmlElement, (left, top, bottom): PopoverAnchor) {
    let Some((width, height)) = window_size() else { return };
    let frame = floating.get_bounding_client_rect();
    let below = f64::from(bottom) + 4.0;
    let fits = below + frame.height() + 8.0 <= height;
    let y = if fits { below } else { f64::from(top) - frame.height() - 4.0 };
    move_to(floating, inside(f64::from(left), frame.width(), width), inside(y, frame.height(), height));
}

fn inside(at: f64, own: f64, all: f64) -> f64 {
    at.min(all - own - 8.0).max(8.0)
}

fn window_size() -> Option<(f64, f64)> {
    let size =
        |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or_default();
    let window = browser::window()?;
    Some((size(window.inner_width()), size(window.inner_height())))
}

fn move_to(floating: &HtmlElement, x: f64, y: f64) {
    let style = floating.style();
    let _ = style.set_property("left", &format!("{x:.0}px"));
    let _ = style.set_property("top", &format!("{y:.0}px"));
}
