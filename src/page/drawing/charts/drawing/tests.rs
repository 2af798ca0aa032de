//! How charts are laid out.

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
    shapes.filter_map(|shape| if let Shape::Area { path, .. } = shape { Some(path.as_str()) } else { None }).collect()
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
    assert!(drawing.shapes.len() < 80, "{}", drawing.shapes.len());
    assert_eq!(areas(&drawing)[0].matches('Z').count(), 1_000);
}

#[test]
fn bars_begin_on_the_ground_and_have_names_below() {
    let drawing = draw(&bars(&[0.1, 0.3, 0.2]), Size::WIDE);
    // Three bars, and one in the legend.
    assert_eq!(areas(&drawing).len(), 4);
    let named =
        |name: &str| drawing.shapes.iter().any(|shape| matches!(shape, Shape::Words { words, .. } if words == name));
    assert!(["N0", "N1", "N2", "mean", "node", "share", "0 %"].into_iter().all(named));
}

#[test]
fn the_label_of_a_level_stands_on_no_bar() {
    let tall = [1.2, 1.5, 3.0, 1.1, 1.4, 1.3, 1.25, 1.6];
    for (size, values) in
        SIZES.into_iter().flat_map(|size| [(size, &tall[..]), (size, &tall[..2]), (size, &[0.9, 0.2])])
    {
        let mut chart = bars(values);
        chart.rules[0] = Rule { at: 1.0, upright: false, label: "even".to_owned() };
        let drawing = draw(&chart, size);
        let labels = drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Words { x, y, anchor, words, .. } if words == "even" => Some((*x, *y, *anchor)),
            _ => None,
        });
        let [(x, y, anchor)] = labels.collect::<Vec<_>>()[..] else { panic!("once: {values:?}") };
        let wide = words_width("even", size);
        let (left, right) = if anchor == "end" { (x - wide, x) } else { (x, x + wide) };
        let (top, bottom) = (y - 10.0 * size.type_scale, y);
        for path in areas(&drawing) {
            let numbers: Vec<f64> =
                path.split(['M', 'L', 'H', 'V', 'Z', ' ']).filter_map(|part| part.parse().ok()).collect();
            let (from, lower, upper, to) = (numbers[0], numbers[1], numbers[2], numbers[3]);
            let meets =
                from.min(to) < right && left < from.max(to) && upper.min(lower) < bottom && top < upper.max(lower);
            assert!(!meets, "{values:?}: {path} under {left:.0} {top:.0} {right:.0} {bottom:.0}");
        }
    }
}

