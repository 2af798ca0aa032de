//! One moment of the world, and how it goes on.

use super::chance::Chance;
use super::network::Network;
use super::operation_log::{Operation, OperationLog};
use super::placed_keys::PlacedKeys;
use super::quiet::Agreement;
use super::{Cause, Envelope, Fate, Names, Record};
use crate::dynamo::client::Client;
use crate::dynamo::key::Key;
use crate::dynamo::membership::{Member, Membership, Placement};
use crate::dynamo::message::{ClientId, Endpoint, MessageKind, OperationId};
use crate::dynamo::node::{Effects, Happening, Node, Outgoing, Settings, Timer};
use crate::dynamo::partitioning::{NodeId, Ring, centre_of_zone};
use crate::dynamo::report::{Fact, Note};
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{CausalHistory, Siblings};
use crate::input::limits::MAX_MESSAGES;
use crate::input::refusal::Refusal;
use crate::scenario::{Scenario, check_bytes};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The kinds of messages that periodic timers send again and again, also to somebody who cannot hear them.
const UPKEEP: [MessageKind; 5] =
    [MessageKind::Gossip, MessageKind::RangeRequest, MessageKind::Trees, MessageKind::Handoff, MessageKind::Transfer];

/// How many times the request timeout a client waits: long enough to be told why a coordinator gave up.
const CLIENT_PATIENCE: i64 = 2;

/// Everything that there is at one moment. Cloning one is cheap: what has not changed since is shared.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) time: Time,
    pub(super) names: Names,
    pub(super) settings: Arc<Settings>,
    pub(super) placement: Arc<Placement>,
    pub(super) machines: Vec<Machine>,
    pub(super) clients: Vec<Arc<Client>>,
    pub(super) operations: OperationLog,
    pub(super) network: Network,
    pub(super) placed: PlacedKeys,
    /// Whom newcomers ask, and whom the first nodes know at first; all, if there is none.
    pub(super) seeds: Arc<BTreeSet<NodeId>>,
    pub(super) chance: Chance,
    /// What will happen, by time and number.
    queue: BTreeMap<QueueSlot, Due>,
    /// Where in the queue the timers are.
    timers: BTreeMap<(NodeId, Timer), QueueSlot>,
    /// Where in the queue the patience of a client with an operation is.
    patience: BTreeMap<OperationId, QueueSlot>,
    next_number: u64,
    messages_sent: u32,
    /// How many events of the queue are more than a periodic timer.
    busy: usize,
    /// How many events of the queue are messages.
    flying: usize,
    /// How many of these are messages that periodic timers send whether or not there is news, by their kind.
    upkeep: [usize; UPKEEP.len()],
    /// Whether views and replicas agree, if nothing has changed since that was found out.
    pub(super) converged: Option<bool>,
    /// Which keys have to be compared to find that out.
    pub(super) agreement: Agreement,
}

/// What a node runs on.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub node: Arc<Node>,
    pub up: bool,
    /// It has left for good.
    pub gone: bool,
    /// How far its clock is ahead of the true time.
    pub skew: Time,
    /// While it is paused: what has waited for it since, in the order in which it came.
    pub(super) paused: Option<Vec<Due>>,
}

impl Machine {
    /// Whether it was paused and has not been resumed.
    pub fn is_paused(&self) -> bool {
        self.paused.is_some()
    }

    /// Whether it does something when it is told to.
    pub fn is_awake(&self) -> bool {
        self.up && !self.is_paused()
    }
}

/// A place in the queue: a time, and a number that decides between events of the same time.
type QueueSlot = (Time, u64);

/// What will happen.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    Message(Arc<Envelope>),
    NodeTimer(NodeId, Timer),
    ClientTimer(ClientId, OperationId),
}

impl Due {
    fn is_periodic(&self) -> bool {
        matches!(self, Self::NodeTimer(_, timer) if timer.is_periodic())
    }

    fn upkeep(&self) -> Option<usize> {
        let Self::Message(envelope) = self else { return None };
        UPKEEP.iter().position(|kind| *kind == envelope.body.kind())
    }

