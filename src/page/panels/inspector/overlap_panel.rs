//! The overlap of R and W: the nodes that acknowledged the last put and those that answered the last get, as two sets.

use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{number, translate};
use crate::page::projection::quorum_overlap::{OverlapNode, QuorumOverlap};
use crate::page::state::Model;
use yew::prelude::*;

/// The picture, in units: its width, the middles of the two sets, their radii, and the radius of a node.
const WIDTH: f64 = 280.0;
const MIDDLE: f64 = 62.0;
const SETS: [f64; 2] = [102.0, 178.0];
const RADII: (f64, f64) = (82.0, 46.0);
const NODE: f64 = 14.0;
/// Where the nodes of a part begin, across: those of the put alone, of both, of the get alone.
const PARTS: [f64; 3] = [56.0, 140.0, 224.0];

pub fn overlap_panel(model: &Model) -> Html {
    let Some(overlap) = model.overlap() else {
        return html! { <p class="quiet">{ "Nothing was put under this key yet." }</p> };
    };
    let label = format!("{} {} {}", overlap.put, overlap.get, overlap.overlap_words());
    html! {
        <div class="overlap">
            <svg viewBox={format!("0 0 {} {}", number(WIDTH), number(height(&overlap)))} role="img" aria-label={label}>
                <ellipse class="set-w" cx={number(SETS[0])} cy={number(MIDDLE)} rx={number(RADII.0)} ry={number(RADII.1)} />
                <ellipse class={if overlap.is_complete() { "set-r" } else { "absent" }} cx={number(SETS[1])} cy={number(MIDDLE)}
                    rx={number(RADII.0)} ry={number(RADII.1)} />
                <text class="set-name" x="6" y="13" text-anchor="start">{ "W: put" }</text>
                <text class={if overlap.is_complete() { "set-name" } else { "absent" }} x={number(WIDTH - 6.0)} y="13" text-anchor="end">{ "R: get" }</text>
                { for nodes(model, &overlap) }
            </svg>
            <p class="overlap-words">{ overlap.overlap_words() }</p>
            <p class="quiet">{ format!("{} {}", overlap.put, overlap.get) }</p>
            <p class="quiet">{ overlap.rule_words() }</p>
        </div>
    }
}

fn height(overlap: &QuorumOverlap) -> f64 {
    let outside = overlap.nodes.iter().any(|node| !node.wrote && !node.read);
    2.0 * MIDDLE + if outside { 30.0 } else { -6.0 }
}

/// The nodes, each in its part; those that are in no set stand below.
fn nodes(model: &Model, overlap: &QuorumOverlap) -> Vec<Html> {
    let part = |node: &OverlapNode| match (node.wrote, node.read) {
        (true, false) => Some(0),
        (true, true) => Some(1),
        (false, true) => Some(2),
        (false, false) => None,
    };
    let places = [Some(0), Some(1), Some(2), None].into_iter().flat_map(|wanted| {
        let own: Vec<&OverlapNode> = overlap.nodes.iter().filter(|node| part(node) == wanted).collect();
        let count = own.len();
        own.into_iter().enumerate().map(move |(index, node)| (node, place(wanted, index, count))).collect::<Vec<_>>()
    });
    places.map(|(node, at)| disc(model, node, at)).collect()
}

/// Up to three nodes of a part stand over each other, more of them closer.
fn place(part: Option<usize>, index: usize, count: usize) -> (f64, f64) {
    let middle = index as f64 - (count as f64 - 1.0) / 2.0;
    match part {
        Some(part) => (PARTS[part], MIDDLE + middle * (62.0 / count as f64).min(2.0 * NODE + 3.0)),
        None => (WIDTH / 2.0 + middle * (2.0 * NODE + 8.0), 2.0 * MIDDLE + 12.0),
    }
}

fn disc(model: &Model, node: &OverlapNode, at: (f64, f64)) -> Html {
    let cluster = &model.world.cluster;
    let index = cluster.index_of(&node.name);
    let paint = paint(index.map_or(0, |index| cluster.numbers[index]));
    let tag = index.map_or_else(|| node.name.clone(), |index| cluster.tags[index].clone());
    html! {
        <g key={node.name.clone()} class={if node.is_home { "overlap-node" } else { "overlap-node stand-in" }} transform={translate(at)}>
            <circle r={number(NODE)} fill={paint.fill} />
            <circle r={number(NODE)} fill={paint.hatch.unwrap_or("none")} />
            <text fill={paint.ink}>{ tag }</text>
        </g>
    }
}
