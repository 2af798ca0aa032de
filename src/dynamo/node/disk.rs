//! What happens to a disk that no message has brought about: a key is lost, or the disk is as it was at an earlier moment.

use super::{Effects, Node};
use crate::dynamo::key::Key;
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The versions that a disk holds, those kept for others among them.
pub(crate) type OnDisk = BTreeMap<Key, BTreeSet<Arc<Version>>>;

impl Node {
    /// Every version on its disk.
    pub(crate) fn on_disk(&self) -> OnDisk {
        let mut versions = OnDisk::new();
        let kept = self.hints.iter().map(|((_, key), siblings)| (key, siblings));
        for (key, siblings) in self.store.iter().chain(kept) {
            versions.entry(key.clone()).or_default().extend(siblings.versions().iter().cloned());
        }
        versions
    }

    /// The key is lost from its disk. How many puts of it this node has coordinated is kept apart, and is not lost: a dot is
    /// never given twice.
    pub(crate) fn lose_key(&mut self, key: &Key) {
        self.store.remove(key);
        self.hints.retain(|(_, hinted), _| hinted != key);
        self.departures.remove(key);
    }

    /// The data on its disk are as they were on this one. Of the puts that came since it knows nothing, so its next version
    /// is of another life. Whom it knows as members stays: gossip would bring it up to date at once.
    pub(crate) fn restore_disk(&mut self, earlier: &Self, effects: &mut Effects) {
        self.store.clone_from(&earlier.store);
        self.hints.clone_from(&earlier.hints);
        self.recent_puts.clone_from(&earlier.recent_puts);
        self.counters.clear();
        self.reap_at = Time::default();
        self.departures.clear();
        self.life += 1;
        self.plan_departures(None, effects);
        self.re_home_hints(effects);
    }

    /// What was on its disk before, and is not any longer.
    pub(crate) fn tell_lost(&self, before: &OnDisk, effects: &mut Effects) {
        let now = self.on_disk();
        let nothing = BTreeSet::new();
        for (key, versions) in before {
            let left = now.get(key).unwrap_or(&nothing);
            let versions: Vec<Arc<Version>> = versions.difference(left).cloned().collect();
            if !versions.is_empty() {
                effects.happened(Fact::DiskLost { node: self.endpoint(), key: key.name().to_owned(), versions });
            }
        }
    }
}
