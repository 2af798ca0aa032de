//! The key, and the one question of the first visit.

use crate::ui::Dispatch;
use crate::ui::keyboard::KEY_FIELD;
use crate::ui::model::{Action, Field, Film, Model};
use web_sys::HtmlInputElement;
use yew::prelude::*;

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
