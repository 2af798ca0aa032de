//! What can be seen of the playground at one step: the `State` of the public interface. Plain data, made for drawing
//! and for programs; the protocol never reads it.

mod of_world;

use crate::dynamo::partitioning::Position;
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
    /// `sloppy` or `strict`.
    pub quorum: &'static str,
    /// `dotted`, `plain` or `last-write-wins`.
    pub versioning: &'static str,
    /// The nodes, in the order in which they came.
    pub nodes: Vec<NodeState>,
    /// The clients, in the order in which they came.
    pub clients: Vec<ClientState>,
    /// Who can hear whom: the groups of a partition, or `None`.
    pub partition: Option<Vec<Vec<String>>>,
    /// The links, one way, whose messages are held: from, to.
    pub held: Vec<(String, String)>,
    /// The messages in flight, in the order in which they will arrive.
    pub messages: Vec<MessageState>,
    /// Every put, get and delete so far.
    pub operations: Vec<OperationState>,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeState {
    /// Its name.
    pub name: String,
    /// `up`, `crashed`, `joining` or `leaving`.
    pub status: &'static str,
    /// The positions of its tokens, clockwise from zero.
    pub tokens: Arc<[Position]>,
    /// How far its clock is ahead of the true time, in milliseconds.
    pub clock_skew: f64,
    /// How much it knows of the members: the versions of all entries of its list, added. Nodes with the same number that
    /// have heard of the same changes see the same ring.
    pub view: u32,
    /// What its disk holds as a home of the key.
    pub store: BTreeMap<String, Vec<VersionState>>,
    /// What it keeps for others, each with the name of the owner. Section 4.6.
    pub hints: Vec<HintState>,
    /// The nodes that did not answer it lately.
    pub suspects: Vec<String>,
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
    /// What it is: see [`crate::explain::trace::MessageKind`].
    pub kind: &'static str,
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
    /// Whether the network will not deliver it.
    pub doomed: bool,
}

/// One put, get or delete, as its client sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationState {
    /// Its number, counted from 1.
    pub id: u32,
    /// `put`, `get` or `delete`.
    pub kind: &'static str,
    /// The client that asked.
    pub client: String,
    /// The key.
    pub key: String,
    /// `pending`, `ok` or `failed`.
    pub status: &'static str,
    /// The node that coordinates it, once it is known.
    pub coordinator: Option<String>,
    /// The nodes whose acknowledgement or answer the coordinator has counted, in order.
    pub acks: Vec<String>,
    /// How many it waits for: W of a put, R of a get.
    pub needed: usize,
    /// A put's version; what a get returned.
    pub values: Vec<VersionState>,
    /// When the client asked.
    pub started_at: f64,
    /// When the client had its answer.
    pub finished_at: Option<f64>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
