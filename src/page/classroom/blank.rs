//! The dark screen: while a teacher talks, nobody looks elsewhere. Any key, or a touch, brings the page back.

use crate::page::classroom::duties::{does, found};
use crate::page::state::{Deed, Dispatch, Model};
use yew::prelude::*;

/// What lies over the page while it is dark.
pub fn blank(model: &Model, dispatch: &Dispatch) -> Html {
    let dark = model.classroom.blank;
    html! {
        <div class={if dark { "blank-screen" } else { "absent" }} role="status" onclick={does::<MouseEvent>(dispatch, Deed::Blank(Some(false)))}>
            <span class="for-readers">{ if dark { "The screen is blank. Any key brings it back." } else { "" } }</span>
        </div>
    }
}

/// Whether the screen is dark.
pub fn is_blank() -> bool {
    found(".blank-screen").is_some()
}
