//! The page as a whole: one state, the clock, and where everything stands.

use super::Dispatch;
use super::animation_clock::{AnimationClock, Plan};
use super::help::Help;
use super::keyboard::use_shortcuts;
use super::model::{Action, Film, Model, Window};
use super::known::known_panel;
use super::panels::do_panel;
use super::sentence::{reading_time, sentence};
use super::shared::Shared;
use super::stage::stage;
use super::theme::Theme;
use super::top_bar::top_bar;
use super::transport::transport;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::MediaQueryList;
use yew::prelude::*;

/// Milliseconds of wall time for one of simulated time, at a speed of 1: a message takes about a second.
const WALL_PER_SIMULATED: f64 = 130.0;
/// Milliseconds for a whole turn of the hand, at a speed of 1, and for the shortest move.
const HAND_TURN: f64 = 2_400.0;
const HAND_MOVE: f64 = 350.0;

/// Milliseconds at most for a flight, for a time in which nothing flies, and for what is passed over.
const LONGEST_FLIGHT: f64 = 5_000.0;
const LONGEST_PAUSE: f64 = 900.0;
const BACKGROUND_MOVE: f64 = 60.0;

const NARROW: &str = "(max-width: 760px)";
const STILL: &str = "(prefers-reduced-motion: reduce)";

/// What the page is started with.
#[derive(Properties, PartialEq)]
pub struct AppProps {
    /// Its look.
    pub theme: Theme,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let theme = props.theme;
    let state = use_reducer(move || Model::new(theme, window_now()));
    let clock = use_memo((), |()| AnimationClock::default());
    let (model, dispatch): (Shared<Model>, Dispatch) = (Shared::new((*state).clone()), state.dispatcher());
    let clock = (*clock).clone();
    use_window(dispatch.clone());
    use_shortcuts(dispatch.clone(), clock.clone());
    use_effect_with(model.theme, |theme| drop(theme.put_on()));
    use_plan(&model, &dispatch, &clock);
    html! {
        <div class="page" data-moving={if model.moving() { "yes" } else { "no" }}>
            { top_bar(&model, &dispatch) }
            <main>
                { stage(&model, &clock, &dispatch) }
                { sentence(&model) }
                { do_panel(&model, &clock, &dispatch) }
                { known_panel(&model, &dispatch) }
            </main>
            { transport(&model, &dispatch) }
            <Help open={model.help} {dispatch} />
        </div>
    }
}

/// Tells the clock what is to happen next.
#[hook]
fn use_plan(model: &Shared<Model>, dispatch: &Dispatch, clock: &AnimationClock) {
    let plan = plan(model);
    let deps = (model.leg, plan, model.film);
    let (clock, dispatch) = (clock.clone(), dispatch.clone());
    use_effect_with(deps, move |(leg, plan, _)| {
        let next = match plan {
            Plan::Dwell(_) => Action::Depart,
            _ => Action::Arrive,
        };
        let done = Callback::from(move |()| dispatch.dispatch(next.clone()));
        clock.follow(*leg, *plan, done);
        move || clock.halt()
    });
}

fn plan(model: &Model) -> Plan {
    if model.moving() {
        let way = if model.window.still { 0.0 } else { way(model) };
        Plan::Travel(way / model.speed)
    } else if model.playing {
        Plan::Dwell(reading_time(&model.sentence().words) / model.speed)
    } else {
        Plan::Rest
    }
}

/// How long the way to the next step is, in milliseconds at a speed of 1.
fn way(model: &Model) -> f64 {
    match model.film {
        Film::Journey => match model.hand_way() {
            way if way > 0.0 => HAND_MOVE + HAND_TURN * way,
            _ => 0.0,
        },
        Film::Messages => message_way(model),
    }
}

/// Flights last as long as the simulated delay. Where nothing flies, time is passed over, and so is gossip that tells
/// nobody anything.
fn message_way(model: &Model) -> f64 {
    let frame = &model.world.frame;
    let way = (frame.time_at(1.0) - frame.state.time) * WALL_PER_SIMULATED;
    let flying = frame.state.messages.iter().any(|message| !message.held);
    let most = if model.passes_over_next() {
        BACKGROUND_MOVE
    } else if flying {
        LONGEST_FLIGHT
    } else {
        LONGEST_PAUSE
    };
    way.min(most)
}

fn media(query: &str) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(query).ok().flatten()
}

fn window_now() -> Window {
    let matches = |query| media(query).is_some_and(|media| media.matches());
    Window { narrow: matches(NARROW), still: matches(STILL) }
}

/// Watches what kind of window it is.
#[hook]
fn use_window(dispatch: Dispatch) {
    use_effect_with((), move |()| {
        let listener = Closure::<dyn FnMut()>::new(move || dispatch.dispatch(Action::Resize(window_now())));
        let watched: Vec<MediaQueryList> = [NARROW, STILL].into_iter().filter_map(media).collect();
        for media in &watched {
            let _ = media.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
        }
        move || {
            for media in watched {
                let _ = media.remove_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
            }
        }
    });
}
