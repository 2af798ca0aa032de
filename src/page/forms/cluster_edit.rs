//! The edits of the cluster panel: typed text in; a change, or a refusal that names the field, out. Before the first
//! step an edit changes the beginning of the history; later it is an operator's command, which the cluster carries out
//! step by step.

use crate::dynamo::partitioning::Position;
use crate::explain::key_journey::words::counted;
use crate::input::limits::{MAX_NAME_CHARACTERS, MAX_NODES, MAX_TOKENS_PER_NODE};
use crate::input::refusal::Refusal;
use crate::page::projection::cluster::{Beginning, Cluster};
use crate::scenario::{Command, NodeSpec, Overrides, Tokens};

/// An edit, with its fields as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// A node joins, in this zone if it names one.
    Add { name: String, tokens: String, zone: String },
    /// A node stands in another zone, or in none.
    SetZone { index: usize, zone: String },
    /// A node is renamed. Its tokens stay where they are.
    Rename { index: usize, name: String },
    /// A node leaves.
    Remove { index: usize },
    /// A node gets more or fewer tokens.
    SetTokens { index: usize, tokens: String },
    /// Every node gets this many tokens.
    SetAllTokens { tokens: String },
    /// N, R or W is changed. Where N becomes less than R or W, these are lowered to it.
    SetQuorum { letter: QuorumLetter, value: String },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuorumLetter {
    /// Copies of each key.
    N,
    /// Answers that a get waits for.
    R,
    /// Acknowledgements that a put waits for.
    W,
}

impl QuorumLetter {
    pub fn letter(self) -> &'static str {
        match self {
            Self::N => "N",
            Self::R => "R",
            Self::W => "W",
        }
    }

    /// What it means, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::N => "copies of each key",
            Self::R => "answers a get waits for",
            Self::W => "copies a put waits for",
        }
    }

    /// Its value in a cluster.
    pub fn value_in(self, cluster: &Cluster) -> usize {
        match self {
            Self::N => cluster.n,
            Self::R => cluster.r,
            Self::W => cluster.w,
        }
    }
}

/// The result of an edit.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The beginning of the history after the edit.
    pub beginning: Beginning,
    /// What was done, as the beginning of a sentence: “F joins”.
    pub words: String,
}

/// The first letter, or letter with a number, that no node uses.
pub fn free_name(names: &[String]) -> String {
    let letters = (0..).flat_map(|round| ('A'..='Z').map(move |letter| (letter, round)));
    let mut free =
        letters.map(|(letter, round)| if round == 0 { letter.to_string() } else { format!("{letter}{round}") });
    free.find(|name| !names.contains(name)).unwrap_or_default()
}

pub fn token_count(tokens: &Tokens) -> usize {
    match tokens {
        Tokens::Count(count) => *count,
        Tokens::At(positions) => positions.len(),
    }
}

