//! What is wrong with a file that somebody wrote, such as a lesson, said so that its author finds the place.

use super::lines::line_of;
use crate::input::refusal::Refusal;
use std::fmt;

/// A file that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// A kebab-case word that programs can test for, such as `unknown-field`.
    pub code: &'static str,
    /// The line of the file, counted from 1; 0 when there is no file, as in a link or an editor.
    pub line: usize,
    /// The path of the field, such as `steps[2].predict.choices[1].is`; empty when it is the file as a whole.
    pub field: String,
    /// What was given and what is allowed.
    pub message: String,
}

impl FileError {
    /// An error of a field, with no line yet.
    pub fn new(code: &'static str, field: &str, message: impl Into<String>) -> Self {
        Self { code, line: 0, field: field.to_owned(), message: message.into() }
    }

    /// The same error of an item of a list, with its place in front of its field.
    #[must_use]
    pub fn in_list(mut self, index: usize) -> Self {
        let dot = if self.field.is_empty() { "" } else { "." };
        self.field = format!("[{index}]{dot}{}", self.field);
        self
    }

    /// The same error with the line of its field in a file's text.
    #[must_use]
    pub fn in_text(mut self, text: &str) -> Self {
        if self.line == 0 {
            self.line = line_of(text, &self.field);
        }
        self
    }
}

impl From<Refusal> for FileError {
    /// The path in front of the refusal's message is its field.
    fn from(Refusal { code, message, .. }: Refusal) -> Self {
        match split(code, &message) {
            Some((path, rest)) => Self::new(code, path, rest),
            None => Self::new(code, "", message),
        }
    }
}

/// The path of a field in front of a message, and the rest of it.
fn split<'a>(code: &str, message: &'a str) -> Option<(&'a str, &'a str)> {
    let is_path = |text: &str| {
        !text.is_empty()
            && text.chars().all(|character| character.is_ascii_alphanumeric() || "[]._-".contains(character))
    };
    // An unknown field may be called anything.
    let at = if code == "unknown-field" { message.rfind(": got an unknown") } else { message.find(": ") };
    let (path, rest) = message.split_at_checked(at?)?;
    (code == "unknown-field" || is_path(path)).then_some((path, rest.get(2..).unwrap_or_default()))
}

/// What was refused within a field, with the whole path in front of its message.
pub(crate) fn placed(within: &str, refusal: Refusal) -> Refusal {
    let Refusal { code, message, parts } = refusal;
    let message = match split(code, &message) {
        Some((path, _)) if path.starts_with(within) => message,
        // The name that a reader gives the whole of what it reads.
        Some(("parameters" | "scenario" | "command", rest)) => format!("{within}: {rest}"),
        Some((path, rest)) => format!("{within}.{path}: {rest}"),
        None => format!("{within}: {message}"),
    };
    Refusal { code, message, parts }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(formatter, "line {}: ", self.line)?;
        }
        if !self.field.is_empty() {
            write!(formatter, "{}: ", self.field)?;
        }
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for FileError {}
