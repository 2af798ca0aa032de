//! How long get and put take for N, R and W: each waits for the R-th or W-th fastest of N replicas. Section 2.2.

use super::delays::Legs;
use super::percentiles::{Bin, Percentiles, Samples};
use super::reading::{Bounds, COPIES, SEEDS, count, quorum, whole, within};
use super::wars::Wars;
use super::{Csv, Draws, Experiment};
use crate::input::fields::Fields;
use crate::input::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;

/// Trials of a latency or staleness experiment.
pub(super) const TRIALS: Bounds = (1, 2_000_000);

/// What to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct LatencyParameters {
    /// Copies, 1 to 32.
    pub n: usize,
    /// Answers that a get waits for, 1 to N.
    pub r: usize,
    /// Acknowledgements that a put waits for, 1 to N.
    pub w: usize,
    /// How long the legs take.
    pub legs: Legs,
    /// Puts and gets, 1 to 2,000,000.
    pub trials: u64,
    /// All chance comes from it.
    pub seed: u64,
}

impl Default for LatencyParameters {
    fn default() -> Self {
        Self { n: 3, r: 2, w: 2, legs: Legs::default(), trials: 100_000, seed: 1 }
    }
}

impl LatencyParameters {
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
        let defaults = Self::default();
        Ok(Self {
            n: count(fields, "n", COPIES, defaults.n)?,
            r: count(fields, "r", COPIES, defaults.r)?,
            w: count(fields, "w", COPIES, defaults.w)?,
            legs: Legs::read(fields)?,
            trials: whole(fields, "trials", TRIALS, defaults.trials)?,
            seed: whole(fields, "seed", SEEDS, defaults.seed)?,
        })
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        quorum(self.n, self.r, self.w)?;
        within("trials", self.trials, TRIALS)?;
        self.legs.check()
    }
}

/// Puts and gets, one after another.
#[derive(Clone, Debug)]
pub struct LatencyExperiment {
    parameters: LatencyParameters,
    wars: Wars,
    draws: Draws,
    done: u64,
    reads: Samples,
    writes: Samples,
}

/// How long they took, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LatencyOutcome {
    /// Of get.
    pub read: Percentiles,
    /// Of put.
    pub write: Percentiles,
    /// Gets, in bars of an eighth of a doubling.
    pub read_histogram: Vec<Bin>,
    /// Puts.
    pub write_histogram: Vec<Bin>,
    /// What was found.
    pub sentence: String,
}

impl LatencyExperiment {
    /// At its start.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn new(parameters: LatencyParameters) -> Result<Self, Refusal> {
        parameters.check()?;
        Ok(Self {
            wars: Wars::new((parameters.n, parameters.r, parameters.w), &parameters.legs),
            draws: Draws::new(parameters.seed),
            done: 0,
            reads: Samples::default(),
            writes: Samples::default(),
            parameters,
        })
    }
}

impl Experiment for LatencyExperiment {
    type Outcome = LatencyOutcome;

    fn advance(&mut self, work: u64) {
        let trials = (work / self.wars.work()).max(1).min(self.parameters.trials - self.done);
        for _ in 0..trials {
            let trial = self.wars.trial(&mut self.draws);
            self.reads.add(trial.read);
            self.writes.add(trial.write);
        }
        self.done += trials;
    }

    fn progress(&self) -> f64 {
        self.done as f64 / self.parameters.trials as f64
    }

    fn outcome(&self) -> LatencyOutcome {
        let (read, write) = (self.reads.percentiles(), self.writes.percentiles());
        LatencyOutcome {
            sentence: sentence(&self.parameters, &read, &write),
            read,
            write,
            read_histogram: self.reads.histogram(),
            write_histogram: self.writes.histogram(),
        }
    }
}

fn sentence(parameters: &LatencyParameters, read: &Percentiles, write: &Percentiles) -> String {
    let LatencyParameters { n, r, w, .. } = parameters;
    let (name, slower, mean) =
        if write.p999 > read.p999 { ("put", write.p999, write.mean) } else { ("get", read.p999, read.mean) };
    let times = if mean > 0.0 { slower / mean } else { 1.0 };
    let end = if times >= 2.0 { ": the mean says nothing of the slowest" } else { "" };
    format!(
        "With N = {n}, R = {r}, W = {w}, a {name} takes {mean:.2} ms on average, and 999 of 1,000 are done within {slower:.2} \
         ms, {times:.1} times the mean{end}."
    )
}

impl LatencyOutcome {
    /// The figures as comma-separated values.
    pub fn csv(&self) -> String {
        let mut csv = Csv::with_headings(&["operation", "mean ms", "p50 ms", "p95 ms", "p99 ms", "p99.9 ms"]);
        for (name, found) in [("get", &self.read), ("put", &self.write)] {
            csv.row(&name, &[found.mean, found.p50, found.p95, found.p99, found.p999]);
        }
        csv.end_row();
        ["operation", "from ms", "to ms", "count"].iter().for_each(|heading| csv.cell(heading));
        csv.end_row();
        for (name, bins) in [("get", &self.read_histogram), ("put", &self.write_histogram)] {
            bins.iter().for_each(|bin| csv.row(&name, &[bin.from, bin.to, f64::from(bin.count)]));
        }
        csv.text()
    }
}
