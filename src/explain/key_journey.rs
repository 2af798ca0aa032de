//! Where does a key go? The journey of one key from its bytes to its preference list, as the page tells it.
//!
//! Four stages, each the answer to the question that the one before it raises: the key's bytes; their MD5 (section
//! 4.1); the digest as an angle; and the walk clockwise that meets one token after another (sections 4.2 and 4.3),
//! striking out those whose node, or whose zone, is on the list already. Each step carries the data that a picture needs and one plain
//! sentence.
//!
//! **Invariant:** this is pure telling. Who keeps a key is decided by [`crate::dynamo::replication`] alone.

pub mod words;

use crate::dynamo::partitioning::{NodeId, Position, Ring, Token, Zones, centre_of_zone};
use crate::dynamo::replication::{self, WalkReason, WalkStep};
use words::{list, ordinal, quoted, thousands};

/// Struck-out tokens in a row that get a step each; what follows of a longer row is told in one step.
const MOST_STRUCK_IN_A_ROW: usize = 3;
/// Steps of the walk that are told; a list of a thousand nodes is shown, not walked to its end.
const MOST_WALK_STEPS: usize = 64;

/// One of the four parts of a journey.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// The key as bytes of UTF-8.
    Bytes,
    /// The MD5 of the bytes.
    Digest,
    /// The digest as a part of the circle.
    Angle,
    /// The walk clockwise.
    Walk,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Bytes, Self::Digest, Self::Angle, Self::Walk];
}

/// What a step shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scene {
    /// The bytes.
    Bytes,
    /// The digest.
    Digest,
    /// The place on the circle.
    Angle,
    /// The walk meets a token whose node goes onto the list.
    Taken {
        /// The token.
        token: Token,
        /// 1 for the first node of the list.
        rank: usize,
    },
    /// The walk passes a token by.
    Struck {
        /// The token.
        token: Token,
        /// Why.
        reason: WalkReason,
    },
    /// More of the same, in one step.
    StruckRow {
        /// How many tokens.
        tokens: usize,
        /// The last of them.
        last: Token,
    },
    /// The list is as long as it gets.
    Done,
    /// There is nobody to keep the key.
    Nobody,
}

impl Scene {
    /// The token at which the walk stands after this step, if it moved.
    pub fn token(self) -> Option<Token> {
        match self {
            Self::Taken { token, .. } | Self::Struck { token, .. } | Self::StruckRow { last: token, .. } => Some(token),
            _ => None,
        }
    }
}

/// One step of a journey.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JourneyStep {
    /// The part that it belongs to.
    pub stage: Stage,
    /// What it shows.
    pub scene: Scene,
    /// What it says.
    pub sentence: String,
}

/// The whole journey of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyJourney {
    /// The key.
    pub key: String,
    /// Its MD5, unless its position was given.
    pub position: Position,
    /// The steps, in order; the walk ends with the list.
    pub steps: Vec<JourneyStep>,
    /// The nodes that keep the key, the coordinator first.
    pub replicas: Vec<NodeId>,
}

/// The journey of a key on a ring; `names` are the nodes' names by number.
pub fn key_journey(ring: &Ring, names: &[String], n: usize, key: &str) -> KeyJourney {
    key_journey_at(ring, names, n, key, Position::from_key(key))
}

/// The journey of a key that lies at this position, which may be given instead of its hash.
pub fn key_journey_at(ring: &Ring, names: &[String], n: usize, key: &str, position: Position) -> KeyJourney {
    let replicas = replication::replicas(ring, position, n);
    let mut steps = placing_steps(key, position);
    if replicas.is_empty() {
        steps.push(step(Stage::Walk, Scene::Nobody, "No nodes: no key has a home.".to_owned()));
    } else {
        walk_steps(ring, names, position, n, replicas.len(), &mut steps);
        steps.push(step(Stage::Walk, Scene::Done, done_sentence(ring, names, &replicas, n, key)));
    }
    KeyJourney { key: key.to_owned(), position, steps, replicas }
}

fn step(stage: Stage, scene: Scene, sentence: String) -> JourneyStep {
    JourneyStep { stage, scene, sentence }
}

/// From the key to its place on the circle.
fn placing_steps(key: &str, position: Position) -> Vec<JourneyStep> {
    let digits = &position.to_string()[..4];
    let bytes = match key.len() {
        1 => "one byte".to_owned(),
        length => format!("{} bytes", words::thousands(length)),
    };
    let (digest, angle) = match position == Position::from_key(key) {
        true => (
            "MD5 makes 128 bits of them, 32 hex digits: the same on every machine.".to_owned(),
            format!("Read as a number, the digest is a place on the circle: {digits}…"),
        ),
        false => (
            "MD5 would make 128 bits of them; this key was given a position instead.".to_owned(),
            format!("Read as a number, the position is a place on the circle: {digits}…"),
        ),
    };
    vec![
        step(Stage::Bytes, Scene::Bytes, format!("To the ring a key is only its bytes: {} is {bytes}.", quoted(key))),
        step(Stage::Digest, Scene::Digest, digest),
        step(Stage::Angle, Scene::Angle, format!("{angle} lies {} clockwise from the top.", words::degrees(position))),
    ]
}

