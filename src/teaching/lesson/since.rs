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

/// How many keys a full copy would have sent in place of the comparisons of Merkle trees.
pub(super) fn full_copy(since: usize, playground: &Playground) -> usize {
    let facts = playground.trace(since + 1).into_iter().flat_map(|event| event.facts);
    let copied = facts.map(|fact| match fact {
        Fact::KeysCompared { full_copy, .. } => full_copy,
        _ => 0,
    });
    copied.sum()
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
