//! How evenly is load spread? Shares of nodes over many random rings, beside what theory expects. Section 6.2.

mod outcome;

pub use outcome::{Band, LoadOutcome, Measured};

use super::expected::{self, MaxOverMean};
use super::key_positions::{KeyPositions, MOST_KEYS};
use super::random_ring::RandomRing;
use super::reading::{Bounds, COPIES, SEEDS, between, count, listed, numbers, whole, within};
use super::{Draws, Experiment};
use crate::dynamo::partitioning::Strategy;
use crate::input::fields::Fields;
use crate::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::input::refusal::Refusal;
use crate::scenario::read_strategy;
use outcome::Sums;
use serde_json::Value;

/// A node is out of balance if its load is so far from its fair part or farther: 15 % (section 6.2).
pub const OUT_OF_BALANCE: f64 = 0.15;

const NODES: Bounds = (1, MAX_NODES as u64);
const TOKENS: Bounds = (1, MAX_TOKENS_PER_NODE as u64);
const TRIALS: Bounds = (1, 100_000);
/// Tokens, or partitions, of all nodes together.
const ALL_TOKENS: Bounds = (1, 131_072);
/// The weakest and the strongest node.
pub(super) const CAPACITY: (f64, f64) = (0.01, 1_000.0);

/// How many tokens nodes of different capacity are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TokenPlan {
    /// One each.
    One,
    /// As many each.
    Equal,
    /// By capacity, as section 4.2 has it; at least one.
    #[default]
    ByCapacity,
}

/// What to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadParameters {
    /// S, 1 to 1,024.
    pub nodes: usize,
    /// T, tokens of each node, 1 to 1,024; with unequal capacities their mean.
    pub tokens: usize,
    /// Copies, 1 to 32; more than there are nodes means one on each.
    pub n: usize,
    /// How tokens are placed.
    pub strategy: Strategy,
    /// Q of strategies 2 and 3; 0 for as many partitions as there are tokens.
    pub partitions: usize,
    /// Real keys, 0 to 10,000,000; 0 for the key space alone.
    pub keys: u64,
    /// Capacity of each node, relative to the others; empty for all alike.
    pub capacities: Vec<f64>,
    /// How many tokens a node has for its capacity.
    pub plan: TokenPlan,
    /// Rings, 1 to 100,000.
    pub trials: u64,
    /// All chance comes from it.
    pub seed: u64,
}

impl Default for LoadParameters {
    fn default() -> Self {
        Self {
            nodes: 5,
            tokens: 8,
            n: 3,
            strategy: Strategy::default(),
            partitions: 0,
            keys: 0,
            capacities: Vec::new(),
            plan: TokenPlan::default(),
            trials: 100,
            seed: 1,
        }
    }
}

