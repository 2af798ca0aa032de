//! The root component: the page's state, the clock, and the layout.

use super::drawers::{drawer_buttons, use_section_in_sight};
use super::film_studio::film_studio;
use super::help::{error_dialog, help};
use super::keyboard::use_shortcuts;
use super::left_column::left_column;
use super::loading_view::LoadingView;
use super::other_screen::other_screen;
use super::pacing::way;
use super::ring_dialog::ring_dialog;
use super::share_dialog::share_dialog;
use super::top_bar::top_bar;
use crate::page::browser;
use crate::page::browser::address;
use crate::page::browser::animation_clock::{AnimationClock, Plan};
use crate::page::browser::presenter_window::PresenterWindow;
use crate::page::classroom::{
    ClassroomHooks, blank_screen, challenge_editor_column, editor_column, hand_in_dialog, list_dialog,
    unsaved_challenge_dialog, unsaved_dialog,
};
use crate::page::dispatch::Dispatch;
use crate::page::effects::files;
use crate::page::effects::mounted_page::Watcher;
use crate::page::panels::inspector::inspector_panel;
use crate::page::projection::shared::Shared;
use crate::page::stage::Stage;
use crate::page::state::{Action, Drawer, Editing, LessonRequest, Model, Opening, PlaybackAction, Screen, Window};
use crate::page::timeline::branches::branches;
use crate::page::timeline::sentence::{reading_time, sentence};
use crate::page::timeline::space_time::diagram;
use crate::page::timeline::transport::transport;
use crate::page::widgets::note::note_box;
use gloo_events::EventListener;
use web_sys::{Event, MediaQueryList};
use yew::prelude::*;

const NARROW: &str = "(max-width: 760px)";
const BROAD: &str = "(min-width: 1101px)";
const STILL: &str = "(prefers-reduced-motion: reduce)";

#[derive(Properties, PartialEq)]
pub struct AppProps {
    pub opening: Opening,
    /// Whether a link that is put into the address bar is opened.
    pub follows_address: bool,
    pub watcher: Watcher,
    /// The lesson to open at the start.
    pub lesson: Option<LessonRequest>,
}

#[component]
pub fn App(props: &AppProps) -> Html {
    let opening = props.opening.clone();
    let state = use_reducer(move || Model::opened(&opening));
    let clock = use_memo((), |()| AnimationClock::default());
    let presenter = use_memo((), |()| PresenterWindow::default());
    let (model, dispatch): (Shared<Model>, Dispatch) = (Shared::new((*state).clone()), state.dispatcher());
    let clock = (*clock).clone();
    clock.draws(model.playback.leg);
    use_window(dispatch.clone());
    let challenge = model.classroom.challenge.as_ref().map(|session| session.challenge.clone());
    use_section_in_sight(model.section, challenge, model.window.narrow);
    use_shortcuts(dispatch.clone(), clock.clone());
    use_effect_with(model.theme, |theme| drop(theme.put_on()));
    use_plan(&model, &dispatch, &clock);
    use_outside(&model, &dispatch, props);
    html! {
        <ContextProvider<PresenterWindow> context={(*presenter).clone()}>
            { page(&model, &clock, props.lesson.clone(), &dispatch) }
        </ContextProvider<PresenterWindow>>
    }
}

/// All that stands on the page.
pub fn page(
    model: &Shared<Model>,
    clock: &AnimationClock,
    lesson_request: Option<LessonRequest>,
    dispatch: &Dispatch,
) -> Html {
    let dropped = {
        let dispatch = dispatch.clone();
        move |event| files::open_dropped(event, dispatch.clone())
    };
    html! {
        <div class={class_of(model)} data-moving={if model.playback.is_moving() { "yes" } else { "no" }} ondragover={files::allow_drop} ondrop={dropped}>
            { if model.embedded { html! { <div class="absent" /> } } else { top_bar(model, dispatch) } }
            { view(model, clock, dispatch) }
            { over(model, lesson_request, dispatch) }
            { error_dialog(model, dispatch) }
            { blank_screen(model, dispatch) }
        </div>
    }
}

