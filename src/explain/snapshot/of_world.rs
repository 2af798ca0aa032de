//! The snapshot of a world.

use super::{ClientState, HintState, MessageState, NodeState, OperationState, State, VersionState};
use crate::dynamo::client::Client;
use crate::dynamo::membership::{Member, MemberStatus};
use crate::dynamo::message::Endpoint;
use crate::dynamo::partitioning::{Position, Ring, Strategy};
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{Siblings, Version};
use crate::simulation::{Envelope, Fate, Machine, Names, Operation, Status, World};
use std::sync::Arc;

impl State {
    /// The world at this moment, as step `step` of `steps`.
    pub fn new(world: &World, step: usize, steps: usize) -> Self {
        let (names, settings, network) = (world.names(), world.settings(), world.network());
        let is_held = |envelope: &Envelope| network.is_held(envelope.from, envelope.to);
        Self {
            step,
            steps,
            time: world.time().ms(),
            n: settings.n,
            r: settings.r,
            w: settings.w,
            quorum: settings.quorum.as_str(),
            versioning: settings.versioning.as_str(),
            nodes: node_states(world),
            clients: world.clients().map(|(client, name)| client_state(client, name, names)).collect(),
            partition: partition_state(world),
            held: held_links(world),
            messages: world.in_flight().map(|envelope| message_state(envelope, is_held(envelope), names)).collect(),
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
    let state = |machine: &Machine| {
        let member = members.members().get(&machine.node.id);
        node_state(machine, member, members.ring(), world.names())
    };
    world.machines().map(state).collect()
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
            _ if !machine.up => "crashed",
            // Given up, and still handing over what it has.
            Some(MemberStatus::Gone) => MemberStatus::Leaving.as_str(),
            Some(status) => status.as_str(),
            None => "up",
        },
        tokens: sorted(tokens),
        clock_skew: machine.skew.ms(),
        view: node.members().versions(),
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

fn message_state(envelope: &Envelope, held: bool, names: &Names) -> MessageState {
    MessageState {
        id: envelope.id,
        from: names.endpoint(envelope.from).to_owned(),
        to: names.endpoint(envelope.to).to_owned(),
        kind: envelope.body.kind().as_str(),
        label: envelope.body.label(),
        key: envelope.body.key().map(|key| key.name().to_owned()),
        operation: envelope.body.operation().map(|operation| operation.0),
        owner: envelope.body.hint_for().map(|owner| names.node(owner).to_owned()),
        sent_at: envelope.sent_at.ms(),
        arrives_at: envelope.arrives_at.ms(),
        held,
        doomed: envelope.fate != Fate::Arrives,
    }
}

fn operation_state(id: u32, operation: &Operation, names: &Names) -> OperationState {
    let (status, error) = match &operation.status {
        Status::Pending => ("pending", None),
        Status::Ok => ("ok", None),
        Status::Failed(reason) => ("failed", Some(reason.clone())),
    };
    OperationState {
        id,
        kind: operation.request.as_str(),
        client: names.clients()[usize::from(operation.client.0)].to_string(),
        key: operation.key.name().to_owned(),
        status,
        coordinator: operation.coordinator.map(|node| names.node(node).to_owned()),
        acks: operation.acks.iter().map(|node| names.node(*node).to_owned()).collect(),
        needed: operation.needed,
        values: operation.values.iter().map(|version| VersionState::new(version, names)).collect(),
        started_at: operation.started_at.ms(),
        finished_at: operation.finished_at.map(Time::ms),
        error,
    }
}
