//! The journey of a key: bytes, digest, angle, walk.

use super::driver::{Page, check_named, check_words};
use crate::explain::key_journey::Stage;
use crate::page::state::{Action, PlaybackAction, Section};

fn listed(page: &Page) -> Vec<String> {
    let lists = page.seen().all("list").into_iter().find(|list| list.name() == "Preference list");
    lists.map(|list| list.texts("listitem")).unwrap_or_default()
}

fn md5(key: &str) -> String {
    format!("{:x}", md5::compute(key))
}

#[test]
fn the_page_opens_with_a_question_a_key_typed_and_nothing_known_yet() {
    let page = Page::open();
    let seen = page.seen();
    assert_eq!(seen.one("textbox", "Key").value(), "cart-deborah");
    check_words(&page.sentence(), &["5 nodes share a ring. Which of them keep “cart-deborah”?"]);
    assert!(listed(&page).is_empty());
    assert_eq!(seen.css("button.primary").len(), 1);
}

#[test]
fn a_keys_digest_angle_struck_out_tokens_and_list_can_be_read_from_the_page() {
    for key in ["cart-deborah", "cart-paul", "cart-bob", "ключ 🗝"] {
        let mut page = Page::open();
        page.act(Action::TypeKey(key.to_owned())).seek_end();
        let ring = page.model.world.cluster.ring.clone();
        let position = crate::dynamo::key::Key::new(key).unwrap().position();
        assert_eq!(position.to_string(), md5(key));
        // The walk of Section 4.3, done by hand: clockwise, each node once.
        let tokens = ring.tokens();
        let first = tokens.iter().position(|token| token.position >= position).unwrap_or(0);
        let (mut replicas, mut struck) = (Vec::new(), Vec::new());
        for token in tokens.iter().cycle().skip(first) {
            let name = page.model.world.cluster.names[token.owner.index()].clone();
            if replicas.len() == 3 {
                break;
            }
            if replicas.contains(&name) { struck.push(name) } else { replicas.push(name) }
        }
        let list: Vec<String> =
            listed(&page).iter().map(|item| item.split(' ').next_back().unwrap().to_owned()).collect();
        assert_eq!(list, replicas, "{key}");
        let out: Vec<String> = page.seen().one("list", "Struck out").texts("listitem");
        assert_eq!(out.len(), struck.len(), "{key}: {out:?}");
        for (words, name) in out.iter().zip(&struck) {
            check_words(words, &[&format!("{name} is on the list already")]);
        }
        page.back().show(Section::Journey);
        let stages = page.seen().one("list", "The key’s journey").texts("listitem");
        check_words(&stages[0], &[&key.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")]);
        let digits: String = stages[1].chars().filter(char::is_ascii_hexdigit).collect();
        assert!(digits.ends_with(&md5(key)), "{stages:?}");
    }
}

#[test]
fn the_walk_stops_at_each_token_and_says_why_it_strikes_one_out() {
    let mut page = Page::open();
    let said: Vec<String> = (0..8).map(|_| page.forward().sentence()).collect();
    assert_eq!(page.step(), (8, 8));
    check_words(&said[0], &["“cart-deborah” is 12 bytes"]);
    check_words(&said[1], &["MD5 makes 128 bits"]);
    check_words(&said[2], &[&format!("{}… lies 25.0° clockwise", &md5("cart-deborah")[..4])]);
    check_words(&said[3], &["the first token is E’s: E is first on the list"]);
    assert_eq!(said[5], "E is on the list already: a second copy on the same machine would be lost with it.");
    assert_eq!(said[7], "E, D and C keep “cart-deborah”: 3 distinct nodes, N = 3.");
}

#[test]
fn the_list_builds_up_and_taking_steps_back_takes_nodes_off_it_again() {
    let mut page = Page::open();
    let counts = [(3, 0), (4, 1), (5, 2), (6, 2), (7, 3), (8, 3)];
    for (step, count) in counts.into_iter().chain(counts.into_iter().rev()) {
        assert_eq!(listed(page.act(Action::Playback(PlaybackAction::Seek(step)))).len(), count, "after {step} steps");
    }
}

#[test]
fn before_the_walk_each_stage_says_what_will_come() {
    let mut page = Page::open();
    let stages = |page: &Page| page.seen().one("list", "The key’s journey").texts("listitem");
    let to_come = ["the key in UTF-8", "128 bits that look random", "its place on the ring", "clockwise to 3 nodes"];
    for (said, expected) in stages(&page).iter().zip(to_come) {
        check_words(said, &[expected]);
    }
    let after_one = stages(page.forward());
    assert!(!after_one[0].contains(to_come[0]), "{after_one:?}");
    check_words(&after_one[1], &[to_come[1]]);
    let after_all = stages(page.seek_end().back().show(Section::Journey));
    assert!(to_come.iter().all(|words| !after_all.iter().any(|said| said.contains(words))), "{after_all:?}");
}

#[test]
fn a_stage_can_be_chosen_and_the_walk_replayed() {
    let mut page = Page::open();
    page.forward().act(Action::GoToStage(Stage::Angle));
    assert_eq!(page.step(), (3, 8));
    let stages = page.seen().one("list", "The key’s journey").all("button");
    assert_eq!(stages[2].attribute("aria-current").as_deref(), Some("step"));
    page.act(Action::Walk).act(Action::Playback(PlaybackAction::Arrive));
    assert_eq!(page.step(), (1, 8));
    check_named(&page.seen(), &[("button", "Pause")]);
}

#[test]
fn after_the_walk_putting_the_key_is_offered() {
    let seen = Page::open().seek_end().seen();
    assert_eq!(seen.one("button", "Put").attribute("class").as_deref(), Some("primary"));
}

#[test]
fn a_key_that_is_empty_or_too_long_is_refused_and_the_last_good_one_stays() {
    let mut page = Page::open();
    for (given, expected) in
        [("".to_owned(), "Type a key of 1 to 1,024 bytes."), ("x".repeat(1025), "Type a key of 1 to 1,024 bytes.")]
    {
        page.act(Action::TypeKey(given.clone()));
        check_words(&page.seen().text_of("#key-refused"), &[expected]);
        assert!(page.seen().one("textbox", "Key").is("aria-invalid"));
        check_words(&page.sentence(), &["“cart-deborah”"]);
    }
    page.act(Action::TypeKey("x".repeat(1024)));
    assert_eq!(page.seen().text_of("#key-refused"), "");
    check_words(&page.forward().sentence(), &["is 1,024 bytes"]);
}
