//! How each invariant stands, and what that rests on.

use super::convergence::tokens_a_walk;
use super::evidence::{Evidence, Gathered};
use super::{AT_ONCE, INVARIANTS, Invariant, convergence, reading};
use crate::dynamo::report::Fact;
use crate::scenario::Quorum;
use crate::simulation::{History, World};
use serde::Serialize;

/// How one invariant stands at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InvariantStatus {
    /// The name of the invariant.
    pub invariant: &'static str,
    /// What it promises.
    pub promise: &'static str,
    /// Whether it holds.
    pub state: TruthState,
    /// What that rests on: what was compared, or why it is not asked now.
    pub because: String,
    /// What contradicts it, in words.
    pub details: Vec<String>,
}

/// Whether an invariant holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TruthState {
    /// Everything that was compared agrees with it.
    Holds,
    /// Something contradicts it.
    Broken,
    /// It promises nothing for a moment like this, or there is nothing to compare.
    NotAskedNow,
}

/// What a check looked at.
pub(super) enum Basis {
    /// These were compared.
    Compared(String),
    /// It is not asked, for this reason.
    NotAsked(String),
}

/// How every invariant stands at the present step of a history.
pub fn status(history: &History) -> Vec<InvariantStatus> {
    let gathered = Gathered::new(history);
    let evidence = Evidence::new(history, &gathered);
    INVARIANTS.iter().map(|invariant| invariant.status(&evidence)).collect()
}

impl Invariant {
    fn status(&self, evidence: &Evidence<'_>) -> InvariantStatus {
        let details = (self.check)(evidence);
        let (state, because) = match (self.basis)(evidence) {
            Basis::NotAsked(because) if details.is_empty() => (TruthState::NotAskedNow, because),
            Basis::NotAsked(because) | Basis::Compared(because) => {
                (if details.is_empty() { TruthState::Holds } else { TruthState::Broken }, because)
            }
        };
        InvariantStatus { invariant: self.name, promise: self.promise, state, because, details }
    }
}

/// The same as [`status`], a part at a time: whoever waits for it can do something else in between.
#[derive(Clone, Debug)]
pub struct StatusCheck {
    history: History,
    gathered: Gathered,
    found: Vec<InvariantStatus>,
}

impl StatusCheck {
    /// A check of the present step.
    pub(crate) fn new(history: History) -> Self {
        Self { history, gathered: Gathered::default(), found: Vec::new() }
    }

    /// Gathers some more evidence, or looks at the next invariant; whether there is more to do.
    pub fn go_on(&mut self) -> bool {
        if !self.gathered.go_on(&self.history, AT_ONCE) {
            return true;
        }
        if let Some(invariant) = INVARIANTS.get(self.found.len()) {
            self.found.push(invariant.status(&Evidence::new(&self.history, &self.gathered)));
        }
        self.found.len() < INVARIANTS.len()
    }

    /// What was found so far.
    pub fn into_found(self) -> Vec<InvariantStatus> {
        self.found
    }
}

/// So many things of a kind were looked at; with none there is nothing to ask.
fn compared(count: usize, one: &str, many: &str, done: &str, none: &str) -> Basis {
    match count {
        0 => Basis::NotAsked(none.to_owned()),
        1 => Basis::Compared(format!("1 {one} {done}")),
        _ => Basis::Compared(format!("{count} {many} {done}")),
    }
}

/// The facts of all steps so far.
fn facts<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = &'a crate::dynamo::node::Happening> {
    evidence.records.iter().flat_map(|record| &record.facts)
}

fn gets(evidence: &Evidence<'_>) -> usize {
    facts(evidence).filter(|fact| matches!(fact, Fact::Answered { request: "get", .. })).count()
}

pub(super) fn of_siblings(evidence: &Evidence<'_>) -> Basis {
    let several = |fact: &&crate::dynamo::node::Happening| matches!(fact, Fact::Answered { request: "get", values, .. } if values.len() > 1);
    match (gets(evidence), facts(evidence).filter(several).count()) {
        (0, _) => Basis::NotAsked("no get has returned anything yet".to_owned()),
        (all, with) => Basis::Compared(format!("gets looked at: {all}, with siblings: {with}")),
    }
}

pub(super) fn of_merging(evidence: &Evidence<'_>) -> Basis {
    if evidence.made.iter().any(|made| made.truncated) {
        return Basis::NotAsked("a clock was truncated, and cannot tell what it had seen".to_owned());
    }
    let copies: usize = evidence.world.nodes().map(|node| node.store().len() + node.hints().len()).sum();
    compared(copies, "copy", "copies", "merged, forwards and backwards", "nothing is stored yet")
}

pub(super) fn of_contexts(evidence: &Evidence<'_>) -> Basis {
    let contexts = gets(evidence) + evidence.made.len();
    compared(contexts, "context", "contexts", "compared with clocks", "no get and no put yet")
}

