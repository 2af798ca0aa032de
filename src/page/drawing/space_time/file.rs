//! The diagram as a standalone drawing: lanes with their names, operations, labelled messages, and times.

use super::picture::{Arrow, Bar, Fate, Lane, Picture};
use crate::explain::key_journey::words::shortened;
use crate::explain::trace::MessageKind;
use crate::page::drawing::charts::{Dash, Dot, Drawing, Ink, Shape, Size};
use crate::page::drawing::geometry::number;

/// Height of a lane, in units.
const LANE: f64 = 44.0;
/// The horizontal stretch relative to the page, where labels may overlap until one is pointed at.
const STRETCH: f64 = 2.2;
/// The position of a label along its message: nearer to the sender, since answers come the other way.
const LABEL_AT: f64 = 0.36;
/// Width for the names of the lanes, in units.
pub(super) const NAMES: f64 = 150.0;
const HEAD: f64 = 24.0;
const FOOT: f64 = 34.0;
/// Least distance between two times on the axis, in units.
const BETWEEN_TIMES: f64 = 110.0;

/// The drawing of a picture.
pub fn drawing(picture: &Picture) -> Drawing {
    let bottom = bottom(picture);
    let mut shapes = Vec::new();
    for (from, to) in &picture.split {
        shapes.push(area(*from, *to, HEAD, bottom, Ink::Quiet));
    }
    for (lane, (from, to)) in &picture.down {
        let y = lane_y(*lane);
        shapes.push(area(*from, *to, y - LANE / 3.0, y + LANE / 3.0, Ink::Ink));
    }
    for (lane, (from, to)) in &picture.paused {
        let y = lane_y(*lane);
        shapes.push(area(*from, *to, y - LANE / 3.0, y + LANE / 3.0, Ink::Quiet));
    }
    for (index, lane) in picture.lanes.iter().enumerate() {
        let ink = lane.node.map_or(Ink::Quiet, Ink::Node);
        let (y, end) = (lane_y(index), x_at(picture.axis.width));
        shapes.push(line(format!("M{} {1}H{2}", number(NAMES), number(y), number(end)), ink, 1.5, Dash::Solid));
    }
    shapes.extend(names(picture));
    picture.bars.iter().for_each(|bar| shapes.extend(operation(bar)));
    picture.arrows.iter().for_each(|arrow| shapes.extend(message(arrow)));
    for event in &picture.events {
        if let Some(lane) = event.lane {
            shapes.push(Shape::Dot { x: x_at(event.x), y: lane_y(lane), ink: Ink::Ink, dot: Dot::Round });
        }
    }
    shapes.extend(times(picture, bottom));
    let size = Size { width: x_at(picture.axis.width) + 20.0, height: bottom + FOOT, ..Size::WIDE };
    Drawing { size, shapes }
}

/// The names of the lanes, left of them.
pub(super) fn names(picture: &Picture) -> Vec<Shape> {
    let name = |(index, lane): (usize, &Lane)| {
        words(NAMES - 10.0, lane_y(index) + 4.5, "end", shortened(&lane.name, 24), false)
    };
    picture.lanes.iter().enumerate().map(name).collect()
}

/// The bottom of the lanes.
pub(super) fn bottom(picture: &Picture) -> f64 {
    HEAD + picture.lanes.len() as f64 * LANE
}

fn lane_y(lane: usize) -> f64 {
    HEAD + (lane as f64 + 0.5) * LANE
}

pub(super) fn x_at(x: f64) -> f64 {
    x * STRETCH + NAMES
}

fn line(path: String, ink: Ink, width: f64, dash: Dash) -> Shape {
    Shape::Line { path, ink, width, dash }
}

fn words(x: f64, y: f64, anchor: &'static str, words: String, quiet: bool) -> Shape {
    Shape::Words { x, y, anchor, words, quiet }
}

fn area(from: f64, to: f64, top: f64, bottom: f64, ink: Ink) -> Shape {
    let [from, to, top, bottom] = [x_at(from), x_at(to.max(from + 1.0)), top, bottom].map(number);
    Shape::Area { path: format!("M{from} {top}H{to}V{bottom}H{from}Z"), ink, faint: true }
}

