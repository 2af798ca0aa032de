//! Room for the labels of messages in flight: they must not cover each other, the count in the middle of the ring, or
//! the words of seats.

use super::geometry::{Geometry, Point};
use super::stage_placement::StagePlacement;

/// The width of a character, the height of a line, and the distance from a message to its label, in units at a type
/// scale of 1.
const CHARACTER: f64 = 7.9;
const LINE: f64 = 15.0;
const AWAY: f64 = 12.0;
/// The count in the middle: half its width, its top and its bottom, in units.
pub const COUNT: (f64, f64, f64) = (88.0, -58.0, 66.0);
/// Words below or above a seat: half their width, and their extent from the edge of the disc, in units.
const SEAT: (f64, f64) = (40.0, 41.0);

/// Where a label stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Words {
    /// Nowhere: there is no room.
    #[default]
    Hidden,
    Above,
    Below,
}

impl Words {
    /// The word for the attribute that the style sheet selects by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "no",
            Self::Above => "yes",
            Self::Below => "below",
        }
    }
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Area(f64, f64, f64, f64);

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }
}

/// The areas already taken.
#[derive(Clone, PartialEq, Debug)]
pub struct LabelRoom {
    scale: f64,
    taken: Vec<Area>,
}

impl LabelRoom {
    /// The room on a stage with this type scale.
    pub fn new(scale: f64) -> Self {
        let (half, top, bottom) = COUNT;
        Self { scale, taken: vec![Area(-half * scale, top * scale, half * scale, bottom * scale)] }
    }

    /// Reserves the discs of seats, and the words that stand below or above them. Nothing flies past words beside them.
    #[must_use]
    pub fn off_the_seats(mut self, geometry: &Geometry, placement: &StagePlacement) -> Self {
        let radius = placement.radius;
        let disc = |(x, y): &Point| Area(x - radius, y - radius, x + radius, y + radius);
        self.taken.extend(placement.seats.iter().map(disc));
        let (half, reach) = SEAT;
        let reach = placement.radius + reach;
        let area = |(x, y): &Point| match *y < 0.0 {
            true => Area(x - half, y - reach, x + half, *y),
            false => Area(x - half, *y, x + half, y + reach),
        };
        if geometry.labels_below {
            self.taken.extend(placement.seats.iter().map(area));
        }
        self
    }

    /// Reserves the name of the key that is marked on the ring: its end, or its beginning, and its characters.
    #[must_use]
    pub fn off_the_name(mut self, (x, y): Point, characters: usize) -> Self {
        let (width, line) = (characters as f64 * CHARACTER * self.scale, LINE * self.scale);
        let (left, right) = if x >= 0.0 { (x - width, x) } else { (x, x + width) };
        self.taken.push(Area(left, y - line, right, y + 4.0));
        self
    }

    /// Reserves room for the label of a message at this point: where it stood before if that is free, so that it does
    /// not jump.
    pub fn take(&mut self, at: Point, characters: usize, before: Words) -> Words {
        let first = if before == Words::Below { Words::Below } else { Words::Above };
        let second = if first == Words::Below { Words::Above } else { Words::Below };
        for words in [first, second] {
            let area = self.area(at, characters, words);
            if !self.taken.iter().any(|taken| taken.meets(&area)) {
                self.taken.push(area);
                return words;
            }
        }
        Words::Hidden
    }

    fn area(&self, (x, y): Point, characters: usize, words: Words) -> Area {
        let half = characters as f64 * CHARACTER * self.scale / 2.0;
        let line = LINE * self.scale;
        let top = if words == Words::Below { y + AWAY } else { y - AWAY - line };
        Area(x - half, top, x + half, top + line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::projection::sides::Sides;

    #[test]
    fn words_of_two_messages_side_by_side_do_not_cover_each_other() {
        let mut room = LabelRoom::new(1.0);
        assert_eq!(room.take((0.0, -150.0), 10, Words::Hidden), Words::Above);
        assert_eq!(room.take((20.0, -148.0), 10, Words::Hidden), Words::Below);
        assert_eq!(room.take((-10.0, -149.0), 10, Words::Hidden), Words::Hidden);
        assert_eq!(room.take((120.0, -149.0), 10, Words::Hidden), Words::Above);
    }

    #[test]
    fn words_do_not_cover_the_count_in_the_middle() {
        for scale in [1.0, 1.4] {
            let mut room = LabelRoom::new(scale);
            assert_eq!(room.take((0.0, 0.0), 10, Words::Above), Words::Hidden);
            assert_eq!(room.take((0.0, 66.0 * scale), 10, Words::Above), Words::Below);
        }
    }

    #[test]
    fn words_do_not_cover_those_below_a_seat() {
        let turns: Vec<f64> = (0..5).map(|index| f64::from(index) / 5.0).collect();
        for (geometry, expected) in [(Geometry::NARROW, Words::Hidden), (Geometry::WIDE, Words::Below)] {
            let placement = StagePlacement::new(&geometry, &turns, &Sides::whole(5, 2));
            let (x, y) = placement.seats[2];
            let mut room = LabelRoom::new(geometry.type_scale).off_the_seats(&geometry, &placement);
            assert_eq!(room.take((x, y + 25.0), 10, Words::Hidden), expected);
        }
    }

    #[test]
    fn words_do_not_cover_the_name_of_the_key() {
        let named = |at| LabelRoom::new(1.0).off_the_name((90.0, -120.0), 12).take(at, 10, Words::Hidden);
        assert_eq!(named((50.0, -110.0)), Words::Below);
        assert_eq!(named((-90.0, -110.0)), Words::Above);
    }

    #[test]
    fn words_stay_on_their_side_as_long_as_there_is_room() {
        assert_eq!(LabelRoom::new(1.0).take((0.0, -150.0), 4, Words::Below), Words::Below);
        assert_eq!(LabelRoom::new(1.0).take((0.0, -60.0), 4, Words::Below), Words::Above);
    }
}
