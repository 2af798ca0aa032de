//! The room for what a client says: a bubble at its box that covers no seat, no words of a seat, no other client and not
//! the ring.

use super::geometry::{Geometry, Point};
use super::label_room::COUNT;
use super::stage_placement::StagePlacement;

/// The width of a character, the height of a line, and the padding at the sides, in units at a type scale of 1.
pub const CHARACTER: f64 = 7.7;
pub const LINE: f64 = 17.0;
pub const PADDING: f64 = 6.0;
/// The padding above and below the lines.
const MARGIN: f64 = 3.0;
/// Half the height of a client's box, and the distance from it, in units.
const CLIENT: f64 = 15.0;
const AWAY: f64 = 4.0;
/// The least distance from whatever else is there.
const GAP: f64 = 2.0;
/// Most lines, on a wide and on a narrow stage, and the fewest characters of one.
const MOST_LINES: usize = 3;
const MOST_NARROW_LINES: usize = 4;
const FEWEST: usize = 8;
/// Half the thickness of a wall, and the distance of the points by which it is described, in units.
const WALL_HALF: f64 = 6.0;
const WALL_STEP: f64 = 10.0;
/// How far a bubble must stand above or below its client's box.
const OVERLAP: f64 = 20.0;

/// Something that must not be covered.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Obstacle {
    /// A disc: its middle and its radius.
    Disc(Point, f64),
    /// A rectangle: left, top, right, bottom.
    Area(f64, f64, f64, f64),
}

impl Obstacle {
    /// Whether a disc around a point touches it.
    pub fn touches(&self, (x, y): Point, around: f64) -> bool {
        match *self {
            Self::Disc((own_x, own_y), radius) => (x - own_x).hypot(y - own_y) < radius + around,
            Self::Area(left, top, right, bottom) => {
                let (off_x, off_y) = ((left - x).max(x - right).max(0.0), (top - y).max(y - bottom).max(0.0));
                off_x.hypot(off_y) < around
            }
        }
    }

    /// What it takes of the width, between two heights.
    fn between(&self, top: f64, bottom: f64) -> Option<(f64, f64)> {
        match *self {
            Self::Area(left, upper, right, lower) => (upper < bottom && lower > top).then_some((left, right)),
            Self::Disc((x, y), radius) => {
                let off = (top - y).max(y - bottom).max(0.0);
                let half = (radius * radius - off * off).max(0.0).sqrt();
                (off < radius).then_some((x - half, x + half))
            }
        }
    }
}

/// What walls take of the stage.
pub fn of_walls(walls: &[Vec<Point>]) -> impl Iterator<Item = Obstacle> + '_ {
    let pieces = walls.iter().flat_map(|wall| wall.windows(2));
    let points = |ends: &[Point]| {
        let (from, to) = (ends[0], ends[1]);
        let steps = ((to.0 - from.0).hypot(to.1 - from.1) / WALL_STEP).ceil().max(1.0) as usize;
        let at = move |step: usize| {
            let part = step as f64 / steps as f64;
            (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
        };
        (0..=steps).map(at).collect::<Vec<Point>>()
    };
    pieces.flat_map(points).map(|at| Obstacle::Disc(at, WALL_HALF))
}

/// Where a bubble stands, seen from the client's box.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Above,
    Below,
    /// Between the box and the middle.
    Beside,
}

/// The room for a bubble.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BubbleRoom {
    /// The free width: its left and its right end.
    pub left: f64,
    pub right: f64,
    /// The upper edge of the bubble, and its height.
    pub top: f64,
    pub height: f64,
    /// Characters of a line, and lines.
    pub characters: usize,
    pub lines: usize,
    pub side: Side,
    /// The point of the client's box that it comes from, and the point of the bubble's edge next to it.
    pub tail: (Point, Point),
}

impl BubbleRoom {
    /// The rooms at a client, the best first: above its box or beside it, where the sentence is far, and there with few lines.
    pub fn all(geometry: &Geometry, placement: &StagePlacement, client: usize, obstacles: &[Obstacle]) -> Vec<Self> {
        let Some(&at) = placement.clients.get(client) else { return Vec::new() };
        let others = placement.clients.iter().enumerate().filter(|(other, _)| *other != client);
        let half = geometry.client_half();
        let others = others.map(|(_, (x, y))| Obstacle::Area(x - half, y - CLIENT, x + half, y + CLIENT));
        let mut all: Vec<Obstacle> = obstacles.iter().copied().chain(others).collect();
        all.extend(ring(geometry, at));
        let ((wide, high), (left, top)) = (geometry.legend_corner(), (-geometry.width / 2.0, -geometry.height / 2.0));
        all.push(Obstacle::Area(left, top, left + wide, top + high));
        let sides = [Side::Above, Side::Beside, Side::Below];
        let most = if geometry.labels_below { MOST_NARROW_LINES } else { MOST_LINES };
        let rooms = sides.into_iter().flat_map(|side| (1..=most).map(move |lines| (lines, side)));
        let rooms = |all: &[Obstacle]| -> Vec<Self> {
            rooms.clone().filter_map(|(lines, side)| Self::new(geometry, at, lines, side, all)).collect()
        };
        let found = rooms(&all);
        if !found.is_empty() {
            return found;
        }
        // Behind a wall there may be no room at all: then the words of seats give way, but not the seats.
        let is_disc = |one: &Obstacle| matches!(one, Obstacle::Disc(..));
        let discs: Vec<Obstacle> = obstacles.iter().copied().filter(is_disc).chain(ring(geometry, at)).collect();
        rooms(&discs)
    }

