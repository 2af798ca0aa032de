//! The fragment of the page's address.

use wasm_bindgen::JsValue;

/// Shows another fragment, without a new entry in the browser's history. An empty one leaves the bare address.
pub fn show(fragment: &str) {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let bare = || Some(format!("{}{}", location.pathname().ok()?, location.search().ok()?));
    if let (Some(bare), Ok(history)) = (bare(), window.history()) {
        // A page that may not say where it is still works.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{bare}{fragment}")));
    }
}

/// The fragment of the address, if there is one.
pub fn fragment() -> Option<String> {
    let fragment = web_sys::window()?.location().hash().ok()?;
    Some(fragment).filter(|fragment| fragment.len() > 1)
}
