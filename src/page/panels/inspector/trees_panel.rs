//! Two nodes compare their Merkle trees: both trees down to where they differ, and what was exchanged.

use crate::explain::tree_exchange::{Half, TreeBranch};
use crate::page::drawing::geometry::number;
use crate::page::drawing::tree_drawing::{TreePlace, places};
use crate::page::state::Model;
use yew::prelude::*;

/// Width of a tree, and height of a level, in units.
const WIDTH: f64 = 130.0;
const LEVEL: f64 = 26.0;
/// Width of a branch, in units.
const BOX: f64 = 30.0;
/// Hexadecimal digits shown of a hash.
const DIGITS: usize = 4;

/// The exchange that the step is part of.
pub fn trees_panel(model: &Model) -> Html {
    let Some(exchange) = model.world.exchange() else {
        return html! { <p class="quiet">{ "No trees are compared at this step." }</p> };
    };
    let height = LEVEL * exchange.levels.len().max(1) as f64 + 8.0;
    let half = |name: &str, of: fn(&TreeBranch) -> &Half| {
        html! {
            <figure class="tree">
                <figcaption>{ name.to_owned() }</figcaption>
                <svg viewBox={format!("0 0 {} {}", number(WIDTH), number(height))} role="img"
                    aria-label={format!("The tree of {name}, {} levels", exchange.levels.len())}>
                    { for branches(&exchange.levels, of) }
                </svg>
            </figure>
        }
    };
    html! {
        <div class="trees">
            <p>{ exchange.found() }</p>
            <div class="two-trees">
                { half(&exchange.from, |branch| &branch.ours) }
                { half(&exchange.with, |branch| &branch.theirs) }
            </div>
            <p class="quiet">{ exchange.travelled() }</p>
        </div>
    }
}

/// One tree: a box for each branch, highlighted where the trees differ and faint where nothing was compared.
fn branches(levels: &[Vec<TreeBranch>], of: fn(&TreeBranch) -> &Half) -> Vec<Html> {
    let mark = |place: &TreePlace| {
        let branch = &levels[place.depth][place.index];
        let (at, y) = (place.x * WIDTH, LEVEL * place.depth as f64 + 4.0);
        let line = match place.depth {
            0 => String::new(),
            _ => format!("M{} {}L{} {}", number(place.above * WIDTH), number(y - LEVEL + 16.0), number(at), number(y)),
        };
        let class = match (branch.compared, branch.differed) {
            (_, true) => "branch-box differs",
            (true, false) => "branch-box",
            (false, false) => "branch-box untouched",
        };
        let half = of(branch);
        let hash: String = if branch.compared { half.hash.chars().take(DIGITS).collect() } else { String::new() };
        html! {
            <g key={format!("{}.{}", place.depth, place.index)} {class}>
                <path class="branch-line" d={line} />
                <rect x={number(at - BOX / 2.0)} y={number(y)} width={number(BOX)} height="16" rx="3" />
                <text x={number(at)} y={number(y + 12.0)}>{ hash }</text>
            </g>
        }
    };
    places(levels, (BOX + 2.0) / WIDTH).iter().map(mark).collect()
}
