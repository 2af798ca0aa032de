//! The geometry of the stage. The middle of the ring is (0, 0), y grows downwards, position 0 of the ring is at the
//! top, and angles are *turns* clockwise, 0 to 1. One unit is one CSS pixel in a window of 1280×720.
//!
//! A seat belongs to a node for life: it does not move when tokens change, nor when another node joins or leaves.

use std::f64::consts::TAU;

/// A point of the stage, in units.
pub type Point = (f64, f64);

/// One layout of the stage; lengths are in units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Geometry {
    pub width: f64,
    pub height: f64,
    /// Outer radius of the ring's band.
    pub outer: f64,
    /// Inner radius of the ring's band.
    pub inner: f64,
    /// Radius of the circle of seats.
    pub seats: f64,
    /// The clients' distance from the middle, in the lower corners.
    pub client: Point,
    /// Whether a seat's words stand below it instead of beside it.
    pub labels_below: bool,
    /// The size of type relative to the ordinary stage.
    pub type_scale: f64,
}

/// How much a seat can show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SeatSize {
    /// A dot.
    Dot,
    /// A disc with the node's letter.
    Letter,
    /// The disc, with words beside it.
    Words,
}

impl SeatSize {
    /// The size of seats for this many nodes.
    pub fn for_nodes(nodes: usize) -> Self {
        match nodes {
            0..=12 => Self::Words,
            13..=40 => Self::Letter,
            _ => Self::Dot,
        }
    }
}

impl Geometry {
    /// The ordinary stage.
    pub const WIDE: Self = Self {
        width: 640.0,
        height: 532.0,
        outer: 204.0,
        inner: 174.0,
        seats: 238.0,
        client: (266.0, 224.0),
        labels_below: false,
        type_scale: 1.0,
    };
    /// The stage on a projector: larger type, and the room beside the ring that the columns leave.
    pub const PROJECTOR: Self = Self {
        width: 800.0,
        height: 536.0,
        outer: 204.0,
        inner: 170.0,
        seats: 238.0,
        client: (334.0, 230.0),
        labels_below: false,
        type_scale: 1.4,
    };
    /// The stage on a phone.
    pub const NARROW: Self = Self {
        width: 390.0,
        height: 448.0,
        outer: 138.0,
        inner: 112.0,
        seats: 166.0,
        client: (162.0, 164.0),
        labels_below: true,
        type_scale: 1.0,
    };

    /// The size of small marks relative to the ordinary stage: a little larger where type is.
    pub fn dot_scale(&self) -> f64 {
        self.type_scale.sqrt()
    }

    /// The radius in the middle of the ring's band.
    pub fn middle_of_band(&self) -> f64 {
        (self.inner + self.outer) / 2.0
    }

    pub fn view_box(&self) -> String {
        format!("{} {} {} {}", -self.width / 2.0, -self.height / 2.0, self.width, self.height)
    }

    /// The radius of a seat's disc.
    pub fn seat_radius(&self, nodes: usize) -> f64 {
        let full = if self.labels_below { 16.0 } else { 18.0 * self.type_scale.sqrt() };
        let room = self.seats * TAU / nodes.max(1) as f64 / 2.0;
        match SeatSize::for_nodes(nodes) {
            SeatSize::Words => full,
            SeatSize::Letter => (room - 1.5).min(full),
            SeatSize::Dot => (room * 0.8).clamp(1.0, 8.0),
        }
    }

    /// The position of a seat at this angle.
    pub fn seat(&self, turn: f64) -> Point {
        point(turn, self.seats)
    }

    /// The position of a client: the first one on the left, the second one on the right, further ones above them while
    /// no seat is in the way, and then in the upper corners.
    pub fn client(&self, index: usize) -> Point {
        let side = if index.is_multiple_of(2) { -1.0 } else { 1.0 };
        let rank = index / 2;
        // The corner of its box nearest to the middle keeps clear of every seat.
        let free = |y: &f64| {
            let corner = (self.client.0 - self.client_half(), y.abs() - 15.0);
            corner.0 * corner.0 + corner.1 * corner.1 >= (self.seats + self.seat_radius(1) + 3.0).powi(2)
        };
        let inside = |y: &f64| y + 15.0 <= self.height / 2.0;
        let upwards = (0..4).map(|row| self.client.1 - 40.0 * f64::from(row)).filter(free);
        let lower = std::iter::once(self.client.1 + 36.0).filter(inside);
        // The uppermost seats have words beside them.
        let above = (0..4).rev().map(|row| self.upper_client() + 40.0 * f64::from(row)).filter(free);
        let y = upwards.chain(lower).chain(above).nth(rank).unwrap_or(self.client.1 - 40.0 * rank as f64);
        (side * self.client.0, y)
    }

