//! A node: a state machine that knows only what messages and timers told it.
//!
//! `(state, input) → (state, effects)`: it is handed the time of its own clock with each input, and answers with
//! messages to send, timers to set, and facts for the trace ([`Effects`]).
//!
//! **Invariant:** no clock, no network and no chance of its own, and no way to look at another node.

mod effects;
mod settings;

pub use effects::{Effects, Happening, Outgoing, Timer};
pub use settings::Settings;

use crate::key::Key;
use crate::message::{Body, Endpoint, OperationId};
use crate::partitioning::{NodeId, Ring};
use crate::replication::preference_list;
use crate::requests::{GetInProgress, HandedOn, PutInProgress, Target};
use crate::scenario::Quorum;
use crate::time::Time;
use crate::trace::Fact;
use crate::versioning::{Actor, Siblings, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    pub(crate) id: NodeId,
    /// How often the disk was wiped.
    pub(crate) life: u16,
    pub(crate) settings: Arc<Settings>,
    /// The ring, as this node knows it.
    pub(crate) ring: Arc<Ring>,
    /// On disk: the versions of the keys that this node is a home of.
    pub(crate) store: BTreeMap<Key, Siblings>,
    /// On disk, apart: what is kept for another node. Section 4.6.
    pub(crate) hints: BTreeMap<(NodeId, Key), Siblings>,
    /// On disk: how many puts of a key this node has coordinated.
    pub(crate) counters: BTreeMap<Key, u32>,
    /// The nodes that did not answer. Section 4.8.3: failure is what *this* node sees.
    pub(crate) suspects: BTreeSet<NodeId>,
    pub(crate) puts: BTreeMap<OperationId, PutInProgress>,
    pub(crate) gets: BTreeMap<OperationId, GetInProgress>,
    pub(crate) handed_on: BTreeMap<OperationId, HandedOn>,
}

impl Node {
    /// A node with an empty disk.
    pub fn new(id: NodeId, settings: Arc<Settings>, ring: Arc<Ring>) -> Self {
        Self {
            id,
            life: 0,
            settings,
            ring,
            store: BTreeMap::new(),
            hints: BTreeMap::new(),
            counters: BTreeMap::new(),
            suspects: BTreeSet::new(),
            puts: BTreeMap::new(),
            gets: BTreeMap::new(),
            handed_on: BTreeMap::new(),
        }
    }

    /// What its disk holds as a home.
    pub fn store(&self) -> &BTreeMap<Key, Siblings> {
        &self.store
    }

    /// What it keeps for others, by owner and key.
    pub fn hints(&self) -> &BTreeMap<(NodeId, Key), Siblings> {
        &self.hints
    }

    /// The nodes that it believes to be down.
    pub fn suspects(&self) -> &BTreeSet<NodeId> {
        &self.suspects
    }

    /// A message arrives.
    pub fn receive(&mut self, now: Time, from: Endpoint, body: &Body, effects: &mut Effects) {
        if let Endpoint::Node(node) = from {
            self.heard_from(node, effects);
        }
        match (body, from) {
            (Body::PutRequest(request), _) => self.take_put(now, from, request, effects),
            (Body::PutTaken(operation), Endpoint::Node(_)) => self.put_was_taken(*operation, effects),
            (Body::GetRequest(request), _) => self.coordinate_get(request, effects),
            (Body::Write { operation, key, version, hint_for }, Endpoint::Node(_)) => {
                self.keep(key, version, *hint_for, effects);
                effects.send(from, Body::WriteAck(*operation));
            }
            (Body::WriteAck(operation), Endpoint::Node(node)) => self.count_write_ack(*operation, node, effects),
            (Body::Read(operation, key), Endpoint::Node(_)) => {
                let found = self.look_up(key);
                effects.happened(Fact::Found { node: self.endpoint(), versions: found.versions().to_vec() });
                effects.send(from, Body::ReadAnswer(*operation, found));
            }
            (Body::ReadAnswer(operation, found), Endpoint::Node(node)) => {
                self.count_read_answer(*operation, node, found, effects);
            }
            // Nobody sends these to a node; a real one would drop them too.
            (Body::Answer(..), _) | (_, Endpoint::Client(_)) => {}
        }
    }

    /// A timer rings.
    pub fn wake(&mut self, now: Time, timer: Timer, effects: &mut Effects) {
        match timer {
            Timer::Replica(operation, node) => self.replica_is_late(operation, node, effects),
            Timer::Request(operation) => self.request_is_late(operation, effects),
            Timer::HandedOn(operation, node) => self.forward_is_late(now, operation, node, effects),
        }
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::Node(self.id)
    }

    pub(crate) fn actor(&self) -> Actor {
        Actor { node: self.id, life: self.life }
    }

    /// The nodes that a request for the key goes to, in preference order. Strict: the first N. Sloppy: the first N
    /// *healthy* ones, each that is not of the first N standing for one that is (section 4.6); where the healthy do
    /// not suffice, the suspected are tried all the same.
    pub(crate) fn targets(&self, key: &Key, n: usize) -> Vec<Target> {
        let list = preference_list(&self.ring, key.position(), n);
        let homes = list.replicas.iter().map(|node| Target { node: *node, stands_for: None });
        if self.settings.quorum == Quorum::Strict {
            return homes.collect();
        }
        let mut fallbacks = list.fallbacks.iter().filter(|node| !self.suspects.contains(node));
        let (mut targets, down): (Vec<Target>, Vec<Target>) =
            homes.partition(|target| !self.suspects.contains(&target.node));
        for home in down {
            targets.push(match fallbacks.next() {
                Some(node) => Target { node: *node, stands_for: Some(home.node) },
                None => home,
            });
        }
        targets
    }

    /// Writes a version to the disk: as a home of its key, or apart with a hint that names the owner.
    pub(crate) fn keep(&mut self, key: &Key, version: &Arc<Version>, hint_for: Option<NodeId>, effects: &mut Effects) {
        let versioning = self.settings.versioning;
        let siblings = match hint_for {
            Some(owner) => self.hints.entry((owner, key.clone())).or_default(),
            None => self.store.entry(key.clone()).or_default(),
        };
        let merged = siblings.merge(version, versioning);
        let now_there = siblings.versions().len();
        let (node, version) = (self.endpoint(), version.clone());
        effects.happened(match hint_for {
            Some(owner) => Fact::HintStored { node, owner: Endpoint::Node(owner), version },
            None if merged.added => Fact::Stored { node, version, siblings: now_there, superseded: merged.superseded },
            None => Fact::AlreadyKnown { node, version },
        });
    }

    /// Every version of the key on this disk, those kept for others among them.
    pub(crate) fn look_up(&self, key: &Key) -> Siblings {
        let mut found = self.store.get(key).cloned().unwrap_or_default();
        for ((_, hinted), siblings) in &self.hints {
            if hinted == key {
                found.merge_all(siblings, self.settings.versioning);
            }
        }
        found
    }

    /// It did not answer: from now on this node asks others in its place.
    pub(crate) fn suspect(&mut self, node: NodeId, effects: &mut Effects) {
        if self.suspects.insert(node) {
            effects.happened(Fact::Suspected { by: self.endpoint(), node: Endpoint::Node(node) });
        }
    }

    fn heard_from(&mut self, node: NodeId, effects: &mut Effects) {
        if self.suspects.remove(&node) {
            effects.happened(Fact::Recovered { by: self.endpoint(), node: Endpoint::Node(node) });
        }
    }
}
