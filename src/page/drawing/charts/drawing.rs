//! From a chart to shapes: the layout of charts.

use super::marks::{Edges, dot_path, stripes};
use super::scale::{Scale, Spacing};
use super::{Chart, Dash, Dot, Hatch, Ink, Mark, Rule, Series};
use crate::page::drawing::geometry::number;

/// The size of a chart, in units of its drawing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Size {
    pub width: f64,
    pub height: f64,
    /// The size of type, relative to 13 units.
    pub type_scale: f64,
}

impl Size {
    /// In a window, beside the controls.
    pub const WIDE: Self = Self { width: 760.0, height: 380.0, type_scale: 1.0 };
    /// On a projector.
    pub const PROJECTOR: Self = Self { width: 760.0, height: 400.0, type_scale: 1.35 };
    /// On a phone.
    pub const NARROW: Self = Self { width: 360.0, height: 300.0, type_scale: 1.0 };
}

#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    Line {
        path: String,
        ink: Ink,
        /// Stroke width in units.
        width: f64,
        dash: Dash,
    },
    Area {
        path: String,
        ink: Ink,
        /// Whether the area is translucent.
        faint: bool,
    },
    Dot {
        x: f64,
        y: f64,
        ink: Ink,
        dot: Dot,
    },
    Words {
        x: f64,
        /// The baseline.
        y: f64,
        /// `start`, `middle` or `end`.
        anchor: &'static str,
        words: String,
        /// Whether they are muted.
        quiet: bool,
    },
}

/// A series of more points is merged into one shape: a thousand bars cannot be told apart by colour, and each would be
/// an element that is redrawn several times a second while an experiment runs.
const MOST_APART: usize = 128;

/// Length of a sample in the legend, and from its start to its text, in units. A sample must show a dash, a dot and
/// half a dash to be told from dashes alone.
const SAMPLE: f64 = 30.0;
const SAMPLE_ROOM: f64 = 36.0;

/// A chart as shapes.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawing {
    pub size: Size,
    /// The shapes, the hindmost first.
    pub shapes: Vec<Shape>,
}

/// The frame and scales of one chart.
struct Plot<'a> {
    chart: &'a Chart,
    size: Size,
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// Lays out a chart.
pub fn draw(chart: &Chart, size: Size) -> Drawing {
    let line = 18.0 * size.type_scale;
    let legend_rows = legend_rows(chart, size).len();
    let (left, right) = (62.0 * size.type_scale, size.width - 14.0 * size.type_scale);
    let (top, bottom) = (line * (legend_rows as f64 + 1.4), size.height - 2.6 * line);
    let xs = chart.series.iter().flat_map(|series| series.points.iter().map(|point| point.x));
    let upright = chart.rules.iter().filter(|rule| rule.upright).map(|rule| rule.at);
    // Bars need half a category of room on either side.
    let room = if has_bars(chart) { vec![-0.6, bar_count(chart) - 0.4] } else { Vec::new() };
    let x = Scale::around(
        chart.x.spacing,
        xs.chain(upright).chain(chart.x.include.iter().copied()).chain(room),
        left,
        right,
    );
    let ys =
        chart.series.iter().flat_map(|series| series.points.iter().flat_map(|point| [point.y, point.low, point.high]));
    let level = chart.rules.iter().filter(|rule| !rule.upright).map(|rule| rule.at);
    let ground = (chart.y.spacing == Spacing::Linear && has_bars(chart)).then_some(0.0);
    let y = Scale::around(
        chart.y.spacing,
        ys.chain(level).chain(chart.y.include.iter().copied()).chain(ground),
        bottom,
        top,
    );
    let plot = Plot { chart, size, x, y, left, right, top, bottom };
    let mut shapes = Vec::new();
    plot.axes(&mut shapes);
    chart.series.iter().for_each(|series| plot.series(series, &mut shapes));
    chart.rules.iter().enumerate().for_each(|(index, rule)| plot.rule(index, rule, &mut shapes));
    plot.legend(&mut shapes);
    Drawing { size, shapes }
}

fn has_bars(chart: &Chart) -> bool {
    chart.series.iter().any(is_of_bars)
}

fn is_of_bars(series: &Series) -> bool {
    matches!(series.mark, Mark::Bars(_))
}

