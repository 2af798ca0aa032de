//! The fragment of the page's address.

use crate::input::query::value;
use crate::page::browser;
use gloo_events::EventListener;
use gloo_utils::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// Replaces the fragment without a new entry in the browser's history. An empty fragment leaves the bare address.
pub fn show(fragment: &str) {
    let Some(window) = browser::window() else { return };
    let location = window.location();
    let bare = || Some(format!("{}{}", location.pathname().ok()?, location.search().ok()?));
    if let (Some(bare), Ok(history)) = (bare(), window.history()) {
        // A page that is not allowed to change its address still works.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{bare}{fragment}")));
    }
}

/// The fragment of the address, if it has one.
pub fn fragment() -> Option<String> {
    let fragment = browser::window()?.location().hash().ok()?;
    Some(fragment).filter(|fragment| fragment.len() > 1)
}

/// The value of a query parameter, such as `theme` in `?theme=dark`.
pub fn asked(name: &str) -> Option<String> {
    value(&browser::window()?.location().search().ok()?, name)
}

pub fn whole() -> String {
    browser::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// Calls `act` with the new fragment whenever the address changes, until the listener is dropped.
pub fn on_change(act: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| fragment().into_iter().for_each(&act))
}

/// Sets query parameters, or removes those without a value. Other parameters and the fragment stay.
pub fn set_parameters(wanted: &[(&str, Option<String>)]) {
    let (Some(window), Some(parameters)) = (browser::window(), parameters()) else { return };
    for (name, value) in wanted {
        match value {
            Some(value) => parameters.set(name, value),
            None => parameters.delete(name),
        }
    }
    let query = String::from(parameters.to_string());
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let location = window.location();
    let bare = || Some(format!("{}{query}{}", location.pathname().ok()?, location.hash().ok()?));
    if let (Some(address), Ok(history)) = (bare(), window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

fn parameters() -> Option<UrlSearchParams> {
    let query = browser::window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()
}
