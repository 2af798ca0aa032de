//! One moment of the world, and how it goes on.

use super::chance::Chance;
use super::operation_log::{Operation, OperationLog, Status};
use super::{Envelope, Fate, Names, Record};
use crate::client::Client;
use crate::key::Key;
use crate::message::{Body, ClientId, Endpoint, GetRequest, OperationId, PutRequest, RequestKind};
use crate::node::{Effects, Happening, Node, Outgoing, Settings, Timer};
use crate::partitioning::{NodeId, Ring};
use crate::refusal::Refusal;
use crate::scenario::{Command, ContextChoice, Network, Overrides, ReconcileBy, Scenario};
use crate::time::Time;
use crate::trace::{Cause, Fact};
use crate::versioning::Context;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many times the request timeout a client waits: long enough to be told why a coordinator gave up.
const CLIENT_PATIENCE: i64 = 2;

/// Everything that there is at one moment. Cloning one is cheap: what has not changed since is shared.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) time: Time,
    pub(super) names: Names,
    pub(super) settings: Arc<Settings>,
    pub(super) ring: Arc<Ring>,
    pub(super) nodes: Vec<Arc<Node>>,
    pub(super) clients: Vec<Arc<Client>>,
    pub(super) operations: OperationLog,
    network: Arc<Network>,
    chance: Chance,
    /// What will happen, by time and number.
    queue: BTreeMap<Place, Due>,
    /// Where in the queue the timers are.
    timers: BTreeMap<(NodeId, Timer), Place>,
    /// Where in the queue the patience of a client with an operation is.
    patience: BTreeMap<OperationId, Place>,
    next_number: u64,
    messages_sent: u32,
}

/// A place in the queue: a time, and a number that decides between events of the same time.
type Place = (Time, u64);

#[derive(Clone, Debug)]
enum Due {
    Message(Arc<Envelope>),
    NodeTimer(NodeId, Timer),
    ClientTimer(ClientId, OperationId),
}

impl World {
    /// The world at the start of a scenario.
    ///
    /// # Errors
    /// Whatever the scenario's check refuses.
    pub fn new(scenario: &Scenario) -> Result<Self, Refusal> {
        scenario.check()?;
        let ring = Arc::new(scenario.ring()?);
        let settings = Arc::new(Settings::of(scenario));
        let mut names = Names::default();
        let mut nodes = Vec::with_capacity(scenario.nodes.len());
        for (place, spec) in scenario.nodes.iter().enumerate() {
            let node = names.add_node(&format!("nodes[{place}].name"), &spec.name)?;
            nodes.push(Arc::new(Node::new(node, settings.clone(), ring.clone())));
        }
        Ok(Self {
            time: Time::default(),
            names,
            settings,
            ring,
            nodes,
            clients: Vec::new(),
            operations: OperationLog::default(),
            network: Arc::new(scenario.network.clone()),
            chance: Chance::new(scenario.seed),
            queue: BTreeMap::new(),
            timers: BTreeMap::new(),
            patience: BTreeMap::new(),
            next_number: 0,
            messages_sent: 0,
        })
    }

    /// The names of its nodes and clients.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The ring of its nodes.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The simulated time.
    pub fn time(&self) -> Time {
        self.time
    }

    /// When the next event is due.
    pub fn next_due(&self) -> Option<Time> {
        self.queue.keys().next().map(|(time, _)| *time)
    }

    /// How many operations have no answer yet.
    pub fn pending_operations(&self) -> usize {
        self.operations.pending()
    }

    /// Lets time pass without an event; never past one.
    pub fn pass_time_to(&mut self, time: Time) {
        self.time = self.next_due().map_or(time, |due| due.min(time)).max(self.time);
    }

    /// The next event happens.
    pub fn advance(&mut self) -> Option<Record> {
        let ((time, _), due) = self.queue.pop_first()?;
        self.time = time;
        Some(match due {
            Due::Message(envelope) => self.arrive(&envelope),
            Due::NodeTimer(node, timer) => self.ring_timer(node, timer),
            Due::ClientTimer(client, operation) => self.client_gives_up(client, operation),
        })
    }

