//! What a node or a client wants done.

use crate::dynamo::message::{Body, Endpoint, OperationId};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Version;
use std::sync::Arc;

/// A fact before names are put in.
pub type Happening = Fact<Endpoint, Arc<Version>>;

/// The timers of a node. Each is set at most once at a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// This replica should have answered.
    Replica(OperationId, NodeId),
    /// A get that was not covered asks all again.
    AskAgain(OperationId),
    /// The quorum should have been reached.
    Request(OperationId),
    /// The node that a put was handed to should have taken it.
    HandedOn(OperationId, NodeId),
    /// Time to gossip.
    Gossip,
    /// Time to look at the hints.
    Handoff,
    /// Time to compare Merkle trees.
    AntiEntropy,
    /// Time to forget old deletions.
    Reap,
}

impl Timer {
    /// Whether it rings again and again, whatever happens.
    pub fn is_periodic(self) -> bool {
        matches!(self, Self::Gossip | Self::Handoff | Self::AntiEntropy | Self::Reap)
    }

    /// The operation that it belongs to.
    pub fn operation(self) -> Option<OperationId> {
        match self {
            Self::Replica(operation, _)
            | Self::AskAgain(operation)
            | Self::Request(operation)
            | Self::HandedOn(operation, _) => Some(operation),
            Self::Gossip | Self::Handoff | Self::AntiEntropy | Self::Reap => None,
        }
    }
}

/// A message to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outgoing {
    /// To whom.
    pub to: Endpoint,
    /// What.
    pub body: Body,
}

/// What came of one input, in order.
#[derive(Clone, Default, Debug)]
pub struct Effects {
    /// Messages to send.
    pub sends: Vec<Outgoing>,
    /// Timers to set, with the time until they ring.
    pub timers: Vec<(Timer, Time)>,
    /// Timers that are no longer needed.
    pub cancelled: Vec<Timer>,
    /// What changed.
    pub facts: Vec<Happening>,
}

impl Effects {
    pub(crate) fn send(&mut self, to: Endpoint, body: Body) {
        self.sends.push(Outgoing { to, body });
    }

    /// A periodic timer with a period of 0 is off.
    pub(crate) fn set(&mut self, timer: Timer, after: Time) {
        if after > Time::default() || !timer.is_periodic() {
            self.timers.push((timer, after));
        }
    }

    pub(crate) fn cancel(&mut self, timer: Timer) {
        self.cancelled.push(timer);
    }

    pub(crate) fn happened(&mut self, fact: Happening) {
        self.facts.push(fact);
    }
}
