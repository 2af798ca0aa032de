//! A short note in a popover: a term of the paper, or why one version replaced another. Escape, its button, or moving
//! on closes it.

use super::floating::{active_element, focus, give_focus_back, leaves, stand_beside};
use crate::explain::glossary::ENTRIES;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, InspectorAction, Model, Note, NoteSubject};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};
use yew::prelude::*;

#[derive(Clone, PartialEq, Default)]
struct NoteText {
    title: AttrValue,
    words: AttrValue,
    section: AttrValue,
    term: Option<usize>,
}

#[derive(Properties, PartialEq)]
pub struct NoteBoxProps {
    note: Option<Note>,
    note_text: NoteText,
    dispatch: Dispatch,
}

/// The open note, if there is one.
pub fn note_box(model: &Model, dispatch: &Dispatch) -> Html {
    let note_text = model.inspector.note.and_then(|note| note_text(model, note.what));
    let note = model.inspector.note.filter(|_| note_text.is_some());
    html! { <NoteBox {note} note_text={note_text.unwrap_or_default()} dispatch={dispatch.clone()} /> }
}

fn note_text(model: &Model, what: NoteSubject) -> Option<NoteText> {
    if let NoteSubject::Term(index) = what {
        let entry = ENTRIES.get(index)?;
        let section = format!("Section {}", entry.section).into();
        return Some(NoteText { title: entry.term.into(), words: entry.words.into(), section, term: Some(index) });
    }
    let versions = model.world.versions(&model.journey.key);
    let history = &versions.history;
    let known = |from: usize, to: usize| from.max(to) < history.versions.len();
    let (title, words) = match what {
        NoteSubject::Read(from, to) if known(from, to) => ("What the put had read", history.explain_edge(from, to)),
        NoteSubject::Loss(from, to) if known(from, to) => ("What took its place", history.explain_loss(from, to)),
        _ => return None,
    };
    Some(NoteText { title: title.into(), words: words.into(), section: "Section 4.4".into(), term: None })
}

/// The note; hidden while none is open.
#[component]
fn NoteBox(props: &NoteBoxProps) -> Html {
    let NoteBoxProps { note, note_text, dispatch } = props;
    let element = use_node_ref();
    let opener = use_mut_ref(|| None::<Option<Element>>);
    {
        let element = element.clone();
        use_effect_with(*note, move |note| {
            let Some(own) = element.cast::<HtmlElement>() else { return };
            match note {
                Some(note) => {
                    if !active_element().is_some_and(|active| own.contains(Some(&active))) {
                        *opener.borrow_mut() = Some(active_element());
                    }
                    stand_beside(&own, note.anchor);
                    focus(Some(own.unchecked_into()));
                }
                None => give_focus_back(&own, opener.borrow_mut().take()),
            }
        });
    }
    let close = |dispatch: &Dispatch| {
        let dispatch = dispatch.clone();
        move || dispatch.dispatch(Action::Inspect(InspectorAction::Note(None)))
    };
    let (escape, left, closed) = (close(dispatch), close(dispatch), close(dispatch));
    let all = {
        let (dispatch, term, close) = (dispatch.clone(), note_text.term, close(dispatch));
        move |_| {
            close();
            dispatch.dispatch(Action::Inspect(InspectorAction::Term(term)));
        }
    };
    let (own, open) = (element.clone(), note.is_some());
    html! {
        <div class={if open { "note" } else { "note absent" }} ref={element} role="dialog" tabindex="-1"
            aria-labelledby="ringside-note-title" aria-describedby="ringside-note-words"
            onkeydown={move |event: KeyboardEvent| if event.key() == "Escape" {
                event.prevent_default();
                escape();
            }}
            onfocusout={move |event: FocusEvent| if open && leaves(&event, &own) { left() }}>
            <p class="note-title" id="ringside-note-title">{ &note_text.title }</p>
            <p id="ringside-note-words">{ &note_text.words }</p>
            <p class="quiet">{ &note_text.section }</p>
            <div class="note-buttons">
                <button type="button" class={if note_text.term.is_some() { "" } else { "absent" }} onclick={all}>{ "All the words" }</button>
                <button type="button" onclick={move |_| closed()}>{ "Close" }</button>
            </div>
        </div>
    }
}
