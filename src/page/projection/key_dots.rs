//! The stored keys as dots on the ring: each at its hash, with the node that owns it.

use super::cluster::Cluster;
use super::stored_keys::stored_keys;
use crate::dynamo::partitioning::{NodeId, Position};
use crate::explain::key_journey::words::{counted, degrees, list, quoted};
use crate::explain::snapshot::State;

/// Most dots drawn: more would cover each other.
pub const MOST_DOTS: usize = 400;

/// A stored key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyDot {
    pub key: String,
    pub position: Position,
    /// The number for life of its first home; `None` while there are no nodes.
    pub owner: Option<usize>,
    /// The number for life of its first home before the last change of the ring, if that was another node.
    pub from: Option<usize>,
}

/// The stored keys, clockwise; `before` is the cluster before the last change of the ring, if that still counts.
pub fn key_dots(state: &State, cluster: &Cluster, before: Option<&Cluster>) -> Vec<KeyDot> {
    let (keys, _) = stored_keys(state, "", MOST_DOTS);
    let mut dots: Vec<KeyDot> = keys.into_iter().map(|key| key_dot(key, cluster, before)).collect();
    dots.sort_by(|one, other| (one.position, &one.key).cmp(&(other.position, &other.key)));
    dots
}

fn key_dot(key: &str, cluster: &Cluster, before: Option<&Cluster>) -> KeyDot {
    let position = cluster.position_of(key);
    let owner = owner_in(cluster, position);
    let from = before.and_then(|before| owner_in(before, position)).filter(|from| Some(*from) != owner);
    KeyDot { key: key.to_owned(), position, owner, from }
}

/// The number for life of the node that owns a position.
fn owner_in(cluster: &Cluster, position: Position) -> Option<usize> {
    cluster.numbers.get(cluster.ring.owner_of(position).map(NodeId::index)?).copied()
}

impl KeyDot {
    /// `“jam” at 115.9°, owned by D`; and by whom before.
    pub fn words(&self, cluster: &Cluster, before: Option<&Cluster>) -> String {
        let place = format!("{} at {}", quoted(&self.key), degrees(self.position));
        let owner = self.owner.and_then(|number| cluster.name_of(number)).unwrap_or("nobody");
        match self.from.and_then(|number| before?.name_of(number)) {
            Some(from) => format!("{place}, owned by {owner}; before, by {from}"),
            None => format!("{place}, owned by {owner}"),
        }
    }
}

/// Keys that went from one node to another, by their numbers for life, with how many.
pub fn journeys(dots: &[KeyDot]) -> Vec<(usize, usize, usize)> {
    let mut journeys: Vec<(usize, usize, usize)> = Vec::new();
    for (from, to) in dots.iter().filter_map(|dot| Some((dot.from?, dot.owner?))) {
        match journeys.iter_mut().find(|(a, b, _)| (*a, *b) == (from, to)) {
            Some((.., keys)) => *keys += 1,
            None => journeys.push((from, to, 1)),
        }
    }
    journeys
}

/// How many of the keys have another owner, and which: `4 of 12 keys have another owner: “jam”, …`.
pub fn moved_words(dots: &[KeyDot]) -> String {
    let moved: Vec<String> = dots.iter().filter(|dot| dot.from.is_some()).map(|dot| quoted(&dot.key)).collect();
    let all = counted(dots.len(), "key", "keys");
    match moved.len() {
        0 => format!("None of {all} has another owner"),
        1..=8 => format!("{} of {all} {}: {}", moved.len(), have(moved.len()), list(moved.iter().map(String::as_str))),
        many => format!("{many} of {all} {}", have(many)),
    }
}

fn have(keys: usize) -> &'static str {
    if keys == 1 { "has another owner" } else { "have another owner" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::cluster::Beginning;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario, Tokens};

    fn cluster_of(playground: &Playground) -> Cluster {
        let beginning = Beginning::new(Scenario::default());
        Cluster::from_state(&playground.state(), &playground.ring(), playground.node_names(), &beginning)
    }

    #[test]
    fn each_stored_key_is_one_dot_and_a_join_moves_only_keys_of_the_joiner() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        for number in 0..30 {
            playground.apply(Command::put("Alice", &format!("key-{number}"), "1")).unwrap();
        }
        playground.run(RunLimit::default()).unwrap();
        let before = cluster_of(&playground);
        let dots = key_dots(&playground.state(), &before, None);
        assert_eq!((dots.len(), dots.iter().filter(|dot| dot.from.is_some()).count()), (30, 0));
        assert!(dots.windows(2).all(|pair| pair[0].position <= pair[1].position));
        playground.apply(Command::add_node("F", Tokens::Count(8))).unwrap();
        playground.run(RunLimit::default()).unwrap();
        let after = cluster_of(&playground);
        let dots = key_dots(&playground.state(), &after, Some(&before));
        let moved: Vec<&KeyDot> = dots.iter().filter(|dot| dot.from.is_some()).collect();
        assert!(!moved.is_empty() && moved.len() < 15, "{moved:?}");
        assert!(moved.iter().all(|dot| dot.owner == Some(5)), "all of them to F: {moved:?}");
        assert_eq!(journeys(&dots).iter().map(|(.., keys)| keys).sum::<usize>(), moved.len());
        let words = moved[0].words(&after, Some(&before));
        assert!(words.contains("owned by F; before, by "), "{words}");
        assert!(moved_words(&dots).starts_with(&format!("{} of 30 keys have another owner", moved.len())));
    }
}
