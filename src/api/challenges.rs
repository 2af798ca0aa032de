//! Challenges: what is handed in, and its grade.

use super::convert::{named_out, refused, value_out};
use super::plain_data::{text_in, value_in};
use super::playground::JsPlayground;
use crate::input::file_error::FileError;
use crate::input::refusal::Refusal;
use crate::teaching::challenge::{Challenge, Gradebook, HandIn, grade};
use serde_json::Value;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// Plays again what was handed in for a challenge.
#[wasm_bindgen(js_name = gradeChallenge, skip_typescript)]
pub fn grade_challenge(challenge: &JsValue, hand_in: &JsValue) -> Result<JsValue, JsValue> {
    let challenge = read_challenge("challenge", challenge)?;
    value_out(&grade(&challenge, &text_in("handIn", hand_in)?))
}

/// The text to hand in: the history of a playground for a challenge, with a name.
#[wasm_bindgen(js_name = handIn, skip_typescript)]
pub fn hand_in(challenge: &JsValue, playground: &JsPlayground, name: &JsValue) -> Result<String, JsValue> {
    let challenge = read_challenge("challenge", challenge)?;
    let name = if name.is_undefined() { String::new() } else { text_in("name", name)? };
    playground.with(|playground| HandIn::new(&challenge, playground, &name, false).write())
}

/// The hand-ins of a class, graded one after the other.
#[wasm_bindgen(js_name = Gradebook, skip_typescript)]
pub struct JsGradebook(RefCell<Gradebook>);

#[wasm_bindgen(js_class = Gradebook)]
impl JsGradebook {
    /// No hand-in yet, for these challenges.
    #[wasm_bindgen(constructor)]
    pub fn new(challenges: &JsValue) -> Result<JsGradebook, JsValue> {
        let Value::Array(items) = value_in("challenges", challenges)? else {
            return Err(refused(Refusal::field("invalid-list", "challenges", "no list", "a list of challenges")));
        };
        let read = |(index, item)| {
            Challenge::from_json(item).map_err(|error| refused(named("challenges", error.in_list(index))))
        };
        let challenges = items.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
        let gradebook = Gradebook::new(challenges).map_err(|error| refused(named("challenges", error)))?;
        Ok(Self(RefCell::new(gradebook)))
    }

    /// Grades a file for the challenge that it names.
    pub fn add(&self, file: JsValue, text: JsValue) -> Result<JsValue, JsValue> {
        let (file, text) = (text_in("file", &file)?, text_in("text", &text)?);
        named_out(self.0.borrow_mut().add(&file, &text))
    }

    /// The files whose histories are equal, in groups.
    #[wasm_bindgen(js_name = equalHistories)]
    pub fn equal_histories(&self) -> Result<JsValue, JsValue> {
        let book = self.0.borrow();
        let groups: Vec<Vec<&str>> = book
            .equal_histories()
            .into_iter()
            .map(|group| group.into_iter().map(|row| row.file.as_str()).collect())
            .collect();
        value_out(&groups)
    }

    /// A line a file, comma-separated, for spreadsheets.
    pub fn csv(&self) -> String {
        self.0.borrow().csv()
    }

    /// A table for a terminal.
    pub fn table(&self) -> String {
        self.0.borrow().table()
    }
}

fn read_challenge(field: &str, challenge: &JsValue) -> Result<Challenge, JsValue> {
    Challenge::from_json(&value_in(field, challenge)?).map_err(|error| refused(named(field, error)))
}

/// An error of a challenge, with the name of the argument in front of its field.
fn named(argument: &str, error: FileError) -> Refusal {
    let dot = if error.field.is_empty() || error.field.starts_with('[') { "" } else { "." };
    let field = format!("{argument}{dot}{}", error.field);
    Refusal::new(error.code, format!("{field}: {}", error.message))
}
