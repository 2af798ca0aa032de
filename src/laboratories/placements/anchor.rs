//! Mendelson, Vargaftik, Barabash, Lorenz, Keslassy and Orda, *AnchorHash: A Scalable Consistent Hash*, IEEE/ACM ToN 2021.
//! The arrays have the paper's names.

use super::method::{Change, Machine, Placement, hash, hashed_again};

/// The table has room for so many times the machines at the start.
const ROOM: usize = 2;

#[derive(Clone)]
pub(super) struct Anchor {
    /// A: when a bucket was removed, how many were left; 0 for one that works.
    left: Vec<u32>,
    /// W: the working buckets, in an order that makes removing one cheap.
    working: Vec<u32>,
    /// L: where a bucket stood in W last.
    last: Vec<u32>,
    /// K: the bucket that took a removed one's place.
    successor: Vec<u32>,
    /// R: the buckets that do not work, the latest one last.
    removed: Vec<u32>,
    /// N.
    count: usize,
    /// By bucket: the index in the list of machines.
    indices: Vec<usize>,
}

impl Anchor {
    pub fn new(machines: usize) -> Self {
        let room = (machines * ROOM) as u32;
        let all: Vec<u32> = (0..room).collect();
        let left = all.iter().map(|bucket| if (*bucket as usize) < machines { 0 } else { *bucket }).collect();
        Self {
            left,
            working: all.clone(),
            last: all.clone(),
            successor: all.clone(),
            removed: (machines as u32..room).rev().collect(),
            count: machines,
            indices: (0..room as usize).collect(),
        }
    }

    fn bucket(&self, key: u64) -> usize {
        let mut bucket = (key % self.left.len() as u64) as usize;
        while self.left[bucket] > 0 {
            let left = self.left[bucket];
            let mut next = (hash(key, bucket as u64) % u64::from(left)) as usize;
            while self.left[next] >= left {
                next = self.successor[next] as usize;
            }
            bucket = next;
        }
        bucket
    }

    fn remove(&mut self, bucket: usize) {
        self.removed.push(bucket as u32);
        self.count -= 1;
        let last = self.working[self.count];
        self.left[bucket] = self.count as u32;
        self.working[self.last[bucket] as usize] = last;
        self.successor[bucket] = last;
        self.last[last as usize] = self.last[bucket];
    }

    fn add(&mut self) -> Option<usize> {
        let bucket = self.removed.pop()? as usize;
        self.left[bucket] = 0;
        self.last[self.working[self.count] as usize] = self.count as u32;
        self.working[self.last[bucket] as usize] = bucket as u32;
        self.successor[bucket] = bucket as u32;
        self.count += 1;
        Some(bucket)
    }
}

impl Placement for Anchor {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        hashed_again(key, n, self.count, found, |key| self.indices[self.bucket(key)]);
    }

    fn bytes(&self) -> usize {
        4 * self.left.len() * size_of::<u32>()
    }

    fn changed(&self, change: &Change, after: &[Machine]) -> Box<dyn Placement> {
        let mut changed = self.clone();
        match *change {
            Change::Join(_) => {
                let bucket = changed.add();
                bucket.into_iter().for_each(|bucket| changed.indices[bucket] = after.len() - 1);
            }
            Change::Leave(index) => {
                let of = |wanted: usize| self.indices.iter().position(|index| *index == wanted);
                of(index).into_iter().for_each(|bucket| changed.remove(bucket));
                // The last machine stands in the list where the one that left stood.
                of(after.len()).into_iter().for_each(|bucket| changed.indices[bucket] = index);
            }
            Change::Reweigh(..) => {}
        }
        Box::new(changed)
    }
}
