//! What came of each operation, pieced together from the facts: for people to see, never for a node.

use crate::dynamo::key::Key;
use crate::dynamo::message::{ClientId, Endpoint, OperationId, RequestKind};
use crate::dynamo::node::Happening;
use crate::dynamo::partitioning::NodeId;
use crate::dynamo::report::Fact;
use crate::dynamo::requests::Quorum;
use crate::dynamo::time::Time;
use crate::dynamo::versioning::Version;
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
    /// The kind of quorum, if it is its own.
    pub quorum: Option<Quorum>,
    pub values: Vec<Arc<Version>>,
    /// The version that was made first; there may be a second one of the same put.
    pub first_made: Option<Arc<Version>>,
    pub started_at: Time,
    pub finished_at: Option<Time>,
    /// Which of all answers so far was its own, counted from 1; 0 as long as there is none.
    pub answer: usize,
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
    answers: usize,
    bytes: usize,
}

impl OperationLog {
    pub fn operations(&self) -> &[Arc<Operation>] {
        &self.operations
    }

    pub fn pending(&self) -> usize {
        self.pending
    }

    /// Bytes of the values that they wrote or returned.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn start(&mut self, operation: Operation) -> OperationId {
        self.pending += 1;
        self.operations.push(Arc::new(operation));
        OperationId(self.operations.len() as u32)
    }

    /// The version that was made for an operation first.
    pub fn first_version(&self, id: OperationId) -> Option<&Arc<Version>> {
        self.operations.get(id.0 as usize - 1)?.first_made.as_ref()
    }

    /// What a fact tells of an operation. What its client was told stays as it is.
    pub fn note(&mut self, id: OperationId, fact: &Happening, now: Time) {
        let Some(shared) = self.operations.get_mut(id.0 as usize - 1) else { return };
        match fact {
            Fact::Coordinates { node: Endpoint::Node(node), needed, .. } if shared.status == Status::Pending => {
                let operation = Arc::make_mut(shared);
                (operation.coordinator, operation.needed) = (Some(*node), *needed);
            }
            Fact::ChecksFirst { node: Endpoint::Node(node), needed, .. } if shared.status == Status::Pending => {
                let operation = Arc::make_mut(shared);
                (operation.coordinator, operation.needed) = (Some(*node), *needed);
            }
            Fact::VersionMade { version, .. } => {
                let made = shared.values.iter().chain([version]).cloned().collect();
                let operation = Arc::make_mut(shared);
                operation.first_made.get_or_insert_with(|| version.clone());
                self.bytes += set_values(operation, made);
            }
            // Two coordinators of one put may both count a replica.
            Fact::Counted { from: Endpoint::Node(node), .. } if !shared.acks.contains(node) => {
                Arc::make_mut(shared).acks.push(*node);
            }
            Fact::Answered { values, .. } if shared.status == Status::Pending => {
                let operation = Arc::make_mut(shared);
                operation.status = Status::Ok;
                self.answers += 1;
                operation.answer = self.answers;
                operation.finished_at = Some(now);
                let others = operation.values.iter().filter(|version| !values.contains(version));
                let told = values.iter().chain(others).cloned().collect();
                self.bytes += set_values(operation, told);
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

/// Sets what an operation wrote or returned; how many bytes of values it has more than before, or none.
fn set_values(operation: &mut Operation, values: Vec<Arc<Version>>) -> usize {
    let before = bytes_of(&operation.values);
    operation.values = values;
    bytes_of(&operation.values).saturating_sub(before)
}

fn bytes_of(values: &[Arc<Version>]) -> usize {
    values.iter().filter_map(|version| version.value.as_deref()).map(str::len).sum()
}
