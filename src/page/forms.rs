//! Typed text to checked values, and back. Independent of Yew and the browser.

pub mod act_words;
pub mod answer_form;
pub mod cluster_edit;
pub mod command_words;
pub mod laboratory;
pub mod refusal_words;
pub mod renaming;
pub mod ring_link;
pub mod settings;
pub mod share_link;
