//! The middle of the ring: the stages of the key's walk, worked out as on a blackboard, and what goes on among the nodes:
//! the count of acknowledgements, a join, a comparison, a delivery.
//!
//! Everything here is also said in words elsewhere on the page, so it is hidden from screen readers.

use crate::dynamo::message::RequestKind;
use crate::dynamo::partitioning::centre_of_zone;
use crate::dynamo::replication::WalkReason;
use crate::explain::key_journey::words::{
    counted, degrees, first_digits, grouped_hex, short_ordinal, shortened, thousands,
};
use crate::explain::key_journey::{KeyJourney, Scene, Stage};
use crate::explain::snapshot::{OperationState, OperationStatus};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::{Geometry, number, translate};
use crate::page::drawing::label_room::COUNT;
use crate::page::projection::cluster::Cluster;
use crate::page::projection::going_on::GoingOn;
use crate::page::state::{Model, Track};
use yew::prelude::*;

/// Most dots for acknowledgements.
const MOST_DOTS: usize = 8;

struct Middle<'a> {
    model: &'a Model,
    journey: &'a KeyJourney,
    cluster: &'a Cluster,
    geometry: &'a Geometry,
}

/// The middle of the ring; `empty` leaves it to what an edit moved, or to the mark of a message that died there.
pub fn centre(model: &Model, geometry: &Geometry, empty: bool) -> Html {
    let middle = Middle { model, journey: &model.journey, cluster: &model.world.cluster, geometry };
    let content = match (empty, model.playback.track) {
        (true, _) => html! { <g /> },
        (_, Track::Messages) => going_on(&middle),
        (_, Track::KeyWalk) => journey(&middle),
    };
    html! { <g class="centre" aria-hidden="true">{ content }</g> }
}

fn journey(middle: &Middle<'_>) -> Html {
    let Middle { model, journey, geometry, .. } = middle;
    let Some(shown) = model.journey_step.checked_sub(1).and_then(|index| journey.steps.get(index)) else {
        return lines(geometry, &[("centre-key", key_words(middle))]);
    };
    match shown.stage {
        Stage::Bytes => bytes(middle),
        Stage::Digest => digest(middle),
        Stage::Angle => angle(middle),
        Stage::Walk => walk(middle, shown.scene),
    }
}

fn key_words(middle: &Middle<'_>) -> String {
    shortened(&middle.journey.key, if middle.geometry.has_wide_middle() { 20 } else { 14 })
}

