//! The text of a template, and what is read from it.

use super::marks;
use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use yew::virtual_dom::AttributeOrProperty;

thread_local! {
    /// All templates that were read, which live as long as the page.
    static READ: RefCell<Vec<&'static [Part]>> = const { RefCell::new(Vec::new()) };
}

/// All that never changes about a tree of elements.
pub struct Template {
    text: &'static str,
    /// Its place among those that were read, counted from one.
    place: AtomicUsize,
}

impl Template {
    /// A template with a text of the macro's.
    pub const fn new(text: &'static str) -> Self {
        Self { text, place: AtomicUsize::new(0) }
    }

    /// What the text says.
    pub(super) fn parts(&self) -> &'static [Part] {
        READ.with_borrow_mut(|read| {
            let place = self.place.load(Ordering::Relaxed);
            if let Some(parts) = place.checked_sub(1).and_then(|place| read.get(place)) {
                return *parts;
            }
            let parts = leak(Reader { rest: self.text }.parts());
            read.push(parts);
            self.place.store(read.len(), Ordering::Relaxed);
            parts
        })
    }
}

/// One thing that can stand among the children of an element.
pub(super) enum Part {
    /// A text.
    Text(&'static str),
    /// An element.
    Element(Element),
    /// A fragment.
    Fragment {
        /// Whether a hole has its key.
        keyed: bool,
        /// What is in it.
        children: &'static [Part],
    },
    /// Whatever an expression gives.
    Node,
    /// The branch that was taken.
    Branch,
    /// As many branches as a loop went through, in a list.
    Loop,
    /// As many nodes as an iterator gives.
    Spread,
}

/// An element without what changes.
#[derive(Default)]
pub(super) struct Element {
    pub tag: &'static str,
    pub attributes: Attributes,
    pub listeners: &'static [&'static str],
    pub children: &'static [Part],
    pub has_value: bool,
    pub has_checked: bool,
    pub has_default_value: bool,
    pub has_reference: bool,
    pub has_key: bool,
}

/// The attributes of an element, in the two forms that Yew compares quickly.
pub(super) enum Attributes {
    /// None of them changes.
    Fixed(&'static [(&'static str, AttributeOrProperty)]),
    /// Those without a value are holes.
    Mixed { keys: &'static [&'static str], values: &'static [Option<&'static str>] },
}

impl Default for Attributes {
    fn default() -> Self {
        Self::Fixed(&[])
    }
}

impl Attributes {
    fn of(names: Vec<&'static str>, values: Vec<Option<&'static str>>) -> Self {
        if values.iter().any(Option::is_none) {
            return Self::Mixed { keys: leak(names), values: leak(values) };
        }
        let values = values.into_iter().flatten().map(AttributeOrProperty::Static);
        Self::Fixed(leak(names.into_iter().zip(values).collect()))
    }
}

fn leak<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

/// Goes through the text once.
struct Reader {
    rest: &'static str,
}

impl Reader {
    /// The next entry, which is then behind.
    fn next(&mut self) -> Option<(char, &'static str)> {
        let (mark, text, rest) = marks::first_entry(self.rest)?;
        self.rest = rest;
        Some((mark, text))
    }

    /// The text of the next entry if it has this mark. It is then behind.
    #[inline(never)]
    fn take(&mut self, mark: char) -> Option<&'static str> {
        if self.rest.starts_with(mark) { self.next().map(|(_, text)| text) } else { None }
    }

    /// All up to the end of the element, fragment or text.
    fn parts(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        // What stands before the children of an element was read with the element.
        while let Some((mark, text)) = self.next().filter(|entry| entry.0 != marks::END) {
            parts.push(match mark {
                marks::TEXT => Part::Text(text),
                marks::ELEMENT => Part::Element(self.element(text)),
                marks::FRAGMENT => self.fragment(),
                marks::NODE => Part::Node,
                marks::BRANCH => Part::Branch,
                marks::LOOP => Part::Loop,
                marks::SPREAD => Part::Spread,
                _ => break,
            });
        }
        parts
    }

    /// Whether the next entry has this mark. It is then behind.
    fn takes(&mut self, mark: char) -> bool {
        self.take(mark).is_some()
    }

    fn fragment(&mut self) -> Part {
        let keyed = self.takes(marks::KEY);
        Part::Fragment { keyed, children: leak(self.parts()) }
    }

    fn element(&mut self, tag: &'static str) -> Element {
        Element {
            tag,
            has_value: self.takes(marks::VALUE),
            has_checked: self.takes(marks::CHECKED),
            has_default_value: self.takes(marks::DEFAULT_VALUE),
            has_reference: self.takes(marks::REFERENCE),
            has_key: self.takes(marks::KEY),
            attributes: self.attributes(),
            listeners: self.listeners(),
            children: leak(self.parts()),
        }
    }

    fn attributes(&mut self) -> Attributes {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        loop {
            if let Some(name) = self.take(marks::FIXED) {
                names.push(name);
                values.push(self.take(marks::IS));
            } else if let Some(name) = self.take(marks::ATTRIBUTE) {
                names.push(name);
                values.push(None);
            } else {
                return Attributes::of(names, values);
            }
        }
    }

    fn listeners(&mut self) -> &'static [&'static str] {
        let mut listeners = Vec::new();
        while let Some(name) = self.take(marks::LISTENER) {
            listeners.push(name);
        }
        leak(listeners)
    }
}
