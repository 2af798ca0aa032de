//! Section 4.8: who is on the ring? Each node keeps its own list of members, and gossip brings the lists together.
//!
//! Joining and leaving are explicit acts of an operator; a node that does not answer is suspected by those whom it does
//! not answer, and stays a member. A member's entry carries a version, and the higher version wins, so that lists can be
//! merged in any order. Two members may claim one token, for a list can be old: the later claim has it
//! ([`Membership::disputes`]). Leaving is final: only a new incarnation of the name is a member again. A node that joins is no home of any key until it has fetched the ranges that will be its own
//! (section 4.9); one that leaves stays until others have confirmed what it held.

mod gossip;
mod join;
mod leave;

pub use join::Fetching;
pub use leave::Departures;

use crate::dynamo::partitioning::{NodeId, NodeTokens, Position, Ring, Spread, Strategy};
use crate::dynamo::time::Time;
use std::cmp::Ordering;
use std::collections::BTreeMap;
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
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Joining => "joining",
            Self::Up => "up",
            Self::Leaving => "leaving",
            Self::Gone => "gone",
        }
    }
}

/// One member, as a node knows it. Of two entries for one node the greater one is the news.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Member {
    /// How many machines of this name were members before.
    pub incarnation: u16,
    /// Raised with every change.
    pub version: u32,
    /// Where it stands.
    pub status: MemberStatus,
    /// The positions of its tokens.
    pub tokens: Arc<[Position]>,
    /// When it claimed them, by the clock of whoever did.
    pub claimed_at: Time,
    /// Where it stands, if that has a name.
    pub zone: Option<Arc<str>>,
}

impl Member {
    /// A member of the first incarnation that was there from the start.
    pub fn founding(tokens: Arc<[Position]>) -> Self {
        Self { incarnation: 0, version: 1, status: MemberStatus::Up, tokens, claimed_at: Time::default(), zone: None }
    }

    /// The same member in this zone.
    #[must_use]
    pub fn in_zone(self, zone: Option<&str>) -> Self {
        Self { zone: zone.map(Arc::from), ..self }
    }

    /// Being gone outweighs whatever the same incarnation did without knowing that it was given up.
    fn rank(&self) -> impl Ord + '_ {
        let gone = self.status == MemberStatus::Gone;
        (self.incarnation, gone, self.version, self.status, self.claimed_at, &self.tokens, &self.zone)
    }
}

impl Ord for Member {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Member {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A token that two members claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dispute {
    /// Where it lies.
    pub position: Position,
    /// Whose claim is the later one: the token is his.
    pub holder: NodeId,
    /// Who has to do without it.
    pub loser: NodeId,
}

/// A list of members, with the ring that it makes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Membership {
    members: BTreeMap<NodeId, Member>,
    placement: Placement,
    ring: Ring,
}

impl Membership {
    /// The list of these members.
    pub fn new(members: BTreeMap<NodeId, Member>, placement: Placement) -> Self {
        let ring = ring_of(&members, None, &placement);
        Self { members, placement, ring }
    }

    /// Every member that was ever heard of.
    pub fn members(&self) -> &BTreeMap<NodeId, Member> {
        &self.members
    }

    /// The ring of the members that are up: what requests are placed by.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The ring as it will be once this node has joined too.
    pub fn ring_with(&self, joiner: NodeId) -> Ring {
        ring_of(&self.members, Some(joiner), &self.placement)
    }

    /// How tokens are placed.
    pub fn placement(&self) -> &Placement {
        &self.placement
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

    /// The list with another status for a member that it has.
    #[must_use]
    pub fn with_status(&self, node: NodeId, status: MemberStatus) -> Self {
        self.with(node, |member| member.status = status)
    }

    /// The list with other tokens for a member that it has, claimed now.
    #[must_use]
    pub fn with_tokens(&self, node: NodeId, tokens: Arc<[Position]>, now: Time) -> Self {
        self.with(node, |member| (member.tokens, member.claimed_at) = (tokens, now))
    }

    fn with(&self, node: NodeId, change: impl FnOnce(&mut Member)) -> Self {
        let mut members = self.members.clone();
        if let Some(member) = members.get_mut(&node) {
            member.version += 1;
            change(member);
        }
        Self::new(members, self.placement.clone())
    }

    /// The tokens of the ring that another member claims too.
    pub fn disputes(&self) -> Vec<Dispute> {
        let on_the_ring = || self.members.iter().filter(|(_, member)| member.status == MemberStatus::Up);
        let claimed: usize = on_the_ring().map(|(_, member)| member.tokens.len()).sum();
        if self.placement.strategy == Strategy::EqualPartitions || claimed == self.ring.tokens().len() {
            return Vec::new();
        }
        let holder_of = |position: Position| {
            let index = self.ring.tokens().binary_search_by_key(&position, |token| token.position).ok()?;
            Some(self.ring.tokens()[index].owner)
        };
        let claims = on_the_ring().flat_map(|(node, member)| member.tokens.iter().map(|position| (*node, *position)));
        let dispute = |(loser, position): (NodeId, Position)| {
            let holder = holder_of(position).filter(|holder| *holder != loser)?;
            Some(Dispute { position, holder, loser })
        };
        claims.filter_map(dispute).collect()
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
        Self::new(members, self.placement.clone())
    }
}

/// The ring of the members that are up, and of one that joins, with copies spread as they are to be.
fn ring_of(members: &BTreeMap<NodeId, Member>, joiner: Option<NodeId>, placement: &Placement) -> Ring {
    let zone_of = |node: NodeId| members.get(&node)?.zone.as_deref();
    placement.spread.over(ring_of_tokens(members, joiner, placement), zone_of)
}

fn ring_of_tokens(members: &BTreeMap<NodeId, Member>, joiner: Option<NodeId>, placement: &Placement) -> Ring {
    let up = |(node, member): &(&NodeId, &Member)| joiner == Some(**node) || member.status == MemberStatus::Up;
    let claim = |(node, member): (&NodeId, &Member)| {
        (member.claimed_at, NodeTokens { node: *node, positions: member.tokens.to_vec() })
    };
    let ring = || Ring::from_claims(members.iter().filter(up).map(claim));
    match placement.strategy {
        Strategy::RandomTokens => ring(),
        Strategy::RandomTokensEqualPartitions => ring().placing_partitions(placement.partitions),
        Strategy::EqualPartitions => {
            let was_up =
                |(node, member): &(&NodeId, &Member)| joiner == Some(**node) || member.status != MemberStatus::Joining;
            let joined: Vec<NodeId> = members.iter().filter(was_up).map(|(node, _)| *node).collect();
            let left: Vec<NodeId> = joined.iter().filter(|node| !up(&(*node, &members[*node]))).copied().collect();
            Ring::from_partitions(&joined, &left, placement.partitions)
        }
    }
}

/// How tokens are placed, with the strategy of section 6.2 and Q for those that have it, and over what copies are spread.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Placement {
    /// The strategy.
    pub strategy: Strategy,
    /// The number of equal partitions.
    pub partitions: usize,
    /// Over what the copies of a key are spread.
    pub spread: Spread,
}