/// Lines of text, centred as a block.
fn lines(geometry: &Geometry, lines: &[(&'static str, String)]) -> Html {
    let height = |class: &str| match class {
        "centre-large" | "centre-large struck-text" => 42.0,
        "centre-key" | "centre-hex" => 32.0,
        _ => 24.0,
    };
    let total: f64 = lines.iter().map(|(class, _)| height(class)).sum();
    let mut y = -total / 2.0;
    let texts = lines.iter().enumerate().map(|(index, (class, words))| {
        y += height(class);
        let baseline = (y - height(class) * 0.28) * geometry.type_scale;
        let strike = class.ends_with("struck-text").then(|| {
            let (half, scale) = (10.0 + 9.0 * words.chars().count() as f64, geometry.type_scale);
            let (low, high) = (number(baseline + 3.0 * scale), number(baseline - 28.0 * scale));
            let half = number(half * scale);
            html! { <path class="strike" d={format!("M-{half} {low}L{half} {high}")} /> }
        });
        html! { <g key={index}><text class={*class} y={number(baseline)}>{ words }</text>{ strike }</g> }
    });
    html! { <g>{ for texts }</g> }
}

/// Each character above its bytes.
fn bytes(middle: &Middle<'_>) -> Html {
    let Middle { journey, geometry, .. } = middle;
    let scale = geometry.type_scale;
    let (column, row) = (31.0 * scale, 62.0 * scale);
    let columns = ((geometry.inner * 1.62 / column) as usize).clamp(4, 8);
    let cells: Vec<(String, u8)> = byte_cells(&journey.key).take(columns * 2).collect();
    let rows = cells.len().div_ceil(columns);
    let left_over = journey.key.len() - cells.len();
    let top = -(rows as f64) * row / 2.0 + 22.0 * scale;
    let in_last_row = cells.len() - (rows - 1) * columns;
    let drawn = cells.iter().enumerate().map(|(index, (character, byte))| {
        let (line, at) = (index / columns, index % columns);
        let in_row = if line + 1 == rows { in_last_row } else { columns };
        let x = (at as f64 - (in_row - 1) as f64 / 2.0) * column;
        let y = top + line as f64 * row;
        html! {
            <g key={index}>
                <text class="byte-character" x={number(x)} y={number(y)}>{ character }</text>
                <text class="byte-hex" x={number(x)} y={number(y + 22.0 * scale)}>{ format!("{byte:02x}") }</text>
            </g>
        }
    });
    let more = if left_over > 0 { format!("and {} more bytes", thousands(left_over)) } else { String::new() };
    html! {
        <g>
            <g>{ for drawn }</g>
            <text class="centre-note" y={number(top + (rows as f64 - 1.0) * row + 54.0 * scale)}>{ more }</text>
        </g>
    }
}

/// Every byte, with the character that begins at it.
fn byte_cells(key: &str) -> impl Iterator<Item = (String, u8)> + '_ {
    key.char_indices().flat_map(move |(start, character)| {
        let shown = match character {
            ' ' => "␣".to_owned(),
            character if character.is_control() => "�".to_owned(),
            character => character.to_string(),
        };
        let bytes = &key.as_bytes()[start..start + character.len_utf8()];
        bytes
            .iter()
            .enumerate()
            .map(move |(index, byte)| (if index == 0 { shown.clone() } else { String::new() }, *byte))
    })
}

/// The digest in groups of four digits.
fn digest(middle: &Middle<'_>) -> Html {
    let hex = grouped_hex(middle.journey.position);
    let groups: Vec<&str> = hex.split(' ').collect();
    let in_row = if middle.geometry.has_wide_middle() { 4 } else { 2 };
    let mut text: Vec<(&'static str, String)> =
        groups.chunks(in_row).map(|row| ("centre-hex", row.join(" "))).collect();
    text.push(("centre-note", "MD5, 128 bits".to_owned()));
    lines(middle.geometry, &text)
}

/// How the first digits give an angle.
fn angle(middle: &Middle<'_>) -> Html {
    let position = middle.journey.position;
    let digits = &position.to_string()[..4];
    let part = thousands(first_digits(position) as usize);
    lines(
        middle.geometry,
        &[
            ("centre-hex", format!("{digits}…")),
            ("centre-note", format!("{part} of 65,536")),
            ("centre-large", degrees(position)),
        ],
    )
}

fn walk(middle: &Middle<'_>, scene: Scene) -> Html {
    let cluster = middle.cluster;
    let name = |index: usize| shortened(&cluster.names[index], if middle.geometry.has_wide_middle() { 12 } else { 8 });
    let text = match scene {
        Scene::Taken { token, rank } => {
            vec![
                ("centre-large", name(token.owner.index())),
                ("centre-note", format!("takes it: {}", short_ordinal(rank))),
            ]
        }
        Scene::Struck { token, reason } => {
            let zone = cluster.ring.zones().and_then(|zones| zones.name_of(token.owner)).unwrap_or_default();
            let zone = shortened(zone, 12);
            let why = match reason {
                WalkReason::AlreadyChosen => "on the list already".to_owned(),
                WalkReason::ZoneChosen => format!("{zone} is on the list"),
                WalkReason::Enough => format!("{} has enough", centre_of_zone(&zone)),
            };
            vec![("centre-large struck-text", name(token.owner.index())), ("centre-note", why)]
        }
        Scene::StruckRow { tokens, .. } => {
            vec![
                ("centre-large struck-text", format!("{tokens} tokens")),
                ("centre-note", "on the list already".to_owned()),
            ]
        }
        Scene::Nobody => vec![("centre-large", "–".to_owned()), ("centre-note", "no node, no home".to_owned())],
        _ => {
            let replicas = &middle.journey.replicas;
            let tags: Vec<&str> = replicas.iter().take(5).map(|node| cluster.tags[node.index()].as_str()).collect();
            let more = if replicas.len() > 5 { " …" } else { "" };
            vec![("centre-large", format!("{}{more}", tags.join(" "))), ("centre-note", key_words(middle))]
        }
    };
    lines(middle.geometry, &text)
}

/// What goes on: the acknowledgements of a request, or what the nodes do of their own accord.
fn going_on(middle: &Middle<'_>) -> Html {
    let event = middle.model.headline();
    let state = &middle.model.world.frame.state;
    let short = |name: &str| shortened(name, if middle.geometry.inner > 160.0 { 12 } else { 8 });
    let pair = |one: &str, sign: &str, other: &str| format!("{} {sign} {}", tag(middle, one), tag(middle, other));
    let (large, note) = match GoingOn::new(state, event.as_deref(), &middle.journey.key) {
        GoingOn::Request(operation) => return acknowledgements(middle, operation),
        GoingOn::Joins { node, done } => (short(node), if done { "has joined" } else { "joins" }.to_owned()),
        GoingOn::Leaves { node, done } => (short(node), if done { "has left" } else { "leaves" }.to_owned()),
        GoingOn::Compares { one, other } => (pair(one, "⇄", other), "compare trees".to_owned()),
        GoingOn::Delivers { from, owner } => (pair(from, "→", owner), "delivers the hint".to_owned()),
        GoingOn::Nothing { copies } => {
            let stored = match copies {
                0 => "nothing stored yet".to_owned(),
                copies => format!("stored on {}", counted(copies, "node", "nodes")),
            };
            let words = [("centre-key", key_words(middle)), ("centre-note", stored)];
            return html! { <g>{ before_the_wall(middle) }{ lines(middle.geometry, &words) }</g> };
        }
    };
    let words = [("centre-large", large), ("centre-note", note)];
    html! { <g>{ before_the_wall(middle) }{ lines(middle.geometry, &words) }</g> }
}

/// The letters of a node; its name if it has left.
fn tag(middle: &Middle<'_>, name: &str) -> String {
    let index = middle.cluster.index_of(name);
    index.map_or_else(|| shortened(name, 4), |index| middle.cluster.tags[index].clone())
}

/// A background that covers the wall where it runs through the middle.
fn before_the_wall(middle: &Middle<'_>) -> Html {
    let walled = middle.model.world.frame.state.partition.is_some();
    let (half, top, bottom) = COUNT;
    let [x, y, width, height] =
        [-half, top, half * 2.0, bottom - top].map(|units| number(units * middle.geometry.type_scale));
    html! { <rect class={if walled { "count-ground" } else { "absent" }} {x} {y} {width} {height} rx="12" /> }
}

/// A dot for each acknowledgement that is needed, and one for each further one. A dot is filled when its answer
/// arrives, with the letter of the node that sent it.
fn acknowledgements(middle: &Middle<'_>, operation: &OperationState) -> Html {
    let words = counted_words(operation);
    let dots = operation.needed.max(operation.acks.len());
    if dots > MOST_DOTS {
        return lines(middle.geometry, &words);
    }
    let (scale, cluster) = (middle.geometry.type_scale, middle.cluster);
    let dot = |index: usize| {
        let x = (index as f64 - (dots - 1) as f64 / 2.0) * 27.0 * scale;
        let known = operation.acks.get(index).map(|name| cluster.index_of(name));
        let class = if index < operation.needed { "count-dot" } else { "count-dot beyond" };
        let (fill, ink, tag) = match known {
            None => ("none", "none", ""),
            Some(None) => ("var(--faint)", "var(--ink)", ""),
            Some(Some(node)) => {
                let paint = paint(cluster.numbers[node]);
                (paint.fill, paint.ink, cluster.tags[node].as_str())
            }
        };
        html! {
            <g key={index} class={class} transform={translate((x, 50.0 * scale))}>
                <circle r={number(if index < operation.needed { 11.0 } else { 9.0 } * scale)} {fill} />
                <text class={if tag.chars().count() > 2 { "mark-letter tiny" } else { "mark-letter" }} fill={ink}>{ tag.to_owned() }</text>
            </g>
        }
    };
    html! {
        <g>
            { before_the_wall(middle) }
            <g transform={translate((0.0, -14.0 * scale))}>{ lines(middle.geometry, &words) }</g>
            <g>{ for (0..dots).map(dot) }</g>
        </g>
    }
}

/// The count, what is counted, and how it stands, in separate lines, since a wide font leaves no room for two in one.
fn counted_words(operation: &OperationState) -> [(&'static str, String); 3] {
    let is_get = operation.kind == RequestKind::Get;
    let what = match (is_get, operation.needed) {
        (true, 1) => "answer read",
        (true, _) => "answers read",
        (false, 1) => "copy written",
        (false, _) => "copies written",
    };
    let letter = if is_get { "R" } else { "W" };
    let (have, needed) = (operation.acks.len(), operation.needed);
    let placement = match operation.status {
        OperationStatus::Ok => "done".to_owned(),
        OperationStatus::Failed => "failed".to_owned(),
        OperationStatus::Pending if have >= needed => {
            format!("{} {} enough", thousands(needed), if needed == 1 { "is" } else { "are" })
        }
        OperationStatus::Pending => format!("{letter} = {needed}"),
    };
    [
        ("centre-large", format!("{} of {needed}", have.min(needed))),
        ("centre-note", what.to_owned()),
        ("centre-note", placement),
    ]
}
