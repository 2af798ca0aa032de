//! A history and a moment of it, as the fragment of an address.
//!
//! `#1.` and the base64url of an object in MessagePack: the `scenario`; the `step`; how many timers have rung since that step
//! with nothing to do, as `idle`, and the `time` if it is later than the step; and of a
//! whole history how many `steps` are known.
//! Whatever comes from a link is read like any other scenario: it is data, and nobody vouches for it.
//!
//! What follows an `&` is how the page looked at the moment; it means nothing here.

use crate::dynamo::time::Time;
use crate::input::fields::Fields;
use crate::input::limits::{MAX_EVENTS, MAX_LINK_BYTES};
use crate::input::refusal::Refusal;
use crate::playground::{Playground, Replay};
use crate::scenario::Scenario;
use crate::simulation::Point;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Deserialize;
use serde_json::{Value, json};

const PREFIX: &str = "#1.";
/// Lists and objects in each other that a link may have; a scenario has six.
const MAX_DEPTH: usize = 64;

/// The link to the present moment of a playground.
pub fn permalink(playground: &Playground) -> String {
    written(&moment(playground, playground.step_number()))
}

/// The link to a step of a history that goes on as far as it is known.
pub fn permalink_at(playground: &Playground, step: usize) -> String {
    written(&whole_moment(playground, step))
}

fn written(moment: &Value) -> String {
    format!("{PREFIX}{}", encoded(moment))
}

/// A JSON value as a link has it: in MessagePack and base64url.
pub(crate) fn encoded(value: &Value) -> String {
    // Writing JSON to memory does not fail: its names are texts, and all lengths are known.
    URL_SAFE_NO_PAD.encode(rmp_serde::to_vec(value).unwrap_or_default())
}

/// The JSON value that stands so in a link; `None` when the text is damaged, nests too deeply, or does not end with the value.
pub(crate) fn decoded(text: &str) -> Option<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let mut reader = rmp_serde::Deserializer::new(bytes.as_slice());
    reader.set_max_depth(MAX_DEPTH);
    let value = Value::deserialize(&mut reader).ok()?;
    reader.get_ref().is_empty().then_some(value)
}

/// The scenario of a playground and a moment of its history, as JSON. At the present step it is the present moment, which
/// may be later than the step.
fn moment(playground: &Playground, step: usize) -> Value {
    let mut scenario = playground.scenario().to_json();
    shorten(&mut scenario);
    let mut moment = json!({ "scenario": scenario, "step": step });
    let now = playground.point();
    if now.step == step && now.idle > 0 {
        moment["idle"] = json!(now.idle);
    }
    if now.step == step && now.time.ms() > playground.time_of(step) {
        moment["time"] = json!(now.time.ms());
    }
    moment
}

/// The same, with how much is known of the history.
pub fn whole_moment(playground: &Playground, step: usize) -> Value {
    let mut moment = moment(playground, step);
    moment["steps"] = json!(playground.known_steps());
    moment
}

/// The way to such a moment. `and_then_on`: if the moment does not say how much is known of the history, the rest of it is
/// played as well, until all is quiet.
///
/// # Errors
/// Whatever is wrong with the scenario or the moment.
pub fn replay_of(moment: &Value, and_then_on: bool) -> Result<Replay, Refusal> {
    let fields = Fields::new("link", moment)?;
    let scenario = Scenario::from_json(fields.required("scenario", fields.raw("scenario"), "a scenario")?)?;
    let point = Point {
        step: fields.count("step", 0, MAX_EVENTS)?.unwrap_or(0),
        idle: fields.count("idle", 0, MAX_EVENTS)?.unwrap_or(0),
        time: Time::from_ms(fields.number("time", 0.0, Time::LONGEST.ms())?.unwrap_or(0.0)),
    };
    let steps = fields.count("steps", 0, MAX_EVENTS)?;
    fields.nothing_else()?;
    let replay = Replay::from_moment(scenario, point, steps.unwrap_or(0))?;
    Ok(if and_then_on && steps.is_none() { replay.until_quiet() } else { replay })
}

/// The playground of a link, at the step that the link names.
///
/// # Errors
/// `invalid-link` when it is damaged, `unknown-link-format` when a newer page made it, and whatever is wrong with the
/// scenario in it.
pub fn from_permalink(fragment: &str) -> Result<Playground, Refusal> {
    let mut replay = replay_of(&read(fragment)?, false)?;
    while !replay.go_on(usize::MAX)? {}
    Ok(replay.into_playground())
}

/// The moment that a link names.
///
/// # Errors
/// `invalid-link` when it is damaged, `unknown-link-format` when a newer page made it.
pub fn read(fragment: &str) -> Result<Value, Refusal> {
    if fragment.len() > MAX_LINK_BYTES {
        let allowed = format!("at most {MAX_LINK_BYTES} bytes");
        return Err(Refusal::field("invalid-link", "link", format!("{} bytes", fragment.len()), &allowed));
    }
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let fragment = fragment.split_once('&').map_or(fragment, |(moment, _)| moment);
    let Some(text) = fragment.strip_prefix(&PREFIX[1..]) else {
        let number = fragment.split('.').next().filter(|number| number.parse::<u32>().is_ok_and(|number| number > 1));
        return Err(match number {
            Some(number) => Refusal::field("unknown-link-format", "link", number, "format 1; a newer page may open it"),
            None => damaged(fragment),
        });
    };
    decoded(text).ok_or_else(|| damaged(fragment))
}

fn damaged(fragment: &str) -> Refusal {
    Refusal::field("invalid-link", "link", format!("{:?}", cut(fragment)), "a link that Ringside made, whole")
}

/// The beginning of a text that may be very long.
fn cut(text: &str) -> &str {
    text.char_indices().nth(40).map_or(text, |(end, _)| &text[..end])
}

/// Leaves out what is as it is by default.
pub(crate) fn shorten(scenario: &mut Value) {
    let defaults = Scenario::default().to_json();
    if let (Value::Object(fields), Value::Object(defaults)) = (scenario, defaults) {
        fields.retain(|field, value| field == "ringside" || defaults.get(field) != Some(value));
    }
}
