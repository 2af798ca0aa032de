//! The store that refuses: a put that is done only if nothing is there that its client has not read.
//!
//! Dynamo is built not to do this (section 2.3: it is always writable, and conflicts are resolved by who reads). To set the two
//! side by side, the first home of the key checks with a majority before it writes, and tells the client if it finds
//! something newer. One home does that for a key, one put after the other; two that take each other to be down could both
//! accept, and then there are siblings, as always.

use super::{Asked, Target, answers, stop_waiting};
use crate::dynamo::message::{Answer, Body, Endpoint, Failure, OperationId, PutRequest};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Siblings;

/// A conditional put that a node checks before it writes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CheckInProgress {
    request: PutRequest,
    asked: Vec<Asked<()>>,
    patience: Time,
}

impl PutRequest {
    /// Whether these versions have seen a write that the client has not.
    fn is_behind(&self, found: &Siblings) -> bool {
        match &self.context {
            Some(context) => !context.seen.includes(&found.seen()),
            None => !found.is_empty(),
        }
    }
}

impl Node {
    /// Whether a conditional put is for another home: the first one that is not silent takes all of a key.
    pub(super) fn is_for_another(&self, request: &PutRequest, targets: &[Target]) -> bool {
        let first = targets.iter().map(|target| target.node).find(|node| !self.suspects.contains(node));
        request.only_if && first.is_some_and(|first| first != self.id)
    }

    /// Asks the other homes whether they have something newer.
    pub(super) fn check_first(&mut self, request: &PutRequest, targets: &[Target], effects: &mut Effects) {
        let (operation, patience) = (request.operation, self.settings.request_timeout);
        let others: Vec<NodeId> = targets.iter().map(|target| target.node).filter(|node| *node != self.id).collect();
        effects.happened(Fact::ChecksFirst {
            node: self.endpoint(),
            others: others.iter().map(|node| Endpoint::Node(*node)).collect(),
            needed: request.w,
        });
        if self.refuse_what_is_behind(request, self.id, &self.look_up(&request.key), effects) {
            return;
        }
        for node in others {
            self.ask(operation, node, Body::Read(operation, request.key.clone()), effects);
        }
        let asked = targets.iter().copied().map(Asked::new).collect();
        self.checks.insert(operation, CheckInProgress { request: request.clone(), asked, patience });
        effects.set(Timer::Request(operation), patience);
        self.count_check(operation, self.id, effects);
    }

    /// A home has told a coordinator that checks what it has.
    pub(crate) fn check_answered(
        &mut self,
        now: Time,
        operation: OperationId,
        node: NodeId,
        found: &Siblings,
        effects: &mut Effects,
    ) {
        let Some(check) = self.checks.get(&operation) else { return };
        let request = check.request.clone();
        effects.cancel(Timer::Replica(operation, node));
        // What has come here in the meantime counts, too.
        let own = self.look_up(&request.key);
        if self.refuse_what_is_behind(&request, node, found, effects)
            || self.refuse_what_is_behind(&request, self.id, &own, effects)
        {
            return self.stop_checking(operation, effects);
        }
        self.count_check(operation, node, effects);
        self.write_if_checked(now, operation, effects);
    }

    /// Tells the client that there is something which it has not read, if there is; whether there is.
    fn refuse_what_is_behind(&self, request: &PutRequest, at: NodeId, found: &Siblings, effects: &mut Effects) -> bool {
        let is_behind = request.is_behind(found);
        if is_behind {
            effects.happened(Fact::FoundNewer { by: self.endpoint(), at: Endpoint::Node(at) });
            let refused = Body::Answer(request.operation, Answer::Failed(Failure::SomethingNewer));
            effects.send(Endpoint::Client(request.client), refused);
        }
        is_behind
    }

    fn count_check(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        let by = self.endpoint();
        let Some(check) = self.checks.get_mut(&operation) else { return };
        if let Some(asked) = check.asked.iter_mut().find(|asked| asked.target.node == node) {
            asked.answer = Some(());
        }
        let (have, needed) = (answers(&check.asked), check.request.w);
        effects.happened(Fact::NothingNewer { by, from: Endpoint::Node(node), have, needed });
    }

    /// Once enough homes have nothing newer, the put is done like any other.
    pub(super) fn write_if_checked(&mut self, now: Time, operation: OperationId, effects: &mut Effects) {
        let Some(check) = self.checks.get(&operation) else { return };
        if answers(&check.asked) < check.request.w {
            return;
        }
        let request = check.request.clone();
        self.stop_checking(operation, effects);
        let targets = self.targets(&request.key, request.n, request.quorum);
        self.coordinate_put(now, &request, targets, effects);
    }

    fn stop_checking(&mut self, operation: OperationId, effects: &mut Effects) {
        if let Some(check) = self.checks.remove(&operation) {
            stop_waiting(operation, &check.asked, effects);
            effects.cancel(Timer::Request(operation));
            self.go_if_empty(effects);
        }
    }

    /// The patience is over, and nothing was written.
    pub(super) fn give_up_check(&mut self, operation: OperationId, effects: &mut Effects) {
        let Some(CheckInProgress { request, asked, patience }) = self.checks.remove(&operation) else { return };
        stop_waiting(operation, &asked, effects);
        let failure = Self::too_few_answers(request.kind(), &asked, request.w, patience);
        effects.send(Endpoint::Client(request.client), Body::Answer(operation, Answer::Failed(failure)));
    }
}
