//! A node: a state machine that knows only what messages and timers told it.
//!
//! `(state, input) → (state, effects)`: it is handed the time of its own clock with each input, and answers with
//! messages to send, timers to set, and facts for the trace ([`Effects`]).
//!
//! **Invariant:** no clock, no network and no chance of its own, and no way to look at another node.

mod deletions;
mod disk;
mod effects;
mod settings;

pub use effects::{Effects, Happening, Outgoing, Timer};
pub use settings::Settings;

use crate::dynamo::key::Key;
use crate::dynamo::membership::{Departures, Fetching, Membership};
use crate::dynamo::message::{Body, Endpoint, OperationId, Parcel, ParcelKind};
use crate::dynamo::partitioning::{NodeId, Range};
use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::replication::{next_stand_in, preference_list, replicas};
use crate::dynamo::report::Fact;
use crate::dynamo::requests::{CheckInProgress, GetInProgress, HandedOn, PutInProgress, Quorum, Target};
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{Actor, Dot, Merged, Siblings, Version};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// One node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    pub(crate) id: NodeId,
    /// How often the disk was wiped.
    pub(crate) life: u16,
    pub(crate) settings: Arc<Settings>,
    /// On disk: the members and the ring, as this node knows them.
    pub(crate) members: Arc<Membership>,
    /// Whom a new node asks for the members.
    pub(crate) contacts: Vec<NodeId>,
    /// On disk: the versions of the keys that this node is a home of.
    pub(crate) store: BTreeMap<Key, Siblings>,
    /// On disk, apart: what is kept for another node. Section 4.6.
    pub(crate) hints: BTreeMap<(NodeId, Key), Siblings>,
    /// On disk: how many puts of a key this node has coordinated.
    pub(crate) counters: BTreeMap<Key, u32>,
    /// On disk: the latest puts that reached this node, in the order in which they did, each with its version. By them it
    /// recognises one that comes again.
    pub(crate) recent_puts: VecDeque<(OperationId, Arc<Version>)>,
    /// On disk: what is not at home here, and waits to be confirmed by its homes.
    pub(crate) departures: Departures,
    /// Whether another node knows that this one leaves.
    pub(crate) leave_is_known: bool,
    /// How often the ring has changed under this node.
    pub(crate) departure_round: u32,
    /// What a joining node waits for.
    pub(crate) fetching: Option<Fetching>,
    /// Worked out from the ring when it is first asked for: the ranges that are kept here and at another node.
    pub(crate) shared_ranges: Option<Arc<BTreeMap<NodeId, Vec<Range>>>>,
    /// The nodes that did not answer. Section 4.8.3: failure is what *this* node sees.
    pub(crate) suspects: BTreeSet<NodeId>,
    /// Since when, by this node's clock.
    pub(crate) silent_since: BTreeMap<NodeId, Time>,
    /// What its clock showed at the latest message or timer.
    pub(crate) clock: Time,
    /// No deletion on its disk is old enough to be forgotten before.
    pub(crate) reap_at: Time,
    pub(crate) checks: BTreeMap<OperationId, CheckInProgress>,
    pub(crate) puts: BTreeMap<OperationId, PutInProgress>,
    pub(crate) gets: BTreeMap<OperationId, GetInProgress>,
    pub(crate) handed_on: BTreeMap<OperationId, HandedOn>,
}

