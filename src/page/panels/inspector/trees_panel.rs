//! Two nodes compare their Merkle trees: both trees down to where they differ, and what was exchanged.

use crate::explain::tree_exchange::{Half, TreeBranch};
use crate::page::drawing::geometry::number;
use crate::page::state::Model;
use yew::prelude::*;

/// Width of a tree, and height of a level, in units.
const WIDTH: f64 = 130.0;
const LEVEL: f64 = 26.0;
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

/// One tree: a box for each compared branch, highlighted where the trees differ.
fn branches(levels: &[Vec<TreeBranch>], of: fn(&TreeBranch) -> &Half) -> Vec<Html> {
    let x = |level: &[TreeBranch], index: usize| WIDTH * (index as f64 + 0.5) / level.len().max(1) as f64;
    let mut drawn = Vec::new();
    for (depth, level) in levels.iter().enumerate() {
        for (index, branch) in level.iter().enumerate() {
            let (at, y) = (x(level, index), LEVEL * depth as f64 + 4.0);
            let above = depth.checked_sub(1).and_then(|depth| levels.get(depth));
            let line = above.map_or_else(String::new, |above| {
                let parent = x(above, branch.above);
                format!("M{} {}L{} {}", number(parent), number(y - LEVEL + 16.0), number(at), number(y))
            });
            let half = of(branch);
            let hash: String = half.hash.chars().take(DIGITS).collect();
            let class = if branch.differed { "branch-box differs" } else { "branch-box" };
            drawn.push(html! {
                <g key={format!("{depth}.{index}")} {class}>
                    <path class="branch-line" d={line} />
                    <rect x={number(at - 15.0)} y={number(y)} width="30" height="16" rx="3" />
                    <text x={number(at)} y={number(y + 12.0)}>{ hash }</text>
                </g>
            });
        }
    }
    drawn
}
