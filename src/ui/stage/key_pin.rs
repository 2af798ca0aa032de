//! The key's place on the ring, once it is known.

use crate::key_journey::KeyJourney;
use crate::key_journey::words::{degrees, quoted, shortened};
use crate::ui::Dispatch;
use crate::ui::geometry::{Geometry, number, point, radial_line, translate};
use crate::ui::model::{Action, Explained};
use yew::prelude::*;

/// The key on the ring, `named` beside its place.
pub fn key_pin(journey: &KeyJourney, geometry: &Geometry, named: bool, dispatch: &Dispatch) -> Html {
    let turn = journey.position.turn();
    let at = point(turn, geometry.inner - 9.0);
    let (x, y) = point(turn, geometry.inner - 26.0);
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
                <text class="key-name" x={number(x)} y={number(y + 5.0)} text-anchor={anchor}>
                    { shortened(&journey.key, if geometry.inner > 160.0 { 18 } else { 12 }) }
                </text>
            }
        </g>
    }
}
