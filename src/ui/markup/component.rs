//! All components of the page as one.
//!
//! Yew compiles creating, mounting, comparing, drawing and destroying anew for each component, two kilobytes of it. To
//! Yew there is one, here, whose only property is which one it stands for, with the properties of that.

use std::any::{Any, type_name};
use std::rc::Rc;
use yew::functional::{FunctionProvider, Hook, HookContext};
use yew::html::{BaseComponent, HtmlResult};
use yew::prelude::*;
use yew::virtual_dom::{Key, VChild, VList, VNode};

/// What a part of the page is drawn from, and how.
pub trait Part {
    /// Whether the other is drawn from the same.
    fn same_as(&self, other: &dyn Part) -> bool;
    /// What it is drawn from.
    fn facts(&self) -> &dyn Any;
    /// Draws it. The hooks of a part are those of its place, where no other kind of part may come to stand.
    fn draw(&self, context: &mut HookContext) -> HtmlResult;
}

#[derive(Properties)]
struct AnyPartProps {
    part: Rc<dyn Part>,
}

impl PartialEq for AnyPartProps {
    fn eq(&self, other: &Self) -> bool {
        self.part.same_as(&*other.part)
    }
}

#[component]
fn AnyPart(props: &AnyPartProps) -> HtmlResult {
    use_part(&*props.part)
}

/// Runs whatever hooks a part has.
fn use_part(part: &dyn Part) -> impl Hook<Output = HtmlResult> {
    Drawing(part)
}

struct Drawing<'part>(&'part dyn Part);

impl Hook for Drawing<'_> {
    type Output = HtmlResult;

    fn run(self, context: &mut HookContext) -> HtmlResult {
        self.0.draw(context)
    }
}

/// A part at its place.
pub fn part(key: Option<Key>, part: Rc<dyn Part>) -> Html {
    VChild::<AnyPart>::new(AnyPartProps { part }, key).into()
}

/// A component with its properties.
struct Component<C: FunctionProvider>(Rc<C::Properties>);

impl<C: FunctionProvider<Properties: 'static> + 'static> Part for Component<C> {
    fn same_as(&self, other: &dyn Part) -> bool {
        other.facts().downcast_ref::<C::Properties>().is_some_and(|other| *self.0 == *other)
    }

    fn facts(&self) -> &dyn Any {
        &*self.0
    }

    fn draw(&self, context: &mut HookContext) -> HtmlResult {
        C::run(context, &self.0)
    }
}

/// A component as Yew's macro gives it. What `html!` makes of `<Component />`.
pub fn component<C>(child: VChild<C>, key: Option<Key>) -> Html
where
    C: BaseComponent + FunctionProvider<Properties = <C as BaseComponent>::Properties>,
{
    apart(type_name::<C>(), key, Rc::new(Component::<C>(child.props)))
}

/// A list of its own, in which the key is the kind of the part: one kind never takes over the hooks of another.
fn apart(kind: &'static str, key: Option<Key>, drawn: Rc<dyn Part>) -> Html {
    let alone = vec![part(Some(Key::from(kind)), drawn)];
    VNode::VList(Rc::new(VList::with_children(alone, key)))
}
