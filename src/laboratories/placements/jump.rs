//! Lamping and Veach, *A Fast, Minimal Memory, Consistent Hash Algorithm*, 2014.

use super::method::{Change, Machine, Placement, hashed_again};

pub(super) struct Jump {
    machines: usize,
}

impl Jump {
    pub fn new(machines: &[Machine]) -> Self {
        Self { machines: machines.len() }
    }
}

/// The bucket of a key: the last one to which it jumped when buckets were added one by one up to so many.
pub(super) fn bucket(mut key: u64, buckets: usize) -> usize {
    let (mut at, mut next) = (0_i64, 0_i64);
    while next < buckets as i64 {
        at = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        next = ((at + 1) as f64 * ((1_i64 << 31) as f64 / ((key >> 33) + 1) as f64)) as i64;
    }
    at as usize
}

impl Placement for Jump {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        hashed_again(key, n, self.machines, found, |key| bucket(key, self.machines));
    }

    fn bytes(&self) -> usize {
        size_of::<u64>()
    }

    /// Only the last bucket can go: when another machine leaves, the last one takes over its bucket.
    fn changed(&self, _: &Change, after: &[Machine]) -> Box<dyn Placement> {
        Box::new(Self::new(after))
    }
}
