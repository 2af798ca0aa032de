//! The stage: the ring, the nodes on their seats, the clients, and what goes on between them.

mod centre;
mod clients;
mod flights;
mod key_pin;
mod moved_arcs;
mod ring_band;
mod seats;
mod ties;
mod walk_hand;

pub use ring_band::token_words;
pub use seats::seat_words;

use super::Dispatch;
use super::animation_clock::AnimationClock;
use super::geometry;
use super::model::{Explained, Film, Model};
use crate::key_journey::Scene;
use crate::partitioning::Token;
use crate::snapshot::VersionState;
use yew::prelude::*;

/// The stage.
pub fn stage(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let (cluster, frame, journey) = (&model.world.cluster, &model.world.frame, &model.journey);
    let geometry = model.geometry();
    let change = model.shown_change();
    let walking = model.film == Film::Journey && change.is_none();
    let met = walking.then(|| met_now(model)).flatten();
    let tied = tied_node(model).or(met.map(|token| token.owner.index())).filter(|_| !model.moving() || met.is_some());
    let stored = stored_by_place(model);
    html! {
        <svg class="stage" viewBox={geometry.view_box()} role="group" aria-label="The ring">
            { definitions() }
            <ring_band::RingBand cluster={cluster.clone()} {geometry} explained={model.explained} dispatch={dispatch.clone()} />
            <text class="zero" y={geometry::number(-geometry.outer - 3.0)} aria-hidden="true">{ "0" }</text>
            { moved_arcs::moved_arcs(change.as_deref(), &geometry) }
            { ties::ties(cluster, &geometry, tied, met.filter(|_| tied_node(model).is_none())) }
            { centre::centre(model, &geometry, !walking && model.film == Film::Journey) }
            <g class={if walking { "" } else { "absent" }}>
                <walk_hand::WalkHand journey={journey.clone()} step={model.journey_step} cluster={cluster.clone()}
                    under_way={model.under_way && model.film == Film::Journey} {geometry} clock={clock.clone()} />
            </g>
            if key_is_placed(model) {
                { key_pin::key_pin(journey, &geometry, model.film == Film::Messages, dispatch) }
            } else {
                <g />
            }
            <g class={if model.film == Film::Messages { "" } else { "absent" }}>
                <flights::Flights frame={frame.clone()} cluster={cluster.clone()} clients={model.world.clients.clone()} {geometry} clock={clock.clone()}
                    still={model.window.still} />
            </g>
            <seats::Seats cluster={cluster.clone()} {geometry} {stored} listed={model.listed()} active={active(model, met)}
                pinned={model.pinned} dispatch={dispatch.clone()} />
            { clients::clients(&model.world.clients, &geometry, model.client, dispatch) }
        </svg>
    }
}

/// The token at which the walk stands at this step.
fn met_now(model: &Model) -> Option<Token> {
    model.journey.steps.get(model.journey_step.checked_sub(1)?)?.scene.token()
}

/// The node whose ties are asked for.
fn tied_node(model: &Model) -> Option<usize> {
    match model.explained {
        Some(Explained::Node(place)) => Some(place),
        _ => model.pinned,
    }
}

fn key_is_placed(model: &Model) -> bool {
    model.shown_change().is_none() && (model.film == Film::Messages || model.journey_step >= walk_hand::PLACED)
}

/// What each node stores of the key, by place.
fn stored_by_place(model: &Model) -> Vec<Vec<VersionState>> {
    let nodes = &model.world.frame.state.nodes;
    let of = |name: &String| {
        let node = nodes.iter().find(|node| node.name == *name)?;
        node.store.get(&model.journey.key).cloned()
    };
    model.world.cluster.names.iter().map(|name| of(name).unwrap_or_default()).collect()
}

/// The nodes that the step is about.
fn active(model: &Model, met: Option<Token>) -> Vec<usize> {
    let at =
        model.world.frame.event.as_ref().filter(|_| model.film == Film::Messages).and_then(|event| event.at.as_ref());
    let at = at.and_then(|name| model.world.cluster.place_of(name));
    met.map(|token| token.owner.index()).or(at).into_iter().collect()
}

impl Model {
    /// How far the hand has to go to the next step, in turns.
    pub fn hand_way(&self) -> f64 {
        let turn = |step: usize| walk_hand::hand_turn(&self.journey, step);
        turn((self.journey_step + 1).min(self.journey.steps.len())) - turn(self.journey_step)
    }

    /// The nodes of the preference list as far as it is known, by place.
    pub fn listed(&self) -> Vec<usize> {
        if self.film == Film::Messages || self.journey_is_over() {
            return self.journey.replicas.iter().map(|node| node.index()).collect();
        }
        let shown = self.journey.steps.iter().take(self.journey_step);
        let taken = shown.filter_map(|step| match step.scene {
            Scene::Taken { token, .. } => Some(token.owner.index()),
            _ => None,
        });
        taken.collect()
    }
}

/// Patterns that lie over colours.
fn definitions() -> Html {
    html! {
        <defs>
            <pattern id="hatch-falling" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                <path d="M0 0H6" class="hatch-dark" />
            </pattern>
            <pattern id="hatch-rising" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0H6" class="hatch-light" />
            </pattern>
            <pattern id="hatch-moved" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0H5" class="hatch-moved" />
            </pattern>
        </defs>
    }
}
