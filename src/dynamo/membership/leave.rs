//! What is not at home here goes to its homes, and is dropped once they have confirmed it.

use super::{Member, MemberStatus, Membership};
use crate::dynamo::key::Key;
use crate::dynamo::message::{Answer, Body, Endpoint, Failure, GetRequest, Parcel, ParcelKind, PutRequest};
use crate::dynamo::node::{Effects, Node};
use crate::dynamo::partitioning::{NodeId, Position, Ring};
use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Dot;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The keys on this disk that are not at home here, each with the homes that have not confirmed it yet.
pub type Departures = BTreeMap<Key, BTreeSet<NodeId>>;

impl Node {
    /// The operator takes this node off the ring.
    pub(crate) fn leave(&mut self, effects: &mut Effects) {
        self.fetching = None;
        let members = self.members.with_status(self.id, MemberStatus::Leaving);
        let was_joining = self.is_joining();
        self.adopt(Arc::new(members), effects);
        if was_joining {
            // It was never on the ring, which has not changed; but what it has fetched is not at home here.
            self.plan_departures(None, effects);
        }
        let peers: Vec<NodeId> = self.members.others(self.id).collect();
        for peer in peers {
            self.tell_members(peer, effects);
        }
        self.go_if_empty(effects);
    }

    /// The operator calls this node's leave back, before it is over: it is on the ring again, and those who have become homes
    /// of its keys give them back.
    pub(crate) fn stay(&mut self, effects: &mut Effects) {
        self.leave_is_known = false;
        let members = self.members.with_status(self.id, MemberStatus::Up);
        self.adopt(Arc::new(members), effects);
        let peers: Vec<NodeId> = self.members.others(self.id).collect();
        for peer in peers {
            self.tell_members(peer, effects);
        }
    }

    /// Whether this node is a home of the key, as it knows the ring.
    pub(crate) fn is_home(&self, key: &Key) -> bool {
        replicas(self.members.ring(), key.position(), self.settings.n).contains(&self.id)
    }

    /// The ring changed: which keys are no longer at home here? Each goes to the nodes that became its homes, or to all
    /// of them where it is not known who did.
    pub(crate) fn plan_departures(&mut self, before: Option<&Ring>, effects: &mut Effects) {
        if self.is_joining() {
            return;
        }
        self.departure_round += 1;
        let n = self.settings.n;
        let mut departures = Departures::new();
        for key in self.store.keys() {
            let homes = replicas(self.members.ring(), key.position(), n);
            if homes.contains(&self.id) || homes.is_empty() {
                continue;
            }
            let old = before.map(|ring| replicas(ring, key.position(), n)).unwrap_or_default();
            let gainers: BTreeSet<NodeId> = homes.iter().filter(|home| !old.contains(home)).copied().collect();
            let known = old.contains(&self.id) && !gainers.is_empty() && !self.departures.contains_key(key);
            departures.insert(key.clone(), if known { gainers } else { homes.into_iter().collect() });
        }
        let new = departures.keys().filter(|key| !self.departures.contains_key(*key)).count();
        self.departures = departures;
        if new > 0 {
            effects.happened(Fact::NotAtHome { node: self.endpoint(), keys: new });
        }
        self.send_departures(effects);
    }

    /// A version was stored here that is not at home here.
    pub(crate) fn note_departure(&mut self, key: &Key) {
        if self.is_joining() {
            // What it fetches will be at home here once it is up.
            return;
        }
        let homes = replicas(self.members.ring(), key.position(), self.settings.n);
        if !homes.is_empty() && !homes.contains(&self.id) {
            self.departures.entry(key.clone()).or_default().extend(homes);
        }
    }

    /// Sends what is not at home here to its homes, in one parcel a home.
    pub(crate) fn send_departures(&self, effects: &mut Effects) {
        let mut parcels: BTreeMap<NodeId, Vec<_>> = BTreeMap::new();
        for (key, homes) in &self.departures {
            let Some(siblings) = self.store.get(key) else { continue };
            for home in homes {
                parcels.entry(*home).or_default().push((key.clone(), siblings.clone()));
            }
        }
        let kind = ParcelKind::Departure { round: self.departure_round };
        for (home, entries) in parcels {
            effects.send(Endpoint::Node(home), Body::Parcel(Arc::new(Parcel { kind: kind.clone(), entries })));
        }
    }

