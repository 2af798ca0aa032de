//! Acts of an operator, and of whoever breaks things, that the paper does not describe.

mod links;
mod pause;
mod settings;

use super::{Record, World};
use crate::input::refusal::Refusal;
use crate::scenario::Act;

impl World {
    /// An act is done now.
    ///
    /// # Errors
    /// What was wrong with it; nothing has changed then.
    pub(super) fn act(&mut self, act: &Act) -> Result<Record, Refusal> {
        match act {
            Act::Pause { name } => self.pause(name),
            Act::Resume { name } => self.resume(name),
            Act::SetTimers { changes } => Ok(self.set_timers(*changes)),
            Act::SetNetwork { changes } => Ok(self.set_network(changes)),
            Act::Cut { link } => self.cut(link),
            Act::Mend { link } => self.mend_link(link),
        }
    }
}
