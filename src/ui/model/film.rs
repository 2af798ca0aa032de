//! Going through a film: play, pause, step, back, scrub.
//!
//! A step forward departs, and the clock says when it arrives. A step back, and a jump, is there at once: it never
//! waits for an animation.

use super::{Model, Section, Spotlight};
use crate::trace::Cause;

/// What is shown step by step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Film {
    /// The journey of the key.
    Journey,
    /// The messages of the history.
    Messages,
}

impl Model {
    /// The step that is shown.
    pub fn step(&self) -> usize {
        match self.film {
            Film::Journey => self.journey_step,
            Film::Messages => self.world.frame.state.step,
        }
    }

    /// The last step.
    pub fn last_step(&self) -> usize {
        match self.film {
            Film::Journey => self.journey.steps.len(),
            Film::Messages => self.world.steps,
        }
    }

    /// Whether something moves right now.
    pub fn moving(&self) -> bool {
        self.under_way && !self.paused
    }

    pub(super) fn show_film(&mut self, film: Film) {
        self.stop();
        self.spotlight = Spotlight::Film;
        self.film = film;
    }

    /// Stands still at the present step.
    pub(super) fn stop(&mut self) {
        self.playing = false;
        self.stay();
    }

    /// Calls off the way to the next step.
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
        self.spotlight = Spotlight::Film;
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

    /// Where playing starts again at the end: the start of the journey, or the last request.
    fn replay_from(&self) -> usize {
        match self.film {
            Film::Journey => 0,
            Film::Messages => {
                let playground = self.world.playground.borrow();
                let asked = |step: &usize| playground.event(*step).is_some_and(|event| event.cause == Cause::Command);
                (1..=self.last_step()).rev().find(asked).map_or(0, |step| step - 1)
            }
        }
    }

    /// Leaves for the next step.
    pub(super) fn depart(&mut self) {
        self.spotlight = Spotlight::Film;
        if self.step() < self.last_step() {
            self.stay();
            self.under_way = true;
        } else {
            self.stop();
        }
    }

    /// Is at the next step.
    pub(super) fn arrive(&mut self) {
        if !self.under_way {
            return;
        }
        self.stay();
        self.show_step(self.step() + 1);
        if self.step() == self.last_step() {
            self.playing = false;
        }
    }

    /// One step on; if that is where it is going already, it is there at once, and leaves for the next one.
    pub(super) fn forward(&mut self) {
        if self.under_way {
            self.arrive();
        }
        self.playing = false;
        self.depart();
    }

    pub(super) fn back(&mut self) {
        let step = if self.under_way { self.step() } else { self.step().saturating_sub(1) };
        self.seek(step);
    }

    pub(super) fn seek(&mut self, step: usize) {
        self.stop();
        self.spotlight = Spotlight::Film;
        self.show_step(step.min(self.last_step()));
    }

    fn show_step(&mut self, step: usize) {
        match self.film {
            Film::Journey => {
                self.journey_step = step;
                if self.journey_is_over() && !self.walked {
                    self.walked = true;
                    // The next thing to do is offered.
                    self.section = Section::Requests;
                }
            }
            Film::Messages => self.world.show(step),
        }
    }
}
