//! Every step so far, and the way back to each.
//!
//! Going back restores the nearest checkpoint before the step and lets the same events happen again: nothing is ever
//! undone, for the same world goes on in the same way.

mod futures;

pub use futures::Future;

use super::{Names, Record, World};
use crate::dynamo::message::OperationId;
use crate::dynamo::time::Time;
use crate::input::limits::{MAX_BRANCHES, MAX_EVENTS, MAX_SCRIPT};
use crate::input::refusal::Refusal;
use crate::scenario::{Command, Scenario, ScriptEntry, check_bytes};
use std::sync::Arc;

/// Events between two checkpoints at least: as long as the world is small, going back repeats fewer than this.
const CHECKPOINT_EVERY: usize = 256;

/// Parts of worlds that checkpoints may hold for each event: a large world is kept less often, so that memory grows with
/// the events alone.
const PARTS_PER_EVENT: usize = 4;

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

/// What came of advancing.
enum Progress {
    Step(Arc<Record>),
    Silence,
    Nothing,
}

/// A point in a history.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// How many steps have happened.
    pub step: usize,
    /// How many timers have rung since the last step and found nothing to do. None of them is a step, but each draws chance.
    pub idle: usize,
    /// The simulated time: that of the last step or timer, or later, up to what comes next.
    pub time: Time,
}

/// When a command of the script was given.
#[derive(Clone, Copy, Debug)]
struct Given {
    at: f64,
    after: usize,
    idle: usize,
}

/// What a history was like before something that may be refused on the way.
struct Mark {
    point: Point,
    records: usize,
    checkpoints: usize,
    given: usize,
    names: Names,
}

/// The world at a point, and how much of the script has been played.
#[derive(Clone, Debug)]
struct Moment {
    step: usize,
    /// Timers that have rung without a step since the last step.
    idle: usize,
    /// Timers that have rung without a step in all.
    all_idle: usize,
    world: World,
    /// The next entry of the script.
    entry: usize,
    /// A `wait` of the script is not over before this.
    waits_until: Time,
}

impl Moment {
    /// Whether it lies at or before this many idle timers after a step.
    fn is_up_to(&self, step: usize, idle: usize) -> bool {
        (self.step, self.idle) <= (step, idle)
    }

    /// How many events led to it.
    fn events(&self) -> usize {
        self.step + self.all_idle
    }
}

/// One course of events, from the start to where nobody has looked yet.
#[derive(Clone, Debug)]
struct Line {
    /// Counted from 1 over the whole history, and kept for life.
    number: u32,
    script: Vec<ScriptEntry>,
    /// When the entries of the script were given that have been played on the way to its end.
    given: Vec<Given>,
    /// Bytes of the values of its script.
    bytes: usize,
    records: Vec<Arc<Record>>,
    /// One every so many events, the start first.
    checkpoints: Vec<Arc<Moment>>,
    /// Everybody who takes part in it up to its end.
    names: Names,
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

/// A scenario as it is played.
#[derive(Clone, Debug)]
pub struct History {
    scenario: Scenario,
    line: Line,
    now: Moment,
    /// The courses of events that were left when a command was given in their past.
    branches: Vec<Line>,
    lines_made: u32,
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
    /// A scenario, at its start.
    ///
    /// # Errors
    /// Whatever the scenario's check refuses.
    pub fn new(mut scenario: Scenario) -> Result<Self, Refusal> {
        let world = World::new(&scenario)?;
        let script = std::mem::take(&mut scenario.script);
        let now = Moment { step: 0, idle: 0, all_idle: 0, world, entry: 0, waits_until: Time::default() };
        let (checkpoints, names) = (vec![Arc::new(now.clone())], now.world.names().clone());
        let bytes = script.iter().map(|entry| entry.command.value_bytes()).sum();
        let line = Line { number: 1, script, given: Vec::new(), bytes, records: Vec::new(), checkpoints, names };
        Ok(Self { scenario, line, now, branches: Vec::new(), lines_made: 1 })
    }

