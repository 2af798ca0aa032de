//! Messages in flight. A message is where simulated time puts it: half its delay, half its way. One that a partition
//! will stop flies to the wall, and one that is held waits near its sender.
//!
//! Each frame sets one `transform` per message, and more only when labels appear or vanish. The picture of a message is
//! a memoised component, drawn once.

use super::pictures::{Addressee, message_picture};
use super::stage_positions::StagePositions;
use crate::explain::snapshot::MessageState;
use crate::explain::trace::MessageKind;
use crate::page::browser::animation_clock::{AnimationClock, Painter, use_painter};
use crate::page::drawing::geometry::{Geometry, Point, flight, flight_path};
use crate::page::drawing::label_room::{LabelRoom, Words};
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::cluster::Cluster;
use crate::page::projection::shared::Shared;
use crate::page::projection::stage_words::message_words;
use crate::page::state::{Frame, StageItem};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use web_sys::{SvgGraphicsElement, SvgTransform};
use yew::prelude::*;

/// With more messages than this, labels would cover each other, so only shapes are drawn.
const MOST_WORDS: usize = 16;
/// With more messages than this, tracks are left out.
const MOST_TRACKS: usize = 48;
/// Messages per memoised group.
const HANDFUL: u32 = 12;
/// Where a lost message vanishes, as a part of its way.
pub const LOST_AT: f64 = 0.62;
/// Where a held message waits, as a part of its way, and how far the next one stands behind it.
const HELD_AT: f64 = 0.36;
const HELD_APART: f64 = 0.05;
/// Where a message waits that has come to a paused node.
const PAUSED_AT: f64 = 0.84;

#[derive(Properties, PartialEq)]
pub struct FlightsProps {
    /// The present step.
    pub frame: Shared<Frame>,
    pub cluster: Shared<Cluster>,
    pub clients: Shared<Vec<String>>,
    pub placement: Shared<StagePlacement>,
    pub clock: AnimationClock,
    /// Whether motion is reduced: each message then stands near the middle of its way.
    pub still: bool,
    pub geometry: Geometry,
    /// Where the name of the key stands, and its characters.
    pub key_name: (Point, usize),
}

/// All messages in flight.
#[component]
pub fn Flights(props: &FlightsProps) -> Html {
    let FlightsProps { frame, cluster, clients, placement, clock, still, geometry, key_name } = props;
    let known = use_mut_ref(Vec::<Rc<Slot>>::new);
    let slots = use_memo((frame.clone(), cluster.clone(), clients.clone(), placement.clone()), |deps| {
        let (frame, cluster, clients, placement) = deps;
        let slots = slots(&known.borrow(), frame, &StagePositions { cluster, clients, placement });
        known.borrow_mut().clone_from(&slots);
        Shared::new(slots)
    });
    let slots = (*slots).clone();
    let room =
        LabelRoom::new(geometry.type_scale).off_the_seats(geometry, placement).off_the_name(key_name.0, key_name.1);
    use_painter(clock, (frame.clone(), slots.clone(), *still, room), |(frame, slots, still, room)| {
        paint_flights(frame.clone(), slots.clone(), *still, room.clone())
    });
    let drawn = handfuls(&slots).into_iter().map(|handful| {
        let HandfulProps { number, slots, speaks } = handful;
        html! { <Handful key={number} {number} {slots} {speaks} /> }
    });
    html! { <g class="flights" role="group" aria-label="Messages on the stage">{ for drawn }</g> }
}

/// A group of messages sent one after the other. A step changes one or two of hundreds in flight, and only their groups
/// are redrawn.
#[derive(Properties)]
struct HandfulProps {
    number: u32,
    /// Each message, and whether its track is drawn.
    slots: Vec<(Rc<Slot>, bool)>,
    speaks: bool,
}

impl PartialEq for HandfulProps {
    fn eq(&self, other: &Self) -> bool {
        let mut pairs = self.slots.iter().zip(&other.slots);
        let same = pairs.all(|((one, drawn), (other, also))| Rc::ptr_eq(one, other) && drawn == also);
        let slots = self.slots.len() == other.slots.len() && same;
        slots && self.speaks == other.speaks
    }
}

#[component]
fn Handful(props: &HandfulProps) -> Html {
    let drawn = props.slots.iter().map(|(slot, tracked)| {
        let (flight, element) = (slot.flight.clone(), slot.element.clone());
        let key = flight.message.id;
        html! { <FlightPicture {key} {flight} {element} speaks={props.speaks} tracked={*tracked} /> }
    });
    html! { <g>{ for drawn }</g> }
}

