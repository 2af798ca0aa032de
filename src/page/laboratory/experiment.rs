//! Running an experiment and presenting its result: charts, figures, a note, and a CSV file.

use crate::input::refusal::Refusal;
use crate::laboratories::Experiment;
use crate::laboratories::capacity::{self, CapacityExperiment};
use crate::laboratories::engine_staleness::{
    EngineStalenessExperiment, EngineStalenessOutcome, EngineStalenessParameters,
};
use crate::laboratories::latency::{LatencyExperiment, LatencyParameters};
use crate::laboratories::load::{LoadExperiment, LoadParameters};
use crate::laboratories::movement::{MovementExperiment, MovementParameters};
use crate::laboratories::placements::PlacementParameters;
use crate::laboratories::service_level::{ServiceLevelExperiment, ServiceLevelParameters};
use crate::laboratories::staleness::{StalenessExperiment, StalenessOutcome, StalenessParameters};
use crate::laboratories::sweep::{Sweep, over_tokens_from_json};
use crate::page::forms::laboratory::{Kind, Settings};
use crate::page::laboratory::figures::ExperimentResult;
use crate::page::laboratory::placements::TimedPlacements;
use crate::page::laboratory::running::Running;
use crate::page::laboratory::{load_charts, time_charts};
use serde_json::Value;

struct Run<E: Experiment> {
    experiment: E,
    tell: fn(&E::Outcome) -> ExperimentResult,
}

impl<E: Experiment> Running for Run<E> {
    fn advance(&mut self, work: u64) {
        self.experiment.advance(work);
    }

    fn progress(&self) -> f64 {
        self.experiment.progress()
    }

    fn result(&self) -> ExperimentResult {
        (self.tell)(&self.experiment.outcome())
    }
}

/// Starts the experiment that the settings describe.
///
/// # Errors
/// An invalid setting, named by its field.
pub fn start(settings: &Settings) -> Result<Box<dyn Running>, Refusal> {
    let json = settings.to_json()?;
    Ok(match settings.kind {
        Kind::Shares => boxed(LoadExperiment::new(LoadParameters::from_json(&json)?)?, load_charts::shares),
        Kind::Spread => boxed(over_tokens_from_json(&json)?, load_charts::spread),
        Kind::Figure8 => boxed(figure_8(&json)?, load_charts::figure_8),
        Kind::Movement => boxed(MovementExperiment::new(MovementParameters::from_json(&json)?)?, load_charts::movement),
        Kind::Capacity => {
            boxed(CapacityExperiment::new(&capacity::parameters_from_json(&json)?)?, load_charts::capacity)
        }
        Kind::Latency => boxed(LatencyExperiment::new(LatencyParameters::from_json(&json)?)?, time_charts::latency),
        Kind::ServiceLevel => Box::new(service_level(&json)?),
        Kind::Model => boxed(StalenessExperiment::new(StalenessParameters::from_json(&json)?)?, time_charts::model),
        Kind::Placements => Box::new(TimedPlacements::new(PlacementParameters::from_json(&json)?)?),
        Kind::Engine => Box::new(EngineBesideModel::new(EngineStalenessParameters::from_json(&json)?)?),
    })
}

fn boxed<E: Experiment + 'static>(experiment: E, tell: fn(&E::Outcome) -> ExperimentResult) -> Box<dyn Running> {
    Box::new(Run { experiment, tell })
}

fn figure_8(json: &Value) -> Result<Sweep, Refusal> {
    // Trials and seed are read and checked with the parameters of the load laboratory.
    let parameters = LoadParameters::from_json(json)?;
    Sweep::figure_8(parameters.trials, parameters.seed)
}

/// A service-level experiment with the level that its charts mark.
struct ServiceLevel {
    experiment: ServiceLevelExperiment,
    share: f64,
    within_ms: f64,
}

fn service_level(json: &Value) -> Result<ServiceLevel, Refusal> {
    let parameters = ServiceLevelParameters::from_json(json)?;
    let (share, within_ms) = (parameters.share, parameters.within_ms);
    Ok(ServiceLevel { experiment: ServiceLevelExperiment::new(parameters)?, share, within_ms })
}

impl Running for ServiceLevel {
    fn advance(&mut self, work: u64) {
        self.experiment.advance(work);
    }

    fn progress(&self) -> f64 {
        self.experiment.progress()
    }

    fn result(&self) -> ExperimentResult {
        time_charts::service_level(&self.experiment.outcome(), self.share, self.within_ms)
    }
}

/// Trials of the WARS model shown beside the engine.
const MODEL_TRIALS: u64 = 50_000;

/// The same question put first to the model, which is quick, and then to the engine.
struct EngineBesideModel {
    model: StalenessExperiment,
    engine: EngineStalenessExperiment,
}

impl EngineBesideModel {
    fn new(parameters: EngineStalenessParameters) -> Result<Self, Refusal> {
        let latency = parameters.as_wars(MODEL_TRIALS);
        let model = StalenessExperiment::new(StalenessParameters { latency, after: parameters.after.clone() })?;
        Ok(Self { model, engine: EngineStalenessExperiment::new(parameters)? })
    }

    fn outcomes(&self) -> (EngineStalenessOutcome, StalenessOutcome) {
        (self.engine.outcome(), self.model.outcome())
    }
}