impl Edit {
    /// The beginning of the history after the edit.
    ///
    /// # Errors
    /// What is wrong with the typed text.
    pub fn apply(&self, beginning: &Beginning) -> Result<Edited, Refusal> {
        self.check_index(beginning.scenario.nodes.len())?;
        let Beginning { mut scenario, mut numbers, first } = beginning.clone();
        let names: Vec<String> = scenario.nodes.iter().map(|node| node.name.clone()).collect();
        let words = match self {
            Self::Add { name, tokens, zone } => {
                let name = usable_name(name)?;
                let tokens = whole("tokens", tokens, MAX_TOKENS_PER_NODE)?;
                refuse_taken(&names, &name, None)?;
                if names.len() >= MAX_NODES {
                    let allowed = format!("at most {MAX_NODES}");
                    return Err(Refusal::field("too-many-nodes", "nodes", names.len() + 1, &allowed));
                }
                scenario.nodes.push(NodeSpec { zone: zone_name(zone)?, ..NodeSpec::new(&name, tokens) });
                numbers.push((0..).find(|number| !beginning.numbers.contains(number)).unwrap_or_default());
                format!("{name} joins with {}", counted(tokens, "token", "tokens"))
            }
            Self::Rename { index, name } => {
                let name = usable_name(name)?;
                refuse_taken(&names, &name, Some(*index))?;
                let node = &mut scenario.nodes[*index];
                // A count alone would mean the tokens of the new name.
                node.tokens = Tokens::At(node.positions());
                let old = std::mem::replace(&mut node.name, name.clone());
                for seed in scenario.seeds.iter_mut().flatten().filter(|seed| **seed == old) {
                    *seed = name.clone();
                }
                format!("{old} is now called {name} and keeps its tokens")
            }
            Self::SetZone { index, zone } => {
                let node = &mut scenario.nodes[*index];
                node.zone = zone_name(zone)?;
                match &node.zone {
                    Some(zone) => format!("{} stands in zone {zone}", node.name),
                    None => format!("{} stands in no zone", node.name),
                }
            }
            Self::Remove { index } => {
                numbers.remove(*index);
                let name = scenario.nodes.remove(*index).name;
                // Without any seed, all nodes are known at first.
                scenario.seeds.iter_mut().for_each(|seeds| seeds.retain(|seed| *seed != name));
                scenario.seeds = scenario.seeds.take().filter(|seeds| !seeds.is_empty());
                format!("{name} leaves")
            }
            Self::SetTokens { index, tokens } => {
                let field = format!("tokens of {}", scenario.nodes[*index].name);
                let tokens = whole(&field, tokens, MAX_TOKENS_PER_NODE)?;
                let node = &mut scenario.nodes[*index];
                let old = token_count(&node.tokens);
                node.tokens = with_count(node, tokens);
                format!("{}: {old} → {}", node.name, counted(tokens, "token", "tokens"))
            }
            Self::SetAllTokens { tokens } => {
                let tokens = whole("tokens", tokens, MAX_TOKENS_PER_NODE)?;
                for node in &mut scenario.nodes {
                    node.tokens = with_count(node, tokens);
                }
                format!("Each node has {}", counted(tokens, "token", "tokens"))
            }
            Self::SetQuorum { letter, value } => {
                let value = whole(letter.letter(), value, MAX_NODES)?;
                let (r, w) = (scenario.r, scenario.w);
                match letter {
                    QuorumLetter::N => {
                        scenario.n = value;
                        (scenario.r, scenario.w) = (r.min(value), w.min(value));
                    }
                    QuorumLetter::R => scenario.r = value,
                    QuorumLetter::W => scenario.w = value,
                }
                quorum_words(*letter, value, r > scenario.r, w > scenario.w)
            }
        };
        scenario.check()?;
        Ok(Edited { beginning: Beginning { scenario, numbers, first }, words })
    }

    /// The node may be gone: a button can be pressed twice.
    fn check_index(&self, nodes: usize) -> Result<(), Refusal> {
        match self {
            Self::Rename { index, .. }
            | Self::Remove { index }
            | Self::SetZone { index, .. }
            | Self::SetTokens { index, .. }
                if *index >= nodes =>
            {
                let allowed = format!("one of the {nodes} nodes that are there");
                Err(Refusal::field("unknown-node", "node", format!("number {}", index + 1), &allowed))
            }
            _ => Ok(()),
        }
    }

