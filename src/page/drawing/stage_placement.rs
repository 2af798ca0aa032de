//! The positions of nodes and clients while the network is partitioned, and the walls between the sides.
//!
//! The seats of a side move together along the circle and form an arc: an island. The ring itself stays, since a
//! partition only changes who can hear whom.

use super::geometry::{Geometry, Point, flight, number, point, turn_of};
use crate::page::projection::sides::{Member, Sides};

/// The least size of an island, as a part of the circle, and the part of an island that stays empty at its ends.
const LEAST_ISLAND: f64 = 0.12;
const WATER: f64 = 0.3;
/// Rotations tried for the islands.
const ROTATIONS: usize = 360;
/// Points along a flight that are tested against walls, and straight pieces of a curved wall.
const FLIGHT_PIECES: usize = 32;
const WALL_PIECES: usize = 12;

/// The positions of all nodes and clients.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct StagePlacement {
    /// The seats, by node index.
    pub seats: Vec<Point>,
    /// The clients, by index.
    pub clients: Vec<Point>,
    /// The radius of a seat's disc, in units.
    pub radius: f64,
    /// The islands; empty while the network is whole.
    pub islands: Vec<Island>,
    /// The walls, as polylines.
    pub walls: Vec<Vec<Point>>,
}

/// The nodes of one side.
#[derive(Clone, PartialEq, Debug)]
pub struct Island {
    pub side: usize,
    /// Where its arc begins, in turns.
    pub start: f64,
    /// The length of its arc, in turns.
    pub width: f64,
    /// The indices of its nodes, clockwise.
    pub nodes: Vec<usize>,
    /// How far the island is moved away from the middle.
    shift: Point,
}

impl StagePlacement {
    /// The positions, with seats at these angles while the network is whole.
    pub fn new(geometry: &Geometry, turns: &[f64], sides: &Sides) -> Self {
        let full = geometry.seat_radius(turns.len());
        let mut placement = Self {
            seats: turns.iter().map(|turn| geometry.seat(*turn)).collect(),
            clients: (0..sides.clients.len()).map(|index| geometry.client(index)).collect(),
            radius: full,
            ..Self::default()
        };
        if !sides.is_split() {
            return placement;
        }
        let islands = islands(geometry, turns, sides);
        if islands.len() > 1 {
            let mut room = f64::MAX;
            for island in &islands {
                let step = island.width * (1.0 - WATER) / island.nodes.len() as f64;
                room = room.min(step * std::f64::consts::TAU * geometry.seats);
                for (rank, index) in island.nodes.iter().enumerate() {
                    let turn = island.start + island.width * WATER / 2.0 + step * (rank as f64 + 0.5);
                    let (x, y) = geometry.seat(turn);
                    placement.seats[*index] = (x + island.shift.0, y + island.shift.1);
                }
            }
            placement.radius = full.min((room * 0.45).max(1.0));
            placement.walls = walls_between(geometry, &islands);
            placement.settle_clients(geometry, &islands, sides);
        }
        placement.wall_in_clients(geometry, sides, &islands);
        placement.islands = if islands.len() > 1 { islands } else { Vec::new() };
        placement
    }

    /// The width of an island's ground, in units. It stays on the stage, since the sentence begins right below.
    pub fn ground(&self, geometry: &Geometry) -> f64 {
        let room = geometry.height / 2.0 - geometry.seats - far(geometry);
        2.0 * (self.radius + 8.0).min(room)
    }

    /// Where walls cross the band of the ring, in turns.
    pub fn walls_on_the_band(&self, geometry: &Geometry) -> Vec<f64> {
        let radius = geometry.middle_of_band();
        let away = |at: &Point| distance(*at, (0.0, 0.0)) - radius;
        let pieces = self.walls.iter().flat_map(|wall| wall.windows(2));
        let crossing = pieces.filter(|ends| (away(&ends[0]) > 0.0) != (away(&ends[1]) > 0.0)).map(|ends| {
            let part = away(&ends[0]) / (away(&ends[0]) - away(&ends[1]));
            turn_of((ends[0].0 + (ends[1].0 - ends[0].0) * part, ends[0].1 + (ends[1].1 - ends[0].1) * part))
        });
        crossing.collect()
    }

