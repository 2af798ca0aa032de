//! Section 4.7: how do replicas that missed something find out what? Merkle trees over key ranges.
//!
//! Two homes of a range compare the hash of all that they have in it. Where it is equal, one hash was enough; where it
//! differs they compare the hashes of its halves, and so on down, until so few keys are left that they are named one by
//! one; and only versions that one of them lacks travel.

mod exchange;
mod merkle_tree;

pub use merkle_tree::{Digest, hash_of_range, keys_of_range};
pub(crate) use merkle_tree::{halves, is_leaf};

use crate::dynamo::key::Key;
use crate::dynamo::partitioning::Range;

/// One round of a comparison: what one node has, for the other to compare with.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct TreeMessage {
    /// Branches of the tree to compare: a range, how deep it lies, and its hash.
    pub branches: Vec<Branch>,
    /// Leaves in which something differs: every key with its digest.
    pub leaves: Vec<(Range, Vec<(Key, Digest)>)>,
}

/// A branch of a tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Branch {
    /// The keys under it.
    pub range: Range,
    /// 0 for a root.
    pub depth: u8,
    /// The hash of everything under it.
    pub hash: Digest,
}
