//! `nodetool ring`: a table for each data centre, with a line for each token. Before version 1.2 of Cassandra there was one
//! table with a column for the data centre.

use super::Found;
use super::rows::{Row, refused_line};
use crate::input::refusal::Refusal;

/// What stands around the tables.
const AROUND: [&str; 8] = ["Note:", "Warning:", "To view", "===", "Keyspace", "Non-system", "Ownership", "Datacenter:"];

/// Whether a line names the columns of the table.
pub(super) fn is_header(line: &str) -> bool {
    line.starts_with("Address") && line.contains("Token") && !line.contains([',', ';'])
}

struct Reading<'a> {
    rows: Vec<Row>,
    centre: Option<&'a str>,
    /// Whether the second column is the data centre.
    has_centres: bool,
    /// Nodes that join: their tokens are not yet their own.
    joining: Vec<(String, Option<String>)>,
    /// A row whose rest stands in the next line, and its line.
    begun: Option<(usize, Vec<&'a str>)>,
}

pub(super) fn read(text: &str) -> Result<Found, Refusal> {
    let (rows, joining) = (Vec::new(), Vec::new());
    let mut reading = Reading { rows, centre: None, has_centres: false, joining, begun: None };
    let mut in_note = false;
    for (number, line) in (1..).zip(text.lines()) {
        let entry = line.trim();
        let words: Vec<&str> = entry.split_whitespace().collect();
        // Nearly all lines are whole rows.
        if reading.begun.is_none()
            && words.len() >= 6
            && is_token(words[words.len() - 1])
            && matches!(words[2], "Up" | "Down")
        {
            in_note = false;
            reading.row(number, words)?;
            continue;
        }
        let is_around = AROUND.iter().any(|known| entry.starts_with(known)) || entry.contains("nodetool");
        let goes_on = in_note && !words.iter().any(|word| matches!(*word, "Up" | "Down") || is_token(word));
        in_note = !entry.is_empty() && (goes_on || entry.starts_with("Note:") || entry.starts_with("Warning:"));
        // A terminal may have wrapped a line before its token.
        if let Some((first, mut so_far)) = reading.begun.take() {
            so_far.extend(words);
            reading.row(first, so_far)?;
        } else if let Some(name) = entry.strip_prefix("Datacenter:") {
            reading.centre = Some(name.trim());
        } else if is_header(entry) {
            reading.has_centres = words.get(1).is_some_and(|word| *word == "DC");
        } else if entry.is_empty() || is_around || goes_on || entry.starts_with('#') {
        } else if words.len() == 1 && is_token(entry) {
            // The highest token stands once more above the table, where the ring closes.
        } else {
            reading.row(number, words)?;
        }
    }
    reading.end()
}

impl<'a> Reading<'a> {
    /// Takes the row if it is whole; or keeps it, for its rest stands in the next line.
    fn row(&mut self, line: usize, words: Vec<&'a str>) -> Result<(), Refusal> {
        const MOST_WORDS: usize = 9;
        let racks = if self.has_centres { 2..=3 } else { 1..=2 };
        let status = words.iter().position(|word| matches!(*word, "Up" | "Down"));
        let is_whole = words.last().is_some_and(|word| is_token(word));
        match status {
            _ if words.len() > MOST_WORDS => Err(not_a_row(line, &words)),
            // After the status: state, load, what it owns, token.
            Some(status) if racks.contains(&status) && is_whole && words.len() >= status + 5 => {
                self.take(line, &words, status);
                Ok(())
            }
            Some(status) if racks.contains(&status) => {
                self.begun = Some((line, words));
                Ok(())
            }
            None if words.len() <= *racks.end() => {
                self.begun = Some((line, words));
                Ok(())
            }
            _ => Err(not_a_row(line, &words)),
        }
    }

    fn take(&mut self, line: usize, words: &[&str], status: usize) {
        let (centre, racks) = match self.has_centres {
            true => (words.get(1).copied(), &words[2..status]),
            false => (self.centre, &words[1..status]),
        };
        let zone = match (centre, racks.first()) {
            (Some(centre), Some(rack)) => Some(format!("{centre}/{rack}")),
            (one, other) => one.or(other.copied()).map(str::to_owned),
        };
        let node = words[0].to_owned();
        if words[status + 1] == "Joining" {
            if !self.joining.iter().any(|(known, _)| *known == node) {
                self.joining.push((node, zone));
            }
            return;
        }
        self.rows.push(Row { line, node, token: words[words.len() - 1].to_owned(), zone });
    }

    fn end(self) -> Result<Found, Refusal> {
        if let Some((line, words)) = self.begun {
            return Err(not_a_row(line, &words));
        }
        let note = |(name, _): &(String, Option<String>)| format!("{name} is joining: it owns nothing yet.");
        let notes = self.joining.iter().map(note).collect();
        Ok(Found { rows: self.rows, without_tokens: self.joining, notes, ..Found::default() })
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
