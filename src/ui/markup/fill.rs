//! Puts what changes into what does not.

use super::holes::{Hole, Holes, keep};
use super::listener;
use super::template::{Attributes, Element, Part};
use std::rc::Rc;
use std::vec::Drain;
use yew::virtual_dom::{self, AttrValue, AttributeOrProperty, Key, Listeners, VList, VNode, VTag, VText};
use yew::{Html, NodeRef};

/// The tree of a template and its holes.
#[inline(never)]
pub fn finish(mut holes: Box<Holes>) -> Html {
    let mut nodes = Vec::with_capacity(1);
    let mut filled = Filled(holes.filled.drain(..));
    for part in holes.template.parts() {
        filled.push(part, &mut nodes);
    }
    drop(filled);
    keep(holes);
    nodes.pop().unwrap_or_default()
}

fn list(nodes: Vec<Html>, key: Option<Key>) -> Html {
    VNode::VList(Rc::new(VList::with_children(nodes, key)))
}

fn text(text: &'static str) -> Html {
    VNode::VText(VText { text: AttrValue::Static(text) })
}

/// The holes that are still ahead.
struct Filled<'holes>(Drain<'holes, Hole>);

impl Filled<'_> {
    /// The next hole. The macro has seen to it that there is one.
    fn next(&mut self) -> Hole {
        self.0.next().unwrap_or(Hole::End)
    }

    /// Adds what a part stands for to the children of an element.
    fn push(&mut self, part: &'static Part, nodes: &mut Vec<Html>) {
        match part {
            Part::Text(words) => nodes.push(text(words)),
            Part::Element(shape) => nodes.push(self.element(shape)),
            Part::Fragment { keyed, children } => {
                let key = if *keyed { self.key() } else { None };
                nodes.push(list(self.nodes(children), key));
            }
            Part::Node => extend(nodes, self.next()),
            Part::Branch => nodes.push(self.branch()),
            Part::Loop => nodes.push(list(self.all_to_the_end(), None)),
            Part::Spread => nodes.append(&mut self.all_to_the_end()),
        }
    }

    fn nodes(&mut self, parts: &'static [Part]) -> Vec<Html> {
        let mut nodes = Vec::with_capacity(parts.len());
        for part in parts {
            self.push(part, &mut nodes);
        }
        nodes
    }

    /// An only child stands for itself; several, or one that may become several, are a list.
    fn children(&mut self, parts: &'static [Part]) -> Html {
        match parts {
            [] => Html::default(),
            [Part::Text(words)] => text(words),
            [Part::Element(shape)] => self.element(shape),
            [Part::Node] => match self.next() {
                Hole::Node(node) => node,
                Hole::Nodes(nodes) => list(nodes, None),
                _ => Html::default(),
            },
            several => list(self.nodes(several), None),
        }
    }

    /// A branch is a list, and none is an empty list: what comes after it keeps its place.
    fn branch(&mut self) -> Html {
        match self.next() {
            Hole::Branch(template) => list(self.nodes(template.parts()), None),
            _ => Html::default(),
        }
    }

    /// What a loop went through, or an iterator gave.
    fn all_to_the_end(&mut self) -> Vec<Html> {
        let mut nodes = Vec::new();
        loop {
            match self.next() {
                Hole::Branch(template) => {
                    for part in template.parts() {
                        self.push(part, &mut nodes);
                    }
                }
                Hole::End => return nodes,
                other => extend(&mut nodes, other),
            }
        }
    }

    /// In the order in which the macro puts them.
    fn element(&mut self, shape: &'static Element) -> Html {
        let value = if shape.has_value { self.value() } else { None };
        let checked = if shape.has_checked { self.truth() } else { None };
        let default_value = if shape.has_default_value { self.value() } else { None };
        let reference = if shape.has_reference { self.reference() } else { NodeRef::default() };
        let key = if shape.has_key { self.key() } else { None };
        let attributes = self.attributes(&shape.attributes);
        let listeners = self.listeners(shape.listeners);
        VNode::VTag(Rc::new(match shape.tag {
            "input" => VTag::__new_input(value, checked, reference, key, attributes, listeners),
            "textarea" => VTag::__new_textarea(value, default_value, reference, key, attributes, listeners),
            tag => {
                let children = self.children(shape.children);
                VTag::__new_other(AttrValue::Static(tag), reference, key, attributes, listeners, children)
            }
        }))
    }

    fn attributes(&mut self, shape: &'static Attributes) -> virtual_dom::Attributes {
        match shape {
            Attributes::Fixed(all) => virtual_dom::Attributes::Static(all),
            Attributes::Mixed { keys, values } => {
                let values = keys.iter().zip(*values).map(|(key, value)| self.attribute(key, *value)).collect();
                virtual_dom::Attributes::Dynamic { keys, values }
            }
        }
    }

    fn attribute(&mut self, name: &'static str, fixed: Option<&'static str>) -> Option<AttributeOrProperty> {
        let value = match fixed {
            Some(fixed) => Some(AttrValue::Static(fixed)),
            None => match self.next() {
                Hole::Attribute(value) => value,
                // An attribute that says nothing more has its own name as its value.
                Hole::Truth(true) => Some(AttrValue::Static(name)),
                _ => None,
            },
        };
        value.map(AttributeOrProperty::Attribute)
    }

    fn listeners(&mut self, names: &'static [&'static str]) -> Listeners {
        if names.is_empty() {
            return Listeners::None;
        }
        let attached = names.iter().map(|name| match self.next() {
            Hole::Listener(Some(handle)) => Some(listener::attached(name, handle)),
            _ => None,
        });
        Listeners::Pending(attached.collect())
    }

    fn value(&mut self) -> Option<AttrValue> {
        match self.next() {
            Hole::Attribute(value) => value,
            _ => None,
        }
    }

    fn truth(&mut self) -> Option<bool> {
        match self.next() {
            Hole::Truth(truth) => Some(truth),
            _ => None,
        }
    }

    fn key(&mut self) -> Option<Key> {
        match self.next() {
            Hole::Key(key) => Some(key),
            _ => None,
        }
    }

    fn reference(&mut self) -> NodeRef {
        match self.next() {
            Hole::Reference(reference) => reference,
            _ => NodeRef::default(),
        }
    }
}

fn extend(nodes: &mut Vec<Html>, hole: Hole) {
    match hole {
        Hole::Node(node) => nodes.push(node),
        Hole::Nodes(mut several) => nodes.append(&mut several),
        _ => {}
    }
}
