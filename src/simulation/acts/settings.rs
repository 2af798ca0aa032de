//! Timers, delay and loss of a running world.

use crate::dynamo::node::Settings;
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::{ActNote, Note};
use crate::dynamo::time::Time;
use crate::scenario::{NetworkChanges, TimerChanges};
use crate::simulation::{Record, World};
use std::sync::Arc;

impl World {
    pub(super) fn set_timers(&mut self, changes: TimerChanges) -> Record {
        let TimerChanges { gossip, handoff, anti_entropy, request_timeout, hint_window, tombstone_grace } = changes;
        let old = *self.settings;
        let changed = |ms: Option<f64>, old: Time| ms.map_or(old, Time::from_ms);
        let settings = Settings {
            gossip: changed(gossip, old.gossip),
            handoff: changed(handoff, old.handoff),
            anti_entropy: changed(anti_entropy, old.anti_entropy),
            request_timeout: changed(request_timeout, old.request_timeout),
            hint_window: changed(hint_window, old.hint_window),
            tombstone_grace: changed(tombstone_grace, old.tombstone_grace),
            replica_timeout: Settings::replica_timeout(changed(request_timeout, old.request_timeout)),
            ..old
        };
        let ms = [gossip, handoff, anti_entropy, request_timeout, hint_window, tombstone_grace];
        let note = ActNote::TimersSet { ms };
        self.configure_all(settings, Note::Act(note))
    }

    /// Every node that can hear the operator has these settings from now on; the others once they can.
    pub(in crate::simulation) fn configure_all(&mut self, settings: Settings, note: Note) -> Record {
        self.settings = Arc::new(settings);
        let mut record = self.remark(note);
        let awake: Vec<NodeId> =
            self.machines.iter().filter(|machine| machine.is_awake()).map(|machine| machine.node.id).collect();
        for node in awake {
            let settings = self.settings.clone();
            self.tell(node, &mut record, |node, die, effects| node.configure(settings, die, effects));
        }
        record
    }

    /// Messages that are under way already arrive as they would have.
    pub(super) fn set_network(&mut self, changes: &NetworkChanges) -> Record {
        self.network.settings = Arc::new(changes.of(&self.network.settings));
        let delay = changes.delay.as_ref().map(ToString::to_string);
        let between = changes.between.as_ref();
        let between_delay = between.and_then(|between| between.delay.as_ref()).map(ToString::to_string);
        let between_loss = between.and_then(|between| between.loss);
        self.remark(Note::Act(ActNote::NetworkSet { delay, loss: changes.loss, between_delay, between_loss }))
    }
}
