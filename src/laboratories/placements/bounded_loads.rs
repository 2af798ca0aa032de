//! Mirrokni, Thorup and Zadimoghaddam, *Consistent Hashing with Bounded Loads*, SODA 2018: a ring on which no machine takes
//! more than (1 + ε) times its share; what does not fit goes on clockwise.

use super::method::{Change, Machine, Placement};
use super::token_ring::TokenRing;

/// ε.
const SLACK: f64 = 0.25;

pub(super) struct BoundedLoads {
    ring: TokenRing,
    loads: Vec<usize>,
    capacities: Vec<usize>,
    /// The copies of keys that there will be in all.
    copies: usize,
    order: Vec<usize>,
}

impl BoundedLoads {
    pub fn new(machines: &[Machine], copies: usize) -> Self {
        Self::on(TokenRing::new(machines), machines, copies)
    }

    fn on(ring: TokenRing, machines: &[Machine], copies: usize) -> Self {
        let all: f64 = machines.iter().map(|machine| machine.weight).sum();
        let capacity = |machine: &Machine| ((1.0 + SLACK) * copies as f64 * machine.weight / all).ceil() as usize;
        let capacities = machines.iter().map(capacity).collect();
        Self { ring, loads: vec![0; machines.len()], capacities, copies, order: Vec::new() }
    }
}

impl Placement for BoundedLoads {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        found.clear();
        let machines = self.loads.len();
        let wanted = n.min(machines);
        // Mostly the first few have room; if not, all are looked at.
        for looked_at in [2 * wanted, machines] {
            self.ring.place(key, looked_at, &mut self.order);
            found.clear();
            let room = self.order.iter().copied().filter(|index| self.loads[*index] < self.capacities[*index]);
            found.extend(room.take(wanted));
            if found.len() == wanted {
                break;
            }
        }
        // More keys than were announced: all are full.
        let rest: Vec<usize> = self.order.iter().copied().filter(|index| !found.contains(index)).collect();
        found.extend(rest.into_iter().take(wanted - found.len()));
        found.iter().for_each(|index| self.loads[*index] += 1);
    }

    fn bytes(&self) -> usize {
        self.ring.bytes() + self.loads.len() * 2 * size_of::<usize>()
    }

    fn changed(&self, _: &Change, after: &[Machine]) -> Box<dyn Placement> {
        Box::new(Self::on(self.ring.with(after), after, self.copies))
    }
}
