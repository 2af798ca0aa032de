//! What gets return.

use super::{Evidence, Made, superseded_by};
use crate::key::Key;
use crate::message::{Answer, Body, OperationId};
use crate::scenario::Quorum;
use crate::simulation::Record;
use crate::time::Time;
use crate::trace::Fact;
use crate::versioning::{CausalHistory, Version, Versioning};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn siblings_are_concurrent(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let versioning = evidence.world.settings().versioning;
    for record in evidence.records {
        for fact in &record.facts {
            let Fact::Answered { request: "get", values, .. } = fact else { continue };
            if versioning == Versioning::Dotted && none_has_read_another(values) {
                continue;
            }
            for one in values {
                if let Some(other) = values.iter().find(|other| one.supersedes(other, versioning)) {
                    found.push(format!("a get returned {:?} beside {:?}, which it supersedes", one.dot, other.dot));
                }
            }
        }
    }
    found
}

/// One look at each, where the comparison of all pairs is many.
fn none_has_read_another(values: &[Arc<Version>]) -> bool {
    let mut read = CausalHistory::empty();
    values.iter().for_each(|version| read.join(&version.past));
    !values.iter().any(|version| read.contains(version.dot))
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
    let (made, answers) = (evidence.made_by_key(), answers(calm));
    let mut puts: BTreeMap<&Key, PutsBefore<'_>> = BTreeMap::new();
    for (step, put, key, version) in evidence.acknowledged() {
        puts.entry(key).or_default().puts.push((step, put, version));
    }
    let mut found = Vec::new();
    for (asked_at, record) in calm.iter().enumerate() {
        let asks = |fact: &crate::node::Happening| matches!(fact, Fact::Asked { request: "get", .. });
        let (Some(get), Some(key)) = (record.operation, &record.key) else { continue };
        if !record.facts.iter().any(asks) {
            continue;
        }
        let (Some(values), Some(puts)) = (answers.get(&get), puts.get_mut(key)) else { continue };
        let made = made.get(key).map(Vec::as_slice).unwrap_or_default();
        for put in puts.missed(asked_at, values, made) {
            found.push(format!("get {} missed put {}, acknowledged before it began", get.0, put.0));
        }
    }
    found
}

/// What the gets returned.
fn answers(records: &[Arc<Record>]) -> BTreeMap<OperationId, &[Arc<Version>]> {
    let mut answers = BTreeMap::new();
    for record in records {
        for fact in &record.facts {
            if let (Fact::Answered { request: "get", values, .. }, Some(operation)) = (fact, record.operation) {
                answers.entry(operation).or_insert(values.as_slice());
            }
        }
    }
    answers
}

/// The acknowledged puts of a key, in the order of their steps, and how many of them a get has been behind so far.
#[derive(Default)]
struct PutsBefore<'a> {
    puts: Vec<(usize, OperationId, &'a Arc<Version>)>,
    before: usize,
    /// The dots of those.
    dots: CausalHistory,
}

impl PutsBefore<'_> {
    /// The puts before a step of which these values are neither the versions nor those of successors. Steps come in their order.
    fn missed(&mut self, asked_at: usize, values: &[Arc<Version>], made: &[&Made]) -> Vec<OperationId> {
        while let Some((_, _, version)) = self.puts.get(self.before).filter(|(step, ..)| *step < asked_at) {
            self.dots.insert(version.dot, Time::default());
            self.before += 1;
        }
        // As a rule the values have read everything before them, which is seen at once.
        let mut read = CausalHistory::empty();
        values.iter().for_each(|version| read.join(&version.clock()));
        if read.includes(&self.dots) {
            return Vec::new();
        }
        let superseded = superseded_by(values, made);
        let missed = |(_, _, version): &&(usize, OperationId, &Arc<Version>)| {
            !values.contains(version) && !superseded.contains(version.dot)
        };
        self.puts[..self.before].iter().filter(missed).map(|(_, put, _)| *put).collect()
    }
}
