//! Percentiles, exact.
//!
//! **Definition:** the q-th percentile of n samples is the smallest sample such that at least the part q of all samples
//! is at most that much: the ⌈q·n⌉-th in order (the *nearest rank*). It is always a sample, and nothing is interpolated.

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

/// The sign, the exponent and the next four bits of a number that is not negative: numbers sort as their drawers do.
const DRAWER_SHIFT: u32 = 48;
const DRAWERS: usize = 1 << 15;
/// Drawers that are one bar: an eighth of a doubling each.
const DRAWERS_A_BIN: usize = 2;

/// Samples that are 0 or above, kept whole. Each is counted in a drawer as it comes, so that a percentile is found by
/// looking at the samples of one drawer alone.
#[derive(Clone, Debug)]
pub struct Samples {
    values: Vec<f64>,
    drawers: Vec<u32>,
    sum: f64,
}

impl Default for Samples {
    fn default() -> Self {
        Self { values: Vec::new(), drawers: vec![0; DRAWERS], sum: 0.0 }
    }
}

fn drawer_of(value: f64) -> usize {
    (value.to_bits() >> DRAWER_SHIFT) as usize & (DRAWERS - 1)
}

fn lower_edge(drawer: usize) -> f64 {
    f64::from_bits((drawer as u64) << DRAWER_SHIFT)
}

impl Samples {
    /// One more. What is below zero counts as zero.
    pub fn add(&mut self, value: f64) {
        let value = if value > 0.0 { value } else { 0.0 };
        if let Some(drawer) = self.drawers.get_mut(drawer_of(value)) {
            *drawer += 1;
        }
        self.sum += value;
        self.values.push(value);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// Their mean; 0 without any.
    pub fn mean(&self) -> f64 {
        if self.values.is_empty() { 0.0 } else { self.sum / self.values.len() as f64 }
    }

    /// The percentile of this part, 0 to 1, by the definition above; 0 without samples.
    pub fn percentile(&self, part: f64) -> f64 {
        let [percentile] = self.percentiles_of([part]);
        percentile
    }

    /// Several of them, in one pass over the samples.
    pub(super) fn percentiles_of<const PARTS: usize>(&self, parts: [f64; PARTS]) -> [f64; PARTS] {
        let mut wanted = parts.map(|part| (self.drawer_and_rank(part), Vec::new()));
        for value in &self.values {
            let drawer = drawer_of(*value);
            wanted.iter_mut().filter(|((its, _), _)| *its == drawer).for_each(|(_, inside)| inside.push(*value));
        }
        wanted.map(
            |((_, rank), mut inside)| {
                if rank < inside.len() { *inside.select_nth_unstable_by(rank, f64::total_cmp).1 } else { 0.0 }
            },
        )
    }

    /// The drawer that a percentile is in, and its place among the samples there, from 0.
    fn drawer_and_rank(&self, part: f64) -> (usize, usize) {
        let mut rank = nearest_rank(part, self.values.len()) - 1;
        for (drawer, samples) in self.drawers.iter().enumerate() {
            let samples = *samples as usize;
            if rank < samples {
                return (drawer, rank);
            }
            rank -= samples;
        }
        (DRAWERS, 0)
    }

    /// The part of the samples that are at most this, 0 to 1.
    pub fn share_up_to(&self, most: f64) -> f64 {
        let count = self.values.iter().filter(|value| **value <= most).count();
        if self.values.is_empty() { 0.0 } else { count as f64 / self.values.len() as f64 }
    }

    /// The part of the samples that are at most each of these, in one pass over them.
    pub fn shares_up_to(&self, moments: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..moments.len()).collect();
        let moment = |place: usize| moments.get(place).copied().unwrap_or(0.0);
        order.sort_unstable_by(|a, b| moment(*a).total_cmp(&moment(*b)));
        let ascending: Vec<f64> = order.iter().map(|place| moment(*place)).collect();
        // How many samples are above all earlier moments and not above this one.
        let mut fresh = vec![0_u32; moments.len() + 1];
        for value in &self.values {
            let place = ascending.partition_point(|moment| moment < value);
            if let Some(count) = fresh.get_mut(place) {
                *count += 1;
            }
        }
        let mut shares = vec![0.0; moments.len()];
        let mut upto = 0;
        for (count, place) in fresh.iter().zip(order) {
            upto += count;
            if let Some(share) = shares.get_mut(place) {
                *share = f64::from(upto) / self.values.len().max(1) as f64;
            }
        }
        shares
    }

    /// The usual ones.
    pub fn percentiles(&self) -> Percentiles {
        let [p50, p95, p99, p999] = self.percentiles_of([0.5, 0.95, 0.99, 0.999]);
        Percentiles { mean: self.mean(), p50, p95, p99, p999 }
    }

    /// The samples in bars that are each an eighth of a doubling wide, from the lowest sample to the highest, the empty
    /// ones between included; zeros, if any, are a bar of their own.
    pub fn histogram(&self) -> Vec<Bin> {
        let zeros = self.drawers.first().copied().unwrap_or(0);
        let counts: Vec<u32> = self.drawers.chunks(DRAWERS_A_BIN).map(|drawers| drawers.iter().sum::<u32>()).collect();
        let first = counts.iter().enumerate().skip(1).find(|(_, count)| **count > 0).map(|(place, _)| place);
        let last = counts.iter().rposition(|count| *count > 0);
        let mut bins = Vec::new();
        if zeros > 0 {
            bins.push(Bin { from: 0.0, to: f64::MIN_POSITIVE, count: zeros });
        }
        if let (Some(first), Some(last)) = (first, last) {
            // Between a thousandth of a microsecond and a day there are some 400 bars, and no more.
            for (place, count) in counts.iter().enumerate().take(last + 1).skip(first) {
                let edge = |place: usize| lower_edge(place * DRAWERS_A_BIN);
                bins.push(Bin { from: edge(place), to: edge(place + 1), count: *count });
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
