//! What the last edit moved: the arcs with a new owner, labelled with both owners, and the sample keys.

use crate::dynamo::partitioning::{MovedArc, NodeId};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, band_path, number, point, spread};
use crate::page::projection::cluster::Change;
use std::f64::consts::TAU;
use yew::prelude::*;

/// Most arcs drawn; the words beside the ring count them all.
const MOST_ARCS: usize = 512;
/// So few arcs have labels where messages fly, too.
const FEW_ARCS: usize = 3;
/// Most arcs with labels: the largest ones.
const MOST_WORDS: usize = 12;

/// The moved arcs and keys.
pub fn moved_arcs(change: Option<&Change>, geometry: &Geometry) -> Html {
    let Some(change) = change else { return html! { <g class="moved" /> } };
    html! {
        <g class="moved" aria-hidden="true">
            { arc_outlines(&change.arcs, geometry) }
            { arc_rims(&change.arcs, geometry, NodeId::index) }
            <g>{ for keys(change, geometry) }</g>
            <g>{ for words(change, geometry) }</g>
        </g>
    }
}

/// What the last command moved, on the way of the messages: the arcs alone, for the keys are those that are stored.
///
/// Arrows of keys that move say from whom to whom, too: then the arcs need no words.
pub fn last_moved_arcs(change: Option<&Change>, has_arrows: bool, geometry: &Geometry) -> Html {
    let Some(change) = change else { return html! { <g class="moved" /> } };
    html! {
        <g class="moved last-moved" aria-hidden="true">
            { arc_outlines(&change.arcs, geometry) }
            { arc_rims(&change.arcs, geometry, NodeId::index) }
            <g>{ for if !has_arrows && change.arcs.len() <= FEW_ARCS { words(change, geometry) } else { Vec::new() } }</g>
        </g>
    }
}

/// The arcs, hatched and outlined.
pub fn arc_outlines(arcs: &[MovedArc], geometry: &Geometry) -> Html {
    let arcs = arcs.iter().filter(|arc| arc.to.is_some()).take(MOST_ARCS);
    let outlines: String = arcs.map(|arc| arc_path(arc, geometry.inner, geometry.outer)).collect();
    html! { <g><path d={outlines.clone()} fill="url(#hatch-moved)" /><path class="moved-outline" d={outlines} /></g> }
}

/// A rim outside each arc in the colour of its new owner, whose number for life `number` gives.
pub fn arc_rims(arcs: &[MovedArc], geometry: &Geometry, number: impl Fn(NodeId) -> usize) -> Html {
    let rims = arcs.iter().filter(|arc| arc.to.is_some()).take(MOST_ARCS).enumerate().map(|(index, arc)| {
        let fill = arc.to.map_or("none", |node| paint(number(node)).fill);
        let path = arc_path(arc, geometry.outer + 4.0, geometry.outer + 11.0);
        html! { <path key={index} class="moved-rim" d={path} {fill} /> }
    });
    html! { <g>{ for rims }</g> }
}

fn arc_path(arc: &MovedArc, inner: f64, outer: f64) -> String {
    band_path(arc.range.after.turn(), arc.range.share(), inner, outer)
}

fn keys(change: &Change, geometry: &Geometry) -> impl Iterator<Item = Html> {
    change.keys.iter().enumerate().map(|(index, key)| {
        let (x, y) = point(key.position.turn(), geometry.inner - 7.0);
        let (class, r, fill) = match (key.moved(), key.to) {
            (true, Some(to)) => ("sample-moved", "3.5", paint(to).fill),
            (true, None) => ("sample-moved", "3.5", "none"),
            (false, _) => ("sample", "1.4", "currentColor"),
        };
        html! { <circle key={index} {class} cx={number(x)} cy={number(y)} {r} {fill} /> }
    })
}

fn words(change: &Change, geometry: &Geometry) -> Vec<Html> {
    // An arc from or to no owner is the whole ring, which the sentence describes.
    let between_two = |arc: &&MovedArc| arc.from.is_some() && arc.to.is_some();
    let mut arcs: Vec<&MovedArc> = change.arcs.iter().filter(between_two).take(MOST_ARCS).collect();
    while arcs.len() > MOST_WORDS {
        let smallest = (0..arcs.len()).min_by(|a, b| arcs[*a].range.share().total_cmp(&arcs[*b].range.share()));
        arcs.remove(smallest.unwrap_or_default());
    }
    let middle = |arc: &&MovedArc| arc.range.upto.turn() - arc.range.share() / 2.0;
    let radius = geometry.inner - 36.0 * geometry.type_scale;
    let turns: Vec<f64> = arcs.iter().map(middle).collect();
    let spread_turns = spread(&turns, 46.0 * geometry.type_scale / (TAU * radius));
    let label = |(index, (arc, turn)): (usize, (&&MovedArc, f64))| {
        let (x, y) = point(turn, radius);
        html! { <text key={index} class="moved-words" x={number(x)} y={number(y)}>{ change.arc_words(arc) }</text> }
    };
    arcs.iter().zip(spread_turns).enumerate().map(label).collect()
}
