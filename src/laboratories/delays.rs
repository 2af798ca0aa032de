//! How long the legs of a request take: presets, and drawing from them by the million.

use super::Draws;
use super::reading::{between, check_delay, delay};
use crate::input::fields::Fields;
use crate::input::limits::MAX_DELAY_MS;
use crate::input::refusal::Refusal;
use crate::scenario::Delay;

/// The four one-way legs of *Probabilistically Bounded Staleness* (Bailis et al., VLDB 2012) in milliseconds: W, A, R, S.
#[derive(Clone, Debug, PartialEq)]
pub struct Legs {
    /// W: a write on its way from the coordinator to a replica, and its storing there.
    pub write: Delay,
    /// A: the acknowledgement on its way back.
    pub ack: Delay,
    /// R: a read on its way to a replica.
    pub read: Delay,
    /// S: the answer on its way back.
    pub response: Delay,
    /// Extra milliseconds each way to all replicas but one, which is drawn anew for the write and for the read.
    pub remote: f64,
}

/// Where a [`Legs`] may come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Preset {
    /// LinkedIn's production latencies on solid-state disks, fitted by the paper.
    #[default]
    LinkedInSsd,
    /// The same on spinning disks: the write leg has a long tail.
    LinkedInDisk,
    /// Yammer's Riak cluster.
    Yammer,
    /// LinkedIn on disks, with the replicas in different data centres, 75 ms apart.
    WideArea,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::LinkedInSsd, Self::LinkedInDisk, Self::Yammer, Self::WideArea];

    /// Its name in the paper.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LinkedInSsd => "LNKD-SSD",
            Self::LinkedInDisk => "LNKD-DISK",
            Self::Yammer => "YMMR",
            Self::WideArea => "WAN",
        }
    }

    /// The fitted legs (table 3 of the paper).
    pub fn legs(self) -> Legs {
        let ssd = || pareto_or_exponential(0.9122, 0.235, 10.0, 1.66);
        let disk_write = || pareto_or_exponential(0.38, 1.05, 1.51, 0.183);
        let same = |write: Delay, rest: &dyn Fn() -> Delay, remote: f64| Legs {
            write,
            ack: rest(),
            read: rest(),
            response: rest(),
            remote,
        };
        match self {
            Self::LinkedInSsd => same(ssd(), &ssd, 0.0),
            Self::LinkedInDisk => same(disk_write(), &ssd, 0.0),
            Self::Yammer => same(
                pareto_or_exponential(0.939, 3.0, 3.35, 0.0028),
                &|| pareto_or_exponential(0.982, 1.5, 3.8, 0.0217),
                0.0,
            ),
            Self::WideArea => same(disk_write(), &ssd, 75.0),
        }
    }
}

fn pareto_or_exponential(weight: f64, scale: f64, shape: f64, rate: f64) -> Delay {
    let parts = vec![(weight, Delay::Pareto { scale, shape }), (1.0 - weight, Delay::Exponential { mean: 1.0 / rate })];
    Delay::Mixture { parts }
}

impl Default for Legs {
    fn default() -> Self {
        Preset::default().legs()
    }
}

impl Legs {
    /// Reads `write`, `ack`, `read`, `response` and `remote`; or a `preset` by its name, of which single legs may be
    /// given anew. Without a preset all four must be there.
    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, Refusal> {
        let preset = fields.choice("preset", &Preset::ALL.map(|preset| (preset.as_str(), preset)))?;
        let base = preset.unwrap_or_default().legs();
        if preset.is_none() {
            for leg in ["write", "ack", "read", "response"] {
                fields.required(leg, fields.raw(leg), "a delay, unless a preset is named")?;
            }
        }
        Ok(Self {
            write: delay(fields, "write", base.write)?,
            ack: delay(fields, "ack", base.ack)?,
            read: delay(fields, "read", base.read)?,
            response: delay(fields, "response", base.response)?,
            remote: fields.number("remote", 0.0, MAX_DELAY_MS)?.unwrap_or(base.remote),
        })
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        check_delay("write", &self.write)?;
        check_delay("ack", &self.ack)?;
        check_delay("read", &self.read)?;
        check_delay("response", &self.response)?;
        between("remote", self.remote, 0.0, MAX_DELAY_MS)
    }
}

/// The mean of a delay in milliseconds; infinite for a Pareto distribution of shape 1 or less.
pub fn mean_of(delay: &Delay) -> f64 {
    match delay {
        Delay::Fixed { ms } => *ms,
        Delay::Exponential { mean } => *mean,
        Delay::Pareto { shape, .. } if *shape <= 1.0 => f64::INFINITY,
        Delay::Pareto { scale, shape } => scale * shape / (shape - 1.0),
        Delay::Mixture { parts } => {
            let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
            let used = parts.iter().filter(|(weight, _)| *weight > 0.0);
            used.map(|(weight, part)| weight / total * mean_of(part)).sum()
        }
    }
}

/// A delay made ready for millions of draws: mixtures flattened, the distribution the same.
#[derive(Clone, Debug)]
pub struct DelaySampler {
    /// The sum of the weights up to and with each part, the last above every draw.
    parts: Vec<(f64, Leaf)>,
    last: Leaf,
}

#[derive(Clone, Copy, Debug)]
enum Leaf {
    Fixed(f64),
    Exponential(f64),
    /// Scale, and one over the shape.
    Pareto(f64, f64),
}

impl DelaySampler {
    /// Of a delay that has been checked.
    pub fn new(delay: &Delay) -> Self {
        let mut leaves = Vec::new();
        flatten(delay, 1.0, &mut leaves);
        let mut sum = 0.0;
        for (weight, _) in &mut leaves {
            sum += *weight;
            *weight = sum;
        }
        let last = leaves.pop().map_or(Leaf::Fixed(0.0), |(_, leaf)| leaf);
        Self { parts: leaves, last }
    }

    /// One delay in milliseconds. A Pareto variable is the scale times e to an exponential one over the shape.
    pub fn sample(&self, draws: &mut Draws) -> f64 {
        let mut leaf = self.last;
        if !self.parts.is_empty() {
            let chosen = draws.uniform();
            for (upto, part) in &self.parts {
                if chosen <= *upto {
                    leaf = *part;
                    break;
                }
            }
        }
        match leaf {
            Leaf::Fixed(ms) => ms,
            Leaf::Exponential(mean) => mean * draws.exponential(),
            Leaf::Pareto(scale, inverse_shape) => scale * libm::exp(draws.exponential() * inverse_shape),
        }
    }
}

/// The leaves of a delay with the part of all draws that each is given.
fn flatten(delay: &Delay, part: f64, leaves: &mut Vec<(f64, Leaf)>) {
    match delay {
        Delay::Fixed { ms } => leaves.push((part, Leaf::Fixed(*ms))),
        Delay::Exponential { mean } => leaves.push((part, Leaf::Exponential(*mean))),
        Delay::Pareto { scale, shape } => leaves.push((part, Leaf::Pareto(*scale, 1.0 / shape))),
        Delay::Mixture { parts } => {
            let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
            for (weight, inner) in parts.iter().filter(|(weight, _)| *weight > 0.0) {
                flatten(inner, part * weight / total, leaves);
            }
        }
    }
}
