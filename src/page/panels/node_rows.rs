//! Which nodes have a row: in a large cluster, those that match the search.

use crate::page::dispatch::Dispatch;
use crate::page::state::{Action, Model};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Most nodes that can be edited at once.
const MOST_ROWS: usize = 48;

/// The indices of the nodes with a row.
pub fn matching_nodes(model: &Model) -> impl Iterator<Item = usize> + '_ {
    let names = &model.world.cluster.names;
    let found = (0..names.len()).filter(|index| names[*index].contains(&*model.looked_for));
    found.take(MOST_ROWS)
}

/// The search field for nodes, once there are many.
pub fn find_field(model: &Model, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let oninput = move |event: InputEvent| {
        dispatch.dispatch(Action::LookFor(event.target_unchecked_into::<HtmlInputElement>().value()));
    };
    html! {
        <label class={if model.world.cluster.len() > MOST_ROWS { "find" } else { "find absent" }}>
            <span>{ "Find a node" }</span>
            <input type="text" autocomplete="off" value={model.looked_for.clone()} {oninput} />
        </label>
    }
}
