//! What holds once all is whole and quiet.

use super::evidence::Evidence;
use super::superseded_by;
use super::zones::ring_zones;
use crate::dynamo::anti_entropy::hash_of_range;
use crate::dynamo::key::Key;
use crate::dynamo::membership::{Member, MemberStatus, Membership};
use crate::dynamo::partitioning::{NodeId, Position, Range};
use crate::dynamo::replication::replicas;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::{CausalHistory, Siblings, Version};
use crate::input::limits::MAX_NODES;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a repair is switched off, replicas may differ for good, and hints may wait for ever: nothing is promised then.
pub(super) fn switched_off(evidence: &Evidence<'_>) -> Option<&'static str> {
    let settings = evidence.world.settings();
    let off = [
        (settings.gossip, "gossip is switched off"),
        (settings.handoff, "hinted handoff is switched off"),
        (settings.anti_entropy, "anti-entropy is switched off"),
    ];
    off.into_iter().find(|(period, _)| *period == Time::default()).map(|(_, words)| words)
}

pub(super) fn no_acknowledged_write_is_lost(evidence: &Evidence<'_>) -> Vec<String> {
    if !evidence.settled {
        return Vec::new();
    }
    if switched_off(evidence).is_some() {
        return lost_from_every_disk(evidence);
    }
    let n = evidence.world.settings().n;
    let made = evidence.made_by_key();
    let mut superseded: BTreeMap<(&Key, NodeId), CausalHistory> = BTreeMap::new();
    let nothing = Siblings::default();
    let mut found = Vec::new();
    for (_, operation, key, version) in evidence.acknowledged() {
        for home in replicas(evidence.ring(), key.position(), n) {
            let there = evidence.world.store_of(home).get(key).unwrap_or(&nothing);
            let lost = evidence.lost_or_forgotten(key);
            if there.holds(version) || lost.contains(version) {
                continue;
            }
            let of_key = || made.get(key).map(Vec::as_slice).unwrap_or_default();
            let superseded = superseded.entry((key, home)).or_insert_with(|| {
                // What a disk has lost had taken the place of what its put had read all the same.
                let there: Vec<_> = there.versions().iter().chain(&lost).cloned().collect();
                superseded_by(&there, of_key())
            });
            if !superseded.contains(version.dot) {
                let value = version.value.as_deref().unwrap_or("the deletion");
                let name = evidence.world.names().node(home);
                let value: String = value.chars().take(24).collect();
                found.push(format!(
                    "put {} of {key:?} ({value:?}) was acknowledged, is not on {name}, and nobody who wrote later had read it",
                    operation.0
                ));
            }
        }
    }
    found
}

/// The acknowledged writes of which nothing is left because disks have lost them: no fault of the protocol, but a loss.
pub(super) fn lost_with_disks(evidence: &Evidence<'_>) -> Vec<String> {
    let made = evidence.made_by_key();
    let nodes = || evidence.world.nodes();
    let is_left = |key: &Key, version: &Arc<Version>| {
        let of_key = made.get(key).map(Vec::as_slice).unwrap_or_default();
        nodes().any(|node| {
            let kept = node.hints().iter().filter(|((_, hinted), _)| hinted == key).map(|(_, siblings)| siblings);
            let there: Vec<_> =
                node.store().get(key).into_iter().chain(kept).flat_map(Siblings::versions).cloned().collect();
            there.contains(version) || superseded_by(&there, of_key).contains(version.dot)
        })
    };
    let lost = evidence
        .acknowledged()
        .filter(|(_, _, key, version)| evidence.lost_of(key).contains(version) && !is_left(key, version));
    lost.map(|(_, operation, key, _)| format!("put {} of {key:?}", operation.0)).collect()
}

/// The acknowledged writes that are on no disk at all, and that nobody who wrote later had read.
fn lost_from_every_disk(evidence: &Evidence<'_>) -> Vec<String> {
    let mut on_disks: BTreeMap<&Key, Vec<Arc<Version>>> = BTreeMap::new();
    for node in evidence.world.nodes() {
        let kept = node.hints().iter().map(|((_, key), siblings)| (key, siblings));
        for (key, siblings) in node.store().iter().chain(kept) {
            on_disks.entry(key).or_default().extend(siblings.versions().iter().cloned());
        }
    }
    for (_, _, key, _) in evidence.acknowledged() {
        on_disks.entry(key).or_default().extend(evidence.lost_or_forgotten(key));
    }
    let made = evidence.made_by_key();
    let mut superseded: BTreeMap<&Key, CausalHistory> = BTreeMap::new();
    let mut found = Vec::new();
    for (_, operation, key, version) in evidence.acknowledged() {
        let there = on_disks.get(key).map(Vec::as_slice).unwrap_or_default();
        let of_key = || made.get(key).map(Vec::as_slice).unwrap_or_default();
        let superseded = superseded.entry(key).or_insert_with(|| superseded_by(there, of_key()));
        if !superseded.contains(version.dot) && !there.contains(version) {
            found.push(format!("put {} of {key:?} was acknowledged, and is on no disk", operation.0));
        }
    }
    found
}

pub(super) fn replicas_agree(evidence: &Evidence<'_>) -> Vec<String> {
    if !evidence.settled || switched_off(evidence).is_some() {
        return Vec::new();
    }
    let (world, n) = (evidence.world, evidence.world.settings().n);
    let mut found = Vec::new();
    for node in world.nodes() {
        let name = world.name_of(node);
        if !node.hints().is_empty() {
            found.push(format!("{name} still keeps {} hints", node.hints().len()));
        }
        for (key, siblings) in node.store() {
            let homes = replicas(evidence.ring(), key.position(), n);
            if !homes.contains(&node.id) {
                found.push(format!("{key:?} lies on {name}, which is no home of it"));
            }
            for home in homes.iter().filter(|home| world.store_of(**home).get(key) != Some(siblings)) {
                found.push(format!("{name} and {} differ in {key:?}", world.names().node(*home)));
            }
        }
    }
    // Where nobody keeps a key, there is nothing to differ in.
    let mut keys: Vec<Position> = world.nodes().flat_map(|node| node.store().keys().map(Key::position)).collect();
    keys.sort_unstable();
    keys.dedup();
    for (_, range) in evidence.ring().ranges().filter(|(_, range)| any_in(&keys, *range)) {
        let roots: BTreeSet<_> = replicas(evidence.ring(), range.upto, n)
            .into_iter()
            .map(|home| hash_of_range(world.store_of(home), range, 0))
            .collect();
        if roots.len() > 1 {
            found.push(format!("the Merkle roots of the range up to {} differ", range.upto));
        }
    }
    found
}

/// Whether one of these positions, which are in order, lies in the range.
fn any_in(positions: &[Position], range: Range) -> bool {
    let next = positions.partition_point(|position| *position <= range.after);
    // After the last one comes the first: the range may wrap round.
    positions.get(next).or(positions.first()).is_some_and(|position| range.contains(*position))
}

/// Steps of all walks together. A list of all nodes of the largest ring is a long walk, from each of a million tokens.
const MOST_STEPS: usize = 400_000;

/// Every so many tokens a list is walked: from each one, unless that would take too long.
pub(super) fn tokens_a_walk(evidence: &Evidence<'_>) -> usize {
    let steps = evidence.ring().tokens().len() * evidence.world.settings().n.min(evidence.ring().nodes().len());
    steps.div_ceil(MOST_STEPS).max(1)
}

pub(super) fn one_preference_list(evidence: &Evidence<'_>) -> Vec<String> {
    let n = evidence.world.settings().n;
    let mut found = Vec::new();
    // A member that lost all its tokens to later claims owns no position, and is nobody's replica.
    let mut owns = [false; MAX_NODES];
    evidence.ring().tokens().iter().for_each(|token| owns[token.owner.index()] = true);
    let nodes = owns.into_iter().filter(|owns| *owns).count();
    let zones = ring_zones(evidence.ring(), &owns);
    for token in evidence.ring().tokens().iter().step_by(tokens_a_walk(evidence)) {
        let list = replicas(evidence.ring(), token.position, n);
        let distinct: BTreeSet<_> = list.iter().collect();
        if let Some(zones) = &zones {
            found.extend(zones.complaint(&list, n).map(|what| format!("the list at {} {what}", token.position)));
            continue;
        }
        if list.len() != n.min(nodes) || distinct.len() != list.len() {
            found.push(format!("the preference list at {} has {} nodes", token.position, distinct.len()));
        }
    }
    if evidence.settled && evidence.world.settings().gossip > Time::default() {
        let mut agreed: Option<&Arc<Membership>> = None;
        for node in evidence.world.nodes() {
            // Most nodes share one list; a large ring is compared once.
            if agreed.is_some_and(|agreed| Arc::ptr_eq(agreed, node.members())) {
                continue;
            }
            if node.members().ring().tokens() == evidence.ring().tokens() {
                agreed = Some(node.members());
            } else {
                found.push(format!("{} sees another ring", evidence.world.name_of(node)));
            }
        }
        let stuck = evidence.world.nodes().filter(|node| node.members().status(node.id) != Some(MemberStatus::Up));
        for node in stuck {
            found.push(format!("{} is neither in nor out", evidence.world.name_of(node)));
        }
    }
    found
}

/// Two members may claim one token, and still every list of members makes a ring.
pub(super) fn members_make_a_ring(evidence: &Evidence<'_>) -> Vec<String> {
    let without_ring = evidence.world.nodes().filter(|node| {
        let has_tokens = |member: &Member| member.status == MemberStatus::Up && !member.tokens.is_empty();
        node.members().ring().tokens().is_empty() && node.members().members().values().any(has_tokens)
    });
    without_ring.map(|node| format!("{} knows members, and no ring", evidence.world.name_of(node))).collect()
}

pub(super) fn shares_add_to_one(evidence: &Evidence<'_>) -> Vec<String> {
    let sum: f64 = evidence.ring().shares().iter().sum();
    if evidence.ring().tokens().is_empty() || (sum - 1.0).abs() < 1e-9 {
        return Vec::new();
    }
    vec![format!("the shares add to {sum}")]
}
