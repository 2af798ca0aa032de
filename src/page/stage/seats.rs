//! The nodes on their seats around the ring: letter, name, share, state, and what each stores of the key.
//!
//! Seats can be acted on; the stage handles their pointer and keyboard input.

use super::pictures::Addressee;
use super::seat_marks::{badge, marks, parcels, parcels_at};
use crate::explain::key_journey::words::{percent, shortened};
use crate::page::drawing::bubble_room::Obstacle;
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, Point, SeatSize, number, translate};
use crate::page::drawing::seat_room::SeatRoom;
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::cluster::Cluster;
use crate::page::projection::seat_state::SeatState;
use crate::page::projection::shared::Shared;
use crate::page::projection::versions::versions_in_short;
use crate::page::state::{Model, StageItem};
use std::rc::Rc;
use yew::prelude::*;

/// Characters and lines of words for which room is kept at each seat.
const FEWEST_CHARACTERS: usize = 9;
const FEWEST_LINES: usize = 2;
/// The width of a bold character as a part of its size, and the part of a disc's diameter that letters may fill.
const BOLD: f64 = 0.66;
const ACROSS: f64 = 0.86;
/// How far a finger may miss a disc on a phone, in units.
const REACH: f64 = 28.0;

/// All that a seat shows; it is redrawn when any of this changes.
#[derive(PartialEq)]
struct Seat {
    state: SeatState,
    at: Point,
    radius: f64,
    size: SeatSize,
    geometry: Geometry,
    room: SeatRoom,
    number: usize,
    name: String,
    tag: String,
    share: f64,
    tokens: usize,
    /// The rank on the preference list as far as the walk has come, from 1.
    rank: Option<usize>,
    active: bool,
    pinned: bool,
    /// The cluster, if the seat mentions other nodes' letters.
    others: Option<Shared<Cluster>>,
}

/// All seats; `active` are the nodes that the step is about.
pub fn seats(model: &Model, geometry: &Geometry, placement: &Shared<StagePlacement>, active: &[usize]) -> Html {
    let cluster = &model.world.cluster;
    let drawn = of_model(model, geometry, placement, active).map(|seat| {
        let (seat, cluster) = (Rc::new(seat), cluster.clone());
        let key = seat.number;
        html! { <SeatPicture {key} {seat} {cluster} /> }
    });
    html! { <g class="seats" role="group" aria-label="Nodes">{ for drawn }</g> }
}

/// What the seats take of the stage: their discs, words and parcels. Room is kept for a few words where there are none, so
/// that what stands around them does not move with each step.
pub fn obstacles(model: &Model, geometry: &Geometry, placement: &Shared<StagePlacement>) -> Vec<Obstacle> {
    let taken = of_model(model, geometry, placement, &[]).flat_map(|seat| {
        let words = lines(&seat, &model.world.cluster);
        let longest = words.iter().map(|(_, words)| words.chars().count()).max().unwrap_or_default();
        let (characters, lines) = (longest.max(FEWEST_CHARACTERS), words.len().max(FEWEST_LINES));
        let mut taken = seat.room.obstacles(geometry, placement, seat.state.node_index, characters, lines);
        taken.extend(parcels_at(&seat.state, seat.at, seat.radius, seat.size, geometry.labels_below));
        taken
    });
    taken.collect()
}

