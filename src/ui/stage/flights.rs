//! Messages in flight. A message is where simulated time puts it, and nowhere else: half its delay, half its way. One
//! that the wall of a partition will stop flies to the wall, and one that is held waits near its sender.
//!
//! Each frame sets one `transform` a message, and nothing more unless words appear or go. A message is drawn once: its
//! picture is a memoised component.

use super::pictures::{Addressee, message_picture};
use super::places::Places;
use crate::snapshot::MessageState;
use crate::ui::animation_clock::{AnimationClock, Painter, use_painter};
use crate::ui::cluster::Cluster;
use crate::ui::geometry::{Point, flight, flight_path, translate};
use crate::ui::model::{Frame, Thing};
use crate::ui::shared::Shared;
use crate::ui::stands::Stands;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// With more messages than this, words would cover each other: the shapes speak alone.
const MOST_WORDS: usize = 16;
/// With more messages than this, their tracks would be a blot.
const MOST_TRACKS: usize = 48;
/// Where a message that is lost vanishes, as a part of its way.
pub const LOST_AT: f64 = 0.62;
/// Where a held message waits, and how far the next one behind it.
const HELD_AT: f64 = 0.36;
const HELD_APART: f64 = 0.05;

/// What the flights are drawn from.
#[derive(Properties, PartialEq)]
pub struct FlightsProps {
    /// The history at its step.
    pub frame: Shared<Frame>,
    /// The cluster.
    pub cluster: Shared<Cluster>,
    /// The clients.
    pub clients: Shared<Vec<String>>,
    /// Where everybody stands.
    pub stands: Rc<Stands>,
    /// The moment.
    pub clock: AnimationClock,
    /// Whether nothing moves: then each message stands on the middle of its way.
    pub still: bool,
}

/// All messages in flight.
#[component]
pub fn Flights(props: &FlightsProps) -> Html {
    let FlightsProps { frame, cluster, clients, stands, clock, still } = props;
    let elements = use_mut_ref(Vec::<(u32, NodeRef)>::new);
    {
        // A message keeps its element from step to step.
        let mut elements = elements.borrow_mut();
        let known = std::mem::take(&mut *elements);
        *elements = frame.state.messages.iter().map(|message| (message.id, element_of(&known, message.id))).collect();
    }
    let refs: Vec<NodeRef> = elements.borrow().iter().map(|(_, element)| element.clone()).collect();
    let ways = use_memo((frame.clone(), cluster.clone(), clients.clone(), stands.clone()), |deps| {
        let (frame, cluster, clients, stands) = deps;
        ways(frame, &Places { cluster, clients, stands })
    });
    {
        let refs = refs.clone();
        let deps = (frame.clone(), ways.clone(), *still);
        use_painter(clock, deps, move |(frame, ways, still)| paint_flights(frame.clone(), ways, &refs, *still));
    }
    let places = Places { cluster, clients, stands };
    let messages = frame.state.messages.iter().zip(ways.iter()).zip(refs);
    let speaks = frame.state.messages.len() <= MOST_WORDS;
    let drawn = messages.enumerate().map(|(rank, ((message, way), element))| {
        let owner = match message.kind {
            "hinted-write" => message.owner.as_deref().and_then(|owner| places.addressee(owner)),
            "handoff" => places.addressee(&message.to),
            _ => None,
        };
        html! {
            <FlightPicture key={message.id} number={message.id} kind={message.kind} label={message.label.clone()}
                name={message_words(message)} {owner} way={*way} {element} held={message.held} {speaks}
                tracked={rank < MOST_TRACKS} />
        }
    });
    html! { <g class="flights" role="group" aria-label="Messages on the stage">{ for drawn }</g> }
}

/// A message in words.
pub fn message_words(message: &MessageState) -> String {
    let MessageState { kind, from, to, label, held, .. } = message;
    let owner = message.owner.as_ref().map(|owner| format!(", for {owner}")).unwrap_or_default();
    let waits = if *held { "; held" } else { "" };
    format!("{kind} from {from} to {to}: {label}{owner}{waits}")
}

fn element_of(known: &[(u32, NodeRef)], number: u32) -> NodeRef {
    known.iter().find(|(other, _)| *other == number).map(|(_, element)| element.clone()).unwrap_or_default()
}

/// The way of a message: from where to where, and the part of it that it will come.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Way {
    from: Point,
    to: Point,
    reach: f64,
    waits_at: Option<f64>,
}

