//! Playback of a track: play, pause, step, back, jump.
//!
//! A step forward departs, and the clock reports its arrival. A step back or a jump takes effect at once, without
//! animation.

use super::{Model, Section, Spotlight};
use crate::explain::trace::{Pace, is_background};

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

/// Which event the sentence under the ring is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Headline {
    /// That of the step itself: somebody has stepped onto it, or chosen it.
    Own,
    /// The last one that is not in the background: the step is passed on the way.
    Latest,
    /// The one that says most of what has happened: here it ends.
    Telling,
    /// The answer to a request, counted from 1, or to the last one: a lesson has asked about it.
    Answering(Option<usize>),
}

/// What is played, and how: on which track, how fast, and whether it is between two steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Playback {
    /// What is shown step by step.
    pub track: Track,
    /// Whether it goes on by itself.
    pub playing: bool,
    /// Whether it is between this step and the next one.
    pub under_way: bool,
    /// Whether it stands still between them.
    pub paused: bool,
    /// The step that it is on its way to.
    pub destination: usize,
    /// How much of the messages is one step.
    pub pace: Pace,
    /// How fast: 1 is a teacher's pace.
    pub speed: f64,
    /// Counts the departures, so that the clock knows a new one.
    pub leg: u32,
    /// Which event the sentence is about.
    pub headline: Headline,
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            track: Track::KeyWalk,
            playing: false,
            under_way: false,
            paused: false,
            destination: 0,
            pace: Pace::default(),
            speed: 1.0,
            leg: 0,
            headline: Headline::Own,
        }
    }
}

impl Playback {
    /// Whether something moves right now.
    pub fn is_moving(&self) -> bool {
        self.under_way && !self.paused
    }

    /// Whether it would stop if somebody pressed the button that plays and pauses.
    pub fn is_running(&self) -> bool {
        self.playing || self.is_moving()
    }

    /// Stands still at the present step.
    fn stop(&mut self) {
        self.playing = false;
        self.stay();
    }

    /// Cancels the way to the next step.
    fn stay(&mut self) {
        self.under_way = false;
        self.paused = false;
        self.leg += 1;
    }

    /// Sets out for the next step on the way to the destination.
    fn leave(&mut self) {
        self.stay();
        self.under_way = true;
    }

    /// Stops where it is, between two steps or at one.
    fn pause(&mut self) {
        self.playing = false;
        self.paused = self.under_way;
    }
}

/// What can be done to the playback.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlaybackAction {
    /// The key's walk or the messages are shown.
    ShowTrack(Track),
    /// Play or pause.
    TogglePlay,
    /// To the next stop.
    Forward,
    /// To the stop before.
    Back,
    /// To this step at once.
    Seek(usize),
    /// To this step of the messages at once.
    SeekMessage(usize),
    /// To where two worlds first come to a step.
    SeekBoth(usize),
    /// To the end at once.
    ToEnd,
    /// This fast from now on.
    SetSpeed(f64),
    /// This much is one step from now on.
    SetPace(Pace),
    /// The clock has reached the next step.
    Arrive,
    /// The sentence has stood long enough.
    Depart,
}

impl Model {
    pub(super) fn play(&mut self, action: PlaybackAction) {
        match action {
            PlaybackAction::ShowTrack(track) => self.show_track(track),
            PlaybackAction::TogglePlay => self.toggle_play(),
            PlaybackAction::Forward => self.forward(),
            PlaybackAction::Back => self.back(),
            PlaybackAction::Seek(step) => self.seek(step),
            PlaybackAction::SeekMessage(step) => self.seek_message(step),
            PlaybackAction::SeekBoth(step) => self.seek_both(step),
            PlaybackAction::ToEnd => self.go_to_the_end(),
            PlaybackAction::SetSpeed(speed) => self.playback.speed = speed,
            PlaybackAction::SetPace(pace) => self.playback.pace = pace,
            PlaybackAction::Arrive => self.arrive(),
            PlaybackAction::Depart => self.depart(),
        }
    }

    /// The step that is shown.
    pub fn step(&self) -> usize {
        match self.playback.track {
            Track::KeyWalk => self.journey_step,
            Track::Messages => {
                self.comparison.as_ref().map_or(self.world.frame.state.step, |comparison| comparison.position)
            }
        }
    }

    /// The last step.
    pub fn last_step(&self) -> usize {
        match self.playback.track {
            Track::KeyWalk => self.journey.steps.len(),
            Track::Messages => {
                self.comparison.as_ref().map_or(self.world.steps, |comparison| comparison.timeline.last())
            }
        }
    }

    pub(super) fn show_track(&mut self, track: Track) {
        self.stop();
        self.spotlight = Spotlight::Track;
        self.playback.track = track;
        let ended = self.step() == self.last_step();
        self.playback.headline = if ended { Headline::Telling } else { Headline::Own };
    }

    /// Stands still at the present step.
    pub(super) fn stop(&mut self) {
        self.playback.stop();
    }

