//! A text field of the lesson editor. It takes effect when it is left, reports each keystroke so that nothing typed is
//! lost, and is a component so that nothing is redrawn over what somebody is typing.

use super::lesson_callback;
use crate::page::dispatch::Dispatch;
use crate::page::session::lesson_editor::{LessonEditor, TextOf};
use crate::page::state::{Action, EditorAction, LessonAction};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
struct TextFieldProps {
    label: AttrValue,
    value: AttrValue,
    of: TextOf,
    /// Lines; 1 makes a single-line field.
    rows: usize,
    dispatch: Dispatch,
}

#[component]
fn TextField(props: &TextFieldProps) -> Html {
    let TextFieldProps { label, value, of, rows, dispatch } = props;
    let of = *of;
    let oninput = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| writes_text(&dispatch, &event, |typed| EditorAction::Typing(of, typed))
    };
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| writes_text(&dispatch, &event, |typed| EditorAction::Text(of, typed));
    if *rows > 1 {
        return html! { <textarea rows={rows.to_string()} dir="auto" aria-label={label.clone()} value={value.clone()} {onchange} {oninput} /> };
    }
    let onkeydown = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = target {
                // Leaving the field makes it take effect.
                let _ = input.blur();
                let _ = input.focus();
            }
        }
    };
    html! {
        <input type="text" dir="auto" autocomplete="off" aria-label={label.clone()} value={value.clone()} {onchange} {oninput} {onkeydown} />
    }
}

fn writes_text(dispatch: &Dispatch, event: &Event, write: impl FnOnce(String) -> EditorAction) {
    let Some(target) = event.target() else { return };
    let typed = match target.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => area.value(),
        None => target.unchecked_into::<HtmlInputElement>().value(),
    };
    dispatch.dispatch(Action::Lesson(LessonAction::Edit(write(typed))));
}

/// A field with a visible label.
pub fn text_field(editor: &LessonEditor, label: &str, of: TextOf, rows: usize, dispatch: &Dispatch) -> Html {
    html! {
        <label class="writing-field">
            <span>{ label.to_owned() }</span>{ bare_field(editor, label, of, rows, dispatch) }
        </label>
    }
}

/// A field with a label for screen readers only.
pub fn bare_field(editor: &LessonEditor, label: &str, of: TextOf, rows: usize, dispatch: &Dispatch) -> Html {
    html! { <TextField label={label.to_owned()} value={editor.text(of)} {of} {rows} dispatch={dispatch.clone()} /> }
}

/// A handler that dispatches this editor action.
pub(super) fn editor_callback(dispatch: &Dispatch, write: EditorAction) -> impl Fn(MouseEvent) + 'static {
    lesson_callback(dispatch, LessonAction::Edit(write))
}

/// A select whose choice becomes an editor action.
pub(super) fn choose(
    label: &str,
    options: impl Iterator<Item = (String, String)>,
    chosen: &str,
    dispatch: &Dispatch,
    write: impl Fn(String) -> EditorAction + 'static,
) -> Html {
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        dispatch.dispatch(Action::Lesson(LessonAction::Edit(write(value))));
    };
    let options = options.map(|(value, words)| {
        html! { <option key={value.clone()} value={value.clone()} selected={value == chosen}>{ words }</option> }
    });
    html! { <select aria-label={label.to_owned()} {onchange}>{ for options }</select> }
}
