//! A cluster with its history, and the step of it that is shown.

use super::step_cache::StepCache;
use crate::dynamo::membership::Membership;
use crate::explain::snapshot::{OperationState, State};
use crate::explain::trace::{Pace, TraceEvent};
use crate::input::refusal::Refusal;
use crate::page::projection::cluster::{Beginning, Cluster};
use crate::page::projection::course::Course;
use crate::page::projection::shared::Shared;
use crate::playground::{Playground, Replay};
use crate::scenario::{Command, Scenario, ScriptEntry};
use std::rc::Rc;
use std::sync::Arc;

/// The clients that stand on the stage when nobody has named any.
const CLIENTS: [&str; 2] = ["Alice", "Bob"];

/// Characters of a future's name.
const LONGEST_FUTURE_NAME: usize = 40;

/// A step of the history, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Everything there is to see.
    pub state: State,
    /// What has just happened; `None` at the start.
    pub event: Option<TraceEvent>,
    /// What happens next, if it is known.
    pub next: Option<TraceEvent>,
    /// From when to when the way to the next step goes, where another world has a say in it.
    leg: Option<(f64, f64)>,
}

/// The playground with what is shown of it.
#[derive(Clone)]
pub struct World {
    /// What has happened, at the step that is shown. It never changes: another step, or what comes of a command, is another
    /// one, which shares the history.
    playground: Rc<Playground>,
    /// What the history begins with.
    pub beginning: Shared<Beginning>,
    /// The cluster at the step that is shown; the same one as long as nothing about it changes.
    pub cluster: Shared<Cluster>,
    /// The members that the cluster was made of: as long as they are the same, so is the cluster.
    members: Arc<Membership>,
    /// The step of the history that is shown.
    pub frame: Shared<Frame>,
    /// What is the same at every step; another one whenever what happens changes.
    pub course: Shared<Course>,
    /// How many steps the history has.
    pub steps: usize,
    /// The clients, in the order in which they stand.
    pub clients: Shared<Vec<String>>,
    /// What somebody called the futures of the history, by their numbers.
    pub future_names: Vec<(u32, String)>,
    /// The furthest step that anybody has seen: what comes after it may still be changed without leaving a branch.
    seen: usize,
    /// Where the way to the next step begins and ends, if another world has a say in it.
    leg: Option<(f64, f64)>,
    /// What was worked out of the step that is shown.
    pub(super) step_cache: Rc<StepCache>,
}

impl World {
    /// The default cluster, as the page shows it at first.
    pub fn at_first() -> Self {
        Self::new(Beginning::new(Scenario::default())).expect("the default scenario is valid")
    }

    /// A cluster with nothing asked of it yet.
    ///
    /// # Errors
    /// What is wrong with its settings.
    pub fn new(beginning: Beginning) -> Result<Self, Refusal> {
        let playground = Playground::new(beginning.scenario.clone())?;
        Ok(Self::from_playground(playground, beginning, CLIENTS.map(str::to_owned).to_vec()))
    }

    /// A playground as it is, its present moment shown, with the clients of its script.
    pub fn opened(playground: Playground) -> Self {
        let scenario = playground.scenario();
        let clients = clients_of(&scenario.script);
        Self::from_playground(playground, Beginning::new(scenario), clients)
    }

    /// A playground as it is, with these clients; its last known step is shown.
    pub fn as_it_is(playground: Playground, clients: Vec<String>) -> Self {
        let beginning = Beginning::new(playground.scenario());
        Self::from_playground(playground, beginning, clients)
    }

    /// A playground that began so, with these clients; its present step is shown.
    pub fn from_playground(playground: Playground, beginning: Beginning, clients: Vec<String>) -> Self {
        let frame = Frame::new(&playground);
        let members = playground.members();
        let cluster = Cluster::from_state(&frame.state, members.ring(), playground.node_names(), &beginning);
        Self {
            members,
            steps: frame.state.steps,
            seen: frame.state.steps,
            leg: None,
            future_names: Vec::new(),
            cluster: Shared::new(cluster),
            frame: Shared::new(frame),
            course: Shared::new(Course::new(&playground)),
            clients: Shared::new(clients),
            beginning: Shared::new(beginning),
            playground: Rc::new(playground),
            step_cache: Rc::default(),
        }
    }

    /// The simulator, to be read.
    pub fn playground(&self) -> &Playground {
        &self.playground
    }

    /// Shows a step of the history.
    pub fn show(&mut self, step: usize) {
        // Steps come from the history's own length, and so are known.
        let mut playground = self.playground().clone();
        if playground.seek(step).is_ok() {
            self.playground = Rc::new(playground);
            self.refresh();
        }
    }

    /// Shows a step of the history on a way that goes from one moment to another.
    pub fn show_during(&mut self, step: usize, leg: Option<(f64, f64)>) {
        self.leg = leg;
        self.show(step);
    }

    /// Draws anew from where the simulator is.
    fn refresh(&mut self) {
        let playground = self.playground.clone();
        let frame = Frame { leg: self.leg, ..Frame::new(&playground) };
        let members = playground.members();
        if !(Arc::ptr_eq(&members, &self.members) && self.cluster.is_of(&frame.state)) {
            let names = playground.node_names();
            let cluster = Cluster::from_state(&frame.state, members.ring(), names, &self.beginning);
            if cluster != *self.cluster {
                self.cluster = Shared::new(cluster);
            }
        }
        self.members = members;
        self.steps = frame.state.steps;
        self.seen = self.seen.max(frame.state.step);
        self.frame = Shared::new(frame);
    }

