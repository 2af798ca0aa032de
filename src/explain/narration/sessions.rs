//! Requests that ask for more than the paper's: a quorum of their own, an answer that covers what the client has read, or
//! repair before the answer.

use super::{Claim, Narrated, key_words, list, operation, quiet, sends};
use crate::explain::trace::{Fact, MessageKind, TraceEvent};

pub fn asked(event: &TraceEvent, asked: &Fact) -> Narrated {
    let Fact::Asked { client, request, via, quorum, position, at_least, only_if } = asked else { return quiet(event) };
    let operation = operation(event);
    let mut claims = vec![Claim::IsPending { operation }, sends(client, via)];
    let mut words = format!("{client} asks {via} to {request} {}", key_words(event));
    if let Some(position) = position {
        words.push_str(&format!(", which lies at {position}, not at its hash"));
        claims.push(Claim::LiesAt { key: super::key(event), position: *position });
    }
    if let Some(quorum) = quorum.filter(|_| !only_if) {
        words.push_str(&format!(", with a {quorum} quorum"));
        claims.push(Claim::HasOwnQuorum { operation, quorum });
    }
    if *at_least {
        words.push_str(", with all that it has read and written of it");
        claims.push(Claim::KeepsContext { client: client.clone(), key: super::key(event) });
    }
    if *only_if {
        words.push_str(", but only if nothing newer is there");
    }
    Narrated::new(format!("{words}."), claims)
}

fn has_not_replied(event: &TraceEvent, by: &str) -> Claim {
    Claim::HasNotReplied { by: by.to_owned(), operation: operation(event) }
}

pub fn repair_awaited(event: &TraceEvent, by: &str, nodes: &[String]) -> Narrated {
    let whom = list(nodes.iter());
    let sent: Vec<Claim> = nodes.iter().map(|node| sends(by, node)).collect();
    let now = event.facts.iter().any(|fact| matches!(fact, Fact::RepairSent { .. }));
    if now {
        let lacked = if nodes.len() == 1 { "is" } else { "are" };
        let words = format!("{by} has enough answers, but {whom} {lacked} behind. It repairs first, and answers then.");
        return Narrated::new(words, sent.into_iter().chain([has_not_replied(event, by)]));
    }
    let words = format!("One more answer has come. {by} still waits until {whom} confirms the repair.");
    let words = if nodes.len() == 1 { words } else { words.replace("confirms", "confirm") };
    Narrated::new(words, [has_not_replied(event, by)])
}

pub fn repair_confirmed(event: &TraceEvent, by: &str, node: &str, left: usize) -> Narrated {
    let answers = event.sent.iter().any(|sent| sent.kind == MessageKind::Answer);
    if answers {
        let replied = Claim::HasReplied { by: by.to_owned(), operation: operation(event) };
        return Narrated::new(format!("{node} has confirmed its repair. {by} answers the client."), [replied]);
    }
    let words = format!("{node} has confirmed its repair. {by} waits for {left} more.");
    Narrated::new(words, [has_not_replied(event, by)])
}

pub fn not_covered(event: &TraceEvent, by: &str, client: &str) -> Narrated {
    let words = format!("{by} has enough answers, but not all that {client} has read and written. It waits for more.");
    Narrated::new(words, [has_not_replied(event, by)])
}

pub fn asks_again(event: &TraceEvent, by: &str, nodes: &[String]) -> Narrated {
    let claims = nodes.iter().map(|node| sends(by, node)).chain([has_not_replied(event, by)]);
    let words = match nodes {
        [] => format!("{by} looks again for {}.", key_words(event)),
        _ => format!("{by} asks {} again for {}: what came was too old.", list(nodes.iter()), key_words(event)),
    };
    Narrated::new(words, claims)
}

pub fn checks_first(event: &TraceEvent, node: &str, others: &[String]) -> Narrated {
    let words = match others {
        [] => format!("{node} checks first whether it has something newer of {}.", key_words(event)),
        _ => {
            let key = key_words(event);
            format!("{node} checks first: it asks {} whether they have something newer of {key}.", list(others.iter()))
        }
    };
    let words = if others.len() == 1 { words.replace("whether they have", "whether it has") } else { words };
    Narrated::new(words, others.iter().map(|other| sends(node, other)))
}

pub fn nothing_newer(event: &TraceEvent, by: &str, from: &str, have: usize, needed: usize) -> Narrated {
    let words = format!("{from} has nothing newer: {have} of {needed}.");
    Narrated::new(words, [Claim::Needs { operation: operation(event), needed }, has_not_replied(event, by)])
}

pub fn found_newer(event: &TraceEvent, by: &str, at: &str) -> Narrated {
    let replied = Claim::HasReplied { by: by.to_owned(), operation: operation(event) };
    let what = if by == at { format!("{by} has") } else { format!("{at} has") };
    let words = format!("{what} a version that the client has not read. {by} refuses the put.");
    Narrated::new(words, [replied, Claim::HoldsUnread { node: at.to_owned(), operation: operation(event) }])
}

/// The homes of which nobody keeps a copy, as a sentence of its own after another one.
pub fn without_stand_in(event: &TraceEvent, by: &str) -> (String, Vec<Claim>) {
    let silent: Vec<String> = event
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::NobodyStandsIn { node, .. } => Some(node.clone()),
            _ => None,
        })
        .collect();
    let claims = silent.iter().map(|node| Claim::Suspects { by: by.to_owned(), node: node.clone() }).collect();
    let words = match silent.as_slice() {
        [] => String::new(),
        [one] => format!(" {one} is silent for longer than the hint window: nobody keeps its copy."),
        _ => {
            format!(" {} are silent for longer than the hint window: nobody keeps their copies.", list(silent.iter()))
        }
    };
    (words, claims)
}
