//! What moves when a node joins or leaves: rings of the three strategies, and `hash mod nodes`, against the 1/(S+1) that has
//! to move. Sections 4.2 and 6.2.

use super::reading::{Bounds, COPIES, SEEDS, count, whole, within};
use super::{Csv, Draws, Experiment};
use crate::dynamo::partitioning::{NodeId, NodeTokens, Position, Ring, node_by_modulo};
use crate::dynamo::replication::replicas;
use crate::input::fields::Fields;
use crate::input::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;

const NODES: Bounds = (2, 256);
const TOKENS: Bounds = (1, 1_024);
const ALL_TOKENS: Bounds = (1, 16_384);
const PARTITIONS: Bounds = (1, 2_048);
const TRIALS: Bounds = (1, 10_000);
/// Keys that each trial places by `hash mod nodes`.
const KEYS: usize = 2_000;

/// What to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct MovementParameters {
    /// S, before: 2 to 256.
    pub nodes: usize,
    /// T, tokens of each node; at most 16,384 together.
    pub tokens: usize,
    /// Copies of each key.
    pub n: usize,
    /// Q of strategies 2 and 3, at least one a node.
    pub partitions: usize,
    /// Whether a node leaves; otherwise one joins.
    pub leave: bool,
    /// Rings, 1 to 10,000.
    pub trials: u64,
    /// All chance comes from it.
    pub seed: u64,
}

impl Default for MovementParameters {
    fn default() -> Self {
        Self { nodes: 5, tokens: 8, n: 1, partitions: 64, leave: false, trials: 50, seed: 1 }
    }
}

impl MovementParameters {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("parameters", json)?;
        let defaults = Self::default();
        let parameters = Self {
            nodes: count(&fields, "nodes", NODES, defaults.nodes)?,
            tokens: count(&fields, "tokens", TOKENS, defaults.tokens)?,
            n: count(&fields, "n", COPIES, defaults.n)?,
            partitions: count(&fields, "partitions", PARTITIONS, defaults.partitions)?,
            leave: fields.choice("change", &[("join", false), ("leave", true)])?.unwrap_or(false),
            trials: whole(&fields, "trials", TRIALS, defaults.trials)?,
            seed: whole(&fields, "seed", SEEDS, defaults.seed)?,
        };
        fields.nothing_else()?;
        parameters.check()?;
        Ok(parameters)
    }

    fn check(&self) -> Result<(), Refusal> {
        within("nodes", self.nodes as u64, NODES)?;
        within("tokens", self.tokens as u64, TOKENS)?;
        within("tokens of all nodes together", (self.nodes * self.tokens) as u64, ALL_TOKENS)?;
        within("n", self.n as u64, COPIES)?;
        within("partitions", self.partitions as u64, (self.nodes as u64 + 1, PARTITIONS.1))?;
        within("trials", self.trials, TRIALS)
    }
}

/// Changes, one after another.
#[derive(Clone, Debug)]
pub struct MovementExperiment {
    parameters: MovementParameters,
    draws: Draws,
    done: u64,
    /// What comes next in the trial, unless something is being compared.
    next: Step,
    comparing: Option<Comparison>,
    /// The rings of the trial, before and after.
    rings: Option<(Ring, Ring)>,
    random_tokens: Moved,
    random_tokens_equal_partitions: Moved,
    /// The deal knows no chance: it is looked at once.
    equal_partitions: Moved,
    modulo: f64,
    modulo_elsewhere: f64,
}

/// What a trial consists of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// Compares the deals of strategy 3, in the first trial alone.
    EqualPartitions,
    /// Draws the rings.
    Draw,
    /// Compares them.
    RandomTokens,
    /// Compares what they place as whole partitions.
    RandomTokensEqualPartitions,
    /// Counts the keys that `hash mod nodes` would move.
    Modulo,
}

/// What moved, as parts of all copies, averaged over the trials.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize)]
pub struct Moved {
    /// Copies that have to be made anew somewhere.
    pub copies: f64,
    /// Of these, the copies that go from one node that stays to another.
    pub elsewhere: f64,
}

/// What a change moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MovementOutcome {
    /// Strategy 1.
    pub random_tokens: Moved,
    /// Strategy 2.
    pub random_tokens_equal_partitions: Moved,
    /// Strategy 3.
    pub equal_partitions: Moved,
    /// Keys whose place `hash mod nodes` changes, of one copy.
    pub modulo: f64,
    /// Of these, the keys that go from one node that stays to another.
    pub modulo_elsewhere: f64,
    /// What has to move: the part of the node that came, 1/(S+1), or of the one that went, 1/S.
    pub needed: f64,
    /// What was found.
    pub sentence: String,
}

