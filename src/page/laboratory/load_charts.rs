//! The charts of the load and capacity laboratories.

use super::figures::{ExperimentResult, Figure, file_of};
use crate::laboratories::capacity::CapacityOutcome;
use crate::laboratories::load::{LoadOutcome, Measured};
use crate::laboratories::movement::{Moved, MovementOutcome};
use crate::laboratories::sweep::{SweepOutcome, SweepPoint};
use crate::page::drawing::charts::scale::number_words;
use crate::page::drawing::charts::{Axis, Chart, Dash, Dot, Hatch, Ink, Mark, Point, Rule, Series, Spacing};

/// A node is out of balance if its load differs from the mean by 15 % or more: section 6.2.
const OUT_OF_BALANCE: f64 = 0.15;

fn percent_words(part: f64) -> String {
    format!("{} %", number_words(part * 100.0))
}

fn figure(name: &'static str, measured: Measured, words: fn(f64) -> String) -> Figure {
    let error = format!("{} ± {}", words(measured.measured), words(measured.standard_error));
    Figure { name, measured: error, expected: measured.expected.map(words).unwrap_or_default() }
}

fn node_names(count: usize) -> Vec<String> {
    (1..=count).map(|number| number.to_string()).collect()
}

fn by_index(values: &[f64]) -> impl Iterator<Item = (f64, f64)> + '_ {
    values.iter().enumerate().map(|(index, value)| (index as f64, *value))
}