    /// Whether it is a message that arrives.
    pub(super) fn is_message(&self) -> bool {
        matches!(self, Self::Message(_))
    }
}

impl World {
    /// The world at the start of a scenario.
    ///
    /// # Errors
    /// Whatever the scenario's check refuses.
    pub fn new(scenario: &Scenario) -> Result<Self, Refusal> {
        scenario.check()?;
        let mut world = Self {
            time: Time::default(),
            names: Names::default(),
            settings: Arc::new(scenario.settings()),
            placement: Arc::new(scenario.placement()),
            machines: Vec::with_capacity(scenario.nodes.len()),
            clients: Vec::new(),
            operations: OperationLog::default(),
            network: Network::new(scenario.network.clone()),
            placed: PlacedKeys::default(),
            seeds: Arc::default(),
            chance: Chance::new(scenario.seed),
            queue: BTreeMap::new(),
            timers: BTreeMap::new(),
            patience: BTreeMap::new(),
            next_number: 0,
            messages_sent: 0,
            busy: 0,
            flying: 0,
            upkeep: [0; UPKEEP.len()],
            converged: None,
            agreement: Agreement::default(),
        };
        let mut members = BTreeMap::new();
        for (index, spec) in scenario.nodes.iter().enumerate() {
            let (node, _) = world.names.add_node(&format!("nodes[{index}].name"), &spec.name)?;
            let mut tokens = spec.positions();
            tokens.sort_unstable();
            let tokens = tokens.into();
            members.insert(node, Member::founding(tokens).in_zone(spec.zone.as_deref()));
        }
        let seeds = scenario.seeds.iter().flatten().filter_map(|name| match world.names.find(name) {
            Some(Endpoint::Node(node)) => Some(node),
            _ => None,
        });
        world.seeds = Arc::new(seeds.collect());
        let members = Arc::new(Membership::new(members, scenario.placement()));
        let mut nobody = world.record(Cause::Command, None, None, None);
        for node in members.members().keys() {
            let known = world.known_at_first(*node, &members);
            world.boot(Node::new(*node, world.settings.clone(), known, Vec::new()), &mut nobody);
        }
        Ok(world)
    }

    /// The members that one of the first nodes knows at first: itself and the seeds, or all. Section 4.8.3.
    fn known_at_first(&self, node: NodeId, all: &Arc<Membership>) -> Arc<Membership> {
        if self.seeds.is_empty() {
            return all.clone();
        }
        let known = all.members().iter().filter(|(other, _)| **other == node || self.seeds.contains(other));
        let known = known.map(|(node, member)| (*node, member.clone())).collect();
        Arc::new(Membership::new(known, all.placement().clone()))
    }

    /// The names of its nodes and clients.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The ring as the operator means it: of the members that are up, by the highest version of each entry that any
    /// node has.
    pub fn ring(&self) -> Ring {
        self.all_members().ring().clone()
    }

    /// The list of members as the operator means it: of each the highest version of its entry that any node has. As a
    /// rule some node knows it all, and then it is that node's own list.
    pub fn all_members(&self) -> Arc<Membership> {
        let lists = || self.machines.iter().map(|machine| machine.node.members());
        let Some(fullest) = lists().max_by_key(|list| list.versions()) else {
            return Arc::new(Membership::new(BTreeMap::new(), (*self.placement).clone()));
        };
        let mut all = fullest.clone();
        for members in lists() {
            if !Arc::ptr_eq(members, &all) && !all.news_in(members).is_empty() {
                all = Arc::new(all.merged(members));
            }
        }
        all
    }

    /// The simulated time.
    pub fn time(&self) -> Time {
        self.time
    }

    /// When the next event is due.
    pub fn next_due(&self) -> Option<Time> {
        self.queue.keys().next().map(|(time, _)| *time)
    }

    /// Whether more than periodic timers will happen.
    pub fn is_busy(&self) -> bool {
        self.busy > 0
    }

