//! Writing a lesson as a file that people can read and change.

use super::answer::number_to_json;
use super::{Act, Choice, FORMAT, Lesson, Look, Measure, Prediction, Step, Until};
use crate::playground::permalink::shorten;
use serde_json::{Map, Value};

/// JSON whose fields keep their order.
enum Written {
    Plain(Value),
    List(Vec<Written>),
    Fields(Vec<(&'static str, Written)>),
}

/// Columns of a line; what is longer and can be broken, is.
const WIDTH: usize = 120;

impl Lesson {
    /// The file's text, which [`Lesson::read`] reads back to an equal lesson. What is as usual is left out.
    pub fn write(&self) -> String {
        let mut text = String::new();
        lesson(self).put(0, 0, &mut text);
        text.push('\n');
        text
    }

    /// The same as JSON in memory, which [`Lesson::from_json`] reads.
    pub fn to_json(&self) -> Value {
        lesson(self).into_value()
    }
}

impl Written {
    fn into_value(self) -> Value {
        match self {
            Self::Plain(value) => value,
            Self::List(items) => Value::Array(items.into_iter().map(Self::into_value).collect()),
            Self::Fields(fields) => {
                let mut map = Map::new();
                for (name, value) in fields {
                    map.insert(name.to_owned(), value.into_value());
                }
                Value::Object(map)
            }
        }
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
fn broken(value: Value) -> Written {
    match value {
        Value::Array(items) => Written::List(items.into_iter().map(broken).collect()),
        other => Written::Plain(other),
    }
}

fn plain(value: impl Into<Value>) -> Written {
    Written::Plain(value.into())
}

type Fields = Vec<(&'static str, Written)>;

fn add(fields: &mut Fields, name: &'static str, value: Option<impl Into<Value>>) {
    fields.extend(value.map(|value| (name, plain(value))));
}

fn lesson(lesson: &Lesson) -> Written {
    let mut scenario = lesson.scenario.to_json();
    shorten(&mut scenario);
    Written::Fields(vec![
        ("ringsideLesson", plain(FORMAT)),
        ("title", plain(lesson.title.as_str())),
        ("summary", plain(lesson.summary.as_str())),
        ("minutes", plain(lesson.minutes)),
        ("scenario", scenario_fields(scenario)),
        ("steps", Written::List(lesson.steps.iter().map(step).collect())),
    ])
}

/// The fields of a scenario in the order in which one thinks of them.
fn scenario_fields(scenario: Value) -> Written {
    const ORDER: &[&str] = &[
        "ringside",
        "title",
        "seed",
        "nodes",
        "placement",
        "copies",
        "n",
        "r",
        "w",
        "quorum",
        "versioning",
        "clockLimit",
        "strategy",
        "partitions",
        "network",
        "timers",
        "script",
    ];
    let Value::Object(mut map) = scenario else { return Written::Plain(scenario) };
    let fields = ORDER.iter().filter_map(|name| Some((*name, broken(map.remove(*name)?)))).collect();
    debug_assert!(map.is_empty(), "fields that would be lost: {map:?}");
    Written::Fields(fields)
}

fn step(step: &Step) -> Written {
    let mut fields = vec![("title", plain(step.title.as_str())), ("say", plain(step.say.as_str()))];
    add(&mut fields, "notes", step.notes.as_deref());
    add(&mut fields, "paper", step.paper.as_deref());
    if step.look != Look::default() {
        fields.push(("look", look(&step.look)));
    }
    if !step.before.is_empty() {
        fields.push(("before", Written::List(step.before.iter().map(act).collect())));
    }
    if !step.acts.is_empty() {
        fields.push(("do", Written::List(step.acts.iter().map(act).collect())));
    }
    add(&mut fields, "act", step.act.as_deref());
    match step.until {
        Until::Done => {}
        Until::Quiet => fields.push(("until", plain("quiet"))),
        Until::Ms(ms) => fields.push(("until", Written::Fields(vec![("ms", plain(number_to_json(ms)))]))),
        Until::Events(events) => fields.push(("until", Written::Fields(vec![("events", plain(events))]))),
    }
    fields.extend(step.predict.as_ref().map(|predict| ("predict", prediction(predict))));
    add(&mut fields, "happened", step.happened.as_deref());
    add(&mut fields, "why", step.why.as_deref());
    add(&mut fields, "try", step.try_it.as_deref());
    Written::Fields(fields)
}

fn look(look: &Look) -> Written {
    let mut fields = Vec::new();
    add(&mut fields, "key", look.key.as_deref());
    add(&mut fields, "node", look.node.as_deref());
    add(&mut fields, "panel", look.panel.as_deref());
    add(&mut fields, "walk", look.walk.then_some(true));
    add(&mut fields, "keys", look.keys.then_some(true));
    add(&mut fields, "modulo", look.modulo.then_some(true));
    add(&mut fields, "laboratory", look.laboratory.as_ref().map(|laboratory| laboratory.to_json()));
    Written::Fields(fields)
}

fn act(act: &Act) -> Written {
    let mut json = act.command.to_json();
    if let (Some(at), Value::Object(map)) = (act.at, &mut json) {
        map.insert("at".to_owned(), number_to_json(at));
    }
    // What is done comes first.
    const ORDER: &[&str] = &[
        "at", "do", "client", "key", "value", "how", "context", "via", "n", "r", "w", "quorum", "name", "tokens",
        "zone", "wipe", "groups", "zones", "from", "to", "kind", "message", "ms", "a", "b",
    ];
    let Value::Object(mut map) = json else { return Written::Plain(json) };
    let fields = ORDER.iter().filter_map(|name| Some((*name, Written::Plain(map.remove(*name)?)))).collect();
    debug_assert!(map.is_empty(), "fields that would be lost: {map:?}");
    Written::Fields(fields)
}

fn prediction(prediction: &Prediction) -> Written {
    Written::Fields(vec![
        ("question", plain(prediction.question.as_str())),
        ("measure", measure(&prediction.measure)),
        ("choices", Written::List(prediction.choices.iter().map(choice).collect())),
    ])
}

fn choice(choice: &Choice) -> Written {
    Written::Fields(vec![
        ("text", plain(choice.text.as_str())),
        ("is", plain(choice.is.to_json())),
        ("because", plain(choice.because.as_str())),
    ])
}

fn measure(measure: &Measure) -> Written {
    let mut fields = vec![("what", plain(measure.what.description().word))];
    add(&mut fields, "key", measure.key.as_deref());
    add(&mut fields, "node", measure.node.as_deref());
    add(&mut fields, "value", measure.value.as_deref());
    add(&mut fields, "client", measure.client.as_deref());
    add(&mut fields, "operation", measure.operation);
    add(&mut fields, "n", measure.n);
    add(&mut fields, "tokens", measure.tokens);
    add(&mut fields, "message", measure.message.as_deref());
    add(&mut fields, "invariant", measure.invariant.as_deref());
    if let Some(laboratory) = &measure.laboratory {
        fields.push(("kind", plain(laboratory.kind.as_str())));
        fields.push(("with", plain(laboratory.with.clone())));
        fields.push(("figure", plain(laboratory.figure.as_str())));
    }
    Written::Fields(fields)
}
