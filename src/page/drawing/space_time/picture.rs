//! What the diagram shows around the present step. Of ten thousand events about 150 are drawn, in overlapping windows:
//! while one steps within a window, the picture stays the same.

use super::time_axis::TimeAxis;
use crate::explain::trace::{Cause, Fact, MessageKind, MessageRecord, TraceEvent};
use crate::page::projection::course::{Course, Steps};
use crate::playground::Playground;

/// The number of events by which a window moves on; it shows three times as many.
const WINDOW_STEP: usize = 50;
/// Up to this many nodes, all of them have lanes.
const MOST_LANES: usize = 12;

/// The part of the history drawn around a step, as indices into [`Course::telling`].
pub fn window(course: &Course, step: usize) -> Steps {
    let index = course.telling.partition_point(|known| *known < step);
    let first = (index / WINDOW_STEP).saturating_sub(1) * WINDOW_STEP;
    (first, (first + WINDOW_STEP * 3).min(course.telling.len()))
}

/// The picture of a window of events.
#[derive(Clone, Debug)]
pub struct Picture {
    pub axis: TimeAxis,
    /// The lanes from top to bottom: clients, then nodes.
    pub lanes: Vec<Lane>,
    /// The number of nodes without a lane, at which nothing happened.
    pub quiet: usize,
    pub arrows: Vec<Arrow>,
    pub bars: Vec<Bar>,
    /// When the node of a lane was down.
    pub down: Vec<(usize, Stretch)>,
    /// When the node of a lane was paused.
    pub paused: Vec<(usize, Stretch)>,
    /// When the network was partitioned.
    pub split: Vec<Stretch>,
    pub events: Vec<Event>,
}

/// From one time to another, in units of the axis.
pub type Stretch = (f64, f64);

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lane {
    /// The client's or node's name.
    pub name: String,
    /// The node's number in the history; `None` for a client.
    pub node: Option<usize>,
}

/// What became of a message within the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It arrived.
    Arrives,
    /// It was lost.
    Dies,
    /// It is still in flight, or held.
    Flies,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Arrow {
    pub id: u32,
    /// The sender's lane, and the x coordinate of the sending.
    pub from: (usize, f64),
    /// The receiver's lane, and the x coordinate where the message arrived, died, or is cut off.
    pub to: (usize, f64),
    pub kind: MessageKind,
    pub fate: Fate,
    pub label: String,
    /// The step in which it ended; while it is in flight, that in which it was sent.
    pub step: usize,
}

/// An operation, in the lane of its client.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    pub id: u32,
    /// The client's lane.
    pub lane: usize,
    /// From the request to the answer.
    pub stretch: Stretch,
    /// The kind of request.
    pub request: &'static str,
    pub failed: bool,
    /// Whether its answer is in the window.
    pub ended: bool,
    /// The step of the request, or of the answer if the request came before the window.
    pub step: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    pub step: usize,
    /// Simulated time in milliseconds.
    pub time: f64,
    /// The x coordinate.
    pub x: f64,
    /// The lane; `None` when it happened at no node or client.
    pub lane: Option<usize>,
    pub sentence: String,
}

impl Event {
    /// `Step 12, 34.2 ms: B stores…`
    pub fn words(&self) -> String {
        format!("Step {}, {:.1} ms: {}", self.step, self.time, self.sentence)
    }
}

impl Picture {
    /// The picture of a window of a history, with lanes for these clients.
    pub fn new(playground: &Playground, course: &Course, clients: &[String], (from, to): Steps) -> Self {
        let steps = course.telling.get(from..to).unwrap_or_default();
        let events: Vec<TraceEvent> = steps.iter().filter_map(|step| playground.event(*step)).collect();
        let times: Vec<f64> = events.iter().map(|event| event.time).collect();
        let axis = TimeAxis::new(&times);
        let nodes: Vec<String> = playground.node_names().iter().map(|name| (**name).to_owned()).collect();
        let (lanes, quiet) = lanes(&events, clients, &nodes);
        let bounds = (steps.first().copied().unwrap_or(0), steps.last().copied().unwrap_or(0));
        let maker = Maker { playground, axis: &axis, lanes: &lanes, bounds };
        Self {
            arrows: maker.arrows(&events),
            bars: maker.bars(&events),
            down: maker.stretches(&course.down),
            paused: maker.stretches(&course.paused),
            split: course.split.iter().filter_map(|span| maker.stretch(*span)).collect(),
            events: events.iter().map(|event| maker.event(event)).collect(),
            quiet,
            lanes,
            axis,
        }
    }

    /// The x coordinate of a step, even of one that is not drawn.
    pub fn x_of(&self, playground: &Playground, step: usize) -> f64 {
        self.axis.x(playground.time_of(step))
    }

    /// The index of the last drawn event up to a step.
    pub fn index_of(&self, step: usize) -> Option<usize> {
        self.events.partition_point(|event| event.step <= step).checked_sub(1)
    }

