//! The staleness question put to the real engine: a put, and gets some time after it was acknowledged.
//!
//! Why the answer differs from the WARS model of [`super::staleness`]:
//!
//! * The coordinator is a replica: it has stored its copy before it sends anything, and its own answer counts at once.
//! * A client is not the coordinator: the acknowledgement and the next request travel first, and that time helps the write.
//! * After a get, *read repair* brings the replicas that answered with less up to date (section 4.5): the second get
//!   meets a better cluster than the first.

use super::delays::mean_of;
use super::latency::LatencyParameters;
use super::reading::{SEEDS, check_delay, delay, quorum, whole, within};
use super::staleness::{StalenessOutcome, check_after, read_after};
use super::{Csv, Draws, Experiment};
use crate::explain::snapshot::OperationStatus;
use crate::explain::trace::Fact;
use crate::input::fields::Fields;
use crate::input::limits::MAX_DELAY_MS;
use crate::input::refusal::Refusal;
use crate::playground::Playground;
use crate::scenario::{Command, Delay, Network, NodeSpec, Quorum, Scenario, Timers};
use serde::Serialize;
use serde_json::Value;

/// Puts per delay asked about.
const TRIALS: (u64, u64) = (1, 100_000);
/// Copies, for each is a node of the playground.
const MOST_COPIES: u64 = 16;
/// Longer than anything that is waited for.
const PATIENCE_MS: f64 = MAX_DELAY_MS;

/// What to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct EngineStalenessParameters {
    /// Copies, 1 to 16: a cluster of so many nodes.
    pub n: usize,
    /// Answers that a get waits for.
    pub r: usize,
    /// Acknowledgements that a put waits for.
    pub w: usize,
    /// Delay of a message, one way.
    pub leg: Delay,
    /// Moments after the acknowledgement, in milliseconds, ascending or not.
    pub after: Vec<f64>,
    /// Puts per delay.
    pub trials: u64,
    /// All chance comes from it.
    pub seed: u64,
}

impl Default for EngineStalenessParameters {
    fn default() -> Self {
        let leg = Delay::Exponential { mean: 10.0 };
        Self { n: 3, r: 1, w: 1, leg, after: vec![0.0, 5.0, 10.0, 20.0, 40.0], trials: 200, seed: 1 }
    }
}

impl EngineStalenessParameters {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("parameters", json)?;
        let defaults = Self::default();
        let quorum = |field: &str, default| super::reading::count(&fields, field, (1, MOST_COPIES), default);
        let parameters = Self {
            n: quorum("n", defaults.n)?,
            r: quorum("r", defaults.r)?,
            w: quorum("w", defaults.w)?,
            leg: delay(&fields, "leg", defaults.leg)?,
            after: read_after(&fields)?,
            trials: whole(&fields, "trials", TRIALS, defaults.trials)?,
            seed: whole(&fields, "seed", SEEDS, defaults.seed)?,
        };
        fields.nothing_else()?;
        parameters.check()?;
        Ok(parameters)
    }

    fn check(&self) -> Result<(), Refusal> {
        quorum(self.n, self.r, self.w)?;
        within("n", self.n as u64, (1, MOST_COPIES))?;
        check_delay("leg", &self.leg)?;
        check_after(&self.after)?;
        within("trials", self.trials, TRIALS)
    }

    /// The same question for the model: every leg of this delay.
    pub fn as_wars(&self, trials: u64) -> LatencyParameters {
        let leg = || self.leg.clone();
        let legs = super::delays::Legs { write: leg(), ack: leg(), read: leg(), response: leg(), remote: 0.0 };
        LatencyParameters { n: self.n, r: self.r, w: self.w, legs, trials, seed: self.seed }
    }

    fn scenario(&self, seed: u64) -> Scenario {
        let nodes = (0..self.n).map(|number| NodeSpec::new(&format!("N{number}"), 1)).collect();
        Scenario {
            seed,
            nodes,
            n: self.n,
            r: self.r,
            w: self.w,
            quorum: Quorum::Strict,
            network: Network { delay: self.leg.clone(), ..Network::default() },
            timers: Timers {
                gossip: 0.0,
                handoff: 0.0,
                anti_entropy: 0.0,
                request_timeout: PATIENCE_MS,
                ..Timers::default()
            },
            ..Scenario::default()
        }
    }
}

/// Puts and gets in playgrounds of their own.
#[derive(Clone, Debug)]
pub struct EngineStalenessExperiment {
    parameters: EngineStalenessParameters,
    draws: Draws,
    done: u64,
    /// For each moment, the first and the second gets that saw the put.
    seen: Vec<(u64, u64)>,
}

/// How often the engine's reads saw the latest write.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EngineStalenessOutcome {
    /// The moments asked about, in milliseconds after the acknowledgement reached the writer.
    pub after: Vec<f64>,
    /// The part of the gets sent at that moment that saw the put.
    pub consistent: Vec<f64>,
    /// The part of the gets sent by the same reader as soon as the first was answered.
    pub consistent_again: Vec<f64>,
    /// Puts per delay.
    pub trials: u64,
    /// What was found.
    pub sentence: String,
}

