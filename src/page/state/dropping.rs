//! Dropping a message that was pointed at. Two worlds number their messages each by itself, so that the same number may
//! be another message in the other one.

use super::{Field, Model};
use crate::explain::snapshot::{MessageState, State};
use crate::scenario::Command;

/// Said in the world that has no such message.
pub(super) const NOT_IN_FLIGHT: &str = "No such message is in flight.";

impl Model {
    /// Drops a message of the first or the second world, and in the other one the same message, if it is in flight there.
    pub(super) fn drop_message(&mut self, number: u32, in_second_world: bool, moment: f64) {
        let Some(comparison) = &self.comparison else {
            return self.give(Field::Stage, Command::drop_message(number), moment);
        };
        let (first, second) = (&self.world.frame.state, &comparison.world.frame.state);
        let is_there = |state: &State| state.messages.iter().any(|message| message.id == number);
        if !is_there(if in_second_world { second } else { first }) {
            return self.refuse(Field::Stage, NOT_IN_FLIGHT.to_owned());
        }
        let numbers = match in_second_world {
            false => (Some(number), same_message(first, number, second)),
            true => (same_message(second, number, first), Some(number)),
        };
        self.drop_in_each(numbers.0, numbers.1, moment);
        if numbers.0.is_none() {
            self.refuse(Field::Stage, NOT_IN_FLIGHT.to_owned());
        }
    }
}

/// The message of another world that is the same as this one: of the same request, between the same two, and of the same
/// kind; of several, the one that is as many-th.
fn same_message(own: &State, number: u32, other: &State) -> Option<u32> {
    let pointed_at = own.messages.iter().find(|message| message.id == number)?;
    let alike = |message: &&MessageState| {
        let what =
            |message: &MessageState| (message.kind, message.operation, message.key.clone(), message.owner.clone());
        (&message.from, &message.to) == (&pointed_at.from, &pointed_at.to) && what(message) == what(pointed_at)
    };
    let rank = own.messages.iter().filter(alike).position(|message| message.id == number)?;
    other.messages.iter().filter(alike).nth(rank).map(|message| message.id)
}
