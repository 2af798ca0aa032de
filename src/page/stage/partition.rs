//! A partition on the stage: the islands, the wall between them, and links that are held or cut.

use super::flights::LOST_AT;
use super::stage_positions::StagePositions;
use crate::explain::snapshot::State;
use crate::page::drawing::bubble_room::Obstacle;
use crate::page::drawing::geometry::{Geometry, Point, flight, flight_path, number, translate};
use crate::page::drawing::seat_room::SeatRoom;
use crate::page::drawing::stage_placement::{StagePlacement, wall_path};
use crate::page::projection::sides::Sides;
use crate::page::projection::stage_words::{cut_words, held_words, wall_words};
use crate::page::state::StageItem;
use yew::prelude::*;

/// Most islands that have names.
const MOST_NAMED: usize = 8;
/// Half the width and half the height of such a name, in units at a type scale of 1.
const NAME: (f64, f64) = (24.0, 9.0);

/// What the names of the islands take of the stage.
pub fn names<'a>(placement: &'a StagePlacement, geometry: &'a Geometry) -> impl Iterator<Item = Obstacle> + 'a {
    let (half, high) = (NAME.0 * geometry.type_scale, NAME.1 * geometry.type_scale);
    placement.islands.iter().filter(|_| placement.islands.len() <= MOST_NAMED).map(move |island| {
        let (x, y) = island.name_at(geometry);
        Obstacle::Area(x - half, y - high, x + half, y + high)
    })
}

/// The ground of each island, with its number.
pub fn islands(placement: &StagePlacement, geometry: &Geometry) -> Html {
    let width = number(placement.ground(geometry));
    let radius = number(geometry.seats);
    let grounds = placement.islands.iter().map(|island| {
        let (from, to) = island.shore(geometry);
        let large = u8::from(island.span() > 0.5);
        let end = |at: (f64, f64)| format!("{} {}", number(at.0), number(at.1));
        let path = format!("M{}A{radius} {radius} 0 {large} 1 {}", end(from), end((to.0 + 0.01, to.1)));
        let (x, y) = island.name_at(geometry);
        let named = placement.islands.len() <= MOST_NAMED && !is_on_words(placement, geometry, (x, y));
        let label = if named { format!("side {}", island.side + 1) } else { String::new() };
        html! {
            <g key={island.side}>
                <path class="island" d={path} stroke-width={width.clone()} />
                <text class="island-name" x={number(x)} y={number(y + 5.0)}>{ label }</text>
            </g>
        }
    });
    html! { <g class="islands" aria-hidden="true">{ for grounds }</g> }
}

/// Whether the name of a side would lie on the words of a seat, as it may on a narrow stage.
fn is_on_words(placement: &StagePlacement, geometry: &Geometry, (x, y): Point) -> bool {
    /// Half the width and half the height of such a name.
    const NAME: (f64, f64) = (18.0, 7.0);
    geometry.labels_below
        && (0..placement.seats.len())
            .filter_map(|index| {
                SeatRoom::new(geometry, placement, index).words_below(placement, index, geometry.type_scale)
            })
            .any(|words| [-1.0, 0.0, 1.0].iter().any(|part| words.touches((x + part * NAME.0, y), NAME.1)))
}

/// The walls. They act as one item, which the first one represents.
pub fn walls(placement: &StagePlacement, sides: &Sides, positions: &StagePositions<'_>) -> Html {
    if placement.walls.is_empty() {
        return html! { <g class="walls" /> };
    }
    let path: String = placement.walls.iter().map(|wall| wall_path(wall)).collect();
    html! {
        <g class="walls" role="button" tabindex="0" aria-haspopup="menu" aria-label={wall_words(sides, positions.cluster, positions.clients)}
            data-thing={StageItem::Wall.to_attribute()}>
            <path class="wall-reach" d={path.clone()} />
            <path class="wall-focus" d={path.clone()} />
            <path class="wall-edge" d={path.clone()} />
            <path class="wall-bricks" d={path} />
        </g>
    }
}

/// The held links, each with a bar across it.
pub fn held_links(state: &State, positions: &StagePositions<'_>) -> Html {
    let links = state.held.iter().enumerate().map(|(index, (from, to))| {
        let (start, end) = (positions.position_of(from), positions.position_of(to));
        let (at, before) = (flight(start, end, 0.46), flight(start, end, 0.42));
        let angle = (at.1 - before.1).atan2(at.0 - before.0).to_degrees();
        html! {
            <g key={index} class="held-link" role="button" tabindex="0" aria-haspopup="menu"
                aria-label={held_words(state, from, to)} data-thing={StageItem::Link(index).to_attribute()}>
                <path class="held-track" d={flight_path(start, end)} />
                <g transform={format!("{} rotate({})", translate(at), number(angle))}>
                    <circle class="flight-halo" r="15" />
                    <path class="held-bar" d="M-3 -12V12M4 -12V12" />
                </g>
            </g>
        }
    });
    html! { <g class="held-links" role="group" aria-label="Held links">{ for links }</g> }
}

/// The cut links, each with a cross and an arrow in its direction.
pub fn cut_links(state: &State, positions: &StagePositions<'_>) -> Html {
    let links = state.cuts.iter().enumerate().map(|(index, cut)| {
        let (start, end) = (positions.position_of(&cut.from), positions.position_of(&cut.to));
        let (at, before) = (flight(start, end, LOST_AT), flight(start, end, LOST_AT - 0.04));
        let angle = (at.1 - before.1).atan2(at.0 - before.0).to_degrees();
        html! {
            <g key={index} class="held-link" role="button" tabindex="0" aria-haspopup="menu"
                aria-label={cut_words(cut)} data-thing={StageItem::Cut(index).to_attribute()}>
                <path class="held-track" d={flight_path(start, end)} />
                <g transform={format!("{} rotate({})", translate(at), number(angle))}>
                    <circle class="flight-halo" r="15" />
                    <path class="cut-arrow" d={CUT_ARROW} />
                    <path class="cut-cross" d={CUT_CROSS} />
                </g>
            </g>
        }
    });
    html! { <g class="held-links" role="group" aria-label="Cut links">{ for links }</g> }
}

/// The pictures of a cut link, whose messages go to the right.
pub const CUT_ARROW: &str = "M-15 -5L-10 0L-15 5";
pub const CUT_CROSS: &str = "M-5 -7L7 7M-5 7L7 -7";
