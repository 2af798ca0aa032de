//! What nodes and clients say to each other.

mod kind;

pub use kind::MessageKind;

use crate::dynamo::anti_entropy::TreeMessage;
use crate::dynamo::key::Key;
use crate::dynamo::membership::Membership;
use crate::dynamo::partitioning::{NodeId, Range};
use crate::dynamo::quorum::Quorum;
use crate::dynamo::versioning::{CausalHistory, Context, Dot, Siblings, Version};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// A client, as a number: the order in which clients first appeared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ClientId(pub u16);

/// A put, get or delete, counted from 1. The client stamps its request with it, and it goes wherever the request goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OperationId(pub u32);

/// Who can send and receive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Endpoint {
    /// A node.
    Node(NodeId),
    /// A client.
    Client(ClientId),
}

/// The three things that a client can ask.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequestKind {
    /// Write a value.
    Put,
    /// Read a key.
    Get,
    /// Write a tombstone.
    Delete,
}

impl RequestKind {
    /// The word of the public interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Put => "put",
            Self::Get => "get",
            Self::Delete => "delete",
        }
    }
}

/// A client's put or delete.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PutRequest {
    /// Its number.
    pub operation: OperationId,
    /// Who gets the answer.
    pub client: ClientId,
    /// The key.
    pub key: Key,
    /// The object; `None` deletes.
    pub value: Option<Arc<str>>,
    /// The context of the client's last read.
    pub context: Option<Context>,
    /// Copies.
    pub n: usize,
    /// Acknowledgements to wait for.
    pub w: usize,
    /// The kind of quorum, if it is not the coordinator's.
    pub quorum: Option<Quorum>,
    /// It is done only if nothing is there that the client has not read.
    pub only_if: bool,
    /// How many nodes have handed it on.
    pub hops: u8,
}

impl PutRequest {
    /// Whether it is a put or a delete.
    pub fn kind(&self) -> RequestKind {
        if self.value.is_some() { RequestKind::Put } else { RequestKind::Delete }
    }
}

/// A client's get.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct GetRequest {
    /// Its number.
    pub operation: OperationId,
    /// Who gets the answer.
    pub client: ClientId,
    /// The key.
    pub key: Key,
    /// Nodes to ask.
    pub n: usize,
    /// Answers to wait for.
    pub r: usize,
    /// The kind of quorum, if it is not the coordinator's.
    pub quorum: Option<Quorum>,
    /// What the answer must cover, if the client asks for that.
    pub at_least: Option<CausalHistory>,
}

/// What a coordinator tells the client.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    /// The put is done: W nodes have the version.
    Stored(Arc<Version>, Context),
    /// The get is done: R nodes have answered.
    Found(Siblings, Context),
    /// It failed.
    Failed(Failure),
}

/// Why a request failed. A failed put may still have reached disks, and what reached a disk stays there.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Failure {
    /// Not enough nodes answered in time.
    TooFewAnswers {
        /// How many did.
        have: usize,
        /// How many were needed.
        needed: usize,
        /// How many were asked.
        asked: usize,
        /// The patience in milliseconds.
        within_ms: u64,
        /// Put, get or delete.
        request: RequestKind,
    },
    /// There are not so many nodes.
    TooFewNodes {
        /// How many there are to ask.
        nodes: usize,
        /// How many were needed.
        needed: usize,
        /// Put, get or delete.
        request: RequestKind,
    },
    /// The context that came with the put is that of another key.
    ContextOfAnotherKey {
        /// The key of the context.
        context: Key,
        /// The key of the put.
        key: Key,
    },
    /// Replicas that were found stale did not confirm in time that they are repaired.
    NotRepaired {
        /// How many did not.
        nodes: usize,
        /// The patience in milliseconds.
        within_ms: u64,
    },
    /// No answer covered what the client had read and written.
    NotCovered {
        /// The patience in milliseconds.
        within_ms: u64,
    },
    /// A put that was to be done only if nothing is newer, and something is.
    SomethingNewer,
    /// The node that was asked has been given up.
    NoMember,
    /// Nodes that see different rings handed the request round too often.
    HandedRoundTooOften,
    /// The client had no answer in time.
    NoAnswer {
        /// The patience in milliseconds.
        within_ms: u64,
    },
    /// The client can reach no node.
    NobodyToAsk,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quorum = |request: &RequestKind| match request {
            RequestKind::Get => ("answers", "R"),
            RequestKind::Put | RequestKind::Delete => ("acknowledgements", "W"),
        };
        match self {
            Self::TooFewAnswers { have, needed, asked, within_ms, request } => {
                let (what, letter) = quorum(request);
                write!(formatter, "{have} of {asked} {what} within {within_ms} ms; {letter} = {needed}")
            }
            Self::TooFewNodes { nodes, needed, request } => {
                let (what, letter) = quorum(request);
                let are = if *nodes == 1 { "there is 1 node" } else { &format!("there are {nodes} nodes") };
                write!(formatter, "{are} to give {what}; {letter} = {needed}")
            }
            Self::ContextOfAnotherKey { context, key } => {
                write!(formatter, "the context is that of the key {context:?}, not of {key:?}")
            }
            Self::NotRepaired { nodes: 1, within_ms } => {
                write!(formatter, "1 stale node did not confirm its repair within {within_ms} ms")
            }
            Self::NotRepaired { nodes, within_ms } => {
                write!(formatter, "{nodes} stale nodes did not confirm their repair within {within_ms} ms")
            }
            Self::NotCovered { within_ms } => {
                write!(formatter, "within {within_ms} ms no answers covered what the client has read and written")
            }
            Self::SomethingNewer => formatter.write_str("there is a version that the client has not read"),
            Self::NoMember => formatter.write_str("the node that was asked is no longer a member"),
            Self::HandedRoundTooOften => {
                formatter.write_str("nodes that see different rings handed it round too often")
            }
            Self::NoAnswer { within_ms } => {
                write!(formatter, "no answer within {within_ms} ms; what was stored stays stored")
            }
            Self::NobodyToAsk => formatter.write_str("no node can be reached"),
        }
    }
}

