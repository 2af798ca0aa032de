//! Drafts: what is chosen and typed in the left column before it takes effect.

use super::{Model, World};
use crate::explain::snapshot::VersionState;
use crate::input::limits::MAX_VALUE_BYTES;
use crate::page::projection::{cart, last_answer};
use crate::page::state::{Film, FilmAction, HandInDraft, RingProposal, Sharing};
use crate::scenario::Quorum;
use serde_json::{Value, json};
use std::rc::Rc;

/// Most clients that can be added on the page.
pub const MOST_CLIENTS: usize = 8;

#[derive(Clone, Default)]
pub struct Drafts {
    /// The coordinator that a client contacts; `None` is any that it can reach.
    pub via: Option<String>,
    /// Whether puts are sent without a context.
    pub blind: bool,
    /// N, R and W of the next request, as typed; empty means the cluster's values.
    pub overrides: [Rc<str>; 3],
    /// The kind of quorum of the next requests; `None` is the cluster's.
    pub quorum: Option<Quorum>,
    /// The position of the key instead of its hash, as typed.
    pub position: Rc<str>,
    /// Whether puts are done only if nothing is newer.
    pub only_if: bool,
    /// Whether gets wait until they cover what the client has read and written.
    pub at_least: bool,
    /// Whether the value is edited as a cart.
    pub is_cart: bool,
    /// The edited cart, and what it was edited for.
    cart: Option<(CartOf, Rc<str>)>,
    /// The text in the field for a new item.
    pub item: Rc<str>,
    /// The edited replacement for the siblings, and what it was edited for.
    merged: Option<(CartOf, Rc<str>)>,
    /// The sides chosen since the wall was last drawn, by name.
    pub sides: Vec<(String, usize)>,
    /// The ends of the link to hold: from, to.
    pub link: [Rc<str>; 2],
    /// The step that disks are restored to, as typed; nothing is the one before the present one.
    pub earlier_step: Rc<str>,
    /// The nodes that should compare trees.
    pub pair: [Rc<str>; 2],
    /// Whether the stored keys are listed.
    pub keys_listed: bool,
    /// The listed keys contain this text.
    pub keys_looked_for: Rc<str>,
    /// A change that requires replaying the history.
    pub proposal: Option<Proposal>,
    /// The text that was opened as a ring.
    pub ring_proposal: Option<RingProposal>,
    /// Shown in a dialog when something could not be opened.
    pub error_dialog: Option<String>,
    /// The result of the last operation outside the page, such as copying a link.
    pub note: Rc<str>,
    /// The options of the link, while the share dialog is open.
    pub sharing: Option<Sharing>,
    /// What is about to be handed in, while its dialog is open.
    pub hand_in: Option<HandInDraft>,
    /// The animation or the stills that the share dialog is asked for.
    pub film: Option<Film>,
}

/// What an edit was made for: the client, the key, and the number of the client's latest answered request.
#[derive(Clone, PartialEq, Eq)]
struct CartOf(String, String, Option<u32>);

/// A change that requires replaying the history.
#[derive(Clone)]
pub struct Proposal {
    /// The replayed history with the change.
    pub world: World,
    /// The change, as the beginning of a sentence.
    pub words: String,
}

/// A change of the drafts, which affects only the column.
#[derive(Clone, Debug)]
pub enum DraftAction {
    /// Selects the coordinator.
    Via(Option<String>),
    /// Sends puts without a context, or with one.
    Blind(bool),
    /// Sets N, R or W of the next request; 0 is N, 1 is R, 2 is W.
    Override(usize, String),
    /// Selects the kind of quorum of the next requests.
    OwnQuorum(Option<Quorum>),
    /// Types the position of the key.
    Position(String),
    /// Lets puts be done only if nothing is newer, or always.
    OnlyIf(bool),
    /// Lets gets wait until they cover what the client knows, or no longer.
    AtLeast(bool),
    /// Edits the value as a cart, or as a text.
    Cart(bool),
    /// The field for a new item was edited.
    Item(String),
    /// Adds the typed item to the cart.
    AddItem,
    RemoveItem(String),
    /// Edits the replacement for the siblings.
    Merged(String),
    /// Selects the side of a node or client.
    Side(String, usize),
    /// Selects an end of the link: 0 is from, 1 is to.
    Link(usize, String),
    /// Types the step that disks are restored to.
    EarlierStep(String),
    /// Selects one of the two nodes.
    Pair(usize, String),
    /// Lists the stored keys, or no longer.
    ListKeys(bool),
    /// Searches for keys containing this text.
    FindKeys(String),
    /// Rejects the proposal.
    LeaveProposal,
    CloseErrorDialog,
    /// Sets the result of an operation outside the page.
    Note(String),
    /// Opens, closes or changes the share dialog.
    Share(Option<Sharing>),
    /// An animation, or stills on paper.
    Film(FilmAction),
}

