//! The one error type: what was refused, and why, in words meant for the person who asked.

use std::fmt;

/// An input that was not accepted. Nothing has changed when one is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A kebab-case word that programs can test for, such as `unknown-node`.
    pub code: &'static str,
    /// A sentence that names the field, what was given and what is allowed.
    pub message: String,
    /// The three that the usual sentence is made of; `None` for a sentence of its own.
    pub parts: Option<Parts>,
}

/// What a refusal is about, for those who say it in words of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The path of the field, such as `nodes[1].name`.
    pub field: String,
    /// What was given, shortened.
    pub given: String,
    /// What is allowed, as it stands after "allowed is".
    pub allowed: String,
}

impl Refusal {
    /// A refusal with its code and its sentence.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), parts: None }
    }

    /// The usual sentence: "`field`: got `given`; allowed is `allowed`".
    pub fn field(code: &'static str, field: &str, given: impl fmt::Display, allowed: &str) -> Self {
        let given = shortened(&given.to_string());
        let message = format!("{field}: got {given}; allowed is {allowed}.");
        Self { code, message, parts: Some(Parts { field: field.to_owned(), given, allowed: allowed.to_owned() }) }
    }
}

/// Cuts what was given to a length that fits a message; the input may be a megabyte.
fn shortened(given: &str) -> String {
    const LONGEST: usize = 80;
    match given.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} bytes)", &given[..end], given.len()),
        None => given.to_owned(),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}