impl Running for EngineBesideModel {
    fn advance(&mut self, work: u64) {
        if self.model.is_done() { self.engine.advance(work) } else { self.model.advance(work) }
    }

    fn progress(&self) -> f64 {
        self.model.progress() * 0.1 + self.engine.progress() * 0.9
    }

    fn result(&self) -> ExperimentResult {
        let (engine, model) = self.outcomes();
        time_charts::engine(&engine, &model)
    }
}

/// Runs an experiment to its end, for tests.
#[cfg(test)]
pub(super) fn to_the_end(settings: &Settings) -> ExperimentResult {
    let mut running =
        start(settings).unwrap_or_else(|refusal| panic!("{}: {}", settings.kind.as_str(), refusal.message));
    while running.progress() < 1.0 {
        running.advance(50_000);
    }
    running.result()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::drawing::charts::{Mark, Point, Series};

    fn few(kind: Kind) -> Settings {
        let settings = Settings::new(kind).with("trials", "20").with("requests", "500");
        let settings = settings.with("keys", if kind == Kind::Placements { "200" } else { "0" });
        if kind == Kind::Spread { settings.with("tokens", "1, 4, 16") } else { settings }
    }

    #[test]
    fn every_experiment_begins_with_settings_that_work_and_tells_what_it_found() {
        for kind in Kind::ALL {
            assert!(start(&Settings::new(kind)).is_ok(), "{}", kind.as_str());
            let result = to_the_end(&few(kind));
            assert!(!result.charts.is_empty(), "{}", kind.as_str());
            assert!(result.csv.text().lines().count() > 1, "{}", kind.as_str());
            for chart in &result.charts {
                let (head, rows, _) = chart.table(usize::MAX);
                assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == head.len()), "{}", chart.title);
                assert!(chart.says.ends_with('.'), "{}: {}", chart.title, chart.says);
                assert!(!chart.title.is_empty() && !chart.x.label.is_empty() && !chart.y.label.is_empty());
            }
        }
    }

    #[test]
    fn the_series_of_a_chart_have_names_and_differ_by_more_than_colour() {
        let by_capacity = few(Kind::Shares).with("nodes", "3").with("capacities", "1, 2, 3");
        for settings in Kind::ALL.map(few).into_iter().chain([by_capacity]) {
            for chart in to_the_end(&settings).charts {
                for (index, series) in chart.series.iter().enumerate() {
                    assert!(!series.name.is_empty(), "{}: {series:?}", chart.title);
                    let alike = chart.series[..index].iter().find(|other| other.mark == series.mark);
                    assert!(alike.is_none(), "{}: {} and {:?}", chart.title, series.name, alike);
                }
            }
        }
    }

    /// The y values that a chart draws for a series.
    fn drawn(series: &Series) -> Vec<f64> {
        let of_band = |point: &Point| [point.low, point.high];
        match series.mark {
            Mark::Band => series.points.iter().flat_map(of_band).collect(),
            _ => series.points.iter().map(|point| point.y).collect(),
        }
    }

    #[test]
    fn every_number_that_a_chart_draws_is_in_the_file_to_its_last_digit() {
        let by_capacity = few(Kind::Shares).with("nodes", "3").with("capacities", "1, 2, 3");
        for settings in Kind::ALL.map(few).into_iter().chain([by_capacity]) {
            let result = to_the_end(&settings);
            let csv = result.csv.text();
            let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
            assert!(rows[0].iter().all(|cell| cell.parse::<f64>().is_err()), "a row of headings: {:?}", rows[0]);
            let mut numbers: Vec<f64> = rows.iter().flatten().filter_map(|cell| cell.parse().ok()).collect();
            if settings.kind == Kind::Latency {
                // The CSV file counts requests, the chart draws fractions.
                let trials: f64 = settings.text("trials").parse().unwrap();
                numbers.extend(numbers.clone().iter().map(|count| count / trials));
            }
            for (chart, series) in result.charts.iter().flat_map(|chart| chart.series.iter().map(move |s| (chart, s))) {
                let missing: Vec<f64> = drawn(series).into_iter().filter(|value| !numbers.contains(value)).collect();
                assert!(missing.is_empty(), "{}, {}: {missing:?} in {csv}", chart.title, series.name);
            }
        }
    }

    #[test]
    fn what_has_been_found_halfway_can_be_shown() {
        for kind in Kind::ALL {
            let running = start(&few(kind)).map(|running| running.result());
            assert!(running.is_ok(), "{}", kind.as_str());
        }
    }

    #[test]
    fn every_number_that_is_wrong_is_refused_by_the_name_of_its_field() {
        for kind in Kind::ALL {
            for spec in Settings::new(kind).specs() {
                let settings = Settings::new(kind).with("preset", "own").with("strategy", "equal-partitions");
                let settings = settings.with(spec.name, "-1e99");
                let is_free = matches!(spec.reads, crate::page::forms::laboratory::settings::Reads::Flag);
                match start(&settings) {
                    Ok(_) => assert!(is_free || spec.name == "preset", "{} of {}", spec.name, kind.as_str()),
                    Err(refusal) => {
                        assert!(refusal.message.starts_with(spec.name), "{}: {}", spec.name, refusal.message)
                    }
                }
            }
        }
    }
}
