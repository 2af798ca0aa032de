//! The zones that nodes stand in, as they are drawn and said.

use super::cluster::Cluster;
use crate::dynamo::partitioning::centre_of_zone;
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

/// Zones that are shown one by one; more could not be told apart.
pub const MOST_ZONES: usize = 24;

/// The zones of a cluster, in the order of their first nodes. One in which others lie has their nodes, too, as for the
/// commands that name it.
pub fn zones(cluster: &Cluster) -> Vec<Zone> {
    let mut zones = grouped(cluster, |zone| zone);
    let places: BTreeMap<String, usize> = (0..).zip(&zones).map(|(place, zone)| (zone.name.clone(), place)).collect();
    for (node, own) in cluster.zones.iter().enumerate() {
        let own = own.as_deref().unwrap_or_default();
        let around = own.match_indices('/').filter_map(|(end, _)| places.get(&own[..end]));
        around.for_each(|place| zones[*place].nodes.push(node));
    }
    zones.iter_mut().for_each(|zone| zone.nodes.sort_unstable());
    zones
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
