//! Is there anything left to happen, but that timers go on ringing?
//!
//! Quiet means: no message in flight, no operation pending, no transfer under way, every hint whose target can be
//! reached delivered, and replicas that can hear each other in sync. What is switched off is not waited for.

use super::world::Machine;
use super::{Record, World};
use crate::dynamo::key::Key;
use crate::dynamo::membership::{MemberStatus, Membership};
use crate::dynamo::message::{Endpoint, MessageKind};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Siblings;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of the homes of keys that can hear each other, so that not every key is compared after every event.
#[derive(Clone, Debug, Default)]
pub(super) enum Agreement {
    /// Nothing.
    #[default]
    Unknown,
    /// They had the same versions of every key, and only these keys have been written since.
    AllBut(BTreeSet<Key>),
}

impl Agreement {
    /// Something happened: a key was written, or perhaps other nodes are homes now or can be heard.
    pub fn note(&mut self, record: &Record) {
        let Self::AllBut(written) = self else { return };
        let harmless = |fact: &Fact<_, _>| {
            matches!(
                fact,
                Fact::Asked { .. }
                    | Fact::Coordinates { .. }
                    | Fact::Forwarded { .. }
                    | Fact::VersionMade { .. }
                    | Fact::PutRecognised { .. }
                    | Fact::PutMadeTwice { .. }
                    | Fact::AnsweredLate { .. }
                    | Fact::ClockTruncated { .. }
                    | Fact::AlreadyKnown { .. }
                    | Fact::HintStored { .. }
                    | Fact::Found { .. }
                    | Fact::Counted { .. }
                    | Fact::Answered { .. }
                    | Fact::Failed { .. }
                    | Fact::Suspected { .. }
                    | Fact::Recovered { .. }
                    | Fact::RepairSent { .. }
                    | Fact::RootsSent { .. }
                    | Fact::TreesCompared { .. }
                    | Fact::KeysCompared { .. }
                    | Fact::MessageDied { .. }
            )
        };
        for fact in record.facts.iter().filter(|fact| !harmless(fact)) {
            match (fact, &record.key) {
                (Fact::Stored { .. }, Some(key)) => {
                    written.insert(key.clone());
                }
                (Fact::ParcelOpened { .. }, _) => {}
                _ => {
                    *self = Self::Unknown;
                    return;
                }
            }
        }
    }
}

impl World {
    /// Whether all is quiet but for the periodic traffic that goes on for ever: gossip without news, trees of replicas that
    /// agree, keys for somebody who cannot be reached. Where a message takes as long as a period, some of it is always
    /// under way.
    pub fn is_calm(&mut self) -> bool {
        let periodic = |kind: MessageKind| {
            let period = match kind {
                MessageKind::Gossip | MessageKind::RangeRequest => self.settings.gossip,
                MessageKind::Trees => self.settings.anti_entropy,
                MessageKind::Handoff | MessageKind::Transfer => self.settings.handoff,
                _ => Time::default(),
            };
            period > Time::default()
        };
        !self.is_busy_beside(periodic) && self.has_converged()
    }

    /// The longest period of a timer: after it, each has had its turn.
    pub fn longest_period(&self) -> Time {
        self.settings.gossip.max(self.settings.handoff).max(self.settings.anti_entropy)
    }

    /// Whether all is quiet. Messages that are held do not count: they cannot move.
    pub fn is_quiet(&mut self) -> bool {
        if self.is_busy() {
            return false;
        }
        self.has_converged()
    }

    fn has_converged(&mut self) -> bool {
        if let Some(known) = self.converged {
            return known;
        }
        let converged = self.views_agree() && self.nothing_moves() && self.replicas_agree();
        self.converged = Some(converged);
        converged
    }

    /// Those that can do something: one that is paused cannot.
    fn awake(&self) -> impl Iterator<Item = &Machine> {
        self.machines.iter().filter(|machine| machine.is_awake())
    }

    fn can_talk(&self, a: NodeId, b: NodeId) -> bool {
        let both_awake = self.machines[a.index()].is_awake() && self.machines[b.index()].is_awake();
        both_awake && self.network.connected(Endpoint::Node(a), Endpoint::Node(b))
    }

