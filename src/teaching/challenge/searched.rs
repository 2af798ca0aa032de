//! What exhaustive searches found: for challenges in which one may claim that the goal cannot be reached. The searches
//! themselves are tests (`tests/native/challenge_searches.rs`); nothing is searched while somebody waits.

use super::Challenge;

/// An exhaustive search of all that can happen in a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// The digest of the challenge; see [`Challenge::digest`].
    pub digest: &'static str,
    /// How many different states can be reached.
    pub states: usize,
    /// Whether the goal holds in any of them.
    pub possible: bool,
}

/// All searches that were made.
const SEARCHES: &[Search] = &[
    // one-counter-per-node
    Search { digest: "ee43858aadb5314431e83af4baafa4db", states: 16_122, possible: true },
    // a-dot-per-write
    Search { digest: "edb8b558473fc27927af7cd6444899f0", states: 16_122, possible: false },
    // strict-and-stale
    Search { digest: "51c3ba4f50839f63a2ba8434a5a8e80e", states: 313_201, possible: false },
];

impl Search {
    /// All of them.
    pub fn all() -> &'static [Search] {
        SEARCHES
    }
}

/// The search of a challenge, if there was one.
pub(super) fn search_of(challenge: &Challenge) -> Option<&'static Search> {
    let digest = challenge.digest();
    SEARCHES.iter().find(|search| search.digest == digest)
}
