//! A second world beside the first, on one timeline.

use super::dropping::NOT_IN_FLIGHT;
use super::loading::{Purpose, Way};
use super::{Model, Track, World};
use crate::input::refusal::Refusal;
use crate::page::projection::cluster::{Beginning, Cluster};
use crate::page::projection::shared::Shared;
use crate::page::projection::two_worlds::{Difference, Divergence, Timeline, divergences};
use crate::playground::{Playground, Replay};
use crate::scenario::{Command, Scenario};
use std::rc::Rc;

/// The second world.
#[derive(Clone)]
pub struct Comparison {
    pub world: World,
    /// The one setting that differs.
    pub difference: Difference,
    /// The corresponding setting of the first world, in words.
    pub counterpart: String,
    /// The common timeline: for each position, the steps of both worlds.
    pub timeline: Shared<Timeline>,
    /// The present position.
    pub position: usize,
    /// The furthest position that was shown since the last command: what comes after it is not told yet.
    seen: usize,
    /// The first step at which the worlds differ.
    pub first: Option<Divergence>,
    /// The first request with a different outcome.
    pub end: Option<Divergence>,
    /// The first world's cluster when the comparison began.
    pub at_first: Shared<Cluster>,
    /// The last refusal in the second world.
    pub refused: String,
}

/// A second world that is being loaded.
pub(super) struct SecondWorld {
    beginning: Beginning,
    difference: Difference,
    counterpart: String,
}

impl Model {
    /// Starts the comparison with a copy in which one setting differs, or ends it.
    pub(super) fn compare_with(&mut self, chosen: Option<Difference>) {
        self.part();
        let Some(difference) = chosen else { return };
        let Beginning { scenario, numbers, first } = (*self.world.beginning).clone();
        let counterpart = difference.counterpart(&scenario);
        let beginning = Beginning { scenario: difference.applied(&scenario), numbers, first };
        let replay = Replay::from_scenario(Scenario { script: self.script(), ..beginning.scenario.clone() });
        self.bring(replay, Purpose::Compare(Rc::new(SecondWorld { beginning, difference, counterpart })));
    }

    /// Goes on with a comparison after an edit that began another history: both worlds are edited. What was moved stays on
    /// the stage.
    pub(super) fn compare_on(&mut self, compared: Comparison) {
        let (spotlight, at_first) = (self.spotlight, compared.at_first);
        self.compare_with(Some(compared.difference));
        self.spotlight = spotlight;
        if let Some(comparison) = &mut self.comparison {
            comparison.at_first = at_first;
        }
    }

    /// The second world is loaded.
    pub(super) fn receive_comparison(&mut self, playground: Playground, second: &SecondWorld) {
        let SecondWorld { beginning, difference, counterpart } = second;
        let world = World::from_playground(playground, beginning.clone(), self.world.clients.to_vec());
        let step = self.world.frame.state.step;
        // Where the column has no place of its own, it makes way for two rings.
        if !self.window.broad && !self.window.narrow {
            self.drawer = None;
        }
        self.show_track(Track::Messages);
        self.comparison = Some(Comparison {
            world,
            difference: *difference,
            counterpart: counterpart.clone(),
            timeline: Shared::new(Timeline::new(&[], &[])),
            position: 0,
            seen: 0,
            first: None,
            end: None,
            at_first: self.world.cluster.clone(),
            refused: String::new(),
        });
        self.follow_both(step);
    }

    /// The cluster that the placement by `hash mod nodes` is compared with: that before the last change of the ring, as on
    /// the ring beside it.
    pub fn before_modulo(&self, comparison: &Comparison) -> Shared<Cluster> {
        match self.world.steps {
            0 => comparison.at_first.clone(),
            _ => self.world.before_last_change().unwrap_or_else(|| self.world.cluster.clone()),
        }
    }

    /// Ends the comparison.
    pub(super) fn part(&mut self) {
        if self.comparison.take().is_some() {
            let step = self.world.frame.state.step;
            self.stop();
            self.world.show_during(step, None);
        }
    }

