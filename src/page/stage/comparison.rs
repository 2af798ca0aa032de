//! Two nodes that compare their Merkle trees, connected by a double line; the result stands with the trees. Section 4.7.

use super::stage_positions::StagePositions;
use crate::explain::trace::{Fact, MessageKind};
use crate::page::drawing::geometry::{Point, number};
use crate::page::state::Frame;
use yew::prelude::*;

/// The comparison at this step, if there is one.
pub fn comparison(frame: &Frame, positions: &StagePositions<'_>) -> Html {
    let facts = frame.event.iter().flat_map(|event| &event.facts);
    let found = facts.filter_map(compared).next_back();
    let flying = || {
        let message = frame
            .state
            .messages
            .iter()
            .find(|message| matches!(message.kind, MessageKind::Trees | MessageKind::Sync))?;
        Some((message.from.as_str(), message.to.as_str()))
    };
    let Some((one, other)) = found.or_else(flying) else { return html! { <g class="comparison" /> } };
    let (from, to) = (positions.position_of(one), positions.position_of(other));
    let path = double_line(from, to);
    html! {
        <g class="comparison" aria-hidden="true">
            <path class="comparison-under" d={path.clone()} />
            <path class="comparison-line" d={path} />
        </g>
    }
}

fn compared(fact: &Fact) -> Option<(&str, &str)> {
    match fact {
        Fact::RootsSent { node, to, .. } => Some((node, to)),
        Fact::TreesCompared { node, with, .. } | Fact::KeysCompared { node, with, .. } => Some((node, with)),
        _ => None,
    }
}

/// Two parallel lines.
fn double_line(from: Point, to: Point) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (u, v) = (-dy / length * 3.5, dx / length * 3.5);
    let line = |side: f64| {
        let [a, b, c, d] = [from.0 + u * side, from.1 + v * side, to.0 + u * side, to.1 + v * side].map(number);
        format!("M{a} {b}L{c} {d}")
    };
    line(1.0) + &line(-1.0)
}
