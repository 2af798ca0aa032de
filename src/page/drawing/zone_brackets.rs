//! The brackets that hold the seats of a zone together: arcs between the ring and the seats, each with the zone's name.

use super::bubble_room::Obstacle;
use super::geometry::{Geometry, Point, SeatSize, number, point, turn_of};
use super::seat_room::{AROUND, CLIENT, SeatRoom};
use super::stage_placement::StagePlacement;
use std::f64::consts::TAU;

/// How far a bracket reaches beyond its outer seats, as a part of the way to the next one.
const REACH: f64 = 0.36;
/// The length of the ends of a bracket, in units.
const END: f64 = 6.0;
/// Turns between two points of an arc.
const PIECE: f64 = 0.008;
/// Half the width of a character of a name, in units.
const HALF_CHARACTER: f64 = 4.7;
/// So far a name may reach inwards from the circle of seats, in units.
const INWARDS: f64 = 12.0;

/// Half the height of a name that follows the ring, how far marks reach beyond a disc, the least characters of a name, and how
/// far apart places for it are tried, in turns.
const HALF_LINE: f64 = 8.0;
const MARKS: f64 = 6.0;
const FEWEST: usize = 3;
const TRIED: f64 = 0.004;

/// Seats of one zone in a row.
#[derive(Clone, PartialEq, Debug)]
pub struct Bracket {
    pub path: String,
    /// The middle of the zone's name.
    pub name_at: Point,
    /// How far the name is turned, in degrees.
    pub turned: f64,
    /// The characters for which there is room.
    pub characters: usize,
}

impl Bracket {
    /// What a name of this width and height takes of the stage.
    pub fn obstacles(&self, half: f64, high: f64) -> Vec<Obstacle> {
        let (x, y) = self.name_at;
        if self.characters == 0 {
            return Vec::new();
        }
        if self.turned == 0.0 {
            return vec![Obstacle::Area(x - half, y - high, x + half, y + high)];
        }
        self.line(half).map(|at| Obstacle::Disc(at, high)).collect()
    }

    /// Points along a name of this width.
    pub fn line(&self, half: f64) -> impl Iterator<Item = Point> {
        along(self.name_at, self.turned, half)
    }
}

/// Points along a name.
fn along((x, y): Point, turned: f64, half: f64) -> impl Iterator<Item = Point> {
    let (sine, cosine) = turned.to_radians().sin_cos();
    let pieces = (2.0 * half / HALF_LINE).ceil().max(1.0) as usize;
    (0..=pieces).map(move |piece| {
        let off = half * (2.0 * piece as f64 / pieces as f64 - 1.0);
        (x + off * cosine, y + off * sine)
    })
}

/// A seat around the middle of the stage.
#[derive(Clone, Copy)]
struct Seat {
    node: usize,
    turn: f64,
    radius: f64,
}

/// The brackets of a zone: one for each row of seats that no seat of another zone, and no wall, interrupts.
pub fn brackets(geometry: &Geometry, placement: &StagePlacement, nodes: &[usize], characters: usize) -> Vec<Bracket> {
    let mut seats: Vec<Seat> = placement.seats.iter().enumerate().map(|(node, at)| seat(node, *at)).collect();
    seats.sort_by(|one, other| one.turn.total_cmp(&other.turn));
    let gap = closest(&seats);
    let rows = rows(&seats, nodes, placement);
    rows.iter().map(|row| bracket(geometry, placement, row, gap, characters)).collect()
}

fn seat(node: usize, at: Point) -> Seat {
    Seat { node, turn: turn_of(at), radius: at.0.hypot(at.1) }
}

/// The smallest way between two seats, in turns.
fn closest(seats: &[Seat]) -> f64 {
    let next = seats.iter().cycle().skip(1);
    let gaps = seats.iter().zip(next).map(|(one, other)| (other.turn - one.turn).rem_euclid(1.0));
    gaps.filter(|gap| *gap > 0.0).fold(0.5, f64::min)
}

