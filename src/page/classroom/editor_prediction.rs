//! The prediction of a step in the editor: what is measured, what the engine finds now, and which choice holds.

use super::text_field::{bare_field, text_field};
use super::text_field::{choose, editor_callback};
use crate::page::dispatch::Dispatch;
use crate::page::forms::answer_form::{KINDS, words_of};
use crate::page::session::lesson_editor::{LessonEditor, TextOf};
use crate::page::state::EditorAction;
use crate::teaching::lesson::{Argument, Choice, MAX_CHOICES, MIN_CHOICES, Prediction, What};
use yew::prelude::*;

/// The prediction, or the button that adds one.
pub fn prediction(editor: &LessonEditor, dispatch: &Dispatch) -> Html {
    let asked = editor.session.prediction();
    let words = if asked.is_some() { "Take it out" } else { "Ask for one" };
    html! {
        <div class="writing-part" role="group" aria-label="Prediction">
            <div class="writing-head">
                <h3>{ "Prediction" }</h3>
                <button type="button" onclick={editor_callback(dispatch, EditorAction::Ask(asked.is_none()))}>{ words }</button>
            </div>
            { match asked { Some(asked) => body(editor, asked, dispatch), None => html! { <div class="absent" /> } } }
        </div>
    }
}

fn body(editor: &LessonEditor, asked: &Prediction, dispatch: &Dispatch) -> Html {
    let (right, truth, refused) = match editor.session.outcome(editor.session.step) {
        Ok(outcome) => (outcome.right.clone(), outcome.truth.clone(), String::new()),
        Err(message) => (Vec::new(), String::new(), message),
    };
    let description = asked.measure.what.description();
    // A laboratory question has too many parameters for a select; a file may contain one.
    let measures =
        What::all().iter().filter(|known| known.what != What::Laboratory || known.what == asked.measure.what);
    let options = measures.map(|known| (known.word.to_owned(), known.word.replace('-', " ")));
    let accepted =
        description.needs.iter().chain(description.may).filter(|argument| **argument != Argument::Laboratory);
    let arguments = accepted.map(|argument| {
        let optional = if description.needs.contains(argument) { "" } else { ", if any" };
        let label = format!("{}{optional}", argument_label(*argument));
        html! { <div key={argument.as_str()}>{ text_field(editor, &label, TextOf::Argument(*argument), 1, dispatch) }</div> }
    });
    let choices = asked.choices.iter().enumerate().map(|(index, choice)| {
        let removable = asked.choices.len() > MIN_CHOICES;
        html! { <li key={index}>{ one(editor, index, choice, right.contains(&index), removable, dispatch) }</li> }
    });
    let standing = match right.len() {
        _ if !refused.is_empty() => refused,
        0 => "No choice is true: change one.".to_owned(),
        1 => "Exactly one choice is true.".to_owned(),
        several => format!("{several} choices are true: only one may be."),
    };
    let more = asked.choices.len() < MAX_CHOICES;
    html! {
        <div class="writing-fields">
            { text_field(editor, "Question", TextOf::Question, 2, dispatch) }
            <label class="writing-field">
                <span>{ "What is measured afterwards" }</span>
                { choose("What is measured", options, description.word, dispatch, EditorAction::Measure) }
            </label>
            <p class="quiet">{ description.about }</p>
            <div class="pairs">{ for arguments }</div>
            <p class="writing-truth">{ truth }</p>
            <p class={if right.len() == 1 { "quiet" } else { "refused" }} role="status">{ standing }</p>
            <ol class="writing-choices" aria-label="Choices of the prediction">{ for choices }</ol>
            <button type="button" class={if more { "" } else { "absent" }} onclick={editor_callback(dispatch, EditorAction::AddChoice)}>{ "Add a choice" }</button>
        </div>
    }
}

pub(super) fn argument_label(argument: Argument) -> &'static str {
    match argument {
        Argument::Key => "Key",
        Argument::Node => "Node",
        Argument::Value => "Value",
        Argument::Client => "Client",
        Argument::Operation => "Which request of the step",
        Argument::N => "N",
        Argument::Tokens => "Tokens",
        Argument::Message => "Kind of message",
        Argument::Invariant => "Which invariant",
        Argument::Laboratory => "Laboratory",
    }
}

/// One choice: its text, its condition, whether that holds now, and its explanation.
fn one(
    editor: &LessonEditor,
    index: usize,
    choice: &Choice,
    holds: bool,
    removable: bool,
    dispatch: &Dispatch,
) -> Html {
    let number = index + 1;
    let field = |what: &str, of: TextOf, rows: usize| {
        bare_field(editor, &format!("Choice {number}: {what}"), of, rows, dispatch)
    };
    let ways = KINDS.iter().map(|(way, words)| ((*way).to_owned(), (*words).to_owned()));
    let way = words_of(&choice.is).0;
    let label = format!("Remove choice {number}");
    html! {
        <div class={if holds { "writing-choice holds" } else { "writing-choice" }}>
            <div class="writing-head">
                <span>{ format!("Choice {number}") }</span>
                <strong>{ if holds { "holds" } else { "does not hold" } }</strong>
                <button type="button" class="icon" aria-label={label.clone()} title={label} aria-disabled={(!removable).to_string()}
                    onclick={editor_callback(dispatch, EditorAction::RemoveChoice(index))}>
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
                </button>
            </div>
            { field("what it says", TextOf::Choice(index), 1) }
            <div class="pairs">
                { choose(&format!("Choice {number}: right if it"), ways, way, dispatch, move |way| EditorAction::Compare(index, way)) }
                { field("this", TextOf::Expected(index), 1) }
            </div>
            { field("why it is right or wrong", TextOf::Because(index), 2) }
        </div>
    }
}
