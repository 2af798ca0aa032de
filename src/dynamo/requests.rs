//! Section 4.5: put and get. The coordinator asks the first N nodes at once and waits for the first few.
//!
//! ```text
//!   client        coordinator A       B         C
//!     │── put k=v ──▶│ makes a version,│         │
//!     │              │ writes it       │         │
//!     │              │── store this ──▶│         │
//!     │              │── store this ───┼────────▶│
//!     │              │◀──── stored ────│         │   W = 2: A and B
//!     │◀─── done ────│◀────────────────┼─ stored │
//! ```

mod conditional;
mod covering;
mod forward;
mod get;
mod put;
mod read_repair;

pub use crate::dynamo::quorum::Quorum;
pub use conditional::CheckInProgress;
pub use forward::HandedOn;
pub use get::GetInProgress;
pub use put::PutInProgress;
pub use read_repair::ReadRepair;

use crate::dynamo::message::{Body, Endpoint, Failure, OperationId, RequestKind};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::time::Time;

/// A node that a request goes to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Target {
    /// The node.
    pub node: NodeId,
    /// The node of the first N whose copy it takes, if it is not one itself.
    pub stands_for: Option<NodeId>,
}

/// A target and what came of asking it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Asked<T> {
    pub target: Target,
    pub answer: Option<T>,
    /// It did not answer in time, and nobody stands in for it; it may still answer.
    pub late: bool,
}

impl<T> Asked<T> {
    fn new(target: Target) -> Self {
        Self { target, answer: None, late: false }
    }

    fn settled(&self) -> bool {
        self.answer.is_some() || self.late
    }
}

/// How many of those that were asked have answered.
fn answers<T>(asked: &[Asked<T>]) -> usize {
    asked.iter().filter(|asked| asked.answer.is_some()).count()
}

/// Waits no more for those that have not answered.
fn stop_waiting<T>(operation: OperationId, asked: &[Asked<T>], effects: &mut Effects) {
    for asked in asked.iter().filter(|asked| !asked.settled()) {
        effects.cancel(Timer::Replica(operation, asked.target.node));
    }
}

impl Node {
    /// Why a request fails whose patience is over.
    fn too_few_answers<T>(request: RequestKind, asked: &[Asked<T>], needed: usize, patience: Time) -> Failure {
        let within_ms = (patience.0 / 1_000) as u64;
        Failure::TooFewAnswers { have: answers(asked), needed, asked: asked.len(), within_ms, request }
    }

    /// Sends to one target and waits for it.
    fn ask(&self, operation: OperationId, node: NodeId, body: Body, effects: &mut Effects) {
        effects.send(Endpoint::Node(node), body);
        effects.set(Timer::Replica(operation, node), self.settings.replica_timeout);
    }

    /// Who stands in for a target that does not answer: the next healthy node of the preference list that has not been
    /// asked, where copies are spread over zones one of a zone of which no healthy one was asked. Strict quorums have none.
    fn stand_in(
        &self,
        (key, n, quorum): (&crate::dynamo::key::Key, usize, Option<Quorum>),
        late: Target,
        asked: impl Fn(NodeId) -> bool,
    ) -> Option<Target> {
        let is_stood_in_for = self.is_stood_in_for(late.stands_for.unwrap_or(late.node));
        if !is_stood_in_for || quorum.unwrap_or(self.settings.quorum) == Quorum::Strict {
            return None;
        }
        let ring = self.members.ring();
        let mut fallbacks = crate::dynamo::replication::preference_list(ring, key.position(), n).fallbacks;
        fallbacks.retain(|node| !self.suspects.contains(node) && !asked(*node));
        let used = ring.nodes().iter().filter(|node| asked(**node) && !self.suspects.contains(node)).copied();
        let node = crate::dynamo::replication::next_stand_in(ring, &mut fallbacks, used)?;
        Some(Target { node, stands_for: Some(late.stands_for.unwrap_or(late.node)) })
    }

    /// A replica has not answered in time: suspect it, and let another stand in.
    pub(crate) fn replica_is_late(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        self.suspect(node, effects);
        self.write_is_late(operation, node, effects);
        self.read_is_late(operation, node, effects);
    }

    /// The patience with a request is over.
    pub(crate) fn request_is_late(&mut self, operation: OperationId, effects: &mut Effects) {
        self.give_up_check(operation, effects);
        self.give_up_put(operation, effects);
        self.give_up_get(operation, effects);
    }
}
