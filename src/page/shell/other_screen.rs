//! The screens that replace the stage and its columns.

use super::comparison_view;
use super::left_column::left_column;
use super::stills_sheet::stills_sheet;
use crate::page::browser::address;
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::classroom::worksheet;
use crate::page::dispatch::Dispatch;
use crate::page::effects::files;
use crate::page::forms::laboratory::Settings;
use crate::page::forms::ring_link;
use crate::page::laboratory::LaboratoryPage;
use crate::page::projection::shared::Shared;
use crate::page::ring_page::RingPage;
use crate::page::state::{Action, DraftAction, Model, RingAction, Screen, Theme};
use yew::prelude::*;

/// A worksheet, stills on paper, a laboratory, or two worlds, if one of them is open.
pub fn other_screen(model: &Shared<Model>, clock: &AnimationClock, dispatch: &Dispatch) -> Option<Html> {
    match &model.screen {
        Screen::Worksheet { answers, .. } => worksheet(model, *answers, dispatch),
        Screen::Laboratory(settings) => Some(laboratory(settings.clone(), model, clock, dispatch)),
        Screen::Ring => Some(ring(model, dispatch)),
        Screen::Stills { stills, .. } => Some(stills_sheet(stills, dispatch)),
        Screen::Stage => comparison_view::both_worlds(model, clock, dispatch),
    }
}

fn ring(model: &Model, dispatch: &Dispatch) -> Html {
    let opened = model.field_ring.clone();
    let link = opened.as_deref().map_or(Ok(ring_link::EMPTY.to_owned()), ring_link::to_fragment);
    let (to_text, to_file, to_link) = (dispatch.clone(), dispatch.clone(), dispatch.clone());
    // The button is for a ring: whatever is no lesson and no scenario is read as one.
    let on_text = Callback::from(move |text: String| to_text.dispatch(Action::Ring(RingAction::Read(text.into()))));
    let on_file = Callback::from(move |file| files::open_file(&file, to_file.clone()));
    let copied = link.clone();
    let on_link = Callback::from(move |()| match &copied {
        Ok(fragment) => files::copy_ring_link(fragment, to_link.clone()),
        Err(refusal) => to_link.dispatch(Action::Draft(DraftAction::Note(refusal.message.clone()))),
    });
    html! {
        <div class="theatre">
            <RingAddress fragment={link.unwrap_or_else(|_| ring_link::EMPTY.to_owned())} />
            <RingPage ring={opened} first_key={model.journey.key.clone()} {on_text} {on_file} {on_link} note={AttrValue::from(model.drafts.note.to_string())}
                narrow={model.window.narrow} projector={model.theme == Theme::Projector} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RingAddressProps {
    fragment: String,
}

/// Keeps the address that of the ring: a reload opens it again, if it is small.
#[component]
fn RingAddress(props: &RingAddressProps) -> Html {
    use_effect_with(props.fragment.clone(), |fragment| address::show(fragment));
    html! { <div class="absent" /> }
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
