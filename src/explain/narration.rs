//! Each step in one plain sentence: short, active, concrete, in the paper's terms.

mod act_notes;
mod cargo;
mod claim;
mod displaced;
mod notes;
mod reason;
mod sessions;
mod upkeep;

pub use cargo::cargo;
pub use claim::{Claim, Tense};
pub use reason::reason;

use crate::dynamo::planted_faults::{Fault, planted};
use crate::dynamo::versioning::Displaced;
use crate::explain::key_journey::words::{is_empty_cart, quoted};
use crate::explain::snapshot::{NodeStatus, VersionState};
use crate::explain::trace::{Fact, MessageKind, TraceEvent};
use std::cmp::Ordering;

/// A sentence, and all that it says.
#[derive(Clone, PartialEq, Debug)]
pub struct Narrated {
    /// The sentence, or two short ones.
    pub words: String,
    /// What it says of the world.
    pub claims: Vec<Claim>,
}

impl Narrated {
    fn new(words: impl Into<String>, claims: impl IntoIterator<Item = Claim>) -> Self {
        Self { words: words.into(), claims: claims.into_iter().collect() }
    }
}

/// The fact that says most of a step.
pub fn headline(facts: &[Fact]) -> Option<&Fact> {
    facts.iter().max_by_key(|fact| weight(fact))
}

fn weight(fact: &Fact) -> u8 {
    match fact {
        Fact::Recovered { .. } => 0,
        Fact::Reaped { .. } | Fact::NobodyStandsIn { .. } => 1,
        Fact::Found { .. } => 1,
        Fact::AlreadyKnown { .. } | Fact::TreesCompared { .. } | Fact::NotAtHome { .. } => 1,
        Fact::Stored { unread, .. } if !unread.is_empty() => 4,
        Fact::Stored { .. } | Fact::ParcelOpened { .. } | Fact::KeysCompared { .. } => 2,
        Fact::RepairSent { .. } | Fact::HintOffered { .. } | Fact::RootsSent { .. } | Fact::Learned { .. } => 3,
        Fact::HintDelivered { .. } | Fact::Dropped { .. } | Fact::Fetches { .. } => 5,
        Fact::TokenDisputed { .. } => 6,
        Fact::Counted { .. } => 3,
        Fact::HintStored { .. } | Fact::RepairAwaited { .. } | Fact::NotCovered { .. } => 4,
        Fact::RepairConfirmed { .. } | Fact::AsksAgain { .. } | Fact::ChecksFirst { .. } => 5,
        Fact::NothingNewer { .. } => 3,
        Fact::FoundNewer { .. } => 8,
        Fact::Coordinates { .. } => 5,
        // Whoever takes a put on because others are silent is told of by the version that it makes.
        Fact::VersionMade { .. } | Fact::PutRecognised { .. } => 7,
        Fact::PutMadeTwice { .. } => 8,
        Fact::AnsweredLate { .. } => 2,
        Fact::Suspected { .. } => 6,
        Fact::ClockTruncated { .. } => 8,
        Fact::Forwarded { .. } | Fact::Asked { .. } | Fact::Answered { .. } | Fact::Failed { .. } => 9,
        Fact::Joined { .. } | Fact::Left { .. } | Fact::MessageDied { .. } => 9,
        Fact::DiskLost { .. } => 9,
        Fact::DiskRestored { .. } => 11,
        Fact::GivenUp { .. } | Fact::Noted { .. } | Fact::Crashed { .. } | Fact::Restarted { .. } => 10,
    }
}

