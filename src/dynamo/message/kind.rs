//! The kinds of messages.

use serde::Serialize;

/// The kinds of messages. Each has a picture of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// A client's put or delete, on its way to a coordinator.
    PutRequest,
    /// A node takes on a put that another node handed on.
    PutTaken,
    /// A client's get, on its way to a coordinator.
    GetRequest,
    /// A coordinator sends a version to a replica.
    Write,
    /// A coordinator sends a version to a node that keeps it for another.
    HintedWrite,
    /// A replica has stored it.
    WriteAck,
    /// A coordinator asks a replica for its versions.
    Read,
    /// A replica's versions.
    ReadAnswer,
    /// The coordinator's answer to the client.
    Answer,
    /// A coordinator sends a replica what it had missed.
    Repair,
    /// A stand-in delivers a hint to its owner.
    Handoff,
    /// Keys move to their new home.
    Transfer,
    /// A node confirms that it holds what it was sent.
    TransferAck,
    /// A joining node asks for the ranges that will be its own.
    RangeRequest,
    /// A node tells what it knows of the members.
    Gossip,
    /// Hashes of a Merkle tree.
    Trees,
    /// Versions that Merkle trees showed to be missing.
    Sync,
}

impl MessageKind {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::PutRequest,
        Self::PutTaken,
        Self::GetRequest,
        Self::Write,
        Self::HintedWrite,
        Self::WriteAck,
        Self::Read,
        Self::ReadAnswer,
        Self::Answer,
        Self::Repair,
        Self::Handoff,
        Self::Transfer,
        Self::TransferAck,
        Self::RangeRequest,
        Self::Gossip,
        Self::Trees,
        Self::Sync,
    ];

    /// The word that the public interface uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PutRequest => "put-request",
            Self::PutTaken => "put-taken",
            Self::GetRequest => "get-request",
            Self::Write => "write",
            Self::HintedWrite => "hinted-write",
            Self::WriteAck => "write-ack",
            Self::Read => "read",
            Self::ReadAnswer => "read-answer",
            Self::Answer => "answer",
            Self::Repair => "repair",
            Self::Handoff => "handoff",
            Self::Transfer => "transfer",
            Self::TransferAck => "transfer-ack",
            Self::RangeRequest => "range-request",
            Self::Gossip => "gossip",
            Self::Trees => "trees",
            Self::Sync => "sync",
        }
    }
}
