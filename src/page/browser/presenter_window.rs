//! The presenter's window, as seen from the projected page: opening it, and the messages to and from it.

use crate::page::browser;
use crate::page::browser::address;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};
use yew::prelude::*;

/// The message that the presenter's window sends when it is ready.
pub const HELLO: &str = "ringside: hello";

/// Features of the new window.
const LOOK: &str = "popup,width=1000,height=720";

/// The presenter's window, if it is open, and the last message to it. Clones share one window, and are equal.
#[derive(Clone, Default)]
pub struct PresenterWindow(Rc<Inner>);

impl PartialEq for PresenterWindow {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Default)]
struct Inner {
    window: RefCell<Option<Window>>,
    message: RefCell<String>,
}

/// The presenter's window that all of the page shares.
#[hook]
pub fn use_presenter_window() -> PresenterWindow {
    use_context().unwrap_or_default()
}

impl PresenterWindow {
    /// Opens the window; returns false if the browser blocks it.
    pub fn open(&self) -> bool {
        let opened = (|| {
            let window = browser::window()?;
            let page = window.location().href().ok()?;
            let page = page.split(['?', '#']).next().unwrap_or_default();
            let theme = address::asked("theme").map(|theme| format!("&theme={theme}")).unwrap_or_default();
            let address = format!("{page}?presenter{theme}");
            window.open_with_url_and_target_and_features(&address, "ringside-presenter", LOOK).ok().flatten()
        })();
        let is_open = opened.is_some();
        *self.0.window.borrow_mut() = opened;
        is_open
    }

    pub fn is_open(&self) -> bool {
        self.0.window.borrow().is_some()
    }

    /// Sends the window what is shown now.
    pub fn tell(&self, words: String) {
        *self.0.message.borrow_mut() = words;
        self.repeat();
    }

    fn repeat(&self) {
        if let Some(window) = &*self.0.window.borrow() {
            // A page opened from disk has no origin to name as the target. The message goes only to the window opened
            // here.
            let _ = window.post_message(&JsValue::from_str(&self.0.message.borrow()), "*");
        }
    }

    /// Finds the window again after the projected page was reloaded: a hello from the window that this page opened
    /// restores the link.
    fn take_back(&self, source: &Window) {
        let opener = source.opener().unwrap_or_default();
        let is_ours = browser::window().is_some_and(|page| is_the_same(&page, &opener));
        if is_ours && self.0.window.borrow().is_none() {
            *self.0.window.borrow_mut() = Some(source.clone());
            self.repeat();
        }
    }

    /// The text of a message, if it comes from the presenter's window.
    pub fn hears(&self, event: &MessageEvent) -> Option<String> {
        let words = event.data().as_string()?;
        let source: Window = JsValue::from(event.source()?).unchecked_into();
        if words == HELLO {
            self.take_back(&source);
        }
        if !self.0.window.borrow().as_ref().is_some_and(|window| is_the_same(window, &source)) {
            return None;
        }
        if words == HELLO {
            self.repeat();
        }
        Some(words)
    }
}

fn is_the_same(one: &JsValue, other: &JsValue) -> bool {
    one == other
}
