//! Playback of a track: play, pause, step, back, jump.
//!
//! A step forward departs, and the clock reports its arrival. A step back or a jump takes effect at once, without
//! animation.

use super::{Model, Section, Spotlight};
use crate::explain::trace::is_background;

/// The speeds of the control, with their labels.
pub const SPEEDS: [(f64, &str); 6] =
    [(0.25, "0.25×"), (0.5, "0.5×"), (1.0, "1×"), (2.0, "2×"), (4.0, "4×"), (8.0, "8×")];

/// Most steps animated on the way to a stop, when the pace skips more.
const MOST_PASSED_OVER: usize = 24;

/// A sequence of steps that can be played.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Track {
    /// The walk of the key.
    KeyWalk,
    /// The messages of the history.
    Messages,
}

impl Model {
    /// The present step of the track.
    pub fn step(&self) -> usize {
        match self.track {
            Track::KeyWalk => self.journey_step,
            Track::Messages => {
                self.comparison.as_ref().map_or(self.world.frame.state.step, |comparison| comparison.position)
            }
        }
    }

    pub fn last_step(&self) -> usize {
        match self.track {
            Track::KeyWalk => self.journey.steps.len(),
            Track::Messages => {
                self.comparison.as_ref().map_or(self.world.steps, |comparison| comparison.timeline.last())
            }
        }
    }

    /// Whether something is moving now.
    pub fn moving(&self) -> bool {
        self.under_way && !self.paused
    }

    pub(super) fn show_track(&mut self, track: Track) {
        self.stop();
        self.spotlight = Spotlight::Track;
        self.track = track;
    }

    /// Stops at the present step.
    pub(super) fn stop(&mut self) {
        self.playing = false;
        self.stay();
    }

    /// Cancels the way to the next step.
    fn stay(&mut self) {
        self.under_way = false;
        self.paused = false;
        self.leg += 1;
    }

    pub(super) fn toggle_play(&mut self) {
        if self.playing || self.moving() {
            self.playing = false;
            self.paused = self.under_way;
            return;
        }
        self.spotlight = Spotlight::Track;
        self.playing = true;
        if self.paused {
            self.paused = false;
            return;
        }
        if self.step() == self.last_step() {
            self.show_step(self.replay_from());
        }
        self.depart();
    }

    /// Where replaying starts: the beginning of the walk, or the last request.
    fn replay_from(&self) -> usize {
        match self.track {
            Track::KeyWalk => 0,
            Track::Messages => self.last_request(),
        }
    }

    /// Departs for the next stop.
    pub(super) fn depart(&mut self) {
        self.spotlight = Spotlight::Track;
        if self.step() < self.last_step() {
            self.destination = self.next_stop();
            self.leave();
        } else {
            self.stop();
        }
    }

    /// Departs for the next step on the way to the destination.
    fn leave(&mut self) {
        self.stay();
        self.under_way = true;
    }

    /// The next stop at the present pace.
    fn next_stop(&self) -> usize {
        match self.track {
            Track::KeyWalk => self.journey_step + 1,
            Track::Messages => self.next_stop_of_messages(),
        }
    }

    /// Arrives at the next step, and continues if that is not yet the destination.
    pub(super) fn arrive(&mut self) {
        if !self.under_way {
            return;
        }
        self.stay();
        // With reduced motion there is nothing to see on the way, and of a long way only the end is animated.
        let next = if self.window.still { self.destination } else { self.step() + 1 };
        let next = next.max(self.destination.saturating_sub(MOST_PASSED_OVER));
        self.show_step(next.min(self.last_step()));
        if self.step() < self.destination.min(self.last_step()) {
            self.leave();
        } else if self.step() == self.last_step() {
            self.playing = false;
        }
    }

    /// To the next stop; if it is on its way there, it arrives at once and departs for the one after.
    pub(super) fn forward(&mut self) {
        if self.under_way {
            self.stay();
            self.show_step(self.destination.min(self.last_step()));
        }
        self.playing = false;
        self.depart();
    }

    pub(super) fn back(&mut self) {
        let step = match self.track {
            Track::Messages => self.previous_stop_of_messages(),
            Track::KeyWalk if self.under_way => self.step(),
            Track::KeyWalk => self.step().saturating_sub(1),
        };
        self.seek(step);
    }

    /// Whether the next step is background activity that the pace skips.
    pub fn passes_over_next(&self) -> bool {
        self.track == Track::Messages && self.world.frame.next.as_ref().is_some_and(is_background)
    }

    pub(super) fn seek(&mut self, step: usize) {
        self.stop();
        self.spotlight = Spotlight::Track;
        self.show_step(step.min(self.last_step()));
    }

    pub(super) fn seek_message(&mut self, step: usize) {
        if self.track != Track::Messages {
            self.show_track(Track::Messages);
        }
        let position = self.comparison.as_ref().map_or(step, |comparison| comparison.timeline.position_of_left(step));
        self.seek(position);
    }

    fn show_step(&mut self, step: usize) {
        match self.track {
            Track::KeyWalk => {
                self.journey_step = step;
                if self.journey_is_over() && !self.walked {
                    self.walked = true;
                    // Unfold the section with the next thing to do.
                    self.section = Some(Section::Requests);
                }
            }
            Track::Messages => self.show_messages(step),
        }
    }
}
