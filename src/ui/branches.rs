//! The futures of the history: doing something in the past leaves what had come of it as a branch. Each is named by what
//! was done where it parts from the present one, can be gone over to, and can be forgotten.

use super::Dispatch;
use super::model::{Action, Field, Model};
use crate::key_journey::words::counted;
use crate::playground::BranchState;
use yew::prelude::*;

/// The line above the transport; absent as long as there is one future.
pub fn branches(model: &Model, dispatch: &Dispatch) -> Html {
    let course = &model.world.course;
    let refused = model.refusal(Field::Time).map(str::to_owned).unwrap_or_default();
    let others =
        course.branches.iter().map(|branch| html! { <li key={branch.number}>{ other(branch, dispatch) }</li> });
    let here = match &course.fork {
        Some((step, first)) => future_words(course.number, *step, first, course.steps),
        None => format!("Branch {}: {}", course.number, counted(course.steps, "step", "steps")),
    };
    html! {
        <section class="futures" aria-label="Time">
            <p class="refused" role="alert">{ refused }</p>
            <div class={if course.branches.is_empty() { "absent" } else { "branches" }}>
                <h2>{ "Futures" }</h2>
                <ul aria-label="Futures">
                    <li class="branch here" aria-current="true" title={here.clone()}>{ glyph(true) }<span>{ here }</span></li>
                    { for others }
                </ul>
            </div>
        </section>
    }
}

/// `Branch 2, from step 13: B crashes. 60 steps`
fn future_words(number: u32, forked_at: usize, first: &str, steps: usize) -> String {
    let first = if first.is_empty() { "nothing more happens." } else { first };
    format!("Branch {number}, from step {}: {first} {}", forked_at + 1, counted(steps, "step", "steps"))
}

fn other(branch: &BranchState, dispatch: &Dispatch) -> Html {
    let words = future_words(branch.number, branch.forked_at, &branch.first, branch.steps);
    let (number, go, forget) = (branch.number, dispatch.clone(), dispatch.clone());
    let label = format!("Forget branch {number}");
    html! {
        <div class="branch">
            <button type="button" class="branch-name" title={words.clone()} onclick={move |_| go.dispatch(Action::SwitchToBranch(number))}>
                { glyph(false) }<span>{ words }</span>
            </button>
            <button type="button" class="icon" aria-label={label.clone()} title={label} onclick={move |_| forget.dispatch(Action::DropBranch(number))}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M6 6L18 18M18 6L6 18" /></svg>
            </button>
        </div>
    }
}

/// A line that forks, the way that is meant drawn strong.
fn glyph(here: bool) -> Html {
    let (kept, left) = if here { ("fork-strong", "fork-faint") } else { ("fork-faint", "fork-strong") };
    html! {
        <svg class="fork" viewBox="0 0 22 16" aria-hidden="true">
            <path class={left} d="M2 4H8C13 4 12 13 18 13" />
            <path class={kept} d="M2 4H19" />
            <circle class={if here { "fork-here" } else { "absent" }} cx="19" cy="4" r="3" />
        </svg>
    }
}
