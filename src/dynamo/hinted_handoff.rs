//! Section 4.6: what a stand-in kept for another goes to its owner when that one answers again.

use crate::dynamo::key::Key;
use crate::dynamo::membership::MemberStatus;
use crate::dynamo::message::{Body, Endpoint, Parcel, ParcelKind};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;
use crate::dynamo::versioning::{Dot, Siblings};
use std::collections::BTreeMap;
use std::sync::Arc;

fn dots(siblings: &Siblings) -> Vec<Dot> {
    siblings.versions().iter().map(|version| version.dot).collect()
}

impl Node {
    /// The handoff timer rings: every hint is offered to its owner, be it suspected or not, for this is also how its
    /// return is noticed. What is not at home here is offered to its homes again.
    pub(crate) fn scan_hints(&mut self, effects: &mut Effects) {
        effects.set(Timer::Handoff, self.settings.handoff);
        let mut parcels: BTreeMap<NodeId, Vec<(Key, Siblings)>> = BTreeMap::new();
        for ((owner, key), siblings) in &self.hints {
            parcels.entry(*owner).or_default().push((key.clone(), siblings.clone()));
        }
        for (owner, entries) in parcels {
            let kind = ParcelKind::Handoff;
            effects.happened(Fact::HintOffered {
                node: self.endpoint(),
                owner: Endpoint::Node(owner),
                keys: entries.len(),
            });
            if planted(Fault::DropHintUnconfirmed) {
                let held: Vec<_> = entries.iter().map(|(key, have)| (key.clone(), dots(have))).collect();
                self.handoff_confirmed(owner, &held, effects);
            }
            effects.send(Endpoint::Node(owner), Body::Parcel(Arc::new(Parcel { kind, entries })));
        }
        self.send_departures(effects);
        self.go_if_empty(effects);
    }

    /// The owner has confirmed that it holds these writes: the hints may go.
    pub(crate) fn handoff_confirmed(&mut self, owner: NodeId, held: &[(Key, Vec<Dot>)], effects: &mut Effects) {
        let mut delivered = 0;
        for (key, dots) in held {
            let hint_key = (owner, key.clone());
            let all_held = |have: &Siblings| have.versions().iter().all(|version| dots.contains(&version.dot));
            if self.hints.get(&hint_key).is_some_and(all_held) {
                self.hints.remove(&hint_key);
                delivered += 1;
            }
        }
        if delivered > 0 {
            let (node, owner) = (self.endpoint(), Endpoint::Node(owner));
            effects.happened(Fact::HintDelivered { node, owner, keys: delivered });
        }
        self.go_if_empty(effects);
    }

    /// Hints for a node that is no home of the key any longer, or held by one that leaves, go to the homes of their keys.
    pub(crate) fn re_home_hints(&mut self, effects: &mut Effects) {
        let leaving = matches!(self.members.status(self.id), Some(MemberStatus::Leaving | MemberStatus::Gone));
        let ring = self.members.ring();
        let homeless = |owner: &NodeId, key: &Key| !replicas(ring, key.position(), self.settings.n).contains(owner);
        let moved: Vec<(NodeId, Key)> =
            self.hints.keys().filter(|(owner, key)| leaving || homeless(owner, key)).cloned().collect();
        if moved.is_empty() {
            return;
        }
        self.reap_at = self.reap_at.min(self.clock);
        for hint_key in moved {
            let Some(siblings) = self.hints.remove(&hint_key) else { continue };
            let (_, key) = hint_key;
            self.store.entry(key.clone()).or_default().merge_all(&siblings, self.settings.versioning);
            self.note_departure(&key);
        }
        self.send_departures(effects);
    }
}