    /// A command is given now. The number of the operation that it starts, if it starts one.
    ///
    /// # Errors
    /// What was wrong with it; nothing has changed then.
    pub fn apply(&mut self, command: &Command) -> Result<(Option<OperationId>, Record), Refusal> {
        match command {
            Command::Put { client, key, value, context, via, overrides } => {
                let (key, value) = (Key::new(key)?, Some(value.as_str().into()));
                self.start_put(client, key, value, *context, via.as_deref(), *overrides)
            }
            Command::Delete { client, key, via } => {
                let key = Key::new(key)?;
                self.start_put(client, key, None, ContextChoice::Last, via.as_deref(), Overrides::default())
            }
            Command::Get { client, key, via, overrides } => self.start_get(client, key, via.as_deref(), *overrides),
            Command::Reconcile { client, key, how } => self.start_reconciliation(client, key, how),
            Command::Wait { ms } => Ok((None, self.remark(format!("{ms} ms go by.")))),
            other => Err(Refusal::field(
                "unknown-command",
                "do",
                &other.to_json()["do"],
                "put, get, delete or reconcile in this version",
            )),
        }
    }

    /// A step in which nothing changes but what is said.
    pub(super) fn remark(&self, words: String) -> Record {
        let (message, sent, facts) = (None, Vec::new(), vec![Fact::Noted { words }]);
        Record { time: self.time, cause: Cause::Command, at: None, operation: None, key: None, message, sent, facts }
    }

    fn start_put(
        &mut self,
        client: &str,
        key: Key,
        value: Option<Arc<str>>,
        choice: ContextChoice,
        via: Option<&str>,
        overrides: Overrides,
    ) -> Result<(Option<OperationId>, Record), Refusal> {
        let (n, w) = self.quorum_of("w", overrides, overrides.w.unwrap_or(self.settings.w))?;
        let via = self.check_via(via)?;
        let client = self.client(client)?;
        let known = self.clients[usize::from(client.0)].contexts().get(&key);
        let context = known.filter(|_| choice == ContextChoice::Last).cloned();
        let kind = if value.is_some() { RequestKind::Put } else { RequestKind::Delete };
        let via = via.or_else(|| self.choose_node(context.as_ref()));
        let operation = self.open_operation(kind, client, &key, w);
        let body = Body::PutRequest(PutRequest { operation, client, key: key.clone(), value, context, n, w, hops: 0 });
        Ok(self.send_request(client, kind, &key, via, operation, body))
    }

    fn start_get(
        &mut self,
        client: &str,
        key: &str,
        via: Option<&str>,
        overrides: Overrides,
    ) -> Result<(Option<OperationId>, Record), Refusal> {
        let (n, r) = self.quorum_of("r", overrides, overrides.r.unwrap_or(self.settings.r))?;
        let (key, via) = (Key::new(key)?, self.check_via(via)?);
        let client = self.client(client)?;
        let via = via.or_else(|| self.choose_node(None));
        let operation = self.open_operation(RequestKind::Get, client, &key, r);
        let body = Body::GetRequest(GetRequest { operation, client, key: key.clone(), n, r });
        Ok(self.send_request(client, RequestKind::Get, &key, via, operation, body))
    }

    /// A put of one value in place of the siblings that the client read last.
    fn start_reconciliation(
        &mut self,
        client: &str,
        key: &str,
        how: &ReconcileBy,
    ) -> Result<(Option<OperationId>, Record), Refusal> {
        let key = Key::new(key)?;
        let read = match self.names.find(client) {
            Some(Endpoint::Client(id)) => self.clients[usize::from(id.0)].last_read(&key),
            _ => None,
        };
        let Some(read) = read else {
            let allowed = "a client that has read the key and been answered";
            return Err(Refusal::field("nothing-to-reconcile", "client", format!("{client:?}"), allowed));
        };
        let value = match how {
            ReconcileBy::Union => union(read.versions().iter().filter_map(|version| version.value.as_deref())),
            ReconcileBy::Pick(value) => value.clone(),
        };
        self.start_put(client, key, Some(value.into()), ContextChoice::Last, None, Overrides::default())
    }

