//! The coordinator of a get. Any node can be one: reading makes no version.

use super::{Asked, answers, stop_waiting};
use crate::dynamo::key::Key;
use crate::dynamo::message::{
    Answer, Body, ClientId, Endpoint, Failure, GetRequest, OperationId, Parcel, ParcelKind, RequestKind,
};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;
use crate::dynamo::versioning::{Context, Siblings, Version, Versioning};
use std::sync::Arc;

/// A get that a node coordinates.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct GetInProgress {
    client: ClientId,
    key: Key,
    n: usize,
    needed: usize,
    asked: Vec<Asked<Siblings>>,
    fastest: Option<NodeId>,
    answered: bool,
}

impl GetInProgress {
    /// Every version that came and that no other one supersedes.
    fn merged(&self, versioning: Versioning) -> Siblings {
        let mut merged = Siblings::default();
        for found in self.asked.iter().filter_map(|asked| asked.answer.as_ref()) {
            if planted(Fault::AnswerWithSuperseded) {
                merged.pile_up(found);
            }
            merged.merge_all(found, versioning);
        }
        merged
    }
}

impl Node {
    /// Asks every target for its versions, itself at once if it is one.
    pub(crate) fn coordinate_get(&mut self, request: &GetRequest, effects: &mut Effects) {
        let GetRequest { operation, client, ref key, n, r } = *request;
        let targets = self.targets(key, n);
        if r > targets.len() {
            let failure = Failure::TooFewNodes { nodes: targets.len(), needed: r, request: RequestKind::Get };
            effects.send(Endpoint::Client(client), Body::Answer(operation, Answer::Failed(failure)));
            return;
        }
        effects.happened(Fact::Coordinates {
            node: self.endpoint(),
            request: RequestKind::Get.as_str(),
            replicas: targets.iter().map(|target| Endpoint::Node(target.node)).collect(),
            needed: r,
        });
        for target in targets.iter().filter(|target| target.node != self.id) {
            self.ask(operation, target.node, Body::Read(operation, key.clone()), effects);
        }
        let own = targets.iter().any(|target| target.node == self.id);
        let asked = targets.into_iter().map(Asked::new).collect();
        let get = GetInProgress { client, key: key.clone(), n, needed: r, asked, fastest: None, answered: false };
        self.gets.insert(operation, get);
        effects.set(Timer::Request(operation), self.settings.request_timeout);
        if own {
            self.answer_own_read(operation, effects);
        }
    }

    fn answer_own_read(&mut self, operation: OperationId, effects: &mut Effects) {
        let Some(get) = self.gets.get(&operation) else { return };
        let found = self.look_up(&get.key);
        effects.happened(Fact::Found { node: self.endpoint(), versions: found.versions().to_vec() });
        self.count_read_answer(operation, self.id, &found, effects);
    }

    /// A replica's versions came: count them, answer the client at R, and repair once everybody has been heard.
    pub(crate) fn count_read_answer(
        &mut self,
        operation: OperationId,
        node: NodeId,
        found: &Siblings,
        effects: &mut Effects,
    ) {
        let (by, versioning) = (self.endpoint(), self.settings.versioning);
        let Some(get) = self.gets.get_mut(&operation) else { return };
        let waiting = |asked: &&mut Asked<Siblings>| asked.target.node == node && asked.answer.is_none();
        let Some(asked) = get.asked.iter_mut().find(waiting) else { return };
        asked.answer = Some(found.clone());
        get.fastest.get_or_insert(node);
        if node != self.id {
            effects.cancel(Timer::Replica(operation, node));
        }
        let (have, needed) = (answers(&get.asked), get.needed);
        effects.happened(Fact::Counted { by, from: Endpoint::Node(node), have, needed });
        let enough = if planted(Fault::AnswerBeforeR) { have + 1 >= needed } else { have >= needed };
        if enough && !get.answered {
            get.answered = true;
            let merged = get.merged(versioning);
            let context = Context { key: get.key.clone(), seen: merged.seen(), fastest: get.fastest };
            effects.send(Endpoint::Client(get.client), Body::Answer(operation, Answer::Found(merged, context)));
        }
        self.finish_settled_get(operation, effects);
    }

    /// A replica is late with a read: another node is asked in its place.
    pub(crate) fn read_is_late(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        let Some(get) = self.gets.get(&operation) else { return };
        let Some(index) = get.asked.iter().position(|asked| asked.target.node == node) else { return };
        let already = |other| get.asked.iter().any(|asked| asked.target.node == other);
        let stand_in =
            if get.answered { None } else { self.stand_in(&get.key, get.n, get.asked[index].target, already) };
        if let Some(target) = stand_in.filter(|target| target.node != self.id) {
            self.ask(operation, target.node, Body::Read(operation, get.key.clone()), effects);
        }
        if let Some(get) = self.gets.get_mut(&operation) {
            get.asked[index].late = true;
            get.asked.extend(stand_in.map(Asked::new));
        }
        if stand_in.is_some_and(|target| target.node == self.id) {
            self.answer_own_read(operation, effects);
        }
        self.finish_settled_get(operation, effects);
    }

    /// The patience is over.
    pub(crate) fn give_up_get(&mut self, operation: OperationId, effects: &mut Effects) {
        let Some(get) = self.gets.remove(&operation) else { return };
        if get.answered {
            self.repair_what_was_read(&get, effects);
        }
        stop_waiting(operation, &get.asked, effects);
        if !get.answered {
            let failure = self.too_few_answers(RequestKind::Get, &get.asked, get.needed);
            effects.send(Endpoint::Client(get.client), Body::Answer(operation, Answer::Failed(failure)));
        }
    }

    /// Sends each home that answered with less than is known now what it lacks, after the client has its answer.
    fn repair_what_was_read(&mut self, get: &GetInProgress, effects: &mut Effects) {
        let merged = get.merged(self.settings.versioning);
        let homes = replicas(self.members.ring(), get.key.position(), self.settings.n);
        for asked in &get.asked {
            let node = asked.target.node;
            let Some(answer) = asked.answer.as_ref().filter(|_| homes.contains(&node)) else { continue };
            let lacks = |version: &&Arc<Version>| !answer.versions().contains(version);
            let versions: Vec<_> = merged.versions().iter().filter(lacks).cloned().collect();
            if versions.is_empty() {
                continue;
            }
            if node == self.id {
                self.keep_all(&get.key, &merged, effects);
            } else {
                let entries = vec![(get.key.clone(), merged.clone())];
                let parcel = Arc::new(Parcel { kind: ParcelKind::Repair, entries });
                effects.happened(Fact::RepairSent { by: self.endpoint(), to: Endpoint::Node(node), versions });
                effects.send(Endpoint::Node(node), Body::Parcel(parcel));
            }
        }
    }

    fn finish_settled_get(&mut self, operation: OperationId, effects: &mut Effects) {
        let settled = |get: &GetInProgress| get.answered && get.asked.iter().all(Asked::settled);
        if !self.gets.get(&operation).is_some_and(settled) {
            return;
        }
        if let Some(get) = self.gets.remove(&operation) {
            effects.cancel(Timer::Request(operation));
            self.repair_what_was_read(&get, effects);
            self.go_if_empty(effects);
        }
    }
}
