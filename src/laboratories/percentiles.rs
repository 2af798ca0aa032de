//! Percentiles, exact.
//!
//! **Definition:** the q-th percentile of n samples is the smallest sample such that at least the part q of all samples
//! is at most that much: the ⌈q·n⌉-th in order (the *nearest rank*). It is always a sample, and nothing is interpolated.

use super::ordered::Ordered;
use serde::Serialize;

/// What a service level speaks of, in milliseconds. The paper states its own at the 99.9th percentile (section 2.2), for
/// the mean hides the customers who wait longest.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Percentiles {
    /// The mean of the samples, whatever that of the distribution may be.
    pub mean: f64,
    /// The median.
    pub p50: f64,
    /// 95 % are at most this.
    pub p95: f64,
    /// 99 %.
    pub p99: f64,
    /// 99.9 %.
    pub p999: f64,
}

/// A bar of a histogram: how many samples are at least `from` and below `to`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Bin {
    /// In milliseconds, included.
    pub from: f64,
    /// In milliseconds, excluded.
    pub to: f64,
    /// Samples.
    pub count: u32,
}

/// Bars of a histogram in each doubling, equally wide on a logarithmic axis: the edges are `2^(i/8)`. Were they equally wide
/// in milliseconds, their width on the axis would jump at each power of two, and a smooth distribution would seem to peak there.
const BINS_PER_DOUBLING: usize = 8;
/// One doubling for each of the 2,048 exponents that a number of 64 bits can have.
const BINS: usize = 2_048 * BINS_PER_DOUBLING;
const MANTISSA_BITS: u32 = 52;

/// The lower edges of the bars within the doubling from 1 to 2.
fn edges_of_a_doubling() -> [f64; BINS_PER_DOUBLING] {
    let mut edges = [1.0; BINS_PER_DOUBLING];
    for (index, edge) in edges.iter_mut().enumerate() {
        *edge = libm::exp2(index as f64 / BINS_PER_DOUBLING as f64);
    }
    edges
}

/// Samples that are 0 or above. Each is put in its place among the others as it comes, so that a percentile is found at
/// any time without going through all of them, however many are equal.
#[derive(Clone, Debug)]
pub struct Samples {
    ordered: Ordered,
    bins: Vec<u32>,
    edges: [f64; BINS_PER_DOUBLING],
    sum: f64,
}

impl Default for Samples {
    fn default() -> Self {
        Self { ordered: Ordered::default(), bins: vec![0; BINS], edges: edges_of_a_doubling(), sum: 0.0 }
    }
}

impl Samples {
    /// One more. What is below zero counts as zero.
    pub fn add(&mut self, value: f64) {
        let value = if value > 0.0 { value } else { 0.0 };
        let index = self.bin_of(value);
        if let Some(bin) = self.bins.get_mut(index) {
            *bin += 1;
        }
        self.sum += value;
        self.ordered.add(value.to_bits());
    }

    /// The bar of a number that is not negative: its doubling is its exponent, and its place there the edges up to its mantissa.
    fn bin_of(&self, value: f64) -> usize {
        let bits = value.to_bits();
        let mantissa = f64::from_bits(bits & ((1 << MANTISSA_BITS) - 1) | 1.0_f64.to_bits());
        let within = self.edges.iter().rposition(|edge| *edge <= mantissa).unwrap_or(0);
        (bits >> MANTISSA_BITS) as usize * BINS_PER_DOUBLING + within
    }

    /// The lower edge of a bar.
    fn edge(&self, bin: usize) -> f64 {
        let power = f64::from_bits(((bin / BINS_PER_DOUBLING) as u64) << MANTISSA_BITS);
        power * self.edges[bin % BINS_PER_DOUBLING]
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ordered.count()
    }

    /// Their mean; 0 without any.
    pub fn mean(&self) -> f64 {
        if self.count() == 0 { 0.0 } else { self.sum / self.count() as f64 }
    }

    /// The percentile of this part, 0 to 1, by the definition above; 0 without samples.
    pub fn percentile(&self, part: f64) -> f64 {
        let rank = nearest_rank(part, self.count()) - 1;
        self.ordered.nth(rank).map_or(0.0, f64::from_bits)
    }

    /// The part of the samples that are at most this, 0 to 1.
    pub fn share_up_to(&self, most: f64) -> f64 {
        let count = if most >= 0.0 { self.ordered.up_to((most + 0.0).to_bits()) } else { 0 };
        count as f64 / self.count().max(1) as f64
    }

    /// The usual ones.
    pub fn percentiles(&self) -> Percentiles {
        let [p50, p95, p99, p999] = [0.5, 0.95, 0.99, 0.999].map(|part| self.percentile(part));
        Percentiles { mean: self.mean(), p50, p95, p99, p999 }
    }

    /// The samples in bars of which eight make a doubling, from the lowest sample to the highest, the empty ones between
    /// included; zeros, if any, are a bar of their own.
    pub fn histogram(&self) -> Vec<Bin> {
        let zeros = self.bins.first().copied().unwrap_or(0);
        let first = self.bins.iter().enumerate().skip(1).find(|(_, count)| **count > 0).map(|(index, _)| index);
        let last = self.bins.iter().rposition(|count| *count > 0);
        let mut bins = Vec::new();
        if zeros > 0 {
            bins.push(Bin { from: 0.0, to: f64::MIN_POSITIVE, count: zeros });
        }
        if let (Some(first), Some(last)) = (first, last) {
            // Between a thousandth of a microsecond and a day there are some 400 bars, and no more.
            for (index, count) in self.bins.iter().enumerate().take(last + 1).skip(first) {
                bins.push(Bin { from: self.edge(index), to: self.edge(index + 1), count: *count });
            }
        }
        bins
    }
}

/// The rank, from 1, of the percentile of this part of so many samples: ⌈part · count⌉.
pub fn nearest_rank(part: f64, count: usize) -> usize {
    let exact = part * count as f64;
    // 0.999 · 1000 is a hair above 999 in binary: what is whole but for rounding is whole.
    let whole = exact.round();
    let rank = if (exact - whole).abs() < 1e-9 * count.max(1) as f64 { whole } else { exact.ceil() };
    (rank as usize).clamp(1, count.max(1))
}
