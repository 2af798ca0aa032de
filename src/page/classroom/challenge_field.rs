//! Fields of the editor of challenges. A component, so that nothing is redrawn over what somebody is typing.

use crate::page::dispatch::Dispatch;
use crate::page::session::challenge_editor::{ChallengeEditor, FieldOf};
use crate::page::state::{Action, ChallengeAction, ChallengeEdit};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A handler that dispatches this edit.
pub(super) fn edit_callback<E>(dispatch: &Dispatch, edit: ChallengeEdit) -> impl Fn(E) + 'static {
    let dispatch = dispatch.clone();
    move |_| dispatch.dispatch(Action::Challenge(ChallengeAction::Edit(edit.clone())))
}

#[derive(Properties, PartialEq)]
struct ChallengeFieldProps {
    label: AttrValue,
    value: AttrValue,
    of: FieldOf,
    /// Lines; 1 makes a single-line field.
    rows: usize,
    dispatch: Dispatch,
}

#[component]
fn ChallengeField(props: &ChallengeFieldProps) -> Html {
    let ChallengeFieldProps { label, value, of, rows, dispatch } = props;
    let set = {
        let (of, dispatch) = (of.clone(), dispatch.clone());
        move |typed| dispatch.dispatch(Action::Challenge(ChallengeAction::Edit(ChallengeEdit::Set(of.clone(), typed))))
    };
    if *rows > 1 {
        let oninput = move |event: InputEvent| set(event.target_unchecked_into::<HtmlTextAreaElement>().value());
        return html! { <textarea rows={rows.to_string()} dir="auto" aria-label={label.clone()} value={value.clone()} {oninput} /> };
    }
    let oninput = move |event: InputEvent| set(event.target_unchecked_into::<HtmlInputElement>().value());
    html! { <input type="text" dir="auto" autocomplete="off" aria-label={label.clone()} value={value.clone()} {oninput} /> }
}

/// A field with a visible label.
pub(super) fn field(editor: &ChallengeEditor, label: &str, of: FieldOf, rows: usize, dispatch: &Dispatch) -> Html {
    html! {
        <label class="writing-field">
            <span>{ label.to_owned() }</span>
            <ChallengeField label={label.to_owned()} value={editor.text(&of)} {of} {rows} dispatch={dispatch.clone()} />
        </label>
    }
}

/// A select for a field. What it holds already is among its options, too.
fn choose(
    editor: &ChallengeEditor,
    label: &str,
    of: FieldOf,
    options: impl Iterator<Item = (String, String)>,
    dispatch: &Dispatch,
) -> Html {
    let chosen = editor.text(&of);
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        dispatch.dispatch(Action::Challenge(ChallengeAction::Edit(ChallengeEdit::Set(of.clone(), value))));
    };
    let mut options: Vec<(String, String)> = options.collect();
    if !options.iter().any(|(value, _)| *value == chosen) {
        options.push((chosen.clone(), chosen.clone()));
    }
    let options = options.into_iter().map(|(value, words)| {
        html! { <option key={value.clone()} value={value.clone()} selected={value == chosen}>{ words }</option> }
    });
    html! { <select aria-label={label.to_owned()} {onchange}>{ for options }</select> }
}

/// A choice between two, by buttons that stay pressed.
pub(super) fn either(
    label: &'static str,
    choices: [(&'static str, bool); 2],
    now: bool,
    dispatch: &Dispatch,
    edit: fn(bool) -> ChallengeEdit,
) -> Html {
    let button = |(words, value): (&'static str, bool)| {
        html! { <button type="button" aria-pressed={(now == value).to_string()} onclick={edit_callback(dispatch, edit(value))}>{ words }</button> }
    };
    html! { <div class="choice" role="group" aria-label={label}>{ for choices.into_iter().map(button) }</div> }
}

/// A select for a field of the editor, with a visible label.
pub(super) fn select(
    editor: &ChallengeEditor,
    label: &str,
    of: FieldOf,
    options: impl Iterator<Item = (String, String)>,
    dispatch: &Dispatch,
) -> Html {
    html! {
        <label class="writing-field">
            <span>{ label.to_owned() }</span>{ choose(editor, label, of, options, dispatch) }
        </label>
    }
}
