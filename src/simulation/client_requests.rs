//! The commands of clients: put, get, delete, reconcile.

use super::operation_log::{Operation, Status};
use super::record::Record;
use super::{Cause, World};
use crate::dynamo::client::Client;
use crate::dynamo::key::Key;
use crate::dynamo::membership::MemberStatus;
use crate::dynamo::message::{Body, ClientId, Endpoint, Failure, GetRequest, OperationId, PutRequest, RequestKind};
use crate::dynamo::node::Outgoing;
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::Fact;
use crate::dynamo::requests::Quorum;
use crate::dynamo::versioning::Context;
use crate::input::limits::MAX_OPERATIONS;
use crate::input::refusal::Refusal;
use crate::scenario::{ContextChoice, Overrides, ReconcileBy, RequestOptions, check_value};
use std::sync::Arc;

pub(super) type Started = (Option<OperationId>, Record);

/// A request of a client, as its command gives it.
pub(super) struct Asks<'a> {
    pub client: &'a str,
    pub key: &'a str,
    pub via: Option<&'a str>,
    pub overrides: Overrides,
    pub options: RequestOptions,
}

impl World {
    pub(super) fn start_put(
        &mut self,
        asks: &Asks<'_>,
        value: Option<Arc<str>>,
        choice: ContextChoice,
        only_if: bool,
    ) -> Result<Started, Refusal> {
        let key = self.key_at(asks.key, asks.options.position)?;
        value.iter().try_for_each(|value| check_value("value", value))?;
        let quorum = asks.options.quorum;
        let (n, w) = self.quorum_of("w", asks.overrides, asks.overrides.w.unwrap_or(self.settings.w))?;
        // A conditional put needs a majority of the homes themselves.
        let (w, quorum) = if only_if { (w.max(n / 2 + 1), Some(Quorum::Strict)) } else { (w, quorum) };
        let via = self.check_via(asks.via)?;
        self.check_room()?;
        let client = self.client("client", asks.client)?;
        self.place(&key);
        let known = self.clients[usize::from(client.0)].contexts().get(&key);
        let context = known.filter(|_| choice == ContextChoice::Last).cloned();
        let kind = if value.is_some() { RequestKind::Put } else { RequestKind::Delete };
        let via = via.or_else(|| self.choose_node(client, context.as_ref()));
        let operation = self.open_operation(kind, client, &key, (w, quorum));
        let request =
            PutRequest { operation, client, key: key.clone(), value, context, n, w, quorum, only_if, hops: 0 };
        Ok(self.send_request(client, kind, &key, via, operation, Body::PutRequest(request)))
    }

    pub(super) fn start_get(&mut self, asks: &Asks<'_>, at_least: bool) -> Result<Started, Refusal> {
        let quorum = asks.options.quorum;
        let (n, r) = self.quorum_of("r", asks.overrides, asks.overrides.r.unwrap_or(self.settings.r))?;
        let (key, via) = (self.key_at(asks.key, asks.options.position)?, self.check_via(asks.via)?);
        self.check_room()?;
        let client = self.client("client", asks.client)?;
        self.place(&key);
        let via = via.or_else(|| self.choose_node(client, None));
        let operation = self.open_operation(RequestKind::Get, client, &key, (r, quorum));
        let contexts = self.clients[usize::from(client.0)].contexts();
        let at_least = contexts.get(&key).filter(|_| at_least).map(|context| context.seen.clone());
        let body = Body::GetRequest(GetRequest { operation, client, key: key.clone(), n, r, quorum, at_least });
        Ok(self.send_request(client, RequestKind::Get, &key, via, operation, body))
    }

    /// A put of one value in place of the siblings that the client read last.
    pub(super) fn start_reconciliation(&mut self, asks: &Asks<'_>, how: &ReconcileBy) -> Result<Started, Refusal> {
        let key = self.key_at(asks.key, asks.options.position)?;
        let read = match self.names.find(asks.client) {
            Some(Endpoint::Client(id)) => self.clients[usize::from(id.0)].last_read(&key),
            _ => None,
        };
        let Some(read) = read else {
            let allowed = "a client that has read the key and been answered";
            return Err(Refusal::field("nothing-to-reconcile", "client", format!("{:?}", asks.client), allowed));
        };
        let value = match how {
            ReconcileBy::Union => union(read.versions().iter().filter_map(|version| version.value.as_deref())),
            ReconcileBy::Pick(value) => value.clone(),
        };
        self.start_put(asks, Some(value.into()), ContextChoice::Last, false)
    }