    /// The names of a message's sender and receiver.
    pub fn ends(&self, arrow: &Arrow) -> (&str, &str) {
        let name = |lane: usize| self.lanes.get(lane).map_or("", |lane| lane.name.as_str());
        (name(arrow.from.0), name(arrow.to.0))
    }
}

/// The lanes: of a large cluster, only the nodes at which something happens.
fn lanes(events: &[TraceEvent], clients: &[String], nodes: &[String]) -> (Vec<Lane>, usize) {
    let concerned = |name: &String| {
        events.iter().any(|event| {
            let of = |message: &MessageRecord| message.from == *name || message.to == *name;
            event.at.as_ref() == Some(name) || event.message.as_ref().is_some_and(of) || event.sent.iter().any(of)
        })
    };
    let all = nodes.len() <= MOST_LANES;
    let shown: Vec<(usize, &String)> = nodes.iter().enumerate().filter(|(_, name)| all || concerned(name)).collect();
    let quiet = nodes.len() - shown.len();
    let known = clients.iter().enumerate().filter(|(index, name)| *index < 2 || concerned(name));
    let of_clients = known.map(|(_, name)| Lane { name: name.clone(), node: None });
    let of_nodes = shown.into_iter().map(|(number, name)| Lane { name: name.clone(), node: Some(number) });
    (of_clients.chain(of_nodes).collect(), quiet)
}

struct Maker<'a> {
    playground: &'a Playground,
    axis: &'a TimeAxis,
    lanes: &'a [Lane],
    /// The first and the last step of the window.
    bounds: Steps,
}