const MARKS: [Mark; 14] = [
    Mark::Levels,
    Mark::Steps,
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

/// Left and right of the three bars in a colour; the sample in the legend comes after them.
fn three_filled(chart: &Chart, ink: Ink) -> Vec<(f64, f64)> {
    let sides = |shape: &Shape| match shape {
        Shape::Area { path, ink: of, .. } if *of == ink => {
            let xs: Vec<f64> = coordinates_in(path).into_iter().map(|(x, _)| x).collect();
            Some((xs.iter().copied().fold(f64::INFINITY, f64::min), xs.iter().copied().fold(0.0, f64::max)))
        }
        _ => None,
    };
    draw(chart, Size::WIDE).shapes.iter().filter_map(sides).take(3).collect()
}

fn of_series(series: Vec<Series>) -> Chart {
    Chart { series, rules: Vec::new(), ..bars(&[0.1, 0.3, 0.2]) }
}

fn three(name: &str, mark: Mark, ink: Ink) -> Series {
    Series::new(name, mark, ink, [(0.0, 0.1), (1.0, 0.3), (2.0, 0.2)])
}

/// The positions of the names below the x axis.
fn ticks_below(chart: &Chart) -> Vec<f64> {
    let below = |shape: &Shape| match shape {
        Shape::Words { x, words, .. } if words.starts_with('N') => Some(*x),
        _ => None,
    };
    draw(chart, Size::WIDE).shapes.iter().filter_map(below).collect()
}

#[test]
fn bars_stand_on_their_ticks_alone_side_by_side_and_within_each_other() {
    let [full, slanted] = [Mark::Bars(Hatch::Full), Mark::Bars(Hatch::Slanted)];
    let inks = [Ink::Accent, Ink::Quiet, Ink::Node(4)];
    for marks in [&[full][..], &[full, slanted], &[full, slanted, slanted], &[full, Mark::Within(Hatch::Slanted)]] {
        let chart = of_series(marks.iter().zip(inks).map(|(mark, ink)| three("", *mark, ink)).collect());
        let all: Vec<Vec<(f64, f64)>> = inks[..marks.len()].iter().map(|ink| three_filled(&chart, *ink)).collect();
        for (index, tick) in ticks_below(&chart).into_iter().enumerate() {
            let left = all.iter().map(|bars| bars[index].0).fold(f64::INFINITY, f64::min);
            let right = all.iter().map(|bars| bars[index].1).fold(0.0, f64::max);
            assert!(((left + right) / 2.0 - tick).abs() < 0.1, "{marks:?}: {left} to {right} on {tick}");
        }
        if marks[1..].iter().any(|mark| matches!(mark, Mark::Within(_))) {
            assert_eq!(all[0], all[1], "a part stands in its whole");
        }
    }
}

#[test]
fn names_of_several_words_are_wrapped_before_they_are_left_out() {
    let mut chart = bars(&[0.1, 0.3, 0.2, 0.4]);
    chart.x.categories = ["strategy 1", "strategy 2", "strategy 3", "hash mod nodes"].map(str::to_owned).to_vec();
    let shown = |size: Size| -> Vec<String> {
        let words = |shape: Shape| if let Shape::Words { words, .. } = shape { Some(words) } else { None };
        draw(&chart, size).shapes.into_iter().filter_map(words).collect()
    };
    assert!(chart.x.categories.iter().all(|name| shown(Size::WIDE).contains(name)));
    let lines = shown(Size::NARROW);
    assert!(
        ["strategy", "3", "hash mod", "nodes"].iter().all(|line| lines.iter().any(|shown| shown == line)),
        "{lines:?}"
    );
}

#[test]
fn a_sample_in_the_legend_has_the_colours_of_its_marks() {
    let inks = |shapes: &[Shape]| -> Vec<Ink> {
        let of = |shape: &Shape| match shape {
            Shape::Area { ink, .. } | Shape::Line { ink, .. } | Shape::Dot { ink, .. } => Some(*ink),
            Shape::Words { .. } => None,
        };
        shapes.iter().filter_map(of).filter(|ink| *ink != Ink::Paper).collect()
    };
    for mark in MARKS {
        assert!(
            inks(&sample(&three("", mark, Ink::Node(5)), 0.0, 20.0, 1.0)).iter().all(|ink| *ink == Ink::Node(5)),
            "{mark:?}"
        );
    }
    let mut bars = three("", Mark::Bars(Hatch::Full), Ink::Accent);
    bars.inks = (0..3).map(Ink::Node).collect();
    assert_eq!(inks(&sample(&bars, 0.0, 20.0, 1.0)), bars.inks);
    // A thousand bars are drawn in one colour.
    bars.points = (0..1_000).map(|index| super::super::Point::new(f64::from(index), 1.0)).collect();
    bars.inks = (0..1_000).map(Ink::Node).collect();
    assert_eq!(inks(&sample(&bars, 0.0, 20.0, 1.0)), [Ink::Accent]);
}

fn texts(chart: &Chart) -> Vec<String> {
    let words = |shape: &Shape| match shape {
        Shape::Words { words, .. } => Some(words.clone()),
        _ => None,
    };
    draw(chart, Size::WIDE).shapes.iter().filter_map(words).collect()
}

#[test]
fn an_axis_that_does_not_begin_at_zero_or_is_not_even_says_so() {
    let chart = |mark: Mark, y: Axis| Chart {
        y,
        x: Axis::new("ms", Spacing::Logarithmic),
        ..of_series(vec![three("", mark, Ink::Ink)])
    };
    let share = || Axis { percent: true, ..Axis::new("share", Spacing::Linear) };
    let line = Mark::Line(Dash::Solid);
    assert!(texts(&chart(line, share())).contains(&"share (axis begins at 10 %)".to_owned()));
    assert!(texts(&chart(line, Axis { include: vec![0.0], ..share() })).contains(&"share".to_owned()));
    let level = texts(&chart(line, Axis::new("level", Spacing::Logarithmic)));
    assert!(level.contains(&"level, logarithmic".to_owned()) && level.contains(&"ms, logarithmic".to_owned()));
    assert!(texts(&of_series(vec![three("", Mark::Bars(Hatch::Full), Ink::Ink)])).contains(&"share".to_owned()));
}

#[test]
fn labels_of_upright_rules_lie_on_no_other_label_and_no_other_line() {
    let names = ["median", "mean", "95th", "99th", "99.9th"];
    let apart = [[1.0, 2.0, 30.0, 300.0, 900.0], [1.0, 1.01, 1.02, 1.03, 1.04], [0.1, 500.0, 510.0, 900.0, 905.0]];
    for (values, size) in apart.into_iter().flat_map(|values| SIZES.map(|size| (values, size))) {
        let rules = values.iter().zip(names).map(|(at, name)| Rule { at: *at, upright: true, label: name.to_owned() });
        let chart = Chart { rules: rules.collect(), ..Chart::default() };
        let x = Scale::around(Spacing::Logarithmic, [0.1, 5_000.0].into_iter(), 62.0, size.width - 14.0);
        let labels = upright_labels(&chart, &x, (62.0, size.width - 14.0), size);
        assert_eq!(labels.len(), 5);
        for (one, other) in labels.iter().flat_map(|one| labels.iter().map(move |other| (one, other))) {
            let upto = one.from + words_width(&one.words, size);
            let is_over = one.from <= other.at && other.at <= upto;
            assert!(
                one.at == other.at || !is_over || one.row > other.row,
                "{} over the line of {}",
                one.words,
                other.words
            );
            assert!(
                one.at == other.at || one.row != other.row || other.from >= upto || other.from < one.from,
                "{} on {}",
                one.words,
                other.words
            );
        }
    }
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
                let inside = |(x, y): (f64, f64)| (0.0..=size.width).contains(&x) && (0.0..=size.height).contains(&y);
                assert!(coordinates_in.into_iter().all(inside), "{mark:?} of {values:?}: {shape:?}");
            }
        }
    }
}
