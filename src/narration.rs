//! Each step in one plain sentence: short, active, concrete, in the paper's terms.

use crate::snapshot::VersionState;
use crate::trace::{Cause, Fact, MessageKind, MessageRecord, TraceEvent};
use std::cmp::Ordering;

/// The fact that says most of a step.
pub fn headline(facts: &[Fact]) -> Option<&Fact> {
    facts.iter().max_by_key(|fact| weight(fact))
}

fn weight(fact: &Fact) -> u8 {
    match fact {
        Fact::Recovered { .. } => 0,
        Fact::Found { .. } => 1,
        Fact::AlreadyKnown { .. } | Fact::Stored { .. } => 2,
        Fact::Counted { .. } => 3,
        Fact::HintStored { .. } => 4,
        Fact::Coordinates { .. } => 5,
        Fact::VersionMade { .. } => 6,
        Fact::Suspected { .. } => 7,
        Fact::ClockTruncated { .. } => 8,
        Fact::Forwarded { .. } | Fact::Asked { .. } | Fact::Answered { .. } | Fact::Failed { .. } => 9,
        Fact::Noted { .. } => 10,
    }
}

/// The step in one or two short sentences.
pub fn sentence(event: &TraceEvent) -> String {
    let Some(headline) = headline(&event.facts) else { return quiet_sentence(event) };
    let key = event.key.as_deref().map(quoted).unwrap_or_default();
    match headline {
        Fact::Asked { client, request, via } => format!("{client} asks {via} to {request} {key}."),
        Fact::Forwarded { from, to } => {
            format!("{from} is not among the first N for {key}. It hands the put on to {to}.")
        }
        Fact::VersionMade { node, version } => coordinates_put(event, node, version),
        Fact::Coordinates { node, replicas, needed, .. } => {
            let others = list(replicas.iter().filter(|replica| *replica != node));
            if others.is_empty() {
                return format!("{node} coordinates and looks for {key} on its own disk.");
            }
            let wanted = if *needed == 1 { "1 answer".to_owned() } else { format!("{needed} answers") };
            if replicas.contains(node) {
                format!(
                    "{node} coordinates: it looks for {key}, asks {others} too, and waits for {wanted}, its own among them."
                )
            } else {
                format!("{node} coordinates: it asks {others} for {key} and waits for {wanted}.")
            }
        }
        Fact::ClockTruncated { node, dropped } => {
            format!(
                "The clock of the new version is full. {node} drops the oldest pair, that of {}.",
                list(dropped.iter())
            )
        }
        Fact::Stored { node, version, siblings, superseded } => stored(node, version, *siblings, superseded),
        Fact::AlreadyKnown { node, .. } => {
            format!("{node} has this version already, or a newer one. It acknowledges it.")
        }
        Fact::HintStored { node, owner, .. } => {
            format!("{owner} is down. {node} takes the copy and remembers whose it is.")
        }
        Fact::Found { node, versions } => format!("{node} looks for {key} and finds {}.", count(versions.len())),
        Fact::Counted { by, from, have, needed } => counted(event, by, from, *have, *needed),
        Fact::Answered { client, request: "get", values } => got(client, &key, values),
        Fact::Answered { client, request, .. } => {
            format!("{client} hears that the {request} is done, and keeps the context for the next one.")
        }
        Fact::Failed { client, request, reason } => format!("{client}'s {request} failed: {reason}."),
        Fact::Suspected { by, node } => format!("{by} has no answer from {node}, and takes it to be down."),
        Fact::Recovered { by, node } => format!("{by} hears from {node} again."),
        Fact::Noted { words } => words.clone(),
    }
}

fn coordinates_put(event: &TraceEvent, node: &str, version: &VersionState) -> String {
    let replicas = event.facts.iter().find_map(|fact| match fact {
        Fact::Coordinates { replicas, .. } => Some(replicas),
        _ => None,
    });
    let others = list(replicas.into_iter().flatten().filter(|replica| *replica != node));
    let made = format!("{node} coordinates: it makes version {}, writes it", clock(version));
    if others.is_empty() { format!("{made}.") } else { format!("{made}, and sends it to {others}.") }
}

fn stored(node: &str, version: &VersionState, siblings: usize, superseded: &[VersionState]) -> String {
    match (siblings, superseded.len()) {
        (1, 0) => format!("{node} stores version {} and acknowledges it.", clock(version)),
        (1, _) => format!("{node} stores version {}, which supersedes {}.", clock(version), clocks(superseded)),
        (all, _) => {
            format!("{node} stores version {}. It now has {all} siblings: neither saw the other.", clock(version))
        }
    }
}

fn counted(event: &TraceEvent, by: &str, from: &str, have: usize, needed: usize) -> String {
    let did = match event.message.as_ref().map(|message| message.kind) {
        Some(MessageKind::WriteAck) => "has stored it",
        _ => "has answered",
    };
    match have.cmp(&needed) {
        Ordering::Less => format!("{from} {did}: {have} of {needed}."),
        Ordering::Equal => format!("{from} {did}: {have} of {needed}, done. {by} answers the client."),
        Ordering::Greater => format!("{from} {did} too. The client has its answer already."),
    }
}

fn got(client: &str, key: &str, values: &[VersionState]) -> String {
    match values {
        [] => format!("{client} hears that nobody has {key}."),
        [one] => match &one.value {
            Some(value) => format!("{client} gets {}, with the context {}.", quoted(value), clock(one)),
            None => format!("{client} hears that {key} was deleted, with the context {}.", clock(one)),
        },
        many => format!("{client} gets {} siblings, and must reconcile them.", many.len()),
    }
}

fn quiet_sentence(event: &TraceEvent) -> String {
    match (event.cause, &event.message) {
        (Cause::Loss, Some(MessageRecord { from, to, label, .. })) => {
            format!("The message “{label}” from {from} to {to} is lost.")
        }
        (_, Some(message)) => match message.kind {
            MessageKind::PutTaken => format!("{} takes the put on.", message.from),
            MessageKind::Answer => format!("{} has given up waiting. The answer comes too late.", message.to),
            _ => format!("{} hears from {}; nothing is left to do.", message.to, message.from),
        },
        (_, None) => "Nothing is left to do.".to_owned(),
    }
}

/// A version's clock as the paper writes it: [Sx,2][Sy,1].
pub fn clock(version: &VersionState) -> String {
    version.clock.iter().map(|(node, counter)| format!("[{node},{counter}]")).collect()
}

fn clocks(versions: &[VersionState]) -> String {
    list(versions.iter().map(clock).collect::<Vec<_>>().iter())
}

/// "A", "A and B", "A, B and C".
fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<&str> = names.map(String::as_str).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}

fn count(versions: usize) -> String {
    match versions {
        0 => "nothing".to_owned(),
        1 => "one version".to_owned(),
        many => format!("{many} siblings"),
    }
}

/// A key or a value in quotation marks, cut where it is long.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 32;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("“{}…”", &text[..end]),
        None => format!("“{text}”"),
    }
}
