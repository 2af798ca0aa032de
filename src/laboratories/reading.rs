//! Reading and checking parameters: each bound is stated once, and holds for a page's structures as for JSON.

use crate::input::fields::Fields;
use crate::input::limits::MAX_DELAY_MS;
use crate::input::refusal::Refusal;
use crate::scenario::{Delay, check_quorum, read_delay};

/// The least and the most of a whole number.
pub(super) type Bounds = (u64, u64);

/// Seeds that a number of JavaScript can hold.
pub(super) const SEEDS: Bounds = (0, 1 << 53);
/// Copies of a key in a laboratory.
pub(super) const COPIES: Bounds = (1, 32);

/// Refuses a whole number that is out of bounds.
pub(super) fn within(field: &str, given: u64, (least, most): Bounds) -> Result<(), Refusal> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let allowed = format!("a whole number from {least} to {most}");
    Err(Refusal::field("invalid-number", field, given, &allowed))
}

/// Refuses a number that is out of bounds, or none.
pub(super) fn between(field: &str, given: f64, least: f64, most: f64) -> Result<(), Refusal> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    Err(Refusal::field("invalid-number", field, given, &format!("a number from {least} to {most}")))
}

/// Refuses a list that is too short or too long.
pub(super) fn listed(field: &str, count: usize, (least, most): Bounds) -> Result<(), Refusal> {
    if (least..=most).contains(&(count as u64)) {
        return Ok(());
    }
    let allowed = format!("a list of {least} to {most}");
    Err(Refusal::field("invalid-list", field, format!("{count} items"), &allowed))
}

/// N within the bounds of a laboratory, R and W from 1 to N.
pub(super) fn quorum(n: usize, r: usize, w: usize) -> Result<(), Refusal> {
    within("n", n as u64, COPIES)?;
    check_quorum(n, r, w)
}

/// A whole number within bounds, or the default.
pub(super) fn whole(fields: &Fields<'_>, field: &str, bounds: Bounds, default: u64) -> Result<u64, Refusal> {
    Ok(fields.whole(field, bounds.0, bounds.1)?.unwrap_or(default))
}

/// A count within bounds, or the default.
pub(super) fn count(fields: &Fields<'_>, field: &str, bounds: Bounds, default: usize) -> Result<usize, Refusal> {
    Ok(whole(fields, field, bounds, default as u64)? as usize)
}

/// A list of numbers within bounds, or nothing.
pub(super) fn numbers(
    fields: &Fields<'_>,
    field: &str,
    longest: u64,
    (least, most): (f64, f64),
) -> Result<Option<Vec<f64>>, Refusal> {
    let Some(value) = fields.raw(field) else { return Ok(None) };
    let path = fields.path(field);
    let Some(items) = value.as_array() else {
        return Err(Refusal::field("invalid-list", &path, crate::input::fields::described(value), "a list of numbers"));
    };
    listed(&path, items.len(), (0, longest))?;
    let read = |(index, item): (usize, &serde_json::Value)| {
        let field = format!("{path}[{index}]");
        match item.as_f64() {
            Some(number) => between(&field, number, least, most).map(|()| number),
            None => Err(Refusal::field("invalid-number", &field, crate::input::fields::described(item), "a number")),
        }
    };
    items.iter().enumerate().map(read).collect::<Result<_, _>>().map(Some)
}

/// A delay, or the default.
pub(super) fn delay(fields: &Fields<'_>, field: &str, default: Delay) -> Result<Delay, Refusal> {
    Ok(fields.object(field)?.map(|delay| read_delay(&delay, 0)).transpose()?.unwrap_or(default))
}

/// Refuses a delay of a structure that JSON could not have said: what a page made by hand.
pub(super) fn check_delay(field: &str, delay: &Delay) -> Result<(), Refusal> {
    match delay {
        Delay::Fixed { ms } => between(&format!("{field}.ms"), *ms, 0.0, MAX_DELAY_MS),
        Delay::Exponential { mean } => between(&format!("{field}.mean"), *mean, 0.0, MAX_DELAY_MS),
        Delay::Pareto { scale, shape } => {
            between(&format!("{field}.scale"), *scale, 0.0, MAX_DELAY_MS)?;
            between(&format!("{field}.shape"), *shape, 0.1, 1_000.0)
        }
        Delay::Mixture { parts } => {
            listed(&format!("{field}.parts"), parts.len(), (1, 16))?;
            let mut total = 0.0;
            for (weight, part) in parts {
                between(&format!("{field}.weight"), *weight, 0.0, 1e9)?;
                check_delay(field, part)?;
                total += weight;
            }
            if total > 0.0 {
                return Ok(());
            }
            let allowed = "at least one part with a weight above 0";
            Err(Refusal::field("invalid-delay", &format!("{field}.parts"), "no weight", allowed))
        }
    }
}
