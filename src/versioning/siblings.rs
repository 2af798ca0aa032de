//! The versions of one key that stand side by side.

use super::{CausalHistory, Displaced, Dot, Version, Versioning};
use crate::planted_faults::{Fault, planted};
use std::sync::Arc;

/// The versions of a key of which none supersedes another, in the order of their dots.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Siblings {
    versions: Vec<Arc<Version>>,
}

/// What merging a version into siblings did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Merged {
    /// Whether the version is there now and was not before.
    pub added: bool,
    /// The versions that it superseded.
    pub superseded: Vec<Arc<Version>>,
    /// Those of them that its put had not read, and by what they went.
    pub unread: Vec<Displaced<Arc<Version>>>,
    /// The version that was there already and keeps it out without having read it, and by what.
    pub kept_out_by: Option<Displaced<Arc<Version>>>,
}

impl Siblings {
    /// The versions.
    pub fn versions(&self) -> &[Arc<Version>] {
        &self.versions
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }

    /// Whether the write of this dot is among them.
    pub fn contains(&self, dot: Dot) -> bool {
        self.versions.binary_search_by_key(&dot, |version| version.dot).is_ok()
    }

    /// Adds a version unless it is there or superseded, and removes those that it supersedes.
    pub fn merge(&mut self, incoming: &Arc<Version>, versioning: Versioning) -> Merged {
        let known = self.versions.iter().any(|have| have == incoming || have.supersedes(incoming, versioning));
        if known || (planted(Fault::FirstComeIsKept) && self.is_beside_all(incoming, versioning)) {
            let displaces = |have: &Arc<Version>| {
                Some(Displaced { version: have.clone(), by: have.displaces(incoming, versioning)? })
            };
            let read = self.versions.iter().any(|have| have == incoming || have.past.contains(incoming.dot));
            let kept_out_by = if read { None } else { self.versions.iter().find_map(displaces) };
            return Merged { kept_out_by, ..Merged::default() };
        }
        let (superseded, kept): (Vec<_>, Vec<_>) =
            self.versions.drain(..).partition(|have: &Arc<Version>| incoming.supersedes(have, versioning));
        self.versions = kept;
        let displaced =
            |have: &Arc<Version>| Some(Displaced { version: have.clone(), by: incoming.displaces(have, versioning)? });
        let unread = superseded.iter().filter_map(displaced).collect();
        let place = self.versions.partition_point(|have| (have.dot, have) < (incoming.dot, incoming));
        self.versions.insert(place, incoming.clone());
        Merged { added: true, superseded, unread, kept_out_by: None }
    }

    /// Merges every version of the other; whether anything was added.
    pub fn merge_all(&mut self, other: &Self, versioning: Versioning) -> bool {
        let added = other.versions.iter().filter(|version| self.merge(version, versioning).added);
        added.count() > 0
    }

    /// Whether there are versions, and the incoming one supersedes none.
    fn is_beside_all(&self, incoming: &Version, versioning: Versioning) -> bool {
        !self.is_empty() && !self.versions.iter().any(|have| incoming.supersedes(have, versioning))
    }

    /// Adds every version of the other, whatever it supersedes or is superseded by: a planted fault.
    pub(crate) fn pile_up(&mut self, other: &Self) {
        self.versions.extend(other.versions.iter().cloned());
        self.versions.sort();
        self.versions.dedup();
    }

    /// The writes that a client has seen once it has read them all: the context of a get.
    pub fn seen(&self) -> CausalHistory {
        let mut seen = CausalHistory::empty();
        let forgotten = usize::from(planted(Fault::ContextForgetsASibling));
        for version in self.versions.iter().rev().skip(forgotten) {
            seen.join(&version.clock());
        }
        seen
    }
}
