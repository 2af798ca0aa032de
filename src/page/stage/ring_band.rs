//! The ring: a band of ranges in their owners' colours, with a tick at each token. Pointing at it, or moving along it
//! with the arrow keys, explains each token and arc.
//!
//! All ranges of a node are one path, and the token pointed at is found from the angle, so that a ring of a thousand
//! tokens has as few elements as one of forty. With many tokens, details are left out.

use crate::dynamo::partitioning::{NodeId, Position};
use crate::page::dispatch::Dispatch;
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, band_path, number, point, radial_line, turn_of, turns_apart};
use crate::page::projection::cluster::Cluster;
use crate::page::projection::shared::Shared;
use crate::page::projection::stage_words::token_words;
use crate::page::state::{Action, Explained};
use std::f64::consts::TAU;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};
use yew::prelude::*;

/// With more tokens than this, ranges have neither gaps nor letters.
const MOST_GAPS: usize = 192;
/// With more tokens than this, there are no ticks.
const MOST_TICKS: usize = 384;
/// Most ranges drawn; more would be too thin to see.
const MOST_RANGES: usize = 4_096;

/// A cluster compared only by what its ring shows: N, R and W do not change the picture.
#[derive(Clone)]
pub struct OnTheRing(pub Shared<Cluster>);

impl PartialEq for OnTheRing {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (&self.0, &other.0);
        one == other || (one.numbers == other.numbers && one.names == other.names && one.ring == other.ring)
    }
}

#[derive(Properties, PartialEq)]
pub struct RingBandProps {
    pub on_the_ring: OnTheRing,
    pub geometry: Geometry,
    /// Where lines cross the band, in turns: no letter stands there.
    pub crossed: Vec<f64>,
    pub explained: Option<Explained>,
    pub dispatch: Dispatch,
}

#[component]
pub fn RingBand(props: &RingBandProps) -> Html {
    let RingBandProps { on_the_ring, geometry, crossed, explained, dispatch } = props;
    let cluster = &on_the_ring.0;
    let picture = use_memo((on_the_ring.clone(), *geometry, crossed.clone()), |(drawn, geometry, crossed)| {
        Picture::new(&drawn.0, geometry, crossed)
    });
    let tokens = cluster.ring.tokens().len();
    if tokens == 0 {
        let path = band_path(0.0, 1.0, geometry.inner, geometry.outer);
        return html! { <g class="ring"><path class="band-empty" d={path} /></g> };
    }
    let index = match explained {
        Some(Explained::Token(index) | Explained::Arc(index)) => Some(*index).filter(|index| *index < tokens),
        _ => None,
    };
    let highlight = index.map_or_else(String::new, |index| range_path(cluster, index, geometry, 3.0));
    html! {
        <g class="ring" role="slider" tabindex="0" aria-label="Tokens of the ring, clockwise"
            aria-valuemin="1" aria-valuemax={tokens.to_string()}
            aria-valuenow={index.map_or(1, |index| index + 1).to_string()}
            aria-valuetext={index.map_or_else(|| "Arrow keys go from token to token".to_owned(), |index| token_words(cluster, index))}
            onmousedown={|event: MouseEvent| event.prevent_default()}
            onmousemove={pointing(cluster, dispatch, *explained)}
            onmouseout={let dispatch = dispatch.clone(); move |_| dispatch.dispatch(Action::Explain(None))}
            onfocusout={let dispatch = dispatch.clone(); move |_| dispatch.dispatch(Action::Explain(None))}
            onkeydown={walking(tokens, index, dispatch)}>
            { (*picture).clone().draw() }
            <path class="highlight" d={highlight} />
        </g>
    }
}

/// The parts of the drawing that depend on the cluster alone.
#[derive(Clone, PartialEq)]
struct Picture {
    /// Each node's number for life and the path of its ranges.
    ranges: Vec<(usize, String)>,
    gaps: String,
    ticks: String,
    /// The tags of owners whose ranges have room for them, with their positions.
    letters: Vec<(usize, AttrValue, f64, f64)>,
}

impl Picture {
    fn new(cluster: &Cluster, geometry: &Geometry, crossed: &[f64]) -> Self {
        let mut ranges: Vec<(usize, String)> = cluster.numbers.iter().map(|number| (*number, String::new())).collect();
        for (owner, from, share) in drawn_ranges(cluster) {
            ranges[owner.index()].1.push_str(&band_path(from, share, geometry.inner, geometry.outer));
        }
        let tokens = cluster.ring.tokens();
        let gapped = tokens.len() <= MOST_GAPS;
        let lines = |most: usize, from: f64, to: f64| -> String {
            let shown = if tokens.len() <= most { tokens } else { &[] };
            shown.iter().map(|token| radial_line(token.position.turn(), from, to)).collect()
        };
        let tick = if gapped { 8.0 } else { 4.0 };
        Self {
            ranges,
            gaps: lines(MOST_GAPS, geometry.inner - 1.0, geometry.outer + 1.0),
            ticks: lines(MOST_TICKS, geometry.outer, geometry.outer + tick),
            letters: if gapped { letters(cluster, geometry, crossed) } else { Vec::new() },
        }
    }

