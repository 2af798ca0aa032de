//! The last put and the last get of a key as two sets of nodes: who acknowledged the one, who answered the other, and who is
//! in both. Section 4.5.

use crate::dynamo::message::RequestKind;
use crate::explain::key_journey::words::{list, quoted};
use crate::explain::snapshot::{OperationState, OperationStatus, State};

/// The two sets.
#[derive(Clone, PartialEq, Debug)]
pub struct QuorumOverlap {
    /// Every node that is a home of the key or in a set: first the homes, in the order of the preference list.
    pub nodes: Vec<OverlapNode>,
    /// The put, in words: who asked, and what came of it.
    pub put: String,
    /// The get; nothing before there is one.
    pub get: String,
    homes: usize,
    r: usize,
    w: usize,
}

/// A node of the picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OverlapNode {
    pub name: String,
    /// Whether it is one of the N homes; else it stood in for one.
    pub is_home: bool,
    /// Whether it is one of the first W that acknowledged the put.
    pub wrote: bool,
    /// Whether it is one of the first R that answered the get.
    pub read: bool,
}

impl QuorumOverlap {
    /// The sets of the last put and the last get of a key; `homes` are the names on its preference list.
    pub fn new(state: &State, key: &str, homes: &[&str]) -> Option<Self> {
        let last = |is_get: bool| {
            state
                .operations
                .iter()
                .rev()
                .find(|operation| operation.key == key && (operation.kind == RequestKind::Get) == is_get)
        };
        let (put, get) = (last(false)?, last(true));
        let (wrote, read) = (quorum(put), get.map(quorum).unwrap_or_default());
        let mut names: Vec<&str> = homes.to_vec();
        for name in wrote.iter().chain(read) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let node = |name: &&str| OverlapNode {
            name: (*name).to_owned(),
            is_home: homes.contains(name),
            wrote: wrote.iter().any(|own| own == name),
            read: read.iter().any(|own| own == name),
        };
        Some(Self {
            nodes: names.iter().map(node).collect(),
            put: put_words(put),
            get: get.map(get_words).unwrap_or_default(),
            homes: homes.len(),
            r: get.map_or(state.r, |get| get.needed),
            w: put.needed,
        })
    }

    /// Whether there is a get, so that there are two sets.
    pub fn is_complete(&self) -> bool {
        !self.get.is_empty()
    }

    fn names(&self, chosen: impl Fn(&OverlapNode) -> bool) -> Vec<&str> {
        self.nodes.iter().filter(|node| chosen(node)).map(|node| node.name.as_str()).collect()
    }

    /// Who is in both sets, in a sentence.
    pub fn overlap_words(&self) -> String {
        if !self.is_complete() {
            return "Nobody has got the key yet.".to_owned();
        }
        match self.names(|node| node.wrote && node.read)[..] {
            [] => "No node is in both: the get can miss the put.".to_owned(),
            [one] => format!("{one} is in both."),
            ref many => format!("{} are in both.", list(many.iter().copied())),
        }
    }

    /// What R, W and N say about it, and what does not count.
    pub fn rule_words(&self) -> String {
        let Self { r, w, homes: n, .. } = self;
        let sum = r + w;
        let rule = match sum > *n {
            true => format!("R + W = {sum}, more than N = {n}: 2 such sets of homes share a node."),
            false => format!("R + W = {sum}, not more than N = {n}: 2 such sets of homes need not share a node."),
        };
        let strangers = self.names(|node| !node.is_home);
        match strangers[..] {
            [] => rule,
            [one] => format!("{rule} But {one} is no home: it stands in for one."),
            ref many => format!("{rule} But {} are no homes: they stand in.", list(many.iter().copied())),
        }
    }
}

/// The answers that the operation waited for; later ones do not count.
fn quorum(operation: &OperationState) -> &[String] {
    &operation.acks[..operation.acks.len().min(operation.needed)]
}

fn put_words(put: &OperationState) -> String {
    let value = put.values.first().and_then(|version| version.value.as_deref()).map(quoted);
    let what = value.map_or_else(
        || format!("{}’s {}", put.client, put.kind.as_str()),
        |value| format!("{}’s put of {value}", put.client),
    );
    format!("{what} (W = {}): {}.", put.needed, answers(put, "acknowledged by"))
}

fn get_words(get: &OperationState) -> String {
    format!("{}’s get (R = {}): {}.", get.client, get.needed, answers(get, "answered by"))
}

fn answers(operation: &OperationState, by: &str) -> String {
    let names = list(quorum(operation).iter().map(String::as_str));
    let nobody = || "by nobody yet".to_owned();
    match (operation.status, names.is_empty()) {
        (OperationStatus::Failed, true) => "failed, without an answer".to_owned(),
        (OperationStatus::Failed, false) => format!("failed; {by} {names}"),
        (_, true) => nobody(),
        (_, false) => format!("{by} {names}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario};

    fn play(playground: &mut Playground, command: Command) {
        playground.apply(command).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }

    fn homes(playground: &Playground) -> Vec<String> {
        let position = crate::dynamo::partitioning::Position::from_key("cart");
        let homes = crate::dynamo::replication::replicas(&playground.ring(), position, 3);
        homes.into_iter().map(|node| playground.node_names()[node.index()].to_string()).collect()
    }

    fn overlap(playground: &Playground) -> Option<QuorumOverlap> {
        let homes = homes(playground);
        QuorumOverlap::new(&playground.state(), "cart", &homes.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn two_and_two_of_three_share_a_node_and_the_sets_are_what_the_coordinators_counted() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        assert_eq!(overlap(&playground), None);
        play(&mut playground, Command::put("Alice", "cart", "milk"));
        let alone = overlap(&playground).unwrap();
        assert!(!alone.is_complete() && alone.nodes.iter().filter(|node| node.wrote).count() == 2, "{alone:?}");
        play(&mut playground, Command::get("Bob", "cart"));
        let both = overlap(&playground).unwrap();
        assert_eq!((both.nodes.len(), both.nodes.iter().filter(|node| node.read).count()), (3, 2));
        assert!(both.overlap_words().ends_with(" in both."), "{}", both.overlap_words());
        assert!(both.rule_words().starts_with("R + W = 4, more than N = 3"), "{}", both.rule_words());
        assert!(both.put.starts_with("Alice’s put of “milk” (W = 2): acknowledged by "), "{}", both.put);
    }

    #[test]
    fn a_stand_in_is_in_a_set_but_is_no_home() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        let homes = homes(&playground);
        let others: Vec<String> =
            ["A", "B", "C", "D", "E"].map(str::to_owned).into_iter().filter(|name| !homes.contains(name)).collect();
        let mut one = vec![homes[0].clone(), "Alice".to_owned()];
        one.extend(others);
        let two = vec![homes[1].clone(), homes[2].clone(), "Bob".to_owned()];
        playground.apply(Command::Partition { groups: vec![one, two] }).unwrap();
        play(&mut playground, Command::put("Alice", "cart", "milk"));
        play(&mut playground, Command::get("Bob", "cart"));
        let parted = overlap(&playground).unwrap();
        assert_eq!(parted.overlap_words(), "No node is in both: the get can miss the put.");
        assert!(parted.nodes.iter().any(|node| !node.is_home && node.wrote), "{parted:?}");
        assert!(parted.rule_words().contains("no home"), "{}", parted.rule_words());
    }
}
