//! Where components send what was done.

use super::later;
use super::model::{Action, Model};
use std::cell::Cell;
use std::time::Duration;
use yew::UseReducerDispatcher;
use yew::platform::spawn_local;
use yew::platform::time::sleep;

/// Somebody who waits longer wonders whether anything was done at all.
const LONG: Duration = Duration::from_millis(250);

thread_local! {
    /// How many actions wait.
    static WAITING: Cell<usize> = const { Cell::new(0) };
}

/// Where actions go. What needs the part of the page that is loaded later waits for it here.
#[derive(Clone, PartialEq)]
pub struct Dispatch(UseReducerDispatcher<Model>);

impl Dispatch {
    /// Sends actions there.
    pub fn new(to: UseReducerDispatcher<Model>) -> Self {
        Self(to)
    }

    /// Something was done.
    pub fn dispatch(&self, action: Action) {
        let by_itself = action.is_of_the_first_part();
        // What is done after one that waits comes after it.
        if later::now().is_some() || (by_itself && WAITING.get() == 0) {
            return self.0.dispatch(action);
        }
        if WAITING.replace(WAITING.get() + 1) == 0 {
            self.tell_of_waiting();
        }
        let page = self.0.clone();
        later::bring(move |came| {
            WAITING.set(WAITING.get() - 1);
            page.dispatch(if came.is_ok() || by_itself { action } else { Action::RestDidNotCome });
        });
    }

    /// Says so if it takes long.
    fn tell_of_waiting(&self) {
        let page = self.0.clone();
        spawn_local(async move {
            sleep(LONG).await;
            if WAITING.get() > 0 {
                page.dispatch(Action::RestAwaited);
            }
        });
    }

    /// Has the rest of the page fetched, which is drawn as soon as it is here.
    pub fn bring_the_rest(&self) {
        if later::now().is_some() {
            return;
        }
        let page = self.0.clone();
        later::bring(move |came| {
            // What cannot be fetched is missed, and told of, when somebody needs it.
            if came.is_ok() {
                page.dispatch(Action::RestCame);
            }
        });
    }
}
