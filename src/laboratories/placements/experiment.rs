//! All placements on the same machines and keys: how even they are, and what a change moves.

use super::method::{Change, Machine, Placement, hash};
use super::names::{METHODS, MethodName};
use super::outcome::{MethodOutcome, Moves};
use crate::dynamo::partitioning::Position;
use crate::input::fields::{Fields, described};
use crate::input::refusal::Refusal;
use crate::laboratories::reading::{Bounds, COPIES, SEEDS, count, listed, numbers, whole, within};
use crate::laboratories::{Draws, Experiment};
use serde_json::Value;

const NODES: Bounds = (2, 1_000);
const KEYS: Bounds = (1, 1_000_000);
const WEIGHTS: (f64, f64) = (0.01, 1_000.0);
/// Bytes of a name.
const LONGEST_NAME: usize = 256;

/// What to place, on what, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacementParameters {
    /// 2 to 1,000, each with its name and its weight.
    pub nodes: Vec<(String, f64)>,
    /// Keys, up to a million.
    pub keys: usize,
    /// Copies of each key.
    pub n: usize,
    /// The placements to compare.
    pub methods: Vec<MethodName>,
    /// The keys come from it.
    pub seed: u64,
}

impl Default for PlacementParameters {
    fn default() -> Self {
        Self {
            nodes: numbered(&[1.0; 10]),
            keys: 20_000,
            n: 1,
            methods: METHODS.iter().map(|(_, method)| *method).collect(),
            seed: 1,
        }
    }
}

impl PlacementParameters {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("parameters", json)?;
        let defaults = Self::default();
        let parameters = Self {
            nodes: read_nodes(&fields)?.unwrap_or(defaults.nodes),
            keys: count(&fields, "keys", KEYS, defaults.keys)?,
            n: count(&fields, "n", COPIES, defaults.n)?,
            methods: match fields.raw("methods") {
                Some(methods) => read_methods(methods)?,
                None => defaults.methods,
            },
            seed: whole(&fields, "seed", SEEDS, defaults.seed)?,
        };
        fields.nothing_else()?;
        parameters.check()?;
        Ok(parameters)
    }

    fn check(&self) -> Result<(), Refusal> {
        listed("nodes", self.nodes.len(), NODES)?;
        let mut names: Vec<&str> = self.nodes.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let given = format!("{:?} twice", twice[0]);
            return Err(Refusal::field("duplicate-node", "nodes", given, "each name once"));
        }
        within("n", self.n as u64, (1, self.nodes.len() as u64))
    }

    fn machines(&self) -> Vec<Machine> {
        let id = |name: &str| (Position::from_key(name).0 >> 64) as u64;
        self.nodes.iter().map(|(name, weight)| Machine { id: id(name), weight: *weight }).collect()
    }
}

/// Nodes of these weights, named by their number.
fn numbered(weights: &[f64]) -> Vec<(String, f64)> {
    (1..).zip(weights).map(|(number, weight)| (format!("node-{number}"), *weight)).collect()
}

/// A list of nodes; or how many there are, with their weights where they are not alike.
fn read_nodes(fields: &Fields<'_>) -> Result<Option<Vec<(String, f64)>>, Refusal> {
    let weights = numbers(fields, "weights", NODES.1, WEIGHTS)?.filter(|weights| !weights.is_empty());
    let is_list = fields.raw("nodes").is_some_and(Value::is_array);
    if is_list && weights.is_some() {
        return Err(Refusal::field(
            "two-weights",
            "weights",
            "a list of nodes, too",
            "the weights in the list of nodes",
        ));
    }
    if is_list {
        return fields.list("nodes", NODES.1 as usize, read_node);
    }
    let count = fields.whole("nodes", NODES.0, NODES.1)?.map(|count| count as usize);
    match (count, weights) {
        (None, None) => Ok(None),
        (None, Some(weights)) => Ok(Some(numbered(&weights))),
        (Some(count), None) => Ok(Some(numbered(&vec![1.0; count]))),
        (Some(count), Some(weights)) if weights.len() == count => Ok(Some(numbered(&weights))),
        (Some(count), Some(weights)) => {
            let given = format!("{} weights", weights.len());
            Err(Refusal::field("invalid-list", "weights", given, &format!("one for each of the {count} nodes")))
        }
    }
}

fn read_node(fields: &Fields<'_>) -> Result<(String, f64), Refusal> {
    let name = fields.required("name", fields.text("name", LONGEST_NAME)?, "a name")?;
    let weight = fields.number("weight", WEIGHTS.0, WEIGHTS.1)?.unwrap_or(1.0);
    fields.nothing_else()?;
    Ok((name, weight))
}

