//! What is kept of each step: numbers and shared parts. Names are put in when somebody looks.

use super::{Envelope, Fate, Names};
use crate::key::Key;
use crate::message::{Endpoint, OperationId};
use crate::narration;
use crate::node::Happening;
use crate::time::Time;
use crate::trace::{Cause, MessageRecord, Pace, Rule, TraceEvent, is_gossip, is_harmless};
use std::sync::Arc;

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
    /// Whether it is gossip that tells nobody anything; see [`crate::trace::is_background`]. No names are looked up for it.
    pub fn is_background(&self) -> bool {
        let kinds = self.sent.iter().map(|sent| sent.body.kind());
        let gossip = is_gossip(self.cause, self.message.as_ref().map(|message| message.body.kind()), kinds);
        gossip && self.operation.is_none() && self.facts.iter().all(is_harmless)
    }

    /// Whether somebody who goes through the history at this pace stops after it.
    pub fn is_stop_of(&self, pace: Pace) -> bool {
        pace.stops(self.cause, self.is_background(), &self.facts)
    }

    /// The step as the public interface shows it.
    pub fn event(&self, step: usize, names: &Names) -> TraceEvent {
        let facts: Vec<_> = self
            .facts
            .iter()
            .map(|fact| fact.map(|who| names.endpoint(*who).to_owned(), |version| names.version(version)))
            .collect();
        let mut event = TraceEvent {
            step,
            time: self.time.ms(),
            cause: self.cause,
            at: self.at.map(|at| names.endpoint(at).to_owned()),
            operation: self.operation.map(|operation| operation.0),
            key: self.key.as_ref().map(|key| key.name().to_owned()),
            message: self.message.as_ref().map(|message| message_record(message, names)),
            sent: self.sent.iter().map(|message| message_record(message, names)).collect(),
            why: narration::headline(&facts).map_or(Rule::OperatorDecides, crate::trace::Fact::rule),
            facts,
            sentence: String::new(),
        };
        event.sentence = narration::sentence(&event);
        event
    }
}

fn message_record(message: &Envelope, names: &Names) -> MessageRecord {
    MessageRecord {
        id: message.id,
        from: names.endpoint(message.from).to_owned(),
        to: names.endpoint(message.to).to_owned(),
        kind: message.body.kind(),
        label: message.body.label(),
        sent_at: message.sent_at.ms(),
        arrives_at: (message.fate == Fate::Arrives).then(|| message.arrives_at.ms()),
    }
}
