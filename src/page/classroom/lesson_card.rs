//! The card of the lesson, in the left column: the text, the prediction, the primary button, and the outcome. All other
//! actions are folded below it.

use super::lesson_callback;
use super::paragraphs;
use super::prediction::{outcome, prediction};
use crate::page::browser::presenter_window::use_presenter_window;
use crate::page::dispatch::Dispatch;
use crate::page::session::lesson_session::{LessonSession, Way};
use crate::page::session::progress::Next;
use crate::page::state::{Action, EditorAction, LessonAction, Model};
use yew::prelude::*;

/// The id of the card, to which the primary button belongs.
const CARD: &str = "ringside-lesson";

/// The left column during a lesson: the card, and below it the usual actions.
pub fn lesson_column(model: &Model, dispatch: &Dispatch, own: Html) -> Html {
    let Some(session) = &model.classroom.session else { return own };
    html! {
        <section class="column do lesson" aria-label="The lesson">
            <div class="lesson-scroll">
                { card(model, session, dispatch) }
                // A step without a task leaves the actions unfolded.
                <details class="do-it-yourself" open={session.asks_for_nothing()}>
                    <summary>{ "Do it yourself" }</summary>
                    <div class="do-it-yourself-body">{ own }</div>
                </details>
                <TeacherTools dispatch={dispatch.clone()} />
            </div>
            { buttons(model, session, dispatch) }
        </section>
    }
}

/// `Step 3 of 9. Section 4.4`
pub fn position_words(session: &LessonSession) -> String {
    let section = session.shown().paper.as_deref().map(|section| format!(". Section {section}")).unwrap_or_default();
    format!("Step {} of {}{section}", session.step + 1, session.steps())
}

/// The label of the primary button.
pub fn primary_words(model: &Model, session: &LessonSession) -> String {
    let words = match (model.lesson_way(), session.next()) {
        (Way::Own, _) => "Back to the lesson",
        (_, Next::LockIn) => "Lock in",
        (_, Next::Act) => return session.shown().act.clone().unwrap_or_else(|| "Let it happen".to_owned()),
        (_, Next::Outcome) => "To the outcome",
        (_, Next::Step) => "Next",
        (_, Next::Finish) => "Finish",
    };
    words.to_owned()
}

fn card(model: &Model, session: &LessonSession, dispatch: &Dispatch) -> Html {
    let step = session.shown();
    let progress = session.progress();
    let onsubmit = {
        let dispatch = dispatch.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.dispatch(Action::Lesson(LessonAction::Advance));
        }
    };
    let said = html! { <div class="lesson-say">{ for paragraphs(&step.say) }</div> };
    html! {
        <form class="lesson-card" id={CARD} {onsubmit}>
            <div class="lesson-head">
                <p class="lesson-name"><bdi>{ &session.lesson.title }</bdi></p>
                <button type="button" class="plain" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Leave)}>{ "Leave the lesson" }</button>
            </div>
            { way_through(session, dispatch) }
            <h2 class="lesson-title" tabindex="-1"><bdi>{ &step.title }</bdi></h2>
            <p class="quiet">{ position_words(session) }</p>
            <p class="for-readers" role="status">{ announced(session) }</p>
            { own_way(model, session) }
            <div class={if progress.revealed { "absent" } else { "" }}>{ said.clone() }</div>
            <details class={if progress.revealed { "fold" } else { "absent" }}><summary>{ "What the step said" }</summary>{ said }</details>
            { prediction(session, dispatch) }
            <p class={if session.next() == Next::Outcome { "quiet lesson-watch" } else { "absent" }}>
                { "Watch the stage. You can play, step and step back at any time." }
            </p>
            { outcome(session) }
        </form>
    }
}

/// A mark for each step, which leads to it.
fn way_through(session: &LessonSession, dispatch: &Dispatch) -> Html {
    let steps = session.lesson.steps.iter().enumerate().map(|(index, step)| {
        let current = (index == session.step).then_some("step");
        let label = format!("Step {}: {}", index + 1, step.title);
        let out_of_reach = index > session.reach();
        let seen = index < session.step || session.progress_of(index).revealed;
        html! {
            <li key={index}>
                <button type="button" class={if seen { "seen" } else { "" }} aria-current={current} aria-disabled={out_of_reach.to_string()}
                    aria-label={label.clone()} title={if out_of_reach { "Make the earlier predictions first".to_owned() } else { label }}
                    onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::GoTo(index))}></button>
            </li>
        }
    });
    html! { <ol class="lesson-way" aria-label="Steps of the lesson">{ for steps }</ol> }
}

/// The text for screen readers: the step, and the verdict once there is one.
fn announced(session: &LessonSession) -> String {
    let progress = session.progress();
    let step = session.shown();
    if progress.revealed {
        let verdict = super::prediction::verdict_words(session);
        return format!("{verdict} {}", step.happened.as_deref().unwrap_or_default());
    }
    format!("{}: {}", position_words(session), step.title)
}

/// The notice that the learner has left the lesson's course of events.
fn own_way(model: &Model, session: &LessonSession) -> Html {
    let acts = session.shown().acts.len();
    let words = match model.lesson_way() {
        Way::TheLessons => String::new(),
        Way::ByHand(done) => format!("You do it yourself: {done} of {acts} done."),
        Way::Own => "You went your own way: what you see is not the lesson’s world.".to_owned(),
    };
    html! { <p class={if words.is_empty() { "absent" } else { "lesson-own-way" }} role="status">{ words }</p> }
}

/// The buttons for going back and on, below what scrolls. What leads to the next step stands at another place than what
/// led to the outcome: whoever presses twice does not skip the verdict.
fn buttons(model: &Model, session: &LessonSession, dispatch: &Dispatch) -> Html {
    let ready = session.next() != Next::LockIn || session.progress().can_lock_in() || model.lesson_way() == Way::Own;
    let leads_on = model.lesson_way() != Way::Own && matches!(session.next(), Next::Step | Next::Finish);
    html! {
        <div class="lesson-buttons">
            <button type="button" aria-disabled={(session.step == 0).to_string()} onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Retreat)}>{ "Back" }</button>
            <button type="submit" form={CARD} class={if leads_on { "primary leads-on" } else { "primary" }} aria-disabled={(!ready).to_string()}
                title={if ready { "" } else { "Choose first: what will happen?" }}>{ primary_words(model, session) }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct TeacherToolsProps {
    dispatch: Dispatch,
}

/// The teacher's tools: the presenter's window, and the worksheets.
#[component]
fn TeacherTools(props: &TeacherToolsProps) -> Html {
    let dispatch = &props.dispatch;
    let link = use_presenter_window();
    let present = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.dispatch(Action::Lesson(LessonAction::Presented(link.open())))
    };
    html! {
        <details class="do-it-yourself">
            <summary>{ "For the teacher" }</summary>
            <div class="row">
                <button type="button" title="Notes, the right answer, what comes next, a clock" onclick={present}>{ "Presenter’s window" }</button>
                <button type="button" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Blank(Some(true)))}>{ "Blank the screen" }</button>
                <button type="button" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Sheet(Some(false)))}>{ "Worksheet" }</button>
                <button type="button" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Sheet(Some(true)))}>{ "Answer key" }</button>
                <button type="button" title="Your own lesson, beginning as this one" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Edit(EditorAction::BeginWithThis))}>{ "Change this lesson" }</button>
            </div>
        </details>
    }
}
