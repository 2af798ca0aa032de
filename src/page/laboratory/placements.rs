//! The placements side by side, and then the time of a look-up with each, which is measured here.

use super::figures::ExperimentResult;
use super::placement_charts;
use super::running::Running;
use crate::input::refusal::Refusal;
use crate::laboratories::Experiment;
use crate::laboratories::placements::{Lookups, PlacementExperiment, PlacementParameters, TimedOutcome};
use crate::page::browser;

/// The part of the progress that placing takes; timing takes the rest.
const PLACING: f64 = 0.9;
/// Milliseconds of a round of look-ups, long against what a browser's clock rounds to.
const ROUND_MS: f64 = 2.0;
/// Look-ups of the first round, and of the longest.
const FEWEST: usize = 64;
const MOST: usize = 1 << 17;
/// Rounds of full length, of which the quickest counts: whatever else the machine does only adds to a time.
const ROUNDS: usize = 5;

pub struct TimedPlacements {
    experiment: PlacementExperiment,
    parameters: PlacementParameters,
    stopwatch: Option<Stopwatch>,
    /// Nanoseconds of a look-up, in the order of the methods.
    times: Vec<f64>,
}

/// Look-ups of one placement that are being timed.
struct Stopwatch {
    lookups: Lookups,
    /// Look-ups of a round.
    at_once: usize,
    rounds: usize,
    quickest_ns: f64,
}

impl TimedPlacements {
    /// # Errors
    /// What is out of bounds.
    pub fn new(parameters: PlacementParameters) -> Result<Self, Refusal> {
        let experiment = PlacementExperiment::new(parameters.clone())?;
        Ok(Self { experiment, parameters, stopwatch: None, times: Vec::new() })
    }

    /// Times one round.
    fn time(&mut self) {
        let Some(method) = self.parameters.methods.get(self.times.len()) else { return };
        let Some(stopwatch) = &mut self.stopwatch else {
            let lookups = Lookups::new(&self.parameters, *method);
            self.stopwatch = Some(Stopwatch { lookups, at_once: FEWEST, rounds: 0, quickest_ns: f64::INFINITY });
            return;
        };
        stopwatch.round();
        if stopwatch.rounds == ROUNDS {
            self.times.push(stopwatch.quickest_ns);
            self.stopwatch = None;
        }
    }
}

impl Stopwatch {
    /// Looks up keys; a round that is too short to be timed only makes the next one longer.
    fn round(&mut self) {
        let began = browser::now();
        std::hint::black_box(self.lookups.look_up(self.at_once));
        let took = browser::now() - began;
        if took < ROUND_MS && self.at_once < MOST {
            self.at_once *= 2;
            return;
        }
        self.rounds += 1;
        self.quickest_ns = self.quickest_ns.min(took * 1e6 / self.at_once as f64);
    }
}

impl Running for TimedPlacements {
    fn advance(&mut self, work: u64) {
        if self.experiment.is_done() { self.time() } else { self.experiment.advance(work) }
    }

    fn progress(&self) -> f64 {
        let timed = self.times.len() as f64 / self.parameters.methods.len() as f64;
        if timed >= 1.0 { 1.0 } else { self.experiment.progress() * PLACING + timed * (1.0 - PLACING) }
    }

    fn result(&self) -> ExperimentResult {
        let timed = |(index, outcome)| TimedOutcome { outcome, ns_per_lookup: self.times.get(index).copied() };
        placement_charts::placements(self.experiment.outcome().into_iter().enumerate().map(timed).collect())
    }
}
