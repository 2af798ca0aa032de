//! The ring as a list of its tokens, for those who would rather read it than look at it.

use crate::key_journey::words::{degrees, percent};
use crate::ui::cluster::Cluster;
use crate::ui::shared::Shared;
use web_sys::{Event, HtmlDetailsElement};
use yew::prelude::*;

/// Tokens that are listed.
const MOST_LISTED: usize = 256;

/// What it is drawn from.
#[derive(Properties, PartialEq)]
pub struct RingListProps {
    /// The cluster.
    pub cluster: Shared<Cluster>,
}

/// The list, made when it is asked for.
#[component]
pub fn RingList(props: &RingListProps) -> Html {
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.setter();
        move |event: Event| open.set(event.target_unchecked_into::<HtmlDetailsElement>().open())
    };
    html! {
        <details class="ring-list" {ontoggle}>
            <summary>{ "The ring as a list" }</summary>
            <ol>{ if *open { items(&props.cluster) } else { Vec::new() } }</ol>
        </details>
    }
}

fn items(cluster: &Cluster) -> Vec<Html> {
    let item = |(place, (token, range)): (usize, (crate::partitioning::Token, crate::partitioning::Range))| {
        let name = &cluster.names[token.owner.index()];
        html! { <li key={place}>{ format!("{name} at {}, owns {}", degrees(token.position), percent(range.share())) }</li> }
    };
    cluster.ring.ranges().enumerate().take(MOST_LISTED).map(item).collect()
}
