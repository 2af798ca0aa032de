//! The clients. They stand apart from the nodes, since they are not part of the ring.

use crate::explain::key_journey::words::shortened;
use crate::page::drawing::geometry::{Geometry, number, translate};
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::sides::Sides;
use crate::page::state::StageItem;
use yew::prelude::*;

pub fn clients(
    names: &[String],
    geometry: &Geometry,
    placement: &StagePlacement,
    sides: &Sides,
    chosen: usize,
) -> Html {
    let clients = names.iter().enumerate().filter_map(|(index, name)| {
        let at = *placement.clients.get(index)?;
        let side = sides.clients.get(index).copied().flatten().filter(|_| sides.is_split());
        let side = side.map(|side| format!(", on side {}", side + 1)).unwrap_or_default();
        let half = geometry.client_half();
        let room = ((half * 2.0 - 8.0) / (8.2 * geometry.type_scale)) as usize;
        let is_chosen = index == chosen;
        Some(html! {
            <g key={index} class="client-place" transform={translate(at)}>
                <g class={if is_chosen { "client client-chosen" } else { "client" }} role="button" tabindex="0"
                    aria-haspopup="menu" aria-pressed={is_chosen.to_string()}
                    aria-label={format!("Client {name}{side}")} data-thing={StageItem::Client(index).to_attribute()}>
                    <rect class="client-box" x={number(-half)} y="-15" width={number(half * 2.0)} height="30" rx="6" />
                </g>
                // Outside the button, so that a shortened name does not become the button's name.
                <text class="client-name" aria-hidden="true">{ shortened(name, room.max(4)) }</text>
            </g>
        })
    });
    html! { <g role="group" aria-label="Clients">{ for clients }</g> }
}
