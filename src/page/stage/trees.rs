//! Two nodes compare their Merkle trees: both trees in the middle of the ring, level by level as the messages compare them.
//! What differs is a dark square, what is equal a circle, and what was not compared a small empty one. Section 4.7.

use crate::explain::tree_exchange::{Half, TreeBranch, TreeExchange};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, number, translate};
use crate::page::drawing::tree_drawing::{TreePlace, places};
use crate::page::state::Model;
use yew::prelude::*;

/// Sizes on the ordinary stage, in units: the width of a tree, half the gap between the two, the height of a level, and
/// half the side of a branch.
const WIDTH: f64 = 130.0;
const GAP: f64 = 9.0;
const LEVEL: f64 = 33.0;
const HALF: f64 = 13.0;
/// The inner radius for which these sizes are.
const INNER: f64 = 174.0;
/// Levels drawn; of more, the last ones, for there the difference is.
const MOST_LEVELS: usize = 5;
/// So few levels are drawn larger, by this factor.
const FEW_LEVELS: usize = 4;
const ROOMY: f64 = 1.12;
/// Digits of a hash that are shown where there is room.
const DIGITS: usize = 2;

/// The trees, while the step is part of a comparison.
pub fn trees(model: &Model, geometry: &Geometry) -> Html {
    let Some(exchange) = model.shown_exchange() else { return html! { <g class="absent" /> } };
    let roomy = if exchange.levels.len() <= FEW_LEVELS { ROOMY } else { 1.0 };
    let scale = roomy * geometry.inner / INNER;
    let first = exchange.levels.len().saturating_sub(MOST_LEVELS);
    let levels = &exchange.levels[first..];
    let height = LEVEL * levels.len() as f64;
    let tree = |name: &str, side: f64, of: fn(&TreeBranch) -> &Half| {
        let left = if side < 0.0 { -WIDTH - GAP } else { GAP };
        html! {
            <g transform={translate((left, -height / 2.0))}>
                <g transform={translate((WIDTH / 2.0, -20.0))}>{ tree_name(model, name) }</g>
                { for branches(levels, of, first, scale) }
            </g>
        }
    };
    html! {
        <g class="stage-trees" role="img" aria-label={words(&exchange)} transform={format!("scale({})", number(scale))}>
            <ellipse class="trees-ground" cy="-4" rx={number(WIDTH + GAP + 4.0)} ry={number(height / 2.0 + 42.0)} />
            { tree(&exchange.from, -1.0, |branch| &branch.ours) }
            { tree(&exchange.with, 1.0, |branch| &branch.theirs) }
            <text class="trees-count" y={number(height / 2.0 + 24.0)}>{ exchange.travelled.in_short() }</text>
        </g>
    }
}

/// What the trees show, for screen readers.
pub fn words(exchange: &TreeExchange) -> String {
    let level = |(depth, level): (usize, &Vec<TreeBranch>)| {
        let compared = level.iter().filter(|branch| branch.compared).count();
        let differ = level.iter().filter(|branch| branch.differed).count();
        (compared > 0).then(|| format!("level {}: {compared} compared, {differ} differ", depth + 1))
    };
    let levels: Vec<String> = exchange.levels.iter().enumerate().filter_map(level).collect();
    let TreeExchange { from, with, .. } = exchange;
    format!("Merkle trees of {from} and {with}. {}. {} {}", levels.join("; "), exchange.found(), exchange.travelled())
}

fn tree_name(model: &Model, name: &str) -> Html {
    let cluster = &model.world.cluster;
    match cluster.index_of(name) {
        Some(index) => {
            let paint = paint(cluster.numbers[index]);
            html! {
                <g>
                    <circle class="seat-disc" r="11" fill={paint.fill} />
                    <circle r="11" fill={paint.hatch.unwrap_or("none")} />
                    <text class="mark-letter" fill={paint.ink}>{ cluster.tags[index].clone() }</text>
                </g>
            }
        }
        None => html! { <text>{ name.to_owned() }</text> },
    }
}

fn branches(levels: &[Vec<TreeBranch>], of: fn(&TreeBranch) -> &Half, first: usize, scale: f64) -> Vec<Html> {
    let places = places(levels, (2.0 * HALF + 4.0) / WIDTH);
    let y = |depth: usize| LEVEL * depth as f64 + HALF;
    let line = |place: &TreePlace| {
        let branch = &levels[place.depth][place.index];
        let path = format!(
            "M{} {}L{} {}",
            number(place.above * WIDTH),
            number(y(place.depth) - LEVEL),
            number(place.x * WIDTH),
            number(y(place.depth))
        );
        let class = if branch.differed { "tree-line differs" } else { "tree-line" };
        html! { <path key={format!("line{}.{}", place.depth, place.index)} {class} d={if place.depth == 0 { String::new() } else { path }} /> }
    };
    let mark = |place: &TreePlace| {
        let branch = &levels[place.depth][place.index];
        let at = (place.x * WIDTH, y(place.depth));
        html! {
            <g key={format!("{}.{}", first + place.depth, place.index)} transform={translate(at)}>{ tree_mark(branch, of(branch), scale) }</g>
        }
    };
    places.iter().map(line).chain(places.iter().map(mark)).collect()
}

fn tree_mark(branch: &TreeBranch, half: &Half, scale: f64) -> Html {
    let digits: String = if scale > 0.75 { half.hash.chars().take(DIGITS).collect() } else { String::new() };
    let side = number(2.0 * HALF);
    match (branch.compared, branch.differed) {
        (true, true) => html! {
            <g class="tree-mark differs">
                <rect x={number(-HALF)} y={number(-HALF)} width={side.clone()} height={side} rx="2" />
                <text>{ if digits.is_empty() { "≠".to_owned() } else { digits } }</text>
            </g>
        },
        (true, false) => html! {
            <g class="tree-mark"><circle r={number(HALF)} /><text>{ if digits.is_empty() { "=".to_owned() } else { digits } }</text></g>
        },
        (false, _) => html! { <g class="tree-mark untouched"><circle r={number(HALF * 0.42)} /></g> },
    }
}
