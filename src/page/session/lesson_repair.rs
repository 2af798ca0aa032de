//! A lesson that was being written when the page was closed may be incomplete: an empty title, half an answer. Invalid
//! fields are repaired where the reader reports them, so that everything else is restored as it was.

use crate::teaching::lesson::Lesson;
use serde_json::{Value, json};

/// Stands where a text is required but none is written yet.
const GAP: &str = "…";
/// Bytes to which a text is cut that is too long.
const SHORT: usize = 200;
/// Most repairs.
const MOST: usize = 400;

/// The saved lesson, repaired where necessary; `None` if it is no lesson at all.
pub fn mended(kept: &Value) -> Option<Lesson> {
    let mut kept = kept.clone();
    let (mut before, mut tried) = (String::new(), 0);
    for _ in 0..MOST {
        let field = match Lesson::from_json(&kept) {
            Ok(lesson) => return Some(lesson),
            Err(error) => error.field,
        };
        tried = if field == before { tried + 1 } else { 0 };
        mend(&mut kept, &field, tried)?;
        before = field;
    }
    None
}

/// Puts another value into the refused field; `tried` counts the attempts at this field.
fn mend(lesson: &mut Value, field: &str, tried: usize) -> Option<()> {
    let names: Vec<&str> = field.split(['.', '[', ']']).filter(|name| !name.is_empty()).collect();
    let (name, outer) = names.split_last()?;
    // A prediction that cannot be repaired is removed; its step stays.
    if let Some(index) = names.iter().position(|name| *name == "predict").filter(|_| tried > 4) {
        at(lesson, &names[..index])?.as_object_mut()?.remove("predict")?;
        return Some(());
    }
    let fields = at(lesson, outer)?;
    let written = at(fields, &[*name]).map(std::mem::take).unwrap_or_default();
    let other = match (tried, written) {
        (0, Value::String(text)) if !text.trim().is_empty() => json!(cut(&text)),
        (0 | 1, _) => json!(GAP),
        (2, _) => json!(0),
        (3, _) => json!(1),
        (_, _) => json!([]),
    };
    match fields {
        Value::Object(fields) => drop(fields.insert((*name).to_owned(), other)),
        fields => *at(fields, &[*name])? = other,
    }
    Some(())
}

fn cut(text: &str) -> String {
    let plain = text.chars().map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter });
    let mut short = String::new();
    for letter in plain {
        if short.len() + letter.len_utf8() > SHORT {
            break;
        }
        short.push(letter);
    }
    short
}

fn at<'a>(value: &'a mut Value, names: &[&str]) -> Option<&'a mut Value> {
    names.iter().try_fold(value, |value, name| match name.parse::<usize>() {
        Ok(index) if value.is_array() => value.get_mut(index),
        _ => value.get_mut(*name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::teaching::lesson::Test;

    const LESSON: &str = r#"{
      "ringsideLesson": 1, "title": "Mine", "summary": "One write.", "minutes": 5, "scenario": { "ringside": 1 },
      "steps": [
        { "title": "Write", "say": "Alice writes.", "do": [{ "do": "put", "client": "Alice", "key": "cart", "value": "milk" }],
          "predict": { "question": "How many?", "measure": { "what": "copies", "key": "cart" }, "choices": [
            { "text": "Two", "is": 2, "because": "W." }, { "text": "Three", "is": 3, "because": "N." } ] } },
        { "title": "Read", "say": "Bob reads." }
      ] }"#;

    fn damaged(pointer: &str, value: Value) -> Lesson {
        let mut kept: Value = serde_json::from_str(LESSON).unwrap();
        *kept.pointer_mut(pointer).unwrap() = value;
        assert!(Lesson::from_json(&kept).is_err(), "{pointer}");
        mended(&kept).unwrap_or_else(|| panic!("{pointer}"))
    }

    #[test]
    fn what_is_still_empty_does_not_cost_the_rest() {
        let whole = Lesson::read(LESSON).unwrap();
        let title = damaged("/title", json!(""));
        assert_eq!((title.title.as_str(), &title.steps), (GAP, &whole.steps));
        let say = damaged("/steps/1/say", json!("  "));
        assert_eq!((say.steps[1].say.as_str(), &say.steps[0]), (GAP, &whole.steps[0]));
        assert_eq!(damaged("/minutes", json!(0)).minutes, 1);
        let question = damaged("/steps/0/predict/question", json!(""));
        assert_eq!(
            question.steps[0].predict.as_ref().unwrap().choices,
            whole.steps[0].predict.as_ref().unwrap().choices
        );
    }

    #[test]
    fn an_answer_that_is_not_written_yet_leaves_the_prediction() {
        let lesson = damaged("/steps/0/predict/choices/0/is", json!(""));
        let prediction = lesson.steps[0].predict.as_ref().unwrap();
        assert_eq!(prediction.choices[0].text, "Two");
        assert!(matches!(&prediction.choices[0].is, Test::Is(_)));
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_and_what_cannot_be_mended_goes_alone() {
        let long = damaged("/steps/0/say", json!("é".repeat(5_000)));
        assert!(long.steps[0].say.starts_with("éé") && long.steps[0].predict.is_some());
        let no_choices = damaged("/steps/0/predict/choices", json!([]));
        assert!(no_choices.steps[0].predict.is_none() && no_choices.steps[0].title == "Write");
        for nothing in [json!(null), json!({}), json!("x"), json!({ "steps": 7 })] {
            assert!(mended(&nothing).is_none(), "{nothing}");
        }
    }
}
