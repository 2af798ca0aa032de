//! The menu of an item on the stage. It takes the focus, is used with the arrow keys, and returns the focus.

use super::menu_items::{Item, What, heading, items};
use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::projection::shared::Shared;
use crate::page::state::{Action, Effect, Field, Menu, Model};
use crate::page::widgets::floating::{active_element, focus, give_focus_back, leaves, stand_at};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct StageMenuProps {
    pub model: Shared<Model>,
    pub clock: AnimationClock,
    pub dispatch: Dispatch,
}

/// The menu; hidden while none is open.
#[component]
pub fn StageMenu(props: &StageMenuProps) -> Html {
    let StageMenuProps { model, clock, dispatch } = props;
    let open = model.selection.menu.filter(|menu| menu.in_second_world == model.is_second_world);
    let element = use_node_ref();
    let opener = use_mut_ref(|| None::<Option<Element>>);
    {
        let element = element.clone();
        use_effect_with(open, move |menu| {
            let Some(menu_element) = element.cast::<HtmlElement>() else { return };
            match menu {
                Some(menu) => {
                    let inside = active_element().is_some_and(|active| menu_element.contains(Some(&active)));
                    if !inside {
                        *opener.borrow_mut() = Some(active_element().filter(|_| menu.by_key));
                    }
                    stand_at(&menu_element, menu.at);
                    focus(nth_item(&menu_element, 0));
                }
                None => give_focus_back(&menu_element, opener.borrow_mut().take()),
            }
        });
    }
    let entries = open.map(|menu| items(model, menu)).unwrap_or_default();
    let title = open.map(|menu| heading(model, menu)).unwrap_or_default();
    let drawn = entries.into_iter().enumerate().map(|(index, item)| entry(index, item, open, model, clock, dispatch));
    let (keys, closing) = (dispatch.clone(), dispatch.clone());
    let own = element.clone();
    html! {
        <div class={if open.is_some() { "menu" } else { "menu absent" }} ref={element.clone()}
            onkeydown={move |event: KeyboardEvent| key_pressed(&event, &element, &keys)}
            onfocusout={move |event: FocusEvent| if open.is_some() && leaves(&event, &own) {
                closing.dispatch(Action::OpenMenu(None));
            }}>
            <p class="menu-title" id="ringside-menu-title">{ title }</p>
            <ul role="menu" aria-labelledby="ringside-menu-title">{ for drawn }</ul>
        </div>
    }
}

fn entry(
    index: usize,
    item: Item,
    open: Option<Menu>,
    model: &Shared<Model>,
    clock: &AnimationClock,
    dispatch: &Dispatch,
) -> Html {
    let Item { words, what } = item;
    let popup = matches!(what, What::Compare(true)).then_some("menu");
    let (model, clock, dispatch) = (model.clone(), clock.clone(), dispatch.clone());
    let act = move |dispatch: &Dispatch, action: Action| {
        dispatch.dispatch(Action::OpenMenu(None));
        dispatch.dispatch(action);
    };
    let onclick = move |_| match &what {
        What::Compare(comparing) => {
            dispatch.dispatch(Action::OpenMenu(open.map(|menu| Menu { comparing: *comparing, ..menu })));
        }
        What::ToStage(operation) => {
            if let Some(action) = operation.action(&model, clock.progress()) {
                act(&dispatch, action);
            }
        }
        What::ToNode(operation, index) => {
            act(&dispatch, operation.action(&model, *index, Field::Stage, clock.progress()));
        }
        What::Operate(operation) => {
            if let Effect::Act(action) = operation.effect(clock.progress()) {
                act(&dispatch, action);
            }
        }
    };
    html! {
        <li key={format!("{index} {words}")} role="none">
            <button type="button" role="menuitem" tabindex="-1" aria-haspopup={popup} {onclick}>{ words }</button>
        </li>
    }
}

fn key_pressed(event: &KeyboardEvent, menu: &NodeRef, dispatch: &Dispatch) {
    let Some(menu) = menu.cast::<Element>() else { return };
    let all = menu.query_selector_all("[role=menuitem]").map_or(0, |items| items.length());
    if all == 0 {
        return;
    }
    let own =
        active_element().and_then(|active| (0..all).find(|index| nth_item(&menu, *index).as_ref() == Some(&active)));
    let to = match (event.key().as_str(), own) {
        ("ArrowDown", Some(own)) => (own + 1) % all,
        ("ArrowUp", Some(own)) => (own + all - 1) % all,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp" | "End", _) => all - 1,
        ("Escape" | "Tab", _) => {
            event.prevent_default();
            return dispatch.dispatch(Action::OpenMenu(None));
        }
        (key, own) if key.chars().count() == 1 && key != " " => {
            let first = own.map_or(0, |own| own + 1);
            let starts = |index: &u32| {
                let words = nth_item(&menu, *index).and_then(|item| item.text_content()).unwrap_or_default();
                words.chars().next().is_some_and(|first| key.chars().all(|key| key.eq_ignore_ascii_case(&first)))
            };
            match (first..all).chain(0..first).find(starts) {
                Some(index) => index,
                None => return,
            }
        }
        _ => return,
    };
    event.prevent_default();
    focus(nth_item(&menu, to));
}

fn nth_item(menu: &Element, index: u32) -> Option<Element> {
    menu.query_selector_all("[role=menuitem]").ok()?.item(index)?.dyn_into().ok()
}
