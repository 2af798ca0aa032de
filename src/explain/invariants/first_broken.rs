//! Since when is an invariant broken? The history is played again from its start, a little at a time.

use super::evidence::{Evidence, Gathered};
use super::{AT_ONCE, INVARIANTS, size_of_a_check};
use crate::simulation::History;

/// The search for the first step at which invariants break.
#[derive(Clone, Debug)]
pub struct FirstBroken {
    history: History,
    gathered: Gathered,
    until: usize,
    sought: Vec<&'static str>,
    found: Vec<(&'static str, usize)>,
}

impl FirstBroken {
    /// A search up to the present step of a history.
    pub(crate) fn new(mut history: History, sought: &[&str]) -> Self {
        let until = history.step();
        // The start of a history is always known.
        let reached = history.seek(0).is_ok();
        let names = INVARIANTS.iter().map(|invariant| invariant.name);
        let sought = names.filter(|name| reached && sought.contains(name)).collect();
        Self { history, gathered: Gathered::default(), until, sought, found: Vec::new() }
    }

    /// The invariants that were found broken, each with the first step at which it is.
    pub fn found(&self) -> &[(&'static str, usize)] {
        &self.found
    }

    /// Goes on for a while; whether there is more to do.
    pub fn go_on(&mut self) -> bool {
        let mut looked_through = 0;
        while !self.sought.is_empty() && self.history.step() < self.until {
            let step = self.history.step() + 1;
            if self.history.seek(step).is_err() {
                return false;
            }
            // A step in which nothing changed breaks nothing.
            let changed = self.history.records().get(step - 1).is_some_and(|record| !record.facts.is_empty());
            if changed {
                self.look();
                looked_through += size_of_a_check(&self.history);
            }
            if looked_through >= AT_ONCE {
                return true;
            }
        }
        false
    }

    fn look(&mut self) {
        self.gathered.go_on(&self.history, usize::MAX);
        let evidence = Evidence::new(&self.history, &self.gathered);
        let broken = |name: &&str| {
            let invariant = INVARIANTS.iter().find(|invariant| invariant.name == *name);
            invariant.is_some_and(|invariant| !(invariant.check)(&evidence).is_empty())
        };
        let (broken, whole): (Vec<&str>, Vec<&str>) = self.sought.iter().partition(|name| broken(name));
        self.sought = whole;
        self.found.extend(broken.into_iter().map(|name| (name, self.history.step())));
    }
}
