//! Writing acts in the JSON form of the public interface.

use super::{Act, Link, NetworkChanges, TimerChanges};
use crate::dynamo::message::MessageKind;
use crate::scenario::write::set;
use serde_json::{Value, json};

impl Act {
    /// The JSON form, which is read back to an equal act.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Pause { name } => json!({ "do": "pause", "name": name }),
            Self::Resume { name } => json!({ "do": "resume", "name": name }),
            Self::SetTimers { changes } => changes.to_json(),
            Self::SetNetwork { changes } => changes.to_json(),
            Self::LoseKey { name, key } => json!({ "do": "lose-key", "name": name, "key": key }),
            Self::RestoreDisk { name, step } => json!({ "do": "restore-disk", "name": name, "step": step }),
            Self::GiveUpNode { name, via } => with_via(json!({ "do": "give-up-node", "name": name }), via),
            Self::ReplaceNode { name, by, via } => {
                with_via(json!({ "do": "replace-node", "name": name, "by": by }), via)
            }
            Self::Cancel { name, via } => with_via(json!({ "do": "cancel", "name": name }), via),
            Self::ReturnNode { name } => json!({ "do": "return-node", "name": name }),
            Self::Cut { link } => link.to_json("cut"),
            Self::Mend { link } => link.to_json("mend"),
        }
    }
}

fn with_via(mut json: Value, via: &Option<String>) -> Value {
    set(&mut json, "via", via.as_deref());
    json
}

impl Link {
    fn to_json(&self, command: &str) -> Value {
        let mut json = json!({ "do": command, "from": self.from, "to": self.to });
        set(&mut json, "kind", self.kind.map(MessageKind::as_str));
        json
    }
}

impl TimerChanges {
    fn to_json(self) -> Value {
        let mut json = json!({ "do": "set-timers" });
        set(&mut json, "gossip", self.gossip);
        set(&mut json, "handoff", self.handoff);
        set(&mut json, "antiEntropy", self.anti_entropy);
        set(&mut json, "requestTimeout", self.request_timeout);
        set(&mut json, "hintWindow", self.hint_window);
        set(&mut json, "tombstoneGrace", self.tombstone_grace);
        json
    }
}

impl NetworkChanges {
    fn to_json(&self) -> Value {
        let mut json = json!({ "do": "set-network" });
        set(&mut json, "delay", self.delay.as_ref().map(super::Delay::to_json));
        set(&mut json, "loss", self.loss);
        set(&mut json, "between", self.between.as_ref().map(super::Between::to_json));
        json
    }
}
