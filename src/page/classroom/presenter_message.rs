//! The message to the presenter's window: one JSON object of texts.

use super::lesson_card::{position_words, primary_words};
use crate::page::session::lesson_session::LessonSession;
use crate::page::session::progress::Next;
use crate::page::state::Model;
use serde_json::json;

/// The message as JSON text. The right answer is told only to a window that is open.
pub fn words(model: &Model, is_open: bool) -> String {
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
    // Computing it is expensive.
    let right = if is_open { right_words(session) } else { String::new() };
    let next = session.lesson.steps.get(session.step + 1);
    let question = session.prediction().map_or("", |prediction| prediction.question.as_str());
    let choices = session.prediction().map_or(&[][..], |prediction| &prediction.choices);
    let choices: Vec<&str> = choices.iter().map(|choice| choice.text.as_str()).collect();
    let standing = match session.next() {
        Next::LockIn if progress.chosen.is_none() => "Nothing is chosen yet.",
        Next::LockIn => "A choice is selected, but not locked in yet.",
        Next::Act => "The prediction is locked in.",
        _ => "",
    };
    json!({
        "lesson": session.lesson.title, "place": position_words(session), "title": step.title, "say": step.say,
        "question": question, "choices": choices, "chosen": progress.chosen,
        "locked": progress.locked, "notes": step.notes, "right": right, "standing": if question.is_empty() { "" } else { standing },
        "nextTitle": next.map_or("The lesson is over.", |next| next.title.as_str()),
        "nextSay": next.map_or("", |next| next.say.as_str()),
        "primary": primary_words(model, session), "blank": room.blank,
    })
    .to_string()
}

/// The right answer, as the engine finds it.
fn right_words(session: &LessonSession) -> String {
    let Some(prediction) = session.prediction() else { return String::new() };
    match session.outcome(session.step) {
        Ok(outcome) => {
            let choices = outcome.right.iter().filter_map(|index| prediction.choices.get(*index));
            let right: Vec<&str> = choices.map(|choice| choice.text.as_str()).collect();
            format!("{}. {}", right.join(" / "), outcome.truth)
        }
        Err(message) => message,
    }
}
