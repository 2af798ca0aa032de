//! The clockwise walk from a key, with each skip and its reason.

use crate::dynamo::partitioning::{NodeId, Position, Ring, Token};
use crate::dynamo::planted_faults::{Fault, planted};

/// Why the walk passed a token by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WalkReason {
    /// Its node is on the list already: a second copy on the same machine would not survive that machine.
    AlreadyChosen,
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

/// Every token of the ring in the order in which a walk from `position` meets it, with what became of it.
pub fn walk(ring: &Ring, position: Position, n: usize) -> impl Iterator<Item = WalkStep> + '_ {
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

/// The first `n` distinct nodes clockwise from a position; stops as soon as it has them.
pub fn replicas(ring: &Ring, position: Position, n: usize) -> Vec<NodeId> {
    distinct_nodes(ring, position, n.min(ring.nodes().len()))
}

/// The whole preference list: the first `n` distinct nodes and, after them, every other node that has a token.
pub fn preference_list(ring: &Ring, position: Position, n: usize) -> PreferenceList {
    let mut replicas = distinct_nodes(ring, position, ring.nodes().len());
    let fallbacks = replicas.split_off(n.min(replicas.len()));
    PreferenceList { replicas, fallbacks }
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
