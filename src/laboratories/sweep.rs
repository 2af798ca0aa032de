//! Many load experiments in a row: the spread against tokens, and Figure 8 of the paper.

use super::load::{Band, LoadExperiment, LoadOutcome, LoadParameters, Measured};
use super::reading::{listed, numbers, within};
use super::{Csv, Experiment};
use crate::dynamo::partitioning::Strategy;
use crate::input::fields::Fields;
use crate::input::limits::MAX_TOKENS_PER_NODE;
use crate::input::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;

/// The metadata sizes of Figure 8: S·T entries for strategies 1 and 2, Q for strategy 3.
pub const FIGURE_8_SIZES: [usize; 10] = [60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 30_720];
/// S and N of Figure 8.
pub const FIGURE_8_NODES: usize = 30;
/// N of Figure 8.
pub const FIGURE_8_COPIES: usize = 3;
/// Q of strategy 2 in Figure 8: the paper does not say, and 32 a node, about a thousand, gives its hump.
pub const FIGURE_8_PARTITIONS: usize = 960;

/// What it costs to begin a point: its closed form, and room for its keys.
const BEGINNING: u64 = 4_000;

/// Load experiments, one after another.
#[derive(Clone, Debug)]
pub struct Sweep {
    waiting: Vec<LoadParameters>,
    running: Option<LoadExperiment>,
    points: Vec<SweepPoint>,
    all: usize,
}

/// What came of one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SweepPoint {
    /// How tokens were placed.
    pub strategy: &'static str,
    /// Tokens of each node.
    pub tokens: usize,
    /// Entries of the table that says who has what: S·T, and Q with strategy 3.
    pub metadata: usize,
    /// Standard deviation over mean.
    pub cv: Measured,
    /// That of single trials.
    pub cv_band: Band,
    /// The highest load over the mean.
    pub max_over_mean: Measured,
    /// Mean load over the highest.
    pub efficiency: f64,
    /// That of single trials.
    pub efficiency_band: Band,
    /// The part of the nodes that are out of balance.
    pub out_of_balance: f64,
}

impl Sweep {
    /// These experiments in this order.
    ///
    /// # Errors
    /// `invalid-list`, and what is wrong with the parameters of the first that is wrong.
    pub fn new(experiments: Vec<LoadParameters>) -> Result<Self, Refusal> {
        listed("tokens", experiments.len(), (1, 256))?;
        experiments.iter().try_for_each(LoadParameters::check)?;
        let all = experiments.len();
        let waiting = experiments.into_iter().rev().collect();
        Ok(Self { waiting, running: None, points: Vec::with_capacity(all), all })
    }

    /// The same experiment with these numbers of tokens; Q follows unless it is given.
    ///
    /// # Errors
    /// As [`Sweep::new`].
    pub fn over_tokens(base: &LoadParameters, tokens: &[usize]) -> Result<Self, Refusal> {
        Self::new(tokens.iter().map(|tokens| LoadParameters { tokens: *tokens, ..base.clone() }).collect())
    }

    /// Figure 8: thirty nodes, N = 3, the three strategies against the size of the metadata.
    ///
    /// # Errors
    /// `invalid-number` for the trials or the seed.
    pub fn figure_8(trials: u64, seed: u64) -> Result<Self, Refusal> {
        within("trials", trials, (1, 10_000))?;
        let point = |strategy: Strategy, size: usize| LoadParameters {
            nodes: FIGURE_8_NODES,
            n: FIGURE_8_COPIES,
            tokens: size / FIGURE_8_NODES,
            strategy,
            partitions: if strategy == Strategy::EqualPartitions { size } else { FIGURE_8_PARTITIONS },
            trials,
            seed,
            ..LoadParameters::default()
        };
        let strategies = [Strategy::RandomTokens, Strategy::RandomTokensEqualPartitions, Strategy::EqualPartitions];
        Self::new(strategies.iter().flat_map(|each| FIGURE_8_SIZES.map(|size| point(*each, size))).collect())
    }
}

