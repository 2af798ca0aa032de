//! Faults of whole zones, where nodes stand in some.

use crate::explain::key_journey::words::{counted, shortened};
use crate::page::projection::zones::{MOST_ZONES, Zone, up_in, zones};
use crate::page::state::{Model, ZoneFault, ZoneOperation};
use crate::page::widgets::controls::{PanelContext, command_button};
use yew::prelude::*;

/// Each zone that the stage shows, with what can be done to all of its nodes at once.
pub fn zone_faults(model: &Model, context: &PanelContext) -> Html {
    let rows = zones(&model.world.cluster).into_iter().take(MOST_ZONES).enumerate().map(|(index, zone)| {
        html! { <li key={zone.name.clone()}>{ row(model, index, &zone, context) }</li> }
    });
    html! { <ul class="rows" aria-label="Zones that can fail">{ for rows }</ul> }
}

fn row(model: &Model, index: usize, zone: &Zone, context: &PanelContext) -> Html {
    let up = up_in(&model.world.frame.state, zone);
    let button = |fault: ZoneFault, words: &'static str| {
        let operation = ZoneOperation { fault, zone: index, whole_centre: false };
        let gone = || "It is gone".to_owned();
        let possible = operation.check(model).and_then(|()| operation.command(model).ok_or_else(gone));
        command_button(words, operation.label(model), possible, context)
    };
    let nodes = match up == zone.nodes.len() {
        true => counted(up, "node", "nodes"),
        false => format!("{up} of {} up", zone.nodes.len()),
    };
    html! {
        <div class="act-row">
            <span title={zone.name.clone()}><bdi>{ shortened(&zone.name, 16) }</bdi>{ " " }<span class="quiet">{ nodes }</span></span>
            { match up {
                0 => button(ZoneFault::Restart, "Restart"),
                _ => button(ZoneFault::Crash, "Crash"),
            } }
            { button(ZoneFault::CutOff, "Cut off") }
        </div>
    }
}
