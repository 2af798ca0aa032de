//! Acts of an operator, and of whoever breaks things, that the paper does not describe.

mod disks;
mod links;
mod members;
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
            Act::LoseKey { name, key } => self.lose_key(name, key),
            Act::RestoreDisk { name, .. } => {
                let allowed = "a disk of a history: a world alone does not know its past";
                Err(Refusal::field("no-history", "name", format!("{name:?}"), allowed))
            }
            Act::GiveUpNode { name, via } => self.give_up_node(name, via.as_deref()),
            Act::ReplaceNode { name, by, via } => self.replace_node(name, by, via.as_deref()),
            Act::Cancel { name, via } => self.cancel(name, via.as_deref()),
            Act::ReturnNode { name } => self.return_node(name),
            Act::Cut { link } => self.cut(link),
            Act::Mend { link } => self.mend_link(link),
        }
    }
}
