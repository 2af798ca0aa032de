//! Listeners: one allocation and one compiled function for each closure, and everything else shared.

use super::holes::Holes;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Event;
use yew::Callback;
use yew::virtual_dom::{Listener, ListenerKind};

/// What is done when something happens. Unlike a `dyn Fn`, it has no second entry for a call that consumes it.
pub trait Handle {
    /// Does it.
    fn handle(&self, event: Event);
}

/// A closure that takes one kind of event.
struct Closure<E, F>(F, PhantomData<fn(E)>);

impl<E: JsCast, F: Fn(E)> Handle for Closure<E, F> {
    fn handle(&self, event: Event) {
        (self.0)(event.unchecked_into());
    }
}

/// A callback that takes one kind of event.
struct Called<E>(Callback<E>);

impl<E: JsCast> Handle for Called<E> {
    fn handle(&self, event: Event) {
        self.0.emit(event.unchecked_into());
    }
}

/// What can listen to an event of the kind `E`.
pub trait EventListener<E> {
    /// Listens.
    fn put(self, holes: &mut Holes);
}

impl<E: JsCast + 'static, F: Fn(E) + 'static> EventListener<E> for F {
    #[inline]
    fn put(self, holes: &mut Holes) {
        holes.listener(Some(Rc::new(Closure(self, PhantomData))));
    }
}

impl<E: JsCast + 'static> EventListener<E> for Callback<E> {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        holes.listener(Some(Rc::new(Called(self))));
    }
}

impl<E: JsCast + 'static> EventListener<E> for &Callback<E> {
    #[inline(never)]
    fn put(self, holes: &mut Holes) {
        self.clone().put(holes);
    }
}

impl<E: 'static, L: EventListener<E>> EventListener<E> for Option<L> {
    #[inline]
    fn put(self, holes: &mut Holes) {
        match self {
            Some(listener) => listener.put(holes),
            None => holes.listener(None),
        }
    }
}

/// A listener as Yew knows it.
struct Attached {
    name: &'static str,
    handle: Rc<dyn Handle>,
}

/// What is done at the event of this name, which comes without its `on`.
pub(super) fn attached(name: &'static str, handle: Rc<dyn Handle>) -> Rc<dyn Listener> {
    Rc::new(Attached { name, handle })
}

impl Listener for Attached {
    fn kind(&self) -> ListenerKind {
        // Yew has names of its own for these, but asks only whether two are the same and what they are called.
        ListenerKind::other(Cow::Borrowed(self.name))
    }

    fn handle(&self, event: Event) {
        self.handle.handle(event);
    }

    fn passive(&self) -> bool {
        matches!(self.name, "scroll" | "touchmove" | "touchstart")
    }
}
