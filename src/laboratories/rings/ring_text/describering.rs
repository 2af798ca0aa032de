//! `nodetool describering`: the ranges of a keyspace, each with the endpoints that keep it, the owner first.

use super::Found;
use super::rows::{Row, refused_line};
use crate::input::refusal::Refusal;

/// The ranges of one keyspace.
#[derive(Default)]
struct Section {
    name: Option<String>,
    /// Each with its line; a range may be wrapped over several lines.
    ranges: Vec<(usize, String)>,
}

pub(super) fn read(text: &str, keyspace: Option<&str>) -> Result<Found, Refusal> {
    let (sections, names) = sections_of(text);
    let mut notes = vec!["The first endpoint of each range was taken for the owner of its last token.".to_owned()];
    let chosen = match keyspace {
        Some(wanted) => names
            .iter()
            .position(|name| name == wanted)
            .ok_or_else(|| Refusal::field("unknown-keyspace", "keyspace", format!("{wanted:?}"), &names.join(", ")))?,
        None => 0,
    };
    if keyspace.is_none() && names.len() > 1 {
        notes.push(format!("The text describes {}; the ring is that of {}.", names.join(", "), names[0]));
    }
    let ranges = sections.into_iter().nth(chosen).map(|section| section.ranges).unwrap_or_default();
    let rows = ranges.into_iter().map(|(line, range)| row(line, &range)).collect::<Result<_, _>>()?;
    Ok(Found { rows, keyspaces: names, notes, ..Found::default() })
}

/// The keyspaces of the text, and their names; one without a name is called by its number.
fn sections_of(text: &str) -> (Vec<Section>, Vec<String>) {
    let (mut sections, mut name): (Vec<Section>, Option<String>) = (Vec::new(), None);
    for (line, entry) in (1..).zip(text.lines()) {
        let entry = entry.trim();
        if let Some(found) = keyspace_in(entry) {
            name = Some(found);
        } else if entry.starts_with("Schema Version:") {
            // Each description begins with it, named or not.
            sections.push(Section { name: name.take(), ..Section::default() });
        } else if entry.contains("TokenRange(") {
            if sections.is_empty() || name.is_some() {
                sections.push(Section { name: name.take(), ..Section::default() });
            }
            if let Some(section) = sections.last_mut() {
                section.ranges.push((line, entry.to_owned()));
            }
        } else if let Some((_, range)) = sections
            .last_mut()
            .and_then(|section| section.ranges.last_mut())
            .filter(|(_, range)| !range.ends_with("])"))
        {
            range.push_str(entry);
        }
    }
    sections.retain(|section| !section.ranges.is_empty());
    let named =
        |(number, section): (usize, &Section)| section.name.clone().unwrap_or_else(|| format!("keyspace {number}"));
    let names = (1..).zip(&sections).map(named).collect();
    (sections, names)
}

/// The keyspace that a line announces: `Keyspace: shop`, in a comment too, or the command that was given.
fn keyspace_in(entry: &str) -> Option<String> {
    let plain = entry.trim_start_matches(['#', '-', ' ']);
    let after = |word: &str| {
        Some(plain.get(word.len()..)?.trim())
            .filter(|_| plain.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
    };
    let name =
        after("keyspace:").or_else(|| after("keyspace ")).or_else(|| Some(entry.split_once("describering ")?.1.trim()));
    let name = name?.split_whitespace().next()?.trim_matches(['"', '\'', '=']);
    (!name.is_empty()).then(|| name.to_owned())
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
