//! What gets return.

use super::Evidence;
use crate::message::{Answer, Body, OperationId, RequestKind};
use crate::scenario::Quorum;
use crate::sorted::SortedMap;
use crate::trace::Fact;

pub(super) fn siblings_are_concurrent(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let (versioning, names) = (evidence.world.settings().versioning, evidence.world.names());
    for record in evidence.records {
        for fact in &record.facts {
            let Fact::Answered { request: "get", values, .. } = fact else { continue };
            for one in values {
                if let Some(other) = values.iter().find(|other| one.supersedes(other, versioning)) {
                    let (one, other) = (names.dot(one.dot), names.dot(other.dot));
                    found.push(format!("a get returned {one} beside {other}, which it supersedes"));
                }
            }
        }
    }
    found
}

pub(super) fn contexts_cover(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for envelope in evidence.records.iter().flat_map(|record| &record.sent) {
        if let Body::Answer(operation, Answer::Found(siblings, context)) = &envelope.body {
            for version in siblings.versions() {
                if !context.seen.includes(&version.clock()) {
                    let dot = evidence.world.names().dot(version.dot);
                    found.push(format!("the context of get {} does not cover {dot}", operation.0));
                }
            }
        }
    }
    for made in &evidence.made {
        let clock = made.version.clock();
        if made.context.contains(made.version.dot) || (!made.truncated && !clock.includes(&made.context)) {
            found.push(format!("the clock of put {} does not exceed its context", made.operation.0));
        }
    }
    found
}

/// The copies of a request, and the answers that it waits for: those of the cluster, or its own.
struct Needs {
    is_get: bool,
    n: usize,
    quorum: usize,
}

/// What each request asked for, by its number.
fn needs(evidence: &Evidence<'_>) -> SortedMap<OperationId, Needs> {
    let mut needs = SortedMap::new();
    for envelope in evidence.records.iter().flat_map(|record| &record.sent) {
        let (operation, needed) = match &envelope.body {
            Body::PutRequest(put) => (put.operation, Needs { is_get: false, n: put.n, quorum: put.w }),
            Body::GetRequest(get) => (get.operation, Needs { is_get: true, n: get.n, quorum: get.r }),
            _ => continue,
        };
        needs.insert(operation, needed);
    }
    needs
}

/// Whether the nodes that acknowledge the put and those that answer the get must have one in common: R + W > N, where N
/// is that of the request with more copies. A copy beyond the N of the cluster does not stay where it is.
fn overlap(put: &Needs, get: &Needs, n: usize) -> bool {
    let copies = put.n.max(get.n);
    copies <= n && put.quorum + get.quorum > copies
}

/// Whether any put and any get asked for quorums that overlap.
pub(super) fn some_overlap(evidence: &Evidence<'_>) -> bool {
    let (needs, n) = (needs(evidence), evidence.world.settings().n);
    let (gets, puts): (Vec<&Needs>, Vec<&Needs>) = needs.values().partition(|needs| needs.is_get);
    puts.iter().any(|put| gets.iter().any(|get| overlap(put, get, n)))
}

/// Only asked of strict quorums that overlap, and of the gets that were answered before anything went wrong.
pub(super) fn quorums_overlap(evidence: &Evidence<'_>) -> Vec<String> {
    if evidence.world.settings().quorum != Quorum::Strict {
        return Vec::new();
    }
    let (needs, n) = (needs(evidence), evidence.world.settings().n);
    let overlaps = |put: &OperationId, get: &OperationId| {
        needs.get(put).zip(needs.get(get)).is_some_and(|(put, get)| overlap(put, get, n))
    };
    let calm = &evidence.records[..evidence.calm_steps];
    let mut found = Vec::new();
    let acknowledged: Vec<_> = evidence.acknowledged().collect();
    for (asked_at, record) in calm.iter().enumerate() {
        let asks = |fact: &crate::node::Happening| matches!(fact, Fact::Asked { request: "get", .. });
        let (Some(operation), Some(key)) = (record.operation, &record.key) else { continue };
        if !record.facts.iter().any(asks) {
            continue;
        }
        let answer = calm[asked_at..].iter().filter(|later| later.operation == Some(operation)).find_map(|later| {
            later.facts.iter().find_map(|fact| match fact {
                Fact::Answered { request, values, .. } if *request == RequestKind::Get.word() => Some(values),
                _ => None,
            })
        });
        let Some(values) = answer else { continue };
        for (step, put, written, version) in &acknowledged {
            let before = *step < asked_at && *written == key && overlaps(put, &operation);
            if before && !values.contains(version) && !evidence.is_superseded(key, version.dot, values) {
                found.push(format!("get {} missed put {}, acknowledged before it began", operation.0, put.0));
            }
        }
    }
    found
}
