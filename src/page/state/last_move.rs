//! What the last command moved, as long as nothing else was commanded.

use super::World;
use crate::page::projection::cluster::{Change, Cluster};
use crate::page::projection::key_dots::{KeyDot, key_dots};
use crate::page::projection::shared::Shared;
use crate::scenario::Command;

impl World {
    /// The cluster before the command that changed the ring last; `None` once something else was commanded. Letting time
    /// pass is not something else: what moved is still on its way.
    pub fn before_last_change(&self) -> Option<Shared<Cluster>> {
        let step = self.step_of_last_change()?;
        self.step_cache.cluster_before(&self.course, step, || self.cluster_at(step - 1))
    }

    /// The number of the step at which a node joined, left or got other tokens, if that was the last command.
    fn step_of_last_change(&self) -> Option<usize> {
        let now = self.frame.state.step;
        let mut before = self.playground().commands().filter(|(step, _)| *step <= now).collect::<Vec<_>>();
        while before.last().is_some_and(|(_, command)| matches!(command, Command::Wait { .. })) {
            before.pop();
        }
        let (step, command) = before.pop()?;
        let changes_ring =
            matches!(command, Command::AddNode { .. } | Command::RemoveNode { .. } | Command::SetTokens { .. });
        (changes_ring && step > 0).then_some(step)
    }

    fn cluster_at(&self, step: usize) -> Option<Shared<Cluster>> {
        let mut playground = self.playground().clone();
        playground.seek(step).ok()?;
        let (state, members) = (playground.state(), playground.members());
        let cluster = Cluster::from_state(&state, members.ring(), playground.node_names(), &self.beginning);
        Some(Shared::new(cluster))
    }

    /// What the last command moved, once no node is joining or leaving any more.
    pub fn last_move(&self) -> Option<Change> {
        if self.frame.state.nodes.iter().any(|node| node.status.is_changing()) {
            return None;
        }
        let before = self.before_last_change()?;
        Some(Change::between(String::new(), &before, &self.cluster)).filter(|change| !change.arcs.is_empty())
    }

    /// The stored keys as dots on the ring.
    pub fn key_dots(&self) -> Shared<Vec<KeyDot>> {
        let before = self.before_last_change();
        self.step_cache.key_dots(&self.frame, || key_dots(&self.frame.state, &self.cluster, before.as_deref()))
    }
}
