//! The room for the words of a seat: beside it, or below or above it on a narrow stage.

use super::bubble_room::Obstacle;
use super::geometry::{Geometry, Point, SeatSize};
use super::stage_placement::StagePlacement;

/// The width of a character, and the least room for words, in units at a type scale of 1.
const CHARACTER: f64 = 8.2;
const LEAST: f64 = 36.0;
/// Words below a seat: half the widest line, and from the edge of the disc to the end of the second line, in units.
const HALF: f64 = 48.0;
const TWO_LINES: f64 = 41.0;
/// Half the height of a client's box, in units.
const CLIENT: f64 = 15.0;

/// The room for a seat's words.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SeatRoom {
    /// Characters per line.
    pub characters: usize,
    /// How far the middle of the words is beside the seat's middle, in units.
    pub aside: f64,
}

impl SeatRoom {
    /// The room at a seat: up to the edge of the stage, and to the next seat or client on that side.
    pub fn new(geometry: &Geometry, placement: &StagePlacement, index: usize) -> Self {
        let Some(&at) = placement.seats.get(index) else { return Self { characters: 4, aside: 0.0 } };
        let others: Vec<Point> =
            placement.seats.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, at)| *at).collect();
        let (units, aside) = match geometry.labels_below {
            true => below(geometry, placement, at, &others),
            false => (beside(geometry, placement, at, &others), 0.0),
        };
        Self { characters: (units.max(LEAST) / (CHARACTER * geometry.type_scale)) as usize, aside }
    }

    /// What a seat takes of the stage: its disc with the marks, and so many lines of so many characters.
    pub fn obstacles(
        &self,
        geometry: &Geometry,
        placement: &StagePlacement,
        index: usize,
        characters: usize,
        lines: usize,
    ) -> Vec<Obstacle> {
        let Some(&(x, y)) = placement.seats.get(index) else { return Vec::new() };
        let (radius, scale) = (placement.radius, geometry.type_scale);
        let mut all = vec![Obstacle::Disc((x, y), radius + 8.0)];
        if SeatSize::for_nodes(placement.seats.len()) != SeatSize::Words {
            return all;
        }
        let width = characters.min(self.characters) as f64 * CHARACTER * scale;
        if geometry.labels_below {
            let (left, right) = (x + self.aside - width / 2.0, x + self.aside + width / 2.0);
            let reach = radius + TWO_LINES;
            let (top, bottom) = if y < 0.0 { (y - reach, y) } else { (y, y + reach) };
            all.push(Obstacle::Area(left, top, right, bottom));
        } else {
            let near = geometry.mark_at(radius, 9.0 * scale.sqrt()) + 9.0 * scale.sqrt() + 3.0;
            let half = 8.5 * scale * lines as f64;
            let (left, right) = if x < -20.0 { (x - near - width, x) } else { (x, x + near + width) };
            all.push(Obstacle::Area(left, y - half, right, y + half));
        }
        all
    }
}

fn beside(geometry: &Geometry, placement: &StagePlacement, (x, y): Point, others: &[Point]) -> f64 {
    let (right, radius) = (x >= -20.0, placement.radius);
    let to_edge = geometry.width / 2.0 - x.abs() - radius - 12.0 * geometry.type_scale.sqrt();
    let in_the_way = others.iter().filter(|other| (other.1 - y).abs() < 40.0 && (other.0 > x) == right);
    let to_seat = in_the_way.map(|other| (other.0 - x).abs() - 2.0 * radius - 16.0).fold(to_edge, f64::min);
    let clients = placement.clients.iter().filter(|at| (at.1 - y).abs() < 44.0 && (at.0 > x) == right);
    clients
        .map(|at| (at.0 - x).abs() - geometry.client_half() - radius - CLIENT * geometry.type_scale)
        .fold(to_seat, f64::min)
}

/// The room and its middle: half way to the next seats, to the edges, and to clients at the same height.
fn below(geometry: &Geometry, placement: &StagePlacement, (x, y): Point, others: &[Point]) -> (f64, f64) {
    let near = others.iter().filter(|other| (other.1 - y).abs() < 56.0).map(|other| (other.0 - x).abs() / 2.0);
    let half = near.fold(HALF, f64::min);
    let (mut left, mut right) = (half.min(geometry.width / 2.0 + x), half.min(geometry.width / 2.0 - x));
    let (from, to) =
        if y < 0.0 { (y - placement.radius - TWO_LINES, y) } else { (y, y + placement.radius + TWO_LINES) };
    for client in placement.clients.iter().filter(|client| client.1 + CLIENT > from && client.1 - CLIENT < to) {
        let free = (client.0 - x).abs() - geometry.client_half() - 4.0;
        let side = if client.0 < x { &mut left } else { &mut right };
        *side = side.min(free);
    }
    (left + right, (right - left) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::cluster::seat_turns;
    use crate::page::projection::sides::{Member, Sides};

    fn turns(nodes: usize) -> Vec<f64> {
        seat_turns(&(0..nodes).collect::<Vec<_>>(), nodes)
    }

    #[test]
    fn words_beside_a_seat_cover_no_other_seat_and_stay_on_the_stage() {
        for (geometry, nodes) in
            [(Geometry::WIDE, 12), (Geometry::WIDE, 5), (Geometry::PROJECTOR, 12), (Geometry::PROJECTOR, 7)]
        {
            let placement = StagePlacement::new(&geometry, &turns(nodes), &Sides::whole(nodes, 2));
            let radius = placement.radius;
            for (index, (x, y)) in placement.seats.iter().enumerate() {
                let room = SeatRoom::new(&geometry, &placement, index).characters;
                let (near, far) = (radius + 9.0, radius + 9.0 + room as f64 * 8.2 * geometry.type_scale);
                let (from, to) = if *x >= -20.0 { (x + near, x + far) } else { (x - far, x - near) };
                assert!(room >= 3, "{index} of {nodes}");
                assert!(
                    from >= -geometry.width / 2.0 - 24.0 && to <= geometry.width / 2.0 + 24.0,
                    "{index} of {nodes}: {room}"
                );
                let covered = |other: &Point| (other.1 - y).abs() < radius + 17.0 && (from..=to).contains(&other.0);
                assert!(!placement.seats.iter().any(covered), "{index} of {nodes}: {room}");
            }
        }
    }

    #[test]
    fn words_below_a_seat_make_way_for_a_client_on_the_shore_of_an_island() {
        let geometry = Geometry::NARROW;
        let whole = Sides::whole(5, 2);
        for cut in 0..32_usize {
            let mut sides = whole.clone();
            for index in (0..5).filter(|index| cut >> index & 1 == 1) {
                sides = sides.moved(Member::Node(index), 1);
            }
            let placement = StagePlacement::new(&geometry, &turns(5), &sides);
            for (index, (x, y)) in placement.seats.iter().enumerate().filter(|(_, at)| at.1 >= 0.0) {
                let room = SeatRoom::new(&geometry, &placement, index);
                let half = room.characters as f64 * CHARACTER / 2.0;
                let below =
                    |client: &&Point| client.1 + CLIENT > *y && client.1 - CLIENT < y + placement.radius + TWO_LINES;
                for client in placement.clients.iter().filter(below) {
                    let apart = (client.0 - x - room.aside).abs() - half - geometry.client_half();
                    assert!(
                        apart >= -LEAST / 2.0 && (room.characters == 4 || apart >= 0.0),
                        "cut {cut}, seat {index}: {apart}"
                    );
                }
            }
        }
    }
}
