//! Once a second a node tells one other what it knows of the members, and hears what the other knows.

use super::{MemberStatus, Membership};
use crate::dynamo::message::{Body, Endpoint};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::Fact;
use std::sync::Arc;

impl Node {
    /// The gossip timer rings: one peer, by the number that chance gave.
    pub(crate) fn gossip(&mut self, die: u64, effects: &mut Effects) {
        effects.set(Timer::Gossip, self.settings.gossip);
        self.keep_joining(effects);
        let peers: Vec<NodeId> = self.members.others(self.id).chain(self.contacts.iter().copied()).collect();
        if let Some(peer) = peers.get((die % peers.len().max(1) as u64) as usize) {
            self.tell_members(*peer, effects);
        }
    }

    pub(crate) fn tell_members(&self, peer: NodeId, effects: &mut Effects) {
        effects.send(Endpoint::Node(peer), Body::Gossip(self.members.clone()));
    }

    /// Another node tells what it knows. It is told in return, so that both know the same.
    pub(crate) fn hear_gossip(&mut self, from: NodeId, theirs: &Arc<Membership>, reply: bool, effects: &mut Effects) {
        self.learn_members(from, theirs, effects);
        // One that leaves too might take the news with it: only a node that stays counts.
        let stays = theirs.status(from) == Some(MemberStatus::Up);
        if stays && theirs.status(self.id) == Some(MemberStatus::Leaving) && !self.leave_is_known {
            self.leave_is_known = true;
            self.go_if_empty(effects);
        }
        if reply {
            effects.send(Endpoint::Node(from), Body::GossipReply(self.members.clone()));
        }
    }

    fn learn_members(&mut self, from: NodeId, theirs: &Arc<Membership>, effects: &mut Effects) {
        if Arc::ptr_eq(&self.members, theirs) {
            return;
        }
        let news = self.members.news_in(theirs);
        // Nodes that know the same share the same list.
        let they_know_all = theirs.news_in(&self.members).is_empty();
        if news.is_empty() {
            if they_know_all {
                self.members = theirs.clone();
            }
            return;
        }
        effects.happened(Fact::Learned {
            by: self.endpoint(),
            from: Endpoint::Node(from),
            members: news.iter().map(|node| Endpoint::Node(*node)).collect(),
        });
        let merged = if they_know_all { theirs.clone() } else { Arc::new(self.members.merged(theirs)) };
        self.adopt(merged, effects);
    }

    fn tell_disputes(&self, before: &Membership, effects: &mut Effects) {
        let known = before.disputes();
        for dispute in self.members.disputes().into_iter().filter(|dispute| !known.contains(dispute)) {
            let (holder, loser) = (Endpoint::Node(dispute.holder), Endpoint::Node(dispute.loser));
            effects.happened(Fact::TokenDisputed { by: self.endpoint(), position: dispute.position, holder, loser });
        }
    }

    /// A new list of members: homes may have changed.
    pub(crate) fn adopt(&mut self, members: Arc<Membership>, effects: &mut Effects) {
        let before = std::mem::replace(&mut self.members, members);
        let was_given_up = self.is_given_up() && before.status(self.id) != Some(MemberStatus::Gone);
        let has_changed = before.ring() != self.members.ring();
        if has_changed {
            self.shared_ranges = None;
            self.tell_disputes(&before, effects);
        }
        if was_given_up {
            self.hand_over_all(effects);
        } else if has_changed {
            self.plan_departures(Some(before.ring()), effects);
            self.plan_join(effects);
        } else if self.is_joining() && self.fetching.is_none() {
            self.plan_join(effects);
        }
        self.re_home_hints(effects);
        if was_given_up {
            self.go_if_empty(effects);
        }
    }
}
