//! The condition of a choice as a teacher writes it: a comparison, and a text.

use crate::teaching::lesson::{Answer, AnswerKind, Test};

/// The comparisons, with their labels.
pub const KINDS: [(&str, &str); 6] = [
    ("is", "is"),
    ("is-not", "is not"),
    ("at-least", "is at least"),
    ("below", "is below"),
    ("between", "is from … to below …"),
    ("one-of", "is one of"),
];

/// The comparison of a test, and its text.
pub fn words_of(test: &Test) -> (&'static str, String) {
    match test {
        Test::Is(answer) => ("is", text_of(answer)),
        Test::Not(inner) => ("is-not", words_of(inner).1),
        Test::Within { at_least: Some(least), below: None } => ("at-least", least.to_string()),
        Test::Within { at_least: None, below: Some(below) } => ("below", below.to_string()),
        Test::Within { at_least, below } => {
            let text = |bound: &Option<f64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            ("between", format!("{}; {}", text(at_least), text(below)))
        }
        Test::OneOf(answers) => ("one-of", answers.iter().map(text_of).collect::<Vec<_>>().join("; ")),
    }
}

/// The test made of a comparison and a text, for an answer of this kind. A text that should be a number and is none
/// makes a test that never holds; the reader of lessons then refuses it by name.
pub fn test_of(kind: AnswerKind, way: &str, text: &str) -> Test {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let is = || Test::Is(answer_of(kind, text));
    match way {
        "is-not" => Test::Not(Box::new(is())),
        "at-least" => number(text).map_or_else(is, |least| Test::Within { at_least: Some(least), below: None }),
        "below" => number(text).map_or_else(is, |below| Test::Within { at_least: None, below: Some(below) }),
        "between" => match text.split_once(';').map(|(least, below)| (number(least), number(below))) {
            Some((Some(least), Some(below))) => Test::Within { at_least: Some(least), below: Some(below) },
            _ => is(),
        },
        "one-of" => Test::OneOf(text.split(';').map(|part| answer_of(kind, part)).collect()),
        _ => is(),
    }
}

fn text_of(answer: &Answer) -> String {
    match answer {
        Answer::Number(number) => number.to_string(),
        Answer::Text(text) => text.clone(),
        Answer::List(texts) | Answer::Set(texts) => texts.join(", "),
    }
}

fn answer_of(kind: AnswerKind, text: &str) -> Answer {
    let text = text.trim();
    let texts = || text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect();
    match (kind, text.parse::<f64>()) {
        (AnswerKind::Number, Ok(number)) if number.is_finite() => Answer::Number(number),
        (AnswerKind::List, _) => Answer::List(texts()),
        (AnswerKind::Set, _) => Answer::set(texts()),
        _ => Answer::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for (kind, way, text) in [
            (AnswerKind::Number, "is", "3"),
            (AnswerKind::Number, "is-not", "3.5"),
            (AnswerKind::Number, "at-least", "2"),
            (AnswerKind::Number, "below", "0.25"),
            (AnswerKind::Number, "between", "2; 5"),
            (AnswerKind::Number, "one-of", "2; 5"),
            (AnswerKind::Text, "is", "[Sx,2][Sy,1]"),
            (AnswerKind::List, "is", "A, B, C"),
            (AnswerKind::Set, "one-of", "bread, milk; eggs"),
        ] {
            assert_eq!(words_of(&test_of(kind, way, text)), (way, text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_number_never_holds_where_one_is_measured() {
        for way in ["is", "at-least", "below", "between"] {
            assert!(!test_of(AnswerKind::Number, way, "many").holds(&Answer::Number(3.0)), "{way}");
        }
        assert!(test_of(AnswerKind::Set, "is", "b,a").holds(&Answer::set(vec!["a".to_owned(), "b".to_owned()])));
    }
}
