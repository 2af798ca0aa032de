//! One random ring, and how much of the key space, or of real keys, each node has a copy of. Section 6.2.
//!
//! The tokens of a trial are drawn in order, without sorting: the gaps between V uniform points, and from the ends to the
//! outermost, are V + 1 exponential variables over their sum. Who owns which is a shuffle. This is the same
//! distribution as that of uniform tokens, sorted.
//!
//! A ring may have a hundred thousand tokens, each with thirty-two copies: a trial is made in [`Stage`]s, and each of them can
//! be left and gone on with after any token.

use super::Draws;
use super::key_positions::KeyPositions;
use crate::dynamo::partitioning::Strategy;

/// What is done of a trial, in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// Whose the tokens are, before they are shuffled: at once, for it takes no time.
    Deal,
    /// Whose each token is, from the last to the second.
    Shuffle,
    /// Where each token lies, on a scale that is known in the end.
    Place,
    /// What lies between each token and the one before it.
    HoldRanges,
    /// What each partition holds: the same in every trial.
    WeighPartitions,
    /// Which token each partition goes to: the first at or after its end.
    HoldPartitions,
    /// Which nodes have a copy of what each token holds, from the last token to the first.
    Walk,
}

/// What a token or a partition costs in a stage, in eighths of a unit of work.
const EIGHTHS: u64 = 2;

/// A ring that is made anew for each trial.
#[derive(Clone, Debug)]
pub(super) struct RandomRing {
    strategy: Strategy,
    partitions: usize,
    copies: usize,
    /// Tokens of each node; of strategy 3 the partitions.
    tokens: Vec<usize>,
    stage: Stage,
    /// Tokens or partitions that are done in this stage.
    done: usize,
    /// Each token's owner, clockwise.
    owners: Vec<u16>,
    /// Each token's place, on the scale below; nothing with strategy 3.
    positions: Vec<f64>,
    scale: f64,
    /// What each token's range holds.
    holds: Vec<f64>,
    /// What each partition holds, of strategies 2 and 3.
    partition_holds: Vec<f64>,
    /// What lies before the range or the partition that comes next.
    before: f64,
    /// The token that the next partition may go to.
    token: usize,
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
            stage: Stage::Deal,
            done: 0,
            owners: Vec::new(),
            positions: Vec::new(),
            scale: 1.0,
            holds: Vec::new(),
            partition_holds: Vec::new(),
            before: 0.0,
            token: 0,
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

    /// Goes on with a trial for at most so many eighths of a unit of work, which it takes from them; whether the trial is
    /// over. With keys it is about the part of them that each node has, otherwise about the part of the ring.
    pub fn advance(&mut self, draws: &mut Draws, keys: Option<&KeyPositions>, eighths: &mut u64) -> bool {
        while *eighths > 0 {
            let (all, each) = (self.items(), self.eighths_each(keys.is_some()));
            let items = (*eighths).div_ceil(each).min((all - self.done) as u64) as usize;
            *eighths = eighths.saturating_sub(items as u64 * each);
            let upto = self.done + items;
            match self.stage {
                Stage::Deal => self.deal(),
                Stage::Shuffle => self.shuffle(draws, upto),
                Stage::Place => self.place(draws, upto),
                Stage::HoldRanges => self.hold_ranges(keys, upto),
                Stage::WeighPartitions => self.weigh_partitions(keys, upto),
                Stage::HoldPartitions => self.hold_partitions(upto),
                Stage::Walk => self.walk(upto),
            }
            self.done = upto;
            if self.done == all && self.begin_next_stage() {
                return true;
            }
        }
        false
    }

    /// The load of each node in the trial that is over: 1 is every key.
    pub fn loads(&self) -> &[f64] {
        &self.loads
    }

    /// How many tokens or partitions the stage goes through.
    fn items(&self) -> usize {
        match self.stage {
            Stage::Deal => 0,
            Stage::Shuffle => self.owners.len().saturating_sub(1),
            Stage::WeighPartitions | Stage::HoldPartitions => self.partitions,
            _ => self.owners.len(),
        }
    }

    fn eighths_each(&self, with_keys: bool) -> u64 {
        match self.stage {
            Stage::HoldRanges | Stage::WeighPartitions if with_keys => 12 * EIGHTHS,
            Stage::Walk => EIGHTHS + 8 * (self.copies as u64 / 8),
            _ => EIGHTHS,
        }
    }

