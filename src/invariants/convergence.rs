//! What holds once all is whole and quiet.

use super::Evidence;
use crate::anti_entropy::hash_of_range;
use crate::membership::MemberStatus;
use crate::replication::{preference_list, replicas};
use crate::sorted::SortedSet;

pub(super) fn no_acknowledged_write_is_lost(evidence: &Evidence<'_>) -> Vec<String> {
    if !evidence.settled {
        return Vec::new();
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

pub(super) fn replicas_agree(evidence: &Evidence<'_>) -> Vec<String> {
    if !evidence.settled {
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
    let nodes = evidence.ring.nodes().len();
    for token in evidence.ring.tokens() {
        let list = preference_list(&evidence.ring, token.position, n).replicas;
        let distinct: SortedSet<_> = list.iter().collect();
        if list.len() != n.min(nodes) || distinct.len() != list.len() {
            found.push(format!("the preference list at {} has {} nodes", token.position, distinct.len()));
        }
    }
    if evidence.settled {
        for node in evidence.world.nodes().filter(|node| node.members().ring() != &evidence.ring) {
            found.push(format!("{} sees another ring", evidence.world.name_of(node)));
        }
        let stuck = evidence.world.nodes().filter(|node| node.members().status(node.id) != Some(MemberStatus::Up));
        for node in stuck {
            found.push(format!("{} is neither in nor out", evidence.world.name_of(node)));
        }
    }
    found
}

pub(super) fn shares_add_to_one(evidence: &Evidence<'_>) -> Vec<String> {
    let sum: f64 = evidence.ring.shares().iter().sum();
    if evidence.ring.tokens().is_empty() || (sum - 1.0).abs() < 1e-9 {
        return Vec::new();
    }
    vec![format!("the shares add to {sum}")]
}
