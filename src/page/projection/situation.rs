//! How things are at a step, in a sentence: who is up, who can hear whom, and which copies of a key there are.

use crate::explain::key_journey::words::{counted, list, quoted, shortened};
use crate::explain::snapshot::{NodeStatus, State, VersionState};

/// Names of a side of a wall that are listed.
const MOST_NAMES: usize = 4;
/// The longest name that is written out.
const LONGEST_NAME: usize = 12;

/// `B is down. A wall parts A and B from C, D and E. “cart”: 1 version, on A, B and C.`
pub fn situation_words(state: &State, key: &str) -> String {
    let parts = [Some(nodes(state)), wall(state), Some(copies(state, key))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn nodes(state: &State) -> String {
    let not_up = state.nodes.iter().filter(|node| node.status != NodeStatus::Up);
    let words: Vec<String> = [NodeStatus::Crashed, NodeStatus::Joining, NodeStatus::Leaving]
        .into_iter()
        .filter_map(|status| {
            let names = names(not_up.clone().filter(|node| node.status == status).map(|node| node.name.as_str()));
            be(status.word(), &names)
        })
        .collect();
    let paused = names(state.nodes.iter().filter(|node| node.paused).map(|node| node.name.as_str()));
    let words: Vec<String> = words.into_iter().chain(be("paused", &paused)).collect();
    match (words.is_empty(), state.nodes.len()) {
        (true, 1) => "1 node is up.".to_owned(),
        (true, many) => format!("{many} nodes are up."),
        (false, _) => words.join(" "),
    }
}

/// `B is down.`, `B and C are down.`
fn be(word: &str, names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!("{one} is {word}.")),
        many => Some(format!("{} are {word}.", few(many))),
    }
}

fn wall(state: &State) -> Option<String> {
    let sides = state.partition.as_ref()?;
    let is_node = |name: &&String| state.nodes.iter().any(|node| node.name == **name);
    let sides = sides.iter().map(|side| names(side.iter().filter(is_node).map(String::as_str)));
    let sides: Vec<String> = sides.filter(|side| !side.is_empty()).map(|side| few(&side)).collect();
    (sides.len() > 1).then(|| format!("The network is split: {}.", sides.join(" | ")))
}

fn copies(state: &State, key: &str) -> String {
    let stored: Vec<(&str, &[VersionState])> = state
        .nodes
        .iter()
        .filter_map(|node| Some((node.name.as_str(), node.store.get(key)?.as_slice())))
        .filter(|(_, versions)| !versions.is_empty())
        .collect();
    let mut dots: Vec<&(String, u32)> =
        stored.iter().flat_map(|(_, versions)| versions.iter().map(|version| &version.dot)).collect();
    dots.sort_unstable();
    dots.dedup();
    let holders = names(stored.iter().map(|(name, _)| *name));
    match dots.len() {
        0 => format!("No node stores {}.", quoted(key)),
        count => format!("{}: {}, on {}.", quoted(key), counted(count, "version", "versions"), few(&holders)),
    }
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    names.map(|name| shortened(name, LONGEST_NAME)).collect()
}

/// `A, B and C`; of many, how many there are.
fn few(names: &[String]) -> String {
    match names.len() {
        0..=MOST_NAMES => list(names.iter().map(String::as_str)),
        many => counted(many, "node", "nodes"),
    }
}