    fn draw(self) -> Html {
        let ranges = self.ranges.into_iter().map(|(number, path)| {
            let paint = paint(number);
            let path = AttrValue::from(path);
            let hatch = paint.hatch.map(|hatch| html! { <path d={path.clone()} fill={hatch} /> });
            html! { <g key={number}><path d={path} fill={paint.fill} />{ hatch }</g> }
        });
        let letters = self.letters.into_iter().enumerate().map(|(index, (number, tag, x, y))| {
            html! {
                <text key={index} class="band-letter" x={number_of(x)} y={number_of(y)} fill={paint(number).ink}>{ tag }</text>
            }
        });
        html! {
            <>
                <g>{ for ranges }</g>
                <path class="band-gaps" d={self.gaps} />
                <path class="band-ticks" d={self.ticks} />
                <g aria-hidden="true">{ for letters }</g>
            </>
        }
    }
}

fn number_of(value: f64) -> String {
    number(value)
}

/// Owner, start and share, in turns, of each range drawn: all of them, or evenly spaced samples if there are very many.
fn drawn_ranges(cluster: &Cluster) -> Vec<(NodeId, f64, f64)> {
    if cluster.ring.tokens().len() <= MOST_RANGES {
        let ranges = cluster.ring.ranges();
        return ranges.map(|(token, range)| (token.owner, range.after.turn(), range.share())).collect();
    }
    let slice = 1.0 / MOST_RANGES as f64;
    let owner = |index: usize| cluster.ring.owner_of(Position((index as u128) << 116)).map(|owner| (index, owner));
    (0..MOST_RANGES).filter_map(owner).map(|(index, owner)| (owner, index as f64 * slice, slice)).collect()
}

/// Where in its range a letter may stand, as a part of it: the middle is best.
const PLACES_OF_LETTERS: [f64; 7] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

fn letters(cluster: &Cluster, geometry: &Geometry, crossed: &[f64]) -> Vec<(usize, AttrValue, f64, f64)> {
    let middle = geometry.middle_of_band();
    let with_room = cluster.ring.ranges().filter_map(|(token, range)| {
        let tag = &cluster.tags[token.owner.index()];
        let room = (15.0 + 8.0 * (tag.chars().count() - 1) as f64) * geometry.type_scale;
        let share = range.share();
        (share * TAU * middle >= room).then(|| {
            let half = room / 2.0 / (TAU * middle);
            let turn = |part: f64| range.after.turn() + share * part;
            let is_free = |part: &f64| {
                let in_range = share * part.min(1.0 - part) >= half;
                in_range && !crossed.iter().any(|line| turns_apart(turn(*part), *line) < half)
            };
            let part = PLACES_OF_LETTERS.into_iter().find(is_free).unwrap_or(PLACES_OF_LETTERS[0]);
            let (x, y) = point(turn(part), middle);
            (cluster.numbers[token.owner.index()], AttrValue::from(tag.clone()), x, y)
        })
    });
    with_room.collect()
}

/// The path of the range owned by the token with this index, slightly enlarged.
pub fn range_path(cluster: &Cluster, index: usize, geometry: &Geometry, grown: f64) -> String {
    let range = cluster.ring.range_of(index);
    band_path(range.after.turn(), range.share(), geometry.inner - grown, geometry.outer + grown)
}

/// Explains what is under the pointer: a token when the pointer is close to one, else the arc.
fn pointing(cluster: &Shared<Cluster>, dispatch: &Dispatch, explained: Option<Explained>) -> Callback<MouseEvent> {
    let (cluster, dispatch) = (cluster.clone(), dispatch.clone());
    Callback::from(move |event: MouseEvent| {
        let Some(turn) = turn_of_pointer(&event) else { return };
        let position = Position((turn * 2_f64.powi(64)) as u128 * (1 << 64));
        let Some(index) = cluster.ring.token_of(position) else { return };
        let ahead = position.clockwise_to(cluster.ring.tokens()[index].position) as f64 / 2_f64.powi(128);
        let what = if ahead < 0.004 { Explained::Token(index) } else { Explained::Arc(index) };
        if explained != Some(what) {
            dispatch.dispatch(Action::Explain(Some(what)));
        }
    })
}

/// The angle of the pointer around the middle of the stage, in turns.
fn turn_of_pointer(event: &MouseEvent) -> Option<f64> {
    let svg = event.target()?.dyn_into::<Element>().ok()?.closest("svg").ok()??;
    let frame = svg.get_bounding_client_rect();
    let (x, y) = (frame.left() + frame.width() / 2.0, frame.top() + frame.height() / 2.0);
    Some(turn_of((f64::from(event.client_x()) - x, f64::from(event.client_y()) - y)))
}

/// Moves from token to token with the arrow keys.
fn walking(tokens: usize, index: Option<usize>, dispatch: &Dispatch) -> Callback<KeyboardEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        let to = match (event.key().as_str(), index) {
            ("ArrowRight" | "ArrowUp" | "ArrowLeft" | "ArrowDown", None) => 0,
            ("ArrowRight" | "ArrowUp", Some(index)) => (index + 1) % tokens,
            ("ArrowLeft" | "ArrowDown", Some(index)) => (index + tokens - 1) % tokens,
            ("Home", _) => 0,
            ("End", _) => tokens - 1,
            _ => return,
        };
        event.prevent_default();
        dispatch.dispatch(Action::Explain(Some(Explained::Token(to))));
    })
}
