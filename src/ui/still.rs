//! A part of the page that stands still as long as what it shows is the same: it is then neither drawn nor compared.

use crate::ui::markup::{Part, part};
use std::any::Any;
use std::rc::Rc;
use yew::Html;
use yew::functional::HookContext;
use yew::html::HtmlResult;
use yew::virtual_dom::Key;

/// What a part shows, and how it is drawn.
struct Drawn<T, D> {
    facts: T,
    draw: D,
}

impl<T: PartialEq + 'static, D: Fn(&T) -> Html> Part for Drawn<T, D> {
    fn same_as(&self, other: &dyn Part) -> bool {
        other.facts().downcast_ref::<T>().is_some_and(|other| self.facts == *other)
    }

    fn facts(&self) -> &dyn Any {
        &self.facts
    }

    fn draw(&self, _: &mut HookContext) -> HtmlResult {
        Ok((self.draw)(&self.facts))
    }
}

/// A part that is drawn anew only when these facts are others than before. `draw` must look at nothing else that changes.
pub fn drawn_when_changed<T: PartialEq + 'static>(
    key: impl Into<Key>,
    facts: T,
    draw: impl Fn(&T) -> Html + 'static,
) -> Html {
    part(Some(key.into()), Rc::new(Drawn { facts, draw }))
}

/// The same, where it needs no key.
pub fn still<T: PartialEq + 'static>(facts: T, draw: impl Fn(&T) -> Html + 'static) -> Html {
    part(None, Rc::new(Drawn { facts, draw }))
}
