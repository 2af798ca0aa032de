//! Highest random weight: Thaler and Ravishankar, *Using Name-Based Mappings to Increase Hit Rates*, IEEE/ACM ToN 1998; with
//! weights as Schindelhauer and Schomaker, *Weighted Distributed Hash Tables*, SPAA 2005.

use super::method::{Change, Machine, Placement, hash};

pub(super) struct Rendezvous {
    machines: Vec<Machine>,
    scores: Vec<(f64, usize)>,
}

impl Rendezvous {
    pub fn new(machines: &[Machine]) -> Self {
        Self { machines: machines.to_vec(), scores: Vec::new() }
    }
}

impl Placement for Rendezvous {
    /// Each machine draws an exponential time from the hash of key and machine, at a rate of its weight; the earliest ones
    /// have the key. The earliest of several such times is that of a machine with the probability of its share.
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        let time = |machine: &Machine| {
            let uniform = ((hash(key, machine.id) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
            -libm::log(uniform) / machine.weight
        };
        self.scores.clear();
        self.scores.extend(self.machines.iter().map(time).zip(0..));
        let n = n.min(self.scores.len());
        if n < self.scores.len() {
            self.scores.select_nth_unstable_by(n, |one, other| one.0.total_cmp(&other.0));
        }
        self.scores[..n].sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        found.clear();
        found.extend(self.scores[..n].iter().map(|(_, index)| *index));
    }

    fn bytes(&self) -> usize {
        0
    }

    fn changed(&self, _: &Change, after: &[Machine]) -> Box<dyn Placement> {
        Box::new(Self::new(after))
    }
}
