//! The card of a challenge, in the left column: the task, the goal as it stands, the budget, hints, and handing in.

use super::paragraphs;
use crate::explain::key_journey::words::{counted, thousands};
use crate::page::dispatch::Dispatch;
use crate::page::session::challenge_session::ChallengeSession;
use crate::page::state::{Action, ChallengeAction, ChallengeEdit, HandInDraft, Model};
use crate::scenario::locked::Part;
use crate::teaching::challenge::{Challenge, GoalPart, Limit, Situation, When};
use yew::prelude::*;

/// The left column during a challenge: the card, and below it the usual actions.
pub fn challenge_column(model: &Model, dispatch: &Dispatch, own: Html) -> Html {
    let Some(session) = &model.classroom.challenge else { return own };
    html! {
        <section class="column do lesson" aria-label="The challenge">
            <div class="lesson-scroll">
                { card(model, session, dispatch) }
                <div class="challenge-actions">{ own }</div>
            </div>
            { buttons(model, session, dispatch) }
        </section>
    }
}

fn challenge_callback<E>(dispatch: &Dispatch, action: ChallengeAction) -> impl Fn(E) + 'static {
    let dispatch = dispatch.clone();
    move |_| dispatch.dispatch(Action::Challenge(action.clone()))
}

fn card(model: &Model, session: &ChallengeSession, dispatch: &Dispatch) -> Html {
    let challenge = &session.challenge;
    let section = challenge.paper.as_deref().map(|section| format!(". Section {section}")).unwrap_or_default();
    let minutes = counted(challenge.minutes as usize, "minute", "minutes");
    html! {
        <div class="lesson-card challenge-card">
            <div class="lesson-head">
                <p class="lesson-name">{ "Challenge" }</p>
                <button type="button" class="plain" onclick={challenge_callback::<MouseEvent>(dispatch, ChallengeAction::Leave)}>{ "Leave the challenge" }</button>
            </div>
            <h2 class="lesson-title" tabindex="-1"><bdi>{ &challenge.title }</bdi></h2>
            <p class="quiet">{ format!("About {minutes}{section}") }</p>
            <div class="lesson-say">{ for paragraphs(&challenge.task) }</div>
            <p class="for-readers" role="status">{ announced(model, session) }</p>
            { standing(model, session, dispatch) }
            { locked(challenge) }
            { hints(session, dispatch) }
            <details class="do-it-yourself">
                <summary>{ "For the teacher" }</summary>
                <div class="row">
                    <button type="button" title="Your own challenge, beginning as this one" onclick={challenge_callback::<MouseEvent>(dispatch, ChallengeAction::Edit(ChallengeEdit::BeginWithThis))}>{ "Change this challenge" }</button>
                </div>
            </details>
        </div>
    }
}

/// The text for screen readers: what has just become so.
fn announced(model: &Model, session: &ChallengeSession) -> String {
    if let Some(astray) = session.astray() {
        return astray.to_string();
    }
    match session.solved_at() {
        Some(step) if step <= model.world.frame.state.step => format!("The goal is met in step {}.", thousands(step)),
        _ => {
            let parts = session.situation().map_or(&[][..], |situation| &situation.parts);
            let open = parts.iter().filter(|part| !part.holds).count();
            format!("{} of {} met.", parts.len() - open, counted(parts.len(), "part of the goal", "parts of the goal"))
        }
    }
}

