//! The columns beside the stage. Left: what one can do. Right: what is known.

mod cluster_panel;
mod copies_panel;
mod journey_panel;
mod key_panel;
mod preference_panel;
mod request_panel;
mod ring_list;
mod shares_panel;

use super::Dispatch;
use super::animation_clock::AnimationClock;
use super::model::{Action, Film, Model, Section};
use super::shared::Shared;
use yew::prelude::*;

/// What a column is drawn from.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// The page's state.
    pub model: Shared<Model>,
    /// The moment.
    pub clock: AnimationClock,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The left column.
#[component]
pub fn DoPanel(props: &PanelProps) -> Html {
    let PanelProps { model, clock, dispatch } = props;
    let started = model.journey_step > 0 || model.film == Film::Messages;
    html! {
        <section class="column do" aria-label="What you can do">
            <key_panel::KeyPanel model={model.clone()} dispatch={dispatch.clone()} />
            <div class={if model.section == Section::Journey && started { "" } else { "absent" }}>
                <journey_panel::JourneyPanel model={model.clone()} dispatch={dispatch.clone()} />
            </div>
            <div class="sections">
                { heading(model, dispatch, Section::Requests, "Put and get") }
                <div class={if model.section == Section::Requests { "" } else { "absent" }}>
                    <request_panel::RequestPanel model={model.clone()} clock={clock.clone()} dispatch={dispatch.clone()} />
                </div>
                { heading(model, dispatch, Section::Cluster, "The cluster") }
                <div class={if model.section == Section::Cluster { "cluster-body" } else { "absent" }}>
                    <cluster_panel::ClusterPanel model={model.clone()} dispatch={dispatch.clone()} />
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

/// The right column.
#[component]
pub fn KnownPanel(props: &PanelProps) -> Html {
    let PanelProps { model, dispatch, .. } = props;
    let asked = model.film == Film::Messages && model.world.steps > 0;
    html! {
        <section class="column known" aria-label="What is known">
            <preference_panel::PreferencePanel model={model.clone()} />
            <div class={if asked { "" } else { "absent" }}><copies_panel::CopiesPanel model={model.clone()} /></div>
            <div class={if asked { "absent" } else { "" }}><shares_panel::SharesPanel cluster={model.world.cluster.clone()} change={model.change.clone()}
                undoable={model.undoable().map(|words| AttrValue::from(words.to_owned()))} dispatch={dispatch.clone()} /></div>
            <ring_list::RingList cluster={model.world.cluster.clone()} />
        </section>
    }
}
