//! The scrub bar: it leads to any step, with marks for requests, operator actions and forks.

use super::sentence::step_words;
use crate::page::dispatch::Dispatch;
use crate::page::projection::course::{Course, Mark, MarkKind};
use crate::page::projection::shared::Shared;
use crate::page::state::{Action, Model, PlaybackAction, Track};
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

pub fn scrub_bar(model: &Model, dispatch: &Dispatch) -> Html {
    let oninput = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            let step = event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(0);
            dispatch.dispatch(Action::Playback(PlaybackAction::Seek(step)));
        }
    };
    html! {
        <div class="scrub-bar">
            <div class={if model.playback.track == Track::Messages { "marks" } else { "marks unseen" }}>
                <Marks course={model.world.course.clone()} last={model.last_step()} dispatch={dispatch.clone()} />
            </div>
            <input class="scrub" type="range" min="0" max={model.last_step().to_string()} value={model.step().to_string()} {oninput}
                aria-label="Step" aria-valuetext={step_words(model)} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MarksProps {
    course: Shared<Course>,
    /// The last step on the bar.
    last: usize,
    dispatch: Dispatch,
}

/// The marks. Screen readers have the event list of the diagram instead.
#[component]
fn Marks(props: &MarksProps) -> Html {
    let marks = props.course.marks.iter().map(|mark| {
        html! { <g key={mark.step * 4 + mark.kind as usize}>{ drawn(mark, props.last) }</g> }
    });
    let dispatch = props.dispatch.clone();
    html! {
        <svg aria-hidden="true" onclick={move |event: MouseEvent| {
            if let Some(step) = step_under(&event) {
                dispatch.dispatch(Action::Playback(PlaybackAction::SeekMessage(step)));
            }
        }}><g>{ for marks }</g></svg>
    }
}

fn drawn(mark: &Mark, last: usize) -> Html {
    let x = format!("{:.3}%", mark.step as f64 * 100.0 / last.max(1) as f64);
    let (class, path) = match mark.kind {
        MarkKind::Fork => ("mark fork-mark", "M0 11V6L-4 1M0 6L4 1"),
        MarkKind::OperatorAction => ("mark deed-mark", "M0 2L4 6.5L0 11L-4 6.5Z"),
        MarkKind::Request => ("mark request-mark", "M0 4V11"),
    };
    html! {
        <svg {x} width="0.75rem" height="0.75rem" viewBox="0 0 12 12" overflow="visible" {class} data-step={mark.step.to_string()}>
            <title>{ format!("Step {}: {}", mark.step, mark.words) }</title>
            <rect class="hit" x="-5" y="0" width="10" height="12" />
            <path d={path} />
        </svg>
    }
}

/// The step under the pointer.
pub fn step_under(event: &MouseEvent) -> Option<usize> {
    let element: Element = event.target_dyn_into()?;
    element.closest("[data-step]").ok()??.get_attribute("data-step")?.parse().ok()
}
