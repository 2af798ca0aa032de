//! The dialog in which a student hands in: a name, and the text that goes to the teacher.

use crate::page::dispatch::Dispatch;
use crate::page::effects::files;
use crate::page::state::{Action, ChallengeAction, DraftAction, HandInDraft, Model};
use crate::page::widgets::dialog::Dialog;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

pub fn hand_in_dialog(model: &Model, dispatch: &Dispatch) -> Html {
    let draft = model.drafts.hand_in.clone();
    let close = dispatch.clone();
    let onclose = Callback::from(move |()| close.dispatch(Action::Challenge(ChallengeAction::HandIn(None))));
    let content = match (&draft, model.hand_in()) {
        (Some(draft), Some(text)) => content(model, draft, text, dispatch),
        _ => html! { <div /> },
    };
    html! {
        <Dialog open={draft.is_some()} title="hand-in-title" has_main_action={true} {onclose}>
            <h2 id="hand-in-title">{ "Hand in" }</h2>
            { content }
        </Dialog>
    }
}

fn content(model: &Model, draft: &HandInDraft, text: String, dispatch: &Dispatch) -> Html {
    let typed = {
        let (dispatch, claims_impossible) = (dispatch.clone(), draft.claims_impossible);
        move |event: InputEvent| {
            let name = event.target_unchecked_into::<HtmlInputElement>().value().into();
            let draft = HandInDraft { name, claims_impossible };
            dispatch.dispatch(Action::Challenge(ChallengeAction::HandIn(Some(draft))));
        }
    };
    let copy = {
        let (text, dispatch) = (text.clone(), dispatch.clone());
        move |_: MouseEvent| {
            let report = |note| Action::Draft(DraftAction::Note(note));
            files::copy(text.clone(), "Copied.".to_owned(), None, dispatch.clone(), report);
        }
    };
    let save = {
        let (text, name) = (text.clone(), file_name(&draft.name));
        move |_: MouseEvent| files::save_hand_in(&name, &text)
    };
    let select_all = |event: FocusEvent| event.target_unchecked_into::<HtmlTextAreaElement>().select();
    html! {
        <div class="hand-in">
            <p>{ what_it_says(model, draft) }</p>
            <p class={if model.hand_in_trouble().is_some() { "refused" } else { "absent" }}>
                { format!("It is too long to be graded: {} Start over, with fewer commands.", model.hand_in_trouble().unwrap_or_default()) }
            </p>
            <label class="writing-field">
                <span>{ "Your name" }</span>
                <input type="text" maxlength="80" autocomplete="name" dir="auto" value={draft.name.clone()} oninput={typed} />
            </label>
            <p class="quiet">{ "Give the file or the text to your teacher. The name stands in it and is kept nowhere else; nothing is sent." }</p>
            <textarea class="mono" rows="5" readonly=true aria-label="What is handed in" value={text} onfocus={select_all} />
            <div class="row">
                <button type="button" class="primary" onclick={save}>{ "Save the file" }</button>
                <button type="button" onclick={copy}>{ "Copy the text" }</button>
                <p class="quiet" role="status">{ model.drafts.note.clone() }</p>
            </div>
        </div>
    }
}

fn what_it_says(model: &Model, draft: &HandInDraft) -> &'static str {
    let solved = model.classroom.challenge.as_ref().is_some_and(|session| session.solved_at().is_some());
    let situation = model.classroom.challenge.as_ref().and_then(|session| session.situation());
    let is_over_budget = situation.is_some_and(|situation| !situation.exceeded.is_empty());
    match (draft.claims_impossible, solved) {
        (true, _) => {
            "You claim that the goal cannot be reached. The claim is compared with a search of everything that can happen."
        }
        (false, true) => "The goal is met. Your history is handed in; the engine plays it again.",
        (false, false) if is_over_budget => "The budget is exceeded: it will not count as solved. Start over, or undo.",
        (false, false) => "The goal is not met yet. You can hand in what you have all the same.",
    }
}

/// A name that every system takes for a file.
fn file_name(name: &str) -> String {
    let plain: String = name
        .trim()
        .chars()
        .map(|character| if character.is_alphanumeric() { character } else { '-' })
        .take(40)
        .collect();
    let plain = plain.trim_matches('-');
    if plain.is_empty() { "ringside-hand-in.json".to_owned() } else { format!("ringside-hand-in-{plain}.json") }
}
