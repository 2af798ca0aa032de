//! The columns beside the stage: actions on the left, and on the right the [`inspector`].

mod cart_field;
mod clients_field;
mod cluster_panel;
mod disk_faults;
mod faults_panel;
pub(super) mod inspector;
mod journey_panel;
mod key_panel;
mod link_faults;
mod node_rows;
mod proposal_panel;
mod reconcile_panel;
mod request_panel;
mod scenario_panel;
mod settings_panel;
mod story_panel;
mod wall_field;
mod zone_faults;

use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Model, Section};
use crate::page::widgets::controls::PanelContext;
use yew::prelude::*;

/// The left column: the key, and the sections of actions, one of which is unfolded.
pub fn parts(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let context = PanelContext { dispatch: dispatch.clone(), clock: clock.clone() };
    html! {
        <>
            { key_panel::key_panel(model, dispatch) }
            { proposal_panel::proposal_panel(model, &context) }
            { story_panel::story_panel(model, &context) }
            <div class="sections">
                { part(model, &context, Section::Journey, "The key’s journey", |model, context| journey_panel::journey_panel(model, &context.dispatch)) }
                { part(model, &context, Section::Requests, "Put and get", request_panel::request_panel) }
                { part(model, &context, Section::Faults, "What can go wrong", faults_panel::faults_panel) }
                { part(model, &context, Section::Cluster, "The cluster", cluster_panel::cluster_panel) }
                { part(model, &context, Section::Scenario, "Scenario", scenario_panel::scenario_panel) }
            </div>
        </>
    }
}

/// One section: its heading, and its content while it is unfolded.
fn part(
    model: &Model,
    context: &PanelContext,
    section: Section,
    words: &'static str,
    content: fn(&Model, &PanelContext) -> Html,
) -> Html {
    if model.hides(section) {
        return html! { <div class="absent" /> };
    }
    let open = model.section == Some(section);
    html! {
        <div class={if open { "part open" } else { "part" }}>
            <h2 class="unfold">
                <button id={section.id()} type="button" aria-expanded={open.to_string()} onclick={context.callback::<MouseEvent>(Action::Unfold(section))}>
                    <svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
                    { words }
                </button>
            </h2>
            <div class={if open { "part-body" } else { "absent" }}>
                { if open { content(model, context) } else { html! { <div /> } } }
            </div>
        </div>
    }
}
