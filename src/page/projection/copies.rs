//! The copies of a key, node by node: at its homes, at nodes that keep hinted copies, and left over at former homes.

use crate::explain::snapshot::{NodeState, NodeStatus, State, VersionState};
use crate::explain::version_history::{Standing, VersionHistory};

/// What one node stores of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy<'a> {
    pub node_index: usize,
    pub kept: Kept<'a>,
    /// The node's status.
    pub status: NodeStatus,
    /// Where the node stands.
    pub zone: Option<&'a str>,
    pub versions: &'a [VersionState],
    /// For each version, whether a version that still exists elsewhere supersedes it.
    pub older: Vec<bool>,
}

/// Why a node has a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept<'a> {
    /// The node is on the key's preference list.
    AtHome,
    /// A hinted copy kept for this node. Section 4.6.
    For(&'a str),
    /// The node was a home once, and waits for the present homes to confirm the key. Section 4.9.
    LeftOver,
}

impl Copy<'_> {
    /// A remark beside the versions: its zone, that the node is down, whose copy it is, or that there are siblings.
    pub fn remark(&self) -> String {
        let mut remarks: Vec<String> = self.zone.iter().map(|zone| (*zone).to_owned()).collect();
        match self.kept {
            Kept::AtHome => {}
            Kept::For(owner) => remarks.push(format!("for {owner}")),
            Kept::LeftOver => remarks.push("no longer a home".to_owned()),
        }
        if self.status != NodeStatus::Up {
            remarks.push(self.status.word().to_owned());
        }
        if self.versions.len() > 1 {
            remarks.push(format!("{} siblings", self.versions.len()));
        }
        remarks.join(", ")
    }

    /// Whether every version here is superseded elsewhere.
    pub fn is_older(&self) -> bool {
        !self.older.is_empty() && self.older.iter().all(|older| *older)
    }
}

/// The copies of a key: those of its homes in preference order, then the others in node order.
pub fn copies<'a>(state: &'a State, key: &str, homes: &[usize], history: &VersionHistory) -> Vec<Copy<'a>> {
    let copy = |node_index: usize, node: &'a NodeState, kept: Kept<'a>, versions: &'a [VersionState]| {
        let older = versions.iter().map(|version| is_older(version, history)).collect();
        Copy { node_index, kept, status: node.status, zone: node.zone.as_deref(), versions, older }
    };
    let stored = |node: &'a NodeState| node.store.get(key).map(Vec::as_slice).unwrap_or_default();
    let at_home = homes.iter().filter_map(|node_index| {
        let node = state.nodes.get(*node_index)?;
        Some(copy(*node_index, node, Kept::AtHome, stored(node)))
    });
    let mut copies: Vec<Copy<'a>> = at_home.collect();
    for (node_index, node) in state.nodes.iter().enumerate() {
        if !homes.contains(&node_index) && !stored(node).is_empty() {
            copies.push(copy(node_index, node, Kept::LeftOver, stored(node)));
        }
        for hint in node.hints.iter().filter(|hint| hint.key == key) {
            copies.push(copy(node_index, node, Kept::For(&hint.owner), &hint.versions));
        }
    }
    copies
}

fn is_older(version: &VersionState, history: &VersionHistory) -> bool {
    let known = history.index_of(&version.dot).and_then(|node_index| history.versions.get(node_index));
    known.is_some_and(|known| known.standing != Standing::Current)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario, Tokens};

    /// Each copy in short: the node, whether it is older, and the remark.
    fn described(playground: &Playground, homes: &[usize]) -> Vec<String> {
        let state = playground.state();
        let history = playground.version_history("cart").unwrap();
        let copies = copies(&state, "cart", homes, &history);
        let described = |copy: &Copy<'_>| {
            let older = if copy.is_older() { " older" } else { "" };
            format!("{}{older} {}: {}", state.nodes[copy.node_index].name, copy.versions.len(), copy.remark())
        };
        copies.iter().map(described).collect()
    }

    fn homes(playground: &Playground) -> Vec<usize> {
        let position = crate::dynamo::partitioning::Position::from_key("cart");
        crate::dynamo::replication::replicas(&playground.ring(), position, 3)
            .into_iter()
            .map(|node| node.index())
            .collect()
    }

    fn play(playground: &mut Playground, command: Command) {
        playground.apply(command).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }

    #[test]
    fn a_stand_in_keeps_the_copy_and_the_one_that_is_down_has_an_older_one() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        let homes = homes(&playground);
        let name = |node_index: usize| playground.node_names()[node_index].to_string();
        let [first, second, third] = [0, 1, 2].map(|node_index| name(homes[node_index]));
        play(&mut playground, Command::put("Alice", "cart", "milk"));
        play(&mut playground, Command::Crash { name: third.clone(), wipe: false });
        play(&mut playground, Command::put("Alice", "cart", "bread"));
        let described = described(&playground, &homes);
        assert_eq!(described[..3], [format!("{first} 1: "), format!("{second} 1: "), format!("{third} older 1: down")]);
        assert_eq!(described.len(), 4, "{described:?}");
        assert!(described[3].ends_with(&format!("1: for {third}")), "{described:?}");
    }

    #[test]
    fn siblings_are_named_at_each_home() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        let homes = homes(&playground);
        play(&mut playground, Command::put("Alice", "cart", "milk"));
        play(&mut playground, Command::put("Bob", "cart", "eggs"));
        assert!(described(&playground, &homes).iter().all(|described| described.ends_with("2: 2 siblings")));
    }

    #[test]
    fn what_is_left_over_after_a_join_is_said_to_be() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        play(&mut playground, Command::put("Alice", "cart", "milk"));
        let old_homes = homes(&playground);
        let position = crate::dynamo::partitioning::Position::from_key("cart");
        let tokens = Tokens::At(vec![position]);
        play(&mut playground, Command::add_node("F", tokens));
        let new_homes = homes(&playground);
        assert_ne!(old_homes, new_homes);
        let steps = playground.state().steps;
        let left_over = (1..=steps).any(|step| {
            playground.seek(step).unwrap();
            described(&playground, &new_homes).iter().any(|described| described.ends_with("no longer a home"))
        });
        assert!(left_over);
    }
}
