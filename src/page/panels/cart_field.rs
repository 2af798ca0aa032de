//! A value edited as a shopping cart. It starts from what the client last read of the key.

use crate::explain::key_journey::words::shortened;
use crate::page::projection::cart::items;
use crate::page::state::{Action, DraftAction, Model};
use crate::page::widgets::controls::{PanelContext, typed_field};
use yew::prelude::*;

/// Most items shown; a value may be a megabyte.
const MOST_ITEMS: usize = 60;
/// Most characters shown of an item.
const LONGEST_ITEM: usize = 28;

pub fn cart_field(model: &Model, context: &PanelContext) -> Html {
    let cart = model.cart();
    let all = items(std::iter::once(&*cart));
    let chips = all.iter().take(MOST_ITEMS).map(|item| {
        let onclick = context.callback::<MouseEvent>(Action::Draft(DraftAction::RemoveItem((*item).to_owned())));
        let words = shortened(item, LONGEST_ITEM);
        html! {
            <li key={(*item).to_owned()}>
                <button type="button" class="chip" aria-label={format!("Remove {words}")} title={format!("Remove {words}")} {onclick}>
                    <bdi>{ words }</bdi><span aria-hidden="true">{ "×" }</span>
                </button>
            </li>
        }
    });
    let more = all.len().saturating_sub(MOST_ITEMS);
    let onsubmit = {
        let dispatch = context.dispatch.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            dispatch.dispatch(Action::Draft(DraftAction::AddItem));
        }
    };
    let typed = typed_field("Add an item", model.drafts.item.clone(), &context.dispatch, |typed| {
        Action::Draft(DraftAction::Item(typed))
    });
    html! {
        <div class="cart">
            <ul class="chips" aria-label="Items of the cart">{ for chips }</ul>
            <p class="quiet">
                { if more > 0 { format!("and {more} more") } else if all.is_empty() { "an empty cart".to_owned() } else { String::new() } }
            </p>
            <form class="row item" {onsubmit}>{ typed }<button type="submit">{ "Add" }</button></form>
        </div>
    }
}
