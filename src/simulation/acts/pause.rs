//! A node that is paused does nothing until it is resumed, as during a long collection of garbage: what reaches it waits
//! there, and its timers wait with it. To all others it is silent.

use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::ActNote;
use crate::dynamo::time::Time;
use crate::input::refusal::Refusal;
use crate::simulation::{Record, World};

impl World {
    pub(super) fn pause(&mut self, name: &str) -> Result<Record, Refusal> {
        let node = self.find_awake("name", name)?;
        self.machines[node.index()].paused = Some(Vec::new());
        Ok(self.acted_at(node, ActNote::Paused { node: name.to_owned() }))
    }

    pub(super) fn resume(&mut self, name: &str) -> Result<Record, Refusal> {
        let node = self.find_node("name", name)?;
        if !self.machines[node.index()].is_paused() {
            return Err(Refusal::field("not-paused", "name", format!("{name:?}"), "a node that is paused"));
        }
        let messages = self.wake_up(node);
        let mut record = self.acted_at(node, ActNote::Resumed { node: name.to_owned(), messages });
        let settings = self.settings.clone();
        self.tell(node, &mut record, |node, die, effects| node.configure(settings, die, effects));
        Ok(record)
    }

    /// What has waited at a paused node happens now, in the order in which it came; how many messages there are.
    pub(in crate::simulation) fn wake_up(&mut self, node: NodeId) -> usize {
        let waiting = self.machines[node.index()].paused.take().unwrap_or_default();
        let messages = waiting.iter().filter(|due| due.is_message()).count();
        // One after the other, a microsecond apart.
        (0..).zip(waiting).for_each(|(place, due)| self.happens_after(Time(place), due));
        messages
    }
}
