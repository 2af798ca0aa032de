//! Puts and gets, and the history that they make.

use super::{CLIENTS, Field, Film, Frame, Model, World};
use crate::limits::MAX_VALUE_BYTES;
use crate::playground::{Playground, RunLimit};
use crate::refusal::Refusal;
use crate::scenario::Command;
use crate::snapshot::OperationState;
use crate::ui::cluster::Cluster;
use crate::ui::shared::Shared;
use std::cell::RefCell;
use std::rc::Rc;

impl World {
    /// A cluster with nothing asked of it yet.
    pub(super) fn new(cluster: Cluster) -> Result<Self, Refusal> {
        let playground = Playground::new(cluster.scenario.clone())?;
        let frame = Shared::new(Frame::of(&playground));
        Ok(Self { playground: Rc::new(RefCell::new(playground)), cluster: Shared::new(cluster), frame, steps: 0 })
    }

    /// Shows a step of the history.
    pub(super) fn show(&mut self, step: usize) {
        let mut playground = self.playground.borrow_mut();
        // Steps come from the history's own length, and so are known.
        if playground.seek(step).is_ok() {
            self.frame = Shared::new(Frame::of(&playground));
        }
    }

    /// Gives a command at this moment between the present step and the next one, and runs until all is quiet; the
    /// step of the command is shown.
    fn ask(&mut self, command: Command, moment: f64) -> Result<(), Refusal> {
        let step = self.frame.state.step;
        let mut playground = self.playground.borrow_mut();
        playground.seek(step)?;
        // A command that is refused must not have moved time.
        let mut attempt = playground.clone();
        if moment > 0.0 {
            attempt.run(RunLimit { until: Some(self.frame.time_at(moment)), events: None })?;
        }
        attempt.apply(command)?;
        attempt.run(RunLimit::default())?;
        self.steps = attempt.state().step;
        attempt.seek(step + 1)?;
        self.frame = Shared::new(Frame::of(&attempt));
        *playground = attempt;
        Ok(())
    }
}

impl Frame {
    fn of(playground: &Playground) -> Self {
        let state = playground.state();
        let step = state.step;
        let labels = state.messages.iter().map(|message| label_of(playground, step, message.id)).collect();
        Self { event: playground.event(step), next: playground.event(step + 1), labels, state }
    }

    /// The operation that the step belongs to, or else the last one.
    pub fn operation(&self) -> Option<&OperationState> {
        let wanted = self.event.as_ref().and_then(|event| event.operation);
        let operations = &self.state.operations;
        operations.iter().find(|operation| Some(operation.id) == wanted).or(operations.last())
    }

    /// The simulated time at a moment between this step and the next one, 0 to 1.
    pub fn time_at(&self, moment: f64) -> f64 {
        let now = self.state.time;
        self.next.as_ref().map_or(now, |next| now + (next.time - now).max(0.0) * moment)
    }
}

/// What a message carries, as the event that sent it said.
fn label_of(playground: &Playground, step: usize, message: u32) -> String {
    let sent_in = |step| playground.event(step)?.sent.into_iter().find(|sent| sent.id == message);
    (1..=step).rev().find_map(sent_in).map(|sent| sent.label).unwrap_or_default()
}

impl Model {
    pub(super) fn put(&mut self, moment: f64) {
        if self.value.len() > MAX_VALUE_BYTES {
            let given = format!("{} bytes", self.value.len());
            let refusal = Refusal::field("value-too-large", "value", given, "at most 1 MiB (1,048,576 bytes of UTF-8)");
            return self.refuse(Field::Request, refusal.message);
        }
        let command = Command::put(CLIENTS[self.client], &self.journey.key, &self.value);
        self.ask(command, moment);
    }

    pub(super) fn get(&mut self, moment: f64) {
        let command = Command::get(CLIENTS[self.client], &self.journey.key);
        self.ask(command, moment);
    }

    fn ask(&mut self, command: Command, moment: f64) {
        if let Some(refused) = self.refusal(Field::Key) {
            let message = refused.to_owned();
            return self.refuse(Field::Request, message);
        }
        // Between two steps of the journey no simulated time passes.
        let moment = if self.film == Film::Messages && self.under_way { moment } else { 0.0 };
        match self.world.ask(command, moment) {
            Ok(()) => {
                self.refused = None;
                self.walked = true;
                self.show_film(Film::Messages);
                self.playing = self.step() < self.last_step();
            }
            Err(refusal) => self.refuse(Field::Request, refusal.message),
        }
    }
}
