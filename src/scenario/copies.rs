//! How many copies of a key there are, and over what they are spread: `n` and `placement`, or `copies` by data centre.

use super::Scenario;
use crate::dynamo::partitioning::{Spread, centre_of_zone};
use crate::input::fields::{Fields, described};
use crate::input::limits::MAX_NODES;
use crate::input::refusal::Refusal;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is said of copies.
pub(crate) struct Copies {
    /// How many there are in all, if that is said.
    pub n: Option<usize>,
    /// Over what they are spread.
    pub spread: Spread,
}

impl Copies {
    /// Reads `n`, `placement` and `copies`.
    ///
    /// # Errors
    /// `invalid-copies`; `two-counts` when both `n` and `copies` are given, `two-placements` when copies by data centre are to
    /// ignore zones.
    pub fn from_json(fields: &Fields<'_>) -> Result<Self, Refusal> {
        let n = fields.count("n", 1, MAX_NODES)?;
        let over_zones = fields.choice("placement", &[("distinct-nodes", false), ("distinct-zones", true)])?;
        let Some(copies) = fields.raw("copies") else {
            let spread = if over_zones == Some(true) { Spread::Zones } else { Spread::Nodes };
            return Ok(Self { n, spread });
        };
        if n.is_some() {
            let field = fields.path("copies");
            return Err(Refusal::field("two-counts", &field, "copies and n", "one of the two"));
        }
        if over_zones == Some(false) {
            let allowed = "distinct-zones, for copies by data centre are spread over its racks";
            let field = fields.path("placement");
            return Err(Refusal::field("two-placements", &field, "\"distinct-nodes\" beside copies", allowed));
        }
        let copies = by_centre(&fields.path("copies"), copies)?;
        Ok(Self { n: Some(copies.values().sum()), spread: Spread::Centres(copies.into()) })
    }
}

fn by_centre(field: &str, copies: &Value) -> Result<BTreeMap<String, usize>, Refusal> {
    let allowed = format!("an object of data centres, each with a whole number from 0 to {MAX_NODES}");
    let refused = |field: &str, given: &Value| Refusal::field("invalid-copies", field, described(given), &allowed);
    let Some(map) = copies.as_object() else { return Err(refused(field, copies)) };
    let count = |(centre, count): (&String, &Value)| {
        let number = count.as_u64().filter(|number| *number <= MAX_NODES as u64);
        let number = number.ok_or_else(|| refused(&format!("{field}.{centre}"), count))?;
        Ok((centre.clone(), number as usize))
    };
    map.iter().map(count).collect()
}

/// Copies by data centre name data centres that nodes stand in, and ask for no more copies than there are nodes.
pub(super) fn check_copies(scenario: &Scenario) -> Result<(), Refusal> {
    let Some(copies) = scenario.spread.copies() else { return Ok(()) };
    let mut nodes_in: BTreeMap<&str, usize> = BTreeMap::new();
    for zone in scenario.nodes.iter().filter_map(|node| node.zone.as_deref()) {
        *nodes_in.entry(centre_of_zone(zone)).or_default() += 1;
    }
    for (centre, count) in copies {
        let field = format!("copies.{centre}");
        let Some(nodes) = nodes_in.get(centre.as_str()) else {
            let known: Vec<&str> = nodes_in.keys().copied().collect();
            let known = if known.is_empty() { "no entry, for no node has a zone".to_owned() } else { known.join(", ") };
            return Err(Refusal::field("unknown-zone", &field, count, &known));
        };
        if count > nodes {
            let allowed = format!("0 to {nodes}, the nodes of {centre}");
            return Err(Refusal::field("invalid-copies", &field, count, &allowed));
        }
    }
    match copies.values().sum() {
        0 => Err(Refusal::field("invalid-copies", "copies", "no copy at all", "1 or more in all")),
        sum if sum == scenario.n => Ok(()),
        sum => Err(Refusal::field("two-counts", "n", scenario.n, &format!("{sum}, the copies of all data centres"))),
    }
}
