//! Two worlds side by side: the same commands to both, one film, and where they part.

use super::driver::{Page, check_no_words, check_words};
use crate::dynamo::versioning::Versioning;
use crate::page::projection::two_worlds::Difference;
use crate::page::state::{Action, PlaybackAction};
use crate::scenario::{Quorum, Scenario};
use serde_json::json;

fn beside(page: &mut Page, difference: Difference) {
    page.act(Action::Compare(Some(difference)));
}

/// What is said in a world.
fn said(page: &Page, world: &str) -> String {
    page.seen().one("region", world).css(".sentence")[0].text()
}

fn both(page: &Page) -> (String, String) {
    (said(page, "Sloppy quorum"), said(page, "Strict quorum"))
}

fn divergences(page: &Page) -> String {
    page.seen().one("region", "Where they differ").text()
}

fn crash_three(page: &mut Page) {
    for name in ["C", "D", "E"] {
        page.give(json!({ "do": "crash", "name": name }));
    }
}

/// Strict beside sloppy quorums, with three homes down, and a put.
fn parted() -> Page {
    let mut page = Page::open();
    beside(&mut page, Difference::Quorum(Quorum::Strict));
    crash_three(&mut page);
    page.put("Alice", "milk");
    page
}

#[test]
fn one_put_is_done_the_other_fails_and_the_page_says_where() {
    let mut page = parted();
    check_words(
        &divergences(&page),
        &["First difference: step ", "Left: Alice hears that the put is done", "Right: Alice’s put failed"],
    );
    let end = page.model.comparison.as_ref().unwrap().end.clone().unwrap();
    page.act(Action::Playback(PlaybackAction::SeekBoth(end.step)));
    check_words(&said(&page, "Sloppy quorum"), &["Alice hears that the put is done"]);
    page.seek_end();
    check_words(&said(&page, "Strict quorum"), &["put failed"]);
    let at_end = both(&page);
    assert_ne!(both(page.back().back().back()), at_end);
    assert_eq!(both(page.seek_end()), at_end, "and back to the same");
    page.act(Action::Compare(None));
    assert_eq!(page.seen().count("region", "Strict quorum"), 0);
    assert_eq!((page.seen().css(".sentence").len(), page.sentence()), (1, at_end.0), "the first world is where it was");
}

#[test]
fn what_a_setting_cannot_matter_to_is_the_same_in_both() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Alice", "milk");
    beside(&mut page, Difference::R(1));
    page.seek_end();
    check_words(&divergences(&page), &["So far the same happens in both"]);
    check_no_words(&divergences(&page), &["First difference"]);
}

#[test]
fn both_worlds_are_stepped_together_forward_and_back_through_the_same() {
    let mut page = parted();
    let last = page.seek_start().step().1;
    let mut seen = vec![both(&page)];
    for _ in 0..last {
        seen.push(both(page.forward()));
    }
    let moves: Vec<(bool, bool)> =
        seen.windows(2).map(|pair| (pair[0].0 != pair[1].0, pair[0].1 != pair[1].1)).collect();
    assert!(moves.iter().all(|(left, right)| *left || *right), "no step in which nothing happens");
    // The operator's crashes and Alice's put come to both at once; then each goes its own way.
    assert_eq!(moves[..4], [(true, true); 4], "{seen:?}");
    assert!(moves[4..].iter().any(|(left, _)| *left) && moves[4..].iter().any(|(_, right)| *right));
    assert!(moves.iter().any(|(left, right)| left != right), "and not everything happens in both");
    for step in (0..last).rev() {
        assert_eq!(both(page.back()), seen[step], "step {step}, on the way back");
    }
}

#[test]
fn whatever_is_chosen_beside_it_is_a_second_world_and_is_given_the_same_commands() {
    let choices = Difference::choices(&Scenario::default());
    let options =
        Page::open().seen().one("combobox", "Compare with the same history, one thing changed").texts("option");
    assert_eq!(options[0], "–");
    assert!(options.len() > 10 && options.len() == choices.len() + 1, "{options:?}");
    for (difference, words) in choices.into_iter().zip(&options[1..]) {
        let mut page = Page::open();
        beside(&mut page, difference);
        let title = |side: &str| page.seen().text_of(&format!(".world.{side} > h2"));
        let (left, right) = (title("left"), title("right"));
        assert_eq!(right.to_lowercase(), words.to_lowercase());
        assert_ne!(left, right);
        page.put("Alice", "milk");
        let stored = |side: &str| {
            let seats = page.seen().css(&format!(".world.{side} .seat-button"));
            seats.iter().filter(|seat| seat.name().contains("stores “milk”")).count()
        };
        assert_eq!(stored("left"), 3, "{words}");
        if difference != Difference::Modulo {
            let copies = if let Difference::N(n) = difference { n } else { 3 };
            assert_eq!(stored("right"), copies, "{words}");
            check_no_words(&page.seen().text_of(".world.right .sentence"), &["Refused"]);
        }
        assert_eq!(page.refusals(), Vec::<String>::new(), "{words}");
    }
}

#[test]
fn what_happened_before_is_played_again_in_the_second_world_and_last_write_wins_loses_a_sibling() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Bob", "milk");
    beside(&mut page, Difference::Versioning(Versioning::LastWriteWins));
    page.get("Bob");
    check_words(&page.seen().one("region", "Dotted versions").text(), &["2 siblings"]);
    check_no_words(&page.seen().one("region", "Last write wins").text(), &["siblings"]);
    check_words(&divergences(&page), &["First difference"]);
}