    /// A home has confirmed that it holds these writes.
    pub(crate) fn departure_confirmed(
        &mut self,
        home: NodeId,
        round: u32,
        held: &[(Key, Vec<Dot>)],
        effects: &mut Effects,
    ) {
        if round != self.departure_round {
            return;
        }
        let mut dropped = 0;
        for (key, dots) in held {
            let all_held = |store: &BTreeMap<Key, crate::dynamo::versioning::Siblings>| {
                store.get(key).is_none_or(|have| have.versions().iter().all(|version| dots.contains(&version.dot)))
            };
            let Some(homes) = self.departures.get_mut(key).filter(|_| all_held(&self.store)) else { continue };
            homes.remove(&home);
            if homes.is_empty() {
                self.departures.remove(key);
                if !planted(Fault::KeepDeparted) {
                    self.store.remove(key);
                }
                dropped += 1;
            }
        }
        if dropped > 0 {
            effects.happened(Fact::Dropped { node: self.endpoint(), keys: dropped, to: Endpoint::Node(home) });
        }
        self.go_if_empty(effects);
    }

    /// A node that leaves goes once another knows that it does, and nothing is left that only it might have. So does one
    /// that was given up, which the others know.
    pub(crate) fn go_if_empty(&mut self, effects: &mut Effects) {
        let may_go = match self.members.status(self.id) {
            Some(MemberStatus::Leaving) => self.leave_is_known,
            Some(MemberStatus::Gone) => true,
            _ => false,
        };
        let busy =
            !self.checks.is_empty() || !self.puts.is_empty() || !self.gets.is_empty() || !self.handed_on.is_empty();
        if may_go && !busy && self.store.is_empty() && self.hints.is_empty() {
            if !self.is_given_up() {
                self.members = Arc::new(self.members.with_status(self.id, MemberStatus::Gone));
            }
            effects.happened(Fact::Left { node: self.endpoint() });
            let peers: Vec<NodeId> = self.members.others(self.id).collect();
            for peer in peers {
                self.tell_members(peer, effects);
            }
        }
    }

    /// The operator gives a member up, of which he has this entry: it is down, or cannot be reached. Its ranges go to the
    /// nodes that follow, which get the keys from the copies that are left.
    pub(crate) fn give_up_member(&mut self, node: NodeId, member: Member, effects: &mut Effects) {
        let entry = Membership::new(BTreeMap::from_iter([(node, member)]), self.members.placement().clone());
        let members = self.members.merged(&entry).with_status(node, MemberStatus::Gone);
        self.adopt(Arc::new(members), effects);
    }

    /// Whether this node has heard that it is no longer a member, without having left.
    pub(crate) fn is_given_up(&self) -> bool {
        self.members.status(self.id) == Some(MemberStatus::Gone)
    }

    /// A node that was given up serves nothing: clients are refused, and nodes that did not know it are told. Whether it
    /// was something to serve.
    pub(crate) fn refuse_to_serve(&self, from: Endpoint, body: &Body, effects: &mut Effects) -> bool {
        match (body, from) {
            (
                Body::PutRequest(PutRequest { operation, .. }) | Body::GetRequest(GetRequest { operation, .. }),
                client,
            ) if matches!(client, Endpoint::Client(_)) => {
                effects.send(client, Body::Answer(*operation, Answer::Failed(Failure::NoMember)));
            }
            (Body::PutRequest(_) | Body::Write { .. } | Body::Read(..), Endpoint::Node(node)) => {
                self.tell_members(node, effects);
            }
            _ => return false,
        }
        true
    }

    /// This node has heard that it was given up: what it holds goes to the nodes that are homes now.
    pub(crate) fn hand_over_all(&mut self, effects: &mut Effects) {
        effects.happened(Fact::GivenUp { node: self.endpoint() });
        self.fetching = None;
        self.plan_departures(None, effects);
    }

    /// Another choice of this node's own tokens.
    pub(crate) fn set_tokens(&mut self, tokens: Arc<[Position]>, now: Time, effects: &mut Effects) {
        let members = self.members.with_tokens(self.id, tokens, now);
        self.adopt(Arc::new(members), effects);
        let peers: Vec<NodeId> = self.members.others(self.id).collect();
        for peer in peers {
            self.tell_members(peer, effects);
        }
    }
}
