//! Loads lessons and challenges from the site's folders `lessons/` and `challenges/` or, in the one-file edition, from elements of the document.

use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, ChallengeAction, LessonAction, LessonRequest};
use gloo_net::http::Request;
use gloo_utils::document;
use wasm_bindgen_futures::spawn_local;

/// Loads the catalogue and dispatches the result.
pub fn list(dispatch: Dispatch) {
    spawn_local(async move {
        let text = text_of("lessons-index", "lessons/index.json").await;
        dispatch.dispatch(Action::Lesson(LessonAction::CatalogRead(text)));
    });
}

/// Loads a lesson of the catalogue and dispatches the result.
pub fn open(lesson_request: LessonRequest, dispatch: Dispatch) {
    spawn_local(async move {
        let text = match is_id(&lesson_request.id) {
            true => {
                let (kind, folder) = if lesson_request.scenario { ("scenario", "scenarios/") } else { ("lesson", "") };
                text_of(
                    &format!("{kind}-{}", lesson_request.id),
                    &format!("lessons/{folder}{}.json", lesson_request.id),
                )
                .await
            }
            false => Err(format!(
                "lesson: got {:?}; allowed is the name of one: letters, digits and hyphens.",
                lesson_request.id
            )),
        };
        dispatch.dispatch(Action::Lesson(LessonAction::Fetched(Box::new(lesson_request), text)));
    });
}

/// Loads the catalogue of challenges and dispatches the result.
pub fn list_challenges(dispatch: Dispatch) {
    spawn_local(async move {
        let text = text_of("challenges-index", "challenges/index.json").await;
        dispatch.dispatch(Action::Challenge(ChallengeAction::CatalogRead(text)));
    });
}

/// Loads a challenge of the catalogue and dispatches the result.
pub fn open_challenge(id: String, dispatch: Dispatch) {
    spawn_local(async move {
        let text = match is_id(&id) {
            true => text_of(&format!("challenge-{id}"), &format!("challenges/{id}.json")).await,
            false => Err(format!("challenge: got {id:?}; allowed is the name of one: letters, digits and hyphens.")),
        };
        dispatch.dispatch(Action::Challenge(ChallengeAction::Fetched(id, text)));
    });
}

/// Lesson names become parts of paths, so only plain names are allowed.
fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The text of an element of the document, or else of a file of the site.
async fn text_of(element: &str, path: &str) -> Result<String, String> {
    let unreachable = || format!("{path} could not be loaded. Is the network there?");
    if let Some(text) = document().get_element_by_id(element).and_then(|element| element.text_content()) {
        return Ok(text);
    }
    let response = Request::get(path).send().await.map_err(|_| unreachable())?;
    if !response.ok() {
        return Err(format!("{path} could not be loaded: the server answered {}.", response.status()));
    }
    response.text().await.map_err(|_| unreachable())
}
