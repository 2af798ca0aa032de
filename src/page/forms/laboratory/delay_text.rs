//! Delays as typed text: `fixed 10`, `exponential 5`, `pareto 1.05 1.51`, and mixtures, `38 % pareto 1.05 1.51 + 62 %
//! exponential 5.46`. Numbers are milliseconds, but for the second number of a Pareto distribution, its shape.

use crate::input::refusal::Refusal;
use serde_json::{Value, json};

const ALLOWED: &str =
    "“fixed 10”, “exponential 5”, “pareto 1.05 1.51”, or parts such as “38 % pareto 1 2 + 62 % exponential 5”";

/// The JSON form of a typed delay.
///
/// # Errors
/// `invalid-delay`, with the allowed forms.
pub fn delay_of_text(field: &str, text: &str) -> Result<Value, Refusal> {
    let refused = || Refusal::field("invalid-delay", field, format!("“{}”", text.trim()), ALLOWED);
    let parts: Vec<&str> = text.split('+').collect();
    if let [only] = parts[..]
        && !only.contains('%')
    {
        return one(only).ok_or_else(refused);
    }
    let parts = parts.iter().map(|part| weighted(part)).collect::<Option<Vec<Value>>>().ok_or_else(refused)?;
    Ok(json!({ "kind": "mixture", "parts": parts }))
}

fn weighted(text: &str) -> Option<Value> {
    let (weight, delay) = text.split_once('%')?;
    let weight: f64 = weight.trim().parse().ok()?;
    Some(json!({ "weight": weight, "delay": one(delay)? }))
}

fn one(text: &str) -> Option<Value> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number =
        |index: usize| words.get(index).and_then(|word| word.parse::<f64>().ok()).filter(|value| value.is_finite());
    match (words.first().copied()?, words.len()) {
        ("fixed", 2) => Some(json!({ "kind": "fixed", "ms": number(1)? })),
        ("exponential", 2) => Some(json!({ "kind": "exponential", "mean": number(1)? })),
        ("pareto", 3) => Some(json!({ "kind": "pareto", "scale": number(1)?, "shape": number(2)? })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_delay() {
        let check = |text: &str, expect: Value| assert_eq!(delay_of_text("write", text).unwrap(), expect);
        check("fixed 10", json!({ "kind": "fixed", "ms": 10.0 }));
        check(" exponential  0.5 ", json!({ "kind": "exponential", "mean": 0.5 }));
        let parts = json!([
            { "weight": 38.0, "delay": { "kind": "pareto", "scale": 1.05, "shape": 1.51 } },
            { "weight": 62.0, "delay": { "kind": "fixed", "ms": 5.0 } },
        ]);
        check("38 % pareto 1.05 1.51 + 62% fixed 5", json!({ "kind": "mixture", "parts": parts }));
    }

    #[test]
    fn anything_else_is_refused_with_what_is_allowed() {
        for text in
            ["", "10", "fixed", "fixed x", "fixed inf", "pareto 1", "gauss 1 2", "50 % fixed 1 + fixed 2", "+", "%"]
        {
            let message = delay_of_text("write", text).unwrap_err().message;
            assert!(message.starts_with("write: got “") && message.contains("exponential 5"), "{message}");
        }
    }
}
