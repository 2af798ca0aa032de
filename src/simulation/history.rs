//! Every step so far, and the way back to each.
//!
//! Going back restores the nearest checkpoint before the step and lets the same events happen again: nothing is ever
//! undone, for the same world goes on in the same way.

mod futures;

pub use futures::FutureState;

use super::{Names, Record, World};
use crate::limits::{MAX_BRANCHES, MAX_EVENTS};
use crate::message::OperationId;
use crate::refusal::Refusal;
use crate::scenario::{Command, Scenario, ScriptEntry};
use crate::time::Time;
use serde::Serialize;
use std::sync::Arc;

/// Steps between two checkpoints: going back repeats fewer than this.
const CHECKPOINT_EVERY: usize = 256;

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

/// What came of advancing.
enum Progress {
    Step(Arc<Record>),
    Silence,
    Nothing,
}

/// A place in a history: the world there, and how much of the script has been played.
#[derive(Clone, Debug)]
struct Moment {
    step: usize,
    world: World,
    /// The next entry of the script.
    entry: usize,
    /// A `wait` of the script is not over before this.
    waits_until: Time,
}

/// One course of events, from the start to where nobody has looked yet.
#[derive(Clone, Debug)]
struct Line {
    /// Counted from 1 over the whole history, and kept for life.
    number: u32,
    script: Vec<ScriptEntry>,
    records: Vec<Arc<Record>>,
    /// One every so many steps, the start first.
    checkpoints: Vec<Arc<Moment>>,
    /// Everybody who takes part in it up to its end.
    names: Names,
}

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
        let now = Moment { step: 0, world, entry: 0, waits_until: Time::default() };
        let (checkpoints, names) = (vec![Arc::new(now.clone())], now.world.names().clone());
        let line = Line { number: 1, script, records: Vec::new(), checkpoints, names };
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
    /// What was wrong with it, or `too-many-branches`; nothing has changed then.
    pub fn apply(&mut self, command: Command) -> Result<Option<OperationId>, Refusal> {
        let forks = self.now.step < self.line.records.len();
        if forks && self.branches.len() == MAX_BRANCHES {
            let allowed = format!("at most {MAX_BRANCHES} branches: drop one first");
            return Err(Refusal::field("too-many-branches", "branch", MAX_BRANCHES + 1, &allowed));
        }
        let at = self.now.world.time();
        let (operation, record) = self.now.world.apply(&command)?;
        if forks {
            self.branches.push(self.line.clone());
            self.lines_made += 1;
            self.line.number = self.lines_made;
        }
        self.forget_future();
        let entry = ScriptEntry { at: Some(at.ms()), after: Some(self.now.step), command };
        if let Command::Wait { ms } = entry.command {
            self.now.waits_until = at + Time::from_ms(ms);
        }
        self.line.script.insert(self.now.entry, entry);
        self.now.entry += 1;
        self.keep(record);
        Ok(operation)
    }

    /// The courses of events that were left, oldest first.
    pub fn branches(&self) -> impl Iterator<Item = BranchState> + '_ {
        self.branches.iter().map(|line| {
            let forked_at = shared(&self.line, line);
            let first = line.records.get(forked_at).map(|record| record.event(forked_at + 1, &line.names).sentence);
            BranchState { number: line.number, forked_at, steps: line.records.len(), first: first.unwrap_or_default() }
        })
    }

    /// The number of the present course of events.
    pub fn line_number(&self) -> u32 {
        self.line.number
    }

    /// The commands that have been given so far in the present course of events, each with the number of its step.
    pub fn commands(&self) -> impl Iterator<Item = (usize, &Command)> {
        let played = |entry: &&ScriptEntry| entry.after.is_some_and(|after| after < self.line.records.len());
        self.line.script.iter().filter(played).map(|entry| (entry.after.unwrap_or_default() + 1, &entry.command))
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

    fn find_branch(&self, number: u32) -> Result<BranchState, Refusal> {
        self.branches().find(|branch| branch.number == number).ok_or_else(|| {
            let known: Vec<String> = self.branches.iter().map(|branch| branch.number.to_string()).collect();
            let allowed = if known.is_empty() { "none, for there is no branch".to_owned() } else { known.join(", ") };
            Refusal::field("unknown-branch", "branch", number, &allowed)
        })
    }

    /// The next event, or the next command of the script, or a timer that had nothing to do.
    ///
    /// # Errors
    /// `too-many-events` when the history is full.
    fn advance(&mut self) -> Result<Progress, Refusal> {
        if self.now.step >= MAX_EVENTS {
            let allowed = format!("a history of at most {MAX_EVENTS} events");
            return Err(Refusal::field("too-many-events", "step", self.now.step, &allowed));
        }
        let record = match self.due_entry() {
            Some(entry) => Some(Some(self.play(entry))),
            None => self.now.world.advance(),
        };
        Ok(match record {
            None => Progress::Nothing,
            Some(None) => Progress::Silence,
            Some(Some(record)) => Progress::Step(self.keep(record)),
        })
    }

    /// Advances, unless only idle timers are left.
    ///
    /// # Errors
    /// `too-many-events` when the history is full.
    pub fn step_on(&mut self) -> Result<Option<Arc<Record>>, Refusal> {
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
    /// `too-many-events` when the history is full.
    pub fn run(&mut self, limit: RunLimit) -> Result<(), Refusal> {
        let until = limit.until.map(Time::from_ms);
        let mut left = limit.events.unwrap_or(usize::MAX);
        let mut idle_since = self.now.world.time();
        let mut calm_since = None;
        while left > 0 && until.is_none_or(|until| self.next_due().is_some_and(|due| due <= until)) {
            if until.is_none() && self.is_finished(&mut idle_since, &mut calm_since) {
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

    /// Whether the script is over and all is quiet; or all timers had their turn and only periodic traffic went on; or
    /// nothing has come of waiting for a long time.
    fn is_finished(&mut self, idle_since: &mut Time, calm_since: &mut Option<Time>) -> bool {
        let script = self.now.entry < self.line.script.len();
        let now = self.now.world.time();
        if script || self.now.world.pending_operations() > 0 {
            *idle_since = now;
        }
        *calm_since = calm_since.or(Some(now)).filter(|_| !script && self.now.world.is_calm());
        let longest_period = self.now.world.longest_period();
        let calm_for_long = calm_since.is_some_and(|since| now > since + longest_period + longest_period);
        !script && (self.now.world.is_quiet() || calm_for_long || now > *idle_since + LONGEST_WAIT_FOR_QUIET)
    }

    /// Goes to any known step.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn seek(&mut self, step: usize) -> Result<(), Refusal> {
        if step > self.line.records.len() {
            let allowed = format!("0 to {}", self.line.records.len());
            return Err(Refusal::field("unknown-step", "step", step, &allowed));
        }
        let place = self.line.checkpoints.partition_point(|checkpoint| checkpoint.step <= step) - 1;
        if self.now.step > step || self.now.step < self.line.checkpoints[place].step {
            self.now = (*self.line.checkpoints[place]).clone();
        }
        while self.now.step < step {
            self.advance()?;
        }
        Ok(())
    }

    /// Whether commands of the script are still to come.
    pub fn script_is_pending(&self) -> bool {
        self.now.entry < self.line.script.len()
    }

    /// The scenario that replays to exactly this history.
    pub fn scenario(&self) -> Scenario {
        Scenario { script: self.line.script.clone(), ..self.scenario.clone() }
    }

    /// When the next thing is due: an event, or a command of the script.
    fn next_due(&self) -> Option<Time> {
        let event = self.now.world.next_due();
        match self.due_entry().map(|place| &self.line.script[place]) {
            Some(entry) => Some(entry.at.map_or(self.now.waits_until, Time::from_ms).max(self.now.world.time())),
            None => event,
        }
    }

    /// The place of the script's next entry, if its turn has come.
    fn due_entry(&self) -> Option<usize> {
        let entry = self.line.script.get(self.now.entry)?;
        let next_event = self.now.world.next_due();
        let not_after = |time: Time| next_event.is_none_or(|due| time <= due);
        let before = |time: Time| next_event.is_none_or(|due| time < due);
        let due = match (entry.after, entry.at.map(Time::from_ms)) {
            // Between events of the same moment the number of steps decides; in another world, which may have fewer, the
            // time alone. A timer that has nothing to do is no step, but it rings before a command that is given later.
            (Some(after), Some(at)) => before(at) || (self.now.step >= after && not_after(at)),
            (Some(after), None) if next_event.is_some() => self.now.step >= after,
            (None, Some(at)) => not_after(at),
            _ => self.now.world.pending_operations() == 0 && not_after(self.now.waits_until),
        };
        due.then_some(self.now.entry)
    }

    fn play(&mut self, place: usize) -> Record {
        let ScriptEntry { at, command, .. } = self.line.script[place].clone();
        let at = at.map_or(self.now.waits_until, Time::from_ms);
        self.now.world.pass_time_to(at);
        if let Command::Wait { ms } = command {
            self.now.waits_until = self.now.world.time() + Time::from_ms(ms);
        }
        self.now.entry += 1;
        let time = self.now.world.time().ms();
        let record = match self.now.world.apply(&command) {
            Ok((_, record)) => record,
            Err(refusal) => self.now.world.remark(format!("script[{place}] was refused. {refusal}")),
        };
        // From now on it is known exactly when it was given.
        self.line.script[place].at = Some(time);
        self.line.script[place].after = Some(self.now.step);
        record
    }

    fn keep(&mut self, record: Record) -> Arc<Record> {
        let step = self.now.step;
        self.now.step += 1;
        if step == self.line.records.len() {
            self.line.records.push(Arc::new(record));
            if self.line.names.count() < self.now.world.names().count() {
                self.line.names = self.now.world.names().clone();
            }
            if self.now.step.is_multiple_of(CHECKPOINT_EVERY) {
                self.line.checkpoints.push(Arc::new(self.now.clone()));
            }
        }
        self.line.records[step].clone()
    }

    /// Gives up what is recorded after the present step. What nobody has played of the script stays.
    pub fn forget_future(&mut self) {
        self.line.records.truncate(self.now.step);
        self.line.checkpoints.retain(|checkpoint| checkpoint.step <= self.now.step);
        let unrecorded = self.unrecorded_from().max(self.now.entry);
        self.line.script.drain(self.now.entry..unrecorded);
    }

    /// The place from which on the script holds no entry of a recorded history: those after it were never played.
    fn unrecorded_from(&self) -> usize {
        self.line.script.iter().rposition(|entry| entry.after.is_some()).map_or(0, |place| place + 1)
    }
}
