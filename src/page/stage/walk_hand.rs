//! The key's walk: a clock hand that turns from the key to one token after another, and a mark at each: taken, with its
//! rank, or struck out.

use crate::dynamo::partitioning::Token;
use crate::explain::key_journey::{KeyJourney, Scene};
use crate::page::browser::animation_clock::{AnimationClock, Painter, use_painter};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, number, point, radial_line, spread, translate};
use crate::page::projection::cluster::Cluster;
use crate::page::projection::shared::Shared;
use std::cell::Cell;
use std::f64::consts::TAU;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// The step at which the key has its position on the circle.
pub const PLACED: usize = 3;

#[derive(Properties, PartialEq)]
pub struct WalkHandProps {
    pub journey: Shared<KeyJourney>,
    /// How many steps of the walk are shown.
    pub step: usize,
    /// Whether the hand is moving to the next step.
    pub under_way: bool,
    pub cluster: Shared<Cluster>,
    pub geometry: Geometry,
    pub clock: AnimationClock,
}

/// The hand, its trail, and the marks.
#[component]
pub fn WalkHand(props: &WalkHandProps) -> Html {
    let WalkHandProps { journey, step, under_way, geometry, clock, .. } = props;
    let (hand, angle, way) = (use_node_ref(), use_node_ref(), use_node_ref());
    {
        let parts = [hand.clone(), angle.clone(), way.clone()];
        let deps = (journey.clone(), *step, *under_way);
        use_painter(clock, deps, |(journey, step, under_way)| paint_hand(parts, journey, *step, *under_way));
    }
    let seen = *step >= PLACED || (*under_way && *step + 1 == PLACED);
    let over = *step == journey.steps.len();
    let walking = *step > PLACED;
    let class = classes!(
        "walk",
        (!seen).then_some("unseen"),
        walking.then_some("walk-under-way"),
        over.then_some("walk-over"),
        (*under_way).then_some("hand-moves")
    );
    let (sweep, trail) = (geometry.inner * 0.56, geometry.inner - 5.0);
    html! {
        <g {class} aria-hidden="true">
            <circle class="angle-arc" ref={angle} r={number(sweep)} pathLength="1" transform="rotate(-90)" />
            <circle class="way-arc" ref={way} r={number(trail)} pathLength="1" transform="rotate(-90)" />
            <g class="hand" ref={hand}>
                <path d={radial_line(0.0, geometry.inner * 0.56, geometry.inner - 2.0)} />
                <path class="hand-tip" d={hand_tip(geometry)} />
            </g>
            <g>{ for marks(props) }</g>
        </g>
    }
}

/// The arrowhead at the band.
fn hand_tip(geometry: &Geometry) -> String {
    let (tip, back) = (geometry.inner - 1.0, geometry.inner - 13.0);
    format!("M0 {}L6 {}L-6 {}Z", number(-tip), number(-back), number(-back))
}

/// The angle of the hand after a step, in turns from the top. It never turns back, so it may exceed 1.
pub fn hand_turn(journey: &KeyJourney, step: usize) -> f64 {
    if step < PLACED {
        return 0.0;
    }
    let last = journey.steps[..step].iter().rev().find_map(|step| step.scene.token());
    last.map_or_else(|| journey.position.turn(), |token| turn_on_walk(journey, token))
}

/// The angle of a token on the walk, in turns, counted on from the key.
fn turn_on_walk(journey: &KeyJourney, token: Token) -> f64 {
    let way = journey.position.clockwise_to(token.position) as f64 / 2_f64.powi(128);
    journey.position.turn() + way
}

