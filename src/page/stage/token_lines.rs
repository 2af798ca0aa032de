//! Thin lines from a seat to its tokens, for a node that is pointed at, pinned, or met on the walk.

use crate::dynamo::partitioning::Token;
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, flight_path, point};
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::cluster::Cluster;
use yew::prelude::*;

/// Most lines drawn; more would be illegible.
const MOST_TOKEN_LINES: usize = 128;

/// The lines of one node.
pub fn token_lines(
    cluster: &Cluster,
    geometry: &Geometry,
    placement: &StagePlacement,
    node: Option<usize>,
    only: Option<Token>,
) -> Html {
    let Some(index) = node.filter(|index| *index < cluster.len()) else { return html! { <g class="ties" /> } };
    let seat = placement.seats[index];
    let own = |token: &&Token| token.owner.index() == index && only.is_none_or(|only| only == **token);
    let tokens: Vec<&Token> = cluster.ring.tokens().iter().filter(own).take(MOST_TOKEN_LINES).collect();
    let end = |token: &Token, radius: f64| point(token.position.turn(), radius);
    let path: String = tokens.iter().map(|token| flight_path(seat, end(token, geometry.inner))).collect();
    let marks: String = tokens
        .iter()
        .map(|token| {
            crate::page::drawing::geometry::radial_line(token.position.turn(), geometry.inner, geometry.outer + 8.0)
        })
        .collect();
    html! {
        <g class="ties" aria-hidden="true">
            <path class="tie-under" d={path.clone()} />
            <path class="tie" d={path} stroke={paint(cluster.numbers[index]).fill} />
            <path class="tie-mark" d={marks} />
        </g>
    }
}
