//! What can be done in the classroom, its state, and what it needs of the browser.

use super::presenter_link::{PresenterLink, use_presenter};
use super::shelf;
use super::shelf_list::Shelf;
use super::taking::Taking;
use super::writing::{TextOf, Writing};
use crate::lesson::Lesson;
use crate::page::Dispatch;
use crate::page::address;
use crate::page::model::{Action, Model};
use crate::page::shared::Shared;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_utils::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// A lesson that somebody wants to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Its name on the shelf.
    pub id: String,
    /// The step, counted from 0.
    pub step: usize,
    /// Whether it is one of the scenarios.
    pub scenario: bool,
}

impl Wish {
    /// What the address asks for: `?lesson=ring&step=2`, where steps are counted from 1.
    pub fn of_address() -> Option<Self> {
        let step = address::asked("step").and_then(|step| step.parse::<usize>().ok()).unwrap_or(1);
        Some(Self { id: address::asked("lesson")?, step: step.saturating_sub(1), scenario: false })
    }
}

/// Something that was done in the classroom.
#[derive(Clone, Debug)]
pub enum Deed {
    /// The list of lessons is opened or closed.
    List(bool),
    /// The list of lessons was read, or could not be.
    Listed(Result<String, String>),
    /// The file of a lesson or scenario of the shelf was read, or could not be.
    Fetched(Box<Wish>, Result<String, String>),
    /// The text of a lesson was read from elsewhere.
    Read(String),
    /// To a step, counted from 0.
    GoTo(usize),
    /// One thing further: what the large button does.
    Advance,
    /// To the step before.
    Retreat,
    /// A choice is taken.
    Choose(usize),
    /// Hands are counted, or no more.
    Poll(bool),
    /// So many hands, as typed, are for a choice.
    Count(usize, String),
    /// The lesson is left.
    Leave,
    /// The screen goes dark or comes back; `None` is the other of the two.
    Blank(Option<bool>),
    /// The lesson is looked at on paper, with the answers or without; or no more.
    Sheet(Option<bool>),
    /// The presenter's window was opened, or the browser did not let the page.
    Presented(bool),
    /// A lesson of one's own is begun, changed or left.
    Write(Write),
}

/// Something that was done to a lesson of one's own.
#[derive(Clone, Debug)]
pub enum Write {
    /// It begins with the stage as it is, at its first step.
    Begin,
    /// It begins as the lesson that is taken.
    BeginWithThis,
    /// What happened on the stage so far happens before its first step.
    BeginHere,
    /// Somebody types in a field, which has this text so far.
    Typing(TextOf, String),
    /// A text is another one.
    Text(TextOf, String),
    /// To a step.
    GoTo(usize),
    /// A step comes after this one.
    AddStep,
    /// A step goes.
    RemoveStep(usize),
    /// A step changes places with the one before it.
    MoveUp(usize),
    /// What is done on the stage is recorded, or no more.
    Record(bool),
    /// A command goes.
    RemoveAct(usize),
    /// How far time goes on.
    Until(String),
    /// A prediction is asked for, or no more.
    Ask(bool),
    /// Something else is measured.
    Measure(String),
    /// One more choice.
    AddChoice,
    /// One choice less.
    RemoveChoice(usize),
    /// A choice compares in another way.
    Compare(usize, String),
    /// It is taken, to try it.
    Try,
    /// It was saved.
    Saved,
    /// Something came of saving or copying it.
    Note(String),
    /// It is left; if it is not saved, that is asked first.
    Leave,
    /// It is left for good.
    LeaveAnyway,
    /// It is not left after all.
    Stay,
}

/// The state of the classroom.
#[derive(Clone, Default)]
pub struct Classroom {
    /// The lesson that is taken.
    pub taking: Option<Taking>,
    /// Whether the list of lessons is open.
    pub listing: bool,
    /// The lessons, once they were listed, or why they could not be.
    pub shelf: Option<Result<Shared<Shelf>, String>>,
    /// Whether the screen is dark.
    pub blank: bool,
    /// The lesson that is made.
    pub writing: Option<Writing>,
    /// Whether the lesson is looked at on paper, and with the answers.
    pub sheet: Option<bool>,
    /// The presenter's window.
    pub presenter: PresenterLink,
}

