//! The playground: what a page, a program or a test holds in its hands.
//!
//! ```
//! use ringside::explain::snapshot::OperationStatus;
//! use ringside::explain::trace::MessageKind;
//! use ringside::playground::{Playground, RunLimit};
//! use ringside::scenario::{Command, Scenario};
//!
//! let mut playground = Playground::new(Scenario::default())?;
//! playground.apply(Command::put("alice", "cart", "bread"))?;
//! playground.run(RunLimit::default())?;
//! assert_eq!(playground.state().operations[0].status, OperationStatus::Ok);
//! playground.seek(1)?;
//! assert_eq!(playground.state().messages[0].kind, MessageKind::PutRequest);
//! # Ok::<(), ringside::input::refusal::Refusal>(())
//! ```

pub(crate) mod file_link;
pub mod permalink;
mod replay;

pub use crate::explain::branches::{BranchState, FutureState};
pub use crate::simulation::RunLimit;
pub use replay::Replay;

use crate::dynamo::key::Key;
use crate::dynamo::membership::Membership;
use crate::dynamo::node::Happening;
use crate::dynamo::partitioning::Ring;
use crate::dynamo::report::{Fact, Note};
use crate::explain::invariants::{
    FirstBroken, InvariantStatus, StatusCheck, Violation, stale_gets, status, takes_long, violations,
};
use crate::explain::narration::cargo;
use crate::explain::rank::{Rank, answering_step, latest_step, telling_step};
use crate::explain::snapshot::State;
use crate::explain::trace::{Pace, TraceEvent};
use crate::explain::tree_exchange::{Travelled, TreeExchange};
use crate::explain::version_history::{ClientContext, VersionHistory};
use crate::input::refusal::Refusal;
use crate::scenario::{Command, Scenario};
use crate::simulation::{History, Point, Record};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A scenario, its history, and a place in it.
#[derive(Clone, Debug)]
pub struct Playground {
    history: History,
}