    pub fn at(&self, member: Member) -> Option<Point> {
        match member {
            Member::Node(index) => self.seats.get(index).copied(),
            Member::Client(index) => self.clients.get(index).copied(),
        }
    }

    /// Where a flight between two points meets a wall, as a part of its way.
    pub fn wall_on_the_way(&self, from: Point, to: Point) -> Option<f64> {
        let points = |piece: usize| flight(from, to, piece as f64 / FLIGHT_PIECES as f64);
        (0..FLIGHT_PIECES).find_map(|piece| {
            let (a, b) = (points(piece), points(piece + 1));
            let hit = self.walls.iter().any(|wall| wall.windows(2).any(|ends| crosses(a, b, ends[0], ends[1])));
            hit.then_some((piece as f64 + 0.5) / FLIGHT_PIECES as f64)
        })
    }

    /// The sides after a member was dragged from its place and released at a point. `None` when it goes back.
    pub fn dropped(&self, geometry: &Geometry, sides: &Sides, home: Point, member: Member, at: Point) -> Option<Sides> {
        let near = self.radius + geometry.seats * 0.16;
        let own = self.at(member)?;
        if distance(own, at) < near {
            return None;
        }
        let (side, alone) = (sides.side_of(member), sides.is_alone(member));
        if alone && sides.count == 2 && distance(home, at) < near {
            return Some(sides.moved(member, 1 - side?));
        }
        match self.side_at(geometry, sides, member, at).filter(|_| sides.is_split()) {
            Some(there) if Some(there) == side => None,
            Some(there) => Some(sides.moved(member, there)),
            None if alone => None,
            None => Some(sides.cut_off(member)),
        }
    }

    /// The side at a point: that of the nearest member, unless the point is in the middle of the ring.
    fn side_at(&self, geometry: &Geometry, sides: &Sides, except: Member, at: Point) -> Option<usize> {
        if distance(at, (0.0, 0.0)) < geometry.inner * 0.6 {
            return None;
        }
        let nodes = (0..self.seats.len()).map(Member::Node);
        let others = nodes.chain((0..self.clients.len()).map(Member::Client)).filter(|other| *other != except);
        let sided = others.filter_map(|other| Some((distance(self.at(other)?, at), sides.side_of(other)?)));
        sided.min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, side)| side)
    }

    /// Puts each client into a corner beside its own island, or into the ring on its island's side of the wall.
    fn settle_clients(&mut self, geometry: &Geometry, islands: &[Island], sides: &Sides) {
        let mut taken: Vec<Point> = Vec::new();
        for (index, side) in sides.clients.iter().enumerate() {
            let home = geometry.client(index);
            let island = islands.iter().find(|island| Some(island.side) == *side);
            let (right, below, above) = (geometry.client.0, geometry.client.1, geometry.upper_client());
            let corners = [(right, below), (-right, below), (right, above), (-right, above)];
            let free = |at: &Point| !taken.contains(at);
            let at = match island {
                None => home,
                Some(island) => std::iter::once(home)
                    .chain(corners)
                    .filter(free)
                    .find(|at| island.has_ground_at(turn_of(*at)))
                    .unwrap_or_else(|| point(island.middle() + 0.07 * taken.len() as f64, geometry.inner - 46.0)),
            };
            taken.push(at);
            self.clients[index] = at;
        }
    }

    /// Gives a side of clients alone a wall in front of them.
    fn wall_in_clients(&mut self, geometry: &Geometry, sides: &Sides, islands: &[Island]) {
        for (index, side) in sides.clients.iter().enumerate() {
            let without_nodes = |side: &usize| !islands.iter().any(|island| island.side == *side);
            if side.as_ref().is_some_and(without_nodes) {
                let (x, y) = geometry.client(index);
                let far = distance((x, y), (0.0, 0.0)).max(1.0);
                let (u, v) = (x / far, y / far);
                let (near, half) = (far - 44.0, 52.0);
                let end = |way: f64| (u * near - v * way, v * near + u * way);
                self.walls.push(vec![end(-half), end(half)]);
            }
        }
    }
}

