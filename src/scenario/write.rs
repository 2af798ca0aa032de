//! Writing a scenario in the JSON form of the public interface.

use super::{
    Between, Command, ContextChoice, Delay, FORMAT, Network, NodeSpec, Overrides, ReadRepair, ReconcileBy,
    RequestOptions, Scenario, ScriptEntry, Timers, Tokens, WhichMessage,
};
use crate::dynamo::message::MessageKind;
use crate::dynamo::partitioning::Spread;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

impl Scenario {
    /// The JSON form, which [`Scenario::from_json`] reads back to an equal scenario.
    pub fn to_json(&self) -> Value {
        let mut written = object(vec![
            ("ringside", json(FORMAT)),
            ("seed", json(self.seed)),
            ("nodes", json(self.nodes.iter().map(NodeSpec::to_json).collect::<Vec<_>>())),
            ("n", json(self.n)),
            ("r", json(self.r)),
            ("w", json(self.w)),
            ("quorum", json(self.quorum.as_str())),
            ("versioning", json(self.versioning.as_str())),
            ("clockLimit", json(self.clock_limit)),
            ("strategy", json(self.strategy.as_str())),
            ("partitions", json(self.partitions)),
            ("network", self.network.to_json()),
            ("timers", self.timers.to_json()),
            ("script", json(self.script.iter().map(ScriptEntry::to_json).collect::<Vec<_>>())),
        ]);
        self.spread.add_to(&mut written);
        set(&mut written, "title", self.title.as_deref());
        set(&mut written, "seeds", self.seeds.clone());
        let read_repair = Some(self.read_repair).filter(|when| *when != ReadRepair::default());
        set(&mut written, "readRepair", read_repair.map(ReadRepair::as_str));
        written
    }
}

impl Spread {
    /// Copies by data centre stand in place of N.
    fn add_to(&self, scenario: &mut Value) {
        set(scenario, "placement", matches!(self, Self::Zones).then_some(self.as_str()));
        if let (Some(copies), Some(fields)) = (self.copies(), scenario.as_object_mut()) {
            fields.remove("n");
            let counts = copies.iter().map(|(centre, count)| (centre.clone(), json(*count)));
            fields.insert("copies".to_owned(), Value::Object(counts.collect()));
        }
    }
}

impl Timers {
    /// What is off by default is left out as long as it is off.
    fn to_json(self) -> Value {
        let mut json = object(vec![
            ("gossip", json(self.gossip)),
            ("handoff", json(self.handoff)),
            ("antiEntropy", json(self.anti_entropy)),
            ("requestTimeout", json(self.request_timeout)),
        ]);
        let is_on = |ms: f64| Some(ms).filter(|ms| *ms > 0.0);
        set(&mut json, "hintWindow", is_on(self.hint_window));
        set(&mut json, "tombstoneGrace", is_on(self.tombstone_grace));
        json
    }
}

impl Between {
    pub(super) fn to_json(&self) -> Value {
        let mut json = object(Vec::new());
        set(&mut json, "delay", self.delay.as_ref().map(Delay::to_json));
        set(&mut json, "loss", self.loss);
        json
    }
}

impl Serialize for Between {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl Network {
    fn to_json(&self) -> Value {
        let mut json = object(vec![("delay", self.delay.to_json()), ("loss", json(self.loss))]);
        set(&mut json, "between", self.between.is_set().then_some(self.between.to_json()));
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

impl Serialize for Delay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl NodeSpec {
    fn to_json(&self) -> Value {
        let mut json = object(vec![("name", json(self.name.as_str())), ("tokens", json(self.tokens.to_json()))]);
        set(&mut json, "zone", self.zone.as_deref());
        json
    }
}

impl Tokens {
    fn to_json(&self) -> Value {
        match self {
            Self::Count(count) => json(*count),
            Self::At(positions) => json(positions.iter().map(ToString::to_string).collect::<Vec<_>>()),
        }
    }
}

impl Delay {
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Fixed { ms } => object(vec![("kind", json("fixed")), ("ms", json(*ms))]),
            Self::Exponential { mean } => object(vec![("kind", json("exponential")), ("mean", json(*mean))]),
            Self::Pareto { scale, shape } => {
                object(vec![("kind", json("pareto")), ("scale", json(*scale)), ("shape", json(*shape))])
            }
            Self::Mixture { parts } => {
                let part = |(weight, delay): &(f64, Self)| {
                    object(vec![("weight", json(*weight)), ("delay", json(delay.to_json()))])
                };
                object(vec![("kind", json("mixture")), ("parts", json(parts.iter().map(part).collect::<Vec<_>>()))])
            }
        }
    }
}

impl ScriptEntry {
    fn to_json(&self) -> Value {
        let mut json = self.command.to_json();
        set(&mut json, "at", self.at);
        set(&mut json, "after", self.after);
        set(&mut json, "idle", Some(self.idle).filter(|idle| *idle > 0));
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

impl RequestOptions {
    fn add_to(self, json: &mut Value) {
        set(json, "position", self.position.map(|position| position.to_string()));
        set(json, "quorum", self.quorum.map(super::Quorum::as_str));
    }
}

impl Command {
    /// The JSON form, which [`Command::from_json`] reads back to an equal command.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Put { client, key, value, context, via, overrides, options, only_if } => {
                let mut json = request("put", client, key);
                set(&mut json, "value", Some(value.as_str()));
                set(&mut json, "context", (*context == ContextChoice::None).then_some("none"));
                set(&mut json, "via", via.as_deref());
                overrides.add_to(&mut json);
                options.add_to(&mut json);
                set(&mut json, "onlyIf", only_if.then_some("nothing-newer"));
                json
            }
            Self::Get { client, key, via, overrides, options, at_least } => {
                let mut json = request("get", client, key);
                set(&mut json, "via", via.as_deref());
                overrides.add_to(&mut json);
                options.add_to(&mut json);
                set(&mut json, "atLeast", at_least.then_some("last"));
                json
            }
            Self::Delete { client, key, via, options } => {
                let mut json = request("delete", client, key);
                set(&mut json, "via", via.as_deref());
                options.add_to(&mut json);
                json
            }
            Self::Reconcile { client, key, how, options } => {
                let mut json = request("reconcile", client, key);
                match how {
                    ReconcileBy::Union => set(&mut json, "how", Some("union")),
                    ReconcileBy::Pick(value) => {
                        set(&mut json, "how", Some("pick"));
                        set(&mut json, "value", Some(value.as_str()));
                    }
                }
                options.add_to(&mut json);
                json
            }
            operator => operator.operator_to_json(),
        }
    }

