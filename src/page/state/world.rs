//! A cluster with its history, and the step that is shown.

use super::step_cache::StepCache;
use crate::dynamo::membership::Membership;
use crate::explain::snapshot::State;
use crate::explain::trace::{Pace, TraceEvent};
use crate::input::refusal::Refusal;
use crate::page::projection::cluster::{Beginning, Cluster};
use crate::page::projection::course::Course;
use crate::page::projection::shared::Shared;
use crate::playground::{Playground, Replay};
use crate::scenario::{Command, Scenario, ScriptEntry};
use std::rc::Rc;
use std::sync::Arc;

/// The clients shown when none are named.
const CLIENTS: [&str; 2] = ["Alice", "Bob"];

/// The longest name of a future, in characters.
const LONGEST_FUTURE_NAME: usize = 40;

/// A step of the history, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The snapshot.
    pub state: State,
    /// What has just happened; `None` at the start.
    pub event: Option<TraceEvent>,
    /// What happens next, if it is known.
    pub next: Option<TraceEvent>,
    /// The simulated times, in milliseconds, between which the way to the next step runs, when two worlds share a
    /// timeline.
    leg: Option<(f64, f64)>,
}

/// A playground with what is shown of it.
#[derive(Clone)]
pub struct World {
    /// The simulator at the present step. It is never changed: another step, or what comes of a command, is another
    /// playground, which shares the history.
    playground: Rc<Playground>,
    /// The beginning of the history.
    pub beginning: Shared<Beginning>,
    /// The cluster at the present step; the same value while nothing about it changes.
    pub cluster: Shared<Cluster>,
    /// The membership from which the cluster was made: while it is the same, so is the cluster.
    members: Arc<Membership>,
    /// The present step.
    pub frame: Shared<Frame>,
    /// What is the same at every step; replaced when the history changes.
    pub course: Shared<Course>,
    /// The number of steps of the history.
    pub steps: usize,
    /// The clients, in order.
    pub clients: Shared<Vec<String>>,
    /// The names given to futures, by their numbers.
    pub future_names: Vec<(u32, String)>,
    /// The step before the last command that was given on the page; 0 in a history that came as a whole.
    pub(super) given_after: usize,
    /// The furthest step that was ever shown: what comes after it can be changed without leaving a branch.
    seen: usize,
    /// The simulated times, in milliseconds, between which the way to the next step runs, when two worlds share a
    /// timeline.
    leg: Option<(f64, f64)>,
    pub(super) step_cache: Rc<StepCache>,
}

impl World {
    /// The default cluster, as the page shows it at the start.
    pub fn at_first() -> Self {
        Self::new(Beginning::new(Scenario::default())).expect("the default scenario is valid")
    }

    /// A cluster of which nothing was asked yet.
    ///
    /// # Errors
    /// What is wrong with its settings.
    pub fn new(beginning: Beginning) -> Result<Self, Refusal> {
        let playground = Playground::new(beginning.scenario.clone())?;
        Ok(Self::from_playground(playground, beginning, CLIENTS.map(str::to_owned).to_vec()))
    }

    /// The scenario with the network and the timers of the present step.
    pub fn scenario_now(&self) -> Scenario {
        let State { network, timers, .. } = &self.frame.state;
        let mut scenario = self.beginning.scenario.clone();
        scenario.network.delay = network.delay.clone();
        scenario.network.loss = network.loss;
        scenario.network.between = network.between.clone().unwrap_or_default();
        scenario.timers.gossip = timers.gossip;
        scenario.timers.handoff = timers.handoff;
        scenario.timers.anti_entropy = timers.anti_entropy;
        scenario.timers.request_timeout = timers.request_timeout;
        scenario.timers.hint_window = timers.hint_window;
        scenario.timers.tombstone_grace = timers.tombstone_grace;
        scenario
    }

    /// A playground at its present moment, with the clients of its script.
    pub fn opened(playground: Playground) -> Self {
        let scenario = playground.scenario();
        let clients = clients_of(&scenario.script);
        Self::from_playground(playground, Beginning::new(scenario), clients)
    }

    /// A playground with these clients, at its last known step.
    pub fn as_it_is(playground: Playground, clients: Vec<String>) -> Self {
        let beginning = Beginning::new(playground.scenario());
        Self::from_playground(playground, beginning, clients)
    }