impl EngineStalenessExperiment {
    /// At its start.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn new(parameters: EngineStalenessParameters) -> Result<Self, Refusal> {
        parameters.check()?;
        let seen = vec![(0, 0); parameters.after.len()];
        Ok(Self { draws: Draws::new(parameters.seed), parameters, done: 0, seen })
    }

    fn all(&self) -> u64 {
        self.parameters.trials * self.parameters.after.len() as u64
    }

    /// Moments take turns, so that all of them are known equally well at any time.
    fn trial(&mut self) {
        let index = (self.done % self.parameters.after.len().max(1) as u64) as usize;
        self.done += 1;
        let after = self.parameters.after.get(index).copied().unwrap_or(0.0);
        let scenario = self.parameters.scenario(self.draws.number() >> 11);
        // The scenario is made here, and so are its commands: nothing in them can be refused.
        let Ok((first, again)) = put_and_get_twice(scenario, after) else { return };
        if let Some(seen) = self.seen.get_mut(index) {
            seen.0 += u64::from(first);
            seen.1 += u64::from(again);
        }
    }
}

/// Whether each of two gets, the first so long after the put was acknowledged, saw it.
fn put_and_get_twice(scenario: Scenario, after: f64) -> Result<(bool, bool), Refusal> {
    let mut playground = Playground::new(scenario)?;
    playground.apply(Command::put("writer", "cart", "bread"))?;
    until_answered(&mut playground, 0)?;
    if after > 0.0 {
        playground.apply(Command::Wait { ms: after })?;
    }
    playground.apply(Command::get("reader", "cart"))?;
    let first = until_answered(&mut playground, 1)?;
    playground.apply(Command::get("reader", "cart"))?;
    let again = until_answered(&mut playground, 2)?;
    Ok((first, again))
}

/// Steps on until the operation of this place is answered; whether it has a value.
fn until_answered(playground: &mut Playground, operation: usize) -> Result<bool, Refusal> {
    while let Some(event) = playground.step()? {
        let answered = event.facts.iter().any(|fact| matches!(fact, Fact::Answered { .. } | Fact::Failed { .. }));
        if answered && event.operation == Some(operation as u32 + 1) {
            break;
        }
    }
    let state = playground.state();
    let found = state.operations.get(operation);
    Ok(found.is_some_and(|found| found.status == OperationStatus::Ok && !found.values.is_empty()))
}

impl Experiment for EngineStalenessExperiment {
    type Outcome = EngineStalenessOutcome;

    fn advance(&mut self, work: u64) {
        // A playground of its own, and some forty events: as much as a few thousand tokens.
        let trials = (work / (1_000 + 500 * self.parameters.n as u64)).max(1).min(self.all() - self.done);
        (0..trials).for_each(|_| self.trial());
    }

    fn progress(&self) -> f64 {
        if self.all() == 0 { 1.0 } else { self.done as f64 / self.all() as f64 }
    }

    fn outcome(&self) -> EngineStalenessOutcome {
        let moments = self.parameters.after.len() as u64;
        let share = |index: usize, seen: u64| {
            let begun = u64::from((index as u64) < self.done % moments.max(1));
            seen as f64 / (self.done / moments.max(1) + begun).max(1) as f64
        };
        let shares = |which: fn(&(u64, u64)) -> u64| -> Vec<f64> {
            self.seen.iter().enumerate().map(|(index, seen)| share(index, which(seen))).collect()
        };
        let (consistent, consistent_again) = (shares(|seen| seen.0), shares(|seen| seen.1));
        EngineStalenessOutcome {
            sentence: sentence(&self.parameters, &consistent, &consistent_again),
            after: self.parameters.after.clone(),
            consistent,
            consistent_again,
            trials: self.parameters.trials,
        }
    }
}

fn sentence(parameters: &EngineStalenessParameters, first: &[f64], again: &[f64]) -> String {
    let (Some(after), Some(first), Some(again)) = (parameters.after.first(), first.first(), again.first()) else {
        return "No moment was asked about.".to_owned();
    };
    format!(
        "In the engine, {:.1} % of the gets sent {after} ms after the acknowledgement see the put, and {:.1} % of those that \
         read once more; a message takes {:.1} ms on average.",
        first * 100.0,
        again * 100.0,
        mean_of(&parameters.leg)
    )
}

impl EngineStalenessOutcome {
    /// The figures as comma-separated values, and beside them what the model says at the same moments.
    pub fn csv(&self, model: &StalenessOutcome) -> String {
        let headings = ["ms after the acknowledgement", "first get sees it", "second get sees it", "the model"];
        let mut csv = Csv::with_headings(&headings);
        let found = self.consistent.iter().zip(&self.consistent_again).zip(&model.consistent);
        for (after, ((first, again), model)) in self.after.iter().zip(found) {
            csv.row(after, &[*first, *again, *model]);
        }
        csv.text()
    }
}
