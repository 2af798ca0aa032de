//! Writing a goal as JSON.

use super::request::once;
use super::{Goal, RequestGoal};
use serde_json::{Map, Value, json};

impl Goal {
    /// The JSON form, which a challenge's file has. What is as usual is left out.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Measure { measure, is } => json!({ "measure": measure.to_json(), "is": is.to_json() }),
            Self::Request(request) => {
                let mut json = json!({ "request": request.to_json() });
                if request.times != once() {
                    json["times"] = request.times.to_json();
                }
                json
            }
            Self::Setting { setting, is } => json!({ "setting": setting.as_str(), "is": is.to_json() }),
            Self::Nodes { standing, homes_of, is } => {
                let mut json = json!({ "nodes": standing.as_str(), "is": is.to_json() });
                if let Some(key) = homes_of {
                    json["homesOf"] = key.as_str().into();
                }
                json
            }
            Self::Agree { key } => json!({ "agree": key }),
            Self::Given { command, is } => json!({ "given": command, "is": is.to_json() }),
            Self::All(goals) => json!({ "all": goals.iter().map(Self::to_json).collect::<Vec<_>>() }),
            Self::Any(goals) => json!({ "any": goals.iter().map(Self::to_json).collect::<Vec<_>>() }),
            Self::Not(goal) => json!({ "not": goal.to_json() }),
        }
    }
}

impl RequestGoal {
    fn to_json(&self) -> Value {
        let mut map = Map::new();
        let mut set = |field: &str, value: Option<Value>| {
            if let Some(value) = value {
                map.insert(field.to_owned(), value);
            }
        };
        set("do", self.kind.map(|kind| kind.as_str().into()));
        set("key", self.key.as_deref().map(Value::from));
        set("client", self.client.as_deref().map(Value::from));
        set("coordinator", self.coordinator.as_deref().map(Value::from));
        set("status", self.status.map(|status| status.as_str().into()));
        set("versions", self.versions.as_ref().map(crate::teaching::lesson::Test::to_json));
        set("values", self.values.as_ref().map(crate::teaching::lesson::Test::to_json));
        set("latency", self.latency.as_ref().map(crate::teaching::lesson::Test::to_json));
        set("stale", self.stale.map(Value::from));
        set("inTurn", self.in_turn.then_some(Value::from(true)));
        set("now", self.now.then_some(Value::from(true)));
        Value::Object(map)
    }
}
