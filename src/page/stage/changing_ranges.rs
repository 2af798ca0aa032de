//! Ranges that change hands while nodes join or leave: hatched, and edged in the colour of the node that receives them.
//! Section 4.9.

use super::moved_arcs::{arc_outlines, arc_rims};
use crate::dynamo::partitioning::{MovedArc, NodeId, NodeTokens, Position, Ring, Strategy, moved_arcs};
use crate::explain::snapshot::{NodeStatus, State};
use crate::page::drawing::geometry::Geometry;
use crate::page::projection::cluster::Cluster;
use crate::page::projection::shared::Shared;
use crate::page::state::World;
use std::sync::Arc;
use yew::prelude::*;

/// A node that is joining or leaving, with its tokens.
#[derive(Clone, PartialEq, Debug)]
struct Changing {
    node_index: usize,
    joins: bool,
    tokens: Arc<[Position]>,
}

#[derive(Properties, PartialEq)]
struct ChangingRangesProps {
    /// The cluster; its ring includes neither joining nor leaving nodes.
    cluster: Shared<Cluster>,
    /// The joining and leaving nodes.
    changing: Vec<Changing>,
    /// The number Q of equal partitions, if positions are rounded up to their ends.
    partitions: Option<usize>,
    geometry: Geometry,
}

/// The changing ranges at the present step.
pub fn changing_ranges(world: &World, geometry: Geometry) -> Html {
    let scenario = &world.beginning.scenario;
    let partitions = (scenario.strategy == Strategy::RandomTokensEqualPartitions).then_some(scenario.partitions);
    let changing = match scenario.strategy {
        // Under this strategy, partitions are dealt only once the node is on the ring.
        Strategy::EqualPartitions => Vec::new(),
        _ => changing(&world.frame.state),
    };
    html! { <ChangingRanges cluster={world.cluster.clone()} {changing} {partitions} {geometry} /> }
}

fn changing(state: &State) -> Vec<Changing> {
    let nodes = state.nodes.iter().enumerate().filter(|(_, node)| node.status.is_changing());
    nodes
        .map(|(node_index, node)| Changing {
            node_index,
            joins: node.status == NodeStatus::Joining,
            tokens: node.tokens.clone(),
        })
        .collect()
}

#[component]
fn ChangingRanges(props: &ChangingRangesProps) -> Html {
    let ChangingRangesProps { cluster, changing, geometry, .. } = props;
    if changing.is_empty() {
        return html! { <g class="moved" /> };
    }
    let (before, after) = (ring_with(props, false), ring_with(props, true));
    let arcs: Vec<MovedArc> = moved_arcs(&before, &after);
    let number = |node: NodeId| cluster.numbers.get(node.index()).copied().unwrap_or_default();
    html! {
        <g class="moved" aria-hidden="true">
            { arc_outlines(&arcs, geometry) }
            { arc_rims(&arcs, geometry, number) }
        </g>
    }
}

/// The ring before the leaving nodes left, or after the joining nodes have joined.
fn ring_with(props: &ChangingRangesProps, joined: bool) -> Ring {
    let ChangingRangesProps { cluster, changing, partitions, .. } = props;
    let mut positions: Vec<Vec<Position>> = vec![Vec::new(); cluster.len()];
    for token in cluster.ring.tokens() {
        positions[token.owner.index()].push(token.position);
    }
    for node in changing.iter().filter(|node| node.joins == joined) {
        positions[node.node_index] = node.tokens.to_vec();
    }
    let nodes = positions.into_iter().enumerate();
    let nodes = nodes.map(|(node_index, positions)| NodeTokens { node: NodeId(node_index as u16), positions });
    let ring = Ring::new(nodes).unwrap_or_default();
    match partitions {
        Some(partitions) => ring.placing_partitions(*partitions),
        None => ring,
    }
}
