//! The ring of a real cluster as shapes: whose each range is, tokens and names as far as they have room, a key and its copies.

use super::geometry::number;
use crate::dynamo::partitioning::Ring;
use crate::laboratories::rings::key_walk::{KeyWalk, Met};
use std::f64::consts::TAU;

pub const WIDTH: f64 = 900.0;
pub const HEIGHT: f64 = 620.0;
const MIDDLE: (f64, f64) = (WIDTH / 2.0, HEIGHT / 2.0);
const OUTER: f64 = 232.0;
const INNER: f64 = 198.0;
/// So many ranges are drawn one by one; of more, as many points are looked at.
const MOST_ARCS: usize = 720;
/// So many tokens have their texts beside them, where there is room.
const MOST_TEXTS: usize = 64;

/// How the labels are written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lettering {
    /// The height of a label, and about how wide a letter is.
    line: f64,
    letter: f64,
    /// What is seen of the drawing, from left to right.
    pub left: f64,
    pub right: f64,
    /// Whether the text of a token stands behind the name of its node.
    has_texts: bool,
}

impl Lettering {
    pub const WIDE: Self = Self { line: 17.0, letter: 7.4, left: 0.0, right: WIDTH, has_texts: true };
    /// On a phone: large letters, and the sides cut off.
    pub const NARROW: Self = Self { line: 26.0, letter: 12.0, left: 100.0, right: WIDTH - 100.0, has_texts: false };
}

/// A piece of the band.
#[derive(Clone, PartialEq, Debug)]
pub struct Arc {
    pub path: String,
    /// The number of its node.
    pub node: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    pub x: f64,
    pub y: f64,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    pub words: String,
}

/// A copy of the key, at the token by which its node was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Copy {
    pub x: f64,
    pub y: f64,
    /// From 1.
    pub number: usize,
    pub node: usize,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct RingDrawing {
    pub arcs: Vec<Arc>,
    pub labels: Vec<Label>,
    /// From the middle to the key on the band, as a path; empty without a key.
    pub key: String,
    pub copies: Vec<Copy>,
    /// What is not drawn, in words.
    pub thinned: String,
}

/// Draws a ring. `name` is a node's name, `text` that of the token with an index.
pub fn draw(
    ring: &Ring,
    name: impl Fn(usize) -> String,
    text: impl Fn(usize) -> String,
    key: Option<(f64, &KeyWalk)>,
    lettering: Lettering,
) -> RingDrawing {
    let mut drawing = RingDrawing { arcs: arcs(ring), thinned: thinned(ring.tokens().len()), ..RingDrawing::default() };
    let mut room = Room { taken: Vec::new(), lettering };
    let label = |index: usize, owner: usize| match lettering.has_texts {
        true => format!("{} {}", name(owner), text(index)),
        false => name(owner),
    };
    if let Some((turn, walk)) = key {
        drawing.key = format!("M{} L{}", point(turn, 40.0), point(turn, INNER - 4.0));
        room.take(&mut drawing.labels, turn, "key".to_owned());
        drawing.copies = copies(ring, walk);
        for met in walk.tokens.iter().filter(|met| matches!(met.met, Met::Taken(_))) {
            let token = ring.tokens()[met.token];
            room.take(&mut drawing.labels, token.position.turn(), label(met.token, token.owner.index()));
        }
    }
    if ring.tokens().len() <= MOST_TEXTS {
        for (index, token) in ring.tokens().iter().enumerate() {
            room.take(&mut drawing.labels, token.position.turn(), label(index, token.owner.index()));
        }
    } else {
        names(ring, &name, &mut room, &mut drawing.labels);
    }
    drawing
}

