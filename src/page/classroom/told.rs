//! What the presenter's window is told: one JSON object of texts.

use super::card::{place_words, primary_words};
use crate::page::session::progress::Next;
use crate::page::state::Model;
use serde_json::json;

/// The object, as a text.
pub fn words(model: &Model) -> String {
    let room = &model.classroom;
    let Some(taking) = &room.taking else {
        let sentence = model.sentence().words;
        return json!({
            "lesson": "Ringside", "title": sentence, "say": "", "primary": "Next", "blank": room.blank,
            "notes": "No lesson is open on the projected page: “Lessons” is in its upper bar.",
        })
        .to_string();
    };
    let step = taking.shown();
    let progress = taking.progress();
    let next = taking.lesson.steps.get(taking.step + 1);
    let question = taking.prediction().map_or("", |prediction| prediction.question.as_str());
    let choices = taking.prediction().map_or(&[][..], |prediction| &prediction.choices);
    let choices: Vec<&str> = choices.iter().map(|choice| choice.text.as_str()).collect();
    let standing = match taking.next() {
        Next::LockIn if progress.chosen.is_none() => "Nothing is chosen yet.",
        Next::LockIn => "A choice is taken; it is not locked in yet.",
        Next::Act => "The prediction is locked in.",
        _ => "",
    };
    json!({
        "lesson": taking.lesson.title, "place": place_words(taking), "title": step.title, "say": step.say,
        "question": question, "choices": choices.join("\n\n"), "notes": step.notes, "right": right_words(model), "standing": if question.is_empty() { "" } else { standing },
        "nextTitle": next.map_or("The lesson is over.", |next| next.title.as_str()),
        "nextSay": next.map_or("", |next| next.say.as_str()),
        "primary": primary_words(model, taking), "blank": room.blank,
    })
    .to_string()
}

/// The right answer, as the engine finds it.
fn right_words(model: &Model) -> String {
    let Some(taking) = &model.classroom.taking else { return String::new() };
    // It is dear, and nobody reads it while there is no window.
    let Some(prediction) = taking.prediction().filter(|_| model.classroom.presenter.is_open()) else {
        return String::new();
    };
    match taking.outcome(taking.step) {
        Ok(outcome) => {
            let choices = outcome.right.iter().filter_map(|place| prediction.choices.get(*place));
            let right: Vec<&str> = choices.map(|choice| choice.text.as_str()).collect();
            format!("{}. {}", right.join(" / "), outcome.truth)
        }
        Err(message) => message,
    }
}
