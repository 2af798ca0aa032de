//! The page as a whole: the first view, the bar above, and what lies over the page.

use super::driver::{Page, check_named, check_words};
use crate::page::shell::first_view::first_view;
use crate::page::state::{Action, Opening, Theme, Window};

#[test]
fn the_first_view_has_the_ring_the_key_the_sentence_and_the_controls() {
    for narrow in [false, true] {
        let html = pollster::block_on(first_view(narrow));
        let seen = super::seen::Seen::of(&html);
        check_words(
            &seen.text(),
            &["Which of them keep “cart-deborah”?", "Where does it go?", "The key’s journey", "Step 0 of 8"],
        );
        let seat = "Node A: 8 tokens, 23.2\u{202f}% of the ring";
        check_named(
            &seen,
            &[
                ("button", seat),
                ("button", "Client Alice"),
                ("group", "The ring"),
                ("button", "Play"),
                ("button", "To the end"),
            ],
        );
        assert!(!html.contains("style=\""), "the policy of the page lets no element have styles of its own");
    }
}

#[test]
fn the_bar_above_leads_everywhere() {
    let seen = Page::open().seen();
    let bar = seen.all("banner").remove(0);
    check_words(&bar.text(), &["Ringside", "5 nodes, 40 tokens; N = 3, R = 2, W = 2"]);
    check_named(&bar, &["Stage", "Laboratories", "Lessons", "Share or save", "Keyboard"].map(|name| ("button", name)));
    assert!(bar.one("button", "Stage").is("aria-pressed"));
    let look = bar.one("combobox", "Look");
    assert_eq!(look.texts("option"), Theme::ALL.map(Theme::label));
    for theme in Theme::ALL {
        let page = Page::with(Opening { theme, ..Opening::default() });
        assert_eq!(page.seen().one("combobox", "Look").value(), theme.label());
    }
}

#[test]
fn the_help_lists_the_keys_of_a_remote_and_all_others() {
    let mut page = Page::open();
    page.act(Action::Help(true));
    assert!(page.model.help);
    let help = page.seen().dialog("Help");
    check_words(&help.text(), &["Page Down, Page Up", ". or B", "Space", "→, ←", "L", "Home, End", "Licenses"]);
    check_named(&help, &[("button", "Close")]);
}

#[test]
fn in_every_theme_and_window_the_same_stands_on_the_page() {
    let text = |theme, narrow| {
        let opening = Opening { theme, window: Window { narrow, broad: !narrow, still: true }, ..Opening::default() };
        Page::with(opening)
            .put("Alice", "milk")
            .seen()
            .all("region")
            .iter()
            .map(|region| region.name())
            .collect::<Vec<_>>()
    };
    let usual = text(Theme::System, false);
    assert!(usual.len() >= 4, "{usual:?}");
    for theme in Theme::ALL {
        for narrow in [false, true] {
            assert_eq!(text(theme, narrow), usual);
        }
    }
}
