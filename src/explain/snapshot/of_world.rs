//! The snapshot of a world.

use super::{
    ClientState, CutState, HintState, MessageState, NetworkState, NodeState, NodeStatus, OperationState,
    OperationStatus, State, TimersState, VersionState,
};
use crate::dynamo::client::Client;
use crate::dynamo::membership::{Member, MemberStatus, Membership};
use crate::dynamo::message::Endpoint;
use crate::dynamo::partitioning::{Position, Ring, Spread, Strategy};
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{Siblings, Version};
use crate::scenario::Between;
use crate::simulation::{Envelope, Fate, Machine, Names, Operation, Status, World};
use std::collections::BTreeSet;
use std::sync::Arc;

impl State {
    /// The world at this moment, as step `step` of `steps`.
    pub fn new(world: &World, step: usize, steps: usize) -> Self {
        let (names, settings, network) = (world.names(), world.settings(), world.network());
        let spread = &world.placement().spread;
        Self {
            step,
            steps,
            time: world.time().ms(),
            n: settings.n,
            r: settings.r,
            w: settings.w,
            quorum: settings.quorum,
            versioning: settings.versioning,
            placement: (*spread != Spread::Nodes).then_some(spread.as_str()),
            copies: spread.copies().cloned(),
            nodes: node_states(world),
            clients: world.clients().map(|(client, name)| client_state(client, name, names)).collect(),
            partition: partition_state(world),
            held: held_links(world),
            removed: world.removed_nodes().into_iter().map(str::to_owned).collect(),
            positions: world.placed_keys().map(|key| (key.name().to_owned(), key.position())).collect(),
            cuts: cut_links(world),
            network: NetworkState {
                delay: network.settings.delay.clone(),
                loss: network.settings.loss,
                between: Some(network.settings.between.clone()).filter(Between::is_set),
            },
            timers: TimersState {
                gossip: settings.gossip.ms(),
                handoff: settings.handoff.ms(),
                anti_entropy: settings.anti_entropy.ms(),
                request_timeout: settings.request_timeout.ms(),
                hint_window: settings.hint_window.ms(),
                tombstone_grace: settings.tombstone_grace.ms(),
            },
            messages: message_states(world),
            operations: (1..)
                .zip(world.operations())
                .map(|(id, operation)| operation_state(id, operation, names))
                .collect(),
        }
    }
}

impl VersionState {
    /// A version, with names.
    pub fn new(version: &Version, names: &Names) -> Self {
        Self {
            value: version.value.as_deref().map(str::to_owned),
            dot: (names.actor(version.dot.actor), version.dot.counter),
            clock: names.clock(&version.clock()),
            past: names.clock(&version.past),
            made_at: version.made_at.ms(),
        }
    }
}

fn node_states(world: &World) -> Vec<NodeState> {
    let members = world.all_members();
    // Most nodes share one list, which is compared once.
    let mut compared: Vec<(&Arc<Membership>, usize)> = Vec::new();
    let mut states = Vec::new();
    for machine in world.machines() {
        let own = machine.node.members();
        let known = compared.iter().find(|(list, _)| Arc::ptr_eq(list, own)).map(|(_, unheard)| *unheard);
        let unheard = known.unwrap_or_else(|| own.news_in(&members).len());
        if known.is_none() {
            compared.push((own, unheard));
        }
        let member = members.members().get(&machine.node.id);
        states.push(NodeState { unheard, ..node_state(machine, member, members.ring(), world.names()) });
    }
    states
}

/// The groups by name; the nodes that none names form the last.
fn partition_state(world: &World) -> Option<Vec<Vec<String>>> {
    let network = world.network();
    let mut groups: Vec<Vec<String>> = Vec::new();
    let nodes = world.nodes().map(|node| Endpoint::Node(node.id));
    let clients = world.all_clients().map(|client| Endpoint::Client(client.id()));
    for endpoint in nodes.chain(clients) {
        if let Some(group) = network.group(endpoint) {
            groups.resize(groups.len().max(group + 1), Vec::new());
            groups[group].push(world.names().endpoint(endpoint).to_owned());
        }
    }
    network.is_split().then_some(groups)
}

fn held_links(world: &World) -> Vec<(String, String)> {
    let name = |endpoint| world.names().endpoint(endpoint).to_owned();
    world.network().held_links().map(|(from, to)| (name(from), name(to))).collect()
}

fn cut_links(world: &World) -> Vec<CutState> {
    let name = |endpoint| world.names().endpoint(endpoint).to_owned();
    let cuts = world.network().cuts();
    cuts.map(|cut| CutState { from: name(cut.from), to: name(cut.to), kind: cut.kind }).collect()
}

