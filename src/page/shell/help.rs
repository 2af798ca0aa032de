//! The list of keyboard shortcuts, and the dialog for what could not be opened.

use crate::page::browser;
use crate::page::browser::download::save_text;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, DraftAction, HELP, Model};
use crate::page::widgets::dialog::Dialog;
use yew::prelude::*;

/// The dialog of keyboard shortcuts.
pub fn help(model: &Model, dispatch: &Dispatch) -> Html {
    html! {
        <Dialog open={model.help} title="help-title" onclose={closes(dispatch, || Action::Help(false))}>
            <h2 id="help-title">{ "By keyboard" }</h2>
            <Shortcuts />
            <p><a href="./licenses.txt" target="_blank" onclick={open_licenses}>{ "Licenses" }</a></p>
        </Dialog>
    }
}

/// All shortcuts. A component without properties, so drawn once.
#[component]
fn Shortcuts() -> Html {
    let rows = HELP.iter().enumerate().map(|(index, line)| {
        let (keys, words) = line.words();
        html! { <div key={index}><dt><kbd>{ keys }</kbd></dt><dd>{ words }</dd></div> }
    });
    html! { <dl>{ for rows }</dl> }
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
