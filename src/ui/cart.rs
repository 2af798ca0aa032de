//! The shopping cart seen as a cart: a value that is a comma-separated set, as its items, and what a put did to it.

/// Items that a value may have to be seen as a cart, and characters of one.
const MOST_ITEMS: usize = 24;
const LONGEST_ITEM: usize = 24;

/// One item of a cart, against what the put had read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub name: String,
    /// What the put did to it.
    pub change: ItemChange,
}

/// What a put did to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemChange {
    /// It was in everything that the put had read.
    Kept,
    /// It was in nothing that the put had read.
    Added,
    /// One of the versions that were read had taken it out, another had not: it comes back. Section 4.4.
    Returned,
    /// It was read, and is not here any more.
    Removed,
}

impl ItemChange {
    /// Before the item, so that the change can be seen without its colour.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Kept => "",
            Self::Added => "+",
            Self::Returned => "↩",
            Self::Removed => "−",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "",
            Self::Added => "added: ",
            Self::Returned => "comes back: ",
            Self::Removed => "removed: ",
        }
    }
}

/// The items of a value, if it can be seen as a cart.
pub fn items(value: &str) -> Option<Vec<&str>> {
    if value.len() > MOST_ITEMS * (LONGEST_ITEM * 4 + 2) {
        return None;
    }
    let mut items: Vec<&str> = Vec::new();
    for item in value.split(',').map(str::trim).filter(|item| !item.is_empty()) {
        if item.chars().count() > LONGEST_ITEM || item.contains('\n') {
            return None;
        }
        if !items.contains(&item) {
            items.push(item);
        }
    }
    (1..=MOST_ITEMS).contains(&items.len()).then_some(items)
}

/// Whether a value looks like a cart by itself: more than one item.
pub fn looks_like_a_cart(value: &str) -> bool {
    items(value).is_some_and(|items| items.len() > 1)
}

/// What a put did to a cart: its items, then those that it took out. `read` are the carts that the put had read, each
/// with the carts that those had read in turn.
pub fn changes(value: &str, read: &[(Option<&str>, Vec<Option<&str>>)]) -> Option<Vec<Item>> {
    let own = items(value)?;
    let of = |value: &Option<&str>| value.and_then(items).unwrap_or_default();
    let before: Vec<(Vec<&str>, Vec<&str>)> =
        read.iter().map(|(value, earlier)| (of(value), earlier.iter().flat_map(of).collect())).collect();
    let change = |name: &str| {
        let holds = |(cart, _): &&(Vec<&str>, Vec<&str>)| cart.contains(&name);
        let took_out = |(cart, earlier): &(Vec<&str>, Vec<&str>)| !cart.contains(&name) && earlier.contains(&name);
        match before.iter().filter(holds).count() {
            0 => ItemChange::Added,
            _ if before.iter().any(took_out) => ItemChange::Returned,
            _ => ItemChange::Kept,
        }
    };
    let mut changed: Vec<Item> =
        own.iter().map(|name| Item { name: (*name).to_owned(), change: change(name) }).collect();
    for name in before.iter().flat_map(|(cart, _)| cart) {
        if !changed.iter().any(|item| item.name == **name) {
            changed.push(Item { name: (*name).to_owned(), change: ItemChange::Removed });
        }
    }
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, read: &[(Option<&str>, Vec<Option<&str>>)], expect: &str) {
        let changed = changes(value, read).unwrap();
        let told: Vec<String> = changed.iter().map(|item| format!("{}{}", item.change.mark(), item.name)).collect();
        assert_eq!(told.join(" "), expect);
    }

    #[test]
    fn a_cart_is_a_set_of_short_items() {
        assert_eq!(items("milk, bread ,milk,"), Some(vec!["milk", "bread"]));
        assert_eq!(items("milk"), Some(vec!["milk"]));
        assert_eq!(items(" , "), None);
        assert_eq!(items(&"x".repeat(25)), None);
        assert_eq!(items(&"a,".repeat(1 << 19)), None);
        assert!(looks_like_a_cart("milk,bread") && !looks_like_a_cart("milk") && !looks_like_a_cart(""));
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
