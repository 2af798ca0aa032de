//! What can be set of an experiment.

pub mod delay_text;
pub mod kind;
pub(super) mod of_question;
pub mod settings;

pub use kind::{Kind, Laboratory};
pub use settings::{FieldSpec, Settings};
