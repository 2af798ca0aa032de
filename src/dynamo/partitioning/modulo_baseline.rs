//! What consistent hashing replaces: the key's hash modulo the number of nodes.

use super::Position;

/// The place in a list of `nodes` nodes that `hash mod nodes` gives a key; `None` without nodes. Nearly every key
/// changes its place when the number changes, which is the problem that section 4.2 sets out from.
pub fn node_by_modulo(position: Position, nodes: usize) -> Option<usize> {
    (nodes > 0).then(|| (position.0 % nodes as u128) as usize)
}