impl Island {
    /// The angle of its middle, in turns.
    pub fn middle(&self) -> f64 {
        self.start + self.width / 2.0
    }

    /// The position of its name: between the wall and its first seat.
    pub fn name_at(&self, geometry: &Geometry) -> Point {
        let step = self.width * (1.0 - WATER) / self.nodes.len() as f64;
        let (x, y) = geometry.seat(self.start + (self.width * WATER + step) / 4.0);
        (x + self.shift.0, y + self.shift.1)
    }

    /// From its first seat to its last, in turns.
    pub fn span(&self) -> f64 {
        self.width * (1.0 - WATER) * (1.0 - 1.0 / self.nodes.len() as f64)
    }

    /// The positions of its first and its last seat.
    pub fn shore(&self, geometry: &Geometry) -> (Point, Point) {
        let first = self.middle() - self.span() / 2.0;
        let last = first + self.span();
        let moved = |turn: f64| {
            let (x, y) = geometry.seat(turn);
            (x + self.shift.0, y + self.shift.1)
        };
        (moved(first), moved(last))
    }

    fn has_ground_at(&self, turn: f64) -> bool {
        let margin = 0.03_f64.min(self.width / 4.0);
        (margin..=self.width - margin).contains(&(turn - self.start).rem_euclid(1.0))
    }
}

/// The islands, clockwise: each sized by its members, and as close as possible to where its nodes stood.
fn islands(geometry: &Geometry, turns: &[f64], sides: &Sides) -> Vec<Island> {
    let mut groups: Vec<(f64, usize, Vec<usize>)> = (0..sides.count)
        .filter_map(|side| {
            let nodes: Vec<usize> = (0..turns.len()).filter(|index| sides.nodes.get(*index) == Some(&side)).collect();
            Some((mean(nodes.iter().map(|index| turns[*index]))?, side, nodes))
        })
        .collect();
    groups.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let least = LEAST_ISLAND.min(0.8 / groups.len().max(1) as f64);
    let rest = 1.0 - least * groups.len() as f64;
    let width = |size: usize| least + rest * size as f64 / turns.len().max(1) as f64;
    let starts: Vec<f64> = groups
        .iter()
        .scan(0.0, |next, (_, _, nodes)| {
            *next += width(nodes.len());
            Some(*next - width(nodes.len()))
        })
        .collect();
    let cost = |rotation: f64| -> f64 {
        let moved = |((mean, _, nodes), start): (&(f64, usize, Vec<usize>), &f64)| {
            let way = wrapped(start + width(nodes.len()) / 2.0 + rotation - mean);
            way * way * nodes.len() as f64
        };
        groups.iter().zip(&starts).map(moved).sum()
    };
    let rotations = (0..ROTATIONS).map(|step| step as f64 / ROTATIONS as f64);
    let rotation = rotations.min_by(|one, other| cost(*one).total_cmp(&cost(*other))).unwrap_or_default();
    let far = far(geometry);
    let island = |((_, side, mut nodes), start): ((f64, usize, Vec<usize>), f64)| {
        let (start, width) = (start + rotation, width(nodes.len()));
        let middle = start + width / 2.0;
        nodes.sort_unstable_by(|one, other| wrapped(turns[*one] - middle).total_cmp(&wrapped(turns[*other] - middle)));
        Island { side, start, width, nodes, shift: point(middle, far) }
    };
    groups.into_iter().zip(starts).map(island).collect()
}

/// How far an island moves away from the middle, in units.
fn far(geometry: &Geometry) -> f64 {
    if geometry.labels_below { 3.0 } else { (geometry.height / 2.0 - geometry.seats - 22.0).clamp(3.0, 8.0) }
}

