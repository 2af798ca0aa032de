//! Challenges as teachers make them: from the stage, with a goal of parts, tried, saved and shared.

use super::driver::{Page, check_named, check_words};
use crate::page::session::challenge_editor::FieldOf;
use crate::page::state::{ChallengeAction, ChallengeEdit, Opening};
use crate::scenario::locked::Part;
use crate::teaching::challenge::{Challenge, Limit};
use serde_json::json;

fn edit(page: &mut Page, edit: ChallengeEdit) {
    page.challenge(ChallengeAction::Edit(edit));
}

fn set(page: &mut Page, of: FieldOf, typed: &str) {
    edit(page, ChallengeEdit::Set(of, typed.to_owned()));
}

/// A page on which Alice has put milk, and a challenge is begun.
fn begun() -> Page {
    let mut page = Page::open();
    page.put("Alice", "milk").seek_end();
    edit(&mut page, ChallengeEdit::Begin);
    page
}

fn column(page: &Page) -> String {
    page.seen().text_of(".writing")
}

fn made(page: &Page) -> Challenge {
    page.model.classroom.challenge_editor.as_ref().unwrap().challenge().unwrap()
}

#[test]
fn a_challenge_begins_with_the_stage_as_it_is() {
    let page = begun();
    check_words(
        &column(&page),
        &[
            "Your challenge",
            "It begins with 5 nodes;",
            "; 1 command done.",
            "May not be touched",
            "The goal",
            "Part 1",
            "The budget",
            "Hints",
        ],
    );
    check_words(
        &column(&page),
        &["Current versions of cart-deborah: 2.", "It does not hold yet on the stage as it is."],
    );
    check_named(
        &page.seen(),
        &[
            ("textbox", "Title"),
            ("textbox", "The task"),
            ("checkbox", "The cluster"),
            ("button", "Try it"),
            ("button", "Save"),
        ],
    );
    assert_eq!(made(&page).begin().unwrap().request_count(), 1);
}

#[test]
fn what_is_chosen_and_typed_makes_the_challenge() {
    let mut page = begun();
    set(&mut page, FieldOf::Named("title"), "Stale");
    set(&mut page, FieldOf::Named("task"), "Read something old.");
    edit(&mut page, ChallengeEdit::Lock(Part::Settings));
    set(&mut page, FieldOf::Budget(Limit::Commands), "4");
    edit(&mut page, ChallengeEdit::AddHint);
    set(&mut page, FieldOf::Hint(0), "Who was asked?");
    set(&mut page, FieldOf::Goal(0, "kind"), "request");
    set(&mut page, FieldOf::Goal(0, "stale"), "true");
    edit(&mut page, ChallengeEdit::AddPart);
    set(&mut page, FieldOf::Goal(1, "kind"), "given");
    check_words(&column(&page), &["A get of cart-deborah is done and misses an acknowledged put.", "Crashes: none."]);
    let challenge = made(&page);
    assert_eq!(
        challenge.goal.to_json(),
        json!({ "all": [
        { "request": { "do": "get", "key": "cart-deborah", "status": "ok", "stale": true } }, { "given": "crash", "is": 0 }] })
    );
    assert_eq!(
        (challenge.title.as_str(), challenge.hints.len(), challenge.budget.get(Limit::Commands)),
        ("Stale", 1, Some(4))
    );
    assert!(challenge.locked.has(Part::Settings));
    assert_eq!(Challenge::read(&challenge.write()).unwrap(), challenge);
    edit(&mut page, ChallengeEdit::NeedsAll(false));
    edit(&mut page, ChallengeEdit::AtEnd(true));
    assert!(made(&page).goal.to_json().get("any").is_some());
    edit(&mut page, ChallengeEdit::RemovePart(0));
    assert_eq!(made(&page).goal.to_json(), json!({ "given": "crash", "is": 0 }));
}

#[test]
fn what_is_wrong_is_said_where_it_stands_and_nothing_can_be_saved() {
    let mut page = begun();
    set(&mut page, FieldOf::Named("minutes"), "soon");
    check_words(&column(&page), &["Minutes: got \"soon\"; allowed is a whole number from 1 to 120."]);
    let seen = page.seen();
    for name in ["Try it", "Save", "Copy as link"] {
        assert!(seen.one("button", name).is("aria-disabled"), "{name}");
    }
    edit(&mut page, ChallengeEdit::Try);
    assert!(page.model.classroom.challenge.is_none());
    set(&mut page, FieldOf::Named("minutes"), "12");
    set(&mut page, FieldOf::Goal(0, "answer"), "many");
    check_words(&column(&page), &["a number, for that is what is measured"]);
}

#[test]
fn a_trial_is_played_and_left_for_the_editor() {
    let mut page = begun();
    edit(&mut page, ChallengeEdit::Try);
    check_words(
        &page.seen().text_of(".challenge-card"),
        &["My challenge", "Open: Current versions of cart-deborah: 2."],
    );
    assert!(page.seen().css(".writing").is_empty());
    page.challenge(ChallengeAction::Leave);
    check_words(&column(&page), &["Your challenge"]);
}

#[test]
fn a_challenge_being_played_can_be_changed() {
    let mut page = Page::of_file(&made(&begun()).write());
    let world = page.model.world.playground().scenario();
    edit(&mut page, ChallengeEdit::BeginWithThis);
    assert!(page.model.classroom.challenge.is_none());
    assert_eq!(page.model.world.playground().scenario(), world, "its world is on the stage");
    assert!(page.model.change.is_none(), "and nothing is said to have moved");
    check_words(&column(&page), &["Current versions of cart-deborah: 2."]);
}

#[test]
fn nothing_typed_is_lost_on_a_reload_and_leaving_asks_first() {
    let mut page = begun();
    set(&mut page, FieldOf::Named("title"), "Half a ti");
    let mut again = Page::with(Opening { work: Some(page.model.work()), ..Opening::default() });
    assert_eq!(made(&again).title, "Half a ti");
    edit(&mut again, ChallengeEdit::Leave);
    check_words(&again.seen().dialog("Your challenge is not saved").text(), &["leave it for good"]);
    edit(&mut again, ChallengeEdit::LeaveAnyway);
    assert!(again.model.classroom.challenge_editor.is_none());
}
