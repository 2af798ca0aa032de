//! The key, and the one question of the first visit.

use crate::ui::Dispatch;
use crate::ui::keyboard::KEY_FIELD;
use crate::ui::model::{Action, Field, Film, Model};
use crate::ui::shared::Shared;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What it is drawn from.
#[derive(Properties, PartialEq)]
pub struct KeyPanelProps {
    /// The page's state.
    pub model: Shared<Model>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The key's field and its button.
#[component]
pub fn KeyPanel(props: &KeyPanelProps) -> Html {
    let KeyPanelProps { model, dispatch } = props;
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
    let fresh = !model.walked && model.film == Film::Journey;
    html! {
        <form class="key-form" {onsubmit}>
            <label for={KEY_FIELD}>{ "Key" }</label>
            <input id={KEY_FIELD} class="mono" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" dir="auto"
                value={model.key_typed.clone()} {oninput} aria-invalid={refusal.is_some().to_string()} aria-describedby="key-refused" />
            <p id="key-refused" class="refused" role="alert">{ refusal.unwrap_or_default() }</p>
            <button type="submit" class={if fresh { "primary" } else { "" }}>{ "Where does it go?" }</button>
        </form>
    }
}
