//! Which number stands for which name.

use crate::dynamo::message::{ClientId, Endpoint};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::versioning::{Actor, CausalHistory, Dot};
use crate::input::limits::{MAX_CLIENTS, MAX_NODES};
use crate::input::refusal::Refusal;
use crate::scenario::{check_name, check_node_name};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The names of nodes and clients, in the order in which they came. A name is never given to another.
///
/// A partition or a held link may name somebody who has not come yet. That is taken for a client until a node of the
/// name comes.
#[derive(Clone, Debug, Default)]
pub struct Names {
    nodes: Vec<Arc<str>>,
    clients: Vec<Arc<str>>,
    /// The clients that were named, and have asked for nothing yet.
    only_named: BTreeSet<ClientId>,
}

impl Names {
    /// The name of a node.
    pub fn node(&self, node: NodeId) -> &str {
        self.nodes.get(node.index()).map_or("?", |name| name)
    }

    /// The names of all nodes; a node's number is its place.
    pub fn nodes(&self) -> &[Arc<str>] {
        &self.nodes
    }

    /// Whether this client was named, and has asked for nothing yet.
    pub fn is_only_named(&self, client: ClientId) -> bool {
        self.only_named.contains(&client)
    }

    /// Somebody who may not have come yet, by name.
    ///
    /// # Errors
    /// `invalid-name`, `too-many-clients`.
    pub fn named(&mut self, field: &str, name: &str) -> Result<Endpoint, Refusal> {
        if let Some(known) = self.find(name) {
            return Ok(known);
        }
        let client = self.client(field, name)?;
        self.only_named.insert(client);
        Ok(Endpoint::Client(client))
    }

    /// This client asks for something.
    pub fn client_comes(&mut self, client: ClientId) {
        self.only_named.remove(&client);
    }

    /// Frees a name that was only named, for a node that comes; who had it.
    fn free(&mut self, name: &str) -> Option<ClientId> {
        let Some(Endpoint::Client(client)) = self.find(name) else { return None };
        if !self.only_named.contains(&client) {
            return None;
        }
        self.clients[usize::from(client.0)] = "".into();
        Some(client)
    }

    /// The names of all clients; a client's number is its place.
    pub fn clients(&self) -> &[Arc<str>] {
        &self.clients
    }

    /// How many there are of both.
    pub fn count(&self) -> usize {
        self.nodes.len() + self.clients.len()
    }

    /// The name of whoever it is.
    pub fn endpoint(&self, endpoint: Endpoint) -> &str {
        match endpoint {
            Endpoint::Node(node) => self.node(node),
            Endpoint::Client(client) => self.clients.get(usize::from(client.0)).map_or("?", |name| name),
        }
    }

    /// Who has this name.
    pub fn find(&self, name: &str) -> Option<Endpoint> {
        let index = |names: &[Arc<str>]| names.iter().position(|known| **known == *name).map(|index| index as u16);
        let node = index(&self.nodes).map(|index| Endpoint::Node(NodeId(index)));
        node.or_else(|| index(&self.clients).map(|index| Endpoint::Client(ClientId(index))))
    }

    /// The node of this name.
    ///
    /// # Errors
    /// `unknown-node`.
    pub fn find_node(&self, field: &str, name: &str) -> Result<NodeId, Refusal> {
        match self.find(name) {
            Some(Endpoint::Node(node)) => Ok(node),
            _ => {
                let nodes = if self.nodes.is_empty() { "no node, for there is none" } else { &self.nodes.join(", ") };
                Err(Refusal::field("unknown-node", field, format!("{name:?}"), nodes))
            }
        }
    }

    /// The client of this name, a new one if need be.
    ///
    /// # Errors
    /// `name-taken` when a node has the name, `too-many-clients`.
    pub fn client(&mut self, field: &str, name: &str) -> Result<ClientId, Refusal> {
        match self.find(name) {
            Some(Endpoint::Client(client)) => Ok(client),
            Some(Endpoint::Node(_)) => {
                Err(Refusal::field("name-taken", field, format!("{name:?}"), "a name that no node has"))
            }
            None if self.clients.len() == MAX_CLIENTS => {
                Err(Refusal::field("too-many-clients", field, name, &format!("at most {MAX_CLIENTS} clients")))
            }
            None => {
                check_name(field, name)?;
                let client = ClientId(self.clients.len() as u16);
                self.clients.push(name.into());
                Ok(client)
            }
        }
    }

    /// A new node of this name.
    ///
    /// Also the client that had only been named so, if there was one: it is this node.
    ///
    /// # Errors
    /// `invalid-name`, `name-taken`, `too-many-nodes`.
    pub fn add_node(&mut self, field: &str, name: &str) -> Result<(NodeId, Option<ClientId>), Refusal> {
        check_node_name(field, name)?;
        let taken = match self.find(name) {
            Some(Endpoint::Client(client)) => !self.is_only_named(client),
            known => known.is_some(),
        };
        if taken {
            return Err(Refusal::field("name-taken", field, format!("{name:?}"), "a name that nobody has"));
        }
        if self.nodes.len() == MAX_NODES {
            return Err(Refusal::field("too-many-nodes", field, name, &format!("at most {MAX_NODES} nodes")));
        }
        let was_named = self.free(name);
        let node = NodeId(self.nodes.len() as u16);
        self.nodes.push(name.into());
        Ok((node, was_named))
    }

    /// A node's name, with the number of its life if its disk was ever wiped: `B`, then `B~2`.
    pub fn actor(&self, actor: Actor) -> String {
        match actor.life {
            0 => self.node(actor.node).to_owned(),
            life => format!("{}~{}", self.node(actor.node), life + 1),
        }
    }

    /// A dot as the paper writes a pair of a clock: `[B,1]`.
    pub fn dot(&self, dot: Dot) -> String {
        format!("[{},{}]", self.actor(dot.actor), dot.counter)
    }

    /// A history as the paper writes clocks.
    pub fn clock(&self, history: &CausalHistory) -> BTreeMap<String, u32> {
        history.pairs().map(|(actor, counter)| (self.actor(actor), counter)).collect()
    }
}
