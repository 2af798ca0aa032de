//! What is unfolded and looked at in the right column.

use super::{Film, Model};
use crate::ui::unfolded::{Occasion, Panel, Unfolded};

/// How the right column is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KnownState {
    /// What was folded and unfolded by hand.
    pub unfolded: Unfolded,
    /// Whether values are seen as carts; as they look by themselves, if nobody chose.
    pub as_cart: Option<bool>,
    /// Whether the older versions are drawn, too.
    pub all_versions: bool,
    /// The glossary's entry that is open, by its place.
    pub term: Option<usize>,
}

/// Something that was done in the right column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// A panel is folded or unfolded.
    Fold(Panel),
    /// Values are seen as carts, or as texts.
    AsCart(bool),
    /// The older versions are drawn, too, or no more.
    AllVersions(bool),
    /// A term is looked up, or put away.
    Term(Option<usize>),
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
            Look::AsCart(as_cart) => self.known.as_cart = Some(as_cart),
            Look::AllVersions(all) => self.known.all_versions = all,
            Look::Term(term) => self.known.term = term,
            Look::GoTo(step) => {
                self.show_film(Film::Messages);
                self.seek(step);
            }
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

    /// Whether a panel of the right column is unfolded.
    pub fn is_unfolded(&self, panel: Panel) -> bool {
        self.known.unfolded.is_open(panel, self.occasion())
    }
}