impl MovementExperiment {
    /// At its start.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn new(parameters: MovementParameters) -> Result<Self, Refusal> {
        parameters.check()?;
        Ok(Self {
            draws: Draws::new(parameters.seed),
            parameters,
            done: 0,
            next: Step::EqualPartitions,
            comparing: None,
            rings: None,
            random_tokens: Moved::default(),
            random_tokens_equal_partitions: Moved::default(),
            equal_partitions: Moved::default(),
            modulo: 0.0,
            modulo_elsewhere: 0.0,
        })
    }

    /// The rings before and after: the last node is the one that comes or goes.
    fn rings(&mut self) -> Result<(Ring, Ring), Refusal> {
        let MovementParameters { nodes, tokens, leave, .. } = self.parameters;
        let (draws, all) = (&mut self.draws, if leave { nodes } else { nodes + 1 });
        let mut specifications = Vec::with_capacity(all);
        for node in 0..all {
            let positions = (0..tokens).map(|_| random_position(draws)).collect();
            specifications.push(NodeTokens { node: NodeId(node as u16), positions });
        }
        let more = Ring::new(specifications.clone())?;
        specifications.pop();
        let fewer = Ring::new(specifications)?;
        Ok(if leave { (more, fewer) } else { (fewer, more) })
    }

    fn changing(&self) -> NodeId {
        let MovementParameters { nodes, leave, .. } = self.parameters;
        NodeId(if leave { nodes - 1 } else { nodes } as u16)
    }

    fn dealt(&self) -> (Ring, Ring) {
        let MovementParameters { partitions, leave, .. } = self.parameters;
        let changing = self.changing();
        let all: Vec<NodeId> = (0..=changing.0).map(NodeId).collect();
        let more = Ring::from_partitions(&all, &[], partitions);
        if leave {
            (more, Ring::from_partitions(&all, &[changing], partitions))
        } else {
            let fewer = all.split_last().map(|(_, fewer)| fewer).unwrap_or_default();
            (Ring::from_partitions(fewer, &[], partitions), more)
        }
    }

    /// Does the next step of the trial, or begins to compare what it is about.
    fn do_next(&mut self) {
        let partitions = self.parameters.partitions;
        let rings = match self.next {
            Step::EqualPartitions => Some(self.dealt()),
            Step::Draw => {
                // Two tokens at one of 2^128 positions: not in the life of the universe.
                self.rings = self.rings().ok();
                None
            }
            Step::RandomTokens => self.rings.clone(),
            Step::RandomTokensEqualPartitions => {
                let placing = |ring: Ring| ring.placing_partitions(partitions);
                self.rings.take().map(|(before, after)| (placing(before), placing(after)))
            }
            Step::Modulo => {
                self.count_keys();
                None
            }
        };
        match rings {
            Some((before, after)) => {
                self.comparing = Some(Comparison::new(before, after, self.parameters.n, self.changing()));
            }
            None => self.end_step(Moved::default()),
        }
    }

    fn end_step(&mut self, moved: Moved) {
        self.next = match self.next {
            Step::EqualPartitions => {
                self.equal_partitions = moved;
                Step::Draw
            }
            Step::Draw => Step::RandomTokens,
            Step::RandomTokens => {
                self.random_tokens.add(moved);
                Step::RandomTokensEqualPartitions
            }
            Step::RandomTokensEqualPartitions => {
                self.random_tokens_equal_partitions.add(moved);
                Step::Modulo
            }
            Step::Modulo => {
                self.done += 1;
                Step::Draw
            }
        };
    }

    fn count_keys(&mut self) {
        let MovementParameters { nodes, leave, .. } = self.parameters;
        let then = if leave { nodes - 1 } else { nodes + 1 };
        // The node that comes has the highest number, and so has the one that goes.
        let changing = Some(nodes.max(then) - 1);
        let (mut moved, mut elsewhere) = (0, 0);
        for _ in 0..KEYS {
            let at = random_position(&mut self.draws);
            let (from, to) = (node_by_modulo(at, nodes), node_by_modulo(at, then));
            moved += usize::from(from != to);
            elsewhere += usize::from(from != to && from != changing && to != changing);
        }
        self.modulo += moved as f64 / KEYS as f64;
        self.modulo_elsewhere += elsewhere as f64 / KEYS as f64;
    }
}

impl Moved {
    fn add(&mut self, other: Self) {
        self.copies += other.copies;
        self.elsewhere += other.elsewhere;
    }

    fn over(self, trials: u64) -> Self {
        let trials = trials.max(1) as f64;
        Self { copies: self.copies / trials, elsewhere: self.elsewhere / trials }
    }
}

fn random_position(draws: &mut Draws) -> Position {
    let half = |draws: &mut Draws| u128::from(draws.number());
    Position(half(draws) << 64 | half(draws))
}

/// What one change moves: for every stretch without a token of either ring, who has a copy now and had none.
#[derive(Clone, Debug)]
struct Comparison {
    before: Ring,
    after: Ring,
    n: usize,
    changing: NodeId,
    /// The ends of the stretches, in order.
    cuts: Vec<Position>,
    compared: usize,
    moved: Moved,
}

