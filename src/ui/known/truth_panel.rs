//! What must always hold, live: each promise, whether it holds now, and what that rests on.

use super::search_of_break::search_of_break;
use crate::invariants::{InvariantStatus, TruthState};
use crate::ui::Dispatch;
use crate::ui::model::{Action, Look, Model};
use crate::ui::terms::in_terms;
use yew::prelude::*;

/// The invariants.
pub fn truth_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let state = &model.world.frame.state;
    let asked = model.known.checked == Some((state.step, state.steps));
    if !asked && model.world.playground().truth_takes_long() {
        return check_now(dispatch);
    }
    let truth = model.world.truth();
    let told = truth.iter().map(
        |status| html! { <li key={status.invariant} class={class_of(status)}>{ told(model, status, dispatch) }</li> },
    );
    html! { <ul class="truths" aria-label="Invariants">{ for told }</ul> }
}

/// Shown in place of what would hold the page up.
fn check_now(dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    html! {
        <div>
            <p class="quiet">{ "This cluster or its history is large: checking it may take some seconds." }</p>
            <button type="button" class="go" onclick={move |_| dispatch.dispatch(Action::Look(Look::Check))}>
                { "Check the invariants" }
            </button>
        </div>
    }
}

fn class_of(status: &InvariantStatus) -> &'static str {
    match status.state {
        TruthState::Holds => "holds",
        TruthState::Broken => "broken",
        TruthState::NotAskedNow => "not-asked",
    }
}

fn told(model: &Model, status: &InvariantStatus, dispatch: &Dispatch) -> Html {
    let (mark, word) = match status.state {
        TruthState::Holds => ("✓", "Holds"),
        TruthState::Broken => ("✗", "Broken"),
        TruthState::NotAskedNow => ("–", "Not asked now"),
    };
    let broken = status.state == TruthState::Broken;
    html! {
        <>
            <p><b aria-hidden="true">{ mark }</b>{ " " }{ for in_terms(status.promise, dispatch) }</p>
            <p class="quiet">{ format!("{word}: {}", status.because) }</p>
            <p class={if broken { "refused" } else { "absent" }}>{ status.details.first().cloned().unwrap_or_default() }</p>
            <div class={if broken { "" } else { "absent" }}>
                { if broken { search_of_break(model, status.invariant, dispatch) } else { html! { <div /> } } }
            </div>
        </>
    }
}
