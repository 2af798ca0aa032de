//! Every step so far, and the way back to each.
//!
//! Going back restores the nearest checkpoint before the step and lets the same events happen again: nothing is ever
//! undone, for the same world goes on in the same way.

mod courses;
mod earlier_disks;
mod running;

pub use courses::{Course, Future};
use earlier_disks::EarlierDisks;
pub use running::{RunLimit, Waiting};

use super::{Names, Record, World};
use crate::dynamo::message::OperationId;
use crate::dynamo::report::Note;
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
    /// The disks that entries of the script restore, by their places in it: they are looked up once.
    disks: EarlierDisks,
    /// Bytes of the values of its script.
    bytes: usize,
    records: Vec<Arc<Record>>,
    /// One every so many events, the start first.
    checkpoints: Vec<Arc<Moment>>,
    /// Everybody who takes part in it up to its end.
    names: Names,
}

/// A scenario as it is played: what has happened, and a place in it.
///
/// What has happened is shared by all clones, each of which stands at a step of its own; whoever changes it has a copy first.
#[derive(Clone, Debug)]
pub struct History {
    scenario: Scenario,
    line: Arc<Line>,
    now: Moment,
    /// The courses of events that were left when a command was given in their past.
    branches: Vec<Arc<Line>>,
    lines_made: u32,
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
        let (given, disks, records) = (Vec::new(), EarlierDisks::new(), Vec::new());
        let line = Line { number: 1, script, given, disks, bytes, records, checkpoints, names };
        Ok(Self { scenario, line: Arc::new(line), now, branches: Vec::new(), lines_made: 1 })
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
        let (operation, record) = match self.give_to_the_world(&command, self.now.entry, true) {
            Ok(started) => started,
            Err(refusal) => {
                self.go_to(point)?;
                return Err(refusal);
            }
        };
        if forks {
            self.branches.push(self.line.clone());
            self.lines_made += 1;
            Arc::make_mut(&mut self.line).number = self.lines_made;
        }
        self.forget_future();
        if let Command::Wait { ms } = command {
            self.now.waits_until = point.time + Time::from_ms(ms);
        }
        let line = Arc::make_mut(&mut self.line);
        line.bytes += command.value_bytes();
        line.given.push(Given { at: point.time.ms(), after: point.step, idle: point.idle });
        line.script.insert(self.now.entry, ScriptEntry::new(command));
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
            let line = Arc::make_mut(&mut self.line);
            line.bytes += unplayed.iter().map(|entry| entry.command.value_bytes()).sum::<usize>();
            line.script.splice(entry..=entry, unplayed);
            line.given.truncate(entry);
            line.records.truncate(point.step);
            line.checkpoints.retain(|checkpoint| checkpoint.is_up_to(point.step, point.idle));
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

    /// The number of the present course of events.
    pub fn line_number(&self) -> u32 {
        self.line.number
    }

    /// The commands that have been given so far in the present course of events, each with the number of its step.
    pub fn commands(&self) -> impl Iterator<Item = (usize, &Command)> {
        self.line.given.iter().zip(&self.line.script).map(|(given, entry)| (given.after + 1, &entry.command))
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
    fn timing(&self, index: usize) -> Option<(Option<Time>, Option<usize>, usize)> {
        let entry = self.line.script.get(index)?;
        Some(match self.line.given.get(index) {
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

    fn play(&mut self, index: usize) -> Record {
        let at = self.time_of(index);
        self.now.world.pass_time_to(at);
        let given = Given { at: self.now.world.time().ms(), after: self.now.step, idle: self.now.idle };
        let command = self.line.script[index].command.clone();
        if let Command::Wait { ms } = command {
            self.now.waits_until = self.now.world.time() + Time::from_ms(ms);
        }
        let record = match self.give_to_the_world(&command, index, false) {
            Ok((_, record)) => record,
            Err(refusal) => self.now.world.remark(Note::Refused { entry: index, why: refusal.to_string() }),
        };
        self.now.entry += 1;
        // From now on it is known exactly when it was given.
        if index == self.line.given.len() {
            Arc::make_mut(&mut self.line).given.push(given);
        }
        record
    }

    fn keep(&mut self, record: Record) -> Arc<Record> {
        let step = self.now.step;
        self.now.step += 1;
        self.now.idle = 0;
        if step == self.line.records.len() {
            let line = Arc::make_mut(&mut self.line);
            line.records.push(Arc::new(record));
            if line.names.count() < self.now.world.names().count() {
                line.names = self.now.world.names().clone();
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
            let checkpoint = Arc::new(self.now.clone());
            Arc::make_mut(&mut self.line).checkpoints.push(checkpoint);
        }
    }

    /// Gives up what is recorded after the present step. What nobody has played of the script stays.
    pub fn forget_future(&mut self) {
        let future = self.now.entry..self.unrecorded_from();
        let line = Arc::make_mut(&mut self.line);
        line.records.truncate(self.now.step);
        line.checkpoints.retain(|checkpoint| checkpoint.is_up_to(self.now.step, self.now.idle));
        line.names = self.now.world.names().clone();
        line.bytes -= line.script.drain(future).map(|entry| entry.command.value_bytes()).sum::<usize>();
        line.given.truncate(self.now.entry);
        let entry = self.now.entry;
        line.disks.retain(|known, _| *known < entry);
    }

    /// The place from which on the script holds no entry of a recorded history: those after it were never played.
    fn unrecorded_from(&self) -> usize {
        let future = &self.line.script[self.now.entry..];
        let recorded = future.iter().rposition(|entry| entry.after.is_some()).map_or(0, |index| index + 1);
        self.line.given.len().max(self.now.entry + recorded)
    }
}
