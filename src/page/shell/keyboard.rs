//! Keyboard shortcuts. They never fire while somebody types, nor in place of what the focused element does with the
//! key.

use crate::page::browser;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::classroom::{is_screen_blank, on_paper};
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Drawer, Effect, LessonAction, Operation};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_utils::document;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// Listens for shortcuts while the page is mounted. After a click on a button, Space plays and pauses, as in players of
/// films; whoever came to the button by key presses it with Space.
#[hook]
pub fn use_shortcuts(dispatch: Dispatch, clock: AnimationClock) {
    use_effect_with((), move |()| {
        let pointed = Rc::new(Cell::new(false));
        let sees_pointer = {
            let pointed = pointed.clone();
            EventListener::new_with_options(
                &document(),
                "pointerdown",
                EventListenerOptions::run_in_capture_phase(),
                move |_| {
                    pointed.set(true);
                },
            )
        };
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            if is_screen_blank() {
                event.prevent_default();
                return dispatch.dispatch(Action::Lesson(LessonAction::Blank(Some(false))));
            }
            if event.key() == "Tab" {
                pointed.set(false);
            }
            if event.key() == "Escape" && leave_field(event) {
                return;
            }
            if event.key() == " " && pointed.get() {
                leave_button(event);
            }
            if belongs_to_another(event) {
                return;
            }
            let Some(operation) = Operation::of_key(&event.key()) else { return };
            event.prevent_default();
            match operation.effect(clock.progress()) {
                Effect::Act(action) => dispatch.dispatch(Action::Pressed(Box::new(action))),
                Effect::Focus(section, selector) => {
                    dispatch.dispatch(Action::CallDrawer(Drawer::Actions));
                    pointed.set(false);
                    if let Some(section) = section {
                        dispatch.dispatch(Action::Show(section));
                    }
                    focus(selector);
                }
            }
        });
        move || drop((listener, sees_pointer))
    });
}

/// Escape leaves a field; whether there was one to leave.
fn leave_field(event: &KeyboardEvent) -> bool {
    let field = focused(event).filter(|element| element.matches("input, textarea, select").unwrap_or(false));
    let field = field.filter(|element| element.closest("dialog[open]").ok().flatten().is_none());
    field.is_some_and(|field| field.unchecked_into::<HtmlElement>().blur().is_ok())
}

/// A button that was clicked does not keep the focus for Space.
fn leave_button(event: &KeyboardEvent) {
    let button = focused(event).filter(|element| element.matches("button, summary, [role=button]").unwrap_or(false));
    let button = button.filter(|element| element.closest("dialog[open], [role=menu]").ok().flatten().is_none());
    if let Some(button) = button {
        let _ = button.unchecked_into::<HtmlElement>().blur();
    }
}

/// The element that a key goes to.
fn focused(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Whether the key is meant for the focused element (which types, chooses, or presses with it) or for the browser.
fn belongs_to_another(event: &KeyboardEvent) -> bool {
    // On the worksheet, the browser itself turns pages.
    if event.default_prevented() || on_paper() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return true;
    }
    let Some(element) = focused(event) else { return false };
    let within = |selector: &str| element.closest(selector).ok().flatten().is_some();
    let has_focus = browser::document().and_then(|document| document.active_element()).as_ref() == Some(&element);
    let presses = has_focus && event.key() == " " && within("button, summary, [role=button]");
    // Keys of a presenter's remote turn the page and blank the screen even while a choice of a prediction has the
    // focus.
    let remote = matches!(event.key().as_str(), "PageDown" | "PageUp" | ".") && within("input[type=radio]");
    presses || (!remote && within("input, select, textarea, dialog[open], [role=menu], [contenteditable]"))
}

/// Focuses the first visible match, once the unfolded section is drawn.
fn focus(selector: &'static str) {
    yew::platform::spawn_local(async move {
        let document = browser::document();
        let found = document.and_then(|document| document.query_selector_all(selector).ok());
        let elements =
            (0..found.as_ref().map_or(0, |found| found.length())).filter_map(|index| found.as_ref()?.get(index));
        for element in elements.filter_map(|element| element.dyn_into::<HtmlElement>().ok()) {
            // A hidden element cannot take the focus.
            if element.offset_parent().is_some() {
                let _ = element.focus();
                return;
            }
        }
    });
}
