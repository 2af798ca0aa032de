//! Links to share: the page's address, options, and the moment.

use crate::scenario::locked::Locked;

/// Links of more characters than this are cut by some mail and chat programs.
pub const COMFORTABLE: usize = 2_000;

/// The options of a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ShareOptions {
    /// The theme's word; empty leaves it to the reader's system.
    pub theme: &'static str,
    /// The locked parts.
    pub locked: Locked,
    /// Whether the link is for embedding in another page.
    pub embedded: bool,
}

impl ShareOptions {
    /// The link, from the address of the present page, the parameters of an open lesson, and the fragment of a moment.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_what_is_wanted_and_nothing_else() {
        let check = |options: ShareOptions, expect: &str| {
            assert_eq!(options.link("https://a.b/c/?theme=x#old", "", "#1.g"), expect)
        };
        check(ShareOptions::default(), "https://a.b/c/#1.g");
        let locked = Locked::from_words("faults,settings");
        check(
            ShareOptions { theme: "dark", locked, embedded: true },
            "https://a.b/c/?embed&theme=dark&lock=faults,settings#1.g",
        );
        check(ShareOptions { locked, ..ShareOptions::default() }, "https://a.b/c/?lock=faults,settings#1.g");
        let lesson = ShareOptions { theme: "dark", ..ShareOptions::default() }.link(
            "https://a.b/?lesson=x",
            "lesson=ring&step=2",
            "",
        );
        assert_eq!(lesson, "https://a.b/?lesson=ring&step=2&theme=dark");
    }
}
