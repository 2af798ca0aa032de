//! The stage: the ring, the nodes on their seats, the clients, and the messages between them.

mod bubbles;
mod centre;
mod changing_ranges;
mod clients;
mod comparison;
mod dropped_messages;
mod flights;
mod gestures;
mod key_dots;
mod key_moves;
mod key_pin;
mod keys_switch;
mod legend;
mod menu;
pub(super) mod menu_items;
mod modulo;
mod moved_arcs;
mod overlays;
mod partition;
mod pictures;
mod ring_band;
mod seat_marks;
mod seats;
mod stage_positions;
mod token_lines;
pub(super) mod trees;
mod walk_hand;
mod zones;

use crate::dynamo::partitioning::Token;
use crate::explain::key_journey::Scene;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::drawing::bubble_room::Obstacle;
use crate::page::drawing::geometry;
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::cluster::Change;
use crate::page::projection::modulo_picture::ModuloPicture;
use crate::page::projection::shared::Shared;
use crate::page::projection::sides::Sides;
use crate::page::state::{Explained, Model, Theme, Track};
use geometry::Geometry;
use gestures::{Gestures, Pointer, use_page_that_stays};
use stage_positions::StagePositions;
use std::rc::Rc;
use web_sys::{FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};
use yew::prelude::*;

/// Moved arcs whose ends the letters of the ring avoid.
const MOST_CROSSED: usize = 32;

/// The geometry that suits the window and theme.
fn geometry_of(model: &Model) -> Geometry {
    let two_worlds = model.comparison.is_some();
    match model.theme {
        _ if model.window.narrow => Geometry::NARROW,
        // Two broad halves of a window are flat, and the words are to be read from the back row.
        Theme::Projector if model.window.broad || !two_worlds => Geometry::PROJECTOR,
        _ if two_worlds => Geometry::NARROW,
        _ => Geometry::WIDE,
    }
}

#[derive(Properties, PartialEq)]
pub struct StageProps {
    pub model: Shared<Model>,
    pub clock: AnimationClock,
    pub dispatch: Dispatch,
}

/// The stage, with its legend and its menus.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let StageProps { model, clock, dispatch } = props;
    let world = &model.world;
    let sides = use_memo((world.frame.clone(), world.cluster.clone(), world.clients.clone()), |deps| {
        let (frame, cluster, clients) = deps;
        Sides::from_partition(frame.state.partition.as_deref(), &cluster.names, clients)
    });
    let stood = ((*sides).clone(), world.cluster.seats.clone(), geometry_of(model));
    let placement =
        use_memo(stood, |(sides, seats, geometry)| Shared::new(StagePlacement::new(geometry, seats, sides)));
    let placement = (*placement).clone();
    let gestures = Rc::new(Gestures {
        pointer: use_mut_ref(Pointer::default),
        stage: use_node_ref(),
        line: use_node_ref(),
        model: model.clone(),
        placement,
        sides,
        clock: clock.clone(),
        dispatch: dispatch.clone(),
    });
    use_page_that_stays(gestures.stage.clone(), gestures.pointer.clone());
    html! {
        <>
            { picture(&gestures) }
            { legend::legend() }
            { keys_switch::keys_switch(model, dispatch) }
            { overlays::menu(model, clock, dispatch) }
        </>
    }
}

/// The ring, or what a step of a lesson shows in its place.
fn picture(gestures: &Rc<Gestures>) -> Html {
    let model = &gestures.model;
    match model.modulo_of_lesson() {
        Some(picture) => modulo::modulo(&picture, &geometry_of(model)),
        None => drawing(gestures),
    }
}

/// The picture of `hash mod nodes`, for the second world that is placed so.
pub fn modulo_picture(model: &Model, picture: &ModuloPicture) -> Html {
    modulo::modulo(picture, &geometry_of(model))
}

/// What everything on the stage is drawn from.
pub struct Staging<'a> {
    model: &'a Model,
    geometry: Geometry,
    placement: &'a Shared<StagePlacement>,
    sides: &'a Sides,
    clock: &'a AnimationClock,
}

impl<'a> Staging<'a> {
    fn positions(&self) -> StagePositions<'a> {
        let world = &self.model.world;
        StagePositions { cluster: &world.cluster, clients: &world.clients, placement: self.placement }
    }
}

