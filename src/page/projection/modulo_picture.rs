//! Keys as `hash mod nodes` places them, before and after the number of nodes changed: the picture beside the ring.

use super::cluster::{Cluster, sample_positions};
use super::stored_keys::stored_keys;
use super::tags::tags;
use crate::dynamo::partitioning::{Position, node_by_modulo};
use crate::explain::key_journey::words::{counted, percent};
use crate::explain::snapshot::State;

/// Most keys drawn.
const MOST_KEYS: usize = 200;

/// All nodes that there are now, with the keys that the rule gives each.
#[derive(Clone, PartialEq, Debug)]
pub struct ModuloPicture {
    pub nodes: Vec<ModuloNode>,
    /// The keys, in the order in which they are drawn.
    pub keys: Vec<ModuloKey>,
    /// How many nodes there were before.
    pub before: usize,
    /// Whether the keys are stored ones; else they are samples.
    pub stored: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ModuloNode {
    pub number: usize,
    pub tag: String,
    /// The angle of its seat, in turns.
    pub turn: f64,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ModuloKey {
    pub name: String,
    /// The number for life of the node that the rule gave it, and gives it now.
    pub from: usize,
    pub to: usize,
}

impl ModuloKey {
    pub fn moved(&self) -> bool {
        self.from != self.to
    }
}

impl ModuloPicture {
    /// The keys that are stored, or samples while none are, between two clusters.
    pub fn new(before: &Cluster, after: &Cluster, state: &State) -> Self {
        let (stored, _) = stored_keys(state, "", MOST_KEYS);
        let samples = || sample_positions().enumerate().map(|(index, at)| (format!("sample-{index}"), at)).collect();
        let keys: Vec<(String, Position)> = match stored.is_empty() {
            true => samples(),
            false => stored.iter().map(|key| ((*key).to_owned(), after.position_of(key))).collect(),
        };
        let slots = slots_for(after.len());
        Self::placed(
            nodes(&after.numbers, &after.tags, slots),
            keys,
            &before.numbers,
            &after.numbers,
            !stored.is_empty(),
        )
    }

    /// Sample keys on the nodes of a cluster, and once `grown`, with one node more.
    pub fn with_one_more(cluster: &Cluster, grown: bool) -> Self {
        let mut numbers = cluster.numbers.clone();
        let mut names = cluster.names.clone();
        if grown {
            numbers.push(numbers.iter().max().map_or(0, |number| number + 1));
            names.push(next_name(&names));
        }
        let nodes = nodes(&numbers, &tags(&names), slots_for(cluster.len() + 1));
        let keys = sample_positions().enumerate().map(|(index, at)| (format!("sample-{index}"), at)).collect();
        Self::placed(nodes, keys, &cluster.numbers, &numbers, false)
    }

    fn placed(
        nodes: Vec<ModuloNode>,
        keys: Vec<(String, Position)>,
        before: &[usize],
        after: &[usize],
        stored: bool,
    ) -> Self {
        let owner = |numbers: &[usize], at: Position| node_by_modulo(at, numbers.len()).map(|index| numbers[index]);
        let keys = keys.into_iter().filter_map(|(name, at)| {
            let to = owner(after, at)?;
            Some(ModuloKey { name, from: owner(before, at).unwrap_or(to), to })
        });
        Self { keys: keys.collect(), nodes, before: before.len(), stored }
    }

    /// Whether the number of nodes changed.
    pub fn has_changed(&self) -> bool {
        self.nodes.len() != self.before || self.moved() > 0
    }

    pub fn moved(&self) -> usize {
        self.keys.iter().filter(|key| key.moved()).count()
    }

    /// `hash mod 6`.
    pub fn rule(&self) -> String {
        format!("hash mod {}", self.nodes.len())
    }

    /// What the change moved, in a sentence; before it, what is drawn.
    pub fn words(&self) -> String {
        let kind = if self.stored { "stored key" } else { "sample key" };
        let all = counted(self.keys.len(), kind, &format!("{kind}s"));
        if !self.has_changed() {
            return format!("{all} on their nodes by {}.", self.rule());
        }
        let share = percent(self.moved() as f64 / self.keys.len().max(1) as f64);
        let rule = format!("hash mod {} became {}", self.before, self.rule());
        format!("{rule}: {} of {all} have another node ({share}).", self.moved())
    }

    /// How many keys a node has, and how many of them are new to it.
    pub fn counts(&self, number: usize) -> (usize, usize) {
        let own: Vec<&ModuloKey> = self.keys.iter().filter(|key| key.to == number).collect();
        (own.len(), own.iter().filter(|key| key.moved()).count())
    }
}

/// Nodes at evenly spaced seats; those of further nodes stay empty.
fn nodes(numbers: &[usize], tags: &[String], slots: usize) -> Vec<ModuloNode> {
    let nodes = numbers.iter().zip(tags).enumerate();
    let turn = |index: usize| (index as f64 + 0.5) / slots as f64;
    nodes.map(|(index, (number, tag))| ModuloNode { number: *number, tag: tag.clone(), turn: turn(index) }).collect()
}

/// How many seats there are for so many nodes: the next even number, so that most changes move no seat.
fn slots_for(nodes: usize) -> usize {
    (nodes + nodes % 2).max(6)
}

/// The letter after the last, or a name that nobody has.
fn next_name(names: &[String]) -> String {
    let letter = ('A'..='Z').map(String::from).find(|letter| !names.contains(letter));
    letter.unwrap_or_else(|| format!("N{}", names.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::cluster::Beginning;
    use crate::playground::Playground;
    use crate::scenario::Scenario;

    #[test]
    fn one_node_more_gives_nearly_every_key_another_node() {
        let playground = Playground::new(Scenario::default()).unwrap();
        let beginning = Beginning::new(Scenario::default());
        let cluster = Cluster::from_state(&playground.state(), &playground.ring(), playground.node_names(), &beginning);
        let still = ModuloPicture::with_one_more(&cluster, false);
        assert_eq!((still.nodes.len(), still.moved(), still.has_changed()), (5, 0, false));
        assert_eq!(still.words(), "200 sample keys on their nodes by hash mod 5.");
        let grown = ModuloPicture::with_one_more(&cluster, true);
        assert_eq!((grown.nodes.len(), grown.nodes[5].tag.as_str()), (6, "F"));
        assert!(grown.moved() > 150 && grown.moved() < 185, "{}", grown.moved());
        let all: usize = grown.nodes.iter().map(|node| grown.counts(node.number).0).sum();
        assert_eq!(all, 200);
        let (keys, fresh) = grown.counts(5);
        assert_eq!(keys, fresh, "all that the newcomer has is new to it");
        assert_eq!(ModuloPicture::new(&cluster, &cluster, &playground.state()), still);
        assert_eq!(grown.nodes[..5], still.nodes[..], "nobody leaves a seat because another comes");
    }
}
