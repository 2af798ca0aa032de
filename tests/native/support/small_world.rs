//! A world small enough to try everything that can happen in it: the real nodes and clients, and a network in which any
//! message in flight may be the next to arrive.
//!
//! Time is only an order here: timers ring when no message is in flight, those of a replica before those of a request,
//! and those before a client's patience ends. Versions never look at the time, unless it decides between them.

use ringside::dynamo::client::Client;
use ringside::dynamo::key::Key;
use ringside::dynamo::membership::{Member, Membership, Placement};
use ringside::dynamo::message::{Body, ClientId, Endpoint, GetRequest, OperationId, PutRequest};
use ringside::dynamo::node::{Effects, Node, Settings, Timer};
use ringside::dynamo::partitioning::{NodeId, Position, Spread};
use ringside::dynamo::replication::replicas;
use ringside::dynamo::requests::Quorum;
use ringside::dynamo::time::Time;
use ringside::dynamo::versioning::{Siblings, Version};
use ringside::explain::trace::Fact;
use ringside::scenario::Scenario;
use stateright::{Model, Property};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What a client does, one after the other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Request {
    /// Writes the value, with the context of the client's latest request.
    Put(&'static str, NodeId),
    /// Writes the value if nothing is there that the client has not read.
    PutIf(&'static str, NodeId),
    /// Writes the value without a context.
    PutBlind(&'static str, NodeId),
    /// Reads.
    Get(NodeId),
}

/// Requests that are not fixed beforehand: puts with and without a context, and gets, each through any node. Where there is a
/// choice, failures are lost messages; once one is lost, timers may ring and clients give up at any moment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Choice {
    /// None.
    Fixed,
    /// So many requests in all, any of any client.
    Any(usize),
    /// Any put of P and, once it is acknowledged, any get of Q.
    PutThenGet,
}

impl Choice {
    /// What may be asked in a state, by which client.
    fn requests(self, state: &State) -> Vec<(usize, Request)> {
        let asked: usize = state.begun.iter().map(|(begun, _)| begun).sum();
        let is_free = |client: &usize| !state.begun[*client].1;
        let clients = (0..state.begun.len()).filter(is_free);
        match self {
            Self::Any(most) if asked < most => clients
                .flat_map(|client| [A, B, C].map(|via| (client, via)))
                .flat_map(|(client, via)| {
                    let value = VALUES[asked];
                    [Request::Put(value, via), Request::PutBlind(value, via), Request::Get(via)]
                        .map(|each| (client, each))
                })
                .collect(),
            Self::PutThenGet if asked == 0 => [A, B, C]
                .into_iter()
                .flat_map(|via| [(0, Request::Put(VALUES[0], via)), (0, Request::PutBlind(VALUES[0], via))])
                .collect(),
            // The first one was acknowledged before the choice began.
            Self::PutThenGet if asked == 1 && state.acknowledged.len() == 2 => {
                [A, B, C].into_iter().map(|via| (1, Request::Get(via))).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Three nodes, a few clients, one key, and what may go wrong.
pub struct SmallWorld {
    pub settings: Settings,
    /// What is done before anything can go wrong, one request after the other: whose, and what.
    pub before: Vec<(usize, Request)>,
    /// What each client does then.
    pub clients: Vec<Vec<Request>>,
    /// How many messages may be lost, or nodes crash.
    pub failures: u8,
    /// C stands in a zone of its own, copies are spread over zones, and once the trying begins a wall cuts it off from A and B.
    pub zone_of_c_is_cut_off: bool,
    /// What they may choose beyond that.
    pub choice: Choice,
    pub properties: Vec<Property<SmallWorld>>,
}

/// Something shared, told from others by its hash: it is worked out once, not for each state that it is part of.
#[derive(Debug)]
pub struct Hashed<T> {
    value: Arc<T>,
    hash: u64,
}

impl<T: Hash> Hashed<T> {
    fn new(value: T) -> Self {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        Self { value: Arc::new(value), hash: hasher.finish() }
    }
}

impl<T> Clone for Hashed<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), hash: self.hash }
    }
}

impl<T> PartialEq for Hashed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl<T> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

impl<T> std::ops::Deref for Hashed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A message in flight.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Flying {
    from: Endpoint,
    to: Endpoint,
    body: Body,
}

/// Everything at one moment.
#[derive(Clone, PartialEq, Hash, Debug)]
pub struct State {
    pub nodes: Vec<Hashed<Node>>,
    clients: Vec<Hashed<Client>>,
    /// How many of its requests each client has begun, and whether the last is pending.
    begun: Vec<(usize, bool)>,
    /// In the order of their hashes: which was sent first makes no difference.
    flying: Vec<Hashed<Flying>>,
    timers: BTreeSet<(NodeId, Timer)>,
    down: Option<NodeId>,
    /// C is cut off from A and B.
    wall: bool,
    failures_left: u8,
    /// The versions of acknowledged puts.
    pub acknowledged: Vec<Hashed<Version>>,
    /// How many of these there were when the pending get of each client began.
    known_before: Vec<usize>,
    /// A get missed a write that was acknowledged before it began.
    pub stale: bool,
    pub failed: bool,
    /// A get returned siblings.
    pub siblings: bool,
    /// A put came again to a node that had its version.
    pub recognised: bool,
}

/// What can happen next.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    Begin(usize),
    Ask(usize, Request),
    Deliver(Hashed<Flying>),
    Lose(Hashed<Flying>),
    Crash(NodeId),
    Restart(NodeId),
    Ring(NodeId, Timer),
    GiveUp(usize),
}

/// The one key. Its homes are A, B and C, in this order.
fn key() -> Key {
    Key::new("figs").expect("a good key")
}

pub const A: NodeId = NodeId(0);
pub const B: NodeId = NodeId(1);
pub const C: NodeId = NodeId(2);

fn node_name(node: NodeId) -> &'static str {
    ["A", "B", "C"][node.index()]
}

