//! Section 4.8: who is on the ring? Each node keeps its own list of members, and gossip brings the lists together.
//!
//! Joining and leaving are explicit acts of an operator; a node that does not answer is suspected by those whom it does
//! not answer, and stays a member. A member's entry carries a version, and the higher version wins, so that lists can be
//! merged in any order. A node that joins is no home of any key until it has fetched the ranges that will be its own
//! (section 4.9); one that leaves stays until others have confirmed what it held.

mod gossip;
mod join;
mod leave;

pub use join::Fetching;
pub use leave::Departures;

use crate::partitioning::{NodeId, NodeTokens, Position, Ring, Strategy};
use crate::sorted::SortedMap;
use std::sync::Arc;

/// Where a member stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MemberStatus {
    /// It fetches what will be its own.
    Joining,
    /// It is on the ring.
    Up,
    /// It hands over what it holds.
    Leaving,
    /// It has left.
    Gone,
}

impl MemberStatus {
    /// The word of the public interface.
    pub fn word(self) -> &'static str {
        match self {
            Self::Joining => "joining",
            Self::Up => "up",
            Self::Leaving => "leaving",
            Self::Gone => "gone",
        }
    }
}

/// One member, as a node knows it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Member {
    /// Raised with every change.
    pub version: u32,
    /// Where it stands.
    pub status: MemberStatus,
    /// The positions of its tokens.
    pub tokens: Arc<[Position]>,
}

/// A list of members, with the ring that it makes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Membership {
    members: SortedMap<NodeId, Member>,
    placement: Placement,
    ring: Ring,
}

impl Membership {
    /// The list of these members.
    pub fn new(members: SortedMap<NodeId, Member>, placement: Placement) -> Self {
        let ring = ring_of(&members, None, placement);
        Self { members, placement, ring }
    }

    /// Every member that was ever heard of.
    pub fn members(&self) -> &SortedMap<NodeId, Member> {
        &self.members
    }

    /// The ring of the members that are up: what requests are placed by.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The ring as it will be once this node has joined too.
    pub fn ring_with(&self, joiner: NodeId) -> Ring {
        ring_of(&self.members, Some(joiner), self.placement)
    }

    /// How tokens are placed.
    pub fn placement(&self) -> Placement {
        self.placement
    }

    /// Where a node stands.
    pub fn status(&self, node: NodeId) -> Option<MemberStatus> {
        self.members.get(&node).map(|member| member.status)
    }

    /// Everybody to talk to: the members that have not left, without the node itself.
    pub fn others(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let here = self.members.iter().filter(|(_, member)| member.status != MemberStatus::Gone);
        here.map(|(other, _)| *other).filter(move |other| *other != node)
    }

    /// The list with one entry changed, and its version raised.
    #[must_use]
    pub fn with(&self, node: NodeId, status: MemberStatus, tokens: Option<Arc<[Position]>>) -> Self {
        let mut members = self.members.clone();
        let old = members.get(&node);
        let version = old.map_or(0, |member| member.version) + 1;
        let tokens = tokens.or_else(|| old.map(|member| member.tokens.clone())).unwrap_or_default();
        members.insert(node, Member { version, status, tokens });
        Self::new(members, self.placement)
    }

    /// How much is known: the versions of all entries, added.
    pub fn versions(&self) -> u32 {
        self.members.values().map(|member| member.version).sum()
    }

    /// The entries of the other list that are news to this one.
    pub fn news_in(&self, other: &Self) -> Vec<NodeId> {
        let newer = |node: &NodeId, theirs: &Member| self.members.get(node).is_none_or(|ours| theirs > ours);
        other.members.iter().filter(|(node, theirs)| newer(node, theirs)).map(|(node, _)| *node).collect()
    }

    /// Both lists together: of each member the entry with the higher version.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let mut members = self.members.clone();
        for node in self.news_in(other) {
            members.insert(node, other.members[&node].clone());
        }
        Self::new(members, self.placement)
    }
}

/// The ring of the members that are up, and of one that joins.
fn ring_of(members: &SortedMap<NodeId, Member>, joiner: Option<NodeId>, placement: Placement) -> Ring {
    let up = |(node, member): &(&NodeId, &Member)| joiner == Some(**node) || member.status == MemberStatus::Up;
    let own = |(node, member): (&NodeId, &Member)| NodeTokens { node: *node, positions: member.tokens.to_vec() };
    // Neither the operator nor a deal gives a position twice, so there is nothing to refuse.
    let ring = || Ring::new(members.iter().filter(up).map(own)).unwrap_or_default();
    match placement.strategy {
        Strategy::RandomTokens => ring(),
        Strategy::RandomTokensEqualPartitions => ring().placing_partitions(placement.partitions),
        Strategy::EqualPartitions => {
            let was_up =
                |(node, member): &(&NodeId, &Member)| joiner == Some(**node) || member.status != MemberStatus::Joining;
            let joined: Vec<NodeId> = members.iter().filter(was_up).map(|(node, _)| *node).collect();
            let left: Vec<NodeId> = joined.iter().filter(|node| !up(&(*node, &members[*node]))).copied().collect();
            Ring::of_partitions(&joined, &left, placement.partitions)
        }
    }
}

/// How tokens are placed: the strategy of section 6.2, and Q for those that have it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Placement {
    /// The strategy.
    pub strategy: Strategy,
    /// The number of equal partitions.
    pub partitions: usize,
}
