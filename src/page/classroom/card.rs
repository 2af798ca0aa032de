//! The card of the lesson, in the left column: what is said, what is predicted, the one large button that does what comes
//! next, and what came of it. What can be done otherwise is folded below it.

use super::paragraphs;
use super::prediction::{outcome, prediction};
use crate::page::classroom::duties::does;
use crate::page::session::progress::Next;
use crate::page::session::taking::{Taking, Way};
use crate::page::state::{Action, Deed, Dispatch, Model, Write};
use yew::prelude::*;

/// The left column with a lesson, and below it what can be done.
pub fn lesson_column(model: &Model, dispatch: &Dispatch, own: Html) -> Html {
    let Some(taking) = &model.classroom.taking else { return own };
    html! {
        <section class="column do lesson" aria-label="The lesson">
            { card(model, taking, dispatch) }
            // A step that asks for nothing leaves everything open.
            <details class="do-it-yourself" open={taking.asks_for_nothing()}>
                <summary>{ "Do it yourself" }</summary>
                <div class="do-it-yourself-body">{ own }</div>
            </details>
            { for_the_teacher(model, dispatch) }
        </section>
    }
}

/// `Step 3 of 9. Section 4.4`
pub fn place_words(taking: &Taking) -> String {
    let section = taking.shown().paper.as_deref().map(|section| format!(". Section {section}")).unwrap_or_default();
    format!("Step {} of {}{section}", taking.step + 1, taking.steps())
}

/// What the large button says.
pub fn primary_words(model: &Model, taking: &Taking) -> String {
    let words = match (model.lesson_way(), taking.next()) {
        (Way::Own, _) => "Back to the lesson",
        (_, Next::LockIn) => "Lock in",
        (_, Next::Act) => return taking.shown().act.clone().unwrap_or_else(|| "Let it happen".to_owned()),
        (_, Next::Outcome) => "To the outcome",
        (_, Next::Step) => "Next",
        (_, Next::Finish) => "Finish",
    };
    words.to_owned()
}

/// The card itself.
fn card(model: &Model, taking: &Taking, dispatch: &Dispatch) -> Html {
    let step = taking.shown();
    let progress = taking.progress();
    let onsubmit = {
        let dispatch = dispatch.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.dispatch(Action::Lesson(Deed::Advance));
        }
    };
    let said = html! { <div class="lesson-say">{ for paragraphs(&step.say) }</div> };
    html! {
        <form class="lesson-card" {onsubmit}>
            <div class="lesson-head">
                <p class="lesson-name"><bdi>{ &taking.lesson.title }</bdi></p>
                <button type="button" class="plain" onclick={does::<MouseEvent>(dispatch, Deed::Leave)}>{ "Leave the lesson" }</button>
            </div>
            { way_through(taking, dispatch) }
            <h2 class="lesson-title" tabindex="-1"><bdi>{ &step.title }</bdi></h2>
            <p class="quiet">{ place_words(taking) }</p>
            <p class="for-readers" role="status">{ announced(taking) }</p>
            { own_way(model, taking) }
            <div class={if progress.revealed { "absent" } else { "" }}>{ said.clone() }</div>
            <details class={if progress.revealed { "fold" } else { "absent" }}><summary>{ "What the step said" }</summary>{ said }</details>
            { prediction(taking, dispatch) }
            <p class={if taking.next() == Next::Outcome { "quiet lesson-watch" } else { "absent" }}>
                { "Watch the stage. Play, step and step back work all the time." }
            </p>
            { outcome(taking) }
            { buttons(model, taking, dispatch) }
        </form>
    }
}

/// A mark for each step, which leads to it.
fn way_through(taking: &Taking, dispatch: &Dispatch) -> Html {
    let steps = taking.lesson.steps.iter().enumerate().map(|(place, step)| {
        let current = (place == taking.step).then_some("step");
        let label = format!("Step {}: {}", place + 1, step.title);
        let out_of_reach = place > taking.reach();
        let seen = place < taking.step || taking.progress_of(place).revealed;
        html! {
            <li key={place}>
                <button type="button" class={if seen { "seen" } else { "" }} aria-current={current} aria-disabled={out_of_reach.to_string()}
                    aria-label={label.clone()} title={if out_of_reach { "First predict what comes before".to_owned() } else { label }}
                    onclick={does::<MouseEvent>(dispatch, Deed::GoTo(place))}></button>
            </li>
        }
    });
    html! { <ol class="lesson-way" aria-label="Steps of the lesson">{ for steps }</ol> }
}

/// What a screen reader hears: the step, and the verdict once there is one.
fn announced(taking: &Taking) -> String {
    let progress = taking.progress();
    let step = taking.shown();
    if progress.revealed {
        let verdict = super::prediction::verdict_words(taking);
        return format!("{verdict} {}", step.happened.as_deref().unwrap_or_default());
    }
    format!("{}: {}", place_words(taking), step.title)
}

/// That the learner goes another way than the lesson.
fn own_way(model: &Model, taking: &Taking) -> Html {
    let acts = taking.shown().acts.len();
    let words = match model.lesson_way() {
        Way::TheLessons => String::new(),
        Way::ByHand(done) => format!("You do it yourself: {done} of {acts} done."),
        Way::Own => "You went your own way: what you see is not the lesson’s world.".to_owned(),
    };
    html! { <p class={if words.is_empty() { "absent" } else { "lesson-own-way" }} role="status">{ words }</p> }
}

/// Back, and what comes next.
fn buttons(model: &Model, taking: &Taking, dispatch: &Dispatch) -> Html {
    let ready = taking.next() != Next::LockIn || taking.progress().can_lock_in() || model.lesson_way() == Way::Own;
    html! {
        <div class="lesson-buttons">
            <button type="button" aria-disabled={(taking.step == 0).to_string()} onclick={does::<MouseEvent>(dispatch, Deed::Retreat)}>{ "Back" }</button>
            <button type="submit" class="primary" aria-disabled={(!ready).to_string()}
                title={if ready { "" } else { "Choose first: what will happen?" }}>{ primary_words(model, taking) }</button>
        </div>
    }
}

/// What a teacher needs and nobody else: a window of notes, and the lesson on paper.
fn for_the_teacher(model: &Model, dispatch: &Dispatch) -> Html {
    let present = {
        let (link, dispatch) = (model.classroom.presenter.clone(), dispatch.clone());
        move |_: MouseEvent| dispatch.dispatch(Action::Lesson(Deed::Presented(link.open())))
    };
    html! {
        <details class="do-it-yourself">
            <summary>{ "For the teacher" }</summary>
            <div class="row">
                <button type="button" title="Notes, the right answer, what comes next, a clock" onclick={present}>{ "Presenter’s window" }</button>
                <button type="button" onclick={does::<MouseEvent>(dispatch, Deed::Blank(Some(true)))}>{ "Blank the screen" }</button>
                <button type="button" onclick={does::<MouseEvent>(dispatch, Deed::Sheet(Some(false)))}>{ "Worksheet" }</button>
                <button type="button" onclick={does::<MouseEvent>(dispatch, Deed::Sheet(Some(true)))}>{ "Answer key" }</button>
                <button type="button" title="Your own lesson, beginning as this one" onclick={does::<MouseEvent>(dispatch, Deed::Write(Write::BeginWithThis))}>{ "Change this lesson" }</button>
            </div>
        </details>
    }
}