/// The page's classes: `staged` while there is one ring with its columns; embedded in another page, only the stage with its sentence and transport is shown, and an open
/// lesson.
fn class_of(model: &Model) -> &'static str {
    let on_stage = model.screen == Screen::Stage && model.comparison.is_none();
    match (model.embedded, model.classroom.session.is_some() || model.classroom.challenge.is_some()) {
        (false, _) if on_stage => "page staged",
        (false, _) => "page",
        (true, false) => "page embedded",
        (true, true) => "page embedded in-lesson",
    }
}

/// What lies over the page, and the browser hooks of the classroom.
fn over(model: &Shared<Model>, lesson_request: Option<LessonRequest>, dispatch: &Dispatch) -> Html {
    html! {
        <>
            <ClassroomHooks model={model.clone()} dispatch={dispatch.clone()} {lesson_request} />
            { note_box(model, dispatch) }
            { help(model, dispatch) }
            { list_dialog(model, dispatch) }
            { unsaved_dialog(model, dispatch) }
            { share_dialog(model, dispatch) }
            { hand_in_dialog(model, dispatch) }
            { unsaved_challenge_dialog(model, dispatch) }
            { ring_dialog(model, dispatch) }
            { film_studio(model, dispatch) }
            <LoadingView model={model.clone()} dispatch={dispatch.clone()} />
        </>
    }
}

/// The stage with its columns, or the screen that replaces it.
fn view(model: &Shared<Model>, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    if let Some(other_screen) = other_screen(model, clock, dispatch) {
        return other_screen;
    }
    let bare = model.embedded && model.classroom.session.is_none() && model.classroom.challenge.is_none();
    html! {
        <div class="theatre">
            <main data-drawer={Drawer::as_str(model.drawer)}>
                <Stage model={model.clone()} clock={clock.clone()} dispatch={dispatch.clone()} />
                { sentence(model, dispatch) }
                { if model.embedded { html! { <div class="absent" /> } } else { drawer_buttons(model, dispatch) } }
                { if bare { html! { <div class="absent" /> } } else { left_column(model, clock, dispatch) } }
                { if model.embedded { html! { <div class="absent" /> } } else { right_column(model, dispatch) } }
            </main>
            <section class="futures" aria-label="Time">{ branches(model, dispatch) }</section>
            <section id="space-time" class={if model.diagram { "space-time" } else { "absent" }} aria-label="Space-time diagram">
                { if model.diagram { diagram(model, dispatch) } else { html! { <div /> } } }
            </section>
            { transport(model, clock, dispatch) }
        </div>
    }
}

fn right_column(model: &Model, dispatch: &Dispatch) -> Html {
    match model.classroom.written() {
        Some(Editing::Challenge) => challenge_editor_column(model, dispatch),
        Some(Editing::Lesson) => editor_column(model, dispatch),
        None => inspector_panel(model, dispatch),
    }
}

/// Notifies the watcher of each state, and follows the address.
#[hook]
fn use_outside(model: &Shared<Model>, dispatch: &Dispatch, props: &AppProps) {
    let (watcher, seen) = (props.watcher.clone(), model.clone());
    use_effect(move || watcher.see(&seen));
    let dispatch = dispatch.clone();
    use_effect_with(props.follows_address, move |follows| {
        let listener = follows.then(|| address::on_change(move |link| dispatch.dispatch(Action::Follow(link))));
        move || drop(listener)
    });
}

/// Tells the clock what happens next.
#[hook]
fn use_plan(model: &Shared<Model>, dispatch: &Dispatch, clock: &AnimationClock) {
    let plan = plan(model);
    let deps = (model.playback.leg, plan, model.playback.track);
    let (clock, dispatch) = (clock.clone(), dispatch.clone());
    use_effect_with(deps, move |(leg, plan, _)| {
        let next = match plan {
            Plan::Dwell(_) => Action::Playback(PlaybackAction::Depart),
            _ => Action::Playback(PlaybackAction::Arrive),
        };
        let done = Callback::from(move |()| dispatch.dispatch(next.clone()));
        clock.follow(*leg, *plan, done);
        move || clock.halt()
    });
}

