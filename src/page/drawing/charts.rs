//! Charts: a [`Chart`] holds the data, [`drawing`] turns it into shapes, and these are put on the page or into an SVG
//! file.
//!
//! Series differ by mark first (the hatch of bars, the dashes of a line, the shape of dots, a band) and by colour
//! second, so that they can be told apart in greyscale and with any kind of colour vision. Behind each chart is a table
//! with the same numbers.

pub mod drawing;
pub mod marks;
pub mod scale;
pub mod svg_file;

pub use drawing::{Drawing, Shape, Size, draw};
pub use scale::{Scale, Spacing};

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Chart {
    /// The title, also for screen readers and the file.
    pub title: String,
    /// The caption: a sentence computed from the numbers.
    pub says: String,
    pub x: Axis,
    pub y: Axis,
    /// The series, the hindmost first.
    pub series: Vec<Series>,
    /// Reference values marked across the whole chart.
    pub rules: Vec<Rule>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Axis {
    /// The quantity, with its unit.
    pub label: String,
    pub spacing: Spacing,
    /// Values that the axis must include besides those of the series.
    pub include: Vec<f64>,
    /// Names for the values 0, 1, 2, …, on an axis of categories.
    pub categories: Vec<String>,
    /// Whether its values are fractions, written in per cent.
    pub percent: bool,
}

/// How a series is drawn, so that it can be told apart without colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Upright bars from zero, one at each value.
    Bars(Hatch),
    /// Bars over those of the series before: a part of them.
    Within(Hatch),
    /// A level at each value, as wide as its bars.
    Levels,
    /// The outline of a histogram: a step at each value, half way to its neighbours.
    Steps,
    /// A line through the points; dashed for theory.
    Line(Dash),
    /// A dot at each point, for measurements.
    Dots(Dot),
    /// A line through a dot at each point.
    Joined(Dash, Dot),
    /// The area between the low and the high of each point.
    Band,
}

/// The dashes of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dash {
    Solid,
    Dashed,
    Dotted,
    DashDot,
}

impl Dash {
    /// The `stroke-dasharray` of the line, or `None` if it is solid.
    pub fn lengths(self) -> Option<&'static str> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some("7 5"),
            Self::Dotted => Some("2 4"),
            Self::DashDot => Some("12 4 2 4"),
        }
    }
}

/// The shape of dots.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dot {
    Round,
    Square,
    Triangle,
}

/// The fill of bars.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hatch {
    Full,
    Slanted,
    Level,
}

/// The colour of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// The background.
    Paper,
    Ink,
    /// A muted ink.
    Quiet,
    Accent,
    /// The colour of the node with this number for life.
    Node(usize),
}

/// A point of a series. `low` and `high` are the edges of a band; without one, both equal `y`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    pub low: f64,
    pub high: f64,
}

impl Point {
    /// A point without a band.
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y, low: y, high: y }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// The name in the legend.
    pub name: String,
    pub mark: Mark,
    pub ink: Ink,
    /// The points, in the order in which they are joined.
    pub points: Vec<Point>,
    /// Colours of single bars in place of `ink`.
    pub inks: Vec<Ink>,
}

impl Series {
    /// The points by ascending `x`: the times asked about may be in any order.
    fn in_order(&self) -> Vec<Point> {
        let mut points = self.points.clone();
        points.sort_by(|one, other| one.x.total_cmp(&other.x));
        points
    }

    pub fn new(name: &str, mark: Mark, ink: Ink, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let points = points.into_iter().map(|(x, y)| Point::new(x, y)).collect();
        Self { name: name.to_owned(), mark, ink, points, inks: Vec::new() }
    }
}

/// A reference value marked across the whole chart.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    pub at: f64,
    /// Whether the value belongs to the x axis, so that its line is vertical.
    pub upright: bool,
    pub label: String,
}

impl Chart {
    /// The numbers behind the chart: a header, a row for each of the first `most` values of the x axis, and how many
    /// more there are.
    pub fn table(&self, most: usize) -> (Vec<String>, Vec<Vec<String>>, usize) {
        let mut head = vec![self.x.label.clone()];
        for series in &self.series {
            match series.mark {
                Mark::Band => head.extend([format!("{}, low", series.name), format!("{}, high", series.name)]),
                _ => head.push(series.name.clone()),
            }
        }
        let mut values: Vec<f64> =
            self.series.iter().flat_map(|series| series.points.iter().map(|point| point.x)).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        let ordered: Vec<Vec<Point>> = self.series.iter().map(Series::in_order).collect();
        let rows = values.iter().take(most).map(|x| self.row(*x, &ordered)).collect();
        (head, rows, values.len().saturating_sub(most))
    }

    /// One row of the table; `ordered` holds the points of each series by ascending `x`.
    fn row(&self, x: f64, ordered: &[Vec<Point>]) -> Vec<String> {
        let mut row = vec![self.x.words(x)];
        for (series, points) in self.series.iter().zip(ordered) {
            let point = points.get(points.partition_point(|point| point.x < x)).filter(|point| point.x == x);
            let words = |value: fn(&Point) -> f64| point.map_or_else(String::new, |point| self.y.words(value(point)));
            match series.mark {
                Mark::Band => row.extend([words(|point| point.low), words(|point| point.high)]),
                _ => row.push(words(|point| point.y)),
            }
        }
        row
    }
}

impl Axis {
    /// An axis of numbers.
    pub fn new(label: &str, spacing: Spacing) -> Self {
        Self { label: label.to_owned(), spacing, ..Self::default() }
    }

    /// A value as text.
    pub fn words(&self, value: f64) -> String {
        let named = self.categories.get(value as usize).filter(|_| value >= 0.0 && !self.categories.is_empty());
        match named {
            Some(name) => name.clone(),
            None if self.percent => format!("{} %", scale::number_words(value * 100.0)),
            None => scale::number_words(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_row_for_each_value_and_gaps_where_a_series_has_none() {
        let chart = Chart {
            x: Axis::new("tokens per node", Spacing::Logarithmic),
            y: Axis { percent: true, ..Axis::new("spread", Spacing::Linear) },
            series: vec![
                Series::new("theory", Mark::Line(Dash::Dashed), Ink::Ink, [(4.0, 0.5), (1.0, 1.0)]),
                Series::new("measured", Mark::Dots(Dot::Round), Ink::Accent, [(4.0, 0.525)]),
            ],
            ..Chart::default()
        };
        let (head, rows, _) = chart.table(usize::MAX);
        assert_eq!(head, ["tokens per node", "theory", "measured"]);
        assert_eq!(rows, [["1", "100 %", ""], ["4", "50 %", "52.5 %"]]);
    }
}