fn bar_count(chart: &Chart) -> f64 {
    let bars = chart.series.iter().filter(|series| is_of_bars(series));
    bars.flat_map(|series| series.points.iter().map(|point| point.x + 1.0)).fold(1.0, f64::max)
}

/// The rows of the legend: the series in each, with their x positions.
fn legend_rows(chart: &Chart, size: Size) -> Vec<Vec<(usize, f64)>> {
    let mut rows: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut at = f64::INFINITY;
    for (index, series) in chart.series.iter().enumerate() {
        let width = (SAMPLE_ROOM + 14.0 + 7.2 * series.name.chars().count() as f64) * size.type_scale;
        if at + width > size.width {
            rows.push(Vec::new());
            at = 8.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((index, at));
        }
        at += width;
    }
    rows
}

impl Plot<'_> {
    fn axes(&self, shapes: &mut Vec<Shape>) {
        let (unit, about) =
            (13.0 * self.size.type_scale, ((self.bottom - self.top) / (44.0 * self.size.type_scale)) as usize);
        for value in self.y.ticks(about) {
            let y = self.y.at(value);
            shapes.push(faint_line((self.left, y), (self.right, y)));
            shapes.push(words((self.left - 8.0, y + unit * 0.35), "end", self.chart.y.words(value), true));
        }
        for value in self.x_ticks() {
            let x = self.x.at(value);
            shapes.push(line((x, self.bottom), (x, self.bottom + 5.0), Ink::Quiet, 1.0, Dash::Solid));
            shapes.push(words((x, self.bottom + unit + 7.0), "middle", self.chart.x.words(value), true));
        }
        shapes.push(line((self.left, self.bottom), (self.right, self.bottom), Ink::Quiet, 1.5, Dash::Solid));
        let middle = (self.left + self.right) / 2.0;
        shapes.push(words((middle, self.size.height - unit * 0.5), "middle", self.chart.x.label.clone(), false));
        shapes.push(words((8.0, self.top - unit * 0.8), "start", self.chart.y.label.clone(), false));
    }

    /// The labelled values of the x axis: all names that fit, or round numbers.
    fn x_ticks(&self) -> Vec<f64> {
        let names = self.chart.x.categories.len();
        if names == 0 {
            let widest = 58.0 * self.size.type_scale;
            return self.x.ticks(((self.right - self.left) / widest) as usize);
        }
        let longest = self.chart.x.categories.iter().map(|name| name.chars().count()).max().unwrap_or(1);
        let room = (self.right - self.left) / names as f64;
        let every = ((longest as f64 * 8.0 + 10.0) * self.size.type_scale / room).ceil().max(1.0) as usize;
        (0..names).step_by(every).map(|index| index as f64).collect()
    }

    fn series(&self, series: &Series, shapes: &mut Vec<Shape>) {
        match series.mark {
            Mark::Bars(hatch) => self.bars(series, hatch, shapes),
            Mark::Line(dash) => shapes.push(self.through(series, dash)),
            Mark::Dots(dot) => shapes.extend(self.dots(series, dot)),
            Mark::Joined(dash, dot) => {
                shapes.push(self.through(series, dash));
                shapes.extend(self.dots(series, dot));
            }
            Mark::Band => shapes.push(Shape::Area { path: self.band(series), ink: series.ink, faint: true }),
        }
    }

    /// The line through the points of a series.
    fn through(&self, series: &Series, dash: Dash) -> Shape {
        let mut path = String::new();
        for point in &series.points {
            path.push(if path.is_empty() { 'M' } else { 'L' });
            path.push_str(&coordinates(self.x.at(point.x), self.y.at(point.y)));
        }
        Shape::Line { path, ink: series.ink, width: 2.5, dash }
    }

    fn dots(&self, series: &Series, dot: Dot) -> Vec<Shape> {
        let coordinates_in = series.points.iter().map(|point| (self.x.at(point.x), self.y.at(point.y)));
        if series.points.len() > MOST_APART {
            let path = coordinates_in.map(|(x, y)| dot_path(dot, x, y)).collect();
            return in_one(path, series.ink).into_iter().collect();
        }
        coordinates_in.map(|(x, y)| Shape::Dot { x, y, ink: series.ink, dot }).collect()
    }

    fn band(&self, series: &Series) -> String {
        let highs = series.points.iter().map(|point| (point.x, point.high));
        let lows = series.points.iter().rev().map(|point| (point.x, point.low));
        let mut path = String::new();
        for (x, y) in highs.chain(lows) {
            path.push(if path.is_empty() { 'M' } else { 'L' });
            path.push_str(&coordinates(self.x.at(x), self.y.at(y)));
        }
        // A sweep that has just begun has no area yet.
        if !path.is_empty() {
            path.push('Z');
        }
        path
    }

    /// The bars of a series; those of several series stand side by side.
    fn bars(&self, series: &Series, hatch: Hatch, shapes: &mut Vec<Shape>) {
        let all: Vec<&Series> = self.chart.series.iter().filter(|other| is_of_bars(other)).collect();
        let own = all.iter().position(|other| std::ptr::eq(*other, series)).unwrap_or_default();
        let whole = (self.x.at(1.0) - self.x.at(0.0)) * 0.8;
        let width = (whole / all.len().max(1) as f64).max(0.5);
        let (mut striped, mut together) = (String::new(), String::new());
        for (index, point) in series.points.iter().enumerate() {
            let left = self.x.at(point.x) - whole / 2.0 + width * own as f64;
            let edges = [left, self.y.at(point.y).min(self.bottom), left + width * 0.94, self.bottom];
            if series.points.len() > MOST_APART {
                together.push_str(&rectangle(edges));
            } else {
                let ink = series.inks.get(index).copied().unwrap_or(series.ink);
                shapes.push(Shape::Area { path: rectangle(edges), ink, faint: false });
            }
            striped.push_str(&stripes(hatch, edges));
        }
        shapes.extend(in_one(together, series.ink));
        shapes.extend(on_bars(striped));
    }

    fn rule(&self, index: usize, rule: &Rule, shapes: &mut Vec<Shape>) {
        let unit = 15.0 * self.size.type_scale;
        if rule.upright {
            let x = self.x.at(rule.at);
            shapes.push(line((x, self.top), (x, self.bottom), Ink::Ink, 1.5, Dash::Dashed));
            // Labels of neighbouring rules must not overlap: each has its own line, and the first of a close pair is
            // written to the left.
            let y = self.top + unit * (index % 5 + 1) as f64;
            let wide = 8.0 * self.size.type_scale * rule.label.chars().count() as f64;
            let close = |other: &Rule, by: f64| (0.0..wide + 10.0).contains(&((self.x.at(other.at) - x) * by));
            let others = || self.chart.rules.iter().filter(|other| other.upright && !std::ptr::eq(*other, rule));
            let first = others().any(|other| close(other, 1.0)) && !others().any(|other| close(other, -1.0));
            let leftward = x > (self.left + self.right) / 2.0 || (first && x - wide > self.left);
            let (anchor, x) = if leftward { ("end", x - 5.0) } else { ("start", x + 5.0) };
            shapes.push(words((x, y), anchor, rule.label.clone(), false));
        } else {
            let y = self.y.at(rule.at);
            shapes.push(line((self.left, y), (self.right, y), Ink::Ink, 1.5, Dash::Dashed));
            shapes.push(words((self.right, y - 5.0), "end", rule.label.clone(), false));
        }
    }

    fn legend(&self, shapes: &mut Vec<Shape>) {
        let unit = 13.0 * self.size.type_scale;
        for (row, entries) in legend_rows(self.chart, self.size).iter().enumerate() {
            let y = 18.0 * self.size.type_scale * (row as f64 + 0.85);
            for (index, x) in entries {
                let series = &self.chart.series[*index];
                shapes.extend(sample(series, *x, y - unit * 0.35, self.size.type_scale));
                shapes.push(words((x + SAMPLE_ROOM * self.size.type_scale, y), "start", series.name.clone(), false));
            }
        }
    }
}

