//! The version history of a key as boxes and lines, in units of a 13th of the font size.

use super::geometry::number;
use crate::explain::key_journey::words::{EMPTY_CART, is_empty_cart, shortened};
use crate::explain::version_history::{GridPosition, KeyVersion, Layout, Standing, VersionHistory, layout};

/// Distance between two boxes of a row, and between two rows.
const GAP: f64 = 10.0;
const ROW_GAP: f64 = 20.0;
/// Height of a line in a box, and the padding above and below.
const LINE: f64 = 16.0;
const PADDING: f64 = 5.0;
/// The least and the greatest width of a box.
const NARROWEST: f64 = 84.0;
const WIDEST: f64 = 190.0;
/// Width of a letter of the clock and of the value, and of the coloured bar at the left.
const CLOCK_LETTER: f64 = 7.83;
const VALUE_LETTER: f64 = 8.6;
const BAR: f64 = 12.0;
/// Most lines of a clock.
const CLOCK_LINES: usize = 2;

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    /// The index of the first version drawn.
    pub first: usize,
    /// A box for each version.
    pub boxes: Vec<VersionBox>,
    /// Edges from each version to those that its put had read.
    pub edges: Vec<Edge>,
    /// Edges to versions that replaced another one without having read it.
    pub losses: Vec<Edge>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct VersionBox {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// The value, cut to the available room.
    pub value: String,
    /// The vector clock, in lines; then the timestamp, where versions are compared by it.
    pub clock: Vec<String>,
}

/// An edge between two versions, by their indices in the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The earlier version.
    pub from: usize,
    /// The later version.
    pub to: usize,
    pub path: String,
}

/// Draws the latest `most` versions within a width of `room`.
pub fn draw(history: &VersionHistory, most: usize, room: f64) -> Drawing {
    let first = history.versions.len().saturating_sub(most);
    let shown = &history.versions[first..];
    let within = |positions: &[usize]| {
        positions.iter().filter_map(|position| position.checked_sub(first)).collect::<Vec<usize>>()
    };
    let parents: Vec<Vec<usize>> = shown.iter().map(|version| within(&version.parents)).collect();
    let open: Vec<bool> = shown.iter().map(|version| version.standing == Standing::Current).collect();
    let laid = layout(&parents, &open);
    let column = (room / laid.width.max(1) as f64).max(NARROWEST + GAP);
    let width = column * laid.width as f64;
    let boxes = boxes(history, first, &laid, column);
    let tops = row_tops(&laid, &boxes);
    let boxes: Vec<VersionBox> = boxes
        .into_iter()
        .zip(&laid.positions)
        .map(|(one, position)| VersionBox { y: tops[position.layer].0, ..one })
        .collect();
    let edges = laid.routes.iter().map(|route| Edge {
        from: first + route.from,
        to: first + route.to,
        path: path(&route.through, column, &tops, (boxes[route.from].height, boxes[route.to].y)),
    });
    let losses = shown.iter().enumerate().filter_map(|(position, version)| {
        let (Standing::Lost { displaced_by } | Standing::Dropped { displaced_by }) = version.standing else {
            return None;
        };
        let by = displaced_by?.checked_sub(first)?;
        Some(Edge { from: first + position, to: first + by, path: across(&boxes[position], &boxes[by]) })
    });
    Drawing {
        width,
        height: tops.last().map_or(0.0, |(top, height)| top + height),
        first,
        edges: edges.collect(),
        losses: losses.collect(),
        boxes: boxes.clone(),
    }
}

/// The boxes, before the heights of their rows are known.
fn boxes(history: &VersionHistory, first: usize, laid: &Layout, column: f64) -> Vec<VersionBox> {
    let of = |(index, (position, version)): (usize, (&GridPosition, &KeyVersion))| {
        let alone = laid.lanes[position.layer] == 1;
        let width = if alone { (column * laid.width as f64 - GAP).min(WIDEST.max(column - GAP)) } else { column - GAP };
        let room = width - BAR - PADDING;
        let value = version.value.as_deref().unwrap_or("deleted");
        let value = if is_empty_cart(value) { EMPTY_CART } else { value };
        let mut clock = lines(&version.clock, (room / CLOCK_LETTER) as usize);
        clock.extend(history.timestamp(first + index));
        VersionBox {
            x: centre(position, column) - width / 2.0,
            y: 0.0,
            width,
            height: LINE * (1 + clock.len()) as f64 + 2.0 * PADDING,
            value: shortened(value.lines().next().unwrap_or(""), (room / VALUE_LETTER) as usize),
            clock,
        }
    };
    laid.positions.iter().zip(&history.versions[first..]).enumerate().map(of).collect()
}

/// The upper edge of each row, and its height.
fn row_tops(laid: &Layout, boxes: &[VersionBox]) -> Vec<(f64, f64)> {
    let mut top = 1.0;
    let row = |layer: usize| {
        let own = boxes.iter().zip(&laid.positions).filter(|(_, position)| position.layer == layer);
        let height = own.map(|(one, _)| one.height).fold(0.0, f64::max);
        let here = top;
        top += height + ROW_GAP;
        (here, height)
    };
    (0..laid.layers).map(row).collect()
}

fn centre(position: &GridPosition, column: f64) -> f64 {
    (position.across + 0.5) * column
}

