//! Descriptions of what is on the stage.

use super::cluster::Cluster;
use super::sides::Sides;
use crate::explain::key_journey::words::{degrees, list, percent, shortened};
use crate::explain::snapshot::{CutState, MessageState, State};

pub fn message_words(message: &MessageState) -> String {
    let MessageState { kind, from, to, label, .. } = message;
    let owner = message.owner.as_ref().map(|owner| format!(", for {owner}")).unwrap_or_default();
    let waits = match (message.held, message.waits) {
        (true, _) => "; held".to_owned(),
        (_, true) => format!("; it waits, for {to} is paused"),
        _ => String::new(),
    };
    format!("{} from {from} to {to}: {label}{owner}{waits}", kind.as_str())
}

pub fn token_words(cluster: &Cluster, index: usize) -> String {
    let token = cluster.ring.tokens()[index];
    let share = percent(cluster.ring.range_of(index).share());
    let name = &cluster.names[token.owner.index()];
    format!("Token of {name} at {}: it owns the arc before it, {share} of the ring", degrees(token.position))
}

/// `A wall parts A, B and Alice from C, D, E and Bob`.
pub fn wall_words(sides: &Sides, cluster: &Cluster, clients: &[String]) -> String {
    let side = |side: usize| {
        let names = sides.names(side, &cluster.names, clients);
        match names.len() {
            0..=8 => list(names.iter().map(String::as_str)),
            many => format!("{} and {} others", shortened(&names[0], 24), many - 1),
        }
    };
    let named: Vec<String> = (0..sides.count).take(8).map(side).collect();
    if named.len() == 1 {
        return format!("The wall: all stand on one side of it, {}", named[0]);
    }
    format!("The wall: no message gets through between {}", named.join(" | "))
}

/// `Messages from A to B wait: 2`.
pub fn held_words(state: &State, from: &str, to: &str) -> String {
    let waiting = state.messages.iter().filter(|message| message.held && message.from == from && message.to == to);
    match waiting.count() {
        0 => format!("The link from {from} to {to} is held: messages will wait"),
        count => format!("The link from {from} to {to} is held: {count} waiting"),
    }
}

/// `The link from A to B is cut: messages are lost`.
pub fn cut_words(CutState { from, to, kind }: &CutState) -> String {
    let lost = kind.map_or("messages are lost".to_owned(), |kind| format!("{} messages are lost", kind.as_str()));
    format!("The link from {from} to {to} is cut: {lost}")
}
