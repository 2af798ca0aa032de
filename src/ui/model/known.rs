//! What is unfolded and looked at in the right column.

use super::{Film, Model};
use crate::ui::cart::as_cart;
use crate::ui::unfolded::{Occasion, Panel, Unfolded};

/// How long the first step at which something is broken is looked for, in slices of some tens of milliseconds.
const MOST_SLICES: usize = 60;

/// How the right column is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KnownState {
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
}

/// Something that was done in the right column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
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
    /// To the first step at which an invariant is broken.
    FirstBroken(&'static str),
    /// To a step of the history, whatever is shown.
    GoTo(usize),
}

impl Model {
    pub(super) fn look(&mut self, look: Look) {
        match look {
            Look::Fold(panel) => {
                let occasion = self.occasion();
                self.known.unfolded.toggle(panel, occasion);
            }
            Look::AllVersions(all) => self.known.all_versions = all,
            Look::AsCart(as_cart) => self.known.as_cart = Some(as_cart),
            Look::Version(version) => self.known.version = version,
            Look::Term(term) => {
                self.known.term = term;
                let occasion = self.occasion();
                if term.is_some() && !self.known.unfolded.is_open(Panel::Words, occasion) {
                    self.known.unfolded.toggle(Panel::Words, occasion);
                }
            }
            Look::FirstBroken(invariant) => self.go_to_first_broken(invariant),
            Look::GoTo(step) => self.seek_message(step),
        }
    }

    fn go_to_first_broken(&mut self, invariant: &'static str) {
        let mut search = self.world.playground().first_broken(&[invariant]);
        let mut slices = 0;
        while slices < MOST_SLICES && search.go_on() {
            slices += 1;
        }
        if let Some((_, step)) = search.found().first().copied() {
            self.seek_message(step);
        }
    }

    /// What the moment is like, for the right column.
    pub fn occasion(&self) -> Occasion {
        let asked = self.film == Film::Messages && self.world.steps > 0;
        Occasion {
            asked,
            written: asked && !self.world.versions(&self.journey.key).history.versions.is_empty(),
            exchange: asked && self.world.exchange().is_some(),
        }
    }

    /// Whether values are seen as carts: as somebody chose, or if one has several items.
    pub fn sees_carts(&self) -> bool {
        self.known.as_cart.unwrap_or_else(|| {
            let versions = self.world.versions(&self.journey.key);
            let values = versions.history.versions.iter().filter_map(|version| version.value.as_deref());
            values.filter_map(as_cart).any(|items| items.len() > 1)
        })
    }

    /// Whether a panel of the right column is unfolded.
    pub fn is_unfolded(&self, panel: Panel) -> bool {
        self.known.unfolded.is_open(panel, self.occasion())
    }
}
