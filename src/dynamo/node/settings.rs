//! What the operator configured on every node.

use crate::dynamo::requests::{Quorum, ReadRepair};
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Versioning;

/// The settings of a cluster.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Settings {
    /// Copies.
    pub n: usize,
    /// Answers that a get waits for.
    pub r: usize,
    /// Acknowledgements that a put waits for.
    pub w: usize,
    /// Who may stand in.
    pub quorum: Quorum,
    /// When replicas are repaired that a get found stale.
    pub read_repair: ReadRepair,
    /// How versions are compared.
    pub versioning: Versioning,
    /// The pairs that a clock keeps.
    pub clock_limit: usize,
    /// How long a coordinator waits for the quorum.
    pub request_timeout: Time,
    /// How long it waits for one replica before it suspects it and asks another: a fifth of the above.
    pub replica_timeout: Time,
    /// Between two rounds of gossip; 0 for none.
    pub gossip: Time,
    /// Between two scans of hints; 0 for none.
    pub handoff: Time,
    /// Between two comparisons of Merkle trees; 0 for none.
    pub anti_entropy: Time,
    /// For how long somebody stands in for a node that is silent; 0 for ever.
    pub hint_window: Time,
    /// How long a deletion is kept; 0 for ever.
    pub tombstone_grace: Time,
}

impl Settings {
    /// How long a coordinator waits for one replica, if it waits so long for the quorum.
    pub fn replica_timeout(request_timeout: Time) -> Time {
        Time(request_timeout.0 / 5)
    }
}
