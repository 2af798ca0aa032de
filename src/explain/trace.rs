//! What happened: one [`TraceEvent`] a step, made for drawing, for speaking and for checking.
//!
//! An event is a command that was given, a message that arrived, or a timer that rang. It names the node or the client
//! at which it happened, the message that caused it, the messages that it sent, and the [`Fact`]s: what changed, in
//! order, each with the [`Rule`] of the paper that it follows.

pub use crate::dynamo::message::MessageKind;
pub use crate::dynamo::report::Rule;
pub use crate::simulation::{Cause, Pace};

use crate::dynamo::node::Happening;
use crate::dynamo::report;
use crate::explain::narration;
use crate::explain::snapshot::VersionState;
use crate::simulation::{Envelope, Fate, Names, Record, is_gossip, is_harmless};
use serde::Serialize;

/// One change, with names, and versions as they are shown.
pub type Fact<Who = String, What = VersionState> = report::Fact<Who, What>;

/// One step of the history.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceEvent {
    /// Its number: the state after it has this `step`.
    pub step: usize,
    /// When it happened, in milliseconds of simulated time.
    pub time: f64,
    /// What caused it.
    pub cause: Cause,
    /// The node or client at which it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The operation that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<u32>,
    /// The key that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The message that arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageRecord>,
    /// The messages that were sent because of it.
    pub sent: Vec<MessageRecord>,
    /// What changed, in order.
    pub facts: Vec<Fact>,
    /// The rule of the paper that is the reason of this event, in a few words, and the section that states it; nothing where
    /// the paper gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Rule>,
    /// The step in one plain sentence.
    pub sentence: String,
}

/// A message, as the trace shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageRecord {
    /// Its number, counted from 1 over the whole history.
    pub id: u32,
    /// Who sent it.
    pub from: String,
    /// Whom it is for.
    pub to: String,
    /// What it is.
    pub kind: MessageKind,
    /// What it carries, in two or three words.
    pub label: String,
    /// When it left.
    pub sent_at: f64,
    /// When it arrives; `None` when it never will.
    pub arrives_at: Option<f64>,
}

impl TraceEvent {
    /// A record of the history as step `step`.
    pub fn new(record: &Record, step: usize, names: &Names) -> Self {
        let named = |fact: &Happening| {
            fact.map(|who| names.endpoint(*who).to_owned(), |version| VersionState::new(version, names))
        };
        let facts: Vec<Fact> = record.facts.iter().map(named).collect();
        let mut event = Self {
            step,
            time: record.time.ms(),
            cause: record.cause,
            at: record.at.map(|at| names.endpoint(at).to_owned()),
            operation: record.operation.map(|operation| operation.0),
            key: record.key.as_ref().map(|key| key.name().to_owned()),
            message: record.message.as_ref().map(|message| MessageRecord::new(message, names)),
            sent: record.sent.iter().map(|message| MessageRecord::new(message, names)).collect(),
            why: None,
            facts,
            sentence: String::new(),
        };
        event.why = narration::reason(&event);
        event.sentence = narration::narrate(&event).words;
        event
    }
}

impl MessageRecord {
    /// A message of the network, with names.
    pub fn new(message: &Envelope, names: &Names) -> Self {
        Self {
            id: message.id,
            from: names.endpoint(message.from).to_owned(),
            to: names.endpoint(message.to).to_owned(),
            kind: message.body.kind(),
            label: message.body.label(),
            sent_at: message.sent_at.ms(),
            arrives_at: (message.fate == Fate::Arrives).then(|| message.arrives_at.ms()),
        }
    }
}

impl Pace {
    /// Whether somebody who goes through a history at this pace stops after this event.
    pub fn stops_after(self, event: &TraceEvent) -> bool {
        self.stops(event.cause, is_background(event), &event.facts)
    }
}

/// Whether an event is of the kind that goes on all the time and changes nothing.
pub fn is_background(event: &TraceEvent) -> bool {
    let kinds = event.sent.iter().map(|sent| sent.kind);
    let gossip = is_gossip(event.cause, event.message.as_ref().map(|message| message.kind), kinds);
    gossip && event.operation.is_none() && event.facts.iter().all(is_harmless)
}
