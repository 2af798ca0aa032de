//! What is kept of each step: numbers and shared parts. Names are put in when somebody looks.

use super::{Envelope, Pace, is_gossip, is_harmless};
use crate::dynamo::key::Key;
use crate::dynamo::message::{Endpoint, OperationId};
use crate::dynamo::node::Happening;
use crate::dynamo::time::Time;
use serde::Serialize;
use std::sync::Arc;

/// What caused an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Somebody gave a command.
    Command,
    /// A message arrived.
    Arrival,
    /// A message was lost on its way.
    Loss,
    /// A timer of a node or a client rang.
    Timer,
}

/// One step of the history.
#[derive(Clone, Debug)]
pub struct Record {
    /// When it happened.
    pub time: Time,
    /// What caused it.
    pub cause: Cause,
    /// Where.
    pub at: Option<Endpoint>,
    /// The operation that it belongs to.
    pub operation: Option<OperationId>,
    /// The key that it is about.
    pub key: Option<Key>,
    /// The message that arrived or was lost.
    pub message: Option<Arc<Envelope>>,
    /// The messages that were sent.
    pub sent: Vec<Arc<Envelope>>,
    /// What changed.
    pub facts: Vec<Happening>,
    /// Whether it is a command to the operator or a fault: from then on the calm that some promises presuppose is over.
    pub changes_the_cluster: bool,
}

impl Record {
    /// Whether it is gossip that tells nobody anything; see [`crate::explain::trace::is_background`]. No names are looked up for it.
    pub fn is_background(&self) -> bool {
        let kinds = self.sent.iter().map(|sent| sent.body.kind());
        let gossip = is_gossip(self.cause, self.message.as_ref().map(|message| message.body.kind()), kinds);
        gossip && self.operation.is_none() && self.facts.iter().all(is_harmless)
    }

    /// Whether somebody who goes through the history at this pace stops after it.
    pub fn is_stop_of(&self, pace: Pace) -> bool {
        pace.stops(self.cause, self.is_background(), &self.facts)
    }
}
