//! The classroom: lessons that are taken, predictions that are locked in and graded by the engine, hands that are counted,
//! a presenter's window, worksheets, and lessons that a teacher makes.
//!
//! A lesson is of the core ([`crate::lesson`]); here is where somebody stands in it, and how it looks. What can be
//! thought out without a browser is tested natively: [`mending`], [`progress`],
//! [`taking`], [`shelf_list`], [`writing`], [`wanted`].

#[cfg(target_arch = "wasm32")]
mod blank;
#[cfg(target_arch = "wasm32")]
mod card;
#[cfg(target_arch = "wasm32")]
mod duties;
#[cfg(target_arch = "wasm32")]
mod editor;
#[cfg(target_arch = "wasm32")]
mod editor_prediction;
#[cfg(target_arch = "wasm32")]
mod list_dialog;
#[cfg(target_arch = "wasm32")]
mod poll;
#[cfg(target_arch = "wasm32")]
mod prediction;
#[cfg(target_arch = "wasm32")]
mod presenter_link;
#[cfg(target_arch = "wasm32")]
mod presenter_page;
#[cfg(target_arch = "wasm32")]
mod sheet;
#[cfg(target_arch = "wasm32")]
mod shelf;
#[cfg(target_arch = "wasm32")]
mod text_field;
#[cfg(target_arch = "wasm32")]
mod told;

#[cfg(target_arch = "wasm32")]
pub use blank::{blank, is_blank};
#[cfg(target_arch = "wasm32")]
pub use card::lesson_column;
#[cfg(target_arch = "wasm32")]
pub use duties::ClassroomDuties;
#[cfg(target_arch = "wasm32")]
pub use editor::{editor_column, unsaved_dialog};
#[cfg(target_arch = "wasm32")]
pub use list_dialog::{list_button, list_dialog};
#[cfg(target_arch = "wasm32")]
pub use presenter_page::{PresenterPage, PresenterProps};
#[cfg(target_arch = "wasm32")]
pub use sheet::{on_paper, sheet};

/// The paragraphs of a text: an empty line parts them.
#[cfg(target_arch = "wasm32")]
fn paragraphs(text: &str) -> Vec<yew::Html> {
    use yew::html;

    let paragraph = |(place, words): (usize, &str)| html! { <p key={place}>{ words.trim().to_owned() }</p> };
    text.split("\n\n").filter(|words| !words.trim().is_empty()).enumerate().map(paragraph).collect()
}
