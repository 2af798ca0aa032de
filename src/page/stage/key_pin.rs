//! The key's position on the ring, once the walk has reached it.

use crate::explain::key_journey::KeyJourney;
use crate::explain::key_journey::words::{degrees, quoted, shortened};
use crate::page::dispatch::Dispatch;
use crate::page::drawing::geometry::{Geometry, Point, number, point, radial_line, translate};
use crate::page::drawing::label_room::COUNT;
use crate::page::state::{Action, Explained};
use yew::prelude::*;

/// The key on the ring, with its name if `named`.
pub fn key_pin(journey: &KeyJourney, geometry: &Geometry, named: bool, dispatch: &Dispatch) -> Html {
    let turn = journey.position.turn();
    let at = point(turn, geometry.inner - 9.0);
    let (x, y) = name_at(geometry, turn);
    let name = name_of(journey, geometry);
    let anchor = if at.0 >= 0.0 { "end" } else { "start" };
    let [enter, focus, leave, blur] = [Some(Explained::Key), Some(Explained::Key), None, None].map(|what| {
        let dispatch = dispatch.clone();
        move || dispatch.dispatch(Action::Explain(what))
    });
    html! {
        <g class="key-pin" role="img" tabindex="0"
            aria-label={format!("Key {} at {}", quoted(&journey.key), degrees(journey.position))}
            onmouseover={move |_| enter()} onmouseout={move |_| leave()}
            onfocusin={move |_| focus()} onfocusout={move |_| blur()}>
            <path class="key-line" d={radial_line(turn, geometry.inner - 2.0, geometry.outer + 3.0)} />
            <g transform={translate(at)}><path class="key-diamond" d="M0 -8L8 0L0 8L-8 0Z" /></g>
            if named {
                <text class="key-name" x={number(x)} y={number(y)} text-anchor={anchor}>{ name }</text>
            }
        </g>
    }
}

/// The key's name at the ring.
fn name_of(journey: &KeyJourney, geometry: &Geometry) -> String {
    shortened(&journey.key, if geometry.has_wide_middle() { 18 } else { 12 })
}

/// What the name takes of the ring: the point where it begins or ends, and its characters.
pub fn room_of_name(journey: &KeyJourney, geometry: &Geometry) -> (Point, usize) {
    (name_at(geometry, journey.position.turn()), name_of(journey, geometry).chars().count())
}

/// Where the name ends: beside the pin or, where the count in the middle is in the way, above or below that.
fn name_at(geometry: &Geometry, turn: f64) -> Point {
    let (x, y) = point(turn, geometry.inner - 26.0);
    let (_, top, bottom) = COUNT;
    let (scale, within) = (geometry.type_scale, geometry.inner - 14.0);
    let y = if y < 0.0 { (y + 5.0).min(top * scale) } else { (y + 5.0).max((bottom + 13.0) * scale) };
    let far = x.abs().min((within * within - y * y).max(0.0).sqrt());
    (if x < 0.0 { -far } else { far }, y)
}
