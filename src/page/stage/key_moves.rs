//! Keys on their way to another owner: an arrow from the seat of each old owner to that of the new one, with how many.

use super::stage_positions::StagePositions;
use crate::explain::key_journey::words::{counted, percent, thousands};
use crate::page::drawing::geometry::{Geometry, Point, number, point, turn_of};
use crate::page::drawing::label_room::COUNT;
use crate::page::projection::key_dots::journeys;
use crate::page::state::Model;
use yew::prelude::*;

/// Most arrows; of more, the stage would be full.
const MOST_ARROWS: usize = 12;
/// Where on its way an arrow has its words, 0 to 1.
const WORDS_AT: f64 = 0.18;

/// The arrows of what the last change of the ring moved.
pub fn key_moves(model: &Model, geometry: &Geometry, positions: &StagePositions<'_>) -> Html {
    let world = &model.world;
    if world.before_last_change().is_none() {
        return html! { <g class="absent" /> };
    }
    let seat = |number: usize| {
        let index = world.cluster.numbers.iter().position(|known| *known == number)?;
        positions.placement.seats.get(index).copied()
    };
    let mut journeys = journeys(&world.key_dots());
    journeys.sort_by_key(|(.., keys)| std::cmp::Reverse(*keys));
    let (radius, clear) =
        (positions.placement.radius, (COUNT.0 * geometry.type_scale + 14.0).min(geometry.inner - 30.0));
    let arrows = journeys.iter().take(MOST_ARROWS).filter_map(|(from, to, keys)| {
        Some(arrow(format!("{from}-{to}"), seat(*from)?, seat(*to)?, radius, *keys, clear))
    });
    html! {
        <g class="key-moves" aria-hidden="true">
            <g>{ for arrows }</g>
            { summary(model, geometry) }
        </g>
    }
}

/// How much moved, in the middle of the ring.
fn summary(model: &Model, geometry: &Geometry) -> Html {
    let Some(change) = model.counted_move() else { return html! { <g /> } };
    let dots = model.world.key_dots();
    let moved = dots.iter().filter(|dot| dot.from.is_some()).count();
    let (large, small) = match dots.len() {
        0 => (percent(change.share), "of the ring"),
        keys => (format!("{moved} of {}", thousands(keys)), if keys == 1 { "key" } else { "keys" }),
    };
    let scale = geometry.type_scale;
    html! {
        <g class="centre">
            <text class="centre-large" y={number(-6.0 * scale)}>{ large }</text>
            <text class="centre-note" y={number(20.0 * scale)}>{ small }</text>
            <text class="centre-note" y={number(44.0 * scale)}>{ "changed owner" }</text>
        </g>
    }
}

fn arrow(key: String, from: Point, to: Point, seat: f64, keys: usize, clear: f64) -> Html {
    let bend = bend(from, to, clear);
    let (from, to) = (towards(from, bend, seat + 2.0), towards(to, bend, seat + 6.0));
    let path = format!(
        "M{} {}Q{} {} {} {}",
        number(from.0),
        number(from.1),
        number(bend.0),
        number(bend.1),
        number(to.0),
        number(to.1)
    );
    let (x, y) = along(from, bend, to, WORDS_AT);
    html! {
        <g {key} class="key-move">
            <path class="key-move-under" d={path.clone()} />
            <path class="key-move-line" d={path} />
            <path class="key-move-head" d={head(bend, to)} />
            <text class="flight-label" x={number(x)} y={number(y + 5.0)}>{ counted(keys, "key", "keys") }</text>
        </g>
    }
}

/// The control point of an arrow whose middle stays this far from the words in the middle of the ring.
fn bend(from: Point, to: Point, clear: f64) -> Point {
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let away = middle.0.hypot(middle.1);
    // Between opposite seats both sides are as good: the left one of the way is taken.
    let (x, y) = if away > 1.0 { (middle.0 / away, middle.1 / away) } else { across(from, to) };
    let least = (away * 0.7).max(clear);
    (2.0 * least * x - middle.0, 2.0 * least * y - middle.1)
}

/// The direction across the way from one point to another, of length 1.
fn across(from: Point, to: Point) -> Point {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    (dy / length, -dx / length)
}

/// The point on the curve after a part of its way, 0 to 1.
fn along(from: Point, bend: Point, to: Point, part: f64) -> Point {
    let rest = 1.0 - part;
    let at = |a: f64, b: f64, c: f64| rest * rest * a + 2.0 * rest * part * b + part * part * c;
    (at(from.0, bend.0, to.0), at(from.1, bend.1, to.1))
}

/// The point at this distance from `from` in the direction of another.
fn towards(from: Point, other: Point, by: f64) -> Point {
    let (dx, dy) = (other.0 - from.0, other.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    (from.0 + dx / length * by, from.1 + dy / length * by)
}

/// The arrowhead, which points the way that the arrow arrives.
fn head(before: Point, to: Point) -> String {
    let turn = turn_of((to.0 - before.0, to.1 - before.1));
    let at = |away: f64, side: f64| {
        let (ahead, aside) = (point(turn, away), point(turn + 0.25, side));
        format!("{} {}", number(to.0 + ahead.0 + aside.0), number(to.1 + ahead.1 + aside.1))
    };
    format!("M{}L{}L{}Z", at(3.0, 0.0), at(-9.0, 6.0), at(-9.0, -6.0))
}
