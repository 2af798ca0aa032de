//! Reads what a cluster prints of its ring.
//!
//! Whatever a tool prints around its table is passed over when it is known; a line that is not is refused by its number,
//! so that nothing of a ring is lost unnoticed.

mod describering;
mod json;
mod nodetool_ring;
mod nodetool_status;
mod riak;
mod rows;
mod table;

use crate::dynamo::partitioning::Position;
use crate::input::refusal::Refusal;
use crate::laboratories::rings::partitioner::{Partitioner, by_name};
use crate::scenario::NodeSpec;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Most bytes of a text.
pub const MAX_TEXT: usize = 64 << 20;

/// A ring as it was read.
#[derive(Clone, PartialEq, Debug)]
pub struct FieldRing {
    /// The nodes in the order in which the text names them, each with its tokens and, where the text says so, its zone: a
    /// data centre, or `centre/rack`.
    pub nodes: Vec<NodeSpec>,
    /// The hash that the tokens are of.
    pub partitioner: Partitioner,
    /// The printed text of each token.
    pub original: BTreeMap<Position, String>,
    /// The whole name of each node as it was printed, where it is longer than a name may be here.
    pub printed_names: BTreeMap<String, String>,
    /// The form that the text was read as.
    pub format: Format,
    /// The keyspaces that the text describes one by one, if it does; the ring is that of the first, or of the chosen one.
    pub keyspaces: Vec<String>,
    /// What had to be assumed or changed, in sentences.
    pub notes: Vec<String>,
}

impl FieldRing {
    /// A node's name as it was printed.
    pub fn printed_name(&self, node: usize) -> &str {
        let name = self.nodes.get(node).map_or("", |node| node.name.as_str());
        self.printed_names.get(name).map_or(name, String::as_str)
    }

    /// A token as it was printed, or as the system would print it.
    pub fn token_text(&self, position: Position) -> String {
        self.original.get(&position).cloned().unwrap_or_else(|| self.partitioner.printed(position))
    }

    /// How many tokens all nodes have.
    pub fn tokens(&self) -> usize {
        self.original.len()
    }

    /// The data centres, each with how many of its nodes have tokens: the part of a zone before a slash.
    pub fn centres(&self) -> BTreeMap<&str, usize> {
        let mut centres = BTreeMap::new();
        for node in self.nodes.iter().filter(|node| node.token_count() > 0) {
            if let Some(zone) = &node.zone {
                *centres.entry(zone.split('/').next().unwrap_or(zone)).or_default() += 1;
            }
        }
        centres
    }
}

/// How a text is to be read, where it does not say so itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadAs {
    /// Its form.
    pub format: Option<Format>,
    /// One of several keyspaces.
    pub keyspace: Option<String>,
    /// The partitioner of its tokens.
    pub partitioner: Option<Partitioner>,
}

/// The forms that are understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// `nodetool ring`.
    NodetoolRing,
    /// `nodetool status`, with `nodetool info -T` of each node.
    NodetoolStatus,
    /// `nodetool describering`.
    Describering,
    /// `riak admin member-status` or `ring-status`.
    Riak,
    /// Lines of node, token and zone with commas.
    #[default]
    Csv,
    /// The same in JSON.
    Json,
}

/// All, by their words.
pub const FORMATS: [(&str, Format); 6] = [
    ("nodetool-ring", Format::NodetoolRing),
    ("nodetool-status", Format::NodetoolStatus),
    ("describering", Format::Describering),
    ("riak", Format::Riak),
    ("csv", Format::Csv),
    ("json", Format::Json),
];

impl Format {
    /// What prints it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NodetoolRing => "nodetool ring",
            Self::NodetoolStatus => "nodetool status with info -T",
            Self::Describering => "nodetool describering",
            Self::Riak => "riak admin member-status",
            Self::Csv => "a table of nodes and tokens",
            Self::Json => "JSON",
        }
    }
}

