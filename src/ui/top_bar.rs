//! The bar above: the name, the cluster in short, the theme, and the way to the keyboard's help.

use super::Dispatch;
use super::model::{Action, Model};
use super::theme::Theme;
use crate::key_journey::words::counted;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The bar.
pub fn top_bar(model: &Model, dispatch: &Dispatch) -> Html {
    let cluster = &model.world.cluster;
    let nodes = counted(cluster.len(), "node", "nodes");
    let tokens = counted(cluster.ring.tokens().len(), "token", "tokens");
    let onchange = {
        let dispatch = dispatch.clone();
        move |event: Event| {
            let word = event.target_unchecked_into::<HtmlSelectElement>().value();
            dispatch.dispatch(Action::SetTheme(Theme::of_word(&word)));
        }
    };
    let themes = Theme::ALL.into_iter().map(|theme| {
        html! { <option key={theme.word()} value={theme.word()} selected={theme == model.theme}>{ theme.label() }</option> }
    });
    let help = dispatch.clone();
    html! {
        <header class="top">
            <h1>{ "Ringside" }</h1>
            <p class="in-short">
                { format!("{nodes}, {tokens}; N = {}, R = {}, W = {}", cluster.n, cluster.r, cluster.w) }
            </p>
            <label class="theme"><span>{ "Look" }</span><select aria-label="Look" {onchange}>{ for themes }</select></label>
            <button type="button" class="icon" aria-label="Keyboard" title="Keyboard (?)"
                onclick={move |_| help.dispatch(Action::Help(true))}>{ "?" }</button>
        </header>
    }
}
