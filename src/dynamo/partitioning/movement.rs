//! What moves when the ring changes.

use super::{NodeId, Position, Range, Ring};

/// An arc of the ring whose owner changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MovedArc {
    /// The positions that moved.
    pub range: Range,
    /// Who owned them; `None` when the ring was empty.
    pub from: Option<NodeId>,
    /// Who owns them now; `None` when the ring is empty.
    pub to: Option<NodeId>,
}

/// The arcs that have another owner after a change, clockwise, neighbours with the same story joined. Consistent
/// hashing moves no others: a join moves arcs to the joiner alone, a leave only those of the leaver (section 4.2).
pub fn moved_arcs(before: &Ring, after: &Ring) -> Vec<MovedArc> {
    let mut cuts: Vec<Position> = before.ranges().chain(after.ranges()).map(|(_, range)| range.upto).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let Some(mut start) = cuts.last().copied() else { return Vec::new() };
    let mut moved: Vec<MovedArc> = Vec::new();
    for end in cuts {
        let (from, to) = (before.owner_of(end), after.owner_of(end));
        if from != to {
            match moved.last_mut() {
                Some(last) if last.range.upto == start && (last.from, last.to) == (from, to) => last.range.upto = end,
                _ => moved.push(MovedArc { range: Range { after: start, upto: end }, from, to }),
            }
        }
        start = end;
    }
    moved
}

/// The part of the ring that the arcs cover, 0 to 1.
pub fn moved_share(arcs: &[MovedArc]) -> f64 {
    arcs.iter().map(|arc| arc.range.share()).sum()
}
