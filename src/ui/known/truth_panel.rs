//! What must always hold, live: each promise, whether it holds now, and what that rests on.

use crate::invariants::{InvariantStatus, TruthState};
use crate::ui::Dispatch;
use crate::ui::model::{Action, Look, Model};
use yew::prelude::*;

/// The invariants.
pub fn truth_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let truth = model.world.truth();
    let told = truth
        .iter()
        .map(|status| html! { <li key={status.invariant} class={class_of(status)}>{ told(status, dispatch) }</li> });
    html! { <ul class="truths" aria-label="Invariants">{ for told }</ul> }
}

fn class_of(status: &InvariantStatus) -> &'static str {
    match status.state {
        TruthState::Holds => "holds",
        TruthState::Broken => "broken",
        TruthState::NotAskedNow => "not-asked",
    }
}

fn told(status: &InvariantStatus, dispatch: &Dispatch) -> Html {
    let (mark, word) = match status.state {
        TruthState::Holds => ("✓", "Holds"),
        TruthState::Broken => ("✗", "Broken"),
        TruthState::NotAskedNow => ("–", "Not asked now"),
    };
    let since = {
        let (dispatch, invariant) = (dispatch.clone(), status.invariant);
        move |_| dispatch.dispatch(Action::Look(Look::FirstBroken(invariant)))
    };
    let broken = status.state == TruthState::Broken;
    html! {
        <>
            <p><b aria-hidden="true">{ mark }</b>{ " " }{ status.promise }</p>
            <p class="quiet">{ format!("{word}: {}", status.because) }</p>
            <p class={if broken { "refused" } else { "absent" }}>{ status.details.first().cloned().unwrap_or_default() }</p>
            <button type="button" class={if broken { "go" } else { "absent" }} onclick={since}>{ "To the step at which it broke" }</button>
        </>
    }
}
