//! The state of a node as its seat shows it, and as a sentence.

use super::cluster::Cluster;
use super::versions::version_words;
use crate::explain::key_journey::words::{counted, list, ordinal, percent};
use crate::explain::snapshot::{NodeState, NodeStatus, State, VersionState};

/// The state of a node at one step.
#[derive(Clone, PartialEq, Debug)]
pub struct SeatState {
    pub node_index: usize,
    pub status: NodeStatus,
    pub paused: bool,
    /// The versions that it stores of the key.
    pub stored: Vec<VersionState>,
    /// The indices of the nodes that suspect it to be down.
    pub suspected_by: Vec<usize>,
    /// The owners for whom it keeps hinted copies, with the number of keys.
    pub hints: Vec<(String, usize)>,
    /// How far its clock is ahead, in milliseconds.
    pub skew: f64,
    /// Whether it has yet to hear of membership changes that others know of.
    pub old_view: bool,
}

impl SeatState {
    /// All nodes of a snapshot, with what they store of the key.
    pub fn all(state: &State, key: &str) -> Vec<Self> {
        (0..state.nodes.len()).filter_map(|node_index| Self::one(state, key, node_index)).collect()
    }

    /// One node of a snapshot.
    pub fn one(state: &State, key: &str, node_index: usize) -> Option<Self> {
        let node = state.nodes.get(node_index)?;
        let suspecting = state.nodes.iter().enumerate().filter(|(_, other)| other.suspects.contains(&node.name));
        Some(Self {
            node_index,
            status: node.status,
            paused: node.paused,
            stored: node.store.get(key).cloned().unwrap_or_default(),
            suspected_by: suspecting.map(|(node_index, _)| node_index).collect(),
            hints: hints(node),
            skew: node.clock_skew,
            old_view: node.unheard > 0 && node.status != NodeStatus::Crashed,
        })
    }

    pub fn is_down(&self) -> bool {
        self.status == NodeStatus::Crashed
    }

    /// `down`, `paused`, `joining`, `leaving`; empty for a node that is up.
    pub fn status_word(&self) -> &'static str {
        match self.status {
            _ if self.paused => "paused",
            NodeStatus::Up => "",
            other => other.word(),
        }
    }

    /// The notes beside the seat, the most important first; each in full and in short.
    pub fn notes(&self, cluster: &Cluster) -> Vec<(String, String)> {
        let mut notes = Vec::new();
        if !self.suspected_by.is_empty() {
            let tags: Vec<&str> =
                self.suspected_by.iter().map(|node_index| cluster.tags[*node_index].as_str()).collect();
            let (think, short) = (if tags.len() == 1 { "thinks" } else { "think" }, tags.len() > 3);
            let who = if short { format!("{} nodes", tags.len()) } else { tags.join(", ") };
            notes.push((format!("{who} {think} it is down"), format!("{who}: down?")));
        }
        for (owner, keys) in &self.hints {
            let tag = cluster.index_of(owner).map_or(owner.as_str(), |node_index| cluster.tags[node_index].as_str());
            notes.push((format!("keeps {} for {tag}", counted(*keys, "key", "keys")), format!("for {tag}")));
        }
        if self.skew != 0.0 {
            notes.push((format!("clock {}", skew_in_short(self.skew)), skew_in_short(self.skew)));
        }
        if self.old_view {
            notes.push(("old view of the ring".to_owned(), "old view".to_owned()));
        }
        notes
    }

    /// The whole state as a sentence, for screen readers and for pointing at the seat.
    pub fn words(&self, cluster: &Cluster, rank: Option<usize>) -> String {
        let (name, tag) = (&cluster.names[self.node_index], &cluster.tags[self.node_index]);
        let has_tag = name.to_ascii_lowercase().contains(&tag.to_ascii_lowercase());
        let shown_as = if has_tag { String::new() } else { format!(" ({tag})") };
        let tokens = counted(cluster.tokens_of(self.node_index), "token", "tokens");
        let mut words =
            format!("Node {name}{shown_as}: {tokens}, {} of the ring", percent(cluster.shares[self.node_index]));
        if let Some(zone) = &cluster.zones[self.node_index] {
            words.push_str(&format!(", in zone {zone}"));
        }
        let mut add = |part: String| {
            words.push_str("; ");
            words.push_str(&part);
        };
        if !self.status_word().is_empty() {
            add(self.status_word().to_owned());
        }
        if let Some(rank) = rank {
            add(format!("{} on the preference list", ordinal(rank)));
        }
        match &self.stored[..] {
            [] => {}
            [one] => add(format!("stores {}", version_words(one))),
            many => {
                let versions: Vec<String> = many.iter().map(version_words).collect();
                add(format!("stores {} siblings: {}", many.len(), versions.join(" and ")));
            }
        }
        for (owner, keys) in &self.hints {
            add(format!("keeps {} for {owner}", counted(*keys, "key", "keys")));
        }
        if !self.suspected_by.is_empty() {
            let who = list(self.suspected_by.iter().map(|node_index| cluster.names[*node_index].as_str()));
            let think = if self.suspected_by.len() == 1 { "thinks" } else { "think" };
            add(format!("{who} {think} it is down"));
        }
        if self.skew != 0.0 {
            let way = if self.skew > 0.0 { "ahead" } else { "behind" };
            add(format!("its clock is {} {way}", duration(self.skew.abs())));
        }
        if self.old_view {
            add("it has not heard of every change of the members".to_owned());
        }
        words
    }
}

