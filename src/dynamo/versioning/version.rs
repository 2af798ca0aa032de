//! One immutable version of an object, and when it supersedes another.

use super::{CausalHistory, Dot};
use crate::dynamo::time::Time;
use serde::Serialize;
use std::sync::Arc;

/// How versions are compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Versioning {
    /// By the exact set of writes that each has seen. Loses nothing.
    #[default]
    Dotted,
    /// By vector clocks alone, as the paper draws them. Loses a write when two clients that read the same version write
    /// through the same coordinator: the clock of the second descends from the first, which it never saw.
    Plain,
    /// By the coordinator's clock; the highest time wins. Loses every concurrent write but one, and with skewed clocks
    /// even writes that came later.
    LastWriteWins,
}

impl Versioning {
    /// The word of the scenario format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dotted => "dotted",
            Self::Plain => "plain",
            Self::LastWriteWins => "last-write-wins",
        }
    }
}

/// By what a version took the place of another that its put had not read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Displacement {
    /// By its vector clock, which claims a write that its put had not read.
    Clock,
    /// By the rule for equal timestamps, of which only one may stay: a deletion, or else the greater value.
    SameTime,
    /// By its timestamp, which is later.
    LaterTime,
}

/// The other one of two versions of which one displaces the other, and by what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Displaced<What> {
    /// The version.
    pub version: What,
    /// By what.
    pub by: Displacement,
}

/// What a put made. Section 4.4.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Version {
    /// Its name.
    pub dot: Dot,
    /// The writes that the writer had seen.
    pub past: CausalHistory,
    /// The coordinator's clock when it was made.
    pub made_at: Time,
    /// The object; `None` deletes it (a tombstone).
    pub value: Option<Arc<str>>,
    digest: u64,
}

impl Version {
    /// A version.
    pub fn new(dot: Dot, past: CausalHistory, made_at: Time, value: Option<Arc<str>>) -> Self {
        let mut hashed = format!("{dot:?}{past:?}{}", made_at.0).into_bytes();
        hashed.extend(value.iter().flat_map(|value| value.bytes()));
        let digest = md5::compute(&hashed).0.into_iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(byte));
        Self { dot, past, made_at, value, digest }
    }

    /// A hash of all of it, for Merkle trees.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// The paper's vector clock of the version: its past joined with its dot.
    pub fn clock(&self) -> CausalHistory {
        let mut clock = self.past.clone();
        clock.insert(self.dot, self.made_at);
        clock
    }

    /// Whether this version makes the other obsolete. A version does not supersede itself.
    pub fn supersedes(&self, other: &Self, versioning: Versioning) -> bool {
        match versioning {
            Versioning::Dotted => self.past.contains(other.dot),
            Versioning::Plain => self.dominates_as_vector_clock(other),
            Versioning::LastWriteWins => self.last_write_order() > other.last_write_order(),
        }
    }

    /// By what this version makes the other obsolete, if it does so without having read it.
    pub fn displaces(&self, other: &Self, versioning: Versioning) -> Option<Displacement> {
        if self.past.contains(other.dot) || !self.supersedes(other, versioning) {
            return None;
        }
        Some(match versioning {
            Versioning::LastWriteWins if self.made_at > other.made_at => Displacement::LaterTime,
            Versioning::LastWriteWins => Displacement::SameTime,
            Versioning::Dotted | Versioning::Plain => Displacement::Clock,
        })
    }

    /// The later timestamp wins. Of equal ones a deletion, then the greater value, as Cassandra has it; then the dot.
    fn last_write_order(&self) -> impl Ord + '_ {
        (self.made_at, self.value.is_none(), &self.value, self)
    }

    fn dominates_as_vector_clock(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.clock(), other.clock());
        // Two different versions with equal clocks look the same to a vector clock: one is silently kept.
        ours.descends(&theirs) && (!theirs.descends(&ours) || self > other)
    }
}
