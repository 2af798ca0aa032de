//! The nodes, on their seats around the ring: letter, name, share, and what each stores of the key.

use crate::key_journey::words::{counted, ordinal, percent, shortened};
use crate::snapshot::VersionState;
use crate::ui::Dispatch;
use crate::ui::cluster::Cluster;
use crate::ui::colours::paint;
use crate::ui::geometry::{Geometry, Point, SeatSize, number, translate};
use crate::ui::model::{Action, Explained};
use crate::ui::shared::Shared;
use crate::ui::versions::{version_words, versions_in_short};
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// What the seats are drawn from.
#[derive(Properties, PartialEq)]
pub struct SeatsProps {
    /// The cluster.
    pub cluster: Shared<Cluster>,
    /// The stage.
    pub geometry: Geometry,
    /// What each node stores of the key, by place.
    pub stored: Vec<Vec<VersionState>>,
    /// The nodes of the preference list as far as it is known, by place.
    pub listed: Vec<usize>,
    /// The nodes that matter at this step.
    pub active: Vec<usize>,
    /// The node whose ties stay.
    pub pinned: Option<usize>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// All seats.
#[component]
pub fn Seats(props: &SeatsProps) -> Html {
    let seats = (0..props.cluster.len()).map(|place| {
        html! { <g key={props.cluster.numbers[place]}>{ seat(props, place) }</g> }
    });
    html! { <g class="seats" role="group" aria-label="Nodes">{ for seats }</g> }
}

fn seat(props: &SeatsProps, place: usize) -> Html {
    let SeatsProps { cluster, geometry, stored, listed, active, pinned, dispatch } = props;
    let nodes = cluster.len();
    let size = SeatSize::of(nodes);
    let at = geometry.seat(cluster.seats[place]);
    let radius = geometry.seat_radius(nodes);
    let rank = listed.iter().position(|node| *node == place).map(|rank| rank + 1);
    let is_active = active.contains(&place);
    let class = classes!("seat", is_active.then_some("seat-active"), rank.map(|_| "seat-listed"));
    let explain = |what: Option<Explained>| {
        let dispatch = dispatch.clone();
        move || dispatch.dispatch(Action::Explain(what))
    };
    let (enter, focus) = (explain(Some(Explained::Node(place))), explain(Some(Explained::Node(place))));
    let (leave, blur) = (explain(None), explain(None));
    let (click, press) = (dispatch.clone(), dispatch.clone());
    html! {
        <g {class} transform={translate(at)} onmouseover={move |_| enter()} onmouseout={move |_| leave()}
            onclick={move |_| click.dispatch(Action::Pin(place))}>
            <g class="seat-button" role="button" tabindex="0" aria-pressed={(*pinned == Some(place)).to_string()}
                aria-label={seat_words(cluster, place, rank, &stored[place])}
                onfocusin={move |_| focus()} onfocusout={move |_| blur()}
                onkeydown={move |event: KeyboardEvent| if matches!(event.key().as_str(), "Enter" | " ") {
                    event.prevent_default();
                    press.dispatch(Action::Pin(place));
                }}>
                <circle class="seat-halo" r={number(radius + 5.0)} />
                { disc(cluster, place, radius, size) }
            </g>
            { if size == SeatSize::Words { words(props, place, at, radius) } else { html! { <g /> } } }
            { badge(rank, radius, size, geometry) }
        </g>
    }
}

fn disc(cluster: &Cluster, place: usize, radius: f64, size: SeatSize) -> Html {
    let paint = paint(cluster.numbers[place]);
    let tag = &cluster.tags[place];
    let small = radius < 13.0 || tag.chars().count() > 1;
    html! {
        <g aria-hidden="true">
            <circle class="seat-disc" r={number(radius)} fill={paint.fill} />
            <circle r={number(radius)} fill={paint.hatch.unwrap_or("none")} />
            if size >= SeatSize::Letter {
                <text class={if small { "seat-letter small" } else { "seat-letter" }} fill={paint.ink}>{ tag }</text>
            }
        </g>
    }
}

/// Beside the disc, on the side away from the ring: the share, and what is stored.
fn words(props: &SeatsProps, place: usize, at: Point, radius: f64) -> Html {
    let SeatsProps { cluster, geometry, stored, .. } = props;
    let share = percent(cluster.shares[place]);
    let name = &cluster.names[place];
    let room = room_for_words(geometry, at, radius);
    let first = if name == &cluster.tags[place] { share } else { shortened(name, room) };
    let second = versions_in_short(&stored[place], room);
    let (x, anchor) = match (geometry.labels_below, at.0 < -20.0) {
        (true, _) => (0.0, "middle"),
        (false, true) => (-radius - 9.0, "end"),
        (false, false) => (radius + 9.0, "start"),
    };
    let line = 17.0 * geometry.type_scale;
    let (y1, y2) = match (geometry.labels_below, at.1 < 0.0, second.is_empty()) {
        (true, true, _) => (-radius - 7.0 - if second.is_empty() { 0.0 } else { line }, -radius - 7.0),
        (true, false, _) => (radius + 18.0, radius + 18.0 + line),
        (false, _, true) => (5.0, 5.0),
        (false, _, false) => (5.0 - line / 2.0, 5.0 + line / 2.0),
    };
    html! {
        <g aria-hidden="true" text-anchor={anchor}>
            <text class="seat-words" x={number(x)} y={number(y1)}>{ first }</text>
            <text class="seat-stored" x={number(x)} y={number(y2)}>{ second }</text>
        </g>
    }
}

/// How many characters fit between a disc and the edge of the stage.
fn room_for_words(geometry: &Geometry, at: Point, radius: f64) -> usize {
    let units = if geometry.labels_below { 70.0 } else { geometry.width / 2.0 - at.0.abs() - radius - 12.0 };
    (units.max(40.0) / (8.2 * geometry.type_scale)) as usize
}

/// The rank on the preference list.
fn badge(rank: Option<usize>, radius: f64, size: SeatSize, geometry: &Geometry) -> Html {
    let Some(rank) = rank.filter(|_| size >= SeatSize::Letter) else { return html! { <g /> } };
    html! {
        <g class="seat-badge" aria-hidden="true" transform={translate((radius * 0.78, -radius * 0.78))}>
            <circle r={number(9.0 * geometry.type_scale.sqrt())} /><text>{ rank }</text>
        </g>
    }
}

/// A seat in words, for those who cannot see it and for pointing at it.
pub fn seat_words(cluster: &Cluster, place: usize, rank: Option<usize>, stored: &[VersionState]) -> String {
    let tokens = counted(cluster.tokens_of(place), "token", "tokens");
    let share = percent(cluster.shares[place]);
    let (name, tag) = (&cluster.names[place], &cluster.tags[place]);
    let shown_as =
        if name.to_ascii_lowercase().contains(&tag.to_ascii_lowercase()) { String::new() } else { format!(" ({tag})") };
    let mut words = format!("Node {name}{shown_as}: {tokens}, {share} of the ring");
    if let Some(rank) = rank {
        words.push_str(&format!("; {} on the preference list", ordinal(rank)));
    }
    if !stored.is_empty() {
        let versions: Vec<String> = stored.iter().map(version_words).collect();
        words.push_str(&format!("; stores {}", versions.join(" and ")));
    }
    words
}
