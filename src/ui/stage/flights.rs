//! Messages in flight. A message is where simulated time puts it, and nowhere else: half its delay, half its way.
//!
//! Kinds differ by shape first: a put is a square, a get is a ring, an answer is a tick.

use crate::snapshot::MessageState;
use crate::ui::animation_clock::{AnimationClock, Painter, use_painter};
use crate::ui::cluster::Cluster;
use crate::ui::geometry::{Geometry, Point, flight, flight_path, translate};
use crate::ui::model::Frame;
use crate::ui::shared::Shared;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// What the flights are drawn from.
#[derive(Properties, PartialEq)]
pub struct FlightsProps {
    /// The history at its step.
    pub frame: Shared<Frame>,
    /// The cluster.
    pub cluster: Shared<Cluster>,
    /// The clients.
    pub clients: Shared<Vec<String>>,
    /// The stage.
    pub geometry: Geometry,
    /// The moment.
    pub clock: AnimationClock,
    /// Whether nothing moves: then each message stands on the middle of its way.
    pub still: bool,
}

/// One message on its way.
struct Flight {
    element: NodeRef,
    from: Point,
    to: Point,
    sent_at: f64,
    arrives_at: f64,
}

/// All messages in flight.
#[component]
pub fn Flights(props: &FlightsProps) -> Html {
    let FlightsProps { frame, cluster, clients, geometry, clock, still } = props;
    let elements =
        use_memo(frame.clone(), |frame| frame.state.messages.iter().map(|_| NodeRef::default()).collect::<Vec<_>>());
    {
        let elements = elements.clone();
        use_painter(
            clock,
            (frame.clone(), cluster.clone(), clients.clone(), *geometry, *still),
            move |(frame, cluster, clients, geometry, still)| {
                let messages = frame.state.messages.iter().zip(elements.iter());
                let flights = messages.map(|(message, element)| {
                    Flight::of(message, element.clone(), &Stands { cluster, clients, geometry })
                });
                paint_flights(flights.collect(), frame.clone(), *still)
            },
        );
    }
    let stands = Stands { cluster, clients, geometry };
    let messages = frame.state.messages.iter().zip(elements.iter());
    let tracks = frame.state.messages.iter().map(|message| {
        let (from, to) = stands.ends(message);
        html! { <path key={message.id} class="track" d={flight_path(from, to)} /> }
    });
    let drawn = messages.map(|(message, element)| {
        html! {
            <g key={message.id} class={classes!("flight", message.kind)} ref={element.clone()}>
                { shape(message.kind) }
                <text class="flight-label" y="-14">{ message.label.clone() }</text>
            </g>
        }
    });
    html! {
        <g class="flights" aria-hidden="true">
            <g>{ for tracks }</g>
            <g>{ for drawn }</g>
        </g>
    }
}

impl Flight {
    fn of(message: &MessageState, element: NodeRef, stands: &Stands<'_>) -> Self {
        let (from, to) = stands.ends(message);
        Self { element, from, to, sent_at: message.sent_at, arrives_at: message.arrives_at }
    }

    /// The part of its way that it has come.
    fn part(&self, time: f64) -> f64 {
        let way = self.arrives_at - self.sent_at;
        if way > 0.0 { (time - self.sent_at) / way } else { 1.0 }
    }
}

fn paint_flights(flights: Vec<Flight>, frame: Shared<Frame>, still: bool) -> Painter {
    Rc::new(move |progress| {
        let time = frame.time_at(progress);
        for flight in &flights {
            let Some(element) = flight.element.cast::<Element>() else { continue };
            let part = flight.part(time);
            // Where nothing moves, what was sent and what nearly is there must still be told apart.
            let shown = if still { 0.3 + 0.4 * part } else { part };
            let _ = element.set_attribute("transform", &translate(self::flight(flight.from, flight.to, shown)));
            // Under the seats of sender and receiver there is no room for words.
            let _ = element.set_attribute("data-words", if (0.07..0.93).contains(&shown) { "yes" } else { "no" });
        }
    })
}

/// Where nodes and clients stand.
struct Stands<'a> {
    cluster: &'a Cluster,
    clients: &'a [String],
    geometry: &'a Geometry,
}

impl Stands<'_> {
    /// From which seat or client to which.
    fn ends(&self, message: &MessageState) -> (Point, Point) {
        (self.of(&message.from), self.of(&message.to))
    }

    fn of(&self, name: &str) -> Point {
        let client = self.clients.iter().position(|client| client == name).map(|place| self.geometry.client(place));
        let seat = || self.cluster.place_of(name).map(|place| self.geometry.seat(self.cluster.seats[place]));
        client.or_else(seat).unwrap_or_default()
    }
}

/// The picture of a kind of message.
fn shape(kind: &str) -> Html {
    match kind {
        "put-request" | "write" | "repair" | "transfer" => {
            html! { <rect class="flight-shape" x="-8" y="-8" width="16" height="16" rx="2" /> }
        }
        "hinted-write" | "handoff" => html! {
            <g>
                <rect class="flight-shape" x="-9" y="-8" width="18" height="16" rx="2" />
                <path class="flight-line" d="M-9 0H9M0 -8V8" />
            </g>
        },
        "get-request" | "read" | "range-request" => html! { <circle class="flight-ring" r="7" /> },
        "read-answer" => html! {
            <g><circle class="flight-ring" r="8" /><path class="flight-tick" d="M-4 0L-1 3L4 -3" /></g>
        },
        "gossip" => html! { <path class="flight-shape" d="M0 -7L7 6H-7Z" /> },
        "trees" | "sync" => html! { <path class="flight-shape" d="M0 -10L10 0L0 10L-10 0Z" /> },
        _ => html! {
            <g><circle class="flight-back" r="9" /><path class="flight-tick large" d="M-6 0L-2 5L6 -5" /></g>
        },
    }
}
