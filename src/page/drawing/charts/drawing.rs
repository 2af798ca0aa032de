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
    /// The names on an axis of categories.
    names: Names,
}

/// Lays out a chart.
pub fn draw(chart: &Chart, size: Size) -> Drawing {
    let line = 18.0 * size.type_scale;
    let legend_rows = legend_rows(chart, size).len();
    let (left, right) = (62.0 * size.type_scale, size.width - 14.0 * size.type_scale);
    let names = names_in_lines(&chart.x.categories, right - left, size);
    let more_lines = names.lines.iter().map(|lines| lines.len() - 1).max().unwrap_or(0);
    let bottom = size.height - 2.6 * line - NAME_LINE * size.type_scale * more_lines as f64;
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
    let labels = upright_labels(chart, &x, (left, right), size);
    let label_rows = labels.iter().map(|label| label.row + 1).max().unwrap_or(0);
    let top = line * (legend_rows as f64 + 1.8) + LABEL_ROW * size.type_scale * label_rows as f64;
    let y = Scale::around(
        chart.y.spacing,
        ys.chain(level).chain(chart.y.include.iter().copied()).chain(ground),
        bottom,
        top,
    );
    let y = y.to_round_ends(y_ticks((top, bottom), size));
    let plot = Plot { chart, size, x, y, left, right, top, bottom, names };
    let mut shapes = Vec::new();
    plot.axes(&mut shapes);
    chart.series.iter().for_each(|series| plot.series(series, &mut shapes));
    chart.rules.iter().filter(|rule| !rule.upright).for_each(|rule| plot.level_rule(rule, &mut shapes));
    labels.into_iter().for_each(|label| plot.upright_rule(label, &mut shapes));
    plot.legend(&mut shapes);
    Drawing { size, shapes }
}

fn has_bars(chart: &Chart) -> bool {
    chart.series.iter().any(takes_a_category)
}

/// Whether a series takes the width of a category at each value.
fn takes_a_category(series: &Series) -> bool {
    matches!(series.mark, Mark::Bars(_) | Mark::Within(_) | Mark::Levels)
}

fn is_of_bars(series: &Series) -> bool {
    matches!(series.mark, Mark::Bars(_))
}

/// About how many values the y axis has room for.
fn y_ticks((top, bottom): (f64, f64), size: Size) -> usize {
    ((bottom - top) / (44.0 * size.type_scale)) as usize
}

fn bar_count(chart: &Chart) -> f64 {
    let bars = chart.series.iter().filter(|series| takes_a_category(series));
    bars.flat_map(|series| series.points.iter().map(|point| point.x + 1.0)).fold(1.0, f64::max)
}

/// The height of a line of a name below the axis, and the least distance of two names, in units.
const NAME_LINE: f64 = 15.0;
const BETWEEN_NAMES: f64 = 8.0;

/// So few names are all shown, if need be a row lower in turn, and in so many rows at most.
const FEW_NAMES: usize = 12;
const MOST_ROWS: usize = 4;

/// Names of categories below the axis.
struct Names {
    /// Each name in lines; empty ones come before a name that stands lower than its neighbour.
    lines: Vec<Vec<String>>,
    /// Every how many names one is shown.
    every: usize,
}

/// Names in as few lines as fit side by side; a few that do not fit are staggered, of many each second or third is shown.
fn names_in_lines(names: &[String], width: f64, size: Size) -> Names {
    let (each, between) = (width / names.len().max(1) as f64, BETWEEN_NAMES * size.type_scale);
    let room = each - between;
    let fits = |line: &str| words_width(line, size) <= room;
    let wrapped: Vec<Vec<String>> = names.iter().map(|name| wrapped(name, fits)).collect();
    if wrapped.iter().flatten().all(|line| fits(line)) {
        return Names { lines: wrapped, every: 1 };
    }
    let longest = names.iter().map(|name| words_width(name, size)).fold(0.0, f64::max);
    let rows = ((longest + between) / each).ceil().max(1.0) as usize;
    let staggered = names.len() <= FEW_NAMES && rows <= MOST_ROWS;
    let above = |index: usize| vec![String::new(); if staggered { index % rows } else { 0 }];
    let in_one = |(index, name): (usize, &String)| above(index).into_iter().chain([name.clone()]).collect();
    Names { lines: names.iter().enumerate().map(in_one).collect(), every: if staggered { 1 } else { rows } }
}

