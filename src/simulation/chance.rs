//! The one source of chance.

use crate::dynamo::planted_faults::planted_clock;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;

/// A seeded generator that gives the same numbers on every machine.
#[derive(Clone, Debug)]
pub struct Chance(Pcg32);

impl Chance {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Pcg32::seed_from_u64(seed ^ planted_clock()))
    }

    /// A number above 0 and at most 1, so that its logarithm is finite.
    pub fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// Any number of 64 bits.
    pub fn number(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// One of so many, from 0. There must be at least one.
    pub fn one_of(&mut self, count: usize) -> usize {
        // A remainder favours low numbers by less than one part in 2^32 here.
        (self.0.next_u64() % count.max(1) as u64) as usize
    }
}
