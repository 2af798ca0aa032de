//! Section 6.2: the hash space cut into Q equal partitions, and who gets them.

use super::{NodeId, Position};

/// How tokens are placed and what they own. Section 6.2 calls them strategies 1, 2 and 3.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Strategy {
    /// 1: T random tokens a node; a token owns the range from its predecessor.
    #[default]
    RandomTokens,
    /// 2: T random tokens a node, but what is placed is one of Q equal partitions, by a walk from its end.
    RandomTokensEqualPartitions,
    /// 3: Q equal partitions, of which each node has Q/S: a new node takes its part from the others, evenly.
    EqualPartitions,
}

impl Strategy {
    /// The word of the scenario format.
    pub fn word(self) -> &'static str {
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
    let mut deal = Deal { order: shuffled(partitions), owners: vec![None; partitions], counts: Vec::new() };
    joined.iter().for_each(|joiner| deal.join(*joiner));
    left.iter().for_each(|leaver| deal.leave(*leaver));
    let owned = deal.owners.into_iter().enumerate();
    owned.filter_map(|(number, owner)| Some((end_of_partition(number, partitions), owner?))).collect()
}

/// Partitions being dealt out.
struct Deal {
    order: Vec<usize>,
    owners: Vec<Option<NodeId>>,
    /// How many each node has.
    counts: Vec<(NodeId, usize)>,
}

impl Deal {
    fn join(&mut self, joiner: NodeId) {
        let share = self.owners.len() / (self.counts.len() + 1);
        let mut taken = 0;
        if self.counts.is_empty() {
            self.owners.fill(Some(joiner));
            taken = self.owners.len();
        }
        while taken < share {
            let Some(richest) = self.counts.iter_mut().max_by_key(|(node, has)| (*has, std::cmp::Reverse(*node)))
            else {
                break;
            };
            richest.1 -= 1;
            let from = Some(richest.0);
            if let Some(number) = self.order.iter().find(|number| self.owners[**number] == from) {
                self.owners[*number] = Some(joiner);
            }
            taken += 1;
        }
        self.counts.push((joiner, taken));
    }

    fn leave(&mut self, leaver: NodeId) {
        self.counts.retain(|(node, _)| *node != leaver);
        for number in &self.order {
            if self.owners[*number] == Some(leaver) {
                let poorest = self.counts.iter_mut().min_by_key(|(node, has)| (*has, *node));
                self.owners[*number] = poorest.map(|(node, has)| {
                    *has += 1;
                    *node
                });
            }
        }
    }
}

/// The numbers of the partitions in the order of the MD5 of `partition-{number}`: an order without a pattern.
fn shuffled(partitions: usize) -> Vec<usize> {
    let mut order: Vec<(Position, usize)> =
        (0..partitions).map(|number| (Position::of_token("partition", number), number)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, number)| number).collect()
}
