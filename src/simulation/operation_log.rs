//! What came of each operation, pieced together from the facts: for people to see, never for a node.

use crate::key::Key;
use crate::message::{ClientId, Endpoint, OperationId, RequestKind};
use crate::node::Happening;
use crate::partitioning::NodeId;
use crate::time::Time;
use crate::trace::Fact;
use crate::versioning::Version;
use std::sync::Arc;

/// One operation, as its client sees it.
#[derive(Clone, Debug)]
pub struct Operation {
    pub request: RequestKind,
    pub client: ClientId,
    pub key: Key,
    pub status: Status,
    pub coordinator: Option<NodeId>,
    pub acks: Vec<NodeId>,
    pub needed: usize,
    pub values: Vec<Arc<Version>>,
    pub started_at: Time,
    pub finished_at: Option<Time>,
}

/// How far it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    Pending,
    Ok,
    Failed(String),
}

/// Every operation, in order; the first has number 1. Shared, so that a checkpoint costs a pointer for each.
#[derive(Clone, Debug, Default)]
pub struct OperationLog {
    operations: Vec<Arc<Operation>>,
    pending: usize,
}

impl OperationLog {
    pub fn operations(&self) -> &[Arc<Operation>] {
        &self.operations
    }

    pub fn pending(&self) -> usize {
        self.pending
    }

    pub fn start(&mut self, operation: Operation) -> OperationId {
        self.pending += 1;
        self.operations.push(Arc::new(operation));
        OperationId(self.operations.len() as u32)
    }

    /// The version that was made for an operation first.
    pub fn first_version(&self, id: OperationId) -> Option<&Arc<Version>> {
        let operation = self.operations.get(id.0 as usize - 1)?;
        operation.values.first().filter(|_| operation.request != RequestKind::Get)
    }

    /// What a fact tells of an operation. What its client was told stays as it is.
    pub fn note(&mut self, id: OperationId, fact: &Happening, now: Time) {
        let Some(shared) = self.operations.get_mut(id.0 as usize - 1) else { return };
        match fact {
            Fact::Coordinates { node: Endpoint::Node(node), needed, .. } if shared.status == Status::Pending => {
                let operation = Arc::make_mut(shared);
                (operation.coordinator, operation.needed) = (Some(*node), *needed);
            }
            Fact::VersionMade { version, .. } => Arc::make_mut(shared).values.push(version.clone()),
            // Two coordinators of one put may both count a replica.
            Fact::Counted { from: Endpoint::Node(node), .. } if !shared.acks.contains(node) => {
                Arc::make_mut(shared).acks.push(*node);
            }
            Fact::Answered { values, .. } if shared.status == Status::Pending => {
                let operation = Arc::make_mut(shared);
                operation.status = Status::Ok;
                operation.finished_at = Some(now);
                let made = std::mem::replace(&mut operation.values, values.clone());
                let others = made.into_iter().filter(|version| !values.contains(version));
                operation.values.extend(others);
                self.pending -= 1;
            }
            Fact::Failed { reason, .. } if shared.status == Status::Pending => {
                let operation = Arc::make_mut(shared);
                operation.status = Status::Failed(reason.clone());
                operation.finished_at = Some(now);
                self.pending -= 1;
            }
            _ => {}
        }
    }
}
