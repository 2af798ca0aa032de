//! Each step in one plain sentence: short, active, concrete, in the paper's terms.

mod cargo;
mod displaced;

pub use cargo::cargo;

use crate::explain::key_journey::words::quoted;
use crate::explain::snapshot::VersionState;
use crate::explain::trace::{Fact, MessageKind, TraceEvent};
use std::cmp::Ordering;

/// The fact that says most of a step.
pub fn headline(facts: &[Fact]) -> Option<&Fact> {
    facts.iter().max_by_key(|fact| weight(fact))
}

fn weight(fact: &Fact) -> u8 {
    match fact {
        Fact::Recovered { .. } => 0,
        Fact::Found { .. } => 1,
        Fact::AlreadyKnown { .. } | Fact::TreesCompared { .. } | Fact::NotAtHome { .. } => 1,
        Fact::Stored { unread, .. } if !unread.is_empty() => 4,
        Fact::Stored { .. } | Fact::ParcelOpened { .. } | Fact::KeysCompared { .. } => 2,
        Fact::RepairSent { .. } | Fact::HintOffered { .. } | Fact::RootsSent { .. } | Fact::Learned { .. } => 3,
        Fact::HintDelivered { .. } | Fact::Dropped { .. } | Fact::Fetches { .. } => 5,
        Fact::TokenDisputed { .. } => 6,
        Fact::Counted { .. } => 3,
        Fact::HintStored { .. } => 4,
        Fact::Coordinates { .. } => 5,
        Fact::VersionMade { .. } | Fact::PutRecognised { .. } => 6,
        Fact::PutMadeTwice { .. } => 8,
        Fact::AnsweredLate { .. } => 2,
        Fact::Suspected { .. } => 7,
        Fact::ClockTruncated { .. } => 8,
        Fact::Forwarded { .. } | Fact::Asked { .. } | Fact::Answered { .. } | Fact::Failed { .. } => 9,
        Fact::Joined { .. } | Fact::Left { .. } | Fact::MessageDied { .. } => 9,
        Fact::GivenUp { .. } | Fact::Noted { .. } | Fact::Crashed { .. } | Fact::Restarted { .. } => 10,
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
        Fact::PutRecognised { node, version } => {
            let others = list(others_asked(event, node));
            let sent = if others.is_empty() { String::new() } else { format!(" and sends it to {others}") };
            let version = clock(version);
            format!(
                "{node} has this put already, as version {version}. It makes no second one: it takes that one on{sent}."
            )
        }
        Fact::PutMadeTwice { node, version, first } => {
            let (version, first) = (clock(version), clock(first));
            format!(
                "{node} makes version {version}. It is the same put as {first}: {node} could not know that it was taken on."
            )
        }
        Fact::AnsweredLate { client, again: true } => {
            let failed = event.message.as_ref().is_some_and(|message| message.label == "failed");
            let why =
                if failed { "that another node failed changes nothing" } else { "two nodes took on the same request" };
            format!("{client} has its answer already: {why}.")
        }
        Fact::AnsweredLate { client, .. } => format!("{client} has given up waiting. The answer comes too late."),
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
        Fact::Stored { node, version, unread, .. } if !unread.is_empty() => displaced::stored(node, version, unread),
        Fact::Stored { node, version, siblings, superseded, .. } => stored(node, version, *siblings, superseded),
        Fact::AlreadyKnown { node, version, kept_out_by: Some(by) } => displaced::kept_out(node, version, by),
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
        upkeep => upkeep_sentence(event, upkeep),
    }
}

