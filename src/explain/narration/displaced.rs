//! A version that takes the place of another which its put had not read: what the modes that lose writes do.

use super::{clock, list};
use crate::dynamo::versioning::{Displaced, Displacement};
use crate::explain::snapshot::VersionState;
use crate::explain::trace::{Fact, TraceEvent};

/// A version came to a disk, and others went that its put had not read.
pub fn stored(node: &str, version: &VersionState, unread: &[Displaced<VersionState>]) -> String {
    format!("{node} stores version {}. {}", clock(version), gone(version, unread))
}

/// A version came, and was not kept.
pub fn kept_out(node: &str, version: &VersionState, by: &Displaced<VersionState>) -> String {
    let (version, winner) = (clock(version), clock(&by.version));
    let why = match by.by {
        Displacement::LaterTime => format!("its timestamp is older than that of {winner}, whose put had not read it"),
        Displacement::SameTime => format!("its timestamp is that of {winner}, and {}", tie(&by.version)),
        Displacement::Clock => format!("by its clock {winner} descends from it, though its put had not read it"),
    };
    format!("{node} acknowledges version {version} and throws it away: {why}.")
}

/// What the coordinator does with its new version on its own disk, and what is to be added.
pub fn on_the_coordinator(event: &TraceEvent, version: &VersionState) -> (String, String) {
    let told = event.facts.iter().find_map(|fact| match fact {
        Fact::Stored { unread, .. } if !unread.is_empty() => {
            Some(("writes it".to_owned(), format!(" {}", gone(version, unread))))
        }
        Fact::AlreadyKnown { kept_out_by: Some(by), .. } => {
            let winner = clock(&by.version);
            let kept = match by.by {
                Displacement::LaterTime => format!("keeps {winner} instead, whose timestamp is later"),
                Displacement::SameTime => {
                    format!("keeps {winner} instead: the timestamps are equal, and {}", tie(&by.version))
                }
                Displacement::Clock => format!("keeps {winner} instead, which descends from it by its clock"),
            };
            Some((kept, String::new()))
        }
        _ => None,
    });
    told.unwrap_or_else(|| ("writes it".to_owned(), String::new()))
}

/// Why the winner of two equal timestamps won.
fn tie(winner: &VersionState) -> &'static str {
    if winner.value.is_none() { "a deletion wins" } else { "the greater value wins" }
}

/// "[B,1] is thrown away: its timestamp is older. The put of [A,1] had not read it."
fn gone(version: &VersionState, unread: &[Displaced<VersionState>]) -> String {
    let losers = list(unread.iter().map(|one| clock(&one.version)).collect::<Vec<_>>().iter());
    let (are, it) = if unread.len() == 1 { ("is", "it") } else { ("are", "them") };
    let put = format!("the put of {} had not read {it}", clock(version));
    match unread.first().map(|one| one.by) {
        Some(Displacement::LaterTime) => {
            format!("{losers} {are} thrown away for an older timestamp, though {put}.")
        }
        Some(Displacement::SameTime) => {
            format!("{losers} {are} thrown away: the timestamps are equal, and {}, though {put}.", tie(version))
        }
        _ => format!("{losers} {are} overwritten, though {put}."),
    }
}