    fn operator_to_json(&self) -> Value {
        match self {
            Self::AddNode { name, tokens, zone, via } => {
                let mut json = object(vec![
                    ("do", json("add-node")),
                    ("name", json(name.as_str())),
                    ("tokens", json(tokens.to_json())),
                ]);
                set(&mut json, "zone", zone.as_deref());
                set(&mut json, "via", via.as_deref());
                json
            }
            Self::RemoveNode { name, via } => {
                let mut json = object(vec![("do", json("remove-node")), ("name", json(name.as_str()))]);
                set(&mut json, "via", via.as_deref());
                json
            }
            Self::SetTokens { name, tokens, via } => {
                let mut json = object(vec![
                    ("do", json("set-tokens")),
                    ("name", json(name.as_str())),
                    ("tokens", json(tokens.to_json())),
                ]);
                set(&mut json, "via", via.as_deref());
                json
            }
            Self::Crash { name, wipe } => {
                object(vec![("do", json("crash")), ("name", json(name.as_str())), ("wipe", json(*wipe))])
            }
            Self::Restart { name } => object(vec![("do", json("restart")), ("name", json(name.as_str()))]),
            Self::CrashZone { zone, wipe } => {
                object(vec![("do", json("crash")), ("zone", json(zone.as_str())), ("wipe", json(*wipe))])
            }
            Self::RestartZone { zone } => object(vec![("do", json("restart")), ("zone", json(zone.as_str()))]),
            Self::PartitionZones { zones } => object(vec![("do", json("partition")), ("zones", json(zones.clone()))]),
            Self::Partition { groups } => object(vec![("do", json("partition")), ("groups", json(groups.clone()))]),
            Self::Hold { from, to } => {
                object(vec![("do", json("hold")), ("from", json(from.as_str())), ("to", json(to.as_str()))])
            }
            Self::Release { from, to } => {
                object(vec![("do", json("release")), ("from", json(from.as_str())), ("to", json(to.as_str()))])
            }
            Self::Drop { which: WhichMessage::Number(message) } => {
                object(vec![("do", json("drop")), ("message", json(*message))])
            }
            Self::Drop { which: WhichMessage::First { from, to, kind } } => {
                let mut json = object(vec![("do", json("drop"))]);
                set(&mut json, "from", from.as_deref());
                set(&mut json, "to", to.as_deref());
                set(&mut json, "kind", kind.map(MessageKind::as_str));
                json
            }
            Self::SetQuorum { overrides, quorum } => {
                let mut json = object(vec![("do", json("set-quorum"))]);
                overrides.add_to(&mut json);
                set(&mut json, "quorum", quorum.map(super::Quorum::as_str));
                json
            }
            Self::Skew { name, ms } => {
                object(vec![("do", json("skew")), ("name", json(name.as_str())), ("ms", json(*ms))])
            }
            Self::AntiEntropy { a, b } => {
                object(vec![("do", json("anti-entropy")), ("a", json(a.as_str())), ("b", json(b.as_str()))])
            }
            Self::Act(act) => act.to_json(),
            Self::Wait { ms } => object(vec![("do", json("wait")), ("ms", json(*ms))]),
            _ => object(vec![("do", json("repair"))]),
        }
    }
}

/// Adds a field if there is something to say.
pub(super) fn set(json: &mut Value, field: &str, value: Option<impl Into<Value>>) {
    if let (Some(value), Some(map)) = (value, json.as_object_mut() as Option<&mut Map<String, Value>>) {
        map.insert(field.to_owned(), value.into());
    }
}

/// What all requests of clients have.
fn request(command: &str, client: &str, key: &str) -> Value {
    object(vec![("do", json(command)), ("client", json(client)), ("key", json(key))])
}

/// An object of these fields.
fn object(fields: Vec<(&str, Value)>) -> Value {
    let mut map = Map::new();
    for (field, value) in fields {
        map.insert(field.to_owned(), value);
    }
    Value::Object(map)
}

fn json(value: impl Into<Value>) -> Value {
    value.into()
}
