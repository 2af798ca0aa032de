//! What can be done to a cluster: by clients, by its operator, and by whoever breaks things.

use super::{Act, Quorum, Tokens};
use crate::dynamo::message::MessageKind;
use crate::dynamo::partitioning::Position;

/// A command and when it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptEntry {
    /// The simulated time in milliseconds; without it, as soon as no operation is pending.
    pub at: Option<f64>,
    /// The step after which it was given, in a recorded history; it decides between events of the same moment.
    pub after: Option<usize>,
    /// How many timers had rung since that step and found nothing to do, in a recorded history.
    pub idle: usize,
    /// The command.
    pub command: Command,
}

impl ScriptEntry {
    /// A command that is given as soon as no operation is pending.
    pub fn new(command: Command) -> Self {
        Self { at: None, after: None, idle: 0, command }
    }

    /// The same at its time in another world: after whatever happens there at that moment, for whoever gave it had seen
    /// what happened here, and the number of steps is another there.
    #[must_use]
    pub fn in_another_world(self) -> Self {
        Self { after: self.after.map(|_| LAST_OF_ITS_MOMENT), idle: 0, ..self }
    }
}

/// A step that no history has.
const LAST_OF_ITS_MOMENT: usize = usize::MAX >> 12;

/// Which context a put sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ContextChoice {
    /// That of the client's latest get or put of the key.
    #[default]
    Last,
    /// None: a blind write.
    None,
}

/// N, R and W for one request instead of the cluster's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Overrides {
    /// Copies.
    pub n: Option<usize>,
    /// Answers to a get.
    pub r: Option<usize>,
    /// Acknowledgements of a put.
    pub w: Option<usize>,
}

/// What a request has of its own, beside N, R and W.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RequestOptions {
    /// Where its key lies, instead of at its hash.
    pub position: Option<Position>,
    /// The kind of quorum, instead of the cluster's.
    pub quorum: Option<Quorum>,
}

/// How a client makes one value of siblings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReconcileBy {
    /// The values are comma-separated sets, such as shopping carts; the union of them.
    Union,
    /// This value, one of those read or edited from them.
    Pick(String),
}

/// A message in flight, by its number or by what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichMessage {
    /// The one of this number.
    Number(u32),
    /// The first to arrive of those that are all of this.
    First {
        /// Whose it is.
        from: Option<String>,
        /// Whom it is for.
        to: Option<String>,
        /// What it is, in the word of the trace.
        kind: Option<MessageKind>,
    },
}

/// One command. Names are those of nodes and clients.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A client writes a value.
    Put {
        /// The client.
        client: String,
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// The context that goes with it.
        context: ContextChoice,
        /// The node that the client contacts.
        via: Option<String>,
        /// N and W of this request.
        overrides: Overrides,
        /// What it has of its own, beside N, R and W.
        options: RequestOptions,
        /// It is done only if nothing is there that the client has not read.
        only_if: bool,
    },
    /// A client reads a key.
    Get {
        /// The client.
        client: String,
        /// The key.
        key: String,
        /// The node that the client contacts.
        via: Option<String>,
        /// N and R of this request.
        overrides: Overrides,
        /// What it has of its own, beside N, R and W.
        options: RequestOptions,
        /// It waits until the answers cover what the client has read and written of the key.
        at_least: bool,
    },
    /// A client writes a tombstone.
    Delete {
        /// The client.
        client: String,
        /// The key.
        key: String,
        /// The node that the client contacts.
        via: Option<String>,
        /// What it has of its own, beside N, R and W.
        options: RequestOptions,
    },
    /// A client writes one value in place of the siblings that it read.
    Reconcile {
        /// The client.
        client: String,
        /// The key.
        key: String,
        /// How.
        how: ReconcileBy,
        /// What it has of its own, beside N, R and W.
        options: RequestOptions,
    },
    /// The operator adds a node.
    AddNode {
        /// Its name.
        name: String,
        /// Its tokens.
        tokens: Tokens,
        /// Where it stands.
        zone: Option<String>,
        /// The member that lets it in; by default one that is up. The new node stands on that member's side of a partition.
        via: Option<String>,
    },
    /// The operator removes a node: it leaves if it can be reached, and is given up if not.
    RemoveNode {
        /// Its name.
        name: String,
        /// The node that the operator speaks through; by default one on the side of a partition with the most nodes.
        via: Option<String>,
    },
    /// The operator changes a node's tokens.
    SetTokens {
        /// Its name.
        name: String,
        /// Its tokens from now on.
        tokens: Tokens,
        /// The node that the operator speaks through; by default the node itself.
        via: Option<String>,
    },
    /// A node stops; its disk stays.
    Crash {
        /// Its name.
        name: String,
        /// The disk does not stay.
        wipe: bool,
    },
    /// A crashed node starts again.
    Restart {
        /// Its name.
        name: String,
    },
    /// All nodes of a zone stop; their disks stay.
    CrashZone {
        /// The zone, or the data centre that it is a part of.
        zone: String,
        /// The disks do not stay.
        wipe: bool,
    },
    /// The crashed nodes of a zone start again.
    RestartZone {
        /// The zone, or the data centre that it is a part of.
        zone: String,
    },
    /// The network splits between zones; the nodes of those that no group names form one more group.
    PartitionZones {
        /// Names of zones or data centres.
        zones: Vec<Vec<String>>,
    },
    /// The network splits; the nodes that no group names form one more group.
    Partition {
        /// Names of nodes and clients.
        groups: Vec<Vec<String>>,
    },
    /// The partition is over.
    Repair,
    /// Messages of this link wait.
    Hold {
        /// Their sender.
        from: String,
        /// Their receiver.
        to: String,
    },
    /// Messages of this link go on.
    Release {
        /// Their sender.
        from: String,
        /// Their receiver.
        to: String,
    },
    /// A message in flight is lost.
    Drop {
        /// Which.
        which: WhichMessage,
    },
    /// The operator changes N, R, W or the kind of quorum.
    SetQuorum {
        /// What changes of N, R and W.
        overrides: Overrides,
        /// The kind of quorum.
        quorum: Option<Quorum>,
    },
    /// A node's clock is off by so much from now on.
    Skew {
        /// The node.
        name: String,
        /// Milliseconds, ahead of or behind the true time.
        ms: f64,
    },
    /// Two nodes compare their Merkle trees now.
    AntiEntropy {
        /// The node that begins.
        a: String,
        /// The other one.
        b: String,
    },
    /// An act of an operator that the paper does not describe.
    Act(Act),
    /// Time passes.
    Wait {
        /// Milliseconds.
        ms: f64,
    },
}