impl Experiment for Sweep {
    type Outcome = SweepOutcome;

    /// Goes on to the next point while work is left.
    fn advance(&mut self, work: u64) {
        let mut left = work.max(1);
        while left > 0 {
            if self.running.is_none() {
                // They were checked when the sweep was made.
                self.running = self.waiting.pop().and_then(|next| LoadExperiment::new(next).ok());
                left = left.saturating_sub(BEGINNING);
            }
            let Some(running) = &mut self.running else { return };
            left = running.go_on(left);
            if running.is_done() {
                left = left.saturating_sub(running.parameters().trials / 8);
                self.points.push(point(running.parameters(), running.outcome()));
                self.running = None;
            }
        }
    }

    fn progress(&self) -> f64 {
        let begun = self.running.as_ref().map_or(0.0, Experiment::progress);
        (self.points.len() as f64 + begun) / self.all as f64
    }

    fn outcome(&self) -> SweepOutcome {
        SweepOutcome { sentence: sentence(&self.points), points: self.points.clone() }
    }
}

fn point(parameters: &LoadParameters, outcome: LoadOutcome) -> SweepPoint {
    SweepPoint {
        strategy: parameters.strategy.as_str(),
        tokens: parameters.tokens,
        metadata: outcome.tokens.iter().sum(),
        cv: outcome.cv,
        cv_band: outcome.cv_band,
        max_over_mean: outcome.max_over_mean,
        efficiency: outcome.efficiency,
        efficiency_band: outcome.efficiency_band,
        out_of_balance: outcome.out_of_balance,
    }
}

/// What came of all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SweepOutcome {
    /// In order.
    pub points: Vec<SweepPoint>,
    /// What was found.
    pub sentence: String,
}

/// A strategy of section 6.2 by the paper's number.
fn strategy_words(word: &str) -> &'static str {
    match word {
        "random-tokens" => "strategy 1",
        "random-tokens-equal-partitions" => "strategy 2",
        _ => "strategy 3",
    }
}

fn sentence(points: &[SweepPoint]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    if first.strategy != last.strategy {
        let same = || points.iter().filter(|point| point.metadata == first.metadata);
        let words: Vec<String> = same()
            .map(|point| format!("{:.0} % under {}", point.efficiency * 100.0, strategy_words(point.strategy)))
            .collect();
        let best = same().max_by(|one, other| one.efficiency.total_cmp(&other.efficiency)).unwrap_or(first);
        return format!(
            "With {} entries of metadata, the mean load is this part of the highest: {}. Best at this size: {}.",
            first.metadata,
            words.join(", "),
            strategy_words(best.strategy)
        );
    }
    spread_words(points)
}

/// How the spread goes with the number of tokens, beside one over the square root.
fn spread_words(points: &[SweepPoint]) -> String {
    let by_tokens = |one: &&SweepPoint, other: &&SweepPoint| one.tokens.cmp(&other.tokens);
    let (Some(few), Some(many)) = (points.iter().min_by(by_tokens), points.iter().max_by(by_tokens)) else {
        return String::new();
    };
    let [from, to] = [few, many].map(|point| format!("{:.1} %", point.cv.measured * 100.0));
    if few.tokens == many.tokens {
        return format!("With {} tokens per node, the spread is {from} of the mean.", few.tokens);
    }
    let words = format!(
        "From {} to {} tokens per node, the spread goes from {from} to {to} of the mean",
        few.tokens, many.tokens
    );
    let (tokens, smaller) = (many.tokens as f64 / few.tokens as f64, few.cv.measured / many.cv.measured);
    match smaller.is_finite() && smaller > 1.05 {
        true => format!(
            "{words}: {0} times as many tokens make it {smaller:.1} times smaller, and the square root of {0} is {1}.",
            (tokens * 10.0).round() / 10.0,
            (tokens.sqrt() * 10.0).round() / 10.0
        ),
        false => format!("{words}: more tokens do not make it smaller."),
    }
}

