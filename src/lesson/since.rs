//! What was asked, sent and found since a step of a lesson began, told by the trace.

use super::Measure;
use crate::explain::snapshot::OperationState;
use crate::explain::trace::{Cause, Fact, TraceEvent};
use crate::input::refusal::Refusal;
use crate::playground::Playground;

/// The request that a measure is about: one that was made since the step began, or the last of those.
pub(super) fn operation(measure: &Measure, since: usize, playground: &Playground) -> Result<OperationState, Refusal> {
    let asked: Vec<u32> = playground
        .trace(since + 1)
        .iter()
        .filter(|event| event.cause == Cause::Command)
        .filter_map(|event| event.operation)
        .collect();
    let wanted = measure.operation.unwrap_or(asked.len());
    let id = wanted.checked_sub(1).and_then(|index| asked.get(index));
    let found = id.and_then(|id| playground.state().operations.into_iter().find(|operation| operation.id == *id));
    found.ok_or_else(|| {
        let allowed = match asked.len() {
            0 => "none, for the step makes no request".to_owned(),
            count => format!("1 to {count}, the requests of the step"),
        };
        Refusal::field("unknown-operation", "operation", wanted, &allowed)
    })
}

/// How many messages, or those of one kind, were sent.
pub(super) fn messages(kind: Option<&str>, since: usize, playground: &Playground) -> usize {
    let sent = |event: &TraceEvent| {
        let these = event.sent.iter().filter(|message| kind.is_none_or(|kind| message.kind.as_str() == kind));
        these.count()
    };
    playground.trace(since + 1).iter().map(sent).sum()
}

/// What the comparison of Merkle trees took.
#[derive(Default)]
pub(super) struct TreeWork {
    /// Hashes that were compared.
    pub hashes: usize,
    /// Keys that differed: each is sent one way or both.
    pub keys: usize,
    /// Keys that a full copy would have sent.
    pub full_copy: usize,
}

impl TreeWork {
    pub(super) fn since(since: usize, playground: &Playground) -> Self {
        let mut work = Self::default();
        for fact in playground.trace(since + 1).iter().flat_map(|event| &event.facts) {
            match fact {
                Fact::TreesCompared { hashes, .. } => work.hashes += hashes,
                Fact::KeysCompared { sent, wanted, full_copy, .. } => {
                    work.keys += sent.max(wanted);
                    work.full_copy += full_copy;
                }
                _ => {}
            }
        }
        work
    }
}

/// The nodes that gossip told of a member.
pub(super) fn learned(member: &str, since: usize, playground: &Playground) -> Vec<String> {
    let mut nodes = Vec::new();
    for fact in playground.trace(since + 1).into_iter().flat_map(|event| event.facts) {
        match fact {
            Fact::Learned { by, members, .. } if members.iter().any(|each| each == member) => nodes.push(by),
            _ => {}
        }
    }
    nodes
}
