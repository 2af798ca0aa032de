//! Each node's share of the ring against an even share, and what the last edit moved.

use crate::explain::key_journey::words::{counted, percent, shortened};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::number;
use crate::page::projection::cluster::{Change, Cluster};
use crate::page::projection::shared::Shared;
use crate::page::state::{Model, moved_keys};
use crate::page::widgets::node_disc::node_disc;
use yew::prelude::*;

/// Most nodes with a bar.
const MOST_BARS: usize = 64;
/// Length of a full bar, in units.
const BAR: f64 = 100.0;

pub fn shares_panel(model: &Model) -> Html {
    let cluster = model.world.cluster.clone();
    let even = cluster.even_share();
    let more = cluster.len().saturating_sub(MOST_BARS);
    let even_words = if cluster.is_empty() { String::new() } else { format!("line: an even share, {}", percent(even)) };
    html! {
        <section class="shares">
            { moved(model) }
            <Bars {cluster} />
            <p class="quiet">{ if more > 0 { format!("and {more} more nodes; ") } else { String::new() } }{ even_words }</p>
        </section>
    }
}

#[derive(Properties)]
struct BarsProps {
    cluster: Shared<Cluster>,
}

impl PartialEq for BarsProps {
    /// Whether the bars look the same: of the cluster they show only names, colours and shares.
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (&self.cluster, &other.cluster);
        one == other || (one.numbers == other.numbers && one.names == other.names && one.shares == other.shares)
    }
}

#[component]
fn Bars(props: &BarsProps) -> Html {
    let cluster = &props.cluster;
    let largest = cluster.shares.iter().copied().fold(cluster.even_share() * 1.25, f64::max);
    let bars = (0..cluster.len().min(MOST_BARS)).map(|index| bar(cluster, index, largest));
    html! { <ul class="bars" aria-label="Share of the ring">{ for bars }</ul> }
}

fn bar(cluster: &Cluster, index: usize, largest: f64) -> Html {
    let paint = paint(cluster.numbers[index]);
    let width = number(cluster.shares[index] / largest * BAR);
    let mark = number(cluster.even_share() / largest * BAR);
    let name = &cluster.names[index];
    html! {
        <li key={cluster.numbers[index]}>
            { node_disc(cluster.numbers[index], &cluster.tags[index], false) }
            <span class="for-readers">{ name }{ ": " }</span>
            <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-ground" width="100" height="10" />
                <rect class="bar-fill" {width} height="10" fill={paint.fill} />
                <path class="bar-mark" d={format!("M{mark} -2V12")} />
            </svg>
            <span class="percent">{ percent(cluster.shares[index]) }</span>
        </li>
    }
}

/// What the last edit moved, in words.
fn moved(model: &Model) -> Html {
    let Some(change) = &model.change else { return html! { <div class="moved-words" /> } };
    let (headline, detail) = match change.arcs.len() {
        0 => ("No key moves".to_owned(), String::new()),
        arcs => (counted(arcs, "arc moved", "arcs moved"), from_whom(change)),
    };
    html! {
        <div class="moved-words">
            <h2>{ headline }</h2>
            <p>{ if change.arcs.is_empty() { String::new() } else { moved_keys(change) } }</p>
            <p class="quiet">{ detail }</p>
        </div>
    }
}

/// `A→F 3, B→F 2`: how many arcs moved from which node to which.
fn from_whom(change: &Change) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for arc in change.arcs.iter().filter(|arc| arc.from.is_some() && arc.to.is_some()) {
        let words = change.arc_words(arc);
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    let words: Vec<String> = counts.iter().map(|(words, count)| format!("{words} {count}")).collect();
    shortened(&words.join(", "), 120)
}
