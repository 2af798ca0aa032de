//! The list of gestures and keyboard shortcuts, and the dialog for what could not be opened.

use crate::page::browser;
use crate::page::browser::download::save_text;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, DraftAction, HELP, Model};
use crate::page::widgets::dialog::Dialog;
use yew::prelude::*;

/// What can be done with the pointer on the stage.
const GESTURES: [(&str, &str); 5] = [
    ("Stroke across the ring", "cuts the network along it"),
    ("Drag a node or a client", "to the other side of the wall, or away from the others: cuts it off"),
    ("Press a node, a client, a message or the wall", "what can be done to it"),
    ("Point at anything", "what it is, in place of the reason under the sentence"),
    ("Press a dotted word", "what it means"),
];

/// The dialog of gestures and keyboard shortcuts.
pub fn help(model: &Model, dispatch: &Dispatch) -> Html {
    html! {
        <Dialog open={model.help} title="help-title" onclose={closes(dispatch, || Action::Help(false))}>
            <h2 id="help-title" tabindex="-1" autofocus=true>{ "Help" }</h2>
            <h3>{ "By mouse or finger" }</h3>
            <dl>{ for GESTURES.iter().map(|(gesture, words)| line(gesture, words)) }</dl>
            <h3>{ "By keyboard" }</h3>
            <Shortcuts />
            <p><a href="./licenses.txt" target="_blank" onclick={open_licenses}>{ "Licenses" }</a></p>
        </Dialog>
    }
}

/// All shortcuts. A component without properties, so drawn once.
#[component]
fn Shortcuts() -> Html {
    let rows = HELP.iter().map(|help_line| {
        let (keys, words) = help_line.words();
        line(&keys, words)
    });
    html! { <dl>{ for rows }</dl> }
}

fn line(what: &str, words: &'static str) -> Html {
    html! { <div key={words}><dt><kbd>{ what.to_owned() }</kbd></dt><dd>{ words }</dd></div> }
}

/// In the one-file edition, the licences are an element of the page.
fn open_licenses(event: MouseEvent) {
    let document = browser::document();
    let licenses = document.and_then(|document| document.get_element_by_id("licenses"));
    if let Some(text) = licenses.and_then(|licenses| licenses.text_content()) {
        event.prevent_default();
        // If the browser cannot save, it reports that itself.
        let _ = save_text("licenses.txt", "text/plain", &text);
    }
}

/// Says what could not be opened, and why.
pub fn error_dialog(model: &Model, dispatch: &Dispatch) -> Html {
    let words = model.drafts.error_dialog.clone();
    html! {
        <Dialog open={words.is_some()} title="trouble-title" onclose={closes(dispatch, || Action::Draft(DraftAction::CloseErrorDialog))}>
            <h2 id="trouble-title">{ "That could not be opened" }</h2>
            <p class="trouble">{ words.unwrap_or_default() }</p>
            <p class="trouble quiet">{ "Nothing has changed: the page is as it was before." }</p>
        </Dialog>
    }
}

fn closes(dispatch: &Dispatch, action: fn() -> Action) -> Callback<()> {
    let dispatch = dispatch.clone();
    Callback::from(move |()| dispatch.dispatch(action()))
}
