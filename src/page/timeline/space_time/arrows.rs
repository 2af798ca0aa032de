//! The picture of the diagram: lanes, bars, shades and messages, whose kinds differ by dash and shape first.

use crate::explain::key_journey::words::{shortened, thousands};
use crate::explain::trace::MessageKind;
use crate::page::drawing::geometry::number;
use crate::page::drawing::space_time::picture::{Arrow, Bar, Event, Fate, Picture, Stretch};
use crate::page::drawing::space_time::time_axis::Break;
use crate::page::projection::shared::Shared;
use yew::prelude::*;

/// Height of a lane, in units.
pub const LANE: f64 = 26.0;
/// Least distance between two times on the axis, in units.
const BETWEEN_TIMES: f64 = 110.0;

/// The y coordinate of a lane, in units.
pub fn lane_y(lane: usize) -> f64 {
    (lane as f64 + 0.5) * LANE
}

/// A length that scales with the page: one unit is a pixel on a window of 1280×720.
pub fn rem(units: f64) -> String {
    format!("{}rem", number(units / 16.0))
}

/// Height from the first lane to the end of the axis below the last one, in units.
pub fn height(picture: &Picture) -> f64 {
    picture.lanes.len() as f64 * LANE + AXIS
}

/// The `viewBox` of the picture.
pub fn view_box(picture: &Picture) -> String {
    format!("0 0 {} {}", number(picture.axis.width), number(height(picture)))
}

/// Height of the axis below the lanes, in units.
const AXIS: f64 = 24.0;

#[derive(Properties, PartialEq)]
pub struct ArrowsProps {
    pub picture: Shared<Picture>,
}

/// The whole picture.
#[component]
pub fn Arrows(props: &ArrowsProps) -> Html {
    let picture = &props.picture;
    let (width, bottom) = (picture.axis.width, picture.lanes.len() as f64 * LANE);
    let lanes: String =
        (0..picture.lanes.len()).map(|lane| format!("M0 {}H{}", number(lane_y(lane)), number(width))).collect();
    let keyed = |index: usize, drawn: Html| html! { <g key={index}>{ drawn }</g> };
    html! {
        <svg width={rem(width)} height={rem(height(picture))} viewBox={view_box(picture)} aria-hidden="true">
            <g>{ for picture.split.iter().enumerate().map(|(index, stretch)| keyed(index, split(*stretch, bottom))) }</g>
            <g>{ for picture.down.iter().enumerate().map(|(index, (lane, stretch))| keyed(index, idle("down-time", "Down", *lane, *stretch))) }</g>
            <g>{ for picture.paused.iter().enumerate().map(|(index, (lane, stretch))| keyed(index, idle("paused-time", "Paused", *lane, *stretch))) }</g>
            <path class="lane" d={lanes} />
            <g>{ for picture.axis.breaks.iter().enumerate().map(|(index, cut)| keyed(index, time_break(*cut, bottom))) }</g>
            <g>{ for picture.bars.iter().map(|bar| html! { <g key={bar.id}>{ operation(bar) }</g> }) }</g>
            <g>{ for picture.arrows.iter().map(|one| html! { <g key={one.id}>{ arrow(picture, one) }</g> }) }</g>
            <g>{ for picture.events.iter().map(|event| html! { <g key={event.step}>{ dot(event) }</g> }) }</g>
            <g class="times">{ for times(picture).map(|event| html! {
                <text key={event.step} x={number(event.x)} y={number(bottom + AXIS - 8.0)}>{ milliseconds(event.time) }</text>
            }) }</g>
        </svg>
    }
}

fn milliseconds(ms: f64) -> String {
    if ms >= 10_000.0 { format!("{} ms", thousands(ms as usize)) } else { format!("{ms:.1} ms") }
}

/// The times shown on the axis: those of events, far enough from each other and from the labels of breaks.
fn times(picture: &Picture) -> impl Iterator<Item = &Event> {
    let mut free_from = 24.0;
    let beside_a_break = |x: f64| picture.axis.breaks.iter().any(|cut| (cut.x - x).abs() < BETWEEN_TIMES * 0.8);
    picture.events.iter().filter(move |event| {
        let written = event.x >= free_from && !beside_a_break(event.x);
        if written {
            free_from = event.x + BETWEEN_TIMES;
        }
        written
    })
}

fn split((from, to): Stretch, bottom: f64) -> Html {
    html! {
        <g class="split-time"><title>{ "The network is split" }</title>
            <rect x={number(from)} y="0" width={number((to - from).max(1.0))} height={number(bottom)} />
            <path d={format!("M{0} 0V{1}M{2} 0V{1}", number(from), number(bottom), number(to))} />
        </g>
    }
}

fn idle(class: &'static str, words: &'static str, lane: usize, (from, to): Stretch) -> Html {
    html! {
        <g {class}><title>{ words }</title>
            <rect x={number(from)} y={number(lane_y(lane) - LANE / 2.0 + 2.0)} width={number((to - from).max(1.0))} height={number(LANE - 4.0)} />
        </g>
    }
}

/// Two strokes across the lanes, labelled with the time that is left out.
fn time_break(cut: Break, bottom: f64) -> Html {
    let (left, right) = (number(cut.x - 4.0), number(cut.x + 4.0));
    html! {
        <g class="time-break">
            <path d={format!("M{left} 0V{0}M{right} 0V{0}", number(bottom))} />
            <text x={number(cut.x)} y={number(bottom + AXIS - 8.0)}>{ format!("… {} ms …", thousands(cut.ms as usize)) }</text>
        </g>
    }
}

