//! The dialog with the lessons, the sandbox and the scenarios, and the button for writing a lesson.

use super::catalog;
use super::challenge_list::{challenge_list, which_list};
use super::lesson_callback;
use crate::explain::key_journey::words::{counted, quoted};
use crate::page::dispatch::Dispatch;
use crate::page::effects::files;
use crate::page::session::finished_lesson::FinishedLesson;
use crate::page::session::lesson_catalog::CatalogEntry;
use crate::page::state::{
    Action, ChallengeAction, ChallengeEdit, EditorAction, LessonAction, LessonRequest, Model, Operation,
};
use crate::page::widgets::dialog::Dialog;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The button in the top bar.
pub fn list_button(dispatch: &Dispatch) -> Html {
    html! {
        <button type="button" class="lessons-button" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::List(true))}>{ Operation::Lessons.label() }</button>
    }
}

pub fn list_dialog(model: &Model, dispatch: &Dispatch) -> Html {
    let room = &model.classroom;
    let close = dispatch.clone();
    let onclose = Callback::from(move |()| close.dispatch(Action::Lesson(LessonAction::List(false))));
    html! {
        <Dialog open={room.listing} title="lessons-title" {onclose}>
            <div class="lessons">
                <h2 id="lessons-title" tabindex="-1" autofocus=true>{ if room.lists_challenges { "Challenges" } else { "Lessons" } }</h2>
                { which_list(model, dispatch) }
                { if room.lists_challenges { challenge_list(model, dispatch) } else { lesson_lists(model, dispatch) } }
                <div class="row">
                    { open_file(dispatch) }
                    { make(model, dispatch) }
                </div>
                <p class="quiet">{ "A file of a lesson or a challenge can be dropped anywhere on the page, too." }</p>
            </div>
        </Dialog>
    }
}

/// The button that opens the editor of what is listed.
fn make(model: &Model, dispatch: &Dispatch) -> Html {
    let room = &model.classroom;
    let (words, action) = match room.lists_challenges {
        true => {
            let is_begun = room.challenge_editor.is_some();
            let words = if is_begun { "Go on with your challenge" } else { "Make a challenge" };
            (words, Action::Challenge(ChallengeAction::Edit(ChallengeEdit::Begin)))
        }
        false => {
            let words = if room.editor.is_some() { "Go on with your lesson" } else { "Make a lesson" };
            (words, Action::Lesson(LessonAction::Edit(EditorAction::Begin)))
        }
    };
    let dispatch = dispatch.clone();
    let onclick = move |_: MouseEvent| dispatch.dispatch(action.clone());
    html! { <button type="button" title="It starts from the present stage" {onclick}>{ words }</button> }
}

/// The lessons in their order, then the sandbox and the scenarios.
fn lesson_lists(model: &Model, dispatch: &Dispatch) -> Html {
    let room = &model.classroom;
    let (lessons, scenarios, words) = match &room.catalog {
        None => (&[][..], &[][..], "Loading the list …".to_owned()),
        Some(Err(message)) => (&[][..], &[][..], message.clone()),
        Some(Ok(catalog)) => (&catalog.lessons[..], &catalog.scenarios[..], String::new()),
    };
    let numbered = lessons
        .iter()
        .enumerate()
        .map(|(index, entry)| item(index, Some(index + 1), entry, room.score_of(entry), dispatch));
    let others = scenarios.iter().enumerate().map(|(index, entry)| item(index, None, entry, None, dispatch));
    html! {
        <>
            { just_finished(model, lessons, dispatch) }
            <p class={if words.is_empty() { "absent" } else { "quiet" }} role="status">{ words }</p>
            <ol class="lesson-list" aria-label="Lessons">{ for numbered }</ol>
            <h3 class={if scenarios.is_empty() { "absent" } else { "" }}>{ "Without a lesson" }</h3>
            <p class={if scenarios.is_empty() { "absent" } else { "quiet" }}>{ "Each begins a new history; Undo brings the present one back. A lesson brings it back when it is left." }</p>
            <ul class="lesson-list" aria-label="Without a lesson">{ for others }</ul>
        </>
    }
}

/// How the lesson went that was just finished, and the one that comes next.
fn just_finished(model: &Model, lessons: &[CatalogEntry], dispatch: &Dispatch) -> Html {
    let finished = model.classroom.finished.last().filter(|_| model.classroom.just_finished);
    let Some(finished) = finished else { return html! { <div class="absent" /> } };
    let score = finished.score_words();
    let comma = if score.is_empty() { "" } else { ": " };
    let at = lessons.iter().position(|entry| finished.id.as_ref() == Some(&entry.id));
    let next = at.and_then(|at| lessons.get(at + 1));
    let button = next.map(|entry| {
        let onclick = opens(entry, dispatch);
        html! { <button type="button" class="primary" {onclick}>{ format!("Next: {}", entry.title) }</button> }
    });
    let last = at.is_some() && next.is_none();
    html! {
        <div class="lesson-finished" role="status">
            <p><strong>{ format!("{} is finished{comma}{score}.", quoted(&finished.title)) }</strong>{ if last { " It was the last one." } else { "" } }</p>
            { button.unwrap_or_default() }
        </div>
    }
}

/// A handler that opens a lesson or scenario of the list.
fn opens(entry: &CatalogEntry, dispatch: &Dispatch) -> impl Fn(MouseEvent) + 'static {
    let lesson_request = LessonRequest { id: entry.id.clone(), step: 0, scenario: entry.scenario };
    let dispatch = dispatch.clone();
    move |_| {
        dispatch.dispatch(Action::Lesson(LessonAction::List(false)));
        catalog::open(lesson_request.clone(), dispatch.clone());
    }
}

fn item(
    key: usize,
    number: Option<usize>,
    entry: &CatalogEntry,
    finished: Option<&FinishedLesson>,
    dispatch: &Dispatch,
) -> Html {
    let onclick = opens(entry, dispatch);
    let score = finished.map(|lesson| match lesson.predictions {
        0 => "✓ finished".to_owned(),
        all => format!("✓ {} of {all} right", lesson.right),
    });
    let minutes = match entry.minutes {
        0 => String::new(),
        minutes => counted(minutes as usize, "minute", "minutes"),
    };
    html! {
        <li {key}>
            <button type="button" {onclick}>
                <span class="lesson-number">{ number.map(|number| number.to_string()).unwrap_or_default() }</span>
                <span class="lesson-line"><strong>{ &entry.title }</strong><span>{ &entry.summary }</span></span>
                <span class={if score.is_some() { "lesson-score" } else { "quiet" }}>{ score.unwrap_or(minutes) }</span>
            </button>
        </li>
    }
}

/// The button that opens a lesson file.
pub fn open_file(dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            dispatch.dispatch(Action::Lesson(LessonAction::List(false)));
            files::open_file(&file, dispatch.clone());
        }
        // Allows the same file to be chosen again.
        input.set_value("");
    };
    html! {
        <label class="as-button">
            { "Open a file …" }
            <input type="file" accept=".json,application/json" class="for-readers" aria-label="Open a file of a lesson or a challenge" {onchange} />
        </label>
    }
}
