//! Node, token and zone as lines with commas, semicolons, tabs, bars or blanks.

use super::Found;
use super::nodetool_ring::is_token;
use super::rows::{Row, refused_line};
use crate::input::refusal::Refusal;

const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Which column is which.
#[derive(Clone, Copy)]
struct Columns {
    node: usize,
    token: usize,
    zone: Option<usize>,
    /// A data centre and a rack in columns of their own.
    centre: Option<usize>,
}

pub(super) fn read_csv(text: &str) -> Result<Found, Refusal> {
    let (mut columns, mut separator) = (None, None);
    let mut rows = Vec::new();
    for (line, entry) in (1..).zip(text.lines()) {
        let entry = entry.trim();
        let is_rule = entry.chars().all(|letter| matches!(letter, '-' | '+' | '|' | ' ' | '='));
        if is_rule || entry.starts_with('#') || entry.starts_with("//") {
            continue;
        }
        let separator = *separator.get_or_insert_with(|| separator_of(entry));
        let cells = cells(entry, separator);
        if let Some(named) = header(&cells) {
            columns = Some(named);
            continue;
        }
        let own = columns.get_or_insert_with(|| without_header(&cells));
        let (Some(node), Some(tokens)) = (cells.get(own.node), cells.get(own.token)) else {
            return Err(refused_line(line, entry, "node, token and, if you like, zone"));
        };
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).filter(|cell| !cell.is_empty());
        let zone = match (cell(own.centre), cell(own.zone)) {
            (Some(centre), Some(rack)) => Some(format!("{centre}/{rack}")),
            (one, other) => one.or(other).cloned(),
        };
        // A cell may list all tokens of a node.
        let is_between = |letter: char| letter.is_whitespace() || ",;{}[]'\"".contains(letter);
        let tokens: Vec<&str> = tokens.split(is_between).filter(|token| !token.is_empty()).collect();
        if tokens.is_empty() {
            return Err(refused_line(line, entry, "node, token and, if you like, zone"));
        }
        let row = |token: &str| Row { line, node: node.clone(), token: token.to_owned(), zone: zone.clone() };
        rows.extend(tokens.into_iter().map(row));
    }
    Ok(Found { rows, ..Found::default() })
}

/// What separates the cells of all lines: in the first of them, what stands first; blanks, if nothing else does.
fn separator_of(entry: &str) -> Option<char> {
    let mut quoted = false;
    let mut is_outside = |letter: char| {
        quoted ^= letter == '"';
        !quoted && letter != '"'
    };
    let outside: String = entry.chars().filter(|letter| is_outside(*letter)).collect();
    // Between bars there may be lists with commas.
    if outside.contains(" | ") { Some('|') } else { outside.chars().find(|letter| SEPARATORS.contains(letter)) }
}

/// The cells of a line without their quotation marks.
fn cells(entry: &str, separator: Option<char>) -> Vec<String> {
    let mut quoted = false;
    let ends = |letter: char| {
        quoted ^= letter == '"';
        !quoted && separator.map_or(letter.is_whitespace(), |own| letter == own)
    };
    let cells = entry.split(ends).map(|cell| cell.trim().trim_matches('"').trim().to_owned());
    // Blanks may be many, and a bar may stand at either end.
    match separator {
        None => cells.filter(|cell| !cell.is_empty()).collect(),
        Some('|') => {
            let cells: Vec<String> = cells.collect();
            let first = usize::from(cells.len() > 2 && cells[0].is_empty());
            cells[first..].to_vec()
        }
        Some(_) => cells.collect(),
    }
}

/// The columns, if these cells name them.
fn header(cells: &[String]) -> Option<Columns> {
    let column = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.to_lowercase().as_str()));
    Some(Columns {
        node: column(&["node", "name", "host", "hostname", "address", "endpoint", "peer", "server", "ip", "owner"])?,
        token: column(&["token", "tokens", "position", "end_token", "index", "partition"])?,
        zone: column(&["zone", "rack", "availability zone", "az"]),
        centre: column(&["dc", "datacenter", "data_center", "data centre", "data center", "region"]),
    })
}

/// Node, token, zone; or token first, when the first cell is a token and the second is none.
fn without_header(cells: &[String]) -> Columns {
    let is_token = |index: usize| cells.get(index).is_some_and(|cell| looks_like_a_token(cell));
    let (node, token) = if is_token(0) && !is_token(1) { (1, 0) } else { (0, 1) };
    Columns { node, token, zone: Some(2), centre: None }
}

pub(super) fn looks_like_a_token(cell: &str) -> bool {
    is_token(cell) || (cell.len() == 32 && cell.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a line is two or three words of which one of the first two is a token.
pub(super) fn is_pair(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (first, second, more) = (words.next(), words.next(), words.nth(1));
    let is_token = |word: Option<&str>| word.is_some_and(looks_like_a_token);
    second.is_some() && more.is_none() && is_token(first) != is_token(second)
}
