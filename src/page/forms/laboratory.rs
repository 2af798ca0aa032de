//! The settings of experiments.

pub mod delay_text;
pub(super) mod from_question;
pub mod kind;
pub mod settings;

pub use kind::{Kind, Laboratory};
pub use settings::{FieldSpec, Settings};
