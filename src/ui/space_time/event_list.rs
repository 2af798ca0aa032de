//! The same steps as a list, each a button. One of them is in the order of the Tab key; from it the arrow keys go up and
//! down.

use super::picture::Picture;
use crate::ui::Dispatch;
use crate::ui::model::Action;
use crate::ui::scrub_bar::step_under;
use crate::ui::shared::Shared;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

/// What the list is drawn from.
#[derive(Properties, PartialEq)]
pub struct EventListProps {
    /// The steps.
    pub picture: Shared<Picture>,
    /// The place of the last one up to the present step.
    pub place: Option<usize>,
    /// The present step.
    pub step: usize,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The list.
#[component]
pub fn EventList(props: &EventListProps) -> Html {
    let EventListProps { picture, place, step, dispatch } = props;
    let list = use_node_ref();
    use_following(&list, *place, picture.clone());
    let events = picture.events.iter().enumerate().map(|(at, event)| {
        let current = event.step == *step;
        let tabindex = if at == place.unwrap_or(0) { "0" } else { "-1" };
        html! {
            <li key={event.step}>
                <button type="button" {tabindex} aria-current={current.then_some("step")} data-step={event.step.to_string()}>{ event.words() }</button>
            </li>
        }
    });
    let (click, press) = (dispatch.clone(), dispatch.clone());
    let (picture, place) = (picture.clone(), *place);
    let onkeydown = move |event: KeyboardEvent| {
        let wanted = match event.key().as_str() {
            "ArrowDown" => place.map_or(0, |place| place + 1),
            "ArrowUp" => place.unwrap_or(0).saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = picture.events.get(wanted) {
            press.dispatch(Action::SeekMessage(next.step));
        }
    };
    html! {
        <ol class="events" ref={list} aria-label="Steps" {onkeydown} onclick={move |event: MouseEvent| {
            if let Some(step) = step_under(&event) {
                click.dispatch(Action::SeekMessage(step));
            }
        }}>{ for events }</ol>
    }
}

/// Brings the present step into view inside the list, and the focus to it if it is in the list.
#[hook]
fn use_following(list: &NodeRef, place: Option<usize>, picture: Shared<Picture>) {
    let list = list.clone();
    use_effect_with((place, picture), move |(place, _)| {
        let Some(list) = list.cast::<Element>() else { return };
        let Some(item) = list.children().item(place.unwrap_or(0) as u32) else { return };
        let (outer, inner) = (list.get_bounding_client_rect(), item.get_bounding_client_rect());
        if inner.top() < outer.top() || inner.bottom() > outer.bottom() {
            let middle = inner.top() - outer.top() - (outer.height() - inner.height()) / 2.0;
            list.set_scroll_top(list.scroll_top() + middle as i32);
        }
        let document = web_sys::window().and_then(|window| window.document());
        let focused = document.and_then(|document| document.active_element());
        let within = focused.is_some_and(|focused| list.contains(Some(&focused)));
        let button = item.first_element_child().and_then(|button| button.dyn_into::<HtmlElement>().ok());
        if let Some(button) = button.filter(|_| within) {
            let _ = button.focus();
        }
    });
}