/// How many of how many keys moved, by the words beside `hash mod nodes`: by the rule, and on the ring.
fn moved(page: &Page) -> [(usize, usize); 2] {
    let words = page.seen().text_of(".world.right .sentence");
    let pair = |part: &str| {
        let numbers: Vec<usize> = part.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        (numbers[0], numbers[1])
    };
    let rule = words.split(": ").nth(1).unwrap_or_else(|| panic!("{words}"));
    [pair(rule), pair(words.split("On the ring ").nth(1).unwrap_or_else(|| panic!("{words}")))]
}

#[test]
fn the_ring_stands_beside_hash_mod_nodes_with_what_a_join_moves_in_each_until_the_next_command() {
    let mut page = Page::open();
    beside(&mut page, Difference::Modulo);
    check_words(
        &page.seen().text_of(".world.right .sentence"),
        &["200 sample keys", "Let a node join or leave", "is E’s on the ring"],
    );
    assert_eq!(page.seen().css(".world.right .modulo-key").len(), 200);
    // Before anything was asked an edit begins another history, and the two worlds stay.
    page.add("F", "8");
    let [modulo, ring] = moved(&page);
    assert!(modulo.0 > 150 && ring.0 > 0 && ring.0 < 70, "{modulo:?} {ring:?}");
    assert_eq!(page.seen().css(".world.right .modulo-key.moved").len(), modulo.0);
    assert!(page.seen().css(".world.left .moved-outline").len() == 1, "the arcs on the ring");
    // Stored keys are placed in both, and what moved stays until something else is commanded.
    page.act(Action::WriteKeys(0.0)).add("G", "8").seek_end();
    let [modulo, ring] = moved(&page);
    assert_eq!((modulo.1, ring.1), (20, 20));
    assert!(modulo.0 > ring.0, "{modulo:?} {ring:?}");
    assert_eq!(page.seen().css(".world.left .key-dots .key-dot-moved").len(), ring.0);
    assert_eq!(page.seen().css(".world.left .last-moved .moved-outline").len(), 1);
    page.give(json!({ "do": "wait", "ms": 100 })).seek_end();
    assert_eq!(moved(&page), [modulo, ring], "time alone closes nothing");
    page.put("Alice", "milk");
    assert!(
        page.seen().css(".world.left .key-dots .key-dot-moved").is_empty(),
        "the next command is about something else"
    );
}

/// Two worlds whose messages have other numbers: strict beside sloppy quorums, and a put that only one of them gives to
/// stand-ins.
fn numbered_otherwise() -> Page {
    let mut page = Page::open();
    beside(&mut page, Difference::Quorum(Quorum::Strict));
    crash_three(&mut page);
    page.put("Alice", "milk").asks("Bob", Action::Get(0.0));
    page
}

/// The messages in flight in each world: number, and from whom to whom.
fn in_flight(page: &Page) -> [Vec<(u32, String)>; 2] {
    let comparison = page.model.comparison.as_ref().unwrap();
    [&page.model.world, &comparison.world].map(|world| {
        let messages = world.frame.state.messages.iter();
        messages.map(|message| (message.id, format!("{:?} {} {}", message.kind, message.from, message.to))).collect()
    })
}

#[test]
fn a_dropped_message_is_the_one_that_was_pointed_at_and_the_same_in_the_other_world() {
    for in_second_world in [false, true] {
        let mut page = numbered_otherwise();
        let [first, second] = in_flight(&page);
        let asks =
            |messages: &[(u32, String)]| messages.iter().find(|(_, what)| what.contains("Bob")).cloned().unwrap();
        let (left, right) = (asks(&first), asks(&second));
        assert!(left.0 != right.0 && left.1 == right.1, "{left:?} {right:?}");
        let number = if in_second_world { right.0 } else { left.0 };
        page.act(Action::DropMessage { number, in_second_world, progress: 0.0 });
        let doomed = |page: &Page| {
            let comparison = page.model.comparison.as_ref().unwrap();
            [(&page.model.world, left.0), (&comparison.world, right.0)].map(|(world, number)| {
                let messages = &world.frame.state.messages;
                messages.iter().all(|message| message.id != number || message.doomed)
            })
        };
        assert_eq!(doomed(&page), [true, true]);
        assert_eq!(page.refusals(), [""; 0]);
    }
}

#[test]
fn a_message_that_only_one_world_has_is_dropped_there_and_the_other_says_so() {
    for in_second_world in [false, true] {
        let mut page = numbered_otherwise();
        let own = usize::from(in_second_world);
        // On, until something flies in one world alone.
        let found = (0..60).find_map(|_| {
            let flying = in_flight(&page);
            let alone = flying[own].iter().find(|(_, what)| !flying[1 - own].iter().any(|(_, other)| other == what));
            let alone = alone.map(|(number, _)| *number);
            if alone.is_none() {
                page.forward();
            }
            alone
        });
        let Some(number) = found else { continue };
        page.act(Action::DropMessage { number, in_second_world, progress: 0.0 });
        let silent = if in_second_world { "Sloppy quorum" } else { "Strict quorum" };
        assert_eq!(said(&page, silent), "Refused here. No such message is in flight.");
        let flying = in_flight(&page);
        let comparison = page.model.comparison.as_ref().unwrap();
        let world = if in_second_world { &comparison.world } else { &page.model.world };
        let doomed = world.frame.state.messages.iter().all(|message| message.id != number || message.doomed);
        assert!(doomed, "{flying:?}");
    }
}
