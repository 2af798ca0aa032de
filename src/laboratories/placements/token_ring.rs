//! A ring with tokens by weight: Karger and others, *Consistent Hashing and Random Trees*, STOC 1997; Dynamo's section 4.2.

use super::method::{Change, Machine, Placement, hash};
use crate::dynamo::partitioning::{NodeId, NodeTokens, Position, Ring};
use crate::dynamo::replication::replicas;

/// Tokens of a machine of mean weight.
const TOKENS: f64 = 64.0;

pub(super) struct TokenRing {
    ring: Ring,
    /// The weight that has so many tokens: that of the machines at the start, so that a change moves no others' tokens.
    unit: f64,
}

impl TokenRing {
    pub fn new(machines: &[Machine]) -> Self {
        let unit = machines.iter().map(|machine| machine.weight).sum::<f64>() / machines.len() as f64;
        Self::of_unit(machines, unit)
    }

    /// The ring of other machines, on which those that stay as they are keep their tokens.
    pub fn with(&self, machines: &[Machine]) -> Self {
        Self::of_unit(machines, self.unit)
    }

    fn of_unit(machines: &[Machine], unit: f64) -> Self {
        let tokens = |(index, machine): (usize, &Machine)| {
            let count = (TOKENS * machine.weight / unit).round().clamp(1.0, 1_024.0) as u64;
            let half = |number: u64| u128::from(hash(machine.id, number));
            let position = |number: u64| Position(half(2 * number) << 64 | half(2 * number + 1));
            NodeTokens { node: NodeId(index as u16), positions: (0..count).map(position).collect() }
        };
        // Two of some 65,000 positions of 128 bits are the same once in 10^29 rings.
        let ring = Ring::new(machines.iter().enumerate().map(tokens)).unwrap_or_default();
        Self { ring, unit }
    }
}

impl Placement for TokenRing {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        found.clear();
        let position = Position(u128::from(key) << 64);
        found.extend(replicas(&self.ring, position, n).into_iter().map(NodeId::index));
    }

    fn bytes(&self) -> usize {
        size_of_val(self.ring.tokens())
    }

    fn changed(&self, _: &Change, after: &[Machine]) -> Box<dyn Placement> {
        Box::new(self.with(after))
    }
}
