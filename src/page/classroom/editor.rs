//! The lesson editor, in the right column; what is done in the left column is recorded.

use super::editor_prediction::prediction;
use super::text_field::{choose, editor_callback, text_field};
use crate::page::browser::download::save_text;
use crate::page::dispatch::Dispatch;
use crate::page::effects::files;
use crate::page::session::lesson_editor::{LessonEditor, TextOf, UNTILS};
use crate::page::state::{Action, EditorAction, LessonAction, Model};
use crate::page::widgets::dialog::Dialog;
use crate::teaching::lesson::{Act, Lesson, MAX_STEPS};
use yew::prelude::*;

/// The right column: the inspector, or the lesson editor while it is open.
pub fn editor_column(model: &Model, dispatch: &Dispatch) -> Html {
    model.classroom.editor.as_ref().map_or_else(Html::default, |editor| editor_form(editor, dispatch))
}

fn editor_form(editor: &LessonEditor, dispatch: &Dispatch) -> Html {
    let field = |label: &str, of: TextOf, rows: usize| text_field(editor, label, of, rows, dispatch);
    html! {
        <section class="column known writing" aria-label="Your lesson">
            <div class="lesson-head">
                <h2 class="lesson-name">{ "Your lesson" }</h2>
                <button type="button" class="plain" onclick={editor_callback(dispatch, EditorAction::Leave)}>{ "Leave the editor" }</button>
            </div>
            <details class="fold">
                <summary><bdi>{ &editor.session.lesson.title }</bdi></summary>
                <div class="writing-fields">
                    { field("Title", TextOf::Title, 1) }
                    { field("In one sentence", TextOf::Summary, 2) }
                    { field("Minutes", TextOf::Minutes, 1) }
                    <button type="button" title="What has happened on the stage comes before the first step"
                        onclick={editor_callback(dispatch, EditorAction::BeginHere)}>{ "Start from the present stage" }</button>
                </div>
            </details>
            { steps(editor, dispatch) }
            <div class="writing-fields">
                { field("Title of the step", TextOf::StepTitle, 1) }
                { field("What the class reads", TextOf::Say, 4) }
            </div>
            { action(editor, dispatch) }
            { prediction(editor, dispatch) }
            <details class="fold">
                <summary>{ "What happened, why, what to try" }</summary>
                <div class="writing-fields">
                    { field("What happened", TextOf::Happened, 2) }
                    { field("Why", TextOf::Why, 3) }
                    { field("One thing to try", TextOf::Try, 2) }
                </div>
            </details>
            <details class="fold">
                <summary>{ "Notes, section, key" }</summary>
                <div class="writing-fields">
                    { field("Notes for the presenter’s window", TextOf::Notes, 3) }
                    { field("Section of the paper", TextOf::Paper, 1) }
                    { field("The key that is looked at", TextOf::Key, 1) }
                </div>
            </details>
            { out(editor, dispatch) }
        </section>
    }
}

/// The steps, which can be opened, moved up and removed.
fn steps(editor: &LessonEditor, dispatch: &Dispatch) -> Html {
    let all = &editor.session.lesson.steps;
    let icon = |label: String, path: &'static str, possible: bool, write: EditorAction| {
        html! {
            <button type="button" class="icon" aria-label={label.clone()} title={label} aria-disabled={(!possible).to_string()} onclick={editor_callback(dispatch, write)}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d={path} /></svg>
            </button>
        }
    };
    let items = all.iter().enumerate().map(|(index, step)| {
        let number = index + 1;
        let current = (index == editor.session.step).then_some("step");
        html! {
            <li key={index} class="writing-step">
                <button type="button" class="writing-step-name" aria-current={current} onclick={editor_callback(dispatch, EditorAction::GoTo(index))}>
                    <span class="quiet">{ number }</span><bdi>{ &step.title }</bdi>
                </button>
                { icon(format!("Move step {number} up"), "M12 19V5M6 11l6-6 6 6", index > 0, EditorAction::MoveUp(index)) }
                { icon(format!("Remove step {number}"), "M6 6L18 18M18 6L6 18", all.len() > 1, EditorAction::RemoveStep(index)) }
            </li>
        }
    });
    html! {
        <div class="writing-steps">
            <ol aria-label="Steps of your lesson">{ for items }</ol>
            <button type="button" class={if all.len() < MAX_STEPS { "" } else { "absent" }} onclick={editor_callback(dispatch, EditorAction::AddStep)}>{ "Add a step" }</button>
        </div>
    }
}