/// The goal and the budget at the step on the stage, or why the history is none of the challenge.
fn standing(model: &Model, session: &ChallengeSession, dispatch: &Dispatch) -> Html {
    if let Some(astray) = session.astray() {
        return html! {
            <div class="challenge-astray" role="alert">
                <p>{ astray.to_string() }</p>
                <p class="quiet">{ "It cannot be handed in. Undo it, or start over." }</p>
            </div>
        };
    }
    let Some(situation) = session.situation() else { return html! { <div /> } };
    let met = session.solved_at().filter(|step| *step <= model.world.frame.state.step);
    html! {
        <div class={if met.is_some() { "challenge-standing met" } else { "challenge-standing" }}>
            <h3>{ match (met, session.challenge.when) {
                (Some(_), _) => "The goal is met",
                (None, When::End) => "The goal, when all is quiet",
                (None, When::Ever) => "The goal",
            } }</h3>
            { verdict(model, session, dispatch) }
            <ul class="challenge-goal">{ for situation.parts.iter().map(|each| part(each, met.is_some())) }</ul>
            { budget(&session.challenge, situation) }
            { afterwards(session, met) }
        </div>
    }
}

/// The step in which the goal is met, once it was shown: what is still to be played is not given away.
fn shown_solution(model: &Model, session: &ChallengeSession) -> Option<usize> {
    session.solved_at().filter(|step| *step <= model.world.seen())
}

/// Where the goal is met.
fn verdict(model: &Model, session: &ChallengeSession, dispatch: &Dispatch) -> Html {
    let Some(step) = shown_solution(model, session) else { return html! { <p class="absent" /> } };
    let shown = model.world.frame.state.step;
    let words = match shown.cmp(&step) {
        std::cmp::Ordering::Less => format!("It is met in step {}.", thousands(step)),
        std::cmp::Ordering::Equal => "In this step.".to_owned(),
        std::cmp::Ordering::Greater => format!("Since step {}.", thousands(step)),
    };
    let go = (shown != step).then(|| {
        html! { <button type="button" class="plain" onclick={challenge_callback::<MouseEvent>(dispatch, ChallengeAction::GoToSolution)}>{ "Go there" }</button> }
    });
    html! { <p class="challenge-verdict">{ words }{ go.unwrap_or_default() }</p> }
}

/// A part of the goal: once all is met it stays met, whatever comes after.
fn part(part: &GoalPart, met: bool) -> Html {
    let (mark, said) = if part.holds || met { ("✓", "Met: ") } else { ("○", "Open: ") };
    html! {
        <li class={if part.holds || met { "holds" } else { "" }}>
            <span class="challenge-mark" aria-hidden="true">{ mark }</span>
            <span>
                <span class="for-readers">{ said }</span>{ format!("{}.", part.words) }
                <span class={if part.holds || met || part.now.is_empty() { "absent" } else { "quiet" }}>{ format!(" {}", part.now) }</span>
            </span>
        </li>
    }
}

fn budget(challenge: &Challenge, situation: &Situation) -> Html {
    let rows = challenge.budget.iter().map(|(limit, most)| {
        let spent = situation.spent.get(limit).unwrap_or(0);
        let is_over = situation.exceeded.contains(&limit);
        let (spent, most) = (thousands(spent as usize), thousands(most as usize));
        let words = match (limit, most.as_str(), is_over) {
            (_, "0", false) => "none allowed".to_owned(),
            (_, "0", true) => format!("{spent}: none allowed"),
            (Limit::Ms, _, true) => format!("{spent} of {most}: too late"),
            (_, _, true) => format!("{spent} of {most}: too many"),
            (_, _, false) => format!("{spent} of {most}"),
        };
        html! { <><dt>{ limit.label() }</dt><dd class={if is_over { "over" } else { "" }}>{ words }</dd></> }
    });
    let is_empty = challenge.budget.iter().next().is_none();
    html! {
        <div class={if is_empty { "absent" } else { "challenge-budget" }}>
            <h3>{ "The budget" }</h3>
            <dl>{ for rows }</dl>
        </div>
    }
}

