//! A class's hand-ins, graded one after the other, and the table and the list that come of them.

use super::grade::{grade_from, unreadable};
use super::{Challenge, Grade, HandIn, Limit};
use crate::input::file_error::FileError;
use crate::laboratories::Csv;
use crate::playground::Playground;
use serde::Serialize;

/// The hand-ins of a class for some challenges.
#[derive(Default)]
pub struct Gradebook {
    challenges: Vec<Given>,
    rows: Vec<Row>,
}

struct Given {
    challenge: Challenge,
    digest: String,
    begun: Playground,
}

/// What came of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The name of the file.
    pub file: String,
    /// The title of the challenge that it was graded for; empty if there is none.
    pub challenge: String,
    /// Its grade.
    #[serde(flatten)]
    pub grade: Grade,
}

impl Gradebook {
    /// No hand-in yet, for these challenges.
    ///
    /// # Errors
    /// Why a challenge cannot begin, with its place in the list.
    pub fn new(challenges: impl IntoIterator<Item = Challenge>) -> Result<Self, FileError> {
        let given = |(index, challenge): (usize, Challenge)| {
            let begun = challenge.begin().map_err(|error| error.in_list(index))?;
            Ok::<_, FileError>(Given { digest: challenge.digest(), challenge, begun })
        };
        let challenges = challenges.into_iter().enumerate().map(given).collect::<Result<_, _>>()?;
        Ok(Self { challenges, rows: Vec::new() })
    }

    /// Grades a file for the challenge that it names: by its digest, or else by its title, or else for the only one there is.
    pub fn add(&mut self, file: &str, text: &str) -> &Row {
        let row = self.row(file, text);
        self.rows.push(row);
        &self.rows[self.rows.len() - 1]
    }

    fn row(&self, file: &str, text: &str) -> Row {
        let (challenge, grade) = match self.challenge_of(text) {
            Ok(given) => (given.challenge.title.clone(), grade_from(&given.challenge, &given.begun, text)),
            Err(grade) => (String::new(), grade),
        };
        Row { file: file.to_owned(), challenge, grade }
    }

    fn challenge_of(&self, text: &str) -> Result<&Given, Grade> {
        if let [only] = &self.challenges[..] {
            return Ok(only);
        }
        let hand_in = HandIn::read(text).map_err(|error| {
            let message = format!("This cannot be read. {error}");
            unreadable(String::new(), false, message)
        })?;
        let by_digest = self.challenges.iter().find(|given| given.digest == hand_in.digest);
        let by_title = || self.challenges.iter().find(|given| given.challenge.title == hand_in.challenge);
        by_digest.or_else(by_title).ok_or_else(|| {
            let message = format!("This was made for another challenge, “{}”.", hand_in.challenge);
            unreadable(hand_in.name, true, message)
        })
    }

    /// What came of the files, in their order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The files whose histories are equal, of which each group has two or more, in the order of their first ones. A claim has
    /// no history of its own, and is in no group.
    pub fn equal_histories(&self) -> Vec<Vec<&Row>> {
        let mut groups: Vec<(&str, Vec<&Row>)> = Vec::new();
        let moved = |row: &&Row| row.grade.used.get(Limit::Commands).is_some_and(|commands| commands > 0);
        for row in self.rows.iter().filter(|row| !row.grade.fingerprint.is_empty()).filter(moved) {
            match groups.iter_mut().find(|(fingerprint, _)| *fingerprint == row.grade.fingerprint) {
                Some((_, group)) => group.push(row),
                None => groups.push((&row.grade.fingerprint, vec![row])),
            }
        }
        groups.into_iter().map(|(_, group)| group).filter(|group| group.len() > 1).collect()
    }

    /// One line a file, for spreadsheets: comma-separated, quoted where needed, with a heading.
    pub fn csv(&self) -> String {
        let headings =
            ["file", "name", "challenge", "solved", "step", "commands", "ms", "altered", "equal to", "message"];
        let mut csv = Csv::with_headings(&headings);
        let equal = self.equal_histories();
        for row in &self.rows {
            let others = equal.iter().find(|group| group.iter().any(|other| other.file == row.file));
            let others = others.into_iter().flatten().filter(|other| other.file != row.file);
            let others: Vec<&str> = others.map(|other| other.file.as_str()).collect();
            let amount = |limit: Limit| row.grade.used.get(limit).map(|amount| amount as f64);
            [&row.file, &row.grade.name, &row.challenge].into_iter().for_each(|text| csv.cell(&no_formula(text)));
            csv.cell(&yes_or_no(row.grade.solved));
            csv.number(row.grade.step.map(|step| step as f64));
            csv.number(amount(Limit::Commands));
            csv.number(amount(Limit::Ms));
            csv.cell(&yes_or_no(row.grade.altered));
            csv.cell(&no_formula(&others.join("; ")));
            csv.cell(&no_formula(&row.grade.message));
            csv.end_row();
        }
        csv.text()
    }

    /// A table for people, with the equal histories below it.
    pub fn table(&self) -> String {
        let heading = ["file", "name", "solved", "step", "commands", "altered", "what"].map(str::to_owned);
        let line = |row: &Row| {
            let commands = row.grade.used.get(Limit::Commands).map(|commands| commands.to_string()).unwrap_or_default();
            let step = row.grade.step.map(|step| step.to_string()).unwrap_or_default();
            let [solved, altered] = [row.grade.solved, row.grade.altered].map(|flag| yes_or_no(flag).to_owned());
            [plain(&row.file), plain(&row.grade.name), solved, step, commands, altered, plain(&row.grade.message)]
        };
        let lines: Vec<[String; 7]> = std::iter::once(heading).chain(self.rows.iter().map(line)).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..7).map(width).collect();
        let mut table = String::new();
        for line in &lines {
            let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            table.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            table.push('\n');
        }
        for group in self.equal_histories() {
            let files: Vec<String> = group.iter().map(|row| plain(&row.file)).collect();
            table.push_str(&format!("Equal histories: {}\n", files.join(", ")));
        }
        let solved = self.rows.iter().filter(|row| row.grade.solved).count();
        table.push_str(&format!("{solved} of {} solved.\n", self.rows.len()));
        table
    }
}

fn yes_or_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// A text for a terminal: one line, nothing that steers it.
fn plain(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// A text that spreadsheets do not take for a formula.
fn no_formula(text: &str) -> String {
    let text = plain(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}
