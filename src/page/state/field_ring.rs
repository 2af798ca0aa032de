//! The ring of a real cluster: opening its text, what was understood of it, and the screen that shows it.

use super::{Model, Screen};
use crate::input::refusal::Refusal;
use crate::laboratories::rings::partitioner::Partitioner;
use crate::laboratories::rings::ring_text::{FieldRing, ReadAs, read};
use crate::page::forms::ring_link;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// A ring that was read. Clones share it, and it compares by identity: a large one has hundreds of thousands of tokens.
#[derive(Clone)]
pub struct OpenRing(Rc<FieldRing>);

impl OpenRing {
    pub fn new(field: FieldRing) -> Self {
        Self(Rc::new(field))
    }
}

impl PartialEq for OpenRing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for OpenRing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a ring of {} nodes", self.0.nodes.len())
    }
}

impl Deref for OpenRing {
    type Target = FieldRing;

    fn deref(&self) -> &FieldRing {
        &self.0
    }
}

/// A text that was opened as a ring, before it is taken.
#[derive(Clone)]
pub struct RingProposal {
    pub text: Rc<str>,
    pub read_as: ReadAs,
    /// What was understood.
    pub found: Result<OpenRing, Refusal>,
    /// The keyspaces to choose from, as the text has them.
    pub keyspaces: Vec<String>,
}

/// An action about the ring of a real cluster.
#[derive(Clone, Debug)]
pub enum RingAction {
    /// Shows the screen.
    Show,
    /// Reads a text, to be taken or not.
    Read(Rc<str>),
    /// Reads it again as another keyspace's.
    Keyspace(String),
    /// Reads it again with this partitioner; with none, with the one that it seems to have.
    Partitioner(Option<Partitioner>),
    /// Takes what was understood.
    Take,
    /// Leaves it.
    Dismiss,
}

impl Model {
    pub(super) fn ring_action(&mut self, action: RingAction) {
        match action {
            RingAction::Show => self.show_ring(),
            RingAction::Read(text) => self.propose_ring(text, ReadAs::default()),
            RingAction::Keyspace(name) => self.read_again(|read_as| read_as.keyspace = Some(name)),
            RingAction::Partitioner(partitioner) => self.read_again(|read_as| read_as.partitioner = partitioner),
            RingAction::Take => {
                if let Some(RingProposal { found: Ok(ring), .. }) = self.drafts.ring_proposal.take() {
                    self.field_ring = Some(ring);
                    self.show_ring();
                }
            }
            RingAction::Dismiss => self.drafts.ring_proposal = None,
        }
    }

    fn show_ring(&mut self) {
        self.stop();
        self.drafts.note = "".into();
        self.screen = Screen::Ring;
    }

    fn propose_ring(&mut self, text: Rc<str>, read_as: ReadAs) {
        let found = read(&text, &read_as).map(OpenRing::new);
        let known = self.drafts.ring_proposal.take().filter(|known| Rc::ptr_eq(&known.text, &text));
        let keyspaces = match (&found, known) {
            (Ok(ring), _) => ring.keyspaces.clone(),
            (Err(_), known) => known.map(|known| known.keyspaces).unwrap_or_default(),
        };
        self.drafts.ring_proposal = Some(RingProposal { text, read_as, found, keyspaces });
    }

    fn read_again(&mut self, change: impl FnOnce(&mut ReadAs)) {
        let Some(RingProposal { text, mut read_as, .. }) = self.drafts.ring_proposal.clone() else { return };
        change(&mut read_as);
        self.propose_ring(text, read_as);
    }

    /// Opens the ring of a link, or the screen without one.
    pub(super) fn follow_ring_link(&mut self, fragment: &str) {
        match ring_link::from_fragment(fragment) {
            None => {}
            Some(Ok(field)) => self.field_ring = Some(OpenRing::new(field)),
            Some(Err(refusal)) => {
                self.drafts.error_dialog = Some(refusal.message);
                return;
            }
        }
        self.show_ring();
    }
}
