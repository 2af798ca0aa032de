//! A part of the page that stands still as long as what it shows is the same: it is then neither drawn nor compared.

use std::any::Any;
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::{Key, VChild};

/// What a part shows, of any type that can be compared, and how it is drawn.
trait Part {
    fn same_as(&self, other: &dyn Part) -> bool;
    fn facts(&self) -> &dyn Any;
    fn draw(&self) -> Html;
}

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

    fn draw(&self) -> Html {
        (self.draw)(&self.facts)
    }
}

#[derive(Properties)]
struct StillProps {
    part: Rc<dyn Part>,
}

impl PartialEq for StillProps {
    fn eq(&self, other: &Self) -> bool {
        self.part.same_as(&*other.part)
    }
}

/// One component for all parts: a component of its own for each would weigh two kilobytes more.
#[component]
fn Still(props: &StillProps) -> Html {
    props.part.draw()
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

fn part(key: Option<Key>, part: Rc<dyn Part>) -> Html {
    VChild::<Still>::new(StillProps { part }, key).into()
}
