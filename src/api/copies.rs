//! How many copies of a key there are, and over what they are spread: `n` and `placement`, or `copies`.

use crate::dynamo::partitioning::{Ring, Zones};
use crate::input::fields::{Fields, described};
use crate::input::limits::MAX_NODES;
use crate::input::refusal::Refusal;
use crate::scenario::Scenario;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a query says of copies.
pub(super) enum Copies {
    /// On so many distinct nodes.
    OnNodes(usize),
    /// On so many nodes, of distinct zones as far as they go.
    OverZones(usize),
    /// So many in each data centre, one a rack as far as they go.
    InCentres(BTreeMap<String, usize>),
}

impl Copies {
    pub fn from_json(fields: &Fields<'_>) -> Result<Self, Refusal> {
        let n = fields.count("n", 1, MAX_NODES)?;
        let over_zones = fields.choice("placement", &[("distinct-nodes", false), ("distinct-zones", true)])?;
        if let Some(copies) = fields.raw("copies") {
            if n.is_some() {
                return Err(Refusal::field("two-counts", "copies", "copies and n", "one of the two"));
            }
            return Ok(Self::InCentres(by_centre(copies)?));
        }
        let n = fields.required("n", n, "how many distinct nodes, or copies by data centre instead")?;
        Ok(if over_zones == Some(true) { Self::OverZones(n) } else { Self::OnNodes(n) })
    }

    /// The ring of a scenario's nodes with copies placed so, and how many copies there are in all.
    pub fn placed(&self, scenario: &Scenario) -> Result<(Ring, usize), Refusal> {
        let zones = || Zones::new(scenario.nodes.iter().map(|node| node.zone.as_deref()));
        let ring = scenario.ring()?;
        Ok(match self {
            Self::OnNodes(n) => (ring, *n),
            Self::OverZones(n) => (ring.spreading_over(zones()), *n),
            Self::InCentres(copies) => (ring.spreading_over(zones().with_copies(copies)), copies.values().sum()),
        })
    }
}

fn by_centre(copies: &Value) -> Result<BTreeMap<String, usize>, Refusal> {
    let allowed = format!("an object of data centres, each with a whole number from 0 to {MAX_NODES}");
    let refused = |field: &str, given: &Value| Refusal::field("invalid-copies", field, described(given), &allowed);
    let Some(map) = copies.as_object() else { return Err(refused("copies", copies)) };
    let count = |(centre, count): (&String, &Value)| {
        let number = count.as_u64().filter(|number| *number <= MAX_NODES as u64);
        let number = number.ok_or_else(|| refused(&format!("copies.{centre}"), count))?;
        Ok((centre.clone(), number as usize))
    };
    map.iter().map(count).collect()
}