    pub(super) fn toggle_play(&mut self) {
        if self.playback.is_running() {
            return self.playback.pause();
        }
        self.spotlight = Spotlight::Track;
        self.playback.playing = true;
        if self.playback.paused {
            self.playback.paused = false;
            return;
        }
        if self.step() == self.last_step() {
            self.show_step(self.replay_from());
            self.playback.headline = Headline::Own;
        }
        self.depart();
    }

    /// Where replaying starts: the beginning of the walk, or the last request.
    fn replay_from(&self) -> usize {
        match self.playback.track {
            Track::KeyWalk => 0,
            Track::Messages => self.last_request(),
        }
    }

    /// Departs for the next stop.
    pub(super) fn depart(&mut self) {
        self.spotlight = Spotlight::Track;
        if self.step() < self.last_step() {
            self.playback.destination = self.next_stop();
            self.playback.leave();
        } else {
            self.stop();
        }
    }

    /// The next place to stop at, by the pace.
    fn next_stop(&self) -> usize {
        match self.playback.track {
            Track::KeyWalk => self.journey_step + 1,
            Track::Messages => self.next_stop_of_messages(),
        }
    }

    /// Arrives at the next step, and continues if that is not yet the destination.
    pub(super) fn arrive(&mut self) {
        if !self.playback.under_way {
            return;
        }
        self.playback.stay();
        // Where nothing moves, there is nothing to see on the way; and of a long way only the end is.
        let next = if self.window.still { self.playback.destination } else { self.step() + 1 };
        let next = next.max(self.playback.destination.saturating_sub(MOST_PASSED_OVER));
        self.show_step(next.min(self.last_step()));
        self.playback.headline = self.headline_on_arrival();
        if self.step() < self.playback.destination.min(self.last_step()) {
            self.playback.leave();
        } else if self.step() == self.last_step() {
            self.playback.playing = false;
        }
    }

    /// What the sentence is about where playback has just arrived. Whoever goes step by step has asked for each stop of
    /// the pace; where no more of them come, the end is reached.
    fn headline_on_arrival(&self) -> Headline {
        let at_end = self.step() == self.last_step();
        let asked = !self.playback.playing && self.step() >= self.playback.destination && self.stops_here();
        match (asked, at_end) {
            (true, _) => Headline::Own,
            (false, true) => Headline::Telling,
            (false, false) => Headline::Latest,
        }
    }

    fn stops_here(&self) -> bool {
        self.playback.track == Track::KeyWalk || self.stops_at_this_message()
    }

    /// To the next stop; if it is on its way there, it arrives at once and departs for the one after.
    pub(super) fn forward(&mut self) {
        if self.playback.under_way {
            self.playback.stay();
            self.show_step(self.playback.destination.min(self.last_step()));
            self.playback.headline = self.headline_on_arrival();
        }
        self.playback.playing = false;
        self.depart();
    }

    /// To the stop before. Where the sentence tells of another event than the step's own, the step's own is told first, so
    /// that whoever goes back meets each sentence once.
    pub(super) fn back(&mut self) {
        if self.tells_of_another_step() && self.stops_here() {
            return self.seek(self.step());
        }
        let step = match self.playback.track {
            Track::Messages => self.previous_stop_of_messages(),
            Track::KeyWalk if self.playback.under_way => self.step(),
            Track::KeyWalk => self.step().saturating_sub(1),
        };
        self.seek(step);
    }

    /// Whether the step shown is one that is passed without a word of its own.
    pub fn passes_in_silence(&self) -> bool {
        let rank = || self.world.playground().rank_of(self.world.frame.state.step);
        self.playback.track == Track::Messages
            && self.playback.headline == Headline::Latest
            && rank().is_some_and(|rank| !rank.is_foreground())
    }

    /// Whether the next step is background activity that the pace skips.
    pub fn passes_over_next(&self) -> bool {
        self.playback.track == Track::Messages && self.world.frame.next.as_ref().is_some_and(is_background)
    }

    pub(super) fn seek(&mut self, step: usize) {
        self.stop();
        self.spotlight = Spotlight::Track;
        self.show_step(step.min(self.last_step()));
        self.playback.headline = Headline::Own;
    }

    /// To the end at once, where the sentence is about the event that matters.
    pub(super) fn go_to_the_end(&mut self) {
        self.seek(usize::MAX);
        self.playback.headline = Headline::Telling;
    }

    pub(super) fn seek_message(&mut self, step: usize) {
        if self.playback.track != Track::Messages {
            self.show_track(Track::Messages);
        }
        let position = self.comparison.as_ref().map_or(step, |comparison| comparison.timeline.position_of_left(step));
        self.seek(position);
    }

    fn seek_both(&mut self, step: usize) {
        if let Some(position) = self.comparison.as_ref().map(|comparison| comparison.timeline.first_at(step)) {
            self.show_track(Track::Messages);
            self.seek(position);
        }
    }

    fn show_step(&mut self, step: usize) {
        match self.playback.track {
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
