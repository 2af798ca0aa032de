//! The zones that nodes stand in, as they are drawn and said.

use super::cluster::Cluster;
use crate::dynamo::partitioning::{centre_of_zone, zone_lies_in};
use crate::explain::key_journey::words::list;
use crate::explain::snapshot::{NodeStatus, State};
use std::collections::BTreeMap;

/// Said wherever zones are shown that nothing uses.
pub const NO_INFLUENCE: &str = "Zones have no influence here: copies go to distinct nodes.";

/// A zone, or a whole data centre, with its nodes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    pub name: String,
    /// The indices of its nodes.
    pub nodes: Vec<usize>,
}

/// The zones of a cluster, in the order of their first nodes. One that is named by its data centre alone has all nodes of
/// that, as for the commands that name it.
pub fn zones(cluster: &Cluster) -> Vec<Zone> {
    let lies_in =
        |own: &Option<std::sync::Arc<str>>, name: &str| own.as_deref().is_some_and(|own| zone_lies_in(own, name));
    let all = |zone: Zone| {
        let nodes = (0..cluster.zones.len()).filter(|node| lies_in(&cluster.zones[*node], &zone.name)).collect();
        Zone { nodes, ..zone }
    };
    grouped(cluster, |zone| zone).into_iter().map(all).collect()
}

/// The data centre of a zone, if it has other zones too.
pub fn centre_of(cluster: &Cluster, zone: &Zone) -> Option<Zone> {
    let name = centre_of_zone(&zone.name);
    let centre = grouped(cluster, centre_of_zone).into_iter().find(|centre| centre.name == name)?;
    (centre.nodes.len() > zone.nodes.len()).then_some(centre)
}

fn grouped(cluster: &Cluster, name_of: impl Fn(&str) -> &str) -> Vec<Zone> {
    let mut found: Vec<Zone> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (node, zone) in cluster.zones.iter().enumerate() {
        let Some(name) = zone.as_deref().map(&name_of) else { continue };
        let place = *places.entry(name).or_insert_with(|| {
            found.push(Zone { name: name.to_owned(), nodes: Vec::new() });
            found.len() - 1
        });
        found[place].nodes.push(node);
    }
    found
}

/// Whether the nodes of a zone are one side of the partition.
pub fn is_cut_off(state: &State, cluster: &Cluster, zone: &Zone) -> bool {
    let names: Vec<&String> = zone.nodes.iter().filter_map(|node| cluster.names.get(*node)).collect();
    state.partition.iter().flatten().any(|group| {
        let nodes: Vec<&String> = group.iter().filter(|name| cluster.index_of(name).is_some()).collect();
        nodes.len() == names.len() && names.iter().all(|name| nodes.contains(name))
    })
}

/// How many nodes of a zone are up.
pub fn up_in(state: &State, zone: &Zone) -> usize {
    let is_up = |node: &&usize| state.nodes.get(**node).is_some_and(|node| node.status != NodeStatus::Crashed);
    zone.nodes.iter().filter(is_up).count()
}

/// A zone as a sentence: who stands in it, who is down, and what it means for the copies.
pub fn zone_words(state: &State, cluster: &Cluster, zone: &Zone) -> String {
    let names = list(zone.nodes.iter().map(|node| cluster.names[*node].as_str()));
    let (all, up) = (zone.nodes.len(), up_in(state, zone));
    let down = match all - up {
        0 => "",
        some if some == all => "; all of it is down",
        _ => "; a part of it is down",
    };
    let cut = if is_cut_off(state, cluster, zone) { "; cut off" } else { "" };
    let use_of_zones = match (&state.copies, state.placement) {
        (Some(copies), _) => {
            let centre = centre_of_zone(&zone.name);
            let count = copies.get(centre).copied().unwrap_or_default();
            format!("{centre} has {count} of the {} copies of each key.", state.n)
        }
        (None, Some(_)) => "Copies go to zones that have none first.".to_owned(),
        (None, None) => NO_INFLUENCE.to_owned(),
    };
    format!("Zone {}: {names}{down}{cut}. {use_of_zones}", zone.name)
}
