//! A cluster as it is drawn, and what an edit moved.
//!
//! A node keeps its *number* for life, whatever joins or leaves before it: its colour depends on it, and two rings are
//! compared by it. Its *index* is its position in the list of nodes.

use super::tags::tags;
use crate::dynamo::partitioning::{
    MovedArc, NodeId, NodeTokens, Position, Ring, Token, moved_arcs, moved_share, node_by_modulo,
};
use crate::explain::snapshot::{NodeState, State};
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keys placed before and after an edit, to count those that move.
pub const SAMPLE_KEYS: usize = 200;

/// The start of a history: nodes and settings, with the nodes' numbers for life.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The nodes, N, R, W and all settings, without a script.
    pub scenario: Scenario,
    /// The nodes' numbers for life, in the order of the scenario.
    pub numbers: Vec<usize>,
    /// How many nodes the cluster had at first; seats are laid out for these.
    pub first: usize,
}

impl Beginning {
    /// A beginning whose nodes are numbered in order.
    pub fn new(scenario: Scenario) -> Self {
        let first = scenario.nodes.len();
        Self { scenario: Scenario { script: Vec::new(), ..scenario }, numbers: (0..first).collect(), first }
    }

    /// The number for life of a node, given its number in the history. Nodes that join later get new numbers.
    pub fn number(&self, node: usize) -> usize {
        let beyond = self.numbers.iter().map(|number| number + 1).max().unwrap_or(0).max(self.first);
        self.numbers.get(node).copied().unwrap_or(beyond + node.saturating_sub(self.numbers.len()))
    }
}

/// A cluster at one step of a history, as it is drawn. A node has the same index here as in the snapshot.
#[derive(Clone, PartialEq, Debug)]
pub struct Cluster {
    /// Copies of each key.
    pub n: usize,
    pub r: usize,
    pub w: usize,
    /// The ring; a node's id is its index.
    pub ring: Ring,
    pub names: Vec<String>,
    /// The short label of each node, one or two characters.
    pub tags: Vec<String>,
    /// Each node's number for life.
    pub numbers: Vec<usize>,
    /// Each node's token count.
    pub tokens: Vec<usize>,
    /// Each node's share of the ring, 0 to 1.
    pub shares: Vec<f64>,
    /// The angle of each node's seat, in turns.
    pub seats: Vec<f64>,
    /// The keys that do not lie at their hashes.
    positions: BTreeMap<String, Position>,
    /// The name of each node's zone.
    pub zones: Vec<Option<Arc<str>>>,
}

impl Cluster {
    /// The cluster of a snapshot; `ring` and `all_names` are those of the history at that step.
    pub fn from_state(state: &State, ring: &Ring, all_names: &[Arc<str>], beginning: &Beginning) -> Self {
        let id = |node: &NodeState| all_names.iter().position(|name| **name == *node.name).unwrap_or_default();
        let ids: Vec<NodeId> = state.nodes.iter().map(|node| NodeId(id(node) as u16)).collect();
        let numbers: Vec<usize> = ids.iter().map(|id| beginning.number(id.index())).collect();
        let names: Vec<String> = state.nodes.iter().map(|node| node.name.clone()).collect();
        // Renumbering fails only if a token's owner has gone, and nodes that have gone own no tokens.
        let ring = ring.renumbered(&ids).unwrap_or_default();
        Self {
            n: state.n,
            r: state.r,
            w: state.w,
            tags: tags(&names),
            tokens: state.nodes.iter().map(|node| node.tokens.len()).collect(),
            shares: ring.shares(),
            seats: seats(state, &numbers, beginning),
            zones: state.nodes.iter().map(|node| node.zone.clone()).collect(),
            ring,
            names,
            numbers,
            positions: state.positions.clone(),
        }
    }

    /// Where a key lies: at its hash, unless its position was given.
    pub fn position_of(&self, key: &str) -> Position {
        self.positions.get(key).copied().unwrap_or_else(|| Position::from_key(key))
    }

    /// Whether a snapshot shows the same nodes and the same N, R and W; if the members are the same, too, the cluster
    /// is unchanged.
    pub fn is_of(&self, state: &State) -> bool {
        (self.n, self.r, self.w) == (state.n, state.r, state.w)
            && self.names.len() == state.nodes.len()
            && self.positions == state.positions
            && self.names.iter().zip(&state.nodes).all(|(name, node)| *name == node.name)
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// The name of the node with this number for life.
    pub fn name_of(&self, number: usize) -> Option<&str> {
        let index = self.numbers.iter().position(|known| *known == number)?;
        self.names.get(index).map(String::as_str)
    }

    pub fn tokens_of(&self, index: usize) -> usize {
        self.tokens.get(index).copied().unwrap_or_default()
    }

    /// The share of each node if all were equal.
    pub fn even_share(&self) -> f64 {
        1.0 / self.len().max(1) as f64
    }

    /// The ring with the nodes' numbers for life as ids.
    fn numbered_ring(&self) -> Ring {
        let mut positions: Vec<Vec<Position>> = vec![Vec::new(); self.len()];
        for Token { position, owner } in self.ring.tokens() {
            positions[owner.index()].push(*position);
        }
        let nodes = positions.into_iter().zip(&self.numbers);
        let nodes = nodes.map(|(positions, &number)| NodeTokens { node: NodeId(number as u16), positions });
        Ring::new(nodes).unwrap_or_default()
    }

    fn tags_by_number(&self) -> impl Iterator<Item = (usize, String)> + '_ {
        self.numbers.iter().copied().zip(self.tags.iter().cloned())
    }
}