impl LoadParameters {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("parameters", json)?;
        let parameters = Self::read(&fields)?;
        fields.nothing_else()?;
        parameters.check()?;
        Ok(parameters)
    }

    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, Refusal> {
        let tokens = count(fields, "tokens", TOKENS, Self::default().tokens)?;
        Ok(Self { tokens, ..Self::read_without_tokens(fields)? })
    }

    pub(super) fn read_without_tokens(fields: &Fields<'_>) -> Result<Self, Refusal> {
        let defaults = Self::default();
        let plans = [("one", TokenPlan::One), ("equal", TokenPlan::Equal), ("by-capacity", TokenPlan::ByCapacity)];
        Ok(Self {
            nodes: count(fields, "nodes", NODES, defaults.nodes)?,
            tokens: defaults.tokens,
            n: count(fields, "n", COPIES, defaults.n)?,
            strategy: read_strategy(fields)?.unwrap_or_default(),
            partitions: count(fields, "partitions", (0, ALL_TOKENS.1), 0)?,
            keys: whole(fields, "keys", (0, MOST_KEYS), 0)?,
            capacities: numbers(fields, "capacities", NODES.1, CAPACITY)?.unwrap_or_default(),
            plan: fields.choice("plan", &plans)?.unwrap_or_default(),
            trials: whole(fields, "trials", TRIALS, defaults.trials)?,
            seed: whole(fields, "seed", SEEDS, defaults.seed)?,
        })
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        within("nodes", self.nodes as u64, NODES)?;
        within("tokens", self.tokens as u64, TOKENS)?;
        within("n", self.n as u64, COPIES)?;
        within("partitions", self.partitions as u64, (0, ALL_TOKENS.1))?;
        within("keys", self.keys, (0, MOST_KEYS))?;
        within("trials", self.trials, TRIALS)?;
        if !self.capacities.is_empty() {
            listed("capacities", self.capacities.len(), (self.nodes as u64, self.nodes as u64))?;
            self.capacities.iter().try_for_each(|each| between("capacities", *each, CAPACITY.0, CAPACITY.1))?;
        }
        let tokens: usize = self.tokens_of_nodes().iter().sum();
        within("tokens of all nodes together", tokens as u64, ALL_TOKENS)?;
        let partitions = self.partitions();
        if self.strategy == Strategy::EqualPartitions && partitions < self.nodes {
            let allowed = format!("at least one for each of the {} nodes", self.nodes);
            return Err(Refusal::field("invalid-partitions", "partitions", partitions, &allowed));
        }
        Ok(())
    }

    /// Q: as it was given, or as many as there are tokens.
    pub fn partitions(&self) -> usize {
        if self.partitions > 0 { self.partitions } else { self.nodes * self.tokens }
    }

    /// How much each node should bear: its part of all capacity.
    pub fn fair_shares(&self) -> Vec<f64> {
        if self.capacities.is_empty() {
            return vec![1.0 / self.nodes as f64; self.nodes];
        }
        let all: f64 = self.capacities.iter().sum();
        self.capacities.iter().map(|capacity| capacity / all).collect()
    }

    /// How many tokens each node has; partitions, with strategy 3.
    pub fn tokens_of_nodes(&self) -> Vec<usize> {
        if self.strategy == Strategy::EqualPartitions {
            return dealt(self.partitions(), &self.fair_shares());
        }
        let by_capacity = |fair: f64| ((fair * (self.nodes * self.tokens) as f64).round() as usize).max(1);
        match self.plan {
            TokenPlan::One => vec![1; self.nodes],
            TokenPlan::ByCapacity if !self.capacities.is_empty() => {
                self.fair_shares().into_iter().map(by_capacity).collect()
            }
            _ => vec![self.tokens; self.nodes],
        }
    }
}

/// So many things in parts as near to the fair ones as whole numbers can be, none without any.
fn dealt(things: usize, fair: &[f64]) -> Vec<usize> {
    let mut upto = 0.0;
    let mut given = 0;
    let mut parts: Vec<usize> = Vec::with_capacity(fair.len());
    for share in fair {
        upto += share;
        let next = ((upto * things as f64).round() as usize).clamp(given, things);
        parts.push(next - given);
        given = next;
    }
    // A weak node takes its one from the strongest.
    while let Some(poor) = parts.iter().position(|part| *part == 0) {
        let richest = parts.iter().enumerate().max_by_key(|(_, part)| **part).map(|(index, part)| (index, *part));
        match richest {
            Some((rich, has)) if has > 1 => {
                parts[rich] -= 1;
                parts[poor] = 1;
            }
            _ => break,
        }
    }
    parts
}

/// Rings, one after another.
#[derive(Clone, Debug)]
pub struct LoadExperiment {
    parameters: LoadParameters,
    fair: Vec<f64>,
    expected: Expected,
    ring: RandomRing,
    keys: KeyPositions,
    draws: Draws,
    done: u64,
    sums: Sums,
}

/// What theory says.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    cv_squared: Option<f64>,
    max_over_mean: Option<MaxOverMean>,
}

