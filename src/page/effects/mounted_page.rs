//! The page as its embedder sees it: notified after each change, and able to describe its state for saving.

use crate::page::projection::shared::Shared;
use crate::page::state::Model;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Receives each state of the page.
#[derive(Clone, Default)]
pub struct Watcher {
    shown: Rc<RefCell<Option<Shared<Model>>>>,
    onchange: Option<js_sys::Function>,
}

impl Watcher {
    /// A watcher that calls this function, if any, after each change.
    pub fn new(onchange: Option<js_sys::Function>) -> Self {
        Self { shown: Rc::default(), onchange }
    }

    /// Records the present state and notifies the embedder.
    pub fn see(&self, model: &Shared<Model>) {
        *self.shown.borrow_mut() = Some(model.clone());
        if let Some(onchange) = &self.onchange {
            // Errors in the embedder's callback are its own.
            let _ = onchange.call0(&JsValue::NULL);
        }
    }
}

impl PartialEq for Watcher {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shown, &other.shown)
    }
}

/// A mounted page.
#[wasm_bindgen]
pub struct MountedPage(Watcher);

impl MountedPage {
    pub fn new(watcher: Watcher) -> Self {
        Self(watcher)
    }
}

#[wasm_bindgen]
impl MountedPage {
    /// All that is needed to restore this moment, as JSON, for the option `work` of `mount`. `None` before the first
    /// drawing and while a history is loading.
    pub fn work(&self) -> Option<String> {
        let shown = self.0.shown.borrow();
        let model = shown.as_ref().filter(|model| model.loading.is_none())?;
        Some(model.work())
    }

    /// The lessons that were finished, as JSON, for the option `finished` of `mount`; an empty text if none were.
    pub fn finished(&self) -> String {
        let shown = self.0.shown.borrow();
        let finished = shown.as_ref().map(|model| model.finished_lessons());
        finished
            .filter(|lessons| lessons.as_array().is_some_and(|all| !all.is_empty()))
            .map_or_else(String::new, |lessons| lessons.to_string())
    }
}
