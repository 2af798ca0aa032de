//! A put that reaches a node outside the first N is handed on to one of them.

use crate::dynamo::message::{Answer, Body, Endpoint, Failure, OperationId, PutRequest};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::Fact;
use crate::dynamo::requests::Target;
use crate::dynamo::time::Time;

/// How often a put may be handed on before it fails: nodes whose rings differ must not play ball with it.
const MOST_HOPS: u8 = 4;

/// A put that a node handed on and that nobody has taken yet.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HandedOn {
    request: PutRequest,
    tried: Vec<NodeId>,
}

impl Node {
    /// A put arrives, from its client or from a node that handed it on.
    pub(crate) fn take_put(&mut self, now: Time, from: Endpoint, request: &PutRequest, effects: &mut Effects) {
        if let Endpoint::Node(_) = from {
            effects.send(from, Body::PutTaken(request.operation));
        }
        if self.puts.contains_key(&request.operation) {
            // Handed on twice, because "I take it" was slow to come back.
            return;
        }
        let targets = self.targets(&request.key, request.n, request.quorum);
        if self.checks.contains_key(&request.operation) {
            return;
        }
        let is_own = targets.is_empty() || targets.iter().any(|target| target.node == self.id);
        if is_own && !self.is_for_another(request, &targets) {
            self.take_on_put(now, request, targets, effects);
        } else if request.hops >= MOST_HOPS {
            let answer = Answer::Failed(Failure::HandedRoundTooOften);
            effects.send(Endpoint::Client(request.client), Body::Answer(request.operation, answer));
        } else {
            self.hand_on(request, &targets, Vec::new(), effects);
        }
    }

    fn take_on_put(&mut self, now: Time, request: &PutRequest, targets: Vec<Target>, effects: &mut Effects) {
        let is_enough = request.w <= targets.len();
        // A put whose version is here already was checked before.
        if request.only_if && is_enough && self.version_of_recent(request.operation).is_none() {
            self.check_first(request, &targets, effects);
            self.write_if_checked(now, request.operation, effects);
        } else {
            self.coordinate_put(now, request, targets, effects);
        }
    }

    /// To the node that answered the client's last read fastest, or else to the first healthy one on the list.
    fn hand_on(&mut self, request: &PutRequest, targets: &[Target], mut tried: Vec<NodeId>, effects: &mut Effects) {
        let open = |node: &NodeId| !tried.contains(node) && *node != self.id;
        let fastest = request.context.as_ref().and_then(|context| context.fastest);
        let nodes = || targets.iter().map(|target| target.node).filter(open);
        let healthy = |node: &NodeId| !self.suspects.contains(node);
        let preferred = nodes().find(|node| fastest == Some(*node) && healthy(node) && !request.only_if);
        let Some(node) = preferred.or_else(|| nodes().find(healthy)).or_else(|| nodes().next()) else {
            let have = 0;
            let failure = Failure::TooFewAnswers {
                have,
                needed: request.w,
                asked: tried.len(),
                within_ms: (self.settings.replica_timeout.0 / 1_000) as u64,
                request: request.kind(),
            };
            let answer = Body::Answer(request.operation, Answer::Failed(failure));
            effects.send(Endpoint::Client(request.client), answer);
            return;
        };
        tried.push(node);
        effects.happened(Fact::Forwarded { from: self.endpoint(), to: Endpoint::Node(node) });
        let handed_on = PutRequest { hops: request.hops + 1, ..request.clone() };
        effects.send(Endpoint::Node(node), Body::PutRequest(handed_on));
        effects.set(Timer::HandedOn(request.operation, node), self.settings.replica_timeout);
        self.handed_on.insert(request.operation, HandedOn { request: request.clone(), tried });
    }

    /// The node that the put was handed to has taken it.
    pub(crate) fn put_was_taken(&mut self, operation: OperationId, effects: &mut Effects) {
        if let Some(node) = self.handed_on.remove(&operation).and_then(|handed| handed.tried.last().copied()) {
            effects.cancel(Timer::HandedOn(operation, node));
        }
    }

    /// The node that the put was handed to is silent: suspect it, and try the next.
    pub(crate) fn forward_is_late(&mut self, now: Time, operation: OperationId, node: NodeId, effects: &mut Effects) {
        self.suspect(node, effects);
        let Some(HandedOn { request, tried }) = self.handed_on.remove(&operation) else { return };
        let targets = self.targets(&request.key, request.n, request.quorum);
        // A home that was not tried yet may have the version from the one that is silent; this node, if it stands in, has not.
        let may_have_it = |target: &Target| {
            let healthy = !self.suspects.contains(&target.node);
            target.stands_for.is_none() && target.node != self.id && healthy && !tried.contains(&target.node)
        };
        let is_target = targets.iter().any(|target| target.node == self.id);
        if is_target && !targets.iter().any(may_have_it) {
            self.take_on_put(now, &request, targets, effects);
        } else {
            self.hand_on(&request, &targets, tried, effects);
        }
    }
}
