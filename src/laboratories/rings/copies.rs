//! How many copies of a key there are and over what they are spread, for rings as large as the field's: finding the copies
//! of every range of 256,000 tokens takes a moment.
//!
//! [`CopyWalk`] finds the same nodes as [`replicas`](crate::dynamo::replication::replicas), but keeps its tables from one
//! range to the next.

use crate::dynamo::partitioning::{NodeId, NodeTokens, Ring, Zones};
use crate::scenario::NodeSpec;
use std::collections::BTreeMap;

/// Where the copies of a key go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CopyRule {
    /// On so many distinct nodes: Dynamo, Cassandra's `SimpleStrategy`.
    OnNodes(usize),
    /// So many in each data centre, one a rack until racks run out: Cassandra's `NetworkTopologyStrategy`.
    InCentres(BTreeMap<String, usize>),
}

impl CopyRule {
    /// How many copies a key has in all.
    pub fn copies(&self) -> usize {
        match self {
            Self::OnNodes(n) => *n,
            Self::InCentres(copies) => copies.values().sum(),
        }
    }

    /// The ring of these nodes with copies placed so. A ring that was read has no two equal tokens.
    pub fn ring(&self, nodes: &[NodeSpec]) -> Ring {
        let tokens =
            (0..).zip(nodes).map(|(index, node)| NodeTokens { node: NodeId(index), positions: node.positions() });
        let ring = Ring::new(tokens).unwrap_or_default();
        match self {
            Self::OnNodes(_) => ring,
            Self::InCentres(copies) => {
                let zones = Zones::new(nodes.iter().map(|node| node.zone.as_deref()));
                ring.spreading_over(zones.with_copies(copies))
            }
        }
    }
}

/// Walks from one token after another of the same ring.
pub struct CopyWalk {
    /// By node: the zone that it is in. Without zones, each node is one.
    zone_of: Vec<usize>,
    centre_of: Vec<usize>,
    centres: Vec<Centre>,
    /// The number of the walk in which a node, or a zone, was met last.
    node_met: Vec<u32>,
    zone_met: Vec<u32>,
    walk: u32,
    order: Vec<usize>,
    found: Vec<NodeId>,
}

/// What one data centre has on the list so far.
#[derive(Clone, Default)]
struct Centre {
    wanted: usize,
    zones: usize,
    zones_left: usize,
    taken: Vec<NodeId>,
    /// Nodes of zones that are on the list, in the order of the walk.
    passed_by: Vec<NodeId>,
}

impl Centre {
    fn is_full(&self) -> bool {
        self.taken.len() >= self.wanted
            || (self.zones_left == 0 && self.taken.len() + self.passed_by.len() >= self.wanted)
    }
}

impl CopyWalk {
    /// Walks on this ring for so many copies, where the ring does not say how many each data centre has.
    pub fn new(ring: &Ring, n: usize) -> Self {
        let nodes = ring.nodes().iter().map(|node| node.index() + 1).max().unwrap_or(0);
        let zone_of: Vec<usize> = match ring.zones() {
            Some(zones) => (0..nodes).map(|node| zones.zone_of(NodeId(node as u16))).collect(),
            None => (0..nodes).collect(),
        };
        let centre_of: Vec<usize> = match ring.zones() {
            Some(zones) => zones.centres().to_vec(),
            None => vec![0; nodes],
        };
        let mut has_tokens = vec![false; nodes];
        ring.tokens().iter().for_each(|token| has_tokens[token.owner.index()] = true);
        let mut centres = vec![Centre::default(); centre_of.iter().max().map_or(0, |most| most + 1)];
        let mut zone_counted = vec![false; centre_of.len()];
        let mut here = vec![0; centres.len()];
        // A node without a token is never met, and so can have no copy.
        for node in (0..nodes).filter(|node| has_tokens[*node]) {
            let zone = zone_of[node];
            here[centre_of[zone]] += 1;
            centres[centre_of[zone]].zones += usize::from(!std::mem::replace(&mut zone_counted[zone], true));
        }
        for (number, centre) in centres.iter_mut().enumerate() {
            let copies = ring.zones().and_then(|zones| zones.copies_in(number)).unwrap_or(n);
            centre.wanted = copies.min(here[number]);
        }
        let zone_met = vec![0; centre_of.len()];
        let (order, found) = (Vec::new(), Vec::new());
        Self { zone_of, centre_of, centres, node_met: vec![0; nodes], zone_met, walk: 0, order, found }
    }

    /// The nodes of the copies of the range of the token with this index.
    pub fn from(&mut self, ring: &Ring, index: usize) -> &[NodeId] {
        self.walk += 1;
        self.order.clear();
        let mut open = 0;
        for centre in &mut self.centres {
            centre.taken.clear();
            centre.passed_by.clear();
            centre.zones_left = centre.zones;
            open += usize::from(!centre.is_full());
        }
        for token in ring.clockwise_from_index(index) {
            if open == 0 {
                break;
            }
            if std::mem::replace(&mut self.node_met[token.owner.index()], self.walk) == self.walk {
                continue;
            }
            let zone = self.zone_of[token.owner.index()];
            let number = self.centre_of[zone];
            let centre = &mut self.centres[number];
            if centre.is_full() {
                continue;
            }
            if centre.taken.is_empty() {
                self.order.push(number);
            }
            if std::mem::replace(&mut self.zone_met[zone], self.walk) == self.walk {
                centre.passed_by.push(token.owner);
            } else {
                centre.zones_left -= 1;
                centre.taken.push(token.owner);
            }
            open -= usize::from(centre.is_full());
        }
        self.found.clear();
        for number in &self.order {
            let centre = &self.centres[*number];
            self.found.extend(centre.taken.iter().chain(&centre.passed_by).take(centre.wanted));
        }
        &self.found
    }
}
