//! Two nodes that compare their Merkle trees, as it is seen from outside: how far down they have come, and what has
//! travelled. Section 4.7.
//!
//! The trees are the real ones, of what was on the two disks when the exchange began; the path down is that of the messages.

use crate::dynamo::anti_entropy::{Branch, TreeMessage, halves, hash_of_range, is_leaf, keys_of_range};
use crate::dynamo::message::{Body, Endpoint, ParcelKind};
use crate::dynamo::partitioning::{NodeId, Range};
use crate::explain::key_journey::words::counted;
use crate::explain::trace::Fact;
use crate::scenario::Command;
use crate::simulation::{Envelope, History, Record, World};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Steps of the past that are searched for the beginning of an exchange.
const LONGEST_EXCHANGE: usize = 2_000;
/// Levels of a tree that are shown.
pub const MOST_LEVELS: usize = 12;
/// Levels that are shown whether or not the exchange went down so far, unless few keys end the tree before.
const LEAST_LEVELS: usize = 3;
/// Branches of a level that are shown.
const MOST_BRANCHES: usize = 8;

/// One exchange, up to the present step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TreeExchange {
    /// The node that began.
    pub from: String,
    /// The other.
    pub with: String,
    /// The step at which it began.
    pub began_at: usize,
    /// The ranges that both keep, each with a tree of its own.
    pub ranges: usize,
    /// Whether the roots have been compared.
    pub compared: bool,
    /// How many of the roots differ.
    pub differing: usize,
    /// What has travelled.
    #[serde(flatten)]
    pub travelled: Travelled,
    /// Keys that a copy of everything in the ranges would have sent.
    pub full_copy: usize,
    /// The tree of the first range whose roots differ, as far down as it was compared, and its first levels in any case;
    /// level by level. Of equal trees that of the first range.
    pub levels: Vec<Vec<TreeBranch>>,
}

/// What comparisons of Merkle trees have sent. It is counted here alone: for the stage, for the panel, and for what lessons
/// measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Travelled {
    /// Hashes of branches.
    pub hashes: usize,
    /// Keys of leaves that have been named, each with a digest.
    pub named: usize,
    /// Keys that were found to differ, and of which versions have travelled, whichever way.
    pub keys: usize,
    /// How often versions of a key have travelled: twice for a key of which each node has sent its own.
    pub copies: usize,
}

impl Travelled {
    /// What all comparisons have sent since a step of a history.
    pub fn since(history: &History, step: usize) -> Self {
        let records = history.records().get(step..history.step()).unwrap_or_default();
        let sent = records.iter().flat_map(|record| &record.sent).filter(|sent| belongs(&sent.body));
        Self::of(sent)
    }

    fn of<'a>(messages: impl Iterator<Item = &'a Arc<Envelope>>) -> Self {
        let mut travelled = Self::default();
        let mut keys = BTreeSet::new();
        for message in messages {
            match &message.body {
                Body::Trees(trees) => {
                    travelled.hashes += trees.branches.len();
                    travelled.named += trees.leaves.iter().map(|(_, keys)| keys.len()).sum::<usize>();
                }
                Body::Parcel(parcel) => {
                    travelled.copies += parcel.entries.len();
                    let pair = ends(message).map(|[one, other]| [one.min(other), one.max(other)]);
                    keys.extend(parcel.entries.iter().map(|(key, _)| (pair, key.clone())));
                }
                _ => {}
            }
        }
        Self { keys: keys.len(), ..travelled }
    }

    /// `7 hashes, 1 key`.
    pub fn in_short(&self) -> String {
        let hashes = counted(self.hashes, "hash", "hashes");
        if self.keys == 0 { hashes } else { format!("{hashes}, {}", counted(self.keys, "key", "keys")) }
    }
}

/// One branch of the tree, on both disks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TreeBranch {
    /// The branch above, by its place in the level above.
    pub above: usize,
    /// Its keys on the disk of the node that began, and their hash.
    pub ours: Half,
    /// The same of the other.
    pub theirs: Half,
    /// Whether the exchange found the two to differ, and went down here.
    pub differed: bool,
    /// Whether its keys were named one by one.
    pub leaf: bool,
    /// Whether its hash was sent and compared; what lies beside the way down was not.
    pub compared: bool,
}

/// One side of a branch.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Half {
    /// How many keys are under it.
    pub keys: usize,
    /// The first four digits of its hash.
    pub hash: String,
}

