//! What changes about a tree, in the order in which its template asks for it.
//!
//! Every method here is called from hundreds of places and is therefore compiled once, never into its callers.

use super::listener::Handle;
use super::template::Template;
use std::cell::RefCell;
use std::fmt::Display;
use std::rc::Rc;
use yew::virtual_dom::{AttrValue, Key, VNode, VText};
use yew::{Html, NodeRef};

thread_local! {
    /// Those that were emptied, with room that need not be asked for again: most trees are drawn in every frame.
    #[expect(clippy::vec_box, reason = "who begins a tree is given the box")]
    static SPARE: RefCell<Vec<Box<Holes>>> = const { RefCell::new(Vec::new()) };
}

/// One thing that changes.
pub(super) enum Hole {
    /// The value of an attribute, or that it is absent.
    Attribute(Option<AttrValue>),
    /// Whether an attribute is there, or an `input` checked.
    Truth(bool),
    /// The key.
    Key(Key),
    /// The reference to an element.
    Reference(NodeRef),
    /// A listener, or none.
    Listener(Option<Rc<dyn Handle>>),
    /// A node.
    Node(Html),
    /// Several nodes.
    Nodes(Vec<Html>),
    /// No node.
    Nothing,
    /// A branch, whose holes follow.
    Branch(&'static Template),
    /// A loop or an iterator has come to its end.
    End,
}

/// What changes about a tree.
pub struct Holes {
    pub(super) template: &'static Template,
    pub(super) filled: Vec<Hole>,
}

/// Holes of a template, for [`super::finish`].
#[inline(never)]
pub fn begin(template: &'static Template) -> Box<Holes> {
    match SPARE.with_borrow_mut(Vec::pop) {
        Some(mut holes) => {
            holes.template = template;
            holes
        }
        None => Box::new(Holes { template, filled: Vec::new() }),
    }
}

/// Keeps emptied ones for another tree.
pub(super) fn keep(holes: Box<Holes>) {
    SPARE.with_borrow_mut(|spare| spare.push(holes));
}

impl Holes {
    /// An attribute with a text that was put together.
    #[inline(never)]
    pub fn attribute_text(&mut self, text: String) {
        self.attribute(Some(AttrValue::from(text)));
    }

    /// An attribute with a text that the module contains.
    #[inline(never)]
    pub fn attribute_fixed(&mut self, text: &'static str) {
        self.attribute(Some(AttrValue::Static(text)));
    }

    /// An attribute with a text, or its absence.
    #[inline(never)]
    pub fn attribute(&mut self, value: Option<AttrValue>) {
        self.filled.push(Hole::Attribute(value));
    }

    /// Whether an attribute is there, or an `input` checked.
    #[inline(never)]
    pub fn truth(&mut self, truth: bool) {
        self.filled.push(Hole::Truth(truth));
    }

    /// A key.
    #[inline(never)]
    pub fn key(&mut self, key: &str) {
        self.filled.push(Hole::Key(Key::from(key)));
    }

    /// A number as a key.
    #[inline(never)]
    pub fn key_number(&mut self, number: u64) {
        self.filled.push(Hole::Key(Key::from(number)));
    }

    /// A reference to an element.
    #[inline(never)]
    pub fn reference(&mut self, reference: NodeRef) {
        self.filled.push(Hole::Reference(reference));
    }

    /// A listener, or none.
    #[inline(never)]
    pub fn listener(&mut self, listener: Option<Rc<dyn Handle>>) {
        self.filled.push(Hole::Listener(listener));
    }

    /// A node.
    #[inline(never)]
    pub fn node(&mut self, node: Html) {
        self.filled.push(Hole::Node(node));
    }

    /// Several nodes.
    #[inline(never)]
    pub fn nodes(&mut self, nodes: Vec<Html>) {
        self.filled.push(Hole::Nodes(nodes));
    }

    /// No node.
    #[inline(never)]
    pub fn nothing(&mut self) {
        self.filled.push(Hole::Nothing);
    }

    /// A node that is a text.
    #[inline(never)]
    pub fn text_value(&mut self, text: AttrValue) {
        self.node(VNode::VText(VText { text }));
    }

    /// A node that is a text somebody else owns.
    #[inline(never)]
    pub fn text(&mut self, text: &str) {
        self.text_value(AttrValue::from(text));
    }

    /// A node that is a text that was put together.
    #[inline(never)]
    pub fn text_owned(&mut self, text: String) {
        self.text_value(AttrValue::from(text));
    }

    /// A node that is what a value is displayed as.
    #[inline(never)]
    pub fn text_of(&mut self, value: &dyn Display) {
        self.text_owned(value.to_string());
    }

    /// A branch, whose holes follow.
    #[inline(never)]
    pub fn branch(&mut self, template: &'static Template) {
        self.filled.push(Hole::Branch(template));
    }

    /// The end of a loop or of an iterator.
    #[inline(never)]
    pub fn end(&mut self) {
        self.filled.push(Hole::End);
    }
}
