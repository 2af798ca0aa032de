//! The way of one key on a ring from the field: the tokens that are met until all copies have a node.

use crate::dynamo::partitioning::{NodeId, Position, Ring};
use crate::dynamo::replication::replicas;

/// Most tokens that a walk lists.
pub const LONGEST: usize = 200;

/// What becomes of a token that the walk meets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Met {
    /// Its node has the copy of this number, from 1.
    Taken(usize),
    /// Its node has a copy already.
    NodeHasOne,
    /// Its rack has a copy already, and other racks have none.
    RackHasOne,
    /// Its data centre has all copies that it is to have.
    CentreIsFull,
}

/// A token that the walk meets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MetToken {
    /// In [`Ring::tokens`].
    pub token: usize,
    /// What becomes of it.
    pub met: Met,
}

/// The copies of a key, and the walk to the last of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyWalk {
    /// The nodes of its copies, the first one first.
    pub replicas: Vec<NodeId>,
    /// The tokens up to the last copy, or to [`LONGEST`].
    pub tokens: Vec<MetToken>,
    /// Whether there are more.
    pub is_cut: bool,
}

/// The walk of a position for so many copies, where the ring does not say how many each data centre has.
pub fn key_walk(ring: &Ring, position: Position, n: usize) -> KeyWalk {
    let replicas = replicas(ring, position, n);
    let Some(first) = ring.token_of(position) else { return KeyWalk::default() };
    let (mut taken, mut tokens): (Vec<NodeId>, Vec<MetToken>) = (Vec::new(), Vec::new());
    for (step, token) in ring.clockwise_from_index(first).enumerate() {
        if taken.len() == replicas.len() || tokens.len() == LONGEST {
            break;
        }
        let met = match replicas.iter().position(|replica| *replica == token.owner) {
            _ if taken.contains(&token.owner) => Met::NodeHasOne,
            Some(number) => {
                taken.push(token.owner);
                Met::Taken(number + 1)
            }
            None => passed_by(ring, &taken, token.owner),
        };
        tokens.push(MetToken { token: (first + step) % ring.tokens().len(), met });
    }
    let is_cut = taken.len() < replicas.len();
    KeyWalk { replicas, tokens, is_cut }
}

/// Why a node has no copy.
fn passed_by(ring: &Ring, taken: &[NodeId], node: NodeId) -> Met {
    let Some(zones) = ring.zones() else { return Met::NodeHasOne };
    let has_one = taken.iter().any(|other| zones.zone_of(*other) == zones.zone_of(node));
    let centre = zones.centre_of(zones.zone_of(node));
    let here = taken.iter().filter(|other| zones.centre_of(zones.zone_of(**other)) == centre).count();
    if !has_one || zones.copies_in(centre).is_some_and(|copies| here >= copies) {
        Met::CentreIsFull
    } else {
        Met::RackHasOne
    }
}
