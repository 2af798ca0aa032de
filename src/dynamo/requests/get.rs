//! The coordinator of a get. Any node can be one: reading makes no version.

use super::read_repair::Repairing;
use super::{Asked, Quorum, answers, stop_waiting};
use crate::dynamo::key::Key;
use crate::dynamo::message::{Answer, Body, ClientId, Endpoint, Failure, GetRequest, OperationId, RequestKind};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{CausalHistory, Context, Siblings, Versioning};

/// A get that a node coordinates.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct GetInProgress {
    pub(super) client: ClientId,
    pub(super) key: Key,
    pub(super) n: usize,
    pub(super) quorum: Option<Quorum>,
    pub(super) needed: usize,
    pub(super) asked: Vec<Asked<Siblings>>,
    fastest: Option<NodeId>,
    pub(super) answered: bool,
    /// How long it waits for the quorum.
    patience: Time,
    /// What the client had seen, if its answer is to cover it.
    pub(super) at_least: Option<CausalHistory>,
    /// All are asked again in a while.
    pub(super) asks_again: bool,
    /// The repair that it waits for before it answers.
    pub(super) repairing: Option<Repairing>,
}

impl GetInProgress {
    /// Every version that came and that no other one supersedes.
    pub(super) fn merged(&self, versioning: Versioning) -> Siblings {
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
        let GetRequest { operation, client, ref key, n, r, quorum, ref at_least } = *request;
        let targets = self.targets(key, n, quorum);
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
        let (key, patience) = (key.clone(), self.settings.request_timeout);
        let get = GetInProgress {
            client,
            key,
            n,
            quorum,
            needed: r,
            asked,
            fastest: None,
            answered: false,
            patience,
            at_least: at_least.clone(),
            asks_again: false,
            repairing: None,
        };
        self.gets.insert(operation, get);
        effects.set(Timer::Request(operation), patience);
        if own {
            self.answer_own_read(operation, effects);
        }
    }

    pub(super) fn answer_own_read(&mut self, operation: OperationId, effects: &mut Effects) {
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
        match (enough, get.answered, get.repairing.is_some()) {
            (false, _, _) | (_, true, _) => {}
            (true, false, true) => self.tell_awaited_repair(operation, effects),
            (true, false, false) => {
                let found = get.merged(versioning);
                self.answer_or_wait(operation, found, effects);
            }
        }
        self.finish_settled_get(operation, effects);
    }

    /// R nodes have answered: the client is told, unless it asked for more, or stale replicas are repaired first.
    fn answer_or_wait(&mut self, operation: OperationId, found: Siblings, effects: &mut Effects) {
        let Some(get) = self.gets.get(&operation) else { return };
        if !get.is_covered_by(&found) {
            self.tell_not_covered(get, effects);
        } else if !self.repair_first(operation, &found, effects) {
            self.answer_get(operation, found, effects);
        }
    }

    pub(super) fn answer_get(&mut self, operation: OperationId, found: Siblings, effects: &mut Effects) {
        let Some(get) = self.gets.get_mut(&operation) else { return };
        get.answered = true;
        let context = Context { key: get.key.clone(), seen: found.seen(), fastest: get.fastest };
        effects.send(Endpoint::Client(get.client), Body::Answer(operation, Answer::Found(found, context)));
        if get.asks_again {
            effects.cancel(Timer::AskAgain(operation));
        }
    }

    /// A replica is late with a read: another node is asked in its place.
    pub(crate) fn read_is_late(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        let Some(get) = self.gets.get(&operation) else { return };
        let Some(index) = get.asked.iter().position(|asked| asked.target.node == node) else { return };
        let already = |other| get.asked.iter().any(|asked| asked.target.node == other);
        let stand_in = if get.answered {
            None
        } else {
            self.stand_in((&get.key, get.n, get.quorum), get.asked[index].target, already)
        };
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
        effects.cancel(Timer::AskAgain(operation));
        if !get.answered {
            let within_ms = (get.patience.0 / 1_000) as u64;
            let failure = match &get.repairing {
                Some(repairing) => Failure::NotRepaired { nodes: repairing.awaited.len(), within_ms },
                None if answers(&get.asked) >= get.needed => Failure::NotCovered { within_ms },
                None => Self::too_few_answers(RequestKind::Get, &get.asked, get.needed, get.patience),
            };
            effects.send(Endpoint::Client(get.client), Body::Answer(operation, Answer::Failed(failure)));
        }
    }

    pub(super) fn finish_settled_get(&mut self, operation: OperationId, effects: &mut Effects) {
        let settled = |get: &GetInProgress| get.answered && get.asked.iter().all(Asked::settled);
        if !self.gets.get(&operation).is_some_and(settled) {
            return self.ask_again_later(operation, effects);
        }
        if let Some(get) = self.gets.remove(&operation) {
            effects.cancel(Timer::Request(operation));
            self.repair_what_was_read(&get, effects);
            self.go_if_empty(effects);
        }
    }
}