fn plan(model: &Model) -> Plan {
    if model.playback.is_moving() {
        let way = if model.window.still { 0.0 } else { way(model) };
        Plan::Travel(way / model.playback.speed)
    } else if model.playback.playing && model.passes_in_silence() {
        Plan::Dwell(0.0)
    } else if model.playback.playing {
        Plan::Dwell(reading_time(&model.sentence().words) / model.playback.speed)
    } else {
        Plan::Rest
    }
}

fn media(query: &str) -> Option<MediaQueryList> {
    browser::window()?.match_media(query).ok().flatten()
}

/// The present size class and motion preference of the window.
pub fn window_now() -> Window {
    let matches = |query| media(query).is_some_and(|media| media.matches());
    Window { narrow: matches(NARROW), broad: matches(BROAD), still: matches(STILL) }
}

/// Watches for changes of the window.
#[hook]
fn use_window(dispatch: Dispatch) {
    use_effect_with((), move |()| {
        let watch = |query| {
            let dispatch = dispatch.clone();
            let changed = move |_: &Event| dispatch.dispatch(Action::Resize(window_now()));
            media(query).map(|media| EventListener::new(&media, "change", changed))
        };
        let listeners = [NARROW, BROAD, STILL].map(watch);
        move || drop(listeners)
    });
}

#[cfg(test)]
mod tests {
    use super::{Opening, Plan, plan};
    use crate::page::state::{Action, LessonAction, Model, PlaybackAction};
    use std::rc::Rc;

    /// Longest that a step of a lesson is played, in milliseconds at a speed of 1.
    const LONGEST_SCENE: f64 = 30_000.0;

    /// The texts of the page's lessons.
    fn lessons() -> Vec<(String, String)> {
        let files = std::fs::read_dir("www/lessons").unwrap().map(|entry| entry.unwrap().path());
        let named = files.filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned();
            let text = std::fs::read_to_string(&path).ok()?;
            text.contains("\"ringsideLesson\": 1").then_some((name, text))
        });
        let mut lessons: Vec<_> = named.collect();
        lessons.sort();
        lessons
    }

    fn act(model: &mut Rc<Model>, action: Action) {
        *model = Rc::new(model.after(action));
    }

    /// How long the playback takes until it rests, as the clock is told: on the way, and standing at sentences.
    fn played(model: &mut Rc<Model>) -> f64 {
        let mut lasted = 0.0;
        loop {
            let (ms, next) = match plan(model) {
                Plan::Rest => return lasted,
                Plan::Travel(ms) => (ms, PlaybackAction::Arrive),
                Plan::Dwell(ms) => (ms, PlaybackAction::Depart),
            };
            lasted += ms;
            act(model, Action::Playback(next));
        }
    }

    #[test]
    fn no_scene_of_a_lesson_is_longer_than_half_a_minute() {
        let mut long = Vec::new();
        for (name, text) in lessons() {
            let mut model = Rc::new(Model::opened(&Opening::default()));
            act(&mut model, Action::Lesson(LessonAction::Read(text)));
            while let Some(session) = &model.classroom.session {
                let step = session.step + 1;
                act(&mut model, Action::Lesson(LessonAction::Choose(0)));
                // The last time it leaves the lesson.
                act(&mut model, Action::Lesson(LessonAction::Advance));
                let lasted = played(&mut model);
                if lasted > LONGEST_SCENE {
                    long.push(format!("{name} {step}: {:.0} s", lasted / 1_000.0));
                }
            }
        }
        assert!(long.is_empty(), "{}", long.join("\n"));
    }
}
