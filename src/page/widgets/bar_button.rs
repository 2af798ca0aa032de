//! The button that shows the rest of a bar, in a window too small for all of it.

use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Bar, Model};
use yew::prelude::*;

/// Shows the rest of a bar, where it has no room.
pub fn bar_button(model: &Model, bar: Bar, label: &'static str, dispatch: &Dispatch) -> Html {
    let (dispatch, open) = (dispatch.clone(), model.bar == Some(bar));
    html! {
        <button type="button" class="icon bar-button" aria-label={label} title={label} aria-expanded={open.to_string()}
            onclick={move |_| dispatch.dispatch(Action::UnfoldBar((!open).then_some(bar)))}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M4 6h16M4 12h16M4 18h16" /></svg>
        </button>
    }
}