/// The owners for whom a node keeps hinted copies, with the number of keys.
fn hints(node: &NodeState) -> Vec<(String, usize)> {
    let mut owners: Vec<(String, usize)> = Vec::new();
    for hint in &node.hints {
        match owners.iter_mut().find(|(owner, _)| *owner == hint.owner) {
            Some((_, keys)) => *keys += 1,
            None => owners.push((hint.owner.clone(), 1)),
        }
    }
    owners
}

/// `+3 s` or `−250 ms`.
pub fn skew_in_short(ms: f64) -> String {
    format!("{}{}", if ms < 0.0 { "−" } else { "+" }, duration(ms.abs()))
}

fn duration(ms: f64) -> String {
    if ms >= 1_000.0 { format!("{} s", ms / 1_000.0) } else { format!("{ms} ms") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::cluster::Beginning;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario};

    /// The seats' sentences after these commands, each followed by quiet.
    fn words_after(commands: &[Command]) -> Vec<String> {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        for command in commands {
            playground.apply(command.clone()).unwrap();
            playground.run(RunLimit::default()).unwrap();
        }
        let (state, beginning) = (playground.state(), Beginning::new(Scenario::default()));
        let cluster = Cluster::from_state(&state, &playground.ring(), playground.node_names(), &beginning);
        SeatState::all(&state, "cart-deborah").iter().map(|seat| seat.words(&cluster, None)).collect()
    }

    fn name(name: &str) -> String {
        name.to_owned()
    }

    #[test]
    fn a_seat_says_that_its_node_is_down_and_who_keeps_what_for_it() {
        let crash = Command::Crash { name: name("C"), wipe: false };
        let words = words_after(&[crash, Command::put("Alice", "cart-deborah", "milk")]);
        assert!(words[2].contains("; down"), "{words:?}");
        assert!(words[2].contains("down; ") && words[2].contains("it is down"), "{words:?}");
        assert!(words.iter().any(|words| words.contains("keeps 1 key for C")), "{words:?}");
        assert_eq!(words.iter().filter(|words| words.contains("stores “milk”")).count(), 2, "{words:?}");
    }

    #[test]
    fn a_seat_says_how_far_its_clock_is_off() {
        let skew = |ms| words_after(&[Command::Skew { name: name("A"), ms }])[0].clone();
        assert!(skew(3_000.0).ends_with("its clock is 3 s ahead"), "{}", skew(3_000.0));
        assert!(skew(-250.0).ends_with("its clock is 250 ms behind"));
        assert!(skew(0.0).ends_with("of the ring"));
        assert_eq!([3_000.0, -250.0].map(skew_in_short), ["+3 s", "−250 ms"]);
    }

    #[test]
    fn seats_say_whose_view_is_old_until_gossip_has_told_them() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        let beginning = Beginning::new(Scenario::default());
        let old = |playground: &Playground| -> Vec<String> {
            let state = playground.state();
            let cluster = Cluster::from_state(&state, &playground.ring(), playground.node_names(), &beginning);
            let seats = SeatState::all(&state, "cart-deborah").into_iter();
            seats
                .filter(|seat| seat.words(&cluster, None).contains("has not heard of every change"))
                .inspect(|seat| assert!(seat.notes(&cluster).iter().any(|(long, _)| long == "old view of the ring")))
                .map(|seat| cluster.names[seat.node_index].clone())
                .collect()
        };
        assert_eq!(old(&playground), [""; 0], "nothing has changed yet");
        let tokens = crate::scenario::Tokens::Count(8);
        playground.apply(Command::add_node("F", tokens)).unwrap();
        let mut seen = vec![old(&playground)];
        while playground.step().unwrap().is_some() {
            seen.push(old(&playground));
        }
        assert!(seen.iter().any(|old| old.len() > 1), "a change is not known everywhere at once: {seen:?}");
        // At first F alone knows that it comes, and knows nobody else.
        assert!(seen[1..].iter().all(|old| old.len() < 6), "whoever has heard of all is not called old: {seen:?}");
        assert_eq!(seen.last().unwrap(), &[""; 0], "in the end all have heard of it");
    }

    #[test]
    fn siblings_are_named_as_such() {
        let blind = |value: &str| match Command::put("Alice", "cart-deborah", value) {
            Command::Put { client, key, value, overrides, options, .. } => {
                let context = crate::scenario::ContextChoice::None;
                Command::Put { client, key, value, context, via: None, overrides, options, only_if: false }
            }
            other => other,
        };
        let words = words_after(&[blind("milk"), blind("rice")]);
        assert!(
            words.iter().any(|words| words.contains("stores 2 siblings: “") && words.contains("] and “")),
            "{words:?}"
        );
    }
}
