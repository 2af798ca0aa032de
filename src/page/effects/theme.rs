//! How the theme is applied to the document.

use crate::page::browser;
use crate::page::state::Theme;
use web_sys::wasm_bindgen::JsValue;

impl Theme {
    /// Applies the theme to the whole document.
    pub fn put_on(self) -> Result<(), JsValue> {
        let document = browser::document();
        match document.and_then(|document| document.document_element()) {
            Some(root) => root.set_attribute("data-theme", self.as_str()),
            None => Ok(()),
        }
    }
}
