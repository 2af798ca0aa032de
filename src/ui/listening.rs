//! Listening to what the browser tells, for as long as somebody wants to hear it.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Calls this at each event of this kind, until the answer is called.
pub fn listen(target: Option<EventTarget>, kind: &'static str, act: impl FnMut(Event) + 'static) -> impl FnOnce() {
    let listener = Closure::<dyn FnMut(Event)>::new(act);
    if let Some(target) = &target {
        let _ = target.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
    }
    move || {
        if let Some(target) = target {
            let _ = target.remove_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
        }
    }
}

/// The window, for [`listen`].
pub fn window() -> Option<EventTarget> {
    web_sys::window().map(Into::into)
}

/// The document, for [`listen`].
pub fn document() -> Option<EventTarget> {
    web_sys::window().and_then(|window| window.document()).map(Into::into)
}
