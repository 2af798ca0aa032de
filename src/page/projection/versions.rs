//! Versions of an object in few words: the value, and its clock as the paper spells it.

use crate::explain::key_journey::words::{quoted, shortened};
use crate::explain::narration::clock;
use crate::explain::snapshot::VersionState;

/// `“milk” [B,1]`.
pub fn version_words(version: &VersionState) -> String {
    format!("{} {}", value_words(version), clock(version))
}

/// `“milk”`, shortened.
pub fn value_words(version: &VersionState) -> String {
    version.value.as_deref().map_or_else(|| "deleted".to_owned(), quoted)
}

/// What a seat has room for: the value, or how many siblings there are.
pub fn versions_in_short(versions: &[VersionState], room: usize) -> String {
    match versions {
        [] => String::new(),
        [one] => match one.value.as_deref() {
            Some(value) => shortened(value, room.clamp(4, 14)),
            None => "deleted".to_owned(),
        },
        many => format!("{} siblings", many.len()),
    }
}
