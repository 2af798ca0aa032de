//! All versions of one key that were ever made, up to a step of a history: who made each, what its put had read, and
//! what became of it. Section 4.4; Figure 3 is one.
//!
//! It looks on from outside, as the [`crate::explain::invariants`] do: an edge is what the put of one version *had read*, which
//! only the context that the client sent can tell, and never what a clock claims afterwards.

mod dots;
mod layout;
mod words;

pub use dots::{DotIs, DotLine};
pub use layout::{GridPosition, Layout, Route, layout};
pub use words::Saying;

use crate::dynamo::key::Key;
use crate::dynamo::message::{Body, Endpoint, OperationId};
use crate::dynamo::versioning::{CausalHistory, Version, Versioning};
use crate::explain::trace::Fact;
use crate::simulation::{History, Names};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The latest versions that are looked at; of those before them it is only known how many there were.
pub const MOST_VERSIONS: usize = 300;

/// The versions of a key, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionHistory {
    /// The latest ones.
    pub versions: Vec<KeyVersion>,
    /// How many were made before those.
    pub older: usize,
    /// How versions are compared.
    pub versioning: Versioning,
}

/// One version.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyVersion {
    /// The object; `None` deletes it.
    pub value: Option<Arc<str>>,
    /// Its name: the node that made it, with the number of its life if its disk was wiped, and that node's counter.
    pub dot: (String, u32),
    /// Its vector clock as the paper spells it: `[Sx,2][Sy,1]`.
    pub clock: String,
    /// The node that coordinated the put.
    pub coordinator: String,
    /// The client whose put it was, if it is known.
    pub client: String,
    /// Whether it deletes the key.
    pub deletes: bool,
    /// What the coordinator's clock showed when it was made, in milliseconds.
    pub timestamp: f64,
    /// The step at which it was made.
    pub made_at: usize,
    /// The versions that its put had read, without those that these in turn had read: places in the list.
    pub parents: Vec<usize>,
    /// All versions that its put had read, these and those before them: places in the list.
    pub past: Vec<usize>,
    /// The versions whose puts had read it, without the successors of these.
    pub read_by: Vec<usize>,
    /// Whether its put had read nothing of the key.
    pub blind: bool,
    /// What became of it.
    pub standing: Standing,
    /// The step at which the client was told that the put is done.
    pub promised_at: Option<usize>,
    /// The step at which the client was told that it failed.
    pub failed_at: Option<usize>,
    /// The nodes that have it on their disks as a home.
    pub kept_by: Vec<String>,
    /// The nodes that keep it for another, with that other's name.
    pub hinted_at: Vec<(String, String)>,
}

/// What became of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Standing {
    /// It is on a disk or under way to one, and nothing that is still there supersedes it.
    Current,
    /// Later puts had read it.
    Superseded {
        /// The versions of those puts, without the successors of these.
        by: Vec<usize>,
    },
    /// Its client was told that it is stored; but no put has read it, and a disk holds it no more, or not for long.
    Lost {
        /// The version that took its place without having read it.
        displaced_by: Option<usize>,
    },
    /// The same, but nobody was told that it is stored.
    Dropped {
        /// The version that took its place without having read it.
        displaced_by: Option<usize>,
    },
}

/// What a client would send with its next put of a key.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientContext {
    /// The client.
    pub client: String,
    /// The context's clock as the paper spells it; empty when it has read nothing.
    pub clock: String,
    /// The current versions that it has read.
    pub has_read: Vec<usize>,
    /// The current versions that it has not.
    pub has_not_read: Vec<usize>,
}

/// What the records tell of one version.
struct Made {
    step: usize,
    operation: Option<OperationId>,
    version: Arc<Version>,
}

/// What the records tell of one put.
#[derive(Default)]
struct Put {
    client: Option<Endpoint>,
    context: CausalHistory,
    answer: Option<(usize, Option<Arc<Version>>)>,
}

