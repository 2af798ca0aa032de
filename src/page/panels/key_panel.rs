//! The field for the key, and the question that the walk answers.

use crate::explain::key_journey::words::shortened;
use crate::page::dispatch::Dispatch;
use crate::page::projection::stored_keys::stored_keys;
use crate::page::state::{Action, DraftAction, Field, Model, Operation, Track};
use crate::page::widgets::controls::typed_field;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the key's field, which a shortcut focuses.
const KEY_FIELD: &str = "ringside-key";

/// The key's field and its button.
pub fn key_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let refusal = model.refusal(Field::Key).map(str::to_owned);
    let oninput = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            dispatch.dispatch(Action::TypeKey(event.target_unchecked_into::<HtmlInputElement>().value()))
        }
    };
    let onsubmit = {
        let dispatch = dispatch.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.dispatch(Action::Walk);
        }
    };
    let listed = model.drafts.keys_listed && model.world.steps > 0;
    let fresh = !model.walked && model.playback.track == Track::KeyWalk;
    html! {
        <form class={if model.walked { "key-form walked" } else { "key-form" }} {onsubmit}>
            <div class="key-head"><label for={KEY_FIELD}>{ "Key" }</label>{ unfold_keys(model, dispatch) }</div>
            <div class={if listed { "stored-keys" } else { "absent" }}>
                { if listed { stored(model, dispatch) } else { html! { <div /> } } }
            </div>
            <input id={KEY_FIELD} class="mono" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" dir="auto"
                value={model.key_typed.clone()} {oninput} aria-invalid={refusal.is_some().to_string()} aria-describedby="key-refused" />
            <p id="key-refused" class="refused" role="alert">{ refusal.unwrap_or_default() }</p>
            <button type="submit" class={if fresh { "primary" } else { "" }}>{ Operation::Walk.label() }</button>
        </form>
    }
}

/// Most keys listed at once, and the number from which a search field appears.
const MOST_KEYS: usize = 200;
const FEW_KEYS: usize = 12;

fn unfold_keys(model: &Model, dispatch: &Dispatch) -> Html {
    let (listed, dispatch) = (model.drafts.keys_listed, dispatch.clone());
    let onclick = move |_| dispatch.dispatch(Action::Draft(DraftAction::ListKeys(!listed)));
    let class = if model.world.steps == 0 { "plain absent" } else { "plain" };
    html! { <button type="button" {class} aria-expanded={listed.to_string()} {onclick}>{ "Stored keys" }</button> }
}

/// The keys stored in the cluster at this step.
fn stored(model: &Model, dispatch: &Dispatch) -> Html {
    let part = &model.drafts.keys_looked_for;
    let (keys, more) = stored_keys(&model.world.frame.state, part, MOST_KEYS);
    let many = keys.len() > FEW_KEYS || !part.is_empty();
    let words = match (keys.is_empty(), more) {
        (true, _) => "No stored key contains this text at this step.",
        (_, true) => "and more; type part of a key.",
        _ => "",
    };
    let items = keys.into_iter().map(|key| {
        let (dispatch, chosen) = (dispatch.clone(), key.to_owned());
        let onclick = move |_| dispatch.dispatch(Action::ChooseKey(chosen.clone()));
        let current = (key == model.journey.key).then_some("true");
        html! {
            <li key={key.to_owned()}>
                <button type="button" class="mono" title={shortened(key, LONGEST_TITLE)} aria-current={current} {onclick}>
                    <bdi>{ shortened(key, LONGEST_KEY) }</bdi>
                </button>
            </li>
        }
    });
    html! {
        <div>
            <div class={if many { "" } else { "absent" }}>
                { typed_field("Find a stored key", part.clone(), dispatch, |part| Action::Draft(DraftAction::FindKeys(part))) }
            </div>
            <ul aria-label="Stored keys">{ for items }</ul>
            <p class="quiet">{ words }</p>
        </div>
    }
}

/// Most characters of a key shown, and most in its tooltip.
const LONGEST_KEY: usize = 30;
const LONGEST_TITLE: usize = 400;