/// The zone's seats in rows, clockwise; the angles of a row only grow.
fn rows(seats: &[Seat], nodes: &[usize], placement: &StagePlacement) -> Vec<Vec<Seat>> {
    let island = |seat: &Seat| placement.islands.iter().position(|island| island.nodes.contains(&seat.node));
    let is_own = |seat: &Seat| nodes.contains(&seat.node);
    let goes_on = |one: &Seat, other: &Seat| is_own(one) && is_own(other) && island(one) == island(other);
    let count = seats.len();
    // Begin where a row begins, so that none is cut in two at the top.
    let starts = (0..count).find(|index| !goes_on(&seats[(index + count - 1) % count], &seats[*index])).unwrap_or(0);
    let mut rows: Vec<Vec<Seat>> = Vec::new();
    for index in (0..count).map(|offset| (starts + offset) % count).filter(|index| is_own(&seats[*index])) {
        let own = seats[index];
        match rows
            .last_mut()
            .filter(|row| row.last().is_some_and(|last| goes_on(last, &own) && follows(seats, last, index)))
        {
            Some(row) => {
                let last = row.last().map_or(0.0, |last| last.turn);
                row.push(Seat { turn: last + (own.turn - last).rem_euclid(1.0), ..own });
            }
            None => rows.push(vec![own]),
        }
    }
    rows
}

/// Whether the seat at this index is the next one after another.
fn follows(seats: &[Seat], last: &Seat, index: usize) -> bool {
    seats[(index + seats.len() - 1) % seats.len()].node == last.node
}

fn bracket(geometry: &Geometry, placement: &StagePlacement, row: &[Seat], gap: f64, characters: usize) -> Bracket {
    let inwards = (geometry.seats - geometry.outer + placement.radius) / 2.0;
    let reach = (gap * REACH).min((placement.radius + 8.0) / (TAU * geometry.seats));
    let (first, last) = (row[0], row[row.len() - 1]);
    let (from, to) = (first.turn - reach, last.turn + reach);
    let radius_at = |turn: f64| {
        let after = row.iter().position(|seat| seat.turn >= turn);
        match after {
            Some(0) => first.radius,
            Some(index) => {
                let (one, other) = (row[index - 1], row[index]);
                one.radius + (other.radius - one.radius) * (turn - one.turn) / (other.turn - one.turn).max(1e-9)
            }
            None => last.radius,
        }
    };
    let pieces = ((to - from) / PIECE).ceil().max(2.0) as usize;
    let arc = (0..=pieces).map(|piece| {
        let turn = from + (to - from) * piece as f64 / pieces as f64;
        point(turn, radius_at(turn) - inwards)
    });
    let ends = |turn: f64, radius: f64| point(turn, radius - inwards + END);
    let points = std::iter::once(ends(from, first.radius)).chain(arc).chain([ends(to, last.radius)]);
    let path: Vec<String> = points.map(|(x, y)| format!("{} {}", number(x), number(y))).collect();
    let path = format!("M{}", path.join("L"));
    match along_the_ring(geometry, placement, row, gap, characters) {
        Some((name_at, turned, characters)) => Bracket { path, name_at, turned, characters },
        // Words of seats come first: where a wall leaves no room, the bracket stands without its name.
        None if follows_the_ring(geometry, placement) && placement.islands.len() > 1 => {
            Bracket { path, name_at: (0.0, 0.0), turned: 0.0, characters: 0 }
        }
        None => Bracket { path, name_at: name_at(geometry, placement, row, gap, characters), turned: 0.0, characters },
    }
}

/// Whether names of zones follow the ring: on a narrow stage, where words stand below seats.
fn follows_the_ring(geometry: &Geometry, placement: &StagePlacement) -> bool {
    geometry.labels_below && SeatSize::for_nodes(placement.seats.len()) == SeatSize::Words
}

