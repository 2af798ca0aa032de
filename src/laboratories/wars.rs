//! WARS, the model of *Probabilistically Bounded Staleness* (VLDB 2012): one write, and one read after it.
//!
//! The coordinator is no replica, and nothing is repaired. A write is sent to all N replicas and is done when W have
//! acknowledged; a read is sent to all N, t after that, and is answered by the R that come first. It is consistent if the
//! write had reached one of those R before the read did.

use super::Draws;
use super::delays::{DelaySampler, Legs};

/// The model, made ready for millions of trials.
#[derive(Clone, Debug)]
pub(super) struct Wars {
    n: usize,
    r: usize,
    w: usize,
    legs: [DelaySampler; 4],
    remote: f64,
    replicas: Vec<Replica>,
    /// Round trips in order, for the write.
    trips: Vec<f64>,
}

/// One replica of one trial.
#[derive(Clone, Copy, Debug, Default)]
struct Replica {
    write_leg: f64,
    read_leg: f64,
    read_trip: f64,
}

/// What one trial gives, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trial {
    /// How long the write took.
    pub write: f64,
    /// How long the read took.
    pub read: f64,
    /// How long after the write the read must begin to see it; 0 or below: at once.
    pub visible_after: f64,
}

impl Wars {
    pub fn new((n, r, w): (usize, usize, usize), legs: &Legs) -> Self {
        let samplers = [&legs.write, &legs.ack, &legs.read, &legs.response].map(DelaySampler::new);
        Self {
            n,
            r,
            w,
            legs: samplers,
            remote: legs.remote,
            replicas: vec![Replica::default(); n],
            trips: vec![0.0; n],
        }
    }

    /// Messages of a trial.
    pub fn work(&self) -> u64 {
        4 * self.n as u64
    }

    pub fn trial(&mut self, draws: &mut Draws) -> Trial {
        let [write, ack, read, response] = &self.legs;
        let (near_write, near_read) =
            if self.remote > 0.0 { (draws.below(self.n), draws.below(self.n)) } else { (0, 0) };
        for (index, (replica, trip)) in self.replicas.iter_mut().zip(&mut self.trips).enumerate() {
            let far_write = if index == near_write { 0.0 } else { self.remote };
            let far_read = if index == near_read { 0.0 } else { self.remote };
            replica.write_leg = write.sample(draws) + far_write;
            *trip = replica.write_leg + ack.sample(draws) + far_write;
            replica.read_leg = read.sample(draws) + far_read;
            replica.read_trip = replica.read_leg + response.sample(draws) + far_read;
        }
        sort_few(&mut self.trips, |trip| *trip);
        sort_few(&mut self.replicas, |replica| replica.read_trip);
        let done = self.trips.get(self.w - 1).copied().unwrap_or_default();
        let answered = &self.replicas[..self.r];
        let missing = answered.iter().map(|replica| replica.write_leg - done - replica.read_leg);
        Trial {
            write: done,
            read: answered.last().map_or(0.0, |replica| replica.read_trip),
            visible_after: missing.fold(f64::INFINITY, f64::min),
        }
    }
}

/// Insertion sort: a handful of replicas, a million times.
fn sort_few<T: Copy>(items: &mut [T], key: impl Fn(&T) -> f64) {
    for end in 1..items.len() {
        let item = items[end];
        let mut index = end;
        while index > 0 && key(&items[index - 1]) > key(&item) {
            items[index] = items[index - 1];
            index -= 1;
        }
        items[index] = item;
    }
}
