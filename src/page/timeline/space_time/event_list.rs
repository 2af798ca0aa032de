//! The same steps as a list of buttons. One of them is in the tab order; from it the arrow keys move up and down.

use super::scrolling::show_item;
use crate::page::browser;
use crate::page::dispatch::Dispatch;
use crate::page::drawing::space_time::picture::Picture;
use crate::page::projection::shared::Shared;
use crate::page::state::{Action, PlaybackAction};
use crate::page::timeline::scrub_bar::step_under;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct EventListProps {
    pub picture: Shared<Picture>,
    /// The index of the last event up to the present step.
    pub index: Option<usize>,
    /// The present step.
    pub step: usize,
    pub dispatch: Dispatch,
}

/// The list; the present step is marked and scrolled into view.
#[component]
pub fn EventList(props: &EventListProps) -> Html {
    let EventListProps { picture, index, step, dispatch } = props;
    let list = use_node_ref();
    use_following(&list, *index, *step, picture.clone());
    let (click, press) = (dispatch.clone(), dispatch.clone());
    let (shown, index) = (picture.clone(), *index);
    let onkeydown = move |event: KeyboardEvent| {
        let wanted = match event.key().as_str() {
            "ArrowDown" => index.map_or(0, |index| index + 1),
            "ArrowUp" => index.unwrap_or(0).saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = shown.events.get(wanted) {
            press.dispatch(Action::Playback(PlaybackAction::SeekMessage(next.step)));
        }
    };
    let onclick = move |event: MouseEvent| {
        if let Some(step) = step_under(&event) {
            click.dispatch(Action::Playback(PlaybackAction::SeekMessage(step)));
        }
    };
    html! {
        <div class="events" {onkeydown} {onclick}>
            <ol ref={list} aria-label="Steps"><Buttons picture={picture.clone()} /></ol>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ButtonsProps {
    picture: Shared<Picture>,
}

/// The buttons. They are drawn once per window of events; the present one is marked afterwards, so that a step does not
/// cost a comparison of them all.
#[component]
fn Buttons(props: &ButtonsProps) -> Html {
    let events = props.picture.events.iter().map(|event| {
        html! {
            <li key={event.step}><button type="button" tabindex="-1" data-step={event.step.to_string()}>{ event.words() }</button></li>
        }
    });
    html! { <>{ for events }</> }
}

/// Marks the present step, scrolls it into view inside the list, and moves the focus to it if the focus is in the list.
#[hook]
fn use_following(list: &NodeRef, index: Option<usize>, step: usize, picture: Shared<Picture>) {
    let (list, marked) = (list.clone(), use_mut_ref(|| None::<HtmlElement>));
    use_effect_with((index, step, picture), move |(index, step, picture)| {
        let Some(list) = list.cast::<Element>() else { return };
        if let Some(before) = marked.take() {
            let _ = before.set_attribute("tabindex", "-1");
            let _ = before.remove_attribute("aria-current");
        }
        let index = index.unwrap_or(0);
        let button = list.children().item(index as u32).and_then(|item| item.first_element_child());
        let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) else { return };
        let _ = button.set_attribute("tabindex", "0");
        if picture.events.get(index).is_some_and(|event| event.step == *step) {
            let _ = button.set_attribute("aria-current", "step");
        }
        if let Some(scroller) = list.parent_element() {
            show_item(scroller, button.clone().into());
        }
        let document = browser::document();
        let focused = document.and_then(|document| document.active_element());
        if focused.is_some_and(|focused| list.contains(Some(&focused))) {
            let _ = button.focus();
        }
        marked.replace(Some(button));
    });
}