/// The content of a message.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Body {
    /// A client asks for a put or delete, or a node hands one on.
    PutRequest(PutRequest),
    /// A node takes on a put that another node handed on.
    PutTaken(OperationId),
    /// A client asks for a get.
    GetRequest(GetRequest),
    /// The coordinator's answer to the client.
    Answer(OperationId, Answer),
    /// Store this version, perhaps for another node that cannot be reached.
    Write {
        /// The put.
        operation: OperationId,
        /// The key.
        key: Key,
        /// The version.
        version: Arc<Version>,
        /// Whose copy it is, if not the receiver's own.
        hint_for: Option<NodeId>,
    },
    /// The version is stored.
    WriteAck(OperationId),
    /// Which versions do you have?
    Read(OperationId, Key),
    /// These.
    ReadAnswer(OperationId, Siblings),
    /// Keys and their versions.
    Parcel(Arc<Parcel>),
    /// Of a parcel of hints or departures: these writes are safe here.
    ParcelAck(ParcelKind, Vec<(Key, Vec<Dot>)>),
    /// A joining node wants the keys of ranges that will be its own.
    RangeRequest(Vec<Range>),
    /// What a node knows of the members, which asks for the same.
    Gossip(Arc<Membership>),
    /// What the other knows.
    GossipReply(Arc<Membership>),
    /// Hashes of a Merkle tree, or the digests of single keys.
    Trees(TreeMessage),
}

/// Keys and their versions, under way from node to node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Parcel {
    /// Why they travel.
    pub kind: ParcelKind,
    /// What travels.
    pub entries: Vec<(Key, Siblings)>,
}

/// Why keys travel from node to node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ParcelKind {
    /// A get found this replica stale. Section 4.5.
    Repair,
    /// The same, and the get waits until it is confirmed.
    RepairFirst(OperationId),
    /// A stand-in delivers what it kept for the receiver. Section 4.6.
    Handoff,
    /// They are no longer at home where they were. Section 4.9.
    Departure {
        /// Which change of the ring it was, for the sender: a confirmation of an earlier one no longer counts.
        round: u32,
    },
    /// They lie in ranges that the receiver asked for. Section 4.9.
    Ranges(Vec<Range>),
    /// Merkle trees showed that the receiver lacks them. Section 4.7.
    Sync {
        /// The keys of which the sender lacks something in turn.
        wanted: Vec<Key>,
    },
}

