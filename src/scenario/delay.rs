//! How long a message takes.

use std::fmt;

/// A distribution of delays in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Delay {
    /// Always the same.
    Fixed {
        /// The delay.
        ms: f64,
    },
    /// Exponential.
    Exponential {
        /// Its mean.
        mean: f64,
    },
    /// Pareto: never below the scale, with a heavy tail; the mean is infinite for a shape of 1 or less.
    Pareto {
        /// The least delay.
        scale: f64,
        /// The tail's exponent.
        shape: f64,
    },
    /// One of several, by weight.
    Mixture {
        /// Weights above 0 and their distributions.
        parts: Vec<(f64, Delay)>,
    },
}

/// `20 ms`, `20 ms on average`, `5 ms or more, with a long tail`.
impl fmt::Display for Delay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed { ms } => write!(formatter, "{ms} ms"),
            Self::Exponential { mean } => write!(formatter, "{mean} ms on average"),
            Self::Pareto { scale, .. } => write!(formatter, "{scale} ms or more, with a long tail"),
            Self::Mixture { .. } => formatter.write_str("as long as a mixture of delays says"),
        }
    }
}

impl Delay {
    /// A delay in milliseconds, from uniform numbers in (0, 1]. `libm` alone, for the same result everywhere.
    pub fn sample(&self, uniform: &mut impl FnMut() -> f64) -> f64 {
        match self {
            Self::Fixed { ms } => *ms,
            Self::Exponential { mean } => -mean * libm::log(uniform()),
            Self::Pareto { scale, shape } => scale * libm::pow(uniform(), -1.0 / shape),
            Self::Mixture { parts } => {
                let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
                let mut left = uniform() * total;
                let chosen = parts.iter().find(|(weight, _)| {
                    left -= weight;
                    left <= 0.0
                });
                chosen.or(parts.last()).map_or(0.0, |(_, delay)| delay.sample(uniform))
            }
        }
    }
}