    fn quorum_of(&self, field: &str, overrides: Overrides, needed: usize) -> Result<(usize, usize), Refusal> {
        let n = overrides.n.unwrap_or(self.settings.n);
        if (1..=n).contains(&needed) {
            return Ok((n, needed));
        }
        Err(Refusal::field("invalid-quorum", field, needed, &format!("1 to N, and N is {n}")))
    }

    fn check_via(&self, via: Option<&str>) -> Result<Option<NodeId>, Refusal> {
        via.map(|name| self.names.find_node("via", name)).transpose()
    }

    fn client(&mut self, name: &str) -> Result<ClientId, Refusal> {
        let client = self.names.client("client", name)?;
        if usize::from(client.0) == self.clients.len() {
            self.clients.push(Arc::new(Client::new(client)));
        }
        Ok(client)
    }

    /// The node that answered the client's last read fastest, or one by chance, as a load balancer would.
    fn choose_node(&mut self, context: Option<&Context>) -> Option<NodeId> {
        let fastest = context.and_then(|context| context.fastest);
        fastest.or_else(|| match self.nodes.len() {
            0 => None,
            count => Some(self.nodes[self.chance.one_of(count)].id),
        })
    }

    fn open_operation(&mut self, request: RequestKind, client: ClientId, key: &Key, needed: usize) -> OperationId {
        self.operations.start(Operation {
            request,
            client,
            key: key.clone(),
            status: Status::Pending,
            coordinator: None,
            acks: Vec::new(),
            needed,
            values: Vec::new(),
            started_at: self.time,
            finished_at: None,
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
    ) -> (Option<OperationId>, Record) {
        let at = Endpoint::Client(client);
        let mut record = self.record(Cause::Command, at, Some(operation), Some(key.clone()));
        match via {
            Some(via) => {
                let sender = Arc::make_mut(&mut self.clients[usize::from(client.0)]);
                record.facts.push(sender.ask(operation, request, key, via));
                let patience = Time(self.settings.request_timeout.0 * CLIENT_PATIENCE);
                let place = self.schedule(patience, Due::ClientTimer(client, operation));
                self.patience.insert(operation, place);
                record.sent.push(self.send(at, Outgoing { to: Endpoint::Node(via), body }));
            }
            None => {
                let reason = crate::message::Failure::NobodyToAsk.to_string();
                let failed = Fact::Failed { client: at, request: request.word(), reason };
                self.operations.note(operation, &failed, self.time);
                record.facts.push(failed);
            }
        }
        (Some(operation), record)
    }

    fn arrive(&mut self, envelope: &Arc<Envelope>) -> Record {
        let (operation, key) = (envelope.body.operation(), envelope.body.key().cloned());
        let key = key.or_else(|| self.key_of(operation));
        let cause = if envelope.fate == Fate::Lost { Cause::Loss } else { Cause::Arrival };
        let mut record = self.record(cause, envelope.to, operation, key);
        record.message = Some(envelope.clone());
        match (cause, envelope.to) {
            (Cause::Loss, _) => {}
            (_, Endpoint::Node(node)) => {
                let mut effects = Effects::default();
                let now = self.time;
                self.node_mut(node).receive(now, envelope.from, &envelope.body, &mut effects);
                self.carry_out(node, effects, &mut record);
            }
            (_, Endpoint::Client(client)) => {
                let heard = Arc::make_mut(&mut self.clients[usize::from(client.0)]).receive(&envelope.body);
                if let Some(place) = operation.filter(|_| heard.is_some()).and_then(|id| self.patience.remove(&id)) {
                    self.queue.remove(&place);
                }
                self.note(heard, &mut record);
            }
        }
        record
    }

    fn ring_timer(&mut self, node: NodeId, timer: Timer) -> Record {
        self.timers.remove(&(node, timer));
        let operation = match timer {
            Timer::Replica(operation, _) | Timer::Request(operation) | Timer::HandedOn(operation, _) => operation,
        };
        let key = self.key_of(Some(operation));
        let mut record = self.record(Cause::Timer, Endpoint::Node(node), Some(operation), key);
        let mut effects = Effects::default();
        let now = self.time;
        self.node_mut(node).wake(now, timer, &mut effects);
        self.carry_out(node, effects, &mut record);
        record
    }

    fn client_gives_up(&mut self, client: ClientId, operation: OperationId) -> Record {
        self.patience.remove(&operation);
        let within_ms = (self.settings.request_timeout.0 * CLIENT_PATIENCE / 1_000) as u64;
        let failed = Arc::make_mut(&mut self.clients[usize::from(client.0)]).give_up(operation, within_ms);
        let key = self.key_of(Some(operation));
        let mut record = self.record(Cause::Timer, Endpoint::Client(client), Some(operation), key);
        self.note(failed, &mut record);
        record
    }

    fn carry_out(&mut self, node: NodeId, effects: Effects, record: &mut Record) {
        for timer in effects.cancelled {
            if let Some(place) = self.timers.remove(&(node, timer)) {
                self.queue.remove(&place);
            }
        }
        for (timer, after) in effects.timers {
            let place = self.schedule(after, Due::NodeTimer(node, timer));
            if let Some(earlier) = self.timers.insert((node, timer), place) {
                self.queue.remove(&earlier);
            }
        }
        self.note(effects.facts, record);
        for outgoing in effects.sends {
            record.sent.push(self.send(Endpoint::Node(node), outgoing));
        }
    }

    fn note(&mut self, facts: impl IntoIterator<Item = Happening>, record: &mut Record) {
        for fact in facts {
            if let Some(operation) = record.operation {
                self.operations.note(operation, &fact, self.time);
            }
            record.facts.push(fact);
        }
    }

    fn send(&mut self, from: Endpoint, Outgoing { to, body }: Outgoing) -> Arc<Envelope> {
        let chance = &mut self.chance;
        let delay = Time::from_ms(self.network.delay.sample(&mut || chance.uniform()));
        let lost = self.network.loss > 0.0 && self.chance.uniform() <= self.network.loss;
        self.messages_sent += 1;
        let envelope = Arc::new(Envelope {
            id: self.messages_sent,
            from,
            to,
            body,
            sent_at: self.time,
            arrives_at: self.time + delay,
            fate: if lost { Fate::Lost } else { Fate::Arrives },
        });
        self.schedule(delay, Due::Message(envelope.clone()));
        envelope
    }

    fn schedule(&mut self, after: Time, due: Due) -> Place {
        let place = (self.time + after, self.next_number);
        self.next_number += 1;
        self.queue.insert(place, due);
        place
    }

    /// The messages in flight, in the order of their arrival.
    pub(super) fn in_flight(&self) -> impl Iterator<Item = &Envelope> {
        self.queue.values().filter_map(|due| match due {
            Due::Message(envelope) => Some(&**envelope),
            Due::NodeTimer(..) | Due::ClientTimer(..) => None,
        })
    }

    fn key_of(&self, operation: Option<OperationId>) -> Option<Key> {
        let place = operation?.0 as usize - 1;
        self.operations.operations().get(place).map(|operation| operation.key.clone())
    }

    fn node_mut(&mut self, node: NodeId) -> &mut Node {
        Arc::make_mut(&mut self.nodes[node.index()])
    }

    fn record(&self, cause: Cause, at: Endpoint, operation: Option<OperationId>, key: Option<Key>) -> Record {
        let (message, sent, facts) = (None, Vec::new(), Vec::new());
        Record { time: self.time, cause, at: Some(at), operation, key, message, sent, facts }
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
