//! A small challenge as the fragment of an address: `#challenge1.` and the base64url of its JSON in MessagePack, as the
//! [`crate::playground::permalink`] has it.

use super::Challenge;
use crate::input::file_error::FileError;
use crate::lesson::MAX_LINK;
use crate::playground::permalink::{decoded, encoded};

const PREFIX: &str = "challenge1.";

impl Challenge {
    /// The link's fragment, `#challenge1.…`.
    ///
    /// # Errors
    /// `link-too-large` when the challenge is too large to be sent as a link.
    pub fn to_link(&self) -> Result<String, FileError> {
        let link = format!("#{PREFIX}{}", encoded(&self.to_json()));
        if link.len() <= MAX_LINK { Ok(link) } else { Err(too_large(link.len())) }
    }

    /// The challenge of a link's fragment, with or without `#`.
    ///
    /// # Errors
    /// `invalid-link` when it is damaged, `unknown-link-format` when a newer page made it, `link-too-large`, and whatever
    /// is wrong with the challenge in it.
    pub fn from_link(fragment: &str) -> Result<Self, FileError> {
        if fragment.len() > MAX_LINK {
            return Err(too_large(fragment.len()));
        }
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let Some(text) = fragment.strip_prefix(PREFIX) else {
            let number =
                fragment.strip_prefix("challenge").and_then(|rest| rest.split_once('.')).map(|(number, _)| number);
            return Err(match number.and_then(|number| number.parse::<u32>().ok()) {
                Some(number) if number > 1 => {
                    let message = format!("got format {number}; this page reads 1, a newer page may open it.");
                    FileError::new("unknown-link-format", "link", message)
                }
                _ => damaged(),
            });
        };
        Self::from_json(&decoded(text).ok_or_else(damaged)?)
    }

    /// Whether a fragment is that of a challenge, of this format or another; damaged or not.
    pub fn is_link(fragment: &str) -> bool {
        fragment.trim_start_matches('#').starts_with("challenge")
    }
}

fn damaged() -> FileError {
    let message = "got a part of a link, or a damaged one; allowed is a challenge's link, whole.";
    FileError::new("invalid-link", "link", message)
}

fn too_large(length: usize) -> FileError {
    let message =
        format!("got {length} characters; allowed is at most {MAX_LINK}. Send the challenge as a file instead.");
    FileError::new("link-too-large", "link", message)
}
