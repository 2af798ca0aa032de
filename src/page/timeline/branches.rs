//! The branches of history: acting in the past leaves the old future as a branch. They are drawn as a small tree; each
//! can be opened, named, or deleted.

use crate::explain::key_journey::words::counted;
use crate::page::dispatch::Dispatch;
use crate::page::drawing::geometry::number;
use crate::page::projection::futures::{FutureRow, name, rows, words};
use crate::page::state::{Action, EditedField, Field, Model};
use crate::page::widgets::controls::edit_field;
use crate::playground::FutureState;
use yew::prelude::*;

/// Units between two rows, the width of the drawing, and the margin before the first row.
const ROW: f64 = 8.0;
const WIDTH: f64 = 150.0;
const EDGE: f64 = 5.0;

/// The tree above the transport; absent while there is only one future.
pub fn branches(model: &Model, dispatch: &Dispatch) -> Html {
    let futures = &model.world.course.futures;
    let refused = model.refusal(Field::Time).map(str::to_owned).unwrap_or_default();
    let rows = rows(futures);
    let items = rows.iter().filter_map(|row| {
        let future = futures.get(row.index)?;
        Some(html! { <li key={future.number} aria-current={future.is_present.then_some("true")}>{ item(model, future, dispatch) }</li> })
    });
    html! {
        <>
            <p class="refused" role="alert">{ refused }</p>
            <div class={if futures.len() < 2 { "absent" } else { "branches" }}>
                <h2>{ "Futures" }</h2>
                { tree(model, &rows, dispatch) }
                <ul aria-label="Futures">{ for items }</ul>
            </div>
        </>
    }
}

fn item(model: &Model, future: &FutureState, dispatch: &Dispatch) -> Html {
    let own = future.number;
    let names = &model.world.future_names;
    let (called, steps) = (name(names, own), counted(future.steps, "step", "steps"));
    let description = words(names, future, &steps);
    if future.is_present {
        let label = format!("Name of {called}");
        return html! {
            <div class="branch here" title={description.clone()}>
                <span>{ description }</span>
                <details class="fold naming">
                    <summary>{ "Rename" }</summary>
                    { edit_field(model, called, label, EditedField::Future(own), dispatch) }
                </details>
            </div>
        };
    }
    let (go, forget) = (dispatch.clone(), dispatch.clone());
    let label = format!("Forget {called}");
    html! {
        <div class="branch">
            <button type="button" class="branch-name" title={description.clone()} onclick={move |_| go.dispatch(Action::SwitchToBranch(own))}>
                <span>{ description }</span>
            </button>
            <button type="button" class="icon" aria-label={label.clone()} title={label} onclick={move |_| forget.dispatch(Action::DropBranch(own))}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
            </button>
        </div>
    }
}

/// Each future as a line along the steps, from where it leaves another one. The list beside it says the same.
fn tree(model: &Model, rows: &[FutureRow], dispatch: &Dispatch) -> Html {
    let futures = &model.world.course.futures;
    let longest = futures.iter().map(|future| future.steps).max().unwrap_or(1).max(1) as f64;
    let x = |step: usize| EDGE + (WIDTH - 2.0 * EDGE) * step as f64 / longest;
    let y = |row: usize| EDGE + ROW * row as f64;
    let height = 2.0 * EDGE + ROW * rows.len().saturating_sub(1) as f64;
    let lines = rows.iter().enumerate().filter_map(|(row, at)| {
        let future = futures.get(at.index)?;
        let (start, end, level) = (number(x(future.forked_at)), number(x(future.steps)), number(y(row)));
        // Down from the older one, and then along.
        let path = match at.parent {
            None => format!("M{start} {level}H{end}"),
            Some(parent) => format!("M{start} {}V{level}H{end}", number(y(parent))),
        };
        let class = if future.is_present { "fork-strong" } else { "fork-faint" };
        let (own, go) = (future.number, dispatch.clone());
        Some(html! {
            <g key={own} onclick={move |_| go.dispatch(Action::SwitchToBranch(own))}>
                <title>{ name(&model.world.future_names, own) }</title>
                <path class="fork-reach" d={format!("M{start} {level}H{end}")} />
                <path {class} d={path} />
            </g>
        })
    });
    let here = rows.iter().position(|row| futures.get(row.index).is_some_and(|future| future.is_present));
    let step = model.world.frame.state.step;
    let (at, level) = (number(x(step)), number(y(here.unwrap_or_default())));
    html! {
        <svg class="future-tree" viewBox={format!("0 0 {} {}", number(WIDTH), number(height))} aria-hidden="true">
            <g>{ for lines }</g>
            <circle class="fork-here" cx={at} cy={level} r="3.5" />
        </svg>
    }
}
