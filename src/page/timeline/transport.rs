//! The transport: the choice of track, play, step, position, pace, speed, and letting time pass.

use super::scrub_bar::scrub_bar;
use super::sentence::step_words;
use crate::explain::trace::Pace;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Bar, Model, Operation, PlaybackAction, SPEEDS, Track};
use crate::page::widgets::bar_button::bar_button;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The paces: how much one step is.
const PACES: [(Pace, &str); 3] =
    [(Pace::Message, "a message"), (Pace::Phase, "a phase"), (Pace::Operation, "an operation")];
/// How long time can be let pass, in milliseconds.
const WAITS: [(f64, &str); 3] = [(1_000.0, "1 s"), (10_000.0, "10 s"), (60_000.0, "60 s")];

pub fn transport(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let button = |operation: Operation, label: &'static str, icon: &'static str, action: PlaybackAction| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(Action::Playback(action));
        let disabled = (!operation.is_possible(model)).to_string();
        html! {
            <button type="button" class="icon" aria-label={label} title={label} aria-disabled={disabled} {onclick}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d={icon} /></svg>
            </button>
        }
    };
    let named = |operation: Operation, icon: &'static str, action: PlaybackAction| {
        button(operation, operation.label(), icon, action)
    };
    let play = if model.playback.is_running() {
        button(Operation::PlayOrPause, "Pause", "M7 5h4v14H7zM13 5h4v14h-4z", PlaybackAction::TogglePlay)
    } else {
        named(Operation::PlayOrPause, "M7 4.5v15l12-7.5z", PlaybackAction::TogglePlay)
    };
    html! {
        <footer class={if model.bar == Some(Bar::Transport) { "transport unfolded" } else { "transport" }} aria-label="Play the steps">
            { tracks(model, dispatch) }
            <div class="buttons">
                { named(Operation::ToStart, "M6 5h2.5v14H6zM19 5v14L9.5 12z", PlaybackAction::Seek(0)) }
                { named(Operation::Back, "M17 5v14L7 12z", PlaybackAction::Back) }
                { play }
                { named(Operation::Step, "M6 5v14l8.5-7zM15.5 5h2.5v14h-2.5z", PlaybackAction::Forward) }
                { named(Operation::ToEnd, "M5 5v14l9.5-7zM15.5 5H18v14h-2.5z", PlaybackAction::ToEnd) }
            </div>
            { scrub_bar(model, dispatch) }
            <output class="step-words">{ for in_parts(&step_words(model)) }</output>
            { choice("pace", "A step is", &PACES, model.playback.pace, dispatch, |pace| Action::Playback(PlaybackAction::SetPace(pace))) }
            { choice("speed", "Speed", &SPEEDS, model.playback.speed, dispatch, |speed| Action::Playback(PlaybackAction::SetSpeed(speed))) }
            { wait(model, clock, dispatch) }
            { diagram(model, dispatch) }
            { bar_button(model, Bar::Transport, "Pace, speed, and more", dispatch) }
        </footer>
    }
}

/// The step and the time as unbreakable pieces: on a narrow screen they are stacked.
fn in_parts(words: &str) -> impl Iterator<Item = Html> + '_ {
    words.split_inclusive(", ").enumerate().map(|(index, part)| html! { <span key={index}>{ part }</span> })
}

/// The choice between the two tracks.
fn tracks(model: &Model, dispatch: &Dispatch) -> Html {
    let track = |track: Track, label: &'static str| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(Action::Playback(PlaybackAction::ShowTrack(track)));
        html! { <button type="button" aria-pressed={(model.playback.track == track).to_string()} {onclick}>{ label }</button> }
    };
    html! {
        <div class="choice" role="group" aria-label="What is played">
            { track(Track::KeyWalk, Operation::ShowWalk.label()) }
            { track(Track::Messages, Operation::ShowMessages.label()) }
        </div>
    }
}

/// A select of a few values.
fn choice<T: Copy + PartialEq + 'static>(
    class: &'static str,
    label: &'static str,
    all: &'static [(T, &'static str)],
    chosen: T,
    dispatch: &Dispatch,
    action: fn(T) -> Action,
) -> Html {
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        if let Some((value, _)) = usize::try_from(index).ok().and_then(|index| all.get(index)) {
            dispatch.dispatch(action(*value));
        }
    };
    let options = all.iter().map(|(value, words)| {
        html! { <option key={*words} selected={*value == chosen}>{ *words }</option> }
    });
    html! { <label {class}><span>{ label }</span><select aria-label={label} {onchange}>{ for options }</select></label> }
}

/// Lets time pass, in which nodes gossip, deliver hints and compare trees.
fn wait(model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    let onclick = {
        let (clock, dispatch) = (clock.clone(), dispatch.clone());
        move |_| dispatch.dispatch(Action::LetTimePass(clock.progress()))
    };
    html! {
        <div class="wait" role="group" aria-label="Let time pass">
            <button type="button" aria-label="Wait: let time pass" title="Let time pass: gossip, handoff and anti-entropy go on" {onclick}>{ "Wait" }</button>
            { choice("wait-for", "For how long", &WAITS, model.wait, dispatch, Action::ChooseWait) }
        </div>
    }
}

fn diagram(model: &Model, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    html! {
        <button type="button" class="diagram-button" aria-expanded={model.diagram.to_string()} aria-controls="space-time"
            title="Space-time diagram (D)" onclick={move |_| dispatch.dispatch(Action::ToggleDiagram)}>
            <svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
            { Operation::Diagram.label() }
        </button>
    }
}
