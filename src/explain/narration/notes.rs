//! What the words of a command say of the world.

use super::{Claim, act_notes};
use crate::dynamo::report::Note;
use crate::explain::snapshot::NodeStatus;

/// The claims of a note.
pub fn claims(note: &Note) -> Vec<Claim> {
    let claim = match note {
        Note::ZoneFails { nodes, wiped, .. } => return nodes.iter().flat_map(|node| is_down(node, *wiped)).collect(),
        Note::ZoneRestarts { nodes, .. } => {
            return nodes.iter().map(|node| Claim::IsThere { node: node.clone() }).collect();
        }
        Note::SplitsByZones { groups, .. } => Claim::IsSplit { groups: groups.clone() },
        Note::TimePasses { .. } | Note::NothingShared { .. } => Claim::SendsNothing,
        Note::Splits { groups } => Claim::IsSplit { groups: groups.clone() },
        Note::IsWhole => Claim::IsWhole,
        Note::Waits { from, to } => Claim::IsHeld { from: from.clone(), to: to.clone(), held: true },
        Note::GoesOn { from, to } => Claim::IsHeld { from: from.clone(), to: to.clone(), held: false },
        Note::QuorumSet { n, r, w, quorum } => Claim::HasQuorum { n: *n, r: *r, w: *w, quorum },
        Note::ClockSet { node, ms } => Claim::HasClock { node: node.clone(), ms: *ms },
        Note::Added { node } => Claim::IsThere { node: node.clone() },
        Note::TakenOff { node } => Claim::IsLeaving { node: node.clone() },
        Note::GivenUpUnreachable { node, through } => Claim::CannotHear { one: node.clone(), other: through.clone() },
        Note::GivenUpDown { node } | Note::NeverBack { node } => Claim::HasLeft { node: node.clone() },
        Note::TokensSet { node, .. } => Claim::LearnsMore { node: node.clone() },
        Note::Act(act) => return act_notes::claims(act),
        Note::Refused { .. } => return Vec::new(),
    };
    vec![claim]
}

fn is_down(node: &str, wiped: bool) -> impl Iterator<Item = Claim> {
    let down = Claim::HasStatus { node: node.to_owned(), status: NodeStatus::Crashed };
    let empty = wiped.then(|| Claim::HoldsKeys { node: node.to_owned(), keys: 0 });
    std::iter::once(down).chain(empty)
}
