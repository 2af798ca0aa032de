//! Shopping carts: a value read as a set of items separated by commas, as `reconcile` by union does.

use crate::explain::key_journey::words::{EMPTY_CART, is_empty_cart};

/// The items of these carts, each once, in order of first appearance.
pub fn items<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut items: Vec<&str> = Vec::new();
    for item in values.flat_map(|value| value.split(',')).map(str::trim).filter(|item| !item.is_empty()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items
}

/// The cart with the typed text added: one item, or several separated by commas.
pub fn with(cart: &str, typed: &str) -> String {
    items([cart, typed].into_iter()).join(",")
}

pub fn without(cart: &str, item: &str) -> String {
    let mut items = items(std::iter::once(cart));
    items.retain(|known| *known != item);
    items.join(",")
}

/// Limits for showing a value as a cart: the number of items, and the bytes of one.
const MOST_ITEMS: usize = 24;
const LONGEST_ITEM: usize = 40;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemChange {
    /// It was in everything that the put had read.
    Kept,
    /// It was in nothing that the put had read.
    Added,
    /// It was missing from one of the versions that were read but present in another: a deleted item reappears. Section
    /// 4.4.
    Returned,
    /// It was read, and the put left it out.
    Removed,
}

impl ItemChange {
    /// The sign shown before the item, and its meaning.
    pub fn sign(self) -> (&'static str, &'static str) {
        match self {
            Self::Kept => ("", ""),
            Self::Added => ("+", "added: "),
            Self::Returned => ("↩", "comes back: "),
            Self::Removed => ("−", "removed: "),
        }
    }
}

/// A value as a cart in words: `beer, bread`, `(empty cart)`, `(deleted)`; as it is if it is no cart.
pub fn cart_words(value: Option<&str>) -> String {
    match value {
        None => "(deleted)".to_owned(),
        Some(value) if is_empty_cart(value) => EMPTY_CART.to_owned(),
        Some(value) => as_cart(value).map_or_else(|| value.to_owned(), |items| items.join(", ")),
    }
}

/// The items of a value, if they are few and short enough for a cart.
pub fn as_cart(value: &str) -> Option<Vec<&str>> {
    if value.len() > MOST_ITEMS * LONGEST_ITEM {
        return None;
    }
    let items = items(std::iter::once(value));
    let short = items.iter().all(|item| item.len() <= LONGEST_ITEM && !item.contains('\n'));
    (short && (1..=MOST_ITEMS).contains(&items.len())).then_some(items)
}

/// What a put did to a cart: its items, then those that it removed. `read` holds the values that the put had read, each
/// with the values that their own puts had read.
pub fn changes<'a>(value: &'a str, read: &[(Option<&'a str>, Vec<Option<&'a str>>)]) -> Vec<(&'a str, ItemChange)> {
    let before: Vec<(Vec<&str>, Vec<&str>)> = read
        .iter()
        .map(|(cart, earlier)| (items(cart.iter().copied()), items(earlier.iter().flatten().copied())))
        .collect();
    let change = |item: &str| {
        let took_out = |(cart, earlier): &(Vec<&str>, Vec<&str>)| !cart.contains(&item) && earlier.contains(&item);
        match before.iter().any(|(cart, _)| cart.contains(&item)) {
            false => ItemChange::Added,
            true if before.iter().any(took_out) => ItemChange::Returned,
            true => ItemChange::Kept,
        }
    };
    let own = items(std::iter::once(value));
    let mut changed: Vec<(&str, ItemChange)> = own.iter().map(|item| (*item, change(item))).collect();
    for item in items(read.iter().filter_map(|(cart, _)| *cart)) {
        if !own.contains(&item) {
            changed.push((item, ItemChange::Removed));
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cart_holds_each_item_once() {
        assert_eq!(items(["milk, bread", "bread,,eggs "].into_iter()), ["milk", "bread", "eggs"]);
        assert_eq!(with("", "milk"), "milk");
        assert_eq!(with("milk", " bread , milk"), "milk,bread");
        assert_eq!(with("milk", "  "), "milk");
        assert_eq!(without("milk,bread", "milk"), "bread");
        assert_eq!(without("milk", "milk"), "");
        assert_eq!(without("milk", "bread"), "milk");
    }

    fn check(value: &str, read: &[(Option<&str>, Vec<Option<&str>>)], expect: &str) {
        let signed = changes(value, read).into_iter().map(|(item, change)| format!("{}{item}", change.sign().0));
        assert_eq!(signed.collect::<Vec<_>>().join(" "), expect);
    }

    #[test]
    fn few_short_items_are_seen_as_a_cart() {
        assert_eq!(as_cart("milk, bread"), Some(vec!["milk", "bread"]));
        assert_eq!(as_cart("milk"), Some(vec!["milk"]));
        for value in ["", " , ", "two\nlines", &"x".repeat(41), &"a,".repeat(1 << 19)] {
            assert_eq!(as_cart(value), None);
        }
    }

    #[test]
    fn items_are_added_and_removed_against_what_was_read() {
        check("milk", &[], "+milk");
        check("milk,bread", &[(Some("milk"), vec![])], "milk +bread");
        check("bread", &[(Some("milk,bread"), vec![])], "bread −milk");
        check("milk", &[(None, vec![Some("eggs")])], "+milk");
    }

    #[test]
    fn a_removed_item_comes_back_when_siblings_are_merged() {
        let read = [(Some("milk,eggs,bread"), vec![Some("milk,eggs")]), (Some("milk"), vec![Some("milk,eggs")])];
        check("milk,eggs,bread", &read, "milk ↩eggs bread");
    }
}
