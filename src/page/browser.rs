//! Thin wrappers over what the browser gives: the address, frames of animation, files that are saved, recordings, windows.

pub(super) mod address;
pub(super) mod animation_clock;
pub(super) mod download;
pub(super) mod presenter_window;
pub(super) mod recorder;

use js_sys::Promise;
use std::sync::LazyLock;
use std::time::Instant;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Window};

/// The window, or `None` without a browser: tests and the build draw the page natively.
pub(super) fn window() -> Option<Window> {
    if cfg!(target_arch = "wasm32") { web_sys::window() } else { None }
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since the page was loaded; natively, since this was first asked.
pub(super) fn now() -> f64 {
    if cfg!(target_arch = "wasm32") {
        return window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
    }
    static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGIN.elapsed().as_secs_f64() * 1e3
}

/// Lets the page draw and respond, for at least so many milliseconds.
pub(super) async fn pause(ms: i32) {
    let Some(window) = window() else { return };
    let promise = Promise::new(&mut |done, _| {
        // Without a timer there is nothing to wait for, and the promise is kept at once.
        if window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms).is_err() {
            let _ = done.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// The first element of the document that matches a selector.
pub(super) fn find_element(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}
