//! The classroom: lessons that are taken, predictions that are locked in and graded by the engine, hands that are counted,
//! a presenter's window, worksheets, and lessons that a teacher makes.
//!
//! A lesson is of the core ([`crate::lesson`]); where somebody stands in it is of [`crate::page::session`]; here is how it
//! looks.

mod blank;
mod card;
mod duties;
mod editor;
mod editor_prediction;
mod list_dialog;
mod poll;
mod prediction;
mod presenter_link;
mod presenter_page;
mod sheet;
mod shelf;
mod text_field;
mod told;

pub use blank::{blank, is_blank};
pub use card::lesson_column;
pub use duties::ClassroomDuties;
pub use editor::{editor_column, unsaved_dialog};
pub use list_dialog::{list_button, list_dialog};
pub use presenter_page::{PresenterPage, PresenterProps};
pub use sheet::{on_paper, sheet};

/// The paragraphs of a text: an empty line parts them.
fn paragraphs(text: &str) -> Vec<yew::Html> {
    use yew::html;

    let paragraph = |(place, words): (usize, &str)| html! { <p key={place}>{ words.trim().to_owned() }</p> };
    text.split("\n\n").filter(|words| !words.trim().is_empty()).enumerate().map(paragraph).collect()
}
