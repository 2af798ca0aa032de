//! A history and a step in it, as the fragment of an address.
//!
//! `#1.` and the base64url of an object with the scenario and the step, in MessagePack. Whatever comes from a link is read like any
//! other scenario: it is data, and nobody vouches for it.
//!
//! What follows an `&` is how the page looked at the moment; it means nothing here.

pub(crate) mod message_pack;

use crate::fields::Fields;
use crate::limits::MAX_LINK_BYTES;
use crate::playground::Playground;
use crate::refusal::Refusal;
use crate::scenario::Scenario;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const PREFIX: &str = "#1.";

/// The link to the present step of a playground.
pub fn permalink(playground: &Playground) -> String {
    permalink_at(playground, playground.step_number())
}

/// The link to any step of its history.
pub fn permalink_at(playground: &Playground, step: usize) -> String {
    let mut bytes = Vec::new();
    message_pack::write(&moment(playground, step), &mut bytes);
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The scenario of a playground and a step of its history, as JSON.
pub fn moment(playground: &Playground, step: usize) -> Value {
    let mut scenario = playground.scenario().to_json();
    shorten(&mut scenario);
    json!({ "scenario": scenario, "step": step })
}

/// The playground of such a moment, at its step.
///
/// # Errors
/// Whatever is wrong with the scenario or the step.
pub fn from_moment(moment: &Value) -> Result<Playground, Refusal> {
    let fields = Fields::of("link", moment)?;
    let scenario = Scenario::from_json(fields.required("scenario", fields.raw("scenario"), "a scenario")?)?;
    let step = fields.count("step", 0, usize::MAX >> 12)?.unwrap_or(0);
    fields.nothing_else()?;
    let mut playground = Playground::new(scenario)?;
    playground.run_to_step(step)?;
    Ok(playground)
}

/// The playground of a link, at the step that the link names.
///
/// # Errors
/// `invalid-link` when it is damaged, `unknown-link-format` when a newer page made it, and whatever is wrong with the
/// scenario in it.
pub fn from_permalink(fragment: &str) -> Result<Playground, Refusal> {
    if fragment.len() > MAX_LINK_BYTES {
        let allowed = format!("at most {MAX_LINK_BYTES} bytes");
        return Err(Refusal::field("invalid-link", "link", format!("{} bytes", fragment.len()), &allowed));
    }
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let fragment = fragment.split_once('&').map_or(fragment, |(moment, _)| moment);
    let Some(encoded) = fragment.strip_prefix(&PREFIX[1..]) else {
        let number = fragment.split('.').next().filter(|number| number.parse::<u32>().is_ok_and(|number| number > 1));
        return Err(match number {
            Some(number) => Refusal::field("unknown-link-format", "link", number, "format 1; a newer page may open it"),
            None => damaged(fragment),
        });
    };
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| damaged(fragment))?;
    let mut rest = bytes.as_slice();
    match message_pack::read(&mut rest) {
        Some(json) if rest.is_empty() => from_moment(&json),
        _ => Err(damaged(fragment)),
    }
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
