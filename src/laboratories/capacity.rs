//! Nodes of different strength: what each gets with one token, with equal tokens, with tokens by capacity. Section 4.2
//! names both problems of plain consistent hashing, the uneven spread and the blindness for strength; tokens mend both.

use super::load::{CAPACITY, LoadExperiment, LoadOutcome, LoadParameters, TokenPlan};
use super::reading::numbers;
use super::{Csv, Experiment};
use crate::input::fields::Fields;
use crate::input::limits::MAX_NODES;
use crate::input::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;

/// The same nodes under three plans.
#[derive(Clone, Debug)]
pub struct CapacityExperiment {
    plans: [LoadExperiment; 3],
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CapacityOutcome {
    /// With one token each.
    pub one_token: LoadOutcome,
    /// With as many tokens each.
    pub equal_tokens: LoadOutcome,
    /// With tokens by capacity.
    pub by_capacity: LoadOutcome,
    /// What was found.
    pub sentence: String,
}

/// Reads the JSON form of the public interface: `capacities`, `tokens`, `n`, `trials`, `seed`.
///
/// # Errors
/// The first thing that is wrong, with the path of its field.
pub fn parameters_from_json(json: &Value) -> Result<LoadParameters, Refusal> {
    let fields = Fields::new("parameters", json)?;
    let capacities = numbers(&fields, "capacities", MAX_NODES as u64, CAPACITY)?;
    let capacities = fields.required("capacities", capacities, "a list of how strong each node is")?;
    let mut parameters = LoadParameters::read(&fields)?;
    fields.nothing_else()?;
    parameters.nodes = capacities.len();
    parameters.capacities = capacities;
    parameters.check()?;
    Ok(parameters)
}

impl CapacityExperiment {
    /// At its start; the plan of the parameters is not heeded.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn new(parameters: &LoadParameters) -> Result<Self, Refusal> {
        let plan = |plan| LoadExperiment::new(LoadParameters { plan, ..parameters.clone() });
        Ok(Self { plans: [plan(TokenPlan::One)?, plan(TokenPlan::Equal)?, plan(TokenPlan::ByCapacity)?] })
    }
}

impl Experiment for CapacityExperiment {
    type Outcome = CapacityOutcome;

    fn advance(&mut self, work: u64) {
        if let Some(next) = self.plans.iter_mut().find(|plan| !plan.is_done()) {
            next.advance(work);
        }
    }

    fn progress(&self) -> f64 {
        self.plans.iter().map(Experiment::progress).sum::<f64>() / self.plans.len() as f64
    }

    fn outcome(&self) -> CapacityOutcome {
        let [one_token, equal_tokens, by_capacity] = &self.plans;
        let (one, equal, fair) = (one_token.outcome(), equal_tokens.outcome(), by_capacity.outcome());
        let sentence = format!(
            "On average over the trials, the node that is busiest for its capacity carries {:.2} times its share with one token each, \
             {:.2} times with equal tokens, and {:.2} times with tokens by capacity.",
            one.max_over_mean.measured, equal.max_over_mean.measured, fair.max_over_mean.measured
        );
        CapacityOutcome { one_token: one, equal_tokens: equal, by_capacity: fair, sentence }
    }
}

impl CapacityOutcome {
    /// The figures as comma-separated values.
    pub fn csv(&self) -> String {
        let headings = ["plan", "node", "fair share", "tokens", "share", "mean share"];
        let mut csv = Csv::with_headings(&headings);
        let plans =
            [("one token", &self.one_token), ("equal tokens", &self.equal_tokens), ("by capacity", &self.by_capacity)];
        for (name, outcome) in plans {
            let rows = outcome.fair.iter().zip(&outcome.tokens).zip(&outcome.shares).zip(&outcome.mean_shares);
            for (index, (((fair, tokens), share), mean)) in rows.enumerate() {
                csv.row(&name, &[(index + 1) as f64, *fair, *tokens as f64, *share, *mean]);
            }
        }
        csv.text()
    }
}