fn of_model<'a>(
    model: &'a Model,
    geometry: &'a Geometry,
    placement: &'a Shared<StagePlacement>,
    active: &'a [usize],
) -> impl Iterator<Item = Seat> + 'a {
    let cluster = &model.world.cluster;
    let listed = model.listed();
    SeatState::all(&model.world.frame.state, &model.journey.key).into_iter().map(move |state| {
        let node_index = state.node_index;
        let speaks_of_others = !(state.suspected_by.is_empty() && state.hints.is_empty());
        Seat {
            at: placement.seats[node_index],
            radius: placement.radius,
            size: SeatSize::for_nodes(cluster.len()),
            geometry: *geometry,
            room: SeatRoom::new(geometry, placement, node_index),
            number: cluster.numbers[node_index],
            name: cluster.names[node_index].clone(),
            tag: cluster.tags[node_index].clone(),
            share: cluster.shares[node_index],
            tokens: cluster.tokens_of(node_index),
            rank: listed.iter().position(|node| *node == node_index).map(|rank| rank + 1),
            active: active.contains(&node_index),
            pinned: model.selection.pinned == Some(node_index),
            others: speaks_of_others.then(|| cluster.clone()),
            state,
        }
    })
}

#[derive(Properties)]
struct SeatPictureProps {
    seat: Rc<Seat>,
    cluster: Shared<Cluster>,
}

impl PartialEq for SeatPictureProps {
    /// Whether the seat looks the same: of the cluster it shows only what [`Seat`] holds.
    fn eq(&self, other: &Self) -> bool {
        self.seat == other.seat
    }
}

#[component]
fn SeatPicture(props: &SeatPictureProps) -> Html {
    let SeatPictureProps { seat, cluster } = props;
    let Seat { state, at, radius, size, geometry, rank, .. } = &**seat;
    let (radius, size) = (*radius, *size);
    let class = classes!(
        "seat",
        seat.active.then_some("seat-active"),
        rank.map(|_| "seat-listed"),
        format!("seat-{}", state.status.as_str()),
        (!state.suspected_by.is_empty()).then_some("seat-suspected")
    );
    let owner = |name: &str| {
        let node_index = cluster.index_of(name)?;
        Some(Addressee { number: cluster.numbers[node_index], tag: cluster.tags[node_index].clone().into() })
    };
    html! {
        <g {class} transform={translate(*at)} data-thing={StageItem::Node(state.node_index).to_attribute()}>
            <g class="seat-button" role="button" tabindex="0" aria-haspopup="menu"
                aria-pressed={seat.pinned.to_string()} aria-label={state.words(cluster, *rank)}>
                { reach(seat) }
                <circle class="seat-halo" r={number(radius + 5.0)} />
                { disc(seat) }
            </g>
            { if size == SeatSize::Words { words(seat, cluster) } else { html! { <g /> } } }
            { if size >= SeatSize::Letter { marks(state, radius, geometry) } else { html! { <g /> } } }
            { parcels(state, owner, *at, radius, size, geometry.labels_below) }
            { badge(rank.filter(|_| size >= SeatSize::Letter), radius, geometry) }
        </g>
    }
}

/// What a finger finds of a seat on a phone, where its disc is small.
fn reach(seat: &Seat) -> Html {
    match seat.geometry.labels_below && seat.size == SeatSize::Words {
        true => html! { <circle class="seat-reach" r={number(REACH)} /> },
        false => html! { <g /> },
    }
}

/// Makes a letter smaller whose tag would run out of its disc.
fn fitted(seat: &Seat, small: bool) -> Option<String> {
    let size = if small { 13.0 } else { 18.0 } * seat.geometry.type_scale;
    let wide = seat.tag.chars().count() as f64 * size * BOLD;
    let scale = seat.radius * 2.0 * ACROSS / wide;
    (scale < 1.0).then(|| format!("scale({})", number(scale)))
}

fn disc(seat: &Seat) -> Html {
    let Seat { state, tag, .. } = seat;
    let (radius, size, paint) = (seat.radius, seat.size, paint(seat.number));
    let small = radius < 13.0 || tag.chars().count() > 1;
    let (fill, hatch, ink) = match state.is_down() {
        true => ("var(--faint)", "none", "var(--quiet)"),
        false => (paint.fill, paint.hatch.unwrap_or("none"), paint.ink),
    };
    let cross = number(radius * 0.86);
    let strike = if state.is_down() { format!("M-{cross} {cross}L{cross} -{cross}") } else { String::new() };
    html! {
        <g aria-hidden="true">
            <circle class="seat-disc" r={number(radius)} {fill} />
            <circle r={number(radius)} fill={hatch} />
            if size >= SeatSize::Letter {
                <text class={if small { "seat-letter small" } else { "seat-letter" }} fill={ink} transform={fitted(seat, small)}>{ tag }</text>
            }
            <path class="strike" d={strike} />
        </g>
    }
}

