//! The classroom: lessons that are taken, predictions that are locked in and graded by the engine, hands that are counted,
//! a presenter's window, worksheets, and lessons that a teacher makes.
//!
//! A lesson is of the core ([`crate::lesson`]); where somebody stands in it is of [`crate::page::session`]; here is how it
//! looks.

mod blank_screen;
mod browser_hooks;
mod catalog;
mod editor;
mod editor_prediction;
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
pub use editor::{editor_column, unsaved_dialog};
pub use lesson_card::lesson_column;
pub use list_dialog::{list_button, list_dialog};
pub use presenter_page::{PresenterPage, PresenterProps, window_of};
pub use worksheet::{on_paper, worksheet};

/// The paragraphs of a text: an empty line parts them.
fn paragraphs(text: &str) -> Vec<yew::Html> {
    use yew::html;

    let paragraph = |(index, words): (usize, &str)| html! { <p key={index}>{ words.trim().to_owned() }</p> };
    text.split("\n\n").filter(|words| !words.trim().is_empty()).enumerate().map(paragraph).collect()
}
