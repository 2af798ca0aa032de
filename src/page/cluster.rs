//! A cluster as it is drawn, and what an edit moved.
//!
//! A node has a *number* here that it keeps for life, whatever joins or leaves before it: its colour hangs on it, and
//! two rings can be compared by it. Its *place* is where it stands in the list of nodes.

use super::geometry::seat_turns;
use super::tags::tags;
use crate::dynamo::partitioning::{
    MovedArc, NodeId, NodeTokens, Position, Ring, Token, moved_arcs, moved_share, node_by_modulo,
};
use crate::explain::snapshot::{NodeState, State};
use crate::scenario::Scenario;
use std::sync::Arc;

/// Keys that are placed before and after an edit, to count those that move.
pub const SAMPLE_KEYS: usize = 200;

/// What a history begins with: the nodes and settings, with the numbers that the nodes keep for life.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The nodes, N, R, W and all settings; no script.
    pub scenario: Scenario,
    /// The nodes' numbers for life, in the order of the scenario.
    pub numbers: Vec<usize>,
    /// How many nodes there were at the very first.
    pub first: usize,
}

impl Beginning {
    /// A scenario whose nodes are numbered in order.
    pub fn of(scenario: Scenario) -> Self {
        let first = scenario.nodes.len();
        Self { scenario: Scenario { script: Vec::new(), ..scenario }, numbers: (0..first).collect(), first }
    }

    /// The number for life of the node with this number in the history: those who join later are given new ones.
    pub fn number(&self, node: usize) -> usize {
        let beyond = self.numbers.iter().map(|number| number + 1).max().unwrap_or(0).max(self.first);
        self.numbers.get(node).copied().unwrap_or(beyond + node.saturating_sub(self.numbers.len()))
    }
}

/// A cluster as it is drawn, at one step of a history. A node's place is the same here and in the snapshot.
#[derive(Clone, PartialEq, Debug)]
pub struct Cluster {
    /// Copies of a key.
    pub n: usize,
    /// Answers that a get waits for.
    pub r: usize,
    /// Acknowledgements that a put waits for.
    pub w: usize,
    /// The ring; a node's id is its place.
    pub ring: Ring,
    /// The nodes' names.
    pub names: Vec<String>,
    /// One or two characters for each.
    pub tags: Vec<String>,
    /// Their numbers for life.
    pub numbers: Vec<usize>,
    /// How many tokens each has.
    pub tokens: Vec<usize>,
    /// The part of the ring that each owns.
    pub shares: Vec<f64>,
    /// The angle of each one's seat.
    pub seats: Vec<f64>,
}

impl Cluster {
    /// The cluster of a snapshot; `ring` and `all_names` are those of the history at that step.
    pub fn of_state(state: &State, ring: &Ring, all_names: &[Arc<str>], beginning: &Beginning) -> Self {
        let id = |node: &NodeState| all_names.iter().position(|name| **name == *node.name).unwrap_or_default();
        let ids: Vec<NodeId> = state.nodes.iter().map(|node| NodeId(id(node) as u16)).collect();
        let numbers: Vec<usize> = ids.iter().map(|id| beginning.number(id.index())).collect();
        let names: Vec<String> = state.nodes.iter().map(|node| node.name.clone()).collect();
        // A ring of nodes that are gone cannot be drawn; there is none, for who is gone has no tokens.
        let ring = ring.renumbered(&ids).unwrap_or_default();
        Self {
            n: state.n,
            r: state.r,
            w: state.w,
            tags: tags(&names),
            tokens: state.nodes.iter().map(|node| node.tokens.len()).collect(),
            shares: ring.shares(),
            seats: seat_turns(&numbers, beginning.first),
            ring,
            names,
            numbers,
        }
    }

    /// Whether a snapshot shows the same nodes and the same N, R and W: with the same members, too, it is this cluster.
    pub fn is_of(&self, state: &State) -> bool {
        (self.n, self.r, self.w) == (state.n, state.r, state.w)
            && self.names.len() == state.nodes.len()
            && self.names.iter().zip(&state.nodes).all(|(name, node)| *name == node.name)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The place of the node of this name.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// How many tokens the node at this place has.
    pub fn tokens_of(&self, place: usize) -> usize {
        self.tokens.get(place).copied().unwrap_or_default()
    }

    /// The share that each node would have if all were equal.
    pub fn even_share(&self) -> f64 {
        1.0 / self.len().max(1) as f64
    }

    /// The ring with the nodes' numbers for ids.
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

/// One of the sample keys before and after an edit, by the numbers of its first node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SampleKey {
    /// Where it lies.
    pub position: Position,
    /// Whose it was.
    pub from: Option<usize>,
    /// Whose it is.
    pub to: Option<usize>,
}

impl SampleKey {
    /// Whether its first node changed.
    pub fn moved(&self) -> bool {
        self.from != self.to
    }
}

/// What an edit moved.
#[derive(Clone, Debug)]
pub struct Change {
    /// What was done: “F joins”.
    pub words: String,
    /// The arcs with another owner; the ids are numbers.
    pub arcs: Vec<MovedArc>,
    /// The part of the ring that moved.
    pub share: f64,
    /// The sample keys.
    pub keys: Vec<SampleKey>,
    /// How many of them moved.
    pub keys_moved: usize,
    /// How many would have moved under `hash mod nodes`; `None` when the number of nodes stayed.
    pub keys_moved_by_modulo: Option<usize>,
    /// What became of the history, in a sentence.
    pub then: &'static str,
    /// The tags of all nodes before and after, by number.
    pub tags: Vec<(usize, String)>,
}

impl Change {
    /// What an edit moved.
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
            |cluster: &Cluster, position| node_by_modulo(position, cluster.len()).map(|place| cluster.numbers[place]);
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