impl Body {
    /// What kind of message it is, for drawing.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::PutRequest(_) => MessageKind::PutRequest,
            Self::PutTaken(_) => MessageKind::PutTaken,
            Self::GetRequest(_) => MessageKind::GetRequest,
            Self::Answer(..) => MessageKind::Answer,
            Self::Write { hint_for: None, .. } => MessageKind::Write,
            Self::Write { hint_for: Some(_), .. } => MessageKind::HintedWrite,
            Self::WriteAck(_) => MessageKind::WriteAck,
            Self::Read(..) => MessageKind::Read,
            Self::ReadAnswer(..) => MessageKind::ReadAnswer,
            Self::Parcel(parcel) => match parcel.kind {
                ParcelKind::Repair | ParcelKind::RepairFirst(_) => MessageKind::Repair,
                ParcelKind::Handoff => MessageKind::Handoff,
                ParcelKind::Departure { .. } | ParcelKind::Ranges(_) => MessageKind::Transfer,
                ParcelKind::Sync { .. } => MessageKind::Sync,
            },
            Self::ParcelAck(..) => MessageKind::TransferAck,
            Self::RangeRequest(_) => MessageKind::RangeRequest,
            Self::Gossip(_) | Self::GossipReply(_) => MessageKind::Gossip,
            Self::Trees(_) => MessageKind::Trees,
        }
    }

    /// The operation that it belongs to.
    pub fn operation(&self) -> Option<OperationId> {
        match self {
            Self::PutRequest(PutRequest { operation, .. })
            | Self::GetRequest(GetRequest { operation, .. })
            | Self::PutTaken(operation)
            | Self::Answer(operation, _)
            | Self::Write { operation, .. }
            | Self::WriteAck(operation)
            | Self::Read(operation, _)
            | Self::ReadAnswer(operation, _)
            | Self::ParcelAck(ParcelKind::RepairFirst(operation), _) => Some(*operation),
            Self::Parcel(_)
            | Self::ParcelAck(..)
            | Self::RangeRequest(_)
            | Self::Gossip(_)
            | Self::GossipReply(_)
            | Self::Trees(_) => None,
        }
    }

    /// The key that it names.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::PutRequest(PutRequest { key, .. })
            | Self::GetRequest(GetRequest { key, .. })
            | Self::Write { key, .. }
            | Self::Read(_, key) => Some(key),
            Self::Parcel(parcel) => match parcel.entries.as_slice() {
                [(key, _)] => Some(key),
                _ => None,
            },
            _ => None,
        }
    }

    /// The node for which the receiver shall keep it, if it is not its own.
    pub fn hint_for(&self) -> Option<NodeId> {
        match self {
            Self::Write { hint_for, .. } => *hint_for,
            _ => None,
        }
    }

    /// What it carries, in two or three words.
    pub fn label(&self) -> String {
        match self {
            Self::PutRequest(request) => request.kind().as_str().to_owned(),
            Self::PutTaken(_) => "I take it".to_owned(),
            Self::GetRequest(_) => "get".to_owned(),
            Self::Answer(_, Answer::Stored(..)) => "done".to_owned(),
            Self::Answer(_, Answer::Found(found, _)) => versions(found.versions().len()),
            Self::Answer(_, Answer::Failed(_)) => "failed".to_owned(),
            Self::Write { hint_for: None, .. } => "store this".to_owned(),
            Self::Write { hint_for: Some(_), .. } => "keep for another".to_owned(),
            Self::WriteAck(_) => "stored".to_owned(),
            Self::Read(..) => "versions?".to_owned(),
            Self::ReadAnswer(_, found) => versions(found.versions().len()),
            Self::Parcel(parcel) => {
                let keys = counted(parcel.entries.len(), "key");
                match parcel.kind {
                    ParcelKind::Repair | ParcelKind::RepairFirst(_) => "newer version".to_owned(),
                    ParcelKind::Handoff => format!("yours: {keys}"),
                    ParcelKind::Departure { .. } | ParcelKind::Ranges(_) | ParcelKind::Sync { .. } => keys,
                }
            }
            Self::ParcelAck(..) => "have it".to_owned(),
            Self::RangeRequest(ranges) => format!("give {}", counted(ranges.len(), "range")),
            Self::Gossip(_) => "who is here?".to_owned(),
            Self::GossipReply(_) => "these are".to_owned(),
            Self::Trees(trees) => match (trees.branches.len(), trees.leaves.len()) {
                (0, leaves) => counted(leaves, "leaf"),
                (branches, _) => counted(branches, "hash"),
            },
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    match (count, what) {
        (1, _) => format!("1 {what}"),
        (count, "hash") => format!("{count} hashes"),
        (count, "leaf") => format!("{count} leaves"),
        (count, _) => format!("{count} {what}s"),
    }
}

fn versions(count: usize) -> String {
    match count {
        0 => "nothing".to_owned(),
        1 => "1 version".to_owned(),
        count => format!("{count} versions"),
    }
}
