//! How much of a ring each node and each zone keeps a copy of.

use crate::dynamo::partitioning::Ring;
use crate::dynamo::replication::replicas;
use std::collections::BTreeMap;

/// The part of all keys that each node keeps a copy of, in the order of [`Ring::nodes`]. With N copies they add to N, or
/// to the number of nodes if that is less. This is what `nodetool status` calls effective ownership.
pub fn by_node(ring: &Ring, n: usize) -> Vec<f64> {
    let most = ring.nodes().iter().map(|node| node.index() + 1).max().unwrap_or(0);
    let mut shares = vec![0.0; most];
    for (_, range) in ring.ranges() {
        let share = range.share();
        for node in replicas(ring, range.upto, n) {
            shares[node.index()] += share;
        }
    }
    ring.nodes().iter().map(|node| shares[node.index()]).collect()
}

/// The same by zone, for a ring whose nodes' zones are these.
pub fn by_zone<'a>(shares: &[f64], zones: impl IntoIterator<Item = Option<&'a str>>) -> BTreeMap<&'a str, f64> {
    let mut sums = BTreeMap::new();
    for (share, zone) in shares.iter().zip(zones) {
        if let Some(zone) = zone {
            *sums.entry(zone).or_default() += share;
        }
    }
    sums
}
