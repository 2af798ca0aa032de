//! Text in which the paper's terms are links to the glossary.

use super::floating::anchor_of;
use crate::explain::glossary::{Piece, pieces};
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, InspectorAction, Note, NoteSubject};
use web_sys::{Event, KeyboardEvent};
use yew::prelude::*;

/// A text in which the first occurrence of each of the paper's terms can be pressed.
pub fn in_terms(words: &str, dispatch: &Dispatch) -> Vec<Html> {
    let piece = |(index, piece): (usize, Piece<'_>)| {
        let text = piece.text.to_owned();
        let Some(entry) = piece.entry else { return html! { <span key={index}>{ text }</span> } };
        let (click, press) = (opens(NoteSubject::Term(entry), dispatch), opens(NoteSubject::Term(entry), dispatch));
        html! {
            <span key={index} class="term" role="button" tabindex="0" aria-haspopup="dialog"
                onclick={move |event: MouseEvent| click(&event)}
                onkeydown={move |event: KeyboardEvent| if presses(&event) { press(&event) }}>{ text }</span>
        }
    };
    pieces(words).into_iter().enumerate().map(piece).collect()
}

/// Opens a note at the element that handled the event.
pub fn opens(what: NoteSubject, dispatch: &Dispatch) -> impl Fn(&Event) + 'static {
    let dispatch = dispatch.clone();
    move |event: &Event| {
        event.stop_propagation();
        let note = Note { what, anchor: anchor_of(event) };
        dispatch.dispatch(Action::Inspect(InspectorAction::Note(Some(note))));
    }
}

/// Whether a key presses the focused element; it then has no other effect.
pub fn presses(event: &KeyboardEvent) -> bool {
    let presses = matches!(event.key().as_str(), "Enter" | " ");
    if presses {
        event.prevent_default();
    }
    presses
}