    /// Half the width of a client's box.
    pub fn client_half(&self) -> f64 {
        if self.labels_below { 30.0 } else { 36.0 + 70.0 * (self.type_scale - 1.0) }
    }

    /// Whether a long line has room in the middle of the ring.
    pub fn has_wide_middle(&self) -> bool {
        self.inner / self.type_scale > 160.0
    }

    /// The width and the height of the upper left corner, in which the legend stands.
    pub fn legend_corner(&self) -> Point {
        match (self.labels_below, self.type_scale > 1.0) {
            (true, _) => (64.0, 44.0),
            (false, false) => (150.0, 36.0),
            (false, true) => (130.0, 140.0),
        }
    }

    /// The y coordinate of a client in an upper corner, below the legend.
    pub fn upper_client(&self) -> f64 {
        if self.labels_below { -self.client.1 + 4.0 } else { -self.client.1 + 38.0 }
    }

    /// The offset, in x and y, of a mark of this radius from the middle of a seat, so that it does not cover the
    /// letter.
    pub fn mark_at(&self, seat: f64, mark: f64) -> f64 {
        (seat * 0.5 * self.type_scale.max(1.0) + mark + 3.0).max(seat) / 2.0_f64.sqrt()
    }
}

/// The point at an angle and a radius.
pub fn point(turn: f64, radius: f64) -> Point {
    let (sine, cosine) = (turn * TAU).sin_cos();
    (radius * sine, -radius * cosine)
}

/// How far two angles lie apart the shorter way round, 0 to ½ turns.
pub fn turns_apart(one: f64, other: f64) -> f64 {
    let apart = (one - other).rem_euclid(1.0);
    apart.min(1.0 - apart)
}

/// The angle of a point around the middle, in turns.
pub fn turn_of(at: Point) -> f64 {
    let turn = at.0.atan2(-at.1) / TAU;
    if turn < 0.0 { turn + 1.0 } else { turn }
}

/// A number for an attribute, with two decimals: a tenth of a pixel on the largest screen.
pub fn number(value: f64) -> String {
    let mut text = String::new();
    push_number(&mut text, value);
    text
}

/// Appends such a number digit by digit. A drawing has thousands of them, and formatting floats takes several times as
/// long.
fn push_number(text: &mut String, value: f64) {
    // The cast saturates at the largest number and turns NaN into 0.
    let hundredths = (value.abs() * 100.0 + 0.5) as u64;
    if value < 0.0 && hundredths > 0 {
        text.push('-');
    }
    let (mut whole, rest) = (hundredths / 100, (hundredths % 100) as u8);
    let mut digits = [0; 20];
    let mut length = 0;
    while length == 0 || whole > 0 {
        digits[length] = b'0' + (whole % 10) as u8;
        whole /= 10;
        length += 1;
    }
    text.extend(digits[..length].iter().rev().map(|digit| char::from(*digit)));
    if rest > 0 {
        text.push('.');
        text.push(char::from(b'0' + rest / 10));
    }
    if rest % 10 > 0 {
        text.push(char::from(b'0' + rest % 10));
    }
}

/// A `transform` attribute that moves to a point.
pub fn translate(at: Point) -> String {
    let mut text = String::with_capacity(26);
    text.push_str("translate(");
    push_number(&mut text, at.0);
    text.push(' ');
    push_number(&mut text, at.1);
    text.push(')');
    text
}

