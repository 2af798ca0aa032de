//! The courses of events that a history has: those that were left, and all of them as a tree in which each parts from an older one.

use super::{History, Line, Names, Record};
use crate::input::refusal::Refusal;
use std::sync::Arc;

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

/// A course of events, and where it parts from another one.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// Its number for life: courses of events are counted from 1, the one that was there first.
    pub number: u32,
    /// The last step that it shares with the other one.
    pub forked_at: usize,
    /// Its steps.
    pub records: &'a [Arc<Record>],
    /// Everybody who takes part in it.
    pub names: &'a Names,
}

impl<'a> Course<'a> {
    fn new(line: &'a Line, forked_at: usize) -> Self {
        Self { number: line.number, forked_at, records: &line.records, names: &line.names }
    }
}

/// How many steps two courses of events share. What is shared are the very same records, so halving finds the place.
fn shared(one: &Line, other: &Line) -> usize {
    let same = |step: usize| match (one.records.get(step), other.records.get(step)) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        _ => false,
    };
    let (mut low, mut high) = (0, one.records.len().min(other.records.len()));
    while low < high {
        let middle = low + (high - low) / 2;
        if same(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

impl History {
    /// All courses of events, the oldest first.
    pub fn futures(&self) -> Vec<Future<'_>> {
        let mut lines: Vec<&Line> = self.branches.iter().chain([&self.line]).map(Arc::as_ref).collect();
        lines.sort_unstable_by_key(|line| line.number);
        let future = |index: usize| {
            let line = lines[index];
            let older = lines.iter().take(index).map(|older| (shared(older, line), older.number));
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

    /// The courses of events that were left, oldest first.
    pub fn branches(&self) -> impl Iterator<Item = Course<'_>> {
        self.branches.iter().map(|line| Course::new(line, shared(&self.line, line)))
    }

    /// Goes over to a branch, at the step where it forked; the present course of events becomes one in turn.
    ///
    /// # Errors
    /// `unknown-branch`.
    pub fn switch_to(&mut self, number: u32) -> Result<(), Refusal> {
        let forked_at = self.find_branch(number)?.forked_at;
        let index = self.branches.iter().position(|branch| branch.number == number).unwrap_or_default();
        std::mem::swap(&mut self.line, &mut self.branches[index]);
        self.now = (*self.line.checkpoints[0]).clone();
        self.seek(forked_at)
    }

    /// Forgets a branch.
    ///
    /// # Errors
    /// `unknown-branch`.
    pub fn drop_branch(&mut self, number: u32) -> Result<(), Refusal> {
        self.find_branch(number)?;
        self.branches.retain(|branch| branch.number != number);
        Ok(())
    }

    fn find_branch(&self, number: u32) -> Result<Course<'_>, Refusal> {
        self.branches().find(|branch| branch.number == number).ok_or_else(|| {
            let known: Vec<String> = self.branches.iter().map(|branch| branch.number.to_string()).collect();
            let allowed = if known.is_empty() { "none, for there is no branch".to_owned() } else { known.join(", ") };
            Refusal::field("unknown-branch", "branch", number, &allowed)
        })
    }
}
