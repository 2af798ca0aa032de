//! `readRing`, `positionOf` and `ownership`: rings of real clusters.

use super::convert::{named_out, refused, value_out};
use super::copies::placed;
use super::plain_data::{text_in, value_in};
use crate::dynamo::partitioning::Position;
use crate::input::fields::{Fields, described};
use crate::input::limits::MAX_KEY_BYTES;
use crate::input::refusal::Refusal;
use crate::laboratories::rings::ownership::{by_node, by_zone};
use crate::laboratories::rings::partitioner::{PARTITIONERS, Partitioner};
use crate::laboratories::rings::ring_text::{FORMATS, FieldRing, ReadAs, read};
use crate::scenario::NodeSpec;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// Most bytes of a key: the field's systems take longer ones than a playground.
const LONGEST_KEY: usize = 64 * MAX_KEY_BYTES;

/// The ring that a cluster has printed.
#[wasm_bindgen(js_name = readRing, skip_typescript)]
pub fn read_ring(text: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let text = text_in("text", text)?;
    let options = value_in("options", options)?;
    let ring = ring_of(&text, &options).map_err(refused)?;
    named_out(&ring)
}

#[derive(Serialize)]
struct RingOut {
    nodes: Vec<NodeOut>,
    partitioner: &'static str,
    original: BTreeMap<Position, String>,
    names: BTreeMap<String, String>,
    keyspaces: Vec<String>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct NodeOut {
    name: String,
    tokens: Vec<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
}

fn ring_of(text: &str, options: &Value) -> Result<RingOut, Refusal> {
    let none = Value::Object(serde_json::Map::new());
    let fields = Fields::new("options", if options.is_null() { &none } else { options })?;
    let read_as = ReadAs {
        format: fields.choice("format", &FORMATS)?,
        keyspace: fields.text("keyspace", MAX_KEY_BYTES)?,
        partitioner: fields.choice("partitioner", &PARTITIONERS)?,
    };
    fields.nothing_else()?;
    let FieldRing { nodes, partitioner, original, printed_names, keyspaces, notes, .. } = read(text, &read_as)?;
    let node = |node: NodeSpec| NodeOut { tokens: node.positions(), name: node.name, zone: node.zone };
    // A specification has a token at least: whoever joins is not on the ring yet, as a note says.
    let nodes = nodes.into_iter().filter(|node| node.token_count() > 0).map(node).collect();
    Ok(RingOut { nodes, partitioner: partitioner.as_str(), original, names: printed_names, keyspaces, notes })
}

/// Where a key lies on the ring of a partitioner, and how that is printed.
#[wasm_bindgen(js_name = positionOf, skip_typescript)]
pub fn position_of(key: &JsValue, partitioner: &JsValue) -> Result<JsValue, JsValue> {
    let key = value_in("key", key)?;
    let partitioner = text_in("partitioner", partitioner)?;
    value_out(&place(&key, &partitioner).map_err(refused)?)
}

#[derive(Serialize)]
struct PlaceOut {
    position: Position,
    printed: String,
}

fn place(key: &Value, partitioner: &str) -> Result<PlaceOut, Refusal> {
    let known = PARTITIONERS.iter().find(|(word, _)| *word == partitioner);
    let partitioner: Partitioner = known.map(|(_, partitioner)| *partitioner).ok_or_else(|| {
        let words: Vec<&str> = PARTITIONERS.iter().map(|(word, _)| *word).collect();
        Refusal::field("unknown-partitioner", "partitioner", format!("{partitioner:?}"), &words.join(", "))
    })?;
    let placed = partitioner.place(&key_bytes(key)?);
    Ok(PlaceOut { position: placed.position, printed: placed.printed })
}

/// The bytes of a key: of a text, or written in hex.
fn key_bytes(key: &Value) -> Result<Vec<u8>, Refusal> {
    let hex = key.get("hex").and_then(Value::as_str);
    let bytes = match (key.as_str(), hex) {
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, Some(hex)) => bytes_of_hex(hex),
        (None, None) => None,
    };
    let allowed = format!("a text, or {{ hex: … }} with an even number of hex digits, of at most {LONGEST_KEY} bytes");
    let bytes = bytes.filter(|bytes| bytes.len() <= LONGEST_KEY);
    bytes.ok_or_else(|| Refusal::field("invalid-key", "key", described(key), &allowed))
}

fn bytes_of_hex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| Some((digit(pair.first()?)? << 4 | digit(pair.get(1)?)?) as u8)).collect()
}

/// How many copies of all keys each node and each zone has.
#[wasm_bindgen(js_name = ownership, skip_typescript)]
pub fn ownership_of(query: &JsValue) -> Result<JsValue, JsValue> {
    let query = value_in("query", query)?;
    value_out(&ownership(&query).map_err(refused)?)
}

#[derive(Serialize)]
struct OwnershipOut {
    nodes: Vec<ShareOut>,
    zones: Vec<ShareOut>,
}

#[derive(Serialize)]
struct ShareOut {
    name: String,
    share: f64,
}

fn ownership(query: &Value) -> Result<OwnershipOut, Refusal> {
    let fields = Fields::new("query", query)?;
    let nodes = NodeSpec::list_from_json(&fields)?;
    let (scenario, ring) = placed(&fields, nodes)?;
    fields.nothing_else()?;
    let shares = by_node(&ring, scenario.n);
    let zones = by_zone(&shares, scenario.nodes.iter().map(|node| node.zone.as_deref()));
    let share = |(name, share): (&str, f64)| ShareOut { name: name.to_owned(), share };
    Ok(OwnershipOut {
        nodes: scenario.nodes.iter().map(|node| node.name.as_str()).zip(shares.iter().copied()).map(share).collect(),
        zones: zones.into_iter().map(share).collect(),
    })
}