    /// The operator's command that makes the same change within a history.
    ///
    /// # Errors
    /// What is wrong with the typed text, or that the change is possible only at the beginning.
    pub fn command(&self, cluster: &Cluster) -> Result<Command, Refusal> {
        self.check_index(cluster.len())?;
        Ok(match self {
            Self::Add { name, tokens, zone } => {
                let name = usable_name(name)?;
                refuse_taken(&cluster.names, &name, None)?;
                let tokens = Tokens::Count(whole("tokens", tokens, MAX_TOKENS_PER_NODE)?);
                Command::AddNode { name, tokens, zone: zone_name(zone)?, via: None }
            }
            Self::SetZone { index, zone } => {
                let allowed = format!("the zone that {} came with: machines do not move", name_of(cluster, *index));
                return Err(Refusal::field("invalid-zone", "zone", format!("“{}”", zone.trim()), &allowed));
            }
            Self::Rename { index, name } => {
                let allowed = format!("{}, the name that the history knows it by", name_of(cluster, *index));
                return Err(Refusal::field("invalid-name", "name", format!("“{}”", name.trim()), &allowed));
            }
            Self::Remove { index } => Command::remove_node(&name_of(cluster, *index)),
            Self::SetTokens { index, tokens } => {
                let name = name_of(cluster, *index);
                let wanted = whole(&format!("tokens of {name}"), tokens, MAX_TOKENS_PER_NODE)?;
                let own = cluster.ring.tokens().iter().filter(|token| token.owner.index() == *index);
                let tokens = with_count(&specification(&name, own.map(|token| token.position).collect()), wanted);
                Command::set_tokens(&name, tokens)
            }
            Self::SetAllTokens { .. } => {
                let allowed = "the same from the beginning";
                return Err(Refusal::field("invalid-number", "tokens", "another number", allowed));
            }
            Self::SetQuorum { letter, value } => {
                let value = whole(letter.letter(), value, MAX_NODES)?;
                let lowered = |own: usize| (own > value).then_some(value);
                let overrides = match letter {
                    QuorumLetter::N => Overrides { n: Some(value), r: lowered(cluster.r), w: lowered(cluster.w) },
                    QuorumLetter::R => Overrides { r: Some(value), ..Overrides::default() },
                    QuorumLetter::W => Overrides { w: Some(value), ..Overrides::default() },
                };
                Command::SetQuorum { overrides, quorum: None }
            }
        })
    }
}

/// `N = 1; R and W are lowered to 1`
fn quorum_words(letter: QuorumLetter, value: usize, lowers_r: bool, lowers_w: bool) -> String {
    let lowered = match (lowers_r, lowers_w) {
        (false, false) => String::new(),
        (true, false) => format!("; R is lowered to {value}"),
        (false, true) => format!("; W is lowered to {value}"),
        (true, true) => format!("; R and W are lowered to {value}"),
    };
    format!("{}\u{a0}= {value}{lowered}", letter.letter())
}

/// The node's tokens with another count: the first ones stay where they are.
fn with_count(node: &NodeSpec, wanted: usize) -> Tokens {
    let Tokens::At(positions) = &node.tokens else { return Tokens::Count(wanted) };
    let mut positions = positions.clone();
    positions.truncate(wanted);
    let mut number = 0;
    while positions.len() < wanted {
        let position = Position::from_token(&node.name, number);
        if !positions.contains(&position) {
            positions.push(position);
        }
        number += 1;
    }
    Tokens::At(positions)
}

/// The zone without surrounding blanks; none if nothing is left.
fn zone_name(typed: &str) -> Result<Option<String>, Refusal> {
    let zone = typed.trim();
    match zone.chars().count() {
        0 => Ok(None),
        1..=MAX_NAME_CHARACTERS => Ok(Some(zone.to_owned())),
        _ => Err(Refusal::field("invalid-zone", "zone", format!("“{zone}”"), "a name of at most 24 characters")),
    }
}

/// The name without surrounding blanks.
fn usable_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    match name.is_empty() {
        true => Err(Refusal::field("invalid-name", "name", "an empty text", "1 to 24 characters")),
        false => Ok(name.to_owned()),
    }
}

fn name_of(cluster: &Cluster, index: usize) -> String {
    cluster.names.get(index).cloned().unwrap_or_default()
}

/// A node as a scenario specifies it: by a count where its tokens are those of a count.
fn specification(name: &str, positions: Vec<Position>) -> NodeSpec {
    let mut usual = crate::dynamo::partitioning::default_tokens(name, positions.len());
    usual.sort_unstable();
    let tokens = if usual == positions { Tokens::Count(positions.len()) } else { Tokens::At(positions) };
    NodeSpec { tokens, ..NodeSpec::new(name, 0) }
}

fn refuse_taken(names: &[String], name: &str, except: Option<usize>) -> Result<(), Refusal> {
    match names.iter().position(|known| known == name) {
        Some(index) if Some(index) != except => {
            Err(Refusal::field("duplicate-node", "name", format!("“{name}”"), "a name that no other node has"))
        }
        _ => Ok(()),
    }
}

