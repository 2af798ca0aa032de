//! The screens that replace the stage and its columns.

use super::comparison_view;
use super::left_column::left_column;
use crate::page::browser::address;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::classroom::worksheet;
use crate::page::dispatch::Dispatch;
use crate::page::forms::laboratory::Settings;
use crate::page::laboratory::LaboratoryPage;
use crate::page::projection::shared::Shared;
use crate::page::state::{Action, Model, Screen, Theme};
use yew::prelude::*;

/// A worksheet, a laboratory, or two worlds, if one of them is open.
pub fn other_screen(model: &Shared<Model>, clock: &AnimationClock, dispatch: &Dispatch) -> Option<Html> {
    match &model.screen {
        Screen::Worksheet { answers, .. } => worksheet(model, *answers, dispatch),
        Screen::Laboratory(settings) => Some(laboratory(settings.clone(), model, clock, dispatch)),
        Screen::Stage => comparison_view::both_worlds(model, clock, dispatch),
    }
}

fn laboratory(settings: Settings, model: &Model, clock: &AnimationClock, dispatch: &Dispatch) -> Html {
    // A lesson stays beside the laboratory that it leads to, and the address remains the lesson's.
    let in_lesson = model.classroom.session.is_some();
    let lesson = if in_lesson {
        left_column(model, clock, dispatch)
    } else {
        html! { <div class="absent" /> }
    };
    // Another step of the lesson may open the same laboratory with other settings.
    let key = model.classroom.session.as_ref().map_or(0, |session| session.step + 1);
    let dispatch = dispatch.clone();
    let in_the_ring = Callback::from(move |scenario| {
        address::show("");
        dispatch.dispatch(Action::InTheRing(Box::new(scenario)));
    });
    let on_settings = Callback::from(move |settings: Settings| {
        if !in_lesson {
            address::show(&settings.to_fragment());
        }
    });
    html! {
        <div class={if in_lesson { "theatre beside-lesson" } else { "theatre" }}>
            { lesson }
            <LaboratoryPage {key} {settings} {on_settings} {in_the_ring} narrow={model.window.narrow}
                projector={model.theme == Theme::Projector} />
        </div>
    }
}
