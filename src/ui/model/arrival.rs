//! A history on its way onto the page: it is played in slices, and what was there before stays until it has arrived.

use super::{Model, World};
use crate::key_journey::words::thousands;
use crate::playground::{Playground, Replay};
use crate::refusal::Refusal;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Events that are played at once: most histories have no more, and are there at once.
const FIRST_SLICE: usize = 1_000;

/// A history on its way. Clones are the same one.
#[derive(Clone)]
pub struct Arrival(Rc<Inner>);

struct Inner {
    replay: RefCell<Replay>,
    purpose: Purpose,
    called_off: Cell<bool>,
}

/// What it is shown as when it is there.
#[derive(Clone)]
pub(super) enum Purpose {
    /// A scenario that somebody opened.
    Scenario,
    /// A moment of a history, looked at in this way.
    Moment(String),
    /// The work of an earlier page: how it looked, the lesson that was taken, the one that was made, and what was typed.
    Work { view: String, taken: Value, own: Value, typed: Value },
}

impl PartialEq for Arrival {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Arrival {
    fn new(replay: Replay, purpose: Purpose) -> Self {
        Self(Rc::new(Inner { replay: RefCell::new(replay), purpose, called_off: Cell::new(false) }))
    }

    /// Plays so many events at most. Whether it has arrived.
    ///
    /// # Errors
    /// The limit that is reached.
    pub fn go_on(&self, events: usize) -> Result<bool, Refusal> {
        self.0.replay.borrow_mut().go_on(events)
    }

    /// Whether nobody waits for it any more.
    pub fn is_called_off(&self) -> bool {
        self.0.called_off.get()
    }

    /// How far it is.
    pub fn words(&self) -> String {
        let replay = self.0.replay.borrow();
        let step = thousands(replay.step());
        match replay.steps() {
            steps if steps > replay.step() => format!("Opening …, {step} of {} steps", thousands(steps)),
            _ => format!("Opening …, {step} steps"),
        }
    }
}

impl Model {
    /// Has a history played that is to be shown: at once if it is short.
    pub(super) fn bring(&mut self, replay: Result<Replay, Refusal>, purpose: Purpose) {
        self.call_off();
        let begun = replay.and_then(|mut replay| Ok((replay.go_on(FIRST_SLICE)?, replay)));
        match begun {
            Ok((true, replay)) => self.receive(replay.into_playground(), purpose),
            Ok((false, replay)) => self.arrival = Some(Arrival::new(replay, purpose)),
            Err(refusal) => self.doing.trouble = Some(refusal.message),
        }
    }

    /// The history that was on its way is there, or was refused.
    pub(super) fn end_arrival(&mut self, refused: Option<String>) {
        let Some(arrival) = self.arrival.take() else { return };
        match refused {
            Some(message) => self.doing.trouble = Some(message),
            None => {
                let playground = arrival.0.replay.borrow().clone().into_playground();
                self.receive(playground, arrival.0.purpose.clone());
            }
        }
    }

    /// Nobody waits any more for what is on its way.
    pub(super) fn call_off(&mut self) {
        if let Some(arrival) = self.arrival.take() {
            arrival.0.called_off.set(true);
        }
    }

    fn receive(&mut self, playground: Playground, purpose: Purpose) {
        let world = World::opened(playground);
        match purpose {
            Purpose::Scenario => self.show_opened(world),
            Purpose::Moment(view) => self.show_moment(world, &view),
            Purpose::Work { view, taken, own, typed } => {
                self.unopened = None;
                // What the address names is open already.
                let laboratory = self.laboratory.take();
                self.show_moment(world, &view);
                self.laboratory = laboratory;
                self.go_on_with_lesson(&taken, &own);
                self.type_again(&typed);
            }
        }
    }
}
