//! Two nodes walk down their trees together.

use super::merkle_tree::{halves, is_leaf};
use super::{Branch, Digest, TreeMessage, hash_of_range, keys_of_range};
use crate::dynamo::key::Key;
use crate::dynamo::message::{Body, Endpoint, Parcel, ParcelKind};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::{NodeId, Range};
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;
use crate::dynamo::versioning::Siblings;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Node {
    /// The anti-entropy timer rings: one of the nodes that share a range with this one, by the number that chance gave.
    pub(crate) fn begin_anti_entropy(&mut self, die: u64, effects: &mut Effects) {
        effects.set(Timer::AntiEntropy, self.settings.anti_entropy);
        let shared = self.shared_ranges();
        let healthy: Vec<NodeId> = shared.keys().filter(|node| !self.suspects.contains(node)).copied().collect();
        if let Some(peer) = healthy.get((die % healthy.len().max(1) as u64) as usize) {
            self.compare_with(*peer, effects);
        }
    }

    /// Sends the root of every range that this node shares with the other.
    pub(crate) fn compare_with(&mut self, peer: NodeId, effects: &mut Effects) {
        let shared = self.shared_ranges();
        let Some(ranges) = shared.get(&peer) else { return };
        let root = |range: &Range| Branch { range: *range, depth: 0, hash: hash_of_range(&self.store, *range, 0) };
        let branches: Vec<Branch> = ranges.iter().map(root).collect();
        effects.happened(Fact::RootsSent { node: self.endpoint(), to: Endpoint::Node(peer), ranges: branches.len() });
        effects.send(Endpoint::Node(peer), Body::Trees(TreeMessage { branches, leaves: Vec::new() }));
    }

    /// The other's hashes or keys: where they differ from this node's own, the next level down, or the versions.
    pub(crate) fn compare_trees(&mut self, from: NodeId, theirs: &TreeMessage, effects: &mut Effects) {
        let mut answer = TreeMessage::default();
        let differs = |branch: &&Branch| hash_of_range(&self.store, branch.range, branch.depth) != branch.hash;
        let differing: Vec<Branch> = theirs.branches.iter().filter(differs).copied().collect();
        for branch in &differing {
            let keys = keys_of_range(&self.store, branch.range);
            if is_leaf(keys.len(), branch.depth) {
                answer.leaves.push((branch.range, digests(&keys)));
            } else {
                let depth = branch.depth + 1;
                answer.branches.extend(halves(branch.range).map(|range| Branch {
                    range,
                    depth,
                    hash: hash_of_range(&self.store, range, depth),
                }));
            }
        }
        effects.happened(Fact::TreesCompared {
            node: self.endpoint(),
            with: Endpoint::Node(from),
            hashes: theirs.branches.len(),
            differing: differing.len(),
        });
        if !answer.branches.is_empty() || !answer.leaves.is_empty() {
            effects.send(Endpoint::Node(from), Body::Trees(answer));
        }
        if !theirs.leaves.is_empty() {
            self.send_what_differs(from, &theirs.leaves, effects);
        }
    }

    fn send_what_differs(&self, from: NodeId, leaves: &[(Range, Vec<(Key, Digest)>)], effects: &mut Effects) {
        let (mut entries, mut wanted) = (Vec::new(), Vec::new());
        let mut named = 0;
        for (range, theirs) in leaves {
            named += theirs.len();
            let theirs: BTreeMap<&Key, Digest> = theirs.iter().map(|(key, digest)| (key, *digest)).collect();
            let ours = keys_of_range(&self.store, *range);
            for (key, siblings) in &ours {
                if theirs.get(key) != Some(&Digest::new(key, siblings)) {
                    entries.push(((*key).clone(), (*siblings).clone()));
                }
            }
            let same =
                |key: &Key, digest: Digest| self.store.get(key).is_some_and(|ours| Digest::new(key, ours) == digest);
            wanted.extend(theirs.into_iter().filter(|(key, digest)| !same(key, *digest)).map(|(key, _)| key.clone()));
        }
        let shared = self.store.len();
        let (node, with) = (self.endpoint(), Endpoint::Node(from));
        let sent = entries.len();
        effects.happened(Fact::KeysCompared { node, with, named, sent, wanted: wanted.len(), full_copy: shared });
        let kind = ParcelKind::Sync { wanted };
        effects.send(Endpoint::Node(from), Body::Parcel(Arc::new(Parcel { kind, entries })));
    }

    /// Answers the other's wish for these keys.
    pub(crate) fn give_keys(&self, to: NodeId, wanted: &[Key], effects: &mut Effects) {
        let entry = |key: &Key| Some((key.clone(), self.store.get(key)?.clone()));
        let entries: Vec<(Key, Siblings)> = wanted.iter().filter_map(entry).collect();
        if !entries.is_empty() {
            let kind = ParcelKind::Sync { wanted: Vec::new() };
            effects.send(Endpoint::Node(to), Body::Parcel(Arc::new(Parcel { kind, entries })));
        }
    }

    /// The ranges of which this node and another are both homes, by that other node.
    pub(crate) fn shared_ranges(&mut self) -> Arc<BTreeMap<NodeId, Vec<Range>>> {
        if let Some(shared) = &self.shared_ranges {
            return shared.clone();
        }
        let mut shared: BTreeMap<NodeId, Vec<Range>> = BTreeMap::new();
        let ring = self.members.ring();
        for (_, range) in ring.ranges() {
            let homes = replicas(ring, range.upto, self.settings.n);
            if homes.contains(&self.id) {
                for other in homes.into_iter().filter(|home| *home != self.id) {
                    shared.entry(other).or_default().push(range);
                }
            }
        }
        let shared = Arc::new(shared);
        self.shared_ranges = Some(shared.clone());
        shared
    }
}

fn digests(keys: &[(&Key, &Siblings)]) -> Vec<(Key, Digest)> {
    keys.iter().map(|(key, siblings)| ((*key).clone(), Digest::new(key, siblings))).collect()
}
