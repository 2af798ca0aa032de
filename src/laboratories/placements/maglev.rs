//! Eisenbud and others, *Maglev: A Fast and Reliable Software Network Load Balancer*, NSDI 2016, section 3.4.

use super::method::{Change, Machine, Placement, hash, hashed_again};

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
        let mut next: Vec<u64> = machines.iter().map(offset).collect();
        let mut turns = vec![0.0; machines.len()];
        let mut table = vec![FREE; ENTRIES as usize];
        let mut filled = 0;
        'filling: loop {
            for (index, machine) in machines.iter().enumerate() {
                turns[index] += machine.weight / heaviest;
                if turns[index] < 1.0 {
                    continue;
                }
                turns[index] -= 1.0;
                while table[next[index] as usize] != FREE {
                    next[index] = (next[index] + skip(machine)) % ENTRIES;
                }
                table[next[index] as usize] = index as u16;
                filled += 1;
                if filled == ENTRIES {
                    break 'filling;
                }
            }
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
