//! Commands to whole zones, whose nodes fail together. The end of section 4.6.

use super::{Record, World};
use crate::dynamo::message::Endpoint;
use crate::dynamo::partitioning::{NodeId, centre_of_zone, zone_lies_in};
use crate::dynamo::report::{Fact, Note};
use crate::input::refusal::Refusal;
use std::collections::BTreeSet;

impl World {
    /// The nodes of a zone, or of all zones of the data centre of this name, that have not left; those that are up first.
    pub(super) fn nodes_in<'a>(&'a self, zone: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        let here = move |up: bool| {
            let machines = self.machines.iter().filter(move |machine| !machine.gone && machine.up == up);
            machines.map(|machine| machine.node.id)
        };
        let lies_in = move |node: &NodeId| self.zone_of(*node).is_some_and(|own| zone_lies_in(own, zone));
        here(true).chain(here(false)).filter(lies_in)
    }

    /// Whether the node stands where there are to be copies.
    pub(super) fn may_keep_copies(&self, node: NodeId) -> bool {
        let centre = self.zone_of(node).map_or("", centre_of_zone);
        self.placement.spread.copies().is_none_or(|copies| copies.get(centre).is_some_and(|count| *count > 0))
    }

    /// The nodes of a zone that is named in a command, at least one.
    fn find_zone(&self, field: &str, zone: &str) -> Result<Vec<NodeId>, Refusal> {
        let mut nodes: Vec<NodeId> = self.nodes_in(zone).collect();
        nodes.sort_unstable();
        if !nodes.is_empty() {
            return Ok(nodes);
        }
        let here = self.machines.iter().filter(|machine| !machine.gone);
        let zones = here.filter_map(|machine| self.zone_of(machine.node.id));
        let known: BTreeSet<&str> = zones.flat_map(|zone| [centre_of_zone(zone), zone]).collect();
        let known: Vec<&str> = known.into_iter().collect();
        let known = if known.is_empty() { "no zone, for no node has one".to_owned() } else { known.join(", ") };
        Err(Refusal::field("unknown-zone", field, format!("{zone:?}"), &known))
    }

    pub(super) fn crash_zone(&mut self, zone: &str, wipe: bool) -> Result<Record, Refusal> {
        let mut nodes = self.find_zone("zone", zone)?;
        nodes.retain(|node| self.machines[node.index()].up);
        if nodes.is_empty() {
            return Err(Refusal::field("node-is-down", "zone", format!("{zone:?}"), "a zone in which a node is up"));
        }
        let mut record = self.record(super::Cause::Command, None, None, None);
        for node in &nodes {
            self.stop(*node, wipe);
            record.facts.push(Fact::Crashed { node: Endpoint::Node(*node), wiped: wipe });
        }
        let note = Note::ZoneFails { zone: zone.to_owned(), nodes: self.names_of(&nodes), wiped: wipe };
        record.facts.push(Fact::noted(note));
        Ok(record)
    }

    pub(super) fn restart_zone(&mut self, zone: &str) -> Result<Record, Refusal> {
        let mut nodes = self.find_zone("zone", zone)?;
        nodes.retain(|node| !self.machines[node.index()].up);
        if nodes.is_empty() {
            return Err(Refusal::field("node-is-up", "zone", format!("{zone:?}"), "a zone in which a node crashed"));
        }
        let mut record = self.record(super::Cause::Command, None, None, None);
        for node in &nodes {
            let keys = self.node(*node).store().len();
            record.facts.push(Fact::Restarted { node: Endpoint::Node(*node), keys });
            self.start_again(*node, &mut record);
        }
        let note = Note::ZoneRestarts { zone: zone.to_owned(), nodes: self.names_of(&nodes) };
        record.facts.push(Fact::noted(note));
        Ok(record)
    }

    pub(super) fn partition_zones(&mut self, groups: &[Vec<String>]) -> Result<Record, Refusal> {
        let mut sides: Vec<BTreeSet<Endpoint>> = Vec::new();
        let mut named: BTreeSet<NodeId> = BTreeSet::new();
        let mut names: Vec<Vec<String>> = Vec::new();
        for group in groups {
            let mut side = Vec::new();
            for zone in group {
                let nodes = self.find_zone("zones", zone)?;
                if !nodes.iter().all(|node| named.insert(*node)) {
                    let given = format!("{zone:?} twice");
                    return Err(Refusal::field("invalid-partition", "zones", given, "each zone once"));
                }
                side.extend(nodes);
            }
            names.push(self.names_of(&side));
            sides.push(side.into_iter().map(Endpoint::Node).collect());
        }
        self.network.split(&sides);
        Ok(self.remark(Note::SplitsByZones { zones: groups.to_vec(), groups: names }))
    }

    fn names_of(&self, nodes: &[NodeId]) -> Vec<String> {
        nodes.iter().map(|node| self.names.node(*node).to_owned()).collect()
    }
}
