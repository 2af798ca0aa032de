//! Where and why a message died at this step; the mark stays as long as the step is shown.

use super::flights::LOST_AT;
use super::stage_positions::StagePositions;
use crate::explain::key_journey::words::shortened;
use crate::explain::trace::{Fact, MessageRecord};
use crate::page::drawing::geometry::{Geometry, Point, flight, flight_path, translate};
use crate::page::state::{Model, Track};
use yew::prelude::*;

/// How many steps back the sending of a dropped message is looked for.
const FAR_BACK: usize = 400;

/// A message that died at this step.
pub struct DroppedMessage {
    from: Point,
    to: Point,
    at: Point,
    words: String,
    /// Whether the words stand below the mark, because a seat is above it.
    below: bool,
}

/// The message that died at this step, if one did.
pub fn dropped_message_of(model: &Model, positions: &StagePositions<'_>) -> Option<DroppedMessage> {
    let event = model.world.frame.event.as_ref().filter(|_| model.playback.track == Track::Messages)?;
    let because = event.facts.iter().find_map(|fact| match fact {
        Fact::MessageDied { because, .. } => Some(*because),
        _ => None,
    })?;
    let message = event.message.as_ref()?;
    let (from, to) = (positions.position_of(&message.from), positions.position_of(&message.to));
    let (part, words) = match because {
        "wall" => (positions.placement.wall_on_the_way(from, to).unwrap_or(0.5), "stopped at the wall".to_owned()),
        "cut" => (LOST_AT, "lost: the link is cut".to_owned()),
        "down" => (0.84, format!("{} is down", shortened(&message.to, 12))),
        "dropped" => (came_so_far(model, message), "dropped".to_owned()),
        _ => (LOST_AT, "lost on the way".to_owned()),
    };
    let below = because == "down" && to.1 < 0.0;
    Some(DroppedMessage { from, to, at: flight(from, to, part), words, below })
}

impl DroppedMessage {
    /// Whether its words would cover those in the middle of the ring, which then are left out.
    pub fn is_in_the_middle(&self, geometry: &Geometry) -> bool {
        let (x, y) = (self.at.0.abs() / geometry.type_scale, self.at.1 / geometry.type_scale);
        x < 150.0 && (-50.0..95.0).contains(&y)
    }
}

/// The mark where the message died.
pub fn dropped_message(dropped_message: Option<&DroppedMessage>) -> Html {
    let Some(DroppedMessage { from, to, at, words, below }) = dropped_message else {
        return html! { <g class="death" /> };
    };
    html! {
        <g class="death" aria-hidden="true">
            <path class="track" d={flight_path(*from, *to)} />
            <g transform={translate(*at)}>
                <g class="burst">
                    <path class="burst-rays" d="M0 -17V-11M0 17V11M-17 0H-11M17 0H11M-12 -12L-8 -8M12 12L8 8M-12 12L-8 8M12 -12L8 -8" />
                    <path class="burst-under" d="M-6 -6L6 6M-6 6L6 -6" />
                    <path class="burst-cross" d="M-6 -6L6 6M-6 6L6 -6" />
                </g>
                <text class="flight-label" y={if *below { "32" } else { "-23" }}>{ words }</text>
            </g>
        </g>
    }
}

/// How far a message had come when it was dropped, 0 to 1.
fn came_so_far(model: &Model, message: &MessageRecord) -> f64 {
    let playground = model.world.playground();
    let state = &model.world.frame.state;
    let sent = (1..=state.step).rev().take(FAR_BACK).find_map(|step| {
        let event = playground.event(step)?;
        event.sent.iter().find(|sent| sent.id == message.id).and_then(|sent| sent.arrives_at)
    });
    match sent.map(|arrives_at| (state.time - message.sent_at) / (arrives_at - message.sent_at)) {
        Some(part) if (0.0..=1.0).contains(&part) => part.clamp(0.1, 0.9),
        _ => 0.36,
    }
}