/// The step in one or two short sentences.
pub fn narrate(event: &TraceEvent) -> Narrated {
    let Some(headline) = headline(&event.facts) else { return quiet(event) };
    match headline {
        Fact::Asked { .. } => sessions::asked(event, headline),
        Fact::RepairAwaited { by, nodes } => sessions::repair_awaited(event, by, nodes),
        Fact::RepairConfirmed { by, node, left } => sessions::repair_confirmed(event, by, node, *left),
        Fact::NotCovered { by, client } => sessions::not_covered(event, by, client),
        Fact::ChecksFirst { node, others, .. } => sessions::checks_first(event, node, others),
        Fact::NothingNewer { by, from, have, needed } => sessions::nothing_newer(event, by, from, *have, *needed),
        Fact::FoundNewer { by, at } => sessions::found_newer(event, by, at),
        Fact::AsksAgain { by, nodes } => sessions::asks_again(event, by, nodes),
        Fact::Forwarded { from, to } => {
            let words =
                format!("{from} is not among the first N for {}. It hands the put on to {to}.", key_words(event));
            Narrated::new(words, [sends(from, to)])
        }
        Fact::VersionMade { node, version } => version_made(event, node, version),
        Fact::PutRecognised { node, version } => {
            let others = others_asked(event, node);
            let sent =
                if others.is_empty() { String::new() } else { format!(" and sends it to {}", list(others.iter())) };
            let words = format!(
                "{node} has this put already, as version {}. It makes no second one: it takes that one on{sent}.",
                clock(version)
            );
            let made = Claim::WasMade { version: version.clone() };
            Narrated::new(words, std::iter::once(made).chain(others.iter().map(|other| sends(node, other))))
        }
        Fact::PutMadeTwice { node, version, first } => {
            let words = format!(
                "{node} makes version {} of the same put as {}: {node} has not heard of that one.",
                clock(version),
                clock(first)
            );
            Narrated::new(words, [Claim::WasMade { version: first.clone() }])
        }
        Fact::AnsweredLate { client, again: true } => {
            let words = format!("{client} has its answer already, and ignores this one.");
            Narrated::new(words, [Claim::IsAnswered { operation: operation(event) }])
        }
        Fact::AnsweredLate { client, again: false } => {
            let words = format!("{client} has given up waiting. The answer comes too late.");
            Narrated::new(words, [Claim::HasFailed { operation: operation(event) }])
        }
        Fact::Coordinates { node, replicas, needed, .. } => get_coordinated(event, node, replicas, *needed),
        Fact::ClockTruncated { node, dropped } => {
            let words = format!(
                "The clock of the new version is full. {node} drops the oldest pair, that of {}.",
                list(dropped.iter())
            );
            let made = event.facts.iter().find_map(|fact| match fact {
                Fact::VersionMade { version, .. } => Some(Claim::WasMade { version: version.clone() }),
                _ => None,
            });
            Narrated::new(words, made)
        }
        Fact::Stored { node, version, siblings, superseded, unread } => {
            stored(event, node, version, *siblings, superseded, unread)
        }
        Fact::AlreadyKnown { node, version, kept_out_by: Some(by) } => displaced::kept_out(event, node, version, by),
        Fact::AlreadyKnown { node, version, .. } => {
            let acknowledges = and_acknowledges(event).replacen(' ', ", ", 1);
            let words = format!("{node} has this version already, or a newer one{acknowledges}.");
            let version = version.clone();
            Narrated::new(words, [Claim::HoldsAtLeast { node: node.clone(), key: key(event), version }])
        }
        Fact::HintStored { node, owner, .. } => hint_stored(event, node, owner),
        Fact::Found { node, versions } => {
            let words = format!("{node} looks for {} and finds {}.", key_words(event), count(versions.len()));
            let claim = Claim::HasFound { node: node.clone(), key: key(event), versions: versions.clone() };
            Narrated::new(words, [claim])
        }
        Fact::Counted { by, from, have, needed } => counted(event, by, from, *have, *needed),
        Fact::Answered { client, request: "get", values } => {
            let claim = Claim::IsDone { operation: operation(event), values: values.clone() };
            Narrated::new(got(client, &key_words(event), values), [claim])
        }
        Fact::Answered { client, request, values } => {
            let words = format!("{client} hears that the {request} is done, and keeps the context for the next one.");
            let done = Claim::IsDone { operation: operation(event), values: values.clone() };
            Narrated::new(words, [done, Claim::KeepsContext { client: client.clone(), key: key(event) }])
        }
        Fact::Failed { client, request, reason } => {
            let failed = Claim::HasFailed { operation: operation(event) };
            Narrated::new(format!("{client}’s {request} failed: {reason}."), [failed])
        }
        Fact::Suspected { by, node } => {
            let words = format!("{by} has no answer from {node}, and takes it to be down.");
            let waited = Claim::HadNoAnswer { by: by.clone(), of: node.clone() };
            Narrated::new(words, [waited, Claim::Suspects { by: by.clone(), node: node.clone() }])
        }
        Fact::Recovered { by, node } => {
            let claim = Claim::Trusts { by: by.clone(), node: node.clone() };
            Narrated::new(format!("{by} hears from {node} again."), [claim])
        }
        Fact::Noted { words, note } => Narrated::new(words.clone(), notes::claims(note)),
        upkeep => upkeep::narrate(event, upkeep),
    }
}

