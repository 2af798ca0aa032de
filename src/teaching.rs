//! What a teacher brings to class and sets as homework: [lessons](lesson), whose predictions the engine grades, and
//! [challenges](challenge), whose goals it checks.

pub mod challenge;
pub mod lesson;