impl LoadExperiment {
    /// At its start.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn new(parameters: LoadParameters) -> Result<Self, Refusal> {
        parameters.check()?;
        let (strategy, partitions) = (parameters.strategy, parameters.partitions());
        let tokens = parameters.tokens_of_nodes();
        let cv_squared = expected_cv_squared(&parameters, &tokens);
        // With nodes of different strength the highest is not the highest of many alike.
        let alike = cv_squared.filter(|_| parameters.capacities.is_empty());
        let max_over_mean = alike.map(|squared| MaxOverMean::new(parameters.nodes, squared));
        Ok(Self {
            fair: parameters.fair_shares(),
            expected: Expected { cv_squared, max_over_mean },
            ring: RandomRing::new(strategy, tokens, partitions, parameters.n),
            keys: KeyPositions::new(parameters.keys as usize),
            draws: Draws::new(parameters.seed),
            done: 0,
            sums: Sums::new(parameters.nodes),
            parameters,
        })
    }

    /// What is measured.
    pub fn parameters(&self) -> &LoadParameters {
        &self.parameters
    }

    /// Goes on; what is left of the work that was allowed.
    pub(super) fn go_on(&mut self, work: u64) -> u64 {
        let mut left = work;
        if let Some(theory) = &mut self.expected.max_over_mean {
            left = theory.advance(left);
        }
        if left > 0 && !self.keys.is_ready() {
            left = self.keys.advance(left);
        }
        let mut eighths = if self.keys.is_ready() { left.saturating_mul(8) } else { 0 };
        let copies = self.parameters.n.min(self.parameters.nodes) as f64;
        let keys = (self.parameters.keys > 0).then_some(&self.keys);
        while self.done < self.parameters.trials && self.ring.advance(&mut self.draws, keys, &mut eighths) {
            self.sums.add(self.ring.loads(), &self.fair, copies);
            self.done += 1;
        }
        eighths / 8
    }

    fn work_of_a_trial(&self) -> u64 {
        // With keys, each token is looked up among them.
        self.ring.work() * if self.parameters.keys > 0 { 4 } else { 1 }
    }
}

impl Experiment for LoadExperiment {
    type Outcome = LoadOutcome;

    fn advance(&mut self, work: u64) {
        self.go_on(work.max(1));
    }

    fn progress(&self) -> f64 {
        if self.done == self.parameters.trials {
            return 1.0;
        }
        let each = self.work_of_a_trial();
        let done = self.keys.work_done() + each * self.done;
        done as f64 / (self.keys.work() + each * self.parameters.trials) as f64
    }

    fn outcome(&self) -> LoadOutcome {
        outcome::outcome(&self.parameters, &self.sums, self.ring.tokens(), &self.fair, &self.expected)
    }
}

/// CV² of load, where a closed form is known: for nodes alike, and for one copy of randomly placed tokens. With a number
/// of keys, each of them adds the chance of where it falls.
fn expected_cv_squared(parameters: &LoadParameters, tokens: &[usize]) -> Option<f64> {
    let LoadParameters { nodes, n, strategy, keys, .. } = *parameters;
    let in_all: usize = tokens.iter().sum();
    let of_space = if parameters.capacities.is_empty() {
        let tokens = in_all as f64 / nodes as f64;
        expected::cv_squared(strategy, nodes, tokens, n, parameters.partitions())
    } else if n == 1 && strategy == Strategy::RandomTokens {
        let of_node = |(tokens, fair): (&usize, f64)| {
            let mean = *tokens as f64 / in_all as f64 / fair;
            mean * mean * expected::cv_squared_of_share(*tokens as f64, in_all as f64) + (mean - 1.0) * (mean - 1.0)
        };
        tokens.iter().zip(parameters.fair_shares()).map(of_node).sum::<f64>() / nodes as f64
    } else {
        return None;
    };
    let copies = n.min(nodes) as f64;
    // Of K keys with N of S nodes each, a node has a binomial number: variance over squared mean (S−N)/(NK).
    let of_keys = if keys > 0 { (nodes as f64 - copies) / (copies * keys as f64) } else { 0.0 };
    Some(of_space + of_keys)
}
