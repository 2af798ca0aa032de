//! Pointer and keyboard input on the stage.
//!
//! A stroke that begins on empty ground draws a wall; a node or client can be dragged from its side to another;
//! whatever can be acted on opens its menu by a click, the secondary button, or a key. While the pointer moves, only
//! the line or the dragged element is updated: the page is redrawn when the pointer is released.

use crate::page::browser::animation_clock::AnimationClock;
use crate::page::dispatch::Dispatch;
use crate::page::drawing::geometry::{Geometry, Point, number, translate};
use crate::page::drawing::stage_placement::StagePlacement;
use crate::page::projection::shared::Shared;
use crate::page::projection::sides::{Member, Sides};
use crate::page::state::{Action, Field, Menu, Model, StageItem};
use gloo_events::{EventListener, EventListenerOptions};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};
use yew::prelude::*;

/// A pointer that moved less than this, in pixels, has clicked.
const CLICK: f64 = 7.0;
/// The shortest stroke that counts, as a part of the ring's radius.
const SHORTEST_STROKE: f64 = 0.3;

struct Gesture {
    pointer: i32,
    from: Point,
    /// The dragged member and its element; without one, the gesture is a stroke.
    drags: Option<(Member, Element)>,
    begun: bool,
}

/// The state of the pointer between two drawings.
#[derive(Default)]
pub struct Pointer {
    gesture: Option<Gesture>,
    /// The click at the end of a drag is ignored.
    dragged: bool,
}

/// What the event handlers need.
pub struct Gestures {
    pub pointer: Rc<RefCell<Pointer>>,
    pub stage: NodeRef,
    /// The line drawn under a stroke.
    pub line: NodeRef,
    pub model: Shared<Model>,
    pub placement: Shared<StagePlacement>,
    pub sides: Rc<Sides>,
    pub clock: AnimationClock,
    pub dispatch: Dispatch,
}

impl Gestures {
    fn geometry(&self) -> Geometry {
        super::geometry_of(&self.model)
    }

    /// Converts a point of the window, in pixels, to stage coordinates.
    fn on_stage(&self, x: f64, y: f64) -> Option<Point> {
        let frame = self.stage.cast::<Element>()?.get_bounding_client_rect();
        let geometry = self.geometry();
        let scale = (frame.width() / geometry.width).min(frame.height() / geometry.height);
        let (middle_x, middle_y) = (frame.left() + frame.width() / 2.0, frame.top() + frame.height() / 2.0);
        (scale > 0.0).then(|| ((x - middle_x) / scale, (y - middle_y) / scale))
    }

    pub fn down(&self, event: &PointerEvent) {
        let mut pointer = self.pointer.borrow_mut();
        pointer.dragged = false;
        if pointer.gesture.is_some() || event.button() != 0 || !event.is_primary() {
            // A second finger zooms, which is left to the browser.
            if let Some(gesture) = pointer.gesture.take() {
                self.put_back(&gesture);
            }
            return;
        }
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let drags = match thing_at(&target) {
            Some((StageItem::Node(index), element)) => Some((Member::Node(index), element)),
            Some((StageItem::Client(index), element)) => Some((Member::Client(index), element)),
            Some(_) => return,
            None if target.closest(".ring, .key-pin").ok().flatten().is_some() => return,
            // A finger beside the ring scrolls the page.
            None if event.pointer_type() == "touch" && !target.class_list().contains("middle") => return,
            None => None,
        };
        let from = (f64::from(event.client_x()), f64::from(event.client_y()));
        pointer.gesture = Some(Gesture { pointer: event.pointer_id(), from, drags, begun: false });
    }

