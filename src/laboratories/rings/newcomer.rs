//! Tokens for one more node: at random, or where they help most.

use super::partitioner::Partitioner;
use crate::dynamo::partitioning::{Position, Range, Ring};
use std::collections::{BTreeSet, BinaryHeap};

/// So many tokens of one more node at random, none of which is on the ring.
pub fn random_tokens(ring: &Ring, partitioner: Partitioner, count: usize, seed: u64) -> Vec<Position> {
    let mut found: BTreeSet<Position> = BTreeSet::new();
    let tokens = (0..).map(|number| partitioner.to_grid(Position::from_token(&format!("newcomer-{seed}"), number)));
    for position in tokens.take(2 * count + 16) {
        if found.len() == count {
            break;
        }
        if !is_taken(ring, position) {
            found.insert(position);
        }
    }
    found.into_iter().collect()
}

fn is_taken(ring: &Ring, position: Position) -> bool {
    ring.token_of(position).is_some_and(|index| ring.tokens()[index].position == position)
}

/// A share as a key of a heap; shares are never negative, and so are ordered as their bits are.
fn ordered(share: f64) -> u64 {
    share.max(0.0).to_bits()
}

/// So many tokens of one more node where they help most: each cuts the largest range of the node that owns most then, so
/// that in the end the newcomer has its even part. As Cassandra’s `allocate_tokens_for_local_replication_factor`, it looks
/// at the ring that is there and not at chance.
pub fn helpful_tokens(ring: &Ring, partitioner: Partitioner, count: usize) -> Vec<Position> {
    let nodes = ring.nodes().len();
    let mut owned = vec![0.0; nodes];
    let mut ranges: Vec<BinaryHeap<(u64, Range)>> = vec![BinaryHeap::new(); nodes];
    for (token, range) in ring.ranges() {
        owned[token.owner.index()] += range.share();
        ranges[token.owner.index()].push((ordered(range.share()), range));
    }
    let mut heaviest: BinaryHeap<(u64, usize)> =
        owned.iter().enumerate().map(|(node, share)| (ordered(*share), node)).collect();
    let with_tokens = ranges.iter().filter(|ranges| !ranges.is_empty()).count();
    let even = 1.0 / (with_tokens + 1) as f64;
    let (mut gained, mut found) = (0.0, Vec::new());
    while found.len() < count {
        let Some((_, node)) = heaviest.pop() else { break };
        let Some((_, range)) = ranges[node].pop() else { continue };
        let share = range.share();
        // What is still missing, in equal parts; of one range at most as much as leaves its node an even part.
        let wanted = (even - gained).max(0.0) / (count - found.len()) as f64;
        let take = wanted.min(share * 0.9).min((owned[node] - even * 0.9).max(share * 0.1));
        let width = (take / share * width_of(range)) as u128;
        let position = partitioner.to_grid(Position(range.after.0.wrapping_add(width)));
        let is_inside = position != range.after && position != range.upto && range.contains(position);
        if !is_inside || is_taken(ring, position) {
            // The range is too short to be cut; the node may have others.
            if !ranges[node].is_empty() {
                heaviest.push((ordered(owned[node]), node));
            }
            continue;
        }
        let cut = Range { after: range.after, upto: position };
        let rest = Range { after: position, upto: range.upto };
        gained += cut.share();
        owned[node] -= cut.share();
        ranges[node].push((ordered(rest.share()), rest));
        heaviest.push((ordered(owned[node]), node));
        found.push(position);
    }
    found.sort_unstable();
    found
}

fn width_of(range: Range) -> f64 {
    range.share() * 2_f64.powi(128)
}