impl SweepOutcome {
    /// The figures as comma-separated values.
    pub fn csv(&self) -> String {
        let headings = [
            "strategy",
            "tokens",
            "metadata",
            "cv",
            "standard error",
            "expected cv",
            "cv low",
            "cv high",
            "max over mean",
            "expected max over mean",
            "efficiency",
            "efficiency low",
            "efficiency high",
            "out of balance",
        ];
        let mut csv = Csv::with_headings(&headings);
        for point in &self.points {
            csv.cell(&point.strategy);
            csv.cell(&point.tokens);
            csv.cell(&point.metadata);
            csv.cell(&point.cv.measured);
            csv.cell(&point.cv.standard_error);
            csv.number(point.cv.expected);
            csv.cell(&point.cv_band.low);
            csv.cell(&point.cv_band.high);
            csv.cell(&point.max_over_mean.measured);
            csv.number(point.max_over_mean.expected);
            csv.cell(&point.efficiency);
            csv.cell(&point.efficiency_band.low);
            csv.cell(&point.efficiency_band.high);
            csv.cell(&point.out_of_balance);
            csv.end_row();
        }
        csv.text()
    }
}

/// Reads the JSON form of the public interface: as a load laboratory, but `tokens` is a list.
///
/// # Errors
/// The first thing that is wrong, with the path of its field.
pub fn over_tokens_from_json(json: &Value) -> Result<Sweep, Refusal> {
    let fields = Fields::new("parameters", json)?;
    let tokens = numbers(&fields, "tokens", 256, (1.0, MAX_TOKENS_PER_NODE as f64))?;
    let tokens = fields.required("tokens", tokens, "a list of token counts")?;
    if let Some(part) = tokens.iter().find(|tokens| tokens.fract() != 0.0) {
        return Err(Refusal::field("invalid-number", "tokens", part, "whole numbers"));
    }
    let base = LoadParameters::read_without_tokens(&fields)?;
    fields.nothing_else()?;
    let tokens: Vec<usize> = tokens.into_iter().map(|tokens| tokens as usize).collect();
    Sweep::over_tokens(&base, &tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of so many tokens and the spreads measured with them.
    fn check(spreads: &[(usize, f64)], expect: &str) {
        let point = |(tokens, cv): &(usize, f64)| {
            let measured = Measured { measured: *cv, standard_error: 0.0, expected: None };
            SweepPoint {
                strategy: "random-tokens",
                tokens: *tokens,
                metadata: *tokens,
                cv: measured,
                cv_band: Band { low: *cv, middle: *cv, high: *cv },
                max_over_mean: measured,
                efficiency: 1.0,
                efficiency_band: Band { low: 1.0, middle: 1.0, high: 1.0 },
                out_of_balance: 0.0,
            }
        };
        assert_eq!(sentence(&spreads.iter().map(point).collect::<Vec<_>>()), expect);
    }

    #[test]
    fn the_spread_is_told_as_it_was_measured() {
        check(&[], "");
        check(&[(8, 0.25)], "With 8 tokens per node, the spread is 25.0 % of the mean.");
        let falls = "From 1 to 16 tokens per node, the spread goes from 90.0 % to 24.0 % of the mean: 16 times as many tokens make it 3.8 \
                     times smaller, and the square root of 16 is 4.";
        check(&[(1, 0.9), (4, 0.46), (16, 0.24)], falls);
        check(&[(16, 0.24), (1, 0.9)], falls);
        check(
            &[(1, 0.1), (16, 0.1)],
            "From 1 to 16 tokens per node, the spread goes from 10.0 % to 10.0 % of the mean: more tokens do not make it smaller.",
        );
        check(
            &[(3, 0.5), (8, 0.3)],
            "From 3 to 8 tokens per node, the spread goes from 50.0 % to 30.0 % of the mean: 2.7 times as many tokens make it 1.7 times \
             smaller, and the square root of 2.7 is 1.6.",
        );
    }
}