/// How many keys of a range the fuller of two disks has.
fn most_keys(world: &World, nodes: [NodeId; 2], range: Range) -> usize {
    nodes.map(|node| keys_of_range(world.store_of(node), range).len()).into_iter().max().unwrap_or_default()
}

impl TreeExchange {
    /// The exchange that the present step is part of; or else the one that was last commanded, until something else is.
    pub fn latest(history: &History) -> Option<Self> {
        Self::up_to(history, history.step()).or_else(|| Self::up_to(history, last_step_of_commanded(history)?))
    }

    /// The exchange that a step, not after the present one, is part of.
    fn up_to(history: &History, step: usize) -> Option<Self> {
        let records = history.records().get(..step)?;
        let pair = pair_of(records.last()?)?;
        let start = records.len().saturating_sub(LONGEST_EXCHANGE);
        let began = (start..records.len()).rev().find_map(|index| Some((index, roots_sent(&records[index], pair)?)))?;
        let (index, (from, with, roots)) = began;
        let messages: Vec<&Arc<Envelope>> =
            records[index..].iter().flat_map(|record| &record.sent).filter(|sent| is_between(sent, pair)).collect();
        let trees: Vec<&TreeMessage> = messages.iter().filter_map(|sent| trees(sent)).collect();
        let compared = records[index + 1..].iter().any(|record| compares(record, pair));
        let went_down = |branch: &Branch| trees.iter().skip(1).any(|answer| goes_down(answer, branch.range));
        let differing: Vec<Branch> = roots.iter().filter(|root| went_down(root)).copied().collect();
        let shown = differing.first().or(roots.first())?;
        // What the exchange repairs must not make the two trees alike in hindsight.
        let mut then = history.clone();
        then.seek(index).ok()?;
        let (world, names) = (then.world(), history.names());
        Some(Self {
            from: names.node(from).to_owned(),
            with: names.node(with).to_owned(),
            began_at: index + 1,
            ranges: roots.len(),
            compared,
            differing: differing.len(),
            travelled: Travelled::of(messages.iter().copied()),
            full_copy: roots.iter().map(|root| most_keys(world, [from, with], root.range)).sum(),
            levels: levels(world, [from, with], shown.range, &trees),
        })
    }

    /// What has travelled, in a sentence.
    pub fn travelled(&self) -> String {
        let Travelled { hashes, keys, copies, .. } = self.travelled;
        let sent = match (keys, copies) {
            (0, _) => String::new(),
            (keys, copies) if keys == copies => format!(" and {}", counted(keys, "key", "keys")),
            (keys, copies) => format!(" and {} ({copies} copies: each sends its own)", counted(keys, "key", "keys")),
        };
        let verb = if hashes + keys == 1 { "has" } else { "have" };
        let full = counted(self.full_copy, "key", "keys");
        format!("{}{sent} {verb} travelled; a full copy would have been {full}.", counted(hashes, "hash", "hashes"))
    }

    /// How far the two have come, in a sentence.
    pub fn found(&self) -> String {
        let Self { from, with, ranges, differing, .. } = self;
        let roots = counted(*ranges, "range", "ranges");
        match (self.compared, differing) {
            (false, _) => format!("{from} has sent {with} the root of each of the {roots} that both keep."),
            (true, 0) => format!("All roots of the {roots} are equal: nothing differs, and nothing need be sent."),
            (true, 1) => format!("Of the {roots} one differs. They go down where the hashes differ."),
            (true, many) => format!("Of the {roots} {many} differ; the first is drawn."),
        }
    }
}

/// The last step of the exchange that was commanded last, if nothing was commanded since but to let time pass.
fn last_step_of_commanded(history: &History) -> Option<usize> {
    let now = history.step();
    let given = history.commands().filter(|(step, _)| *step <= now);
    let (from, last) = given.filter(|(_, command)| !matches!(command, Command::Wait { .. })).last()?;
    let records = history.records().get(..now)?;
    let part = (from.saturating_sub(1)..now).rev().find(|index| pair_of(&records[*index]).is_some())?;
    matches!(last, Command::AntiEntropy { .. }).then_some(part + 1)
}

