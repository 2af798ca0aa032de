//! Where nodes stand: racks or data centres that fail as one. The end of section 4.6.

use super::{NodeId, Ring};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Over what the copies of a key are spread.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Spread {
    /// Over distinct nodes.
    #[default]
    Nodes,
    /// Over distinct nodes, of distinct zones as far as they go.
    Zones,
    /// So many in each data centre, one a rack as far as they go.
    Centres(Arc<BTreeMap<String, usize>>),
}

impl Spread {
    /// The ring with its copies spread so; `zone_of` knows where its nodes stand.
    pub fn over<'a>(&self, ring: Ring, zone_of: impl Fn(NodeId) -> Option<&'a str>) -> Ring {
        let zones = || Zones::of_nodes(ring.nodes().iter().map(|node| (*node, zone_of(*node))));
        match self {
            Self::Nodes => ring,
            Self::Zones => {
                let zones = zones();
                ring.spreading_over(zones)
            }
            Self::Centres(copies) => {
                let zones = zones().with_copies(copies);
                ring.spreading_over(zones)
            }
        }
    }

    /// The word of the scenario format.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Nodes => "distinct-nodes",
            Self::Zones | Self::Centres(_) => "distinct-zones",
        }
    }

    /// The copies of each data centre, where they are counted so.
    pub fn copies(&self) -> Option<&BTreeMap<String, usize>> {
        match self {
            Self::Centres(copies) => Some(copies),
            Self::Nodes | Self::Zones => None,
        }
    }
}

/// The data centre of a zone: the part of its name before a slash.
pub fn centre_of_zone(zone: &str) -> &str {
    zone.split_once('/').map_or(zone, |(centre, _)| centre)
}

/// Whether a zone is the one that is named, or lies in it: `dc1/r1` lies in `dc1`.
pub fn zone_lies_in(zone: &str, named: &str) -> bool {
    zone.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The zone of a node that the zones were not made for.
const NOWHERE: usize = usize::MAX;

/// Where the nodes of a ring stand, and how many copies each data centre has.
///
/// A zone is a name such as `eu`, or `dc1/r1` for a rack of a data centre. A node without a zone stands alone in one.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Zones {
    /// By the number of the node.
    zone_of: Vec<usize>,
    /// The names of the zones, by their number; none for that of a node without a zone.
    names: Vec<Option<String>>,
    /// The data centre of each zone. Where copies are not counted by data centre, all zones are in one.
    centre_of: Vec<usize>,
    /// How many copies each data centre has; `None` where the request says how many there are in all.
    copies: Option<Vec<usize>>,
}

impl Zones {
    /// The zones of nodes, by the number of each node.
    pub fn new<'a>(zones: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        Self::of_nodes(zones.into_iter().enumerate().map(|(number, zone)| (NodeId(number as u16), zone)))
    }

    /// The zones of these nodes.
    pub fn of_nodes<'a>(nodes: impl IntoIterator<Item = (NodeId, Option<&'a str>)>) -> Self {
        let mut found = Self::default();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for (node, name) in nodes {
            let next = found.names.len();
            let zone = name.map_or(next, |name| *numbers.entry(name).or_insert(next));
            if zone == next {
                found.names.push(name.map(str::to_owned));
                found.centre_of.push(0);
            }
            found.zone_of.resize(found.zone_of.len().max(node.index() + 1), NOWHERE);
            found.zone_of[node.index()] = zone;
        }
        found
    }

    /// The same zones with so many copies in each data centre, which is the part of a zone's name before a slash. One a
    /// rack until racks run out, as Cassandra's `NetworkTopologyStrategy`; a data centre that is not named has none.
    #[must_use]
    pub fn with_copies(mut self, copies: &BTreeMap<String, usize>) -> Self {
        let mut centres: Vec<&str> = Vec::new();
        for (zone, name) in self.names.iter().enumerate() {
            let centre = name.as_deref().map_or("", centre_of_zone);
            let known = centres.iter().position(|known| *known == centre);
            self.centre_of[zone] = known.unwrap_or_else(|| {
                centres.push(centre);
                centres.len() - 1
            });
        }
        self.copies = Some(centres.iter().map(|centre| copies.get(*centre).copied().unwrap_or(0)).collect());
        self
    }

    /// The number of a node's zone.
    ///
    /// # Panics
    /// When the node is not one of those that the zones were made for.
    pub fn zone_of(&self, node: NodeId) -> usize {
        self.zone_of[node.index()]
    }

    /// The number of the data centre that a zone is in: 0 where copies are not counted by data centre, and for no known zone.
    pub fn centre_of(&self, zone: usize) -> usize {
        self.centre_of.get(zone).copied().unwrap_or_default()
    }

    /// The data centre of each zone, by the number of the zone.
    pub fn centres(&self) -> &[usize] {
        &self.centre_of
    }

    /// How many copies a data centre has; `None` where copies are not counted by data centre.
    pub fn copies_in(&self, centre: usize) -> Option<usize> {
        self.copies.as_ref().map(|copies| copies[centre])
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.zone_of.len()
    }

    /// The name of a node's zone, if it has one.
    pub fn name_of(&self, node: NodeId) -> Option<&str> {
        self.names.get(*self.zone_of.get(node.index())?)?.as_deref()
    }

    /// The zones under other numbers of their nodes: `nodes` lists the old numbers.
    #[must_use]
    pub fn renumbered(&self, nodes: &[NodeId]) -> Self {
        let zone_of = nodes.iter().map(|node| self.zone_of.get(node.index()).copied().unwrap_or(NOWHERE)).collect();
        Self { zone_of, ..self.clone() }
    }

    /// How many copies there are of each key: by data centre if they are counted so, or else this many.
    pub fn copies_or(&self, n: usize) -> usize {
        self.copies.as_ref().map_or(n, |copies| copies.iter().sum())
    }
}
