//! Where a learner stands in a lesson, a draft that is written, and the list of lessons. It knows neither Yew nor the
//! browser.

pub mod lesson_catalog;
pub mod lesson_editor;
pub mod lesson_repair;
pub mod lesson_session;
pub mod progress;
