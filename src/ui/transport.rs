//! The bar below: which film, back, play, step, where in it, how fast.

use super::Dispatch;
use super::model::{Action, Film, Model};
use super::sentence::step_words;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The speeds of the control.
pub const SPEEDS: [(f64, &str); 6] =
    [(0.25, "0.25×"), (0.5, "0.5×"), (1.0, "1×"), (2.0, "2×"), (4.0, "4×"), (8.0, "8×")];

/// The bar.
pub fn transport(model: &Model, dispatch: &Dispatch) -> Html {
    let (step, last) = (model.step(), model.last_step());
    let running = model.playing || model.moving();
    let button = |label: &'static str, icon: &'static str, enabled: bool, action: Action| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(action.clone());
        html! {
            <button type="button" class="icon" aria-label={label} title={label} aria-disabled={(!enabled).to_string()} {onclick}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d={icon} /></svg>
            </button>
        }
    };
    let scrub = {
        let dispatch = dispatch.clone();
        move |event: InputEvent| {
            let step = event.target_unchecked_into::<HtmlInputElement>().value().parse().unwrap_or(0);
            dispatch.dispatch(Action::Seek(step));
        }
    };
    let play = if running { ("Pause", "M7 5h4v14H7zM13 5h4v14h-4z") } else { ("Play", "M7 4.5v15l12-7.5z") };
    html! {
        <footer class="transport" aria-label="Play the steps">
            { films(model, dispatch) }
            <div class="buttons">
                { button("To the start", "M6 5h2.5v14H6zM19 5v14L9.5 12z", step > 0, Action::Seek(0)) }
                { button("Back", "M17 5v14L7 12z", step > 0 || model.under_way, Action::Back) }
                { button(play.0, play.1, last > 0, Action::TogglePlay) }
                { button("Step", "M6 5v14l8.5-7zM15.5 5h2.5v14h-2.5z", step < last, Action::Forward) }
                { button("To the end", "M5 5v14l9.5-7zM15.5 5H18v14h-2.5z", step < last, Action::ToEnd) }
            </div>
            <input class="scrub" type="range" min="0" max={last.to_string()} value={step.to_string()} oninput={scrub}
                aria-label="Step" aria-valuetext={step_words(model)} />
            <output class="step-words">{ step_words(model) }</output>
            { speed(model, dispatch) }
        </footer>
    }
}

/// Which of the two films.
fn films(model: &Model, dispatch: &Dispatch) -> Html {
    let film = |film: Film, label: &'static str| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(Action::ShowFilm(film));
        html! { <button type="button" aria-pressed={(model.film == film).to_string()} {onclick}>{ label }</button> }
    };
    html! {
        <div class="choice" role="group" aria-label="What is played">
            { film(Film::Journey, "Walk") }
            { film(Film::Messages, "Messages") }
        </div>
    }
}

fn speed(model: &Model, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        if let Some((speed, _)) = usize::try_from(chosen).ok().and_then(|chosen| SPEEDS.get(chosen)) {
            dispatch.dispatch(Action::SetSpeed(*speed));
        }
    };
    let options = SPEEDS.iter().map(|(speed, label)| {
        html! { <option key={*label} selected={*speed == model.speed}>{ *label }</option> }
    });
    html! { <label class="speed"><span>{ "Speed" }</span><select aria-label="Speed" {onchange}>{ for options }</select></label> }
}