/// One step for each token met until the list has `wanted` nodes, long rows of struck-out ones shortened.
fn walk_steps(ring: &Ring, names: &[String], from: Position, n: usize, wanted: usize, steps: &mut Vec<JourneyStep>) {
    let mut taken: Vec<NodeId> = Vec::new();
    let mut row: Vec<(Token, WalkReason)> = Vec::new();
    let (before, once_round) = (steps.len(), ring.tokens().len());
    for (met, WalkStep { token, skipped }) in replication::walk(ring, from, n).enumerate() {
        if taken.len() == wanted || steps.len() - before >= MOST_WALK_STEPS {
            break;
        }
        if let Some(reason) = skipped {
            row.push((token, reason));
            continue;
        }
        push_struck(&mut row, ring, names, steps);
        taken.push(token.owner);
        let scene = Scene::Taken { token, rank: taken.len() };
        let sentence = taken_sentence(&names[token.owner.index()], taken.len(), met >= once_round);
        steps.push(step(Stage::Walk, scene, sentence));
    }
}

fn push_struck(row: &mut Vec<(Token, WalkReason)>, ring: &Ring, names: &[String], steps: &mut Vec<JourneyStep>) {
    let told = if row.len() > MOST_STRUCK_IN_A_ROW + 1 { MOST_STRUCK_IN_A_ROW } else { row.len() };
    for &(token, reason) in &row[..told] {
        let sentence = struck_sentence(ring.zones(), names, token.owner, reason);
        steps.push(step(Stage::Walk, Scene::Struck { token, reason }, sentence));
    }
    if let Some(&(last, _)) = row[told..].last() {
        let tokens = row.len() - told;
        let same = row[told..].iter().all(|(_, reason)| *reason == WalkReason::AlreadyChosen);
        let sentence = match same {
            true => format!("The next {tokens} tokens are of nodes that are on the list already, too."),
            false => format!("The next {tokens} tokens are of nodes or zones that are on the list already, too."),
        };
        steps.push(step(Stage::Walk, Scene::StruckRow { tokens, last }, sentence));
    }
    row.clear();
}

/// Why a node is passed by, in a few words: “B is on the list already”, “zone eu is on the list already”.
pub fn why_struck(zones: Option<&Zones>, names: &[String], node: NodeId, reason: WalkReason) -> String {
    let zone = zones.and_then(|zones| zones.name_of(node)).unwrap_or_default();
    match reason {
        WalkReason::AlreadyChosen => format!("{} is on the list already", names[node.index()]),
        WalkReason::ZoneChosen => format!("zone {zone} is on the list already"),
        WalkReason::Enough if zone.is_empty() => "the list has enough copies".to_owned(),
        WalkReason::Enough => format!("{} has all its copies already", centre_of_zone(zone)),
    }
}

fn struck_sentence(zones: Option<&Zones>, names: &[String], node: NodeId, reason: WalkReason) -> String {
    let why = why_struck(zones, names, node, reason);
    let name = &names[node.index()];
    match reason {
        WalkReason::AlreadyChosen => format!("{why}: a second copy on the same machine would be lost with it."),
        WalkReason::ZoneChosen => format!("{name} is passed by: {why}, and there are zones without a copy."),
        WalkReason::Enough => format!("{name} is passed by: {why}."),
    }
}

fn taken_sentence(name: &str, rank: usize, once_more_round: bool) -> String {
    match rank {
        _ if once_more_round => {
            format!("Every zone has a copy. The walk goes round again: {name} is {} on the list.", ordinal(rank))
        }
        1 => format!("Clockwise, the first token is {name}’s: {name} is first on the list."),
        _ => format!("The next token is {name}’s: {name} is {} on the list.", ordinal(rank)),
    }
}

fn done_sentence(ring: &Ring, names: &[String], replicas: &[NodeId], n: usize, key: &str) -> String {
    let keepers = list(replicas.iter().map(|node| names[node.index()].as_str()));
    let key = quoted(key);
    let zones = ring.zones().filter(|_| replicas.len() > 1).map(|zones| zone_words(zones, replicas));
    let zones = zones.unwrap_or_default();
    match replicas.len() {
        1 if n == 1 => format!("{keepers} keeps {key}, alone: N = 1."),
        1 => format!("{keepers} keeps {key}, alone: it is the only node, though N = {n}."),
        found if found < n => {
            format!("{keepers} keep {key}: there are only {} nodes{zones}, though N = {n}.", thousands(found))
        }
        found => format!("{keepers} keep {key}: {} distinct nodes{zones}, N = {n}.", thousands(found)),
    }
}

