//! A small challenge as the fragment of an address.

use super::Challenge;
use crate::input::file_error::FileError;
use crate::playground::file_link::{from_link, is_link, to_link};

/// What such a fragment begins with.
const KIND: &str = "challenge";

impl Challenge {
    /// The link's fragment, `#challenge1.…`.
    ///
    /// # Errors
    /// `link-too-large` when the challenge is too large to be sent as a link.
    pub fn to_link(&self) -> Result<String, FileError> {
        to_link(KIND, &self.to_json())
    }

    /// The challenge of a link's fragment, with or without `#`.
    ///
    /// # Errors
    /// `invalid-link` when it is damaged, `unknown-link-format` when a newer page made it, `link-too-large`, and whatever
    /// is wrong with the challenge in it.
    pub fn from_link(fragment: &str) -> Result<Self, FileError> {
        Self::from_json(&from_link(KIND, fragment)?)
    }

    /// Whether a fragment is that of a challenge, of this format or another; damaged or not.
    pub fn is_link(fragment: &str) -> bool {
        is_link(KIND, fragment)
    }
}
