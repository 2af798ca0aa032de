//! Shortcuts. They never fire while somebody types, nor in place of what the focused element does with the key.

use super::Dispatch;
use super::animation_clock::AnimationClock;
use super::model::{Action, Film};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// Every shortcut, for the help.
pub const SHORTCUTS: [(&str, &str); 13] = [
    ("Space", "play or pause"),
    ("→ or Page Down", "next step"),
    ("← or Page Up", "step back"),
    ("Home, End", "to the start, to the end"),
    ("D", "open or close the space-time diagram"),
    ("W", "where does it go?"),
    ("P, G", "put, get"),
    ("1, 2", "show the walk, show the messages"),
    ("K", "type a key"),
    ("U", "undo the last change of the cluster"),
    ("Tab", "from node to node; arrow keys go from token to token on the ring"),
    ("Enter", "on a node: keep its ties; on a client: let it ask"),
    ("?", "this help"),
];

/// The id of the key's field, which a shortcut goes to.
pub const KEY_FIELD: &str = "ringside-key";

/// Listens for shortcuts as long as the page is there.
#[hook]
pub fn use_shortcuts(dispatch: Dispatch, clock: AnimationClock) {
    use_effect_with((), move |()| {
        let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            if belongs_to_another(&event) {
                return;
            }
            if event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                focus_key_field();
            } else if let Some(action) = action_of(&event.key(), clock.progress()) {
                event.prevent_default();
                dispatch.dispatch(action);
            }
        });
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(document) = &document {
            let _ = document.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(document) = document {
                let _ = document.remove_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
            }
        }
    });
}

fn action_of(key: &str, moment: f64) -> Option<Action> {
    Some(match key {
        " " => Action::TogglePlay,
        "ArrowRight" | "PageDown" => Action::Forward,
        "ArrowLeft" | "PageUp" => Action::Back,
        "Home" => Action::Seek(0),
        "End" => Action::ToEnd,
        "w" | "W" => Action::Walk,
        "p" | "P" => Action::Put(moment),
        "g" | "G" => Action::Get(moment),
        "1" => Action::ShowFilm(Film::Journey),
        "2" => Action::ShowFilm(Film::Messages),
        "d" | "D" => Action::ToggleDiagram,
        "u" | "U" => Action::Undo,
        "?" => Action::Help(true),
        _ => return None,
    })
}

/// Whether the key is meant for the focused element: it types, chooses, or presses it; or for the browser.
fn belongs_to_another(event: &KeyboardEvent) -> bool {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return true;
    }
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let within = |selector: &str| element.closest(selector).ok().flatten().is_some();
    let presses = event.key() == " " && within("button, summary, [role=button]");
    presses || within("input, select, textarea, dialog[open], [contenteditable]")
}

fn focus_key_field() {
    let document = web_sys::window().and_then(|window| window.document());
    let field = document.and_then(|document| document.get_element_by_id(KEY_FIELD));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}
