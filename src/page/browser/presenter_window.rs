//! The presenter's window as the projected page holds it: it is opened, told what is shown, and heard.

use crate::page::browser;
use crate::page::browser::address;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};

/// What the window says when it is there.
pub const HELLO: &str = "ringside: hello";

/// How the window opens.
const LOOK: &str = "popup,width=1000,height=720";

/// The presenter's window, if it was opened, and what it was told last. Clones are the same one.
#[derive(Clone, Default)]
pub struct PresenterWindow(Rc<Inner>);

#[derive(Default)]
struct Inner {
    window: RefCell<Option<Window>>,
    message: RefCell<String>,
}

impl PresenterWindow {
    /// Opens the window; false if the browser does not let the page.
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

    /// Whether the window was opened.
    pub fn is_open(&self) -> bool {
        self.0.window.borrow().is_some()
    }

    /// Tells the window what is shown now.
    pub fn tell(&self, words: String) {
        *self.0.message.borrow_mut() = words;
        self.repeat();
    }

    fn repeat(&self) {
        if let Some(window) = &*self.0.window.borrow() {
            // A file has no origin that could be named; only the window that was opened here is spoken to.
            let _ = window.post_message(&JsValue::from_str(&self.0.message.borrow()), "*");
        }
    }

    /// A page that was loaded anew knows its window again: the one that this page has opened says so itself.
    fn take_back(&self, source: &Window) {
        let opener = source.opener().unwrap_or_default();
        let is_ours = browser::window().is_some_and(|page| is_the_same(&page, &opener));
        if is_ours && self.0.window.borrow().is_none() {
            *self.0.window.borrow_mut() = Some(source.clone());
            self.repeat();
        }
    }

    /// What a message says, if it comes from that window.
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