/// The whole drawing.
fn drawing(gestures: &Rc<Gestures>) -> Html {
    let Gestures { model, placement, sides, clock, dispatch, .. } = &**gestures;
    let (cluster, journey, clients) = (&model.world.cluster, &model.journey, &model.world.clients);
    let geometry = geometry_of(model);
    let staging = Staging { model, geometry, placement, sides, clock };
    let change = model.shown_change();
    let walking = model.playback.track == Track::KeyWalk && change.is_none();
    let flying = model.playback.track == Track::Messages;
    let met = walking.then(|| met_now(model)).flatten();
    let middle_is_taken = (!walking && !flying) || (flying && overlays::takes_the_middle(&staging));
    let tied = tied_node(model)
        .or(met.map(|token| token.owner.index()))
        .filter(|_| !model.playback.is_moving() || met.is_some());
    let [down, moved, up, cancel, click, menu, key, over, out, focus, blur] = std::array::from_fn(|_| gestures.clone());
    html! {
        <svg class="stage" viewBox={geometry.view_box()} role="group" aria-label="The ring" tabindex="-1" ref={gestures.stage.clone()}
            onpointerdown={move |event: PointerEvent| down.down(&event)}
            onpointermove={move |event: PointerEvent| moved.moved(&event)}
            onpointerup={move |event: PointerEvent| up.up(&event)}
            onpointercancel={move |_: PointerEvent| cancel.cancelled()}
            onclick={move |event: MouseEvent| click.clicked(&event)}
            oncontextmenu={move |event: MouseEvent| menu.context_menu(&event)}
            onkeydown={move |event: KeyboardEvent| key.key(&event)}
            onmouseover={move |event: MouseEvent| over.explain(event.target())}
            onmouseout={move |event: MouseEvent| out.explain_no_more(event.target())}
            onfocusin={move |event: FocusEvent| focus.explain(event.target())}
            onfocusout={move |event: FocusEvent| blur.explain_no_more(event.target())}>
            { definitions() }
            { overlays::ground(&staging) }
            { zones::zones_on_stage(model, &geometry, placement) }
            <circle class="middle" r={geometry::number(geometry.inner)} />
            <ring_band::RingBand on_the_ring={ring_band::OnTheRing(cluster.clone())} {geometry} crossed={crossed(model, &geometry, placement)} explained={model.selection.explained} dispatch={dispatch.clone()} />
            <text class="zero" y={geometry::number(-geometry.outer - 3.0)} aria-hidden="true">{ "0" }</text>
            { overlays::on_the_ring(&staging) }
            { token_lines::token_lines(cluster, &geometry, placement, tied, met.filter(|_| tied_node(model).is_none())) }
            { key_dots::key_dots(model, &geometry, dispatch) }
            { centre::centre(model, &geometry, middle_is_taken) }
            <g class={if walking { "" } else { "absent" }}>
                <walk_hand::WalkHand journey={journey.clone()} step={model.journey_step} cluster={cluster.clone()}
                    under_way={model.playback.under_way && model.playback.track == Track::KeyWalk} {geometry} clock={clock.clone()} />
            </g>
            if key_is_placed(model) || model.key_is_asked_about() {
                { key_pin::key_pin(journey, &geometry, flying || !key_is_placed(model), dispatch) }
            } else {
                <g />
            }
            <g class={if flying { "" } else { "absent" }}>
                { overlays::flying(&staging) }
            </g>
            { seats::seats(model, &geometry, placement, &active(model, met)) }
            { clients::clients(clients, &geometry, placement, sides, model.selection.client) }
            if flying {
                { bubbles::bubbles(model, &geometry, placement, &obstacles(model, &geometry, placement)) }
            } else {
                <g />
            }
            <path class="stroke" ref={gestures.line.clone()} />
        </svg>
    }
}

/// What bubbles keep off: the seats, and the names of zones.
fn obstacles(model: &Model, geometry: &Geometry, placement: &Shared<StagePlacement>) -> Vec<Obstacle> {
    let mut taken = seats::obstacles(model, geometry, placement);
    taken.extend(zones::obstacles(model, geometry, placement));
    taken
}

/// The token that the walk has reached at this step.
fn met_now(model: &Model) -> Option<Token> {
    model.journey.steps.get(model.journey_step.checked_sub(1)?)?.scene.token()
}

/// The node whose tokens are connected to its seat by lines.
fn tied_node(model: &Model) -> Option<usize> {
    match model.selection.explained {
        Some(Explained::Node(index)) => Some(index),
        _ => model.selection.pinned,
    }
}

fn key_is_placed(model: &Model) -> bool {
    model.shown_change().is_none()
        && (model.playback.track == Track::Messages || model.journey_step >= walk_hand::PLACED)
}

/// Where lines cross the band: the key's pin, the walls, and the ends of what the last change moved.
fn crossed(model: &Model, geometry: &Geometry, placement: &StagePlacement) -> Vec<f64> {
    let mut crossed = placement.walls_on_the_band(geometry);
    if key_is_placed(model) || model.key_is_asked_about() {
        crossed.push(model.journey.position.turn());
    }
    let mut add_ends = |change: &Change| {
        let arcs = change.arcs.iter().take(MOST_CROSSED);
        crossed.extend(arcs.flat_map(|arc| [arc.range.after.turn(), arc.range.upto.turn()]));
    };
    match model.shown_change() {
        Some(change) => add_ends(&change),
        None => model.shown_move().iter().for_each(add_ends),
    }
    crossed
}

/// The nodes that the step is about.
fn active(model: &Model, met: Option<Token>) -> Vec<usize> {
    let event = model.headline().filter(|_| model.playback.track == Track::Messages);
    let at = event.as_ref().and_then(|event| event.at.as_ref());
    let at = at.and_then(|name| model.world.cluster.index_of(name));
    met.map(|token| token.owner.index()).or(at).into_iter().collect()
}

impl Model {
    /// How far the walk's hand turns to the next step, in turns.
    pub fn hand_way(&self) -> f64 {
        let turn = |step: usize| walk_hand::hand_turn(&self.journey, step);
        turn((self.journey_step + 1).min(self.journey.steps.len())) - turn(self.journey_step)
    }

    /// The indices of the nodes on the preference list, as far as the walk has come.
    pub fn listed(&self) -> Vec<usize> {
        if self.playback.track == Track::Messages || self.journey_is_over() {
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

/// The hatch patterns that lie over colours.
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
