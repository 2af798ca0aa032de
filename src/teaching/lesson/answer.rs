//! What a measure yields, and what a choice demands of it.

use crate::input::fields::described;
use crate::input::refusal::Refusal;
use crate::input::writing::number_to_json;
use serde_json::{Map, Value};

/// What a measure yields.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Texts in order.
    List(Vec<String>),
    /// Texts of which the order does not matter; sorted.
    Set(Vec<String>),
}

/// The type of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list of texts in order.
    List,
    /// A list of texts in any order.
    Set,
}

/// What a choice demands of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is this.
    Is(Answer),
    /// It is a number within these bounds.
    Within {
        /// This or more.
        at_least: Option<f64>,
        /// Less than this.
        below: Option<f64>,
    },
    /// It is one of these.
    OneOf(Vec<Answer>),
    /// The other test does not hold.
    Not(Box<Test>),
}

/// The most answers of a `oneOf`, and the most texts of a list.
const MOST: usize = 100;
/// Tests in each other.
const DEEPEST: usize = 4;
/// Numbers that differ by less are the same.
const SAME: f64 = 1e-9;

impl AnswerKind {
    /// What an answer of this type looks like in a file.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list of texts in order",
            Self::Set => "a list of texts in any order",
        }
    }
}

impl Answer {
    /// A set, put in order.
    pub fn set(mut texts: Vec<String>) -> Self {
        texts.sort_unstable();
        texts.dedup();
        Self::Set(texts)
    }

    /// In words, for a sentence.
    pub fn in_words(&self) -> String {
        match self {
            Self::Number(number) => spoken(*number),
            Self::Text(text) if text.is_empty() => "none".to_owned(),
            Self::Text(text) => text.clone(),
            Self::List(texts) | Self::Set(texts) if texts.is_empty() => "none".to_owned(),
            Self::List(texts) => texts.join(", then "),
            Self::Set(texts) => texts.join(" and "),
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => (a - b).abs() < SAME,
            (a, b) => a == b,
        }
    }

    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Number(number) => number_to_json(*number),
            Self::Text(text) => text.as_str().into(),
            Self::List(texts) | Self::Set(texts) => texts.clone().into(),
        }
    }

    fn read(field: &str, json: &Value, kind: AnswerKind) -> Result<Self, Refusal> {
        let read = match (kind, json) {
            (AnswerKind::Number, Value::Number(number)) => number.as_f64().map(Self::Number),
            (AnswerKind::Text, Value::String(text)) => Some(Self::Text(text.clone())),
            (AnswerKind::List | AnswerKind::Set, Value::Array(items)) if items.len() <= MOST => {
                let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
                texts.map(|texts| if kind == AnswerKind::List { Self::List(texts) } else { Self::set(texts) })
            }
            _ => None,
        };
        read.ok_or_else(|| {
            let allowed = format!("{}, for that is what is measured", kind.in_words());
            Refusal::field("invalid-test", field, described(json), &allowed)
        })
    }
}

/// A number with at most two digits after the point.
fn spoken(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0;
    rounded.to_string()
}

impl Test {
    /// Whether an answer passes.
    pub fn holds(&self, answer: &Answer) -> bool {
        match self {
            Self::Is(wanted) => wanted.is(answer),
            Self::Within { at_least, below } => match answer {
                Answer::Number(number) => {
                    at_least.is_none_or(|least| *number >= least) && below.is_none_or(|below| *number < below)
                }
                _ => false,
            },
            Self::OneOf(wanted) => wanted.iter().any(|wanted| wanted.is(answer)),
            Self::Not(test) => !test.holds(answer),
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut map = Map::new();
        match self {
            Self::Is(answer) => return answer.to_json(),
            Self::Within { at_least, below } => {
                let mut set = |field: &str, bound: &Option<f64>| {
                    if let Some(bound) = bound {
                        map.insert(field.to_owned(), number_to_json(*bound));
                    }
                };
                set("atLeast", at_least);
                set("below", below);
            }
            Self::OneOf(answers) => {
                map.insert("oneOf".to_owned(), Value::Array(answers.iter().map(Answer::to_json).collect()));
            }
            Self::Not(test) => {
                map.insert("not".to_owned(), test.to_json());
            }
        }
        Value::Object(map)
    }

    /// Reads a test of answers of this type.
    pub(crate) fn read(field: &str, json: &Value, kind: AnswerKind, depth: usize) -> Result<Self, Refusal> {
        let Value::Object(map) = json else { return Answer::read(field, json, kind).map(Self::Is) };
        if let Some(name) = map.keys().find(|name| !["atLeast", "below", "oneOf", "not"].contains(&name.as_str())) {
            let path = format!("{field}.{name}");
            return Err(Refusal::field("unknown-field", &path, "an unknown field", "atLeast, below, oneOf, not"));
        }
        let bound = |name: &str| match map.get(name) {
            None => Ok(None),
            Some(bound) if kind == AnswerKind::Number && bound.is_number() => Ok(bound.as_f64()),
            Some(bound) => {
                let path = format!("{field}.{name}");
                Err(Refusal::field("invalid-test", &path, described(bound), "a number, where a number is measured"))
            }
        };
        let (at_least, below) = (bound("atLeast")?, bound("below")?);
        match (map.get("oneOf"), map.get("not")) {
            (None, None) if at_least.is_some() || below.is_some() => Ok(Self::Within { at_least, below }),
            (Some(Value::Array(items)), None) if map.len() == 1 && (1..=MOST).contains(&items.len()) => {
                let read = |(index, item)| Answer::read(&format!("{field}.oneOf[{index}]"), item, kind);
                items.iter().enumerate().map(read).collect::<Result<_, _>>().map(Self::OneOf)
            }
            (None, Some(inner)) if map.len() == 1 && depth < DEEPEST => {
                Self::read(&format!("{field}.not"), inner, kind, depth + 1).map(|test| Self::Not(Box::new(test)))
            }
            _ => {
                let allowed = "a value, { atLeast, below }, { oneOf: [ 1 to 100 values ] } or { not: a test }";
                Err(Refusal::field("invalid-test", field, described(json), allowed))
            }
        }
    }
}