    pub fn moved(&self, event: &PointerEvent) {
        let mut pointer = self.pointer.borrow_mut();
        let Some(gesture) = &mut pointer.gesture else { return };
        if gesture.pointer != event.pointer_id() {
            return;
        }
        let now = (f64::from(event.client_x()), f64::from(event.client_y()));
        if !gesture.begun {
            let (x, y) = (now.0 - gesture.from.0, now.1 - gesture.from.1);
            if x * x + y * y < CLICK * CLICK {
                return;
            }
            gesture.begun = true;
            if let Some(stage) = self.stage.cast::<Element>() {
                let _ = stage.set_pointer_capture(event.pointer_id());
            }
            if let Some((_, element)) = &gesture.drags {
                let _ = element.class_list().add_1("dragged");
            }
        }
        let (Some(start), Some(at)) = (self.on_stage(gesture.from.0, gesture.from.1), self.on_stage(now.0, now.1))
        else {
            return;
        };
        match &gesture.drags {
            Some((_, element)) => drop(element.set_attribute("transform", &translate(at))),
            None => self.draw_line(&line_path(start, at)),
        }
    }

    pub fn up(&self, event: &PointerEvent) {
        let mut pointer = self.pointer.borrow_mut();
        let Some(gesture) = pointer.gesture.take() else { return };
        if !gesture.begun || gesture.pointer != event.pointer_id() {
            return;
        }
        pointer.dragged = true;
        drop(pointer);
        self.put_back(&gesture);
        let ends = (
            self.on_stage(gesture.from.0, gesture.from.1),
            self.on_stage(f64::from(event.client_x()), f64::from(event.client_y())),
        );
        let (Some(from), Some(to)) = ends else { return };
        match gesture.drags {
            Some((member, _)) => self.drop_member(member, to),
            None => self.stroke(from, to),
        }
    }

    /// The browser takes over the pointer.
    pub fn cancelled(&self) {
        let gesture = self.pointer.borrow_mut().gesture.take();
        if let Some(gesture) = gesture {
            self.put_back(&gesture);
        }
    }

    fn put_back(&self, gesture: &Gesture) {
        self.draw_line("");
        if let Some((member, element)) = &gesture.drags {
            let _ = element.class_list().remove_1("dragged");
            if let Some(at) = self.placement.at(*member) {
                let _ = element.set_attribute("transform", &translate(at));
            }
        }
    }

    fn draw_line(&self, path: &str) {
        if let Some(line) = self.line.cast::<Element>() {
            let _ = line.set_attribute("d", path);
        }
    }

    fn stroke(&self, from: Point, to: Point) {
        let (x, y) = (to.0 - from.0, to.1 - from.1);
        let least = self.geometry().inner * SHORTEST_STROKE;
        if x * x + y * y < least * least {
            return;
        }
        match self.sides.cut_by(from, to, &self.placement.seats, &self.placement.clients) {
            Some(sides) => self.part(&sides),
            None => {
                let words = "All are on one side of this line; it separates nobody.".to_owned();
                self.dispatch.dispatch(Action::Refuse(Field::Stage, words));
            }
        }
    }

    fn drop_member(&self, member: Member, at: Point) {
        let geometry = self.geometry();
        let home = match member {
            Member::Node(index) => self.model.world.cluster.seats.get(index).map(|turn| geometry.seat(*turn)),
            Member::Client(index) => Some(geometry.client(index)),
        };
        let Some(home) = home else { return };
        if let Some(sides) = self.placement.dropped(&geometry, &self.sides, home, member, at) {
            self.part(&sides);
        }
    }

    fn part(&self, sides: &Sides) {
        let world = &self.model.world;
        let command = sides.command(&world.cluster.names, &world.clients);
        self.dispatch.dispatch(Action::Give(Field::Stage, command, self.clock.progress()));
    }

    /// A click opens the menu of the clicked element.
    pub fn clicked(&self, event: &MouseEvent) {
        if !std::mem::take(&mut self.pointer.borrow_mut().dragged) {
            self.open_menu_at(event.target(), Some(event));
        }
    }