/// One wall across the ring between two islands, bent towards the smaller one; with more islands, a wall from the
/// middle between each two neighbours.
fn walls_between(geometry: &Geometry, islands: &[Island]) -> Vec<Vec<Point>> {
    let reach = geometry.seats + 27.0;
    let ends: Vec<Point> = islands.iter().map(|island| point(island.start, reach)).collect();
    match ends.as_slice() {
        [from, to] => {
            let piece = |piece: usize| {
                let part = piece as f64 / WALL_PIECES as f64;
                let (first, last) = ((1.0 - part) * (1.0 - part), part * part);
                (from.0 * first + to.0 * last, from.1 * first + to.1 * last)
            };
            vec![(0..=WALL_PIECES).map(piece).collect()]
        }
        many => many.iter().map(|end| vec![(0.0, 0.0), *end]).collect(),
    }
}

pub fn wall_path(wall: &[Point]) -> String {
    let step = |(index, (x, y)): (usize, &Point)| {
        format!("{}{} {}", if index == 0 { "M" } else { "L" }, number(*x), number(*y))
    };
    wall.iter().enumerate().map(step).collect()
}

/// The circular mean of angles, in turns.
fn mean(turns: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sum = None;
    for turn in turns {
        let (x, y) = point(turn, 1.0);
        let (a, b) = sum.unwrap_or_default();
        sum = Some((a + x, b + y));
    }
    sum.map(turn_of)
}

/// An angle as the shorter way round, -½ to ½ turns.
fn wrapped(turn: f64) -> f64 {
    (turn + 0.5).rem_euclid(1.0) - 0.5
}

fn distance(one: Point, other: Point) -> f64 {
    let (x, y) = (one.0 - other.0, one.1 - other.1);
    (x * x + y * y).sqrt()
}

