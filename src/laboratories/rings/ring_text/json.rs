//! Node, token and zone as JSON: a list of nodes with their tokens, an object of either by the other, the ranges that
//! ScyllaDB’s REST interface describes, or what `readRing` returns.

use super::Found;
use super::rows::{Row, refused_line};
use crate::input::fields::described;
use crate::input::refusal::Refusal;
use crate::laboratories::rings::partitioner::by_name;
use serde_json::Value;

const ENTRY: &str = "an object with node, token (or tokens, as texts) and, if you like, zone";

pub(super) fn read(text: &str, keyspace: Option<&str>) -> Result<Found, Refusal> {
    let mut json = parsed(&with_long_numbers_as_texts(text))?;
    let partitioner = match json.get("partitioner").and_then(Value::as_str) {
        Some(name) => Some(by_name("partitioner", name)?),
        None => None,
    };
    let (mut keyspaces, mut notes) = (Vec::new(), Vec::new());
    if let Some(all) = json.get("keyspaces").and_then(Value::as_object).filter(|all| !all.is_empty()) {
        keyspaces = all.keys().cloned().collect();
        let wanted = keyspace.unwrap_or(&keyspaces[0]);
        let Some(own) = all.get(wanted) else {
            return Err(Refusal::field("unknown-keyspace", "keyspace", format!("{wanted:?}"), &keyspaces.join(", ")));
        };
        if keyspace.is_none() && keyspaces.len() > 1 {
            notes.push(format!("The text describes {}; the ring is that of {wanted}.", keyspaces.join(", ")));
        }
        json = own.clone();
    }
    let original = json.get("original").cloned();
    let body = ["nodes", "ring", "tokens", "ranges"].iter().find_map(|name| json.get(name)).unwrap_or(&json);
    let mut rows = match body {
        Value::Array(entries) => of_list(entries)?,
        Value::Object(map) => of_object(map)?,
        other => {
            let allowed = "a list of node, token and zone, or an object of tokens by node";
            return Err(Refusal::field("invalid-ring", "text", described(other), allowed));
        }
    };
    // What `readRing` returns has positions for tokens, and the printed texts beside them.
    for row in &mut rows {
        if let Some(printed) = original.as_ref().and_then(|original| original.get(&row.token)).and_then(Value::as_str) {
            row.token = printed.to_owned();
        }
    }
    Ok(Found { rows, partitioner, keyspaces, notes, ..Found::default() })
}

/// The JSON, or a list of what stands in each line.
fn parsed(text: &str) -> Result<Value, Refusal> {
    let problem = match serde_json::from_str(text) {
        Ok(json) => return Ok(json),
        Err(problem) => problem,
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str);
    match lines.collect::<Result<Vec<Value>, _>>() {
        Ok(entries) => Ok(Value::Array(entries)),
        Err(_) => Err(refused_line(problem.line(), "no JSON", &format!("JSON; {problem}"))),
    }
}

/// Puts whole numbers that JSON’s readers would round into quotation marks: tokens have up to 49 digits.
fn with_long_numbers_as_texts(text: &str) -> String {
    const LONG: usize = 16;
    let (mut out, mut rest, mut in_text) = (String::with_capacity(text.len()), text, false);
    while let Some(letter) = rest.chars().next() {
        let is_part = |letter: char| letter.is_ascii_digit() || "-+.eE".contains(letter);
        let length = if in_text { 0 } else { rest.find(|letter| !is_part(letter)).unwrap_or(rest.len()) };
        let number = &rest[..length];
        if length > 0 {
            let is_long =
                number.len() >= LONG && number.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
            out.push_str(&if is_long { format!("\"{number}\"") } else { number.to_owned() });
            rest = &rest[length..];
            continue;
        }
        let is_escaped = in_text && letter == '\\';
        in_text ^= letter == '"';
        let end = letter.len_utf8() + if is_escaped { rest[1..].chars().next().map_or(0, char::len_utf8) } else { 0 };
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    out
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        // A number that JSON does not hold exactly is no token.
        Value::Number(number) => {
            number.as_i64().map(|token| token.to_string()).or_else(|| number.as_u64().map(|token| token.to_string()))
        }
        _ => None,
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(text).collect(),
        one => text(one).map(|one| vec![one]),
    }
}

