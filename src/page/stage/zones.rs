//! The zones on the stage: a bracket behind the seats of each, with its name, which opens the zone's menu.

use crate::explain::key_journey::words::shortened;
use crate::page::drawing::bubble_room::Obstacle;
use crate::page::drawing::geometry::{Geometry, number};
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::drawing::zone_brackets::{Bracket, brackets};
use crate::page::projection::zones::{MOST_ZONES, Zone, up_in, zone_words, zones};
use crate::page::state::{Model, StageItem};
use yew::prelude::*;

/// Characters of a zone's name on the stage.
const LONGEST: usize = 12;

/// All zones; nothing where no node stands in one.
pub fn zones_on_stage(model: &Model, geometry: &Geometry, placement: &StagePlacement) -> Html {
    let (cluster, state) = (&model.world.cluster, &model.world.frame.state);
    let used = state.placement.is_some();
    let all = zones(cluster);
    if all.is_empty() {
        return html! { <g /> };
    }
    let drawn = all.iter().take(MOST_ZONES).enumerate().map(|(index, zone)| {
        let parts = parts(zone, geometry, placement);
        let down = up_in(state, zone) == 0;
        let class = classes!("zone", (!used).then_some("zone-unused"), down.then_some("zone-down"));
        let path: String = parts.iter().map(|part| part.path.as_str()).collect();
        let named = parts.iter().filter(|part| part.characters > 0);
        let names = named.enumerate().map(|(part, bracket)| {
            let (x, y) = bracket.name_at;
            let name = shortened(&zone.name, bracket.characters);
            let (half, high) = room(&name, geometry);
            let transform = (bracket.turned != 0.0)
                .then(|| format!("rotate({} {} {})", number(bracket.turned), number(x), number(y)));
            html! {
                <g key={part} {transform}>
                    <rect class="zone-reach" x={number(x - half)} y={number(y - high)} width={number(2.0 * half)} height={number(2.0 * high)} />
                    <text class="zone-name" x={number(x)} y={number(y)}>{ &name }</text>
                </g>
            }
        });
        html! {
            <g key={zone.name.clone()} {class} role="button" tabindex="0" aria-haspopup="menu"
                aria-label={zone_words(state, cluster, zone)} data-thing={StageItem::Zone(index).to_attribute()}>
                <path class="zone-reach" d={path.clone()} />
                <path class="zone-bracket" d={path} />
                { for names }
            </g>
        }
    });
    html! { <g class="zones" role="group" aria-label="Zones">{ for drawn }</g> }
}

/// What the names take of the stage.
pub fn obstacles(model: &Model, geometry: &Geometry, placement: &StagePlacement) -> Vec<Obstacle> {
    let all = zones(&model.world.cluster);
    let boxes = all.iter().take(MOST_ZONES).flat_map(|zone| {
        parts(zone, geometry, placement).into_iter().flat_map(|bracket| {
            let (half, high) = room(&shortened(&zone.name, bracket.characters), geometry);
            bracket.obstacles(half, high)
        })
    });
    boxes.collect()
}

/// Half the width and half the height of a name, with some room for a finger.
fn room(name: &str, geometry: &Geometry) -> (f64, f64) {
    let scale = geometry.type_scale;
    (4.7 * name.chars().count() as f64 * scale + 6.0, 12.0 * scale)
}

fn parts(zone: &Zone, geometry: &Geometry, placement: &StagePlacement) -> Vec<Bracket> {
    brackets(geometry, placement, &zone.nodes, zone.name.chars().count().min(LONGEST))
}