/// The chart of each node's share.
pub fn shares(outcome: &LoadOutcome) -> ExperimentResult {
    let mean = outcome.fair.iter().sum::<f64>() / outcome.fair.len().max(1) as f64;
    let alike = outcome.fair.iter().all(|fair| (fair - mean).abs() < 1e-12);
    let mut series = vec![Series::new("one trial", Mark::Bars(Hatch::Full), Ink::Accent, by_index(&outcome.shares))];
    series[0].inks = (0..outcome.shares.len()).map(Ink::Node).collect();
    if !alike {
        series.push(Series::new("by capacity", Mark::Dots(Dot::Round), Ink::Ink, by_index(&outcome.fair)));
    }
    let level = |at: f64, label: &str| Rule { at, upright: false, label: label.to_owned() };
    let rules = match alike {
        true => vec![
            level(mean, "mean"),
            level(mean * (1.0 + OUT_OF_BALANCE), "+15 %"),
            level(mean * (1.0 - OUT_OF_BALANCE), "−15 %"),
        ],
        false => Vec::new(),
    };
    let chart = Chart {
        title: "Share of the load of each node".to_owned(),
        says: format!("{}{}", busiest_of_trial(outcome), outcome.sentence),
        x: Axis { categories: node_names(outcome.shares.len()), ..Axis::new("node", Spacing::Linear) },
        y: Axis { percent: true, ..Axis::new("share of all copies", Spacing::Linear) },
        series,
        rules,
    };
    ExperimentResult {
        charts: vec![chart],
        figures: vec![
            figure("Spread: standard deviation / mean", outcome.cv, percent_words),
            figure("Busiest node / mean", outcome.max_over_mean, number_words),
            Figure::plain("Efficiency: mean / busiest", percent_words(outcome.efficiency)),
            Figure::plain("Nodes 15 % or more off the mean", percent_words(outcome.out_of_balance)),
        ],
        comparison: None,
        note: "The bars show one trial; the figures are over all of them.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

/// What the bars show of the busiest node.
fn busiest_of_trial(outcome: &LoadOutcome) -> String {
    let parts = outcome.shares.iter().zip(&outcome.fair).map(|(share, fair)| share / fair);
    let busiest = parts.enumerate().max_by(|one, other| one.1.total_cmp(&other.1));
    busiest.map_or_else(String::new, |(index, part)| {
        format!(
            "In the trial that is shown, node {} is the busiest, with {} times its share. ",
            index + 1,
            number_words(part)
        )
    })
}

fn bands(points: &[SweepPoint], x: fn(&SweepPoint) -> usize, of: fn(&SweepPoint) -> (f64, f64)) -> Vec<Point> {
    let point = |point: &SweepPoint| {
        let (low, high) = of(point);
        Point { x: x(point) as f64, y: (low + high) / 2.0, low, high }
    };
    points.iter().map(point).collect()
}

/// The chart of spread against tokens per node.
pub fn spread(outcome: &SweepOutcome) -> ExperimentResult {
    let points = &outcome.points;
    let tokens = |point: &SweepPoint| point.tokens as f64;
    let axis = || Axis::new("tokens of each node", Spacing::Logarithmic);
    let known = |of: fn(&SweepPoint) -> Measured| {
        points.iter().filter_map(move |point| Some((tokens(point), of(point).expected?)))
    };
    let measured =
        |of: fn(&SweepPoint) -> Measured| points.iter().map(move |point| (tokens(point), of(point).measured));
    let band = Series {
        points: bands(points, |point| point.tokens, |point| (point.cv_band.low, point.cv_band.high)),
        ..Series::new("9 of 10 trials", Mark::Band, Ink::Accent, [])
    };
    let variance = Chart {
        title: "Spread of the load against tokens".to_owned(),
        says: outcome.sentence.clone(),
        x: axis(),
        y: Axis { percent: true, ..Axis::new("standard deviation / mean", Spacing::Logarithmic) },
        series: vec![
            band,
            Series::new("in closed form", Mark::Line(Dash::Dashed), Ink::Ink, known(|point| point.cv)),
            Series::new("measured", Mark::Dots(Dot::Round), Ink::Accent, measured(|point| point.cv)),
        ],
        rules: Vec::new(),
    };
    let busiest = Chart {
        title: "Busiest node against tokens".to_owned(),
        says: busiest_words(points),
        x: axis(),
        y: Axis { include: vec![1.0], ..Axis::new("busiest node / mean", Spacing::Linear) },
        series: vec![
            Series::new("in closed form", Mark::Line(Dash::Dashed), Ink::Ink, known(|point| point.max_over_mean)),
            Series::new("measured", Mark::Dots(Dot::Round), Ink::Accent, measured(|point| point.max_over_mean)),
        ],
        rules: Vec::new(),
    };
    ExperimentResult {
        charts: vec![variance, busiest],
        figures: Vec::new(),
        comparison: None,
        note: "With one token each, a node’s share is as likely tiny as it is large; many tokens average that out.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

fn busiest_words(points: &[SweepPoint]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return "Nothing has been measured yet.".to_owned();
    };
    let of = |point: &SweepPoint| {
        let tokens = crate::explain::key_journey::words::counted(point.tokens, "token", "tokens");
        format!("{} times the mean load with {tokens} per node", number_words(point.max_over_mean.measured))
    };
    if points.len() < 2 {
        return format!("The busiest node carries {}.", of(first));
    }
    format!("The busiest node carries {}, and {}.", of(first), of(last))
}

/// The paper's Figure 8.
pub fn figure_8(outcome: &SweepOutcome) -> ExperimentResult {
    let strategies = [
        ("random-tokens", "1: random tokens", Mark::Joined(Dash::Solid, Dot::Round), Ink::Node(5)),
        (
            "random-tokens-equal-partitions",
            "2: random tokens, equal partitions",
            Mark::Joined(Dash::Dashed, Dot::Square),
            Ink::Node(2),
        ),
        ("equal-partitions", "3: equal partitions", Mark::Joined(Dash::DashDot, Dot::Triangle), Ink::Node(4)),
    ];
    let series = strategies.map(|(word, name, mark, ink)| {
        let own = outcome.points.iter().filter(|point| point.strategy == word);
        Series::new(name, mark, ink, own.map(|point| (point.metadata as f64, point.efficiency)))
    });
    let chart = Chart {
        title: "Load balancing efficiency against the size of the metadata".to_owned(),
        says: outcome.sentence.clone(),
        x: Axis::new("entries of metadata", Spacing::Logarithmic),
        y: Axis { percent: true, include: vec![0.0, 1.0], ..Axis::new("mean load / highest load", Spacing::Linear) },
        series: series.to_vec(),
        rules: Vec::new(),
    };
    ExperimentResult {
        charts: vec![chart],
        figures: Vec::new(),
        comparison: None,
        note: "Thirty nodes, N = 3, as in the paper; strategy 2 with Q = 960, which the paper does not state.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

/// The chart of what moves when a node joins or leaves.
pub fn movement(outcome: &MovementOutcome) -> ExperimentResult {
    let ways = [outcome.random_tokens, outcome.random_tokens_equal_partitions, outcome.equal_partitions];
    let of = |part: fn(&Moved) -> f64, modulo: f64| ways.iter().map(part).chain([modulo]).collect::<Vec<f64>>();
    let all = of(|moved| moved.copies, outcome.modulo);
    let elsewhere = of(|moved| moved.elsewhere, outcome.modulo_elsewhere);
    let names = ["strategy 1", "strategy 2", "strategy 3", "hash mod nodes"].map(str::to_owned).to_vec();
    let chart = Chart {
        title: "How much moves when a node joins or leaves".to_owned(),
        says: outcome.sentence.clone(),
        x: Axis { categories: names, ..Axis::new("placement", Spacing::Linear) },
        y: Axis { percent: true, ..Axis::new("part of all copies", Spacing::Linear) },
        series: vec![
            Series::new("copies that move", Mark::Bars(Hatch::Full), Ink::Accent, by_index(&all)),
            Series::new(
                "of these, between nodes that stay",
                Mark::Within(Hatch::Slanted),
                Ink::Quiet,
                by_index(&elsewhere),
            ),
        ],
        rules: vec![Rule { at: outcome.needed, upright: false, label: "what has to move".to_owned() }],
    };
    ExperimentResult {
        charts: vec![chart],
        figures: vec![Figure::plain("What has to move", percent_words(outcome.needed))],
        comparison: None,
        note: "“hash mod nodes” places one copy of a key; the strategies place N.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

/// The chart of share against capacity.
pub fn capacity(outcome: &CapacityOutcome) -> ExperimentResult {
    let plan = |name: &str, hatch: Hatch, ink: Ink, load: &LoadOutcome| {
        Series::new(name, Mark::Bars(hatch), ink, by_index(&load.mean_shares))
    };
    let count = outcome.by_capacity.fair.len();
    let chart = Chart {
        title: "Share of the load against capacity".to_owned(),
        says: outcome.sentence.clone(),
        x: Axis { categories: node_names(count), ..Axis::new("node", Spacing::Linear) },
        y: Axis { percent: true, ..Axis::new("mean share of all copies", Spacing::Linear) },
        series: vec![
            plan("one token each", Hatch::Level, Ink::Quiet, &outcome.one_token),
            plan("equal tokens", Hatch::Slanted, Ink::Node(1), &outcome.equal_tokens),
            plan("tokens by capacity", Hatch::Full, Ink::Node(4), &outcome.by_capacity),
            Series::new("capacity", Mark::Levels, Ink::Ink, by_index(&outcome.by_capacity.fair)),
        ],
        rules: Vec::new(),
    };
    let plans = [
        ("One token each", &outcome.one_token),
        ("Equal tokens", &outcome.equal_tokens),
        ("Tokens by capacity", &outcome.by_capacity),
    ];
    let figures = plans.map(|(name, load)| Figure {
        name,
        measured: format!("busiest node {} times its share", number_words(load.max_over_mean.measured)),
        expected: String::new(),
    });
    ExperimentResult {
        charts: vec![chart],
        figures: figures.to_vec(),
        comparison: None,
        note: "The line across each group of bars is the share that the node’s capacity asks for; tokens by capacity come close to it.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::experiment::to_the_end;
    use super::*;
    use crate::page::forms::laboratory::{Kind, Settings};

    fn level(chart: &Chart) -> Vec<(&str, f64)> {
        assert!(chart.rules.iter().all(|rule| !rule.upright));
        chart.rules.iter().map(|rule| (rule.label.as_str(), rule.at)).collect()
    }

    #[test]
    fn shares_are_bars_against_the_mean_and_the_band_of_fifteen_per_cent() {
        let result = to_the_end(&Settings::new(Kind::Shares).with("trials", "50"));
        let chart = &result.charts[0];
        let [bars] = &chart.series[..] else { panic!("{:?}", chart.series) };
        assert!(bars.mark == Mark::Bars(Hatch::Full) && bars.points.len() == 10);
        assert!((bars.points.iter().map(|point| point.y).sum::<f64>() - 1.0).abs() < 1e-9);
        let [(mean, at), (above, high), (below, low)] = level(chart)[..] else { panic!("{:?}", chart.rules) };
        assert_eq!((mean, above, below), ("mean", "+15 %", "−15 %"));
        assert!((at - 0.1).abs() < 1e-12 && (high - 0.115).abs() < 1e-12 && (low - 0.085).abs() < 1e-12);
        assert_eq!(chart.x.categories.len(), 10);
    }

    #[test]
    fn shares_of_nodes_of_different_strength_are_bars_against_what_each_should_bear() {
        let settings =
            Settings::new(Kind::Shares).with("nodes", "3").with("capacities", "1, 1, 2").with("trials", "50");
        let chart = &to_the_end(&settings).charts[0];
        let fair = chart.series.iter().find(|series| series.mark == Mark::Dots(Dot::Round)).unwrap();
        assert_eq!(fair.points.iter().map(|point| point.y).collect::<Vec<_>>(), [0.25, 0.25, 0.5]);
        assert!(chart.rules.is_empty(), "no mean is anybody's part");
    }

    #[test]
    fn the_spread_has_its_closed_form_as_a_line_and_what_was_measured_as_dots_in_a_band() {
        let result = to_the_end(&Settings::new(Kind::Spread).with("trials", "60"));
        let chart = &result.charts[0];
        assert_eq!((chart.x.spacing, chart.y.spacing), (Spacing::Logarithmic, Spacing::Logarithmic));
        let [band, theory, measured] = &chart.series[..] else { panic!("{:?}", chart.series) };
        assert_eq!(
            (band.mark, theory.mark, measured.mark),
            (Mark::Band, Mark::Line(Dash::Dashed), Mark::Dots(Dot::Round))
        );
        assert!(theory.points.len() == 9 && band.points.len() == 9 && measured.points.len() == 9);
        for ((band, theory), measured) in band.points.iter().zip(&theory.points).zip(&measured.points) {
            // Ten nodes, one copy: CV² = 9 / (10 T + 1).
            let cv = (9.0 / (10.0 * theory.x + 1.0)).sqrt();
            assert!((theory.y - cv).abs() < 1e-12 && band.x == theory.x && measured.x == theory.x);
            assert!(band.low < measured.y && measured.y < band.high, "{band:?} {measured:?}");
        }
    }

    #[test]
    fn figure_8_has_a_line_of_ten_sizes_for_each_strategy() {
        let result = to_the_end(&Settings::new(Kind::Figure8).with("trials", "3"));
        let chart = &result.charts[0];
        assert_eq!(chart.x.spacing, Spacing::Logarithmic);
        assert_eq!(chart.series.iter().map(|series| series.points.len()).collect::<Vec<_>>(), [10, 10, 10]);
        let (head, rows, _) = chart.table(usize::MAX);
        assert!(head.len() == 4 && rows.len() == 10, "a column for each strategy, once: {head:?}");
        assert!(result.note.contains("Q = 960") && result.note.contains("the paper does not state"));
    }

    #[test]
    fn what_moves_stands_against_what_has_to() {
        let result = to_the_end(&Settings::new(Kind::Movement).with("trials", "5"));
        let chart = &result.charts[0];
        assert_eq!(level(chart), [("what has to move", 1.0 / 6.0)]);
        assert_eq!(chart.x.categories, ["strategy 1", "strategy 2", "strategy 3", "hash mod nodes"]);
        // Under `hash mod nodes`, five of six keys move when the number of nodes changes.
        assert!((chart.series[0].points[3].y - 5.0 / 6.0).abs() < 0.02, "{:?}", chart.series[0]);
        // Of these, the newcomer gets one of six, and four of six go from one old node to another.
        assert!((chart.series[1].points[3].y - 4.0 / 6.0).abs() < 0.02, "{:?}", chart.series[1]);
    }

    #[test]
    fn tokens_by_capacity_bring_the_bars_to_the_levels() {
        let chart = &to_the_end(&Settings::new(Kind::Capacity)).charts[0];
        let [one, equal, by_capacity, fair] = &chart.series[..] else { panic!("{:?}", chart.series) };
        assert_eq!(fair.points.iter().map(|point| point.y * 16.0).collect::<Vec<_>>(), [1.0, 1.0, 2.0, 4.0, 8.0]);
        let farthest = |bars: &Series| {
            let off = bars.points.iter().zip(&fair.points).map(|(bar, fair)| (bar.y - fair.y).abs());
            off.fold(0.0, f64::max)
        };
        assert!(farthest(by_capacity) < 0.02 && farthest(one) > 0.25 && farthest(equal) > 0.25, "{chart:?}");
    }
}