impl VersionHistory {
    /// The history of a key up to the present step.
    pub fn new(history: &History, key: &Key) -> Self {
        let (mut made, puts) = told(history, key);
        let older = made.len().saturating_sub(MOST_VERSIONS);
        made.drain(..older);
        let nobody = Put::default();
        let put_of = |made: &Made| made.operation.and_then(|operation| puts.get(&operation)).unwrap_or(&nobody);
        let read = made.iter().map(|one| made.iter().map(|other| put_of(one).context.contains(other.version.dot)));
        let reading = Reading::new(read.map(Iterator::collect).collect());
        let versions = made.iter().enumerate().map(|(index, one)| {
            let put = put_of(one);
            let answered = |promised: bool| {
                let (step, version) = put.answer.as_ref()?;
                let own = version.as_ref().is_none_or(|version| version.dot == one.version.dot);
                (own && version.is_some() == promised).then_some(*step)
            };
            KeyVersion {
                parents: reading.parents(index),
                past: reading.past(index),
                blind: put.context.is_empty(),
                promised_at: answered(true),
                failed_at: answered(false),
                client: put.client.map_or_else(String::new, |client| history.names().endpoint(client).to_owned()),
                made_at: one.step,
                standing: Standing::Current,
                ..described(&one.version, history.names())
            }
        });
        let versioning = history.world().settings().versioning;
        let mut found = Self { versions: versions.collect(), older, versioning };
        found.find_copies(history, key, &made);
        found.judge(versioning, &made, &reading);
        found
    }

    /// Where the copies of each version are.
    fn find_copies(&mut self, history: &History, key: &Key, made: &[Made]) {
        let world = history.world();
        for node in world.nodes() {
            let name = || world.name_of(node).to_owned();
            for (version, one) in self.versions.iter_mut().zip(made) {
                if node.store().get(key).is_some_and(|kept| kept.contains(one.version.dot)) {
                    version.kept_by.push(name());
                }
                for ((owner, _), _) in
                    node.hints().iter().filter(|((_, of), kept)| of == key && kept.contains(one.version.dot))
                {
                    version.hinted_at.push((name(), world.names().node(*owner).to_owned()));
                }
            }
        }
    }

    /// What became of each version.
    fn judge(&mut self, versioning: Versioning, made: &[Made], reading: &Reading) {
        let on_disk = |index: &usize| {
            let KeyVersion { kept_by, hinted_at, .. } = &self.versions[*index];
            !kept_by.is_empty() || !hinted_at.is_empty()
        };
        let on_disks: Vec<usize> = (0..made.len()).filter(on_disk).collect();
        let mut standings = vec![Standing::Current; made.len()];
        // The latest first: what had been superseded is back when its successors are gone.
        for index in (0..made.len()).rev() {
            let by = reading.children(index);
            let gone = |later: &usize| matches!(standings[*later], Standing::Lost { .. } | Standing::Dropped { .. });
            let displaced_by = displaced_by(index, &on_disks, made, versioning);
            let version = &self.versions[index];
            let pending = version.promised_at.is_none() && version.failed_at.is_none() && by.is_empty();
            standings[index] = match () {
                () if !by.iter().all(gone) => Standing::Superseded { by },
                () if displaced_by.is_none() && (on_disk(&index) || pending) => Standing::Current,
                () if !by.is_empty() => Standing::Superseded { by },
                () if version.promised_at.is_some() => Standing::Lost { displaced_by },
                () => Standing::Dropped { displaced_by },
            };
        }
        for (index, (version, standing)) in self.versions.iter_mut().zip(standings).enumerate() {
            version.standing = standing;
            version.read_by = reading.children(index);
        }
    }

    /// The versions that no put has read and that are still there: siblings, when there are several.
    pub fn current(&self) -> impl Iterator<Item = usize> + '_ {
        let current = |(index, version): (usize, &KeyVersion)| (version.standing == Standing::Current).then_some(index);
        self.versions.iter().enumerate().filter_map(current)
    }

    /// How many acknowledged versions are lost.
    pub fn lost(&self) -> usize {
        self.versions.iter().filter(|version| version.is_lost()).count()
    }

    /// The place of the version with this dot.
    pub fn index_of(&self, dot: &(String, u32)) -> Option<usize> {
        self.versions.iter().position(|version| version.dot == *dot)
    }

    /// What each client of a history would send with its next put of the key.
    pub fn contexts(&self, history: &History, key: &Key) -> Vec<ClientContext> {
        let (world, names) = (history.world(), history.names());
        let (made, _) = told(history, key);
        let current: Vec<usize> = self.current().collect();
        let contexts = world.client_contexts(key).map(|(client, seen)| {
            let has_read = |index: &usize| {
                let made = made.get(self.older + index);
                seen.zip(made).is_some_and(|(seen, made)| seen.contains(made.version.dot))
            };
            let (has_read, has_not_read) = current.iter().partition(|index| has_read(index));
            let clock = seen.map_or_else(String::new, |seen| spelled(seen, names));
            ClientContext { client: client.to_owned(), clock, has_read, has_not_read }
        });
        contexts.collect()
    }
}