/// All messages in the order in which they were sent, in groups.
fn handfuls(slots: &[Rc<Slot>]) -> Vec<HandfulProps> {
    let speaks = slots.len() <= MOST_WORDS;
    let mut ranked: Vec<(u32, Rc<Slot>, bool)> =
        (0..).zip(slots).map(|(rank, slot)| (slot.flight.message.id, slot.clone(), rank < MOST_TRACKS)).collect();
    ranked.sort_unstable_by_key(|(id, _, _)| *id);
    let mut handfuls: Vec<HandfulProps> = Vec::new();
    for (id, slot, tracked) in ranked {
        let number = id / HANDFUL;
        match handfuls.last_mut() {
            Some(last) if last.number == number => last.slots.push((slot, tracked)),
            _ => handfuls.push(HandfulProps { number, slots: vec![(slot, tracked)], speaks }),
        }
    }
    handfuls
}

/// The way of a message: its ends, and the part of it that the message will cover.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Way {
    from: Point,
    to: Point,
    reach: f64,
    waits_at: Option<f64>,
}

/// A message in flight, as it is drawn.
struct Flight {
    message: MessageState,
    owner: Option<Addressee>,
    way: Way,
}

/// A message with its element and what was last set there. It persists from step to step.
struct Slot {
    flight: Shared<Flight>,
    element: NodeRef,
    /// Looked up once: finding the element costs more than moving it.
    elements: OnceCell<FlightElements>,
    /// The length of its label, in characters.
    characters: usize,
    painted: Cell<Option<(Point, Words)>>,
}

/// The element of a message. Its transform is set as numbers: a text, which the browser would have to parse, costs
/// several times as much.
#[derive(Clone)]
struct FlightElements {
    element: SvgGraphicsElement,
    transform: SvgTransform,
}

impl FlightElements {
    fn find(element: &NodeRef) -> Option<Self> {
        let element = element.cast::<SvgGraphicsElement>()?;
        element.set_attribute("transform", "translate(0)").ok()?;
        let transform = element.transform().base_val().get_item(0).ok()?;
        Some(Self { element, transform })
    }
}

/// A slot for each message; unchanged messages keep theirs.
fn slots(known: &[Rc<Slot>], frame: &Frame, positions: &StagePositions<'_>) -> Vec<Rc<Slot>> {
    let messages = &frame.state.messages;
    let slot = |(rank, message): (usize, &MessageState)| {
        let way = way(frame, positions, rank, message);
        let owner = match message.kind {
            MessageKind::HintedWrite => message.owner.as_deref().and_then(|owner| positions.addressee(owner)),
            MessageKind::Handoff => positions.addressee(&message.to),
            _ => None,
        };
        let before = known.iter().find(|slot| slot.flight.message.id == message.id);
        match before {
            Some(slot) if slot.flight.way == way && slot.flight.owner == owner && slot.flight.message == *message => {
                slot.clone()
            }
            _ => Rc::new(Slot {
                flight: Shared::new(Flight { message: message.clone(), owner, way }),
                element: before.map(|slot| slot.element.clone()).unwrap_or_default(),
                elements: before.map(|slot| slot.elements.clone()).unwrap_or_default(),
                characters: message.label.chars().count(),
                painted: Cell::new(before.and_then(|slot| slot.painted.get())),
            }),
        }
    };
    messages.iter().enumerate().map(slot).collect()
}

fn way(frame: &Frame, positions: &StagePositions<'_>, rank: usize, message: &MessageState) -> Way {
    let (from, to) = (positions.position_of(&message.from), positions.position_of(&message.to));
    let parted = parted(frame, message);
    let wall = if parted { positions.placement.wall_on_the_way(from, to) } else { None };
    let reach = match (wall, message.doomed) {
        (Some(part), _) => part,
        (None, true) => LOST_AT,
        (None, false) if is_paused(frame, &message.to) => PAUSED_AT,
        (None, false) => 1.0,
    };
    let same_link = |other: &&MessageState| (&other.from, &other.to) == (&message.from, &message.to);
    let ahead = |waits: fn(&MessageState) -> bool| {
        frame.state.messages[..rank].iter().filter(|other| waits(other)).filter(same_link).count().min(5) as f64
    };
    let waits_at = match (message.held, message.waits) {
        (true, _) => Some(HELD_AT - HELD_APART * ahead(|other| other.held)),
        (_, true) => Some(PAUSED_AT - HELD_APART * ahead(|other| other.waits)),
        _ => None,
    };
    Way { from, to, reach, waits_at }
}

