//! The tree of a range: its halves, their halves, and the hash of each.

use crate::dynamo::key::{Key, Placed};
use crate::dynamo::partitioning::{Position, Range};
use crate::dynamo::versioning::Siblings;
use std::collections::BTreeMap;
use std::ops::Bound;

/// A hash: of a key's versions, or of everything under a branch. Equal contents have equal hashes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Digest(pub u64);

/// So few keys are named one by one instead of split further.
const KEYS_OF_A_LEAF: usize = 2;
/// No range is split more often than this.
const DEEPEST: u8 = 32;

impl Digest {
    /// Of a key and its versions.
    pub fn new(key: &Key, siblings: &Siblings) -> Self {
        let start = (key.position().0 >> 64) as u64 ^ key.position().0 as u64;
        siblings.versions().iter().fold(Self(mixed(start)), |hash, version| hash.with(version.digest()))
    }

    fn with(self, other: u64) -> Self {
        Self(mixed(self.0.rotate_left(23) ^ mixed(other)))
    }
}

/// A permutation of 64 bits that leaves no pattern (the finaliser of SplitMix64).
fn mixed(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The keys of a store in a range, clockwise.
pub fn keys_of_range(store: &BTreeMap<Key, Siblings>, range: Range) -> Vec<(&Key, &Siblings)> {
    // Keys are in the order of their positions; beyond the last position there are none.
    let beyond = |position: Position| position.0.checked_add(1).map(|next| Placed::first_at(Position(next)));
    let upto = beyond(range.upto).map_or(Bound::Unbounded, Bound::Excluded);
    let Some(after) = beyond(range.after) else { return store.range((Bound::Unbounded, upto)).collect() };
    if range.after < range.upto {
        store.range((Bound::Included(after), upto)).collect()
    } else {
        // The range goes over position zero, or all round.
        store.range(after..).chain(store.range((Bound::Unbounded, upto))).collect()
    }
}

/// The hash of a range in a store, at a depth of the tree.
pub fn hash_of_range(store: &BTreeMap<Key, Siblings>, range: Range, depth: u8) -> Digest {
    hash_of(&keys_of_range(store, range), range, depth)
}

fn hash_of(keys: &[(&Key, &Siblings)], range: Range, depth: u8) -> Digest {
    if is_leaf(keys.len(), depth) {
        return keys
            .iter()
            .fold(Digest(mixed(keys.len() as u64)), |hash, (key, siblings)| hash.with(Digest::new(key, siblings).0));
    }
    let [left, right] = halves(range);
    let cut = keys.partition_point(|(key, _)| left.contains(key.position()));
    let (in_left, in_right) = keys.split_at(cut);
    Digest(1).with(hash_of(in_left, left, depth + 1).0).with(hash_of(in_right, right, depth + 1).0)
}

/// Whether so many keys are named one by one.
pub(crate) fn is_leaf(keys: usize, depth: u8) -> bool {
    keys <= KEYS_OF_A_LEAF || depth >= DEEPEST
}

/// The two halves of a range.
pub(crate) fn halves(range: Range) -> [Range; 2] {
    let width = range.after.clockwise_to(range.upto);
    // The whole ring has a width of 2^128, which is 0 in 128 bits.
    let half = if width == 0 { 1 << 127 } else { width / 2 };
    let middle = Position(range.after.0.wrapping_add(half));
    [Range { after: range.after, upto: middle }, Range { after: middle, upto: range.upto }]
}
