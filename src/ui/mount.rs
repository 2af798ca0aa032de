//! The way in from JavaScript.

use super::app::{App, AppProps};
use super::classroom::{PresenterPage, PresenterProps, Wish};
use super::theme::Theme;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

/// Starts the user interface in an element, in place of what is in it. Options: `theme`, one of `system`, `light`,
/// `dark` and `projector`; without it the address decides (`?theme=dark`). `link`, the fragment of a link to a moment;
/// without it that of the address, and an empty text for none. `lesson`, the name of a lesson that is opened; without it
/// the address decides (`?lesson=ring&step=2`).
#[wasm_bindgen]
pub fn mount(element: Element, options: Option<js_sys::Object>) {
    // A release traps at once and has no message to show.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let option = |name: &str| {
        let options = options.as_ref()?;
        js_sys::Reflect::get(options, &JsValue::from_str(name)).ok()?.as_string()
    };
    let theme = option("theme").map_or_else(Theme::of_address, |word| Theme::of_word(&word));
    if super::address::parameter("presenter").is_some() {
        yew::Renderer::<PresenterPage>::with_root_and_props(element, PresenterProps { theme }).render();
        return;
    }
    let wish = |id: String| Wish { id, step: 0, scenario: false };
    let lesson = option("lesson").map(wish).or_else(Wish::of_address);
    let link = option("link").or_else(super::address::fragment).filter(|link| !link.is_empty());
    yew::Renderer::<App>::with_root_and_props(element, AppProps { theme, link, lesson }).render();
}
