//! What a scenario file is expected to come to: the form of `tests/scenarios/*.expect.json`.

use ringside::explain::narration::clock;
use ringside::explain::snapshot::{NodeState, OperationState, State, VersionState};
use ringside::explain::trace::TraceEvent;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is expected of a scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// What the scenario shows, in a sentence.
    pub tells: String,
    /// States on the way, in order.
    #[serde(default)]
    pub moments: Vec<Moment>,
    /// By kind, every message of the whole history as `from→to`, in the order of sending.
    #[serde(default)]
    pub messages: BTreeMap<String, Vec<String>>,
    /// Facts of the trace that are found in this order; each names the fields that matter.
    #[serde(default)]
    pub facts: Vec<Value>,
    /// The names of the invariants that do not hold at the end.
    #[serde(default)]
    pub violations: BTreeSet<String>,
}

/// A state on the way. What is not named is not looked at; of what is named, all must be as it says.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The simulated time in milliseconds; without it, the end.
    pub at: Option<f64>,
    /// By key and node, the versions on the disk; a node that is not named has none.
    #[serde(default)]
    pub stores: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// All hints: `keeper for owner: key = version`.
    pub hints: Option<Vec<String>>,
    /// By number: `kind by client through coordinator: status, values or error`.
    #[serde(default)]
    pub operations: BTreeMap<u32, String>,
    /// By client and key, the clock of the context.
    #[serde(default)]
    pub contexts: BTreeMap<String, BTreeMap<String, String>>,
    /// By node, how many keys are on its disk.
    #[serde(default)]
    pub keys: BTreeMap<String, usize>,
    /// By node, whom it suspects.
    #[serde(default)]
    pub suspects: BTreeMap<String, Vec<String>>,
    /// By node, whether it is up, crashed, joining or leaving; a node that is not named is not there.
    #[serde(default)]
    pub status: BTreeMap<String, String>,
}

/// What there is of all that a moment names.
pub fn seen(state: &State, asked: &Moment) -> Moment {
    let every = |of: &dyn Fn(&NodeState) -> String| {
        state.nodes.iter().map(|node| (node.name.clone(), of(node))).collect::<BTreeMap<_, _>>()
    };
    Moment {
        at: asked.at,
        stores: asked.stores.keys().map(|key| (key.clone(), copies(state, key))).collect(),
        hints: asked.hints.as_ref().map(|_| hints(state)),
        operations: state
            .operations
            .iter()
            .filter(|operation| asked.operations.contains_key(&operation.id))
            .map(|operation| (operation.id, told(operation)))
            .collect(),
        contexts: contexts(state, &asked.contexts),
        keys: named(state, &asked.keys, |node| node.store.len()),
        suspects: named(state, &asked.suspects, |node| node.suspects.clone()),
        status: if asked.status.is_empty() { BTreeMap::new() } else { every(&|node| node.status.as_str().to_owned()) },
    }
}

fn named<T>(state: &State, asked: &BTreeMap<String, T>, of: impl Fn(&NodeState) -> T) -> BTreeMap<String, T> {
    let nodes = state.nodes.iter().filter(|node| asked.contains_key(&node.name));
    nodes.map(|node| (node.name.clone(), of(node))).collect()
}

/// `bread [A,1]`, or `(deleted) [A,2]`.
fn version(version: &VersionState) -> String {
    format!("{} {}", version.value.as_deref().unwrap_or("(deleted)"), clock(version))
}

fn versions(versions: &[VersionState]) -> Vec<String> {
    versions.iter().map(version).collect()
}

fn copies(state: &State, key: &str) -> BTreeMap<String, Vec<String>> {
    let copy = |node: &NodeState| Some((node.name.clone(), versions(node.store.get(key)?)));
    state.nodes.iter().filter_map(copy).collect()
}

fn hints(state: &State) -> Vec<String> {
    let of_node = |node: &NodeState| {
        let told = |hint: &ringside::explain::snapshot::HintState| {
            format!("{} for {}: {} = {}", node.name, hint.owner, hint.key, versions(&hint.versions).join(" | "))
        };
        node.hints.iter().map(told).collect::<Vec<_>>()
    };
    state.nodes.iter().flat_map(of_node).collect()
}

fn told(operation: &OperationState) -> String {
    let coordinator = operation.coordinator.as_deref().unwrap_or("nobody");
    let came_of_it = match (&operation.error, operation.values.is_empty()) {
        (Some(error), _) => error.clone(),
        (None, true) => "nothing".to_owned(),
        (None, false) => versions(&operation.values).join(" | "),
    };
    format!(
        "{} by {} through {coordinator}: {}, {came_of_it}",
        operation.kind.as_str(),
        operation.client,
        operation.status.as_str()
    )
}

fn contexts(
    state: &State,
    asked: &BTreeMap<String, BTreeMap<String, String>>,
) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut seen = BTreeMap::new();
    for client in state.clients.iter().filter(|client| asked.contains_key(&client.name)) {
        let of_client: &mut BTreeMap<String, String> = seen.entry(client.name.clone()).or_default();
        for (key, clock) in client.contexts.iter() {
            of_client.insert(key.clone(), clock.iter().map(|(node, count)| format!("[{node},{count}]")).collect());
        }
    }
    seen
}

/// Every message of a kind, in the order of sending.
pub fn messages(trace: &[TraceEvent], kind: &str) -> Vec<String> {
    let sent = trace.iter().flat_map(|event| &event.sent).filter(|message| message.kind.as_str() == kind);
    sent.map(|message| format!("{}→{}", message.from, message.to)).collect()
}

/// The first of the facts that the trace does not hold after those before it.
pub fn missing_fact<'a>(trace: &[TraceEvent], facts: &'a [Value]) -> Option<&'a Value> {
    let mut happened = trace.iter().flat_map(|event| &event.facts).map(|fact| serde_json::to_value(fact).unwrap());
    facts.iter().find(|expected| !happened.any(|fact| includes(&fact, expected)))
}

/// Whether a fact has every field that is expected of it.
fn includes(fact: &Value, expected: &Value) -> bool {
    match expected {
        Value::Object(fields) => {
            fields.iter().all(|(name, value)| fact.get(name).is_some_and(|has| includes(has, value)))
        }
        Value::Array(items) => {
            let has = fact.as_array().map(Vec::as_slice).unwrap_or_default();
            has.len() == items.len() && has.iter().zip(items).all(|(has, item)| includes(has, item))
        }
        other => fact == other,
    }
}
