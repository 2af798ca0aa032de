//! The versions of one key that stand side by side.

use super::{Actor, CausalHistory, Displaced, Dot, Version, Versioning};
use crate::dynamo::planted_faults::{Fault, planted};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The versions of a key of which none supersedes another, in the order of their dots.
#[derive(Clone, Debug, Default)]
pub struct Siblings {
    versions: Vec<Arc<Version>>,
    /// No less than what they have seen, to tell at once of most versions that nobody has.
    seen: CausalHistory,
}

impl PartialEq for Siblings {
    fn eq(&self, other: &Self) -> bool {
        self.versions == other.versions
    }
}

impl Eq for Siblings {}

impl Hash for Siblings {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.versions.hash(hasher);
    }
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
        let here = self.holds(incoming);
        let known = here || self.supersede(incoming, versioning);
        if known || (planted(Fault::FirstComeIsKept) && self.is_beside_all(incoming, versioning)) {
            let displaces = |have: &Arc<Version>| {
                Some(Displaced { version: have.clone(), by: have.displaces(incoming, versioning)? })
            };
            let read = here || self.have_read(incoming);
            let kept_out_by = if read { None } else { self.versions.iter().find_map(displaces) };
            return Merged { kept_out_by, ..Merged::default() };
        }
        let superseded = self.take_superseded(incoming, versioning);
        let displaced =
            |have: &Arc<Version>| Some(Displaced { version: have.clone(), by: incoming.displaces(have, versioning)? });
        let unread = superseded.iter().filter_map(displaced).collect();
        let index = self.versions.partition_point(|have| (have.dot, have) < (incoming.dot, incoming));
        self.versions.insert(index, incoming.clone());
        self.seen.join(&incoming.past);
        Merged { added: true, superseded, unread, kept_out_by: None }
    }

    /// Whether this very version is among them.
    pub fn holds(&self, version: &Arc<Version>) -> bool {
        self.versions.binary_search(version).is_ok()
    }

    /// Whether one of them has seen the version.
    fn have_read(&self, version: &Version) -> bool {
        self.seen.contains(version.dot) && self.versions.iter().any(|have| have.past.contains(version.dot))
    }

    /// Whether one of them supersedes the version.
    fn supersede(&self, version: &Version, versioning: Versioning) -> bool {
        match versioning {
            Versioning::Dotted => self.have_read(version),
            _ => self.versions.iter().any(|have| have.supersedes(version, versioning)),
        }
    }

    /// Takes those out that the version supersedes.
    fn take_superseded(&mut self, by: &Version, versioning: Versioning) -> Vec<Arc<Version>> {
        if versioning == Versioning::Dotted && !self.any_read_by(by) {
            return Vec::new();
        }
        self.versions.extract_if(.., |have| by.supersedes(have, versioning)).collect()
    }

    /// Whether the version has seen one of them. They are in the order of their dots.
    fn any_read_by(&self, version: &Version) -> bool {
        version.past.pairs().any(|(actor, highest)| {
            let first = self.versions.partition_point(|have| have.dot.actor < actor);
            let of_actor = self.versions[first..].iter().take_while(|have| have.dot <= Dot { actor, counter: highest });
            of_actor.into_iter().any(|have| version.past.contains(have.dot))
        })
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
        self.seen.join(&other.seen);
        self.versions.sort();
        self.versions.dedup();
    }

    /// The writes that a client has seen once it has read them all: the context of a get.
    pub fn seen(&self) -> CausalHistory {
        let mut seen = CausalHistory::empty();
        let forgotten = usize::from(planted(Fault::ContextForgetsASibling));
        // In the order of their dots, in which a history has the fewest gaps on the way.
        for version in self.versions.iter().take(self.versions.len().saturating_sub(forgotten)) {
            seen.join(&version.clock());
        }
        seen
    }

    /// The highest write of an actor that any of them is or has seen; 0 if there is none.
    pub fn highest(&self, actor: Actor) -> u32 {
        let of = |version: &Arc<Version>| {
            let own = if version.dot.actor == actor { version.dot.counter } else { 0 };
            own.max(version.past.highest(actor))
        };
        self.versions.iter().map(of).max().unwrap_or(0)
    }
}
