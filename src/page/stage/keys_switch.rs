//! The switch for the stored keys on the ring.

use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Model};
use yew::prelude::*;

/// The switch, in a corner of the stage; hidden while nothing is stored.
pub fn keys_switch(model: &Model, dispatch: &Dispatch) -> Html {
    let (shown, dispatch) = (model.keys_shown, dispatch.clone());
    let stored = model.world.steps > 0 || shown;
    html! {
        <button type="button" class={if stored { "keys-switch" } else { "absent" }} aria-pressed={shown.to_string()}
            aria-label="Keys on the ring" title="Each stored key as a dot at its hash, in its owner’s colour"
            onclick={move |_: MouseEvent| dispatch.dispatch(Action::ShowKeys(!shown))}>{ "Keys" }</button>
    }
}
