//! What each replica of the selected key stores, side by side, and who keeps hinted copies.

use super::cart_view::value_view;
use crate::dynamo::versioning::Versioning;
use crate::explain::key_journey::words::{quoted, timestamp};
use crate::explain::narration::clock;
use crate::explain::snapshot::NodeStatus;
use crate::page::dispatch::Dispatch;
use crate::page::projection::cart::as_cart;
use crate::page::projection::copies::{Copy, Kept, copies};
use crate::page::state::{Action, InspectorAction, Model};
use crate::page::widgets::node_disc::node_disc;
use yew::prelude::*;

/// Most copies shown.
const MOST_SHOWN: usize = 12;
/// Most characters of a value that fit into a card beside others; a copy with a longer one has a row of its own.
const LONGEST_IN_A_CARD: usize = 5;

pub fn copies_panel(model: &Model, dispatch: &Dispatch) -> Html {
    let key = &model.journey.key;
    let homes: Vec<usize> = model.journey.replicas.iter().map(|node| node.index()).collect();
    let versions = model.world.versions(key);
    let copies = copies(&model.world.frame.state, key, &homes, &versions.history);
    let cart = model.sees_carts();
    let (own, others): (Vec<&Copy<'_>>, Vec<&Copy<'_>>) =
        copies.iter().take(MOST_SHOWN).partition(|copy| copy.kept == Kept::AtHome);
    let is_long = |value: Option<&str>| value.is_some_and(|value| value.chars().count() > LONGEST_IN_A_CARD);
    let needs_row = |copy: &Copy<'_>| {
        copy.versions.len() > 1 || copy.versions.iter().any(|version| is_long(version.value.as_deref()))
    };
    let class = if cart || copies.iter().any(needs_row) { "copy-row forked" } else { "copy-row" };
    let list = |copies: &[&Copy<'_>]| {
        copies.iter().enumerate().map(|(index, copy)| item(model, index, copy, cart)).collect::<Vec<Html>>()
    };
    let title = format!("Copies of {}", quoted(key));
    html! {
        <div class="copies">
            <ul {class} aria-label={title}>{ for list(&own) }</ul>
            <ul class={if others.is_empty() { "absent" } else { class }} aria-label="Copies elsewhere">{ for list(&others) }</ul>
            { toggle(model, cart, dispatch) }
        </div>
    }
}

fn item(model: &Model, key: usize, copy: &Copy<'_>, cart: bool) -> Html {
    let cluster = &model.world.cluster;
    let (Some(name), Some(tag), Some(number)) =
        (cluster.names.get(copy.node_index), cluster.tags.get(copy.node_index), cluster.numbers.get(copy.node_index))
    else {
        return html! { <li {key} class="absent" /> };
    };
    let class = match (copy.kept, copy.status, copy.is_older()) {
        (Kept::For(_) | Kept::LeftOver, ..) => "copy parcel",
        (_, NodeStatus::Crashed, _) => "copy down",
        (_, _, true) => "copy older",
        _ => "copy",
    };
    let dated = model.world.frame.state.versioning == Versioning::LastWriteWins;
    let versions = copy.versions.iter().zip(&copy.older).enumerate().map(|(index, (version, older))| {
        html! {
            <span key={index} class={if *older { "version older" } else { "version" }}>
                { value_view(version.value.as_deref(), cart) }
                { " " }
                <span class="clock mono">{ clock(version) }</span>
                <span class={if dated { "timestamp mono" } else { "absent" }}>{ " " }{ timestamp(version.made_at) }</span>
                <span class={if *older { "quiet" } else { "absent" }}>{ " older" }</span>
            </span>
        }
    });
    html! {
        <li {key} {class}>
            <span class="copy-head">
                { node_disc(*number, tag, copy.status == NodeStatus::Crashed) }
                <span class="for-readers">{ name }{ ": " }</span>
                <span class="quiet">{ copy.remark() }</span>
            </span>
            <span class="copy-versions">{ for versions }</span>
            <span class="quiet">{ if copy.versions.is_empty() { "nothing" } else { "" } }</span>
        </li>
    }
}

/// The switch between values as texts and as carts.
fn toggle(model: &Model, cart: bool, dispatch: &Dispatch) -> Html {
    let versions = model.world.versions(&model.journey.key);
    let some = versions.history.versions.iter().any(|version| version.value.as_deref().and_then(as_cart).is_some());
    let choice = |label: &'static str, chosen: bool| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.dispatch(Action::Inspect(InspectorAction::AsCart(chosen)));
        html! { <button type="button" aria-pressed={(cart == chosen).to_string()} {onclick}>{ label }</button> }
    };
    html! {
        <div class={if some { "choice see-as" } else { "absent" }} role="group" aria-label="See values">
            { choice("as texts", false) }
            { choice("as carts", true) }
        </div>
    }
}
