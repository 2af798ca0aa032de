//! A stretch of the ring.

use super::Position;
use serde::Serialize;

/// The positions after `after` up to and including `upto`, clockwise: (after, upto]. When both are the same position
/// it is the whole ring, which is what the only token of a ring owns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Range {
    /// The position before the first one of the range.
    pub after: Position,
    /// The last position of the range.
    pub upto: Position,
}

impl Range {
    /// Whether the position lies in the range.
    pub fn contains(self, position: Position) -> bool {
        self.after == self.upto
            || (position != self.after && self.after.clockwise_to(position) <= self.after.clockwise_to(self.upto))
    }

    /// The part of the ring that it covers, above 0 and at most 1.
    pub fn share(self) -> f64 {
        match self.after.clockwise_to(self.upto) {
            0 => 1.0,
            width => width as f64 / 2_f64.powi(128),
        }
    }
}
