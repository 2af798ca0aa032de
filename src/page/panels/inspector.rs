//! The right column: what is known. Which panels are unfolded follows what happens, unless the reader chose otherwise.

mod cart_view;
mod contexts_panel;
mod copies_panel;
mod dots_view;
mod history_panel;
mod overlap_panel;
mod preference_panel;
mod ring_list;
mod search_of_break;
mod shares_panel;
mod trees_panel;
mod truth_panel;
mod words_panel;

use crate::page::dispatch::Dispatch;
use crate::page::projection::folding::Panel;
use crate::page::state::{Action, InspectorAction, Model};
use yew::prelude::*;

/// The right column.
pub fn inspector_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let folding_context = model.folding_context();
    let part = |panel: Panel, title: &'static str, shown: bool, content: fn(&Model, &Dispatch) -> Html| {
        part(model, dispatch, panel, title, shown, content)
    };
    html! {
        <section class="column known" aria-label="What is known">
            { part(Panel::Preference, "Preference list", !model.listed().is_empty(), |model, _| preference_panel::preference_panel(model)) }
            { part(Panel::Copies, "Copies", folding_context.asked, copies_panel::copies_panel) }
            { part(Panel::Overlap, "The overlap of R and W", folding_context.written, |model, _| overlap_panel::overlap_panel(model)) }
            { part(Panel::History, "Version history", folding_context.written, history_panel::history_panel) }
            { part(Panel::Contexts, "What the clients have read", folding_context.asked, contexts_panel::contexts_panel) }
            { part(Panel::Trees, "Merkle trees", folding_context.exchange, |model, _| trees_panel::trees_panel(model)) }
            { part(Panel::Shares, "Shares", true, |model, _| shares_panel::shares_panel(model)) }
            { part(Panel::Truth, "What must always hold", true, truth_panel::truth_panel) }
            { part(Panel::Words, "The paper’s words", true, words_panel::words_panel) }
            { ring_list::ring_list(model, dispatch) }
        </section>
    }
}

/// One panel: its heading, and its content while it is unfolded.
fn part(
    model: &Model,
    dispatch: &Dispatch,
    panel: Panel,
    title: &'static str,
    shown: bool,
    content: fn(&Model, &Dispatch) -> Html,
) -> Html {
    if !shown {
        return html! { <div class="absent" /> };
    }
    let open = model.is_unfolded(panel);
    let fold = dispatch.clone();
    html! {
        <div class="part">
            <h2 class="unfold">
                <button type="button" aria-expanded={open.to_string()} onclick={move |_| fold.dispatch(Action::Inspect(InspectorAction::Fold(panel)))}>
                    <svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
                    { title }
                </button>
            </h2>
            <div class={if open { "part-body" } else { "absent" }}>
                { if open { content(model, dispatch) } else { html! { <div /> } } }
            </div>
        </div>
    }
}
