//! The charts and the table of the placements.

use super::figures::{Comparison, ComparisonRow, ExperimentResult, file_of};
use crate::laboratories::placements::{Moves, TimedOutcome, balance_words, csv, moves_words, time_words, times_least};
use crate::page::drawing::charts::scale::number_words;
use crate::page::drawing::charts::{Axis, Chart, Dot, Hatch, Ink, Mark, Rule, Series, Spacing};

const HEAD: &[&str] = &[
    "Placement",
    "Busiest / share",
    "Spread",
    "A node joins",
    "The middle node leaves",
    "It gets twice the weight",
    "Look-up",
    "Tables",
    "Weights",
    "Any node can leave",
    "N distinct nodes",
];

pub fn placements(outcomes: Vec<TimedOutcome>) -> ExperimentResult {
    ExperimentResult {
        charts: vec![balance(&outcomes), moves(&outcomes), times(&outcomes)],
        figures: Vec::new(),
        comparison: Some(comparison(&outcomes)),
        note: "Whoever moves less than must move leaves the newcomer with less than its share. A placement that does not know weights gives every node the same. One without N distinct nodes of its own hashes the key again until there are enough.",
        csv: file_of(outcomes, |outcomes| csv(outcomes)),
    }
}

fn names(outcomes: &[TimedOutcome]) -> Axis {
    let categories = outcomes.iter().map(|one| one.outcome.name().label().to_owned()).collect();
    Axis { categories, ..Axis::new("placement", Spacing::Linear) }
}

fn by_index(outcomes: &[TimedOutcome], of: impl Fn(&TimedOutcome) -> Option<f64>) -> impl Iterator<Item = (f64, f64)> {
    outcomes.iter().enumerate().filter_map(move |(index, one)| Some((index as f64, of(one)?)))
}

fn balance(outcomes: &[TimedOutcome]) -> Chart {
    let busiest = by_index(outcomes, |one| Some(one.outcome.max_over_mean));
    Chart {
        title: "Busiest node against its share".to_owned(),
        says: balance_words(outcomes),
        x: names(outcomes),
        y: Axis::new("load / share by weight", Spacing::Linear),
        series: vec![Series::new("busiest node", Mark::Bars(Hatch::Full), Ink::Accent, busiest)],
        rules: vec![Rule { at: 1.0, upright: false, label: "even".to_owned() }],
    }
}

fn moves(outcomes: &[TimedOutcome]) -> Chart {
    let series = |name: &str, hatch: Hatch, ink: Ink, part: fn(&Moves) -> f64| {
        let times = by_index(outcomes, move |one| times_least(part(&one.outcome.moved), part(&one.outcome.least)));
        Series::new(name, Mark::Bars(hatch), ink, times)
    };
    Chart {
        title: "What a change moves".to_owned(),
        says: moves_words(outcomes),
        x: names(outcomes),
        y: Axis::new("copies moved / copies that must move", Spacing::Linear),
        series: vec![
            series("a node joins", Hatch::Full, Ink::Accent, |moved| moved.join),
            series("the middle node leaves", Hatch::Slanted, Ink::Node(1), |moved| moved.leave),
            series("it gets twice the weight", Hatch::Level, Ink::Node(4), |moved| moved.reweigh),
        ],
        rules: vec![Rule { at: 1.0, upright: false, label: "the least".to_owned() }],
    }
}

fn times(outcomes: &[TimedOutcome]) -> Chart {
    // A browser’s clock may be too coarse for the quickest.
    let times = by_index(outcomes, |one| one.ns_per_lookup.filter(|ns| *ns > 0.0));
    Chart {
        title: "Time of a look-up".to_owned(),
        says: time_words(outcomes),
        x: Axis { include: vec![-0.6, outcomes.len() as f64 - 0.4], ..names(outcomes) },
        y: Axis::new("nanoseconds", Spacing::Logarithmic),
        series: vec![Series::new("measured here", Mark::Dots(Dot::Round), Ink::Accent, times)],
        rules: Vec::new(),
    }
}

fn comparison(outcomes: &[TimedOutcome]) -> Comparison {
    let percent = |part: f64| format!("{:.1} %", 100.0 * part);
    let yes_or_no = |can: bool| if can { "yes" } else { "no" }.to_owned();
    let least = outcomes.first().map(|one| one.outcome.least).map(|least| ComparisonRow {
        name: "What must move",
        source: "the least that any placement can do",
        cells: [String::new(), String::new()]
            .into_iter()
            .chain([least.join, least.leave, least.reweigh].map(percent))
            .chain(std::iter::repeat_n(String::new(), 5))
            .collect(),
    });
    let row = |TimedOutcome { outcome, ns_per_lookup }: &TimedOutcome| {
        let (moved, can) = (outcome.moved, outcome.can);
        ComparisonRow {
            name: outcome.name().label(),
            source: outcome.name().paper(),
            cells: vec![
                number_words(outcome.max_over_mean),
                percent(outcome.cv),
                percent(moved.join),
                percent(moved.leave),
                percent(moved.reweigh),
                ns_per_lookup.map_or_else(|| "…".to_owned(), |ns| format!("{} ns", number_words(ns.round()))),
                bytes_words(outcome.bytes),
                yes_or_no(can.weights),
                yes_or_no(can.any_departure),
                yes_or_no(can.replicas),
            ],
        }
    };
    let rows = outcomes.iter().map(row).chain(least).collect();
    Comparison { caption: "The placements side by side", head: HEAD, rows }
}

fn bytes_words(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", number_words((bytes as f64 / 1e3 * 10.0).round() / 10.0)),
        _ => format!("{} MB", number_words((bytes as f64 / 1e6 * 10.0).round() / 10.0)),
    }
}
