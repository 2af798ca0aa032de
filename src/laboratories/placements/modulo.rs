//! `hash mod nodes`: what consistent hashing is there to replace.

use super::method::{Change, Machine, Placement};

pub(super) struct Modulo {
    machines: usize,
}

impl Modulo {
    pub fn new(machines: &[Machine]) -> Self {
        Self { machines: machines.len() }
    }
}

impl Placement for Modulo {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        let first = (key % self.machines as u64) as usize;
        found.clear();
        found.extend((0..n.min(self.machines)).map(|next| (first + next) % self.machines));
    }

    fn bytes(&self) -> usize {
        size_of::<u64>()
    }

    fn changed(&self, _: &Change, after: &[Machine]) -> Box<dyn Placement> {
        Box::new(Self::new(after))
    }
}
