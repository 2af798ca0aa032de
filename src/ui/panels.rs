//! The left column: what one can do. What is known stands on the right: see [`super::known`].

mod cluster_panel;
mod journey_panel;
mod key_panel;
mod request_panel;

use super::Dispatch;
use super::animation_clock::AnimationClock;
use super::model::{Action, Film, Model, Section};
use yew::prelude::*;

/// The left column.
pub fn do_panel(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let started = model.journey_step > 0 || model.film == Film::Messages;
    html! {
        <section class="column do" aria-label="What you can do">
            { key_panel::key_panel(model, dispatch) }
            <div class={if model.section == Section::Journey && started { "" } else { "absent" }}>
                { journey_panel::journey_panel(model, dispatch) }
            </div>
            <div class="sections">
                { heading(model, dispatch, Section::Requests, "Put and get") }
                <div class={if model.section == Section::Requests { "" } else { "absent" }}>
                    { request_panel::request_panel(model, clock, dispatch) }
                </div>
                { heading(model, dispatch, Section::Cluster, "The cluster") }
                <div class={if model.section == Section::Cluster { "cluster-body" } else { "absent" }}>
                    { cluster_panel::cluster_panel(model, dispatch) }
                </div>
            </div>
        </section>
    }
}

fn heading(model: &Model, dispatch: &Dispatch, section: Section, words: &'static str) -> Html {
    let dispatch = dispatch.clone();
    let open = model.section == section;
    html! {
        <h2 class="unfold">
            <button type="button" aria-expanded={open.to_string()} onclick={move |_| dispatch.dispatch(Action::Unfold(section))}>
                <svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
                { words }
            </button>
        </h2>
    }
}