/// On a narrow stage, where words stand below seats, the name follows the ring between two seats of the row, or beside a single
/// one, off all words: its middle, how far it is turned, and its characters.
fn along_the_ring(
    geometry: &Geometry,
    placement: &StagePlacement,
    row: &[Seat],
    gap: f64,
    characters: usize,
) -> Option<(Point, f64, usize)> {
    if !follows_the_ring(geometry, placement) {
        return None;
    }
    let radius = geometry.outer + AROUND + HALF_LINE;
    let discs = placement.seats.iter().map(|at| Obstacle::Disc(*at, placement.radius + MARKS));
    let words = (0..placement.seats.len()).filter_map(|index| {
        SeatRoom::new(geometry, placement, index).words_below(placement, index, geometry.type_scale)
    });
    let half = geometry.client_half();
    let clients = placement.clients.iter().map(|(x, y)| Obstacle::Area(x - half, y - CLIENT, x + half, y + CLIENT));
    let taken: Vec<Obstacle> = discs.chain(words).chain(clients).collect();
    let middle = row.len() / 2;
    // A single seat has half the way to its neighbours, who may have names, too.
    let (best, most) = match &row[..=middle.min(row.len() - 1)] {
        [.., one, other] => ((one.turn + other.turn) / 2.0, (other.turn - one.turn) / 2.0),
        _ => (row[0].turn, gap / 2.0),
    };
    let tried =
        (0..=(most / TRIED) as usize).flat_map(|step| [1.0, -1.0].map(|side| best + side * step as f64 * TRIED));
    let tried: Vec<f64> = tried.collect();
    let place = |characters: usize| {
        let half = HALF_CHARACTER * characters as f64 * geometry.type_scale;
        let room = most - half / (TAU * radius);
        let placed = |turn: f64| {
            // Nothing stands on its head: to the right of the top it is turned by up to a quarter, and to the left back.
            let half_turns = (2.0 * turn).round() / 2.0;
            (point(turn, radius), (turn - half_turns) * 360.0)
        };
        let is_free = |(at, turned): &(Point, f64)| {
            !along(*at, *turned, half).any(|at| taken.iter().any(|taken| taken.touches(at, HALF_LINE)))
        };
        let near = tried.iter().filter(|turn| (*turn - best).abs() <= room).map(|turn| placed(*turn));
        near.filter(is_free).map(|(at, turned)| (at, turned, characters)).next()
    };
    (FEWEST.min(characters)..=characters).rev().find_map(place)
}

/// The name stands between two seats of the row, beside a single one, or outside where seats leave no room.
fn name_at(geometry: &Geometry, placement: &StagePlacement, row: &[Seat], gap: f64, characters: usize) -> Point {
    let half = HALF_CHARACTER * characters as f64 * geometry.type_scale;
    let middle = row.len() / 2;
    if SeatSize::for_nodes(placement.seats.len()) != SeatSize::Words {
        let turn = (row[(row.len() - 1) / 2].turn + row[middle].turn) / 2.0;
        let (x, y) = point(turn, row[middle].radius + placement.radius + 11.0 * geometry.type_scale);
        let (sine, _) = (turn * TAU).sin_cos();
        let (x, most) = (x + sine * half, geometry.height / 2.0 - 8.0 * geometry.type_scale);
        return (x.clamp(half - geometry.width / 2.0, geometry.width / 2.0 - half), y.clamp(-most, most));
    }
    if let [.., one, other] = &row[..=middle.min(row.len() - 1)] {
        let turn = one.turn + (other.turn - one.turn) * part_between(geometry, one, other);
        let (x, y) = point(turn, (one.radius + other.radius) / 2.0);
        // Beside the ring a long name begins where a short one does, and goes on outwards.
        let x = x + (turn * TAU).sin() * (half - INWARDS).max(0.0);
        return (x.clamp(half - geometry.width / 2.0, geometry.width / 2.0 - half), y);
    }
    let seat = row[0];
    let across = (seat.turn * TAU).cos().abs();
    let away = placement.radius + 12.0 * geometry.type_scale + half * across;
    point(seat.turn + (away / (TAU * seat.radius)).min(gap * 0.5), seat.radius)
}