impl Comparison {
    fn new(before: Ring, after: Ring, n: usize, changing: NodeId) -> Self {
        let mut cuts: Vec<Position> = before.ranges().chain(after.ranges()).map(|(_, range)| range.upto).collect();
        // Those of either ring are in order already: a stable sort has only to merge them.
        cuts.sort();
        cuts.dedup();
        Self { before, after, n, changing, cuts, compared: 0, moved: Moved::default() }
    }

    /// Goes on with so many stretches.
    fn advance(&mut self, stretches: usize) {
        let upto = self.compared.saturating_add(stretches).min(self.cuts.len());
        let start = self.compared.checked_sub(1).unwrap_or(self.cuts.len().saturating_sub(1));
        let Some(mut start) = self.cuts.get(start).copied() else { return };
        for end in self.cuts.get(self.compared..upto).unwrap_or_default() {
            self.moved.add(self.moved_in(start, *end));
            start = *end;
        }
        self.compared = upto;
    }

    fn moved_in(&self, start: Position, end: Position) -> Moved {
        let part = crate::dynamo::partitioning::Range { after: start, upto: end }.share();
        let (had, has) = (replicas(&self.before, end, self.n), replicas(&self.after, end, self.n));
        let share = part / has.len().max(1) as f64;
        let fresh = has.iter().filter(|node| !had.contains(node));
        let gone_from_changing = had.contains(&self.changing) && !has.contains(&self.changing);
        let (mut copies, mut to_others) = (0, 0);
        for node in fresh {
            copies += 1;
            to_others += usize::from(*node != self.changing);
        }
        // One new copy among the others is due when the node that went had one.
        let elsewhere = share * to_others.saturating_sub(usize::from(gone_from_changing)) as f64;
        Moved { copies: share * copies as f64, elsewhere }
    }

    fn is_done(&self) -> bool {
        self.compared == self.cuts.len()
    }
}

impl Experiment for MovementExperiment {
    type Outcome = MovementOutcome;

    fn advance(&mut self, work: u64) {
        let MovementParameters { nodes, tokens, n, partitions, trials, .. } = self.parameters;
        let each = 2 * (8 + n as u64);
        let each_step = (2 * (nodes * tokens + partitions) + KEYS) as u64;
        let mut left = work.max(1);
        while left > 0 && self.done < trials {
            let Some(comparison) = &mut self.comparing else {
                self.do_next();
                left = left.saturating_sub(each_step);
                continue;
            };
            let stretches = left.div_ceil(each).min(comparison.cuts.len() as u64);
            comparison.advance(stretches as usize);
            left = left.saturating_sub(stretches * each);
            if comparison.is_done() {
                let moved = comparison.moved;
                self.comparing = None;
                self.end_step(moved);
            }
        }
    }

    fn progress(&self) -> f64 {
        self.done as f64 / self.parameters.trials as f64
    }

    fn outcome(&self) -> MovementOutcome {
        let MovementParameters { nodes, leave, .. } = self.parameters;
        let needed = 1.0 / if leave { nodes as f64 } else { nodes as f64 + 1.0 };
        let over_trials = |sum: f64| sum / self.done.max(1) as f64;
        let (ring, modulo) = (self.random_tokens.over(self.done), over_trials(self.modulo));
        let (event, whose) = match leave {
            true => (format!("one of {nodes} nodes leaves"), "the leaving"),
            false => (format!("a node joins {nodes} others"), "the new"),
        };
        let sentence = format!(
            "When {event}, the ring moves {:.1} % of the copies with random tokens; {:.1} % is {whose} node’s share. Hash mod \
             nodes moves {:.1} % of the keys.",
            ring.copies * 100.0,
            needed * 100.0,
            modulo * 100.0
        );
        MovementOutcome {
            random_tokens: ring,
            random_tokens_equal_partitions: self.random_tokens_equal_partitions.over(self.done),
            equal_partitions: self.equal_partitions,
            modulo,
            modulo_elsewhere: over_trials(self.modulo_elsewhere),
            needed,
            sentence,
        }
    }
}

impl MovementOutcome {
    /// The figures as comma-separated values.
    pub fn csv(&self) -> String {
        let mut csv = Csv::with_headings(&["placement", "moved", "moved between others"]);
        csv.row(&"random-tokens", &[self.random_tokens.copies, self.random_tokens.elsewhere]);
        let second = self.random_tokens_equal_partitions;
        csv.row(&"random-tokens-equal-partitions", &[second.copies, second.elsewhere]);
        csv.row(&"equal-partitions", &[self.equal_partitions.copies, self.equal_partitions.elsewhere]);
        csv.row(&"hash mod nodes", &[self.modulo, self.modulo_elsewhere]);
        csv.row(&"what has to move", &[self.needed]);
        csv.text()
    }
}
