//! What versions are.

use super::evidence::Evidence;
use crate::dynamo::key::Key;
use crate::dynamo::versioning::{Dot, Siblings, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn a_dot_names_one_value(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut names: BTreeMap<(&Key, Dot), &Arc<Version>> = BTreeMap::new();
    for made in evidence.made {
        if let Some(other) = names.insert((&made.key, made.version.dot), &made.version) {
            let dot = evidence.world.names().dot(made.version.dot);
            let key = &made.key;
            found.push(format!("{dot} of {key:?} names {:?} and {:?}", other.value, made.version.value));
        }
    }
    found
}

pub(super) fn merging_is_order_free(evidence: &Evidence<'_>) -> Vec<String> {
    let settings = evidence.world.settings();
    if evidence.made.iter().any(|made| made.truncated) {
        // A clock that has forgotten a write cannot tell whether it had seen it.
        return Vec::new();
    }
    let mut all: BTreeMap<&Key, Vec<&Siblings>> = BTreeMap::new();
    for node in evidence.world.nodes() {
        node.store().iter().for_each(|(key, siblings)| all.entry(key).or_default().push(siblings));
        node.hints().iter().for_each(|((_, key), siblings)| all.entry(key).or_default().push(siblings));
    }
    let merged = |parts: &mut dyn Iterator<Item = &Siblings>| {
        let mut merged = Siblings::default();
        parts.for_each(|part| {
            merged.merge_all(part, settings.versioning);
        });
        merged
    };
    let mut found = BTreeSet::new();
    for (key, parts) in all {
        let forwards = merged(&mut parts.iter().copied());
        let backwards = merged(&mut parts.iter().rev().copied());
        let twice = merged(&mut [&forwards, &forwards].into_iter());
        if forwards != backwards || twice != forwards {
            found.insert(format!("the versions of {key:?} merge to different siblings in another order"));
        }
    }
    found.into_iter().collect()
}
