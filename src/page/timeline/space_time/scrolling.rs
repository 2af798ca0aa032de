//! Scrolls the present into view, in the next frame: measuring earlier would force the browser to lay the page out
//! twice.

use crate::page::browser;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

/// The part of the visible width on each side from which the line of the present is brought back towards the middle.
const EDGE: f64 = 0.1;
/// The part of the visible width where the line then stands.
const AIM: f64 = 0.4;

/// Scrolls a moment of the plot into view horizontally; `part` is its position, 0 to 1. The lane names stay.
pub fn show_moment(scroller: Element, part: f64) {
    at_next_frame(move || {
        let (shown, whole) = (f64::from(scroller.client_width()), f64::from(scroller.scroll_width()));
        let names = scroller.first_element_child().map_or(0.0, |names| names.get_bounding_client_rect().width());
        let (at, left, room) = (part * (whole - names), f64::from(scroller.scroll_left()), shown - names);
        if at < left + room * EDGE || at > left + room * (1.0 - EDGE) {
            scroller.set_scroll_left((at - room * AIM).max(0.0) as i32);
        }
    });
}

/// Scrolls an item of a list into view without scrolling anything around the list.
pub fn show_item(scroller: Element, item: Element) {
    at_next_frame(move || {
        let (outer, inner) = (scroller.get_bounding_client_rect(), item.get_bounding_client_rect());
        if inner.top() < outer.top() || inner.bottom() > outer.bottom() {
            let middle = inner.top() - outer.top() - (outer.height() - inner.height()) / 2.0;
            scroller.set_scroll_top(scroller.scroll_top() + middle as i32);
        }
    });
}

fn at_next_frame(show: impl FnOnce() + 'static) {
    let Some(window) = browser::window() else { return };
    let show = Closure::once_into_js(show);
    let _ = window.request_animation_frame(show.unchecked_ref());
}
