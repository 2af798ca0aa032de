//! Laboratory settings from a question in a lesson.

use super::{Kind, Settings};
use crate::teaching::lesson::LaboratoryQuestion;
use serde_json::Value;

impl Settings {
    /// The settings for a lesson's question, with defaults for what it leaves open. `None` if there is no such
    /// experiment.
    pub fn from_question(question: &LaboratoryQuestion) -> Option<Self> {
        let mut settings = Self::new(Kind::parse(&question.kind)?);
        let Value::Object(with) = &question.with else { return Some(settings) };
        // Custom delays are used only when no preset is chosen.
        let own = ["write", "ack", "read", "response"].iter().any(|leg| with.contains_key(*leg));
        if own && !with.contains_key("preset") {
            settings = settings.with("preset", "own");
        }
        for (name, value) in with {
            settings = settings.with(name, &text(value));
        }
        Some(settings)
    }
}

/// A parameter as it would be typed.
fn text(value: &Value) -> String {
    match value {
        Value::Bool(on) => if *on { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(delay) => delay_text(delay),
        other => other.to_string(),
    }
}

/// `pareto 0.235 10`, or `90 % pareto 1 2 + 10 % exponential 5`.
fn delay_text(delay: &serde_json::Map<String, Value>) -> String {
    let kind = delay.get("kind").and_then(Value::as_str).unwrap_or_default();
    if let Some(Value::Array(parts)) = delay.get("parts") {
        let part = |part: &Value| {
            let weight = part.get("weight").map(text).unwrap_or_default();
            format!("{weight} % {}", part.get("delay").map(text).unwrap_or_default())
        };
        return parts.iter().map(part).collect::<Vec<_>>().join(" + ");
    }
    let numbers = ["ms", "mean", "scale", "shape"].into_iter().filter_map(|name| delay.get(name)).map(text);
    std::iter::once(kind.to_owned()).chain(numbers).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_lesson_asks_for_is_what_the_fields_say() {
        let with = json!({
            "n": 3, "r": 1, "after": [0, 5.5], "leg": { "kind": "pareto", "scale": 0.5, "shape": 10 },
        });
        let question = LaboratoryQuestion { kind: "engine-staleness".to_owned(), with, figure: String::new() };
        let settings = Settings::from_question(&question).unwrap();
        let json = settings.to_json().unwrap();
        assert_eq!(json["after"], json!([0, 5.5]));
        assert_eq!(json["leg"], json!({ "kind": "pareto", "scale": 0.5, "shape": 10.0 }));
        assert_eq!(settings.text("r"), "1");
        let unknown = LaboratoryQuestion { kind: "alchemy".to_owned(), ..question };
        assert!(Settings::from_question(&unknown).is_none());
    }
}
