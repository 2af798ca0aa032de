//! Section 6.2: the hash space cut into Q equal partitions, and who gets them.

use super::{NodeId, Position};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How tokens are placed and what they own. Section 6.2 calls them strategies 1, 2 and 3.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Strategy {
    /// 1: T random tokens per node; a token owns the range from its predecessor.
    #[default]
    RandomTokens,
    /// 2: T random tokens per node, but what is placed is one of Q equal partitions, by a walk from its end.
    RandomTokensEqualPartitions,
    /// 3: Q equal partitions, of which each node has Q/S: a new node takes its part from the others, evenly.
    EqualPartitions,
}

impl Strategy {
    /// The word of the scenario format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RandomTokens => "random-tokens",
            Self::RandomTokensEqualPartitions => "random-tokens-equal-partitions",
            Self::EqualPartitions => "equal-partitions",
        }
    }
}

/// The last position of the partition of this number, from 0, of so many.
pub fn end_of_partition(number: usize, partitions: usize) -> Position {
    // floor((number + 1) * 2^128 / partitions) - 1, without leaving 128 bits.
    let (count, ends) = (partitions as u128, number as u128 + 1);
    let (whole, rest) = (u128::MAX / count, u128::MAX % count + 1);
    Position(whole.wrapping_mul(ends).wrapping_add(rest * ends / count).wrapping_sub(1))
}

/// The last position of the partition that a position lies in.
pub fn end_of_partition_of(position: Position, partitions: usize) -> Position {
    let guess = (position.turn() * partitions as f64) as usize;
    // The turn is rounded: the partition is the guess or a neighbour.
    let first = guess.saturating_sub(1);
    (first..partitions)
        .map(|number| end_of_partition(number, partitions))
        .find(|end| position <= *end)
        .unwrap_or(Position::LAST)
}

/// Who has which partition, once these nodes have joined in this order and those have left again: a node that joins
/// takes an even part from those that have most, and what a leaving node had goes to those that have least.
pub fn deal_partitions(joined: &[NodeId], left: &[NodeId], partitions: usize) -> Vec<(Position, NodeId)> {
    let order = shuffled(partitions);
    let mut deal = Deal { partitions, nodes: Vec::new() };
    joined.iter().for_each(|joiner| deal.join(*joiner));
    left.iter().for_each(|leaver| deal.leave(*leaver));
    let owned = deal.nodes.into_iter().flat_map(|(node, has)| has.into_iter().map(move |Reverse(turn)| (turn, node)));
    let mut dealt: Vec<(usize, NodeId)> = owned.filter_map(|(turn, node)| Some((*order.get(turn)?, node))).collect();
    dealt.sort_unstable();
    dealt.into_iter().map(|(number, owner)| (end_of_partition(number, partitions), owner)).collect()
}

/// Partitions being dealt out, each by its turn in the order of dealing.
struct Deal {
    partitions: usize,
    /// What each node has, in the order of joining; what it gives first is on top.
    nodes: Vec<(NodeId, BinaryHeap<Reverse<usize>>)>,
}

impl Deal {
    fn join(&mut self, joiner: NodeId) {
        let share = self.partitions / (self.nodes.len() + 1);
        let mut taken = Vec::with_capacity(share);
        if self.nodes.is_empty() {
            taken.extend((0..self.partitions).map(Reverse));
        }
        let count = |(index, (node, has)): (usize, &(NodeId, BinaryHeap<_>))| (has.len(), Reverse(*node), index);
        let mut richest: BinaryHeap<_> = self.nodes.iter().enumerate().map(count).collect();
        while taken.len() < share {
            let Some((_, node, index)) = richest.pop() else { break };
            let Some(turn) = self.nodes[index].1.pop() else { break };
            taken.push(turn);
            richest.push((self.nodes[index].1.len(), node, index));
        }
        self.nodes.push((joiner, taken.into()));
    }

    fn leave(&mut self, leaver: NodeId) {
        let Some(index) = self.nodes.iter().position(|(node, _)| *node == leaver) else { return };
        let (_, had) = self.nodes.remove(index);
        // The first one first, as it was dealt.
        for turn in had.into_sorted_vec().into_iter().rev() {
            let poorest = self.nodes.iter_mut().min_by_key(|(node, has)| (has.len(), *node));
            if let Some((_, has)) = poorest {
                has.push(turn);
            }
        }
    }
}

/// The numbers of the partitions in the order of the MD5 of `partition-{number}`: an order without a pattern.
fn shuffled(partitions: usize) -> Vec<usize> {
    let mut order: Vec<(Position, usize)> =
        (0..partitions).map(|number| (Position::from_token("partition", number), number)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, number)| number).collect()
}