/// A name in lines, each as long as it fits.
fn wrapped(name: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split(' ') {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => *line = format!("{line} {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The height of a row of labels above the plot, in units.
const LABEL_ROW: f64 = 16.0;

/// About how wide words are, in units.
fn words_width(words: &str, size: Size) -> f64 {
    7.2 * size.type_scale * words.chars().count() as f64
}

/// The label of a value on the x axis: beside the top of its line, in a row above the plot.
struct UprightLabel {
    /// Where its line stands.
    at: f64,
    from: f64,
    /// 0 is next to the plot.
    row: usize,
    words: String,
}

/// Labels so that none lies on another one, nor on the line of another one: who would reach over the next line is a row higher.
fn upright_labels(chart: &Chart, x: &Scale, (left, right): (f64, f64), size: Size) -> Vec<UprightLabel> {
    let mut rules: Vec<&Rule> = chart.rules.iter().filter(|rule| rule.upright).collect();
    rules.sort_by(|one, other| other.at.total_cmp(&one.at));
    let mut labels: Vec<UprightLabel> = Vec::new();
    for rule in rules {
        let (at, wide) = (x.at(rule.at), words_width(&rule.label, size));
        let from = (at + 4.0).min(right - wide).max(left);
        let to = from + wide + 4.0;
        let over = labels.iter().filter(|label| label.at < to || label.from < to);
        let row = over.map(|label| label.row + 1).max().unwrap_or(0);
        labels.push(UprightLabel { at, from, row, words: rule.label.clone() });
    }
    labels
}

/// How far a line between two points is from a height, as far as it runs between two positions.
fn distance(one: (f64, f64), other: (f64, f64), (from, to): (f64, f64), height: f64) -> f64 {
    let (start, end) = (one.0.max(from), other.0.min(to));
    if start > end || one.0 >= other.0 {
        return f64::INFINITY;
    }
    let at = |x: f64| one.1 + (other.1 - one.1) * (x - one.0) / (other.0 - one.0) - height;
    let (first, last) = (at(start), at(end));
    if first * last <= 0.0 { 0.0 } else { first.abs().min(last.abs()) }
}

/// What the legend explains: a series, or a level to which bars may leave no room for its label.
#[derive(Clone, Copy)]
enum Explained<'a> {
    Series(&'a Series),
    Level(&'a Rule),
}

impl Explained<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Series(series) => &series.name,
            Self::Level(rule) => &rule.label,
        }
    }
}

/// The rows of the legend: what is in each, with their x positions. Room is kept for a level, so that nothing moves when bars
/// grow over its label.
fn legend_rows(chart: &Chart, size: Size) -> Vec<Vec<(Explained<'_>, f64)>> {
    let levels = chart.rules.iter().filter(|rule| !rule.upright && has_bars(chart)).map(Explained::Level);
    let mut rows: Vec<Vec<(Explained<'_>, f64)>> = Vec::new();
    let mut at = f64::INFINITY;
    for explained in chart.series.iter().map(Explained::Series).chain(levels) {
        let width = (SAMPLE_ROOM + 14.0 + 7.2 * explained.name().chars().count() as f64) * size.type_scale;
        if at + width > size.width {
            rows.push(Vec::new());
            at = 8.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((explained, at));
        }
        at += width;
    }
    rows
}

impl Plot<'_> {
    fn axes(&self, shapes: &mut Vec<Shape>) {
        let unit = 13.0 * self.size.type_scale;
        for value in self.y.ticks(y_ticks((self.top, self.bottom), self.size)) {
            let y = self.y.at(value);
            shapes.push(faint_line((self.left, y), (self.right, y)));
            shapes.push(words((self.left - 8.0, y + unit * 0.35), "end", self.chart.y.words(value), true));
        }
        for value in self.x_ticks() {
            let x = self.x.at(value);
            shapes.push(line((x, self.bottom), (x, self.bottom + 5.0), Ink::Quiet, 1.0, Dash::Solid));
            let one_line = [self.chart.x.words(value)];
            let lines = self.names.lines.get(value as usize).map_or(&one_line[..], Vec::as_slice);
            for (row, text) in lines.iter().enumerate() {
                let y = self.bottom + unit + 7.0 + NAME_LINE * self.size.type_scale * row as f64;
                shapes.push(words((x, y), "middle", text.clone(), true));
            }
        }
        shapes.push(line((self.left, self.bottom), (self.right, self.bottom), Ink::Quiet, 1.5, Dash::Solid));
        let middle = (self.left + self.right) / 2.0;
        let below = format!("{}{}", self.chart.x.label, self.x.note());
        shapes.push(words((middle, self.size.height - unit * 0.5), "middle", below, false));
        let above = 18.0 * self.size.type_scale * (legend_rows(self.chart, self.size).len() as f64 + 1.4) - unit * 0.8;
        shapes.push(words((8.0, above), "start", self.y_label(), false));
    }

    /// The quantity of the y axis, and what a reader might take wrongly: a length that does not begin at zero is no amount.
    fn y_label(&self) -> String {
        let begins = match self.y.low() {
            low if self.chart.y.spacing == Spacing::Linear && low != 0.0 => {
                format!(" (axis begins at {})", self.chart.y.words(low))
            }
            _ => String::new(),
        };
        format!("{}{}{begins}", self.chart.y.label, self.y.note())
    }

    /// The labelled values of the x axis: all names that fit, or round numbers.
    fn x_ticks(&self) -> Vec<f64> {
        let names = self.chart.x.categories.len();
        if names == 0 {
            let widest = 58.0 * self.size.type_scale;
            return self.x.ticks(((self.right - self.left) / widest) as usize);
        }
        (0..names).step_by(self.names.every).map(|index| index as f64).collect()
    }

    fn series(&self, series: &Series, shapes: &mut Vec<Shape>) {
        match series.mark {
            Mark::Bars(hatch) | Mark::Within(hatch) => self.bars(series, hatch, shapes),
            Mark::Levels => shapes.push(self.levels(series)),
            Mark::Steps => shapes.extend(self.steps(series)),
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

    /// The width of all bars at one value.
    fn bars_width(&self) -> f64 {
        (self.x.at(1.0) - self.x.at(0.0)) * 0.8
    }

    fn levels(&self, series: &Series) -> Shape {
        let half = self.bars_width() / 2.0;
        let level = |(x, y): (f64, f64)| format!("M{}H{}", coordinates(x - half, y), number(x + half));
        let path = series.points.iter().map(|point| level((self.x.at(point.x), self.y.at(point.y)))).collect();
        Shape::Line { path, ink: series.ink, width: 3.0, dash: Dash::Solid }
    }

    /// The steps of a histogram as an area, and its outline.
    fn steps(&self, series: &Series) -> Vec<Shape> {
        let middles: Vec<f64> = series.points.iter().map(|point| self.x.at(point.x)).collect();
        let (Some(first), Some(last)) = (middles.first(), middles.last()) else { return Vec::new() };
        // A single step has no neighbours to say how wide it is.
        let half = middles.get(1).map_or(4.0, |second| (second - first) / 2.0);
        let inside = |x: f64| number(x.clamp(self.left, self.right));
        let mut outline = format!("M{} {}", inside(first - half), number(self.bottom));
        for (index, point) in series.points.iter().enumerate() {
            let end = middles.get(index + 1).map_or(last + half, |next| (middles[index] + next) / 2.0);
            outline.push_str(&format!("V{}H{}", number(self.y.at(point.y)), inside(end)));
        }
        outline.push_str(&format!("V{}", number(self.bottom)));
        vec![
            Shape::Area { path: format!("{outline}Z"), ink: series.ink, faint: true },
            Shape::Line { path: outline, ink: series.ink, width: 2.0, dash: Dash::Solid },
        ]
    }

    /// The bars of a series; those of several series stand side by side.
    fn bars(&self, series: &Series, hatch: Hatch, shapes: &mut Vec<Shape>) {
        let all: Vec<&Series> = self.chart.series.iter().filter(|other| is_of_bars(other)).collect();
        let own = all.iter().position(|other| std::ptr::eq(*other, series)).unwrap_or_default();
        let whole = self.bars_width();
        let width = (whole / all.len().max(1) as f64).max(0.5);
        let (mut striped, mut together) = (String::new(), String::new());
        for (index, point) in series.points.iter().enumerate() {
            let left = self.x.at(point.x) - whole / 2.0 + width * own as f64;
            let gap = width * 0.03;
            let edges = [left + gap, self.y.at(point.y).min(self.bottom), left + width - gap, self.bottom];
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

    /// A value of the y axis, with its label.
    fn level_rule(&self, rule: &Rule, shapes: &mut Vec<Shape>) {
        let y = self.y.at(rule.at);
        shapes.push(line((self.left, y), (self.right, y), Ink::Ink, 1.5, Dash::Dashed));
        if let Some((at, anchor)) = self.room_for_level(rule) {
            shapes.push(words(at, anchor, rule.label.clone(), false));
        }
    }

    /// Where the series leave the label of a level most room, and its anchor; `None` where bars leave none.
    fn room_for_level(&self, rule: &Rule) -> Option<((f64, f64), &'static str)> {
        let (unit, y) = (13.0 * self.size.type_scale, self.y.at(rule.at));
        let wide = words_width(&rule.label, self.size);
        let ends = [("end", self.right - wide, self.right), ("start", self.left + 5.0, self.left + 5.0 + wide)];
        let sides = [y - 5.0, y + unit];
        let places = ends.into_iter().flat_map(|end| sides.map(|baseline| (end, baseline)));
        let inside = places.filter(|(_, baseline)| *baseline < self.bottom - 3.0);
        let room =
            |((_, from, to), baseline): &((&str, f64, f64), f64)| self.room_at((*from, *to), baseline - unit * 0.35);
        // Of places with equal room, the first; more than two lines of it are no better than two.
        let least = if has_bars(self.chart) { unit * 0.6 } else { 0.0 };
        let (((anchor, from, to), baseline), most) = inside.fold(None, |best: Option<(_, f64)>, place| {
            let room = room(&place).min(2.0 * unit);
            if best.is_none_or(|(_, most)| room > most + 0.5) { Some((place, room)) } else { best }
        })?;
        (most >= least).then_some(((if anchor == "end" { to } else { from }, baseline), anchor))
    }

    /// How far the nearest line or bar is from this height, between two positions.
    fn room_at(&self, (from, to): (f64, f64), height: f64) -> f64 {
        let of_series = |series: &Series| {
            let half = if has_bars(self.chart) { self.bars_width() / 2.0 } else { 0.0 };
            let corners: Vec<(f64, f64)> =
                series.points.iter().map(|point| (self.x.at(point.x), self.y.at(point.y))).collect();
            let near = |(x, y): &(f64, f64)| (x + half >= from && x - half <= to).then_some((y - height).abs());
            let at_points = corners.iter().filter_map(near).fold(f64::INFINITY, f64::min);
            let between = corners.windows(2).map(|pair| distance(pair[0], pair[1], (from, to), height));
            if half > 0.0 {
                let covers = |(x, y): &(f64, f64)| x + half >= from && x - half <= to && *y <= height;
                if corners.iter().any(covers) { 0.0 } else { at_points }
            } else {
                between.fold(at_points, f64::min)
            }
        };
        self.chart.series.iter().map(of_series).fold(f64::INFINITY, f64::min)
    }

    /// A value of the x axis: its line rises to its label, which stands above the series.
    fn upright_rule(&self, label: UprightLabel, shapes: &mut Vec<Shape>) {
        let baseline = self.top - LABEL_ROW * self.size.type_scale * label.row as f64 - 5.0;
        shapes.push(line((label.at, baseline), (label.at, self.bottom), Ink::Ink, 1.5, Dash::Dashed));
        shapes.push(words((label.from, baseline), "start", label.words, false));
    }

    fn legend(&self, shapes: &mut Vec<Shape>) {
        let unit = 13.0 * self.size.type_scale;
        for (row, entries) in legend_rows(self.chart, self.size).iter().enumerate() {
            let y = 18.0 * self.size.type_scale * (row as f64 + 0.85);
            for (explained, x) in entries {
                let (scale, middle) = (self.size.type_scale, y - unit * 0.35);
                match explained {
                    Explained::Series(series) => shapes.extend(sample(series, *x, middle, scale)),
                    Explained::Level(rule) if self.room_for_level(rule).is_some() => continue,
                    Explained::Level(_) => {
                        shapes.push(line((*x, middle), (x + SAMPLE * scale, middle), Ink::Ink, 1.5, Dash::Dashed));
                    }
                }
                shapes.push(words((x + SAMPLE_ROOM * scale, y), "start", explained.name().to_owned(), false));
            }
        }
    }
}

/// The sample of a series in the legend, in the colours of its marks.
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
        Mark::Bars(hatch) | Mark::Within(hatch) => {
            bars_sample(series, edges).into_iter().chain(on_bars(stripes(hatch, edges))).collect()
        }
        Mark::Band => vec![filled(true)],
        Mark::Levels => vec![line((x, y), (end, y), ink, 3.0, Dash::Solid)],
        Mark::Steps => {
            let [left, top, right, bottom] = edges.map(number);
            let outline = format!("M{left} {bottom}V{top}H{right}V{bottom}");
            vec![filled(true), Shape::Line { path: outline, ink, width: 2.0, dash: Dash::Solid }]
        }
    }
}

/// Most colours in the sample of a series whose bars have colours of their own.
const MOST_SAMPLED: usize = 4;

fn bars_sample(series: &Series, [left, top, right, bottom]: Edges) -> Vec<Shape> {
    let own = if series.points.len() > MOST_APART { &[] } else { &series.inks[..series.inks.len().min(MOST_SAMPLED)] };
    let inks = if own.is_empty() { &[series.ink][..] } else { own };
    let width = (right - left) / inks.len() as f64;
    let slice = |(index, ink): (usize, &Ink)| {
        let from = left + width * index as f64;
        Shape::Area { path: rectangle([from, top, from + width, bottom]), ink: *ink, faint: false }
    };
    inks.iter().enumerate().map(slice).collect()
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
mod tests;