    /// Nodes that can hear each other know the same members.
    fn views_agree(&self) -> bool {
        if self.settings.gossip.0 == 0 {
            return true;
        }
        // Most nodes share one list: each is compared once, and only nodes of one side of a wall with each other.
        let mut lists: Vec<&Arc<Membership>> = Vec::new();
        let mut sides: BTreeMap<Option<usize>, BTreeMap<usize, Vec<NodeId>>> = BTreeMap::new();
        for machine in self.awake() {
            let (node, list) = (machine.node.id, machine.node.members());
            let known = lists.iter().position(|known| Arc::ptr_eq(known, list));
            let known = known.or_else(|| lists.iter().position(|known| *known == list)).unwrap_or_else(|| {
                lists.push(list);
                lists.len() - 1
            });
            let side = sides.entry(self.network.group(Endpoint::Node(node))).or_default();
            side.entry(known).or_default().push(node);
        }
        let hear_each_other = |one: &[NodeId], other: &[NodeId]| {
            one.iter().any(|one| other.iter().any(|other| self.can_talk(*one, *other)))
        };
        sides.values().all(|by_list| {
            let groups: Vec<&Vec<NodeId>> = by_list.values().collect();
            (1..groups.len()).all(|index| groups[..index].iter().all(|one| !hear_each_other(one, groups[index])))
        })
    }

    /// No hint, transfer or leave waits for somebody who could answer.
    fn nothing_moves(&self) -> bool {
        self.awake().all(|machine| {
            let node = &machine.node;
            let here = |other: &NodeId| self.can_talk(node.id, *other);
            let hints = self.settings.handoff.0 > 0 && node.hints().keys().any(|(owner, _)| here(owner));
            let departs = self.settings.handoff.0 > 0 && node.departures.values().flatten().any(here);
            let fetches = self.settings.gossip.0 > 0
                && node.fetching.as_ref().is_some_and(|fetching| fetching.awaited.keys().any(here));
            let leaving = matches!(node.members().status(node.id), Some(MemberStatus::Leaving | MemberStatus::Gone));
            let about_to_go = self.settings.handoff.0 > 0
                && leaving
                && node.store().is_empty()
                && node.hints().is_empty()
                && self.awake().any(|other| here(&other.node.id));
            !hints && !departs && !fetches && !about_to_go
        })
    }

    /// Homes of a key that can hear each other have the same versions of it.
    fn replicas_agree(&mut self) -> bool {
        if self.settings.anti_entropy.0 == 0 {
            return true;
        }
        let agree = match &self.agreement {
            Agreement::Unknown => self.agree_on_every_key(),
            Agreement::AllBut(written) => written.iter().all(|key| self.agree_on(key)),
        };
        debug_assert_eq!(agree, self.agree_on_every_key(), "what was thought not to matter does");
        if agree {
            self.agreement = Agreement::AllBut(BTreeSet::new());
        }
        agree
    }

    fn holders(&self) -> impl Iterator<Item = &Machine> {
        self.awake().filter(|machine| !machine.node.is_joining())
    }

    fn agree_on_every_key(&self) -> bool {
        let agree =
            |machine: &Machine| machine.node.store().iter().all(|(key, own)| self.agree_with(machine, key, own));
        self.holders().all(agree)
    }

    fn agree_on(&self, key: &Key) -> bool {
        let agree =
            |machine: &Machine| machine.node.store().get(key).is_none_or(|own| self.agree_with(machine, key, own));
        self.holders().all(agree)
    }

    /// Whether the homes of a key have what this machine has of it.
    fn agree_with(&self, machine: &Machine, key: &Key, own: &Siblings) -> bool {
        let node = &machine.node;
        let homes = replicas(node.members().ring(), key.position(), self.settings.n);
        let agrees = |home: &NodeId| {
            *home == node.id || !self.can_talk(node.id, *home) || self.node(*home).store().get(key) == Some(own)
        };
        homes.iter().all(agrees)
    }
}
