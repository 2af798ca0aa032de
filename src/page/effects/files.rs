//! Files, links and the clipboard: how scenarios and lessons are imported and exported.

use crate::api::convert::named_out;
use crate::explain::trace::TraceEvent;
use crate::input::refusal::Refusal;
use crate::page::browser;
use crate::page::browser::address;
use crate::page::browser::download::save_text;
use crate::page::dispatch::Dispatch;
use crate::page::forms::laboratory::Settings;
use crate::page::forms::ring_link;
use crate::page::session::lesson_session::Way;
use crate::page::state::{
    Action, ChallengeAction, ChallengeEdit, DraftAction, EditorAction, LessonAction, Model, Screen, read_text,
};
use crate::playground::Playground;
use crate::playground::permalink::permalink_at;
use crate::scenario::Scenario;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Clipboard, DragEvent, File, HtmlTextAreaElement};

/// Largest accepted scenario file, in bytes: a script with many large values.
const MAX_FILE_BYTES: f64 = 64e6;

/// Reads a file and opens it.
pub fn open_file(file: &File, dispatch: Dispatch) {
    if file.size() > MAX_FILE_BYTES {
        let given = format!("a file of {} bytes", file.size());
        let refusal = Refusal::field("file-too-large", "scenario", given, "at most 64 MB");
        return dispatch.dispatch(Action::Open(Err(refusal.message)));
    }
    let text = file.text();
    spawn_local(async move {
        let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string());
        dispatch.dispatch(match text {
            Some(text) => read_text(text),
            None => Action::Open(Err("scenario: the file could not be read.".to_owned())),
        });
    });
}

/// Allows a file to be dropped; otherwise the browser would navigate to it.
pub fn allow_drop(event: DragEvent) {
    event.prevent_default();
}

/// Opens a dropped file.
pub fn open_dropped(event: DragEvent, dispatch: Dispatch) {
    event.prevent_default();
    if let Some(file) = event.data_transfer().and_then(|transfer| transfer.files()).and_then(|files| files.get(0)) {
        open_file(&file, dispatch);
    }
}

/// The text of the field with this id.
pub fn text_of(id: &str) -> String {
    let document = browser::document();
    let field = document.and_then(|document| document.get_element_by_id(id));
    field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()).map(|field| field.value()).unwrap_or_default()
}

/// Saves a scenario as a file.
pub fn save(scenario: &Scenario) {
    // If the browser cannot save, it reports that itself.
    let _ = try_save(&scenario.to_json().to_string());
}

fn try_save(json: &str) -> Result<(), JsValue> {
    save_indented("ringside-scenario.json", &js_sys::JSON::parse(json)?)
}

/// One field per line, since people read these files.
fn save_indented(name: &str, value: &JsValue) -> Result<(), JsValue> {
    let indented = js_sys::JSON::stringify_with_replacer_and_space(value, &JsValue::NULL, &JsValue::from_f64(1.0))?;
    save_text(name, "application/json", &indented.as_string().ok_or(JsValue::NULL)?)
}

/// Saves what is handed in as a file.
pub fn save_hand_in(name: &str, text: &str) {
    // If the browser cannot save, it reports that itself.
    let _ = save_text(name, "application/json", text);
}

/// Saves the trace of the whole history as a file.
pub fn save_trace(playground: &Playground) -> Result<(), JsValue> {
    let events: Vec<TraceEvent> = (1..=playground.known_steps()).filter_map(|step| playground.event(step)).collect();
    save_indented("ringside-trace.json", &named_out(&events)?)
}

/// Copies a link to the present step.
pub fn copy_link(model: &Model, dispatch: Dispatch) {
    let address = address::whole();
    let page = address.split('#').next().unwrap_or_default();
    let fragment = fragment(model, false);
    let link = format!("{page}{fragment}");
    let done = format!("Copied: a link of {} characters to exactly this step.", link.len());
    copy(link, done, Some(fragment), dispatch, |note| Action::Draft(DraftAction::Note(note)));
}

