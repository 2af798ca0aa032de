//! Eisenbud and others, *Maglev: A Fast and Reliable Software Network Load Balancer*, NSDI 2016, section 3.4.

use super::method::{Change, Machine, Placement, hash, hashed_again};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Entries of the look-up table: the paper's smaller prime.
const ENTRIES: u64 = 65_537;

pub(super) struct Maglev {
    table: Vec<u16>,
    machines: usize,
}

impl Maglev {
    /// The machines take turns, each with the next entry of its own permutation that is free; one of half the weight has
    /// half the turns.
    pub fn new(machines: &[Machine]) -> Self {
        const FREE: u16 = u16::MAX;
        let heaviest = machines.iter().map(|machine| machine.weight).fold(0.0, f64::max);
        let offset = |machine: &Machine| hash(machine.id, 1) % ENTRIES;
        let skip = |machine: &Machine| hash(machine.id, 2) % (ENTRIES - 1) + 1;
        let skips: Vec<u64> = machines.iter().map(skip).collect();
        // The round in which a machine has its turn of this number.
        let round = |turn: u64, machine: &Machine| (turn as f64 * heaviest / machine.weight).ceil() as u64;
        let mut next: Vec<u64> = machines.iter().map(offset).collect();
        let mut turns: BinaryHeap<Reverse<(u64, usize, u64)>> =
            machines.iter().enumerate().map(|(index, machine)| Reverse((round(1, machine), index, 1))).collect();
        let mut table = vec![FREE; ENTRIES as usize];
        for _ in 0..ENTRIES {
            let Some(Reverse((_, index, turn))) = turns.pop() else { break };
            while table[next[index] as usize] != FREE {
                next[index] = (next[index] + skips[index]) % ENTRIES;
            }
            table[next[index] as usize] = index as u16;
            turns.push(Reverse((round(turn + 1, &machines[index]), index, turn + 1)));
        }
        Self { table, machines: machines.len() }
    }
}

impl Placement for Maglev {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        hashed_again(key, n, self.machines, found, |key| usize::from(self.table[(key % ENTRIES) as usize]));
    }

    fn bytes(&self) -> usize {
        self.table.len() * size_of::<u16>()
    }

    fn changed(&self, _: &Change, after: &[Machine]) -> Box<dyn Placement> {
        Box::new(Self::new(after))
    }
}
