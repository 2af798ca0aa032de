//! The shopping cart: a value that is a set of items with commas between them, as `reconcile` by union reads it.

/// The items of a cart, each once, in the order of first appearance.
pub fn items<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut items: Vec<&str> = Vec::new();
    for item in values.flat_map(|value| value.split(',')).map(str::trim).filter(|item| !item.is_empty()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items
}

/// The cart with what was typed put in: one item, or several with commas between them.
pub fn with(cart: &str, typed: &str) -> String {
    items([cart, typed].into_iter()).join(",")
}

/// The cart without one item.
pub fn without(cart: &str, item: &str) -> String {
    let mut items = items(std::iter::once(cart));
    items.retain(|known| *known != item);
    items.join(",")
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
}
