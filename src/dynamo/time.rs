//! Simulated time: whole microseconds, so that sums are exact and the same everywhere.

use std::ops::{Add, Sub};

/// A moment of simulated time, or a stretch of it, in microseconds. A skewed clock may stand before zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(pub i64);

impl Time {
    /// The longest stretch and the latest moment that are allowed: some 31 years, far from where sums overflow.
    pub const LONGEST: Self = Self(1_000_000_000_000_000);

    /// From milliseconds, rounded to the microsecond and kept within the longest.
    pub fn from_ms(ms: f64) -> Self {
        Self((ms * 1_000.0).round() as i64).clamp(Self(-Self::LONGEST.0), Self::LONGEST)
    }

    /// In milliseconds.
    pub fn ms(self) -> f64 {
        self.0 as f64 / 1_000.0
    }
}

impl Add for Time {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Time {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
