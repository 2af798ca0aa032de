//! Appleton and O'Reilly, *Multi-Probe Consistent Hashing*, 2015: one point for each machine, several probes for each key.

use super::method::{Change, Machine, Placement, hash, hashed_again};

/// With 21 probes the heaviest machine has some 1.05 times the mean.
const PROBES: u64 = 21;

pub(super) struct MultiProbe {
    /// Points with the index of their machine, in order.
    points: Vec<(u64, usize)>,
}

impl MultiProbe {
    pub fn new(machines: &[Machine]) -> Self {
        let mut points: Vec<(u64, usize)> = machines.iter().map(|machine| hash(machine.id, 0)).zip(0..).collect();
        points.sort_unstable();
        Self { points }
    }

    /// The machine whose point is the closest one clockwise from any probe.
    fn closest(&self, key: u64) -> usize {
        let after = |probe: u64| {
            let index = self.points.partition_point(|(point, _)| *point < probe);
            let (point, machine) = self.points[index % self.points.len()];
            (point.wrapping_sub(probe), machine)
        };
        (0..PROBES).map(|number| after(hash(key, number))).min().map_or(0, |(_, machine)| machine)
    }
}

impl Placement for MultiProbe {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        hashed_again(key, n, self.points.len(), found, |key| self.closest(key));
    }

    fn bytes(&self) -> usize {
        self.points.len() * size_of::<(u64, usize)>()
    }

    fn changed(&self, _: &Change, after: &[Machine]) -> Box<dyn Placement> {
        Box::new(Self::new(after))
    }
}
