//! A small lesson as the fragment of an address.

use super::{Lesson, LessonError};

impl Lesson {
    /// The link's fragment, `#lesson1.…`.
    ///
    /// # Errors
    /// `link-too-large` when the lesson is too large to be sent as a link.
    pub fn to_link(&self) -> Result<String, LessonError> {
        Err(LessonError::new("link-too-large", "", "not yet"))
    }

    /// The lesson of a link's fragment, with or without `#`.
    ///
    /// # Errors
    /// `invalid-link` when it is damaged, `unknown-link-format` when a newer page made it, `link-too-large`, and whatever
    /// is wrong with the lesson in it.
    pub fn from_link(fragment: &str) -> Result<Self, LessonError> {
        let _ = fragment;
        Err(LessonError::new("invalid-link", "", "not yet"))
    }

    /// Whether a fragment is that of a lesson, of this format or a newer one.
    pub fn is_link(fragment: &str) -> bool {
        fragment.trim_start_matches('#').starts_with("lesson")
    }
}
