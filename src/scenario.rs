//! The scenario format of the public interface: a cluster, its network, and what is done to it.
//!
//! **Invariant:** only this module, the JavaScript module and the trace's serialisation know of JSON, and nothing in here
//! trusts its input: [`Scenario::from_json`] is the one way in.

mod act;
mod command;
mod copies;
mod delay;
pub mod locked;
mod read;
mod write;

pub use crate::dynamo::requests::{Quorum, ReadRepair};
pub use act::{Act, Link, NetworkChanges, TimerChanges};
pub use command::{Command, ContextChoice, Overrides, ReconcileBy, RequestOptions, ScriptEntry, WhichMessage};
pub(crate) use copies::Copies;
pub use delay::Delay;
pub(crate) use read::{
    check_name, check_node_name, check_quorum, check_value, command_words, read_command, read_delay, read_strategy,
};

use crate::dynamo::membership::Placement;
use crate::dynamo::node::Settings;
use crate::dynamo::partitioning::{NodeId, NodeTokens, Position, Ring, Spread, Strategy, default_tokens};
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Versioning;
use crate::input::limits::{MAX_HISTORY_BYTES, MAX_NODES};
use crate::input::refusal::Refusal;
use std::collections::BTreeMap;

/// The version of the format that this build reads and writes.
pub const FORMAT: u64 = 1;

/// A cluster, its network, and a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What a person may call it.
    pub title: Option<String>,
    /// All chance comes from it.
    pub seed: u64,
    /// The nodes at the start.
    pub nodes: Vec<NodeSpec>,
    /// Copies of each key, 1 or more; more than there are nodes means one on each node.
    pub n: usize,
    /// Over what the copies are spread. Where they are counted by data centre, N is their sum.
    pub spread: Spread,
    /// Answers that a get waits for, 1 to N.
    pub r: usize,
    /// Copies that a put waits for, 1 to N.
    pub w: usize,
    /// Who may stand in for a node of the first N.
    pub quorum: Quorum,
    /// The nodes that newcomers ask, and that all know at first; without it, all nodes. Section 4.8.3.
    pub seeds: Option<Vec<String>>,
    /// When replicas are repaired that a get found stale.
    pub read_repair: ReadRepair,
    /// How versions are compared.
    pub versioning: Versioning,
    /// The (node, counter) pairs that a clock keeps.
    pub clock_limit: usize,
    /// How tokens are placed: one of the three strategies of section 6.2.
    pub strategy: Strategy,
    /// Q of the second and third strategy; with the third each node has Q/S tokens, whatever its specification says.
    pub partitions: usize,
    /// How long messages take, and how many are lost.
    pub network: Network,
    /// The timers of each node.
    pub timers: Timers,
    /// What is done, in order.
    pub script: Vec<ScriptEntry>,
}

/// A node and its tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeSpec {
    /// 1 to 24 characters.
    pub name: String,
    /// How many tokens it has, or which.
    pub tokens: Tokens,
    /// Where it stands: a rack or a data centre, or both as `dc1/r1`. Copies may be spread over that, see [`Scenario::spread`].
    pub zone: Option<String>,
}

/// The tokens of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Tokens {
    /// So many, at MD5 of `{name}-0`, `{name}-1`, …
    Count(usize),
    /// At these positions.
    At(Vec<Position>),
}

/// The network between nodes and clients.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// The time that a message takes, drawn anew for each.
    pub delay: Delay,
    /// The part of the messages that is lost, 0 to 1.
    pub loss: f64,
    /// What is different between nodes of different data centres; a zone without levels is one.
    pub between: Between,
}

impl Network {
    /// The time that a message takes between two nodes by their data centres; none of a client, which is near all nodes.
    pub fn delay_between(&self, one: Option<&str>, other: Option<&str>) -> &Delay {
        self.between.delay.as_ref().filter(|_| are_apart(one, other)).unwrap_or(&self.delay)
    }

    /// The part of the messages between two nodes that is lost, by their data centres.
    pub fn loss_between(&self, one: Option<&str>, other: Option<&str>) -> f64 {
        self.between.loss.filter(|_| are_apart(one, other)).unwrap_or(self.loss)
    }
}

fn are_apart(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// The network between data centres: where it says nothing, it is as inside one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Between {
    /// The time that a message takes, drawn anew for each.
    pub delay: Option<Delay>,
    /// The part of the messages that is lost, 0 to 1.
    pub loss: Option<f64>,
}

impl Between {
    /// Whether anything is different there.
    pub fn is_set(&self) -> bool {
        self.delay.is_some() || self.loss.is_some()
    }
}

/// Periods and patience in milliseconds; 0 switches a periodic timer off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timers {
    /// Between two rounds of gossip of a node. Section 4.8: one second.
    pub gossip: f64,
    /// Between two scans of a node's hints. Section 4.6.
    pub handoff: f64,
    /// Between two comparisons of Merkle trees by a node. Section 4.7.
    pub anti_entropy: f64,
    /// How long a coordinator waits for the quorum.
    pub request_timeout: f64,
    /// For how long somebody stands in for a node that is silent; 0 is for ever.
    pub hint_window: f64,
    /// How long a deletion is kept before it is forgotten; 0 is for ever.
    pub tombstone_grace: f64,
}

impl NodeSpec {
    /// A node with so many tokens.
    pub fn new(name: &str, tokens: usize) -> Self {
        Self { name: name.to_owned(), tokens: Tokens::Count(tokens), zone: None }
    }

    /// How many tokens it has.
    pub fn token_count(&self) -> usize {
        match &self.tokens {
            Tokens::Count(count) => *count,
            Tokens::At(positions) => positions.len(),
        }
    }