impl Playground {
    /// A scenario, at its start. Nothing of its script has happened yet.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    pub fn new(scenario: Scenario) -> Result<Self, Refusal> {
        Ok(Self { history: History::new(scenario)? })
    }

    /// Gives a command at the current time. The operation's number for a put, get, delete or reconciliation. In the
    /// past of a history it begins another future.
    ///
    /// # Errors
    /// What is wrong with the command; nothing has changed then.
    pub fn apply(&mut self, command: Command) -> Result<Option<u32>, Refusal> {
        let Command::Wait { ms } = command else { return self.give(command) };
        self.history.wait(ms)?;
        Ok(None)
    }

    /// As [`Playground::apply`], but the time of a `wait` does not go by yet.
    pub(crate) fn give(&mut self, command: Command) -> Result<Option<u32>, Refusal> {
        Ok(self.history.apply(command)?.map(|operation| operation.0))
    }

    /// The next event; `None` when only idle timers are left.
    ///
    /// # Errors
    /// The limit of a history that is reached before; nothing has changed then.
    pub fn step(&mut self) -> Result<Option<TraceEvent>, Refusal> {
        Ok(self.history.step_on()?.map(|record| TraceEvent::new(&record, self.history.step(), self.history.names())))
    }

    /// Runs until quiet or to a limit; the steps that were made.
    ///
    /// # Errors
    /// The limit of a history that is reached before; nothing has changed then.
    pub fn run(&mut self, limit: RunLimit) -> Result<Vec<TraceEvent>, Refusal> {
        let before = self.history.step();
        self.history.run(limit)?;
        Ok((before + 1..=self.history.step()).filter_map(|step| self.event(step)).collect())
    }

    /// Goes to any known step, earlier or later.
    ///
    /// # Errors
    /// `unknown-step`.
    pub fn seek(&mut self, step: usize) -> Result<(), Refusal> {
        self.history.seek(step)
    }

    /// What contradicts the invariants at the present step; see [`crate::explain::invariants`].
    pub fn violations(&self) -> Vec<Violation> {
        violations(&self.history)
    }

    /// The numbers of the gets that are stale so far: each missed a put that was acknowledged before it began.
    pub fn stale_gets(&self) -> BTreeSet<u32> {
        stale_gets(&self.history)
    }

    /// How each invariant stands at the present step, and what that rests on.
    pub fn truth(&self) -> Vec<InvariantStatus> {
        status(&self.history)
    }

    /// The same as [`Playground::truth`], one invariant at a time.
    pub fn truth_check(&self) -> StatusCheck {
        StatusCheck::new(self.history.clone())
    }

    /// Whether [`Playground::truth`] may hold a page up.
    pub fn truth_takes_long(&self) -> bool {
        takes_long(&self.history)
    }

    /// A search for the first step at which each of these invariants is broken, up to the present one.
    pub fn first_broken(&self, invariants: &[&str]) -> FirstBroken {
        FirstBroken::new(self.history.clone(), invariants)
    }

    /// What two nodes have compared so far, if the present step is part of such an exchange.
    pub fn tree_exchange(&self) -> Option<TreeExchange> {
        TreeExchange::latest(&self.history)
    }

    /// What comparisons of Merkle trees have sent since a step, up to the present one.
    pub fn trees_travelled(&self, since: usize) -> Travelled {
        Travelled::since(&self.history, since)
    }

    /// The courses of events that were left when a command was given in the past.
    pub fn branches(&self) -> Vec<BranchState> {
        self.history.branches().map(BranchState::new).collect()
    }

    /// All courses of events as a tree, the oldest first, the present one among them.
    pub fn futures(&self) -> Vec<FutureState> {
        self.history.futures().into_iter().map(FutureState::new).collect()
    }

    /// Goes over to a branch, at the step where it forked; the present course of events becomes one in turn.
    ///
    /// # Errors
    /// `unknown-branch`.
    pub fn switch_to_branch(&mut self, number: u32) -> Result<(), Refusal> {
        self.history.switch_to(number)
    }

    /// Forgets a branch.
    ///
    /// # Errors
    /// `unknown-branch`.
    pub fn drop_branch(&mut self, number: u32) -> Result<(), Refusal> {
        self.history.drop_branch(number)
    }

    /// The number of the present course of events; see [`BranchState::number`].
    pub fn branch_number(&self) -> u32 {
        self.history.line_number()
    }

    /// Gives up what is known of the steps after the present one, so that the next command leaves no branch.
    pub fn forget_future(&mut self) {
        self.history.forget_future();
    }

    /// Whether the script is over and no operation is pending. Messages may still be in flight.
    pub fn is_settled(&self) -> bool {
        !self.history.script_is_pending() && self.history.world().pending_operations() == 0
    }

    /// How many puts, gets and deletes there were up to the present step.
    pub fn request_count(&self) -> usize {
        self.history.world().operation_count()
    }

    /// Whether nothing is left to happen but periodic traffic.
    pub fn is_quiet(&self) -> bool {
        !self.history.script_is_pending() && self.history.world().clone().is_calm()
    }

    /// The present time, in milliseconds of simulated time.
    pub fn time(&self) -> f64 {
        self.history.world().time().ms()
    }

    /// How many steps are known.
    pub fn known_steps(&self) -> usize {
        self.history.records().len()
    }

    /// The commands of the present course of events, each with the number of its step.
    pub fn commands(&self) -> impl Iterator<Item = (usize, &Command)> {
        self.history.commands()
    }

    /// The same without those that were refused, as one of a script can be.
    pub fn accepted_commands(&self) -> impl Iterator<Item = (usize, &Command)> {
        let is_refused = |fact: &Happening| matches!(fact, Fact::Noted { note: Note::Refused { .. }, .. });
        self.commands()
            .filter(move |(step, _)| self.record(*step).is_none_or(|record| !record.facts.iter().any(is_refused)))
    }

    /// When a step happened, in milliseconds; 0 for one that is not known.
    pub fn time_of(&self, step: usize) -> f64 {
        self.record(step).map_or(0.0, |record| record.time.ms())
    }

    /// Whether somebody who goes through the history at this pace stops at a step.
    pub fn stops_at(&self, step: usize, pace: Pace) -> bool {
        self.record(step).is_some_and(|record| record.is_stop_of(pace))
    }

    /// How much a step matters; `None` for one that is not known.
    pub fn rank_of(&self, step: usize) -> Option<Rank> {
        self.record(step).map(Rank::new)
    }

    /// The request whose client had its answer in a step, or was told that it failed.
    pub fn answered_in(&self, step: usize) -> Option<u32> {
        let record = self.record(step)?;
        let ends = |fact: &Happening| matches!(fact, Fact::Answered { .. } | Fact::Failed { .. });
        record.operation.filter(|_| record.facts.iter().any(ends)).map(|operation| operation.0)
    }

    /// Whether a step is gossip that tells nobody anything; true for one that is not known.
    pub fn is_background(&self, step: usize) -> bool {
        self.record(step).is_none_or(Record::is_background)
    }

    /// The step, after `since` and up to `upto`, that says most of what has happened; 0 if there is none.
    pub fn telling_step(&self, since: usize, upto: usize) -> usize {
        telling_step(self.history.records(), since, upto)
    }

    /// The same for somebody who has asked about a request, counted from 1, or about the last one.
    pub fn answering_step(&self, request: Option<usize>, since: usize, upto: usize) -> usize {
        answering_step(self.history.records(), request, since, upto)
    }

    /// The last step, after `since` and up to `upto`, that is not in the background; 0 if there is none.
    pub fn latest_step(&self, since: usize, upto: usize) -> usize {
        latest_step(self.history.records(), since, upto)
    }

    fn record(&self, step: usize) -> Option<&Record> {
        Some(self.history.records().get(step.checked_sub(1)?)?)
    }

    /// How many steps have happened.
    pub fn step_number(&self) -> usize {
        self.history.step()
    }

    /// The present point of the history.
    pub(crate) fn point(&self) -> Point {
        self.history.point()
    }

    /// Goes to a step of a scenario that may not have been played so far yet; as far as it goes if it ends before.
    ///
    /// # Errors
    /// The limit of a history that is reached before; nothing has changed then.
    pub fn run_to_step(&mut self, step: usize) -> Result<(), Refusal> {
        let events = Some(step.saturating_sub(self.history.step()));
        self.history.run(RunLimit { until: None, events })
    }

    /// Everything there is to see at the present step.
    pub fn state(&self) -> State {
        State::new(self.history.world(), self.history.step(), self.history.records().len())
    }

    /// What a message in flight carries, in a sentence: the object and the context of a put, or versions with their clocks.
    /// `None` if there is nothing of that kind to be said.
    pub fn cargo(&self, message: u32) -> Option<String> {
        let world = self.history.world();
        cargo(&world.in_flight().find(|envelope| envelope.id == message)?.body, world.names())
    }

    /// What happened in a step, counted from 1; also in one after the present.
    pub fn event(&self, step: usize) -> Option<TraceEvent> {
        Some(TraceEvent::new(self.record(step)?, step, self.history.names()))
    }

    /// What happened from a step, counted from 1, to the present one.
    pub fn trace(&self, from_step: usize) -> Vec<TraceEvent> {
        (from_step.max(1)..=self.history.step()).filter_map(|step| self.event(step)).collect()
    }

    /// The key of this name, where it lies: at its hash, unless its position was given.
    ///
    /// # Errors
    /// `invalid-key`.
    pub fn key(&self, name: &str) -> Result<Key, Refusal> {
        self.history.world().key(name)
    }

    /// The ring at the present step.
    pub fn ring(&self) -> Ring {
        self.history.world().ring()
    }

    /// The list of members as the operator means it. It is the same one at two steps between which it did not change.
    pub fn members(&self) -> Arc<Membership> {
        self.history.world().all_members()
    }

    /// All versions of a key that were made up to the present step, and what became of each.
    ///
    /// # Errors
    /// `invalid-key`.
    pub fn version_history(&self, key: &str) -> Result<VersionHistory, Refusal> {
        Ok(VersionHistory::new(&self.history, &self.key(key)?))
    }

    /// What each client would send with its next put of a key, set against the current versions of its history.
    ///
    /// # Errors
    /// `invalid-key`.
    pub fn client_contexts(&self, key: &str, versions: &VersionHistory) -> Result<Vec<ClientContext>, Refusal> {
        Ok(versions.contexts(&self.history, &self.key(key)?))
    }

    /// The names of the nodes; a node's number is its place.
    pub fn node_names(&self) -> &[Arc<str>] {
        self.history.world().names().nodes()
    }

    /// The scenario that replays to exactly this history.
    pub fn scenario(&self) -> Scenario {
        self.history.scenario()
    }
}
