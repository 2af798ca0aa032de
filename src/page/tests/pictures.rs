//! The pictures on the stage and beside it: stored keys, what a change of the ring moves, hash mod nodes, Merkle trees, the
//! overlap of R and W, and dots.

use super::driver::{Page, check_no_words, check_words};
use crate::explain::snapshot::OperationStatus;
use crate::page::projection::folding::Panel;
use crate::page::state::{Action, Explained, InspectorAction, LessonAction, LessonRequest, PlaybackAction, Track};
use serde_json::json;

fn lesson(id: &str, step: usize) -> Page {
    let path = format!("{}/www/lessons/{id}.json", env!("CARGO_MANIFEST_DIR"));
    let lesson_request = LessonRequest { id: id.to_owned(), step, scenario: false };
    let mut page = Page::open();
    page.lesson(LessonAction::Fetched(Box::new(lesson_request), Ok(std::fs::read_to_string(path).unwrap())));
    page
}

/// Locks in the first choice, and sees the outcome.
fn outcome(page: &mut Page) -> &mut Page {
    page.lesson(LessonAction::Choose(0)).lesson(LessonAction::Advance);
    while page.seen().css(".lesson-outcome").is_empty() {
        page.lesson(LessonAction::Advance);
    }
    page
}

fn dots(page: &Page) -> usize {
    page.seen().css(".key-dot").len()
}

#[test]
fn twenty_keys_are_written_at_one_press_seen_as_dots_and_taken_back_at_once() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    let (before, steps) = (page.model.world.frame.state.clone(), page.step().1);
    page.act(Action::WriteKeys(0.0));
    assert_eq!(page.step().0, page.step().1, "they are not watched one by one");
    let puts = page.model.world.playground().commands().count();
    assert_eq!((puts, dots(&page)), (21, 21), "real puts, and a dot for each key that is stored");
    check_words(&page.sentence(), &["21 keys are stored"]);
    let operations = page.model.world.frame.state.operations.clone();
    assert!(operations.iter().all(|operation| operation.status == OperationStatus::Ok), "{operations:?}");
    // The press is one thing to undo, and each of its steps can be gone back to.
    page.back();
    assert!(page.step().0 < page.step().1 && page.step().1 > steps);
    page.act(Action::Undo);
    assert_eq!(page.model.world.frame.state.operations, before.operations);
    page.act(Action::Redo).act(Action::WriteKeys(0.0));
    assert_eq!(dots(&page), 41, "another press writes other keys");
    page.act(Action::ShowKeys(false));
    assert_eq!(dots(&page), 0, "one control for all of them");
}

#[test]
fn a_dot_says_its_key_and_its_owner_and_selects_the_key() {
    let mut page = Page::open();
    page.act(Action::WriteKeys(0.0)).act(Action::Explain(Some(Explained::StoredKey(3))));
    let dot = page.model.world.key_dots()[3].clone();
    let owner = page.model.world.cluster.name_of(dot.owner.unwrap()).unwrap().to_owned();
    check_words(
        &page.seen().text_of(".because.pointed"),
        &[&format!("“{}” at ", dot.key), &format!("owned by {owner}.")],
    );
    let slider = page.seen().css(".key-dots").remove(0);
    check_words(&slider.name(), &["Keys on the ring, clockwise. 20 keys"]);
    check_words(&slider.attribute("aria-valuetext").unwrap(), &[&dot.key, &owner]);
    assert_eq!(page.seen().css(".key-dot.is-pointed").len(), 1);
    let pressed = |page: &Page| page.seen().one("button", "Keys on the ring").attribute("aria-pressed").unwrap();
    assert_eq!(pressed(&page), "true");
    page.act(Action::ChooseKey(dot.key.clone()));
    assert_eq!(page.model.journey.key, dot.key);
}

