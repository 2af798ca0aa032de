//! What is chosen and typed in the left column before it is done: it changes nothing but the column.

use super::{Model, World};
use crate::explain::snapshot::VersionState;
use crate::input::limits::MAX_VALUE_BYTES;
use crate::page::projection::{cart, last_answer};
use crate::page::state::Sharing;
use serde_json::{Value, json};
use yew::AttrValue;

/// Clients that can be added by hand.
pub const MOST_CLIENTS: usize = 8;

/// What stands in the left column's fields.
#[derive(Clone, Default)]
pub struct Drafts {
    /// The node that a client contacts; `None` is any that it can reach.
    pub via: Option<String>,
    /// Whether a put goes without a context.
    pub blind: bool,
    /// N, R and W of the next request, as typed; nothing means the cluster's.
    pub overrides: [AttrValue; 3],
    /// Whether the value is seen as a shopping cart.
    pub is_cart: bool,
    /// The cart as it was changed, for the client, key and answer it was changed for.
    cart: Option<(CartOf, AttrValue)>,
    /// What is typed in the field for a new item.
    pub item: AttrValue,
    /// The text that is to stand in place of siblings, once somebody has edited it.
    merged: Option<(CartOf, AttrValue)>,
    /// The sides of a wall that were chosen since it was last drawn.
    pub sides: Vec<(String, usize)>,
    /// From whom to whom messages are to wait.
    pub link: [AttrValue; 2],
    /// Which two nodes are to compare trees.
    pub pair: [AttrValue; 2],
    /// Whether the stored keys are listed.
    pub keys_listed: bool,
    /// Keys with this in them are listed.
    pub keys_looked_for: AttrValue,
    /// A change that needs the history to be played again.
    pub proposal: Option<Proposal>,
    /// What could not be opened, and why.
    pub error_dialog: Option<String>,
    /// What was done outside the page, such as copying a link.
    pub note: AttrValue,
    /// What the link is to be like, while the dialog is open that makes it.
    pub sharing: Option<Sharing>,
}

/// Whose cart it is and what that client knew when it was changed: the client, the key, and the number of the request.
#[derive(Clone, PartialEq, Eq)]
struct CartOf(String, String, Option<u32>);

/// A change that needs the history to be played again.
#[derive(Clone)]
pub struct Proposal {
    /// The history with it, played to its end.
    pub world: World,
    /// What is changed, as the beginning of a sentence.
    pub words: String,
}

/// Something that was chosen or typed, and changes nothing but the column.
#[derive(Clone, Debug)]
pub enum DraftAction {
    /// The node to contact.
    Via(Option<String>),
    /// With or without a context.
    Blind(bool),
    /// N, R or W of the next request, by its place.
    Override(usize, String),
    /// A cart or a text.
    Cart(bool),
    /// Something was typed in the field for a new item.
    Item(String),
    /// The item that is typed goes into the cart.
    AddItem,
    /// An item goes out of the cart.
    RemoveItem(String),
    /// The text in place of siblings.
    Merged(String),
    /// The side of a node or client.
    Side(String, usize),
    /// An end of a link: 0 is from, 1 to.
    Link(usize, String),
    /// One of two nodes.
    Pair(usize, String),
    /// The stored keys are listed, or no more.
    ListKeys(bool),
    /// Keys are looked for by a part of them.
    FindKeys(String),
    /// A change is not to be made after all.
    LeaveProposal,
    /// The words about what could not be opened have been read.
    CloseErrorDialog,
    /// Something was done outside the page.
    Note(String),
    /// The dialog for links and files is opened or closed, or another link is wanted.
    Share(Option<Sharing>),
}

impl Model {
    pub(super) fn draft(&mut self, draft: DraftAction) {
        let drafts = &mut self.drafts;
        match draft {
            DraftAction::Via(via) => drafts.via = via,
            DraftAction::Blind(blind) => drafts.blind = blind,
            DraftAction::Override(index, typed) => put_at(&mut drafts.overrides, index, typed),
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
            DraftAction::Pair(index, name) => put_at(&mut drafts.pair, index, name),
            DraftAction::ListKeys(listed) => drafts.keys_listed = listed,
            DraftAction::FindKeys(part) => drafts.keys_looked_for = part.into(),
            DraftAction::LeaveProposal => drafts.proposal = None,
            DraftAction::CloseErrorDialog => drafts.error_dialog = None,
            DraftAction::Note(note) => drafts.note = note.into(),
            DraftAction::Share(sharing) => {
                // What was said of an earlier link is over.
                drafts.note = AttrValue::Static("");
                drafts.sharing = sharing;
            }
        }
    }

    /// What is typed and not done yet, for the work that is kept. What is too long to be put has no place there.
    pub(super) fn typed(&self) -> Value {
        let Drafts { is_cart, cart, item, merged, .. } = &self.drafts;
        let of_now = |text: &Option<(CartOf, AttrValue)>| {
            text.as_ref().filter(|(of, _)| *of == self.cart_of()).map(|(_, text)| text.as_str().to_owned())
        };
        let value = Some(self.value.as_str()).filter(|value| value.len() <= MAX_VALUE_BYTES);
        json!({ "value": value, "isCart": is_cart, "cart": of_now(cart), "item": item.as_str(),
            "merged": of_now(merged) })
    }

    /// The same in the fields again; what is not there, or no text, is passed over.
    pub(super) fn type_again(&mut self, typed: &Value) {
        let text = |name: &str| typed[name].as_str().map(|text| AttrValue::from(text.to_owned()));
        if let Some(value) = text("value") {
            self.value = value;
        }
        let of = self.cart_of();
        self.drafts.is_cart = typed["isCart"].as_bool().unwrap_or_default();
        self.drafts.item = text("item").unwrap_or_default();
        self.drafts.cart = text("cart").map(|cart| (of.clone(), cart));
        self.drafts.merged = text("merged").map(|merged| (of, merged));
    }

    /// What the next put writes.
    pub fn value_to_put(&self) -> AttrValue {
        if self.drafts.is_cart { self.cart() } else { self.value.clone() }
    }

    /// The cart that is edited. It starts from what the client last read or wrote of the key.
    pub fn cart(&self) -> AttrValue {
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

    /// The number and the versions of the client's latest answer about the key.
    fn last_answer(&self) -> Option<(u32, &[VersionState])> {
        let answer = last_answer::last_answer(&self.world.frame.state, self.client_name(), &self.journey.key)?;
        Some((answer.id, &answer.values))
    }

    /// The siblings that the client has read and not reconciled yet.
    pub fn siblings(&self) -> &[VersionState] {
        last_answer::siblings(&self.world.frame.state, self.client_name(), &self.journey.key)
    }

    /// The text that is to stand in place of the siblings: their union as carts, until somebody edits it.
    pub fn merged(&self) -> AttrValue {
        match &self.drafts.merged {
            Some((of, text)) if *of == self.cart_of() => text.clone(),
            _ => union(self.siblings()).into(),
        }
    }

    /// The clock of the context that the client would send with a put of the key, if it has one.
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

fn put_at(fields: &mut [AttrValue], index: usize, text: String) {
    if let Some(field) = fields.get_mut(index) {
        *field = text.into();
    }
}
