//! On through a history, known or not, and back to where one has been.

use super::{History, Moment, Names, Point, Progress, Record};
use crate::dynamo::time::Time;
use crate::input::refusal::Refusal;
use std::sync::Arc;

/// Simulated time that a run lets pass without any sign of life before it gives up on quiet.
const LONGEST_WAIT_FOR_QUIET: Time = Time(600_000_000);

/// How far to run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunLimit {
    /// Up to and including this time in milliseconds; without it, until quiet.
    pub until: Option<f64>,
    /// So many events at most.
    pub events: Option<usize>,
}

/// How long a run has waited for quiet.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// Since then there was nothing to wait for but quiet.
    idle_since: Time,
    /// Since then only periodic traffic went on.
    calm_since: Option<Time>,
}

impl From<Time> for Waiting {
    fn from(now: Time) -> Self {
        Self { idle_since: now, calm_since: None }
    }
}

/// What a history was like before something that may be refused on the way.
struct Mark {
    point: Point,
    records: usize,
    checkpoints: usize,
    given: usize,
    names: Names,
}

impl History {
    /// Advances, unless only idle timers are left.
    ///
    /// # Errors
    /// The limit that is reached; nothing has changed then.
    pub fn step_on(&mut self) -> Result<Option<Arc<Record>>, Refusal> {
        self.all_or_nothing(Self::try_to_step_on)
    }

    fn try_to_step_on(&mut self) -> Result<Option<Arc<Record>>, Refusal> {
        let known = self.now.step < self.line.records.len();
        let more = known || self.now.world.is_busy() || self.now.entry < self.line.script.len();
        if !more {
            return Ok(None);
        }
        loop {
            match self.advance()? {
                Progress::Step(record) => return Ok(Some(record)),
                Progress::Nothing => return Ok(None),
                Progress::Silence => {}
            }
        }
    }

    /// Advances until the limit.
    ///
    /// # Errors
    /// The limit of a history that is reached before; nothing has changed then.
    pub fn run(&mut self, limit: RunLimit) -> Result<(), Refusal> {
        self.all_or_nothing(|history| history.try_to_run(limit))
    }

    fn try_to_run(&mut self, limit: RunLimit) -> Result<(), Refusal> {
        let until = limit.until.map(Time::from_ms);
        let last = limit.events.map_or(usize::MAX, |events| self.now.step.saturating_add(events));
        let mut waiting = None;
        while self.now.step < last {
            let arrived = match until {
                Some(until) => self.go_on_until(until, 1)?,
                None => self.go_on_until_quiet(&mut waiting, 1)?,
            };
            if arrived {
                break;
            }
        }
        Ok(())
    }

    /// Goes on towards a point, for so many events at most, known or not. Whether it is there, or as near as this history
    /// comes.
    ///
    /// # Errors
    /// The limit that is reached on the way.
    pub fn go_on_to(&mut self, point: Point, events: usize) -> Result<bool, Refusal> {
        for _ in 0..events {
            if self.has_reached(point.step, point.idle) {
                self.now.world.pass_time_to(point.time);
                return Ok(true);
            }
            if matches!(self.advance()?, Progress::Nothing) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes on until all is quiet, for so many events at most; `waiting` is where it remembers how long nothing has come of
    /// it. Whether it is at an end.
    ///
    /// # Errors
    /// The limit that is reached on the way.
    pub fn go_on_until_quiet(&mut self, waiting: &mut Option<Waiting>, events: usize) -> Result<bool, Refusal> {
        for _ in 0..events {
            let waiting = waiting.get_or_insert(Waiting::from(self.now.world.time()));
            if self.is_finished(waiting) || matches!(self.advance()?, Progress::Nothing) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes on until a time, for so many events at most. Whether it is there.
    ///
    /// # Errors
    /// The limit that is reached on the way.
    pub fn go_on_until(&mut self, until: Time, events: usize) -> Result<bool, Refusal> {
        for _ in 0..events {
            if self.next_due().is_none_or(|due| due > until) {
                self.now.world.pass_time_to(until);
                return Ok(true);
            }
            self.advance()?;
        }
        Ok(false)
    }

    /// Whether the present point comes after another one.
    pub fn is_past(&self, point: Point) -> bool {
        self.has_reached(point.step, point.idle + 1)
    }

    pub(super) fn has_reached(&self, step: usize, idle: usize) -> bool {
        (self.now.step, self.now.idle) >= (step, idle)
    }

    /// Does something that may be refused on the way: then all is as it was before.
    fn all_or_nothing<T>(&mut self, act: impl FnOnce(&mut Self) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mark = Mark {
            point: self.point(),
            records: self.line.records.len(),
            checkpoints: self.line.checkpoints.len(),
            given: self.line.given.len(),
            names: self.line.names.clone(),
        };
        act(self).or_else(|refusal| {
            let line = Arc::make_mut(&mut self.line);
            line.records.truncate(mark.records);
            line.checkpoints.truncate(mark.checkpoints);
            line.given.truncate(mark.given);
            line.names = mark.names;
            self.go_to(mark.point)?;
            Err(refusal)
        })
    }

    /// Whether the script is over and all is quiet; or all timers had their turn and only periodic traffic went on; or
    /// nothing has come of waiting for a long time.
    fn is_finished(&mut self, waiting: &mut Waiting) -> bool {
        let script = self.now.entry < self.line.script.len();
        let now = self.now.world.time();
        if script || self.now.world.pending_operations() > 0 {
            waiting.idle_since = now;
        }
        waiting.calm_since = waiting.calm_since.or(Some(now)).filter(|_| !script && self.now.world.is_calm());
        let longest_period = self.now.world.longest_period();
        let calm_for_long = waiting.calm_since.is_some_and(|since| now > since + longest_period + longest_period);
        !script && (self.now.world.is_quiet() || calm_for_long || now > waiting.idle_since + LONGEST_WAIT_FOR_QUIET)
    }

    /// Goes to a point where it has been before.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn go_to(&mut self, point: Point) -> Result<(), Refusal> {
        self.go_near(point)?;
        self.go_on_to(point, usize::MAX)?;
        Ok(())
    }

    /// Goes to the last checkpoint at or before a point where it has been before.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn go_near(&mut self, point: Point) -> Result<(), Refusal> {
        self.check_step(point.step)?;
        self.now = (**self.checkpoint_before(point.step, point.idle)).clone();
        Ok(())
    }

    /// Goes to any known step.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn seek(&mut self, step: usize) -> Result<(), Refusal> {
        self.check_step(step)?;
        let checkpoint = self.checkpoint_before(step, 0);
        if self.now.step > step || self.now.events() < checkpoint.events() {
            self.now = (**checkpoint).clone();
        }
        while self.now.step < step {
            self.advance()?;
        }
        Ok(())
    }

    fn check_step(&self, step: usize) -> Result<(), Refusal> {
        if step <= self.line.records.len() {
            return Ok(());
        }
        let allowed = format!("0 to {}", self.line.records.len());
        Err(Refusal::field("unknown-step", "step", step, &allowed))
    }

    /// The last checkpoint at or before so many idle timers after a step.
    fn checkpoint_before(&self, step: usize, idle: usize) -> &Arc<Moment> {
        let checkpoints = &self.line.checkpoints;
        &checkpoints[checkpoints.partition_point(|checkpoint| checkpoint.is_up_to(step, idle)) - 1]
    }
}
