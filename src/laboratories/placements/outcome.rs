//! What came of each placement, in numbers, in words and as a table.

use super::names::{Can, METHODS, MethodName};
use crate::laboratories::Csv;
use serde::Serialize;

/// Parts of all copies, by what happened.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Moves {
    /// A node of mean weight joins.
    pub join: f64,
    /// The node in the middle of the list leaves.
    pub leave: f64,
    /// The same node gets twice the weight.
    pub reweigh: f64,
}

/// What came of one placement.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodOutcome {
    /// The word of the placement.
    pub method: &'static str,
    /// The most loaded node, against its share by weight.
    pub max_over_mean: f64,
    /// The standard deviation of the loads against their shares, over the mean.
    pub cv: f64,
    /// The copies that were placed elsewhere.
    pub moved: Moves,
    /// The copies that had to be.
    pub least: Moves,
    /// The bytes of its tables.
    pub bytes: usize,
    /// What it can do by itself.
    pub can: Can,
}

/// The same with the time of a look-up, which only who has a clock can measure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TimedOutcome {
    /// What needs no clock.
    #[serde(flatten)]
    pub outcome: MethodOutcome,
    /// Nanoseconds; `None` before it was measured.
    #[serde(rename = "nsPerLookup")]
    pub ns_per_lookup: Option<f64>,
}

impl MethodOutcome {
    /// The placement.
    pub fn name(&self) -> MethodName {
        METHODS.iter().find(|(word, _)| *word == self.method).map_or(MethodName::Modulo, |(_, name)| *name)
    }
}

fn percent(part: f64) -> String {
    format!("{:.1} %", 100.0 * part)
}

/// The outcomes with the lowest and the highest of a number.
fn ends(outcomes: &[TimedOutcome], of: impl Fn(&TimedOutcome) -> Option<f64>) -> Option<[(&'static str, f64); 2]> {
    let known = || outcomes.iter().filter_map(|one| Some((one.outcome.name().label(), of(one)?)));
    let lowest = known().min_by(|one, other| one.1.total_cmp(&other.1))?;
    let highest = known().max_by(|one, other| one.1.total_cmp(&other.1))?;
    Some([lowest, highest])
}

/// What the numbers say of the balance.
pub fn balance_words(outcomes: &[TimedOutcome]) -> String {
    match ends(outcomes, |one| Some(one.outcome.max_over_mean)) {
        None => "Nothing has been measured yet.".to_owned(),
        Some([(only, times), _]) if outcomes.len() == 1 => {
            format!("With {only}, the busiest node carries {times:.2} times its share.")
        }
        Some([(best, low), (worst, high)]) => format!(
            "Most even: {best}, whose busiest node carries {low:.2} times its share. Least even: {worst}, with {high:.2} times."
        ),
    }
}

/// What the numbers say of what moves.
pub fn moves_words(outcomes: &[TimedOutcome]) -> String {
    let Some(least) = outcomes.first().map(|one| one.outcome.least) else {
        return "Nothing has been measured yet.".to_owned();
    };
    let of = |part: fn(&Moves) -> f64, happens: &str| {
        let ends = ends(outcomes, |one| Some(part(&one.outcome.moved))).unwrap_or_default();
        let least = percent(part(&least));
        let [(few, low), (many, high)] = [(ends[0].0, percent(ends[0].1)), (ends[1].0, percent(ends[1].1))];
        if few == many {
            return format!("{happens}, {few} moves {low} of the copies; the least is {least}.");
        }
        format!("{happens}, {few} moves {low} of the copies and {many} moves {high}; the least is {least}.")
    };
    format!(
        "{} {}",
        of(|moved| moved.join, "When a node joins"),
        of(|moved| moved.leave, "When the middle node leaves")
    )
}

/// What the numbers say of the time of a look-up.
pub fn time_words(outcomes: &[TimedOutcome]) -> String {
    let words = |ns: f64| if ns < 1_000.0 { format!("{ns:.0} ns") } else { format!("{:.1} µs", ns / 1_000.0) };
    match ends(outcomes, |one| one.ns_per_lookup) {
        None => "Look-ups are timed when the keys are placed.".to_owned(),
        Some([(quick, low), (slow, _)]) if quick == slow => {
            format!("A look-up takes {} with {quick}, measured on this machine.", words(low))
        }
        Some([(quick, low), (slow, high)]) => format!(
            "A look-up takes {} with {quick} and {} with {slow}, measured on this machine.",
            words(low),
            words(high)
        ),
    }
}

/// All numbers, for a spreadsheet.
pub fn csv(outcomes: &[TimedOutcome]) -> String {
    let mut csv = Csv::with_headings(&[
        "method",
        "busiest / share",
        "cv",
        "moved at join",
        "least at join",
        "times least at join",
        "moved at leave",
        "least at leave",
        "times least at leave",
        "moved at reweigh",
        "least at reweigh",
        "times least at reweigh",
        "ns per look-up",
        "bytes",
        "weights",
        "any departure",
        "N distinct replicas",
    ]);
    for TimedOutcome { outcome, ns_per_lookup } in outcomes {
        let MethodOutcome { moved, least, can, .. } = outcome;
        csv.cell(&outcome.method);
        csv.number(Some(outcome.max_over_mean));
        csv.number(Some(outcome.cv));
        for (moved, least) in [(moved.join, least.join), (moved.leave, least.leave), (moved.reweigh, least.reweigh)] {
            csv.number(Some(moved));
            csv.number(Some(least));
            csv.number(times_least(moved, least));
        }
        csv.number(*ns_per_lookup);
        csv.cell(&outcome.bytes);
        [can.weights, can.any_departure, can.replicas]
            .iter()
            .for_each(|can| csv.cell(&if *can { "yes" } else { "no" }));
        csv.end_row();
    }
    csv.text()
}

/// How many times the least was moved; `None` where nothing has to move.
pub fn times_least(moved: f64, least: f64) -> Option<f64> {
    (least > 0.0).then(|| moved / least)
}
