//! The preference list as far as the walk has come: the nodes in order, and the tokens that were skipped, with the
//! reason.

use crate::explain::key_journey::words::short_ordinal;
use crate::explain::key_journey::{Scene, why_struck};
use crate::page::projection::going_on::GoingOn;
use crate::page::state::{Model, Track};
use crate::page::widgets::node_disc::node_disc;
use yew::prelude::*;

/// Most nodes listed; a longer list ends with a count of the rest.
const MOST_LISTED: usize = 24;

pub fn preference_panel(model: &Model) -> Html {
    let cluster = &model.world.cluster;
    let listed = model.listed();
    let struck = struck(model);
    let coordinator = coordinator(model);
    let items = listed.iter().take(MOST_LISTED).enumerate().map(|(index, node)| {
        let name = &cluster.names[*node];
        let role = if coordinator.as_ref() == Some(name) { "coordinates" } else { "" };
        html! {
            <li key={*node}>
                <span class="rank">{ short_ordinal(index + 1) }</span>
                { node_disc(cluster.numbers[*node], &cluster.tags[*node], false) }
                <span class={if *name == cluster.tags[*node] { "for-readers" } else { "node-name" }} title={name.clone()}>
                    { name }
                </span>
                <span class="quiet">{ role }</span>
                <span class="quiet">{ cluster.zones[*node].as_deref().unwrap_or_default().to_owned() }</span>
            </li>
        }
    });
    let more = listed.len().saturating_sub(MOST_LISTED);
    html! {
        <section class={if listed.is_empty() { "preference absent" } else { "preference" }}>
            <ol class="nodes" aria-label="Preference list">{ for items }</ol>
            <p class="quiet">{ if more > 0 { format!("and {more} more") } else { String::new() } }</p>
            <ul class="struck-list" aria-label="Struck out">{ for struck }</ul>
        </section>
    }
}

/// The coordinator of the request that goes on at this step, if it is about the key.
fn coordinator(model: &Model) -> Option<String> {
    let event = model.headline().filter(|_| model.playback.track == Track::Messages);
    match GoingOn::new(&model.world.frame.state, event.as_deref(), &model.journey.key) {
        GoingOn::Request(operation) if operation.key == model.journey.key => operation.coordinator.clone(),
        _ => None,
    }
}

/// The skipped tokens, with the reasons.
fn struck(model: &Model) -> Vec<Html> {
    let cluster = &model.world.cluster;
    let shown = if model.playback.track == Track::Messages { model.journey.steps.len() } else { model.journey_step };
    let item = |(key, scene): (usize, Scene)| {
        let (token, words) = match scene {
            Scene::Struck { token, reason } => {
                (token, why_struck(cluster.ring.zones(), &cluster.names, token.owner, reason))
            }
            Scene::StruckRow { tokens, last } => {
                let of = if cluster.ring.zones().is_some() { "nodes or zones" } else { "nodes" };
                (last, format!("{tokens} more tokens, of {of} on the list already"))
            }
            _ => return None,
        };
        let index = token.owner.index();
        Some(html! {
            <li {key}>
                { node_disc(cluster.numbers[index], &cluster.tags[index], true) }
                <s class="for-readers">{ &cluster.names[index] }{ ": " }</s>
                <span>{ words }</span>
            </li>
        })
    };
    model
        .journey
        .steps
        .iter()
        .take(shown)
        .map(|step| step.scene)
        .enumerate()
        .filter_map(item)
        .take(MOST_LISTED)
        .collect()
}
