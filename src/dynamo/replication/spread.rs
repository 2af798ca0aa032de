//! Copies spread over zones. The end of section 4.6.

use crate::dynamo::partitioning::{NodeId, Position, Ring, Zones};

/// The first nodes of a walk clockwise, spread over zones: of each data centre first the nodes of zones that are not on the
/// list, in the order of the walk, and when zones run out those that were passed by.
pub(super) fn spread(ring: &Ring, zones: &Zones, position: Position, wanted: usize) -> Vec<NodeId> {
    let mut centres = Centre::all(zones, ring.nodes(), wanted);
    let mut met = vec![false; zones.nodes()];
    let mut order = Vec::new();
    for token in ring.clockwise_from(position) {
        if std::mem::replace(&mut met[token.owner.index()], true) {
            continue;
        }
        let zone = zones.zone_of(token.owner);
        let number = zones.centre_of(zone);
        if centres[number].met(token.owner, zone) && !order.contains(&number) {
            order.push(number);
        }
        if centres.iter().all(Centre::is_full) {
            break;
        }
    }
    order.into_iter().flat_map(|number| std::mem::take(&mut centres[number]).into_list()).collect()
}

/// What one data centre has on the list so far.
#[derive(Default)]
struct Centre {
    wanted: usize,
    /// Its zones that are not on the list.
    zones_left: usize,
    zones: Vec<usize>,
    taken: Vec<NodeId>,
    /// Nodes of zones that are on the list, in the order of the walk.
    passed_by: Vec<NodeId>,
}

impl Centre {
    fn all(zones: &Zones, nodes: &[NodeId], wanted: usize) -> Vec<Self> {
        let count = zones.centres().iter().max().map_or(0, |most| most + 1);
        let mut centres: Vec<Self> = (0..count).map(|_| Self::default()).collect();
        for (number, centre) in centres.iter_mut().enumerate() {
            let here = nodes.iter().filter(|node| zones.centre_of(zones.zone_of(**node)) == number).count();
            centre.wanted = zones.copies_in(number).unwrap_or(wanted).min(here);
            centre.zones_left = zones.centres().iter().filter(|centre| **centre == number).count();
        }
        centres
    }

    fn is_full(&self) -> bool {
        self.taken.len() >= self.wanted
            || (self.zones_left == 0 && self.taken.len() + self.passed_by.len() >= self.wanted)
    }

    /// Looks at a node that was not met before; whether the data centre has copies at all.
    fn met(&mut self, node: NodeId, zone: usize) -> bool {
        if !self.is_full() {
            if self.zones.contains(&zone) {
                self.passed_by.push(node);
            } else {
                self.zones.push(zone);
                self.zones_left -= 1;
                self.taken.push(node);
            }
        }
        self.wanted > 0
    }

    fn into_list(self) -> impl Iterator<Item = NodeId> {
        self.taken.into_iter().chain(self.passed_by).take(self.wanted)
    }
}
