//! Section 4.9: a new node fetches the ranges that will be its own, and only then is a home.

use super::MemberStatus;
use crate::message::{Body, Endpoint, Parcel, ParcelKind};
use crate::node::{Effects, Node};
use crate::partitioning::{NodeId, Range, Ring};
use crate::replication::replicas;
use crate::sorted::SortedMap;
use crate::trace::Fact;
use std::sync::Arc;

/// The ranges that a joining node still waits for, by the node that it asked. It also tells which nodes it asked in an
/// earlier round without an answer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Fetching {
    pub(crate) awaited: SortedMap<NodeId, Vec<Range>>,
}

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
        let mut fetching = Fetching::default();
        for (range, source) in self.ranges_to_fetch() {
            fetching.awaited.or_default(source).push(range);
        }
        for (source, ranges) in &fetching.awaited {
            effects.send(Endpoint::Node(*source), Body::RangeRequest(ranges.clone()));
        }
        let ranges = fetching.awaited.values().flatten().copied().collect();
        effects.happened(Fact::Fetches { node: self.endpoint(), ranges });
        self.fetching = Some(fetching);
        self.finish_join_if_fetched(effects);
    }

    /// Each range of the ring to come of which this node will be a home, with the node to ask: the one that is no home of
    /// it any longer, unless it is suspected.
    fn ranges_to_fetch(&self) -> Vec<(Range, NodeId)> {
        let (now, n) = (self.members.ring(), self.settings.n);
        let then: Ring = self.members.ring_with(self.id);
        let mut plan = Vec::new();
        for (_, range) in then.ranges() {
            let homes = replicas(&then, range.upto, n);
            if !homes.contains(&self.id) {
                continue;
            }
            let holders = replicas(now, range.upto, n);
            let healthy = |node: &&NodeId| !self.suspects.contains(node);
            let gives_up = holders.iter().filter(|node| !homes.contains(node));
            let source = gives_up.clone().chain(&holders).find(healthy).or(gives_up.clone().next()).or(holders.first());
            plan.extend(source.map(|source| (range, *source)));
        }
        plan
    }

    /// At each round of gossip: what has not come is asked for again, of others if those asked are silent.
    pub(crate) fn keep_joining(&mut self, effects: &mut Effects) {
        let Some(fetching) = &self.fetching else { return };
        let silent: Vec<NodeId> = fetching.awaited.keys().copied().collect();
        for node in silent {
            self.suspect(node, effects);
        }
        self.plan_join(effects);
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

    /// The keys of ranges that were asked for have come.
    pub(crate) fn ranges_came(&mut self, from: NodeId, ranges: &[Range], effects: &mut Effects) {
        let Some(fetching) = &mut self.fetching else { return };
        if let Some(awaited) = fetching.awaited.get_mut(&from) {
            awaited.retain(|range| !ranges.contains(range));
            if awaited.is_empty() {
                fetching.awaited.remove(&from);
            }
        }
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
        let members = self.members.with(self.id, MemberStatus::Up, None);
        effects.happened(Fact::Joined { node: self.endpoint() });
        self.adopt(Arc::new(members), effects);
        let peers: Vec<NodeId> = self.members.others(self.id).collect();
        for peer in peers {
            self.tell_members(peer, effects);
        }
    }
}