    /// Whether more than periodic timers and periodic messages of these kinds will happen.
    pub(super) fn is_busy_beside(&self, periodic: impl Fn(MessageKind) -> bool) -> bool {
        let upkeep = UPKEEP.iter().zip(self.upkeep).filter(|(kind, _)| periodic(**kind)).map(|(_, count)| count);
        self.busy > upkeep.sum()
    }

    /// How many operations there are.
    pub fn operation_count(&self) -> usize {
        self.operations.operations().len()
    }

    /// How many operations have no answer yet.
    pub fn pending_operations(&self) -> usize {
        self.operations.pending()
    }

    /// Whether one more event has room.
    ///
    /// # Errors
    /// `too-many-messages`, `too-many-bytes`.
    pub fn check_limits(&self) -> Result<(), Refusal> {
        let messages = self.flying + self.network.held_messages() + self.waiting().count();
        if messages > MAX_MESSAGES {
            let allowed = format!("at most {MAX_MESSAGES} in flight at the same time");
            return Err(Refusal::field("too-many-messages", "messages", messages, &allowed));
        }
        check_bytes("operations", self.operations.bytes())
    }

    /// How many parts a copy of it has that may not be shared with another one.
    pub fn parts(&self) -> usize {
        let of_machine = |machine: &Machine| 1 + machine.node.store().len() + machine.node.hints().len();
        let machines: usize = self.machines.iter().map(of_machine).sum();
        let messages = self.queue.len() + self.network.held_messages();
        machines + messages + self.clients.len() + self.operations.operations().len()
    }

    /// Lets time pass without an event; never past one.
    pub fn pass_time_to(&mut self, time: Time) {
        self.time = self.next_due().map_or(time, |due| due.min(time)).max(self.time);
    }

    /// The next event happens. `Some(None)` when a timer rang and nobody had anything to do: that is no step.
    pub fn advance(&mut self) -> Option<Option<Record>> {
        let ((time, _), due) = self.queue.pop_first()?;
        let periodic = due.is_periodic();
        self.time = time;
        self.count_out(&due);
        let Some(due) = self.unless_it_waits(due) else { return Some(None) };
        let record = match due {
            Due::Message(envelope) => self.arrive(&envelope),
            Due::NodeTimer(node, timer) => self.ring_timer(node, timer),
            Due::ClientTimer(client, operation) => self.client_gives_up(client, operation),
        };
        if periodic && record.facts.is_empty() && record.sent.is_empty() {
            return Some(None);
        }
        self.converged = None;
        self.agreement.note(&record);
        Some(Some(record))
    }

    /// What reaches a paused node waits there, which is no step; anything else is given back.
    fn unless_it_waits(&mut self, due: Due) -> Option<Due> {
        let node = match &due {
            Due::Message(envelope) if self.fate_on_arrival(envelope) == Fate::Arrives => envelope.to,
            Due::NodeTimer(node, _) => Endpoint::Node(*node),
            Due::Message(_) | Due::ClientTimer(..) => return Some(due),
        };
        let Endpoint::Node(node) = node else { return Some(due) };
        let Some(waiting) = &mut self.machines[node.index()].paused else { return Some(due) };
        if let Due::NodeTimer(_, timer) = &due {
            self.timers.remove(&(node, *timer));
        }
        waiting.push(due);
        None
    }

    /// What has waited happens after this time.
    pub(super) fn happens_after(&mut self, after: Time, due: Due) {
        match due {
            Due::NodeTimer(node, timer) => {
                let slot = self.schedule(after, Due::NodeTimer(node, timer));
                self.timers.insert((node, timer), slot);
            }
            Due::Message(envelope) => {
                let envelope = Envelope { arrives_at: self.time + after, ..(*envelope).clone() };
                self.schedule(after, Due::Message(Arc::new(envelope)));
            }
            Due::ClientTimer(..) => drop(self.schedule(after, due)),
        }
    }

