//! Writing a file as JSON that people can read and change: fields keep their order, and lines have a width.

use serde_json::{Map, Value};

/// JSON whose fields keep their order.
pub(crate) enum Written {
    /// On one line, whatever it is.
    Plain(Value),
    /// Items, each on a line of its own where they do not fit on one.
    List(Vec<Written>),
    /// Fields in this order.
    Fields(Vec<(String, Written)>),
}

/// Columns of a line; what is longer and can be broken, is.
const WIDTH: usize = 120;

impl Written {
    /// The same as JSON in memory.
    pub fn into_value(self) -> Value {
        match self {
            Self::Plain(value) => value,
            Self::List(items) => Value::Array(items.into_iter().map(Self::into_value).collect()),
            Self::Fields(fields) => {
                let mut map = Map::new();
                for (name, value) in fields {
                    map.insert(name, value.into_value());
                }
                Value::Object(map)
            }
        }
    }

    /// The text of a file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.put(0, 0, &mut text);
        text.push('\n');
        text
    }

    /// On one line.
    fn flat(&self, text: &mut String) {
        match self {
            Self::Plain(value) => flat_value(value, text),
            Self::List(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    text.push_str(if index > 0 { ", " } else { "" });
                    item.flat(text);
                }
                text.push(']');
            }
            Self::Fields(fields) => {
                text.push_str("{ ");
                for (index, (name, value)) in fields.iter().enumerate() {
                    text.push_str(if index > 0 { ", \"" } else { "\"" });
                    text.push_str(name);
                    text.push_str("\": ");
                    value.flat(text);
                }
                text.push_str(" }");
            }
        }
    }

    /// On one line where it fits beside what is there already, and broken where not.
    fn put(&self, depth: usize, beside: usize, text: &mut String) {
        let mut line = String::new();
        self.flat(&mut line);
        let fits = depth > 0 && 2 * depth + beside + line.len() < WIDTH;
        let (open, close, count) = match self {
            Self::List(items) if !fits => ('[', ']', items.len()),
            Self::Fields(fields) if !fits => ('{', '}', fields.len()),
            _ => return text.push_str(&line),
        };
        text.push(open);
        for index in 0..count {
            text.push_str(if index > 0 { ",\n" } else { "\n" });
            text.extend(std::iter::repeat_n(' ', 2 * depth + 2));
            match self {
                Self::List(items) => items.iter().skip(index).take(1).for_each(|item| item.put(depth + 1, 1, text)),
                Self::Fields(fields) => {
                    for (name, value) in fields.iter().skip(index).take(1) {
                        text.push('"');
                        text.push_str(name);
                        text.push_str("\": ");
                        value.put(depth + 1, name.len() + 5, text);
                    }
                }
                Self::Plain(_) => {}
            }
        }
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', 2 * depth));
        text.push(close);
    }
}

/// A value on one line; whole numbers without a point.
fn flat_value(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) if number.is_f64() => {
            text.push_str(&number_to_json(number.as_f64().unwrap_or_default()).to_string());
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                flat_value(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) if !fields.is_empty() => {
            text.push_str("{ ");
            for (index, (name, value)) in fields.iter().enumerate() {
                text.push_str(if index > 0 { ", " } else { "" });
                flat_value(&Value::from(name.as_str()), text);
                text.push_str(": ");
                flat_value(value, text);
            }
            text.push_str(" }");
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// Lists and objects of a value are broken like the others.
pub(crate) fn broken(value: Value) -> Written {
    match value {
        Value::Array(items) => Written::List(items.into_iter().map(broken).collect()),
        other => Written::Plain(other),
    }
}

pub(crate) fn plain(value: impl Into<Value>) -> Written {
    Written::Plain(value.into())
}

/// The fields of an object, in the order in which they are written.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, Written)>);

impl Fields {
    /// These fields first.
    pub fn new<const COUNT: usize>(fields: [(&str, Written); COUNT]) -> Self {
        Self(fields.map(|(name, value)| (name.to_owned(), value)).into())
    }

    /// Adds a field.
    pub fn put(&mut self, name: &str, value: Written) {
        self.0.push((name.to_owned(), value));
    }

    /// Adds a field if it has a value.
    pub fn add(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(name, plain(value));
        }
    }

    /// The object.
    pub fn written(self) -> Written {
        Written::Fields(self.0)
    }
}

/// An object of these fields.
pub(crate) fn object<const COUNT: usize>(fields: [(&str, Written); COUNT]) -> Written {
    Fields::new(fields).written()
}

/// An object with its fields in this order, each made by `written`; those that the order does not name come last.
pub(crate) fn ordered(json: Value, order: &[&'static str], written: fn(Value) -> Written) -> Written {
    let Value::Object(mut map) = json else { return Written::Plain(json) };
    let mut fields: Vec<(String, Written)> =
        order.iter().filter_map(|name| Some(((*name).to_owned(), written(map.remove(*name)?)))).collect();
    fields.extend(map.into_iter().map(|(name, value)| (name, written(value))));
    Written::Fields(fields)
}

/// Whole numbers without a point.
pub(crate) fn number_to_json(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 { (number as i64).into() } else { number.into() }
}
