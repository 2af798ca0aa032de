//! A service level, such as "99 % of requests within 2 s at a peak of 500 requests a second", against rising load. Sections
//! 2.2, 6.1 and 6.4.
//!
//! R and W are what a client waits for; all N replicas do the work. So N sets where the knee is, and R and W how much of
//! the slowest replicas shows before it.

pub(super) mod parameters;

pub use parameters::ServiceLevelParameters;

use super::delays::mean_of;
use super::percentiles::Percentiles;
use super::queueing::QueueingCluster;
use super::{Csv, Experiment};
use crate::input::refusal::Refusal;
use serde::Serialize;

/// What (N, R, W) costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// Requests that each node has to serve for one a second of the cluster: N/S, whatever R and W are.
    pub requests_per_node: f64,
    /// Messages between coordinator and replicas of one get or put: N there and N back.
    pub messages: usize,
    /// Milliseconds of work for one request, of all nodes together; nothing if the mean is infinite.
    pub work_ms: Option<f64>,
    /// Requests per second at which the nodes are busy all the time; nothing if that is not known.
    pub saturates_at: Option<f64>,
}

/// What (N, R, W) costs in a cluster of these parameters.
pub fn cost(parameters: &ServiceLevelParameters) -> Cost {
    let ServiceLevelParameters { nodes, n, reads, .. } = *parameters;
    let of_a_replica = reads * mean_of(&parameters.read_service) + (1.0 - reads) * mean_of(&parameters.write_service);
    let work = Some(n as f64 * of_a_replica).filter(|work| work.is_finite());
    Cost {
        requests_per_node: n as f64 / nodes as f64,
        messages: 2 * n,
        work_ms: work,
        saturates_at: work.filter(|work| *work > 0.0).map(|work| nodes as f64 * 1_000.0 / work),
    }
}

/// Rates, one after another.
#[derive(Clone, Debug)]
pub struct ServiceLevelExperiment {
    parameters: ServiceLevelParameters,
    running: Option<QueueingCluster>,
    found: Vec<AtRate>,
}

/// What requests took at one rate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AtRate {
    /// Requests per second of the whole cluster.
    pub rate: f64,
    /// Requests per second of each node.
    pub node_rate: f64,
    /// The part of the time that a node has to work, 1 and above: more than it can; nothing if that is not known.
    pub utilisation: Option<f64>,
    /// Of get.
    pub read: Percentiles,
    /// Of put.
    pub write: Percentiles,
    /// The part of the requests that were answered in time.
    pub share_in_time: f64,
    /// Whether the service level holds: so many were in time, and the nodes are not asked for more than they can do.
    pub holds: bool,
    /// The most objects in any node's write buffer: what a crash would have lost there.
    pub buffered_most: u32,
}

/// Where the service level ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceLevelOutcome {
    /// By rate, ascending.
    pub rates: Vec<AtRate>,
    /// The highest rate up to which it held at every rate that was measured.
    pub holds_up_to: Option<f64>,
    /// What (N, R, W) costs.
    pub cost: Cost,
    /// What was found.
    pub sentence: String,
}

impl ServiceLevelExperiment {
    /// At its start.
    ///
    /// # Errors
    /// What is wrong with the parameters.
    pub fn new(parameters: ServiceLevelParameters) -> Result<Self, Refusal> {
        parameters.check()?;
        Ok(Self { parameters, running: None, found: Vec::new() })
    }

    fn at_rate(&self, rate: f64, cluster: &QueueingCluster) -> AtRate {
        let share_in_time = cluster.share_in_time();
        let cost = cost(&self.parameters);
        let utilisation = cost.saturates_at.map(|most| rate / most);
        // Beyond that the queues grow without end: that none has yet grown too long says how short the measurement was.
        let can_go_on = utilisation.is_none_or(|part| part < 1.0);
        AtRate {
            rate,
            node_rate: rate * cost.requests_per_node,
            utilisation,
            read: cluster.reads().percentiles(),
            write: cluster.writes().percentiles(),
            share_in_time,
            holds: share_in_time >= self.parameters.share && can_go_on,
            buffered_most: cluster.buffered_most(),
        }
    }
}

impl Experiment for ServiceLevelExperiment {
    type Outcome = ServiceLevelOutcome;