fn endpoint_name(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Node(node) => node_name(node),
        Endpoint::Client(client) => ["P", "Q"][usize::from(client.0)],
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let told = |m: &Flying| format!("{} {}→{}", m.body.kind().as_str(), endpoint_name(m.from), endpoint_name(m.to));
        match self {
            Self::Begin(client) => write!(f, "{} begins", ["P", "Q"][*client]),
            Self::Ask(client, request) => write!(f, "{}: {request:?}", ["P", "Q"][*client]),
            Self::Deliver(message) => f.write_str(&told(message)),
            Self::Lose(message) => write!(f, "lost: {}", told(message)),
            Self::Crash(node) => write!(f, "{} crashes", node_name(*node)),
            Self::Restart(node) => write!(f, "{} restarts", node_name(*node)),
            Self::Ring(node, Timer::Replica(_, late)) => {
                write!(f, "{} has no answer from {}", node_name(*node), node_name(*late))
            }
            Self::Ring(node, timer) => write!(f, "{}: {timer:?}", node_name(*node)),
            Self::GiveUp(client) => write!(f, "{} gives up", ["P", "Q"][*client]),
        }
    }
}

/// The settings of a scenario, without periodic timers.
pub fn settings(change: impl FnOnce(&mut Scenario)) -> Settings {
    let mut scenario = Scenario::default();
    change(&mut scenario);
    Settings { gossip: Time(0), handoff: Time(0), anti_entropy: Time(0), ..scenario.settings() }
}

