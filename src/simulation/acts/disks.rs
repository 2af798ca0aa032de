//! A key that one disk loses, and a disk that is restored to an earlier step.

use crate::dynamo::message::Endpoint;
use crate::dynamo::node::{Effects, Node};
use crate::dynamo::report::Fact;
use crate::input::refusal::Refusal;
use crate::simulation::client_requests::Started;
use crate::simulation::{Cause, Record, World};
use std::sync::Arc;

/// Most keys that a refusal lists.
const MOST_KEYS: usize = 12;

impl World {
    pub(super) fn lose_key(&mut self, name: &str, key: &str) -> Result<Record, Refusal> {
        let (node, key) = (self.find_node("name", name)?, self.key(key)?);
        let before = self.node(node).on_disk();
        if !before.contains_key(&key) {
            let mut keys: Vec<&str> = before.keys().map(|key| key.name()).collect();
            keys.sort_unstable();
            let more = if keys.len() > MOST_KEYS { ", …" } else { "" };
            let listed = keys.iter().take(MOST_KEYS).copied().collect::<Vec<_>>().join(", ");
            let allowed = match keys.is_empty() {
                true => format!("a key on the disk of {name}, which is empty"),
                false => format!("a key on the disk of {name}: {listed}{more}"),
            };
            return Err(Refusal::field("not-stored", "key", format!("{:?}", key.name()), &allowed));
        }
        let machine = Arc::make_mut(&mut self.machines[node.index()].node);
        machine.lose_key(&key);
        let mut effects = Effects::default();
        machine.tell_lost(&before, &mut effects);
        let mut record = self.record(Cause::Command, Some(Endpoint::Node(node)), None, Some(key));
        self.note(effects.facts, &mut record);
        Ok(record)
    }

    /// The disk of a node is as it was on `earlier`. A node that is up is stopped for it, and starts again.
    ///
    /// # Errors
    /// `unknown-node`.
    pub(in crate::simulation) fn restore_disk(
        &mut self,
        name: &str,
        step: usize,
        earlier: &Node,
    ) -> Result<Started, Refusal> {
        let node = self.find_node("name", name)?;
        let starts = self.machines[node.index()].up;
        let before = self.node(node).on_disk();
        self.wake_up(node);
        if starts {
            self.stop_timers(node);
        }
        let machine = Arc::make_mut(&mut self.machines[node.index()].node);
        if starts {
            machine.crash(false);
        }
        let mut effects = Effects::default();
        machine.restore_disk(earlier, &mut effects);
        // A node that is down sends nothing; it finds what is not at home there once it is up.
        let mut told = Effects::default();
        machine.tell_lost(&before, &mut told);
        let (at, keys) = (Endpoint::Node(node), machine.store().len());
        told.happened(Fact::DiskRestored { node: at, step, keys, starts });
        let mut record = self.record(Cause::Command, Some(at), None, None);
        self.note(told.facts, &mut record);
        if starts {
            self.carry_out(node, effects, &mut record);
            let settings = self.settings.clone();
            self.tell(node, &mut record, |node, die, effects| {
                node.configure(settings, die, effects);
                node.start(die, effects);
            });
        }
        record.changes_the_cluster = true;
        self.converged = None;
        self.agreement.note(&record);
        Ok((None, record))
    }
}
