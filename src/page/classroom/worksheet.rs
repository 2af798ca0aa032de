//! A lesson on paper: the worksheet with boxes to tick and lines to write on, and the answer key with the engine's
//! answers. It replaces the stage and looks as it will be printed.

use super::lesson_callback;
use super::paragraphs;
use crate::explain::key_journey::words::counted;
use crate::page::browser;
use crate::page::browser::find_element;
use crate::page::dispatch::Dispatch;
use crate::page::session::lesson_session::LessonSession;
use crate::page::state::{LessonAction, Model};
use crate::teaching::lesson::{Prediction, Step};
use yew::prelude::*;

/// The worksheet, or the answer key.
pub fn worksheet(model: &Model, answers: bool, dispatch: &Dispatch) -> Option<Html> {
    let session = model.classroom.session.as_ref()?;
    let lesson = &session.lesson;
    let steps = lesson.steps.iter().enumerate().map(|(index, step)| {
        // What comes after a question tells what happened.
        let asked_before = index.checked_sub(1).is_some_and(|before| lesson.steps[before].predict.is_some());
        let class = if asked_before && !answers { "sheet-step next-page" } else { "sheet-step" };
        html! { <li key={index} {class}>{ step_of(session, index, step, answers) }</li> }
    });
    let kind = if answers { "Answer key" } else { "Worksheet" };
    let print = |_: MouseEvent| {
        // If the browser cannot print, it reports that itself.
        let _ = browser::window().map(|window| window.print());
    };
    let other = if answers { "The worksheet instead" } else { "The answer key instead" };
    Some(html! {
        <div class="theatre sheet-theatre">
            <main class="sheet-view">
                <div class="sheet-bar" role="group" aria-label="On paper">
                    <button type="button" class="primary" onclick={print}>{ "Print" }</button>
                    <button type="button" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Sheet(Some(!answers)))}>{ other }</button>
                    <button type="button" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Sheet(None))}>{ "Back to the lesson" }</button>
                </div>
                <article class="sheet" aria-labelledby="sheet-title">
                    <header>
                        <p class="sheet-kind">{ format!("Ringside. {kind}. {}", counted(lesson.minutes as usize, "minute", "minutes")) }</p>
                        <h2 id="sheet-title">{ &lesson.title }</h2>
                        <p>{ &lesson.summary }</p>
                        <p class={if answers { "absent" } else { "sheet-because" }}>
                            { "Each question ends a page. Answer it before you turn the page: the next one tells what happened." }
                        </p>
                        <p class={if answers { "absent" } else { "sheet-name" }}>{ "Name" }<span class="sheet-line" /></p>
                    </header>
                    <ol class="sheet-steps">{ for steps }</ol>
                </article>
            </main>
        </div>
    })
}

/// Whether a worksheet is shown.
pub fn on_paper() -> bool {
    find_element(".sheet").is_some()
}

fn step_of(session: &LessonSession, index: usize, step: &Step, answers: bool) -> Html {
    let question = match &step.predict {
        Some(prediction) => question(session, index, prediction, answers),
        None => html! { <div class="absent" /> },
    };
    let part = |heading: &'static str, text: Option<&str>| {
        let text = text.filter(|_| answers).unwrap_or_default();
        html! { <div class={if text.is_empty() { "absent" } else { "" }}><h4>{ heading }</h4>{ for paragraphs(text) }</div> }
    };
    let tried = step.try_it.as_deref().unwrap_or_default();
    html! {
        <>
            <h3>{ format!("{}. {}", index + 1, step.title) }</h3>
            { for paragraphs(&step.say) }
            { question }
            <div class={if answers { "absent" } else { "" }}><h4>{ "What happened, and why?" }</h4>{ lines(3) }</div>
            { part("What happened", step.happened.as_deref()) }
            { part("Why", step.why.as_deref()) }
            <div class={if tried.is_empty() { "absent" } else { "" }}>
                <h4>{ "Try" }</h4>{ for paragraphs(tried) }
                <div class={if answers { "absent" } else { "" }}>{ lines(2) }</div>
            </div>
        </>
    }
}

/// The question with a box for each choice; in the answer key the right one is ticked and each is explained.
fn question(session: &LessonSession, index: usize, prediction: &Prediction, answers: bool) -> Html {
    let (right, truth) = match session.outcome(index) {
        _ if !answers => (Vec::new(), String::new()),
        Ok(outcome) => (outcome.right.clone(), outcome.truth.clone()),
        Err(message) => (Vec::new(), message),
    };
    let choices = prediction.choices.iter().enumerate().map(|(index, choice)| {
        let is_right = right.contains(&index);
        let because = if answers { choice.because.as_str() } else { "" };
        html! {
            <li key={index} class={if is_right { "sheet-choice is-right" } else { "sheet-choice" }}>
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <rect x="1.5" y="1.5" width="17" height="17" rx="2" /><path d={if is_right { "M5 10l4 4 7-8" } else { "" }} />
                </svg>
                <div>
                    <p>{ &choice.text }<em class={if is_right { "" } else { "absent" }}>{ ": right" }</em></p>
                    <p class={if because.is_empty() { "absent" } else { "sheet-because" }}>{ because }</p>
                </div>
            </li>
        }
    });
    html! {
        <div class="sheet-question">
            <h4>{ &prediction.question }</h4>
            <ul aria-label="Choices">{ for choices }</ul>
            <p class={if truth.is_empty() { "absent" } else { "sheet-truth" }}>{ truth }</p>
            <div class={if answers { "absent" } else { "" }}><p class="sheet-because">{ "I think so because" }</p>{ lines(1) }</div>
        </div>
    }
}

/// Lines to write on.
fn lines(count: usize) -> Html {
    html! { <div class="sheet-lines" aria-hidden="true">{ for (0..count).map(|index| html! { <span key={index} class="sheet-line" /> }) }</div> }
}
