//! Section 4.5: replicas that a get found stale are sent what they lack, after the client has its answer; or before it, so
//! that whoever reads later finds no less; or not at all.

use super::GetInProgress;
use crate::dynamo::message::{Body, Endpoint, OperationId, Parcel, ParcelKind};
use crate::dynamo::node::{Effects, Node};
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::replication::replicas;
use crate::dynamo::report::Fact;
use crate::dynamo::versioning::{Siblings, Version};
use std::collections::BTreeSet;
use std::sync::Arc;

/// When a get repairs the replicas that it found stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ReadRepair {
    /// Once everybody has been heard, after the answer, as in the paper.
    #[default]
    After,
    /// Those of the first R that are stale are repaired before the client has its answer; the others after it.
    Before,
    /// Never: hints and Merkle trees are left to do it.
    Off,
}

impl ReadRepair {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::After, Self::Before, Self::Off];

    /// The word of the scenario format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Before => "before",
            Self::Off => "off",
        }
    }
}

/// The repair that a get waits for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Repairing {
    /// What the client will be told.
    pub(super) found: Siblings,
    /// The nodes that have not confirmed it yet.
    pub(super) awaited: BTreeSet<NodeId>,
    /// All that were sent it.
    sent: BTreeSet<NodeId>,
}

impl Node {
    /// The homes that answered with less than this, each with what it lacks.
    fn stale_homes(&self, get: &GetInProgress, merged: &Siblings) -> Vec<(NodeId, Vec<Arc<Version>>)> {
        let homes = replicas(self.members.ring(), get.key.position(), self.settings.n);
        let answered = get.asked.iter().filter_map(|asked| Some((asked.target.node, asked.answer.as_ref()?)));
        let lacking = answered.filter(|(node, _)| homes.contains(node)).map(|(node, answer)| {
            let lacks = |version: &&Arc<Version>| !answer.versions().contains(version);
            (node, merged.versions().iter().filter(lacks).cloned().collect::<Vec<_>>())
        });
        lacking.filter(|(_, versions)| !versions.is_empty()).collect()
    }

    fn send_repair(&self, (to, versions): (NodeId, Vec<Arc<Version>>), parcel: Parcel, effects: &mut Effects) {
        effects.happened(Fact::RepairSent { by: self.endpoint(), to: Endpoint::Node(to), versions });
        effects.send(Endpoint::Node(to), Body::Parcel(Arc::new(parcel)));
    }

    /// Sends each home that answered with less than is known now what it lacks, after the client has its answer.
    pub(super) fn repair_what_was_read(&mut self, get: &GetInProgress, effects: &mut Effects) {
        if self.settings.read_repair == ReadRepair::Off {
            return;
        }
        let merged = get.merged(self.settings.versioning);
        let sent = |node: &NodeId| get.repairing.as_ref().is_some_and(|repairing| repairing.sent.contains(node));
        for (node, versions) in self.stale_homes(get, &merged).into_iter().filter(|(node, _)| !sent(node)) {
            if node == self.id {
                self.keep_all(&get.key, &merged, effects);
            } else {
                let entries = vec![(get.key.clone(), merged.clone())];
                self.send_repair((node, versions), Parcel { kind: ParcelKind::Repair, entries }, effects);
            }
        }
    }

    /// Repairs those of the first R that are stale before the client has its answer; whether somebody has to confirm it.
    pub(super) fn repair_first(&mut self, operation: OperationId, merged: &Siblings, effects: &mut Effects) -> bool {
        let Some(get) = self.gets.get(&operation).filter(|_| self.settings.read_repair == ReadRepair::Before) else {
            return false;
        };
        let (key, stale) = (get.key.clone(), self.stale_homes(get, merged));
        let mut awaited = BTreeSet::new();
        for (node, versions) in stale {
            if node == self.id {
                self.keep_all(&key, merged, effects);
            } else {
                awaited.insert(node);
                let entries = vec![(key.clone(), merged.clone())];
                self.send_repair(
                    (node, versions),
                    Parcel { kind: ParcelKind::RepairFirst(operation), entries },
                    effects,
                );
            }
        }
        if awaited.is_empty() {
            return false;
        }
        if let Some(get) = self.gets.get_mut(&operation) {
            get.repairing = Some(Repairing { found: merged.clone(), sent: awaited.clone(), awaited });
        }
        self.tell_awaited_repair(operation, effects);
        true
    }

    /// Somebody has to confirm a repair before the client has its answer.
    pub(super) fn tell_awaited_repair(&self, operation: OperationId, effects: &mut Effects) {
        if let Some(Repairing { awaited, .. }) = self.gets.get(&operation).and_then(|get| get.repairing.as_ref()) {
            let nodes = awaited.iter().map(|node| Endpoint::Node(*node)).collect();
            effects.happened(Fact::RepairAwaited { by: self.endpoint(), nodes });
        }
    }

    /// A replica has what it was sent: once all have, the client is answered.
    pub(crate) fn repair_confirmed(&mut self, operation: OperationId, node: NodeId, effects: &mut Effects) {
        let by = self.endpoint();
        let Some(get) = self.gets.get_mut(&operation).filter(|get| !get.answered) else { return };
        let Some(repairing) = get.repairing.as_mut() else { return };
        if !repairing.awaited.remove(&node) {
            return;
        }
        let left = repairing.awaited.len();
        let found = repairing.found.clone();
        effects.happened(Fact::RepairConfirmed { by, node: Endpoint::Node(node), left });
        if left == 0 {
            self.answer_get(operation, found, effects);
            self.finish_settled_get(operation, effects);
        }
    }
}
