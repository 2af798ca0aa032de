//! The top bar: the name, the cluster in short, the theme, and the shortcuts' help.

use super::comparison_view;
use crate::explain::key_journey::words::counted;
use crate::page::browser::address;
use crate::page::classroom::list_button;
use crate::page::dispatch::Dispatch;
use crate::page::forms::laboratory::{Kind, Settings};
use crate::page::forms::locked::Part;
use crate::page::state::{Action, Bar, DraftAction, Model, Operation, Sharing, Theme};
use crate::page::widgets::bar_button::bar_button;
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
    let open = model.screen.is_laboratory();
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
    html! {
        <div class={if model.locked.has(Part::Laboratories) && !open { "absent" } else { "choice places" }} role="group" aria-label="Where to be">
            { screen_button("Stage", !open, None) }
            { screen_button("Laboratories", open, Some(Settings::new(Kind::Shares))) }
        </div>
    }
}
