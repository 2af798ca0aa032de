//! Thin wrappers over what the browser gives: the address, frames of animation, files that are saved, windows.

pub(super) mod address;
pub(super) mod animation_clock;
pub(super) mod download;
pub(super) mod presenter_window;

use web_sys::{Document, Window};

/// The window, if there is one: the page is also drawn without a browser, by tests and by the build.
pub(super) fn window() -> Option<Window> {
    if cfg!(target_arch = "wasm32") { web_sys::window() } else { None }
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since the page began.
pub(super) fn now() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
