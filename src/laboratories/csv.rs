//! Figures as comma-separated values (RFC 4180), for a spreadsheet.

use std::fmt::{Display, Write};

/// A table in the making. Texts are quoted where they have to be; numbers are written in full.
#[derive(Clone, Debug, Default)]
pub struct Csv(String);

impl Csv {
    /// A table with these headings.
    pub fn with_headings(headings: &[&str]) -> Self {
        let mut csv = Self::default();
        headings.iter().for_each(|heading| csv.cell(heading));
        csv.end_row();
        csv
    }

    /// One more cell of the present row.
    pub fn cell(&mut self, value: &dyn Display) {
        if !self.0.is_empty() && !self.0.ends_with('\n') {
            self.0.push(',');
        }
        let begin = self.0.len();
        // Writing to a text cannot fail.
        let _ = write!(self.0, "{value}");
        let cell = self.0.get(begin..).unwrap_or_default();
        if cell.contains([',', '"', '\n', '\r']) {
            let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
            self.0.truncate(begin);
            self.0.push_str(&quoted);
        }
    }

    /// A number, or nothing where none is known.
    pub fn number(&mut self, value: Option<f64>) {
        match value {
            Some(value) => self.cell(&value),
            None => self.cell(&""),
        }
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.0.push_str("\r\n");
    }

    /// A whole row: what it is about, and its numbers.
    pub fn row(&mut self, name: &dyn Display, numbers: &[f64]) {
        self.cell(name);
        numbers.iter().for_each(|number| self.cell(number));
        self.end_row();
    }

    /// The table.
    pub fn text(self) -> String {
        self.0
    }
}
