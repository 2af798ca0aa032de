//! Loading a history: the progress display, and the time slices in which the history is played.

use crate::input::refusal::Refusal;
use crate::page::browser;
use crate::page::dispatch::Dispatch;
use crate::page::projection::shared::Shared;
use crate::page::state::{Action, Loading, Model};
use std::time::Duration;
use yew::platform::spawn_local;
use yew::platform::time::sleep;
use yew::prelude::*;

/// Target duration of a slice in milliseconds, well below what anybody would notice.
const SLICE: f64 = 12.0;
/// Events between two looks at the clock.
const EVENTS: usize = 100;
/// Milliseconds between two progress reports.
const REPORT_EVERY: f64 = 120.0;

#[derive(Properties, PartialEq, Clone)]
pub struct LoadingViewProps {
    pub model: Shared<Model>,
    pub dispatch: Dispatch,
}

/// The progress, and a button that cancels.
#[component]
pub fn LoadingView(props: &LoadingViewProps) -> Html {
    use_loading(&props.model, &props.dispatch);
    let Some(loading) = &props.model.loading else { return html! { <div class="absent" /> } };
    let dispatch = props.dispatch.clone();
    html! {
        <div class="loading">
            <p role="status">{ loading.words() }</p>
            <button type="button" onclick={move |_| dispatch.dispatch(Action::CallOff)}>{ "Cancel" }</button>
        </div>
    }
}

/// Plays the loading history in slices, between which the page draws and responds.
#[hook]
fn use_loading(model: &Model, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with(model.loading.clone(), move |loading| {
        if let Some(loading) = loading.clone() {
            spawn_local(play(loading, dispatch));
        }
    });
}

async fn play(loading: Loading, dispatch: Dispatch) {
    let mut reported = now();
    loop {
        // Lets the page draw before the next slice.
        sleep(Duration::ZERO).await;
        if loading.is_called_off() {
            return;
        }
        match slice(&loading) {
            Ok(false) if now() - reported < REPORT_EVERY => {}
            Ok(false) => {
                dispatch.dispatch(Action::LoadingGoesOn);
                reported = now();
            }
            Ok(true) => return dispatch.dispatch(Action::Loaded(None)),
            Err(refusal) => return dispatch.dispatch(Action::Loaded(Some(refusal))),
        }
    }
}

fn slice(loading: &Loading) -> Result<bool, Refusal> {
    let began = now();
    while now() - began < SLICE {
        if loading.go_on(EVENTS)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn now() -> f64 {
    browser::now()
}
