//! The nodes' colours: the eight of Okabe and Ito, which can be told apart with any kind of colour vision; then the
//! same hues lighter and hatched, then darker and hatched the other way. Letters on them are black or white, whichever
//! has more contrast.

/// How a node is painted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paint {
    pub fill: &'static str,
    /// The colour of letters on the fill.
    pub ink: &'static str,
    /// The pattern laid over the fill, from the ninth node on.
    pub hatch: Option<&'static str>,
}

/// Orange, sky blue, bluish green, yellow, blue, vermilion, reddish purple, grey.
const FILLS: [[&str; 8]; 3] = [
    ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#8f9491"],
    ["#f7cf7d", "#a9d8f4", "#78cdb3", "#f7f09d", "#79b4dc", "#f0a878", "#e6bbd3", "#c9cccb"],
    ["#8a5f00", "#2a759f", "#00694d", "#a89d18", "#004d79", "#933f00", "#96507a", "#5e6361"],
];
const HATCHES: [Option<&str>; 3] = [None, Some("url(#hatch-falling)"), Some("url(#hatch-rising)")];
const BLACK: &str = "#14171a";
const WHITE: &str = "#ffffff";

/// Whether white is more legible than black on each of these fills.
const WHITE_IS_BETTER: [[bool; 8]; 3] = [
    [false, false, false, false, true, false, false, false],
    [false; 8],
    [true, true, true, false, true, true, true, true],
];

/// The paint of the node with this number for life; it repeats after 24 nodes.
pub fn paint(number: usize) -> Paint {
    let (round, index) = (number / 8 % 3, number % 8);
    let ink = if WHITE_IS_BETTER[round][index] { WHITE } else { BLACK };
    Paint { fill: FILLS[round][index], ink, hatch: HATCHES[round] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast ratio of two colours as WCAG defines it, 1 to 21.
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn every_letter_can_be_read_on_its_colour() {
        for number in 0..24 {
            let Paint { fill, ink, .. } = paint(number);
            let other = if ink == BLACK { WHITE } else { BLACK };
            assert!(contrast(fill, ink) >= 4.5, "{ink} on {fill}: {:.2}", contrast(fill, ink));
            assert!(contrast(fill, ink) >= contrast(fill, other), "{other} is better on {fill}");
        }
    }

    #[test]
    fn the_first_24_nodes_look_different() {
        let looks: std::collections::BTreeSet<_> = (0..24).map(|number| paint(number).fill).collect();
        assert_eq!(looks.len(), 24);
        assert_eq!(paint(24), paint(0));
    }

    #[test]
    fn where_two_nodes_look_alike_their_letters_differ() {
        let names: Vec<String> = (1..=64).map(|number| format!("node-{number}")).collect();
        let tags = crate::page::projection::tags::tags(&names);
        assert!(tags.iter().all(|tag| !tag.is_empty()), "{tags:?}");
        let tag_alone: std::collections::BTreeSet<_> = tags.iter().collect();
        assert_eq!(tag_alone.len(), 64, "each of 64 nodes has a tag of its own: {tags:?}");
        // Hues repeat after eight nodes; without colour, the patterns tell the rounds apart.
        for number in 0..16 {
            assert_ne!(paint(number).hatch, paint(number + 8).hatch, "{number} and {}", number + 8);
        }
        assert!((0..8).all(|number| paint(number).hatch != paint(number + 16).hatch));
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    }
}
