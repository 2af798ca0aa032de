//! What the cluster does of its own accord, and what is done to it.

use super::{Claim, Narrated, clocks, list, quiet, sends};
use crate::explain::key_journey::words::quoted;
use crate::explain::snapshot::{NodeStatus, VersionState};
use crate::explain::trace::{Fact, TraceEvent};

/// The sentence about such a fact.
pub fn narrate(event: &TraceEvent, fact: &Fact) -> Narrated {
    match fact {
        Fact::RepairSent { by, to, versions } => repair_sent(event, by, to, versions),
        Fact::HintOffered { node, owner, keys } => {
            let words = format!("{node} tries to deliver {} that it keeps for {owner}.", some(*keys, "key"));
            let keeps = Claim::KeepsKeysFor { node: node.clone(), owner: owner.clone(), keys: *keys };
            Narrated::new(words, [keeps, sends(node, owner)])
        }
        Fact::HintDelivered { node, owner, keys } => {
            let hints = if *keys == 1 { "the hint" } else { "the hints" };
            Narrated::new(format!("{owner} has confirmed: {node} deletes {hints}."), [])
        }
        Fact::ParcelOpened { node, from, keys, new } => parcel_opened(event, node, from, *keys, *new),
        Fact::RootsSent { node, to, ranges } => {
            let words =
                format!("{node} sends {to} the root hash of each of {} that both keep.", some(*ranges, "range"));
            Narrated::new(words, [sends(node, to)])
        }
        Fact::TreesCompared { node, with, hashes, differing: 0 } => {
            let words = format!("{node} compares {} with {with}: all equal, nothing to send.", some(*hashes, "hash"));
            Narrated::new(words, [Claim::SendsNothing])
        }
        Fact::TreesCompared { node, with, hashes, differing } => {
            let differ = if *differing == 1 { "1 differs".to_owned() } else { format!("{differing} differ") };
            let words = format!("{node} compares {} with {with}: {differ}. It goes down there.", some(*hashes, "hash"));
            Narrated::new(words, [sends(node, with)])
        }
        Fact::KeysCompared { node, with, sent, wanted, .. } => keys_compared(node, with, *sent, *wanted),
        Fact::Learned { by, from, members } => {
            let words = match members.as_slice() {
                [member] if member == from => format!("{by} hears news of {from} from {from} itself."),
                _ => format!("{by} hears news of {} from {from}.", list(members.iter())),
            };
            Narrated::new(words, [Claim::LearnsMore { node: by.clone() }])
        }
        Fact::TokenDisputed { by, holder, loser, .. } => {
            let words = format!(
                "{by} learns that {loser} and {holder} claim one token. {holder} has it: its claim is the later one."
            );
            Narrated::new(words, [])
        }
        Fact::Fetches { node, ranges } => {
            let words = format!("{node} joins: it fetches {} that will be its own.", some(ranges.len(), "range"));
            Narrated::new(words, [has_status(node, NodeStatus::Joining)])
        }
        Fact::Joined { node } => Narrated::new(
            format!("{node} has its keys, and is a home from now on."),
            [has_status(node, NodeStatus::Up)],
        ),
        Fact::NotAtHome { node, keys } => {
            let belong = if *keys == 1 { "belongs" } else { "belong" };
            Narrated::new(format!("{} on {node} now {belong} elsewhere.", some(*keys, "key")), [])
        }
        Fact::Dropped { node, keys, to } => {
            let words = format!("{to} has confirmed: {node} drops {} that it need not keep.", some(*keys, "key"));
            Narrated::new(words, [])
        }
        Fact::Left { node } => {
            let left = Claim::HasLeft { node: node.clone() };
            Narrated::new(format!("{node} has handed over everything, and is gone."), [left])
        }
        Fact::DiskLost { node, key, versions } => {
            let gone = versions.iter().map(|version| {
                let (node, key, version) = (node.clone(), key.clone(), version.clone());
                Claim::HasThrownAway { node, key, version }
            });
            let words = format!("The disk of {node} loses {}, with version {}.", quoted(key), clocks(versions));
            let words = if versions.len() == 1 { words } else { words.replace("with version", "with versions") };
            Narrated::new(words, gone.collect::<Vec<_>>())
        }
        Fact::Reaped { node, key, .. } => {
            let reaped = event.facts.iter().filter_map(|fact| match fact {
                Fact::Reaped { node, key, versions } => Some((node, key, versions)),
                _ => None,
            });
            let claims: Vec<Claim> = reaped
                .flat_map(|(node, key, versions)| {
                    let gone = |version: &VersionState| Claim::HasThrownAway {
                        node: node.clone(),
                        key: key.clone(),
                        version: version.clone(),
                    };
                    versions.iter().map(gone).collect::<Vec<_>>()
                })
                .collect();
            let keys = event.facts.iter().filter(|fact| matches!(fact, Fact::Reaped { .. })).count();
            let what = if keys == 1 { format!("the deletion of {}", quoted(key)) } else { format!("{keys} deletions") };
            let are = if keys == 1 { "it is" } else { "they are" };
            Narrated::new(format!("{node} forgets {what}: {are} older than the grace time."), claims)
        }
        Fact::DiskRestored { node, step, keys, starts } => {
            let disk = format!("as it was after step {step}, with {}", some(*keys, "key"));
            let words = match starts {
                true => format!("The disk of {node} is {disk}. {node} starts again with it."),
                false => format!("The disk of {node} is {disk}. {node} is still down."),
            };
            let is_down = (!starts).then(|| has_status(node, NodeStatus::Crashed));
            let holds = Claim::HoldsKeys { node: node.clone(), keys: *keys };
            Narrated::new(words, is_down.into_iter().chain([holds]))
        }
        Fact::GivenUp { node } => given_up(event, node),
        Fact::MessageDied { from, to, because } => message_died(event, from, to, because),
        Fact::Crashed { node, wiped: false } => {
            Narrated::new(format!("{node} crashes. Its disk survives."), [has_status(node, NodeStatus::Crashed)])
        }
        Fact::Crashed { node, wiped: true } => {
            let empty = Claim::HoldsKeys { node: node.clone(), keys: 0 };
            Narrated::new(
                format!("{node} crashes, and its disk is wiped."),
                [has_status(node, NodeStatus::Crashed), empty],
            )
        }
        Fact::Restarted { node, keys } => {
            let disk = match keys {
                0 => "an empty disk".to_owned(),
                keys => format!("{} on its disk", some(*keys, "key")),
            };
            let claim = Claim::HoldsKeys { node: node.clone(), keys: *keys };
            Narrated::new(format!("{node} starts again, with {disk}."), [claim])
        }
        _ => quiet(event),
    }
}

