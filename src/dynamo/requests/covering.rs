//! A session's get waits until the answers cover what its client has read and written, or fails.

use super::{Asked, GetInProgress, answers};
use crate::dynamo::message::{Body, Endpoint, OperationId};
use crate::dynamo::node::{Effects, Node, Timer};
use crate::dynamo::report::Fact;
use crate::dynamo::versioning::{Siblings, Versioning};

impl GetInProgress {
    /// Whether these versions have seen whatever the client had seen when it asked.
    pub(super) fn is_covered_by(&self, found: &Siblings) -> bool {
        self.at_least.as_ref().is_none_or(|seen| found.seen().includes(seen))
    }

    /// Whether there are enough answers, and all of them together are too old.
    fn lags_behind(&self, versioning: Versioning) -> bool {
        let enough = answers(&self.asked) >= self.needed;
        enough && !self.answered && self.repairing.is_none() && !self.is_covered_by(&self.merged(versioning))
    }
}

impl Node {
    /// There are enough answers, but they do not cover what the client has seen.
    pub(super) fn tell_not_covered(&self, get: &GetInProgress, effects: &mut Effects) {
        effects.happened(Fact::NotCovered { by: self.endpoint(), client: Endpoint::Client(get.client) });
    }

    /// Everybody has been heard, and it was not enough: all are asked again in a while.
    pub(super) fn ask_again_later(&mut self, operation: OperationId, effects: &mut Effects) {
        let versioning = self.settings.versioning;
        let Some(get) = self.gets.get_mut(&operation) else { return };
        if !get.asks_again && get.lags_behind(versioning) && get.asked.iter().all(Asked::settled) {
            get.asks_again = true;
            effects.set(Timer::AskAgain(operation), self.settings.replica_timeout);
        }
    }

    /// Asks all once more.
    pub(crate) fn ask_again(&mut self, operation: OperationId, effects: &mut Effects) {
        let Some(get) = self.gets.get(&operation).filter(|get| !get.answered) else { return };
        let (key, targets) = (get.key.clone(), self.targets(&get.key, get.n, get.quorum));
        let others = targets.iter().map(|target| target.node).filter(|node| *node != self.id);
        let others: Vec<_> = others.collect();
        let nodes = others.iter().map(|node| Endpoint::Node(*node)).collect();
        effects.happened(Fact::AsksAgain { by: self.endpoint(), nodes });
        for node in &others {
            self.ask(operation, *node, Body::Read(operation, key.clone()), effects);
        }
        let own = others.len() < targets.len();
        if let Some(get) = self.gets.get_mut(&operation) {
            get.asks_again = false;
            get.asked = targets.into_iter().map(Asked::new).collect();
        }
        if own {
            self.answer_own_read(operation, effects);
        }
    }
}