fn operation(event: &TraceEvent) -> u32 {
    event.operation.unwrap_or_default()
}

fn key(event: &TraceEvent) -> String {
    event.key.clone().unwrap_or_default()
}

fn key_words(event: &TraceEvent) -> String {
    event.key.as_deref().map(quoted).unwrap_or_default()
}

fn sends(from: &str, to: &str) -> Claim {
    Claim::Sends { from: from.to_owned(), to: to.to_owned() }
}

/// The end of a sentence about a version that came, if it is acknowledged.
fn and_acknowledges(event: &TraceEvent) -> &'static str {
    let acknowledges = |kind| matches!(kind, MessageKind::WriteAck | MessageKind::TransferAck);
    if event.sent.iter().any(|sent| acknowledges(sent.kind)) { " and acknowledges it" } else { "" }
}

fn version_made(event: &TraceEvent, node: &str, version: &VersionState) -> Narrated {
    let others = others_asked(event, node);
    let displaced::OnTheCoordinator { kept, added, mut claims } = displaced::on_the_coordinator(event, node, version);
    let sent = if others.is_empty() { String::new() } else { format!(", and sends it to {}", list(others.iter())) };
    let sent = if kept.is_empty() { sent.replacen(", and", " and", 1) } else { sent };
    claims.extend(others.iter().map(|other| sends(node, other)));
    let made = format!("{node} coordinates: it makes version {}{kept}{sent}.{added}", clock(version));
    let (words, silent) = sessions::without_stand_in(event, node);
    claims.extend(silent);
    Narrated::new(made + &words, claims)
}

fn get_coordinated(event: &TraceEvent, node: &str, replicas: &[String], needed: usize) -> Narrated {
    let others: Vec<&String> = replicas.iter().filter(|replica| *replica != node).collect();
    let needs = Claim::Needs { operation: operation(event), needed };
    let claims = std::iter::once(needs).chain(others.iter().map(|other| sends(node, other)));
    let key = key_words(event);
    if others.is_empty() {
        return Narrated::new(format!("{node} coordinates and looks for {key} on its own disk."), claims);
    }
    let names = list(others.iter().copied());
    let answers = if needed == 1 { "1 answer".to_owned() } else { format!("{needed} answers") };
    let words = if others.len() < replicas.len() {
        format!(
            "{node} coordinates: it looks for {key}, asks {names} too, and waits for {answers}, its own among them."
        )
    } else {
        format!("{node} coordinates: it asks {names} for {key} and waits for {answers}.")
    };
    Narrated::new(words, claims)
}

/// The nodes that a coordinator asks besides itself.
fn others_asked(event: &TraceEvent, node: &str) -> Vec<String> {
    let replicas = event.facts.iter().find_map(|fact| match fact {
        Fact::Coordinates { replicas, .. } => Some(replicas),
        _ => None,
    });
    replicas.into_iter().flatten().filter(|replica| *replica != node).cloned().collect()
}

fn stored(
    event: &TraceEvent,
    node: &str,
    version: &VersionState,
    siblings: usize,
    superseded: &[VersionState],
    unread: &[Displaced<VersionState>],
) -> Narrated {
    let holds = Claim::Holds { node: node.to_owned(), key: key(event), version: version.clone() };
    if !unread.is_empty() {
        return displaced::stored(event, node, version, unread);
    }
    let made = clock(version);
    match (siblings, superseded.len()) {
        (1, 0) => Narrated::new(format!("{node} stores version {made}{}.", and_acknowledges(event)), [holds]),
        (1, _) => {
            let newer = superseded.iter().map(|old| Claim::IsNewer { version: version.clone(), than: old.clone() });
            let words = format!("{node} stores version {made}, which supersedes {}.", clocks(superseded));
            Narrated::new(words, std::iter::once(holds).chain(newer))
        }
        (all, _) => {
            let none = if all == 2 { "neither replaces the other" } else { "none replaces another" };
            let words = format!("{node} stores version {made}. It now has {all} siblings: {none}.");
            let claim = Claim::HoldsSiblings { node: node.to_owned(), key: key(event), count: all };
            Narrated::new(words, [holds, claim])
        }
    }
}