impl Model {
    pub(super) fn draft(&mut self, draft: DraftAction) {
        let drafts = &mut self.drafts;
        match draft {
            DraftAction::Via(via) => drafts.via = via,
            DraftAction::Blind(blind) => drafts.blind = blind,
            DraftAction::Override(index, typed) => put_at(&mut drafts.overrides, index, typed),
            DraftAction::OwnQuorum(quorum) => drafts.quorum = quorum,
            DraftAction::Position(typed) => drafts.position = typed.into(),
            DraftAction::OnlyIf(only_if) => drafts.only_if = only_if,
            DraftAction::AtLeast(at_least) => drafts.at_least = at_least,
            DraftAction::Cart(is_cart) => drafts.is_cart = is_cart,
            DraftAction::Item(typed) => drafts.item = typed.into(),
            DraftAction::AddItem => {
                let cart = cart::with(&self.cart(), &std::mem::take(&mut self.drafts.item));
                self.change_cart(cart);
            }
            DraftAction::RemoveItem(item) => self.change_cart(cart::without(&self.cart(), &item)),
            DraftAction::Merged(text) => self.drafts.merged = Some((self.cart_of(), text.into())),
            DraftAction::Side(name, side) => {
                drafts.sides.retain(|(known, _)| *known != name);
                drafts.sides.push((name, side));
            }
            DraftAction::Link(index, name) => put_at(&mut drafts.link, index, name),
            DraftAction::EarlierStep(typed) => drafts.earlier_step = typed.into(),
            DraftAction::Pair(index, name) => put_at(&mut drafts.pair, index, name),
            DraftAction::ListKeys(listed) => drafts.keys_listed = listed,
            DraftAction::FindKeys(part) => drafts.keys_looked_for = part.into(),
            DraftAction::LeaveProposal => drafts.proposal = None,
            DraftAction::CloseErrorDialog => drafts.error_dialog = None,
            DraftAction::Note(note) => drafts.note = note.into(),
            DraftAction::Share(sharing) => {
                // The result for an earlier link no longer applies.
                drafts.note = "".into();
                drafts.sharing = sharing;
                drafts.film = None;
            }
            DraftAction::Film(action) => self.film(action),
        }
    }

    /// The step that disks are restored to: the one that was typed, or else the one before the present one.
    pub fn earlier_step(&self) -> usize {
        self.drafts.earlier_step.trim().parse().unwrap_or_else(|_| self.step().saturating_sub(1))
    }

    /// The typed texts, for saving. A value too long to be put is left out.
    pub(super) fn typed(&self) -> Value {
        let Drafts { is_cart, cart, item, merged, .. } = &self.drafts;
        let of_now = |text: &Option<(CartOf, Rc<str>)>| {
            text.as_ref().filter(|(of, _)| *of == self.cart_of()).map(|(_, text)| text.to_string())
        };
        let value = Some(&self.value).filter(|value| value.len() <= MAX_VALUE_BYTES);
        json!({ "value": value, "isCart": is_cart, "cart": of_now(cart), "item": item,
            "merged": of_now(merged) })
    }

    /// Restores saved texts; what is missing or no text is ignored.
    pub(super) fn type_again(&mut self, typed: &Value) {
        let text = |name: &str| typed[name].as_str().map(Rc::<str>::from);
        if let Some(value) = text("value") {
            self.value = value;
        }
        let of = self.cart_of();
        self.drafts.is_cart = typed["isCart"].as_bool().unwrap_or_default();
        self.drafts.item = text("item").unwrap_or_else(|| "".into());
        self.drafts.cart = text("cart").map(|cart| (of.clone(), cart));
        self.drafts.merged = text("merged").map(|merged| (of, merged));
    }

    /// The value that the next put writes.
    pub fn value_to_put(&self) -> Rc<str> {
        if self.drafts.is_cart { self.cart() } else { self.value.clone() }
    }

    /// The cart being edited. It starts with what the client last read or wrote of the key.
    pub fn cart(&self) -> Rc<str> {
        match &self.drafts.cart {
            Some((of, cart)) if *of == self.cart_of() => cart.clone(),
            _ => union(self.last_answer().map(|(_, values)| values).unwrap_or_default()).into(),
        }
    }

    fn change_cart(&mut self, cart: String) {
        self.drafts.cart = Some((self.cart_of(), cart.into()));
    }

    fn cart_of(&self) -> CartOf {
        let number = self.last_answer().map(|(number, _)| number);
        CartOf(self.client_name().to_owned(), self.journey.key.clone(), number)
    }

    /// The number of the client's latest answered request for the key, and the versions in the answer.
    fn last_answer(&self) -> Option<(u32, &[VersionState])> {
        let answer = last_answer::last_answer(&self.world.frame.state, self.client_name(), &self.journey.key)?;
        Some((answer.id, &answer.values))
    }

    /// The siblings that the client has read and not reconciled yet.
    pub fn siblings(&self) -> &[VersionState] {
        last_answer::siblings(&self.world.frame.state, self.client_name(), &self.journey.key)
    }

    /// The replacement for the siblings: their union as carts, until it is edited.
    pub fn merged(&self) -> Rc<str> {
        match &self.drafts.merged {
            Some((of, text)) if *of == self.cart_of() => text.clone(),
            _ => union(self.siblings()).into(),
        }
    }

    /// The vector clock of the context that the client's next put of the key would carry, if any.
    pub fn context_words(&self) -> Option<String> {
        let client = self.world.frame.state.clients.iter().find(|client| client.name == self.client_name())?;
        let clock = client.contexts.get(&self.journey.key)?;
        Some(clock.iter().map(|(node, counter)| format!("[{node},{counter}]")).collect())
    }
}

/// The union of versions as carts.
pub fn union(versions: &[VersionState]) -> String {
    cart::items(versions.iter().filter_map(|version| version.value.as_deref())).join(",")
}

fn put_at(fields: &mut [Rc<str>], index: usize, text: String) {
    if let Some(field) = fields.get_mut(index) {
        *field = text.into();
    }
}
