//! What can be put into a hole, and by which call.

use super::holes::Holes;
use std::borrow::Cow;
use std::fmt::Arguments;
use std::rc::Rc;
use yew::html::BaseComponent;
use yew::virtual_dom::{AttrValue, Key, VChild, VNode, VText};
use yew::{Html, NodeRef};

/// What can be the value of an attribute.
pub trait AttributeValue {
    /// Makes it the value of the next attribute.
    fn put(self, holes: &mut Holes);
}

impl AttributeValue for &'static str {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.attribute_fixed(self);
    }
}

impl AttributeValue for String {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.attribute_text(self);
    }
}

impl AttributeValue for AttrValue {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.attribute(Some(self));
    }
}

impl AttributeValue for &AttrValue {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.attribute(Some(self.clone()));
    }
}

impl AttributeValue for Rc<str> {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.attribute(Some(AttrValue::Rc(self)));
    }
}

impl AttributeValue for Cow<'static, str> {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.attribute(Some(AttrValue::from(self)));
    }
}

impl<V: AttributeValue> AttributeValue for Option<V> {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        match self {
            Some(value) => value.put(holes),
            None => holes.attribute(None),
        }
    }
}

/// What can be a child, several, or none.
pub trait Child {
    /// Makes it the next child.
    fn put(self, holes: &mut Holes);
}

impl Child for Html {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.node(self);
    }
}

impl Child for &Html {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.node(self.clone());
    }
}

impl Child for &str {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.text(self);
    }
}

impl Child for String {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.text_owned(self);
    }
}

impl Child for &String {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.text(self);
    }
}

impl Child for AttrValue {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.text_value(self);
    }
}

impl Child for &AttrValue {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.text_value(self.clone());
    }
}

impl Child for VText {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.node(VNode::VText(self));
    }
}

impl<C: BaseComponent> Child for VChild<C> {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.node(VNode::from(self));
    }
}

impl<C: Child> Child for Option<C> {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        match self {
            Some(child) => child.put(holes),
            None => holes.nothing(),
        }
    }
}

impl Child for Vec<Html> {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.nodes(self);
    }
}

macro_rules! displayed {
    ($($number:ty)*) => {$(
        impl Child for $number {
            #[inline]
            fn put(self, holes: &mut Holes) {
                holes.text_of(&self);
            }
        }
    )*};
}

displayed!(char u8 u16 u32 u64 usize i32 i64 f64 Arguments<'_> &usize &u64);

/// What can be a key.
pub trait KeyValue {
    /// Makes it the key of the next element.
    fn put(self, holes: &mut Holes);
}

impl KeyValue for &str {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.key(self);
    }
}

impl KeyValue for String {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.key(&self);
    }
}

impl KeyValue for Key {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.key(&self);
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl KeyValue for $number {
            #[inline]
            fn put(self, holes: &mut Holes) {
                holes.key_number(self as u64);
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64 usize);

/// What can refer to an element.
pub trait Reference {
    /// Makes it refer to the next element.
    fn put(self, holes: &mut Holes);
}

impl Reference for NodeRef {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.reference(self);
    }
}

impl Reference for &NodeRef {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.reference(self.clone());
    }
}