/// A sample key before and after an edit, with the numbers of its first node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SampleKey {
    pub position: Position,
    pub from: Option<usize>,
    pub to: Option<usize>,
}

impl SampleKey {
    /// Whether the key's first node changed.
    pub fn moved(&self) -> bool {
        self.from != self.to
    }
}

#[derive(Clone, Debug)]
pub struct Change {
    /// What was done: “F joins”.
    pub words: String,
    /// The arcs that changed owner; ids are numbers for life.
    pub arcs: Vec<MovedArc>,
    /// The part of the ring that moved, 0 to 1.
    pub share: f64,
    pub keys: Vec<SampleKey>,
    /// How many sample keys moved.
    pub keys_moved: usize,
    /// How many sample keys would have moved under `hash mod nodes`; `None` when the number of nodes stayed the same.
    pub keys_moved_by_modulo: Option<usize>,
    /// What became of the history, as a sentence.
    pub then: &'static str,
    /// The tags of all nodes before and after, by number for life.
    pub tags: Vec<(usize, String)>,
}

impl Change {
    /// The difference between two clusters.
    pub fn between(words: String, before: &Cluster, after: &Cluster) -> Self {
        if before.ring == after.ring && before.numbers == after.numbers {
            let tags = after.tags_by_number().collect();
            return Self {
                words,
                share: 0.0,
                keys_moved: 0,
                keys_moved_by_modulo: None,
                arcs: vec![],
                keys: vec![],
                then: "",
                tags,
            };
        }
        let (old, new) = (before.numbered_ring(), after.numbered_ring());
        let arcs = moved_arcs(&old, &new);
        let keys: Vec<SampleKey> = sample_positions()
            .map(|position| SampleKey { position, from: owner(&old, position), to: owner(&new, position) })
            .collect();
        let by_modulo =
            |cluster: &Cluster, position| node_by_modulo(position, cluster.len()).map(|index| cluster.numbers[index]);
        let moved_by_modulo =
            keys.iter().filter(|key| by_modulo(before, key.position) != by_modulo(after, key.position));
        Self {
            words,
            share: moved_share(&arcs),
            keys_moved: keys.iter().filter(|key| key.moved()).count(),
            keys_moved_by_modulo: (before.len() != after.len()).then(|| moved_by_modulo.count()),
            arcs,
            keys,
            then: "",
            tags: after.tags_by_number().chain(before.tags_by_number()).collect(),
        }
    }

    /// The tag of a node that was there before or after the edit.
    pub fn tag(&self, number: usize) -> &str {
        self.tags.iter().find(|(known, _)| *known == number).map_or("?", |(_, tag)| tag)
    }

    /// `A→F` for a moved arc; `–` stands for no owner.
    pub fn arc_words(&self, arc: &MovedArc) -> String {
        let tag = |node: Option<NodeId>| node.map_or("–", |node| self.tag(node.index()));
        format!("{}→{}", tag(arc.from), tag(arc.to))
    }
}

pub fn sample_positions() -> impl Iterator<Item = Position> {
    (0..SAMPLE_KEYS).map(|number| Position::from_key(&format!("sample-{number}")))
}

fn owner(ring: &Ring, position: Position) -> Option<usize> {
    ring.owner_of(position).map(NodeId::index)
}

/// The seat angles, in turns, of nodes with these numbers for life, in a cluster that began with `first` nodes. The
/// first nodes are evenly spaced, later ones take the gaps between them, and no seat moves. Only when both are full do
/// all seats share the circle anew.
pub fn seat_turns(numbers: &[usize], first: usize) -> Vec<f64> {
    let base = first.max(1);
    let turn = |(index, &number): (usize, &usize)| match number {
        _ if numbers.iter().any(|number| *number >= base * 2) => (index as f64 + 0.5) / numbers.len() as f64,
        number if number < base => (number as f64 + 0.5) / base as f64,
        number => (number - base) as f64 / base as f64,
    };
    numbers.iter().enumerate().map(turn).collect()
}

