//! The state of the right column, and its actions.

use super::{Drawer, Model, Track};
use crate::page::projection::cart::as_cart;
use crate::page::projection::folding::{FoldingContext, Panel, Unfolded};
use crate::page::projection::quorum_overlap::QuorumOverlap;

/// The anchor of a popover in the window: left, top and bottom, in pixels.
pub type PopoverAnchor = (i32, i32, i32);

/// What a note is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoteSubject {
    /// The glossary's entry with this index.
    Term(usize),
    /// The second version's put had read the first one.
    Read(usize, usize),
    /// The second version replaced the first one without having read it.
    Loss(usize, usize),
}

/// An open note.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Note {
    pub what: NoteSubject,
    pub anchor: PopoverAnchor,
}

/// The search for the first step at which an invariant is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Search {
    pub invariant: &'static str,
    /// The step at which it was started.
    pub step: usize,
    /// The number of steps of the history at that time.
    pub steps: usize,
    /// Whether it is running; otherwise it found nothing.
    pub under_way: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InspectorState {
    /// The panels that the reader folded and unfolded.
    pub unfolded: Unfolded,
    /// Whether older versions are drawn, too.
    pub all_versions: bool,
    /// Whether values are shown as carts; `None` decides by the values.
    pub as_cart: Option<bool>,
    /// The index of the open glossary entry.
    pub term: Option<usize>,
    /// The index of the selected version in the key's history.
    pub version: Option<usize>,
    pub note: Option<Note>,
    /// The search that is running, or that found nothing.
    pub search: Option<Search>,
    /// The slow check of invariants.
    pub check: Option<Check>,
}

/// A check of the invariants that takes long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Check {
    /// The step at which it was started.
    pub step: usize,
    /// The number of steps of the history at that time.
    pub steps: usize,
    /// Whether it is running.
    pub under_way: bool,
}

/// An action in the right column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InspectorAction {
    /// Folds or unfolds a panel.
    Fold(Panel),
    /// Draws the older versions, too, or no longer.
    AllVersions(bool),
    /// Shows values as carts, or as texts.
    AsCart(bool),
    /// Opens or closes a glossary entry.
    Term(Option<usize>),
    /// Selects a version, or none.
    Version(Option<usize>),
    /// Opens or closes a note.
    Note(Option<Note>),
    /// A search has started, or has ended with this step or with none.
    Searched(Search, Option<usize>),
    /// A check has started, or has ended.
    Check(Check),
    /// Jumps to a step of the history, whichever track is shown.
    GoTo(usize),
}

impl Model {
    pub(super) fn inspect(&mut self, action: InspectorAction) {
        if matches!(action, InspectorAction::Term(Some(_))) {
            self.drawer = Some(Drawer::Known);
        }
        match action {
            InspectorAction::Fold(panel) => {
                let folding_context = self.folding_context();
                self.inspector.unfolded.toggle(panel, folding_context);
            }
            InspectorAction::AllVersions(all) => self.inspector.all_versions = all,
            InspectorAction::AsCart(as_cart) => self.inspector.as_cart = Some(as_cart),
            InspectorAction::Version(version) => self.inspector.version = version,
            InspectorAction::Term(term) => {
                self.inspector.term = term;
                let folding_context = self.folding_context();
                if term.is_some() && !self.inspector.unfolded.is_open(Panel::Words, folding_context) {
                    self.inspector.unfolded.toggle(Panel::Words, folding_context);
                }
            }
            InspectorAction::Note(note) => self.inspector.note = note,
            InspectorAction::Searched(search, found) => self.searched(search, found),
            InspectorAction::Check(check) => {
                // A check is of one step: playing on would leave it behind.
                if check.under_way {
                    self.stop();
                }
                self.inspector.check = Some(check);
            }
            InspectorAction::GoTo(step) => self.seek_message(step),
        }
    }

    /// Results of a search that began at another step, or in another history, are ignored.
    fn searched(&mut self, search: Search, found: Option<usize>) {
        let state = &self.world.frame.state;
        let begun = self
            .inspector
            .search
            .filter(|begun| begun.under_way)
            .is_some_and(|begun| begun.invariant == search.invariant);
        let stale = !search.under_way && !begun;
        if (state.step, state.steps) != (search.step, search.steps) || stale {
            return;
        }
        self.inspector.search = Some(search).filter(|_| found.is_none());
        if let Some(step) = found {
            self.seek_message(step);
        }
    }

    /// What the moment offers to the panels.
    pub fn folding_context(&self) -> FoldingContext {
        if self.playback.track != Track::Messages || self.world.steps == 0 {
            return FoldingContext::default();
        }
        let written = !self.world.versions(&self.journey.key).history.versions.is_empty();
        FoldingContext { asked: true, written, exchange: self.world.exchange().is_some() }
    }

    /// The last put and the last get of the key as two sets of nodes, once something was put.
    pub fn overlap(&self) -> Option<QuorumOverlap> {
        let names = &self.world.cluster.names;
        let homes: Vec<&str> =
            self.journey.replicas.iter().filter_map(|node| names.get(node.index()).map(String::as_str)).collect();
        QuorumOverlap::new(&self.world.frame.state, &self.journey.key, &homes)
    }

    /// Whether values are shown as carts: as chosen, or if a value has several items.
    pub fn sees_carts(&self) -> bool {
        self.inspector.as_cart.unwrap_or_else(|| {
            let versions = self.world.versions(&self.journey.key);
            let values = versions.history.versions.iter().filter_map(|version| version.value.as_deref());
            values.filter_map(as_cart).any(|items| items.len() > 1)
        })
    }

    pub fn is_unfolded(&self, panel: Panel) -> bool {
        self.inspector.unfolded.is_open(panel, self.folding_context())
    }
}
