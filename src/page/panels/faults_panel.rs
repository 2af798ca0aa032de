//! Faults that can be injected, each next to its repair.

use super::disk_faults::disks;
use super::link_faults::{links, messages, trees};
use super::node_rows::{find_field, matching_nodes};
use super::wall_field::wall_field;
use super::zone_faults::zone_faults;
use crate::explain::snapshot::NodeStatus;
use crate::page::state::{EditedField, Field, Model, NodeOperation};
use crate::page::widgets::controls::{PanelContext, command_button, edit_field, fold};
use crate::page::widgets::node_disc::node_disc;
use yew::prelude::*;

pub fn faults_panel(model: &Model, context: &PanelContext) -> Html {
    let refusal = model.refusal(Field::Faults).map(str::to_owned).unwrap_or_default();
    let rows = matching_nodes(model)
        .map(|index| html! { <li key={model.world.cluster.numbers[index]}>{ row(model, index, context) }</li> });
    html! {
        <div class="faults">
            <p class="refused" role="alert">{ refusal }</p>
            { find_field(model, &context.dispatch) }
            <ul class="rows" aria-label="Nodes that can fail">{ for rows }</ul>
            { wall_field(model, context) }
            if model.world.cluster.zones.iter().any(Option::is_some) {
                { fold("Crash or cut off a zone", zone_faults(model, context)) }
            }
            { fold("Hold or cut a link", links(model, context)) }
            { fold("Drop a message", messages(model, context)) }
            { fold("Skew a clock", clocks(model, context)) }
            { fold("Lose or restore a disk", disks(model, context)) }
            { fold("Compare 2 Merkle trees", trees(model, context)) }
        </div>
    }
}

/// A node with crash, wipe and pause; what undoes one of them stands in its place.
fn row(model: &Model, index: usize, context: &PanelContext) -> Html {
    let cluster = &model.world.cluster;
    let name = cluster.names[index].clone();
    let status = model.world.frame.state.nodes.get(index).map(|node| node.status);
    let is_down = status == Some(NodeStatus::Crashed);
    let is_paused = model.world.frame.state.nodes.get(index).is_some_and(|node| node.paused);
    let button = |operation: NodeOperation, words: &'static str, label: String| {
        command_button(words, label, operation.command(model, index), context)
    };
    html! {
        <div class="fault-row">
            { node_disc(cluster.numbers[index], &cluster.tags[index], is_down) }
            <span class="node-name" title={name.clone()}>
                <bdi class={if name == cluster.tags[index] { "for-readers" } else { "" }}>{ &name }{ " " }</bdi>
                <span class="quiet">{ if is_paused { Some("paused") } else { status.map(NodeStatus::word) } }</span>
            </span>
            { match is_down {
                true => button(NodeOperation::Restart, "Restart", format!("Restart {name}")),
                false => button(NodeOperation::Crash, "Crash", format!("Crash {name}, its disk stays")),
            } }
            { button(NodeOperation::Wipe, "Wipe", format!("Wipe {name}: it crashes and loses its disk")) }
            { match is_paused {
                true => button(NodeOperation::Resume, "Resume", format!("Resume {name}")),
                false => button(NodeOperation::Pause, "Pause", format!("Pause {name}: it does nothing until it is resumed")),
            } }
        </div>
    }
}

/// The skew of each node's clock.
fn clocks(model: &Model, context: &PanelContext) -> Html {
    let cluster = &model.world.cluster;
    let fields = matching_nodes(model).map(|index| {
        let name = &cluster.names[index];
        let ahead = model.world.frame.state.nodes.get(index).map_or(0.0, |node| node.clock_skew);
        html! {
            <li key={cluster.numbers[index]}>
                { node_disc(cluster.numbers[index], &cluster.tags[index], false) }
                { edit_field(model, ahead.to_string(), format!("Clock of {name}, milliseconds ahead"), EditedField::Skew(index), &context.dispatch) }
            </li>
        }
    });
    html! {
        <div>
            <p class="quiet">{ "Milliseconds ahead of the true time; 0 sets it right. Last write wins believes them. Section 4.4" }</p>
            <ul class="tiles" aria-label="Clocks">{ for fields }</ul>
        </div>
    }
}
