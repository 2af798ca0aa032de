//! The siblings that a client has read, side by side, and three ways to replace them with one value.

use crate::explain::key_journey::words::{counted, shortened};
use crate::explain::narration::clock;
use crate::explain::snapshot::VersionState;
use crate::page::projection::versions::value_words;
use crate::page::state::{Action, DraftAction, Model, Operation, union};
use crate::page::widgets::controls::PanelContext;
use crate::page::widgets::line_breaks::in_items;
use crate::scenario::ReconcileBy;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Most characters of a value in its tooltip.
const LONGEST_TITLE: usize = 400;

pub fn reconcile_panel(model: &Model, context: &PanelContext) -> Html {
    let siblings = model.siblings();
    let cards =
        siblings.iter().enumerate().map(|(index, version)| html! { <li key={index}>{ card(version, context) }</li> });
    let title = format!("{} read {}", model.client_name(), counted(siblings.len(), "version", "siblings"));
    let united = shortened(&union(siblings), LONGEST_TITLE);
    let dispatch = context.dispatch.clone();
    let oninput = move |event: InputEvent| {
        let typed = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        dispatch.dispatch(Action::Draft(DraftAction::Merged(typed)));
    };
    html! {
        <div class="reconcile" role="group" aria-label="Reconcile">
            <h3>{ title }</h3>
            <ul class="sibling-cards" aria-label="Siblings">{ for cards }</ul>
            <textarea class="mono" rows="1" wrap="off" dir="auto" autocomplete="off" spellcheck="false"
                aria-label="Replace them with" value={model.merged()} {oninput} />
            <div class="row">
                <button type="button" title={format!("The union of the carts: {united}")} onclick={reconciles(context, ReconcileBy::Union)}>{ Operation::Join.label() }</button>
                <button type="button" title="Puts the value above with the context of all siblings"
                    onclick={reconciles(context, ReconcileBy::Pick(model.merged().to_string()))}>{ "Put this value" }</button>
            </div>
        </div>
    }
}

fn card(version: &VersionState, context: &PanelContext) -> Html {
    let whole = shortened(version.value.as_deref().unwrap_or_default(), LONGEST_TITLE);
    let words = value_words(version);
    let pick = match &version.value {
        Some(value) => {
            let onclick = reconciles(context, ReconcileBy::Pick(value.clone()));
            html! { <button type="button" aria-label={format!("Pick {words}")} {onclick}>{ "Pick" }</button> }
        }
        None => {
            let PanelContext { dispatch, clock } = context.clone();
            let onclick = move |_| dispatch.dispatch(Action::Delete(clock.progress()));
            html! { <button type="button" aria-label="Pick deleted" {onclick}>{ "Pick" }</button> }
        }
    };
    html! {
        <div class="sibling-card">
            <bdi class="value" title={whole}>{ in_items(&words) }</bdi>
            <span class="clock mono">{ clock(version) }</span>
            { pick }
        </div>
    }
}

fn reconciles(context: &PanelContext, how: ReconcileBy) -> impl Fn(MouseEvent) + 'static {
    let PanelContext { dispatch, clock } = context.clone();
    move |_| dispatch.dispatch(Action::Reconcile(how.clone(), clock.progress()))
}
