//! Where nodes stand: racks or data centres that fail as one. The end of section 4.6.

use super::NodeId;
use std::collections::BTreeMap;

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
        let mut found = Self::default();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for name in zones {
            let next = found.names.len();
            let zone = name.map_or(next, |name| *numbers.entry(name).or_insert(next));
            if zone == next {
                found.names.push(name.map(str::to_owned));
                found.centre_of.push(0);
            }
            found.zone_of.push(zone);
        }
        found
    }

    /// The same zones with so many copies in each data centre, which is the part of a zone's name before a slash. One a
    /// rack until racks run out, as Cassandra's `NetworkTopologyStrategy`; a data centre that is not named has none.
    #[must_use]
    pub fn with_copies(mut self, copies: &BTreeMap<String, usize>) -> Self {
        let mut centres: Vec<&str> = Vec::new();
        for (zone, name) in self.names.iter().enumerate() {
            let centre = name.as_deref().map_or("", |name| name.split('/').next().unwrap_or(name));
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

    /// The number of the data centre that a zone is in: 0 where copies are not counted by data centre.
    pub fn centre_of(&self, zone: usize) -> usize {
        self.centre_of[zone]
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
        self.names[*self.zone_of.get(node.index())?].as_deref()
    }

    /// The zones under other numbers of their nodes: `nodes` lists the old numbers.
    #[must_use]
    pub fn renumbered(&self, nodes: &[NodeId]) -> Self {
        let zone_of = nodes.iter().map(|node| self.zone_of.get(node.index()).copied().unwrap_or(0)).collect();
        Self { zone_of, ..self.clone() }
    }

    /// How many copies there are of each key: by data centre if they are counted so, or else this many.
    pub fn copies_or(&self, n: usize) -> usize {
        self.copies.as_ref().map_or(n, |copies| copies.iter().sum())
    }
}