    fn advance(&mut self, work: u64) {
        let Some(rate) = self.parameters.rates.get(self.found.len()).copied() else { return };
        let mut cluster = self.running.take().unwrap_or_else(|| QueueingCluster::new(&self.parameters, rate));
        let mut left = work.max(1);
        while left > 0 && !cluster.is_done() {
            cluster.happen();
            left = left.saturating_sub(5);
        }
        if cluster.is_done() {
            self.found.push(self.at_rate(rate, &cluster));
        } else {
            self.running = Some(cluster);
        }
    }

    fn progress(&self) -> f64 {
        let begun = self.running.as_ref().map_or(0.0, QueueingCluster::progress);
        (self.found.len() as f64 + begun) / self.parameters.rates.len() as f64
    }

    fn is_done(&self) -> bool {
        self.found.len() == self.parameters.rates.len()
    }

    fn outcome(&self) -> ServiceLevelOutcome {
        let held = self.found.iter().take_while(|found| found.holds).last();
        ServiceLevelOutcome {
            holds_up_to: held.map(|found| found.rate),
            cost: cost(&self.parameters),
            sentence: sentence(&self.parameters, held, &self.found),
            rates: self.found.clone(),
        }
    }
}

fn sentence(parameters: &ServiceLevelParameters, held: Option<&AtRate>, found: &[AtRate]) -> String {
    let level = format!("{} % within {} ms", parameters.share * 100.0, grouped(parameters.within_ms.to_string()));
    let broken = found.iter().find(|found| !found.holds);
    let end = match broken {
        Some(broken) if broken.share_in_time >= parameters.share => format!(
            "; at {}, more come than the nodes can do, and their queues grow for as long as the peak lasts",
            grouped(format!("{:.0}", broken.rate))
        ),
        Some(broken) => {
            // A mean within the limit is what misleads; beyond it, it tells the same story.
            let is_misleading = broken.read.mean < parameters.within_ms;
            format!(
                "; at {} only {:.2} % are, {} {} ms",
                grouped(format!("{:.0}", broken.rate)),
                broken.share_in_time * 100.0,
                if is_misleading { "though the mean get takes only" } else { "and the mean get takes" },
                grouped(format!("{:.1}", broken.read.mean))
            )
        }
        None => String::new(),
    };
    match held {
        Some(held) => format!("{level} holds up to {} requests a second{end}.", grouped(format!("{:.0}", held.rate))),
        None => format!("{level} does not hold even at the lowest rate{end}."),
    }
}

/// A number written in digits, with a comma every three of those before the point.
fn grouped(number: String) -> String {
    let (whole, part) = number.split_at(number.find('.').unwrap_or(number.len()));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number;
    }
    let comma = |index: usize| index > 0 && (whole.len() - index).is_multiple_of(3);
    let digits = whole.char_indices().map(|(index, digit)| format!("{}{digit}", if comma(index) { "," } else { "" }));
    digits.chain([part.to_owned()]).collect()
}

impl ServiceLevelOutcome {
    /// The figures as comma-separated values.
    pub fn csv(&self) -> String {
        let headings = [
            "requests a second",
            "a node",
            "utilisation",
            "in time",
            "get mean",
            "get p50",
            "get p95",
            "get p99",
            "get p99.9",
            "put mean",
            "put p50",
            "put p95",
            "put p99",
            "put p99.9",
            "most buffered",
        ];
        let mut csv = Csv::with_headings(&headings);
        for found in &self.rates {
            csv.cell(&found.rate);
            csv.cell(&found.node_rate);
            csv.number(found.utilisation);
            csv.cell(&found.share_in_time);
            for of in [&found.read, &found.write] {
                [of.mean, of.p50, of.p95, of.p99, of.p999].iter().for_each(|figure| csv.cell(figure));
            }
            csv.cell(&found.buffered_most);
            csv.end_row();
        }
        csv.text()
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_are_grouped_by_three_before_the_point() {
        let grouped: Vec<String> = ["7", "999", "2000", "3077.9", "1234567.8"].map(str::to_owned).map(grouped).into();
        assert_eq!(grouped.join(" "), "7 999 2,000 3,077.9 1,234,567.8");
    }
}