    /// The tag of a node before or after the edit.
    pub fn tag(&self, number: usize) -> &str {
        self.tags.iter().find(|(known, _)| *known == number).map_or("?", |(_, tag)| tag)
    }

    /// `A→F` for a moved arc; nobody is `–`.
    pub fn arc_words(&self, arc: &MovedArc) -> String {
        let tag = |node: Option<NodeId>| node.map_or("–", |node| self.tag(node.index()));
        format!("{}→{}", tag(arc.from), tag(arc.to))
    }
}

/// The positions of the sample keys.
pub fn sample_positions() -> impl Iterator<Item = Position> {
    (0..SAMPLE_KEYS).map(|number| Position::of_key(&format!("sample-{number}")))
}

fn owner(ring: &Ring, position: Position) -> Option<usize> {
    ring.owner_of(position).map(NodeId::index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::cluster_edit::Edit;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Tokens};

    fn five() -> Beginning {
        Beginning::of(Scenario::default())
    }

    fn cluster(beginning: &Beginning) -> Cluster {
        let playground = Playground::new(beginning.scenario.clone()).unwrap();
        Cluster::of_state(&playground.state(), &playground.ring(), playground.node_names(), beginning)
    }

    fn check(edit: Edit, from: Option<usize>, to: Option<usize>, by_modulo: bool) {
        let change =
            Change::between(String::new(), &cluster(&five()), &cluster(&edit.apply(&five()).unwrap().beginning));
        let arcs = change.arcs.iter();
        assert!(change.keys_moved > 0 && !change.arcs.is_empty());
        for (arc_from, arc_to) in arcs.map(|arc| (arc.from.map(NodeId::index), arc.to.map(NodeId::index))) {
            assert!(from.is_none() || arc_from == from);
            assert!(to.is_none() || arc_to == to);
        }
        let share = change.keys_moved as f64 / SAMPLE_KEYS as f64;
        assert!((share - change.share).abs() < 0.1, "{share} of the keys, {} of the ring", change.share);
        assert_eq!(change.keys_moved_by_modulo.is_some_and(|moved| moved > change.keys_moved * 2), by_modulo);
    }

    #[test]
    fn a_join_moves_keys_to_the_joiner_and_a_leave_those_of_the_leaver() {
        check(Edit::Add { name: "F".to_owned(), tokens: "8".to_owned() }, None, Some(5), true);
        check(Edit::Remove { place: 1 }, Some(1), None, true);
        check(Edit::SetTokens { place: 0, tokens: "32".to_owned() }, None, Some(0), false);
        check(Edit::SetTokens { place: 0, tokens: "1".to_owned() }, Some(0), None, false);
    }

    #[test]
    fn a_rename_moves_nothing() {
        let after = Edit::Rename { place: 0, name: "Ada".to_owned() }.apply(&five()).unwrap().beginning;
        let change = Change::between(String::new(), &cluster(&five()), &cluster(&after));
        assert_eq!((change.arcs.len(), change.keys_moved, change.keys_moved_by_modulo), (0, 0, None));
    }

    #[test]
    fn the_last_node_to_leave_takes_every_key_with_it() {
        let mut beginning = five();
        for _ in 0..5 {
            beginning = Edit::Remove { place: 0 }.apply(&beginning).unwrap().beginning;
        }
        assert!(cluster(&beginning).is_empty());
        let before = Edit::Add { name: "A".to_owned(), tokens: "3".to_owned() }.apply(&beginning).unwrap().beginning;
        let change = Change::between(String::new(), &cluster(&before), &cluster(&beginning));
        assert_eq!(change.keys_moved, SAMPLE_KEYS);
        assert_eq!(change.arc_words(&change.arcs[0]), "A→–");
    }

    #[test]
    fn a_node_that_joins_in_the_history_keeps_its_number_and_its_place_is_that_of_the_snapshot() {
        let beginning = Edit::Remove { place: 1 }.apply(&five()).unwrap().beginning;
        let mut playground = Playground::new(beginning.scenario.clone()).unwrap();
        playground.apply(Command::remove_node("C")).unwrap();
        playground.apply(Command::add_node("F", Tokens::Count(8))).unwrap();
        playground.run(RunLimit::default()).unwrap();
        let state = playground.state();
        let cluster = Cluster::of_state(&state, &playground.ring(), playground.node_names(), &beginning);
        assert_eq!((cluster.names.join(""), cluster.numbers.clone()), ("ADEF".to_owned(), vec![0, 3, 4, 5]));
        assert_eq!(state.nodes[3].name, "F");
        assert!((cluster.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9 && cluster.shares[3] > 0.0);
    }
}