/// Where the name stands between two seats: in the middle, or away from the words that the inner seat has beside it.
fn part_between(geometry: &Geometry, one: &Seat, other: &Seat) -> f64 {
    /// Half the height of a seat's words and of a name.
    const HIGH: f64 = 34.0;
    let [first, last] = [one, other].map(|seat| point(seat.turn, seat.radius));
    let (_, middle) = point((one.turn + other.turn) / 2.0, (one.radius + other.radius) / 2.0);
    let (inner, away) = if first.0.abs() > last.0.abs() { (last, 0.3) } else { (first, 0.7) };
    let is_one_side = first.0 * last.0 > 0.0;
    let is_beside_words =
        !geometry.labels_below && is_one_side && (middle - inner.1).abs() < HIGH * geometry.type_scale;
    if is_beside_words { away } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::sides::Sides;

    fn placed(turns: &[f64], sides: &[usize]) -> StagePlacement {
        let count = sides.iter().max().map_or(1, |most| most + 1);
        let sides = Sides { nodes: sides.to_vec(), clients: Vec::new(), count };
        StagePlacement::new(&Geometry::WIDE, turns, &sides)
    }

    fn of(placement: &StagePlacement, nodes: &[usize]) -> Vec<Bracket> {
        brackets(&Geometry::WIDE, placement, nodes, 2)
    }

    const SIX: [f64; 6] = [1.0 / 12.0, 3.0 / 12.0, 5.0 / 12.0, 7.0 / 12.0, 9.0 / 12.0, 11.0 / 12.0];

    #[test]
    fn seats_in_a_row_have_one_bracket_also_over_the_top() {
        let whole = placed(&SIX, &[0; 6]);
        assert_eq!(of(&whole, &[0, 1]).len(), 1);
        assert_eq!(of(&whole, &[5, 0]).len(), 1, "over the top");
        assert_eq!(of(&whole, &[0, 2, 3]).len(), 2);
        assert_eq!(of(&whole, &[0, 1, 2, 3, 4, 5]).len(), 1);
        assert_eq!(of(&whole, &[]), []);
        let top = &of(&whole, &[5, 0])[0];
        assert!(top.name_at.0.abs() < 1.0 && top.name_at.1 < -200.0, "{:?}", top.name_at);
    }

    #[test]
    fn a_wall_interrupts_a_bracket() {
        let split = placed(&SIX, &[0, 0, 0, 1, 1, 1]);
        assert_eq!(of(&split, &[2, 3]).len(), 2);
        assert_eq!(of(&split, &[0, 1]).len(), 1);
    }

    #[test]
    fn names_and_brackets_stay_on_the_stage_and_off_the_ring() {
        for (geometry, nodes) in [Geometry::WIDE, Geometry::PROJECTOR, Geometry::NARROW]
            .into_iter()
            .flat_map(|geometry| [6, 12, 24].map(|nodes| (geometry, nodes)))
        {
            let turns: Vec<f64> = (0..nodes).map(|node| (node as f64 + 0.5) / nodes as f64).collect();
            let sides = Sides::whole(nodes, 0);
            let placement = StagePlacement::new(&geometry, &turns, &sides);
            for zone in 0..nodes / 2 {
                for bracket in brackets(&geometry, &placement, &[2 * zone, 2 * zone + 1], 4) {
                    let (x, y) = bracket.name_at;
                    assert!(x.abs() <= geometry.width / 2.0 && y.abs() <= geometry.height / 2.0);
                    assert!(x.hypot(y) > geometry.outer, "{x} {y}");
                }
            }
        }
    }
}
