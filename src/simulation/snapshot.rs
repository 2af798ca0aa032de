//! The world as it is shown.

use super::operation_log::{Operation, Status};
use super::world::Machine;
use super::{Envelope, Fate, Names, World};
use crate::client::Client;
use crate::membership::{Member, MemberStatus};
use crate::message::Endpoint;
use crate::narration::cargo;
use crate::partitioning::{Position, Ring, Strategy};
use crate::snapshot::{ClientState, HintState, MessageState, NodeState, OperationState, State, VersionState};
use crate::versioning::Siblings;
use std::sync::Arc;

impl World {
    /// The state at this moment, as step `step` of `steps`.
    pub fn snapshot(&self, step: usize, steps: usize) -> State {
        let names = &self.names;
        State {
            step,
            steps,
            time: self.time.ms(),
            n: self.settings.n,
            r: self.settings.r,
            w: self.settings.w,
            quorum: self.settings.quorum.word(),
            versioning: self.settings.versioning.word(),
            nodes: self.node_states(),
            clients: self.client_states(),
            partition: self.partition_state(),
            held: self.held_links(),
            messages: self
                .in_flight()
                .map(|envelope| message_state(envelope, self.network.is_held(envelope.from, envelope.to), names))
                .collect(),
            operations: (1..)
                .zip(self.operations.operations())
                .map(|(id, operation)| operation_state(id, operation, names))
                .collect(),
        }
    }

    fn client_states(&self) -> Vec<ClientState> {
        let clients = self.clients.iter().zip(self.names.clients());
        let here = clients.filter(|(client, _)| !self.names.is_only_named(client.id()));
        here.map(|(client, name)| client_state(client, name, &self.names)).collect()
    }

    /// What a message in flight carries, in a sentence; `None` if there is no such message, or nothing to be said of it.
    pub fn cargo(&self, message: u32) -> Option<String> {
        cargo(&self.in_flight().find(|envelope| envelope.id == message)?.body, &self.names)
    }

    fn node_states(&self) -> Vec<NodeState> {
        let members = self.all_members();
        let here = self.machines.iter().filter(|machine| !machine.gone);
        here.map(|machine| self.node_state(machine, members.members().get(&machine.node.id), members.ring())).collect()
    }

    /// The groups by name; the nodes that none names form the last.
    fn partition_state(&self) -> Option<Vec<Vec<String>>> {
        let mut groups: Vec<Vec<String>> = Vec::new();
        let nodes = self.machines.iter().filter(|machine| !machine.gone).map(|machine| Endpoint::Node(machine.node.id));
        let clients = self.clients.iter().map(|client| Endpoint::Client(client.id()));
        for endpoint in nodes.chain(clients) {
            if let Some(group) = self.network.group(endpoint) {
                groups.resize(groups.len().max(group + 1), Vec::new());
                groups[group].push(self.names.endpoint(endpoint).to_owned());
            }
        }
        self.network.is_split().then_some(groups)
    }

    fn held_links(&self) -> Vec<(String, String)> {
        let name = |endpoint| self.names.endpoint(endpoint).to_owned();
        self.network.held_links().map(|(from, to)| (name(from), name(to))).collect()
    }

    fn node_state(&self, machine: &Machine, member: Option<&Member>, ring: &Ring) -> NodeState {
        let names = &self.names;
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
                Some(MemberStatus::Gone) => MemberStatus::Leaving.word(),
                Some(status) => status.word(),
                None => "up",
            },
            tokens: sorted(tokens),
            clock_skew: machine.skew.ms(),
            view: node.members().versions(),
            store: node
                .store()
                .iter()
                .map(|(key, siblings)| (key.name().to_owned(), versions(siblings, names)))
                .collect(),
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
    siblings.versions().iter().map(|version| names.version(version)).collect()
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
        kind: envelope.body.kind().word(),
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
        kind: operation.request.word(),
        client: names.clients()[usize::from(operation.client.0)].to_string(),
        key: operation.key.name().to_owned(),
        status,
        coordinator: operation.coordinator.map(|node| names.node(node).to_owned()),
        acks: operation.acks.iter().map(|node| names.node(*node).to_owned()).collect(),
        needed: operation.needed,
        values: operation.values.iter().map(|version| names.version(version)).collect(),
        started_at: operation.started_at.ms(),
        finished_at: operation.finished_at.map(crate::time::Time::ms),
        error,
    }
}
