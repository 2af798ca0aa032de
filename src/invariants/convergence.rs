//! What holds once all is whole and quiet.

use super::Evidence;
use crate::anti_entropy::hash_of_range;
use crate::key::Key;
use crate::membership::{Member, MemberStatus};
use crate::replication::{preference_list, replicas};
use crate::sorted::SortedSet;
use crate::time::Time;
use crate::versioning::Version;
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
    let mut found = Vec::new();
    for (_, operation, key, version) in evidence.acknowledged() {
        for home in replicas(&evidence.ring, key.position(), n) {
            let there = evidence.world.store_of(home).get(key).map(|siblings| siblings.versions()).unwrap_or_default();
            if !there.contains(version) && !evidence.is_superseded(key, version.dot, there) {
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

/// The acknowledged writes that are on no disk at all, and that nobody who wrote later had read.
fn lost_from_every_disk(evidence: &Evidence<'_>) -> Vec<String> {
    let on_disks = |key: &Key| -> Vec<Arc<Version>> {
        let stored = evidence.world.nodes().filter_map(|node| node.store().get(key));
        let kept = evidence.world.nodes().flat_map(|node| node.hints().iter());
        let hinted = kept.filter(|((_, hinted), _)| hinted == key).map(|(_, siblings)| siblings);
        stored.chain(hinted).flat_map(|siblings| siblings.versions()).cloned().collect()
    };
    let mut found = Vec::new();
    for (_, operation, key, version) in evidence.acknowledged() {
        let there = on_disks(key);
        if !there.contains(version) && !evidence.is_superseded(key, version.dot, &there) {
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
            let homes = replicas(&evidence.ring, key.position(), n);
            if !homes.contains(&node.id) {
                found.push(format!("{key:?} lies on {name}, which is no home of it"));
            }
            for home in homes.iter().filter(|home| world.store_of(**home).get(key) != Some(siblings)) {
                found.push(format!("{name} and {} differ in {key:?}", world.names().node(*home)));
            }
        }
    }
    for (_, range) in evidence.ring.ranges() {
        let roots: SortedSet<_> = replicas(&evidence.ring, range.upto, n)
            .into_iter()
            .map(|home| hash_of_range(world.store_of(home), range, 0))
            .collect();
        if roots.len() > 1 {
            found.push(format!("the Merkle roots of the range up to {} differ", range.upto));
        }
    }
    found
}

pub(super) fn one_preference_list(evidence: &Evidence<'_>) -> Vec<String> {
    let n = evidence.world.settings().n;
    let mut found = Vec::new();
    // A member that lost all its tokens to later claims owns no position, and is nobody's replica.
    let nodes = evidence.ring.tokens().iter().map(|token| token.owner).collect::<SortedSet<_>>().len();
    for token in evidence.ring.tokens() {
        let list = preference_list(&evidence.ring, token.position, n).replicas;
        let distinct: SortedSet<_> = list.iter().collect();
        if list.len() != n.min(nodes) || distinct.len() != list.len() {
            found.push(format!("the preference list at {} has {} nodes", token.position, distinct.len()));
        }
    }
    if evidence.settled && evidence.world.settings().gossip > Time::default() {
        for node in evidence.world.nodes().filter(|node| node.members().ring().tokens() != evidence.ring.tokens()) {
            found.push(format!("{} sees another ring", evidence.world.name_of(node)));
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
    let sum: f64 = evidence.ring.shares().iter().sum();
    if evidence.ring.tokens().is_empty() || (sum - 1.0).abs() < 1e-9 {
        return Vec::new();
    }
    vec![format!("the shares add to {sum}")]
}
