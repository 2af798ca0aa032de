//! The ring as a list of its tokens, for those who prefer reading it.

use crate::explain::key_journey::words::{degrees, percent};
use crate::page::dispatch::Dispatch;
use crate::page::projection::cluster::Cluster;
use crate::page::state::{Action, Model};
use web_sys::{Event, HtmlDetailsElement};
use yew::prelude::*;

/// Most tokens listed.
const MOST_LISTED: usize = 256;

/// The list, built only when it is unfolded.
pub fn ring_list(model: &Model, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let ontoggle = move |event: Event| {
        dispatch.dispatch(Action::ListRing(event.target_unchecked_into::<HtmlDetailsElement>().open()));
    };
    html! {
        <details class="ring-list" {ontoggle}>
            <summary>{ "The ring as a list" }</summary>
            <ol>{ if model.ring_listed { items(&model.world.cluster) } else { Vec::new() } }</ol>
        </details>
    }
}

fn items(cluster: &Cluster) -> Vec<Html> {
    let item = |(index, (token, range)): (
        usize,
        (crate::dynamo::partitioning::Token, crate::dynamo::partitioning::Range),
    )| {
        let name = &cluster.names[token.owner.index()];
        html! { <li key={index}>{ format!("{name} at {}, owns {}", degrees(token.position), percent(range.share())) }</li> }
    };
    let more = cluster.ring.ranges().count().saturating_sub(MOST_LISTED);
    let more = (more > 0).then(|| html! { <li key="more">{ format!("and {more} more") }</li> });
    cluster.ring.ranges().enumerate().take(MOST_LISTED).map(item).chain(more).collect()
}
