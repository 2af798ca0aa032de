//! The list of challenges, in the dialog of lessons: families, each from one move to a puzzle.

use super::catalog;
use super::lesson_callback;
use crate::explain::key_journey::words::counted;
use crate::page::browser::find_element;
use crate::page::dispatch::Dispatch;
use crate::page::session::challenge_catalog::{ChallengeEntry, ChallengeFamily};
use crate::page::state::{Action, LessonAction, Model};
use yew::prelude::*;

/// The two lists of the dialog: lessons for class, challenges for homework.
pub fn which_list(model: &Model, dispatch: &Dispatch) -> Html {
    let listed = model.classroom.lists_challenges;
    let button = |words: &'static str, challenges: bool| {
        let onclick = lesson_callback::<MouseEvent>(dispatch, LessonAction::ListChallenges(challenges));
        html! { <button type="button" aria-pressed={(listed == challenges).to_string()} {onclick}>{ words }</button> }
    };
    html! {
        <div class="choice" role="group" aria-label="What is listed">
            { button("Lessons", false) }
            { button("Challenges", true) }
        </div>
    }
}

pub fn challenge_list(model: &Model, dispatch: &Dispatch) -> Html {
    let (families, words) = match &model.classroom.challenges {
        None => (&[][..], "Loading the list …".to_owned()),
        Some(Err(message)) => (&[][..], message.clone()),
        Some(Ok(catalog)) => (&catalog.families[..], String::new()),
    };
    html! {
        <>
            <p class="quiet">{ "A world, a goal that the engine checks, and a budget. What you hand in is your history: it is played again and graded." }</p>
            <p class={if words.is_empty() { "absent" } else { "quiet" }} role="status">{ words }</p>
            { for families.iter().map(|family| self::family(model, family, dispatch)) }
            <p>{ "For the teacher: " }<a href="./grade.html" target="_blank" onclick={open_grading(dispatch)}>{ "Grade what a class handed in" }</a></p>
        </>
    }
}

/// The page for grading lies beside this one on a site; the one file has none.
fn open_grading(dispatch: &Dispatch) -> impl Fn(MouseEvent) + 'static {
    let dispatch = dispatch.clone();
    move |event: MouseEvent| {
        if find_element("#challenges-index").is_some() {
            event.prevent_default();
            let words =
                "Grading has a page of its own, which this file does not have: open grade.html on Ringside’s site.";
            dispatch.dispatch(Action::Open(Err(words.to_owned())));
        }
    }
}

fn family(model: &Model, family: &ChallengeFamily, dispatch: &Dispatch) -> Html {
    let items = family.challenges.iter().map(|entry| item(model, entry, dispatch));
    html! {
        <section key={family.title.clone()} class="challenge-family" aria-label={family.title.clone()}>
            <h3>{ &family.title }</h3>
            <p class="quiet">{ &family.summary }</p>
            <ul class="lesson-list challenge-list" aria-label={family.title.clone()}>{ for items }</ul>
        </section>
    }
}

fn item(model: &Model, entry: &ChallengeEntry, dispatch: &Dispatch) -> Html {
    let solved = model.classroom.solved.iter().find(|solved| solved.id == entry.id);
    let words = match solved {
        Some(solved) => format!("✓ {}", counted(solved.commands as usize, "command", "commands")),
        None => counted(entry.minutes as usize, "minute", "minutes"),
    };
    let level = match entry.level {
        1 => "One move",
        2 => "Several moves",
        _ => "A puzzle",
    };
    let (id, dispatch) = (entry.id.clone(), dispatch.clone());
    let onclick = move |_: MouseEvent| {
        dispatch.dispatch(Action::Lesson(LessonAction::List(false)));
        catalog::open_challenge(id.clone(), dispatch.clone());
    };
    html! {
        <li key={entry.id.clone()}>
            <button type="button" {onclick}>
                <span class="lesson-line"><strong>{ &entry.title }</strong><span>{ &entry.summary }</span></span>
                <span class="challenge-level">{ level }</span>
                <span class={if solved.is_some() { "lesson-score" } else { "quiet" }}>{ words }</span>
            </button>
        </li>
    }
}
