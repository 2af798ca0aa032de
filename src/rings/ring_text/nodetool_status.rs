//! `nodetool status` for addresses and racks, and `nodetool info -T` of each node for its tokens. Host IDs join the two.

use super::FieldRing;
use super::rows::{Row, refused_line, ring};
use crate::input::refusal::Refusal;
use std::collections::BTreeMap;

/// Whether a line is one of the table of `nodetool status`: it begins with two letters such as `UN`.
pub(super) fn is_row(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let state = words.next().unwrap_or_default().as_bytes();
    matches!(state, [b'U' | b'D', b'N' | b'L' | b'J' | b'M']) && words.next().is_some()
}

/// A node, as the table of the status describes it.
struct Known {
    address: String,
    zone: String,
}

/// One node's `info`: what its tokens are printed after.
#[derive(Default)]
struct Info {
    id: Option<String>,
    centre: Option<String>,
    rack: Option<String>,
}

pub(super) fn read(text: &str) -> Result<FieldRing, Refusal> {
    let known = status(text)?;
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    let mut info = Info::default();
    for (line, entry) in (1..).zip(text.lines()) {
        let Some((field, value)) = entry.split_once(':').map(|(field, value)| (field.trim(), value.trim())) else {
            continue;
        };
        match field {
            "ID" => info = Info { id: Some(value.to_owned()), ..Info::default() },
            "Data Center" => info.centre = Some(value.to_owned()),
            "Rack" => info.rack = Some(value.to_owned()),
            "Token" => rows.push(row(line, value, &info, &known)?),
            _ => {}
        }
    }
    if rows.is_empty() {
        let allowed = "nodetool status together with nodetool info -T of each node: the status alone names no tokens";
        return Err(Refusal::field("invalid-ring", "text", format!("{} nodes without tokens", known.len()), allowed));
    }
    for node in known.values().filter(|node| !rows.iter().any(|row| row.node == node.address)) {
        notes.push(format!("No tokens of {} are in the text: it owns nothing here.", node.address));
    }
    ring(rows, None, notes)
}

/// The table of the status, by host ID. Its tables may be printed once for each keyspace.
fn status(text: &str) -> Result<BTreeMap<String, Known>, Refusal> {
    let (mut known, mut centre) = (BTreeMap::new(), "");
    for (line, entry) in (1..).zip(text.lines()) {
        if let Some(name) = entry.trim().strip_prefix("Datacenter:") {
            centre = name.trim();
        }
        if !is_row(entry.trim()) {
            continue;
        }
        let words: Vec<&str> = entry.split_whitespace().collect();
        let id = words.iter().find(|word| word.len() == 36 && word.bytes().filter(|byte| *byte == b'-').count() == 4);
        let (Some(id), [_, address, .., rack]) = (id, &words[..]) else {
            let allowed = "a line of nodetool status: state, address, load, tokens, what it owns, host ID, rack";
            return Err(refused_line(line, entry.trim(), allowed));
        };
        let zone = if centre.is_empty() { (*rack).to_owned() } else { format!("{centre}/{rack}") };
        known.insert((*id).to_owned(), Known { address: (*address).to_owned(), zone });
    }
    Ok(known)
}

fn row(line: usize, token: &str, info: &Info, known: &BTreeMap<String, Known>) -> Result<Row, Refusal> {
    let found = info.id.as_ref().and_then(|id| known.get(id));
    let node = match (found, &info.id) {
        (Some(node), _) => node.address.clone(),
        (None, Some(id)) => id.clone(),
        (None, None) => return Err(refused_line(line, token, "a token below the ID of its node")),
    };
    let own_zone = || Some(format!("{}/{}", info.centre.as_ref()?, info.rack.as_ref()?));
    let zone = found.map(|node| node.zone.clone()).or_else(own_zone);
    Ok(Row { line, node, token: token.to_owned(), zone })
}
