//! Writing a scenario in the JSON form of the public interface.

use super::{Command, ContextChoice, Delay, FORMAT, NodeSpec, Overrides, ReconcileBy, Scenario, ScriptEntry, Tokens};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

impl Scenario {
    /// The JSON form, which [`Scenario::from_json`] reads back to an equal scenario.
    pub fn to_json(&self) -> Value {
        let mut json = json!({
            "ringside": FORMAT,
            "seed": self.seed,
            "nodes": self.nodes.iter().map(NodeSpec::to_json).collect::<Vec<_>>(),
            "n": self.n,
            "r": self.r,
            "w": self.w,
            "quorum": self.quorum.word(),
            "versioning": self.versioning.word(),
            "clockLimit": self.clock_limit,
            "network": { "delay": self.network.delay.to_json(), "loss": self.network.loss },
            "timers": {
                "gossip": self.timers.gossip,
                "handoff": self.timers.handoff,
                "antiEntropy": self.timers.anti_entropy,
                "requestTimeout": self.timers.request_timeout,
            },
            "script": self.script.iter().map(ScriptEntry::to_json).collect::<Vec<_>>(),
        });
        set(&mut json, "title", self.title.as_deref());
        json
    }
}

impl Serialize for Scenario {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.to_json();
        let fields = json.as_object().into_iter().flatten();
        let mut map = serializer.serialize_map(None)?;
        for (field, value) in fields {
            map.serialize_entry(field, value)?;
        }
        map.end()
    }
}

impl NodeSpec {
    fn to_json(&self) -> Value {
        let mut json = json!({ "name": self.name, "tokens": self.tokens.to_json() });
        set(&mut json, "zone", self.zone.as_deref());
        json
    }
}

impl Tokens {
    fn to_json(&self) -> Value {
        match self {
            Self::Count(count) => json!(count),
            Self::At(positions) => json!(positions.iter().map(ToString::to_string).collect::<Vec<_>>()),
        }
    }
}

impl Delay {
    fn to_json(&self) -> Value {
        match self {
            Self::Fixed { ms } => json!({ "kind": "fixed", "ms": ms }),
            Self::Exponential { mean } => json!({ "kind": "exponential", "mean": mean }),
            Self::Pareto { scale, shape } => json!({ "kind": "pareto", "scale": scale, "shape": shape }),
            Self::Mixture { parts } => {
                let part = |(weight, delay): &(f64, Self)| json!({ "weight": weight, "delay": delay.to_json() });
                json!({ "kind": "mixture", "parts": parts.iter().map(part).collect::<Vec<_>>() })
            }
        }
    }
}

impl ScriptEntry {
    fn to_json(&self) -> Value {
        let mut json = self.command.to_json();
        set(&mut json, "at", self.at);
        set(&mut json, "after", self.after);
        json
    }
}

impl Overrides {
    fn add_to(self, json: &mut Value) {
        set(json, "n", self.n);
        set(json, "r", self.r);
        set(json, "w", self.w);
    }
}

impl Command {
    /// The JSON form, which [`Command::from_json`] reads back to an equal command.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Put { client, key, value, context, via, overrides } => {
                let mut json = json!({ "do": "put", "client": client, "key": key, "value": value });
                set(&mut json, "context", (*context == ContextChoice::None).then_some("none"));
                set(&mut json, "via", via.as_deref());
                overrides.add_to(&mut json);
                json
            }
            Self::Get { client, key, via, overrides } => {
                let mut json = json!({ "do": "get", "client": client, "key": key });
                set(&mut json, "via", via.as_deref());
                overrides.add_to(&mut json);
                json
            }
            Self::Delete { client, key, via } => {
                let mut json = json!({ "do": "delete", "client": client, "key": key });
                set(&mut json, "via", via.as_deref());
                json
            }
            Self::Reconcile { client, key, how: ReconcileBy::Union } => {
                json!({ "do": "reconcile", "client": client, "key": key, "how": "union" })
            }
            Self::Reconcile { client, key, how: ReconcileBy::Pick(value) } => {
                json!({ "do": "reconcile", "client": client, "key": key, "how": "pick", "value": value })
            }
            operator => operator.operator_to_json(),
        }
    }

    fn operator_to_json(&self) -> Value {
        match self {
            Self::AddNode { name, tokens } => json!({ "do": "add-node", "name": name, "tokens": tokens.to_json() }),
            Self::RemoveNode { name } => json!({ "do": "remove-node", "name": name }),
            Self::SetTokens { name, tokens } => json!({ "do": "set-tokens", "name": name, "tokens": tokens.to_json() }),
            Self::Crash { name, wipe } => json!({ "do": "crash", "name": name, "wipe": wipe }),
            Self::Restart { name } => json!({ "do": "restart", "name": name }),
            Self::Partition { groups } => json!({ "do": "partition", "groups": groups }),
            Self::Hold { from, to } => json!({ "do": "hold", "from": from, "to": to }),
            Self::Release { from, to } => json!({ "do": "release", "from": from, "to": to }),
            Self::Drop { message } => json!({ "do": "drop", "message": message }),
            Self::SetQuorum { overrides, quorum } => {
                let mut json = json!({ "do": "set-quorum" });
                overrides.add_to(&mut json);
                set(&mut json, "quorum", quorum.map(super::Quorum::word));
                json
            }
            Self::Skew { name, ms } => json!({ "do": "skew", "name": name, "ms": ms }),
            Self::AntiEntropy { a, b } => json!({ "do": "anti-entropy", "a": a, "b": b }),
            Self::Wait { ms } => json!({ "do": "wait", "ms": ms }),
            _ => json!({ "do": "repair" }),
        }
    }
}

/// Adds a field if there is something to say.
fn set(json: &mut Value, field: &str, value: Option<impl Into<Value>>) {
    if let (Some(value), Some(map)) = (value, json.as_object_mut() as Option<&mut Map<String, Value>>) {
        map.insert(field.to_owned(), value.into());
    }
}