/// From the lower edge of a box down through its lanes to the upper edge of another one.
fn path(through: &[GridPosition], column: f64, tops: &[(f64, f64)], (own_height, to_top): (f64, f64)) -> String {
    let mut path = String::new();
    for (step, pair) in through.windows(2).enumerate() {
        let (x, next) = (centre(&pair[0], column), centre(&pair[1], column));
        let (top, height) = tops[pair[0].layer];
        let down = if step == 0 { top + own_height } else { top + height };
        let below = if step + 2 == through.len() { to_top } else { tops[pair[1].layer].0 };
        let start = if step == 0 { format!("M{} {}", number(x), number(down)) } else { format!("V{}", number(down)) };
        let middle = number((down + below) / 2.0);
        path.push_str(&format!(
            "{start}C{} {middle} {} {middle} {} {}",
            number(x),
            number(next),
            number(next),
            number(below)
        ));
    }
    path
}

/// Between the facing edges of two boxes.
fn across(lost: &VersionBox, by: &VersionBox) -> String {
    let middle = |one: &VersionBox| (one.x + one.width / 2.0, one.y + one.height / 2.0);
    let ((lost_x, lost_y), (by_x, by_y)) = (middle(lost), middle(by));
    let (from, to) = if lost.y == by.y {
        let side = if lost_x < by_x { 0.5 } else { -0.5 };
        ((lost_x + side * lost.width, lost_y), (by_x - side * by.width, by_y))
    } else {
        let side = if lost_y < by_y { 0.5 } else { -0.5 };
        ((lost_x, lost_y + side * lost.height), (by_x, by_y - side * by.height))
    };
    format!("M{} {}L{} {}", number(from.0), number(from.1), number(to.0), number(to.1))
}

/// A vector clock in lines of at most `letters` characters, broken between pairs; an ellipsis replaces what does not fit.
fn lines(clock: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for pair in clock.split_inclusive(']') {
        let full = |line: &String| !line.is_empty() && line.chars().count() + pair.chars().count() > letters;
        let count = lines.len();
        match lines.last_mut() {
            Some(line) if !full(line) => line.push_str(pair),
            _ if count < CLOCK_LINES => lines.push(pair.to_owned()),
            Some(line) => {
                line.push('…');
                break;
            }
            None => {}
        }
    }
    lines.iter().map(|line| shortened(line, letters.max(3))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario};

    fn history(scenario: &str) -> VersionHistory {
        let path = format!("{}/tests/scenarios/{scenario}.json", env!("CARGO_MANIFEST_DIR"));
        let json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut playground = Playground::new(Scenario::from_json(&json).unwrap()).unwrap();
        playground.run(RunLimit::default()).unwrap();
        playground.version_history("cart").unwrap()
    }

    #[test]
    fn figure_3_is_drawn_with_two_equal_boxes_side_by_side() {
        let drawing = draw(&history("figure-3-version-history"), 12, 280.0);
        let [_, d2, d3, d4, d5] = drawing.boxes.as_slice() else { panic!("{drawing:?}") };
        assert_eq!((d3.y, d3.width, d3.height), (d4.y, d4.width, d4.height));
        assert!(d3.x + d3.width <= d4.x);
        for alone in [d2, d5] {
            assert!((alone.x + alone.width / 2.0 - 140.0).abs() < 1e-9, "in the middle");
        }
        assert!(d2.y + d2.height < d3.y && d4.y + d4.height < d5.y);
        assert_eq!(
            (d3.clock.join("|"), d5.clock.join("|")),
            ("[Sx,2][Sy,1]".to_owned(), "[Sx,3][Sy,1][Sz,1]".to_owned())
        );
        assert!(drawing.width <= 280.0 && drawing.height < 260.0, "{drawing:?}");
        assert_eq!((drawing.edges.len(), drawing.losses.len()), (5, 0));
    }

    #[test]
    fn a_loss_leads_to_what_took_its_place() {
        let drawing = draw(&history("same-coordinator-race-plain"), 12, 280.0);
        assert_eq!(drawing.losses.iter().map(|edge| (edge.from, edge.to)).collect::<Vec<_>>(), [(1, 2)]);
    }

    #[test]
    fn nine_siblings_stand_in_one_row_that_is_wider_than_the_room() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        for client in 0..9 {
            playground.apply(Command::put(&format!("client-{client}"), "cart", &"x".repeat(1 << 20))).unwrap();
            playground.run(RunLimit::default()).unwrap();
        }
        let drawing = draw(&playground.version_history("cart").unwrap(), 12, 280.0);
        assert!(drawing.boxes.iter().all(|one| one.y == drawing.boxes[0].y && one.value.chars().count() < 20));
        assert!(drawing.width > 9.0 * NARROWEST);
    }

    #[test]
    fn of_many_versions_the_latest_are_drawn() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        for round in 0..40 {
            playground.apply(Command::put("Alice", "cart", &round.to_string())).unwrap();
            playground.run(RunLimit { until: Some(playground.state().time + 200.0), events: None }).unwrap();
        }
        let history = playground.version_history("cart").unwrap();
        let drawing = draw(&history, 12, 280.0);
        assert_eq!((drawing.first, drawing.boxes.len(), drawing.edges.len()), (28, 12, 11));
        assert_eq!(draw(&history, usize::MAX, 280.0).boxes.len(), 40);
    }

    #[test]
    fn clocks_are_broken_between_pairs() {
        assert_eq!(lines("[Sx,3][Sy,1][Sz,1]", 12), ["[Sx,3][Sy,1]", "[Sz,1]"]);
        assert_eq!(lines("[A,1][B,1][C,1][D,1][E,1]", 10), ["[A,1][B,1]", "[C,1][D,1…"]);
        assert_eq!(lines("[a-very-long-name,12]", 10), ["[a-very-l…"]);
        assert_eq!(lines("", 10), [""]);
    }
}