fn read_methods(json: &Value) -> Result<Vec<MethodName>, Refusal> {
    let words: Vec<&str> = METHODS.iter().map(|(word, _)| *word).collect();
    let refused = |given: &Value| Refusal::field("invalid-choice", "methods", described(given), &words.join(", "));
    let list = json.as_array().filter(|list| !list.is_empty()).ok_or_else(|| refused(json))?;
    let method = |word: &Value| {
        let known = METHODS.iter().find(|(name, _)| word.as_str() == Some(name));
        known.map(|(_, method)| *method).ok_or_else(|| refused(word))
    };
    let methods: Vec<MethodName> = list.iter().map(method).collect::<Result<_, _>>()?;
    match list.iter().enumerate().find(|(index, word)| list[..*index].contains(word)) {
        Some((_, twice)) => {
            Err(Refusal::field("invalid-choice", "methods", format!("{} twice", described(twice)), "each method once"))
        }
        None => Ok(methods),
    }
}

/// A placement under test: as it was at first, and after each change.
struct Trial {
    method: MethodName,
    first: Box<dyn Placement>,
    changed: Vec<(Box<dyn Placement>, Vec<Machine>)>,
    loads: Vec<u64>,
    moved: Vec<u64>,
    done: usize,
}

/// Places the keys by one placement after another.
pub struct PlacementExperiment {
    parameters: PlacementParameters,
    machines: Vec<Machine>,
    changes: [Change; 3],
    draws: Draws,
    trial: Option<Trial>,
    outcomes: Vec<MethodOutcome>,
    found: [Vec<usize>; 2],
}

impl PlacementExperiment {
    /// An experiment of these parameters.
    ///
    /// # Errors
    /// What is out of bounds.
    pub fn new(parameters: PlacementParameters) -> Result<Self, Refusal> {
        parameters.check()?;
        let machines = parameters.machines();
        let mean = machines.iter().map(|machine| machine.weight).sum::<f64>() / machines.len() as f64;
        let newcomer = Machine { id: machines.iter().fold(0, |id, machine| hash(id, machine.id)), weight: mean };
        let middle = machines.len() / 2;
        let changes =
            [Change::Join(newcomer), Change::Leave(middle), Change::Reweigh(middle, 2.0 * machines[middle].weight)];
        let draws = Draws::new(parameters.seed);
        let (trial, outcomes, found) = (None, Vec::new(), Default::default());
        Ok(Self { parameters, machines, changes, draws, trial, outcomes, found })
    }

    fn begin(&mut self, method: MethodName) -> Trial {
        self.draws = Draws::new(self.parameters.seed);
        let first = method.of(&self.machines, self.parameters.keys * self.parameters.n);
        Trial { method, first, changed: Vec::new(), loads: vec![0; self.machines.len()], moved: vec![0; 3], done: 0 }
    }

    /// Builds the tables after the next change, if some are missing.
    fn build_next(&self, trial: &mut Trial) -> bool {
        let Some(change) = self.changes.get(trial.changed.len()) else { return false };
        let after = change.applied(&self.machines);
        trial.changed.push((trial.first.changed(change, &after), after));
        true
    }

    fn lacks_tables(&self) -> bool {
        self.trial.as_ref().is_none_or(|trial| trial.changed.len() < self.changes.len())
    }

    /// The trial under way, and whether one more of its tables was built now: a large one takes a slice for itself.
    fn take_trial(&mut self, method: MethodName) -> (Trial, bool) {
        let Some(mut trial) = self.trial.take() else { return (self.begin(method), true) };
        let has_built = self.build_next(&mut trial);
        (trial, has_built)
    }

    fn place_one(&mut self, trial: &mut Trial) {
        let key = self.draws.number();
        let [before, after] = &mut self.found;
        trial.first.place(key, self.parameters.n, before);
        before.iter().for_each(|index| trial.loads[*index] += 1);
        for ((placement, machines), moved) in trial.changed.iter_mut().zip(&mut trial.moved) {
            placement.place(key, self.parameters.n, after);
            let was_there = |index: &usize| before.iter().any(|old| self.machines[*old].id == machines[*index].id);
            *moved += after.iter().filter(|index| !was_there(index)).count() as u64;
        }
        trial.done += 1;
    }

