//! The entry point from JavaScript.

use super::app::{App, AppProps, window_now};
use crate::page::browser::address;
use crate::page::classroom::{PresenterPage, PresenterProps};
use crate::page::effects::mounted_page::{MountedPage, Watcher};
use crate::page::state::{LessonRequest, Opening, Theme};
use crate::scenario::locked::Locked;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// Starts the page in an element, replacing its content. Without an option, the address decides where it can. Options:
///
/// * `theme`: `system`, `light`, `dark` or `projector` (`?theme=dark`).
/// * `link`: the fragment of a link to a moment; an empty text for none. Without it, the fragment of the address is
///   followed, also when it changes.
/// * `work`: saved work of an earlier page.
/// * `finished`: the lessons that were finished before, as `finished()` of an earlier page gave them.
/// * `lock`: the words of locked parts (`?lock=faults,settings`).
/// * `embed`: whether only the stage, its sentence and the transport are shown (`?embed`).
/// * `onchange`: a function called after each change.
/// * `lesson`: the name of a lesson to open (`?lesson=ring&step=2`).
#[wasm_bindgen]
pub fn mount(element: Element, options: Option<js_sys::Object>) -> MountedPage {
    console_error_panic_hook::set_once();
    let value = |name: &str| {
        let options = options.as_ref()?;
        js_sys::Reflect::get(options, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined())
    };
    let option = |name: &str| value(name)?.as_string();
    let asked_theme = option("theme").or_else(|| address::asked("theme"));
    let theme = asked_theme.as_deref().map(Theme::parse).unwrap_or_default();
    let watcher = Watcher::new(value("onchange").and_then(|function| function.dyn_into().ok()));
    if address::asked("presenter").is_some() {
        yew::Renderer::<PresenterPage>::with_root_and_props(element, PresenterProps { theme }).render();
        return MountedPage::new(watcher);
    }
    let link = option("link");
    let lesson_request = |id: String| LessonRequest { id, step: 0, scenario: false };
    let lesson = option("lesson").map(lesson_request).or_else(LessonRequest::from_address);
    let props = AppProps {
        follows_address: link.is_none(),
        opening: Opening {
            theme,
            theme_is_asked: asked_theme.is_some(),
            link: link.or_else(address::fragment).filter(|link| !link.is_empty()),
            work: option("work"),
            finished: option("finished"),
            locked: Locked::from_words(&option("lock").or_else(|| address::asked("lock")).unwrap_or_default()),
            embedded: value("embed").map_or_else(|| address::asked("embed").is_some(), |flag| flag.is_truthy()),
            window: window_now(),
        },
        lesson,
        watcher: watcher.clone(),
    };
    yew::Renderer::<App>::with_root_and_props(element, props).render();
    MountedPage::new(watcher)
}
