//! What an experiment shows: charts, figures, a note, and a CSV file.

use crate::page::drawing::charts::Chart;
use std::rc::Rc;

/// A figure beside the charts.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    pub name: &'static str,
    /// The measured value.
    pub measured: String,
    /// The theoretical value, or empty.
    pub expected: String,
}

impl Figure {
    /// A figure without a theoretical value.
    pub fn plain(name: &'static str, measured: String) -> Self {
        Self { name, measured, expected: String::new() }
    }
}

/// Subjects side by side, with what is known of each.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison {
    pub caption: &'static str,
    /// What is known, the subject's own column first.
    pub head: &'static [&'static str],
    pub rows: Vec<ComparisonRow>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ComparisonRow {
    pub name: &'static str,
    /// Where it is from.
    pub source: &'static str,
    pub cells: Vec<String>,
}

/// The result of an experiment so far.
#[derive(Clone, PartialEq)]
pub struct ExperimentResult {
    /// The charts, the most important one first, each with its caption.
    pub charts: Vec<Chart>,
    /// The figures beside the charts.
    pub figures: Vec<Figure>,
    /// What is compared, if it is more than charts show.
    pub comparison: Option<Comparison>,
    /// What a reader should know about the figures.
    pub note: &'static str,
    pub csv: File,
}

/// A CSV file that is written only on demand: with a thousand nodes, writing takes longer than a slice of the
/// experiment.
#[derive(Clone)]
pub struct File(Rc<dyn Fn() -> String>);

/// The file of an outcome.
pub(super) fn file_of<O: 'static>(outcome: O, write: fn(&O) -> String) -> File {
    File(Rc::new(move || write(&outcome)))
}

impl File {
    pub fn text(&self) -> String {
        (self.0)()
    }
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
