//! Reading fields of JSON objects that nobody vouches for, with refusals that name the field by its path.

use crate::input::refusal::Refusal;
use serde_json::{Map, Value};
use std::cell::RefCell;

/// An object whose fields are read one by one. It remembers which were asked for, so that [`Fields::nothing_else`] can
/// name one that nobody knows.
pub struct Fields<'a> {
    path: String,
    map: &'a Map<String, Value>,
    asked: RefCell<Vec<String>>,
}

impl<'a> Fields<'a> {
    /// The fields of a value that must be an object; `what` names it.
    ///
    /// # Errors
    /// `not-an-object`.
    pub fn new(what: &str, value: &'a Value) -> Result<Self, Refusal> {
        Self::at(String::new(), what, value)
    }

    fn at(path: String, what: &str, value: &'a Value) -> Result<Self, Refusal> {
        match value {
            Value::Object(map) => Ok(Self { path, map, asked: RefCell::default() }),
            other => Err(Refusal::field("not-an-object", what, described(other), "an object with named fields")),
        }
    }

    /// The path of the object itself; empty for the outermost.
    pub fn location(&self) -> &str {
        &self.path
    }

    /// The path of a field, such as `nodes[2].tokens`.
    pub fn path(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    /// A field as it stands; `null` counts as absent.
    pub fn raw(&self, field: &str) -> Option<&'a Value> {
        self.asked.borrow_mut().push(field.to_owned());
        self.map.get(field).filter(|value| !value.is_null())
    }

    /// A field that must be there.
    ///
    /// # Errors
    /// `missing-field`.
    pub fn required<T>(&self, field: &str, value: Option<T>, allowed: &str) -> Result<T, Refusal> {
        value.ok_or_else(|| Refusal::field("missing-field", &self.path(field), "nothing", allowed))
    }

    /// A text of at most so many bytes.
    ///
    /// # Errors
    /// `invalid-text`.
    pub fn text(&self, field: &str, most_bytes: usize) -> Result<Option<String>, Refusal> {
        match self.raw(field) {
            None => Ok(None),
            Some(Value::String(text)) if text.len() <= most_bytes => Ok(Some(text.clone())),
            Some(Value::String(text)) => {
                let allowed = format!("a text of at most {most_bytes} bytes");
                Err(Refusal::field("invalid-text", &self.path(field), format!("{} bytes", text.len()), &allowed))
            }
            Some(other) => Err(Refusal::field("invalid-text", &self.path(field), described(other), "a text")),
        }
    }

    /// A whole number within bounds.
    ///
    /// # Errors
    /// `invalid-number`.
    pub fn whole(&self, field: &str, least: u64, most: u64) -> Result<Option<u64>, Refusal> {
        let Some(value) = self.raw(field) else { return Ok(None) };
        match whole_number(value).filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let allowed = format!("a whole number from {least} to {most}");
                Err(Refusal::field("invalid-number", &self.path(field), described(value), &allowed))
            }
        }
    }

    /// A whole number that counts something.
    ///
    /// # Errors
    /// `invalid-number`.
    pub fn count(&self, field: &str, least: usize, most: usize) -> Result<Option<usize>, Refusal> {
        Ok(self.whole(field, least as u64, most as u64)?.map(|number| number as usize))
    }

    /// A number within bounds.
    ///
    /// # Errors
    /// `invalid-number`.
    pub fn number(&self, field: &str, least: f64, most: f64) -> Result<Option<f64>, Refusal> {
        let Some(value) = self.raw(field) else { return Ok(None) };
        match value.as_f64().filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let allowed = format!("a number from {least} to {most}");
                Err(Refusal::field("invalid-number", &self.path(field), described(value), &allowed))
            }
        }
    }

    /// True or false.
    ///
    /// # Errors
    /// `invalid-flag`.
    pub fn flag(&self, field: &str) -> Result<Option<bool>, Refusal> {
        match self.raw(field) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(other) => Err(Refusal::field("invalid-flag", &self.path(field), described(other), "true or false")),
        }
    }

    /// One of some words.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn choice<T: Copy>(&self, field: &str, choices: &[(&str, T)]) -> Result<Option<T>, Refusal> {
        let Some(value) = self.raw(field) else { return Ok(None) };
        let chosen = choices.iter().find(|(word, _)| value.as_str() == Some(word));
        match chosen {
            Some((_, choice)) => Ok(Some(*choice)),
            None => {
                let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
                Err(Refusal::field("invalid-choice", &self.path(field), described(value), &words.join(", ")))
            }
        }
    }

    /// An object.
    ///
    /// # Errors
    /// `not-an-object`.
    pub fn object(&self, field: &str) -> Result<Option<Fields<'a>>, Refusal> {
        let path = self.path(field);
        self.raw(field).map(|value| Fields::at(path.clone(), &path, value)).transpose()
    }

    /// A list of objects, each read by `read`.
    ///
    /// # Errors
    /// `invalid-list`, and whatever `read` refuses.
    pub fn list<T>(
        &self,
        field: &str,
        most: usize,
        read: impl Fn(&Fields<'a>) -> Result<T, Refusal>,
    ) -> Result<Option<Vec<T>>, Refusal> {
        let path = self.path(field);
        match self.raw(field) {
            None => Ok(None),
            Some(Value::Array(items)) if items.len() <= most => items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    let path = format!("{path}[{index}]");
                    read(&Fields::at(path.clone(), &path, item)?)
                })
                .collect::<Result<_, _>>()
                .map(Some),
            Some(Value::Array(items)) => {
                let allowed = format!("a list of at most {most}");
                Err(Refusal::field("invalid-list", &path, format!("{} items", items.len()), &allowed))
            }
            Some(other) => Err(Refusal::field("invalid-list", &path, described(other), "a list")),
        }
    }

    /// Refuses a field that nobody asked for: most often a slip of the pen.
    ///
    /// # Errors
    /// `unknown-field`.
    pub fn nothing_else(&self) -> Result<(), Refusal> {
        let asked = self.asked.borrow();
        match self.map.keys().find(|field| !asked.contains(field)) {
            None => Ok(()),
            Some(field) => {
                Err(Refusal::field("unknown-field", &self.path(field), "an unknown field", &asked.join(", ")))
            }
        }
    }
}

/// A whole number, 0 or more, however it is written: JavaScript has no whole numbers of its own, and 3.0 is 3.
pub fn whole_number(value: &Value) -> Option<u64> {
    const MOST_EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = |number: &f64| number.fract() == 0.0 && (0.0..=MOST_EXACT).contains(number);
    value.as_u64().or_else(|| value.as_f64().filter(whole).map(|number| number as u64))
}

/// A value in words that fit a message: small ones as they are, others by what they are.
pub fn described(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => number.as_f64().unwrap_or_default().to_string(),
        },
        Value::String(text) => format!("{text:?}"),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
