//! What nodes do with requests. Sections 4.5 and 4.8.

use super::evidence::Evidence;
use crate::dynamo::message::{Endpoint, OperationId};
use crate::dynamo::report::Fact;
use crate::simulation::Record;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many puts a node must be able to recognise, the latest ones.
const RECOGNISED: usize = 256;

/// Handing on is at least once: a put may come again to a node that has its version.
pub(super) fn one_put_one_version(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut known: BTreeMap<Endpoint, VecDeque<OperationId>> = BTreeMap::new();
    for record in evidence.records {
        for fact in &record.facts {
            // A wiped disk, or that of a new machine of the name, remembers nothing.
            if let Fact::Crashed { node, wiped: true } | Fact::Joined { node } | Fact::DiskRestored { node, .. } = fact
            {
                known.remove(node);
            }
            let Some(operation) = record.operation else { continue };
            match fact {
                Fact::VersionMade { node, .. } => {
                    if known.entry(*node).or_default().contains(&operation) {
                        let name = evidence.world.names().endpoint(*node);
                        found
                            .push(format!("{name} made a second version of put {}, which it had already", operation.0));
                    }
                    remember(known.entry(*node).or_default(), operation);
                }
                Fact::Stored { node, .. } | Fact::AlreadyKnown { node, .. } | Fact::HintStored { node, .. } => {
                    remember(known.entry(*node).or_default(), operation);
                }
                _ => {}
            }
        }
    }
    found
}

fn remember(known: &mut VecDeque<OperationId>, operation: OperationId) {
    if !known.contains(&operation) {
        known.push_back(operation);
    }
    if known.len() > RECOGNISED {
        known.pop_front();
    }
}

fn comes_from_a_client(record: &Record) -> bool {
    record.message.as_ref().is_some_and(|message| matches!(message.from, Endpoint::Client(_)))
}

/// A node that has heard that it was given up takes nothing on for a client any more.
pub(super) fn given_up_serve_nothing(evidence: &Evidence<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut given_up = BTreeSet::new();
    for record in evidence.records {
        for fact in &record.facts {
            match fact {
                Fact::GivenUp { node } => drop(given_up.insert(*node)),
                Fact::Left { node } | Fact::Joined { node } => drop(given_up.remove(node)),
                Fact::Coordinates { node, .. } | Fact::Forwarded { from: node, .. }
                    if given_up.contains(node) && comes_from_a_client(record) =>
                {
                    let name = evidence.world.names().endpoint(*node);
                    found.push(format!("{name} took a request on, and is no longer a member"));
                }
                _ => {}
            }
        }
    }
    found
}
