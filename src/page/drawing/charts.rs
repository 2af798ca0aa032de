//! Charts: a [`Chart`] says what is to be seen, [`drawing`] turns it into shapes, and these go to the page or into an
//! SVG file of their own. All of it can be thought out without a browser.
//!
//! Series differ by mark first (the hatch of bars, the dashes of a line, the shape of dots, a band), colour second, so that
//! a print in grey and eyes with any kind of colour vision tell them apart. Behind each chart is a table with the same
//! numbers.

pub mod drawing;
pub mod marks;
pub mod scale;
pub mod svg_file;

pub use drawing::{Drawing, Shape, Size, draw};
pub use scale::{Scale, Spacing};

/// What a chart shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Chart {
    /// What it is called, for readers and in the file.
    pub title: String,
    /// What it shows, in one sentence computed from the numbers.
    pub says: String,
    /// From left to right.
    pub x: Axis,
    /// From bottom to top.
    pub y: Axis,
    /// What is drawn, the hindmost first.
    pub series: Vec<Series>,
    /// Values that are marked across the whole chart.
    pub rules: Vec<Rule>,
}

/// An axis.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Axis {
    /// What it measures, with the unit.
    pub label: String,
    /// How values are spaced on it.
    pub spacing: Spacing,
    /// Values that it must show, besides those of the series.
    pub include: Vec<f64>,
    /// Names for the values 0, 1, 2, …, where it has no numbers.
    pub categories: Vec<String>,
    /// Whether its values are parts of one, written in per cent.
    pub percent: bool,
}

/// How a series is drawn: all that tells it from the others where colour does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Upright bars from zero, one at each value.
    Bars(Hatch),
    /// A line through the points; a dashed one where theory says it.
    Line(Dash),
    /// A dot at each point: what was measured.
    Dots(Dot),
    /// A line through a dot at each point.
    Joined(Dash, Dot),
    /// The area between the low and the high of each point.
    Band,
}

/// How a line is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dash {
    /// Not at all.
    Solid,
    /// Into dashes.
    Dashed,
    /// Into dots.
    Dotted,
    /// Into dashes and dots in turn.
    DashDot,
}

impl Dash {
    /// Lengths of the strokes and of the gaps after them; nothing for a line that is whole.
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
    /// A disc.
    Round,
    /// A square.
    Square,
    /// A triangle on its base.
    Triangle,
}

/// What bars are filled with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hatch {
    /// Colour alone.
    Full,
    /// Slanted stripes.
    Slanted,
    /// Level stripes.
    Level,
}

/// The colour of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// What everything stands on.
    Paper,
    /// The page's ink.
    Ink,
    /// Quiet.
    Quiet,
    /// The page's accent.
    Accent,
    /// The colour of the node with this number for life.
    Node(usize),
}

/// A point of a series. `low` and `high` are those of a band, and otherwise the value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// From left to right.
    pub x: f64,
    /// From bottom to top.
    pub y: f64,
    /// The lower edge of a band.
    pub low: f64,
    /// The upper edge of a band.
    pub high: f64,
}

impl Point {
    /// A point without a band.
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y, low: y, high: y }
    }
}

/// One series.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// What it is, for the legend.
    pub name: String,
    /// How it is drawn.
    pub mark: Mark,
    /// In which colour.
    pub ink: Ink,
    /// Its points, as they are joined.
    pub points: Vec<Point>,
    /// Colours of single bars in place of `ink`.
    pub inks: Vec<Ink>,
}

impl Series {
    /// Its points by ascending `x`: moments may have been asked about in any order.
    fn in_order(&self) -> Vec<Point> {
        let mut points = self.points.clone();
        points.sort_by(|one, other| one.x.total_cmp(&other.x));
        points
    }

    /// A series of plain points.
    pub fn new(name: &str, mark: Mark, ink: Ink, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let points = points.into_iter().map(|(x, y)| Point::new(x, y)).collect();
        Self { name: name.to_owned(), mark, ink, points, inks: Vec::new() }
    }
}

/// A value that is marked across the whole chart.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// The value.
    pub at: f64,
    /// Whether it is one of the x axis: the line stands upright.
    pub upright: bool,
    /// What stands beside it.
    pub label: String,
}

impl Chart {
    /// The numbers behind it: a head, a row for each of the first so many values of the x axis, and how many more there are.
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

    /// Of the points of each series by ascending `x`.
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

    /// A value in words.
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
            x: Axis::new("tokens a node", Spacing::Logarithmic),
            y: Axis { percent: true, ..Axis::new("spread", Spacing::Linear) },
            series: vec![
                Series::new("theory", Mark::Line(Dash::Dashed), Ink::Ink, [(4.0, 0.5), (1.0, 1.0)]),
                Series::new("measured", Mark::Dots(Dot::Round), Ink::Accent, [(4.0, 0.525)]),
            ],
            ..Chart::default()
        };
        let (head, rows, _) = chart.table(usize::MAX);
        assert_eq!(head, ["tokens a node", "theory", "measured"]);
        assert_eq!(rows, [["1", "100 %", ""], ["4", "50 %", "52.5 %"]]);
    }
}
