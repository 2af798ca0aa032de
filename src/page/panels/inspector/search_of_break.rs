//! Searches for the first step at which an invariant is broken, in slices between which the page draws and responds.

use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, InspectorAction, Model, Search, World};
use std::time::Duration;
use yew::prelude::*;

/// The button that starts the search, and its progress.
pub fn search_of_break(model: &Model, invariant: &'static str, dispatch: &Dispatch) -> Html {
    let search = model.inspector.search.filter(|search| search.invariant == invariant);
    let words = match search {
        Some(search) if search.under_way => "Searching the history …",
        Some(_) => "No step was found at which it broke: it looks broken only from here.",
        None => "",
    };
    let begin = {
        let (world, dispatch) = (model.world.clone(), dispatch.clone());
        move |_| look(&world, invariant, dispatch.clone())
    };
    html! {
        <>
            <button type="button" class="go" disabled={search.is_some_and(|search| search.under_way)} onclick={begin}>
                { "To the step at which it broke" }
            </button>
            <p class="quiet" role="status">{ words }</p>
        </>
    }
}

fn look(world: &World, invariant: &'static str, dispatch: Dispatch) {
    let state = &world.frame.state;
    let (step, steps) = (state.step, state.steps);
    let mut search = world.playground().first_broken(&[invariant]);
    let looked = move |under_way| Search { invariant, step, steps, under_way };
    dispatch.dispatch(Action::Inspect(InspectorAction::Searched(looked(true), None)));
    yew::platform::spawn_local(async move {
        yew::platform::time::sleep(Duration::ZERO).await;
        while search.go_on() {
            yew::platform::time::sleep(Duration::ZERO).await;
        }
        let found = search.found().first().map(|(_, step)| *step);
        dispatch.dispatch(Action::Inspect(InspectorAction::Searched(looked(false), found)));
    });
}
