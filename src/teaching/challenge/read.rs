//! Reading a challenge from a file that nobody vouches for.

use super::{Amounts, Challenge, FORMAT, Goal, MAX_BYTES, MAX_HINTS, When};
use crate::input::document::{check_format, read_document};
use crate::input::fields::{Fields, described};
use crate::input::file_error::{FileError, placed};
use crate::input::refusal::Refusal;
use crate::scenario::Scenario;
use crate::scenario::locked::{Locked, Part};
use crate::teaching::lesson::{read_key, required_words, words};
use serde_json::Value;

/// Bytes of a title.
const TITLE: usize = 120;
/// Bytes of a summary.
const SENTENCE: usize = 400;
/// Bytes of the task, a hint, and what is read afterwards.
const TEXT: usize = 2_000;
/// Bytes of the number of a section.
const SECTION: usize = 40;

impl Challenge {
    /// Reads a challenge's file.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and the path of its field.
    pub fn read(text: &str) -> Result<Self, FileError> {
        read_document(text, MAX_BYTES, Self::from_json)
    }

    /// Reads a challenge from JSON that is in memory; an error has no line then.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, FileError> {
        Ok(read_challenge(json)?)
    }

    /// Whether a JSON text says that it is a challenge, of this format or another.
    pub fn is_one(json: &Value) -> bool {
        json.get("ringsideChallenge").is_some()
    }
}

fn read_challenge(json: &Value) -> Result<Challenge, Refusal> {
    let fields = Fields::new("challenge", json)?;
    check_format(&fields, "ringsideChallenge", FORMAT)?;
    let scenario = fields.required("scenario", fields.raw("scenario"), "a scenario")?;
    let goal = fields.required("goal", fields.object("goal")?, "what is to be reached")?;
    let budget = fields.object("budget")?;
    let whens = [When::Ever, When::End].map(|when| (when.as_str(), when));
    let challenge = Challenge {
        title: required_words(&fields, "title", TITLE)?,
        summary: required_words(&fields, "summary", SENTENCE)?,
        minutes: fields.required("minutes", fields.whole("minutes", 1, 120)?, "a whole number from 1 to 120")?,
        paper: words(&fields, "paper", SECTION)?,
        task: required_words(&fields, "task", TEXT)?,
        hints: read_hints(&fields)?,
        afterwards: words(&fields, "afterwards", TEXT)?,
        key: read_key(&fields)?,
        scenario: Scenario::from_json(scenario).map_err(|refusal| placed("scenario", refusal))?,
        locked: read_locked(&fields)?,
        goal: Goal::read(&goal, 0)?,
        when: fields.choice("when", &whens)?.unwrap_or_default(),
        budget: budget.map(|budget| Amounts::read(&budget)).transpose()?.unwrap_or_default(),
        fewest: fields.whole("fewest", 1, 1_000)?,
        claim: fields.flag("claim")?.unwrap_or(false),
    };
    fields.nothing_else()?;
    Ok(challenge)
}

/// The items of a list of texts, each with its path.
fn texts<'a>(fields: &Fields<'a>, field: &str, most: usize) -> Result<Vec<(String, &'a str)>, Refusal> {
    let items = match fields.raw(field) {
        None => return Ok(Vec::new()),
        Some(Value::Array(items)) if items.len() <= most => items,
        Some(other) => {
            let allowed = format!("a list of at most {most} texts");
            return Err(Refusal::field("invalid-list", &fields.path(field), described(other), &allowed));
        }
    };
    let read = |(index, item): (usize, &'a Value)| {
        let path = fields.path(&format!("{field}[{index}]"));
        match item.as_str() {
            Some(text) => Ok((path, text)),
            None => Err(Refusal::field("invalid-text", &path, described(item), "a text")),
        }
    };
    items.iter().enumerate().map(read).collect()
}

fn read_hints(fields: &Fields<'_>) -> Result<Vec<String>, Refusal> {
    let hint = |(path, text): (String, &str)| {
        let strange = |character: char| character.is_control() && character != '\n';
        if text.trim().is_empty() || text.len() > TEXT || text.contains(strange) {
            let allowed = format!("1 to {TEXT} bytes of plain text");
            return Err(Refusal::field("invalid-text", &path, format!("{text:?}"), &allowed));
        }
        Ok(text.to_owned())
    };
    texts(fields, "hints", MAX_HINTS)?.into_iter().map(hint).collect()
}

fn read_locked(fields: &Fields<'_>) -> Result<Locked, Refusal> {
    let mut words = Vec::new();
    for (path, word) in texts(fields, "locked", Part::ALL.len())? {
        if !Part::ALL.iter().any(|part| part.as_str() == word) {
            let allowed = Part::ALL.map(Part::as_str).join(", ");
            return Err(Refusal::field("invalid-choice", &path, format!("{word:?}"), &allowed));
        }
        words.push(word);
    }
    Ok(Locked::from_words(&words.join(",")))
}