    fn arrive(&mut self, envelope: &Arc<Envelope>) -> Record {
        let fate = self.fate_on_arrival(envelope);
        if fate != Fate::Arrives {
            return self.die(envelope, fate);
        }
        let mut record = self.record_of(Cause::Arrival, envelope);
        match envelope.to {
            Endpoint::Node(node) => {
                let now = self.clock_of(node);
                let mut effects = Effects::default();
                self.node_mut(node).receive(now, envelope.from, &envelope.body, &mut effects);
                self.carry_out(node, effects, &mut record);
            }
            Endpoint::Client(client) => {
                let heard = Arc::make_mut(&mut self.clients[usize::from(client.0)]).receive(&envelope.body);
                let answered = record.operation.filter(|_| heard.is_some());
                if let Some(slot) = answered.and_then(|operation| self.patience.remove(&operation)) {
                    self.unschedule(slot);
                }
                self.note(heard, &mut record);
            }
        }
        record
    }

    fn fate_on_arrival(&self, envelope: &Envelope) -> Fate {
        match envelope.to {
            _ if envelope.fate != Fate::Arrives => envelope.fate,
            to if !self.network.passes(envelope.from, to) => Fate::Wall,
            to if self.network.is_cut(envelope.from, to, envelope.body.kind()) => Fate::Cut,
            Endpoint::Node(node) if self.machines[node.index()].gone => Fate::Left,
            Endpoint::Node(node) if !self.machines[node.index()].up => Fate::Down,
            _ => Fate::Arrives,
        }
    }

    /// A message ends before it is heard.
    pub(super) fn die(&mut self, envelope: &Arc<Envelope>, fate: Fate) -> Record {
        let mut record = self.record_of(Cause::Loss, envelope);
        let (from, to) = (envelope.from, envelope.to);
        record.facts.push(Fact::MessageDied { from, to, because: fate.as_str() });
        record.message = Some(Arc::new(Envelope { fate, ..(**envelope).clone() }));
        record
    }

    fn ring_timer(&mut self, node: NodeId, timer: Timer) -> Record {
        self.timers.remove(&(node, timer));
        let operation = timer.operation();
        let key = self.key_of(operation);
        let mut record = self.record(Cause::Timer, Some(Endpoint::Node(node)), operation, key);
        let die = if timer.is_periodic() { self.chance.number() } else { 0 };
        let now = self.clock_of(node);
        let mut effects = Effects::default();
        self.node_mut(node).wake(now, timer, die, &mut effects);
        self.carry_out(node, effects, &mut record);
        record
    }

    fn client_gives_up(&mut self, client: ClientId, operation: OperationId) -> Record {
        self.patience.remove(&operation);
        let asked_at = self.operations.operations().get(operation.0 as usize - 1).map(|asked| asked.started_at);
        let within_ms = ((self.time - asked_at.unwrap_or_default()).0 / 1_000) as u64;
        let failed = Arc::make_mut(&mut self.clients[usize::from(client.0)]).give_up(operation, within_ms);
        let key = self.key_of(Some(operation));
        let mut record = self.record(Cause::Timer, Some(Endpoint::Client(client)), Some(operation), key);
        self.note(failed, &mut record);
        record
    }

    /// A client will wait so long for its answer.
    pub(super) fn start_patience(&mut self, client: ClientId, operation: OperationId) {
        let patience = Time(self.settings.request_timeout.0 * CLIENT_PATIENCE);
        let slot = self.schedule(patience, Due::ClientTimer(client, operation));
        self.patience.insert(operation, slot);
    }

    /// A node starts on a machine of its own, or on the one that it had.
    pub(super) fn boot(&mut self, node: Node, record: &mut Record) {
        let (id, node) = (node.id, Arc::new(node));
        let skew = self.machines.get(id.index()).map(|machine| machine.skew).unwrap_or_default();
        let machine = Machine { node, up: true, gone: false, skew, paused: None };
        if id.index() == self.machines.len() {
            self.machines.push(machine);
        } else {
            self.machines[id.index()] = machine;
        }
        self.tell(id, record, |node, die, effects| node.start(die, effects));
    }

