//! How views change the page's state: Yew's reducer around it.

use crate::page::state::{Action, Model};
use std::rc::Rc;
use yew::{Reducible, UseReducerDispatcher};

/// What a view gives its actions to.
pub type Dispatch = UseReducerDispatcher<Model>;

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(self.after(action))
    }
}