/// What there is to learn from it, once it is solved.
fn afterwards(session: &ChallengeSession, met: Option<usize>) -> Html {
    if met.is_none() {
        return html! { <div class="absent" /> };
    }
    let smallest = session.challenge.fewest.zip(session.commands_needed()).map(|(fewest, needed)| {
        let needed_words = counted(needed as usize, "command", "commands");
        match needed.cmp(&fewest) {
            std::cmp::Ordering::Less => {
                format!("You needed {needed_words}; nobody was known to need fewer than {fewest}.")
            }
            std::cmp::Ordering::Equal => format!("You needed {needed_words}: the smallest history known."),
            std::cmp::Ordering::Greater => {
                format!("You needed {needed_words}; the smallest history known has {fewest}.")
            }
        }
    });
    html! {
        <div class="challenge-afterwards">
            <p class={if smallest.is_some() { "" } else { "absent" }}>{ smallest.unwrap_or_default() }</p>
            { for session.challenge.afterwards.iter().flat_map(|text| paragraphs(text)) }
        </div>
    }
}

fn locked(challenge: &Challenge) -> Html {
    let parts = Part::ALL.into_iter().filter(|part| challenge.locked.has(*part));
    let words = parts.map(|part| format!("“{}”", part.label())).collect::<Vec<_>>().join(", ");
    html! { <p class={if words.is_empty() { "absent" } else { "quiet" }}>{ format!("May not be touched: {words}.") }</p> }
}

fn hints(session: &ChallengeSession, dispatch: &Dispatch) -> Html {
    let (all, shown) = (session.challenge.hints.len(), session.hints);
    let items = session.challenge.hints.iter().take(shown);
    let items = items.enumerate().map(|(index, hint)| html! { <li key={index}>{ for paragraphs(hint) }</li> });
    html! {
        <div class={if all == 0 { "absent" } else { "challenge-hints" }}>
            <ol aria-label="Hints" aria-live="polite">{ for items }</ol>
            <button type="button" class={if shown < all { "" } else { "absent" }} onclick={challenge_callback::<MouseEvent>(dispatch, ChallengeAction::Hint)}>
                { format!("Show a hint ({} of {all})", shown + 1) }
            </button>
        </div>
    }
}

/// How it stands in one line, which is in sight whatever is scrolled.
fn summary(model: &Model, session: &ChallengeSession) -> String {
    if session.astray().is_some() {
        return "Not the challenge’s history".to_owned();
    }
    if let Some(step) = shown_solution(model, session) {
        return format!("The goal is met in step {}", thousands(step));
    }
    let Some(situation) = session.situation() else { return String::new() };
    let met = situation.parts.iter().filter(|part| part.holds).count();
    let goal = format!("The goal: {met} of {} met", situation.parts.len());
    let (spent, most) = (situation.spent.get(Limit::Commands), session.challenge.budget.get(Limit::Commands));
    match spent.zip(most) {
        Some((spent, most)) => format!("{goal} · {spent} of {}", counted(most as usize, "command", "commands")),
        None => goal,
    }
}

/// The buttons below what scrolls.
fn buttons(model: &Model, session: &ChallengeSession, dispatch: &Dispatch) -> Html {
    let solved = shown_solution(model, session).is_some();
    let opens = |claims_impossible| {
        let name = model.drafts.hand_in.as_ref().map(|draft| draft.name.clone()).unwrap_or_default();
        challenge_callback::<MouseEvent>(
            dispatch,
            ChallengeAction::HandIn(Some(HandInDraft { name, claims_impossible })),
        )
    };
    let claims = session.challenge.claim && !solved;
    html! {
        <>
        <p class={if solved { "challenge-summary met" } else { "challenge-summary" }}>{ summary(model, session) }</p>
        <div class="lesson-buttons challenge-buttons">
            <button type="button" onclick={challenge_callback::<MouseEvent>(dispatch, ChallengeAction::StartOver)}>{ "Start over" }</button>
            <button type="button" class={if claims { "" } else { "absent" }} onclick={opens(true)}>{ "It cannot be done …" }</button>
            <button type="button" class={if solved { "primary" } else { "" }} aria-disabled={session.astray().is_some().to_string()} onclick={opens(false)}>{ "Hand in …" }</button>
        </div>
        </>
    }
}