/// An operation: from the request to the answer, in the client's lane.
fn operation(bar: &Bar) -> [Shape; 2] {
    let ((from, to), y) = (bar.stretch, lane_y(bar.lane));
    let label = match (bar.ended, bar.failed) {
        (true, true) => format!("{} failed", bar.request),
        (true, false) => bar.request.to_owned(),
        (false, _) => format!("{}, not yet answered", bar.request),
    };
    [area(from, to, y - 9.0, y + 9.0, Ink::Accent), words(x_at(from), y - 13.0, "start", label, false)]
}

/// The line of a message with its head, or with a cross where it was lost.
fn message(arrow: &Arrow) -> [Shape; 3] {
    let (x1, y1) = (x_at(arrow.from.1), lane_y(arrow.from.0));
    let (x2, y2) = (x_at(arrow.to.1), lane_y(arrow.to.0));
    let answers = matches!(
        arrow.kind,
        MessageKind::WriteAck | MessageKind::ReadAnswer | MessageKind::Answer | MessageKind::TransferAck
    );
    let shaft = format!("M{} {}L{} {}", number(x1), number(y1), number(x2), number(y2));
    let label = (x1 + (x2 - x1) * LABEL_AT + 7.0, y1 + (y2 - y1) * LABEL_AT + 4.0);
    [
        line(shaft, Ink::Ink, 1.25, if answers { Dash::Dashed } else { Dash::Solid }),
        line(end(arrow.fate, (x1, y1), (x2, y2)), Ink::Ink, 1.75, Dash::Solid),
        words(label.0, label.1, "start", shortened(&arrow.label, 24), true),
    ]
}

fn end(fate: Fate, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    let length = ((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)).sqrt().max(0.01);
    let (ux, uy) = ((x2 - x1) / length, (y2 - y1) / length);
    let at = |along: f64, aside: f64| {
        format!("{} {}", number(x2 - ux * along - uy * aside), number(y2 - uy * along + ux * aside))
    };
    match fate {
        Fate::Arrives => format!("M{}L{}L{}", at(9.0, 4.0), at(1.0, 0.0), at(9.0, -4.0)),
        Fate::Dies => format!("M{}L{}M{}L{}", at(5.0, 5.0), at(-5.0, -5.0), at(5.0, -5.0), at(-5.0, 5.0)),
        Fate::Flies => String::new(),
    }
}

/// The times of events, far enough from each other, and the duration that each break leaves out.
fn times(picture: &Picture, bottom: f64) -> Vec<Shape> {
    let y = bottom + 20.0;
    let label = |cut: &super::time_axis::Break| words(x_at(cut.x), y, "middle", format!("… {:.0} ms …", cut.ms), true);
    let mut shapes: Vec<Shape> = picture.axis.breaks.iter().map(label).collect();
    let mut free_from = 0.0;
    for event in &picture.events {
        let beside_a_break = picture.axis.breaks.iter().any(|cut| (cut.x - event.x).abs() < BETWEEN_TIMES / STRETCH);
        if event.x >= free_from && !beside_a_break {
            free_from = event.x + BETWEEN_TIMES / STRETCH;
            shapes.push(words(x_at(event.x), y, "middle", format!("{:.1} ms", event.time), true));
        }
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::super::picture::window;
    use super::*;
    use crate::page::drawing::charts::svg_file::svg_file;
    use crate::page::projection::course::Course;
    use crate::playground::{Playground, RunLimit};
    use crate::scenario::{Command, Scenario};

    #[test]
    fn the_file_names_lanes_messages_and_times() {
        let mut playground = Playground::new(Scenario::default()).unwrap();
        playground.apply(Command::put("<Alice>", "cart", "milk")).unwrap();
        playground.run(RunLimit::default()).unwrap();
        let course = Course::new(&playground);
        let picture = Picture::new(&playground, &course, &["<Alice>".to_owned()], window(&course, 1));
        let file = svg_file(&drawing(&picture), "Space-time");
        assert!(file.contains("&lt;Alice&gt;</text>") && file.contains(" ms</text>") && file.contains(">put</text>"));
        let messages = picture.arrows.len();
        assert!(messages >= 6 && file.matches("<path").count() >= 2 * messages, "{messages}");
    }
}