    /// A playground with this beginning and these clients, at its present step.
    pub fn from_playground(playground: Playground, beginning: Beginning, clients: Vec<String>) -> Self {
        let frame = Frame::new(&playground);
        let members = playground.members();
        let cluster = Cluster::from_state(&frame.state, members.ring(), playground.node_names(), &beginning);
        Self {
            members,
            steps: frame.state.steps,
            seen: frame.state.steps,
            given_after: 0,
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

    pub fn playground(&self) -> &Playground {
        &self.playground
    }

    /// The furthest step that was ever shown.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// Shows a step of the history.
    pub fn show(&mut self, step: usize) {
        // Steps within the length of the history are always known.
        let mut playground = self.playground().clone();
        if playground.seek(step).is_ok() {
            self.playground = Rc::new(playground);
            self.refresh();
        }
    }

    /// Shows a step whose way to the next one runs between these simulated times, in milliseconds.
    pub fn show_during(&mut self, step: usize, leg: Option<(f64, f64)>) {
        self.leg = leg;
        self.show(step);
    }

    /// Updates the frame from the simulator.
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

    /// The replay of commands given at this progress between the present step and the next one, 0 to 1. What comes after
    /// the present step becomes a branch if it was ever shown.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn replay_of_commands(&self, commands: &[Command], moment: f64) -> Result<Replay, Refusal> {
        let step = self.frame.state.step;
        // A refused command must not have advanced time.
        let mut attempt = self.playground().clone();
        attempt.seek(step)?;
        if self.seen <= step {
            attempt.forget_future();
        }
        Ok(Replay::from_commands(attempt, self.frame.time_at(moment), commands))
    }

    /// The history as it is, at the present step: nothing is given.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn replay_of_nothing(&self) -> Result<Replay, Refusal> {
        let mut same = self.playground().clone();
        same.seek(self.frame.state.step)?;
        Ok(Replay::from_commands(same, 0.0, &[]))
    }

    /// Shows the effects of a command, at its step. Its client may be a new one.
    pub fn take_over(&mut self, playground: Playground, client: Option<&str>) {
        if let Some(newcomer) = client.filter(|name| !self.clients.iter().any(|known| known == name)) {
            self.clients = Shared::new(self.clients.iter().cloned().chain([newcomer.to_owned()]).collect());
        }
        self.seen = playground.step_number();
        self.given_after = self.seen.saturating_sub(1);
        self.playground = Rc::new(playground);
        self.follow_course();
    }

    /// The history has changed.
    fn follow_course(&mut self) {
        let course = Course::new(self.playground());
        self.course = Shared::new(course);
        self.refresh();
    }

    /// Switches to a branch, at its first own step.
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

    /// Names a future; an empty name stands for its number.
    pub fn name_future(&mut self, number: u32, typed: &str) {
        let name: String = typed.trim().chars().take(LONGEST_FUTURE_NAME).collect();
        self.future_names.retain(|(known, _)| *known != number);
        if !name.is_empty() {
            self.future_names.push((number, name));
        }
    }

    /// Deletes a branch.
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

    /// The first step after this one at which playback at this pace stops; at the latest, the last step.
    pub fn next_stop(&self, step: usize, pace: Pace) -> usize {
        let playground = self.playground();
        let stops = |step: &usize| playground.stops_at(*step, pace);
        (step + 1..self.steps).find(stops).unwrap_or(self.steps)
    }

    /// The last step before this one at which playback at this pace stops; at the earliest, 0.
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

    /// The simulated time in milliseconds at a progress between this step and the next one, 0 to 1.
    pub fn time_at(&self, moment: f64) -> f64 {
        if let Some((from, to)) = self.leg {
            return from + (to - from) * moment;
        }
        let now = self.state.time;
        self.next.as_ref().map_or(now, |next| now + (next.time - now).max(0.0) * moment)
    }
}

/// The clients of a script, after the default ones.
fn clients_of(script: &[ScriptEntry]) -> Vec<String> {
    clients_of_commands(script.iter().map(|entry| &entry.command))
}

/// The clients that give these commands, after the default ones.
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
