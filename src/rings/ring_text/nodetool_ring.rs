//! `nodetool ring`: a table for each data centre, with a line for each token.

use super::FieldRing;
use super::rows::{Row, refused_line, ring};
use crate::input::refusal::Refusal;

/// What stands around the tables.
const AROUND: [&str; 9] =
    ["Note:", "Warning:", "To view", "Address", "===", "Keyspace", "Non-system", "Ownership", "Datacenter:"];

pub(super) fn read(text: &str) -> Result<FieldRing, Refusal> {
    let (mut rows, mut centre) = (Vec::new(), None::<String>);
    let mut begun: Option<(usize, Vec<&str>)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        // A terminal may have wrapped a line before its token.
        if let Some((first, mut so_far)) = begun.take() {
            so_far.extend(words);
            begun = row_or_rest(first, so_far, centre.as_deref(), &mut rows)?;
            continue;
        }
        let [first, ..] = words[..] else { continue };
        if let Some(name) = line.trim().strip_prefix("Datacenter:") {
            centre = Some(name.trim().to_owned());
        } else if AROUND.iter().any(|known| line.trim().starts_with(known)) || line.trim_start().starts_with('#') {
        } else if words.len() == 1 && is_token(first) {
            // The highest token stands once more above the table, where the ring closes.
        } else {
            begun = row_or_rest(number, words, centre.as_deref(), &mut rows)?;
        }
    }
    match begun {
        Some((line, words)) => Err(not_a_row(line, &words)),
        None => ring(rows, None, Vec::new()),
    }
}

/// Takes the row if it is whole; or gives it back, for its rest stands in the next line.
fn row_or_rest<'a>(
    line: usize,
    words: Vec<&'a str>,
    centre: Option<&str>,
    rows: &mut Vec<Row>,
) -> Result<Option<(usize, Vec<&'a str>)>, Refusal> {
    const MOST_WORDS: usize = 8;
    let status = words.iter().position(|word| matches!(*word, "Up" | "Down"));
    let whole = words.last().is_some_and(|word| is_token(word)) && words.len() >= 6;
    match status {
        _ if words.len() > MOST_WORDS => Err(not_a_row(line, &words)),
        Some(status @ 1..=2) if whole => {
            let rack = (status == 2).then(|| words[1]);
            let zone = match (centre, rack) {
                (Some(centre), Some(rack)) => Some(format!("{centre}/{rack}")),
                (one, other) => one.or(other).map(str::to_owned),
            };
            let token = words[words.len() - 1].to_owned();
            rows.push(Row { line, node: words[0].to_owned(), token, zone });
            Ok(None)
        }
        Some(1..=2) => Ok(Some((line, words))),
        None if words.len() <= 2 => Ok(Some((line, words))),
        _ => Err(not_a_row(line, &words)),
    }
}

fn not_a_row(line: usize, words: &[&str]) -> Refusal {
    let allowed = "a line of nodetool ring: address, rack, Up or Down, state, load, what it owns, token";
    refused_line(line, &words.join(" "), allowed)
}

/// Whether a word is a whole number.
pub(super) fn is_token(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