    /// Whether the trial was over, and the next stage is that of another one.
    fn begin_next_stage(&mut self) -> bool {
        use Strategy::{EqualPartitions, RandomTokens, RandomTokensEqualPartitions};
        (self.done, self.before, self.token) = (0, 0.0, 0);
        let ended = self.stage == Stage::Walk;
        let are_weighed = !self.partition_holds.is_empty();
        self.stage = match (self.stage, self.strategy) {
            (Stage::Walk, _) => Stage::Deal,
            (Stage::Deal, _) => Stage::Shuffle,
            (Stage::Shuffle, RandomTokens | RandomTokensEqualPartitions) => Stage::Place,
            (Stage::Place, RandomTokens) => Stage::HoldRanges,
            (Stage::Shuffle | Stage::Place, _) if !are_weighed => Stage::WeighPartitions,
            (Stage::Place | Stage::WeighPartitions, RandomTokensEqualPartitions) => Stage::HoldPartitions,
            _ => Stage::Walk,
        };
        match self.stage {
            Stage::Place => self.positions.clear(),
            Stage::HoldRanges => self.holds.clear(),
            Stage::HoldPartitions => {
                self.holds.clear();
                self.holds.resize(self.positions.len(), 0.0);
            }
            Stage::Walk => {
                if self.strategy == EqualPartitions {
                    self.holds.clone_from(&self.partition_holds);
                }
                self.begin_walk();
            }
            _ => (),
        }
        ended
    }

    fn deal(&mut self) {
        self.owners.clear();
        for (node, tokens) in self.tokens.iter().enumerate() {
            self.owners.resize(self.owners.len() + tokens, node as u16);
        }
    }

    fn shuffle(&mut self, draws: &mut Draws, upto: usize) {
        let last = self.owners.len().saturating_sub(1);
        draws.shuffle(&mut self.owners, last - upto + 1..last - self.done + 1);
    }

    fn place(&mut self, draws: &mut Draws, upto: usize) {
        let mut sum = self.positions.last().copied().unwrap_or(0.0);
        for _ in self.done..upto {
            sum += draws.exponential();
            self.positions.push(sum);
        }
        if upto == self.owners.len() {
            self.scale = 1.0 / (sum + draws.exponential());
        }
    }

    fn hold_ranges(&mut self, keys: Option<&KeyPositions>, upto: usize) {
        let keys_up_to = |position: f64| match keys {
            Some(keys) => keys.up_to(position) as f64,
            None => position,
        };
        let all = keys_up_to(1.0);
        for position in self.positions.get(self.done..upto).unwrap_or_default() {
            let here = keys_up_to(*position * self.scale);
            self.holds.push((here - self.before) / all);
            self.before = here;
        }
        if upto == self.positions.len()
            && let Some(first) = self.holds.first_mut()
        {
            *first += (all - self.before) / all;
        }
    }

    fn weigh_partitions(&mut self, keys: Option<&KeyPositions>, upto: usize) {
        let count = self.partitions as f64;
        for number in self.done..upto {
            let end = (number + 1) as f64 / count;
            let here = keys.map_or(end, |keys| keys.up_to(end) as f64 / keys.up_to(1.0) as f64);
            self.partition_holds.push(here - self.before);
            self.before = here;
        }
    }

    fn hold_partitions(&mut self, upto: usize) {
        let partitions = self.partition_holds.iter().enumerate().take(upto).skip(self.done);
        for (number, holds) in partitions {
            let end = (number + 1) as f64 / self.partitions as f64;
            while self.positions.get(self.token).is_some_and(|position| *position * self.scale < end) {
                self.token += 1;
            }
            let owner = if self.token < self.holds.len() { self.token } else { 0 };
            if let Some(sum) = self.holds.get_mut(owner) {
                *sum += holds;
            }
        }
    }

    /// The nodes that follow the last token.
    fn begin_walk(&mut self) {
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
    }

    /// Goes round anticlockwise, with the next distinct nodes at hand: a token's owner comes to the front of them.
    fn walk(&mut self, upto: usize) {
        for (owner, holds) in self.owners.iter().zip(&self.holds).rev().take(upto).skip(self.done) {
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
