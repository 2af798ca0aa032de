//! The coordinator of a put.

use super::{Asked, Quorum, Target, answers, stop_waiting};
use crate::dynamo::key::Key;
use crate::dynamo::message::{Answer, Body, ClientId, Endpoint, Failure, OperationId, PutRequest, RequestKind};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{Actor, CausalHistory, Context, Dot, Version};
use std::sync::Arc;

/// How many puts a node can recognise: far more than come to it while one is handed on once more.
const PUTS_REMEMBERED: usize = 256;

/// A put that a node coordinates.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PutInProgress {
    client: ClientId,
    request: RequestKind,
    key: Key,
    version: Arc<Version>,
    /// What the writer has seen once the put is done: what it had seen before, and this version.
    seen: CausalHistory,
    n: usize,
    quorum: Option<Quorum>,
    needed: usize,
    asked: Vec<Asked<()>>,
    answered: bool,
    /// How long it waits for the quorum.
    patience: Time,
}

impl Node {
    /// Makes the version, writes it here first, and sends it to the other targets.
    pub(crate) fn coordinate_put(
        &mut self,
        now: Time,
        request: &PutRequest,
        targets: Vec<Target>,
        effects: &mut Effects,
    ) {
        let PutRequest { operation, client, ref key, n, w, quorum, .. } = *request;
        if let Some(failure) = refused(request, targets.len()) {
            effects.send(Endpoint::Client(client), Body::Answer(operation, Answer::Failed(failure)));
            return;
        }
        effects.happened(Fact::Coordinates {
            node: self.endpoint(),
            request: request.kind().as_str(),
            replicas: targets.iter().map(|target| Endpoint::Node(target.node)).collect(),
            needed: w,
        });
        self.tell_who_has_no_stand_in(&targets, quorum, effects);
        let (version, seen) = self.version_of(now, request, effects);
        let mut asked: Vec<Asked<()>> = Vec::with_capacity(targets.len());
        for target in targets {
            let mut ask = Asked::new(target);
            if target.node == self.id {
                self.keep(key, &version, target.stands_for, effects);
                ask.answer = Some(());
            } else {
                let (key, version) = (key.clone(), version.clone());
                let body = Body::Write { operation, key, version, hint_for: target.stands_for };
                self.ask(operation, target.node, body, effects);
            }
            asked.push(ask);
        }
        let (request, key) = (request.kind(), key.clone());
        let patience = self.settings.request_timeout;
        let (needed, answered) = (w, false);
        let put = PutInProgress { client, request, key, version, seen, n, quorum, needed, asked, answered, patience };
        self.puts.insert(operation, put);
        effects.set(Timer::Request(operation), patience);
        self.count_own_write(operation, effects);
    }

    /// Of homes that are silent for longer than the hint window nobody keeps a copy.
    fn tell_who_has_no_stand_in(&self, targets: &[Target], quorum: Option<Quorum>, effects: &mut Effects) {
        if quorum.unwrap_or(self.settings.quorum) == Quorum::Strict {
            return;
        }
        let alone = targets.iter().filter(|target| target.stands_for.is_none() && target.node != self.id);
        for target in alone.filter(|target| self.suspects.contains(&target.node) && !self.is_stood_in_for(target.node))
        {
            effects.happened(Fact::NobodyStandsIn { by: self.endpoint(), node: Endpoint::Node(target.node) });
        }
    }

    /// The version of a put: the one that it has already, if this put was handed on before and its version has come here,
    /// or a new one. Handing on is at least once, and one put makes one version.
    fn version_of(&mut self, now: Time, request: &PutRequest, effects: &mut Effects) -> (Arc<Version>, CausalHistory) {
        let Some(version) = self.version_of_recent(request.operation).cloned() else {
            let (version, seen) = self.make_version(now, request, effects);
            self.remember_put(request.operation, &version);
            return (version, seen);
        };
        effects.happened(Fact::PutRecognised { node: self.endpoint(), version: version.clone() });
        let mut seen = request.context.as_ref().map(|context| context.seen.clone()).unwrap_or_default();
        seen.insert(version.dot, version.made_at);
        (version, seen)
    }

    /// A version of a put has come to this node.
    pub(crate) fn remember_put(&mut self, operation: OperationId, version: &Arc<Version>) {
        if planted(Fault::ForgetPuts) {
            return;
        }
        if self.version_of_recent(operation).is_none() {
            self.recent_puts.push_back((operation, version.clone()));
        }
        if self.recent_puts.len() > PUTS_REMEMBERED {
            self.recent_puts.pop_front();
        }
    }

    pub(super) fn version_of_recent(&self, operation: OperationId) -> Option<&Arc<Version>> {
        self.recent_puts.iter().find(|(known, _)| *known == operation).map(|(_, version)| version)
    }