/// The sample of a series in the legend.
fn sample(series: &Series, x: f64, y: f64, scale: f64) -> Vec<Shape> {
    let (ink, end, half) = (series.ink, x + SAMPLE * scale, 6.0 * scale);
    let through = |dash: Dash| line((x, y), (end, y), ink, 2.5, dash);
    let dotted = |dot: Dot| Shape::Dot { x: (x + end) / 2.0, y, ink, dot };
    let edges = [x, y - half, end, y + half];
    let filled = |faint: bool| Shape::Area { path: rectangle(edges), ink, faint };
    match series.mark {
        Mark::Line(dash) => vec![through(dash)],
        Mark::Dots(dot) => vec![dotted(dot)],
        Mark::Joined(dash, dot) => vec![through(dash), dotted(dot)],
        Mark::Bars(hatch) => std::iter::once(filled(false)).chain(on_bars(stripes(hatch, edges))).collect(),
        Mark::Band => vec![filled(true)],
    }
}

/// One path for all shapes of a series.
fn in_one(path: String, ink: Ink) -> Option<Shape> {
    (!path.is_empty()).then_some(Shape::Area { path, ink, faint: false })
}

/// The stripes on bars, in the colour of the background.
fn on_bars(stripes: String) -> Option<Shape> {
    let path = Some(stripes).filter(|stripes| !stripes.is_empty())?;
    Some(Shape::Line { path, ink: Ink::Paper, width: 2.0, dash: Dash::Solid })
}

