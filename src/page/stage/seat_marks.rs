//! Small marks at a seat: rank on the preference list, suspicion, clock skew, an outdated view of the ring, and the
//! parcels kept for others.

use super::pictures::{Addressee, parcel};
use crate::page::drawing::bubble_room::Obstacle;
use crate::page::drawing::geometry::{Geometry, Point, SeatSize, number, translate};
use crate::page::projection::seat_state::SeatState;
use yew::prelude::*;

/// Most owners whose parcels are drawn.
const MOST_PARCELS: usize = 3;

/// The rank on the preference list.
pub fn badge(rank: Option<usize>, radius: f64, geometry: &Geometry) -> Html {
    let Some(rank) = rank else { return html! { <g /> } };
    let mark = 9.0 * geometry.type_scale.sqrt();
    let at = geometry.mark_at(radius, mark);
    html! {
        <g class="seat-badge" aria-hidden="true" transform={translate((at, -at))}>
            <circle r={number(mark)} /><text>{ rank }</text>
        </g>
    }
}

/// The marks of an unusual state.
pub fn marks(state: &SeatState, radius: f64, geometry: &Geometry) -> Html {
    let scale = geometry.type_scale.sqrt() * (radius / 18.0).clamp(0.6, 1.0);
    let corner = geometry.mark_at(radius, 8.5 * scale);
    let scale = number(scale);
    let placed = |shown: bool, at: Point, mark: fn() -> Html| match shown {
        true => html! { <g transform={format!("{} scale({scale})", translate(at))}>{ mark() }</g> },
        false => html! { <g /> },
    };
    html! {
        <g class="seat-marks" aria-hidden="true">
            { placed(!state.suspected_by.is_empty(), (-corner, -corner), suspect_mark) }
            { placed(state.skew != 0.0, (-corner, corner), clock_mark) }
            { placed(state.old_view, (corner, corner), old_view_mark) }
            { placed(state.paused, (0.0, -radius), pause_mark) }
        </g>
    }
}

/// Others suspect that this node is down.
pub fn suspect_mark() -> Html {
    html! { <g class="mark-suspect"><circle r="8.5" /><text>{ "?" }</text></g> }
}

/// This node's clock is skewed.
pub fn clock_mark() -> Html {
    html! { <g class="mark-clock"><circle r="8" /><path d="M0 -5V0L4 2.5" /></g> }
}

/// This node is paused.
pub fn pause_mark() -> Html {
    html! { <g class="mark-pause"><circle r="8.5" /><path d="M-2.5 -4V4M2.5 -4V4" /></g> }
}

/// This node has yet to hear of the latest change: gossip's triangle, still empty.
pub fn old_view_mark() -> Html {
    html! { <g class="mark-old-view"><path d="M0 -9L9 7H-9Z" /></g> }
}

/// How the parcels of a seat are laid out: their scale, and the points of those that are drawn, from the seat's middle.
fn parcel_points(
    state: &SeatState,
    at: Point,
    radius: f64,
    size: SeatSize,
    labels_below: bool,
) -> (f64, impl Iterator<Item = Point>) {
    let far = (at.0 * at.0 + at.1 * at.1).sqrt().max(1.0);
    let along = (-at.1 / far, at.0 / far);
    let on_the_side_of_words = match labels_below {
        true => (at.1 < 0.0) == (along.1 < 0.0),
        false => (at.0 < -20.0) == (along.0 < 0.0),
    };
    let away = if on_the_side_of_words { -1.0 } else { 1.0 };
    // The first parcel stands beyond the marks of a seat that has room for all of them.
    let (scale, step, first) = match size {
        SeatSize::Words => (1.0, 22.0, 1.2),
        SeatSize::Letter => (0.6, 11.0, 0.7),
        SeatSize::Dot => (0.4, 6.0, 0.7),
    };
    let points = (0..state.hints.len().min(MOST_PARCELS)).map(move |rank| {
        let way = away * (radius + step * (first + rank as f64));
        (along.0 * way, along.1 * way)
    });
    (scale, points)
}

/// The discs that the parcels of a seat take of the stage.
pub fn parcels_at(
    state: &SeatState,
    at: Point,
    radius: f64,
    size: SeatSize,
    labels_below: bool,
) -> impl Iterator<Item = Obstacle> {
    let (scale, points) = parcel_points(state, at, radius, size, labels_below);
    points.map(move |(x, y)| Obstacle::Disc((at.0 + x, at.1 + y), 13.0 * scale))
}

/// The parcels, along the circle beside the disc, on the side without words.
pub fn parcels(
    state: &SeatState,
    owner_of: impl Fn(&str) -> Option<Addressee>,
    at: Point,
    radius: f64,
    size: SeatSize,
    labels_below: bool,
) -> Html {
    let (scale, points) = parcel_points(state, at, radius, size, labels_below);
    let drawn = state.hints.iter().zip(points).enumerate().map(|(rank, ((owner, keys), point))| {
        let owner = owner_of(owner);
        let count = if *keys > 1 && size == SeatSize::Words { format!("×{keys}") } else { String::new() };
        html! {
            <g key={rank} transform={format!("{} scale({scale})", translate(point))}>
                { parcel(owner.as_ref(), false) }
                <text class="parcel-count" y="22">{ count }</text>
            </g>
        }
    });
    html! { <g class="parcels" aria-hidden="true">{ for drawn }</g> }
}
