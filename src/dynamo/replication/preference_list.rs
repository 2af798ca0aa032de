//! The clockwise walk from a key, with each skip and its reason.

use super::spread::spread;
use crate::dynamo::partitioning::{NodeId, Position, Ring, Token, Zones};
use crate::dynamo::planted_faults::{Fault, planted};

/// Why the walk passed a token by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WalkReason {
    /// Its node is on the list already: a second copy on the same machine would not survive that machine.
    AlreadyChosen,
    /// Its zone is on the list already, and there are zones that are not: a second copy in one zone would not survive that
    /// zone. The end of section 4.6.
    ZoneChosen,
    /// The list is full; the node is a fallback, for when a node of the list is down (section 4.6).
    Enough,
}

/// One token met on the walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WalkStep {
    /// The token.
    pub token: Token,
    /// `None` when its node was taken onto the list.
    pub skipped: Option<WalkReason>,
}

/// The preference list of a position. Section 4.3.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PreferenceList {
    /// The first N distinct nodes, the coordinator first; fewer when there are fewer.
    pub replicas: Vec<NodeId>,
    /// The other nodes in walk order, who stand in when one of the first N is down.
    pub fallbacks: Vec<NodeId>,
}

/// Every token of the ring in the order in which a walk from `position` meets it, with what became of it. Where copies are
/// spread over zones and there are fewer zones than copies, the walk goes round once more until the list is full.
pub fn walk(ring: &Ring, position: Position, n: usize) -> Box<dyn Iterator<Item = WalkStep> + '_> {
    match ring.zones() {
        Some(zones) => Box::new(walk_over_zones(ring, zones, position, n).into_iter()),
        None => Box::new(walk_over_nodes(ring, position, n)),
    }
}

fn walk_over_nodes(ring: &Ring, position: Position, n: usize) -> impl Iterator<Item = WalkStep> + '_ {
    let mut replicas: Vec<NodeId> = Vec::new();
    ring.clockwise_from(position).map(move |token| {
        let skipped = if replicas.contains(&token.owner) {
            Some(WalkReason::AlreadyChosen)
        } else if replicas.len() >= n {
            Some(WalkReason::Enough)
        } else {
            replicas.push(token.owner);
            None
        };
        WalkStep { token, skipped }
    })
}

/// The first `n` distinct nodes clockwise from a position; stops as soon as it has them. Where copies are spread over zones,
/// nodes of zones that are not on the list come first.
pub fn replicas(ring: &Ring, position: Position, n: usize) -> Vec<NodeId> {
    let wanted = n.min(ring.nodes().len());
    match ring.zones() {
        Some(zones) if !planted(Fault::ForgetZones) => spread(ring, zones, position, wanted),
        _ => distinct_nodes(ring, position, wanted),
    }
}

/// The whole preference list: the first `n` distinct nodes and, after them, every other node that has a token.
pub fn preference_list(ring: &Ring, position: Position, n: usize) -> PreferenceList {
    let mut all = distinct_nodes(ring, position, ring.nodes().len());
    if let Some(zones) = ring.zones() {
        let replicas = replicas(ring, position, n);
        all.retain(|node| !replicas.contains(node));
        // Who stands in is first looked for in a zone that has no copy.
        all.sort_by_key(|node| replicas.iter().any(|replica| zones.zone_of(*replica) == zones.zone_of(*node)));
        return PreferenceList { replicas, fallbacks: all };
    }
    let fallbacks = all.split_off(n.min(all.len()));
    PreferenceList { replicas: all, fallbacks }
}

/// Takes out of the list the node that stands in next: the first of a zone that none of those in use stands in; where there is
/// none, or zones do not count, the first of all.
pub fn next_stand_in(ring: &Ring, fallbacks: &mut Vec<NodeId>, in_use: impl Iterator<Item = NodeId>) -> Option<NodeId> {
    if fallbacks.is_empty() {
        return None;
    }
    let index = ring.zones().and_then(|zones| {
        let used: Vec<usize> = in_use.map(|node| zones.zone_of(node)).collect();
        fallbacks.iter().position(|node| !used.contains(&zones.zone_of(*node)))
    });
    Some(fallbacks.remove(index.unwrap_or(0)))
}

fn walk_over_zones(ring: &Ring, zones: &Zones, position: Position, n: usize) -> Vec<WalkStep> {
    let chosen = replicas(ring, position, n);
    let (mut taken, mut steps): (Vec<NodeId>, Vec<WalkStep>) = (Vec::new(), Vec::new());
    let mut taken_zones = Vec::new();
    let centre_is_full = |taken: &[NodeId], node: NodeId| {
        let centre = |node: NodeId| zones.centre_of(zones.zone_of(node));
        let wanted = chosen.iter().filter(|other| centre(**other) == centre(node)).count();
        taken.iter().filter(|other| centre(**other) == centre(node)).count() == wanted
    };
    // In the first round a zone is taken once; in the second, what is still missing.
    for first_round in [true, false] {
        for token in ring.clockwise_from(position) {
            if !first_round && taken.len() == chosen.len() {
                break;
            }
            let zone = zones.zone_of(token.owner);
            let skipped = if taken.contains(&token.owner) {
                Some(WalkReason::AlreadyChosen)
            } else if centre_is_full(&taken, token.owner) {
                Some(WalkReason::Enough)
            } else if first_round && taken_zones.contains(&zone) {
                Some(WalkReason::ZoneChosen)
            } else {
                taken.push(token.owner);
                taken_zones.push(zone);
                None
            };
            steps.push(WalkStep { token, skipped });
        }
    }
    steps
}

/// So few nodes are sooner looked through than marked in a table of all.
const FEW: usize = 8;

fn distinct_nodes(ring: &Ring, position: Position, wanted: usize) -> Vec<NodeId> {
    let tokens = ring.clockwise_from(position);
    let mut found = Vec::with_capacity(wanted);
    if wanted <= FEW {
        for token in tokens {
            if found.len() == wanted {
                break;
            }
            if !found.contains(&token.owner) || planted(Fault::ListANodeTwice) {
                found.push(token.owner);
            }
        }
        return found;
    }
    let mut seen = vec![false; ring.nodes().iter().map(|node| node.index() + 1).max().unwrap_or(0)];
    for token in tokens {
        if found.len() == wanted {
            break;
        }
        if !std::mem::replace(&mut seen[token.owner.index()], true) || planted(Fault::ListANodeTwice) {
            found.push(token.owner);
        }
    }
    found
}