/// The two nodes of a step that belongs to an exchange.
fn pair_of(record: &Record) -> Option<[NodeId; 2]> {
    let by_message = record.message.as_ref().filter(|message| belongs(&message.body)).and_then(|message| ends(message));
    by_message.or_else(|| {
        record.facts.iter().find_map(|fact| match fact {
            Fact::RootsSent { node: Endpoint::Node(node), to: Endpoint::Node(to), .. } => Some([*node, *to]),
            _ => None,
        })
    })
}

fn ends(envelope: &Envelope) -> Option<[NodeId; 2]> {
    match (envelope.from, envelope.to) {
        (Endpoint::Node(from), Endpoint::Node(to)) => Some([from, to]),
        _ => None,
    }
}

fn belongs(body: &Body) -> bool {
    match body {
        Body::Trees(_) => true,
        Body::Parcel(parcel) => matches!(parcel.kind, ParcelKind::Sync { .. }),
        _ => false,
    }
}

fn is_between(envelope: &Envelope, [one, other]: [NodeId; 2]) -> bool {
    let ends = ends(envelope);
    belongs(&envelope.body) && (ends == Some([one, other]) || ends == Some([other, one]))
}

/// Who sent which roots in this step, if it began an exchange of this pair.
fn roots_sent(record: &Record, pair: [NodeId; 2]) -> Option<(NodeId, NodeId, Vec<Branch>)> {
    let begins = record.facts.iter().any(|fact| matches!(fact, Fact::RootsSent { .. }));
    let sent = record.sent.iter().filter(|_| begins).find(|sent| is_between(sent, pair))?;
    let [from, with] = ends(sent)?;
    Some((from, with, trees(sent)?.branches.clone()))
}

fn trees(envelope: &Envelope) -> Option<&TreeMessage> {
    match &envelope.body {
        Body::Trees(trees) => Some(trees),
        _ => None,
    }
}

fn compares(record: &Record, pair: [NodeId; 2]) -> bool {
    let arrived = record.message.as_ref().is_some_and(|message| is_between(message, pair));
    arrived && record.facts.iter().any(|fact| matches!(fact, Fact::TreesCompared { .. }))
}

/// Whether a message answers a difference in this range: it holds the range's halves, or its keys one by one.
fn goes_down(answer: &TreeMessage, range: Range) -> bool {
    let [left, _] = halves(range);
    answer.branches.iter().any(|branch| branch.range == left) || is_named(answer, range)
}

fn is_named(answer: &TreeMessage, range: Range) -> bool {
    answer.leaves.iter().any(|(leaf, _)| *leaf == range)
}

/// The tree of a range, down to where it was compared.
fn levels(world: &World, nodes: [NodeId; 2], range: Range, trees: &[&TreeMessage]) -> Vec<Vec<TreeBranch>> {
    let mut levels: Vec<Vec<TreeBranch>> = Vec::new();
    let mut row = vec![(0, range)];
    while !row.is_empty() && levels.len() < MOST_LEVELS {
        let depth = levels.len() as u8;
        let answers = || trees.iter().skip(1);
        let branch = |(above, range): &(usize, Range)| {
            let [ours, theirs] = nodes.map(|node| half(world, node, *range, depth));
            let differed = answers().any(|answer| goes_down(answer, *range));
            let leaf = answers().any(|answer| is_named(answer, *range));
            let compared = trees.iter().any(|sent| sent.branches.iter().any(|branch| branch.range == *range));
            TreeBranch { above: *above, ours, theirs, differed, leaf, compared }
        };
        let level: Vec<TreeBranch> = row.iter().map(branch).collect();
        let near_the_root = levels.len() + 1 < LEAST_LEVELS;
        let has_branches = |branch: &TreeBranch| {
            let keys = branch.ours.keys.max(branch.theirs.keys);
            (branch.differed && !branch.leaf) || (near_the_root && !branch.leaf && !is_leaf(keys, depth))
        };
        let down = level.iter().enumerate().filter(|(_, branch)| has_branches(branch));
        let next: Vec<(usize, Range)> =
            down.flat_map(|(index, _)| halves(row[index].1).map(|half| (index, half))).take(MOST_BRANCHES).collect();
        levels.push(level);
        row = next;
    }
    levels
}

fn half(world: &World, node: NodeId, range: Range, depth: u8) -> Half {
    let store = world.store_of(node);
    let hash = format!("{:016x}", hash_of_range(store, range, depth).0);
    Half { keys: keys_of_range(store, range).len(), hash: hash.chars().take(4).collect() }
}
