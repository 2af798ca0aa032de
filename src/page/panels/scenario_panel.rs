//! Opening, saving, pasting and sharing scenarios, and starting over.

use crate::explain::key_journey::words::quoted;
use crate::page::effects::files;
use crate::page::state::{Action, DraftAction, Model, RingAction, Sharing, read_text};
use crate::page::widgets::controls::{PanelContext, fold};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the field for a pasted scenario.
const PASTED: &str = "ringside-pasted";

pub fn scenario_panel(model: &Model, context: &PanelContext) -> Html {
    let title = model.world.beginning.scenario.title.as_deref().map(quoted).unwrap_or_default();
    let chosen = {
        let dispatch = context.dispatch.clone();
        move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                files::open_file(&file, dispatch.clone());
            }
            // Allows the same file to be chosen again.
            input.set_value("");
        }
    };
    let save = {
        let world = model.world.clone();
        move |_: MouseEvent| files::save(&world.playground().scenario())
    };
    let copy = {
        let (model, dispatch) = (model.clone(), context.dispatch.clone());
        move |_: MouseEvent| files::copy_link(&model, dispatch.clone())
    };
    let share = context.callback::<MouseEvent>(Action::Draft(DraftAction::Share(Some(Sharing::new(model)))));
    html! {
        <div class="scenario">
            <p class={if title.is_empty() { "absent" } else { "" }}><bdi>{ title }</bdi></p>
            <div class="row">
                <label class="as-button">
                    { "Open a scenario or a ring…" }
                    <input type="file" class="for-readers" aria-label="Open a scenario or a ring" onchange={chosen} />
                </label>
                <button type="button" title="A file that plays to exactly this history" onclick={save}>{ "Save the scenario" }</button>
                <button type="button" title="A link to exactly this step" onclick={copy}>{ "Copy the link" }</button>
                { start_anew(model, context) }
                <button type="button" title="A link as you want it, and pictures" onclick={share}>{ "Share or save…" }</button>
            </div>
            <p class="quiet" role="status">{ &*model.drafts.note }</p>
            { fold("Paste a scenario or a ring", paste(context)) }
            { undo(model, context) }
            <p class="quiet">{ "A file can be dropped anywhere on the page, too." }</p>
            <p class="quiet">{ "The ring of a real cluster: what nodetool ring, status or describering, or riak admin member-status print." }
                <button type="button" class="as-link" onclick={context.callback::<MouseEvent>(Action::Ring(RingAction::Show))}>{ "Show the ring of a real cluster" }</button></p>
        </div>
    }
}

fn start_anew(model: &Model, context: &PanelContext) -> Html {
    let nothing = model.world.steps == 0;
    let title = if nothing {
        "Nothing has happened yet"
    } else {
        "A new history on the same ring, with empty disks; Undo brings this one back"
    };
    let dispatch = context.dispatch.clone();
    let onclick = move |_| {
        if !nothing {
            dispatch.dispatch(Action::StartAnew);
        }
    };
    html! { <button type="button" {title} aria-disabled={nothing.to_string()} {onclick}>{ "Start over" }</button> }
}

/// Undo and redo of edits, opened scenarios and fresh starts.
pub fn undo(model: &Model, context: &PanelContext) -> Html {
    let (undoable, redoable) = (model.undoable().map(str::to_owned), model.redoable().map(str::to_owned));
    let none = undoable.is_none() && redoable.is_none();
    html! {
        <div class={if none { "absent" } else { "ways-back" }}>
            <button type="button" class={if undoable.is_some() { "undo" } else { "absent" }}
                onclick={context.callback::<MouseEvent>(Action::Undo)}>{ format!("Undo: {}", undoable.unwrap_or_default()) }</button>
            <button type="button" class={if redoable.is_some() { "undo" } else { "absent" }}
                onclick={context.callback::<MouseEvent>(Action::Redo)}>{ format!("Redo: {}", redoable.unwrap_or_default()) }</button>
        </div>
    }
}

fn paste(context: &PanelContext) -> Html {
    let dispatch = context.dispatch.clone();
    let onclick = move |_| dispatch.dispatch(read_text(files::text_of(PASTED)));
    html! {
        <div>
            <textarea id={PASTED} class="mono" rows="3" autocomplete="off" spellcheck="false" dir="auto" aria-label="A scenario as JSON, or what a cluster prints of its ring" />
            <button type="button" {onclick}>{ "Open the text" }</button>
        </div>
    }
}
