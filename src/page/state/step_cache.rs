//! Results that are expensive to compute for a step, cached while the step is shown.

use super::Headline;
use super::world::{Frame, World};
use crate::explain::invariants::InvariantStatus;
use crate::explain::trace::TraceEvent;
use crate::explain::tree_exchange::TreeExchange;
use crate::explain::version_history::{ClientContext, VersionHistory};
use crate::page::projection::cluster::Cluster;
use crate::page::projection::course::Course;
use crate::page::projection::key_dots::KeyDot;
use crate::page::projection::shared::Shared;
use std::cell::RefCell;

/// The versions of a key, with the clients' contexts.
#[derive(Debug, Default)]
pub struct Versions {
    pub history: VersionHistory,
    pub contexts: Vec<ClientContext>,
}

/// The results for one step.
#[derive(Default)]
struct CachedStep {
    frame: Option<Shared<Frame>>,
    versions: Option<(String, Shared<Versions>)>,
    truth: Option<Shared<Vec<InvariantStatus>>>,
    exchange: Option<Option<Shared<TreeExchange>>>,
    headline: Option<(Headline, usize, Option<Shared<TraceEvent>>)>,
    dots: Option<Shared<Vec<KeyDot>>>,
}

/// The cluster before a command, and the course of events and step of that command.
type Before = (Shared<Course>, usize, Option<Shared<Cluster>>);

/// The results for the present step, and those that stay the same until the next command.
#[derive(Default)]
pub struct StepCache {
    step: RefCell<CachedStep>,
    before: RefCell<Option<Before>>,
}

impl StepCache {
    /// The cluster before the command at this step, found out once.
    pub fn cluster_before(
        &self,
        course: &Shared<Course>,
        step: usize,
        find: impl FnOnce() -> Option<Shared<Cluster>>,
    ) -> Option<Shared<Cluster>> {
        let mut known = self.before.borrow_mut();
        if let Some((.., cluster)) = known.as_ref().filter(|(own, at, _)| own == course && *at == step) {
            return cluster.clone();
        }
        let cluster = find();
        *known = Some((course.clone(), step, cluster.clone()));
        cluster
    }

    /// The stored keys as dots on the ring, found out once at a step.
    pub fn key_dots(&self, frame: &Shared<Frame>, find: impl FnOnce() -> Vec<KeyDot>) -> Shared<Vec<KeyDot>> {
        self.at(frame, |cached| cached.dots.get_or_insert_with(|| Shared::new(find())).clone())
    }

    /// Runs a lookup; results for another step are discarded first.
    fn at<T>(&self, frame: &Shared<Frame>, look_up: impl FnOnce(&mut CachedStep) -> T) -> T {
        let mut cached = self.step.borrow_mut();
        if cached.frame.as_ref() != Some(frame) {
            *cached = CachedStep { frame: Some(frame.clone()), ..CachedStep::default() };
        }
        look_up(&mut cached)
    }
}

impl World {
    /// The versions of a key at the present step.
    pub fn versions(&self, key: &str) -> Shared<Versions> {
        self.step_cache.at(&self.frame, |cached| {
            if let Some((_, versions)) = cached.versions.as_ref().filter(|(known, _)| known == key) {
                return versions.clone();
            }
            let playground = self.playground();
            // The selected key is always valid.
            let history = playground.version_history(key).unwrap_or_default();
            let contexts = playground.client_contexts(key, &history).unwrap_or_default();
            let versions = Shared::new(Versions { history, contexts });
            cached.versions = Some((key.to_owned(), versions.clone()));
            versions
        })
    }

    /// The status of the invariants at the present step.
    pub fn truth(&self) -> Shared<Vec<InvariantStatus>> {
        self.step_cache.at(&self.frame, |cached| {
            cached.truth.get_or_insert_with(|| Shared::new(self.playground().truth())).clone()
        })
    }

    /// The status of the invariants at the present step, if it is already known.
    pub fn known_truth(&self) -> Option<Shared<Vec<InvariantStatus>>> {
        self.step_cache.at(&self.frame, |cached| cached.truth.clone())
    }

    /// Stores the status of the invariants at the present step.
    pub fn keep_truth(&self, truth: Vec<InvariantStatus>) {
        self.step_cache.at(&self.frame, |cached| cached.truth = Some(Shared::new(truth)));
    }

    /// The event that the sentence is about, of those after the step `since`.
    pub fn headline(&self, headline: Headline, since: usize) -> Option<Shared<TraceEvent>> {
        self.step_cache.at(&self.frame, |cached| {
            if let Some((.., event)) = cached.headline.as_ref().filter(|known| (known.0, known.1) == (headline, since))
            {
                return event.clone();
            }
            let (playground, step) = (self.playground(), self.frame.state.step);
            let event = playground.event(match headline {
                Headline::Own => step,
                Headline::Latest => playground.latest_step(since, step),
                Headline::Telling => playground.telling_step(since, step),
                Headline::Answering(request) => playground.answering_step(request, since, step),
            });
            let event = event.map(Shared::new);
            cached.headline = Some((headline, since, event.clone()));
            event
        })
    }

    /// The exchange of Merkle trees that the present step is part of.
    pub fn exchange(&self) -> Option<Shared<TreeExchange>> {
        self.step_cache.at(&self.frame, |cached| {
            cached.exchange.get_or_insert_with(|| self.playground().tree_exchange().map(Shared::new)).clone()
        })
    }
}