    fn check_room(&self) -> Result<(), Refusal> {
        let operations = self.operations.operations().len();
        if operations < MAX_OPERATIONS {
            return Ok(());
        }
        let allowed = format!("at most {MAX_OPERATIONS} puts, gets and deletes in a history");
        Err(Refusal::field("too-many-operations", "operations", operations + 1, &allowed))
    }

    fn quorum_of(&self, field: &str, overrides: Overrides, needed: usize) -> Result<(usize, usize), Refusal> {
        self.check_own_n(overrides)?;
        let n = overrides.n.unwrap_or(self.settings.n);
        if (1..=n).contains(&needed) {
            return Ok((n, needed));
        }
        Err(Refusal::field("invalid-quorum", field, needed, &format!("1 to N, and N is {n}")))
    }

    /// Where copies are counted by data centre, N is their sum, and nothing else.
    pub(super) fn check_own_n(&self, overrides: Overrides) -> Result<(), Refusal> {
        match (overrides.n, self.placement.spread.copies()) {
            (Some(n), Some(_)) if n != self.settings.n => {
                let allowed = format!("{}, for copies are counted by data centre", self.settings.n);
                Err(Refusal::field("invalid-quorum", "n", n, &allowed))
            }
            _ => Ok(()),
        }
    }

    fn check_via(&self, via: Option<&str>) -> Result<Option<NodeId>, Refusal> {
        via.map(|name| self.find_node("via", name)).transpose()
    }

    /// The client of this name, a new one if need be, which asks for something.
    fn client(&mut self, field: &str, name: &str) -> Result<ClientId, Refusal> {
        let client = self.names.client(field, name)?;
        self.names.client_comes(client);
        self.make_room_for_clients();
        Ok(client)
    }

    /// Each client that has a name has a state.
    pub(super) fn make_room_for_clients(&mut self) {
        for number in self.clients.len()..self.names.clients().len() {
            self.clients.push(Arc::new(Client::new(ClientId(number as u16))));
        }
    }

    /// The node that answered the client's last read fastest; else one by chance, as a load balancer would, of those
    /// that the client can reach.
    fn choose_node(&mut self, client: ClientId, context: Option<&Context>) -> Option<NodeId> {
        let client = Endpoint::Client(client);
        let reachable = |node: &NodeId| {
            let machine = &self.machines[node.index()];
            let status = machine.node.members().status(*node);
            let serves = !matches!(status, Some(MemberStatus::Joining | MemberStatus::Gone));
            machine.is_awake() && serves && self.network.connected(client, Endpoint::Node(*node))
        };
        let fastest = context.and_then(|context| context.fastest).filter(&reachable);
        if fastest.is_some() {
            return fastest;
        }
        let nodes: Vec<NodeId> = self.machines.iter().map(|machine| machine.node.id).filter(reachable).collect();
        match nodes.len() {
            0 => None,
            count => Some(nodes[self.chance.one_of(count)]),
        }
    }

    fn open_operation(
        &mut self,
        request: RequestKind,
        client: ClientId,
        key: &Key,
        (needed, quorum): (usize, Option<Quorum>),
    ) -> OperationId {
        self.operations.start(Operation {
            request,
            client,
            key: key.clone(),
            status: Status::Pending,
            coordinator: None,
            acks: Vec::new(),
            needed,
            quorum,
            values: Vec::new(),
            first_made: None,
            started_at: self.time,
            finished_at: None,
            answer: 0,
        })
    }

    fn send_request(
        &mut self,
        client: ClientId,
        request: RequestKind,
        key: &Key,
        via: Option<NodeId>,
        operation: OperationId,
        body: Body,
    ) -> Started {
        let at = Endpoint::Client(client);
        let mut record = self.record(Cause::Command, Some(at), Some(operation), Some(key.clone()));
        match via {
            Some(via) => {
                let sender = Arc::make_mut(&mut self.clients[usize::from(client.0)]);
                record.facts.extend(sender.ask(&body, key, via));
                self.start_patience(client, operation);
                let sent = self.send(at, Outgoing { to: Endpoint::Node(via), body });
                record.sent.push(sent);
            }
            None => {
                let reason = Failure::NobodyToAsk.to_string();
                let failed = Fact::Failed { client: at, request: request.as_str(), reason };
                self.note([failed], &mut record);
            }
        }
        (Some(operation), record)
    }
}

/// The union of comma-separated sets, each item once, in the order of first appearance.
fn union<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut items: Vec<&str> = Vec::new();
    for item in values.flat_map(|value| value.split(',')).map(str::trim).filter(|item| !item.is_empty()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items.join(",")
}
