//! `position` and `preferenceList`.

use super::convert::{refused, value_out};
use super::copies::placed;
use super::plain_data::{text_in, value_in};
use crate::dynamo::partitioning::{Position, Ring};
use crate::dynamo::replication::{WalkReason, WalkStep, preference_list, walk};
use crate::input::fields::Fields;
use crate::input::refusal::Refusal;
use crate::scenario::NodeSpec;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// The MD5 of a key's UTF-8 bytes, as 32 hex digits.
#[wasm_bindgen(skip_typescript)]
pub fn position(key: &JsValue) -> Result<String, JsValue> {
    Ok(Position::from_key(&text_in("key", key)?).to_string())
}

/// The preference list of a key or position among these nodes, with the walk that finds it.
#[wasm_bindgen(js_name = preferenceList, skip_typescript)]
pub fn preference_list_of(query: &JsValue) -> Result<JsValue, JsValue> {
    let query = value_in("query", query)?;
    value_out(&answer(&query).map_err(refused)?)
}

#[derive(Serialize)]
struct Answer {
    position: Position,
    replicas: Vec<String>,
    fallbacks: Vec<String>,
    walk: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    position: Position,
    node: String,
    taken: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

fn answer(query: &Value) -> Result<Answer, Refusal> {
    let fields = Fields::new("query", query)?;
    let nodes = NodeSpec::list_from_json(&fields)?;
    let (scenario, ring) = placed(&fields, nodes)?;
    let n = scenario.n;
    let position = read_position(&fields)?;
    fields.nothing_else()?;
    let name = |node: crate::dynamo::partitioning::NodeId| scenario.nodes[node.index()].name.clone();
    let list = preference_list(&ring, position, n);
    Ok(Answer {
        position,
        replicas: list.replicas.into_iter().map(name).collect(),
        fallbacks: list.fallbacks.into_iter().map(name).collect(),
        walk: steps(&ring, position, n, name),
    })
}

fn steps(
    ring: &Ring,
    position: Position,
    n: usize,
    name: impl Fn(crate::dynamo::partitioning::NodeId) -> String,
) -> Vec<Step> {
    let step = |WalkStep { token, skipped }| Step {
        position: token.position,
        node: name(token.owner),
        taken: skipped.is_none(),
        reason: skipped.map(|reason| match reason {
            WalkReason::AlreadyChosen => "already-chosen",
            WalkReason::ZoneChosen => "zone-already-chosen",
            WalkReason::Enough => "enough",
        }),
    };
    walk(ring, position, n).map(step).collect()
}

fn read_position(fields: &Fields<'_>) -> Result<Position, Refusal> {
    match (fields.text("key", usize::MAX)?, fields.text("position", 64)?) {
        (Some(key), None) => Ok(Position::from_key(&key)),
        (None, Some(position)) => Position::from_hex("position", &position),
        (None, None) => Err(Refusal::field("missing-field", "key", "nothing", "a key, or a position instead")),
        (Some(_), Some(_)) => Err(Refusal::field("two-places", "key", "a key and a position", "one of the two")),
    }
}
