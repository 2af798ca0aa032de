//! The name of a single write.

use crate::dynamo::partitioning::NodeId;

/// One life of a node's disk. A node whose disk was wiped cannot know how far it had counted, and starts a new life so
/// that it never gives two writes the same dot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Actor {
    /// The node.
    pub node: NodeId,
    /// How many times its disk was wiped.
    pub life: u16,
}

/// One write: the coordinator, and the number of this write among those that it coordinated for the key, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Dot {
    /// The coordinator.
    pub actor: Actor,
    /// The number.
    pub counter: u32,
}
