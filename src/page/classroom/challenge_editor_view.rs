//! The editor of challenges, in the right column: the world is the stage, the rest is said here.

use super::challenge_field::{edit_callback, field};
use super::challenge_goal_form::goal;
use crate::page::browser::download::save_text;
use crate::page::dispatch::Dispatch;
use crate::page::effects::files;
use crate::page::session::challenge_editor::{ChallengeEditor, FieldOf};
use crate::page::state::{Action, ChallengeAction, ChallengeEdit, Model};
use crate::page::widgets::dialog::Dialog;
use crate::scenario::locked::Part;
use crate::teaching::challenge::{Challenge, Limit, MAX_HINTS};
use yew::prelude::*;

/// The right column while a challenge is written.
pub fn challenge_editor_column(model: &Model, dispatch: &Dispatch) -> Html {
    let Some(editor) = &model.classroom.challenge_editor else { return Html::default() };
    let named = |label: &'static str, name: &'static str, rows: usize| {
        field(editor, label, FieldOf::Named(name), rows, dispatch)
    };
    html! {
        <section class="column known writing" aria-label="Your challenge">
            <div class="lesson-head">
                <h2 class="lesson-name">{ "Your challenge" }</h2>
                <button type="button" class="plain" onclick={edit_callback(dispatch, ChallengeEdit::Leave)}>{ "Leave the editor" }</button>
            </div>
            <div class="writing-fields">
                { named("Title", "title", 1) }
                { named("In one sentence", "summary", 2) }
                { named("The task", "task", 4) }
            </div>
            { world(editor, dispatch) }
            { goal(model, editor, dispatch) }
            { budget(editor, dispatch) }
            { hints(editor, dispatch) }
            <details class="fold">
                <summary>{ "Minutes, section, key, afterwards" }</summary>
                <div class="writing-fields">
                    { named("Minutes", "minutes", 1) }
                    { named("Section of the paper", "paper", 1) }
                    { named("The key that is looked at", "key", 1) }
                    { named("Read when it is solved", "afterwards", 3) }
                    { named("The fewest commands known, if the smallest history is asked for", "fewest", 1) }
                </div>
            </details>
            { out(editor, dispatch) }
        </section>
    }
}

/// The world in which it begins, and what may not be touched.
fn world(editor: &ChallengeEditor, dispatch: &Dispatch) -> Html {
    let nodes = editor.scenario.nodes.len();
    let commands = editor.scenario.script.len();
    let words = format!(
        "It begins with {}; N\u{a0}=\u{a0}{}, R\u{a0}=\u{a0}{}, W\u{a0}=\u{a0}{}; {}.",
        crate::explain::key_journey::words::counted(nodes, "node", "nodes"),
        editor.scenario.n,
        editor.scenario.r,
        editor.scenario.w,
        match commands {
            0 => "nothing done yet".to_owned(),
            _ => crate::explain::key_journey::words::counted(commands, "command", "commands") + " done",
        }
    );
    let locks = Part::ALL.into_iter().map(|part| {
        let onchange = edit_callback::<Event>(dispatch, ChallengeEdit::Lock(part));
        html! { <label key={part.as_str()} class="check"><input type="checkbox" checked={editor.locked.has(part)} {onchange} />{ part.label() }</label> }
    });
    html! {
        <div class="writing-part" role="group" aria-label="The world">
            <div class="writing-head"><h3>{ "The world" }</h3></div>
            <p class="quiet">{ words }</p>
            <button type="button" title="What has happened on the stage is done already when it begins" onclick={edit_callback(dispatch, ChallengeEdit::BeginHere)}>{ "Start from the present stage" }</button>
            <fieldset>
                <legend>{ "May not be touched" }</legend>
                { for locks }
            </fieldset>
        </div>
    }
}

