//! What a get hands to the client for its next put. Section 4.1.

use super::CausalHistory;
use crate::dynamo::key::Key;
use crate::dynamo::partitioning::NodeId;

/// Opaque to the client, which only hands it back: the key that it is for, the writes that its holder has seen, and the
/// node that answered the read fastest, which the next put prefers as its coordinator (section 5).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Context {
    /// The key that was read or written.
    pub key: Key,
    /// The writes that were seen.
    pub seen: CausalHistory,
    /// The fastest node of the read.
    pub fastest: Option<NodeId>,
}