fn has_status(node: &str, status: NodeStatus) -> Claim {
    Claim::HasStatus { node: node.to_owned(), status }
}

/// "1 key", "3 keys", "2 hashes".
fn some(count: usize, what: &str) -> String {
    match (count, what) {
        (1, _) => format!("1 {what}"),
        (count, "hash") => format!("{count} hashes"),
        (count, _) => format!("{count} {what}s"),
    }
}

fn repair_sent(event: &TraceEvent, by: &str, to: &str, versions: &[VersionState]) -> Narrated {
    let repairs: Vec<(&String, &Vec<VersionState>)> = event
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::RepairSent { to, versions, .. } => Some((to, versions)),
            _ => None,
        })
        .collect();
    let operation = event.operation.unwrap_or_default();
    let claims = repairs.iter().flat_map(|(to, versions)| {
        let node = (*to).clone();
        [Claim::AnswerLacked { operation, node, versions: (*versions).clone() }, sends(by, to)]
    });
    let words = match repairs.len() {
        1 => format!("{to}’s answer lacked {}. {by} sends it.", clocks(versions)),
        _ => {
            let others = list(repairs.iter().map(|(to, _)| *to));
            format!("The answers of {others} lacked versions that others have. {by} sends them.")
        }
    };
    Narrated::new(words, claims.collect::<Vec<_>>())
}

fn parcel_opened(event: &TraceEvent, node: &str, from: &str, keys: usize, new: usize) -> Narrated {
    let words = match (keys, new) {
        (0, _) => format!("{from} has no keys for {node}."),
        (1, 0) => format!("{node} has the key from {from} already."),
        (keys, 0) => format!("{node} has all {keys} keys from {from} already."),
        (keys, new) => {
            format!("{node} gets {} from {from}: {} it did not have.", some(keys, "key"), some(new, "version"))
        }
    };
    let mut siblings = event.facts.iter().filter_map(|fact| match fact {
        Fact::Stored { siblings, .. } if *siblings > 1 => Some(*siblings),
        _ => None,
    });
    match siblings.next_back().filter(|_| keys == 1) {
        None => Narrated::new(words, []),
        Some(count) => {
            let claim = Claim::HoldsSiblings { node: node.to_owned(), key: String::new(), count };
            Narrated::new(format!("{words} It now has {count} siblings."), [claim])
        }
    }
}

fn keys_compared(node: &str, with: &str, sent: usize, wanted: usize) -> Narrated {
    let words = match (sent, wanted) {
        (0, 0) => return Narrated::new(format!("{node} and {with} have the same keys there: nothing to send."), []),
        (sent, 0) => format!("{with} lacks something of {}; {node} sends it.", some(sent, "key")),
        (0, wanted) => format!("{node} lacks something of {}, and asks {with} for it.", some(wanted, "key")),
        (sent, wanted) => format!(
            "{node} sends {with} what it lacks of {}, and asks for what it lacks itself of {}.",
            some(sent, "key"),
            some(wanted, "key")
        ),
    };
    Narrated::new(words, [sends(node, with)])
}

fn given_up(event: &TraceEvent, node: &str) -> Narrated {
    let leaves = event.facts.iter().any(|fact| matches!(fact, Fact::Left { .. }));
    let then = if leaves { "goes: it holds nothing" } else { "serves nothing more, and hands over what it has" };
    let claim = if leaves { Claim::HasLeft { node: node.to_owned() } } else { has_status(node, NodeStatus::Leaving) };
    Narrated::new(format!("{node} learns that it is no longer a member. It {then}."), [claim])
}

fn message_died(event: &TraceEvent, from: &str, to: &str, because: &str) -> Narrated {
    let label = event.message.as_ref().map(|message| message.label.as_str()).unwrap_or_default();
    let (fate, claim) = match because {
        "wall" => {
            let cut_off = Claim::WereCutOff { from: from.to_owned(), to: to.to_owned() };
            ("is stopped by the wall of the partition".to_owned(), Some(cut_off))
        }
        "cut" => ("is lost: the link is cut".to_owned(), was_cut(event, from, to)),
        "down" => (format!("is lost: {to} is down"), Some(has_status(to, NodeStatus::Crashed))),
        "left" => (format!("is lost: {to} has left"), Some(Claim::HasLeft { node: to.to_owned() })),
        "dropped" => ("is dropped".to_owned(), None),
        _ => ("is lost".to_owned(), None),
    };
    Narrated::new(format!("The message “{label}” from {from} to {to} {fate}."), claim)
}

fn was_cut(event: &TraceEvent, from: &str, to: &str) -> Option<Claim> {
    let kind = event.message.as_ref()?.kind;
    Some(Claim::WasCut { from: from.to_owned(), to: to.to_owned(), kind })
}
