//! What lies under and over the ring: partitions, moving ranges, messages, and menus.

use super::Staging;
use super::changing_ranges::changing_ranges;
use super::comparison::comparison;
use super::dropped_messages::{dropped_message, dropped_message_of};
use super::flights::Flights;
use super::key_moves::key_moves;
use super::key_pin::room_of_name;
use super::menu::StageMenu;
use super::moved_arcs::{last_moved_arcs, moved_arcs};
use super::partition::{cut_links, held_links, islands, walls};
use super::trees::trees;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::projection::shared::Shared;
use crate::page::state::Model;
use yew::prelude::*;

/// The islands of a partition, under the ring.
pub fn ground(staging: &Staging<'_>) -> Html {
    islands(staging.placement, &staging.geometry)
}

/// Ranges on their way to another node, moved arcs, and the walls.
pub fn on_the_ring(staging: &Staging<'_>) -> Html {
    let Staging { model, geometry, placement, sides, .. } = staging;
    html! {
        <>
            { changing_ranges(&model.world, *geometry) }
            { moved_arcs(model.shown_change().as_deref(), geometry) }
            { last_moved_arcs(model.shown_move().as_ref(), has_arrows(model), geometry) }
            { walls(placement, sides, &staging.positions()) }
        </>
    }
}

/// Whether arrows show keys on their way to another owner.
fn has_arrows(model: &Model) -> bool {
    model.world.key_dots().iter().any(|dot| dot.from.is_some())
}

/// Messages, held links, the comparison of two trees, and the mark of a dropped message.
pub fn flying(staging: &Staging<'_>) -> Html {
    let Staging { model, geometry, placement, clock, .. } = staging;
    let (world, positions) = (&model.world, staging.positions());
    html! {
        <>
            { key_moves(model, geometry, &positions) }
            { comparison(&world.frame, &positions) }
            { trees(model, geometry) }
            { held_links(&world.frame.state, &positions) }
            { cut_links(&world.frame.state, &positions) }
            <Flights frame={world.frame.clone()} cluster={world.cluster.clone()} clients={world.clients.clone()}
                placement={(*placement).clone()} clock={(*clock).clone()} still={model.window.still} geometry={*geometry}
                key_name={room_of_name(&model.journey, geometry)} />
            { dropped_message(dropped_message_of(model, &positions).as_ref()) }
        </>
    }
}

/// Whether the middle of the ring is taken: by two trees that are compared, by what a change of the ring
/// moved, or by the mark of a message that died there.
pub fn takes_the_middle(staging: &Staging<'_>) -> bool {
    staging.model.shown_exchange().is_some() || staging.model.counted_move().is_some() || a_message_died_there(staging)
}

fn a_message_died_there(staging: &Staging<'_>) -> bool {
    dropped_message_of(staging.model, &staging.positions())
        .is_some_and(|dropped_message| dropped_message.is_in_the_middle(&staging.geometry))
}

/// The menu of an item on the stage.
pub fn menu(model: &Shared<Model>, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    html! { <StageMenu model={model.clone()} clock={clock.clone()} dispatch={dispatch.clone()} /> }
}