    /// The world at the present step.
    pub fn world(&self) -> &World {
        &self.now.world
    }

    /// How many steps have happened.
    pub fn step(&self) -> usize {
        self.now.step
    }

    /// The present point.
    pub fn point(&self) -> Point {
        Point { step: self.now.step, idle: self.now.idle, time: self.now.world.time() }
    }

    /// What happened, step by step, the steps after the present one among them.
    pub fn records(&self) -> &[Arc<Record>] {
        &self.line.records
    }

    /// Everybody who takes part, those who come after the present step among them.
    pub fn names(&self) -> &Names {
        &self.line.names
    }

    /// A command is given now. If there are later steps, they become a branch.
    ///
    /// # Errors
    /// What was wrong with it, or the limit that the history would exceed; nothing has changed then.
    pub fn apply(&mut self, command: Command) -> Result<Option<OperationId>, Refusal> {
        let forks = self.now.step < self.line.records.len();
        self.check_limits()?;
        self.check_command(&command, forks)?;
        let point = self.point();
        let (operation, record) = match self.now.world.apply(&command) {
            Ok(started) => started,
            Err(refusal) => {
                self.go_to(point)?;
                return Err(refusal);
            }
        };
        if forks {
            self.branches.push(self.line.clone());
            self.lines_made += 1;
            self.line.number = self.lines_made;
        }
        self.forget_future();
        if let Command::Wait { ms } = command {
            self.now.waits_until = point.time + Time::from_ms(ms);
        }
        self.line.bytes += command.value_bytes();
        self.line.given.push(Given { at: point.time.ms(), after: point.step, idle: point.idle });
        self.line.script.insert(self.now.entry, ScriptEntry::new(command));
        self.now.entry += 1;
        self.keep(record);
        Ok(operation)
    }

    /// Gives the command to wait, and lets that time go by.
    ///
    /// # Errors
    /// The limit that the history would exceed; nothing has changed then.
    pub fn wait(&mut self, ms: f64) -> Result<(), Refusal> {
        let (point, entry) = (self.point(), self.now.entry);
        let forks = point.step < self.line.records.len();
        let unplayed = self.line.script[entry..self.unrecorded_from()].to_vec();
        self.apply(Command::Wait { ms })?;
        let gone_by = self.run(RunLimit { until: Some(point.time.ms() + ms), events: None });
        if gone_by.is_ok() {
            return gone_by;
        }
        if forks && let Some(line) = self.branches.pop() {
            self.line = line;
            self.lines_made -= 1;
        } else {
            self.line.bytes += unplayed.iter().map(|entry| entry.command.value_bytes()).sum::<usize>();
            self.line.script.splice(entry..=entry, unplayed);
            self.line.given.truncate(entry);
            self.line.records.truncate(point.step);
            self.line.checkpoints.retain(|checkpoint| checkpoint.is_up_to(point.step, point.idle));
        }
        self.go_to(point)?;
        gone_by
    }

    /// Whether there is room for a command, and for the branch that it makes if it `forks`.
    fn check_command(&self, command: &Command, forks: bool) -> Result<(), Refusal> {
        if forks && self.branches.len() == MAX_BRANCHES {
            let allowed = format!("at most {MAX_BRANCHES} branches: drop one first");
            return Err(Refusal::field("too-many-branches", "branch", MAX_BRANCHES + 1, &allowed));
        }
        let commands = self.line.script.len() - (self.unrecorded_from() - self.now.entry) + 1;
        if commands > MAX_SCRIPT {
            let allowed = format!("at most {MAX_SCRIPT} commands in a history");
            return Err(Refusal::field("too-many-commands", "script", commands, &allowed));
        }
        let copied = if forks { self.line.bytes } else { 0 };
        let kept: usize = self.branches.iter().chain([&self.line]).map(|line| line.bytes).sum();
        check_bytes("value", kept + copied + command.value_bytes())
    }

    /// The courses of events that were left, oldest first.
    pub fn branches(&self) -> impl Iterator<Item = Course<'_>> {
        self.branches.iter().map(|line| Course::new(line, shared(&self.line, line)))
    }

