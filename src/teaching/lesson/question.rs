//! A question to a laboratory: which, with what parameters, and which figure of what comes out.

use super::Answer;
use crate::input::fields::{Fields, described};
use crate::input::file_error::placed;
use crate::input::refusal::Refusal;
use crate::laboratories::engine_staleness::EngineStalenessParameters;
use crate::laboratories::latency::{LatencyExperiment, LatencyParameters};
use crate::laboratories::load::{LoadExperiment, LoadOutcome, LoadParameters};
use crate::laboratories::movement::{MovementExperiment, MovementParameters};
use crate::laboratories::placements::PlacementParameters;
use crate::laboratories::service_level::{ServiceLevelExperiment, ServiceLevelParameters};
use crate::laboratories::staleness::{StalenessExperiment, StalenessParameters};
use crate::laboratories::{capacity, run};
use serde_json::{Map, Value};

/// A laboratory with parameters, and perhaps one of its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct LaboratoryQuestion {
    /// The word of the experiment: `shares`, `spread`, `figure-8`, `movement`, `capacity`, `latency`, `service-level`,
    /// `staleness`, `engine-staleness` or `placements`.
    pub kind: String,
    /// The parameters of the public interface; an empty object for the usual ones.
    pub with: Value,
    /// The figure, when it is a measure; empty when it is only looked at.
    pub figure: String,
}

/// A figure of a laboratory.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The word of the experiment.
    pub kind: &'static str,
    /// The word of the figure.
    pub word: &'static str,
    /// What it is, with its unit.
    pub about: &'static str,
}

const fn figure(kind: &'static str, word: &'static str, about: &'static str) -> Figure {
    Figure { kind, word, about }
}

/// All figures that can be measured.
const FIGURES: [Figure; 27] = [
    figure("shares", "cv", "spread of the loads: standard deviation over mean, measured"),
    figure("shares", "expectedCv", "spread of the loads by the closed form"),
    figure("shares", "maxOverMean", "the highest load over the mean load"),
    figure("shares", "efficiency", "the mean load over the highest load"),
    figure("shares", "outOfBalance", "per cent of the nodes that are 15 % or more off the mean"),
    figure("capacity", "oneToken", "the highest load over the fair load, with one token each"),
    figure("capacity", "equalTokens", "the highest load over the fair load, with as many tokens each"),
    figure("capacity", "byCapacity", "the highest load over the fair load, with tokens by capacity"),
    figure("movement", "ring", "per cent of the copies that are made anew, random tokens"),
    figure("movement", "modulo", "per cent of the keys that hash mod nodes moves"),
    figure("movement", "needed", "per cent that has to move"),
    figure("latency", "readMean", "mean of a get, ms"),
    figure("latency", "readP50", "median of a get, ms"),
    figure("latency", "readP99", "99th percentile of a get, ms"),
    figure("latency", "readP999", "99.9th percentile of a get, ms"),
    figure("latency", "writeMean", "mean of a put, ms"),
    figure("latency", "writeP50", "median of a put, ms"),
    figure("latency", "writeP99", "99th percentile of a put, ms"),
    figure("latency", "writeP999", "99.9th percentile of a put, ms"),
    figure(
        "service-level",
        "holdsUpTo",
        "the highest rate of the list up to which the level holds, requests a second; 0 if none",
    ),
    figure("service-level", "inTime", "per cent of the requests in time, at the last rate"),
    figure("service-level", "readMean", "mean of a get at the last rate, ms"),
    figure("service-level", "readP999", "99.9th percentile of a get at the last rate, ms"),
    figure("service-level", "writeP999", "99.9th percentile of a put at the last rate, ms"),
    figure(
        "staleness",
        "consistent",
        "per cent of the reads that see the latest write, at the first moment asked about",
    ),
    figure("staleness", "tVisibilityP99", "ms after which 99 % of the reads see a write"),
    figure("staleness", "tVisibilityP999", "ms after which 99.9 % of the reads see a write"),
];

/// What can be looked at.
pub(super) const KINDS: [&str; 10] = [
    "shares",
    "spread",
    "figure-8",
    "movement",
    "capacity",
    "latency",
    "service-level",
    "staleness",
    "engine-staleness",
    "placements",
];

/// The most work that a lesson asks of a laboratory: tokens placed, or messages sent.
const MOST_WORK: u64 = 4_000_000;

impl Figure {
    /// All of them.
    pub fn all() -> &'static [Figure] {
        &FIGURES
    }
}

impl LaboratoryQuestion {
    pub(super) fn to_json(&self) -> Value {
        let mut map = Map::new();
        map.insert("kind".to_owned(), self.kind.as_str().into());
        map.insert("with".to_owned(), self.with.clone());
        if !self.figure.is_empty() {
            map.insert("figure".to_owned(), self.figure.as_str().into());
        }
        Value::Object(map)
    }

