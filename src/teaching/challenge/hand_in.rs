//! What a student hands in: a small text with the history. Nothing in it says whether the challenge is solved.

use super::Challenge;
use crate::input::document::{check_format, read_document};
use crate::input::fields::Fields;
use crate::input::file_error::FileError;
use crate::input::refusal::Refusal;
use crate::input::writing::{Fields as WrittenFields, plain};
use crate::playground::{Playground, permalink};
use crate::teaching::lesson::{required_words, words};
use serde_json::Value;

/// The version of the format that this build reads and writes.
const FORMAT: u64 = 1;
/// Bytes of a text that is handed in: a link of the longest allowed kind, and what stands around it.
pub const MAX_HAND_IN_BYTES: usize = 2 << 20;
/// Bytes of a name.
const NAME: usize = 200;

/// What is handed in. It is written as JSON; `docs/challenges.md` describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandIn {
    /// The title of the challenge, for people.
    pub challenge: String,
    /// Its digest: [`Challenge::digest`].
    pub digest: String,
    /// The name that was typed. It is only ever shown as text.
    pub name: String,
    /// Whether it claims that the goal cannot be reached.
    pub claims_impossible: bool,
    /// The history as a link has it, without `#`.
    pub history: String,
}

impl HandIn {
    /// The present history of a playground, up to the last step that is known.
    pub fn new(challenge: &Challenge, playground: &Playground, name: &str, claims_impossible: bool) -> Self {
        let link = permalink::permalink_at(playground, playground.known_steps());
        Self {
            challenge: challenge.title.clone(),
            digest: challenge.digest(),
            name: readable(name),
            claims_impossible,
            history: link.trim_start_matches('#').to_owned(),
        }
    }

    /// The text of the file, which [`HandIn::read`] reads back.
    pub fn write(&self) -> String {
        let mut fields = WrittenFields::new([
            ("ringsideHandIn", plain(FORMAT)),
            ("challenge", plain(self.challenge.as_str())),
            ("digest", plain(self.digest.as_str())),
        ]);
        fields.add("name", Some(self.name.as_str()).filter(|name| !name.is_empty()));
        fields.add("claim", self.claims_impossible.then_some("impossible"));
        fields.add("history", Some(self.history.as_str()));
        fields.written().text()
    }

    /// Reads what was handed in.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and field.
    pub fn read(text: &str) -> Result<Self, FileError> {
        read_document(text, MAX_HAND_IN_BYTES, |json| Ok(read_json(json)?))
    }
}

/// As much of a name as can be read back.
fn readable(name: &str) -> String {
    let mut readable = String::new();
    for character in name.trim().chars().filter(|character| !character.is_control()) {
        if readable.len() + character.len_utf8() > NAME {
            break;
        }
        readable.push(character);
    }
    readable
}

fn read_json(json: &Value) -> Result<HandIn, Refusal> {
    let fields = Fields::new("hand-in", json)?;
    check_format(&fields, "ringsideHandIn", FORMAT)?;
    let claims = [("impossible", true)];
    let hand_in = HandIn {
        challenge: required_words(&fields, "challenge", NAME)?,
        digest: required_words(&fields, "digest", 64)?,
        name: words(&fields, "name", NAME)?.unwrap_or_default(),
        claims_impossible: fields.choice("claim", &claims)?.unwrap_or(false),
        history: fields.required("history", fields.text("history", MAX_HAND_IN_BYTES)?, "a history")?,
    };
    fields.nothing_else()?;
    Ok(hand_in)
}
