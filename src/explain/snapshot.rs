//! What can be seen of the playground at one step: the `State` of the public interface. Plain data, made for drawing
//! and for programs; the protocol never reads it.

mod of_world;

use crate::dynamo::message::{MessageKind, RequestKind};
use crate::dynamo::partitioning::Position;
use crate::dynamo::requests::Quorum;
use crate::dynamo::versioning::Versioning;
use crate::scenario::{Between, Delay};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything at one step of the history. Times are milliseconds of simulated time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// How many events have happened.
    pub step: usize,
    /// How many events of this history are known: more than `step` after going back.
    pub steps: usize,
    /// The simulated time.
    pub time: f64,
    /// Copies of a key.
    pub n: usize,
    /// Answers that a get waits for.
    pub r: usize,
    /// Acknowledgements that a put waits for.
    pub w: usize,
    /// Who may acknowledge.
    pub quorum: Quorum,
    /// How versions are compared.
    pub versioning: Versioning,
    /// Over what the copies of a key are spread: `distinct-zones`, or nothing where it is `distinct-nodes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placement: Option<&'static str>,
    /// How many copies each data centre has, where they are counted so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<BTreeMap<String, usize>>,
    /// The nodes, in the order in which they came.
    pub nodes: Vec<NodeState>,
    /// The clients, in the order in which they came.
    pub clients: Vec<ClientState>,
    /// Who can hear whom: the groups of a partition, or `None`.
    pub partition: Option<Vec<Vec<String>>>,
    /// The links, one way, whose messages are held: from, to.
    pub held: Vec<(String, String)>,
    /// The links, one way, whose messages are lost.
    pub cuts: Vec<CutState>,
    /// How long messages take, and how many are lost.
    pub network: NetworkState,
    /// Periods and patience of the nodes.
    pub timers: TimersState,
    /// The machines that were removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// The keys that do not lie at their hashes, because their positions were given.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub positions: BTreeMap<String, Position>,
    /// The messages in flight, in the order in which they will arrive.
    pub messages: Vec<MessageState>,
    /// Every put, get and delete so far.
    pub operations: Vec<OperationState>,
}

/// A link that is cut, one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CutState {
    /// Whose messages are lost.
    pub from: String,
    /// Whom they are for.
    pub to: String,
    /// Which kind of messages; without it, all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageKind>,
}

/// The network as it is now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NetworkState {
    /// The time that a message takes.
    pub delay: Delay,
    /// The part of the messages that is lost, 0 to 1.
    pub loss: f64,
    /// What is different between data centres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<Between>,
}

/// The timers as they are now, in milliseconds; 0 is off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimersState {
    /// Between two rounds of gossip of a node.
    pub gossip: f64,
    /// Between two scans of a node's hints.
    pub handoff: f64,
    /// Between two comparisons of Merkle trees by a node.
    pub anti_entropy: f64,
    /// How long a coordinator waits for the quorum.
    pub request_timeout: f64,
    /// For how long somebody stands in for a node that is silent.
    pub hint_window: f64,
    /// How long a deletion is kept.
    pub tombstone_grace: f64,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeState {
    /// Its name.
    pub name: String,
    /// Whether it is up, and a member.
    pub status: NodeStatus,
    /// Whether it is paused: it does nothing, and what reaches it waits.
    pub paused: bool,
    /// Where it stands, if that has a name: a rack or a data centre, or both as `dc1/r1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Arc<str>>,
    /// The positions of its tokens, clockwise from zero.
    pub tokens: Arc<[Position]>,
    /// How far its clock is ahead of the true time, in milliseconds.
    pub clock_skew: f64,
    /// How much it knows of the members: the versions of all entries of its list, added. Nodes with the same number that
    /// have heard of the same changes see the same ring.
    pub view: u32,
    /// How many entries of its list of members another node has in a later version: 0 if it has heard of all changes.
    pub unheard: usize,
    /// What its disk holds as a home of the key.
    pub store: BTreeMap<String, Vec<VersionState>>,
    /// What it keeps for others, each with the name of the owner. Section 4.6.
    pub hints: Vec<HintState>,
    /// The nodes that did not answer it lately.
    pub suspects: Vec<String>,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeStatus {
    /// It answers.
    Up,
    /// It is down; its disk is as it was.
    Crashed,
    /// It fetches what will be its own. Section 4.9.
    Joining,
    /// It hands over what it holds, and goes.
    Leaving,
}

impl NodeStatus {
    /// The word of the public interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Crashed => "crashed",
            Self::Joining => "joining",
            Self::Leaving => "leaving",
        }
    }

    /// The word of the page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Crashed => "down",
            other => other.as_str(),
        }
    }

    /// Whether it is about to have other ranges than its tokens say.
    pub fn is_changing(self) -> bool {
        matches!(self, Self::Joining | Self::Leaving)
    }
}

