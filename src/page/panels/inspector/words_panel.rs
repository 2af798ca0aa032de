//! The glossary: each of the paper's terms in a sentence or two.

use crate::explain::glossary::ENTRIES;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, InspectorAction, Model};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

pub fn words_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let chosen = model.inspector.term.filter(|index| *index < ENTRIES.len());
    let options = ENTRIES.iter().enumerate().map(|(index, entry)| {
        html! { <option key={index} value={index.to_string()} selected={chosen == Some(index)}>{ entry.term }</option> }
    });
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().value().parse().ok();
        dispatch.dispatch(Action::Inspect(InspectorAction::Term(index)));
    };
    let entry = chosen.and_then(|index| ENTRIES.get(index));
    html! {
        <div class="glossary">
            <select aria-label="Term" {onchange}>
                <option value="" selected={chosen.is_none()}>{ "Choose a term" }</option>
                { for options }
            </select>
            <p aria-live="polite">{ entry.map_or("Terms in the sentence under the ring open here, too.", |entry| entry.words) }</p>
            <p class="quiet">{ entry.map_or_else(String::new, |entry| format!("Section {}", entry.section)) }</p>
        </div>
    }
}