fn whole(field: &str, typed: &str, most: usize) -> Result<usize, Refusal> {
    let number = typed.trim().parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| {
        let given = if typed.trim().is_empty() { "nothing".to_owned() } else { format!("“{}”", typed.trim()) };
        Refusal::field("invalid-number", field, given, &format!("a whole number from 1 to {most}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::Playground;
    use crate::scenario::Scenario;

    fn five() -> Beginning {
        Beginning::new(Scenario::default())
    }

    fn check_refused(edit: Edit, expect: &str) {
        let message = edit.apply(&five()).unwrap_err().message;
        assert!(message.contains(expect), "{message}");
    }

    fn add(name: &str, tokens: &str) -> Edit {
        Edit::Add { name: name.to_owned(), tokens: tokens.to_owned(), zone: String::new() }
    }

    #[test]
    fn what_is_typed_wrong_is_refused_by_name() {
        check_refused(add("", "8"), "name: got an empty text");
        check_refused(add("A", "8"), "name: got “A”");
        check_refused(add(" A ", "8"), "name: got “A”");
        check_refused(add("a name of twenty-five char", "8"), "name");
        check_refused(add("F", "0"), "tokens: got “0”; allowed is a whole number from 1 to 1024");
        check_refused(add("F", "1025"), "tokens: got “1025”");
        check_refused(add("F", "eight"), "tokens: got “eight”");
        check_refused(add("F", ""), "tokens: got nothing");
        check_refused(Edit::SetQuorum { letter: QuorumLetter::R, value: "4".to_owned() }, "got 4");
        check_refused(Edit::Rename { index: 0, name: "B".to_owned() }, "name: got “B”");
    }

    #[test]
    fn an_n_below_r_or_w_lowers_them_and_says_so() {
        for (value, words, n_r_w) in [
            ("1", "N\u{a0}= 1; R and W are lowered to 1", (1, 1, 1)),
            ("2", "N\u{a0}= 2", (2, 2, 2)),
            ("5", "N\u{a0}= 5", (5, 2, 2)),
        ] {
            let edit = Edit::SetQuorum { letter: QuorumLetter::N, value: value.to_owned() };
            let Edited { beginning: Beginning { scenario, .. }, words: said } = edit.apply(&five()).unwrap();
            assert_eq!((said.as_str(), (scenario.n, scenario.r, scenario.w)), (words, n_r_w));
        }
    }

    #[test]
    fn a_node_keeps_its_number_for_life_and_a_freed_one_is_given_again() {
        let four = Edit::Remove { index: 1 }.apply(&five()).unwrap().beginning;
        assert_eq!(four.numbers, [0, 2, 3, 4]);
        let again = add("F", "3").apply(&four).unwrap();
        assert_eq!((again.beginning.numbers, again.words.as_str()), (vec![0, 2, 3, 4, 1], "F joins with 3 tokens"));
    }

    #[test]
    fn a_renamed_node_keeps_its_tokens_when_it_gets_more() {
        let old = five().scenario.nodes[0].positions();
        let renamed = Edit::Rename { index: 0, name: "Ada".to_owned() }.apply(&five()).unwrap().beginning;
        assert_eq!(renamed.scenario.nodes[0].positions(), old);
        let more = Edit::SetTokens { index: 0, tokens: "9".to_owned() }.apply(&renamed).unwrap().beginning;
        let positions = more.scenario.nodes[0].positions();
        assert!(positions.starts_with(&old) && positions.len() == 9);
        let fewer = Edit::SetTokens { index: 0, tokens: "2".to_owned() }.apply(&more).unwrap().beginning;
        assert_eq!(fewer.scenario.nodes[0].positions(), old[..2]);
    }

    #[test]
    fn in_the_middle_of_a_history_an_edit_is_a_command() {
        let playground = Playground::new(Scenario::default()).unwrap();
        let cluster = Cluster::from_state(&playground.state(), &playground.ring(), playground.node_names(), &five());
        let check = |edit: Edit, expect: Command| assert_eq!(edit.command(&cluster).unwrap(), expect);
        check(add(" F ", "3"), Command::add_node("F", Tokens::Count(3)));
        check(Edit::Remove { index: 1 }, Command::remove_node("B"));
        check(Edit::SetTokens { index: 0, tokens: "12".to_owned() }, Command::set_tokens("A", Tokens::Count(12)));
        let overrides = Overrides { r: Some(1), ..Overrides::default() };
        check(
            Edit::SetQuorum { letter: QuorumLetter::R, value: "1".to_owned() },
            Command::SetQuorum { overrides, quorum: None },
        );
        let overrides = Overrides { n: Some(1), r: Some(1), w: Some(1) };
        check(
            Edit::SetQuorum { letter: QuorumLetter::N, value: "1".to_owned() },
            Command::SetQuorum { overrides, quorum: None },
        );
        let renaming = Edit::Rename { index: 0, name: "Ada".to_owned() };
        assert!(renaming.command(&cluster).unwrap_err().message.contains("the name that the history knows it by"));
        assert!(add("B", "3").command(&cluster).unwrap_err().message.contains("name: got “B”"));
    }
}

#[cfg(test)]
mod moved_by_edits {
    use super::*;
    use crate::dynamo::partitioning::NodeId;
    use crate::page::projection::cluster::{Change, SAMPLE_KEYS};
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::Scenario;

    fn five() -> Beginning {
        Beginning::new(Scenario::default())
    }

    fn cluster(beginning: &Beginning) -> Cluster {
        let playground = Playground::new(beginning.scenario.clone()).unwrap();
        Cluster::from_state(&playground.state(), &playground.ring(), playground.node_names(), beginning)
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
        check(Edit::Add { name: "F".to_owned(), tokens: "8".to_owned(), zone: String::new() }, None, Some(5), true);
        check(Edit::Remove { index: 1 }, Some(1), None, true);
        check(Edit::SetTokens { index: 0, tokens: "32".to_owned() }, None, Some(0), false);
        check(Edit::SetTokens { index: 0, tokens: "1".to_owned() }, Some(0), None, false);
    }

    #[test]
    fn a_rename_moves_nothing() {
        let after = Edit::Rename { index: 0, name: "Ada".to_owned() }.apply(&five()).unwrap().beginning;
        let change = Change::between(String::new(), &cluster(&five()), &cluster(&after));
        assert_eq!((change.arcs.len(), change.keys_moved, change.keys_moved_by_modulo), (0, 0, None));
    }

    #[test]
    fn the_last_node_to_leave_takes_every_key_with_it() {
        let mut beginning = five();
        for _ in 0..5 {
            beginning = Edit::Remove { index: 0 }.apply(&beginning).unwrap().beginning;
        }
        assert!(cluster(&beginning).is_empty());
        let add = Edit::Add { name: "A".to_owned(), tokens: "3".to_owned(), zone: String::new() };
        let before = add.apply(&beginning).unwrap().beginning;
        let change = Change::between(String::new(), &cluster(&before), &cluster(&beginning));
        assert_eq!(change.keys_moved, SAMPLE_KEYS);
        assert_eq!(change.arc_words(&change.arcs[0]), "A→–");
    }

    #[test]
    fn a_node_that_joins_in_the_history_keeps_its_number_and_its_place_is_that_of_the_snapshot() {
        let beginning = Edit::Remove { index: 1 }.apply(&five()).unwrap().beginning;
        let mut playground = Playground::new(beginning.scenario.clone()).unwrap();
        playground.apply(Command::remove_node("C")).unwrap();
        playground.apply(Command::add_node("F", Tokens::Count(8))).unwrap();
        playground.run(RunLimit::default()).unwrap();
        let state = playground.state();
        let cluster = Cluster::from_state(&state, &playground.ring(), playground.node_names(), &beginning);
        assert_eq!((cluster.names.join(""), cluster.numbers.clone()), ("ADEF".to_owned(), vec![0, 3, 4, 5]));
        assert_eq!(state.nodes[3].name, "F");
        assert!((cluster.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9 && cluster.shares[3] > 0.0);
    }
}