/// The step's recorded commands.
fn action(editor: &LessonEditor, dispatch: &Dispatch) -> Html {
    let acts = &editor.session.shown().acts;
    let items = acts.iter().enumerate().map(|(index, act)| {
        let words = act_words(act);
        let label = format!("Remove: {words}");
        html! {
            <li key={index}>
                <span>{ words }</span>
                <button type="button" class="icon" aria-label={label.clone()} title={label} onclick={editor_callback(dispatch, EditorAction::RemoveAct(index))}>
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
                </button>
            </li>
        }
    });
    let words = match (editor.recording, acts.is_empty()) {
        (true, true) => {
            "Recording: put, crash, draw a wall … on the stage or in the left column. It becomes this step’s action."
        }
        (true, false) => "Recording: what you do next is added.",
        (false, _) => "Not recording: what you do is not part of the lesson.",
    };
    html! {
        <div class="writing-part" role="group" aria-label="The step’s action">
            <div class="writing-head">
                <h3>{ "What is done" }</h3>
                <button type="button" class="record" aria-pressed={editor.recording.to_string()} onclick={editor_callback(dispatch, EditorAction::Record(!editor.recording))}>{ "Record" }</button>
            </div>
            <p class="quiet" role="status">{ words }</p>
            <ol class="writing-acts" aria-label="What is done">{ for items }</ol>
            <div class={if acts.is_empty() { "absent" } else { "pairs" }}>
                { text_field(editor, "The button says", TextOf::Act, 1, dispatch) }
                <label class="writing-field"><span>{ "It is over when" }</span>{ until(editor, dispatch) }</label>
            </div>
        </div>
    }
}

fn until(editor: &LessonEditor, dispatch: &Dispatch) -> Html {
    let now = editor.until();
    let known = UNTILS.iter().any(|(word, _)| *word == now);
    let others = (!known).then(|| (now.clone(), now.clone()));
    let options = UNTILS.iter().map(|(word, words)| ((*word).to_owned(), (*words).to_owned())).chain(others);
    choose("It is over when", options, &now, dispatch, EditorAction::Until)
}

/// A command in short, as in the file: `put client Alice, key cart, value milk`.
fn act_words(act: &Act) -> String {
    let json = act.command.to_json();
    let mut words = String::new();
    if let Some(fields) = json.as_object() {
        words.push_str(fields.get("do").and_then(|kind| kind.as_str()).unwrap_or_default());
        let shown = fields.iter().filter(|(name, _)| *name != "do" && *name != "at");
        for (index, (name, value)) in shown.enumerate() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            words.push_str(&format!("{}{name} {value}", if index == 0 { " " } else { ", " }));
        }
    }
    match act.at {
        Some(at) => format!("{words}; after {at} ms"),
        None => words,
    }
}

/// Trying, saving and sharing the lesson.
fn out(editor: &LessonEditor, dispatch: &Dispatch) -> Html {
    let lesson = editor.session.lesson.clone();
    let save = {
        let (lesson, dispatch) = (lesson.clone(), dispatch.clone());
        move |_: MouseEvent| dispatch.dispatch(Action::Lesson(LessonAction::Edit(save(&lesson))))
    };
    let copy = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| match lesson.to_link() {
            Ok(fragment) => files::copy_lesson_link(&fragment, dispatch.clone()),
            Err(error) => dispatch.dispatch(Action::Lesson(LessonAction::Edit(EditorAction::Note(error.to_string())))),
        }
    };
    html! {
        <div class="writing-out">
            <p class={if editor.note.is_empty() { "absent" } else { "writing-note" }} role="status">{ &editor.note }</p>
            <div class="row three">
                <button type="button" onclick={editor_callback(dispatch, EditorAction::Try)}>{ "Try it" }</button>
                <button type="button" class="primary" onclick={save}>{ "Save" }</button>
                <button type="button" title="A link with the whole lesson in it" onclick={copy}>{ "Copy as link" }</button>
            </div>
        </div>
    }
}

/// Saves the lesson as a file and returns the resulting action.
fn save(lesson: &Lesson) -> EditorAction {
    let text = lesson.write();
    if let Err(error) = Lesson::read(&text) {
        return EditorAction::Note(format!("Not saved: nobody could open it. {error}"));
    }
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let name: String = lesson.title.chars().map(plain).take(48).collect();
    match save_text(&format!("{}.json", name.trim_matches('-')), "application/json", &text) {
        Ok(()) => EditorAction::Saved,
        Err(_) => EditorAction::Note("The browser does not let the page save a file.".to_owned()),
    }
}

/// Asks what to do with an unsaved lesson.
pub fn unsaved_dialog(model: &Model, dispatch: &Dispatch) -> Html {
    let editor = model.classroom.editor.as_ref();
    let open = editor.is_some_and(|editor| editor.asking);
    let stay = dispatch.clone();
    let onclose = Callback::from(move |()| stay.dispatch(Action::Lesson(LessonAction::Edit(EditorAction::Stay))));
    html! {
        <Dialog {open} title="unsaved-title" {onclose}>
            <h2 id="unsaved-title">{ "Your lesson is not saved" }</h2>
            <p class="trouble">{ "Close this, and save it first; or leave it for good." }</p>
            <p class="trouble quiet">
                <button type="button" onclick={editor_callback(dispatch, EditorAction::LeaveAnyway)}>{ "Leave it for good" }</button>
            </p>
        </Dialog>
    }
}