    fn outcome_of(&self, trial: &Trial) -> MethodOutcome {
        let copies = (trial.done * self.parameters.n).max(1) as f64;
        let all: f64 = self.machines.iter().map(|machine| machine.weight).sum();
        let against = |(load, machine): (&u64, &Machine)| *load as f64 / (copies * machine.weight / all);
        let ratios: Vec<f64> = trial.loads.iter().zip(&self.machines).map(against).collect();
        let variance = ratios.iter().map(|ratio| (ratio - 1.0) * (ratio - 1.0)).sum::<f64>() / ratios.len() as f64;
        let part = |index: usize| trial.moved[index] as f64 / copies;
        MethodOutcome {
            method: trial.method.as_str(),
            max_over_mean: ratios.iter().copied().fold(0.0, f64::max),
            cv: variance.sqrt(),
            moved: Moves { join: part(0), leave: part(1), reweigh: part(2) },
            least: self.least(),
            bytes: trial.first.bytes(),
            can: trial.method.can(),
        }
    }

    /// What has to move at least: the copies that a node gains, or had. With N copies a node's share of them is N times its
    /// share by weight, and never more than one of each key.
    fn least(&self) -> Moves {
        let all: f64 = self.machines.iter().map(|machine| machine.weight).sum();
        let part = |weight: f64, of: f64| (weight / of).min(1.0 / self.parameters.n as f64);
        let [Change::Join(newcomer), Change::Leave(middle), Change::Reweigh(_, heavier)] = self.changes else {
            return Moves::default();
        };
        let weight = self.machines[middle].weight;
        let staying = self.machines.len() - 1;
        Moves {
            join: part(newcomer.weight, all + newcomer.weight),
            // Where every node that stays has every key already, nothing moves.
            leave: if staying < self.parameters.n { 0.0 } else { part(weight, all) },
            reweigh: part(heavier, all + heavier - weight) - part(weight, all),
        }
    }
}

impl Experiment for PlacementExperiment {
    type Outcome = Vec<MethodOutcome>;

    fn advance(&mut self, work: u64) {
        let mut left = work;
        while let Some(method) = self.parameters.methods.get(self.outcomes.len()).copied() {
            if left < BUILDING.min(work) && self.lacks_tables() {
                return;
            }
            let (mut trial, has_built) = self.take_trial(method);
            if has_built {
                self.trial = Some(trial);
                left = left.saturating_sub(BUILDING);
                if left == 0 {
                    return;
                }
                continue;
            }
            let cost = cost_of(method, &self.parameters);
            while trial.done < self.parameters.keys && left > 0 {
                self.place_one(&mut trial);
                left = left.saturating_sub(cost);
            }
            if trial.done == self.parameters.keys {
                self.outcomes.push(self.outcome_of(&trial));
            } else {
                self.trial = Some(trial);
            }
            if left == 0 {
                return;
            }
        }
    }

    fn progress(&self) -> f64 {
        let under_way = self.trial.as_ref().map_or(0, |trial| trial.done) as f64 / self.parameters.keys as f64;
        (self.outcomes.len() as f64 + under_way) / self.parameters.methods.len() as f64
    }

    fn outcome(&self) -> Vec<MethodOutcome> {
        let under_way = self.trial.as_ref().map(|trial| self.outcome_of(trial));
        self.outcomes.iter().cloned().chain(under_way).collect()
    }
}

/// The work of building a placement's tables: as much as a slice of a page has.
const BUILDING: u64 = 5_000;

/// The work of placing one key four times.
fn cost_of(method: MethodName, parameters: &PlacementParameters) -> u64 {
    let (nodes, n) = (parameters.nodes.len() as u64, parameters.n as u64);
    match method {
        MethodName::Rendezvous => 4 * nodes,
        MethodName::MultiProbe => 80 * n,
        MethodName::BoundedLoads => 40 * n + nodes / 4,
        _ => 20 * n,
    }
}

/// Look-ups of one placement, for whoever has a clock.
pub struct Lookups {
    placement: Box<dyn Placement>,
    draws: Draws,
    n: usize,
    found: Vec<usize>,
}

impl Lookups {
    /// Look-ups of this placement on the machines of the parameters.
    pub fn new(parameters: &PlacementParameters, method: MethodName) -> Self {
        let placement = method.of(&parameters.machines(), parameters.keys * parameters.n);
        Self { placement, draws: Draws::new(parameters.seed), n: parameters.n, found: Vec::new() }
    }

    /// Looks up so many keys; the sum of the indices that were found, so that none can be left out.
    pub fn look_up(&mut self, keys: usize) -> usize {
        let mut sum = 0_usize;
        for _ in 0..keys {
            let key = self.draws.number();
            self.placement.place(key, self.n, &mut self.found);
            sum = sum.wrapping_add(self.found.iter().sum());
        }
        sum
    }
}
