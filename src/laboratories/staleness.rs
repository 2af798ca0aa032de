//! How stale may a read be? The WARS model of *Probabilistically Bounded Staleness* (Bailis et al., VLDB 2012), for
//! quorums that need not overlap.
//!
//! The *t-visibility* found here is larger than the paper's tables say. Those were found by a search over t that stops at
//! the first t at which a batch of trials reaches the mark, and so are biased low; here it is the percentile, over
//! all trials, of the shortest t at which that trial's read would have seen the write.

use super::latency::{LatencyParameters, TRIALS};
use super::percentiles::Samples;
use super::reading::{between, listed, numbers, within};
use super::wars::Wars;
use super::{Csv, Draws, Experiment};
use crate::input::fields::Fields;
use crate::input::limits::MAX_DELAY_MS;
use crate::input::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;

/// The most moments that can be asked about.
const MOMENTS: u64 = 1_000;
/// How many versions back the closed form is told.
const VERSIONS: u32 = 10;

/// What to measure.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StalenessParameters {
    /// N, R, W, the legs, trials and seed.
    pub latency: LatencyParameters,
    /// Moments after the write, in milliseconds.
    pub after: Vec<f64>,
}

impl StalenessParameters {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("parameters", json)?;
        let latency = LatencyParameters::read(&fields)?;
        let after = read_after(&fields)?;
        fields.nothing_else()?;
        let parameters = Self { latency, after };
        parameters.check()?;
        Ok(parameters)
    }

    fn check(&self) -> Result<(), Refusal> {
        self.latency.check()?;
        within("trials", self.latency.trials, TRIALS)?;
        check_after(&self.after)
    }
}

pub(super) fn read_after(fields: &Fields<'_>) -> Result<Vec<f64>, Refusal> {
    let after = numbers(fields, "after", MOMENTS, (0.0, MAX_DELAY_MS))?;
    fields.required("after", after, "a list of milliseconds after the write")
}

pub(super) fn check_after(after: &[f64]) -> Result<(), Refusal> {
    listed("after", after.len(), (0, MOMENTS))?;
    after.iter().try_for_each(|moment| between("after", *moment, 0.0, MAX_DELAY_MS))
}

/// Trials of a write and a read, one after another.
#[derive(Clone, Debug)]
pub struct StalenessExperiment {
    parameters: StalenessParameters,
    wars: Wars,
    draws: Draws,
    done: u64,
    visible_after: Samples,
}

/// How soon reads see a write.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StalenessOutcome {
    /// The moments asked about, in milliseconds after the write.
    pub after: Vec<f64>,
    /// The chance that a read at that moment sees the write, 0 to 1.
    pub consistent: Vec<f64>,
    /// t-visibility.
    pub t_visibility: TVisibility,
    /// The chance that a read sees one of the latest 1, 2, 3, … versions, in closed form.
    pub k_staleness: Vec<f64>,
    /// What was found.
    pub sentence: String,
}

/// Milliseconds after a write from which so many reads see it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TVisibility {
    /// 99 %.
    pub p99: f64,
    /// 99.9 %.
    pub p999: f64,
}

impl StalenessExperiment {
    /// At its start.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn new(parameters: StalenessParameters) -> Result<Self, Refusal> {
        parameters.check()?;
        let latency = &parameters.latency;
        Ok(Self {
            wars: Wars::new((latency.n, latency.r, latency.w), &latency.legs),
            draws: Draws::new(latency.seed),
            done: 0,
            visible_after: Samples::default(),
            parameters,
        })
    }
}

impl Experiment for StalenessExperiment {
    type Outcome = StalenessOutcome;

    fn advance(&mut self, work: u64) {
        let trials = (work / self.wars.work()).max(1).min(self.parameters.latency.trials - self.done);
        for _ in 0..trials {
            let trial = self.wars.trial(&mut self.draws);
            self.visible_after.add(trial.visible_after);
        }
        self.done += trials;
    }

    fn progress(&self) -> f64 {
        self.done as f64 / self.parameters.latency.trials as f64
    }

    fn outcome(&self) -> StalenessOutcome {
        let LatencyParameters { n, r, w, .. } = self.parameters.latency;
        let after = self.parameters.after.clone();
        let visible = &self.visible_after;
        let [p99, p999] = [0.99, 0.999].map(|part| visible.percentile(part));
        let t_visibility = TVisibility { p99, p999 };
        StalenessOutcome {
            consistent: after.iter().map(|moment| visible.share_up_to(*moment)).collect(),
            after,
            t_visibility,
            k_staleness: (1..=VERSIONS).map(|k| k_staleness(n, r, w, k)).collect(),
            sentence: sentence((n, r, w), visible.share_up_to(0.0), t_visibility),
        }
    }
}

/// The chance that a read sees one of the latest k versions, for quorums drawn at random: 1 − (C(N−W, R) / C(N, R))^k.
/// Section 3.1 of the staleness paper. It is 1 if R + W > N.
pub fn k_staleness(n: usize, r: usize, w: usize, k: u32) -> f64 {
    // Each of the R replicas in turn is none of the W that have the write.
    let missed: f64 =
        (0..r).map(|drawn| n.saturating_sub(w + drawn) as f64 / n.saturating_sub(drawn).max(1) as f64).product();
    1.0 - (0..k).map(|_| missed).product::<f64>()
}

fn sentence((n, r, w): (usize, usize, usize), at_once: f64, t: TVisibility) -> String {
    if r + w > n {
        return format!(
            "R + W = {} is more than N = {n}: every read meets the latest acknowledged write, however soon it comes.",
            r + w
        );
    }
    format!(
        "With N = {n}, R = {r}, W = {w}, a read right after a write sees it in {:.1} % of the trials, and {:.1} ms \
         later in 99.9 %.",
        at_once * 100.0,
        t.p999
    )
}

impl StalenessOutcome {
    /// The figures as comma-separated values.
    pub fn csv(&self) -> String {
        let mut csv = Csv::with_headings(&["ms after the write", "chance of reading it"]);
        for (after, consistent) in self.after.iter().zip(&self.consistent) {
            csv.row(after, &[*consistent]);
        }
        csv.end_row();
        ["share of reads", "t-visibility ms"].iter().for_each(|heading| csv.cell(heading));
        csv.end_row();
        csv.row(&0.99, &[self.t_visibility.p99]);
        csv.row(&0.999, &[self.t_visibility.p999]);
        csv.end_row();
        ["versions", "chance of reading one of them"].iter().for_each(|heading| csv.cell(heading));
        csv.end_row();
        for (index, chance) in self.k_staleness.iter().enumerate() {
            csv.row(&(index + 1), &[*chance]);
        }
        csv.text()
    }
}
