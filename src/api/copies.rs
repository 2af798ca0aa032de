//! How many copies of a key a query asks for, and over what they are spread.

use crate::dynamo::partitioning::Ring;
use crate::input::fields::Fields;
use crate::input::refusal::Refusal;
use crate::scenario::{Copies, NodeSpec, Scenario};

/// A scenario of these nodes and the copies that the query asks for, with its ring.
pub(super) fn placed(fields: &Fields<'_>, nodes: Vec<NodeSpec>) -> Result<(Scenario, Ring), Refusal> {
    let Copies { n, spread } = Copies::from_json(fields)?;
    let n = fields.required("n", n, "how many distinct nodes, or copies by data centre instead")?;
    let scenario = Scenario { nodes, n, spread, ..Scenario::default() };
    let ring = scenario.ring()?;
    Ok((scenario, ring))
}