    /// What comes of a command at this moment between the present step and the next one, 0 to 1, to be played. What comes
    /// after the present step becomes a branch if anybody has seen it.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn replay_of_command(&self, command: Command, moment: f64) -> Result<Replay, Refusal> {
        let step = self.frame.state.step;
        // A command that is refused must not have moved time.
        let mut attempt = self.playground().clone();
        attempt.seek(step)?;
        if self.seen <= step {
            attempt.forget_future();
        }
        Ok(Replay::from_command(attempt, self.frame.time_at(moment), command))
    }

    /// Shows what came of a command, at its step. Its client may be a new one.
    pub fn take_over(&mut self, playground: Playground, client: Option<&str>) {
        if let Some(newcomer) = client.filter(|name| !self.clients.iter().any(|known| known == name)) {
            self.clients = Shared::new(self.clients.iter().cloned().chain([newcomer.to_owned()]).collect());
        }
        self.seen = playground.step_number();
        self.playground = Rc::new(playground);
        self.follow_course();
    }

    /// What happens has changed.
    fn follow_course(&mut self) {
        let course = Course::new(self.playground());
        self.course = Shared::new(course);
        self.refresh();
    }

    /// Goes over to a branch, at the first step that is its own.
    ///
    /// # Errors
    /// `unknown-branch`.
    pub fn switch_to_branch(&mut self, number: u32) -> Result<(), Refusal> {
        let mut playground = self.playground().clone();
        playground.switch_to_branch(number)?;
        let own = (playground.step_number() + 1).min(playground.known_steps());
        playground.seek(own)?;
        self.playground = Rc::new(playground);
        self.follow_course();
        self.seen = self.steps;
        Ok(())
    }

    /// Calls a future something else; by its number again if nothing is typed.
    pub fn name_future(&mut self, number: u32, typed: &str) {
        let name: String = typed.trim().chars().take(LONGEST_FUTURE_NAME).collect();
        self.future_names.retain(|(known, _)| *known != number);
        if !name.is_empty() {
            self.future_names.push((number, name));
        }
    }

    /// Forgets a branch.
    ///
    /// # Errors
    /// `unknown-branch`.
    pub fn drop_branch(&mut self, number: u32) -> Result<(), Refusal> {
        let mut playground = self.playground().clone();
        playground.drop_branch(number)?;
        self.playground = Rc::new(playground);
        self.follow_course();
        Ok(())
    }

    /// The first step after this one at which somebody of this pace stops; the last one at the latest.
    pub fn next_stop(&self, step: usize, pace: Pace) -> usize {
        let playground = self.playground();
        let stops = |step: &usize| playground.stops_at(*step, pace);
        (step + 1..self.steps).find(stops).unwrap_or(self.steps)
    }

    /// The last step before this one at which somebody of this pace stops; 0 at the earliest.
    pub fn previous_stop(&self, step: usize, pace: Pace) -> usize {
        let playground = self.playground();
        let stops = |step: &usize| playground.stops_at(*step, pace);
        (1..step).rev().find(stops).unwrap_or(0)
    }
}

impl PartialEq for World {
    /// Whether it is the same step of the same history.
    fn eq(&self, other: &Self) -> bool {
        self.frame == other.frame && self.course == other.course
    }
}

impl Frame {
    fn new(playground: &Playground) -> Self {
        let state = playground.state();
        let step = state.step;
        Self { event: playground.event(step), next: playground.event(step + 1), leg: None, state }
    }

    /// The operation that the step belongs to, or else the last one.
    pub fn operation(&self) -> Option<&OperationState> {
        let wanted = self.event.as_ref().and_then(|event| event.operation);
        let operations = &self.state.operations;
        operations.iter().find(|operation| Some(operation.id) == wanted).or(operations.last())
    }

    /// The simulated time at a moment between this step and the next one, 0 to 1.
    pub fn time_at(&self, moment: f64) -> f64 {
        if let Some((from, to)) = self.leg {
            return from + (to - from) * moment;
        }
        let now = self.state.time;
        self.next.as_ref().map_or(now, |next| now + (next.time - now).max(0.0) * moment)
    }
}

/// The clients of a script, and those who always stand there.
fn clients_of(script: &[ScriptEntry]) -> Vec<String> {
    clients_of_commands(script.iter().map(|entry| &entry.command))
}

/// The clients that give these commands, and those who always stand there.
pub fn clients_of_commands<'a>(commands: impl Iterator<Item = &'a Command>) -> Vec<String> {
    let mut clients: Vec<String> = Vec::new();
    for name in commands.filter_map(client_of).chain(CLIENTS) {
        let wanted = clients.len() < CLIENTS.len() || !CLIENTS.contains(&name);
        if wanted && !clients.iter().any(|known| known == name) {
            clients.push(name.to_owned());
        }
    }
    clients
}

/// The client that gives a command.
pub fn client_of(command: &Command) -> Option<&str> {
    match command {
        Command::Put { client, .. }
        | Command::Get { client, .. }
        | Command::Delete { client, .. }
        | Command::Reconcile { client, .. } => Some(client),
        _ => None,
    }
}
