//! The buttons of the drawers, in which the columns stand on a projector and in small windows.

use crate::page::browser::find_element;
use crate::page::dispatch::Dispatch;
use crate::page::projection::shared::Shared;
use crate::page::state::{Action, Drawer, Editing, Model, Operation, Section};
use crate::teaching::challenge::Challenge;
use yew::prelude::*;

/// On a phone, where the sheet shows little at a time, brings a section into sight that was unfolded. Where a challenge has
/// just been opened, its card is to be read first.
#[hook]
pub fn use_section_in_sight(section: Option<Section>, challenge: Option<Shared<Challenge>>, narrow: bool) {
    let shown_with = use_mut_ref(|| None);
    use_effect_with((section, challenge), move |(section, challenge)| {
        let before = shown_with.replace(Some((*section, challenge.clone())));
        let unfolded = before.is_some_and(|(before, beside)| before != *section && beside == *challenge);
        if let Some(section) = section.filter(|_| narrow && unfolded)
            && let Some(heading) = find_element(&format!("#{}", section.id()))
        {
            heading.scroll_into_view_with_bool(true);
        }
    });
}

/// The buttons of both columns. The style sheet shows them where a column has no place of its own.
pub fn drawer_buttons(model: &Model, dispatch: &Dispatch) -> Html {
    let room = &model.classroom;
    let actions = match (&room.session, &room.challenge) {
        (Some(_), _) => "The lesson",
        (None, Some(_)) => "The challenge",
        (None, None) => Operation::ActionsDrawer.label(),
    };
    let known = match room.written() {
        Some(Editing::Challenge) => "Your challenge",
        Some(Editing::Lesson) => "Your lesson",
        None => Operation::KnownDrawer.label(),
    };
    let drawer_button = |drawer: Drawer, operation: Operation, label: &'static str| {
        let (open, dispatch) = (model.drawer == Some(drawer), dispatch.clone());
        let title = format!("{label} ({})", operation.key_words());
        let onclick = move |_| dispatch.dispatch(Action::ToggleDrawer(drawer));
        html! {
            <button type="button" class="drawer-button" aria-expanded={open.to_string()} {title} {onclick}>
                <svg class="chevron" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2l4 4-4 4" /></svg>
                { label }
            </button>
        }
    };
    html! {
        <div class="drawers" role="group" aria-label="Drawers">
            { drawer_button(Drawer::Actions, Operation::ActionsDrawer, actions) }
            { if model.comparison.is_none() { drawer_button(Drawer::Known, Operation::KnownDrawer, known) } else { html! { <div class="absent" /> } } }
        </div>
    }
}
