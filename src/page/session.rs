//! A learner's progress in a lesson, the lesson editor, and the catalogue. Independent of Yew and the browser.

pub mod challenge_catalog;
pub mod challenge_editor;
pub mod challenge_session;
pub mod finished_lesson;
pub mod lesson_catalog;
pub mod lesson_editor;
pub mod lesson_repair;
pub mod lesson_session;
pub mod progress;
