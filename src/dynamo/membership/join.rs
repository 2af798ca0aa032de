//! Section 4.9: a new node fetches the ranges that will be its own, and only then is a home.

use super::MemberStatus;
use crate::dynamo::message::{Body, Endpoint, Parcel, ParcelKind};
use crate::dynamo::node::{Effects, Node};
use crate::dynamo::partitioning::{NodeId, Range, Ring};
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a joining node still waits for.
///
/// **Liveness:** what has come is never asked for again while the ring stays the same, whoever sent it, so a join ends however
/// long a message takes beside a round of gossip. The patience doubles, so that the network is not flooded, and is short again
/// once somebody who was silent is heard.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Fetching {
    /// The ranges that have not come, by the node that was asked last.
    pub(crate) awaited: BTreeMap<NodeId, Vec<Range>>,
    /// The rounds of gossip since these were asked.
    rounds: u32,
    /// After so many rounds those who have not answered count as silent.
    patience: u32,
}

/// No node waits for more rounds of gossip than this before it asks again.
const MOST_PATIENCE: u32 = 64;

impl Node {
    pub(crate) fn is_joining(&self) -> bool {
        self.members.status(self.id) == Some(MemberStatus::Joining)
    }

    /// Works out which ranges will be this node's own, and asks for each the node that gives it up.
    pub(crate) fn plan_join(&mut self, effects: &mut Effects) {
        if !self.is_joining() {
            self.fetching = None;
            return;
        }
        if self.members.ring().nodes().is_empty() {
            // Nobody else is up: there is nothing to fetch, if others are known at all or it is the first of all.
            if self.contacts.is_empty() {
                self.finish_join(effects);
            }
            return;
        }
        let patience = self.fetching.as_ref().map_or(1, |fetching| fetching.patience);
        self.fetch(self.ranges_to_come(), patience, effects);
        self.finish_join_if_fetched(effects);
    }

    /// Each range of the ring to come of which this node will be a home.
    fn ranges_to_come(&self) -> Vec<Range> {
        let then = self.members.ring_with(self.id);
        let is_home = |range: &Range| replicas(&then, range.upto, self.settings.n).contains(&self.id);
        then.ranges().map(|(_, range)| range).filter(is_home).collect()
    }

    /// Asks for these ranges, and waits for them.
    fn fetch(&mut self, ranges: Vec<Range>, patience: u32, effects: &mut Effects) {
        let then = self.members.ring_with(self.id);
        let mut awaited: BTreeMap<NodeId, Vec<Range>> = BTreeMap::new();
        for range in ranges {
            if let Some(source) = self.source_of(range, &then) {
                awaited.entry(source).or_default().push(range);
            }
        }
        for (source, ranges) in &awaited {
            effects.send(Endpoint::Node(*source), Body::RangeRequest(ranges.clone()));
        }
        let ranges = awaited.values().flatten().copied().collect();
        effects.happened(Fact::Fetches { node: self.endpoint(), ranges });
        self.fetching = Some(Fetching { awaited, rounds: 0, patience });
    }

    /// The node to ask for a range: the one that is no home of it any longer, unless it is suspected.
    fn source_of(&self, range: Range, then: &Ring) -> Option<NodeId> {
        let n = self.settings.n;
        let (homes, holders) = (replicas(then, range.upto, n), replicas(self.members.ring(), range.upto, n));
        let healthy = |node: &&NodeId| !self.suspects.contains(node);
        let gives_up = holders.iter().filter(|node| !homes.contains(node));
        let source = gives_up.clone().chain(&holders).find(healthy).or(gives_up.clone().next()).or(holders.first());
        source.copied()
    }

    /// At each round of gossip: is it time to ask again for what has not come, and others than those who are silent?
    pub(crate) fn keep_joining(&mut self, effects: &mut Effects) {
        let Some(fetching) = &mut self.fetching else { return };
        fetching.rounds += 1;
        if fetching.rounds < fetching.patience {
            return;
        }
        let patience = (2 * fetching.patience).min(MOST_PATIENCE);
        let silent: Vec<NodeId> = fetching.awaited.keys().copied().collect();
        let missing: Vec<Range> = fetching.awaited.values().flatten().copied().collect();
        for node in silent {
            self.suspect(node, effects);
        }
        self.fetch(missing, patience, effects);
    }

    /// One that was silent is heard again: what it was asked for may have been lost.
    pub(crate) fn ask_again_soon(&mut self, node: NodeId) {
        if let Some(fetching) = self.fetching.as_mut().filter(|fetching| fetching.awaited.contains_key(&node)) {
            fetching.patience = 1;
        }
    }

    /// Another node wants the keys of these ranges.
    pub(crate) fn give_ranges(&self, to: Endpoint, ranges: &[Range], effects: &mut Effects) {
        let entries = self
            .store
            .iter()
            .filter(|(key, _)| ranges.iter().any(|range| range.contains(key.position())))
            .map(|(key, siblings)| (key.clone(), siblings.clone()))
            .collect();
        effects.send(to, Body::Parcel(Arc::new(Parcel { kind: ParcelKind::Ranges(ranges.to_vec()), entries })));
    }

    /// The keys of ranges that were asked for have come, perhaps from a node that was thought to be silent.
    pub(crate) fn ranges_came(&mut self, ranges: &[Range], effects: &mut Effects) {
        let Some(fetching) = &mut self.fetching else { return };
        let awaited = std::mem::take(&mut fetching.awaited).into_iter().map(|(node, mut missing)| {
            missing.retain(|range| !ranges.contains(range));
            (node, missing)
        });
        fetching.awaited = awaited.filter(|(_, missing)| !missing.is_empty()).collect();
        self.finish_join_if_fetched(effects);
    }

    fn finish_join_if_fetched(&mut self, effects: &mut Effects) {
        if self.fetching.as_ref().is_some_and(|fetching| fetching.awaited.is_empty()) {
            self.finish_join(effects);
        }
    }

    fn finish_join(&mut self, effects: &mut Effects) {
        self.fetching = None;
        self.contacts.clear();
        let members = self.members.with_status(self.id, MemberStatus::Up);
        effects.happened(Fact::Joined { node: self.endpoint() });
        self.adopt(Arc::new(members), effects);
        let peers: Vec<NodeId> = self.members.others(self.id).collect();
        for peer in peers {
            self.tell_members(peer, effects);
        }
    }
}