fn rectangle(edges: Edges) -> String {
    let [l, t, r, b] = edges.map(number);
    format!("M{l} {b}V{t}H{r}V{b}Z")
}

fn coordinates(x: f64, y: f64) -> String {
    format!("{} {}", number(x), number(y))
}

fn line(from: (f64, f64), to: (f64, f64), ink: Ink, width: f64, dash: Dash) -> Shape {
    Shape::Line { path: format!("M{}L{}", coordinates(from.0, from.1), coordinates(to.0, to.1)), ink, width, dash }
}

fn faint_line(from: (f64, f64), to: (f64, f64)) -> Shape {
    line(from, to, Ink::Quiet, 0.35, Dash::Solid)
}

fn words(at: (f64, f64), anchor: &'static str, words: String, quiet: bool) -> Shape {
    Shape::Words { x: at.0, y: at.1, anchor, words, quiet }
}

#[cfg(test)]
mod tests {
    use super::super::Axis;
    use super::super::svg_file::svg_file;
    use super::*;
    use std::collections::BTreeSet;

    const SIZES: [Size; 3] = [Size::WIDE, Size::PROJECTOR, Size::NARROW];

    fn bars(values: &[f64]) -> Chart {
        let points = values.iter().enumerate().map(|(index, value)| (index as f64, *value));
        let categories = (0..values.len()).map(|index| format!("N{index}")).collect();
        Chart {
            title: "Shares".to_owned(),
            x: Axis { categories, ..Axis::new("node", Spacing::Linear) },
            y: Axis { percent: true, ..Axis::new("share", Spacing::Linear) },
            series: vec![Series::new("share", Mark::Bars(Hatch::Full), Ink::Accent, points)],
            rules: vec![Rule { at: 0.2, upright: false, label: "mean".to_owned() }],
            ..Chart::default()
        }
    }

    fn areas(drawing: &Drawing) -> Vec<&str> {
        let path = |shape: &'_ Shape| matches!(shape, Shape::Area { .. });
        let shapes = drawing.shapes.iter().filter(|shape| path(shape));
        shapes
            .filter_map(|shape| if let Shape::Area { path, .. } = shape { Some(path.as_str()) } else { None })
            .collect()
    }

    #[test]
    fn nothing_measured_yet_is_drawn_as_nothing() {
        let mut chart = bars(&[]);
        chart.series.push(Series::new("band", Mark::Band, Ink::Accent, []));
        chart.series.push(Series::new("line", Mark::Joined(Dash::Solid, Dot::Round), Ink::Accent, []));
        let begins = |path: &str| path.is_empty() || path.starts_with('M');
        assert!(areas(&draw(&chart, Size::WIDE)).into_iter().all(begins));
    }

    #[test]
    fn a_thousand_bars_or_dots_are_one_shape() {
        let many: Vec<f64> = (0..1_000).map(|index| f64::from(index % 7)).collect();
        let mut chart = bars(&many);
        chart.series[0].inks = (0..1_000).map(Ink::Node).collect();
        let dots = many.iter().enumerate().map(|(index, value)| (index as f64, *value));
        chart.series.push(Series::new("fair", Mark::Dots(Dot::Round), Ink::Ink, dots));
        let drawing = draw(&chart, Size::WIDE);
        assert!(drawing.shapes.len() < 60, "{}", drawing.shapes.len());
        assert_eq!(areas(&drawing)[0].matches('Z').count(), 1_000);
    }