impl Maker<'_> {
    fn lane(&self, name: &str) -> Option<usize> {
        self.lanes.iter().position(|lane| lane.name == name)
    }

    fn event(&self, event: &TraceEvent) -> Event {
        Event {
            step: event.step,
            time: event.time,
            x: self.axis.x(event.time),
            lane: event.at.as_deref().and_then(|name| self.lane(name)),
            sentence: event.sentence.clone(),
        }
    }

    /// The part of a range of steps that the window shows.
    fn stretch(&self, (from, to): Steps) -> Option<Stretch> {
        let (first, last) = self.bounds;
        if from > last || to <= first {
            return None;
        }
        let start = if from <= first { 0.0 } else { self.axis.x(self.playground.time_of(from)) };
        let end = if to > last { self.axis.width } else { self.axis.x(self.playground.time_of(to)) };
        Some((start, end))
    }

    /// Those of nodes with a lane.
    fn stretches(&self, spans: &[(String, Steps)]) -> Vec<(usize, Stretch)> {
        spans.iter().filter_map(|(name, span)| Some((self.lane(name)?, self.stretch(*span)?))).collect()
    }

    fn arrows(&self, events: &[TraceEvent]) -> Vec<Arrow> {
        let ended = |event: &TraceEvent| {
            let message = event.message.as_ref()?;
            let fate = if event.cause == Cause::Loss { Fate::Dies } else { Fate::Arrives };
            self.arrow(message, event.time, fate, event.step)
        };
        let mut arrows: Vec<Arrow> = events.iter().filter_map(ended).collect();
        let mut known: Vec<u32> = arrows.iter().map(|arrow| arrow.id).collect();
        known.sort_unstable();
        for event in events {
            for message in event.sent.iter().filter(|message| message.kind != MessageKind::Gossip) {
                if known.binary_search(&message.id).is_err() {
                    let until = message.arrives_at.unwrap_or(f64::MAX);
                    arrows.extend(self.arrow(message, until, Fate::Flies, event.step));
                }
            }
        }
        arrows
    }

    fn arrow(&self, message: &MessageRecord, until: f64, fate: Fate, step: usize) -> Option<Arrow> {
        Some(Arrow {
            id: message.id,
            from: (self.lane(&message.from)?, self.axis.x(message.sent_at)),
            to: (self.lane(&message.to)?, self.axis.x(until)),
            kind: message.kind,
            fate,
            label: message.label.clone(),
            step,
        })
    }

    fn bars(&self, events: &[TraceEvent]) -> Vec<Bar> {
        let mut bars: Vec<Bar> = Vec::new();
        for event in events {
            let Some(id) = event.operation else { continue };
            for fact in &event.facts {
                match fact {
                    Fact::Asked { client, request, .. } => bars.extend(self.lane(client).map(|lane| Bar {
                        id,
                        lane,
                        stretch: (self.axis.x(event.time), self.axis.width),
                        request,
                        failed: false,
                        ended: false,
                        step: event.step,
                    })),
                    Fact::Answered { client, request, .. } | Fact::Failed { client, request, .. } => {
                        let failed = matches!(fact, Fact::Failed { .. });
                        self.end_bar(&mut bars, event, (id, request, failed), client);
                    }
                    _ => {}
                }
            }
        }
        bars
    }

    fn end_bar(&self, bars: &mut Vec<Bar>, event: &TraceEvent, what: (u32, &'static str, bool), client: &str) {
        let ((id, request, failed), x) = (what, self.axis.x(event.time));
        if let Some(bar) = bars.iter_mut().find(|bar| bar.id == id && !bar.ended) {
            (bar.stretch.1, bar.failed, bar.ended) = (x, failed, true);
        } else if let Some(lane) = self.lane(client).filter(|_| bars.iter().all(|bar| bar.id != id)) {
            bars.push(Bar { id, lane, stretch: (0.0, x), request, failed, ended: true, step: event.step });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::RunLimit;
    use crate::scenario::{Command, NodeSpec, Scenario};

    fn picture(scenario: Scenario, commands: &[Command]) -> (Playground, Course, Picture) {
        let mut playground = Playground::new(scenario).unwrap();
        for command in commands {
            playground.apply(command.clone()).unwrap();
            playground.run(RunLimit::default()).unwrap();
        }
        let course = Course::new(&playground);
        let clients = ["Alice", "Bob"].map(str::to_owned);
        let picture = Picture::new(&playground, &course, &clients, window(&course, 1));
        (playground, course, picture)
    }

    #[test]
    fn a_put_is_a_bar_and_each_message_an_arrow_that_ends_later_than_it_begins() {
        let (playground, _, picture) = picture(Scenario::default(), &[Command::put("Alice", "cart", "milk")]);
        let names: Vec<&str> = picture.lanes.iter().map(|lane| lane.name.as_str()).collect();
        assert_eq!(names, ["Alice", "Bob", "A", "B", "C", "D", "E"]);
        let [bar] = &picture.bars[..] else { panic!("{:?}", picture.bars) };
        assert_eq!((bar.lane, bar.request, bar.ended, bar.failed, bar.step), (0, "put", true, false, 1));
        assert!(bar.stretch.0 < bar.stretch.1);
        let arrivals = playground.trace(1).into_iter().filter(|event| event.cause == Cause::Arrival).count();
        assert_eq!(picture.arrows.len(), arrivals);
        assert!(picture.arrows.iter().all(|arrow| arrow.fate == Fate::Arrives && arrow.from.1 < arrow.to.1));
        assert_eq!(picture.events[0].words().split(" asks").next(), Some("Step 1, 0.0 ms: Alice"));
    }

    #[test]
    fn what_meets_a_crashed_node_dies_and_its_lane_is_shaded() {
        let crash = |name: &str| Command::Crash { name: name.to_owned(), wipe: false };
        let commands = [crash("A"), crash("B"), Command::put("Alice", "cart", "milk")];
        let (_, _, picture) = picture(Scenario::default(), &commands);
        let dead: Vec<&Arrow> = picture.arrows.iter().filter(|arrow| arrow.fate == Fate::Dies).collect();
        assert!(!dead.is_empty());
        assert!(dead.iter().all(|arrow| matches!(picture.ends(arrow).1, "A" | "B")));
        let shaded: Vec<usize> = picture.down.iter().map(|(lane, _)| *lane).collect();
        assert_eq!(shaded, [2, 3]);
        assert!(picture.down.iter().all(|(_, (from, to))| from < to && *to == picture.axis.width));
    }

    #[test]
    fn of_many_nodes_only_those_concerned_have_lanes() {
        let nodes = (0..64).map(|number| NodeSpec::new(&format!("N{number}"), 8)).collect();
        let scenario = Scenario { nodes, ..Scenario::default() };
        let (_, _, picture) = picture(scenario, &[Command::put("Alice", "cart", "milk")]);
        assert!((5..=7).contains(&picture.lanes.len()), "{:?}", picture.lanes);
        assert_eq!(picture.lanes.len() - 2 + picture.quiet, 64);
    }

    #[test]
    fn a_window_holds_some_hundred_and_fifty_events_and_the_step_is_well_inside() {
        let puts: Vec<Command> = (0..80).map(|number| Command::put("Alice", "cart", &number.to_string())).collect();
        let (playground, course, _) = picture(Scenario::default(), &puts);
        assert!(course.telling.len() > 500);
        for step in 1..=playground.known_steps() {
            let (from, to) = window(&course, step);
            assert!(to - from <= 150);
            let index = course.telling.partition_point(|known| *known < step);
            assert!(from == 0 || index - from >= WINDOW_STEP, "{step}");
            assert!(to == course.telling.len() || to - index >= WINDOW_STEP, "{step}");
        }
        let later = Picture::new(&playground, &course, &["Alice".to_owned()], window(&course, 300));
        assert!(later.arrows.iter().all(|arrow| arrow.step >= later.events[0].step));
        assert!(later.bars.len() > 5);
    }

    #[test]
    fn no_history_is_a_picture_too() {
        let (_, course, picture) = picture(Scenario::default(), &[]);
        assert_eq!((window(&course, 0), picture.events.len(), picture.index_of(0)), ((0, 0), 0, None));
        assert_eq!(picture.lanes.len(), 7);
    }
}
