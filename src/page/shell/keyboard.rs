//! Keyboard shortcuts. They never fire while somebody types, nor in place of what the focused element does with the
//! key.

use crate::page::browser;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::classroom::{is_screen_blank, on_paper};
use crate::page::state::{Action, Dispatch, Field, LessonAction, PlaybackAction, Section, Track};
use crate::scenario::{Command, ReconcileBy};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// Every shortcut, for the help.
pub const SHORTCUTS: [(&str, &str); 20] = [
    ("Space", "play or pause; in a lesson also what comes next"),
    ("→, ←", "next step, step back; in a lesson from message to message, and on"),
    ("Page Down, Page Up", "the same; in a lesson on and back by whole steps, as a presenter’s remote does"),
    ("L", "the lessons"),
    (". or B", "blank the screen; any key brings it back"),
    ("↑, ↓, Enter", "among the choices of a prediction: choose; Enter on the chosen one locks it in"),
    ("Home, End", "to the start, to the end"),
    ("D", "open or close the space-time diagram"),
    ("W", "where does it go?"),
    ("P, G, X", "put, get, delete"),
    ("J", "join the siblings that were read: their union"),
    ("C", "the next client asks"),
    ("K, V", "type a key, type a value"),
    ("R", "repair the network"),
    ("F, N, O", "what can go wrong; the nodes and settings; open or save"),
    ("1, 2", "show the walk, show the messages"),
    ("U, Y", "undo the last change of the cluster, and do it again"),
    ("Tab", "from node to node; arrow keys go from token to token on the ring"),
    ("Enter", "on a node, client, message or wall: what can be done to it"),
    ("?", "this help"),
];

/// Listens for shortcuts while the page is mounted.
#[hook]
pub fn use_shortcuts(dispatch: Dispatch, clock: AnimationClock) {
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            if is_screen_blank() {
                event.prevent_default();
                return dispatch.dispatch(Action::Lesson(LessonAction::Blank(Some(false))));
            }
            if belongs_to_another(event) {
                return;
            }
            if let Some((section, selector)) = goes_to(&event.key()) {
                event.prevent_default();
                if let Some(section) = section {
                    dispatch.dispatch(Action::Show(section));
                }
                focus(selector);
            } else if let Some(action) = action_of(&event.key(), clock.progress()) {
                event.prevent_default();
                dispatch.dispatch(Action::Pressed(Box::new(action)));
            }
        });
        move || drop(listener)
    });
}

fn action_of(key: &str, moment: f64) -> Option<Action> {
    Some(match key {
        " " => Action::PlayOrTurn,
        "ArrowRight" => Action::Turn { on: true, leaps: false },
        "ArrowLeft" => Action::Turn { on: false, leaps: false },
        "PageDown" => Action::Turn { on: true, leaps: true },
        "PageUp" => Action::Turn { on: false, leaps: true },
        "." | "b" | "B" => Action::Lesson(LessonAction::Blank(Some(true))),
        "l" | "L" => Action::Lesson(LessonAction::List(true)),
        "Home" => Action::Playback(PlaybackAction::Seek(0)),
        "End" => Action::Playback(PlaybackAction::ToEnd),
        "w" | "W" => Action::Walk,
        "p" | "P" => Action::Put(moment),
        "g" | "G" => Action::Get(moment),
        "x" | "X" => Action::Delete(moment),
        "j" | "J" => Action::Reconcile(ReconcileBy::Union, moment),
        "c" | "C" => Action::NextClient,
        "r" | "R" => Action::Give(Field::Faults, Command::Repair, moment),
        "1" => Action::Playback(PlaybackAction::ShowTrack(Track::KeyWalk)),
        "2" => Action::Playback(PlaybackAction::ShowTrack(Track::Messages)),
        "d" | "D" => Action::ToggleDiagram,
        "u" | "U" => Action::Undo,
        "y" | "Y" => Action::Redo,
        "?" => Action::Help(true),
        _ => return None,
    })
}

/// Whether the key is meant for the focused element (which types, chooses, or presses with it) or for the browser.
fn belongs_to_another(event: &KeyboardEvent) -> bool {
    // On the worksheet, the browser itself turns pages.
    if event.default_prevented() || on_paper() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return true;
    }
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let within = |selector: &str| element.closest(selector).ok().flatten().is_some();
    let presses = event.key() == " " && within("button, summary, [role=button]");
    // Keys of a presenter's remote turn the page and blank the screen even while a choice of a prediction has the
    // focus.
    let remote = matches!(event.key().as_str(), "PageDown" | "PageUp" | ".") && within("input[type=radio]");
    presses || (!remote && within("input, select, textarea, dialog[open], [role=menu], [contenteditable]"))
}

/// The target of a shortcut: the section to unfold, and the selector of what gets the focus.
fn goes_to(key: &str) -> Option<(Option<Section>, &'static str)> {
    Some(match key {
        "k" | "K" => (None, "#ringside-key"),
        "v" | "V" => (Some(Section::Requests), ".value :is(textarea, input)"),
        "f" | "F" => (Some(Section::Faults), "#ringside-faults"),
        "n" | "N" => (Some(Section::Cluster), "#ringside-cluster"),
        "o" | "O" => (Some(Section::Scenario), "#ringside-scenario"),
        _ => return None,
    })
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