pub(super) fn of_dots(evidence: &Evidence<'_>) -> Basis {
    compared(evidence.made.len(), "version", "versions", "compared by name", "no version was made yet")
}

pub(super) fn of_acknowledged(evidence: &Evidence<'_>) -> Basis {
    when_settled(evidence, || {
        let puts = evidence.acknowledged().count();
        let where_to = match convergence::switched_off(evidence) {
            None => "looked for on all homes",
            Some(_) => "looked for on all disks, for a repair is switched off",
        };
        let lost = convergence::lost_with_disks(evidence);
        let where_to = match lost.as_slice() {
            [] => where_to.to_owned(),
            lost => format!("{where_to}; lost with a disk: {}", lost.join(", ")),
        };
        compared(puts, "acknowledged put", "acknowledged puts", &where_to, "no put was acknowledged yet")
    })
}

pub(super) fn of_replicas(evidence: &Evidence<'_>) -> Basis {
    if let Some(off) = convergence::switched_off(evidence) {
        return Basis::NotAsked(off.to_owned());
    }
    when_settled(evidence, || {
        let copies: usize = evidence.world.nodes().map(|node| node.store().len()).sum();
        compared(copies, "copy", "copies", "compared, and the Merkle root of each range", "nothing is stored yet")
    })
}

pub(super) fn of_preference_lists(evidence: &Evidence<'_>) -> Basis {
    let tokens = evidence.ring().tokens().len();
    match tokens_a_walk(evidence) {
        1 => compared(tokens, "list", "lists", "walked, one from each token", "the ring is empty"),
        every => Basis::Compared(format!("{} lists walked, of {tokens}", tokens.div_ceil(every))),
    }
}

pub(super) fn of_rings(evidence: &Evidence<'_>) -> Basis {
    compared(evidence.world.nodes().count(), "list of members", "lists of members", "looked at", "there is no node")
}

pub(super) fn of_puts(evidence: &Evidence<'_>) -> Basis {
    compared(evidence.made.len(), "version", "versions", "traced to their puts", "no version was made yet")
}

pub(super) fn of_given_up(evidence: &Evidence<'_>) -> Basis {
    let heard = facts(evidence).filter(|fact| matches!(fact, Fact::GivenUp { .. })).count();
    compared(heard, "node", "nodes", "watched since they heard it", "no node has heard that it was given up")
}

pub(super) fn of_quorums(evidence: &Evidence<'_>) -> Basis {
    let settings = evidence.world.settings();
    if settings.quorum == Quorum::Sloppy && !reading::some_overlap(evidence) {
        return Basis::NotAsked("the quorum is sloppy: stand-ins may answer".to_owned());
    }
    if settings.r + settings.w <= settings.n && !reading::some_overlap(evidence) {
        let sum = settings.r + settings.w;
        return Basis::NotAsked(format!("R + W = {sum} is not above N = {}: quorums need not overlap", settings.n));
    }
    let calm = &evidence.records[..evidence.calm_steps];
    let asks = |fact: &&crate::dynamo::node::Happening| matches!(fact, Fact::Asked { request: "get", .. });
    let gets = calm.iter().flat_map(|record| &record.facts).filter(asks).count();
    compared(gets, "get", "gets", "looked at, before the first failure", "no get was asked before the first failure")
}

pub(super) fn of_hints(evidence: &Evidence<'_>) -> Basis {
    let kept: usize = evidence.world.nodes().map(|node| node.hints().len()).sum();
    let gone = facts(evidence).filter(|fact| matches!(fact, Fact::HintDelivered { .. })).count();
    match (kept, gone) {
        (0, 0) => Basis::NotAsked("no hint was needed yet".to_owned()),
        _ => Basis::Compared(format!("hints kept: {kept}, deliveries confirmed: {gone}")),
    }
}

pub(super) fn of_shares(evidence: &Evidence<'_>) -> Basis {
    compared(evidence.ring().nodes().len(), "share", "shares", "added", "the ring is empty")
}

/// What is promised only once all is whole and quiet.
fn when_settled(evidence: &Evidence<'_>, basis: impl FnOnce() -> Basis) -> Basis {
    if evidence.settled {
        return basis();
    }
    if let Some(hindrance) = hindrance(evidence.world) {
        return Basis::NotAsked(hindrance);
    }
    match basis() {
        Basis::Compared(_) => Basis::NotAsked("repair is not over".to_owned()),
        // Where there is nothing yet to promise it of, nothing is to be repaired.
        nothing => nothing,
    }
}

/// What is in the way of a world that is whole and quiet, but for repair.
fn hindrance(world: &World) -> Option<String> {
    if let Some(trouble) = world.trouble() {
        return Some(trouble);
    }
    let words = if world.pending_operations() > 0 {
        "a request waits for its answer"
    } else if world.is_busy() {
        "messages are in flight"
    } else if world.nodes().any(|node| !node.hints().is_empty()) {
        "hints wait to be delivered"
    } else {
        return None;
    };
    Some(words.to_owned())
}
