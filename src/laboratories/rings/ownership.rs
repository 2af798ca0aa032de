//! How much of a ring each node and each zone keeps a copy of.

use super::copies::CopyWalk;
use crate::dynamo::partitioning::Ring;
use std::collections::BTreeMap;

/// The part of all keys that each node keeps a copy of, in the order of [`Ring::nodes`]. With N copies they add to N, or
/// to the number of nodes if that is less. This is what `nodetool status` calls effective ownership.
pub fn by_node(ring: &Ring, n: usize) -> Vec<f64> {
    let mut shares = vec![0.0; ring.nodes().iter().map(|node| node.index() + 1).max().unwrap_or(0)];
    let mut walk = CopyWalk::new(ring, n);
    for (_, range) in ring.ranges() {
        let share = range.share();
        let Some(index) = ring.token_of(range.upto) else { continue };
        walk.from(ring, index).iter().for_each(|node| shares[node.index()] += share);
    }
    ring.nodes().iter().map(|node| shares[node.index()]).collect()
}

/// The same by zone, for a ring whose nodes' zones are these.
pub fn by_zone<'a>(shares: &[f64], zones: impl IntoIterator<Item = Option<&'a str>>) -> BTreeMap<&'a str, f64> {
    let mut sums = BTreeMap::new();
    for (share, zone) in shares.iter().zip(zones) {
        if let Some(zone) = zone {
            *sums.entry(zone).or_default() += share;
        }
    }
    sums
}

/// What each node owns, by its number.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Shares {
    /// Its part of the ring as first node: of its own tokens.
    pub first: Vec<f64>,
    /// Its part of all keys, counting each copy.
    pub copies: Vec<f64>,
}

/// Ownership of a large ring, computed in slices.
pub struct OwnershipRun {
    walk: CopyWalk,
    shares: Shares,
    next: usize,
}

impl OwnershipRun {
    /// Ownership of this ring with so many copies.
    pub fn new(ring: &Ring, n: usize) -> Self {
        let nodes = ring.nodes().len();
        let shares = Shares { first: vec![0.0; nodes], copies: vec![0.0; nodes] };
        Self { walk: CopyWalk::new(ring, n), shares, next: 0 }
    }

    /// Goes through so many ranges more of the same ring; whether that was all.
    pub fn go_on(&mut self, ring: &Ring, ranges: usize) -> bool {
        let end = self.next.saturating_add(ranges).min(ring.tokens().len());
        for index in self.next..end {
            let share = ring.range_of(index).share();
            self.shares.first[ring.tokens()[index].owner.index()] += share;
            self.walk.from(ring, index).iter().for_each(|node| self.shares.copies[node.index()] += share);
        }
        self.next = end;
        end == ring.tokens().len()
    }

    /// What was found.
    pub fn into_shares(self) -> Shares {
        self.shares
    }
}

/// What each node of a ring owns, at once.
pub fn shares(ring: &Ring, n: usize) -> Shares {
    let mut run = OwnershipRun::new(ring, n);
    run.go_on(ring, usize::MAX);
    run.into_shares()
}

/// A range of the ring: the index of its token, and its part of the ring.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RangeShare {
    /// In [`Ring::tokens`].
    pub token: usize,
    /// 0 to 1.
    pub share: f64,
}

/// So many of the heaviest ranges and of the lightest, each list with the most extreme one first.
pub fn extreme_ranges(ring: &Ring, many: usize) -> (Vec<RangeShare>, Vec<RangeShare>) {
    let share = |token| RangeShare { token, share: ring.range_of(token).share() };
    let mut all: Vec<RangeShare> = (0..ring.tokens().len()).map(share).collect();
    let heaviest = first_of(&mut all, many, |one, other| other.share.total_cmp(&one.share));
    let lightest = first_of(&mut all, many, |one, other| one.share.total_cmp(&other.share));
    (heaviest, lightest)
}

fn first_of(
    all: &mut [RangeShare],
    many: usize,
    order: impl Fn(&RangeShare, &RangeShare) -> std::cmp::Ordering + Copy,
) -> Vec<RangeShare> {
    if many < all.len() {
        all.select_nth_unstable_by(many, order);
    }
    let mut first = all[..many.min(all.len())].to_vec();
    first.sort_by(order);
    first
}