impl SmallWorld {
    fn start(&self) -> State {
        let zone = |node| self.zone_of_c_is_cut_off.then_some(if node == C { "us" } else { "eu" });
        let tokens = |node: NodeId| vec![Position((u128::from(node.0) + 1) << 125)];
        let member = |node| Member::founding(tokens(node).into()).in_zone(zone(node));
        let members = [A, B, C].into_iter().map(|node| (node, member(node))).collect();
        let spread = if self.zone_of_c_is_cut_off { Spread::Zones } else { Spread::Nodes };
        let members = Arc::new(Membership::new(members, Placement { spread, ..Placement::default() }));
        let settings = Arc::new(self.settings);
        let node = |id| Hashed::new(Node::new(id, settings.clone(), members.clone(), Vec::new()));
        let clients = 0..self.clients.len();
        State {
            nodes: [A, B, C].map(node).to_vec(),
            clients: clients.clone().map(|id| Hashed::new(Client::new(ClientId(id as u16)))).collect(),
            begun: clients.clone().map(|_| (0, false)).collect(),
            flying: Vec::new(),
            timers: BTreeSet::new(),
            down: None,
            wall: false,
            failures_left: 0,
            acknowledged: Vec::new(),
            known_before: clients.map(|_| 0).collect(),
            stale: false,
            failed: false,
            siblings: false,
            recognised: false,
        }
    }

    fn begin(&self, state: &mut State, client: usize, request: Request, operation: OperationId) {
        state.begun[client].1 = true;
        state.known_before[client] = state.acknowledged.len();
        let (n, r, w) = (self.settings.n, self.settings.r, self.settings.w);
        let (id, key) = (ClientId(client as u16), key());
        let (via, body) = match request {
            Request::Put(value, via) | Request::PutIf(value, via) | Request::PutBlind(value, via) => {
                let only_if = matches!(request, Request::PutIf(..));
                let quorum = only_if.then_some(Quorum::Strict);
                let known = state.clients[client].contexts().get(&key).cloned();
                let context = known.filter(|_| !matches!(request, Request::PutBlind(..)));
                let value = Some(value.into());
                let request = PutRequest {
                    operation,
                    client: id,
                    key: key.clone(),
                    value,
                    context,
                    n,
                    w,
                    quorum,
                    only_if,
                    hops: 0,
                };
                (via, Body::PutRequest(request))
            }
            Request::Get(via) => {
                let request =
                    GetRequest { operation, client: id, key: key.clone(), n, r, quorum: None, at_least: None };
                (via, Body::GetRequest(request))
            }
        };
        let mut asking = (*state.clients[client].value).clone();
        asking.ask(&body, &key, via);
        state.clients[client] = Hashed::new(asking);
        state.send(Endpoint::Client(id), Endpoint::Node(via), body);
    }

    /// The number of a client's request: those before come first, and each client has its own.
    fn operation(client: usize, request: usize) -> OperationId {
        OperationId((100 * (client + 1) + request) as u32)
    }
}

impl State {
    fn send(&mut self, from: Endpoint, to: Endpoint, body: Body) {
        let message = Hashed::new(Flying { from, to, body });
        let index = self.flying.partition_point(|other| other.hash < message.hash);
        self.flying.insert(index, message);
    }

    fn take(&mut self, message: &Hashed<Flying>) {
        if let Some(index) = self.flying.iter().position(|other| other == message) {
            self.flying.remove(index);
        }
    }

    fn tell(&mut self, id: NodeId, what: impl FnOnce(&mut Node, &mut Effects)) {
        let mut node = (*self.nodes[id.index()].value).clone();
        let mut effects = Effects::default();
        what(&mut node, &mut effects);
        self.nodes[id.index()] = Hashed::new(node);
        self.recognised |= effects.facts.iter().any(|fact| matches!(fact, Fact::PutRecognised { .. }));
        effects.cancelled.into_iter().for_each(|timer| {
            self.timers.remove(&(id, timer));
        });
        self.timers.extend(effects.timers.into_iter().map(|(timer, _)| (id, timer)));
        effects.sends.into_iter().for_each(|sent| self.send(Endpoint::Node(id), sent.to, sent.body));
    }