/// The names of nodes, each at its longest range.
fn names(ring: &Ring, name: &impl Fn(usize) -> String, room: &mut Room, labels: &mut Vec<Label>) {
    let mut longest: Vec<(f64, f64)> = vec![(0.0, 0.0); ring.nodes().len()];
    for (index, token) in ring.tokens().iter().enumerate() {
        let range = ring.range_of(index);
        let share = range.share();
        if share > longest[token.owner.index()].0 {
            longest[token.owner.index()] = (share, (range.after.turn() + share / 2.0).fract());
        }
    }
    let mut nodes: Vec<usize> = (0..longest.len()).filter(|node| longest[*node].0 > 0.0).collect();
    nodes.sort_by(|one, other| longest[*other].0.total_cmp(&longest[*one].0));
    for node in nodes {
        room.take(labels, longest[node].1, name(node));
    }
}

fn thinned(tokens: usize) -> String {
    if tokens <= MOST_ARCS {
        return String::new();
    }
    let tokens = crate::explain::key_journey::words::thousands(tokens);
    format!("Of {tokens} ranges, the drawing shows those at {MOST_ARCS} points around the ring.")
}

fn arcs(ring: &Ring) -> Vec<Arc> {
    let count = ring.tokens().len();
    if count <= MOST_ARCS {
        let arc = |(index, token): (usize, &crate::dynamo::partitioning::Token)| {
            let range = ring.range_of(index);
            let from = range.after.turn();
            Arc { path: band(from, from + range.share()), node: token.owner.index() }
        };
        return ring.tokens().iter().enumerate().map(arc).collect();
    }
    let at = |number: usize| number as f64 / MOST_ARCS as f64;
    let owner = |number: usize| {
        let middle = (at(number) + 0.5 / MOST_ARCS as f64) * 2_f64.powi(128);
        ring.owner_of(crate::dynamo::partitioning::Position(middle as u128)).map_or(0, |node| node.index())
    };
    (0..MOST_ARCS).map(|number| Arc { path: band(at(number), at(number + 1)), node: owner(number) }).collect()
}

/// A point at so many turns clockwise from the top, so far from the middle.
fn at(turn: f64, radius: f64) -> (f64, f64) {
    let angle = turn * TAU;
    (MIDDLE.0 + radius * angle.sin(), MIDDLE.1 - radius * angle.cos())
}

fn point(turn: f64, radius: f64) -> String {
    let (x, y) = at(turn, radius);
    format!("{} {}", number(x), number(y))
}

/// The piece of the band between two turns; of the whole ring a little is left open, for an arc has two ends.
fn band(from: f64, to: f64) -> String {
    let to = to.min(from + 0.9999);
    let large = u8::from(to - from > 0.5);
    format!(
        "M{}A{OUTER} {OUTER} 0 {large} 1 {}L{}A{INNER} {INNER} 0 {large} 0 {}Z",
        point(from, OUTER),
        point(to, OUTER),
        point(to, INNER),
        point(from, INNER)
    )
}

/// The copies inside the band, each further in than those that it would lie on.
fn copies(ring: &Ring, walk: &KeyWalk) -> Vec<Copy> {
    const APART: f64 = 26.0;
    let mut copies: Vec<Copy> = Vec::new();
    for met in &walk.tokens {
        let Met::Taken(number) = met.met else { continue };
        let token = ring.tokens()[met.token];
        let mut radius = INNER - 18.0;
        let (mut x, mut y) = at(token.position.turn(), radius);
        while copies.iter().any(|copy| (copy.x - x).hypot(copy.y - y) < APART) && radius > 2.0 * APART {
            radius -= APART;
            (x, y) = at(token.position.turn(), radius);
        }
        copies.push(Copy { x, y, number, node: token.owner.index() });
    }
    copies
}

/// The room that labels have taken.
struct Room {
    /// Left, top, right, bottom of each.
    taken: Vec<[f64; 4]>,
    lettering: Lettering,
}

