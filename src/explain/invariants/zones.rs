//! Copies spread over zones: what a preference list must be then. The end of section 4.6.

use crate::dynamo::partitioning::{NodeId, Ring, Zones};
use std::collections::{BTreeMap, BTreeSet};

/// The zones of a ring whose copies are spread over them, with the nodes that own a token.
pub(super) struct RingZones<'a> {
    zones: &'a Zones,
    /// The nodes of each zone, by data centre.
    nodes: BTreeMap<usize, BTreeMap<usize, usize>>,
}

/// `None` where zones have no influence.
pub(super) fn ring_zones<'a>(ring: &'a Ring, owns: &[bool]) -> Option<RingZones<'a>> {
    let zones = ring.zones()?;
    let mut nodes: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for node in ring.nodes().iter().filter(|node| owns[node.index()]) {
        let zone = zones.zone_of(*node);
        *nodes.entry(zones.centre_of(zone)).or_default().entry(zone).or_default() += 1;
    }
    Some(RingZones { zones, nodes })
}

impl RingZones<'_> {
    /// What is wrong with a list: in each data centre it has as many distinct nodes, in as many zones, as there can be.
    pub fn complaint(&self, list: &[NodeId], n: usize) -> Option<String> {
        let distinct: BTreeSet<NodeId> = list.iter().copied().collect();
        if distinct.len() != list.len() {
            return Some("has a node twice".to_owned());
        }
        for (centre, zones) in &self.nodes {
            let wanted = self.zones.copies_in(*centre).unwrap_or(n).min(zones.values().sum());
            let zone_of = |node: &NodeId| self.zones.zone_of(*node);
            let here: Vec<usize> = list.iter().map(zone_of).filter(|zone| zones.contains_key(zone)).collect();
            let used: BTreeSet<&usize> = here.iter().collect();
            let most = wanted.min(zones.len());
            if (here.len(), used.len()) != (wanted, most) {
                let (nodes, zones) = (here.len(), used.len());
                return Some(format!("has {nodes} nodes in {zones} zones, not {wanted} in {most}"));
            }
        }
        None
    }
}
