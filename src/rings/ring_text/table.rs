//! Node, token and zone as lines with commas, or as JSON.

use super::FieldRing;
use super::rows::{Row, refused_line, ring};
use crate::input::fields::Fields;
use crate::input::refusal::Refusal;
use serde_json::Value;

/// Which column is which.
#[derive(Clone, Copy)]
struct Columns {
    node: usize,
    token: usize,
    zone: Option<usize>,
}

pub(super) fn read_csv(text: &str) -> Result<FieldRing, Refusal> {
    let mut columns = None;
    let mut rows = Vec::new();
    for (line, entry) in (1..).zip(text.lines()) {
        let entry = entry.trim().trim_start_matches('\u{feff}');
        if entry.is_empty() || entry.starts_with('#') {
            continue;
        }
        let separator = [',', ';', '\t'].into_iter().find(|separator| entry.contains(*separator)).unwrap_or(',');
        let cells: Vec<&str> = entry.split(separator).map(|cell| cell.trim().trim_matches('"').trim()).collect();
        if let Some(named) = header(&cells) {
            columns = Some(named);
            continue;
        }
        let Columns { node, token, zone } = *columns.get_or_insert_with(|| without_header(&cells));
        let (Some(node), Some(token)) = (cells.get(node), cells.get(token)) else {
            return Err(refused_line(line, entry, "node, token and, if you like, zone"));
        };
        let zone = zone.and_then(|zone| cells.get(zone)).filter(|zone| !zone.is_empty());
        rows.push(Row {
            line,
            node: (*node).to_owned(),
            token: (*token).to_owned(),
            zone: zone.map(|zone| (*zone).to_owned()),
        });
    }
    ring(rows, None, Vec::new())
}

/// The columns, if these cells name them.
fn header(cells: &[&str]) -> Option<Columns> {
    let column = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.to_lowercase().as_str()));
    Some(Columns {
        node: column(&["node", "name", "host", "address", "endpoint"])?,
        token: column(&["token", "position"])?,
        zone: column(&["zone", "rack", "dc", "datacenter", "data centre", "data center"]),
    })
}

/// Node, token, zone; or token first, when the first cell is a token and the second is none.
fn without_header(cells: &[&str]) -> Columns {
    let is_token = |index: usize| cells.get(index).is_some_and(|cell| looks_like_a_token(cell));
    let (node, token) = if is_token(0) && !is_token(1) { (1, 0) } else { (0, 1) };
    Columns { node, token, zone: Some(2) }
}

fn looks_like_a_token(cell: &str) -> bool {
    super::nodetool_ring::is_token(cell) || (cell.len() == 32 && cell.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

pub(super) fn read_json(text: &str) -> Result<FieldRing, Refusal> {
    let json: Value = serde_json::from_str(text)
        .map_err(|problem| refused_line(problem.line(), "no JSON", &format!("JSON; {problem}")))?;
    let list = json.get("nodes").unwrap_or(&json);
    let Some(entries) = list.as_array() else {
        return Err(Refusal::field("invalid-ring", "text", "no list", "a list of node, token and zone"));
    };
    let mut rows = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        rows.extend(rows_of(index, entry)?);
    }
    ring(rows, None, Vec::new())
}

/// The rows of one entry: `token` or `tokens` of a `node` or `name`.
fn rows_of(index: usize, entry: &Value) -> Result<Vec<Row>, Refusal> {
    let path = format!("nodes[{index}]");
    Fields::new(&path, entry)?;
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let field = |names: [&str; 2]| names.iter().find_map(|name| entry.get(name));
    let node = field(["node", "name"]).and_then(text);
    let tokens = match field(["token", "tokens"]) {
        Some(Value::Array(tokens)) => tokens.iter().map(text).collect(),
        Some(token) => text(token).map(|token| vec![token]),
        None => None,
    };
    let (Some(node), Some(tokens)) = (node, tokens) else {
        let allowed = "an object with node, token (or tokens) and, if you like, zone";
        return Err(Refusal::field("invalid-ring", &path, entry, allowed));
    };
    let zone = entry.get("zone").and_then(text);
    Ok(tokens.into_iter().map(|token| Row { line: index + 1, node: node.clone(), token, zone: zone.clone() }).collect())
}
