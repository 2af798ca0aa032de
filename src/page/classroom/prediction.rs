//! The prediction: the choices until one is locked in, and the verdict once the engine has shown the outcome.

use super::lesson_callback;
use super::paragraphs;
use super::poll::{counted, poll};
use crate::page::browser::find_element;
use crate::page::dispatch::Dispatch;
use crate::page::session::lesson_session::LessonSession;
use crate::page::session::progress::{Next, Progress};
use crate::page::state::{Action, LessonAction};
use crate::teaching::lesson::{Choice, Prediction};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// The question with its choices.
pub fn prediction(session: &LessonSession, dispatch: &Dispatch) -> Html {
    let Some(prediction) = session.prediction() else { return html! { <div class="absent" /> } };
    let progress = session.progress();
    let choices = prediction.choices.iter().enumerate();
    let choices = choices.map(|(index, choice)| match progress.locked {
        false => open_choice(index, choice, &progress, dispatch),
        true => locked_choice(index, choice, &progress, session),
    });
    html! {
        <fieldset class="lesson-prediction">
            <legend>{ &prediction.question }</legend>
            <ul class="lesson-choices" aria-label="Choices">{ for choices }</ul>
            { poll(prediction, &progress, dispatch) }
        </fieldset>
    }
}

/// A choice that can be taken by mouse, with Space or Enter, or with the arrow keys.
fn open_choice(index: usize, choice: &Choice, progress: &Progress, dispatch: &Dispatch) -> Html {
    let press = dispatch.clone();
    let onkeydown = move |event: KeyboardEvent| {
        // Enter on the choice already taken locks it in, as it submits any form.
        let checked = event.target_unchecked_into::<HtmlInputElement>().checked();
        match event.key() == "Enter" {
            true if checked => {
                // The choices are gone then, so the primary button gets the focus.
                if let Some(button) =
                    find_element(".lesson-buttons .primary").and_then(|button| button.dyn_into::<HtmlElement>().ok())
                {
                    let _ = button.focus();
                }
            }
            true => {
                event.prevent_default();
                press.dispatch(Action::Lesson(LessonAction::Choose(index)));
            }
            false => {}
        }
    };
    html! {
        <li key={index}>
            <label class="lesson-choice">
                <input type="radio" name="ringside-choice" checked={progress.chosen == Some(index)} {onkeydown}
                    onchange={lesson_callback::<Event>(dispatch, LessonAction::Choose(index))} />
                <span>{ &choice.text }</span>
            </label>
        </li>
    }
}

/// A choice after locking in, marked once the right answer is known.
fn locked_choice(index: usize, choice: &Choice, progress: &Progress, session: &LessonSession) -> Html {
    let taken = progress.chosen == Some(index);
    let right = if progress.revealed { Some(is_right(session, index)) } else { None };
    let class = match (right, taken) {
        (Some(true), _) => "lesson-choice is-right",
        (Some(false), true) => "lesson-choice is-wrong",
        (None, true) => "lesson-choice is-taken",
        _ => "lesson-choice",
    };
    let words = match (right, taken) {
        (Some(true), true) => "your prediction, right",
        (Some(true), false) => "right",
        (_, true) => "your prediction",
        _ => "",
    };
    html! {
        <li key={index}>
            <div {class}>
                { mark(right.filter(|right| *right || taken), taken) }
                <span>{ &choice.text }{ " " }<em class="quiet">{ words }</em></span>
            </div>
            { counted(index, progress) }
        </li>
    }
}

/// A tick, a cross, a lock, or nothing.
fn mark(right: Option<bool>, taken: bool) -> Html {
    let path = match (right, taken) {
        (Some(true), _) => "M4 13l5 5L20 6",
        (Some(false), _) => "M6 6L18 18M18 6L6 18",
        (None, true) => "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
        _ => "",
    };
    html! { <svg class="lesson-mark" viewBox="0 0 24 24" aria-hidden="true"><path class="line" d={path} /></svg> }
}

fn is_right(session: &LessonSession, index: usize) -> bool {
    session.outcome(session.step).is_ok_and(|outcome| outcome.right.contains(&index))
}

/// The verdict, with the explanations of the choice taken and of the right one.
pub fn verdict_words(session: &LessonSession) -> String {
    let Some(prediction) = session.prediction() else { return String::new() };
    match verdict(session, prediction) {
        (true, own, _) => format!("Right. {own}"),
        (false, own, right) => format!("Not quite. {own} {right}"),
    }
}

fn verdict(session: &LessonSession, prediction: &Prediction) -> (bool, String, String) {
    let chosen = session.progress().chosen;
    let because = |index: usize| prediction.choices.get(index).map(|choice| choice.because.clone()).unwrap_or_default();
    let own = chosen.map(because).unwrap_or_default();
    let Ok(outcome) = session.outcome(session.step) else { return (false, own, String::new()) };
    let is_right = chosen.is_some_and(|chosen| outcome.right.contains(&chosen));
    let right: Vec<String> = outcome.right.iter().map(|index| because(*index)).collect();
    (is_right, own, right.join(" "))
}

/// The outcome of the step: the verdict, what happened, why, and one thing to try.
pub fn outcome(session: &LessonSession) -> Html {
    let step = session.shown();
    let nothing_asked = session.prediction().is_none() && matches!(session.next(), Next::Step | Next::Finish);
    let shown = session.progress().revealed || nothing_asked;
    let part = |heading: &'static str, text: Option<&str>| {
        let text = text.unwrap_or_default();
        html! {
            <div class={if text.is_empty() { "absent" } else { "lesson-part" }}>
                <h3>{ heading }</h3>{ for paragraphs(text) }
            </div>
        }
    };
    html! {
        <div class={if shown { "lesson-outcome" } else { "absent" }}>
            { if shown { verdict_box(session) } else { html! { <div class="absent" /> } } }
            { part("What happened", step.happened.as_deref()) }
            { part("Why", step.why.as_deref()) }
            { part("Try", step.try_it.as_deref()) }
        </div>
    }
}

fn verdict_box(session: &LessonSession) -> Html {
    let Some(prediction) = session.prediction() else { return html! { <div class="absent" /> } };
    let (is_right, own, right) = verdict(session, prediction);
    let truth = session.outcome(session.step).map_or_else(|message| message, |outcome| outcome.truth.clone());
    html! {
        <div class={if is_right { "lesson-verdict is-right" } else { "lesson-verdict is-wrong" }} role="group" aria-label="Verdict">
            <h3>{ mark(Some(is_right), true) }{ if is_right { "Right" } else { "Not quite" } }</h3>
            <p>{ own }</p>
            <p class={if is_right { "absent" } else { "because-right" }}>{ mark(Some(true), false) }<span>{ right }</span></p>
            <p class="quiet">{ truth }</p>
        </div>
    }
}
