//! Disks as they were at earlier steps: only a history knows them.

use super::History;
use crate::dynamo::message::Endpoint;
use crate::dynamo::node::Node;
use crate::input::refusal::Refusal;
use crate::scenario::{Act, Command};
use crate::simulation::client_requests::Started;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Nodes as they were, by the places of the script's entries that restore their disks.
pub(super) type EarlierDisks = BTreeMap<usize, Arc<Node>>;

impl History {
    /// Gives the present world a command that is this entry of the script; `is_new` if another one stood there before.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn give_to_the_world(
        &mut self,
        command: &Command,
        entry: usize,
        is_new: bool,
    ) -> Result<Started, Refusal> {
        let Command::Act(Act::RestoreDisk { name, step }) = command else { return self.now.world.apply(command) };
        let known = self.line.disks.get(&entry).filter(|_| !is_new).cloned();
        let earlier = match known {
            Some(earlier) => earlier,
            None => self.earlier_node(name, *step)?,
        };
        let started = self.now.world.restore_disk(name, *step, &earlier)?;
        if !is_new {
            Arc::make_mut(&mut self.line).disks.insert(entry, earlier);
        }
        Ok(started)
    }

    /// A node as it was at an earlier step of this course of events.
    fn earlier_node(&self, name: &str, step: usize) -> Result<Arc<Node>, Refusal> {
        self.now.world.find_node("name", name)?;
        if step > self.now.step {
            let allowed = format!("0 to {}, the steps so far", self.now.step);
            return Err(Refusal::field("unknown-step", "step", step, &allowed));
        }
        let mut past = self.clone();
        past.seek(step)?;
        let world = past.world();
        let was_there = match world.names().find(name) {
            Some(Endpoint::Node(node)) => world.machines().find(|machine| machine.node.id == node),
            _ => None,
        };
        let allowed = || format!("a step at which {name} was there");
        Ok(was_there.ok_or_else(|| Refusal::field("unknown-step", "step", step, &allowed()))?.node.clone())
    }
}
