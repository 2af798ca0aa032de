//! The link that a teacher wants: the page's address, what the page is to be like, and the moment.

use super::locked::Locked;
use super::percent::{decoded, encoded};

/// Links beyond this many characters are cut by some mail and chat programs.
pub const COMFORTABLE: usize = 2_000;

/// What the page is to be like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// The word of its look; nothing leaves it to the reader's system.
    pub theme: &'static str,
    /// What is locked.
    pub locked: Locked,
    /// Whether it stands in a frame of another page.
    pub embedded: bool,
}

impl Wanted {
    /// The link, from the address of the present page and the fragment of a moment.
    pub fn link(self, address: &str, fragment: &str) -> String {
        let page = address.split(['?', '#']).next().unwrap_or_default();
        let locked = self.locked.words();
        let mut query = Vec::new();
        if self.embedded {
            query.push("embed".to_owned());
        }
        for (name, value) in
            [("theme", self.theme), ("lock", locked.as_str())].into_iter().filter(|pair| !pair.1.is_empty())
        {
            query.push(format!("{name}={value}"));
        }
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{page}{mark}{}{fragment}", query.join("&"))
    }
}

/// A value in a list such as `theme=dark&embed&key=a%20b`, with or without a mark before it; empty for a bare name.
pub fn value(list: &str, name: &str) -> Option<String> {
    pairs(list).find(|pair| pair.0 == name).map(|pair| pair.1)
}

/// The names and values of such a list.
pub fn pairs(list: &str) -> impl Iterator<Item = (&str, String)> {
    list.trim_start_matches(['?', '#']).split('&').filter(|part| !part.is_empty()).map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (name, decoded(value))
    })
}

/// Adds a name and a value to such a list.
pub fn add(list: &mut String, name: &str, value: &str) {
    list.push('&');
    list.push_str(name);
    list.push('=');
    list.push_str(&encoded(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_what_is_wanted_and_nothing_else() {
        let check =
            |wanted: Wanted, expect: &str| assert_eq!(wanted.link("https://a.b/c/?theme=x#old", "#1.g"), expect);
        check(Wanted::default(), "https://a.b/c/#1.g");
        let locked = Locked::of_words("faults,settings");
        check(
            Wanted { theme: "dark", locked, embedded: true },
            "https://a.b/c/?embed&theme=dark&lock=faults,settings#1.g",
        );
        check(Wanted { locked, ..Wanted::default() }, "https://a.b/c/?lock=faults,settings#1.g");
    }

    #[test]
    fn lists_are_read_as_they_were_written() {
        let mut list = "1.abc".to_owned();
        add(&mut list, "key", "a&b = c");
        add(&mut list, "pin", "3");
        assert_eq!(value(&list, "key").as_deref(), Some("a&b = c"));
        assert_eq!(value(&list, "pin").as_deref(), Some("3"));
        assert_eq!(value("?embed&theme=dark", "embed").as_deref(), Some(""));
        assert_eq!(value("?embed&theme=dark", "lock"), None);
        assert_eq!(pairs("").count(), 0);
    }
}
