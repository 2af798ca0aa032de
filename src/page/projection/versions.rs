//! Versions in short: the value, and the vector clock in the paper's notation.

use crate::explain::key_journey::words::{EMPTY_CART, is_empty_cart, quoted_value, shortened};
use crate::explain::narration::clock;
use crate::explain::snapshot::VersionState;

/// `“milk” [B,1]`.
pub fn version_words(version: &VersionState) -> String {
    format!("{} {}", value_words(version), clock(version))
}

/// `“milk”`, shortened.
pub fn value_words(version: &VersionState) -> String {
    version.value.as_deref().map_or_else(|| "deleted".to_owned(), quoted_value)
}

/// What fits beside a seat: the value, or the number of siblings.
pub fn versions_in_short(versions: &[VersionState], room: usize) -> String {
    match versions {
        [] => String::new(),
        [one] => match one.value.as_deref() {
            Some(value) if is_empty_cart(value) => shortened(EMPTY_CART, room.clamp(4, 14)),
            Some(value) => shortened(value, room.clamp(4, 14)),
            None => "deleted".to_owned(),
        },
        // Ten letters, most of them narrow.
        many if room >= 7 => format!("{} siblings", many.len()),
        many => shortened(&format!("{} siblings", many.len()), room.max(6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn version(value: &str) -> VersionState {
        let (clock, past) = (BTreeMap::new(), BTreeMap::new());
        VersionState { value: Some(value.to_owned()), dot: ("A".to_owned(), 1), clock, past, made_at: 0.0 }
    }

    #[test]
    fn a_seat_says_no_more_than_it_has_room_for() {
        let siblings = [version("milk"), version("bread")];
        assert_eq!(versions_in_short(&siblings, 7), "2 siblings");
        assert_eq!(versions_in_short(&siblings, 6), "2 sib…");
        assert_eq!(versions_in_short(&siblings[..1], 11), "milk");
        assert_eq!(versions_in_short(&[version("")], 14), "(empty cart)");
        assert_eq!(value_words(&version(" , ")), "(empty cart)");
    }
}