fn hint_stored(event: &TraceEvent, node: &str, owner: &str) -> Narrated {
    let keeps = Claim::KeepsFor { node: node.to_owned(), owner: owner.to_owned(), key: key(event) };
    // Who asked it to: another node, or it has waited for the owner itself.
    let asked_by = event.message.as_ref().filter(|message| message.kind == MessageKind::HintedWrite);
    let by = asked_by.map_or(node, |message| &message.from);
    if planted(Fault::CallTheSilentDown) {
        let down = Claim::HasStatus { node: owner.to_owned(), status: NodeStatus::Crashed };
        return Narrated::new(format!("{owner} is down. {node} keeps the copy."), [keeps, down]);
    }
    let waited = Claim::HadNoAnswer { by: by.to_owned(), of: owner.to_owned() };
    let words = format!("{by} had no answer from {owner}. {node} keeps the copy, with a hint that it is {owner}’s.");
    Narrated::new(words, [keeps, waited])
}

fn counted(event: &TraceEvent, by: &str, from: &str, have: usize, needed: usize) -> Narrated {
    let acknowledges = event.message.as_ref().is_some_and(|message| message.kind == MessageKind::WriteAck);
    let did = if acknowledges { "acknowledges" } else { "answers" };
    let operation = operation(event);
    let replied = Claim::HasReplied { by: by.to_owned(), operation };
    match have.cmp(&needed) {
        Ordering::Less => {
            Narrated::new(format!("{from} {did}: {have} of {needed}."), [Claim::Needs { operation, needed }])
        }
        Ordering::Equal => {
            let words = format!("{from} {did}: {have} of {needed}, enough. {by} answers the client.");
            Narrated::new(words, [Claim::Needs { operation, needed }, replied])
        }
        Ordering::Greater if planted(Fault::SayTheClientHasItsAnswer) => {
            Narrated::new(format!("{from} {did} too. The client has its answer."), [Claim::IsAnswered { operation }])
        }
        Ordering::Greater => {
            Narrated::new(format!("{from} {did} too. {by} has replied to the client already."), [replied])
        }
    }
}

fn got(client: &str, key: &str, values: &[VersionState]) -> String {
    match values {
        [] => format!("{client} gets nothing: no node that answered has {key}."),
        [one] => match &one.value {
            Some(value) => {
                let value = if is_empty_cart(value) { "an empty cart".to_owned() } else { quoted(value) };
                format!("{client} gets {value}, with the context {}.", clock(one))
            }
            None => format!("{client} hears that {key} was deleted, with the context {}.", clock(one)),
        },
        many => format!("{client} gets {} siblings, and must reconcile them.", many.len()),
    }
}

/// A step that changed nothing.
fn quiet(event: &TraceEvent) -> Narrated {
    let Some(message) = &event.message else { return quiet_timer(event) };
    let (from, to) = (&message.from, &message.to);
    match message.kind {
        MessageKind::PutTaken => Narrated::new(format!("{from} accepts the forwarded put."), []),
        MessageKind::PutRequest | MessageKind::GetRequest => {
            Narrated::new(format!("{to} cannot serve the request, and says so."), [sends(to, from)])
        }
        MessageKind::Gossip => {
            let claim = Claim::LearnsNothing { node: to.clone() };
            Narrated::new(format!("{to} hears from {from} about the members: nothing new."), [claim])
        }
        MessageKind::RangeRequest => Narrated::new(format!("{to} sends {from} what it asked for."), [sends(to, from)]),
        _ if event.sent.is_empty() => {
            Narrated::new(format!("{to} hears from {from}; nothing is left to do."), [Claim::SendsNothing])
        }
        _ => Narrated::new(format!("{to} hears from {from}, and goes on."), []),
    }
}

fn quiet_timer(event: &TraceEvent) -> Narrated {
    match (event.sent.as_slice(), &event.at, event.operation) {
        ([gossip], _, _) if gossip.kind == MessageKind::Gossip => {
            let words = format!("{} tells {} which members it knows.", gossip.from, gossip.to);
            Narrated::new(words, [sends(&gossip.from, &gossip.to)])
        }
        (_, Some(node), Some(_)) => Narrated::new(format!("{node} gives up on the missing answers."), []),
        ([], _, _) => Narrated::new("Nothing is left to do.", [Claim::SendsNothing]),
        (sent, _, _) => Narrated::new(format!("{} goes on.", sent[0].from), [sends(&sent[0].from, &sent[0].to)]),
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
        1 => "1 version".to_owned(),
        many => format!("{many} siblings"),
    }
}