/// The seat angles; nodes of one zone stand beside each other as far as the seats allow.
fn seats(state: &State, numbers: &[usize], beginning: &Beginning) -> Vec<f64> {
    let founders = beginning.numbers.iter().zip(&beginning.scenario.nodes);
    let founders = founders.map(|(number, node)| (*number, node.zone.as_deref()));
    let present = numbers.iter().zip(&state.nodes).map(|(number, node)| (*number, node.zone.as_deref()));
    let zones: BTreeMap<usize, &str> =
        founders.chain(present).filter_map(|(number, zone)| Some((number, zone?))).collect();
    match zones.is_empty() {
        true => seat_turns(numbers, beginning.first),
        false => zoned_seat_turns(numbers, beginning.first, &zones),
    }
}

/// The seat angles where nodes stand in zones, by their numbers for life. The first nodes are seated zone by zone; a later one
/// takes a gap beside its zone if one is free.
pub fn zoned_seat_turns(numbers: &[usize], first: usize, zones: &BTreeMap<usize, &str>) -> Vec<f64> {
    let base = first.max(1);
    if numbers.iter().any(|number| *number >= base * 2) {
        let order = seated_by_zone(numbers, zones);
        let turn = |number: &usize| {
            let index = order.iter().position(|seated| seated == number).unwrap_or_default();
            (index as f64 + 0.5) / numbers.len() as f64
        };
        return numbers.iter().map(turn).collect();
    }
    let order = seated_by_zone(&(0..base).collect::<Vec<_>>(), zones);
    let mut gaps: BTreeMap<usize, usize> = BTreeMap::new();
    let last = numbers.iter().copied().max().unwrap_or_default();
    for number in base..=last {
        let free = |gap: &usize| !gaps.values().any(|taken| taken == gap);
        let neighbours = |gap: usize| [order[(gap + base - 1) % base], order[gap]];
        let own = zones.get(&number);
        let beside = |gap: &usize| neighbours(*gap).iter().filter(|other| zones.get(other) == own).count();
        let closest = (0..base).filter(free).max_by_key(|gap| (own.map_or(0, |_| beside(gap)), base - gap));
        let gap = if own.is_some() { closest } else { Some(number - base).filter(free).or(closest) };
        gaps.insert(number, gap.unwrap_or(number - base));
    }
    let turn = |number: &usize| match gaps.get(number) {
        Some(gap) => *gap as f64 / base as f64,
        None => (order.iter().position(|seated| seated == number).unwrap_or_default() as f64 + 0.5) / base as f64,
    };
    numbers.iter().map(turn).collect()
}

/// These numbers zone by zone, in the order in which the zones appear. A number that nobody has keeps beside the one before it.
fn seated_by_zone(numbers: &[usize], zones: &BTreeMap<usize, &str>) -> Vec<usize> {
    let mut appeared: Vec<Option<&str>> = Vec::new();
    let mut ranked: Vec<(usize, usize)> = Vec::new();
    let mut zone = None;
    for number in numbers {
        zone = zones.get(number).copied().or(zone);
        let rank = appeared.iter().position(|known| *known == zone).unwrap_or(appeared.len());
        if rank == appeared.len() {
            appeared.push(zone);
        }
        ranked.push((rank, *number));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, number)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_of_one_zone_are_seated_beside_each_other() {
        let zones: BTreeMap<usize, &str> = [(0, "eu"), (1, "us"), (2, "eu"), (3, "us")].into_iter().collect();
        assert_eq!(zoned_seat_turns(&[0, 1, 2, 3], 4, &zones), [0.125, 0.625, 0.375, 0.875]);
        // A later one of the second zone takes the gap between its own.
        let mut later = zones.clone();
        later.insert(4, "us");
        assert_eq!(zoned_seat_turns(&[0, 1, 2, 3, 4], 4, &later), [0.125, 0.625, 0.375, 0.875, 0.75]);
        // Nobody moves when one leaves.
        assert_eq!(zoned_seat_turns(&[0, 2, 3, 4], 4, &later), [0.125, 0.375, 0.875, 0.75]);
        later.extend((5..9).map(|number| (number, "eu")));
        let nine = zoned_seat_turns(&[0, 1, 2, 3, 4, 5, 6, 7, 8], 4, &later);
        let mut different = nine.clone();
        different.sort_by(f64::total_cmp);
        different.dedup();
        assert_eq!(different.len(), 9);
    }

    #[test]
    fn nobody_leaves_a_seat_because_another_joins_or_leaves() {
        let five = seat_turns(&[0, 1, 2, 3, 4], 5);
        assert_eq!(five, [0.1, 0.3, 0.5, 0.7, 0.9]);
        let seven = seat_turns(&[0, 1, 2, 3, 4, 5, 6], 5);
        assert_eq!((&seven[..5], &seven[5..]), (&five[..], &[0.0, 0.2][..]));
        assert_eq!(seat_turns(&[0, 2, 6], 5), [0.1, 0.5, 0.2]);
        assert_eq!(seat_turns(&(0..12).collect::<Vec<_>>(), 5)[0], 0.5 / 12.0);
        assert_eq!(seat_turns(&[], 5), [0.0; 0]);
    }
}
