//! Faults of a disk: a key that it loses, and an earlier state that is brought back.

use super::node_rows::matching_nodes;
use crate::explain::key_journey::words::{quoted, shortened};
use crate::page::state::{Action, DraftAction, Model, NodeOperation};
use crate::page::widgets::controls::{PanelContext, command_button, typed_field};
use crate::page::widgets::node_disc::node_disc;
use yew::prelude::*;

/// Each node with a button that loses the key, and one that restores its disk.
pub fn disks(model: &Model, context: &PanelContext) -> Html {
    let cluster = &model.world.cluster;
    let (key, step) = (shortened(&quoted(&model.journey.key), 20), model.earlier_step());
    let rows = matching_nodes(model).map(|index| {
        let name = &cluster.names[index];
        let command = |operation: NodeOperation| operation.command(model, index);
        html! {
            <li key={cluster.numbers[index]} class="act-row">
                { node_disc(cluster.numbers[index], &cluster.tags[index], false) }
                { command_button("Lose", format!("Lose {key} from the disk of {name}"), command(NodeOperation::LoseKey), context) }
                { command_button("Restore", format!("Restore the disk of {name} to step {step}"), command(NodeOperation::RestoreDisk), context) }
            </li>
        }
    });
    let action = |typed| Action::Draft(DraftAction::EarlierStep(typed));
    html! {
        <div>
            <p class="quiet">{ format!("Lose: {key} alone. Restore: all data as after a step; merging and Merkle trees bring back what others have. Section 4.7") }</p>
            <label>{ "Step" }{ typed_field("The step to restore disks to", model.drafts.earlier_step.clone(), &context.dispatch, action) }</label>
            <ul class="rows" aria-label="Disks">{ for rows }</ul>
        </div>
    }
}
