//! The balance of a ring: who owns what now, what one more node would take from whom, and what a node leaves to whom. A large
//! ring takes a second or so, and is computed in slices.

use super::copies::CopyRule;
use super::newcomer::{helpful_tokens, random_tokens};
use super::ownership::{OwnershipRun, RangeShare, Shares, extreme_ranges};
use super::partitioner::Partitioner;
use crate::dynamo::partitioning::{Position, Ring};
use crate::scenario::{NodeSpec, Tokens};
use std::rc::Rc;

/// Ranges of each extreme.
const EXTREMES: usize = 10;

/// What is asked of a ring.
#[derive(Clone, PartialEq, Debug)]
pub struct BalanceQuestion {
    /// Its nodes.
    pub nodes: Rc<Vec<NodeSpec>>,
    /// Of its tokens.
    pub partitioner: Partitioner,
    /// Where copies go.
    pub rule: CopyRule,
    /// Tokens of one more node.
    pub newcomer_tokens: usize,
    /// Where it stands.
    pub newcomer_zone: Option<String>,
    /// Random tokens come from it.
    pub seed: u64,
    /// The node that leaves, by its number.
    pub leaving: usize,
}

/// The ring after a change.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changed {
    /// The newcomer's tokens.
    pub tokens: Vec<Position>,
    /// What each node owns then; the newcomer stands last.
    pub shares: Shares,
}

/// What was found. What is not known yet is empty.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Balance {
    /// What each node owns.
    pub shares: Shares,
    /// The longest ranges, the longest first.
    pub heaviest: Vec<RangeShare>,
    /// The shortest ranges, the shortest first.
    pub lightest: Vec<RangeShare>,
    /// With one more node at random.
    pub random: Changed,
    /// With one more node whose tokens stand where they help most.
    pub helpful: Changed,
    /// Without the node that leaves.
    pub left: Changed,
}

/// What is computed, in this order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Ownership,
    Ranges,
    Random,
    Helpful,
    Leave,
    Done,
}

/// The computation.
pub struct BalanceRun {
    question: BalanceQuestion,
    ring: Rc<Ring>,
    phase: Phase,
    /// The ring whose ownership is being computed, with the tokens that are new in it.
    current: Option<(Rc<Ring>, OwnershipRun, Vec<Position>)>,
    found: Balance,
}

impl BalanceRun {
    /// The balance of this ring, which is the one of the question's nodes and rule.
    pub fn new(question: BalanceQuestion, ring: Rc<Ring>) -> Self {
        Self { question, ring, phase: Phase::Ownership, current: None, found: Balance::default() }
    }

    /// What was found so far.
    pub fn found(&self) -> &Balance {
        &self.found
    }

    /// Goes on with so many ranges; whether that was all.
    pub fn go_on(&mut self, ranges: usize) -> bool {
        if let Some((ring, mut run, tokens)) = self.current.take() {
            if !run.go_on(&ring, ranges) {
                self.current = Some((ring, run, tokens));
                return false;
            }
            self.take(Changed { tokens, shares: run.into_shares() });
            return self.phase == Phase::Done;
        }
        match self.phase {
            Phase::Ownership => self.begin(self.ring.clone(), Vec::new()),
            Phase::Ranges => {
                (self.found.heaviest, self.found.lightest) = extreme_ranges(&self.ring, EXTREMES);
                self.phase = Phase::Random;
            }
            Phase::Random => {
                let BalanceQuestion { partitioner, newcomer_tokens, seed, .. } = self.question;
                self.begin_with(random_tokens(&self.ring, partitioner, newcomer_tokens, seed));
            }
            Phase::Helpful => {
                let BalanceQuestion { partitioner, newcomer_tokens, .. } = self.question;
                self.begin_with(helpful_tokens(&self.ring, partitioner, newcomer_tokens));
            }
            Phase::Leave => self.begin_without(),
            Phase::Done => {}
        }
        self.phase == Phase::Done
    }

    fn begin(&mut self, ring: Rc<Ring>, tokens: Vec<Position>) {
        let run = OwnershipRun::new(&ring, self.question.rule.copies());
        self.current = Some((ring, run, tokens));
    }

    fn begin_with(&mut self, tokens: Vec<Position>) {
        let BalanceQuestion { nodes, rule, newcomer_zone, .. } = &self.question;
        let newcomer = NodeSpec {
            tokens: Tokens::At(tokens.clone()),
            zone: newcomer_zone.clone(),
            ..NodeSpec::new("newcomer", 0)
        };
        let all: Vec<NodeSpec> = nodes.iter().cloned().chain([newcomer]).collect();
        self.begin(Rc::new(rule.ring(&all)), tokens);
    }

    fn begin_without(&mut self) {
        let BalanceQuestion { nodes, rule, leaving, .. } = &self.question;
        let mut others = (**nodes).clone();
        if let Some(node) = others.get_mut(*leaving) {
            node.tokens = Tokens::At(Vec::new());
        }
        self.begin(Rc::new(rule.ring(&others)), Vec::new());
    }

    fn take(&mut self, changed: Changed) {
        let found = &mut self.found;
        self.phase = match self.phase {
            Phase::Ownership => {
                found.shares = changed.shares;
                Phase::Ranges
            }
            Phase::Random => {
                found.random = changed;
                Phase::Helpful
            }
            Phase::Helpful => {
                found.helpful = changed;
                Phase::Leave
            }
            Phase::Leave => {
                found.left = changed;
                Phase::Done
            }
            Phase::Ranges | Phase::Done => self.phase,
        };
    }
}

impl Changed {
    /// The nodes whose part of the copies changed most, with the change: below 0 for what was taken from them. `sign` is -1
    /// for those that lose, and 1 for those that gain.
    pub fn moved(&self, before: &Shares, sign: f64, many: usize) -> Vec<(usize, f64)> {
        let changes = before.copies.iter().zip(&self.shares.copies).map(|(before, after)| after - before);
        let mut moved: Vec<(usize, f64)> = changes.enumerate().filter(|(_, change)| change * sign > 1e-9).collect();
        moved.sort_by(|one, other| (other.1 * sign).total_cmp(&(one.1 * sign)));
        moved.truncate(many);
        moved
    }
}
