//! The link that a teacher wants: the page's address, what the page is to be like, and the moment.

use super::locked::Locked;
use form_urlencoded::Parse;

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
    /// The link, from the address of the present page, the parameters of a lesson if one is taken, and the fragment of a
    /// moment.
    pub fn link(self, address: &str, lesson: &str, fragment: &str) -> String {
        let page = address.split(['?', '#']).next().unwrap_or_default();
        let locked = self.locked.words();
        let mut query = Vec::new();
        if !lesson.is_empty() {
            query.push(lesson.to_owned());
        }
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

/// The first value of a name in a list such as `theme=dark&embed&key=a%20b`, with or without a mark before it; empty for a
/// bare name.
pub fn value(list: &str, name: &str) -> Option<String> {
    pairs(list).find(|pair| pair.0 == name).map(|pair| pair.1.into_owned())
}

/// The names and values of such a list.
pub fn pairs(list: &str) -> Parse<'_> {
    form_urlencoded::parse(list.trim_start_matches(['?', '#']).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_what_is_wanted_and_nothing_else() {
        let check =
            |wanted: Wanted, expect: &str| assert_eq!(wanted.link("https://a.b/c/?theme=x#old", "", "#1.g"), expect);
        check(Wanted::default(), "https://a.b/c/#1.g");
        let locked = Locked::of_words("faults,settings");
        check(
            Wanted { theme: "dark", locked, embedded: true },
            "https://a.b/c/?embed&theme=dark&lock=faults,settings#1.g",
        );
        check(Wanted { locked, ..Wanted::default() }, "https://a.b/c/?lock=faults,settings#1.g");
        let lesson =
            Wanted { theme: "dark", ..Wanted::default() }.link("https://a.b/?lesson=x", "lesson=ring&step=2", "");
        assert_eq!(lesson, "https://a.b/?lesson=ring&step=2&theme=dark");
    }

    #[test]
    fn lists_are_read_as_browsers_and_earlier_builds_write_them() {
        let list = "#1.abc&key=a%26b%20%3d+c&pin=3";
        assert_eq!(value(list, "key").as_deref(), Some("a&b = c"));
        assert_eq!(value(list, "pin").as_deref(), Some("3"));
        assert_eq!(value("key=%zz%f", "key").as_deref(), Some("%zz%f"));
        assert_eq!(value("?embed&theme=dark", "embed").as_deref(), Some(""));
        assert_eq!(value("?embed&theme=dark", "lock"), None);
        assert_eq!(pairs("").count(), 0);
    }
}
