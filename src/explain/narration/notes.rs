//! What the words of a command say of the world.

use super::Claim;
use crate::dynamo::report::Note;

/// The claims of a note.
pub fn claims(note: &Note) -> Vec<Claim> {
    let claim = match note {
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
        Note::Refused { .. } => return Vec::new(),
    };
    vec![claim]
}
