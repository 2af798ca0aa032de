//! The keys stored in the cluster.

use crate::explain::snapshot::State;

/// The keys containing `part` that some node stores, for itself or for another, in order: at most `most`, and whether
/// there are more.
pub fn stored_keys<'a>(state: &'a State, part: &str, most: usize) -> (Vec<&'a str>, bool) {
    let mut keys: Vec<&str> = Vec::new();
    for node in &state.nodes {
        keys.extend(node.store.keys().map(String::as_str));
        keys.extend(node.hints.iter().map(|hint| hint.key.as_str()));
    }
    keys.retain(|key| key.contains(part));
    keys.sort_unstable();
    keys.dedup();
    let more = keys.len() > most;
    keys.truncate(most);
    (keys, more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario};

    #[test]
    fn each_key_is_listed_once_and_can_be_looked_for() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        for key in ["pear", "apple", "apple", "plum"] {
            playground.apply(Command::put("alice", key, "1")).unwrap();
        }
        playground.run(RunLimit::default()).unwrap();
        let state = playground.state();
        assert_eq!(stored_keys(&state, "", 200), (vec!["apple", "pear", "plum"], false));
        assert_eq!(stored_keys(&state, "p", 2), (vec!["apple", "pear"], true));
        assert_eq!(stored_keys(&state, "zzz", 2), (vec![], false));
    }
}
