//! Put and get: who asks, and what is written.

use crate::ui::Dispatch;
use crate::ui::animation_clock::AnimationClock;
use crate::ui::model::{Action, Field, Model};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The client, the value, and the two requests.
pub fn request_panel(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let refusal = model.refusal(Field::Request).map(str::to_owned).unwrap_or_default();
    let oninput = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            dispatch.dispatch(Action::TypeValue(event.target_unchecked_into::<HtmlTextAreaElement>().value()))
        }
    };
    let ask = |action: fn(f64) -> Action| {
        let (dispatch, clock) = (dispatch.clone(), clock.clone());
        move |_| dispatch.dispatch(action(clock.progress()))
    };
    let put_is_next = model.walked && model.world.steps == 0;
    html! {
        <div class="request">
            { clients(model, dispatch) }
            <label for="ringside-value">{ "Value" }</label>
            <textarea id="ringside-value" class="mono" rows={if model.value.contains('\n') { "3" } else { "1" }} wrap="off" dir="auto" autocomplete="off" spellcheck="false" value={model.value.clone()} {oninput} />
            <div class="row">
                <button type="button" class={if put_is_next { "primary" } else { "" }} onclick={ask(Action::Put)}>{ "Put" }</button>
                <button type="button" onclick={ask(Action::Get)}>{ "Get" }</button>
            </div>
            <p class="refused" role="alert">{ refusal }</p>
        </div>
    }
}

fn clients(model: &Model, dispatch: &Dispatch) -> Html {
    let clients = model.world.clients.iter().enumerate().map(|(place, name)| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(Action::ChooseClient(place));
        html! { <button key={name.clone()} type="button" aria-pressed={(model.client == place).to_string()} {onclick}>{ name }</button> }
    });
    html! { <div class="choice" role="group" aria-label="Who asks">{ for clients }</div> }
}
