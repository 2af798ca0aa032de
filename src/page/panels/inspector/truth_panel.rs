//! The invariants, checked live: each promise, whether it holds now, and what the verdict rests on.

use super::search_of_break::search_of_break;
use crate::explain::invariants::{InvariantStatus, TruthState};
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Check, InspectorAction, Model, World};
use crate::page::widgets::terms::in_terms;
use std::time::Duration;
use yew::prelude::*;

pub fn truth_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let takes_long = model.world.playground().truth_takes_long();
    let truth = if takes_long { model.world.known_truth() } else { Some(model.world.truth()) };
    let Some(truth) = truth else { return check_now(model, dispatch) };
    let verdict = truth.iter().map(
        |status| html! { <li key={status.invariant} class={class_of(status)}>{ verdict(model, status, dispatch) }</li> },
    );
    html! { <ul class="truths" aria-label="Invariants">{ for verdict }</ul> }
}

/// A button, shown instead of checks that would take too long.
fn check_now(model: &Model, dispatch: &Dispatch) -> Html {
    let state = &model.world.frame.state;
    let is_of_now = |check: &Check| (check.step, check.steps) == (state.step, state.steps);
    let under_way = model.inspector.check.is_some_and(|check| check.under_way && is_of_now(&check));
    let (world, dispatch) = (model.world.clone(), dispatch.clone());
    html! {
        <div>
            <p class="quiet">{ "This cluster or its history is large: checking it may take some seconds." }</p>
            <button type="button" class="go" disabled={under_way} onclick={move |_| check(&world, dispatch.clone())}>
                { "Check the invariants" }
            </button>
            <p class="quiet" role="status">{ if under_way { "Checking …" } else { "" } }</p>
        </div>
    }
}

/// Checks one invariant after the other; the page draws and responds in between.
fn check(world: &World, dispatch: Dispatch) {
    let state = &world.frame.state;
    let (world, step, steps) = (world.clone(), state.step, state.steps);
    let report =
        move |under_way| dispatch.dispatch(Action::Inspect(InspectorAction::Check(Check { step, steps, under_way })));
    report(true);
    let mut check = world.playground().truth_check();
    yew::platform::spawn_local(async move {
        yew::platform::time::sleep(Duration::ZERO).await;
        while check.go_on() {
            yew::platform::time::sleep(Duration::ZERO).await;
        }
        world.keep_truth(check.into_found());
        report(false);
    });
}

fn class_of(status: &InvariantStatus) -> &'static str {
    match status.state {
        TruthState::Holds => "holds",
        TruthState::Broken => "broken",
        TruthState::NotAskedNow => "not-asked",
    }
}

fn verdict(model: &Model, status: &InvariantStatus, dispatch: &Dispatch) -> Html {
    let (mark, word) = match status.state {
        TruthState::Holds => ("✓", "Holds"),
        TruthState::Broken => ("✗", "Broken"),
        TruthState::NotAskedNow => ("–", "Not applicable now"),
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
