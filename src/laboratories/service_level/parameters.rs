//! What is measured against a service level, and its limits.

use crate::input::fields::Fields;
use crate::input::limits::MAX_DELAY_MS;
use crate::input::refusal::Refusal;
use crate::laboratories::reading::{
    Bounds, COPIES, SEEDS, between, check_delay, count, delay, listed, numbers, quorum, whole, within,
};
use crate::scenario::Delay;
use serde_json::Value;

const NODES: Bounds = (1, 256);
const REQUESTS: Bounds = (100, 200_000);
const RATES: u64 = 64;
const RATE: (f64, f64) = (0.1, 1_000_000.0);

/// What to measure.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceLevelParameters {
    /// S, 1 to 256, all alike.
    pub nodes: usize,
    /// Copies, at most S.
    pub n: usize,
    /// Answers that a get waits for.
    pub r: usize,
    /// Acknowledgements that a put waits for.
    pub w: usize,
    /// The part of the requests that are gets, 0 to 1.
    pub reads: f64,
    /// One way between two machines, milliseconds.
    pub leg: Delay,
    /// What reading takes a node.
    pub read_service: Delay,
    /// What storing takes a node.
    pub write_service: Delay,
    /// Whether nodes acknowledge a write from memory and store it later, and one of N at once: section 6.1.
    pub write_buffer: bool,
    /// Whether clients know the ring and coordinate their requests themselves: section 6.4.
    pub client_coordinates: bool,
    /// The service level: so many requests, 0 to 1, …
    pub share: f64,
    /// … within so many milliseconds.
    pub within_ms: f64,
    /// Requests per second of the whole cluster, ascending, each measured by itself.
    pub rates: Vec<f64>,
    /// Requests at each rate, 100 to 200,000, of which the first tenth is not counted.
    pub requests: u64,
    /// All chance comes from it; the same at each rate.
    pub seed: u64,
}

impl Default for ServiceLevelParameters {
    /// Five nodes with disks, and the level of the paper's section 2.2: 300 ms for 99.9 % at 500 requests a second.
    fn default() -> Self {
        Self {
            nodes: 5,
            n: 3,
            r: 2,
            w: 2,
            reads: 0.5,
            leg: Delay::Pareto { scale: 0.235, shape: 10.0 },
            read_service: Delay::Exponential { mean: 2.0 },
            write_service: Delay::Exponential { mean: 4.0 },
            write_buffer: false,
            client_coordinates: false,
            share: 0.999,
            within_ms: 300.0,
            rates: (1..=12).map(|step| f64::from(step) * 50.0).collect(),
            requests: 10_000,
            seed: 1,
        }
    }
}

impl ServiceLevelParameters {
    /// Reads the JSON form of the public interface.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields::new("parameters", json)?;
        let defaults = Self::default();
        let parameters = Self {
            nodes: count(&fields, "nodes", NODES, defaults.nodes)?,
            n: count(&fields, "n", COPIES, defaults.n)?,
            r: count(&fields, "r", COPIES, defaults.r)?,
            w: count(&fields, "w", COPIES, defaults.w)?,
            reads: fields.number("reads", 0.0, 1.0)?.unwrap_or(defaults.reads),
            leg: delay(&fields, "leg", defaults.leg)?,
            read_service: delay(&fields, "readService", defaults.read_service)?,
            write_service: delay(&fields, "writeService", defaults.write_service)?,
            write_buffer: fields.flag("writeBuffer")?.unwrap_or(false),
            client_coordinates: fields.flag("clientCoordinates")?.unwrap_or(false),
            share: fields.number("share", 0.0, 1.0)?.unwrap_or(defaults.share),
            within_ms: fields.number("within", 0.0, MAX_DELAY_MS)?.unwrap_or(defaults.within_ms),
            rates: numbers(&fields, "rates", RATES, RATE)?.unwrap_or(defaults.rates),
            requests: whole(&fields, "requests", REQUESTS, defaults.requests)?,
            seed: whole(&fields, "seed", SEEDS, defaults.seed)?,
        };
        fields.nothing_else()?;
        parameters.check()?;
        Ok(parameters)
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        within("nodes", self.nodes as u64, NODES)?;
        quorum(self.n, self.r, self.w)?;
        within("n", self.n as u64, (1, self.nodes as u64))?;
        between("reads", self.reads, 0.0, 1.0)?;
        check_delay("leg", &self.leg)?;
        check_delay("readService", &self.read_service)?;
        check_delay("writeService", &self.write_service)?;
        between("share", self.share, 0.0, 1.0)?;
        between("within", self.within_ms, 0.0, MAX_DELAY_MS)?;
        listed("rates", self.rates.len(), (1, RATES))?;
        self.rates.iter().try_for_each(|rate| between("rates", *rate, RATE.0, RATE.1))?;
        if let Some(pair) = self.rates.windows(2).find(|pair| pair[0] >= pair[1]) {
            let given = format!("{} before {}", pair[0], pair[1]);
            return Err(Refusal::field("invalid-list", "rates", given, "rates that ascend"));
        }
        within("requests", self.requests, REQUESTS)
    }
}