fn paint_hand(parts: [NodeRef; 3], journey: &KeyJourney, step: usize, under_way: bool) -> Painter {
    let from = hand_turn(journey, step);
    let to = if under_way { hand_turn(journey, step + 1) } else { from };
    let key = journey.position.turn();
    let painted = Cell::new(false);
    Rc::new(move |progress| {
        // A hand that stands still is set only once.
        if painted.replace(true) && from == to {
            return;
        }
        // The movement starts and ends gently.
        let eased = progress * progress * (3.0 - 2.0 * progress);
        let turn = from + (to - from) * eased;
        let [hand, angle, way] = &parts;
        set(hand, "transform", format!("rotate({})", number(turn * 360.0)));
        set(angle, "stroke-dasharray", format!("{:.4} 2", turn.min(key)));
        let walked = (turn - key).max(0.0);
        set(way, "stroke-dasharray", format!("{walked:.4} 2"));
        set(way, "transform", format!("rotate({})", number(key * 360.0 - 90.0)));
    })
}

fn set(part: &NodeRef, attribute: &str, value: String) {
    if let Some(element) = part.cast::<Element>() {
        let _ = element.set_attribute(attribute, &value);
    }
}

/// The tokens met so far.
fn marks(props: &WalkHandProps) -> Vec<Html> {
    let WalkHandProps { journey, step, cluster, geometry, .. } = props;
    let met: Vec<(Scene, Token)> =
        journey.steps.iter().filter_map(|step| step.scene.token().map(|token| (step.scene, token))).collect();
    let turns: Vec<f64> = met.iter().map(|(_, token)| turn_on_walk(journey, *token)).collect();
    let radius = geometry.inner - 26.0 * geometry.type_scale;
    let spread_turns = spread(&turns, 29.0 * geometry.type_scale / (TAU * radius));
    let shown = journey.steps.iter().take(*step).filter(|step| step.scene.token().is_some()).count();
    let mark = |((scene, token), (turn, spread_turn)): (&(Scene, Token), (&f64, &f64))| {
        let lead = {
            let ((x1, y1), (x2, y2)) = (point(*turn, geometry.inner), point(*spread_turn, radius));
            format!("M{} {}L{} {}", number(x1), number(y1), number(x2), number(y2))
        };
        html! {
            <g key={token.position.to_string()} class="mark">
                <path class="mark-lead" d={lead} />
                <g transform={translate(point(*spread_turn, radius))}>{ mark_disc(*scene, *token, cluster, geometry) }</g>
                <g class="seat-badge" transform={translate(point(*spread_turn, radius - 15.0 * geometry.type_scale))}>
                    { rank(*scene, geometry) }
                </g>
            </g>
        }
    };
    met.iter().zip(turns.iter().zip(&spread_turns)).take(shown).map(mark).collect()
}

fn mark_disc(scene: Scene, token: Token, cluster: &Cluster, geometry: &Geometry) -> Html {
    let node_index = token.owner.index();
    let paint = paint(cluster.numbers[node_index]);
    let radius = number(12.0 * geometry.type_scale);
    let cross = number(13.0 * geometry.type_scale);
    match scene {
        Scene::Taken { .. } => html! {
            <g>
                <circle class="seat-disc" r={radius.clone()} fill={paint.fill} />
                <circle r={radius} fill={paint.hatch.unwrap_or("none")} />
                <text class="mark-letter" fill={paint.ink}>{ &cluster.tags[node_index] }</text>
            </g>
        },
        _ => html! {
            <g class="struck">
                <circle class="struck-disc" r={radius} />
                <text class="mark-letter">{ struck_words(scene, &cluster.tags[node_index]) }</text>
                <path class="strike" d={format!("M-{cross} {cross}L{cross} -{cross}")} />
            </g>
        },
    }
}

fn struck_words(scene: Scene, tag: &str) -> String {
    match scene {
        Scene::StruckRow { tokens, .. } => format!("{tokens}×"),
        _ => tag.to_owned(),
    }
}

fn rank(scene: Scene, geometry: &Geometry) -> Html {
    match scene {
        Scene::Taken { rank, .. } => {
            html! { <g><circle r={number(8.5 * geometry.type_scale)} /><text>{ rank }</text></g> }
        }
        _ => html! { <g /> },
    }
}