    /// The effects of commands in both worlds, given at the same moment.
    pub(super) fn way_of_commands(&self, commands: &[Command], moment: f64) -> Result<Way, Refusal> {
        let replay = |world: &World| world.replay_of_commands(commands, moment);
        Ok(Way {
            first: replay(&self.world)?,
            second: self.comparison.as_ref().map(|comparison| replay(&comparison.world)),
        })
    }

    /// The effects of a command of its own in each world, given at the same moment. A world without one stays as it is.
    pub(super) fn way_of_each(
        &self,
        first: Option<Command>,
        second: Option<Command>,
        moment: f64,
    ) -> Result<Way, Refusal> {
        let nothing = || Refusal::new("unknown-message", NOT_IN_FLIGHT);
        let in_second = |comparison: &Comparison| match second {
            Some(command) => comparison.world.replay_of_commands(&[command], moment),
            None => Err(nothing()),
        };
        Ok(Way {
            second: self.comparison.as_ref().map(in_second),
            first: match first {
                Some(command) => self.world.replay_of_commands(&[command], moment)?,
                None => self.world.replay_of_nothing()?,
            },
        })
    }

    /// Shows the effects of a command in the second world.
    pub(super) fn follow_second(&mut self, second: Option<Result<Replay, Refusal>>, client: Option<&str>) {
        let (Some(comparison), Some(second)) = (self.comparison.as_mut(), second) else { return };
        comparison.refused = match second {
            Ok(replay) => {
                comparison.world.take_over(replay.into_playground(), client);
                String::new()
            }
            Err(refusal) => refusal.message,
        };
        let step = self.world.frame.state.step;
        self.follow_both(step);
    }

    /// Recomputes the timeline, and finds the position of a step of the first world.
    fn follow_both(&mut self, step: usize) {
        let Some(comparison) = self.comparison.as_mut() else { return };
        let (left, right) = (self.world.playground(), comparison.world.playground());
        let timeline = Timeline::from_playgrounds(left, right);
        (comparison.first, comparison.end) = divergences(left, right);
        let position = timeline.position_of_left(step);
        comparison.timeline = Shared::new(timeline);
        comparison.seen = position;
        self.show_both(position);
    }

    /// Shows both worlds at a position of the timeline.
    pub(super) fn show_both(&mut self, position: usize) {
        let Some(comparison) = self.comparison.as_mut() else { return };
        comparison.position = position.min(comparison.timeline.last());
        comparison.seen = comparison.seen.max(comparison.position);
        let ((left, right), leg) =
            (comparison.timeline.at(comparison.position), comparison.timeline.leg(comparison.position));
        self.world.show_during(left, Some(leg));
        comparison.world.show_during(right, Some(leg));
    }

    /// The first position after this one at which playback stops in either world.
    pub(super) fn next_stop_of_both(&self, comparison: &Comparison, position: usize) -> usize {
        let last = comparison.timeline.last();
        (position + 1..last).find(|position| self.stops_in_either(comparison, *position)).unwrap_or(last)
    }

    /// The last position before this one at which playback stops in either world.
    pub(super) fn previous_stop_of_both(&self, comparison: &Comparison, position: usize) -> usize {
        (1..position).rev().find(|position| self.stops_in_either(comparison, *position)).unwrap_or(0)
    }

    pub(super) fn stops_in_either(&self, comparison: &Comparison, position: usize) -> bool {
        let ((a, b), (x, y)) = (comparison.timeline.at(position - 1), comparison.timeline.at(position));
        (a < x && self.world.playground().stops_at(x, self.playback.pace))
            || (b < y && comparison.world.playground().stops_at(y, self.playback.pace))
    }

    /// The model with the second world in place of the first.
    pub fn seen_from_second_world(&self) -> Option<Self> {
        let comparison = self.comparison.as_ref()?;
        let journey = super::journey_of(&comparison.world.cluster, &self.journey.key);
        Some(Self { world: comparison.world.clone(), journey, change: None, is_second_world: true, ..self.clone() })
    }
}

impl Comparison {
    /// Whether what differs there was shown in both worlds.
    pub fn was_seen(&self, divergence: &Divergence) -> bool {
        let (last, shown) = (self.timeline.at(self.timeline.last()), self.timeline.at(self.seen));
        let (left, right) = divergence.until;
        shown.0 >= left.min(last.0) && shown.1 >= right.min(last.1)
    }
}
