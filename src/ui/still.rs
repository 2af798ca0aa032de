//! A part of the page that stands still as long as what it shows is the same: it is then neither drawn nor compared.

use crate::ui::markup::html;
use std::any::Any;
use std::rc::Rc;
use yew::prelude::*;

/// What a part shows, of any type that can be compared.
trait Facts {
    fn same_as(&self, other: &dyn Facts) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<T: PartialEq + 'static> Facts for T {
    fn same_as(&self, other: &dyn Facts) -> bool {
        other.as_any().downcast_ref::<T>().is_some_and(|other| self == other)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Properties)]
struct StillProps {
    facts: Rc<dyn Facts>,
    draw: Rc<dyn Fn() -> Html>,
}

impl PartialEq for StillProps {
    fn eq(&self, other: &Self) -> bool {
        self.facts.same_as(&*other.facts)
    }
}

/// One component for all parts: a component of its own for each would weigh more.
#[component]
fn Still(props: &StillProps) -> Html {
    (props.draw)()
}

/// A part that is drawn anew only when these facts are others than before. `draw` must look at nothing else that changes.
pub fn drawn_when_changed(
    key: impl Into<yew::virtual_dom::Key>,
    facts: impl PartialEq + 'static,
    draw: impl Fn() -> Html + 'static,
) -> Html {
    html! { <Still key={key.into()} facts={Rc::new(facts) as Rc<dyn Facts>} draw={Rc::new(draw) as Rc<dyn Fn() -> Html>} /> }
}