/// The path of a segment of a band: from an angle, clockwise over `share` of the circle.
pub fn band_path(from: f64, share: f64, inner: f64, outer: f64) -> String {
    if share >= 0.9999 {
        return format!("{}{}", circle_path(outer, 1), circle_path(inner, 0));
    }
    let to = from + share;
    let large = u8::from(share > 0.5);
    let [a, b, c, d] = [point(from, outer), point(to, outer), point(to, inner), point(from, inner)]
        .map(|(x, y)| format!("{} {}", number(x), number(y)));
    let (outer, inner) = (number(outer), number(inner));
    format!("M{a}A{outer} {outer} 0 {large} 1 {b}L{c}A{inner} {inner} 0 {large} 0 {d}Z")
}

fn circle_path(radius: f64, sweep: u8) -> String {
    let r = number(radius);
    format!("M0 -{r}A{r} {r} 0 1 {sweep} 0 {r}A{r} {r} 0 1 {sweep} 0 -{r}Z")
}

/// The path of a short radial line.
pub fn radial_line(turn: f64, from: f64, to: f64) -> String {
    let ((x1, y1), (x2, y2)) = (point(turn, from), point(turn, to));
    format!("M{} {}L{} {}", number(x1), number(y1), number(x2), number(y2))
}

/// The control point of a curved flight: near the middle of the ring, which is kept empty for flights.
fn bend(from: Point, to: Point) -> Point {
    ((from.0 + to.0) * 0.18, (from.1 + to.1) * 0.18)
}

/// The position of a message after a part of its way, 0 to 1.
pub fn flight(from: Point, to: Point, part: f64) -> Point {
    let part = part.clamp(0.0, 1.0);
    let (middle, rest) = (bend(from, to), 1.0 - part);
    let along = |a: f64, b: f64, c: f64| rest * rest * a + 2.0 * rest * part * b + part * part * c;
    (along(from.0, middle.0, to.0), along(from.1, middle.1, to.1))
}

/// The path of the whole flight.
pub fn flight_path(from: Point, to: Point) -> String {
    let middle = bend(from, to);
    let [a, b, c] = [from, middle, to].map(|(x, y)| format!("{} {}", number(x), number(y)));
    format!("M{a}Q{b} {c}")
}