fn message_states(world: &World) -> Vec<MessageState> {
    let (names, network) = (world.names(), world.network());
    let waiting: BTreeSet<u32> = world.waiting().map(|envelope| envelope.id).collect();
    let state = |envelope: &Envelope| {
        let waits = waiting.contains(&envelope.id);
        let held = !waits && network.is_held(envelope.from, envelope.to);
        message_state(envelope, held, waits, names)
    };
    world.in_flight().map(state).collect()
}

fn node_state(machine: &Machine, member: Option<&Member>, ring: &Ring, names: &Names) -> NodeState {
    let node = &machine.node;
    let tokens = match node.members().placement().strategy {
        Strategy::EqualPartitions => {
            let own = ring.tokens().iter().filter(|token| token.owner == node.id);
            own.map(|token| token.position).collect()
        }
        _ => member.map(|member| member.tokens.clone()).unwrap_or_default(),
    };
    NodeState {
        name: names.node(node.id).to_owned(),
        status: match node.members().status(node.id) {
            _ if !machine.up => NodeStatus::Crashed,
            Some(MemberStatus::Joining) => NodeStatus::Joining,
            // Also one that was given up, and still hands over what it has.
            Some(MemberStatus::Leaving | MemberStatus::Gone) => NodeStatus::Leaving,
            Some(MemberStatus::Up) | None => NodeStatus::Up,
        },
        paused: machine.is_paused(),
        zone: node.members().members().get(&node.id).and_then(|own| own.zone.clone()),
        tokens: sorted(tokens),
        clock_skew: machine.skew.ms(),
        view: node.members().versions(),
        unheard: 0,
        store: node.store().iter().map(|(key, siblings)| (key.name().to_owned(), versions(siblings, names))).collect(),
        hints: node
            .hints()
            .iter()
            .map(|((owner, key), siblings)| HintState {
                owner: names.node(*owner).to_owned(),
                key: key.name().to_owned(),
                versions: versions(siblings, names),
            })
            .collect(),
        suspects: node.suspects().iter().map(|suspect| names.node(*suspect).to_owned()).collect(),
    }
}

/// The same positions clockwise from zero.
fn sorted(tokens: Arc<[Position]>) -> Arc<[Position]> {
    if tokens.is_sorted() {
        return tokens;
    }
    let mut sorted = tokens.to_vec();
    sorted.sort_unstable();
    sorted.into()
}

fn versions(siblings: &Siblings, names: &Names) -> Vec<VersionState> {
    siblings.versions().iter().map(|version| VersionState::new(version, names)).collect()
}

fn client_state(client: &Client, name: &str, names: &Names) -> ClientState {
    let contexts = client.contexts().iter();
    ClientState {
        name: name.to_owned(),
        contexts: contexts.map(|(key, context)| (key.name().to_owned(), names.clock(&context.seen))).collect(),
    }
}

fn message_state(envelope: &Envelope, held: bool, waits: bool, names: &Names) -> MessageState {
    MessageState {
        id: envelope.id,
        from: names.endpoint(envelope.from).to_owned(),
        to: names.endpoint(envelope.to).to_owned(),
        kind: envelope.body.kind(),
        label: envelope.body.label(),
        key: envelope.body.key().map(|key| key.name().to_owned()),
        operation: envelope.body.operation().map(|operation| operation.0),
        owner: envelope.body.hint_for().map(|owner| names.node(owner).to_owned()),
        sent_at: envelope.sent_at.ms(),
        arrives_at: envelope.arrives_at.ms(),
        held,
        waits,
        doomed: envelope.fate != Fate::Arrives,
    }
}

fn operation_state(id: u32, operation: &Operation, names: &Names) -> OperationState {
    let (status, error) = match &operation.status {
        Status::Pending => (OperationStatus::Pending, None),
        Status::Ok => (OperationStatus::Ok, None),
        Status::Failed(reason) => (OperationStatus::Failed, Some(reason.clone())),
    };
    OperationState {
        id,
        kind: operation.request,
        client: names.clients()[usize::from(operation.client.0)].to_string(),
        key: operation.key.name().to_owned(),
        status,
        coordinator: operation.coordinator.map(|node| names.node(node).to_owned()),
        acks: operation.acks.iter().map(|node| names.node(*node).to_owned()).collect(),
        needed: operation.needed,
        quorum: operation.quorum,
        values: operation.values.iter().map(|version| VersionState::new(version, names)).collect(),
        started_at: operation.started_at.ms(),
        finished_at: operation.finished_at.map(Time::ms),
        answer: operation.answer,
        error,
    }
}
