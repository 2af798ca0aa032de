//! The classroom's side effects in the browser: fetching lessons, the address, scrolling, the presenter's window.

use super::catalog;
use super::presenter_link::use_presenter;
use crate::page::browser::address;
use crate::page::browser::find_element;
use crate::page::dispatch::Dispatch;
use crate::page::projection::shared::Shared;
use crate::page::session::lesson_session::LessonSession;
use crate::page::state::{LessonRequest, Model};
use crate::teaching::challenge::Challenge;
use crate::teaching::lesson::Lesson;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_utils::window;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

impl LessonRequest {
    /// The lesson named by the address: `?lesson=ring&step=2`, where steps are counted from 1.
    pub fn from_address() -> Option<Self> {
        let step = address::asked("step").and_then(|step| step.parse::<usize>().ok()).unwrap_or(1);
        Some(Self { id: address::asked("lesson")?, step: step.saturating_sub(1), scenario: false })
    }
}

#[derive(Properties, PartialEq)]
pub struct ClassroomHooksProps {
    pub model: Shared<Model>,
    pub dispatch: Dispatch,
    /// The lesson that the page opens with.
    pub lesson_request: Option<LessonRequest>,
}

/// A component without content that runs the classroom's hooks.
#[component]
pub fn ClassroomHooks(props: &ClassroomHooksProps) -> Html {
    use_classroom(&props.model, &props.dispatch, props.lesson_request.clone());
    Html::default()
}

/// Fetches lessons, keeps the address up to date, and links the presenter's window.
#[hook]
fn use_classroom(model: &Shared<Model>, dispatch: &Dispatch, lesson_request: Option<LessonRequest>) {
    use_presenter(model, dispatch);
    let (room, first) = (&model.classroom, dispatch.clone());
    // A reloaded page has its lesson already, with the answers.
    let is_there = |lesson_request: &LessonRequest| {
        let same = |session: &LessonSession| {
            session.id.as_ref() == Some(&lesson_request.id) && session.step == lesson_request.step
        };
        room.session.as_ref().is_some_and(same)
    };
    let lesson_request = lesson_request.filter(|lesson_request| !is_there(lesson_request));
    use_effect_with((), move |()| {
        if let Some(lesson_request) = lesson_request {
            catalog::open(lesson_request, first);
        }
    });
    let (wanted, listing) = (room.listing && !matches!(room.catalog, Some(Ok(_))), dispatch.clone());
    use_effect_with(wanted, move |wanted| {
        if *wanted {
            catalog::list(listing);
        }
    });
    let wanted = room.listing && room.lists_challenges && !matches!(room.challenges, Some(Ok(_)));
    let listing = dispatch.clone();
    use_effect_with(wanted, move |wanted| {
        if *wanted {
            catalog::list_challenges(listing);
        }
    });
    use_challenge(model, dispatch);
    let position = room.session.as_ref().map(|session| (session.id.clone(), session.step));
    let before = use_mut_ref(|| false);
    use_effect_with(position, move |position| {
        // An address that names a lesson stays until the lesson is open.
        let ever = before.replace(position.is_some());
        if let (None, false) = (position, ever) {
            return;
        }
        let (id, step) = position.clone().unwrap_or_default();
        let step = id.as_ref().map(|_| (step + 1).to_string());
        address::set_parameters(&[("lesson", id), ("step", step)]);
        if position.is_none() && address::fragment().is_some_and(|fragment| Lesson::is_link(&fragment)) {
            address::show("");
        }
    });
    let is_unsaved = room.editor.as_ref().is_some_and(|editor| editor.unsaved)
        || room.challenge_editor.as_ref().is_some_and(|editor| editor.unsaved);
    use_leave_guard(is_unsaved);
    use_scrolling(room.session.as_ref(), model.window.narrow);
}

/// Opens the challenge that the address names, `?challenge=one-copy`, and keeps the address up to date.
#[hook]
fn use_challenge(model: &Shared<Model>, dispatch: &Dispatch) {
    let session = model.classroom.challenge.as_ref();
    // Kept work that is still loading may have it.
    let open = session.and_then(|session| session.id.clone());
    let (loads, first) = (model.loading.is_some(), dispatch.clone());
    use_effect_with((), move |()| {
        if let Some(id) = address::asked("challenge").filter(|id| open.as_ref() != Some(id) && !loads) {
            catalog::open_challenge(id, first);
        }
    });
    use_effect_with(session.map(|session| session.challenge.clone()), |shown| {
        if let (Some(_), Some(card)) = (shown, find_element(".challenge-card")) {
            card.scroll_into_view_with_bool(true);
            if let Some(heading) = find_element(".challenge-card .lesson-title") {
                // Whoever goes on by keyboard begins with the card.
                let _ = heading.unchecked_into::<HtmlElement>().focus();
            }
        }
    });
    let shown = session.map(|session| session.id.clone());
    let before = use_mut_ref(|| false);
    use_effect_with(shown, move |shown| {
        // An address that names a challenge stays until the challenge is open.
        let ever = before.replace(shown.is_some());
        if shown.is_none() && !ever {
            return;
        }
        address::set_parameters(&[("challenge", shown.clone().flatten())]);
        if shown.is_none() && address::fragment().is_some_and(|fragment| Challenge::is_link(&fragment)) {
            address::show("");
        }
    });
}

/// Scrolls to what is to be read or watched next. If the focus was in the card or on the list's button, it moves to the
/// heading of the new step.
#[hook]
fn use_scrolling(session: Option<&LessonSession>, narrow: bool) {
    let progress = session.map(LessonSession::progress).unwrap_or_default();
    let position = session.map(|session| (session.lesson.clone(), session.step));
    use_effect_with((position.clone(), progress.acted, progress.revealed), move |(position, acted, revealed)| {
        let selector = match (position, acted, revealed) {
            (None, _, _) => return,
            (_, _, true) => ".lesson-outcome",
            (_, true, false) if narrow => "svg.stage",
            (_, true, false) => return,
            _ => ".lesson-card",
        };
        if let Some(element) = find_element(selector) {
            element.scroll_into_view_with_bool(true);
        }
    });
    use_effect_with(position, |position| {
        let focused = find_element(":focus")
            .and_then(|focused| focused.closest(".lesson-card, .lesson-buttons, .lessons-button").ok().flatten());
        let heading = find_element(".lesson-title").and_then(|heading| heading.dyn_into::<HtmlElement>().ok());
        if let (Some(_), Some(_), Some(heading)) = (position, focused, heading) {
            let _ = heading.focus();
        }
    });
}

/// Asks for confirmation before the page is left with an unsaved lesson or challenge.
#[hook]
fn use_leave_guard(unsaved: bool) {
    use_effect_with(unsaved, |unsaved| {
        let listener = unsaved.then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window(), "beforeunload", options, |event| {
                event.prevent_default();
                // Older browsers require this.
                let _ = js_sys::Reflect::set(event, &"returnValue".into(), &true.into());
            })
        });
        move || drop(listener)
    });
}