    fn deliver(&mut self, message: &Flying) {
        match message.to {
            Endpoint::Node(node) if self.down == Some(node) => {}
            Endpoint::Node(node)
                if self.wall && matches!(message.from, Endpoint::Node(other) if (node == C) != (other == C)) => {}
            Endpoint::Node(node) => {
                self.tell(node, |node, effects| node.receive(Time(0), message.from, &message.body, effects));
            }
            Endpoint::Client(client) => {
                let client = usize::from(client.0);
                let mut told = (*self.clients[client].value).clone();
                let heard = told.receive(&message.body);
                self.clients[client] = Hashed::new(told);
                self.heard(client, heard);
            }
        }
    }

    fn heard(&mut self, client: usize, fact: Option<ringside::dynamo::node::Happening>) {
        match fact {
            Some(Fact::Answered { request: "get", values, .. }) => {
                let missed = |version: &Version| !is_among(version, values.iter());
                self.stale |= self.acknowledged[..self.known_before[client]].iter().any(|v| missed(v));
                self.siblings |= values.len() > 1;
            }
            Some(Fact::Answered { values, .. }) => {
                self.acknowledged.extend(values.iter().map(|version| Hashed::new((**version).clone())));
            }
            Some(Fact::AnsweredLate { .. }) | None => return,
            Some(_) => self.failed = true,
        }
        self.begun[client].1 = false;
        self.known_before[client] = 0;
    }

    /// Which timers may ring: those that are set for the shortest time.
    fn next_timers(&self) -> impl Iterator<Item = (NodeId, Timer)> + '_ {
        let length = |timer: &Timer| usize::from(matches!(timer, Timer::Request(_)));
        let shortest = self.timers.iter().map(|(_, timer)| length(timer)).min();
        self.timers.iter().copied().filter(move |(_, timer)| Some(length(timer)) == shortest)
    }

    /// Everything on any disk, also of a node that is down.
    fn on_disks(&self) -> impl Iterator<Item = &Arc<Version>> {
        let kept = self.nodes.iter().flat_map(|node| node.store().values().chain(node.hints().values()));
        kept.flat_map(Siblings::versions)
    }

    /// How many different versions of this value are on any disk.
    pub fn versions_of(&self, value: &str) -> usize {
        let of_value = self.on_disks().filter(|version| version.value.as_deref() == Some(value));
        of_value.map(|version| version.dot).collect::<BTreeSet<_>>().len()
    }

    /// Each acknowledged write is on some disk, or a write that had read it is.
    pub fn nothing_is_lost(&self) -> bool {
        self.acknowledged.iter().all(|version| is_among(version, self.on_disks()))
    }

    /// After a restart, the delivery of hints, and a comparison of trees by every pair: all homes have the same, and
    /// nothing acknowledged is missing.
    pub fn heals(&self, n: usize) -> bool {
        let mut healed = self.clone();
        healed.wall = false;
        if let Some(node) = healed.down.take() {
            healed.tell(node, |node, effects| node.start(0, effects));
        }
        // Gossip first: two that were cut off from each other take each other to be down until they hear one another.
        for timer in [Timer::Gossip, Timer::Handoff, Timer::AntiEntropy, Timer::AntiEntropy] {
            for (die, node) in (0..2).flat_map(|die| [A, B, C].map(|node| (die, node))) {
                healed.tell(node, |node, effects| node.wake(Time(0), timer, die, effects));
                healed.settle();
            }
        }
        let homes = replicas(healed.nodes[0].members().ring(), key().position(), n);
        let homes: Vec<&Hashed<Node>> = homes.iter().map(|home| &healed.nodes[home.index()]).collect();
        let same = homes.windows(2).all(|pair| pair[0].store().get(&key()) == pair[1].store().get(&key()));
        same && healed.nodes.iter().all(|node| node.hints().is_empty())
            && homes.iter().all(|home| {
                let there = home.store().get(&key()).map(Siblings::versions).unwrap_or_default();
                healed.acknowledged.iter().all(|version| is_among(version, there.iter()))
            })
    }

    /// Delivers what is in flight, and what comes of it.
    fn settle(&mut self) {
        while let Some(message) = self.flying.first().cloned() {
            self.take(&message);
            self.deliver(&message);
        }
    }
}

