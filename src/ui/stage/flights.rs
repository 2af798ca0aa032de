//! Messages in flight. A message is where simulated time puts it, and nowhere else: half its delay, half its way.
//!
//! Kinds differ by shape first: a put is a square, a get is a ring, an answer is a tick.

use crate::snapshot::MessageState;
use crate::ui::animation_clock::{AnimationClock, Painter, use_painter};
use crate::ui::cluster::Cluster;
use crate::ui::geometry::{Geometry, Point, flight, flight_path, translate};
use crate::ui::model::{CLIENTS, Frame};
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
    let FlightsProps { frame, cluster, geometry, clock, still } = props;
    let elements =
        use_memo(frame.clone(), |frame| frame.state.messages.iter().map(|_| NodeRef::default()).collect::<Vec<_>>());
    {
        let elements = elements.clone();
        use_painter(
            clock,
            (frame.clone(), cluster.clone(), *geometry, *still),
            move |(frame, cluster, geometry, still)| {
                let messages = frame.state.messages.iter().zip(elements.iter());
                let flights =
                    messages.map(|(message, element)| Flight::of(message, element.clone(), cluster, geometry));
                paint_flights(flights.collect(), frame.clone(), *still)
            },
        );
    }
    let messages = frame.state.messages.iter().zip(&frame.labels).zip(elements.iter());
    let tracks = frame.state.messages.iter().map(|message| {
        let (from, to) = ends(message, cluster, geometry);
        html! { <path key={message.id} class="track" d={flight_path(from, to)} /> }
    });
    let drawn = messages.map(|((message, label), element)| {
        html! {
            <g key={message.id} class={classes!("flight", message.kind)} ref={element.clone()}>
                { shape(message.kind) }
                <text class="flight-label" y="-14">{ label.clone() }</text>
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
    fn of(message: &MessageState, element: NodeRef, cluster: &Cluster, geometry: &Geometry) -> Self {
        let (from, to) = ends(message, cluster, geometry);
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

/// From which seat or client to which, at the edge of its disc.
fn ends(message: &MessageState, cluster: &Cluster, geometry: &Geometry) -> (Point, Point) {
    (stand(&message.from, cluster, geometry), stand(&message.to, cluster, geometry))
}

fn stand(name: &str, cluster: &Cluster, geometry: &Geometry) -> Point {
    let client = CLIENTS.iter().position(|client| *client == name).map(|place| geometry.client(place));
    let seat = || cluster.place_of(name).map(|place| geometry.seat(cluster.seats[place]));
    client.or_else(seat).unwrap_or_default()
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