    fn new(geometry: &Geometry, at: Point, lines: usize, side: Side, obstacles: &[Obstacle]) -> Option<Self> {
        let (x, y) = at;
        let height = (LINE * lines as f64 + 2.0 * MARGIN) * geometry.type_scale;
        let edge = geometry.height / 2.0;
        let top = match side {
            Side::Above => y - CLIENT - AWAY - height,
            Side::Below => y + CLIENT + AWAY,
            Side::Beside => (y - height / 2.0).min(edge - height),
        };
        if top < -edge || top + height > edge {
            return None;
        }
        let half = geometry.client_half();
        let (mut left, mut right) = (-geometry.width / 2.0, geometry.width / 2.0);
        // Beside the box means towards the middle.
        match (side, x < 0.0) {
            (Side::Beside, true) => left = x + half + AWAY,
            (Side::Beside, false) => right = x - half - AWAY,
            _ => {}
        }
        for (from, to) in obstacles.iter().filter_map(|one| one.between(top - GAP, top + height + GAP)) {
            if (from + to) / 2.0 > x { right = right.min(from - GAP) } else { left = left.max(to + GAP) }
        }
        let room = right - left - 2.0 * PADDING * geometry.type_scale;
        let characters = (room.max(0.0) / (CHARACTER * geometry.type_scale)) as usize;
        // The part of the box that the bubble stands above or below.
        let (from, to) = (left.max(x - half), right.min(x + half));
        let foot = x.clamp(from + 8.0, (to - 8.0).max(from + 8.0));
        let tail = match side {
            Side::Above => ((foot, y - CLIENT), (foot, top + height)),
            Side::Below => ((foot, y + CLIENT), (foot, top)),
            Side::Beside if x < 0.0 => ((x + half, y), (left, y)),
            Side::Beside => ((x - half, y), (right, y)),
        };
        let touches = side == Side::Beside || to - from >= OVERLAP;
        (touches && characters >= FEWEST).then_some(Self { left, right, top, height, characters, lines, side, tail })
    }

    /// The left edge and the width of a bubble whose longest line has this many characters: over its client's box, as far as
    /// there is room.
    pub fn span(&self, geometry: &Geometry, characters: usize) -> (f64, f64) {
        let width = (characters as f64 * CHARACTER + 2.0 * PADDING) * geometry.type_scale;
        let width = width.min(self.right - self.left);
        let ((from, _), (middle, _)) = self.tail;
        let left = match self.side {
            Side::Beside if middle > from => self.left,
            Side::Beside => self.right - width,
            Side::Above | Side::Below => (middle - width / 2.0).clamp(self.left, self.right - width),
        };
        (left, width)
    }
}

/// What of the ring must stay free: all of it for a client beside it, and its band, with the count in the middle, for
/// one that a wall has brought inside.
fn ring(geometry: &Geometry, (x, y): Point) -> Vec<Obstacle> {
    if x.hypot(y) > geometry.outer {
        return vec![Obstacle::Disc((0.0, 0.0), geometry.outer + GAP)];
    }
    let (half, top, bottom) = COUNT;
    let scale = geometry.type_scale;
    let room = geometry.inner * 0.7;
    vec![
        Obstacle::Area(-half * scale, top * scale, half * scale, bottom * scale),
        // The band, by the sides of the square within it.
        Obstacle::Area(-geometry.outer, -geometry.outer, -room, geometry.outer),
        Obstacle::Area(room, -geometry.outer, geometry.outer, geometry.outer),
        Obstacle::Area(-geometry.outer, -geometry.outer, geometry.outer, -geometry.inner + 4.0),
        Obstacle::Area(-geometry.outer, geometry.inner - 4.0, geometry.outer, geometry.outer),
    ]
}

/// A text in lines of at most this many characters, broken between words where that is possible; `None` if it takes more
/// lines.
pub fn broken(text: &str, characters: usize, most: usize) -> Option<Vec<String>> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut()?;
        let length = last.chars().count();
        if length == 0 {
            last.push_str(word);
        } else if length + 1 + word.chars().count() <= characters {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    let fits = lines.len() <= most && lines.iter().all(|line| line.chars().count() <= characters);
    fits.then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::drawing::seat_room::SeatRoom;
    use crate::page::projection::cluster::seat_turns;
    use crate::page::projection::sides::{Member, Sides};

    #[test]
    fn lines_break_between_words() {
        assert_eq!(broken("got: beer, bread", 11, 2).unwrap(), ["got: beer,", "bread"]);
        assert_eq!(broken("got: beer, bread", 11, 1), None);
        assert_eq!(broken("done, [Sx,1234]", 8, 2), None);
    }

    #[test]
    fn each_client_has_room_to_say_that_it_failed() {
        for geometry in [Geometry::WIDE, Geometry::PROJECTOR, Geometry::NARROW] {
            for nodes in [1, 3, 5, 7, 12, 30] {
                let turns = seat_turns(&(0..nodes).collect::<Vec<_>>(), nodes);
                let whole = Sides::whole(nodes, 2);
                let cuts = [whole.clone(), whole.cut_off(Member::Node(0)), whole.cut_off(Member::Client(0))];
                for sides in cuts {
                    let placement = StagePlacement::new(&geometry, &turns, &sides);
                    let obstacles: Vec<Obstacle> = (0..nodes)
                        .flat_map(|index| {
                            let room = SeatRoom::new(&geometry, &placement, index);
                            room.obstacles(&geometry, &placement, index, 9, 2)
                        })
                        .collect();
                    for client in 0..2 {
                        let rooms = BubbleRoom::all(&geometry, &placement, client, &obstacles);
                        let fits = rooms
                            .iter()
                            .any(|room| room.characters * room.lines >= if sides.is_split() { FEWEST } else { 14 });
                        assert!(fits, "client {client}, {nodes} nodes, {sides:?}, {geometry:?}: {rooms:?}");
                    }
                }
            }
        }
    }
}
