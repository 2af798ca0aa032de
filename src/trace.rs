//! What happened: one [`TraceEvent`] a step, made for drawing, for speaking and for checking.
//!
//! An event is a command that was given, a message that arrived, or a timer that rang. It names the node or the client
//! at which it happened, the message that caused it, the messages that it sent, and the [`Fact`]s: what changed, in
//! order, each with the [`Rule`] of the paper that it follows.

mod fact;
mod pace;
mod rule;

pub use fact::Fact;
pub use pace::{Pace, is_background};
pub(crate) use pace::{is_gossip, is_harmless};
pub use rule::Rule;

use serde::Serialize;

/// One step of the history.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceEvent {
    /// Its number: the state after it has this `step`.
    pub step: usize,
    /// When it happened, in milliseconds of simulated time.
    pub time: f64,
    /// What caused it.
    pub cause: Cause,
    /// The node or client at which it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The operation that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<u32>,
    /// The key that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The message that arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageRecord>,
    /// The messages that were sent because of it.
    pub sent: Vec<MessageRecord>,
    /// What changed, in order.
    pub facts: Vec<Fact>,
    /// The rule that the most important fact follows, in a few words, and the section of the paper that states it.
    pub why: Rule,
    /// The step in one plain sentence.
    pub sentence: String,
}

/// What caused an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Somebody gave a command.
    Command,
    /// A message arrived.
    Arrival,
    /// A message was lost on its way.
    Loss,
    /// A timer of a node or a client rang.
    Timer,
}

/// A message, as the trace shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageRecord {
    /// Its number, counted from 1 over the whole history.
    pub id: u32,
    /// Who sent it.
    pub from: String,
    /// Whom it is for.
    pub to: String,
    /// What it is.
    pub kind: MessageKind,
    /// What it carries, in two or three words.
    pub label: String,
    /// When it left.
    pub sent_at: f64,
    /// When it arrives; `None` when it never will.
    pub arrives_at: Option<f64>,
}

/// The kinds of messages. Each has a picture of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    pub fn word(self) -> &'static str {
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