    /// The number of the present course of events.
    pub fn line_number(&self) -> u32 {
        self.line.number
    }

    /// The commands that have been given so far in the present course of events, each with the number of its step.
    pub fn commands(&self) -> impl Iterator<Item = (usize, &Command)> {
        self.line.given.iter().zip(&self.line.script).map(|(given, entry)| (given.after + 1, &entry.command))
    }

    /// Goes over to a branch, at the step where it forked; the present course of events becomes one in turn.
    ///
    /// # Errors
    /// `unknown-branch`.
    pub fn switch_to(&mut self, number: u32) -> Result<(), Refusal> {
        let forked_at = self.find_branch(number)?.forked_at;
        let place = self.branches.iter().position(|branch| branch.number == number).unwrap_or_default();
        std::mem::swap(&mut self.line, &mut self.branches[place]);
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

    /// Whether one more event has room.
    fn check_limits(&self) -> Result<(), Refusal> {
        let events = self.now.events();
        if events >= MAX_EVENTS {
            let allowed = format!("a history of at most {MAX_EVENTS} events, idle timers among them");
            return Err(Refusal::field("too-many-events", "events", events + 1, &allowed));
        }
        let time = self.now.world.time();
        if time > Time::LONGEST {
            let allowed = format!("a history of at most {} ms", Time::LONGEST.ms());
            return Err(Refusal::field("too-late", "time", time.ms(), &allowed));
        }
        self.now.world.check_limits()
    }

    /// The next event, or the next command of the script, or a timer that had nothing to do.
    ///
    /// # Errors
    /// The limit that is reached.
    fn advance(&mut self) -> Result<Progress, Refusal> {
        self.check_limits()?;
        let record = match self.due_entry() {
            Some(entry) => Some(Some(self.play(entry))),
            None => self.now.world.advance(),
        };
        Ok(match record {
            None => Progress::Nothing,
            Some(None) => {
                self.now.idle += 1;
                self.now.all_idle += 1;
                self.keep_checkpoint();
                Progress::Silence
            }
            Some(Some(record)) => Progress::Step(self.keep(record)),
        })
    }

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
        let mut left = limit.events.unwrap_or(usize::MAX);
        let mut waiting = Waiting::from(self.now.world.time());
        while left > 0 && until.is_none_or(|until| self.next_due().is_some_and(|due| due <= until)) {
            if until.is_none() && self.is_finished(&mut waiting) {
                break;
            }
            match self.advance()? {
                Progress::Step(_) => left -= 1,
                Progress::Silence => {}
                Progress::Nothing => break,
            }
        }
        if let Some(until) = until.filter(|_| left > 0) {
            self.now.world.pass_time_to(until);
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

    fn has_reached(&self, step: usize, idle: usize) -> bool {
        (self.now.step, self.now.idle) >= (step, idle)
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
            self.line.records.truncate(mark.records);
            self.line.checkpoints.truncate(mark.checkpoints);
            self.line.given.truncate(mark.given);
            self.line.names = mark.names;
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

    /// Whether commands of the script are still to come.
    pub fn script_is_pending(&self) -> bool {
        self.now.entry < self.line.script.len()
    }

    /// The scenario that replays to exactly this history.
    pub fn scenario(&self) -> Scenario {
        let mut script = self.line.script.clone();
        for (entry, given) in script.iter_mut().zip(&self.line.given) {
            (entry.at, entry.after, entry.idle) = (Some(given.at), Some(given.after), given.idle);
        }
        Scenario { script, ..self.scenario.clone() }
    }

    /// When an entry of the script is given: at a time, after a step, and after so many idle timers since that step; as far
    /// as that is known.
    fn timing(&self, place: usize) -> Option<(Option<Time>, Option<usize>, usize)> {
        let entry = self.line.script.get(place)?;
        Some(match self.line.given.get(place) {
            Some(given) => (Some(Time::from_ms(given.at)), Some(given.after), given.idle),
            None => (entry.at.map(Time::from_ms), entry.after, entry.idle),
        })
    }

    /// When the next thing is due: an event, or a command of the script.
    fn next_due(&self) -> Option<Time> {
        match self.due_entry() {
            Some(entry) => Some(self.time_of(entry).max(self.now.world.time())),
            None => self.now.world.next_due(),
        }
    }

    /// When an entry of the script is given whose turn has come.
    fn time_of(&self, entry: usize) -> Time {
        self.timing(entry).and_then(|timing| timing.0).unwrap_or(self.now.waits_until)
    }

    /// The place of the script's next entry, if its turn has come.
    fn due_entry(&self) -> Option<usize> {
        let (at, after, idle) = self.timing(self.now.entry)?;
        let next_event = self.now.world.next_due();
        let not_after = |time: Time| next_event.is_none_or(|due| time <= due);
        let before = |time: Time| next_event.is_none_or(|due| time < due);
        let due = match (after, at) {
            // Between events of the same moment the steps decide, and the idle timers since the last one; in another world,
            // which may have fewer, the time alone.
            (Some(after), Some(at)) => before(at) || (self.has_reached(after, idle) && not_after(at)),
            (Some(after), None) if next_event.is_some() => self.has_reached(after, idle),
            (None, Some(at)) => not_after(at),
            _ => self.now.world.pending_operations() == 0 && not_after(self.now.waits_until),
        };
        due.then_some(self.now.entry)
    }

    fn play(&mut self, place: usize) -> Record {
        let at = self.time_of(place);
        self.now.world.pass_time_to(at);
        let given = Given { at: self.now.world.time().ms(), after: self.now.step, idle: self.now.idle };
        let command = &self.line.script[place].command;
        if let Command::Wait { ms } = command {
            self.now.waits_until = self.now.world.time() + Time::from_ms(*ms);
        }
        let record = match self.now.world.apply(command) {
            Ok((_, record)) => record,
            Err(refusal) => self.now.world.remark(format!("script[{place}] was refused. {refusal}")),
        };
        self.now.entry += 1;
        // From now on it is known exactly when it was given.
        if place == self.line.given.len() {
            self.line.given.push(given);
        }
        record
    }

    fn keep(&mut self, record: Record) -> Arc<Record> {
        let step = self.now.step;
        self.now.step += 1;
        self.now.idle = 0;
        if step == self.line.records.len() {
            self.line.records.push(Arc::new(record));
            if self.line.names.count() < self.now.world.names().count() {
                self.line.names = self.now.world.names().clone();
            }
            self.keep_checkpoint();
        }
        self.line.records[step].clone()
    }

    /// Keeps the world as it is now, if enough has happened since it was kept last, and this is news.
    fn keep_checkpoint(&mut self) {
        let last = self.line.checkpoints.last().map_or(0, |checkpoint| checkpoint.events());
        let events = self.now.events().saturating_sub(last);
        let is_due = events > 0 && events.is_multiple_of(CHECKPOINT_EVERY);
        if is_due && events * PARTS_PER_EVENT >= self.now.world.parts() {
            self.line.checkpoints.push(Arc::new(self.now.clone()));
        }
    }

    /// Gives up what is recorded after the present step. What nobody has played of the script stays.
    pub fn forget_future(&mut self) {
        self.line.records.truncate(self.now.step);
        self.line.checkpoints.retain(|checkpoint| checkpoint.is_up_to(self.now.step, self.now.idle));
        self.line.names = self.now.world.names().clone();
        let future = self.now.entry..self.unrecorded_from();
        self.line.bytes -= self.line.script.drain(future).map(|entry| entry.command.value_bytes()).sum::<usize>();
        self.line.given.truncate(self.now.entry);
    }

    /// The place from which on the script holds no entry of a recorded history: those after it were never played.
    fn unrecorded_from(&self) -> usize {
        let future = &self.line.script[self.now.entry..];
        let recorded = future.iter().rposition(|entry| entry.after.is_some()).map_or(0, |place| place + 1);
        self.line.given.len().max(self.now.entry + recorded)
    }
}