    /// A node is told something by its operator.
    pub(super) fn tell(&mut self, node: NodeId, record: &mut Record, what: impl FnOnce(&mut Node, u64, &mut Effects)) {
        let die = self.chance.number();
        let mut effects = Effects::default();
        what(self.node_mut(node), die, &mut effects);
        self.carry_out(node, effects, record);
    }

    /// Its timers stop: it crashed, or left.
    pub(super) fn stop_timers(&mut self, node: NodeId) {
        let own: Vec<Timer> = self.timers.keys().filter(|(owner, _)| *owner == node).map(|(_, timer)| *timer).collect();
        for timer in own {
            if let Some(slot) = self.timers.remove(&(node, timer)) {
                self.unschedule(slot);
            }
        }
    }

    pub(super) fn carry_out(&mut self, node: NodeId, effects: Effects, record: &mut Record) {
        for timer in effects.cancelled {
            if let Some(slot) = self.timers.remove(&(node, timer)) {
                self.unschedule(slot);
            }
        }
        for (timer, after) in effects.timers {
            let slot = self.schedule(after, Due::NodeTimer(node, timer));
            if let Some(earlier) = self.timers.insert((node, timer), slot) {
                self.unschedule(earlier);
            }
        }
        let left = effects.facts.iter().any(|fact| matches!(fact, Fact::Left { .. }));
        self.note(effects.facts, record);
        for outgoing in effects.sends {
            let sent = self.send(Endpoint::Node(node), outgoing);
            record.sent.push(sent);
        }
        if left {
            self.machines[node.index()].up = false;
            self.machines[node.index()].gone = true;
            self.stop_timers(node);
        }
    }

    pub(super) fn note(&mut self, facts: impl IntoIterator<Item = Happening>, record: &mut Record) {
        for fact in facts {
            let twice = record.operation.and_then(|operation| self.made_twice(operation, &fact));
            if let Some(operation) = record.operation {
                self.operations.note(operation, &fact, self.time);
            }
            record.facts.push(fact);
            record.facts.extend(twice);
        }
    }

    /// The version of a put is made for the second time, which only somebody who looks on can know.
    fn made_twice(&self, operation: OperationId, fact: &Happening) -> Option<Happening> {
        let Fact::VersionMade { node, version } = fact else { return None };
        let first = self.operations.first_version(operation)?;
        Some(Fact::PutMadeTwice { node: *node, version: version.clone(), first: first.clone() })
    }

    pub(super) fn send(&mut self, from: Endpoint, Outgoing { to, body }: Outgoing) -> Arc<Envelope> {
        let delay = self.delay(from, to);
        let loss = self.network.settings.loss_between(self.centre_of(from), self.centre_of(to));
        let (fate, after) = if loss > 0.0 && self.chance.uniform() <= loss {
            (Fate::Lost, delay)
        } else if self.network.passes(from, to) {
            let is_cut = self.network.is_cut(from, to, body.kind());
            (if is_cut { Fate::Cut } else { Fate::Arrives }, delay)
        } else {
            // It gets as far as the wall.
            (Fate::Wall, Time(delay.0 / 2))
        };
        self.messages_sent += 1;
        let (id, sent_at) = (self.messages_sent, self.time);
        let envelope = Arc::new(Envelope { id, from, to, body, sent_at, arrives_at: sent_at + after, fate });
        if self.network.is_held(from, to) {
            self.network.keep_back(envelope.clone());
        } else {
            self.schedule(after, Due::Message(envelope.clone()));
        }
        envelope
    }

    /// A message that was held goes on.
    pub(super) fn send_on(&mut self, envelope: &Envelope) {
        let after = self.delay(envelope.from, envelope.to);
        let envelope = Envelope { arrives_at: self.time + after, ..envelope.clone() };
        self.schedule(after, Due::Message(Arc::new(envelope)));
    }

