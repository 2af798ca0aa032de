//! The courses of events of a history as they are shown: those that were left, and all of them as a tree.

use crate::explain::trace::TraceEvent;
use crate::simulation::{Course, Future};
use serde::Serialize;

/// A branch, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BranchState {
    /// Its number for life: courses of events are counted from 1, the one that was there first.
    pub number: u32,
    /// The last step that it shares with the present course of events.
    pub forked_at: usize,
    /// How many steps it has.
    pub steps: usize,
    /// The sentence of its first own step; empty when it has none.
    pub first: String,
}

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

impl BranchState {
    /// A course of events that was left.
    pub fn new(branch: Course<'_>) -> Self {
        Self {
            number: branch.number,
            forked_at: branch.forked_at,
            steps: branch.records.len(),
            first: first_sentence(branch),
        }
    }
}

impl FutureState {
    /// A course of events in the tree.
    pub fn new(Future { course, parent, is_present }: Future<'_>) -> Self {
        Self {
            number: course.number,
            parent,
            forked_at: course.forked_at,
            steps: course.records.len(),
            first: first_sentence(course),
            is_present,
        }
    }
}

/// The sentence of the first step that it does not share; empty when it has none.
fn first_sentence(course: Course<'_>) -> String {
    let step = course.forked_at + 1;
    let first = course.records.get(course.forked_at).map(|record| TraceEvent::new(record, step, course.names).sentence);
    first.unwrap_or_default()
}
