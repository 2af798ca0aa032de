//! A value shown as text, or as the items of a cart.

use crate::explain::key_journey::words::{quoted_value, shortened};
use crate::explain::version_history::VersionHistory;
use crate::page::projection::cart::{ItemChange, as_cart, changes};
use crate::page::widgets::line_breaks::in_items;
use yew::prelude::*;

/// Most characters of a value in its tooltip; the value may be a megabyte.
const LONGEST_TITLE: usize = 2_000;

pub fn value_view(value: Option<&str>, cart: bool) -> Html {
    if let Some(items) = value.filter(|_| cart).and_then(as_cart) {
        let chips = items.iter().map(|item| (*item, ItemChange::Kept)).collect::<Vec<_>>();
        return html! { <span class="chips">{ for chips.iter().enumerate().map(chip) }</span> };
    }
    let whole = shortened(value.unwrap_or_default(), LONGEST_TITLE);
    let words = value.map_or_else(|| "deleted".to_owned(), quoted_value);
    html! { <span class="value" title={whole}>{ in_items(&words) }</span> }
}

/// A version's cart, marked with what its put did to the items; nothing if it is no cart.
pub fn changes_view(history: &VersionHistory, index: usize) -> Html {
    let value = |index: &usize| history.versions.get(*index).and_then(|version| version.value.as_deref());
    let parents =
        |index: usize| history.versions.get(index).map(|version| version.parents.as_slice()).unwrap_or_default();
    let Some(own) = value(&index).filter(|own| as_cart(own).is_some()) else { return html! { <span /> } };
    let read: Vec<(Option<&str>, Vec<Option<&str>>)> =
        parents(index).iter().map(|parent| (value(parent), parents(*parent).iter().map(value).collect())).collect();
    let changed = changes(own, &read);
    html! { <p class="chips" aria-label="The cart">{ for changed.iter().enumerate().map(chip) }</p> }
}

fn chip((index, (item, change)): (usize, &(&str, ItemChange))) -> Html {
    let (sign, words) = change.sign();
    let class = match change {
        ItemChange::Kept => "chip",
        ItemChange::Added | ItemChange::Returned => "chip more",
        ItemChange::Removed => "chip less",
    };
    let item = shortened(item, LONGEST_TITLE);
    html! {
        <span key={index} {class} title={format!("{words}{item}")}>
            <span aria-hidden="true">{ sign }</span>
            <span class="for-readers">{ words }</span>
            <span>{ item }</span>
            <span class="for-readers">{ ", " }</span>
        </span>
    }
}