fn budget(editor: &ChallengeEditor, dispatch: &Dispatch) -> Html {
    let limits = Limit::ALL.into_iter().map(|limit| {
        html! { <div key={limit.as_str()}>{ field(editor, limit.label(), FieldOf::Budget(limit), 1, dispatch) }</div> }
    });
    html! {
        <details class="fold">
            <summary>{ "The budget" }</summary>
            <p class="quiet">{ "At most so much of each; empty: no limit." }</p>
            <div class="pairs">{ for limits }</div>
        </details>
    }
}

fn hints(editor: &ChallengeEditor, dispatch: &Dispatch) -> Html {
    let fields = (0..editor.hints.len()).map(|index| {
        let label = format!("Hint {}", index + 1);
        html! { <div key={index}>{ field(editor, &label, FieldOf::Hint(index), 2, dispatch) }</div> }
    });
    let more = editor.hints.len() < MAX_HINTS;
    html! {
        <details class="fold">
            <summary>{ "Hints" }</summary>
            <div class="writing-fields">
                { for fields }
                <button type="button" class={if more { "" } else { "absent" }} onclick={edit_callback(dispatch, ChallengeEdit::AddHint)}>{ "Add a hint" }</button>
            </div>
        </details>
    }
}

/// Trying, saving and sharing the challenge.
fn out(editor: &ChallengeEditor, dispatch: &Dispatch) -> Html {
    let (made, note) = match editor.challenge() {
        Ok(challenge) => (Some(challenge), editor.note.clone()),
        Err(message) => (None, message),
    };
    let ready = made.is_some();
    let save = {
        let (made, dispatch) = (made.clone(), dispatch.clone());
        move |_: MouseEvent| {
            if let Some(challenge) = &made {
                dispatch.dispatch(Action::Challenge(ChallengeAction::Edit(save(challenge))));
            }
        }
    };
    let copy = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| match made.as_ref().map(Challenge::to_link) {
            Some(Ok(fragment)) => files::copy_challenge_link(&fragment, dispatch.clone()),
            Some(Err(error)) => {
                dispatch.dispatch(Action::Challenge(ChallengeAction::Edit(ChallengeEdit::Note(error.to_string()))));
            }
            None => {}
        }
    };
    let disabled = (!ready).to_string();
    html! {
        <div class="writing-out">
            <p class={if note.is_empty() { "absent" } else if ready { "writing-note" } else { "refused" }} role="status">{ note }</p>
            <div class="row three">
                <button type="button" aria-disabled={disabled.clone()} onclick={edit_callback(dispatch, ChallengeEdit::Try)}>{ "Try it" }</button>
                <button type="button" class="primary" aria-disabled={disabled.clone()} onclick={save}>{ "Save" }</button>
                <button type="button" title="A link with the whole challenge in it" aria-disabled={disabled} onclick={copy}>{ "Copy as link" }</button>
            </div>
        </div>
    }
}

/// Saves the challenge as a file and returns the resulting action.
fn save(challenge: &Challenge) -> ChallengeEdit {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let name: String = challenge.title.chars().map(plain).take(48).collect();
    match save_text(&format!("{}.json", name.trim_matches('-')), "application/json", &challenge.write()) {
        Ok(()) => ChallengeEdit::Saved,
        Err(_) => ChallengeEdit::Note("The browser does not let the page save a file.".to_owned()),
    }
}

/// Asks what to do with an unsaved challenge.
pub fn unsaved_challenge_dialog(model: &Model, dispatch: &Dispatch) -> Html {
    let open = model.classroom.challenge_editor.as_ref().is_some_and(|editor| editor.asking);
    let stay = dispatch.clone();
    let onclose =
        Callback::from(move |()| stay.dispatch(Action::Challenge(ChallengeAction::Edit(ChallengeEdit::Stay))));
    html! {
        <Dialog {open} title="unsaved-challenge-title" {onclose}>
            <h2 id="unsaved-challenge-title">{ "Your challenge is not saved" }</h2>
            <p class="trouble">{ "Close this, and save it first; or leave it for good." }</p>
            <p class="trouble quiet">
                <button type="button" onclick={edit_callback(dispatch, ChallengeEdit::LeaveAnyway)}>{ "Leave it for good" }</button>
            </p>
        </Dialog>
    }
}
