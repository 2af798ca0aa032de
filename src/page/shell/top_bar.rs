//! The top bar: the name, the cluster in short, the theme, and the shortcuts' help.

use super::comparison_view;
use crate::explain::key_journey::words::counted;
use crate::page::browser::address;
use crate::page::classroom::list_button;
use crate::page::dispatch::Dispatch;
use crate::page::forms::laboratory::{Kind, Settings};
use crate::page::state::{Action, Bar, DraftAction, Model, Operation, RingAction, Screen, Sharing, Theme};
use crate::page::widgets::bar_button::bar_button;
use crate::scenario::locked::Part;
use web_sys::{HtmlSelectElement, KeyboardEvent};
use yew::prelude::*;

pub fn top_bar(model: &Model, dispatch: &Dispatch) -> Html {
    let cluster = &model.world.cluster;
    let nodes = counted(cluster.len(), "node", "nodes");
    let tokens = counted(cluster.ring.tokens().len(), "token", "tokens");
    let onchange = {
        let dispatch = dispatch.clone();
        move |event: Event| {
            let word = event.target_unchecked_into::<HtmlSelectElement>().value();
            dispatch.dispatch(Action::SetTheme(Theme::parse(&word)));
        }
    };
    let themes = Theme::ALL.into_iter().map(|theme| {
        html! { <option key={theme.as_str()} value={theme.as_str()} selected={theme == model.theme}>{ theme.label() }</option> }
    });
    let help = dispatch.clone();
    let fold = dispatch.clone();
    let folds = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            fold.dispatch(Action::UnfoldBar(None));
        }
    };
    html! {
        <header class="top">
            <h1>{ "Ringside" }</h1>
            <p class="in-short">
                { format!("{nodes}, {tokens}; N = {}, R = {}, W = {}", cluster.n, cluster.r, cluster.w) }
            </p>
            { ways_back(model, dispatch) }
            { list_button(dispatch) }
            { bar_button(model, Bar::Top, "Menu", dispatch) }
            <div class={if model.bar == Some(Bar::Top) { "bar-rest unfolded" } else { "bar-rest" }} onkeydown={folds}>
            { comparison_view::choice(model, dispatch) }
            { screens(model, dispatch) }
            <label class="theme"><span>{ "Look" }</span><select aria-label="Look" {onchange}>{ for themes }</select></label>
            { share_button(model, dispatch) }
            <button type="button" class="icon" aria-label={Operation::Help.label()} title="Keyboard (?)"
                onclick={move |_| help.dispatch(Action::Help(true))}>{ "?" }</button>
            </div>
        </header>
    }
}

/// Undo, which names what it undoes, and the default ring.
fn ways_back(model: &Model, dispatch: &Dispatch) -> Html {
    let (undo, reset) = (dispatch.clone(), dispatch.clone());
    let undoable = model.undoable();
    let title = match undoable {
        Some(words) => format!("Undo: {words} (U)"),
        None => "Nothing to undo".to_owned(),
    };
    let (hidden, in_laboratory) = (model.is_locked(&Action::Reset), model.screen.is_elsewhere());
    html! {
        <>
            <button type="button" class="icon undo-button" aria-label={Operation::Undo.label()} {title}
                aria-disabled={undoable.is_none().to_string()} onclick={move |_| undo.dispatch(Action::Undo)}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M4 9h10a5.5 5.5 0 0 1 0 11H9M8 4.5L3.5 9 8 13.5" /></svg>
            </button>
            <button type="button" class={if hidden { "absent" } else { "reset-button" }}
                title="The default ring, as the page opens; Undo brings this one back" onclick={move |_| {
                    if in_laboratory {
                        address::show("");
                    }
                    reset.dispatch(Action::Reset);
                }}>
                { "Reset" }
            </button>
        </>
    }
}

fn share_button(model: &Model, dispatch: &Dispatch) -> Html {
    let (dispatch, sharing) = (dispatch.clone(), Sharing::new(model));
    let onclick = move |_| dispatch.dispatch(Action::Draft(DraftAction::Share(Some(sharing))));
    html! {
        <button type="button" class="icon" aria-label="Share or save" title="Share or save" {onclick}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path class="line" d="M12 15V4M7.5 8.5L12 4l4.5 4.5M5 13v6h14v-6" /></svg>
        </button>
    }
}

/// Switches between the stage and the laboratories.
fn screens(model: &Model, dispatch: &Dispatch) -> Html {
    let (open, on_ring) = (model.screen.is_laboratory(), model.screen == Screen::Ring);
    let screen_button = |words: &'static str, here: bool, settings: Option<Settings>| {
        let dispatch = dispatch.clone();
        let onclick = move |_| {
            if settings.is_none() {
                address::show("");
            }
            dispatch.dispatch(Action::OpenLaboratory(settings.clone()));
        };
        html! { <button type="button" aria-pressed={here.to_string()} {onclick}>{ words }</button> }
    };
    let show_ring = {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(Action::Ring(RingAction::Show))
    };
    html! {
        <div class={if model.locks().has(Part::Laboratories) && !open { "absent" } else { "choice places" }} role="group" aria-label="View">
            { screen_button("Stage", !open && !on_ring, None) }
            { screen_button("Laboratories", open, Some(Settings::new(Kind::Shares))) }
            <button type="button" title="The ring of a real cluster" aria-pressed={on_ring.to_string()} onclick={show_ring}>{ "Real ring" }</button>
        </div>
    }
}
