//! The stored keys on the ring: a dot at the hash of each, in its owner's colour, on the inner edge of the owner's arc. A
//! key that has another owner since the last change of the ring has a second circle. Pointing at a dot, or going along
//! them with the arrow keys, says the key and its owner; a click selects the key.

use crate::page::dispatch::Dispatch;
use crate::page::drawing::colours::paint;
use crate::page::drawing::dot_rows::dot_rows;
use crate::page::drawing::geometry::{Geometry, point, translate};
use crate::page::projection::key_dots::{KeyDot, moved_words};
use crate::page::state::{Action, Explained, Model};
use std::f64::consts::TAU;
use web_sys::{KeyboardEvent, MouseEvent};
use yew::prelude::*;

/// The radius of a dot, the distance of the first row from the band, and that of two rows, in units.
const RADIUS: f64 = 4.5;
const AWAY: f64 = 8.0;
const ROW: f64 = 10.5;
/// Rows of dots where they are dense.
const ROWS: usize = 3;

/// The dots; while they are switched off, those alone that have another owner since the last change of the ring.
pub fn key_dots(model: &Model, geometry: &Geometry, dispatch: &Dispatch) -> Html {
    if !model.shows_key_dots() {
        return html! { <g class="absent" /> };
    }
    let all = model.world.key_dots();
    let shown: Vec<(usize, &KeyDot)> =
        all.iter().enumerate().filter(|(_, dot)| model.keys_shown || dot.from.is_some()).collect();
    if shown.is_empty() {
        return html! { <g class="absent" /> };
    }
    let scale = geometry.dot_scale();
    let radius = geometry.inner - AWAY * scale;
    let turns: Vec<f64> = shown.iter().map(|(_, dot)| dot.position.turn()).collect();
    let rows = dot_rows(&turns, (2.0 * RADIUS + 2.0) * scale / (TAU * radius), ROWS);
    let chosen = match model.selection.explained {
        Some(Explained::StoredKey(index)) => Some(index),
        _ => None,
    };
    let before = model.world.before_last_change();
    let words = chosen.and_then(|index| Some(all.get(index)?.words(&model.world.cluster, before.as_deref())));
    let now = chosen.and_then(|index| shown.iter().position(|(own, _)| *own == index));
    let dots = shown.iter().zip(rows).map(|((index, dot), row)| {
        let at = point(dot.position.turn(), radius - row as f64 * ROW * scale);
        key_dot(*index, dot, at, scale, chosen == Some(*index), dispatch)
    });
    html! {
        <g class="key-dots" role="slider" tabindex="0" aria-label={format!("Keys on the ring, clockwise. {}", summary(model, &all))}
            aria-valuemin="1" aria-valuemax={shown.len().to_string()} aria-valuenow={(now.unwrap_or(0) + 1).to_string()}
            aria-valuetext={words.unwrap_or_else(|| "Arrow keys go from key to key, Enter selects one".to_owned())}
            onmouseout={let dispatch = dispatch.clone(); move |_| dispatch.dispatch(Action::Explain(None))}
            onfocusout={let dispatch = dispatch.clone(); move |_| dispatch.dispatch(Action::Explain(None))}
            onkeydown={walking(&shown, now, dispatch)}>
            { for dots }
        </g>
    }
}

fn summary(model: &Model, dots: &[KeyDot]) -> String {
    match model.world.before_last_change() {
        Some(_) => moved_words(dots),
        None => crate::explain::key_journey::words::counted(dots.len(), "key", "keys"),
    }
}

fn key_dot(index: usize, dot: &KeyDot, at: (f64, f64), scale: f64, chosen: bool, dispatch: &Dispatch) -> Html {
    let paint = dot.owner.map(paint);
    let fill = paint.map_or("none", |paint| paint.fill);
    let hatch = paint.and_then(|paint| paint.hatch).unwrap_or("none");
    let class = classes!("key-dot", chosen.then_some("is-pointed"));
    let radius = |units: f64| crate::page::drawing::geometry::number(units * scale);
    let (enter, press, key) = (dispatch.clone(), dispatch.clone(), dot.key.clone());
    html! {
        <g key={dot.key.clone()} {class} transform={translate(at)}
            onmouseover={move |_: MouseEvent| enter.dispatch(Action::Explain(Some(Explained::StoredKey(index))))}
            onclick={move |_: MouseEvent| press.dispatch(Action::ChooseKey(key.clone()))}>
            <circle class="key-dot-reach" r={radius(RADIUS + 4.0)} />
            <circle class={if dot.from.is_some() { "key-dot-moved" } else { "absent" }} r={radius(RADIUS + 3.5)} />
            <circle class="key-dot-disc" r={radius(RADIUS)} {fill} />
            <circle class="key-dot-hatch" r={radius(RADIUS)} fill={hatch} />
        </g>
    }
}

/// Goes from dot to dot with the arrow keys, and selects the key of one with Enter.
fn walking(shown: &[(usize, &KeyDot)], now: Option<usize>, dispatch: &Dispatch) -> Callback<KeyboardEvent> {
    let keys: Vec<(usize, String)> = shown.iter().map(|(index, dot)| (*index, dot.key.clone())).collect();
    let dispatch = dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        let last = keys.len() - 1;
        let to = match (event.key().as_str(), now) {
            ("ArrowRight" | "ArrowUp" | "ArrowLeft" | "ArrowDown", None) | ("Home", _) => 0,
            ("ArrowRight" | "ArrowUp", Some(index)) => {
                if index == last {
                    0
                } else {
                    index + 1
                }
            }
            ("ArrowLeft" | "ArrowDown", Some(index)) => index.checked_sub(1).unwrap_or(last),
            ("End", _) => last,
            ("Enter", Some(index)) => {
                event.prevent_default();
                return dispatch.dispatch(Action::ChooseKey(keys[index].1.clone()));
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        dispatch.dispatch(Action::Explain(Some(Explained::StoredKey(keys[to].0))));
    })
}
