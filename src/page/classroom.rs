//! The classroom: taking a lesson, predictions graded by the engine, polls, the presenter's window, worksheets, and the
//! lesson editor.
//!
//! A lesson belongs to the core ([`crate::teaching::lesson`]), a learner's progress to [`crate::page::session`]; this room draws
//! them.

mod blank_screen;
mod browser_hooks;
mod catalog;
mod challenge_card;
mod challenge_editor_view;
mod challenge_field;
mod challenge_goal_form;
mod challenge_list;
mod editor;
mod editor_prediction;
mod hand_in_dialog;
mod lesson_card;
mod list_dialog;
mod poll;
mod prediction;
mod presenter_link;
pub(super) mod presenter_message;
mod presenter_page;
mod text_field;
mod worksheet;

pub use blank_screen::{blank_screen, is_screen_blank};
pub use browser_hooks::ClassroomHooks;
pub use challenge_card::challenge_column;
pub use challenge_editor_view::{challenge_editor_column, unsaved_challenge_dialog};
pub use editor::{editor_column, unsaved_dialog};
pub use hand_in_dialog::hand_in_dialog;
pub use lesson_card::lesson_column;
pub use list_dialog::{list_button, list_dialog};
pub use presenter_page::{PresenterPage, PresenterProps, window_of};
pub use worksheet::{on_paper, worksheet};

use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, LessonAction};

/// The paragraphs of a text, which are separated by empty lines.
fn paragraphs(text: &str) -> Vec<yew::Html> {
    use yew::html;

    let paragraph = |(index, words): (usize, &str)| html! { <p key={index}>{ words.trim().to_owned() }</p> };
    text.split("\n\n").filter(|words| !words.trim().is_empty()).enumerate().map(paragraph).collect()
}

/// A handler that dispatches this lesson action.
fn lesson_callback<E>(dispatch: &Dispatch, lesson_action: LessonAction) -> impl Fn(E) + 'static {
    let dispatch = dispatch.clone();
    move |_| dispatch.dispatch(Action::Lesson(lesson_action.clone()))
}
