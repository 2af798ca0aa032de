//! The left column: what one can do. What is known stands on the right: see [`super::known`].

mod cart_field;
mod clients_field;
mod cluster_panel;
mod controls;
mod faults_panel;
mod journey_panel;
mod key_panel;
mod link_faults;
mod node_rows;
mod proposal_panel;
mod reconcile_panel;
mod request_panel;
mod scenario_panel;
mod settings_panel;
mod wall_field;

pub use controls::{Edits, Hand, edit_field};

use super::Dispatch;
use super::animation_clock::AnimationClock;
use super::classroom::lesson_column;
use super::model::{Action, Model, Section};
use yew::prelude::*;

/// The left column: the key, and what can be done, one part of it unfolded.
pub fn do_panel(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let hand = Hand { dispatch: dispatch.clone(), clock: clock.clone() };
    let own = html! {
        <>
            { key_panel::key_panel(model, dispatch) }
            { proposal_panel::proposal_panel(model, &hand) }
            <div class="sections">
                { part(model, &hand, Section::Journey, "The key’s journey", |model, hand| journey_panel::journey_panel(model, &hand.dispatch)) }
                { part(model, &hand, Section::Requests, "Put and get", request_panel::request_panel) }
                { part(model, &hand, Section::Faults, "What can go wrong", faults_panel::faults_panel) }
                { part(model, &hand, Section::Cluster, "The cluster", cluster_panel::cluster_panel) }
                { part(model, &hand, Section::Scenario, "Scenario", scenario_panel::scenario_panel) }
            </div>
        </>
    };
    if model.classroom.taking.is_some() {
        return lesson_column(model, dispatch, own);
    }
    html! { <section class="column do" aria-label="What you can do">{ own }</section> }
}

/// One part of the column: its heading, and what is under it while it is unfolded.
fn part(model: &Model, hand: &Hand, section: Section, words: &'static str, content: fn(&Model, &Hand) -> Html) -> Html {
    if model.hides(section) {
        return html! { <div class="absent" /> };
    }
    let open = model.section == Some(section);
    html! {
        <div class={if open { "part open" } else { "part" }}>
            <h2 class="unfold">
                <button id={section.id()} type="button" aria-expanded={open.to_string()} onclick={hand.acts::<MouseEvent>(Action::Unfold(section))}>
                    <svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
                    { words }
                </button>
            </h2>
            <div class={if open { "part-body" } else { "absent" }}>
                { if open { content(model, hand) } else { html! { <div /> } } }
            </div>
        </div>
    }
}