impl Command {
    /// Its word in the public interface, such as `put`.
    pub fn word(&self) -> String {
        self.to_json()["do"].as_str().unwrap_or_default().to_owned()
    }

    /// Whether a client asks for something.
    pub fn is_request(&self) -> bool {
        matches!(self, Self::Put { .. } | Self::Get { .. } | Self::Delete { .. } | Self::Reconcile { .. })
    }

    /// A put with the usual context, through any node.
    pub fn put(client: &str, key: &str, value: &str) -> Self {
        let [client, key, value] = [client, key, value].map(str::to_owned);
        Self::Put {
            client,
            key,
            value,
            context: ContextChoice::Last,
            via: None,
            overrides: Overrides::default(),
            options: RequestOptions::default(),
            only_if: false,
        }
    }

    /// A get through any node.
    pub fn get(client: &str, key: &str) -> Self {
        let (overrides, options) = (Overrides::default(), RequestOptions::default());
        Self::Get { client: client.to_owned(), key: key.to_owned(), via: None, overrides, options, at_least: false }
    }

    /// A delete through any node.
    pub fn delete(client: &str, key: &str) -> Self {
        let options = RequestOptions::default();
        Self::Delete { client: client.to_owned(), key: key.to_owned(), via: None, options }
    }

    /// One value in place of the siblings that were read.
    pub fn reconcile(client: &str, key: &str, how: ReconcileBy) -> Self {
        let options = RequestOptions::default();
        Self::Reconcile { client: client.to_owned(), key: key.to_owned(), how, options }
    }

    /// A new node of this name.
    pub fn add_node(name: &str, tokens: Tokens) -> Self {
        Self::AddNode { name: name.to_owned(), tokens, zone: None, via: None }
    }

    /// The node of this name is removed.
    pub fn remove_node(name: &str) -> Self {
        Self::RemoveNode { name: name.to_owned(), via: None }
    }

    /// The node of this name gets other tokens.
    pub fn set_tokens(name: &str, tokens: Tokens) -> Self {
        Self::SetTokens { name: name.to_owned(), tokens, via: None }
    }

    /// The message of this number is lost.
    pub fn drop_message(number: u32) -> Self {
        Self::Drop { which: WhichMessage::Number(number) }
    }

    /// The key that is asked for; `None` for what the operator does.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Put { key, .. } | Self::Get { key, .. } | Self::Delete { key, .. } | Self::Reconcile { key, .. } => {
                Some(key)
            }
            _ => None,
        }
    }

    /// Bytes of the value that it carries.
    pub fn value_bytes(&self) -> usize {
        match self {
            Self::Put { value, .. } | Self::Reconcile { how: ReconcileBy::Pick(value), .. } => value.len(),
            _ => 0,
        }
    }

    /// The same request through this node.
    #[must_use]
    pub fn through(mut self, node: &str) -> Self {
        if let Self::Put { via, .. } | Self::Get { via, .. } | Self::Delete { via, .. } = &mut self {
            *via = Some(node.to_owned());
        }
        self
    }
}
