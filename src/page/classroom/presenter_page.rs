//! The presenter's window: what the class reads now, the notes, the right answer, what comes next, and a timer. Apart
//! from the timer it only shows what the projected page sends.

use crate::page::browser;
use crate::page::browser::presenter_window::HELLO;
use crate::page::classroom::presenter_link::{ADVANCE, BLANK, CHOOSE, RETREAT, TURN_ON};
use crate::page::state::Theme;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Interval;
use gloo_utils::{document, window};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{KeyboardEvent, MessageEvent, Window};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PresenterProps {
    pub theme: Theme,
}

#[component]
pub fn PresenterPage(props: &PresenterProps) -> Html {
    let message = use_state(|| Value::Null);
    let began = use_state(now);
    let time = use_state(now);
    use_effect_with(props.theme, |theme| drop(theme.put_on()));
    use_messages(message.setter());
    use_ticks(time.setter());
    use_keys();
    let alone = opener().is_none_or(|page| page.closed().unwrap_or(true));
    let restart = {
        let (began, time) = (began.setter(), time.setter());
        move |_| {
            began.set(now());
            time.set(now());
        }
    };
    window_of(&message, alone, *time - *began, Callback::from(restart))
}

/// All that stands in the window: what it was told, whether the projected page is gone, and the milliseconds that have passed.
pub fn window_of(message: &Value, alone: bool, passed: f64, restart: Callback<MouseEvent>) -> Html {
    html! {
        <main class="presenter">
            <header>
                <h1>{ text(message, "lesson") }</h1>
                <p class="quiet">{ text(message, "place") }</p>
                <p class="elapsed"><span class="for-readers">{ "Elapsed: " }</span><time>{ elapsed(passed) }</time></p>
                <button type="button" onclick={restart}>{ "Restart the timer" }</button>
            </header>
            <p class={if alone { "refused" } else { "absent" }} role="status">{ "The projected page is closed: open this window from there again." }</p>
            <section class="now" aria-label="Now">
                <h2>{ text(message, "title") }</h2>
                { for paragraphs(message, "say") }
                <p class="question">{ text(message, "question") }</p>
                { choices(message) }
            </section>
            <section class="notes" aria-label="Notes">
                <h2>{ "Notes" }</h2>
                { for paragraphs(message, "notes") }
                <h2 class={absent(message, "right")}>{ "The right answer" }</h2>
                <p class="right">{ text(message, "right") }</p>
                <p class="quiet">{ text(message, "standing") }</p>
            </section>
            <section class="to-come" aria-label="Next step">
                <h2>{ "Next step" }</h2>
                <p>{ text(message, "nextTitle") }</p>
                <p class="quiet">{ text(message, "nextSay") }</p>
            </section>
            { buttons(message) }
        </main>
    }
}

/// The choices of the prediction; until one is locked in, each can be taken here.
fn choices(message: &Value) -> Html {
    let all = message.get("choices").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let chosen = message.get("chosen").and_then(Value::as_u64).and_then(|index| usize::try_from(index).ok());
    let locked = message.get("locked").and_then(Value::as_bool).unwrap_or(false);
    let items = all.iter().enumerate().map(|(index, words)| {
        let onclick = move |_| {
            if !locked {
                say(&format!("{CHOOSE}{index}"));
            }
        };
        html! {
            <button key={index} type="button" aria-pressed={(chosen == Some(index)).to_string()} aria-disabled={locked.to_string()} {onclick}>
                { words.as_str().unwrap_or_default().to_owned() }
            </button>
        }
    });
    html! { <div class="presenter-choices" role="group" aria-label="Choices">{ for items }</div> }
}

fn buttons(message: &Value) -> Html {
    let button = |class: &'static str, words: String, says: &'static str| {
        html! { <button type="button" {class} onclick={move |_| say(says)}>{ words }</button> }
    };
    let next = match text(message, "primary") {
        words if words.is_empty() => "Next".to_owned(),
        words => words,
    };
    let is_screen_blank = message.get("blank").and_then(Value::as_bool).unwrap_or(false);
    html! {
        <footer>
            { button("", "Back".to_owned(), RETREAT) }
            { button("primary", next, ADVANCE) }
            { button("", if is_screen_blank { "Show the screen" } else { "Blank the screen" }.to_owned(), BLANK) }
        </footer>
    }
}

/// A text of the message.
fn text(message: &Value, name: &str) -> String {
    message.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn absent(message: &Value, name: &str) -> &'static str {
    if text(message, name).is_empty() { "absent" } else { "" }
}

fn paragraphs(message: &Value, name: &str) -> Vec<Html> {
    super::paragraphs(&text(message, name))
}

/// `12:05`
fn elapsed(milliseconds: f64) -> String {
    let seconds = (milliseconds / 1_000.0).max(0.0) as u32;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn now() -> f64 {
    js_sys::Date::now()
}

/// The page that opened this window.
fn opener() -> Option<Window> {
    // Pages opened from disk have distinct origins: of the opener, only its presence can be read.
    let opener: JsValue = browser::window()?.opener().ok()?;
    if opener.is_object() { Some(opener.unchecked_into()) } else { None }
}

fn say(words: &str) {
    if let Some(page) = opener() {
        let _ = page.post_message(&JsValue::from_str(words), "*");
    }
}

/// Receives the messages of the projected page.
#[hook]
fn use_messages(message: UseStateSetter<Value>) {
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "message", move |event| {
            let event: &MessageEvent = event.unchecked_ref();
            let ours = match (opener(), event.source()) {
                (Some(page), Some(source)) => AsRef::<JsValue>::as_ref(&page) == AsRef::<JsValue>::as_ref(&source),
                _ => false,
            };
            let words = event.data().as_string().filter(|_| ours);
            if let Some(value) = words.and_then(|words| serde_json::from_str(&words).ok()) {
                message.set(value);
            }
        });
        say(HELLO);
        move || drop(listener)
    });
}

/// Updates the timer every second, and announces this window to a projected page that was reloaded.
#[hook]
fn use_ticks(time: UseStateSetter<f64>) {
    use_effect_with((), move |()| {
        let ticks = Interval::new(1_000, move || {
            time.set(now());
            say(HELLO);
        });
        move || drop(ticks)
    });
}

/// The keys of a presenter's remote work here as on the projected page.
#[hook]
fn use_keys() {
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            let on_button = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let presses = event.key() == " " && on_button.is_some_and(|element| element.tag_name() == "BUTTON");
            let words = match event.key().as_str() {
                _ if presses || event.ctrl_key() || event.meta_key() || event.alt_key() => return,
                "PageDown" | "ArrowRight" | " " => TURN_ON,
                "PageUp" | "ArrowLeft" => RETREAT,
                "." | "b" | "B" => BLANK,
                _ => return,
            };
            event.prevent_default();
            say(words);
        });
        move || drop(listener)
    });
}