impl Node {
    /// A node with an empty disk, which knows these members and asks those contacts for more.
    pub fn new(id: NodeId, settings: Arc<Settings>, members: Arc<Membership>, contacts: Vec<NodeId>) -> Self {
        Self {
            id,
            life: 0,
            settings,
            members,
            contacts,
            store: BTreeMap::new(),
            hints: BTreeMap::new(),
            counters: BTreeMap::new(),
            recent_puts: VecDeque::new(),
            departures: Departures::new(),
            leave_is_known: false,
            departure_round: 0,
            fetching: None,
            shared_ranges: None,
            suspects: BTreeSet::new(),
            silent_since: BTreeMap::new(),
            clock: Time::default(),
            reap_at: Time::default(),
            checks: BTreeMap::new(),
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

    /// The settings that the operator gave it.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The nodes that it believes to be down.
    pub fn suspects(&self) -> &BTreeSet<NodeId> {
        &self.suspects
    }

    /// A message arrives.
    pub fn receive(&mut self, now: Time, from: Endpoint, body: &Body, effects: &mut Effects) {
        self.begin_at(now, effects);
        if let Endpoint::Node(node) = from {
            self.heard_from(node, effects);
        }
        let serves = planted(Fault::ServeThoughGivenUp);
        if self.is_given_up() && !serves && self.refuse_to_serve(from, body, effects) {
            return;
        }
        match (body, from) {
            (Body::PutRequest(request), _) => self.take_put(now, from, request, effects),
            (Body::PutTaken(operation), Endpoint::Node(_)) => self.put_was_taken(*operation, effects),
            (Body::GetRequest(request), _) => self.coordinate_get(request, effects),
            (Body::Write { operation, key, version, hint_for }, Endpoint::Node(_)) => {
                self.remember_put(*operation, version);
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
                self.check_answered(now, *operation, node, found, effects);
                self.count_read_answer(*operation, node, found, effects);
            }
            (Body::Parcel(parcel), Endpoint::Node(node)) => self.open_parcel(node, parcel, effects),
            (Body::ParcelAck(ParcelKind::Handoff, held), Endpoint::Node(node)) => {
                self.handoff_confirmed(node, held, effects);
            }
            (Body::ParcelAck(ParcelKind::Departure { round }, held), Endpoint::Node(node)) => {
                self.departure_confirmed(node, *round, held, effects);
            }
            (Body::ParcelAck(ParcelKind::RepairFirst(operation), _), Endpoint::Node(node)) => {
                self.repair_confirmed(*operation, node, effects);
            }
            (Body::RangeRequest(ranges), Endpoint::Node(_)) => self.give_ranges(from, ranges, effects),
            (Body::Gossip(members), Endpoint::Node(node)) => self.hear_gossip(node, members, true, effects),
            (Body::GossipReply(members), Endpoint::Node(node)) => self.hear_gossip(node, members, false, effects),
            (Body::Trees(trees), Endpoint::Node(node)) => self.compare_trees(node, trees, effects),
            // Nobody sends these to a node; a real one would drop them too.
            (Body::Answer(..) | Body::ParcelAck(..), _) | (_, Endpoint::Client(_)) => {}
        }
    }

    /// The node starts, for the first time or after a crash: `die` is a number that chance gave.
    pub fn start(&mut self, die: u64, effects: &mut Effects) {
        for (timer, _, first) in periods(&self.settings, die) {
            effects.set(timer, first);
        }
        if self.is_joining() {
            self.plan_join(effects);
            if let Some(contact) = self.contacts.first() {
                self.tell_members(*contact, effects);
            }
        }
    }

    /// The node stops: what is not on disk is gone, and with `wipe` what is on disk too.
    pub fn crash(&mut self, wipe: bool) {
        self.suspects.clear();
        self.silent_since.clear();
        self.checks.clear();
        self.puts.clear();
        self.gets.clear();
        self.handed_on.clear();
        self.fetching = None;
        if wipe {
            self.store.clear();
            self.hints.clear();
            self.counters.clear();
            self.recent_puts.clear();
            self.departures.clear();
            self.life += 1;
        }
    }

    /// The operator's settings change; `die` is a number that chance gave.
    pub fn configure(&mut self, settings: Arc<Settings>, die: u64, effects: &mut Effects) {
        let other_n = self.settings.n != settings.n;
        let old = std::mem::replace(&mut self.settings, settings);
        self.reap_at = Time::default();
        self.restart_changed_timers(&old, die, effects);
        if other_n {
            self.shared_ranges = None;
            self.plan_departures(None, effects);
            self.re_home_hints(effects);
        }
    }

    /// A periodic timer whose period is another one starts again.
    fn restart_changed_timers(&self, old: &Settings, die: u64, effects: &mut Effects) {
        let before = periods(old, die);
        for (own, (timer, period, first)) in before.into_iter().zip(periods(&self.settings, die)) {
            if own.1 != period {
                effects.cancel(timer);
                effects.set(timer, first);
            }
        }
    }

    /// The members, as this node knows them.
    pub fn members(&self) -> &Arc<Membership> {
        &self.members
    }

    /// A timer rings; `die` is a number that chance gave.
    pub fn wake(&mut self, now: Time, timer: Timer, die: u64, effects: &mut Effects) {
        self.begin_at(now, effects);
        match timer {
            Timer::Reap => effects.set(Timer::Reap, self.settings.tombstone_grace),
            Timer::Gossip => self.gossip(die, effects),
            Timer::Handoff => self.scan_hints(effects),
            Timer::AntiEntropy => self.begin_anti_entropy(die, effects),
            Timer::Replica(operation, node) => self.replica_is_late(operation, node, effects),
            Timer::AskAgain(operation) => self.ask_again(operation, effects),
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
    pub(crate) fn targets(&self, key: &Key, n: usize, quorum: Option<Quorum>) -> Vec<Target> {
        let homes = replicas(self.members.ring(), key.position(), n);
        let homes = homes.into_iter().map(|node| Target { node, stands_for: None });
        if quorum.unwrap_or(self.settings.quorum) == Quorum::Strict {
            return homes.collect();
        }
        let (mut targets, down): (Vec<Target>, Vec<Target>) =
            homes.partition(|target| !self.suspects.contains(&target.node));
        if down.is_empty() {
            // As nearly always: then nobody need walk on round the ring for the others.
            return targets;
        }
        let list = preference_list(self.members.ring(), key.position(), n);
        let mut fallbacks: Vec<NodeId> =
            list.fallbacks.into_iter().filter(|node| !self.suspects.contains(node)).collect();
        for home in down {
            let used = targets.iter().map(|target| target.node);
            let is_stood_in_for = self.is_stood_in_for(home.node);
            let next = || next_stand_in(self.members.ring(), &mut fallbacks, used);
            targets.push(match is_stood_in_for.then(next).flatten() {
                Some(node) => Target { node, stands_for: Some(home.node) },
                None => home,
            });
        }
        targets
    }

    /// A message or timer comes at this time of the node's own clock.
    fn begin_at(&mut self, now: Time, effects: &mut Effects) {
        self.clock = now;
        self.reap(effects);
    }

    /// Whether others still stand in for a node: for one that is silent no longer than the hint window.
    pub(crate) fn is_stood_in_for(&self, node: NodeId) -> bool {
        let window = self.settings.hint_window;
        let silent_since = self.silent_since.get(&node);
        window == Time::default() || silent_since.is_none_or(|since| self.clock < *since + window)
    }

    /// Writes a version to the disk: as a home of its key, or apart with a hint that names the owner.
    pub(crate) fn keep(&mut self, key: &Key, version: &Arc<Version>, hint_for: Option<NodeId>, effects: &mut Effects) {
        if planted(Fault::AcknowledgeWithoutStoring) {
            return;
        }
        self.note_deletion(version);
        let versioning = self.settings.versioning;
        // The coordinator may not have heard yet that the owner is no home of the key any longer.
        let homes = replicas(self.members.ring(), key.position(), self.settings.n);
        let hint_for = hint_for.filter(|owner| homes.contains(owner));
        let siblings = match hint_for {
            Some(owner) => self.hints.entry((owner, key.clone())).or_default(),
            None => self.store.entry(key.clone()).or_default(),
        };
        let merged = siblings.merge(version, versioning);
        let now_there = siblings.versions().len();
        let (node, version) = (self.endpoint(), version.clone());
        effects.happened(match hint_for {
            Some(owner) => Fact::HintStored { node, owner: Endpoint::Node(owner), version },
            None if merged.added => stored(node, version, now_there, merged),
            None => Fact::AlreadyKnown { node, version, kept_out_by: merged.kept_out_by },
        });
        if hint_for.is_none() {
            self.note_departure(key);
        }
    }

    /// Merges versions of a key into what is on this disk; how many were new.
    pub(crate) fn keep_all(&mut self, key: &Key, versions: &Siblings, effects: &mut Effects) -> usize {
        let mut new = 0;
        for version in versions.versions() {
            self.note_deletion(version);
            let siblings = self.store.entry(key.clone()).or_default();
            let merged = siblings.merge(version, self.settings.versioning);
            if merged.added {
                new += 1;
                let now_there = siblings.versions().len();
                let (node, version) = (self.endpoint(), version.clone());
                effects.happened(stored(node, version, now_there, merged));
            }
        }
        self.note_departure(key);
        new
    }

    /// Keys came from another node, for whatever reason.
    fn open_parcel(&mut self, from: NodeId, parcel: &Parcel, effects: &mut Effects) {
        let mut new = 0;
        let mut held: Vec<(Key, Vec<Dot>)> = Vec::new();
        let departure = matches!(parcel.kind, ParcelKind::Departure { .. });
        for (key, versions) in &parcel.entries {
            // Whoever is no home of the key would give it away in turn: only a home may take it off another.
            if !departure || self.is_home(key) {
                new += self.keep_all(key, versions, effects);
                held.push((key.clone(), versions.versions().iter().map(|version| version.dot).collect()));
            }
        }
        let keys = parcel.entries.len();
        effects.happened(Fact::ParcelOpened { node: self.endpoint(), from: Endpoint::Node(from), keys, new });
        match &parcel.kind {
            ParcelKind::Handoff | ParcelKind::Departure { .. } => {
                if held.len() < keys {
                    // The two do not see the same ring.
                    self.tell_members(from, effects);
                }
                effects.send(Endpoint::Node(from), Body::ParcelAck(parcel.kind.clone(), held));
            }
            ParcelKind::Ranges(ranges) => self.ranges_came(ranges, effects),
            ParcelKind::Sync { wanted } => self.give_keys(from, wanted, effects),
            ParcelKind::RepairFirst(_) => {
                effects.send(Endpoint::Node(from), Body::ParcelAck(parcel.kind.clone(), held))
            }
            ParcelKind::Repair => {}
        }
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
            self.silent_since.insert(node, self.clock);
            effects.happened(Fact::Suspected { by: self.endpoint(), node: Endpoint::Node(node) });
        }
    }

    fn heard_from(&mut self, node: NodeId, effects: &mut Effects) {
        if self.suspects.remove(&node) {
            self.silent_since.remove(&node);
            self.ask_again_soon(node);
            effects.happened(Fact::Recovered { by: self.endpoint(), node: Endpoint::Node(node) });
        }
    }
}

/// The periodic timers, each with its period and the time until its first round. Nodes that start together do not act
/// together: the first round comes after half a period to a whole one.
fn periods(settings: &Settings, die: u64) -> [(Timer, Time, Time); 4] {
    let periodic = [
        (Timer::Gossip, settings.gossip),
        (Timer::Handoff, settings.handoff),
        (Timer::AntiEntropy, settings.anti_entropy),
        (Timer::Reap, settings.tombstone_grace),
    ];
    let mut index = 0;
    periodic.map(|(timer, period)| {
        let part = (die >> (16 * index) & 0xffff) as i64;
        index += 1;
        (timer, period, Time(period.0 / 2 + period.0 / 2 * part / 0x1_0000))
    })
}

/// A version reached a disk.
fn stored(node: Endpoint, version: Arc<Version>, siblings: usize, merged: Merged) -> Happening {
    Fact::Stored { node, version, siblings, superseded: merged.superseded, unread: merged.unread }
}