    fn delay(&mut self, from: Endpoint, to: Endpoint) -> Time {
        let network = self.network.settings.clone();
        let delay = network.delay_between(self.centre_of(from), self.centre_of(to));
        let chance = &mut self.chance;
        Time::from_ms(delay.sample(&mut || chance.uniform()))
    }

    /// The data centre of a node, where that matters to the network; none of a client.
    fn centre_of(&self, endpoint: Endpoint) -> Option<&str> {
        match endpoint {
            Endpoint::Node(node) if self.network.settings.between.is_set() => {
                Some(self.zone_of(node).map_or("", centre_of_zone))
            }
            _ => None,
        }
    }

    /// Where a node stands, as it says itself.
    pub(crate) fn zone_of(&self, node: NodeId) -> Option<&str> {
        self.node(node).members().members().get(&node)?.zone.as_deref()
    }

    /// How tokens are placed, and over what copies are spread.
    pub fn placement(&self) -> &Placement {
        &self.placement
    }

    /// Takes messages in flight out of the queue.
    pub(super) fn take_messages(&mut self, which: impl Fn(&Envelope) -> bool) -> Vec<Arc<Envelope>> {
        let taken: Vec<(QueueSlot, Arc<Envelope>)> = self
            .queue
            .iter()
            .filter_map(|(slot, due)| match due {
                Due::Message(envelope) if which(envelope) => Some((*slot, envelope.clone())),
                _ => None,
            })
            .collect();
        taken
            .into_iter()
            .map(|(slot, envelope)| {
                self.unschedule(slot);
                envelope
            })
            .collect()
    }

    fn schedule(&mut self, after: Time, due: Due) -> QueueSlot {
        let slot = (self.time + after, self.next_number);
        self.next_number += 1;
        self.busy += usize::from(!due.is_periodic());
        due.upkeep().into_iter().for_each(|kind| self.upkeep[kind] += 1);
        self.flying += usize::from(due.is_message());
        self.queue.insert(slot, due);
        slot
    }

    fn count_out(&mut self, due: &Due) {
        self.busy -= usize::from(!due.is_periodic());
        due.upkeep().into_iter().for_each(|kind| self.upkeep[kind] -= 1);
        self.flying -= usize::from(due.is_message());
    }

    fn unschedule(&mut self, slot: QueueSlot) {
        if let Some(due) = self.queue.remove(&slot) {
            self.count_out(&due);
        }
    }

