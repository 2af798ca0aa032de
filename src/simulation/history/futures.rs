//! All courses of events of a history as a tree: each parts from an older one.

use super::{History, Line, shared};
use serde::Serialize;

/// A course of events in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FutureState {
    /// Its number for life.
    pub number: u32,
    /// The older one that it parts from; the oldest parts from none.
    pub parent: Option<u32>,
    /// The last step that it shares with that one.
    pub forked_at: usize,
    /// How many steps it has.
    pub steps: usize,
    /// The sentence of its first own step; empty when it has none.
    pub first: String,
    /// Whether it is the present one.
    pub is_present: bool,
}

impl History {
    /// All courses of events, the oldest first.
    pub fn futures(&self) -> Vec<FutureState> {
        let mut lines: Vec<&Line> = self.branches.iter().chain([&self.line]).collect();
        lines.sort_unstable_by_key(|line| line.number);
        let future = |(place, line): (usize, &&Line)| {
            let older = lines.iter().take(place).map(|older| (shared(older, line), older.number));
            // Among several that share as much, the oldest is the one that it was made from, or as good as that.
            let parent = older.max_by_key(|(steps, number)| (*steps, u32::MAX - number));
            let forked_at = parent.map_or(0, |(steps, _)| steps);
            let first = line.records.get(forked_at).map(|record| record.event(forked_at + 1, &line.names).sentence);
            FutureState {
                number: line.number,
                parent: parent.map(|(_, number)| number),
                forked_at,
                steps: line.records.len(),
                first: first.unwrap_or_default(),
                is_present: line.number == self.line.number,
            }
        };
        lines.iter().enumerate().map(future).collect()
    }
}
