//! One random ring, and how much of the key space, or of real keys, each node has a copy of. Section 6.2.
//!
//! The tokens of a trial are drawn in order, without sorting: the gaps between V uniform points, and from the ends to the
//! outermost, are V + 1 exponential variables over their sum. Who owns which is a shuffle. This is the same
//! distribution as that of uniform tokens, sorted.

use super::Draws;
use super::key_positions::KeyPositions;
use crate::partitioning::Strategy;

/// A ring that is made anew for each trial.
#[derive(Clone, Debug)]
pub(super) struct RandomRing {
    strategy: Strategy,
    partitions: usize,
    copies: usize,
    /// Tokens of each node; of strategy 3 the partitions.
    tokens: Vec<usize>,
    /// Each token's owner, clockwise.
    owners: Vec<u16>,
    /// Each token's place, 0 to 1; nothing with strategy 3.
    places: Vec<f64>,
    /// What each token's range holds.
    holds: Vec<f64>,
    /// What each partition holds, of strategies 2 and 3 with real keys.
    partition_holds: Vec<f64>,
    /// The next distinct nodes clockwise, the nearest first.
    list: Vec<u16>,
    /// What each node has copies of; adds to the number of copies.
    loads: Vec<f64>,
}

impl RandomRing {
    /// `tokens` of each node, and of strategies 2 and 3 the number of partitions.
    pub fn new(strategy: Strategy, tokens: Vec<usize>, partitions: usize, n: usize) -> Self {
        let nodes = tokens.len();
        Self {
            strategy,
            partitions,
            copies: n.min(nodes),
            loads: vec![0.0; nodes],
            list: Vec::with_capacity(nodes.min(n)),
            owners: Vec::new(),
            places: Vec::new(),
            holds: Vec::new(),
            partition_holds: Vec::new(),
            tokens,
        }
    }

    /// The tokens that each node has.
    pub fn tokens(&self) -> &[usize] {
        &self.tokens
    }

    /// Tokens to place in one trial, and partitions.
    pub fn work(&self) -> u64 {
        let partitions = if self.strategy == Strategy::RandomTokensEqualPartitions { self.partitions } else { 0 };
        let tokens: usize = self.tokens.iter().sum();
        (tokens * (1 + self.copies / 8) + partitions) as u64
    }

    /// Draws a ring, and gives the load of each node: 1 is every key. With keys, the part of them; otherwise of the ring.
    pub fn trial(&mut self, draws: &mut Draws, keys: Option<&KeyPositions>) -> &[f64] {
        self.deal(draws);
        match self.strategy {
            Strategy::RandomTokens => {
                self.place(draws);
                self.hold_ranges(keys);
            }
            Strategy::RandomTokensEqualPartitions => {
                self.place(draws);
                self.weigh_partitions(keys);
                self.hold_partitions();
            }
            Strategy::EqualPartitions => {
                self.weigh_partitions(keys);
                self.holds.clone_from(&self.partition_holds);
            }
        }
        self.walk();
        &self.loads
    }

    /// Who owns which token.
    fn deal(&mut self, draws: &mut Draws) {
        self.owners.clear();
        for (node, tokens) in self.tokens.iter().enumerate() {
            self.owners.resize(self.owners.len() + tokens, node as u16);
        }
        draws.shuffle(&mut self.owners);
    }

    /// Where the tokens lie.
    fn place(&mut self, draws: &mut Draws) {
        self.places.clear();
        let mut sum = 0.0;
        for _ in 0..self.owners.len() {
            sum += draws.exponential();
            self.places.push(sum);
        }
        let scale = 1.0 / (sum + draws.exponential());
        self.places.iter_mut().for_each(|place| *place *= scale);
    }

    /// What lies between a token and the one before it.
    fn hold_ranges(&mut self, keys: Option<&KeyPositions>) {
        self.holds.clear();
        let upto = |place: f64| match keys {
            Some(keys) => keys.up_to(place) as f64,
            None => place,
        };
        let all = upto(1.0);
        let mut before = 0.0;
        for place in &self.places {
            let here = upto(*place);
            self.holds.push((here - before) / all);
            before = here;
        }
        if let Some(first) = self.holds.first_mut() {
            *first += (all - before) / all;
        }
    }

    /// What each partition holds: the same in every trial.
    fn weigh_partitions(&mut self, keys: Option<&KeyPositions>) {
        if !self.partition_holds.is_empty() {
            return;
        }
        let count = self.partitions as f64;
        let upto = |number: usize| match keys {
            Some(keys) => keys.up_to((number + 1) as f64 / count) as f64 / keys.up_to(1.0) as f64,
            None => (number + 1) as f64 / count,
        };
        let mut before = 0.0;
        for number in 0..self.partitions {
            self.partition_holds.push(upto(number) - before);
            before = upto(number);
        }
    }

    /// A partition goes to the first token at or after its end.
    fn hold_partitions(&mut self) {
        self.holds.clear();
        self.holds.resize(self.places.len(), 0.0);
        let mut token = 0;
        for (number, holds) in self.partition_holds.iter().enumerate() {
            let end = (number + 1) as f64 / self.partitions as f64;
            while self.places.get(token).is_some_and(|place| *place < end) {
                token += 1;
            }
            let owner = if token < self.holds.len() { token } else { 0 };
            if let Some(sum) = self.holds.get_mut(owner) {
                *sum += holds;
            }
        }
    }

    /// Goes round anticlockwise, with the next distinct nodes at hand: a token's owner comes to the front of them.
    fn walk(&mut self) {
        self.list.clear();
        for owner in &self.owners {
            if self.list.len() == self.copies {
                break;
            }
            if !self.list.contains(owner) {
                self.list.push(*owner);
            }
        }
        self.loads.fill(0.0);
        for (owner, holds) in self.owners.iter().zip(&self.holds).rev() {
            let mut carried = *owner;
            for slot in &mut self.list {
                std::mem::swap(slot, &mut carried);
                if carried == *owner {
                    break;
                }
            }
            for node in &self.list {
                if let Some(load) = self.loads.get_mut(usize::from(*node)) {
                    *load += holds;
                }
            }
        }
    }
}
