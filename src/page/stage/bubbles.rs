//! What each client says beside its box once its request has ended, until it asks again.

use super::partition;
use crate::page::drawing::bubble_room::{BubbleRoom, LINE, Obstacle, PADDING, Side, broken, of_walls};
use crate::page::drawing::geometry::{Geometry, number};
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::client_words::ClientWords;
use crate::page::state::{Model, StageItem};
use yew::prelude::*;

/// The bubbles of all clients, around what is on the stage already.
pub fn bubbles(model: &Model, geometry: &Geometry, placement: &StagePlacement, obstacles: &[Obstacle]) -> Html {
    let state = &model.world.frame.state;
    let drawn = model.world.clients.iter().enumerate().filter_map(|(index, name)| {
        let words = ClientWords::new(state, name)?;
        // A wall is no place for words, nor is the name of a side, unless there is no other.
        let of_sides = of_walls(&placement.walls).chain(partition::names(placement, geometry));
        let off_the_walls: Vec<Obstacle> = obstacles.iter().copied().chain(of_sides).collect();
        let mut rooms = BubbleRoom::all(geometry, placement, index, &off_the_walls);
        rooms.extend(BubbleRoom::all(geometry, placement, index, obstacles));
        Some(bubble(index, name, &words, geometry, &rooms))
    });
    html! { <g class="bubbles" role="group" aria-label="What the clients have">{ for drawn }</g> }
}

fn bubble(index: usize, name: &str, words: &ClientWords, geometry: &Geometry, rooms: &[BubbleRoom]) -> Html {
    let whole = words.words();
    let class = if matches!(words, ClientWords::Failed { .. }) { "bubble bubble-failed" } else { "bubble" };
    let label = format!("{name}: {whole}");
    html! {
        <g key={index} {class} role="img" aria-label={label.clone()} data-thing={StageItem::Client(index).to_attribute()}>
            <title>{ label }</title>
            { picture(words, geometry, rooms).unwrap_or_default() }
        </g>
    }
}

/// The bubble with as many words as there is room for; nothing where there is none.
fn picture(words: &ClientWords, geometry: &Geometry, rooms: &[BubbleRoom]) -> Option<Html> {
    let (room, lines) = fitted(words, rooms)?;
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let (left, width) = room.span(geometry, longest);
    let scale = geometry.type_scale;
    // A room for more lines than there are stays beside the client.
    let height = room.height - LINE * scale * (room.lines - lines.len()) as f64;
    let top = match room.side {
        Side::Above => room.top + room.height - height,
        Side::Below => room.top,
        Side::Beside => room.top + (room.height - height) / 2.0,
    };
    let texts = lines.iter().enumerate().map(|(line, words)| {
        let y = top + (3.0 + LINE * (line as f64 + 0.5)) * scale;
        html! { <text key={line} x={number(left + PADDING * scale)} y={number(y)}>{ words }</text> }
    });
    let (tip, (x, y)) = room.tail;
    // The foot of the tail lies along the bubble's edge.
    let (across, along) = if room.side == Side::Beside { (0.0, 4.0) } else { (4.0, 0.0) };
    let [a, b, tip] =
        [(x - across, y - along), (x + across, y + along), tip].map(|(x, y)| format!("{} {}", number(x), number(y)));
    Some(html! {
        <g aria-hidden="true">
            <rect class="bubble-ground" x={number(left)} y={number(top)} width={number(width)} height={number(height)} rx="6" />
            <path class="bubble-tail" d={format!("M{a}L{tip}L{b}")} />
            { for texts }
        </g>
    })
}

/// The first room for the whole text, or else the one for the most of it.
fn fitted<'a>(words: &ClientWords, rooms: &'a [BubbleRoom]) -> Option<(&'a BubbleRoom, Vec<String>)> {
    let whole = words.words();
    let whole = rooms.iter().find_map(|room| Some((room, broken(&whole, room.characters, room.lines)?)));
    whole.or_else(|| {
        let room = rooms.iter().max_by_key(|room| room.characters * room.lines)?;
        let most = room.characters * room.lines;
        // Lines that break between words hold a little less.
        let cut = (room.characters.min(most)..=most).rev();
        let lines = cut.filter_map(|most| broken(&words.within(most), room.characters, room.lines)).next();
        Some((room, lines.unwrap_or_else(|| vec![words.within(room.characters)])))
    })
}
