//! What is unfolded and looked at in the right column.

use super::{Model, Track};
use crate::page::projection::cart::as_cart;
use crate::page::projection::folding::{FoldingContext, Panel, Unfolded};

/// Where in the window something is: its left side, its top and its bottom.
pub type PopoverAnchor = (i32, i32, i32);

/// What a note is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Noted {
    /// The glossary's entry at this place.
    Term(usize),
    /// That the put of the second version had read the first.
    Read(usize, usize),
    /// That the second version took the place of the first.
    Loss(usize, usize),
}

/// A note that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Note {
    /// What it is about.
    pub what: Noted,
    /// Where in the window that is.
    pub anchor: PopoverAnchor,
}

/// The search for the first step at which an invariant is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Search {
    /// The invariant's name.
    pub invariant: &'static str,
    /// The step at which it was begun.
    pub step: usize,
    /// The steps that the history had then.
    pub steps: usize,
    /// Whether it goes on still; otherwise it found nothing.
    pub under_way: bool,
}

/// How the right column is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InspectorState {
    /// What was folded and unfolded by hand.
    pub unfolded: Unfolded,
    /// Whether the older versions are drawn, too.
    pub all_versions: bool,
    /// Whether values are seen as carts; as they look by themselves, if nobody chose.
    pub as_cart: Option<bool>,
    /// The glossary's entry that is open, by its place.
    pub term: Option<usize>,
    /// The version that is looked at, by its place in the history of the key.
    pub version: Option<usize>,
    /// The note that is open.
    pub note: Option<Note>,
    /// The search that is under way, or that found nothing.
    pub search: Option<Search>,
    /// The check of invariants that takes long.
    pub check: Option<Check>,
}

/// A check of the invariants that takes long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Check {
    /// The step at which it was asked for.
    pub step: usize,
    /// The steps that the history had then.
    pub steps: usize,
    /// Whether it goes on still.
    pub under_way: bool,
}

/// Something that was done in the right column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InspectorAction {
    /// A panel is folded or unfolded.
    Fold(Panel),
    /// The older versions are drawn, too, or no more.
    AllVersions(bool),
    /// Values are seen as carts, or as texts.
    AsCart(bool),
    /// A term is looked up, or put away.
    Term(Option<usize>),
    /// A version is looked at, or no more.
    Version(Option<usize>),
    /// A note is opened, or put away.
    Note(Option<Note>),
    /// The search for the first step at which an invariant is broken has begun, or has ended at this step or nowhere.
    Searched(Search, Option<usize>),
    /// A check of the invariants has begun, or is over.
    Check(Check),
    /// To a step of the history, whatever is shown.
    GoTo(usize),
}

impl Model {
    pub(super) fn inspect(&mut self, action: InspectorAction) {
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
            InspectorAction::Check(check) => self.inspector.check = Some(check),
            InspectorAction::GoTo(step) => self.seek_message(step),
        }
    }

    /// A search that began at another step, or in another history, is of no use any more.
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

    /// What the moment is like, for the right column.
    pub fn folding_context(&self) -> FoldingContext {
        if self.playback.track != Track::Messages || self.world.steps == 0 {
            return FoldingContext::default();
        }
        let written = !self.world.versions(&self.journey.key).history.versions.is_empty();
        FoldingContext { asked: true, written, exchange: self.world.exchange().is_some() }
    }

    /// Whether values are seen as carts: as somebody chose, or if one has several items.
    pub fn sees_carts(&self) -> bool {
        self.inspector.as_cart.unwrap_or_else(|| {
            let versions = self.world.versions(&self.journey.key);
            let values = versions.history.versions.iter().filter_map(|version| version.value.as_deref());
            values.filter_map(as_cart).any(|items| items.len() > 1)
        })
    }

    /// Whether a panel of the right column is unfolded.
    pub fn is_unfolded(&self, panel: Panel) -> bool {
        self.inspector.unfolded.is_open(panel, self.folding_context())
    }
}
