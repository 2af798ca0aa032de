//! The message to the presenter's window: one JSON object of texts.

use super::lesson_card::{position_words, primary_words};
use crate::page::session::progress::Next;
use crate::page::state::Model;
use serde_json::json;

/// The message as JSON text.
pub fn words(model: &Model) -> String {
    let room = &model.classroom;
    let Some(session) = &room.session else {
        let sentence = model.sentence().words;
        return json!({
            "lesson": "Ringside", "title": sentence, "say": "", "primary": "Next", "blank": room.blank,
            "notes": "No lesson is open on the projected page: “Lessons” is in its upper bar.",
        })
        .to_string();
    };
    let step = session.shown();
    let progress = session.progress();
    let next = session.lesson.steps.get(session.step + 1);
    let question = session.prediction().map_or("", |prediction| prediction.question.as_str());
    let choices = session.prediction().map_or(&[][..], |prediction| &prediction.choices);
    let choices: Vec<&str> = choices.iter().map(|choice| choice.text.as_str()).collect();
    let standing = match session.next() {
        Next::LockIn if progress.chosen.is_none() => "Nothing is chosen yet.",
        Next::LockIn => "A choice is taken; it is not locked in yet.",
        Next::Act => "The prediction is locked in.",
        _ => "",
    };
    json!({
        "lesson": session.lesson.title, "place": position_words(session), "title": step.title, "say": step.say,
        "question": question, "choices": choices.join("\n\n"), "notes": step.notes, "right": right_words(model), "standing": if question.is_empty() { "" } else { standing },
        "nextTitle": next.map_or("The lesson is over.", |next| next.title.as_str()),
        "nextSay": next.map_or("", |next| next.say.as_str()),
        "primary": primary_words(model, session), "blank": room.blank,
    })
    .to_string()
}

/// The right answer, as the engine finds it.
fn right_words(model: &Model) -> String {
    let Some(session) = &model.classroom.session else { return String::new() };
    // Computing it is expensive, so it is skipped while no presenter's window is open.
    let Some(prediction) = session.prediction().filter(|_| model.classroom.presenter.is_open()) else {
        return String::new();
    };
    match session.outcome(session.step) {
        Ok(outcome) => {
            let choices = outcome.right.iter().filter_map(|index| prediction.choices.get(*index));
            let right: Vec<&str> = choices.map(|choice| choice.text.as_str()).collect();
            format!("{}. {}", right.join(" / "), outcome.truth)
        }
        Err(message) => message,
    }
}
