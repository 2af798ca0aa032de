//! What the checkers look at.

use crate::dynamo::key::Key;
use crate::dynamo::membership::Membership;
use crate::dynamo::message::{Body, OperationId, RequestKind};
use crate::dynamo::partitioning::Ring;
use crate::dynamo::report::Fact;
use crate::dynamo::versioning::{CausalHistory, Version};
use crate::simulation::{Cause, History, Record, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A version that was made, and what its writer had sent as the context.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub operation: OperationId,
    pub key: Key,
    pub version: Arc<Version>,
    pub context: CausalHistory,
    pub truncated: bool,
}

/// What is gathered of a history, record by record.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    records: usize,
    contexts: BTreeMap<OperationId, CausalHistory>,
    made: Vec<Made>,
    lost: BTreeMap<String, Vec<Arc<Version>>>,
    forgotten: BTreeMap<String, Vec<Arc<Version>>>,
    calm_steps: Option<usize>,
}

impl Gathered {
    /// All up to the present step.
    pub fn new(history: &History) -> Self {
        let mut gathered = Self::default();
        gathered.go_on(history, usize::MAX);
        gathered
    }

    /// So many records more at most, up to the present step. Whether all are gathered.
    pub fn go_on(&mut self, history: &History, records: usize) -> bool {
        let all = &history.records()[..history.step()];
        all[self.records..].iter().take(records).for_each(|record| self.add(record));
        self.records == all.len()
    }

    fn add(&mut self, record: &Record) {
        for envelope in &record.sent {
            if let Body::PutRequest(request) = &envelope.body {
                let context = request.context.as_ref().map(|context| context.seen.clone()).unwrap_or_default();
                self.contexts.insert(request.operation, context);
            }
        }
        let truncated = record.facts.iter().any(|fact| matches!(fact, Fact::ClockTruncated { .. }));
        for fact in &record.facts {
            if let (Fact::VersionMade { version, .. }, Some(operation), Some(key)) =
                (fact, record.operation, &record.key)
            {
                let context = self.contexts.get(&operation).cloned().unwrap_or_default();
                self.made.push(Made { operation, key: key.clone(), version: version.clone(), context, truncated });
            }
        }
        for fact in &record.facts {
            let (of, key, versions) = match fact {
                Fact::DiskLost { key, versions, .. } => (&mut self.lost, key, versions),
                Fact::Reaped { key, versions, .. } => (&mut self.forgotten, key, versions),
                _ => continue,
            };
            of.entry(key.clone()).or_default().extend(versions.iter().cloned());
        }
        if self.calm_steps.is_none() && disturbs(record) {
            self.calm_steps = Some(self.records);
        }
        self.records += 1;
    }
}

/// What the checkers look at.
pub(crate) struct Evidence<'a> {
    pub world: &'a World,
    pub records: &'a [Arc<Record>],
    pub made: &'a [Made],
    /// What disks have lost, by the names of keys: that is no fault of the protocol.
    lost: &'a BTreeMap<String, Vec<Arc<Version>>>,
    /// The deletions that nodes have forgotten.
    forgotten: &'a BTreeMap<String, Vec<Arc<Version>>>,
    /// Whether all is quiet but for periodic traffic, nobody is down, and nothing keeps messages back.
    pub settled: bool,
    /// How many steps went by before a message was lost, a node down, or the cluster changed.
    pub calm_steps: usize,
    /// The list of members as the operator means it.
    members: Arc<Membership>,
}

impl<'a> Evidence<'a> {
    /// The evidence of the present step, of which all was gathered.
    pub(super) fn new(history: &'a History, gathered: &'a Gathered) -> Self {
        let world = history.world();
        let records = &history.records()[..history.step()];
        Self {
            world,
            records,
            made: &gathered.made,
            lost: &gathered.lost,
            forgotten: &gathered.forgotten,
            settled: world.clone().is_calm() && world.is_whole() && !history.script_is_pending(),
            calm_steps: gathered.calm_steps.unwrap_or(records.len()),
            members: world.all_members(),
        }
    }

    /// What disks have lost of a key.
    pub fn lost_of(&self, key: &Key) -> &'a [Arc<Version>] {
        self.lost.get(key.name()).map(Vec::as_slice).unwrap_or_default()
    }

    /// What disks have lost of a key, and the deletions of it that were forgotten: neither is a fault of the protocol.
    pub fn lost_or_forgotten(&self, key: &Key) -> Vec<Arc<Version>> {
        let forgotten = self.forgotten.get(key.name()).map(Vec::as_slice).unwrap_or_default();
        self.lost_of(key).iter().chain(forgotten).cloned().collect()
    }

    /// The ring as the operator means it.
    pub fn ring(&self) -> &Ring {
        self.members.ring()
    }

    /// The version of an operation that its client was told is stored, with when.
    pub fn acknowledged(&self) -> impl Iterator<Item = (usize, OperationId, &Key, &Arc<Version>)> {
        self.records.iter().enumerate().filter_map(|(step, record)| {
            let answered = record.facts.iter().find_map(|fact| match fact {
                Fact::Answered { request, values, .. } if *request != RequestKind::Get.as_str() => values.first(),
                _ => None,
            })?;
            Some((step, record.operation?, record.key.as_ref()?, answered))
        })
    }

    /// The versions that were made, by their keys.
    pub fn made_by_key(&self) -> BTreeMap<&Key, Vec<&Made>> {
        let mut by_key: BTreeMap<&Key, Vec<&Made>> = BTreeMap::new();
        self.made.iter().for_each(|made| by_key.entry(&made.key).or_default().push(made));
        by_key
    }
}

/// Whether a step takes the calm away that some invariants presuppose.
fn disturbs(record: &Record) -> bool {
    let fault = |fact: &crate::dynamo::node::Happening| {
        matches!(
            fact,
            Fact::Suspected { .. }
                | Fact::Crashed { .. }
                | Fact::MessageDied { .. }
                | Fact::Joined { .. }
                | Fact::Left { .. }
                | Fact::Learned { .. }
                | Fact::Reaped { .. }
        )
    };
    record.cause == Cause::Loss || record.facts.iter().any(fault) || record.changes_the_cluster
}
