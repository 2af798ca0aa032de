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
            Self::Cut { link } => link.to_json("cut"),
            Self::Mend { link } => link.to_json("mend"),
        }
    }
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