/// What the duties are done for.
#[derive(Properties, PartialEq)]
pub struct ClassroomDutiesProps {
    /// The page.
    pub model: Shared<Model>,
    /// Where actions go.
    pub dispatch: Dispatch,
    /// The lesson that the page opens with.
    pub wish: Option<Wish>,
}

/// What the classroom needs of the browser. Nothing of it is seen.
#[component]
pub fn ClassroomDuties(props: &ClassroomDutiesProps) -> Html {
    use_classroom(&props.model, &props.dispatch, props.wish.clone());
    Html::default()
}

/// Lessons to be fetched, the address, the presenter's window.
#[hook]
fn use_classroom(model: &Shared<Model>, dispatch: &Dispatch, wish: Option<Wish>) {
    use_presenter(model, dispatch);
    let (room, first) = (&model.classroom, dispatch.clone());
    // A page that is loaded again is there already, with what was answered.
    let is_there = |wish: &Wish| {
        let same = |taking: &Taking| taking.id.as_ref() == Some(&wish.id) && taking.step == wish.step;
        room.taking.as_ref().is_some_and(same)
    };
    let wish = wish.filter(|wish| !is_there(wish));
    use_effect_with((), move |()| {
        if let Some(wish) = wish {
            shelf::open(wish, first);
        }
    });
    let (wanted, listing) = (room.listing && !matches!(room.shelf, Some(Ok(_))), dispatch.clone());
    use_effect_with(wanted, move |wanted| {
        if *wanted {
            shelf::list(listing);
        }
    });
    let place = room.taking.as_ref().map(|taking| (taking.id.clone(), taking.step));
    let before = use_mut_ref(|| false);
    use_effect_with(place, move |place| {
        // An address that asks for a lesson stays until it is there.
        let ever = before.replace(place.is_some());
        if let (None, false) = (place, ever) {
            return;
        }
        let (id, step) = place.clone().unwrap_or_default();
        let step = id.as_ref().map(|_| (step + 1).to_string());
        address::set_parameters(&[("lesson", id), ("step", step)]);
        if place.is_none() && address::fragment().is_some_and(|fragment| Lesson::is_link(&fragment)) {
            address::show("");
        }
    });
    use_leave_guard(room.writing.as_ref().is_some_and(|writing| writing.unsaved));
    use_scrolling(room.taking.as_ref(), model.window.narrow);
}

/// What is to be read or watched next comes into view; whoever was in the card, or came from the list, is at the heading of
/// the new step.
#[hook]
fn use_scrolling(taking: Option<&Taking>, narrow: bool) {
    let progress = taking.map(Taking::progress).unwrap_or_default();
    let place = taking.map(|taking| (taking.lesson.clone(), taking.step));
    use_effect_with((place.clone(), progress.acted, progress.revealed), move |(place, acted, revealed)| {
        let selector = match (place, acted, revealed) {
            (None, _, _) => return,
            (_, _, true) => ".lesson-outcome",
            (_, true, false) if narrow => "svg.stage",
            (_, true, false) => return,
            _ => ".lesson-card",
        };
        if let Some(element) = found(selector) {
            element.scroll_into_view_with_bool(true);
        }
    });
    use_effect_with(place, |place| {
        let focused =
            found(":focus").and_then(|focused| focused.closest(".lesson-card, .lessons-button").ok().flatten());
        let heading = found(".lesson-title").and_then(|heading| heading.dyn_into::<HtmlElement>().ok());
        if let (Some(_), Some(_), Some(heading)) = (place, focused, heading) {
            let _ = heading.focus();
        }
    });
}

/// The first element of the document that a selector finds.
pub(super) fn found(selector: &str) -> Option<Element> {
    web_sys::window()?.document()?.query_selector(selector).ok().flatten()
}

/// Leaving the page asks first, as long as a lesson is not saved.
#[hook]
fn use_leave_guard(unsaved: bool) {
    use_effect_with(unsaved, |unsaved| {
        let listener = unsaved.then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window(), "beforeunload", options, |event| {
                event.prevent_default();
                // What older browsers ask for.
                let _ = js_sys::Reflect::set(event, &"returnValue".into(), &true.into());
            })
        });
        move || drop(listener)
    });
}

/// What a click does in the classroom.
pub(super) fn does<E>(dispatch: &Dispatch, deed: Deed) -> impl Fn(E) + 'static {
    let dispatch = dispatch.clone();
    move |_| dispatch.dispatch(Action::Lesson(deed.clone()))
}