/// What the cluster does of its own accord, and what is done to it.
fn upkeep_sentence(event: &TraceEvent, fact: &Fact) -> String {
    match fact {
        Fact::RepairSent { by, to, .. } => {
            let others = event.facts.iter().filter_map(|fact| match fact {
                Fact::RepairSent { to, .. } => Some(to),
                _ => None,
            });
            match others.clone().count() {
                1 => format!("{to} answered with an older version. {by} sends it the newer one."),
                _ => format!("{} answered with older versions. {by} sends them the newer ones.", list(others)),
            }
        }
        Fact::HintOffered { node, owner, keys } => {
            format!("{node} tries to deliver {} that it keeps for {owner}.", some(*keys, "key"))
        }
        Fact::HintDelivered { node, owner, keys } => {
            format!(
                "{owner} has what was its own. {node} deletes {}.",
                if *keys == 1 { "its hint" } else { "its hints" }
            )
        }
        Fact::ParcelOpened { node, from, keys, new: 0 } => {
            format!("{node} has {} from {from} already.", if *keys == 1 { "the key" } else { "all the keys" })
        }
        Fact::ParcelOpened { node, from, keys, new } => {
            format!("{node} gets {} from {from}: {} it did not have.", some(*keys, "key"), some(*new, "version"))
        }
        Fact::RootsSent { node, to, ranges } => {
            format!("{node} sends {to} the root hash of each of {} that both keep.", some(*ranges, "range"))
        }
        Fact::TreesCompared { node, with, hashes, differing: 0 } => {
            format!("{node} compares {} with {with}: all equal, nothing to send.", some(*hashes, "hash"))
        }
        Fact::TreesCompared { node, with, hashes, differing } => {
            let differ = if *differing == 1 { "one differs".to_owned() } else { format!("{differing} differ") };
            format!("{node} compares {} with {with}: {differ}. It goes down there.", some(*hashes, "hash"))
        }
        Fact::KeysCompared { node, with, named, sent, wanted, .. } => {
            format!("{node} compares {} with {with}: it sends {sent} and asks for {wanted}.", some(*named, "key"))
        }
        Fact::Learned { by, from, members } => format!("{by} hears news of {} from {from}.", list(members.iter())),
        Fact::TokenDisputed { by, holder, loser, .. } => {
            format!(
                "{by} learns that {loser} and {holder} claim one token. {holder} has it: its claim is the later one."
            )
        }
        Fact::Fetches { node, ranges } => {
            format!("{node} joins: it fetches {} that will be its own.", some(ranges.len(), "range"))
        }
        Fact::Joined { node } => format!("{node} has its keys, and is a home from now on."),
        Fact::NotAtHome { node, keys } => format!("{} on {node} now belong elsewhere.", some(*keys, "key")),
        Fact::Dropped { node, keys, to } => {
            format!("{to} has confirmed, and {node} drops {} that it need not keep.", some(*keys, "key"))
        }
        Fact::Left { node } => format!("{node} has handed over everything, and is gone."),
        Fact::GivenUp { node } => {
            let hands_over = !event.facts.iter().any(|fact| matches!(fact, Fact::Left { .. }));
            let then =
                if hands_over { "serves nothing more, and hands over what it has" } else { "goes: it holds nothing" };
            format!("{node} learns that it is no longer a member. It {then}.")
        }
        Fact::MessageDied { from, to, because } => {
            let label = event.message.as_ref().map(|message| message.label.as_str()).unwrap_or_default();
            let fate = match *because {
                "wall" => "meets the wall of the partition".to_owned(),
                "down" => format!("finds {to} down"),
                "dropped" => "is dropped".to_owned(),
                _ => "is lost".to_owned(),
            };
            format!("The message “{label}” from {from} to {to} {fate}.")
        }
        Fact::Crashed { node, wiped: false } => format!("{node} crashes. Its disk stays."),
        Fact::Crashed { node, wiped: true } => format!("{node} crashes, and its disk is wiped."),
        Fact::Restarted { node } => format!("{node} starts again, with what is on its disk."),
        _ => quiet_sentence(event),
    }
}

/// "1 key", "3 keys", "2 hashes".
fn some(count: usize, what: &str) -> String {
    match (count, what) {
        (1, _) => format!("1 {what}"),
        (count, "hash") => format!("{count} hashes"),
        (count, _) => format!("{count} {what}s"),
    }
}

fn coordinates_put(event: &TraceEvent, node: &str, version: &VersionState) -> String {
    let others = list(others_asked(event, node));
    let made = format!("{node} coordinates: it makes version {}, ", clock(version));
    let (kept, without_reading) = displaced::on_the_coordinator(event, version);
    let sent = if others.is_empty() { String::new() } else { format!(", and sends it to {others}") };
    format!("{made}{kept}{sent}.{without_reading}")
}

/// The nodes that a coordinator asks besides itself.
fn others_asked<'a>(event: &'a TraceEvent, node: &str) -> impl Iterator<Item = &'a String> {
    let replicas = event.facts.iter().find_map(|fact| match fact {
        Fact::Coordinates { replicas, .. } => Some(replicas),
        _ => None,
    });
    replicas.into_iter().flatten().filter(move |replica| *replica != node)
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
        Ordering::Greater => format!("{from} {did} too. The client's answer is on its way already."),
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
    match &event.message {
        Some(message) => match message.kind {
            MessageKind::PutTaken => format!("{} takes the put on.", message.from),
            MessageKind::PutRequest | MessageKind::GetRequest => {
                format!("{} cannot serve the request, and says so.", message.to)
            }
            MessageKind::Gossip => format!("{} and {} know the same members.", message.from, message.to),
            MessageKind::RangeRequest => format!("{} sends {} what it asked for.", message.to, message.from),
            _ => format!("{} hears from {}; nothing is left to do.", message.to, message.from),
        },
        None => match event.sent.as_slice() {
            [gossip] => format!("{} tells {} which members it knows.", gossip.from, gossip.to),
            _ => match (&event.at, event.operation) {
                (Some(node), Some(_)) => format!("{node} no longer waits for those that have not answered."),
                _ => "Nothing is left to do.".to_owned(),
            },
        },
    }
}

/// A version's clock as the paper writes it: `[Sx,2][Sy,1]`.
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
