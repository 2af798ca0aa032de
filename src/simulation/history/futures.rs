//! All courses of events of a history as a tree: each parts from an older one.

use super::{Course, History, Line, shared};

/// A course of events in the tree.
#[derive(Clone, Copy, Debug)]
pub struct Future<'a> {
    /// The course, and where it parts from its parent.
    pub course: Course<'a>,
    /// The older one that it parts from; the oldest parts from none.
    pub parent: Option<u32>,
    /// Whether it is the present one.
    pub is_present: bool,
}

impl History {
    /// All courses of events, the oldest first.
    pub fn futures(&self) -> Vec<Future<'_>> {
        let mut lines: Vec<&Line> = self.branches.iter().chain([&self.line]).collect();
        lines.sort_unstable_by_key(|line| line.number);
        let future = |place: usize| {
            let line = lines[place];
            let older = lines.iter().take(place).map(|older| (shared(older, line), older.number));
            // Among several that share as much, the oldest is the one that it was made from, or as good as that.
            let parent = older.max_by_key(|(steps, number)| (*steps, u32::MAX - number));
            Future {
                course: Course::new(line, parent.map_or(0, |(steps, _)| steps)),
                parent: parent.map(|(_, number)| number),
                is_present: line.number == self.line.number,
            }
        };
        (0..lines.len()).map(future).collect()
    }
}
