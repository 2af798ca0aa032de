//! The first minute: the stories, the numbers of the ring, the way back, and what is told before it is played.

use super::driver::{Page, check_named, check_no_words, check_words};
use super::lessons::open_cart;
use crate::page::forms::cluster_edit::{Edit, QuorumLetter};
use crate::page::projection::two_worlds::Difference;
use crate::page::state::{Action, EditedField, LessonAction, Opening, PlaybackAction, Section, Story, Track};
use crate::scenario::Quorum;
use crate::scenario::locked::{Locked, Part};
use serde_json::json;

fn undo_title(page: &Page) -> String {
    page.seen().one("button", "Undo").attribute("title").unwrap_or_default()
}

#[test]
fn after_the_walk_the_stories_are_offered_and_each_press_says_what_the_next_one_does() {
    let mut page = Page::open();
    let offered = |page: &Page| page.seen().count("group", "Watch a story");
    assert_eq!(offered(&page), 0, "the walk comes first");
    page.act(Action::Walk).seek_end();
    let stories = page.seen().one("group", "Watch a story");
    assert_eq!(stories.names("button"), Story::ALL.map(Story::title));
    check_words(&stories.text(), &["a stroke across the ring: it cuts the network"]);
    page.act(Action::Tell(Story::PutAndGet));
    let card = page.seen().one("group", "The story");
    check_words(&card.text(), &["A put and a get", "1 of 2"]);
    check_named(&card, &[("button", "Next: Bob gets “cart-deborah”"), ("button", "End the story")]);
    check_words(&page.seek_end().sentence(), &["Alice hears that the put is done"]);
    page.act(Action::TellOn).seek_end();
    check_words(&page.seen().one("group", "The story").text(), &["The end. Try: ", "Another story"]);
    page.act(Action::EndStory);
    check_words(&page.seen().text_of(".stories"), &["Watch a story", "begins a new history on this ring"]);
    let locked = Locked::default().toggled(Part::Faults);
    let mut page = Page::with(Opening { locked, ..Opening::default() });
    page.act(Action::Walk).seek_end();
    assert_eq!(offered(&page), 0, "a story does what is locked");
}

#[test]
fn a_story_goes_on_after_a_reload() {
    let mut page = Page::open();
    page.act(Action::Tell(Story::NodeDies)).act(Action::TellOn);
    let next = |page: &Page| page.seen().one("group", "The story").names("button");
    let again = Page::with(Opening { work: Some(page.model.work()), ..Opening::default() });
    assert_eq!(next(&again), next(&page));
}

#[test]
fn the_numbers_of_the_ring_go_up_and_down_and_say_what_follows() {
    let mut page = Page::open();
    let numbers = |page: &mut Page| page.show(Section::Cluster).seen().one("group", "The ring in numbers");
    let names =
        ["N", "R", "W", "nodes", "tokens per node"].map(|name| [format!("Less: {name}"), format!("More: {name}")]);
    let seen = numbers(&mut page);
    assert_eq!(seen.names("button"), names.concat());
    check_words(&seen.text(), &["Nothing has been asked yet"]);
    page.edit(Edit::SetQuorum { letter: QuorumLetter::N, value: "1".to_owned() });
    check_words(&page.sentence(), &["N\u{a0}= 1; R and W are lowered to 1."]);
    let seen = numbers(&mut page);
    for name in ["Less: N", "Less: R", "More: R", "More: W"] {
        assert!(seen.one("button", name).is("aria-disabled"), "{name}");
    }
    page.act(Action::Undo).act(Action::Enter(EditedField::AllTokens, "9".to_owned()));
    check_words(&page.sentence(), &["Each node has 9 tokens."]);
    page.put("Alice", "milk");
    check_words(&numbers(&mut page).text(), &["A change is a step of this history.", "you are asked first"]);
    page.act(Action::Enter(EditedField::AllTokens, "4".to_owned()));
    assert_eq!(page.storing("milk"), 3, "nothing has changed yet");
    check_words(&page.seen().one("group", "Play the same again").text(), &["Each node has 4 tokens."]);
}

#[test]
fn the_bar_above_undoes_what_was_done_last_and_brings_the_first_ring() {
    let mut page = Page::open();
    assert_eq!(undo_title(&page), "Nothing to undo");
    let first = page.sentence();
    page.put("Alice", "milk").give(json!({ "do": "crash", "name": "E" }));
    assert_eq!(undo_title(&page), "Undo: E crashes; its disk survives (U)");
    page.act(Action::Undo);
    check_words(&page.sentence(), &["Undone: E crashes; its disk survives."]);
    assert_eq!(undo_title(&page), "Undo: Alice puts “milk” (U)");
    page.act(Action::Reset);
    assert_eq!(page.sentence(), first);
    assert_eq!(page.act(Action::Undo).storing("milk"), 3);
}

#[test]
fn a_comparison_tells_what_differs_only_once_it_was_played() {
    let mut page = Page::open();
    page.act(Action::Compare(Some(Difference::Quorum(Quorum::Strict))));
    let told = |page: &Page| page.seen().one("region", "Where they differ").text();
    check_words(
        &told(&page),
        &["Both rings get the same commands", "sloppy quorum on the left, strict quorum on the right"],
    );
    for name in ["C", "D", "E"] {
        page.give(json!({ "do": "crash", "name": name }));
    }
    page.asks("Alice", Action::Put(0.0));
    check_no_words(&told(&page), &["First"]);
    page.forward().forward();
    check_no_words(&told(&page), &["First other answer"]);
    page.seek_end();
    check_words(&told(&page), &["First difference", "First other answer"]);
    page.act(Action::Playback(PlaybackAction::Seek(0)));
    check_words(&told(&page), &["First other answer"]);
}

#[test]
fn a_finished_lesson_is_ticked_with_its_score() {
    let mut page = open_cart();
    while let Some(session) = &page.model.classroom.session {
        if session.prediction().is_some() {
            page.lesson(LessonAction::Choose(0));
        }
        page.lesson(LessonAction::Advance).act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_end();
    }
    let list = page.seen().dialog("Lessons").text();
    check_words(&list, &["“The cart in a partition” is finished: the prediction was not right."]);
    let again = Page::with(Opening { work: Some(page.model.work()), ..Opening::default() });
    assert_eq!(again.model.classroom.finished, page.model.classroom.finished);
    let kept = page.model.finished_lessons().to_string();
    let another = Page::with(Opening { finished: Some(kept), ..Opening::default() });
    assert_eq!(another.model.classroom.finished, page.model.classroom.finished, "the tick stays in another session");
    for damaged in ["", "7", "{}", r#"[7, {"title": ""}, {"title": "x", "right": 3, "predictions": 1}]"#] {
        let page = Page::with(Opening { finished: Some(damaged.to_owned()), ..Opening::default() });
        assert!(page.model.classroom.finished.is_empty(), "{damaged}");
    }
    page.lesson(LessonAction::List(false)).lesson(LessonAction::List(true));
    check_no_words(&page.seen().dialog("Lessons").text(), &["is finished"]);
}