fn is_paused(frame: &Frame, name: &str) -> bool {
    frame.state.nodes.iter().any(|node| node.paused && node.name == name)
}

/// Whether the wall stands between sender and receiver. A client on no side is separated from nobody.
fn parted(frame: &Frame, message: &MessageState) -> bool {
    let Some(groups) = &frame.state.partition else { return false };
    let side = |name: &String| groups.iter().position(|group| group.contains(name));
    matches!((side(&message.from), side(&message.to)), (Some(one), Some(other)) if one != other)
}

impl Flight {
    /// The part of its way that the message has covered, 0 to 1.
    fn part(&self, time: f64, still: bool) -> f64 {
        if let Some(part) = self.way.waits_at {
            return part;
        }
        let MessageState { sent_at, arrives_at, .. } = self.message;
        let part = if arrives_at > sent_at { ((time - sent_at) / (arrives_at - sent_at)).clamp(0.0, 1.0) } else { 1.0 };
        // With reduced motion, messages that were just sent still differ from those about to arrive.
        self.way.reach * if still { 0.3 + 0.4 * part } else { part }
    }
}

fn paint_flights(frame: Shared<Frame>, slots: Shared<Vec<Rc<Slot>>>, still: bool, room: LabelRoom) -> Painter {
    Rc::new(move |progress| {
        let time = frame.time_at(progress);
        // With too many messages for labels, no room is looked for.
        let mut room = (slots.len() <= MOST_WORDS).then(|| room.clone());
        slots.iter().for_each(|slot| {
            // What is seen at rest does not depend on the way there.
            let stood = if progress == 0.0 { Words::default() } else { slot.words() };
            slot.paint(slot.flight.part(time, still), stood, room.as_mut());
        });
    })
}

impl Slot {
    /// Where its label stands.
    fn words(&self) -> Words {
        self.painted.get().map(|(_, words)| words).unwrap_or_default()
    }

    fn paint(&self, part: f64, stood: Words, room: Option<&mut LabelRoom>) {
        let at = flight(self.flight.way.from, self.flight.way.to, part);
        // There is no room for a label at the seats of sender and receiver.
        let room = room.filter(|_| (0.1..0.9).contains(&part));
        let before = self.painted.get();
        let words = room.map_or(Words::Hidden, |room| room.take(at, self.characters, stood));
        if before == Some((at, words)) {
            return;
        }
        if self.elements.get().is_none() {
            let Some(elements) = FlightElements::find(&self.element) else { return };
            let _ = self.elements.set(elements);
        }
        let Some(elements) = self.elements.get() else { return };
        let _ = elements.transform.set_translate(at.0 as f32, at.1 as f32);
        if before.is_none_or(|(_, stood)| stood != words) {
            let _ = elements.element.set_attribute("data-words", words.as_str());
        }
        self.painted.set(Some((at, words)));
    }
}

#[derive(Properties, PartialEq)]
struct FlightPictureProps {
    flight: Shared<Flight>,
    element: NodeRef,
    speaks: bool,
    tracked: bool,
}

/// One message: its track, and the picture that flies along it.
#[component]
fn FlightPicture(props: &FlightPictureProps) -> Html {
    let FlightPictureProps { flight, element, speaks, tracked } = props;
    let Flight { message, owner, way } = &**flight;
    let waits = message.held || message.waits;
    let class = classes!("flight", message.kind.as_str(), waits.then_some("flight-held"));
    let pause = if waits { "M-3 -17V-11M3 -17V-11" } else { "" };
    html! {
        <g>
            <path class="track" d={if *tracked { flight_path(way.from, way.to) } else { String::new() }} />
            <g {class} ref={element.clone()} role="button" tabindex="0" aria-haspopup="menu" aria-label={message_words(message)}
                data-thing={StageItem::Message(message.id).to_attribute()}>
                <circle class="flight-halo" r="14" />
                { message_picture(message.kind, owner.as_ref()) }
                <path class="flight-pause" d={pause} />
                <text class={if *speaks { "flight-label" } else { "flight-label crowded" }} y={if waits { "-21" } else { "-14" }}>
                    { message.label.clone() }
                </text>
            </g>
        </g>
    }
}