/// Reads a ring. What is not said of the text is told from it.
///
/// # Errors
/// `text-too-large`, `unknown-format` when the text is none of the forms, `invalid-ring` with the line that cannot be read,
/// `invalid-position`, `duplicate-token`, `two-zones`, `too-many-nodes`, `too-many-tokens`, `unknown-keyspace`,
/// `unknown-partitioner`.
pub fn read(text: &str, read_as: &ReadAs) -> Result<FieldRing, Refusal> {
    if text.len() > MAX_TEXT {
        let given = format!("{} bytes", text.len());
        return Err(Refusal::field("text-too-large", "text", given, "at most 64 MiB"));
    }
    let text = &*without_colours(text.trim_start_matches('\u{feff}'));
    let format = read_as.format.map_or_else(|| format_of(text), Ok)?;
    let named = match format {
        Format::Json => None,
        _ => partitioner_in(text)?,
    };
    let found = match format {
        Format::NodetoolRing => nodetool_ring::read(text),
        Format::NodetoolStatus => nodetool_status::read(text),
        Format::Describering => describering::read(text, read_as.keyspace.as_deref()),
        Format::Riak => riak::read(text),
        Format::Csv => table::read_csv(text),
        Format::Json => json::read(text, read_as.keyspace.as_deref()),
    }?;
    if let Some(wanted) = read_as.keyspace.as_ref().filter(|_| found.keyspaces.is_empty()) {
        let allowed = "none: the text does not describe one keyspace after the other";
        return Err(Refusal::field("unknown-keyspace", "keyspace", format!("{wanted:?}"), allowed));
    }
    let partitioner = read_as.partitioner.or(found.partitioner).or(named);
    rows::ring(Found { partitioner, ..found }, format)
}

/// Whether a text may be meant as a ring.
pub fn seems_a_ring(text: &str) -> bool {
    format_of(&without_colours(text.trim_start_matches('\u{feff}'))).is_ok()
}

/// The text without the colours that a terminal was told.
fn without_colours(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    let ends = |part: &str| part.find(|letter: char| letter.is_ascii_alphabetic()).map_or(part.len(), |end| end + 1);
    Cow::Owned(parts.fold(first, |whole, part| whole + &part[ends(part)..]))
}

/// The partitioner that a line of the text names, as `nodetool describecluster` does.
fn partitioner_in(text: &str) -> Result<Option<Partitioner>, Refusal> {
    if !text.contains("artitioner") {
        return Ok(None);
    }
    for (line, entry) in (1..).zip(text.lines()).filter(|(_, entry)| entry.to_ascii_lowercase().contains("partitioner"))
    {
        let entry = entry.trim().trim_start_matches(['#', ' ']);
        if let Some((_, name)) =
            entry.split_once(':').filter(|(field, _)| field.trim().eq_ignore_ascii_case("partitioner"))
        {
            return by_name(&format!("line {line}"), name).map(Some);
        }
    }
    Ok(None)
}

/// The form of a text, by what only that form contains.
fn format_of(text: &str) -> Result<Format, Refusal> {
    let first = text.trim_start().chars().next();
    if text.contains("TokenRange(") {
        return Ok(Format::Describering);
    }
    let (mut found, mut has_separator, mut has_pair) = (None, false, false);
    for line in text.lines().map(str::trim) {
        if nodetool_status::is_row(line) {
            found = Some(Format::NodetoolStatus);
            break;
        }
        if found.is_none() {
            found = [
                (nodetool_ring::is_header(line), Format::NodetoolRing),
                (riak::is_row(line) || riak::is_heading(line), Format::Riak),
            ]
            .into_iter()
            .find_map(|(is_so, format)| is_so.then_some(format));
            has_separator = has_separator || (!line.starts_with('#') && line.contains([',', ';', '\t', '|']));
            has_pair = has_pair || table::is_pair(line);
        }
    }
    match found {
        // Commas may stand in the braces of JSON, and JSON may quote whatever a tool prints.
        _ if matches!(first, Some('[' | '{')) && found.is_none() => Ok(Format::Json),
        Some(format) => Ok(format),
        None if has_separator || has_pair => Ok(Format::Csv),
        None => {
            let allowed = "what nodetool ring, nodetool status with info -T, nodetool describering or riak admin \
                           member-status print, or node, token and zone as CSV or JSON";
            let first_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("an empty text");
            Err(Refusal::field("unknown-format", "text", first_line, allowed))
        }
    }
}

/// What a form says, before it is a ring.
#[derive(Default)]
struct Found {
    rows: Vec<rows::Row>,
    /// Nodes that the text names without a token, each with its zone.
    without_tokens: Vec<(String, Option<String>)>,
    partitioner: Option<Partitioner>,
    keyspaces: Vec<String>,
    notes: Vec<String>,
}