    /// The version of a put: its dot is the next of this node for the key, its past what the client has seen.
    fn make_version(
        &mut self,
        now: Time,
        request: &PutRequest,
        effects: &mut Effects,
    ) -> (Arc<Version>, CausalHistory) {
        let actor = self.actor();
        let mut past = request.context.as_ref().map(|context| context.seen.clone()).unwrap_or_default();
        let counter = self.next_counter(&request.key, actor, &past);
        let dot = Dot { actor, counter };
        let mut seen = past.clone();
        seen.insert(dot, now);
        let dropped = seen.clone().truncate(self.settings.clock_limit);
        for actor in &dropped {
            past.forget(*actor);
        }
        let version = Arc::new(Version::new(dot, past, now, request.value.clone()));
        effects.happened(Fact::VersionMade { node: self.endpoint(), version: version.clone() });
        if !dropped.is_empty() {
            let dropped = dropped.iter().map(|actor| Endpoint::Node(actor.node)).collect();
            effects.happened(Fact::ClockTruncated { node: self.endpoint(), dropped });
        }
        (version, seen)
    }

    /// One more than any number that this node has used for the key, or that the client has seen of it.
    fn next_counter(&mut self, key: &Key, actor: Actor, seen: &CausalHistory) -> u32 {
        if planted(Fault::CountFromTheContext) {
            return seen.highest(actor) + 1;
        }
        let on_disk = self.look_up(key).highest(actor);
        let counter = self.counters.entry(key.clone()).or_default();
        *counter = on_disk.max(*counter).max(seen.highest(actor)) + 1;
        *counter
    }

    fn count_own_write(&mut self, operation: OperationId, effects: &mut Effects) {
        let own = self.id;
        if self.puts.get(&operation).is_some_and(|put| put.asked.iter().any(|asked| asked.target.node == own)) {
            self.note_write(operation, own, effects);
        }
    }

    /// A replica has stored the version.
    pub(crate) fn count_write_ack(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        let Some(put) = self.puts.get_mut(&operation) else { return };
        let waiting = |asked: &&mut Asked<()>| asked.target.node == node && asked.answer.is_none();
        if let Some(asked) = put.asked.iter_mut().find(waiting) {
            asked.answer = Some(());
            effects.cancel(Timer::Replica(operation, node));
            self.note_write(operation, node, effects);
        }
    }

    /// Counts, answers the client at W, and forgets the put once everybody has been heard.
    fn note_write(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        let by = self.endpoint();
        let Some(put) = self.puts.get_mut(&operation) else { return };
        let (have, needed) = (answers(&put.asked), put.needed);
        effects.happened(Fact::Counted { by, from: Endpoint::Node(node), have, needed });
        if have >= needed && !put.answered {
            put.answered = true;
            let context = Context { key: put.key.clone(), seen: put.seen.clone(), fastest: Some(self.id) };
            let answer = Answer::Stored(put.version.clone(), context);
            effects.send(Endpoint::Client(put.client), Body::Answer(operation, answer));
        }
        self.forget_settled_put(operation, effects);
    }

    /// A replica is late with a write: a stand-in takes its copy, with a hint that names the owner.
    pub(crate) fn write_is_late(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        let Some(put) = self.puts.get(&operation) else { return };
        let Some(index) = put.asked.iter().position(|asked| asked.target.node == node) else { return };
        let already = |other| put.asked.iter().any(|asked| asked.target.node == other);
        let stand_in = self.stand_in((&put.key, put.n, put.quorum), put.asked[index].target, already);
        let (key, version) = (put.key.clone(), put.version.clone());
        if let Some(target) = stand_in {
            if target.node == self.id {
                self.keep(&key, &version, target.stands_for, effects);
            } else {
                let body = Body::Write { operation, key, version, hint_for: target.stands_for };
                self.ask(operation, target.node, body, effects);
            }
        }
        let own = self.id;
        let Some(put) = self.puts.get_mut(&operation) else { return };
        match stand_in {
            Some(target) => {
                let mut ask = Asked::new(target);
                ask.answer = (target.node == own).then_some(());
                // The late one stays on the list: its acknowledgement counts if it comes after all.
                put.asked[index].late = true;
                put.asked.push(ask);
            }
            None => put.asked[index].late = true,
        }
        if stand_in.is_some_and(|target| target.node == own) {
            self.note_write(operation, own, effects);
        }
        self.forget_settled_put(operation, effects);
    }

    /// The patience is over. What was stored stays stored.
    pub(crate) fn give_up_put(&mut self, operation: OperationId, effects: &mut Effects) {
        let Some(put) = self.puts.remove(&operation) else { return };
        stop_waiting(operation, &put.asked, effects);
        if !put.answered {
            let failure = Self::too_few_answers(put.request, &put.asked, put.needed, put.patience);
            effects.send(Endpoint::Client(put.client), Body::Answer(operation, Answer::Failed(failure)));
        }
    }

    fn forget_settled_put(&mut self, operation: OperationId, effects: &mut Effects) {
        let settled = |put: &PutInProgress| put.answered && put.asked.iter().all(Asked::settled);
        if self.puts.get(&operation).is_some_and(settled) {
            self.puts.remove(&operation);
            effects.cancel(Timer::Request(operation));
            self.go_if_empty(effects);
        }
    }
}

/// What makes a put fail before anything is written.
fn refused(request: &PutRequest, nodes: usize) -> Option<Failure> {
    let other_key = request.context.as_ref().filter(|context| context.key != request.key);
    if let Some(context) = other_key {
        return Some(Failure::ContextOfAnotherKey { context: context.key.clone(), key: request.key.clone() });
    }
    (request.w > nodes).then(|| Failure::TooFewNodes { nodes, needed: request.w, request: request.kind() })
}
