//! What gets return.

use super::Evidence;
use crate::message::{Answer, Body, RequestKind};
use crate::scenario::Quorum;
use crate::trace::Fact;

pub(super) fn siblings_are_concurrent(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let versioning = evidence.world.settings().versioning;
    for record in evidence.records {
        for fact in &record.facts {
            let Fact::Answered { request: "get", values, .. } = fact else { continue };
            for one in values {
                if let Some(other) = values.iter().find(|other| one.supersedes(other, versioning)) {
                    found.push(format!("a get returned {:?} beside {:?}, which it supersedes", one.dot, other.dot));
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
                    found.push(format!("the context of get {} does not cover {:?}", operation.0, version.dot));
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

/// Only asked of strict quorums that overlap, and of the gets that were answered before anything went wrong.
pub(super) fn quorums_overlap(evidence: &Evidence<'_>) -> Vec<String> {
    let settings = evidence.world.settings();
    let overlap = settings.quorum == Quorum::Strict && settings.r + settings.w > settings.n;
    if !overlap {
        return Vec::new();
    }
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
            let before = *step < asked_at && *written == key;
            if before && !values.contains(version) && !evidence.is_superseded(key, version.dot, values) {
                found.push(format!("get {} missed put {}, acknowledged before it began", operation.0, put.0));
            }
        }
    }
    found
}
