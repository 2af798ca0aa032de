//! `nodetool describering`: the ranges of a keyspace, each with the endpoints that keep it, the owner first.

use super::FieldRing;
use super::rows::{Row, refused_line, ring};
use crate::input::refusal::Refusal;

pub(super) fn read(text: &str, keyspace: Option<&str>) -> Result<FieldRing, Refusal> {
    let ranges = ranges_of(text, keyspace)?;
    let rows = ranges.into_iter().map(|(line, range)| row(line, &range)).collect::<Result<_, _>>()?;
    let notes = vec!["The first endpoint of each range was taken for the owner of its last token.".to_owned()];
    ring(rows, None, notes)
}

/// The `TokenRange(…)` of one keyspace, each with its line; a range may be wrapped over several lines.
fn ranges_of(text: &str, keyspace: Option<&str>) -> Result<Vec<(usize, String)>, Refusal> {
    let (mut ranges, mut keyspaces, mut current) = (Vec::new(), Vec::new(), None::<String>);
    for (line, entry) in (1..).zip(text.lines()) {
        let entry = entry.trim();
        let name = entry.strip_prefix("Keyspace:").or_else(|| entry.strip_prefix("Schema Version for keyspace"));
        if let Some(name) = name {
            current = Some(name.trim().to_owned());
            keyspaces.push(name.trim().to_owned());
        } else if entry.starts_with("TokenRange(") {
            ranges.push((line, entry.to_owned(), current.clone()));
        } else if let Some((_, range, _)) = ranges.last_mut().filter(|(_, range, _)| !range.ends_with("])")) {
            range.push_str(entry);
        }
    }
    if let Some(wanted) = keyspace {
        if !keyspaces.iter().any(|known| known == wanted) {
            let allowed = keyspaces.join(", ");
            return Err(Refusal::field("unknown-keyspace", "keyspace", format!("{wanted:?}"), &allowed));
        }
        ranges.retain(|(_, _, keyspace)| keyspace.as_deref() == Some(wanted));
    }
    Ok(ranges.into_iter().map(|(line, range, _)| (line, range)).collect())
}

fn row(line: usize, range: &str) -> Result<Row, Refusal> {
    let between = |text: &str, from: &str, upto: char| {
        let rest = &text[text.find(from)? + from.len()..];
        Some(rest[..rest.find(upto)?].trim().to_owned())
    };
    let token = between(range, "end_token:", ',');
    let node =
        between(range, "endpoints:[", ']').and_then(|all| all.split(',').next().map(|node| node.trim().to_owned()));
    let (Some(token), Some(node)) = (token, node.filter(|node| !node.is_empty())) else {
        return Err(refused_line(line, range, "a range with its end_token and its endpoints"));
    };
    let details = range.find(&format!("EndpointDetails(host:{node},")).map(|at| &range[at..]);
    let zone = details.and_then(|details| {
        let (centre, rack) = (between(details, "datacenter:", ',')?, between(details, "rack:", ')')?);
        Some(format!("{centre}/{rack}"))
    });
    Ok(Row { line, node, token, zone })
}
