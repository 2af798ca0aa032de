//! The page as it can be kept outside: told after each change, and described when somebody asks.

use crate::page::projection::shared::Shared;
use crate::page::state::Model;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Sees each state of the page.
#[derive(Clone, Default)]
pub struct Watcher {
    shown: Rc<RefCell<Option<Shared<Model>>>>,
    onchange: Option<js_sys::Function>,
}

impl Watcher {
    /// One that calls this function, if any, after each change.
    pub fn new(onchange: Option<js_sys::Function>) -> Self {
        Self { shown: Rc::default(), onchange }
    }

    /// Sees the page as it is now.
    pub fn see(&self, model: &Shared<Model>) {
        *self.shown.borrow_mut() = Some(model.clone());
        if let Some(onchange) = &self.onchange {
            // Whoever watches answers for what goes wrong there.
            let _ = onchange.call0(&JsValue::NULL);
        }
    }
}

impl PartialEq for Watcher {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shown, &other.shown)
    }
}

/// A page that was mounted.
#[wasm_bindgen]
pub struct MountedPage(Watcher);

impl MountedPage {
    /// The page that this one watches.
    pub fn new(watcher: Watcher) -> Self {
        Self(watcher)
    }
}

#[wasm_bindgen]
impl MountedPage {
    /// All that is needed to come back to this moment, as JSON; for the option `work` of `mount`. Nothing before the first
    /// drawing, and as long as what it opens is on its way.
    pub fn work(&self) -> Option<String> {
        let shown = self.0.shown.borrow();
        let model = shown.as_ref().filter(|model| model.arrival.is_none())?;
        Some(model.work())
    }
}