/// In how many zones the nodes of a list stand, or how many of them in each data centre: “ in two zones”.
fn zone_words(zones: &Zones, replicas: &[NodeId]) -> String {
    let mut different: Vec<usize> = replicas.iter().map(|node| zones.zone_of(*node)).collect();
    different.sort_unstable();
    different.dedup();
    match different.len() {
        1 => " in 1 zone".to_owned(),
        many => format!(" in {} zones", thousands(many)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamo::partitioning::{NodeTokens, default_tokens};

    fn ring_of(nodes: &[(&str, usize)]) -> (Ring, Vec<String>) {
        let tokens = nodes.iter().enumerate().map(|(index, (name, count))| NodeTokens {
            node: NodeId(index as u16),
            positions: default_tokens(name, *count),
        });
        (Ring::new(tokens).unwrap(), nodes.iter().map(|(name, _)| (*name).to_owned()).collect())
    }

    const FIVE: [(&str, usize); 5] = [("A", 8), ("B", 8), ("C", 8), ("D", 8), ("E", 8)];

    /// The walk of a key in short: `E` for a node taken, `-E` for one struck out, `-7` for a row of seven.
    fn check(nodes: &[(&str, usize)], n: usize, key: &str, expect: &str) {
        let (ring, names) = ring_of(nodes);
        let journey = key_journey(&ring, &names, n, key);
        let told: Vec<String> = journey
            .steps
            .iter()
            .filter_map(|step| match step.scene {
                Scene::Taken { token, .. } => Some(names[token.owner.index()].clone()),
                Scene::Struck { token, .. } => Some(format!("-{}", names[token.owner.index()])),
                Scene::StruckRow { tokens, .. } => Some(format!("-{tokens}")),
                Scene::Nobody => Some("nobody".to_owned()),
                _ => None,
            })
            .collect();
        assert_eq!(told.join(" "), expect, "{key} with N = {n}");
        assert_eq!(journey.replicas, replication::replicas(&ring, journey.position, n));
    }

    #[test]
    fn the_walk_takes_distinct_nodes_and_strikes_out_the_rest() {
        check(&FIVE, 3, "cart-deborah", "E D -E C");
        check(&FIVE, 3, "cart-paul", "B -B C E");
        check(&FIVE, 1, "cart-paul", "B");
        check(&FIVE, 3, "cart-bob", "E -E -E D A");
    }

    #[test]
    fn the_walk_ends_when_there_are_no_more_nodes() {
        check(&[], 3, "cart-paul", "nobody");
        check(&[("A", 8)], 3, "cart-paul", "A");
        check(&[("A", 1), ("B", 1)], 3, "cart-paul", "B A");
    }

    #[test]
    fn a_long_row_of_struck_out_tokens_is_one_step() {
        let (ring, names) = ring_of(&[("A", 1_000), ("B", 1)]);
        let journey = key_journey(&ring, &names, 2, "cart-paul");
        let rows: Vec<usize> = journey
            .steps
            .iter()
            .filter_map(|step| match step.scene {
                Scene::StruckRow { tokens, .. } => Some(tokens),
                _ => None,
            })
            .collect();
        assert_eq!(rows.len(), 1);
        assert!(journey.steps.len() < 12, "{} steps", journey.steps.len());
    }

    #[test]
    fn a_list_of_a_thousand_is_not_walked_to_its_end() {
        let names: Vec<String> = (0..1_000).map(|number| format!("n{number}")).collect();
        let nodes: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 1)).collect();
        let (ring, names) = ring_of(&nodes);
        let journey = key_journey(&ring, &names, 1_000, "cart-paul");
        assert_eq!(journey.replicas.len(), 1_000);
        assert!(journey.steps.len() <= MOST_WALK_STEPS + 4 + MOST_STRUCK_IN_A_ROW);
    }

    #[test]
    fn every_step_says_one_plain_thing() {
        let (ring, names) = ring_of(&FIVE);
        let told: Vec<String> =
            key_journey(&ring, &names, 3, "cart-deborah").steps.into_iter().map(|step| step.sentence).collect();
        assert_eq!(
            told,
            [
                "To the ring a key is only its bytes: “cart-deborah” is 12 bytes.",
                "MD5 makes 128 bits of them, 32 hex digits: the same on every machine.",
                "Read as a number, the digest is a place on the circle: 11cb… lies 25.0° clockwise from the top.",
                "Clockwise, the first token is E’s: E is first on the list.",
                "The next token is D’s: D is second on the list.",
                "E is on the list already: a second copy on the same machine would be lost with it.",
                "The next token is C’s: C is third on the list.",
                "E, D and C keep “cart-deborah”: 3 distinct nodes, N = 3.",
            ]
        );
    }

    #[test]
    fn lists_that_cannot_be_full_say_why() {
        for (nodes, n, expect) in [
            (&FIVE[..1], 1, "A keeps “k”, alone: N = 1."),
            (&FIVE[..1], 3, "A keeps “k”, alone: it is the only node, though N = 3."),
            (&FIVE[..2], 3, "there are only 2 nodes, though N = 3."),
            (&FIVE[..0], 3, "No nodes: no key has a home."),
        ] {
            let (ring, names) = ring_of(nodes);
            let journey = key_journey(&ring, &names, n, "k");
            let last = &journey.steps.last().unwrap().sentence;
            assert!(last.ends_with(expect), "{last}");
        }
    }
}