/// Whether two line segments cross.
fn crosses(a: Point, b: Point, c: Point, d: Point) -> bool {
    let turn = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    (turn(a, b, c) > 0.0) != (turn(a, b, d) > 0.0) && (turn(c, d, a) > 0.0) != (turn(c, d, b) > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::cluster::seat_turns;

    const STAGES: [Geometry; 3] = [Geometry::WIDE, Geometry::PROJECTOR, Geometry::NARROW];

    fn turns(nodes: usize) -> Vec<f64> {
        seat_turns(&(0..nodes).collect::<Vec<_>>(), nodes)
    }

    fn sides(nodes: Vec<usize>, clients: Vec<Option<usize>>) -> Sides {
        let count = nodes.iter().copied().chain(clients.iter().copied().flatten()).max().unwrap_or(0) + 1;
        Sides { nodes, clients, count }
    }

    #[test]
    fn while_the_network_is_whole_everybody_is_at_home_and_there_is_no_wall() {
        let placement = StagePlacement::new(&Geometry::WIDE, &turns(5), &Sides::whole(5, 2));
        assert_eq!(placement.seats[1], Geometry::WIDE.seat(0.3));
        assert_eq!((placement.clients[1], placement.walls.len()), (Geometry::WIDE.client(1), 0));
    }

    /// Any two members that cannot hear each other are separated by a wall, and no others are.
    fn check_parted(geometry: &Geometry, nodes: usize, groups: usize) {
        let sides = sides((0..nodes).map(|index| index % groups).collect(), vec![Some(0), Some(1)]);
        let placement = StagePlacement::new(geometry, &turns(nodes), &sides);
        for one in 0..nodes {
            for other in 0..nodes {
                let parted = sides.parts(Member::Node(one), Member::Node(other));
                let wall = placement.wall_on_the_way(placement.seats[one], placement.seats[other]);
                assert!(!parted || wall.is_some(), "{one} and {other} of {nodes} in {groups}");
            }
        }
        for (x, y) in placement.seats.iter().chain(&placement.clients) {
            assert!(
                x.abs() + placement.radius <= geometry.width / 2.0
                    && y.abs() + placement.radius <= geometry.height / 2.0 + 3.0
            );
        }
        let ground = placement.ground(geometry) / 2.0;
        assert!(ground >= placement.radius && geometry.seats + far(geometry) + ground <= geometry.height / 2.0);
        let legend = |at: &Point| {
            at.0 - geometry.client_half() < 100.0 - geometry.width / 2.0 && at.1 - 15.0 < 40.0 - geometry.height / 2.0
        };
        assert!(!placement.clients.iter().any(legend), "a client on the legend");
        let close = |one: &Point, other: &Point| distance(*one, *other) < placement.radius * 2.0;
        for (index, seat) in placement.seats.iter().enumerate() {
            assert!(!placement.seats[index + 1..].iter().any(|other| close(seat, other)), "{nodes} in {groups}");
        }
    }

    #[test]
    fn whoever_cannot_hear_another_has_a_wall_between_and_nobody_stands_on_another() {
        for geometry in STAGES {
            for (nodes, groups) in [(2, 2), (5, 2), (5, 3), (5, 5), (12, 2), (64, 2), (64, 3), (64, 64)] {
                check_parted(&geometry, nodes, groups);
            }
        }
    }

    #[test]
    fn neighbours_stay_in_order_and_one_side_stands_apart_from_the_other() {
        let placement = StagePlacement::new(&Geometry::WIDE, &turns(5), &sides(vec![0, 0, 1, 1, 1], vec![]));
        let gap = |one: usize, other: usize| distance(placement.seats[one], placement.seats[other]);
        assert!(gap(0, 1) < gap(1, 2) && gap(2, 3) < gap(1, 2) && gap(3, 4) < gap(4, 0));
        let order: Vec<usize> = placement.islands.iter().flat_map(|island| island.nodes.clone()).collect();
        assert_eq!(order, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn the_ground_of_an_island_reaches_from_its_first_seat_to_its_last() {
        for (nodes, alone) in [(5, 1), (5, 2), (7, 1), (30, 1)] {
            let groups = (0..nodes).map(|index| usize::from(index >= alone)).collect();
            let placement = StagePlacement::new(&Geometry::WIDE, &turns(nodes), &sides(groups, vec![]));
            for island in &placement.islands {
                let (first, last) = (island.nodes[0], island.nodes[island.nodes.len() - 1]);
                let (from, to) = island.shore(&Geometry::WIDE);
                assert!(distance(from, placement.seats[first]) < 1e-6 && distance(to, placement.seats[last]) < 1e-6);
                // Around the middle that the island was moved to, as the arc is drawn.
                let turn = |(x, y): Point| turn_of((x - island.shift.0, y - island.shift.1));
                assert!(((turn(to) - turn(from)).rem_euclid(1.0) - island.span()).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_client_alone_has_a_wall_before_it_and_the_seats_stay() {
        let alone = sides(vec![0; 5], vec![Some(1), Some(0)]);
        let placement = StagePlacement::new(&Geometry::WIDE, &turns(5), &alone);
        assert_eq!(placement.seats[0], Geometry::WIDE.seat(0.1));
        assert_eq!(placement.walls.len(), 1);
        for seat in &placement.seats {
            assert!(placement.wall_on_the_way(placement.clients[0], *seat).is_some());
            assert!(placement.wall_on_the_way(placement.clients[1], *seat).is_none());
        }
    }

    #[test]
    fn dragging_apart_and_back_home_are_opposites() {
        let geometry = Geometry::WIDE;
        let whole = Sides::whole(5, 2);
        let placement = StagePlacement::new(&geometry, &turns(5), &whole);
        let (b, home) = (Member::Node(1), geometry.seat(0.3));
        assert_eq!(placement.dropped(&geometry, &whole, home, b, (home.0 + 9.0, home.1)), None, "hardly moved");
        let apart = placement.dropped(&geometry, &whole, home, b, (310.0, -200.0)).unwrap();
        assert!(apart.is_alone(b) && apart.count == 2);
        let parted = StagePlacement::new(&geometry, &turns(5), &apart);
        let joined = parted.dropped(&geometry, &apart, geometry.seat(0.5), Member::Node(2), parted.seats[1]).unwrap();
        assert!(!joined.parts(Member::Node(2), b) && joined.count == 2);
        let back = parted.dropped(&geometry, &apart, home, b, parted.seats[2]).unwrap();
        assert_eq!(back.count, 1, "dropped among the others");
    }
}