fn ways(frame: &Frame, places: &Places<'_>) -> Vec<Way> {
    let messages = &frame.state.messages;
    let way = |(rank, message): (usize, &MessageState)| {
        let (from, to) = (places.of(&message.from), places.of(&message.to));
        let wall = if places.stands.walls.is_empty() { None } else { places.stands.wall_on_the_way(from, to) };
        let reach = match (wall.filter(|_| parted(frame, message)), message.doomed) {
            (Some(part), _) => part,
            (None, true) => LOST_AT,
            (None, false) => 1.0,
        };
        let ahead = |other: &&MessageState| other.held && (&other.from, &other.to) == (&message.from, &message.to);
        let waits_at = message.held.then(|| {
            let queue = messages[..rank].iter().filter(ahead).count().min(5);
            HELD_AT - HELD_APART * queue as f64
        });
        Way { from, to, reach, waits_at }
    };
    messages.iter().enumerate().map(way).collect()
}

/// Whether the wall stands between sender and receiver. A client on no side is parted from nobody.
fn parted(frame: &Frame, message: &MessageState) -> bool {
    let Some(groups) = &frame.state.partition else { return false };
    let side = |name: &String| groups.iter().position(|group| group.contains(name));
    matches!((side(&message.from), side(&message.to)), (Some(one), Some(other)) if one != other)
}

/// One message and the element that is moved.
struct Flight {
    element: Element,
    way: Way,
    sent_at: f64,
    arrives_at: f64,
    has_words: Cell<bool>,
}

impl Flight {
    /// The part of its way that it has come.
    fn part(&self, time: f64, still: bool) -> f64 {
        if let Some(part) = self.way.waits_at {
            return part;
        }
        let way = self.arrives_at - self.sent_at;
        let part = if way > 0.0 { ((time - self.sent_at) / way).clamp(0.0, 1.0) } else { 1.0 };
        // Where nothing moves, what was sent and what nearly is there must still be told apart.
        self.way.reach * if still { 0.3 + 0.4 * part } else { part }
    }
}

fn paint_flights(frame: Shared<Frame>, ways: &[Way], refs: &[NodeRef], still: bool) -> Painter {
    let messages = frame.state.messages.iter().zip(ways).zip(refs);
    let flights: Vec<Flight> = messages
        .filter_map(|((message, way), element)| {
            let element = element.cast::<Element>()?;
            let has_words = Cell::new(element.get_attribute("data-words").as_deref() == Some("yes"));
            let (sent_at, arrives_at) = (message.sent_at, message.arrives_at);
            Some(Flight { element, way: *way, sent_at, arrives_at, has_words })
        })
        .collect();
    Rc::new(move |progress| {
        let time = frame.time_at(progress);
        for flight in &flights {
            let part = flight.part(time, still);
            let at = self::flight(flight.way.from, flight.way.to, part);
            let _ = flight.element.set_attribute("transform", &translate(at));
            // Under the seats of sender and receiver there is no room for words.
            let has_words = (0.1..0.9).contains(&part);
            if flight.has_words.replace(has_words) != has_words {
                let _ = flight.element.set_attribute("data-words", if has_words { "yes" } else { "no" });
            }
        }
    })
}

#[derive(Properties, PartialEq)]
struct FlightPictureProps {
    number: u32,
    kind: &'static str,
    label: AttrValue,
    name: AttrValue,
    owner: Option<Addressee>,
    way: Way,
    element: NodeRef,
    held: bool,
    speaks: bool,
    tracked: bool,
}

/// One message: its track, and what flies along it.
#[component]
fn FlightPicture(props: &FlightPictureProps) -> Html {
    let FlightPictureProps { number, kind, label, name, owner, way, element, held, speaks, tracked } = props;
    let class = classes!("flight", *kind, held.then_some("flight-held"));
    let pause = if *held { "M-3 -17V-11M3 -17V-11" } else { "" };
    html! {
        <g>
            <path class="track" d={if *tracked { flight_path(way.from, way.to) } else { String::new() }} />
            <g {class} ref={element.clone()} role="button" tabindex="0" aria-haspopup="menu" aria-label={name.clone()}
                data-thing={Thing::Message(*number).word()} data-words="no">
                <circle class="flight-halo" r="14" />
                { message_picture(kind, owner.as_ref()) }
                <path class="flight-pause" d={pause} />
                <text class={if *speaks { "flight-label" } else { "flight-label crowded" }} y={if *held { "-21" } else { "-14" }}>
                    { label.clone() }
                </text>
            </g>
        </g>
    }
}