/// Whether the version is there, or one whose writer had read it.
fn is_among<'a>(version: &Version, mut there: impl Iterator<Item = &'a Arc<Version>>) -> bool {
    there.any(|other| **other == *version || other.past.contains(version.dot))
}

/// What chosen puts write, by how many requests were asked before.
const VALUES: [&str; 2] = ["v1", "v2"];

impl Model for SmallWorld {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let mut state = self.start();
        for (number, (client, request)) in (1..).zip(&self.before) {
            self.begin(&mut state, *client, *request, OperationId(number));
            state.settle();
        }
        state.failures_left = self.failures;
        state.wall = self.zone_of_c_is_cut_off;
        vec![state]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        for (client, (begun, pending)) in state.begun.iter().enumerate() {
            if !pending && *begun < self.clients[client].len() {
                actions.push(Action::Begin(client));
            }
        }
        let chosen = self.choice.requests(state).into_iter();
        actions.extend(chosen.map(|(client, request)| Action::Ask(client, request)));
        let mut flying = state.flying.clone();
        flying.dedup();
        if state.failures_left > 0 {
            actions.extend(flying.iter().cloned().map(Action::Lose));
            actions.extend([A, B, C].map(Action::Crash).into_iter().filter(|_| self.choice == Choice::Fixed));
        }
        actions.extend(state.down.map(Action::Restart));
        if self.choice != Choice::Fixed && state.failures_left < self.failures {
            actions.extend(state.timers.iter().map(|(node, timer)| Action::Ring(*node, *timer)));
            let pending = (0..).zip(&state.begun).filter(|(_, (_, pending))| *pending);
            actions.extend(pending.map(|(client, _)| Action::GiveUp(client)));
        } else if flying.is_empty() {
            actions.extend(state.next_timers().map(|(node, timer)| Action::Ring(node, timer)));
            let waiting = (0..).zip(&state.begun).filter(|(_, (_, pending))| *pending && state.timers.is_empty());
            actions.extend(waiting.map(|(client, _)| Action::GiveUp(client)));
        }
        actions.extend(flying.into_iter().map(Action::Deliver));
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        match action {
            Action::Begin(client) => {
                let number = state.begun[client].0;
                state.begun[client].0 += 1;
                self.begin(&mut state, client, self.clients[client][number], Self::operation(client, number));
            }
            Action::Ask(client, request) => {
                let number = state.begun[client].0;
                state.begun[client].0 += 1;
                self.begin(&mut state, client, request, Self::operation(client, number));
            }
            Action::Deliver(message) => {
                state.take(&message);
                state.deliver(&message);
            }
            Action::Lose(message) => {
                state.take(&message);
                state.failures_left -= 1;
            }
            Action::Crash(node) => {
                state.tell(node, |node, _| node.crash(false));
                state.timers.retain(|(owner, _)| *owner != node);
                state.down = Some(node);
                state.failures_left -= 1;
            }
            Action::Restart(node) => {
                state.down = None;
                state.tell(node, |node, effects| node.start(0, effects));
            }
            Action::Ring(node, timer) => {
                state.timers.remove(&(node, timer));
                state.tell(node, |node, effects| node.wake(Time(0), timer, 0, effects));
            }
            Action::GiveUp(client) => {
                let mut waiting = (*state.clients[client].value).clone();
                let operation = Self::operation(client, state.begun[client].0 - 1);
                let failed = waiting.give_up(operation, 0);
                state.clients[client] = Hashed::new(waiting);
                state.heard(client, failed);
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        self.properties.clone()
    }
}

impl SmallWorld {
    /// Whether nothing can happen any more but a restart.
    pub fn is_over(&self, state: &State) -> bool {
        let all_begun =
            state.begun.iter().zip(&self.clients).all(|((begun, pending), all)| *begun == all.len() && !pending);
        all_begun && state.flying.is_empty() && state.timers.is_empty()
    }
}