/// Beside the disc, on the side away from the ring: name or share, state, stored value, and notes.
fn words(seat: &Seat, cluster: &Cluster) -> Html {
    let Seat { geometry, at, radius, .. } = seat;
    let (at, radius, lines) = (*at, *radius, lines(seat, cluster));
    // The words begin beyond the marks, which extend past the disc.
    let mark = 9.0 * geometry.type_scale.sqrt();
    let after = (geometry.mark_at(radius, mark) + mark + 3.0).max(radius + mark);
    let (x, anchor) = match (geometry.labels_below, at.0 < -20.0) {
        (true, _) => (seat.room.aside, "middle"),
        (false, true) => (-after, "end"),
        (false, false) => (after, "start"),
    };
    let line = 17.0 * geometry.type_scale;
    let last = lines.len().saturating_sub(1) as f64;
    let first = match (geometry.labels_below, at.1 < 0.0) {
        (true, true) => -after - 3.0 - last * line,
        (true, false) => radius + 18.0,
        (false, _) => 5.0 - last * line / 2.0,
    };
    let texts = lines.into_iter().enumerate().map(|(node_index, (class, words))| {
        html! { <text key={node_index} {class} x={number(x)} y={number(first + line * node_index as f64)}>{ words }</text> }
    });
    html! { <g aria-hidden="true" text-anchor={anchor}>{ for texts }</g> }
}

fn lines(seat: &Seat, cluster: &Cluster) -> Vec<(&'static str, String)> {
    let Seat { state, geometry, room, name, .. } = seat;
    let (room, status) = (room.characters, state.status_word());
    let first = match (*name == seat.tag, status.is_empty()) {
        (true, true) => percent(seat.share),
        (true, false) => status.to_owned(),
        (false, true) => shortened(name, room),
        (false, false) => match room.saturating_sub(status.len() + 2) {
            // A name cut to a few letters identifies nobody; the disc does.
            0..=6 => status.to_owned(),
            left => format!("{}, {status}", shortened(name, left)),
        },
    };
    let mut lines = vec![("seat-words", first)];
    let stored = versions_in_short(&state.stored, room);
    if !stored.is_empty() {
        lines.push(("seat-stored", stored));
    }
    let most = if geometry.labels_below { 2 } else { 4 };
    // Notes are set in smaller type.
    let room = room * 8 / 7;
    let notes = state.notes(cluster).into_iter().filter_map(|(long, short)| note_within(room, long, short));
    lines.extend(notes.take(most - lines.len()).map(|words| ("seat-note", words)));
    lines
}

/// A note in full, in short, or without the names before its colon: whole words, or none. What is left out is marked at
/// the disc, and said when it is pointed at.
fn note_within(room: usize, long: String, short: String) -> Option<String> {
    let shortest = short.split_once(": ").map(|(_, what)| what.to_owned());
    [Some(long), Some(short), shortest].into_iter().flatten().find(|words| words.chars().count() <= room)
}

#[cfg(test)]
mod tests {
    use super::note_within;

    #[test]
    fn a_note_is_whole_or_not_there() {
        let note = |room| note_within(room, "A, D think it is down".to_owned(), "A, D: down?".to_owned());
        assert_eq!(note(21).unwrap(), "A, D think it is down");
        assert_eq!(note(20).unwrap(), "A, D: down?");
        assert_eq!(note(10).unwrap(), "down?");
        assert_eq!(note(4), None);
    }
}