fn field<'a>(entry: &'a Value, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| entry.get(name)).filter(|value| !value.is_null())
}

fn refused(path: &str, entry: &Value) -> Refusal {
    Refusal::field("invalid-ring", path, entry, ENTRY)
}

fn of_list(entries: &[Value]) -> Result<Vec<Row>, Refusal> {
    let mut rows = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let path = format!("nodes[{index}]");
        rows.extend(rows_of(index + 1, entry, None).ok_or_else(|| refused(&path, entry))?);
    }
    Ok(rows)
}

/// Tokens by node, or nodes by token.
fn of_object(map: &serde_json::Map<String, Value>) -> Result<Vec<Row>, Refusal> {
    let mut rows = Vec::new();
    for (index, (name, value)) in map.iter().enumerate() {
        let line = index + 1;
        let is_token = super::table::looks_like_a_token(name);
        let one = match value {
            Value::String(node) if is_token => {
                Some(vec![Row { line, node: node.clone(), token: name.clone(), zone: None }])
            }
            Value::Object(_) if is_token => field(value, NODE)
                .and_then(text)
                .map(|node| vec![Row { line, node, token: name.clone(), zone: zone_of(value) }]),
            Value::Object(_) => rows_of(line, value, Some(name)),
            tokens => texts(tokens).map(|tokens| {
                tokens.into_iter().map(|token| Row { line, node: name.clone(), token, zone: None }).collect()
            }),
        };
        rows.extend(one.ok_or_else(|| refused(name, value))?);
    }
    Ok(rows)
}

const NODE: &[&str] = &["node", "name", "host", "address", "endpoint", "ip", "owner", "value"];

/// The rows of one entry.
fn rows_of(line: usize, entry: &Value, name: Option<&String>) -> Option<Vec<Row>> {
    if let Some(pair) = entry.as_array() {
        let [first, second, rest @ ..] = &pair[..] else { return None };
        let (first, second) = (text(first)?, text(second)?);
        let swapped = super::table::looks_like_a_token(&first) && !super::table::looks_like_a_token(&second);
        let (node, token) = if swapped { (second, first) } else { (first, second) };
        return Some(vec![Row { line, node, token, zone: rest.first().and_then(text) }]);
    }
    if let Some(endpoints) = entry.get("endpoints") {
        let node = texts(endpoints)?.into_iter().next()?;
        let token = field(entry, &["end_token", "token"]).and_then(text)?;
        let details = entry.get("endpoint_details").and_then(Value::as_array);
        let own = details.and_then(|details| {
            details.iter().find(|one| field(one, &["host"]).and_then(text).as_ref() == Some(&node))
        });
        return Some(vec![Row { line, zone: own.and_then(zone_of), node, token }]);
    }
    let node = field(entry, NODE).and_then(text).or_else(|| name.cloned())?;
    let tokens = texts(field(entry, &["token", "tokens", "position", "positions", "key"])?)?;
    let zone = zone_of(entry);
    Some(tokens.into_iter().map(|token| Row { line, node: node.clone(), token, zone: zone.clone() }).collect())
}

fn zone_of(entry: &Value) -> Option<String> {
    let zone = field(entry, &["zone"]).and_then(text);
    let centre = field(entry, &["dc", "datacenter", "data_center", "dataCenter", "region"]).and_then(text);
    let rack = field(entry, &["rack", "az"]).and_then(text);
    zone.or_else(|| match (&centre, &rack) {
        (Some(centre), Some(rack)) => Some(format!("{centre}/{rack}")),
        _ => centre.or(rack),
    })
}