fn operation(bar: &Bar) -> Html {
    let (from, to) = bar.stretch;
    let class = if bar.failed { "operation failed" } else { "operation" };
    let words = match (bar.ended, bar.failed) {
        (true, true) => format!("{} failed", bar.request),
        (true, false) => bar.request.to_owned(),
        (false, _) => format!("{}, not yet answered", bar.request),
    };
    html! {
        <g {class} data-step={bar.step.to_string()}><title>{ words.clone() }</title>
            <rect x={number(from)} y={number(lane_y(bar.lane) - 8.0)} width={number((to - from).max(4.0))} height="16" rx="4" />
            <text x={number(from + 6.0)} y={number(lane_y(bar.lane) + 4.5)}>{ if to - from > 34.0 { bar.request } else { "" } }</text>
            <path class="operation-cross" d={if bar.failed { format!("M{0} {1}l10 -10M{0} {2}l10 10", number(to - 12.0), number(lane_y(bar.lane) + 5.0), number(lane_y(bar.lane) - 5.0)) } else { String::new() }} />
        </g>
    }
}

/// The line of a message.
pub fn shaft(arrow: &Arrow) -> String {
    let ((x1, y1), (x2, y2)) = ends(arrow);
    format!("M{} {}L{} {}", number(x1), number(y1), number(x2), number(y2))
}

fn ends(arrow: &Arrow) -> ((f64, f64), (f64, f64)) {
    ((arrow.from.1, lane_y(arrow.from.0)), (arrow.to.1, lane_y(arrow.to.0)))
}

fn arrow(picture: &Picture, arrow: &Arrow) -> Html {
    let family = family(arrow.kind);
    let ((x1, y1), (x2, y2)) = ends(arrow);
    let (from, to) = picture.ends(arrow);
    let fate = match arrow.fate {
        Fate::Arrives => "",
        Fate::Dies => ", lost",
        Fate::Flies => ", on its way",
    };
    let words = format!("{} from {from} to {to}: {}{fate}", arrow.kind.as_str(), arrow.label);
    let middle = ((x1 + x2) / 2.0, (y1 + y2) / 2.0);
    html! {
        <g class={classes!("message", family, (arrow.fate == Fate::Dies).then_some("dead"))} data-step={arrow.step.to_string()}>
            <title>{ words }</title>
            <path class="hit" d={shaft(arrow)} />
            <path class="shaft" d={shaft(arrow)} />
            <path class="head" d={head(arrow)} />
            <g transform={format!("translate({} {})", number(middle.0), number(middle.1))}>
                <path class="glyph" d={glyph(family)} />
                <text class="message-words" y="-7">{ shortened(&arrow.label, 24) }</text>
            </g>
        </g>
    }
}

/// The end of the line: a head if the message arrived, a cross if it died, nothing while it is in flight.
fn head(arrow: &Arrow) -> String {
    let ((x1, y1), (x2, y2)) = ends(arrow);
    let length = ((x2 - x1).powi(2) + (y2 - y1).powi(2)).sqrt().max(0.01);
    let (ux, uy) = ((x2 - x1) / length, (y2 - y1) / length);
    let at = |along: f64, aside: f64| {
        format!("{} {}", number(x2 - ux * along - uy * aside), number(y2 - uy * along + ux * aside))
    };
    match arrow.fate {
        Fate::Arrives => format!("M{}L{}L{}", at(8.0, 3.5), at(1.0, 0.0), at(8.0, -3.5)),
        Fate::Dies => {
            let [a, b, c, d] = [(-5.0, -5.0), (5.0, 5.0), (-5.0, 5.0), (5.0, -5.0)]
                .map(|(x, y)| format!("{} {}", number(x2 + x), number(y2 + y)));
            format!("M{a}L{b}M{c}L{d}")
        }
        Fate::Flies => String::new(),
    }
}

/// Message kinds that share a look because they serve the same purpose.
fn family(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::PutRequest | MessageKind::Write | MessageKind::PutTaken => "puts",
        MessageKind::GetRequest | MessageKind::Read | MessageKind::RangeRequest => "gets",
        MessageKind::WriteAck | MessageKind::ReadAnswer | MessageKind::Answer | MessageKind::TransferAck => "answers",
        MessageKind::HintedWrite | MessageKind::Handoff => "hints",
        MessageKind::Repair | MessageKind::Transfer => "repairs",
        MessageKind::Gossip => "gossips",
        MessageKind::Trees | MessageKind::Sync => "trees",
    }
}

/// The same shapes as in flight: squares for puts, rings for gets, parcels for hints, triangles for gossip, diamonds
/// for Merkle trees.
fn glyph(family: &str) -> &'static str {
    match family {
        "puts" => "M-3.5 -3.5H3.5V3.5H-3.5Z",
        "gets" => "M-3.5 0A3.5 3.5 0 1 1 3.5 0A3.5 3.5 0 1 1 -3.5 0Z",
        "answers" => "",
        "hints" => "M-4.5 -4H4.5V4H-4.5ZM-4.5 0H4.5M0 -4V4",
        "repairs" => "M-4 0H4M0 -4V4",
        "gossips" => "M0 -4.5L4.5 3.5H-4.5Z",
        _ => "M0 -5L5 0L0 5L-5 0Z",
    }
}

fn dot(event: &Event) -> Html {
    match event.lane {
        Some(lane) => html! {
            <circle class="event-dot" cx={number(event.x)} cy={number(lane_y(lane))} r="2.5" data-step={event.step.to_string()} />
        },
        None => {
            html! { <path class="event-mark" d={format!("M{} 0v6", number(event.x))} data-step={event.step.to_string()} /> }
        }
    }
}
