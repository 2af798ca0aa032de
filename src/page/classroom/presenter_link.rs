//! The projected page's side of the presenter's window: it opens the window, sends it what is shown, and handles its
//! buttons. Both are the same page and exchange messages, which also works for a page opened from disk.

use super::presenter_message;
use crate::page::browser::presenter_window::use_presenter_window;
use crate::page::dispatch::Dispatch;
use crate::page::projection::shared::Shared;
use crate::page::state::{Action, LessonAction, Model};
use gloo_events::EventListener;
use gloo_utils::window;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Messages of the presenter's window. This one: the primary button.
pub const ADVANCE: &str = "ringside: next";
/// Go on, by a key; never leaves the lesson.
pub const TURN_ON: &str = "ringside: turn on";
/// Go back.
pub const RETREAT: &str = "ringside: back";
/// Take the choice of this number, which follows.
pub const CHOOSE: &str = "ringside: choose ";
/// Toggle the blank screen.
pub const BLANK: &str = "ringside: blank";

/// The action that a message asks for.
fn asked_by(words: &str) -> Option<Action> {
    match words {
        ADVANCE => Some(Action::Lesson(LessonAction::Advance)),
        TURN_ON => Some(Action::Turn { on: true, leaps: true }),
        RETREAT => Some(Action::Lesson(LessonAction::Retreat)),
        BLANK => Some(Action::Lesson(LessonAction::Blank(None))),
        _ => {
            let choice = words.strip_prefix(CHOOSE)?.parse().ok()?;
            Some(Action::Lesson(LessonAction::Choose(choice)))
        }
    }
}

/// Keeps the presenter's window up to date.
#[hook]
pub fn use_presenter(model: &Shared<Model>, dispatch: &Dispatch) {
    let (link, dispatch) = (use_presenter_window(), dispatch.clone());
    {
        let link = link.clone();
        let words = presenter_message::words(model, link.is_open());
        use_effect_with(words, move |words| link.tell(words.clone()));
    }
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "message", move |event| {
            if let Some(action) = link.hears(event.unchecked_ref()).as_deref().and_then(asked_by) {
                dispatch.dispatch(action);
            }
        });
        move || drop(listener)
    });
}