#[test]
fn a_join_and_a_leave_show_the_arcs_and_the_keys_that_have_another_owner() {
    let mut page = Page::open();
    page.act(Action::WriteKeys(0.0)).act(Action::ShowKeys(false)).add("F", "16").seek_end();
    let moved = page.model.world.key_dots().iter().filter(|dot| dot.from.is_some()).count();
    assert!(moved > 0 && moved < 12, "{moved}");
    assert_eq!(
        (dots(&page), page.seen().css(".key-dots .key-dot-moved").len()),
        (moved, moved),
        "those alone, when dots are off"
    );
    let arrows = page.seen().css(".key-move");
    let carried: usize =
        arrows.iter().map(|arrow| arrow.text().split(' ').next().unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(carried, moved, "each arrow says how many keys it stands for");
    assert_eq!(page.seen().css(".last-moved .moved-outline").len(), 1);
    check_words(&page.seen().text_of(".key-moves"), &[&format!("{moved} of 20"), "changed owner"]);
    let end = page.step().1;
    page.seek_start();
    assert_eq!(page.seen().css(".key-move").len(), 0, "nothing has moved at the start");
    page.act(Action::Playback(PlaybackAction::SeekMessage(end)));
    page.remove("F").seek_end();
    assert_eq!(page.seen().css(".key-dots .key-dot-moved").len(), moved, "a leave gives the same keys back");
}

#[test]
fn the_lesson_on_hash_mod_n_shows_hash_mod_n_and_what_one_node_more_moves() {
    let mut page = lesson("from-a-key-to-a-node", 1);
    let stage = |page: &Page| page.seen().css(".modulo-stage")[0].name();
    check_words(&stage(&page), &["200 sample keys on their nodes by hash mod 5."]);
    assert_eq!(page.seen().css(".modulo-key.moved").len(), 0);
    check_words(&page.sentence(), &["hash mod 5"]);
    outcome(&mut page);
    check_words(&stage(&page), &["hash mod 5 became hash mod 6", "new"]);
    let moved = page.seen().css(".modulo-key.moved").len();
    assert!(moved > 150, "{moved}");
    check_words(&page.sentence(), &[&format!("{moved} of 200 sample keys have another node")]);
}

#[test]
fn the_key_of_a_prediction_is_on_the_ring_and_its_walk_begins_when_it_is_locked_in() {
    for (id, step, key) in
        [("from-a-key-to-a-node", 2, "tea"), ("from-a-key-to-a-node", 3, "cheese"), ("preference-list", 1, "rice")]
    {
        let mut page = lesson(id, step);
        check_words(&page.seen().css(".key-pin")[0].name(), &[key]);
        assert!(page.seen().css(".mark").is_empty() && page.seen().css(".walk.unseen").len() == 1, "no walk yet");
        page.lesson(LessonAction::Choose(0)).lesson(LessonAction::Advance);
        assert!(page.model.playback.playing && page.model.playback.track == Track::KeyWalk, "{id}: the walk plays");
        check_words(&page.seen().text_of(".lesson-watch"), &["Watch the stage."]);
        for _ in 0..40 {
            page.act(Action::Playback(PlaybackAction::Depart)).act(Action::Playback(PlaybackAction::Arrive));
        }
        assert_eq!(page.seen().css(".lesson-outcome").len(), 1, "{id}: the outcome is there when the walk is over");
    }
}

#[test]
fn lessons_about_keys_that_move_show_the_keys() {
    for (id, step) in [
        ("from-a-key-to-a-node", 4),
        ("from-a-key-to-a-node", 5),
        ("membership", 1),
        ("membership", 2),
        ("virtual-nodes", 3),
    ] {
        let page = lesson(id, step);
        assert!(page.model.keys_shown && dots(&page) >= 12, "{id} {}: {}", step + 1, dots(&page));
    }
    let mut page = lesson("from-a-key-to-a-node", 4);
    outcome(&mut page);
    assert_eq!(page.seen().css(".key-dots .key-dot-moved").len(), 4, "what X took from D");
    assert_eq!(page.seen().css(".key-move").iter().map(|arrow| arrow.text()).collect::<Vec<_>>(), ["4 keys"]);
}

#[test]
fn stage_panel_sentence_and_measure_count_alike_what_a_comparison_of_trees_sent() {
    let mut page = lesson("repair", 3);
    outcome(&mut page);
    let exchange = page.model.world.exchange().unwrap();
    assert!(exchange.levels.len() >= 3, "three levels at least");
    let travelled = exchange.travelled;
    assert_eq!((travelled.hashes, travelled.keys, travelled.copies), (7, 1, 2));
    assert_eq!(page.seen().text_of(".trees-count"), "7 hashes, 1 key");
    check_words(
        &page.seen().text_of("div.trees"),
        &["7 hashes and 1 key (2 copies: each sends its own) have travelled"],
    );
    check_words(
        &page.seen().text_of(".lesson-outcome"),
        &["Keys found to differ: 1.", "7 hashes travelled", "1 key, 2 copies"],
    );
    let differs = |selector: &str| page.seen().css(selector).len();
    assert_eq!(
        (differs(".tree-mark.differs"), differs(".branch-box.differs")),
        (6, 6),
        "three levels in each of two trees"
    );
    let hashes: Vec<String> = page.seen().css(".tree-mark.differs text").iter().map(|mark| mark.text()).collect();
    assert!(hashes[..3].iter().zip(&hashes[3..]).all(|(ours, theirs)| ours != theirs), "{hashes:?}");
    // What was repaired stays on the stage, and so do the trees, until something else is commanded.
    page.give(json!({ "do": "wait", "ms": 50 })).seek_end();
    assert_eq!(page.seen().text_of(".trees-count"), "7 hashes, 1 key");
    page.put("Alice", "milk");
    assert!(page.seen().css(".stage-trees").is_empty());
}

#[test]
fn r_and_w_are_two_sets_and_the_words_say_who_is_in_both() {
    let mut page = Page::open();
    page.put("Alice", "milk").unfold(Panel::Overlap);
    let panel = |page: &Page| page.seen().text_of(".overlap");
    check_words(&panel(&page), &["Nobody has got the key yet.", "Alice’s put of “milk” (W = 2): acknowledged by"]);
    page.get("Bob");
    check_words(&panel(&page), &[" in both.", "R + W = 4, more than N = 3"]);
    assert_eq!(page.seen().css(".overlap-node").len(), 3, "the N replicas of the key");
    // A cut: the put and the get are on two sides.
    let mut page = lesson("stale-reads", 4);
    outcome(&mut page);
    check_words(&panel(&page), &["No node is in both: the get can miss the put.", "no home"]);
    assert!(!page.seen().css(".overlap-node.stand-in").is_empty());
}

#[test]
fn versions_are_drawn_as_dots_where_a_clock_would_hide_a_gap() {
    let mut page = lesson("dotted-versions", 0);
    outcome(&mut page);
    let dots = page.seen().text_of(".version-dots");
    check_words(&dots, &["v3", "Sx: has read 1; has not read 2; is 3", "the dot is kept apart"]);
    assert!(page.seen().css(".dot-gap").len() == 1 && page.seen().css(".dot-own").len() == 2, "v2 and v3: {dots}");
    // The same race with plain clocks: the picture shows what the clock hides.
    let mut page = lesson("plain-clocks", 1);
    outcome(&mut page);
    check_words(&page.seen().text_of(".version-dots"), &["has not read 2", "claims the gap"]);
    // Where no clock hides anything, a chosen version alone is drawn so.
    let mut page = Page::open();
    page.put("Alice", "milk").unfold(Panel::History);
    assert!(page.seen().css(".version-dots").is_empty());
    page.act(Action::Inspect(InspectorAction::Version(Some(0))));
    check_no_words(&page.seen().text_of(".version-dots"), &["not read"]);
}
