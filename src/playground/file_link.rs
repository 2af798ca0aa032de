//! A small file, a lesson or a challenge, as the fragment of an address: `#lesson1.` and the base64url of its JSON in
//! MessagePack, as a [permalink](super::permalink) has it.

use super::permalink::{decoded, encoded};
use crate::input::file_error::FileError;
use serde_json::Value;

/// The version of the format that this build reads and writes.
const FORMAT: u32 = 1;
/// Characters of such a link: what mail programs and messengers still pass on whole.
pub const MAX_LINK: usize = 32 << 10;

/// The fragment of a file of this kind, such as `lesson`.
///
/// # Errors
/// `link-too-large`.
pub(crate) fn to_link(kind: &str, file: &Value) -> Result<String, FileError> {
    let link = format!("#{kind}{FORMAT}.{}", encoded(file));
    if link.len() <= MAX_LINK { Ok(link) } else { Err(too_large(kind, link.len())) }
}

/// The file of a fragment, with or without `#`.
///
/// # Errors
/// `invalid-link` when it is damaged, `unknown-link-format` when a newer page made it, `link-too-large`.
pub(crate) fn from_link(kind: &str, fragment: &str) -> Result<Value, FileError> {
    if fragment.len() > MAX_LINK {
        return Err(too_large(kind, fragment.len()));
    }
    let rest = fragment.strip_prefix('#').unwrap_or(fragment).strip_prefix(kind);
    let (number, text) = rest.and_then(|rest| rest.split_once('.')).unwrap_or_default();
    match number.parse::<u32>() {
        Ok(FORMAT) => decoded(text).ok_or_else(|| damaged(kind)),
        Ok(number) if number > FORMAT => {
            let message = format!("got format {number}; this page reads {FORMAT}, a newer page may open it.");
            Err(FileError::new("unknown-link-format", "link", message))
        }
        _ => Err(damaged(kind)),
    }
}

/// Whether a fragment is of this kind, of this format or another; damaged or not.
pub(crate) fn is_link(kind: &str, fragment: &str) -> bool {
    fragment.trim_start_matches('#').starts_with(kind)
}

fn damaged(kind: &str) -> FileError {
    let message = format!("got a part of a link, or a damaged one; allowed is a {kind}'s link, whole.");
    FileError::new("invalid-link", "link", message)
}

fn too_large(kind: &str, length: usize) -> FileError {
    let message = format!("got {length} characters; allowed is at most {MAX_LINK}. Send the {kind} as a file instead.");
    FileError::new("link-too-large", "link", message)
}
