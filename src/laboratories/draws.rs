//! Chance for millions of draws.

use crate::simulation::Chance;
use std::ops::Range;

/// Where the tail of the exponential distribution begins, and the area of each of the 256 layers under its density
/// (Marsaglia and Tsang, *The Ziggurat Method for Generating Random Variables*, 2000).
const TAIL: f64 = 7.697_117_470_131_05;
const LAYER_AREA: f64 = 0.003_949_659_822_581_557;
const LAYERS: usize = 256;

/// A seeded source of numbers, the same on every machine.
#[derive(Clone, Debug)]
pub struct Draws {
    chance: Chance,
    /// The right edges of the ziggurat's layers, and the density there.
    edges: [f64; LAYERS + 1],
    heights: [f64; LAYERS + 1],
}

impl Draws {
    /// The draws of a seed.
    pub fn new(seed: u64) -> Self {
        let mut edges = [0.0; LAYERS + 1];
        let mut heights = [1.0; LAYERS + 1];
        (edges[0], edges[1]) = (LAYER_AREA / libm::exp(-TAIL), TAIL);
        for layer in 2..LAYERS {
            edges[layer] = -libm::log(LAYER_AREA / edges[layer - 1] + libm::exp(-edges[layer - 1]));
        }
        for layer in 0..LAYERS {
            heights[layer] = libm::exp(-edges[layer]);
        }
        Self { chance: Chance::new(seed), edges, heights }
    }

    /// Above 0 and at most 1.
    pub fn uniform(&mut self) -> f64 {
        self.chance.uniform()
    }

    /// Any number of 64 bits.
    pub fn number(&mut self) -> u64 {
        self.chance.number()
    }

    /// One of so many, from 0.
    pub fn below(&mut self, count: usize) -> usize {
        // High bits times count: favours some by less than one part in 2^32 / count, and needs no division.
        (((self.chance.number() >> 32) * count as u64) >> 32) as usize
    }

    /// Exponential with mean 1, by the ziggurat method: exact, and mostly without a logarithm.
    pub fn exponential(&mut self) -> f64 {
        loop {
            let bits = self.chance.number();
            let layer = (bits & 0xff) as usize;
            let x = (bits >> 11) as f64 * (1.0 / (1_u64 << 53) as f64) * self.edges[layer];
            if x < self.edges[layer + 1] {
                return x;
            }
            if layer == 0 {
                return TAIL - libm::log(self.uniform());
            }
            let (above, below) = (self.heights[layer + 1], self.heights[layer]);
            if above + (below - above) * self.uniform() < libm::exp(-x) {
                return x;
            }
        }
    }

    /// Puts a list in an order that chance gives: these places of it, the last one first. All are its places from the second
    /// to the last.
    pub fn shuffle(&mut self, list: &mut [u16], indices: Range<usize>) {
        for index in indices.rev() {
            let other = self.below(index + 1);
            list.swap(index, other);
        }
    }
}
