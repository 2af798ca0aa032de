//! How long the way to the next step takes.

use crate::page::state::{Model, Track};

/// Milliseconds of wall time per simulated millisecond at a speed of 1: a message takes about a second.
const WALL_PER_SIMULATED: f64 = 130.0;
/// Milliseconds for a whole turn of the walk's hand at a speed of 1, and for its shortest move.
const HAND_TURN: f64 = 2_400.0;
const HAND_MOVE: f64 = 350.0;

/// Longest durations in milliseconds: of a flight, of a pause in which nothing flies, and of background steps that are
/// passed over.
const LONGEST_FLIGHT: f64 = 5_000.0;
const LONGEST_PAUSE: f64 = 900.0;
const BACKGROUND_MOVE: f64 = 60.0;

/// The duration of the way to the next step, in milliseconds at a speed of 1.
pub fn way(model: &Model) -> f64 {
    match model.playback.track {
        Track::KeyWalk => match model.hand_way() {
            way if way > 0.0 => HAND_MOVE + HAND_TURN * way,
            _ => 0.0,
        },
        Track::Messages => message_way(model),
    }
}

/// Flights last in proportion to the simulated delay. Where nothing flies, time is shortened, and so is gossip that
/// carries no news.
fn message_way(model: &Model) -> f64 {
    let frame = &model.world.frame;
    let way = (frame.time_at(1.0) - frame.state.time) * WALL_PER_SIMULATED;
    let flying = frame.state.messages.iter().any(|message| !message.held && !message.waits);
    let most = if model.passes_over_next() {
        BACKGROUND_MOVE
    } else if flying {
        LONGEST_FLIGHT
    } else {
        LONGEST_PAUSE
    };
    way.min(most)
}
