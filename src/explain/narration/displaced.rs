//! A version that takes the place of another which its put had not read: what the modes that lose writes do.

use super::{Claim, Narrated, clock, key, list};
use crate::dynamo::versioning::{Displaced, Displacement};
use crate::explain::key_journey::words::compared_times;
use crate::explain::snapshot::VersionState;
use crate::explain::trace::{Fact, TraceEvent};

/// A version came to a disk, and others went that its put had not read.
pub fn stored(event: &TraceEvent, node: &str, version: &VersionState, unread: &[Displaced<VersionState>]) -> Narrated {
    // That it came stays true, whatever takes its own place: not so that it is stored.
    let words = format!("{node} gets version {}. {}", clock(version), gone(version, unread));
    Narrated::new(words, claims_of_loss(event, node, version, unread))
}

fn claims_of_loss(
    event: &TraceEvent,
    node: &str,
    version: &VersionState,
    unread: &[Displaced<VersionState>],
) -> Vec<Claim> {
    let writes = Claim::Writes { node: node.to_owned(), key: key(event), version: version.clone() };
    let lost = unread.iter().flat_map(|one| {
        let (node, key) = (node.to_owned(), key(event));
        let gone = [
            Claim::HasThrownAway { node, key, version: one.version.clone() },
            Claim::HadNotRead { version: version.clone(), other: one.version.clone() },
        ];
        gone.into_iter().chain(claim_of_time(version, &one.version, one.by))
    });
    std::iter::once(writes).chain(lost).collect()
}

fn claim_of_time(version: &VersionState, than: &VersionState, by: Displacement) -> Option<Claim> {
    let claim = || Claim::HasLaterTime { version: version.clone(), than: than.clone() };
    (by == Displacement::LaterTime).then(claim)
}

/// A version came, and was not kept.
pub fn kept_out(event: &TraceEvent, node: &str, version: &VersionState, by: &Displaced<VersionState>) -> Narrated {
    let (name, winner) = (clock(version), clock(&by.version));
    let why = match by.by {
        Displacement::LaterTime => {
            format!("{}. {winner} stays, though its put had not read it", later(&by.version, version))
        }
        Displacement::SameTime => format!("its timestamp is that of {winner}, and {}", tie(&by.version)),
        Displacement::Clock => format!("by its clock {winner} descends from it, though its put had not read it"),
    };
    let words = format!("{node} acknowledges version {name} and throws it away: {why}.");
    Narrated::new(words, claims_of_kept_out(event, node, version, by))
}

fn claims_of_kept_out(
    event: &TraceEvent,
    node: &str,
    version: &VersionState,
    by: &Displaced<VersionState>,
) -> Vec<Claim> {
    let (node, key) = (node.to_owned(), key(event));
    let mut claims = vec![
        Claim::HasThrownAway { node: node.clone(), key: key.clone(), version: version.clone() },
        Claim::Holds { node, key, version: by.version.clone() },
        Claim::HadNotRead { version: by.version.clone(), other: version.clone() },
    ];
    claims.extend(claim_of_time(&by.version, version, by.by));
    claims
}

/// What a coordinator does with its new version on its own disk.
pub struct OnTheCoordinator {
    /// `, writes it`, or what it does instead.
    pub kept: String,
    /// What is to be added after the sentence.
    pub added: String,
    pub claims: Vec<Claim>,
}

/// What the coordinator does with its new version on its own disk, and what is to be added.
pub fn on_the_coordinator(event: &TraceEvent, node: &str, version: &VersionState) -> OnTheCoordinator {
    let told = event.facts.iter().find_map(|fact| match fact {
        Fact::Stored { unread, .. } => {
            let added = if unread.is_empty() { String::new() } else { format!(" {}", gone(version, unread)) };
            let claims = claims_of_loss(event, node, version, unread);
            Some(OnTheCoordinator { kept: ", writes it".to_owned(), added, claims })
        }
        Fact::AlreadyKnown { kept_out_by: Some(by), .. } => {
            let winner = clock(&by.version);
            let kept = match by.by {
                Displacement::LaterTime => format!(", keeps {winner} instead ({})", later(&by.version, version)),
                Displacement::SameTime => {
                    format!(", keeps {winner} instead: the timestamps are equal, and {}", tie(&by.version))
                }
                Displacement::Clock => format!(", keeps {winner} instead, which descends from it by its clock"),
            };
            let claims = claims_of_kept_out(event, node, version, by);
            Some(OnTheCoordinator { kept, added: String::new(), claims })
        }
        Fact::HintStored { owner, .. } => {
            let keeps = Claim::KeepsFor { node: node.to_owned(), owner: owner.clone(), key: key(event) };
            let kept = format!(", keeps it with a hint that it is {owner}’s");
            Some(OnTheCoordinator { kept, added: String::new(), claims: vec![keeps] })
        }
        _ => None,
    });
    told.unwrap_or_else(|| OnTheCoordinator { kept: String::new(), added: String::new(), claims: Vec::new() })
}

/// The timestamps of two versions, the later one first: `12.05 s > 8.21 s`.
fn later(version: &VersionState, than: &VersionState) -> String {
    compared_times(version.made_at, than.made_at)
}

/// Why the winner of two equal timestamps won.
fn tie(winner: &VersionState) -> &'static str {
    if winner.value.is_none() { "a deletion wins" } else { "the greater value wins" }
}

/// "[B,1] is thrown away: 12.05 s > 8.21 s, though the put of [A,1] had not read it."
fn gone(version: &VersionState, unread: &[Displaced<VersionState>]) -> String {
    let losers = list(unread.iter().map(|one| clock(&one.version)).collect::<Vec<_>>().iter());
    let (are, it) = if unread.len() == 1 { ("is", "it") } else { ("are", "them") };
    let put = format!("the put of {} had not read {it}", clock(version));
    match unread.first().map(|one| one.by) {
        Some(Displacement::LaterTime) => {
            let times: Vec<String> = unread.iter().map(|one| later(version, &one.version)).collect();
            format!("{losers} {are} thrown away: {}, though {put}.", times.join(", "))
        }
        Some(Displacement::SameTime) => {
            format!("{losers} {are} thrown away: the timestamps are equal, and {}, though {put}.", tie(version))
        }
        _ => format!("{losers} {are} overwritten, though {put}."),
    }
}
