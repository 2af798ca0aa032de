//! What gets return.

use super::evidence::{Evidence, Made};
use super::superseded_by;
use crate::dynamo::key::Key;
use crate::dynamo::message::{Answer, Body, OperationId};
use crate::dynamo::report::Fact;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{CausalHistory, Version, Versioning};
use crate::scenario::Quorum;
use crate::simulation::Record;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn siblings_are_concurrent(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let (versioning, names) = (evidence.world.settings().versioning, evidence.world.names());
    for record in evidence.records {
        for fact in &record.facts {
            let Fact::Answered { request: "get", values, .. } = fact else { continue };
            if versioning == Versioning::Dotted && none_has_read_another(values) {
                continue;
            }
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
                    let dot = evidence.world.names().dot(version.dot);
                    found.push(format!("the context of get {} does not cover {dot}", operation.0));
                }
            }
        }
    }
    for made in evidence.made {
        let clock = made.version.clock();
        if made.context.contains(made.version.dot) || (!made.truncated && !clock.includes(&made.context)) {
            found.push(format!("the clock of put {} does not exceed its context", made.operation.0));
        }
    }
    found
}

/// The copies of a request, and the answers that it waits for: those of the cluster, or its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Needs {
    is_get: bool,
    n: usize,
    quorum: usize,
    is_strict: bool,
}

/// What each request asked for, by its number.
fn needs(evidence: &Evidence<'_>) -> BTreeMap<OperationId, Needs> {
    let mut needs = BTreeMap::new();
    let of_the_cluster = evidence.world.settings().quorum;
    let is_strict = |own: Option<Quorum>| own.unwrap_or(of_the_cluster) == Quorum::Strict;
    for envelope in evidence.records.iter().flat_map(|record| &record.sent) {
        let (operation, needed) = match &envelope.body {
            Body::PutRequest(put) => {
                (put.operation, Needs { is_get: false, n: put.n, quorum: put.w, is_strict: is_strict(put.quorum) })
            }
            Body::GetRequest(get) => {
                (get.operation, Needs { is_get: true, n: get.n, quorum: get.r, is_strict: is_strict(get.quorum) })
            }
            _ => continue,
        };
        needs.insert(operation, needed);
    }
    needs
}

/// Whether the nodes that acknowledge the put and those that answer the get must have one in common: both are
/// strict, and R + W > N, where N
/// is that of the request with more copies. A copy beyond the N of the cluster does not stay where it is.
fn overlap(put: &Needs, get: &Needs, n: usize) -> bool {
    let copies = put.n.max(get.n);
    put.is_strict && get.is_strict && copies <= n && put.quorum + get.quorum > copies
}

/// Whether any put and any get asked for quorums that overlap.
pub(super) fn some_overlap(evidence: &Evidence<'_>) -> bool {
    let (needs, n) = (needs(evidence), evidence.world.settings().n);
    let different: BTreeSet<&Needs> = needs.values().collect();
    let (gets, puts): (Vec<&Needs>, Vec<&Needs>) = different.into_iter().partition(|needs| needs.is_get);
    puts.iter().any(|put| gets.iter().any(|get| overlap(put, get, n)))
}

/// Only asked of strict quorums that overlap, and of the gets that were answered before anything went wrong.
pub(super) fn quorums_overlap(evidence: &Evidence<'_>) -> Vec<String> {
    let (needs, n) = (needs(evidence), evidence.world.settings().n);
    let overlaps = |missed: &Missed| {
        needs.get(&missed.put).zip(needs.get(&missed.get)).is_some_and(|(put, get)| overlap(put, get, n))
    };
    let missed = missed_puts(evidence, &evidence.records[..evidence.calm_steps]).into_iter().filter(overlaps);
    missed
        .map(|Missed { get, put }| format!("get {} missed put {}, acknowledged before it began", get.0, put.0))
        .collect()
}

/// A get that was answered with neither the version of a put that was acknowledged before it began nor a successor of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Missed {
    pub get: OperationId,
    pub put: OperationId,
}

/// All such gets among these records, with what they missed.
pub(super) fn missed_puts(evidence: &Evidence<'_>, records: &[Arc<Record>]) -> Vec<Missed> {
    let (made, answers) = (evidence.made_by_key(), answers(records));
    let mut puts: BTreeMap<&Key, PutsBefore<'_>> = BTreeMap::new();
    for (step, put, key, version) in evidence.acknowledged() {
        puts.entry(key).or_default().puts.push((step, put, version));
    }
    let mut found = Vec::new();
    for (asked_at, record) in records.iter().enumerate() {
        let asks = |fact: &crate::dynamo::node::Happening| matches!(fact, Fact::Asked { request: "get", .. });
        let (Some(get), Some(key)) = (record.operation, &record.key) else { continue };
        if !record.facts.iter().any(asks) {
            continue;
        }
        let (Some(values), Some(puts)) = (answers.get(&get), puts.get_mut(key)) else { continue };
        let made = made.get(key).map(Vec::as_slice).unwrap_or_default();
        found.extend(puts.missed(asked_at, values, made).into_iter().map(|put| Missed { get, put }));
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