impl KeyVersion {
    /// Whether it was acknowledged, and is lost.
    pub fn is_lost(&self) -> bool {
        matches!(self.standing, Standing::Lost { .. })
    }
}

/// The version that took the place of this one without its put having read it.
fn displaced_by(index: usize, on_disks: &[usize], made: &[Made], versioning: Versioning) -> Option<usize> {
    let version = &made[index].version;
    let displaces = |other: &usize| *other != index && made[*other].version.supersedes(version, versioning);
    on_disks.iter().copied().find(displaces)
}

/// Which puts had read which versions, by place.
struct Reading {
    /// For each version: whether its put had read the one at the place.
    read: Vec<Vec<bool>>,
}

impl Reading {
    fn new(read: Vec<Vec<bool>>) -> Self {
        Self { read }
    }

    /// What the put of a version had read, without what these had read in turn.
    fn parents(&self, index: usize) -> Vec<usize> {
        let mut parents = Vec::new();
        let mut between = vec![false; index];
        for late in (0..index).rev().filter(|earlier| self.read[index][*earlier]) {
            if !between[late] {
                parents.insert(0, late);
                between.iter_mut().zip(&self.read[late]).for_each(|(known, read)| *known |= *read);
            }
        }
        parents
    }

    /// Everything that the put of a version had read.
    fn past(&self, index: usize) -> Vec<usize> {
        (0..self.read.len()).filter(|other| self.read[index][*other]).collect()
    }

    /// The versions whose puts had read this one, without the successors of these.
    fn children(&self, index: usize) -> Vec<usize> {
        let mut children = Vec::new();
        let mut after = vec![false; self.read.len()];
        for early in (index + 1..self.read.len()).filter(|later| self.read[*later][index]) {
            if !after[early] {
                children.push(early);
                after.iter_mut().zip(&self.read).skip(early).for_each(|(known, read)| *known |= read[early]);
            }
        }
        children
    }
}

/// What the records up to the present step tell of a key: the versions, and the puts.
fn told(history: &History, key: &Key) -> (Vec<Made>, BTreeMap<OperationId, Put>) {
    let (mut made, mut puts) = (Vec::new(), BTreeMap::<OperationId, Put>::new());
    for (index, record) in history.records().iter().take(history.step()).enumerate() {
        if record.key.as_ref() != Some(key) {
            continue;
        }
        for envelope in &record.sent {
            if let Body::PutRequest(request) = &envelope.body {
                let put = puts.entry(request.operation).or_default();
                put.client = Some(Endpoint::Client(request.client));
                put.context = request.context.as_ref().map(|context| context.seen.clone()).unwrap_or_default();
            }
        }
        let step = index + 1;
        for fact in &record.facts {
            match (fact, record.operation) {
                (Fact::VersionMade { version, .. }, operation) => {
                    made.push(Made { step, operation, version: version.clone() });
                }
                (Fact::Answered { request: "put" | "delete", values, .. }, Some(operation)) => {
                    puts.entry(operation).or_default().answer = Some((step, values.first().cloned()));
                }
                (Fact::Failed { request: "put" | "delete", .. }, Some(operation)) => {
                    puts.entry(operation).or_default().answer = Some((step, None));
                }
                _ => {}
            }
        }
    }
    (made, puts)
}

/// A version by name, with nothing known of its put yet.
fn described(version: &Version, names: &Names) -> KeyVersion {
    KeyVersion {
        value: version.value.clone(),
        dot: (names.actor(version.dot.actor), version.dot.counter),
        clock: spelled(&version.clock(), names),
        coordinator: names.node(version.dot.actor.node).to_owned(),
        client: String::new(),
        deletes: version.value.is_none(),
        timestamp: version.made_at.ms(),
        made_at: 0,
        parents: Vec::new(),
        past: Vec::new(),
        read_by: Vec::new(),
        blind: true,
        standing: Standing::Current,
        promised_at: None,
        failed_at: None,
        kept_by: Vec::new(),
        hinted_at: Vec::new(),
    }
}

/// A history as the paper writes clocks, in the order of the names: `[Sx,2][Sy,1]`.
fn spelled(history: &CausalHistory, names: &Names) -> String {
    names.clock(history).iter().map(|(node, counter)| format!("[{node},{counter}]")).collect()
}