    /// The secondary button and a long press open the same menu.
    pub fn context_menu(&self, event: &MouseEvent) {
        self.cancelled();
        if self.open_menu_at(event.target(), Some(event)) {
            event.prevent_default();
        }
    }

    /// Handles keys on the focused element.
    pub fn key(&self, event: &KeyboardEvent) {
        let key = event.key();
        let done = match key.as_str() {
            "Enter" | " " | "ContextMenu" => self.open_menu_at(event.target(), None),
            "F10" if event.shift_key() => self.open_menu_at(event.target(), None),
            "ArrowRight" | "ArrowDown" => go_to_message(event.target(), true),
            "ArrowLeft" | "ArrowUp" => go_to_message(event.target(), false),
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    }

    fn open_menu_at(&self, target: Option<EventTarget>, click: Option<&MouseEvent>) -> bool {
        let Some((stage_item, element)) = target.and_then(|target| thing_at(&target.dyn_into().ok()?)) else {
            return false;
        };
        let pointed = click.map(|event| (f64::from(event.client_x()), f64::from(event.client_y())));
        let pointed = pointed.filter(|at| *at != (0.0, 0.0));
        let at = pointed.unwrap_or_else(|| {
            let focused = element.query_selector("[role=button]").ok().flatten().unwrap_or(element);
            let frame = focused.get_bounding_client_rect();
            (frame.left() + frame.width() / 2.0, frame.top() + frame.height() / 2.0)
        });
        let by_key = pointed.is_none();
        let in_second_world = self.model.is_second_world;
        let menu = Menu { stage_item, at, in_second_world, comparing: false, by_key };
        self.dispatch.dispatch(Action::OpenMenu(Some(menu)));
        true
    }

    /// Explains the element under the pointer or with the focus.
    pub fn explain(&self, target: Option<EventTarget>) {
        if let Some((stage_item, _)) = target.and_then(|target| thing_at(&target.dyn_into().ok()?)) {
            let what = Some(stage_item.explained());
            if self.model.selection.explained != what {
                self.dispatch.dispatch(Action::Explain(what));
            }
        }
    }

    /// Ends the explanation.
    pub fn explain_no_more(&self, target: Option<EventTarget>) {
        if target.and_then(|target| thing_at(&target.dyn_into().ok()?)).is_some() {
            self.dispatch.dispatch(Action::Explain(None));
        }
    }
}

/// Keeps the page from scrolling while a finger draws or drags. With two fingers, which zoom, there is no gesture.
#[hook]
pub fn use_page_that_stays(stage: NodeRef, pointer: Rc<RefCell<Pointer>>) {
    use_effect_with((), move |()| {
        let listener = stage.cast::<Element>().map(|stage| {
            // The browser takes such listeners to be passive unless told otherwise.
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&stage, "touchmove", options, move |event| {
                if pointer.borrow().gesture.is_some() && event.cancelable() {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

/// What can be acted on at an element, with the element that represents it.
fn thing_at(target: &Element) -> Option<(StageItem, Element)> {
    let element = target.closest("[data-thing]").ok()??;
    Some((StageItem::from_attribute(&element.get_attribute("data-thing")?)?, element))
}

/// Moves the focus from message to message with the arrow keys.
fn go_to_message(target: Option<EventTarget>, forward: bool) -> bool {
    let find = || {
        let own = target?.dyn_into::<Element>().ok()?.closest(".flight").ok()??.parent_element()?;
        let next = if forward { own.next_element_sibling() } else { own.previous_element_sibling() };
        let next = next?.query_selector(".flight").ok()??;
        let _ = next.unchecked_ref::<HtmlElement>().focus();
        Some(())
    };
    find().is_some()
}

/// The path of a stroke, with the line that it stands for extended both ways.
fn line_path(from: Point, to: Point) -> String {
    let [a, b, c, d] = [from.0, from.1, to.0, to.1].map(number);
    format!("M{a} {b}L{c} {d}")
}
