//! Keys as `hash mod nodes` places them, drawn like the ring beside it: the same seats, and before each the keys that the
//! rule gives it. There is no ring, for the rule knows none. When the number of nodes changes, the keys go over.

use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, Point, number, point, translate};
use crate::page::projection::modulo_picture::{ModuloKey, ModuloNode, ModuloPicture};
use std::f64::consts::TAU;
use yew::prelude::*;

/// The circle of seats, compared with that of the ring: there is no band between, and the words need room.
const NEARER: f64 = 0.92;
/// The greatest radius of a key's dot, in units.
const LARGEST_DOT: f64 = 5.0;
/// The circle around the words in the middle, on a wide and on a narrow stage, and the room between a group and its seat.
const WORDS: f64 = 84.0;
const NARROW_WORDS: f64 = 58.0;
const FROM_SEAT: f64 = 4.0;
/// The angle between two dots of a group, in turns: the golden one, by which they are packed evenly.
const GOLDEN: f64 = 0.381_966;

/// The picture, with its rule in the middle.
pub fn modulo(picture: &ModuloPicture, geometry: &Geometry) -> Html {
    let groups = Groups::new(picture, geometry);
    let nodes = picture.nodes.iter().map(|node| seat(picture, node, geometry));
    html! {
        <svg class="stage modulo-stage" viewBox={geometry.view_box()} role="img" aria-label={label(picture)}>
            { super::definitions() }
            <g>{ for nodes }</g>
            <g>{ for groups.dots(picture) }</g>
            { middle(picture, geometry) }
        </svg>
    }
}

/// The rule and how many keys it moved, between the groups: in few long lines, or in more short ones where there is less
/// room.
fn middle(picture: &ModuloPicture, geometry: &Geometry) -> Html {
    let scale = geometry.type_scale;
    let (rule, note) = (picture.rule(), note(picture));
    let parted = |words: &str, at: &str| {
        words.split_once(at).map(|(one, other)| (one.to_owned(), format!("{}{other}", at.trim_start())))
    };
    let lines: Vec<(&'static str, f64, String)> = match (geometry.labels_below, parted(&rule, " mod ")) {
        (true, Some((hash, modulo))) => {
            let note = parted(&note, " moved").map_or_else(|| vec![note.clone()], |(keys, moved)| vec![keys, moved]);
            let rule = [("centre-key", -26.0, hash), ("centre-key", -2.0, modulo)];
            let note = note.into_iter().zip([20.0, 40.0]).map(|(words, y)| ("centre-note", y, words));
            rule.into_iter().chain(note).collect()
        }
        _ => vec![("centre-key", -4.0, rule), ("centre-note", 22.0, note)],
    };
    let texts = lines.into_iter().enumerate().map(|(index, (class, y, words))| {
        html! { <text key={index} {class} y={number(y * scale)}>{ words }</text> }
    });
    html! { <g class="centre">{ for texts }</g> }
}

fn note(picture: &ModuloPicture) -> String {
    match picture.has_changed() {
        true => format!("{} of {} moved", picture.moved(), picture.keys.len()),
        false => crate::explain::key_journey::words::counted(picture.keys.len(), "key", "keys"),
    }
}

/// The picture in words: the rule, and what each node has.
fn label(picture: &ModuloPicture) -> String {
    let node = |node: &ModuloNode| {
        let (keys, fresh) = picture.counts(node.number);
        match picture.has_changed() {
            true => format!("{}: {keys}, {fresh} of them new", node.tag),
            false => format!("{}: {keys}", node.tag),
        }
    };
    let nodes: Vec<String> = picture.nodes.iter().map(node).collect();
    format!("{} {}.", picture.words(), nodes.join("; "))
}

fn seat(picture: &ModuloPicture, node: &ModuloNode, geometry: &Geometry) -> Html {
    let paint = paint(node.number);
    let radius = geometry.seat_radius(picture.nodes.len());
    let (keys, fresh) = picture.counts(node.number);
    let words = if picture.has_changed() { format!("{keys}, {fresh} new") } else { keys.to_string() };
    let (x, y) = point(node.turn, geometry.seats * NEARER);
    let scale = geometry.type_scale;
    let (away, anchor, down) = match (geometry.labels_below, x > -1.0) {
        (false, true) => (radius + 6.0, "start", 5.0),
        (false, false) => (-radius - 6.0, "end", 5.0),
        // On a narrow stage there is room above and below alone.
        (true, _) => (0.0, "middle", if y < 0.0 { -radius - 5.0 } else { radius + 15.0 * scale }),
    };
    html! {
        <g key={node.number} transform={translate((x, y))}>
            <circle class="seat-disc" r={number(radius)} fill={paint.fill} />
            <circle r={number(radius)} fill={paint.hatch.unwrap_or("none")} />
            <text class="seat-letter" fill={paint.ink}>{ node.tag.clone() }</text>
            <text class="seat-words" x={number(away)} y={number(down)} text-anchor={anchor}>{ words }</text>
        </g>
    }
}

/// Where the keys of each node stand.
struct Groups {
    dot: f64,
    /// Distance of the groups' middles from that of the picture.
    away: f64,
}

impl Groups {
    fn new(picture: &ModuloPicture, geometry: &Geometry) -> Self {
        let most = picture.nodes.iter().map(|node| picture.counts(node.number).0).max().unwrap_or(1).max(1);
        // A group must have room between its neighbours, and between its seat and the words in the middle.
        let words = if geometry.labels_below { NARROW_WORDS } else { WORDS * geometry.type_scale };
        let seat = geometry.seats * NEARER - geometry.seat_radius(picture.nodes.len()) - FROM_SEAT;
        let away = (words + seat) / 2.0;
        let half = (away * TAU / picture.nodes.len().max(1) as f64 / 2.0).min((seat - words) / 2.0);
        let dot = half / ((most as f64).sqrt() * 1.95 + 1.0);
        Self { dot: dot.min(LARGEST_DOT * geometry.dot_scale()), away }
    }

    /// The dots in the order of the keys: an element is the same key before and after, and its way is animated.
    fn dots(&self, picture: &ModuloPicture) -> Vec<Html> {
        let mut placed = vec![0_usize; picture.nodes.len()];
        let mut dots = Vec::with_capacity(picture.keys.len());
        for key in &picture.keys {
            let Some(index) = picture.nodes.iter().position(|node| node.number == key.to) else { continue };
            dots.push(self.dot(key, self.place(picture.nodes[index].turn, placed[index])));
            placed[index] += 1;
        }
        dots
    }

    /// The place of the so-manieth key of a group.
    fn place(&self, turn: f64, index: usize) -> Point {
        let (x, y) = point(turn, self.away);
        let (dx, dy) = point(index as f64 * GOLDEN, self.dot * 1.95 * (index as f64 + 0.5).sqrt());
        (x + dx, y + dy)
    }

    fn dot(&self, key: &ModuloKey, (x, y): Point) -> Html {
        let class = if key.moved() { "modulo-key moved" } else { "modulo-key" };
        html! {
            <circle key={key.name.clone()} {class} cx={number(x)} cy={number(y)} r={number(self.dot * 0.8)} fill={paint(key.to).fill} />
        }
    }
}
