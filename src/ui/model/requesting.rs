//! Commands: what clients ask, what the operator does, and what breaks.

use super::{Field, Film, Model};
use crate::limits::MAX_VALUE_BYTES;
use crate::refusal::Refusal;
use crate::scenario::Command;

impl Model {
    /// The name of the client that asks.
    pub fn client_name(&self) -> &str {
        self.world.clients.get(self.client).map_or("", String::as_str)
    }

    pub(super) fn put(&mut self, moment: f64) {
        if self.value.len() > MAX_VALUE_BYTES {
            let given = format!("{} bytes", self.value.len());
            let refusal = Refusal::field("value-too-large", "value", given, "at most 1 MiB (1,048,576 bytes of UTF-8)");
            return self.refuse(Field::Request, refusal.message);
        }
        let command = Command::put(self.client_name(), &self.journey.key, &self.value);
        self.give(Field::Request, command, moment);
    }

    pub(super) fn get(&mut self, moment: f64) {
        let command = Command::get(self.client_name(), &self.journey.key);
        self.give(Field::Request, command, moment);
    }

    /// Gives a command at a moment between two steps; what is wrong with it is said where it was given. What clients
    /// ask plays at once.
    pub(super) fn give(&mut self, field: Field, command: Command, moment: f64) {
        let asks = matches!(
            command,
            Command::Put { .. } | Command::Get { .. } | Command::Delete { .. } | Command::Reconcile { .. }
        );
        if let Some(refused) = self.refusal(Field::Key).filter(|_| asks) {
            let message = refused.to_owned();
            return self.refuse(field, message);
        }
        // Between two steps of the journey no simulated time passes.
        let waits = matches!(command, Command::Wait { .. });
        let moment = if self.film == Film::Messages && self.under_way { moment } else { 0.0 };
        match self.world.command(command, moment) {
            Ok(()) => {
                self.refused = None;
                self.walked = true;
                self.follow_cluster();
                self.show_film(Film::Messages);
                self.playing = (asks || waits) && self.step() < self.last_step();
            }
            Err(refusal) => self.refuse(field, refusal.message),
        }
    }

    /// The journey of the key on the cluster as it is now.
    pub(super) fn follow_cluster(&mut self) {
        let fresh = super::journey_of(&self.world.cluster, &self.journey.key);
        if *fresh != *self.journey {
            self.journey_step = if self.journey_is_over() { fresh.steps.len() } else { 0 };
            self.journey = fresh;
        }
    }
}