/// Versions kept for a node that could not be reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HintState {
    /// Whose copy it is.
    #[serde(rename = "for")]
    pub owner: String,
    /// The key.
    pub key: String,
    /// The versions.
    pub versions: Vec<VersionState>,
}

/// One client.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientState {
    /// Its name.
    pub name: String,
    /// For each key that it has read or written, the clock of the context that it would send with its next put.
    pub contexts: BTreeMap<String, BTreeMap<String, u32>>,
}

/// One version of an object. Section 4.4.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionState {
    /// The value; `None` when the version deletes the key.
    pub value: Option<String>,
    /// Who made it, and which one of that node's writes of the key it was.
    pub dot: (String, u32),
    /// The paper's vector clock: the causal past joined with the dot.
    pub clock: BTreeMap<String, u32>,
    /// The causal past alone: the clock of the context that the put was sent with.
    pub past: BTreeMap<String, u32>,
    /// What the coordinator's clock showed when it made the version, in milliseconds: last write wins goes by it.
    pub made_at: f64,
}

/// One message in flight.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageState {
    /// Its number, counted from 1 over the whole history.
    pub id: u32,
    /// The node or client that sent it.
    pub from: String,
    /// The node or client that it is for.
    pub to: String,
    /// What it is.
    pub kind: MessageKind,
    /// What it carries, in two or three words.
    pub label: String,
    /// The key that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The operation that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<u32>,
    /// Whose copy it carries, when that is not the receiver's own: section 4.6.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it left.
    pub sent_at: f64,
    /// When it will arrive, or die; when it would have, if it is held.
    pub arrives_at: f64,
    /// Whether it waits on a link that is held.
    pub held: bool,
    /// Whether it has come to a paused node, and waits there.
    pub waits: bool,
    /// Whether the network will not deliver it.
    pub doomed: bool,
}

/// How far a request is, for its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperationStatus {
    /// It has no answer yet.
    Pending,
    /// The client has its answer.
    Ok,
    /// The client has been told why not.
    Failed,
}

impl OperationStatus {
    /// The word of the public interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ok => "ok",
            Self::Failed => "failed",
        }
    }
}

/// One put, get or delete, as its client sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationState {
    /// Its number, counted from 1.
    pub id: u32,
    /// What the client asked.
    pub kind: RequestKind,
    /// The client that asked.
    pub client: String,
    /// The key.
    pub key: String,
    /// How far it is.
    pub status: OperationStatus,
    /// The node that coordinates it, once it is known.
    pub coordinator: Option<String>,
    /// The nodes whose acknowledgement or answer the coordinator has counted, in order.
    pub acks: Vec<String>,
    /// How many it waits for: W of a put, R of a get.
    pub needed: usize,
    /// The kind of quorum, if it is not the cluster's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum: Option<Quorum>,
    /// A put's version; what a get returned.
    pub values: Vec<VersionState>,
    /// When the client asked.
    pub started_at: f64,
    /// When the client had its answer.
    pub finished_at: Option<f64>,
    /// Which of all answers so far that was, counted from 1: two may come at the same time.
    #[serde(skip)]
    pub answer: usize,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
