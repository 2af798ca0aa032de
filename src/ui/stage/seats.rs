//! The nodes, on their seats around the ring: letter, name, share, state, and what each stores of the key.
//!
//! A seat is a thing that can be acted on; what is done with pointer and keys is handled by the stage.

use super::places::Places;
use super::seat_marks::{badge, marks, parcels};
use crate::key_journey::words::{percent, shortened};
use crate::ui::cluster::Cluster;
use crate::ui::colours::paint;
use crate::ui::geometry::{Geometry, Point, SeatSize, number, translate};
use crate::ui::model::{Frame, Thing};
use crate::ui::seat_state::SeatState;
use crate::ui::shared::Shared;
use crate::ui::stands::{Stands, room_for_words};
use crate::ui::versions::versions_in_short;
use std::rc::Rc;
use yew::prelude::*;

/// What the seats are drawn from.
#[derive(Properties, PartialEq)]
pub struct SeatsProps {
    /// The cluster.
    pub cluster: Shared<Cluster>,
    /// The step that is shown.
    pub frame: Shared<Frame>,
    /// The key of which it is shown what each node stores.
    pub key_name: AttrValue,
    /// The stage.
    pub geometry: Geometry,
    /// Where the nodes stand.
    pub stands: Rc<Stands>,
    /// The nodes of the preference list as far as it is known, by place.
    pub listed: Vec<usize>,
    /// The nodes that matter at this step.
    pub active: Vec<usize>,
    /// The node whose ties stay.
    pub pinned: Option<usize>,
}

/// All seats.
#[component]
pub fn Seats(props: &SeatsProps) -> Html {
    let seats = SeatState::all(&props.frame.state, &props.key_name);
    let seats =
        seats.iter().map(|state| html! { <g key={props.cluster.numbers[state.place]}>{ seat(props, state) }</g> });
    html! { <g class="seats" role="group" aria-label="Nodes">{ for seats }</g> }
}

fn seat(props: &SeatsProps, state: &SeatState<'_>) -> Html {
    let SeatsProps { cluster, geometry, stands, listed, active, pinned, .. } = props;
    let place = state.place;
    let size = SeatSize::of(cluster.len());
    let (at, radius) = (stands.seats[place], stands.radius);
    let rank = listed.iter().position(|node| *node == place).map(|rank| rank + 1);
    let class = classes!(
        "seat",
        active.contains(&place).then_some("seat-active"),
        rank.map(|_| "seat-listed"),
        format!("seat-{}", state.status),
        (!state.suspected_by.is_empty()).then_some("seat-suspected")
    );
    let places = Places { cluster, clients: &[], stands };
    html! {
        <g {class} transform={translate(at)} data-thing={Thing::Node(place).word()}>
            <g class="seat-button" role="button" tabindex="0" aria-haspopup="menu"
                aria-pressed={(*pinned == Some(place)).to_string()} aria-label={state.words(cluster, rank)}>
                <circle class="seat-halo" r={number(radius + 5.0)} />
                { disc(cluster, state, radius, size) }
            </g>
            { if size == SeatSize::Words { words(props, state, at, radius) } else { html! { <g /> } } }
            { if size >= SeatSize::Letter { marks(state, radius, geometry) } else { html! { <g /> } } }
            { parcels(state, &places, at, radius, size, geometry.labels_below) }
            { badge(rank.filter(|_| size >= SeatSize::Letter), radius, geometry) }
        </g>
    }
}

fn disc(cluster: &Cluster, state: &SeatState<'_>, radius: f64, size: SeatSize) -> Html {
    let paint = paint(cluster.numbers[state.place]);
    let tag = &cluster.tags[state.place];
    let small = radius < 13.0 || tag.chars().count() > 1;
    let (fill, hatch, ink) = match state.is_down() {
        true => ("var(--faint)", "none", "var(--quiet)"),
        false => (paint.fill, paint.hatch.unwrap_or("none"), paint.ink),
    };
    let cross = number(radius * 0.86);
    let strike = if state.is_down() { format!("M-{cross} {cross}L{cross} -{cross}") } else { String::new() };
    html! {
        <g aria-hidden="true">
            <circle class="seat-disc" r={number(radius)} {fill} />
            <circle r={number(radius)} fill={hatch} />
            if size >= SeatSize::Letter {
                <text class={if small { "seat-letter small" } else { "seat-letter" }} fill={ink}>{ tag }</text>
            }
            <path class="strike" d={strike} />
        </g>
    }
}

/// Beside the disc, on the side away from the ring: the name or share, the state, what is stored, and what is to be noted.
fn words(props: &SeatsProps, state: &SeatState<'_>, at: Point, radius: f64) -> Html {
    let geometry = &props.geometry;
    let lines = lines(props, state);
    let beside = 9.0 * geometry.type_scale.sqrt();
    let (x, anchor) = match (geometry.labels_below, at.0 < -20.0) {
        (true, _) => (0.0, "middle"),
        (false, true) => (-radius - beside, "end"),
        (false, false) => (radius + beside, "start"),
    };
    let line = 17.0 * geometry.type_scale;
    let last = lines.len().saturating_sub(1) as f64;
    let first = match (geometry.labels_below, at.1 < 0.0) {
        (true, true) => -radius - 7.0 - last * line,
        (true, false) => radius + 18.0,
        (false, _) => 5.0 - last * line / 2.0,
    };
    let texts = lines.into_iter().enumerate().map(|(place, (class, words))| {
        html! { <text key={place} {class} x={number(x)} y={number(first + line * place as f64)}>{ words }</text> }
    });
    html! { <g aria-hidden="true" text-anchor={anchor}>{ for texts }</g> }
}

fn lines(props: &SeatsProps, state: &SeatState<'_>) -> Vec<(&'static str, String)> {
    let SeatsProps { cluster, geometry, stands, .. } = props;
    let room = room_for_words(geometry, stands, state.place);
    let (name, status) = (&cluster.names[state.place], state.status_word());
    let first = match (name == &cluster.tags[state.place], status.is_empty()) {
        (true, true) => percent(cluster.shares[state.place]),
        (true, false) => status.to_owned(),
        (false, true) => shortened(name, room),
        (false, false) => match room.saturating_sub(status.len() + 2) {
            // Of a name that is cut to its first letters nothing is left to know it by; the disc says who it is.
            0..=6 => status.to_owned(),
            left => format!("{}, {status}", shortened(name, left)),
        },
    };
    let mut lines = vec![("seat-words", first)];
    let stored = versions_in_short(state.stored, room);
    if !stored.is_empty() {
        lines.push(("seat-stored", stored));
    }
    let most = if geometry.labels_below { 2 } else { 4 };
    // Notes are set smaller.
    let room = room * 8 / 7;
    let notes = state.notes(cluster).into_iter().take(most - lines.len());
    lines.extend(notes.map(|(long, short)| {
        let words = if long.chars().count() <= room { long } else { shortened(&short, room) };
        ("seat-note", words)
    }));
    lines
}