/// Moves marks on a circle apart, keeping their clockwise order, until each is at least `gap` turns from the next, as
/// close as possible to where they belong. `turns` may exceed 1, as on a walk.
pub fn spread(turns: &[f64], gap: f64) -> Vec<f64> {
    let gap = gap.min(1.0 / turns.len().max(1) as f64);
    // Marks that are too close form a group around their common middle; groups that touch merge.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for &turn in turns {
        let mut group = (turn, 1);
        while let Some(&(middle, size)) = groups.last() {
            if group.0 - middle >= gap * (group.1 + size) as f64 / 2.0 {
                break;
            }
            groups.pop();
            let total = size + group.1;
            group = ((middle * size as f64 + group.0 * group.1 as f64) / total as f64, total);
        }
        groups.push(group);
    }
    let marks = |&(middle, size): &(f64, usize)| {
        (0..size).map(move |index| middle + (index as f64 - (size - 1) as f64 / 2.0) * gap)
    };
    groups.iter().flat_map(marks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::cluster::seat_turns;

    fn near(a: Point, b: Point) -> bool {
        (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9
    }

    #[test]
    fn numbers_have_two_decimals_at_most_and_none_that_say_nothing() {
        let written = [0.0, -0.004, 0.005, 1.0, 12.5, -12.34, 99.999, 1_000.05, 7.06];
        assert_eq!(written.map(number), ["0", "0", "0.01", "1", "12.5", "-12.34", "100", "1000.05", "7.06"]);
        assert_eq!(translate((-1.5, 20.0)), "translate(-1.5 20)");
    }

    #[test]
    fn angles_start_at_the_top_and_go_clockwise() {
        for (turn, expect) in [(0.0, (0.0, -1.0)), (0.25, (1.0, 0.0)), (0.5, (0.0, 1.0)), (0.75, (-1.0, 0.0))] {
            assert!(near(point(turn, 1.0), expect), "{turn}");
            assert!((turn_of(point(turn, 7.0)) - turn).abs() < 1e-9, "{turn}");
        }
    }

    #[test]
    fn seats_stay_on_the_stage_and_off_the_ring() {
        for stage in [Geometry::WIDE, Geometry::PROJECTOR, Geometry::NARROW] {
            for nodes in [1, 2, 5, 12, 40, 1_024] {
                let radius = stage.seat_radius(nodes);
                for turn in seat_turns(&(0..nodes).collect::<Vec<_>>(), 5) {
                    let (x, y) = stage.seat(turn);
                    assert!(x.abs() + radius <= stage.width / 2.0 && y.abs() + radius <= stage.height / 2.0);
                }
            }
            assert!(stage.seats - stage.seat_radius(5) > stage.outer);
            // With words below the discs, both lines of the lowest seat stay on the stage.
            let words = if stage.labels_below { 18.0 + 17.0 + 4.0 } else { 0.0 };
            assert!(stage.seats + stage.seat_radius(5) + words <= stage.height / 2.0, "{}", stage.height);
        }
    }

    #[test]
    fn clients_stand_on_no_seat_on_no_other_client_and_not_on_the_legend() {
        for stage in [Geometry::WIDE, Geometry::PROJECTOR, Geometry::NARROW] {
            let most = if stage.labels_below { 6 } else { 8 };
            let clients: Vec<Point> = (0..most).map(|index| stage.client(index)).collect();
            let (half, radius) = (stage.client_half(), stage.seat_radius(5));
            for (index, (x, y)) in clients.iter().enumerate() {
                assert!(x.abs() + half <= stage.width / 2.0 && y.abs() + 15.0 <= stage.height / 2.0, "{index}");
                let legend = *x < 0.0 && *y - 15.0 < -stage.height / 2.0 + 40.0;
                assert!(!legend, "{index} is on the legend of {}", stage.width);
                let on = |other: &Point| (other.0 - x).abs() < half * 2.0 && (other.1 - y).abs() < 32.0;
                assert!(!clients[index + 1..].iter().any(on), "{index}");
                for turn in 0..720 {
                    let seat = stage.seat(f64::from(turn) / 720.0);
                    let covered = (seat.0 - x).abs() < half + radius && (seat.1 - y).abs() < 15.0 + radius;
                    let corner = ((seat.0 - x).abs() - half).max(0.0).hypot(((seat.1 - y).abs() - 15.0).max(0.0));
                    assert!(!covered || corner >= radius, "{index} of {}", stage.width);
                }
            }
        }
    }

    #[test]
    fn a_mark_at_a_seat_covers_nothing_of_its_letter() {
        for stage in [Geometry::WIDE, Geometry::PROJECTOR, Geometry::NARROW] {
            for nodes in [5, 12] {
                let (seat, mark) = (stage.seat_radius(nodes), 9.0 * stage.type_scale.sqrt());
                let at = stage.mark_at(seat, mark);
                // A bold capital is about 0.36 of its size to each side.
                let letter = 18.0 * stage.type_scale * 0.36;
                let far = (at - letter).max(0.0) * 2.0_f64.sqrt();
                assert!(far >= mark - 0.5, "{} {nodes}: {far} {mark}", stage.width);
                assert!(at <= seat + 2.0, "{at} {seat}: it still stands at its seat");
            }
        }
    }

    #[test]
    fn a_flight_begins_at_its_sender_and_ends_at_its_receiver() {
        let (from, to) = ((10.0, 20.0), (-200.0, 5.0));
        assert!(near(flight(from, to, 0.0), from));
        assert!(near(flight(from, to, 1.0), to));
        assert!(near(flight(from, to, 7.0), to));
    }

    #[test]
    fn marks_move_apart_and_no_further() {
        for (turns, gap, expect) in [
            (vec![], 0.1, vec![]),
            (vec![0.2, 0.5], 0.1, vec![0.2, 0.5]),
            (vec![0.2, 0.2], 0.1, vec![0.15, 0.25]),
            (vec![0.2, 0.25, 0.9], 0.1, vec![0.175, 0.275, 0.9]),
        ] {
            let got = spread(&turns, gap);
            assert_eq!(got.len(), expect.len());
            assert!(got.iter().zip(&expect).all(|(a, b)| (a - b).abs() < 1e-9), "{got:?}");
        }
    }

    #[test]
    fn a_whole_ring_is_drawn_as_two_circles() {
        assert_eq!(band_path(0.3, 1.0, 1.0, 2.0).matches('Z').count(), 2);
        assert_eq!(band_path(0.3, 0.6, 1.0, 2.0).matches("0 1 1").count(), 1);
    }
}
