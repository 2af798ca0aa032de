//! What each client has read of the key, and what its next put would do.

use crate::page::dispatch::Dispatch;
use crate::page::state::Model;
use crate::page::widgets::terms::in_terms;
use yew::prelude::*;

/// Most clients shown.
const MOST_SHOWN: usize = 8;

pub fn contexts_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let versions = model.world.versions(&model.journey.key);
    let items = versions.contexts.iter().take(MOST_SHOWN).enumerate().map(|(index, context)| {
        let clock = if context.clock.is_empty() { "no context" } else { &context.clock };
        html! {
            <li key={index}>
                <p><b>{ &context.client }</b>{ " " }<span class="clock mono">{ clock.to_owned() }</span></p>
                <p class="quiet">{ for in_terms(&versions.history.context_in_words(context), dispatch) }</p>
            </li>
        }
    });
    let nobody = versions.contexts.is_empty();
    html! {
        <>
            <ul class="contexts" aria-label="Contexts">{ for items }</ul>
            <p class={if nobody { "quiet" } else { "absent" }}>{ "No client has asked for anything yet." }</p>
        </>
    }
}