    /// Reads `kind`, `with` and, where it is a measure, `figure`.
    pub(super) fn read(fields: &Fields<'_>, measured: bool) -> Result<Self, Refusal> {
        let words = KINDS.map(|kind| (kind, kind));
        let kind = fields.required("kind", fields.choice("kind", &words)?, &KINDS.join(", "))?;
        let with = fields.raw("with").cloned().unwrap_or_else(|| Value::Object(Map::new()));
        let mut question = Self { kind: kind.to_owned(), with, figure: String::new() };
        let work = question.work().map_err(|refusal| placed(&fields.path("with"), refusal))?;
        if work > MOST_WORK {
            let allowed = format!("at most {MOST_WORK} in a lesson, for somebody waits for it");
            let given = format!("trials that come to {work} tokens or messages");
            return Err(Refusal::field("too-much-work", &fields.path("with"), given, &allowed));
        }
        if measured {
            let figures: Vec<(&str, &str)> =
                FIGURES.iter().filter(|figure| figure.kind == kind).map(|figure| (figure.word, figure.word)).collect();
            let allowed = figures.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            question.figure = fields.required("figure", fields.choice("figure", &figures)?, &allowed)?.to_owned();
        }
        Ok(question)
    }

    /// About how many tokens are placed or messages sent.
    fn work(&self) -> Result<u64, Refusal> {
        let of_load = |parameters: &LoadParameters| {
            let tokens: usize = parameters.tokens_of_nodes().iter().sum();
            (tokens as u64 * parameters.trials).saturating_add(parameters.keys)
        };
        Ok(match self.kind.as_str() {
            "shares" => of_load(&LoadParameters::from_json(&self.with)?),
            "capacity" => 3 * of_load(&capacity::parameters_from_json(&self.with)?),
            "movement" => {
                let parameters = MovementParameters::from_json(&self.with)?;
                ((parameters.nodes * parameters.tokens) as u64 + 2_000) * parameters.trials
            }
            "latency" => of_requests(&LatencyParameters::from_json(&self.with)?),
            "staleness" => of_requests(&StalenessParameters::from_json(&self.with)?.latency),
            "service-level" => {
                let parameters = ServiceLevelParameters::from_json(&self.with)?;
                parameters.rates.len() as u64 * parameters.requests * 4
            }
            "engine-staleness" => EngineStalenessParameters::from_json(&self.with)?.trials * 100,
            "placements" => {
                let parameters = PlacementParameters::from_json(&self.with)?;
                (parameters.keys * parameters.methods.len() * 4) as u64
            }
            _ if self.with.is_object() => 0,
            _ => return Err(Refusal::field("not-an-object", "parameters", described(&self.with), "an object")),
        })
    }

    /// Runs the experiment: its figure, and a sentence with it.
    pub(super) fn answer(&self) -> Result<(f64, String), Refusal> {
        let figures = match self.kind.as_str() {
            "shares" => of_shares(run(LoadExperiment::new(LoadParameters::from_json(&self.with)?)?)),
            "capacity" => {
                of_capacity(run(capacity::CapacityExperiment::new(&capacity::parameters_from_json(&self.with)?)?))
            }
            "movement" => {
                let outcome = run(MovementExperiment::new(MovementParameters::from_json(&self.with)?)?);
                let parts = [outcome.random_tokens.copies, outcome.modulo, outcome.needed];
                parts.map(|part| part * 100.0).to_vec()
            }
            "latency" => {
                let outcome = run(LatencyExperiment::new(LatencyParameters::from_json(&self.with)?)?);
                let of = |found: crate::laboratories::percentiles::Percentiles| {
                    [found.mean, found.p50, found.p99, found.p999]
                };
                [of(outcome.read), of(outcome.write)].concat()
            }
            "staleness" => {
                let outcome = run(StalenessExperiment::new(StalenessParameters::from_json(&self.with)?)?);
                let first = outcome.consistent.first().copied().unwrap_or_default() * 100.0;
                vec![first, outcome.t_visibility.p99, outcome.t_visibility.p999]
            }
            "service-level" => {
                let outcome = run(ServiceLevelExperiment::new(ServiceLevelParameters::from_json(&self.with)?)?);
                let last = outcome.rates.last().map_or([0.0; 4], |last| {
                    [last.share_in_time * 100.0, last.read.mean, last.read.p999, last.write.p999]
                });
                [&[outcome.holds_up_to.unwrap_or(0.0)], last.as_slice()].concat()
            }
            other => return Err(Refusal::field("invalid-choice", "kind", other, "a laboratory with figures")),
        };
        // The figures of a kind stand in the table in the order in which they come here.
        let of_kind = FIGURES.iter().filter(|figure| figure.kind == self.kind);
        let found = of_kind.zip(figures).find(|(figure, _)| figure.word == self.figure);
        let refusal = || Refusal::field("invalid-choice", "figure", &self.figure, "a figure of the laboratory");
        let (figure, value) = found.ok_or_else(refusal)?;
        Ok((value, format!("Measured in the laboratory, {}: {}.", figure.about, Answer::Number(value).in_words())))
    }
}

fn of_requests(parameters: &LatencyParameters) -> u64 {
    parameters.trials * parameters.n as u64 * 4
}

fn of_shares(outcome: LoadOutcome) -> Vec<f64> {
    vec![
        outcome.cv.measured,
        outcome.cv.expected.unwrap_or(0.0),
        outcome.max_over_mean.measured,
        outcome.efficiency,
        outcome.out_of_balance * 100.0,
    ]
}

fn of_capacity(outcome: capacity::CapacityOutcome) -> Vec<f64> {
    let plans = [&outcome.one_token, &outcome.equal_tokens, &outcome.by_capacity];
    plans.map(|plan| plan.max_over_mean.measured).to_vec()
}
