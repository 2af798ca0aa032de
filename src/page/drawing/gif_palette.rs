//! The colours of a frame of a GIF, which has room for 256. A drawing has a few areas of one colour each, and many colours
//! along their edges: areas keep their colours exactly, so that they look the same in all frames; edges get the nearest.

use std::collections::HashMap;

/// A colour without transparency, as `0xRRGGBB`.
pub type Colour = u32;

/// Most colours of a frame; one more index stands for what has not changed.
pub const MOST_COLOURS: usize = 255;
/// The most frequent colours, which are kept exactly: those of areas.
const AREAS: usize = 96;
/// Bits by which the other colours are told apart in each channel.
const BITS: u32 = 4;

/// How often each colour was met.
#[derive(Default)]
pub struct Histogram(HashMap<Colour, u32>);

impl Histogram {
    pub fn count(&mut self, colour: Colour, times: u32) {
        *self.0.entry(colour).or_default() += times;
    }

    /// The palette for these colours.
    pub fn palette(self) -> Palette {
        let mut counted: Vec<(u32, Colour)> = self.0.into_iter().map(|(colour, times)| (times, colour)).collect();
        // The same drawing gives the same file: the order is that of the colours where they are equally frequent.
        counted.sort_unstable_by(|one, other| other.cmp(one));
        if counted.len() <= MOST_COLOURS {
            return Palette::new(counted.into_iter().map(|(_, colour)| colour).collect());
        }
        let mut colours: Vec<Colour> = counted[..AREAS].iter().map(|(_, colour)| *colour).collect();
        let mut groups: HashMap<u32, (u32, Colour)> = HashMap::new();
        for (times, colour) in &counted[AREAS..] {
            // The first of its group is its most frequent.
            groups.entry(group_of(*colour)).or_insert((0, *colour)).0 += times;
        }
        let mut groups: Vec<(u32, Colour)> = groups.into_values().collect();
        groups.sort_unstable_by(|one, other| other.cmp(one));
        colours.extend(groups.iter().take(MOST_COLOURS - AREAS).map(|(_, colour)| *colour));
        Palette::new(colours)
    }
}

fn group_of(colour: Colour) -> u32 {
    channels(colour).iter().fold(0, |group, channel| (group << BITS) | (channel >> (8 - BITS)))
}

fn channels(colour: Colour) -> [u32; 3] {
    [colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff]
}

/// The colours of a frame, and the index of the nearest one of any colour.
pub struct Palette {
    colours: Vec<Colour>,
    indices: HashMap<Colour, u8>,
}

impl Palette {
    fn new(colours: Vec<Colour>) -> Self {
        let indices = colours.iter().zip(0..).map(|(colour, index)| (*colour, index)).collect();
        Self { colours, indices }
    }

    /// The index of the nearest colour, which is remembered.
    pub fn index_of(&mut self, colour: Colour) -> u8 {
        if let Some(index) = self.indices.get(&colour) {
            return *index;
        }
        let distance = |other: &Colour| -> u32 {
            channels(colour).iter().zip(channels(*other)).map(|(one, other)| one.abs_diff(other).pow(2)).sum()
        };
        let nearest = (0u8..).zip(&self.colours).min_by_key(|(_, other)| distance(other)).map_or(0, |(index, _)| index);
        self.indices.insert(colour, nearest);
        nearest
    }

    /// Red, green and blue of each colour, and of one more for the index of what has not changed.
    pub fn bytes(&self) -> Vec<u8> {
        self.colours.iter().chain([&0]).flat_map(|colour| channels(*colour).map(|channel| channel as u8)).collect()
    }

    /// The index of what has not changed.
    pub fn unchanged(&self) -> u8 {
        self.colours.len() as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(colours: impl IntoIterator<Item = (Colour, u32)>) -> Palette {
        let mut histogram = Histogram::default();
        colours.into_iter().for_each(|(colour, times)| histogram.count(colour, times));
        histogram.palette()
    }

    #[test]
    fn up_to_255_colours_are_kept_exactly() {
        let mut palette = palette((0..255).map(|grey| (grey * 0x01_01_01, 1)));
        for grey in 0..255 {
            let index = usize::from(palette.index_of(grey * 0x01_01_01));
            assert_eq!(palette.bytes()[index * 3..][..3], [grey as u8; 3]);
        }
        assert_eq!((palette.unchanged(), palette.bytes().len()), (255, 768));
    }

    #[test]
    fn of_more_colours_areas_are_kept_exactly_and_edges_come_near() {
        let areas = [0xfc_fb_f8, 0xf5_f3_ed, 0x1b_20_24, 0xe6_9f_00, 0x56_b4_e9];
        // Edges: each area fades into the first in 250 steps, and is met there a little.
        let mix = |from: Colour, to: Colour, part: u32| {
            let [a, b] = [channels(from), channels(to)];
            (0..3).fold(0, |colour, at| (colour << 8) | ((a[at] * (250 - part) + b[at] * part) / 250))
        };
        let edges = areas[1..].iter().flat_map(|area| (1..250).map(move |part| mix(areas[0], *area, part)));
        let edges: Vec<Colour> = edges.collect();
        let all = areas.map(|area| (area, 10_000)).into_iter().chain(edges.iter().map(|edge| (*edge, 3)));
        let mut palette = palette(all);
        let bytes = palette.bytes();
        assert!(bytes.len() <= 768);
        let mut farthest = 0;
        for colour in areas.into_iter().chain(edges) {
            let index = usize::from(palette.index_of(colour));
            let kept = &bytes[index * 3..][..3];
            let off = channels(colour).iter().zip(kept).map(|(one, other)| one.abs_diff(u32::from(*other))).max();
            let off = off.unwrap_or_default();
            assert!(off == 0 || !areas.contains(&colour), "{colour:06x} became {kept:?}");
            farthest = farthest.max(off);
        }
        assert!(farthest <= 16, "{farthest}");
    }
}
