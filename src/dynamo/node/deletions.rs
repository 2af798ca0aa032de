//! A deletion is a version without a value. It is kept, so that whoever has missed it does not bring the value back; and
//! forgotten after a grace time, for it takes room. Whoever was silent for longer can bring back what was deleted.

use super::{Effects, Node};
use crate::dynamo::key::Key;
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{Siblings, Version};

impl Node {
    /// When everything that a disk has of a key is a deletion, and old enough: when that is.
    fn forgets_at(&self, siblings: &Siblings) -> Option<Time> {
        let versions = siblings.versions();
        let all_deleted = versions.iter().all(|version| version.value.is_none());
        let latest = versions.iter().map(|version| version.made_at).max()?;
        all_deleted.then_some(latest + self.settings.tombstone_grace)
    }

    /// A deletion comes to this disk.
    pub(super) fn note_deletion(&mut self, version: &Version) {
        if version.value.is_none() {
            self.reap_at = self.reap_at.min(version.made_at);
        }
    }

    /// Forgets the deletions that are older than the grace time.
    pub(super) fn reap(&mut self, effects: &mut Effects) {
        if self.settings.tombstone_grace == Time::default() || self.clock < self.reap_at {
            return;
        }
        let due = |siblings: &Siblings| self.forgets_at(siblings).is_some_and(|at| at <= self.clock);
        let old: Vec<Key> =
            self.store.iter().filter(|(_, siblings)| due(siblings)).map(|(key, _)| key.clone()).collect();
        for key in old {
            self.departures.remove(&key);
            let versions = self.store.remove(&key).unwrap_or_default().versions().to_vec();
            effects.happened(Fact::Reaped { node: self.endpoint(), key: key.name().to_owned(), versions });
        }
        let next = self.store.values().filter_map(|siblings| self.forgets_at(siblings)).min();
        self.reap_at = next.unwrap_or(Time::LONGEST);
    }
}