    #[test]
    fn bars_begin_on_the_ground_and_have_names_below() {
        let drawing = draw(&bars(&[0.1, 0.3, 0.2]), Size::WIDE);
        // Three bars, and one in the legend.
        assert_eq!(areas(&drawing).len(), 4);
        let named = |name: &str| {
            drawing.shapes.iter().any(|shape| matches!(shape, Shape::Words { words, .. } if words == name))
        };
        assert!(["N0", "N1", "N2", "mean", "node", "share", "0 %"].into_iter().all(named));
    }

    const MARKS: [Mark; 12] = [
        Mark::Bars(Hatch::Full),
        Mark::Bars(Hatch::Slanted),
        Mark::Bars(Hatch::Level),
        Mark::Line(Dash::Solid),
        Mark::Line(Dash::Dashed),
        Mark::Line(Dash::Dotted),
        Mark::Line(Dash::DashDot),
        Mark::Dots(Dot::Round),
        Mark::Dots(Dot::Square),
        Mark::Dots(Dot::Triangle),
        Mark::Joined(Dash::Dashed, Dot::Square),
        Mark::Band,
    ];

    #[test]
    fn every_mark_looks_different_without_its_colour_in_the_chart_and_in_the_legend() {
        let in_chart = |mark: Mark| {
            let mut chart = bars(&[0.1, 0.3, 0.2]);
            chart.series[0].mark = mark;
            svg_file(&draw(&chart, Size::WIDE), "")
        };
        let in_legend = |mark: Mark| {
            let shapes = sample(&Series::new("", mark, Ink::Ink, []), 0.0, 20.0, 1.0);
            svg_file(&Drawing { size: Size::WIDE, shapes }, "")
        };
        let looks: BTreeSet<String> = MARKS.into_iter().map(in_chart).collect();
        assert_eq!(looks.len(), MARKS.len());
        let looks: BTreeSet<String> = MARKS.into_iter().map(in_legend).collect();
        assert_eq!(looks.len(), MARKS.len());
    }

    /// The coordinates in a path of absolute commands.
    fn coordinates_in(path: &str) -> Vec<(f64, f64)> {
        let (mut at, mut coordinates_in) = ((0.0, 0.0), Vec::new());
        let mut rest = path;
        while let Some(command) = rest.chars().next() {
            let end = rest[1..].find(|other: char| other.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
            let numbers: Vec<f64> = rest[1..end].split_whitespace().map(|number| number.parse().unwrap()).collect();
            at = match (command, &numbers[..]) {
                ('M' | 'L', [x, y]) => (*x, *y),
                ('H', [x]) => (*x, at.1),
                ('V', [y]) => (at.0, *y),
                ('Z', []) => at,
                other => panic!("{other:?} in {path}"),
            };
            coordinates_in.push(at);
            rest = &rest[end..];
        }
        coordinates_in
    }

    #[test]
    fn everything_stays_within_the_chart() {
        let odd = [vec![], vec![0.0], vec![1.0; 100], vec![f64::NAN, 3.0], vec![1e9, 1e-9], vec![-1.0, f64::INFINITY]];
        for (size, values) in SIZES.into_iter().flat_map(|size| odd.iter().map(move |values| (size, values))) {
            for (mark, upright) in MARKS.into_iter().flat_map(|mark| [(mark, false), (mark, true)]) {
                let mut chart = bars(values);
                chart.series[0].mark = mark;
                chart.rules[0].upright = upright;
                for shape in draw(&chart, size).shapes {
                    let coordinates_in = match &shape {
                        Shape::Dot { x, y, .. } | Shape::Words { x, y, .. } => vec![(*x, *y)],
                        Shape::Line { path, .. } | Shape::Area { path, .. } => coordinates_in(path),
                    };
                    let inside =
                        |(x, y): (f64, f64)| (0.0..=size.width).contains(&x) && (0.0..=size.height).contains(&y);
                    assert!(coordinates_in.into_iter().all(inside), "{mark:?} of {values:?}: {shape:?}");
                }
            }
        }
    }
}