/// Copies a link whose fragment holds a whole lesson.
pub fn copy_lesson_link(fragment: &str, dispatch: Dispatch) {
    let address = address::whole();
    // The link must stand alone, so the query parameters of this page are dropped.
    let page = address.split(['?', '#']).next().unwrap_or_default();
    let link = format!("{page}{fragment}");
    let done = format!("Copied: a link of {} characters to this lesson.", link.len());
    let report = |note| Action::Lesson(LessonAction::Edit(EditorAction::Note(note)));
    copy(link, done, Some(fragment.to_owned()), dispatch, report);
}

/// Copies a link whose fragment holds a whole challenge.
pub fn copy_challenge_link(fragment: &str, dispatch: Dispatch) {
    let address = address::whole();
    let page = address.split(['?', '#']).next().unwrap_or_default();
    let link = format!("{page}{fragment}");
    let done = format!("Copied: a link of {} characters to this challenge.", link.len());
    let report = |note| Action::Challenge(ChallengeAction::Edit(ChallengeEdit::Note(note)));
    copy(link, done, Some(fragment.to_owned()), dispatch, report);
}

/// Copies a link whose fragment holds the ring of a real cluster.
pub fn copy_ring_link(fragment: &str, dispatch: Dispatch) {
    let address = address::whole();
    let page = address.split(['?', '#']).next().unwrap_or_default();
    let link = format!("{page}{fragment}");
    let done = format!("Copied: a link of {} characters to this ring.", link.len());
    copy(link, done, Some(fragment.to_owned()), dispatch, |note| Action::Draft(DraftAction::Note(note)));
}

/// Copies a text and confirms it with these words. If the browser denies access to the clipboard, the fragment is put
/// into the address bar instead.
pub fn copy(
    text: String,
    done: String,
    fragment: Option<String>,
    dispatch: Dispatch,
    report: impl Fn(String) -> Action + 'static,
) {
    let Some(window) = browser::window() else { return };
    // A page from an insecure origin has no clipboard.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into()).ok();
    let clipboard = clipboard.and_then(|clipboard| clipboard.dyn_into::<Clipboard>().ok());
    spawn_local(async move {
        let copied = match clipboard {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        let note = match (copied, fragment) {
            (true, _) => done,
            (false, Some(fragment)) => {
                address::show(&fragment);
                "The browser does not let the page copy: the link is in the address bar now.".to_owned()
            }
            (false, None) => "The browser does not let the page copy: select the text, and copy it by hand.".to_owned(),
        };
        dispatch.dispatch(report(note));
    });
}

/// The fragment of a link to the present moment, or to the beginning of its history.
pub fn fragment(model: &Model, from_start: bool) -> String {
    if let Screen::Laboratory(settings) = &model.screen {
        let shown = address::fragment().filter(|fragment| Settings::from_fragment(fragment).is_some());
        return shown.unwrap_or_else(|| settings.to_fragment());
    }
    if model.screen == Screen::Ring {
        let link = model.field_ring.as_deref().map(ring_link::to_fragment);
        return link.and_then(Result::ok).unwrap_or_else(|| ring_link::EMPTY.to_owned());
    }
    if let Some(link) = own_challenge(model, from_start).or_else(|| own_lesson(model, from_start)) {
        return link;
    }
    let playground = model.world.playground();
    if from_start {
        return format!("{}{}", permalink_at(playground, 0), model.view_at_start());
    }
    format!("{}{}", permalink_at(playground, playground.step_number()), model.view())
}

/// A link to the open challenge at its beginning, if it came from a file and is small enough.
fn own_challenge(model: &Model, from_start: bool) -> Option<String> {
    let session = model.classroom.challenge.as_ref().filter(|session| session.id.is_none() && from_start)?;
    session.challenge.to_link().ok()
}

/// A link to the open lesson, if it came from a file and is small enough; at its present step or at its first.
fn own_lesson(model: &Model, from_start: bool) -> Option<String> {
    let is_shown = model.lesson_way() == Way::TheLessons;
    let session = model.classroom.session.as_ref().filter(|session| session.id.is_none() && is_shown)?;
    let link = session.lesson.to_link().ok()?;
    let step = if from_start || session.step == 0 { String::new() } else { format!("&step={}", session.step + 1) };
    Some(link + &step)
}
