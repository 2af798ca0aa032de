//! Playback of messages, in one world or in two: where it stops, and what it shows.

use super::Model;
use crate::explain::trace::Cause;

impl Model {
    /// Where replaying starts: the step before the last request.
    pub(super) fn last_request(&self) -> usize {
        let playground = self.world.playground();
        let asked = |step: &usize| playground.event(*step).is_some_and(|event| event.cause == Cause::Command);
        let step = (1..=self.world.steps).rev().find(asked).map_or(0, |step| step - 1);
        self.comparison.as_ref().map_or(step, |comparison| comparison.timeline.position_of_left(step))
    }

    /// The next stop at the present pace.
    pub(super) fn next_stop_of_messages(&self) -> usize {
        match &self.comparison {
            Some(comparison) => self.next_stop_of_both(comparison, comparison.position),
            None => self.world.next_stop(self.step(), self.playback.pace),
        }
    }

    /// The previous stop at the present pace.
    pub(super) fn previous_stop_of_messages(&self) -> usize {
        let from = self.step() + usize::from(self.playback.under_way);
        match &self.comparison {
            Some(comparison) => self.previous_stop_of_both(comparison, from),
            None => self.world.previous_stop(from, self.playback.pace),
        }
    }

    /// Whether the present pace stops at the step that is shown.
    pub(super) fn stops_at_this_message(&self) -> bool {
        match &self.comparison {
            Some(comparison) if comparison.position == 0 => true,
            Some(comparison) => self.stops_in_either(comparison, comparison.position),
            None => self.world.playground().stops_at(self.step(), self.playback.pace),
        }
    }

    /// Shows a step, in one world or in both.
    pub(super) fn show_messages(&mut self, step: usize) {
        if self.comparison.is_some() {
            self.show_both(step)
        } else {
            self.world.show(step)
        }
        self.follow_cluster();
    }
}