impl Room {
    /// Puts a label beside the ring, unless it would lie on another one or leave the drawing.
    fn take(&mut self, labels: &mut Vec<Label>, turn: f64, words: String) {
        let Lettering { line, letter, left: first, right: last, .. } = self.lettering;
        let (x, y) = at(turn, OUTER + 12.0);
        let width = letter * words.chars().count() as f64;
        let sideways = (turn * TAU).sin();
        let (anchor, left) = match sideways {
            _ if sideways.abs() < 0.2 => ("middle", x - width / 2.0),
            _ if sideways > 0.0 => ("start", x),
            _ => ("end", x - width),
        };
        let bounds = [left, y - line / 2.0, left + width, y + line / 2.0];
        let is_inside = bounds[0] >= first && bounds[1] >= 0.0 && bounds[2] <= last && bounds[3] <= HEIGHT;
        let is_free = |other: &[f64; 4]| {
            bounds[0] >= other[2] || bounds[2] <= other[0] || bounds[1] >= other[3] || bounds[3] <= other[1]
        };
        if is_inside && self.taken.iter().all(is_free) {
            self.taken.push(bounds);
            labels.push(Label { x, y: y + line * 0.3, anchor, words });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::laboratories::rings::copies::CopyRule;
    use crate::scenario::NodeSpec;

    fn ring(nodes: usize, tokens: usize) -> Ring {
        let nodes: Vec<NodeSpec> = (0..nodes).map(|node| NodeSpec::new(&format!("n{node}"), tokens)).collect();
        CopyRule::OnNodes(3).ring(&nodes)
    }

    fn drawn(ring: &Ring) -> RingDrawing {
        lettered(ring, Lettering::WIDE)
    }

    fn lettered(ring: &Ring, lettering: Lettering) -> RingDrawing {
        let walk = crate::laboratories::rings::key_walk::key_walk(
            ring,
            crate::dynamo::partitioning::Position::from_key("cart"),
            3,
        );
        let turn = crate::dynamo::partitioning::Position::from_key("cart").turn();
        let (name, text) = (|node| format!("10.0.0.{node}"), |token| format!("-88116017581404{token:05}"));
        draw(ring, name, text, Some((turn, &walk)), lettering)
    }

    #[test]
    fn a_small_ring_has_every_range_and_a_large_one_is_thinned_out_and_says_so() {
        let small = drawn(&ring(3, 8));
        assert_eq!((small.arcs.len(), small.thinned.as_str(), small.copies.len()), (24, "", 3));
        let large = drawn(&ring(100, 64));
        assert_eq!(large.arcs.len(), MOST_ARCS);
        assert!(large.thinned.starts_with("Of 6,400 ranges"));
        let nothing = draw(&Ring::default(), |_| String::new(), |_| String::new(), None, Lettering::WIDE);
        assert_eq!(nothing.arcs.len(), 0);
        assert_eq!(drawn(&ring(1, 1)).arcs.len(), 1);
    }

    #[test]
    fn labels_and_copies_do_not_lie_on_each_other() {
        let rings = [(3, 1), (5, 8), (12, 4), (40, 16), (100, 64)];
        let both = [Lettering::WIDE, Lettering::NARROW];
        for ((nodes, tokens), lettering) in rings.into_iter().flat_map(|ring| both.map(|lettering| (ring, lettering))) {
            let Lettering { line, letter, left: first, right: last, .. } = lettering;
            let drawing = lettered(&ring(nodes, tokens), lettering);
            assert!(!drawing.labels.is_empty());
            let bounds = |label: &Label| {
                let width = letter * label.words.chars().count() as f64;
                let left = match label.anchor {
                    "start" => label.x,
                    "end" => label.x - width,
                    _ => label.x - width / 2.0,
                };
                (left, left + width, label.y)
            };
            for (index, label) in drawing.labels.iter().enumerate() {
                let (left, right, y) = bounds(label);
                assert!(left >= first && right <= last, "{label:?}");
                for other in &drawing.labels[..index] {
                    let (other_left, other_right, other_y) = bounds(other);
                    assert!(
                        left >= other_right || right <= other_left || (y - other_y).abs() >= line - 0.01,
                        "{label:?} {other:?}"
                    );
                }
            }
            for (index, copy) in drawing.copies.iter().enumerate() {
                for other in &drawing.copies[..index] {
                    assert!((copy.x - other.x).hypot(copy.y - other.y) >= 20.0, "{copy:?} {other:?}");
                }
            }
        }
    }
}
