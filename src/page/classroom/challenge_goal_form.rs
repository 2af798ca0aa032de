//! The goal of a challenge that is written: its parts, each of a kind with fields of its own, and how each stands now.

use super::challenge_field::{edit_callback, either, field, select};
use super::editor_prediction::argument_label;
use crate::page::dispatch::Dispatch;
use crate::page::forms::answer_form::KINDS;
use crate::page::session::challenge_editor::{ChallengeEditor, FieldOf, GOAL_KINDS, GoalForm};
use crate::page::state::{ChallengeEdit, Model};
use crate::teaching::challenge::{MAX_GOALS, NodeStanding, Setting};
use crate::teaching::lesson::{Argument, What};
use yew::prelude::*;

pub fn goal(model: &Model, editor: &ChallengeEditor, dispatch: &Dispatch) -> Html {
    let parts = editor.parts.iter().enumerate().map(|(index, part)| {
        html! { <li key={index}>{ one(editor, index, part, dispatch) }</li> }
    });
    let several = editor.parts.len() > 1;
    let now = editor.challenge().ok().map(|challenge| model.standing_of(&challenge));
    let words = match now {
        Some(true) => "It holds already on the stage as it is: there would be nothing to do.",
        Some(false) => "It does not hold yet on the stage as it is.",
        None => "",
    };
    html! {
        <div class="writing-part" role="group" aria-label="The goal">
            <div class="writing-head"><h3>{ "The goal" }</h3></div>
            { either("When it must hold", [("at any moment", false), ("at the end", true)], editor.at_end, dispatch, ChallengeEdit::AtEnd) }
            <div class={if several { "" } else { "absent" }}>
                { either("How many parts must hold", [("all of these", true), ("one of these", false)], editor.needs_all, dispatch, ChallengeEdit::NeedsAll) }
            </div>
            <ol class="writing-choices" aria-label="Parts of the goal">{ for parts }</ol>
            <p class={if words.is_empty() { "absent" } else { "quiet" }} role="status">{ words }</p>
            <button type="button" class={if editor.parts.len() < MAX_GOALS { "" } else { "absent" }} onclick={edit_callback(dispatch, ChallengeEdit::AddPart)}>{ "Add a part" }</button>
        </div>
    }
}

fn one(editor: &ChallengeEditor, index: usize, part: &GoalForm, dispatch: &Dispatch) -> Html {
    let number = index + 1;
    let label = format!("Remove part {number}");
    let removable = editor.parts.len() > 1;
    let (words, wrong) = match part.words() {
        Ok(words) => (format!("{words}."), false),
        Err(message) => (message, true),
    };
    html! {
        <div class="writing-choice">
            <div class="writing-head">
                <span>{ format!("Part {number}") }</span>
                <button type="button" class="icon" aria-label={label.clone()} title={label} aria-disabled={(!removable).to_string()}
                    onclick={edit_callback(dispatch, ChallengeEdit::RemovePart(index))}>
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
                </button>
            </div>
            { fields(editor, index, part, dispatch) }
            <p class={if wrong { "refused" } else { "writing-truth" }}>{ words }</p>
        </div>
    }
}

/// The fields of a part, by its kind; a part that came from a file and has no form is kept as it is.
fn fields(editor: &ChallengeEditor, index: usize, part: &GoalForm, dispatch: &Dispatch) -> Html {
    if part.kind().is_empty() {
        return html! { <p class="quiet">{ "From the file; it can be removed here, not changed." }</p> };
    }
    let text = |label: &str, name: &'static str| field(editor, label, FieldOf::Goal(index, name), 1, dispatch);
    let pick = |label: &str, name: &'static str, options: &[(&str, &str)]| {
        let options = options.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned()));
        select(editor, label, FieldOf::Goal(index, name), options, dispatch)
    };
    let answer = || {
        html! { <div class="pairs">{ pick("Compared", "compare", &KINDS) }{ text("With", "answer") }</div> }
    };
    let body = match part.kind() {
        "measure" => html! { <>{ measure(editor, index, part, dispatch) }{ answer() }</> },
        "request" => html! {
            <>
                <div class="pairs">
                    { pick("Which", "do", &[("get", "a get"), ("put", "a put"), ("delete", "a delete"), ("", "any")]) }
                    { pick("That", "status", &[("ok", "is done"), ("failed", "fails"), ("pending", "has no answer"), ("", "any")]) }
                    { text("Key", "key") }
                    { text("Client", "client") }
                    { text("Returns so many versions", "versions") }
                    { pick("Stale", "stale", &[("", "any"), ("true", "misses an acknowledged put"), ("false", "misses none")]) }
                    { pick("When", "now", &[("", "at some time"), ("true", "answered at this moment")]) }
                </div>
                { answer() }
            </>
        },
        "setting" => {
            let settings = Setting::ALL.map(|setting| {
                (setting.as_str(), if setting == Setting::Overlap { "R + W − N" } else { setting.as_str() })
            });
            html! { <>{ pick("Which", "setting", &settings) }{ answer() }</> }
        }
        "nodes" => {
            let standings = NodeStanding::ALL.map(|standing| (standing.as_str(), standing.as_str()));
            html! { <>{ pick("Nodes that are", "nodes", &standings) }{ text("Only homes of this key", "homesOf") }{ answer() }</> }
        }
        "agree" => text("Key", "agree"),
        _ => html! { <>{ text("Command, as in the file: crash, drop, put …", "given") }{ answer() }</> },
    };
    html! { <>{ pick("What", "kind", &GOAL_KINDS) }{ body }</> }
}

fn measure(editor: &ChallengeEditor, index: usize, part: &GoalForm, dispatch: &Dispatch) -> Html {
    let measures = What::all().iter().filter(|known| known.what != What::Laboratory);
    let options = measures.map(|known| (known.word.to_owned(), known.word.replace('-', " ")));
    let chosen = select(editor, "Measure", FieldOf::Goal(index, "what"), options, dispatch);
    let Some(description) = part.what().map(What::description) else { return chosen };
    let arguments =
        description.needs.iter().chain(description.may).filter(|argument| **argument != Argument::Laboratory);
    let arguments = arguments.map(|argument| {
        let optional = if description.needs.contains(argument) { "" } else { ", if any" };
        let label = format!("{}{optional}", argument_label(*argument));
        html! { <div key={argument.as_str()}>{ field(editor, &label, FieldOf::Goal(index, argument.as_str()), 1, dispatch) }</div> }
    });
    html! {
        <>
            { chosen }
            <p class="quiet">{ description.about }</p>
            <div class="pairs">{ for arguments }</div>
        </>
    }
}
