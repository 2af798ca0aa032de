//! What may come in from outside: how it is read, how much of it there may be, and how it is refused.

pub(crate) mod document;
pub mod fields;
pub mod file_error;
pub mod limits;
mod lines;
pub mod query;
pub mod refusal;
pub(crate) mod writing;
