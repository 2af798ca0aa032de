//! The charts of the latency and staleness laboratories.

use super::figures::{ExperimentResult, Figure, file_of};
use crate::laboratories::engine_staleness::EngineStalenessOutcome;
use crate::laboratories::latency::LatencyOutcome;
use crate::laboratories::percentiles::{Bin, Percentiles};
use crate::laboratories::service_level::{AtRate, ServiceLevelOutcome};
use crate::laboratories::staleness::StalenessOutcome;
use crate::page::drawing::charts::scale::number_words;
use crate::page::drawing::charts::{Axis, Chart, Dash, Dot, Hatch, Ink, Mark, Rule, Series, Spacing};

fn ms(value: f64) -> String {
    format!("{} ms", number_words(value))
}

fn percent_words(part: f64) -> String {
    format!("{} %", number_words(part * 100.0))
}

/// The charts of how long get and put take.
pub fn latency(outcome: &LatencyOutcome) -> ExperimentResult {
    ExperimentResult {
        charts: vec![
            distribution("How long a get takes", "gets", &outcome.read_histogram, &outcome.read),
            distribution("How long a put takes", "puts", &outcome.write_histogram, &outcome.write),
        ],
        figures: vec![
            Figure::plain("get", percentile_words(&outcome.read)),
            Figure::plain("put", percentile_words(&outcome.write)),
        ],
        comparison: None,
        note: "The mean misleads: a few very slow requests pull it away from what most customers see, and it says nothing of \
               those who wait longest. A service level names the share that is in time.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

fn percentile_words(of: &Percentiles) -> String {
    let Percentiles { mean, p50, p95, p99, p999 } = *of;
    format!("mean {}, median {}, 95th {}, 99th {}, 99.9th {}", ms(mean), ms(p50), ms(p95), ms(p99), ms(p999))
}

/// The sentence on what the mean of these requests hides, and on those that a logarithmic axis has no place for.
fn mean_words(requests: &str, of: &Percentiles, at_once: f64) -> String {
    let times = if of.mean > 0.0 { of.p999 / of.mean } else { 1.0 };
    let (half, mean, slow, times) = (ms(of.p50), ms(of.mean), ms(of.p999), number_words(times));
    let words = format!(
        "Half of the {requests} are done within {half}, and 999 of 1,000 within {slow}, which is {times} times the mean of \
         {mean}."
    );
    match at_once > 0.0 {
        true => format!("{words} {} take no time; they have no place on a logarithmic axis.", percent_words(at_once)),
        false => words,
    }
}

fn distribution(title: &str, requests: &str, bins: &[Bin], of: &Percentiles) -> Chart {
    let all: f64 = bins.iter().map(|bin| f64::from(bin.count)).sum::<f64>().max(1.0);
    let share = |bin: &Bin| f64::from(bin.count) / all;
    let middle = |bin: &Bin| (bin.from * bin.to).sqrt();
    let at_once: f64 = bins.iter().filter(|bin| bin.from == 0.0).map(share).sum();
    let shares = bins.iter().filter(|bin| bin.from > 0.0).map(|bin| (middle(bin), share(bin)));
    let rule = |at: f64, label: &str| Rule { at, upright: true, label: label.to_owned() };
    Chart {
        title: title.to_owned(),
        says: mean_words(requests, of, at_once),
        x: Axis::new("milliseconds", Spacing::Logarithmic),
        y: Axis {
            percent: true,
            include: vec![0.0],
            ..Axis::new("share in each step, of which 8 make a doubling", Spacing::Linear)
        },
        series: vec![Series::new(requests, Mark::Steps, Ink::Accent, shares)],
        rules: vec![
            rule(of.p50, "median"),
            rule(of.mean, "mean"),
            rule(of.p95, "95th"),
            rule(of.p99, "99th"),
            rule(of.p999, "99.9th"),
        ],
    }
}

/// The charts of a service level under rising load.
pub fn service_level(outcome: &ServiceLevelOutcome, share: f64, within_ms: f64) -> ExperimentResult {
    let at = |of: fn(&AtRate) -> f64| outcome.rates.iter().map(move |rate| (rate.rate, of(rate)));
    let axis = || Axis { include: vec![0.0], ..Axis::new("requests a second of the whole cluster", Spacing::Linear) };
    let get = |name: &str, dash: Dash, of| Series::new(name, Mark::Joined(dash, Dot::Round), Ink::Node(4), at(of));
    let put = |name: &str, dash: Dash, of| Series::new(name, Mark::Joined(dash, Dot::Square), Ink::Node(5), at(of));
    let times = Chart {
        title: "How long requests take as load rises".to_owned(),
        says: outcome.sentence.clone(),
        x: axis(),
        y: Axis::new("milliseconds", Spacing::Logarithmic),
        series: vec![
            get("get, 99.9th", Dash::Solid, |rate| rate.read.p999),
            put("put, 99.9th", Dash::DashDot, |rate| rate.write.p999),
            get("get, mean", Dash::Dashed, |rate| rate.read.mean),
            put("put, mean", Dash::Dotted, |rate| rate.write.mean),
        ],
        rules: vec![Rule { at: within_ms, upright: false, label: format!("allowed: {}", ms(within_ms)) }],
    };
    let in_time = Chart {
        title: "Requests answered in time".to_owned(),
        says: in_time_words(&outcome.rates),
        x: axis(),
        y: Axis { percent: true, include: vec![1.0], ..Axis::new("share that is in time", Spacing::Linear) },
        series: vec![Series::new(
            "in time",
            Mark::Joined(Dash::Solid, Dot::Round),
            Ink::Accent,
            at(|rate| rate.share_in_time),
        )],
        rules: vec![Rule { at: share, upright: false, label: format!("promised: {}", percent_words(share)) }],
    };
    let cost = &outcome.cost;
    let known = |value: Option<f64>, words: fn(f64) -> String| value.map_or_else(|| "not known".to_owned(), words);
    let buffered = outcome.rates.iter().map(|rate| rate.buffered_most).max().unwrap_or(0);
    ExperimentResult {
        charts: vec![times, in_time],
        figures: vec![
            Figure::plain(
                "Holds up to",
                known(outcome.holds_up_to, |rate| format!("{} requests a second", number_words(rate))),
            ),
            Figure::plain("Requests each node serves for one a second", number_words(cost.requests_per_node)),
            Figure::plain("Messages between coordinator and replicas", cost.messages.to_string()),
            Figure::plain("Work of all nodes for one request", known(cost.work_ms, ms)),
            Figure::plain(
                "All nodes busy at",
                known(cost.saturates_at, |rate| format!("{} requests a second", number_words(rate))),
            ),
            Figure::plain("Most objects in a write buffer, lost in a crash", buffered.to_string()),
        ],
        comparison: None,
        note: "All N replicas do the work, whatever R and W are: N sets where the knee is, R and W how much of the slowest \
               replicas shows before it.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

fn in_time_words(rates: &[AtRate]) -> String {
    let (Some(first), Some(last)) = (rates.first(), rates.last()) else {
        return "Nothing has been measured yet.".to_owned();
    };
    let of = |rate: &AtRate| (number_words(rate.rate), percent_words(rate.share_in_time));
    let ((rate, share), (last_rate, last_share)) = (of(first), of(last));
    if rates.len() < 2 {
        return format!("At {rate} requests a second, {share} are in time.");
    }
    format!("At {rate} requests a second, {share} are in time; at {last_rate}, {last_share}.")
}

fn versions_words(chances: &[f64]) -> String {
    let chance = |back: usize| chances.get(back).map_or_else(String::new, |chance| percent_words(*chance));
    format!(
        "{} of reads return the latest version, {} one of the latest three, if every quorum is drawn anew.",
        chance(0),
        chance(2)
    )
}

/// The charts of the WARS model.
pub fn model(outcome: &StalenessOutcome) -> ExperimentResult {
    let visible = Chart {
        title: "The chance that a read sees the write".to_owned(),
        says: outcome.sentence.clone(),
        x: Axis::new("milliseconds after the write was acknowledged", Spacing::Linear),
        y: Axis { percent: true, include: vec![0.0, 1.0], ..Axis::new("chance", Spacing::Linear) },
        series: vec![Series::new(
            "sees the write",
            Mark::Joined(Dash::Solid, Dot::Round),
            Ink::Accent,
            pairs(&outcome.after, &outcome.consistent),
        )],
        rules: Vec::new(),
    };
    let versions = (1..=outcome.k_staleness.len()).map(|k| k.to_string()).collect();
    let stale = Chart {
        title: "The chance to read one of the latest versions".to_owned(),
        says: versions_words(&outcome.k_staleness),
        x: Axis { categories: versions, ..Axis::new("how many versions back it may be", Spacing::Linear) },
        y: Axis { percent: true, include: vec![1.0], ..Axis::new("chance", Spacing::Linear) },
        series: vec![Series::new(
            "k-staleness, in closed form",
            Mark::Bars(Hatch::Full),
            Ink::Accent,
            by_index(&outcome.k_staleness),
        )],
        rules: Vec::new(),
    };
    ExperimentResult {
        charts: vec![visible, stale],
        figures: vec![
            Figure::plain("99 % of reads see it after", ms(outcome.t_visibility.p99)),
            Figure::plain("99.9 % of reads see it after", ms(outcome.t_visibility.p999)),
        ],
        comparison: None,
        note: "The published tables state smaller times: they were found by a search that stops at the first lucky batch.",
        csv: file_of(outcome.clone(), |outcome| outcome.csv()),
    }
}

/// The charts of the engine beside the model.
pub fn engine(engine: &EngineStalenessOutcome, model: &StalenessOutcome) -> ExperimentResult {
    let chart = Chart {
        title: "The chance that a read sees the write, in the engine and in the model".to_owned(),
        says: engine.sentence.clone(),
        x: Axis::new("milliseconds after the write was acknowledged", Spacing::Linear),
        y: Axis { percent: true, include: vec![1.0], ..Axis::new("chance", Spacing::Linear) },
        series: vec![
            Series::new("the model", Mark::Line(Dash::Dashed), Ink::Ink, pairs(&model.after, &model.consistent)),
            Series::new(
                "the engine",
                Mark::Joined(Dash::Solid, Dot::Round),
                Ink::Node(4),
                pairs(&engine.after, &engine.consistent),
            ),
            Series::new(
                "the engine, read again",
                Mark::Joined(Dash::DashDot, Dot::Square),
                Ink::Node(2),
                pairs(&engine.after, &engine.consistent_again),
            ),
        ],
        rules: Vec::new(),
    };
    ExperimentResult {
        charts: vec![chart],
        figures: vec![Figure::plain("Puts per delay", engine.trials.to_string())],
        comparison: None,
        note: "The engine does better: the coordinator is a replica and has its own copy at once, the answer to the client \
               takes time in which the write goes on, and read repair mends what a get found stale.",
        csv: file_of((engine.clone(), model.clone()), |(engine, model)| engine.csv(model)),
    }
}

fn pairs<'a>(xs: &'a [f64], ys: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    xs.iter().copied().zip(ys.iter().copied())
}

fn by_index(values: &[f64]) -> impl Iterator<Item = (f64, f64)> + '_ {
    values.iter().enumerate().map(|(index, value)| (index as f64, *value))
}

#[cfg(test)]
mod tests {
    use super::super::experiment::to_the_end;
    use super::*;
    use crate::laboratories::latency::{LatencyExperiment, LatencyParameters};
    use crate::laboratories::run;
    use crate::laboratories::service_level::{ServiceLevelExperiment, ServiceLevelParameters};
    use crate::page::forms::laboratory::{Kind, Settings};

    #[test]
    fn mean_median_and_the_high_percentiles_stand_upright_where_they_were_measured() {
        let settings = Settings::new(Kind::Latency).with("trials", "5000");
        let outcome =
            run(LatencyExperiment::new(LatencyParameters::from_json(&settings.to_json().unwrap()).unwrap()).unwrap());
        let result = to_the_end(&settings);
        for (chart, of) in result.charts.iter().zip([outcome.read, outcome.write]) {
            assert_eq!(chart.x.spacing, Spacing::Logarithmic);
            assert!(chart.rules.iter().all(|rule| rule.upright));
            let rules: Vec<_> = chart.rules.iter().map(|rule| (rule.label.as_str(), rule.at)).collect();
            let marked =
                [("median", of.p50), ("mean", of.mean), ("95th", of.p95), ("99th", of.p99), ("99.9th", of.p999)];
            assert_eq!(rules, marked);
            // Each request is counted once in the steps of the distribution.
            assert!((chart.series[0].points.iter().map(|point| point.y).sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_said_of_times_holds_whether_they_differ_or_not() {
        let check = |[mean, p50, p999]: [f64; 3], at_once: f64, expect: &str| {
            assert_eq!(mean_words("gets", &Percentiles { mean, p50, p95: p999, p99: p999, p999 }, at_once), expect);
        };
        check(
            [3.71, 2.78, 20.8],
            0.0,
            "Half of the gets are done within 2.78 ms, and 999 of 1,000 within 20.8 ms, which is 5.61 times the mean of 3.71 ms.",
        );
        check(
            [40.0, 40.0, 40.0],
            0.0,
            "Half of the gets are done within 40 ms, and 999 of 1,000 within 40 ms, which is 1 times the mean of 40 ms.",
        );
        check(
            [1.0, 0.0, 9.0],
            0.6,
            "Half of the gets are done within 0 ms, and 999 of 1,000 within 9 ms, which is 9 times the mean of 1 ms. 60 % take no \
             time; they have no place on a logarithmic axis.",
        );
    }

    #[test]
    fn what_takes_no_time_does_not_stretch_the_axis() {
        let bins = [(0.0, f64::MIN_POSITIVE, 30), (1.0, 1.09, 60), (1.09, 1.19, 10)];
        let bins = bins.map(|(from, to, count)| Bin { from, to, count });
        let chart =
            distribution("", "gets", &bins, &Percentiles { mean: 0.8, p50: 1.0, p95: 1.1, p99: 1.1, p999: 1.1 });
        let points: Vec<f64> = chart.series[0].points.iter().map(|point| (point.y * 100.0).round()).collect();
        assert_eq!(points, [60.0, 10.0]);
        assert!(chart.says.contains("30 % take no time"), "{}", chart.says);
    }

    #[test]
    fn the_notes_say_why_the_mean_misleads_why_the_models_differ_and_that_published_times_are_low() {
        let note = |kind: Kind| to_the_end(&Settings::new(kind).with("trials", "20").with("requests", "100")).note;
        let latency = note(Kind::Latency);
        assert!(latency.contains("The mean misleads") && latency.contains("nothing of those who wait longest"));
        let engine = note(Kind::Engine);
        for reason in ["the coordinator is a replica", "read repair", "the answer to the client takes time"] {
            assert!(engine.contains(reason), "{engine}");
        }
        let model = note(Kind::Model);
        assert!(model.contains("published tables state smaller times") && model.contains("first lucky batch"));
        let level = note(Kind::ServiceLevel);
        assert!(level.contains("All N replicas do the work, whatever R and W are"));
    }

    /// The default service level of the page: 99 % within 2 s.
    #[test]
    fn ninety_nine_per_cent_within_two_seconds_holds_at_a_peak_of_500_requests_a_second() {
        let settings = Settings::new(Kind::ServiceLevel);
        let parameters = ServiceLevelParameters::from_json(&settings.to_json().unwrap()).unwrap();
        assert_eq!((parameters.share, parameters.within_ms), (0.99, 2_000.0));
        let outcome = run(ServiceLevelExperiment::new(parameters).unwrap());
        let at = |rate: f64| outcome.rates.iter().find(|at| at.rate == rate).unwrap();
        assert!(at(500.0).holds && at(500.0).share_in_time >= 0.99, "{:?}", at(500.0));
        // Five nodes, and 9 ms of node time per request: the knee is at 555 requests a second.
        assert_eq!(outcome.holds_up_to, Some(550.0));
        assert!(at(500.0).read.p999 > 3.0 * at(100.0).read.p999, "it shows before it is there");
        let beyond = at(600.0);
        assert!(!beyond.holds && beyond.share_in_time < 0.9, "{beyond:?}");
        assert!(outcome.sentence.starts_with("99 % within 2,000 ms holds up to 550 requests a second"));
    }

    #[test]
    fn a_service_level_is_drawn_against_what_is_allowed_and_what_is_promised() {
        let result = to_the_end(&Settings::new(Kind::ServiceLevel).with("requests", "2000"));
        let [times, in_time] = &result.charts[..] else { panic!("{}", result.charts.len()) };
        let rule = |chart: &Chart| {
            let [rule] = &chart.rules[..] else { panic!("{:?}", chart.rules) };
            assert!(!rule.upright);
            (rule.label.clone(), rule.at)
        };
        assert_eq!(rule(times), ("allowed: 2,000 ms".to_owned(), 2_000.0));
        assert_eq!(times.x.include, [0.0], "rates are counted from 0, wherever the list begins");
        assert_eq!(rule(in_time), ("promised: 99 %".to_owned(), 0.99));
        let names: Vec<_> = times.series.iter().map(|series| series.name.as_str()).collect();
        assert_eq!(names, ["get, 99.9th", "put, 99.9th", "get, mean", "put, mean"]);
        let rates = [100.0, 200.0, 300.0, 400.0, 450.0, 500.0, 525.0, 550.0, 575.0, 600.0];
        for series in times.series.iter().chain(&in_time.series) {
            assert_eq!(series.points.iter().map(|point| point.x).collect::<Vec<_>>(), rates, "{}", series.name);
        }
        let figure = |name: &str| &result.figures.iter().find(|figure| figure.name.starts_with(name)).unwrap().measured;
        assert_eq!(figure("Requests each node serves"), "0.6");
        assert_eq!(figure("Messages between"), "6");
        assert_eq!(figure("Work of all nodes"), "9 ms");
        assert_eq!(figure("All nodes busy at"), "556 requests a second");
    }
}
