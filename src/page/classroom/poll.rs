//! A poll of the class: hands are counted for each choice before the outcome, and compared with it afterwards.

use super::lesson_callback;
use crate::explain::key_journey::words::counted as so_many;
use crate::page::dispatch::Dispatch;
use crate::page::session::progress::Progress;
use crate::page::state::{Action, LessonAction};
use crate::teaching::lesson::Prediction;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// The fields for the counts, until a choice is locked in.
pub fn poll(prediction: &Prediction, progress: &Progress, dispatch: &Dispatch) -> Html {
    if progress.locked {
        return html! { <div class="absent" /> };
    }
    let fields = prediction.choices.iter().enumerate().map(|(index, choice)| {
        let dispatch = dispatch.clone();
        let oninput = move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            dispatch.dispatch(Action::Lesson(LessonAction::Count(index, typed)));
        };
        // Enter submits the form only from a chosen answer.
        let onkeydown = |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
            }
        };
        html! {
            <li key={index}>
                <label>
                    <span>{ &choice.text }</span>
                    <input type="text" inputmode="numeric" autocomplete="off" aria-label={format!("Hands for: {}", choice.text)}
                        value={progress.typed_hands(index).to_owned()} {oninput} {onkeydown} />
                </label>
            </li>
        }
    });
    html! {
        <div class="poll">
            <button type="button" class="plain" aria-expanded={progress.polling.to_string()}
                onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Poll(!progress.polling))}>{ "Poll the class" }</button>
            <div class={if progress.polling { "" } else { "absent" }}>
                <p class="quiet">{ "Hands raised for each choice; they are shown beside the result afterwards." }</p>
                <ul class="poll-fields" aria-label="Hands">{ for fields }</ul>
            </div>
        </div>
    }
}

/// The bar of a choice, once hands were counted.
pub fn counted(index: usize, progress: &Progress) -> Html {
    let (hands, all) = (progress.hands(index), progress.all_hands());
    if all == 0 {
        return html! { <div class="absent" /> };
    }
    let width = (f64::from(hands) / f64::from(all) * 100.0).round();
    html! {
        <div class="poll-bar">
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="poll-all" width="100" height="8" /><rect class="poll-hands" width={width.to_string()} height="8" />
            </svg>
            <span>{ format!("{}, {width} %", so_many(hands as usize, "hand", "hands")) }</span>
        </div>
    }
}