    /// The positions of its tokens.
    pub fn positions(&self) -> Vec<Position> {
        match &self.tokens {
            Tokens::Count(count) => default_tokens(&self.name, *count),
            Tokens::At(positions) => positions.clone(),
        }
    }
}

impl Default for Scenario {
    /// Five nodes of eight tokens each, and the paper's common choice of (N, R, W) = (3, 2, 2).
    fn default() -> Self {
        Self {
            title: None,
            seed: 1,
            nodes: ["A", "B", "C", "D", "E"].map(|name| NodeSpec::new(name, 8)).to_vec(),
            n: 3,
            spread: Spread::default(),
            r: 2,
            w: 2,
            quorum: Quorum::default(),
            seeds: None,
            read_repair: ReadRepair::default(),
            versioning: Versioning::default(),
            clock_limit: 10,
            strategy: Strategy::default(),
            partitions: 64,
            network: Network::default(),
            timers: Timers::default(),
            script: Vec::new(),
        }
    }
}

impl Default for Network {
    /// At least 5 ms, with the long tail of a real network; nothing is lost.
    fn default() -> Self {
        Self { delay: Delay::Pareto { scale: 5.0, shape: 3.0 }, loss: 0.0, between: Between::default() }
    }
}

impl Default for Timers {
    fn default() -> Self {
        Self {
            gossip: 1_000.0,
            handoff: 1_000.0,
            anti_entropy: 5_000.0,
            request_timeout: 500.0,
            hint_window: 0.0,
            tombstone_grace: 0.0,
        }
    }
}

impl Scenario {
    /// The ring of its nodes; a node's number is its place in the list.
    ///
    /// # Errors
    /// Whatever [`Scenario::check`] and [`Ring::new`] refuse of the nodes.
    pub fn ring(&self) -> Result<Ring, Refusal> {
        check_nodes(&self.nodes)?;
        let number = |index: usize| NodeId(index as u16);
        let own = |(index, node): (usize, &NodeSpec)| NodeTokens { node: number(index), positions: node.positions() };
        let ring = Ring::new(self.nodes.iter().enumerate().map(own))?;
        let ring = match self.strategy {
            Strategy::RandomTokens => ring,
            Strategy::RandomTokensEqualPartitions => ring.placing_partitions(self.partitions),
            Strategy::EqualPartitions => {
                let nodes: Vec<NodeId> = (0..self.nodes.len()).map(number).collect();
                Ring::from_partitions(&nodes, &[], self.partitions)
            }
        };
        Ok(self.spread.over(ring, |node| self.nodes[node.index()].zone.as_deref()))
    }

    /// How tokens are placed, and over what copies are spread.
    pub fn placement(&self) -> Placement {
        Placement { strategy: self.strategy, partitions: self.partitions, spread: self.spread.clone() }
    }

    /// What the operator configures on every node of it.
    pub fn settings(&self) -> Settings {
        let request_timeout = Time::from_ms(self.timers.request_timeout);
        Settings {
            n: self.n,
            r: self.r,
            w: self.w,
            quorum: self.quorum,
            read_repair: self.read_repair,
            versioning: self.versioning,
            clock_limit: self.clock_limit,
            request_timeout,
            replica_timeout: Settings::replica_timeout(request_timeout),
            gossip: Time::from_ms(self.timers.gossip),
            handoff: Time::from_ms(self.timers.handoff),
            anti_entropy: Time::from_ms(self.timers.anti_entropy),
            hint_window: Time::from_ms(self.timers.hint_window),
            tombstone_grace: Time::from_ms(self.timers.tombstone_grace),
        }
    }

    /// Whether everything in it is within the limits.
    ///
    /// # Errors
    /// The first thing that is not, by name.
    pub fn check(&self) -> Result<(), Refusal> {
        self.ring()?;
        read::check_seeds(self)?;
        read::check_partitions(self)?;
        copies::check_copies(self)?;
        read::check_quorum(self.n, self.r, self.w)?;
        check_bytes("script", self.script.iter().map(|entry| entry.command.value_bytes()).sum())
    }
}

/// All values of a history together are within their limit.
pub(crate) fn check_bytes(field: &str, bytes: usize) -> Result<(), Refusal> {
    if bytes <= MAX_HISTORY_BYTES {
        return Ok(());
    }
    let allowed = format!("at most {MAX_HISTORY_BYTES} bytes of values in a history, its branches included");
    Err(Refusal::field("too-many-bytes", field, format!("{bytes} bytes in all"), &allowed))
}

/// Names in order and different, counts within their limits.
fn check_nodes(nodes: &[NodeSpec]) -> Result<(), Refusal> {
    if nodes.len() > MAX_NODES {
        return Err(Refusal::field("too-many-nodes", "nodes", nodes.len(), &format!("at most {MAX_NODES}")));
    }
    let mut names = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        read::check_node_name(&format!("nodes[{index}].name"), &node.name)?;
        read::check_tokens(&format!("nodes[{index}].tokens"), &node.tokens)?;
        if let Some(first) = names.insert(node.name.as_str(), index) {
            return Err(named_twice(nodes, first, index));
        }
    }
    Ok(())
}

fn named_twice(nodes: &[NodeSpec], first: usize, second: usize) -> Refusal {
    let name = &nodes[second].name;
    let told = match (&nodes[first].zone, &nodes[second].zone) {
        (Some(one), Some(other)) if one != other => {
            format!("{name:?} stands in the zone {one:?} already, not in {other:?}; a node stands in one zone.")
        }
        _ => format!("{name:?} is taken; each node needs a name of its own."),
    };
    Refusal::new("duplicate-node", format!("nodes[{second}].name: {told}"))
}
