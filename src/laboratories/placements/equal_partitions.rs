//! Dynamo's strategy 3, section 6.2: Q equal partitions, Q/S of them on each node.

use super::method::{Change, Machine, Placement};
use crate::dynamo::partitioning::{NodeId, Position, Ring};
use crate::dynamo::replication::replicas;

/// Q: the paper wants many more partitions than nodes.
const PARTITIONS: usize = 8_192;

#[derive(Clone)]
pub(super) struct EqualPartitions {
    ring: Ring,
    /// By the number of the node on the ring: its index in the list of machines.
    indices: Vec<usize>,
}

impl EqualPartitions {
    pub fn new(machines: usize) -> Self {
        let nodes: Vec<NodeId> = (0..machines).map(|index| NodeId(index as u16)).collect();
        Self { ring: Ring::from_partitions(&nodes, &[], PARTITIONS), indices: (0..machines).collect() }
    }
}

impl Placement for EqualPartitions {
    fn place(&mut self, key: u64, n: usize, found: &mut Vec<usize>) {
        found.clear();
        let position = Position(u128::from(key) << 64);
        found.extend(replicas(&self.ring, position, n).into_iter().map(|node| self.indices[node.index()]));
    }

    fn bytes(&self) -> usize {
        size_of_val(self.ring.tokens())
    }

    fn changed(&self, change: &Change, after: &[Machine]) -> Box<dyn Placement> {
        let gone = match *change {
            Change::Join(_) => return Box::new(Self::new(after.len())),
            Change::Reweigh(..) => return Box::new(self.clone()),
            Change::Leave(gone) => gone,
        };
        let nodes: Vec<NodeId> = (0..=after.len()).map(|index| NodeId(index as u16)).collect();
        let ring = Ring::from_partitions(&nodes, &[NodeId(gone as u16)], PARTITIONS);
        // The last machine stands where the one that left stood.
        let mut indices: Vec<usize> = (0..=after.len()).collect();
        indices[after.len()] = gone;
        Box::new(Self { ring, indices })
    }
}
