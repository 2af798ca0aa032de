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
/// From the edge of the disc to the words, and what stands around the band of the ring: ticks, rims and brackets.
const NEAR: f64 = 7.0;
pub const AROUND: f64 = 11.0;
/// Half the height of a client's box, in units.
pub const CLIENT: f64 = 15.0;

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

    /// What two lines below or above a seat take of the stage, as long as they may be.
    pub fn words_below(&self, placement: &StagePlacement, index: usize, type_scale: f64) -> Option<Obstacle> {
        let &(x, y) = placement.seats.get(index)?;
        let half = self.characters as f64 * CHARACTER * type_scale / 2.0;
        let (near, far) = (placement.radius + NEAR, placement.radius + TWO_LINES);
        let (top, bottom) = if y < 0.0 { (y - far, y - near) } else { (y + near, y + far) };
        Some(Obstacle::Area(x + self.aside - half, top, x + self.aside + half, bottom))
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

/// The room and its middle: half way to the next seats, to the edges, to the ring, and to clients at the same height.
fn below(geometry: &Geometry, placement: &StagePlacement, (x, y): Point, others: &[Point]) -> (f64, f64) {
    let near = others.iter().filter(|other| (other.1 - y).abs() < 56.0).map(|other| (other.0 - x).abs() / 2.0);
    let half = near.fold(HALF, f64::min);
    let (mut left, mut right) = (half.min(geometry.width / 2.0 + x), half.min(geometry.width / 2.0 - x));
    let (ring, off) = (geometry.outer + AROUND, y.abs() + placement.radius + NEAR);
    if off < ring {
        let free = x.abs() - (ring * ring - off * off).sqrt();
        let side = if x < 0.0 { &mut right } else { &mut left };
        *side = side.min(free);
    }
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
    use crate::page::drawing::zone_brackets::brackets;
    use crate::page::projection::cluster::seat_turns;
    use crate::page::projection::sides::{Member, Sides};

    /// The width of a share, as `28.9 %`, and half the height of a zone's name.
    const SHARE: f64 = 45.0;
    const LINE: f64 = 7.0;

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

    /// Left, top, right, bottom.
    type Box = (f64, f64, f64, f64);

    fn meet(one: &Box, other: &Box) -> bool {
        one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
    }

    /// How near a box comes to the middle of the ring.
    fn nearest((left, top, right, bottom): &Box) -> f64 {
        let off = |low: f64, high: f64| low.max(-high).max(0.0);
        off(*left, *right).hypot(off(*top, *bottom))
    }

    /// How near a box comes to a point.
    fn away((left, top, right, bottom): &Box, (x, y): Point) -> f64 {
        nearest(&(left - x, top - y, right - x, bottom - y))
    }

    /// The words of a seat on a phone, in two lines as long as they may be.
    fn words_of(placement: &StagePlacement, index: usize) -> Box {
        let (room, (x, y)) = (SeatRoom::new(&Geometry::NARROW, placement, index), placement.seats[index]);
        // A share is not shortened.
        let half = (room.characters as f64 * CHARACTER).max(SHARE) / 2.0;
        let (middle, near, far) = (x + room.aside, placement.radius + NEAR, placement.radius + TWO_LINES);
        let (top, bottom) = if y < 0.0 { (y - far, y - near) } else { (y + near, y + far) };
        (middle - half, top, middle + half, bottom)
    }

    /// What is wrong with the words of seats and the names of zones on a phone’s stage.
    fn faults(placement: &StagePlacement, zones: &[Vec<usize>], name: usize) -> Vec<String> {
        let geometry = Geometry::NARROW;
        let mut faults = Vec::new();
        let words: Vec<Box> = (0..placement.seats.len()).map(|index| words_of(placement, index)).collect();
        let half = geometry.client_half();
        let clients = placement.clients.iter().map(|(x, y)| (x - half, y - CLIENT, x + half, y + CLIENT));
        let clients: Vec<Box> = clients.collect();
        for (index, area) in words.iter().enumerate() {
            let ring = nearest(area) < geometry.outer + AROUND - 0.01;
            let words = words[index + 1..].iter().any(|other| meet(area, other));
            let seats = placement.seats.iter().any(|at| away(area, *at) < placement.radius);
            let client = clients.iter().any(|client| meet(area, client));
            let edge = area.0 < -geometry.width / 2.0 || area.2 > geometry.width / 2.0;
            if ring || words || seats || client || edge {
                faults.push(format!(
                    "words {index} {area:.0?}: ring {ring} words {words} seat {seats} client {client} edge {edge}"
                ));
            }
        }
        let mut names: Vec<(usize, Vec<Point>)> = Vec::new();
        for (zone, nodes) in zones.iter().enumerate() {
            for bracket in brackets(&geometry, placement, nodes, name) {
                let line: Vec<Point> = bracket.line(4.0 * bracket.characters as f64).collect();
                let any = |is: &dyn Fn(Point) -> bool| line.iter().any(|at| is(*at));
                let ring = any(&|(x, y)| x.hypot(y) < geometry.outer + AROUND + LINE - 0.01);
                let words = any(&|at| words.iter().chain(&clients).any(|area| away(area, at) < LINE));
                let is_on = |at: Point, other: &Point, far: f64| (at.0 - other.0).hypot(at.1 - other.1) < far;
                let seats = any(&|at| placement.seats.iter().any(|seat| is_on(at, seat, placement.radius + LINE)));
                let others =
                    any(&|at| names.iter().flat_map(|(_, line)| line).any(|other| is_on(at, other, 2.0 * LINE)));
                let edge = any(&|(x, _)| x.abs() + LINE > geometry.width / 2.0);
                if ring || words || seats || others || edge || bracket.characters < name.min(4) {
                    let characters = bracket.characters;
                    faults.push(format!("zone {zone}, {characters} characters: ring {ring} words {words} seat {seats} name {others} edge {edge}"));
                }
                names.push((zone, line));
            }
        }
        faults
    }

    #[test]
    fn on_a_phone_no_words_touch_the_ring_its_brackets_or_each_other() {
        let mut all = Vec::new();
        for (nodes, count) in (3..=8).flat_map(|nodes| (0..=4.min(nodes)).map(move |zones| (nodes, zones))) {
            let zone_of = |node: usize| node * count / nodes;
            let of_zone = |zone: usize| (0..nodes).filter(|node| zone_of(*node) == zone).collect();
            let zones: Vec<Vec<usize>> = (0..count).map(of_zone).collect();
            let placement = StagePlacement::new(&Geometry::NARROW, &turns(nodes), &Sides::whole(nodes, 2));
            for name in [2, 6, 12] {
                let place = format!("{nodes} nodes, {count} zones, names of {name}");
                all.extend(faults(&placement, &zones, name).into_iter().map(|fault| format!("{place}: {fault}")));
            }
        }
        assert!(all.is_empty(), "{all:#?}");
    }

    #[test]
    fn on_a_phone_with_a_wall_a_zone_has_its_name_only_where_there_is_room() {
        let geometry = Geometry::NARROW;
        let mut shown = 0;
        for (nodes, cut) in (4..=8).flat_map(|nodes| (1..1 << (nodes - 1)).map(move |cut| (nodes, cut))) {
            let whole = Sides::whole(nodes, 2);
            let cut_off = (0..nodes).filter(|node| cut >> node & 1 == 1);
            let sides = cut_off.fold(whole, |sides, node| sides.moved(Member::Node(node), 1));
            let placement = StagePlacement::new(&geometry, &turns(nodes), &sides);
            let words: Vec<Box> = (0..nodes).map(|index| words_of(&placement, index)).collect();
            for zone in [(0..nodes / 2).collect::<Vec<_>>(), (nodes / 2..nodes).collect()] {
                for bracket in brackets(&geometry, &placement, &zone, 3).iter().filter(|bracket| bracket.characters > 0)
                {
                    shown += 1;
                    let on_words = |at: Point| words.iter().any(|area| away(area, at) < LINE);
                    assert!(!bracket.line(12.0).any(on_words), "{nodes} nodes, cut {cut:b}: {bracket:?}");
                }
            }
        }
        assert!(shown > 100, "{shown}");
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