    /// The messages that wait at paused nodes.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Envelope> {
        let due = self.machines.iter().filter_map(|machine| machine.paused.as_ref()).flatten();
        due.filter_map(|due| match due {
            Due::Message(envelope) => Some(&**envelope),
            Due::NodeTimer(..) | Due::ClientTimer(..) => None,
        })
    }

    /// Takes out a message that waits at a paused node.
    pub(super) fn take_waiting(&mut self, id: u32) -> Option<Arc<Envelope>> {
        let all = self.machines.iter_mut().filter_map(|machine| machine.paused.as_mut());
        for waiting in all {
            let is_it = |due: &Due| matches!(due, Due::Message(envelope) if envelope.id == id);
            if let Some(index) = waiting.iter().position(is_it)
                && let Due::Message(envelope) = waiting.remove(index)
            {
                return Some(envelope);
            }
        }
        None
    }

    /// The messages in flight, in the order of their arrival; then those that are held, and those that wait at paused nodes.
    pub(crate) fn in_flight(&self) -> impl Iterator<Item = &Envelope> {
        let flying = self.queue.values().filter_map(|due| match due {
            Due::Message(envelope) => Some(envelope),
            Due::NodeTimer(..) | Due::ClientTimer(..) => None,
        });
        flying.chain(self.network.held()).map(|envelope| &**envelope).chain(self.waiting())
    }

    /// What the nodes run on that have not left, those that are down among them.
    pub(crate) fn machines(&self) -> impl Iterator<Item = &Machine> {
        self.machines.iter().filter(|machine| !machine.gone)
    }

    /// The clients that have asked for something, each with its name.
    pub(crate) fn clients(&self) -> impl Iterator<Item = (&Client, &str)> {
        let clients = self.clients.iter().zip(self.names.clients());
        let here = clients.filter(|(client, _)| !self.names.is_only_named(client.id()));
        here.map(|(client, name)| (&**client, &**name))
    }

    /// All clients, those among them that were only named.
    pub(crate) fn all_clients(&self) -> impl Iterator<Item = &Client> {
        self.clients.iter().map(|client| &**client)
    }

    /// Every operation so far, in order.
    pub(crate) fn operations(&self) -> &[Arc<Operation>] {
        self.operations.operations()
    }

    /// What lies between nodes and clients.
    pub(crate) fn network(&self) -> &Network {
        &self.network
    }

    /// What a node's own clock shows.
    pub(super) fn clock_of(&self, node: NodeId) -> Time {
        self.time + self.machines[node.index()].skew
    }

    fn key_of(&self, operation: Option<OperationId>) -> Option<Key> {
        let index = operation?.0 as usize - 1;
        self.operations.operations().get(index).map(|operation| operation.key.clone())
    }

    /// The operator's settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The nodes that have not left, those that are down among them.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.machines().map(|machine| &*machine.node)
    }

    /// What is on a node's disk.
    pub fn store_of(&self, node: NodeId) -> &BTreeMap<Key, Siblings> {
        self.node(node).store()
    }

    /// What each client has seen of a key, as far as it has read or written it: the context of its next put.
    pub fn client_contexts<'a>(&'a self, key: &'a Key) -> impl Iterator<Item = (&'a str, Option<&'a CausalHistory>)> {
        self.clients().map(|(client, name)| (name, client.contexts().get(key).map(|context| &context.seen)))
    }

    /// A node's name.
    pub fn name_of(&self, node: &Node) -> &str {
        self.names.node(node.id)
    }

    /// Whether nobody is down, and nothing keeps messages back.
    pub fn is_whole(&self) -> bool {
        self.trouble().is_none()
    }

    /// What keeps the world from being whole, in words.
    pub fn trouble(&self) -> Option<String> {
        if self.network.is_split() {
            return Some("a partition is in force".to_owned());
        }
        if let Some(down) = self.machines.iter().find(|machine| !machine.up && !machine.gone) {
            return Some(format!("{} is down", self.name_of(&down.node)));
        }
        if let Some(paused) = self.machines.iter().find(|machine| machine.is_paused()) {
            return Some(format!("{} is paused", self.name_of(&paused.node)));
        }
        let named = |from, to, what| {
            format!("messages from {} to {} are {what}", self.names.endpoint(from), self.names.endpoint(to))
        };
        if let Some(cut) = self.network.cuts().next() {
            return Some(named(cut.from, cut.to, "lost"));
        }
        let (from, to) = self.network.held_links().next()?;
        Some(named(from, to, "held"))
    }

    pub(super) fn node(&self, node: NodeId) -> &Node {
        &self.machines[node.index()].node
    }

    fn node_mut(&mut self, node: NodeId) -> &mut Node {
        Arc::make_mut(&mut self.machines[node.index()].node)
    }

    fn record_of(&self, cause: Cause, envelope: &Arc<Envelope>) -> Record {
        let operation = envelope.body.operation();
        let key = envelope.body.key().cloned().or_else(|| self.key_of(operation));
        Record { message: Some(envelope.clone()), ..self.record(cause, Some(envelope.to), operation, key) }
    }

    pub(super) fn record(
        &self,
        cause: Cause,
        at: Option<Endpoint>,
        operation: Option<OperationId>,
        key: Option<Key>,
    ) -> Record {
        let (message, sent, facts) = (None, Vec::new(), Vec::new());
        let changes_the_cluster = false;
        Record { time: self.time, cause, at, operation, key, message, sent, facts, changes_the_cluster }
    }

    /// A step in which nothing changes but what is said.
    pub(super) fn remark(&self, note: Note) -> Record {
        let mut record = self.record(Cause::Command, None, None, None);
        record.facts.push(Fact::noted(note));
        record
    }
}
