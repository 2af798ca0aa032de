//! What came of many rings.

use super::{Expected, LoadParameters, OUT_OF_BALANCE};
use crate::dynamo::partitioning::Strategy;
use crate::laboratories::Csv;
use crate::laboratories::expected::MaxOverMean;
use crate::laboratories::percentiles::Samples;
use serde::Serialize;

/// A figure that was measured, and what theory says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// Over all trials.
    pub measured: f64,
    /// How far chance may have moved what was measured: one standard error.
    pub standard_error: f64,
    /// By the closed form; nothing where none is known.
    pub expected: Option<f64>,
}

/// Where nine of ten trials lie.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize)]
pub struct Band {
    /// One in twenty is below.
    pub low: f64,
    /// The median trial.
    pub middle: f64,
    /// One in twenty is above.
    pub high: f64,
}

/// How load is spread over the nodes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadOutcome {
    /// The share of each node in the first trial; they add to 1.
    pub shares: Vec<f64>,
    /// The share that each should have, by its capacity.
    pub fair: Vec<f64>,
    /// The mean share of each over all trials.
    pub mean_shares: Vec<f64>,
    /// Tokens of each; partitions, with strategy 3.
    pub tokens: Vec<usize>,
    /// Rings.
    pub trials: u64,
    /// Standard deviation over mean, of all nodes' loads in all trials. With capacities, of load over fair load.
    pub cv: Measured,
    /// That of single trials.
    pub cv_band: Band,
    /// The highest load over the mean load, averaged over the trials.
    pub max_over_mean: Measured,
    /// Mean load over the highest load, averaged over the trials: the paper's load balancing efficiency.
    pub efficiency: f64,
    /// That of single trials.
    pub efficiency_band: Band,
    /// The part of the nodes that are 15 % or more off their fair load.
    pub out_of_balance: f64,
    /// What was found.
    pub sentence: String,
}

/// What is kept of the trials.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    first: Vec<f64>,
    shares: Vec<f64>,
    /// Of each trial, the variance of load over fair load, and its root.
    variances: Vec<f64>,
    spreads: Samples,
    /// Of each trial, the highest load over fair load, and one over that.
    highest: Vec<f64>,
    efficiencies: Samples,
    out_of_balance: u64,
}

impl Sums {
    pub fn new(nodes: usize) -> Self {
        Self { shares: vec![0.0; nodes], ..Self::default() }
    }

    /// One more ring: what each node has copies of.
    pub fn add(&mut self, loads: &[f64], fair: &[f64], copies: f64) {
        let (mut squares, mut highest) = (0.0, 0.0);
        let first = self.variances.is_empty();
        for ((load, fair), sum) in loads.iter().zip(fair).zip(&mut self.shares) {
            let share = load / copies;
            let relative = share / fair;
            let off = relative - 1.0;
            squares += off * off;
            highest = if relative > highest { relative } else { highest };
            // What is exactly 15 % off is out, whatever rounding does to it.
            self.out_of_balance += u64::from(off.abs() >= OUT_OF_BALANCE - 1e-12);
            *sum += share;
            if first {
                self.first.push(share);
            }
        }
        let variance = squares / loads.len() as f64;
        self.variances.push(variance);
        self.spreads.add(variance.sqrt());
        self.highest.push(highest);
        self.efficiencies.add(1.0 / highest);
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The standard error of the mean of independent values.
fn standard_error(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let (mean, count) = (mean(values), values.len() as f64);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (count - 1.0) / count).sqrt()
}

fn band(samples: &Samples) -> Band {
    let [low, middle, high] = [0.05, 0.5, 0.95].map(|part| samples.percentile(part));
    Band { low, middle, high }
}

pub(super) fn outcome(
    parameters: &LoadParameters,
    sums: &Sums,
    tokens: &[usize],
    fair: &[f64],
    expected: &Expected,
) -> LoadOutcome {
    let trials = sums.variances.len();
    let cv = mean(&sums.variances).sqrt();
    let cv_error = if cv > 0.0 { standard_error(&sums.variances) / (2.0 * cv) } else { 0.0 };
    let mut outcome = LoadOutcome {
        shares: sums.first.clone(),
        fair: fair.to_vec(),
        mean_shares: sums.shares.iter().map(|sum| sum / trials.max(1) as f64).collect(),
        tokens: tokens.to_vec(),
        trials: trials as u64,
        cv: Measured { measured: cv, standard_error: cv_error, expected: expected.cv_squared.map(f64::sqrt) },
        cv_band: band(&sums.spreads),
        max_over_mean: Measured {
            measured: mean(&sums.highest),
            standard_error: standard_error(&sums.highest),
            expected: expected.max_over_mean.as_ref().and_then(MaxOverMean::value),
        },
        efficiency: sums.efficiencies.mean(),
        efficiency_band: band(&sums.efficiencies),
        out_of_balance: sums.out_of_balance as f64 / (trials.max(1) * fair.len().max(1)) as f64,
        sentence: String::new(),
    };
    outcome.sentence = sentence(parameters, &outcome);
    outcome
}

fn sentence(parameters: &LoadParameters, outcome: &LoadOutcome) -> String {
    let spread = outcome.cv.measured * 100.0;
    let theory = match outcome.cv.expected {
        Some(expected) => format!(" (theory: {:.1} %)", expected * 100.0),
        None => String::new(),
    };
    let tokens = match parameters.strategy {
        Strategy::EqualPartitions => format!("{} equal partitions", parameters.partitions()),
        _ => match parameters.tokens {
            1 => "1 token per node".to_owned(),
            tokens => format!("{tokens} tokens per node"),
        },
    };
    format!(
        "Over all trials with {} nodes and {tokens}, the standard deviation of the loads is {spread:.1} % of the mean{theory}; \
         the busiest node carries {:.2} times its share, and {:.0} % of the nodes are 15 % or more off theirs.",
        parameters.nodes,
        outcome.max_over_mean.measured,
        outcome.out_of_balance * 100.0
    )
}

impl LoadOutcome {
    /// The figures as comma-separated values.
    pub fn csv(&self) -> String {
        let mut csv = Csv::with_headings(&["node", "tokens", "share", "fair share", "mean share"]);
        let rows = self.tokens.iter().zip(&self.shares).zip(&self.fair).zip(&self.mean_shares);
        for (index, (((tokens, share), fair), mean)) in rows.enumerate() {
            csv.row(&(index + 1), &[*tokens as f64, *share, *fair, *mean]);
        }
        csv.end_row();
        ["figure", "measured", "standard error", "expected"].iter().for_each(|heading| csv.cell(heading));
        csv.end_row();
        for (name, figure) in [("cv", &self.cv), ("max over mean", &self.max_over_mean)] {
            csv.cell(&name);
            csv.cell(&figure.measured);
            csv.cell(&figure.standard_error);
            csv.number(figure.expected);
            csv.end_row();
        }
        csv.row(&"efficiency", &[self.efficiency]);
        csv.row(&"out of balance", &[self.out_of_balance]);
        csv.text()
    }
}
