//! The blank screen: a teacher darkens the projection while talking. Any key or a touch brings the page back.

use super::lesson_callback;
use crate::page::browser::find_element;
use crate::page::dispatch::Dispatch;
use crate::page::state::{LessonAction, Model};
use yew::prelude::*;

/// The cover that lies over the page while the screen is blank.
pub fn blank_screen(model: &Model, dispatch: &Dispatch) -> Html {
    let dark = model.classroom.blank;
    html! {
        <div class={if dark { "blank-screen" } else { "absent" }} role="status" onclick={lesson_callback::<MouseEvent>(dispatch, LessonAction::Blank(Some(false)))}>
            <span class="for-readers">{ if dark { "The screen is blank. Any key brings it back." } else { "" } }</span>
        </div>
    }
}

/// Whether the screen is blank.
pub fn is_screen_blank() -> bool {
    find_element(".blank-screen").is_some()
}
