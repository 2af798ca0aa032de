//! `nodetool status` for addresses and racks, and `nodetool info -T` of each node for its tokens; host IDs join the two. Where
//! each node has one token, the status itself names it.

use super::Found;
use super::nodetool_ring::is_token;
use super::rows::{Row, refused_line};
use crate::input::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a line is one of the table of `nodetool status`: it begins with two letters such as `UN`.
pub(super) fn is_row(line: &str) -> bool {
    if !line.starts_with(['U', 'D', '?']) {
        return false;
    }
    let mut words = line.split_whitespace();
    let state = words.next().unwrap_or_default().as_bytes();
    let is_state = matches!(state, [b'U' | b'D' | b'?', b'N' | b'L' | b'J' | b'M' | b'S' | b'?']);
    is_state && words.nth(1).is_some()
}

fn is_host_id(word: &str) -> bool {
    word.len() == 36 && word.bytes().filter(|byte| *byte == b'-').count() == 4
}

/// A node, as the table of the status describes it.
struct Known {
    line: usize,
    address: String,
    zone: String,
    token: Option<String>,
    is_joining: bool,
}

/// One node's `info`: what its tokens are printed after, or before.
#[derive(Default)]
struct Info {
    id: Option<String>,
    centre: Option<String>,
    rack: Option<String>,
    tokens: Vec<(usize, String)>,
}

pub(super) fn read(text: &str) -> Result<Found, Refusal> {
    let known = status(text)?;
    let mut found = Found::default();
    for info in infos(text)? {
        add_info(&info, &known, &mut found);
    }
    let with_rows: BTreeSet<String> = found.rows.iter().map(|row| row.node.clone()).collect();
    for node in known.values() {
        add_known(node, with_rows.contains(&node.address), &mut found);
    }
    if found.rows.is_empty() {
        let allowed = "nodetool status together with nodetool info -T of each node: the status alone names no tokens";
        let given = format!("{} {} without tokens", known.len(), if known.len() == 1 { "node" } else { "nodes" });
        return Err(Refusal::field("invalid-ring", "text", given, allowed));
    }
    // Nodes in the order of the table, whatever the order of the rest.
    let lines: BTreeMap<&str, usize> = known.values().map(|node| (node.address.as_str(), node.line)).collect();
    found.rows.sort_by_cached_key(|row| lines.get(row.node.as_str()).copied().unwrap_or(usize::MAX));
    Ok(found)
}

/// A node of the table whose tokens no `info` names.
fn add_known(node: &Known, has_rows: bool, found: &mut Found) {
    let zone = Some(node.zone.clone());
    if node.is_joining {
        found.notes.push(format!("{} is joining: it owns nothing yet.", node.address));
        found.without_tokens.push((node.address.clone(), zone));
    } else if let Some(token) = node.token.clone().filter(|_| !has_rows) {
        found.rows.push(Row { line: node.line, node: node.address.clone(), token, zone });
    } else if !has_rows {
        found.notes.push(format!("No tokens of {} are in the text: it owns nothing here.", node.address));
        found.without_tokens.push((node.address.clone(), zone));
    }
}

fn add_info(info: &Info, known: &BTreeMap<String, Known>, found: &mut Found) {
    let status = info.id.as_ref().and_then(|id| known.get(id));
    let Some(node) = status.map(|node| node.address.clone()).or_else(|| info.id.clone()) else { return };
    let own_zone = || Some(format!("{}/{}", info.centre.as_ref()?, info.rack.as_ref()?));
    let zone = status.map(|node| node.zone.clone()).or_else(own_zone);
    if status.is_some_and(|status| status.is_joining) {
        return;
    }
    let row = |(line, token): &(usize, String)| Row {
        line: *line,
        node: node.clone(),
        token: token.clone(),
        zone: zone.clone(),
    };
    found.rows.extend(info.tokens.iter().map(row));
}

/// Each node's `info`. Early versions print a single token above the ID, all others print tokens below it.
fn infos(text: &str) -> Result<Vec<Info>, Refusal> {
    let fields = || {
        let split = |(line, entry): (usize, &'_ str)| {
            let (field, value) = entry.split_once(':')?;
            Some((line, field.trim().to_owned(), value.trim().to_owned()))
        };
        (1..)
            .zip(text.lines())
            .filter_map(split)
            .filter(|(_, field, _)| matches!(field.as_str(), "ID" | "Token" | "Data Center" | "Rack"))
    };
    let token_is_first = fields().next().is_some_and(|(_, field, _)| field == "Token");
    let mut infos: Vec<Info> = Vec::new();
    for (line, field, value) in fields() {
        let begins = if token_is_first { "Token" } else { "ID" };
        if field == begins {
            infos.push(Info::default());
        }
        let Some(info) = infos.last_mut() else {
            return Err(refused_line(line, &value, "a token below the ID of its node"));
        };
        match field.as_str() {
            "ID" => info.id = Some(value),
            "Data Center" => info.centre = Some(value),
            "Rack" => info.rack = Some(value),
            _ if value.starts_with("(invoke") => {
                return Err(refused_line(line, &value, "the tokens themselves: nodetool info -T prints them"));
            }
            _ => info.tokens.push((line, value)),
        }
    }
    match infos.iter().find(|info| info.id.is_none()).and_then(|info| info.tokens.first()) {
        Some((line, token)) => Err(refused_line(*line, token, "a token with the ID of its node")),
        None => Ok(infos),
    }
}

/// The table of the status, by host ID. Its tables may be printed once for each keyspace.
fn status(text: &str) -> Result<BTreeMap<String, Known>, Refusal> {
    let (mut known, mut centre) = (BTreeMap::new(), "");
    let mut lines = (1..).zip(text.lines()).peekable();
    while let Some((line, entry)) = lines.next() {
        if let Some(name) = entry.trim().strip_prefix("Datacenter:") {
            centre = name.trim();
        }
        if !is_row(entry.trim()) {
            continue;
        }
        let mut words: Vec<&str> = entry.split_whitespace().collect();
        // A terminal may have wrapped the row before or after its host ID.
        let is_short =
            |words: &[&str]| words.iter().position(|word| is_host_id(word)).is_none_or(|id| words.len() == id + 1);
        if is_short(&words) {
            words.extend(
                lines.next_if(|(_, rest)| !is_row(rest.trim())).iter().flat_map(|(_, rest)| rest.split_whitespace()),
            );
        }
        let id = words.iter().position(|word| is_host_id(word));
        let Some((id, [state, address, ..])) = id.map(|id| (id, &words[..])).filter(|(id, _)| words.len() > id + 1)
        else {
            let allowed = "a line of nodetool status: state, address, load, tokens, what it owns, host ID, rack";
            return Err(refused_line(line, entry.trim(), allowed));
        };
        // Where each node has one token, it stands between the host ID and the rack.
        let token =
            words.get(id + 1).filter(|word| words.len() > id + 2 && is_token(word)).map(|word| (*word).to_owned());
        let rack = words[id + 1 + usize::from(token.is_some())..].join(" ");
        let zone = if centre.is_empty() { rack } else { format!("{centre}/{rack}") };
        let is_joining = state.ends_with('J');
        known.insert(words[id].to_owned(), Known { line, address: (*address).to_owned(), zone, token, is_joining });
    }
    Ok(known)
}
