//! The window, where there is one: the page is also drawn without a browser, by tests and by the build.

use web_sys::{Document, Window};

/// The window.
pub fn window() -> Option<Window> {
    if cfg!(target_arch = "wasm32") { web_sys::window() } else { None }
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
