//! Reads what a cluster prints of its ring.
//!
//! Whatever a tool prints around its table is passed over when it is known; a line that is not is refused by its number,
//! so that nothing of a ring is lost unnoticed.

mod describering;
mod nodetool_ring;
mod nodetool_status;
mod riak;
mod rows;
mod table;

use crate::dynamo::partitioning::Position;
use crate::input::refusal::Refusal;
use crate::rings::partitioner::Partitioner;
use crate::scenario::NodeSpec;
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
    /// What had to be assumed or changed, in sentences.
    pub notes: Vec<String>,
}

/// The forms that are understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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

/// Reads a ring. Without a format, it is told from the text; `keyspace` chooses one of several that
/// `nodetool describering` describes; the other forms print one ring for all keyspaces.
///
/// # Errors
/// `text-too-large`, `unknown-format` when the text is none of the forms, `invalid-ring` with the line that cannot be read,
/// `duplicate-token`, `two-zones`, `too-many-nodes`, `too-many-tokens`, `unknown-keyspace`.
pub fn read(text: &str, format: Option<Format>, keyspace: Option<&str>) -> Result<FieldRing, Refusal> {
    if text.len() > MAX_TEXT {
        let given = format!("{} bytes", text.len());
        return Err(Refusal::field("text-too-large", "text", given, "at most 64 MiB"));
    }
    match format.map_or_else(|| format_of(text), Ok)? {
        Format::NodetoolRing => nodetool_ring::read(text),
        Format::NodetoolStatus => nodetool_status::read(text),
        Format::Describering => describering::read(text, keyspace),
        Format::Riak => riak::read(text),
        Format::Csv => table::read_csv(text),
        Format::Json => table::read_json(text),
    }
}

/// The form of a text, by what only that form contains.
fn format_of(text: &str) -> Result<Format, Refusal> {
    let has = |line: fn(&str) -> bool| text.lines().map(str::trim).any(line);
    let first = text.trim_start().chars().next();
    if has(|line| line.contains("TokenRange(")) {
        Ok(Format::Describering)
    } else if has(nodetool_status::is_row) {
        Ok(Format::NodetoolStatus)
    } else if has(|line| line.starts_with("Address") && line.contains("Token")) {
        Ok(Format::NodetoolRing)
    } else if has(riak::is_row) || has(|line| line.starts_with("Claimant:")) {
        Ok(Format::Riak)
    } else if matches!(first, Some('[' | '{')) {
        Ok(Format::Json)
    } else if has(|line| !line.starts_with('#') && line.contains([',', ';', '\t'])) {
        Ok(Format::Csv)
    } else {
        let allowed = "what nodetool ring, nodetool status with info -T, nodetool describering or riak admin member-status \
                       print, or node, token and zone as CSV or JSON";
        let first_line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("an empty text");
        Err(Refusal::field("unknown-format", "text", first_line, allowed))
    }
}
