//! Challenges as they are played: the card, what is locked, the hand-in, and what comes back when one is left.

use super::driver::{Page, check_named, check_no_words, check_words};
use crate::page::state::{Action, ChallengeAction, HandInDraft, LessonAction, Opening, Section};
use crate::teaching::challenge::{Challenge, grade};
use serde_json::{Value, json};

/// A challenge of the tests' own: three siblings, without a crash, and the cluster may not be touched.
fn three_siblings() -> Value {
    json!({
        "ringsideChallenge": 1, "title": "Three siblings", "summary": "A get returns three versions.", "minutes": 10, "paper": "4.4",
        "task": "Make a get of cart return 3 versions.\n\nNo node may crash.",
        "hints": ["Neither writer may have read the other.", "What keeps writers apart?"],
        "afterwards": "Dynamo keeps both.", "key": "cart",
        "scenario": { "ringside": 1, "timers": { "gossip": 0, "handoff": 0, "antiEntropy": 0 },
            "script": [{ "do": "put", "client": "Alice", "key": "cart", "value": "bread" }] },
        "locked": ["settings"],
        "goal": { "all": [{ "request": { "do": "get", "key": "cart", "versions": 3 } }, { "given": "crash", "is": 0 }] },
        "budget": { "commands": 4 }, "fewest": 3, "claim": true
    })
}

fn opened() -> Page {
    let mut page = Page::open();
    page.challenge(ChallengeAction::Fetched("three-siblings".to_owned(), Ok(three_siblings().to_string())));
    page
}

fn blind(client: &str, value: &str) -> Value {
    json!({ "do": "put", "client": client, "key": "cart", "value": value, "context": "none" })
}

fn get(client: &str) -> Value {
    json!({ "do": "get", "client": client, "key": "cart" })
}

fn card(page: &Page) -> String {
    page.seen().text_of(".challenge-card")
}

/// Two blind puts and a get, seen to the end.
fn solved() -> Page {
    let mut page = opened();
    for command in [blind("Alice", "1"), blind("Bob", "2"), get("Alice")] {
        page.give(command).seek_end();
    }
    page
}

#[test]
fn a_challenge_says_its_task_its_goal_and_its_budget() {
    let page = opened();
    let card = card(&page);
    check_words(
        &card,
        &[
            "Three siblings",
            "About 10 minutes. Section 4.4",
            "Make a get of cart return 3 versions.",
            "No node may crash.",
        ],
    );
    check_words(&card, &["The goal", "Open: A get of cart returns 3 versions. Now: 0.", "Met: Crashes: none."]);
    check_words(&card, &["The budget", "Commands", "0 of 4", "May not be touched: “The cluster”."]);
    check_no_words(&card, &["The goal is met", "Dynamo keeps both", "Neither writer"]);
    assert_eq!(page.seats().len(), 5);
    check_named(
        &page.seen(),
        &[
            ("button", "Start over"),
            ("button", "Hand in …"),
            ("button", "It cannot be done …"),
            ("button", "Leave the challenge"),
        ],
    );
}

#[test]
fn the_goal_lights_up_in_the_step_in_which_it_is_met() {
    let mut page = solved();
    let (step, last) = page.step();
    assert_eq!(step, last);
    let met = page.model.classroom.challenge.as_ref().unwrap().solved_at().unwrap();
    check_words(
        &card(&page),
        &["The goal is met", "Dynamo keeps both", "You needed 3 commands: the smallest history known."],
    );
    page.seek_start();
    check_words(&card(&page), &[&format!("It is met in step {met}."), "Open: A get of cart returns 3 versions."]);
    check_no_words(&card(&page), &["The goal is met", "Dynamo keeps both"]);
    page.challenge(ChallengeAction::GoToSolution);
    assert_eq!(page.step().0, met);
    check_words(&card(&page), &["The goal is met", "In this step.", "3 of 4"]);
    check_words(&page.seen().text_of(".challenge-card [role=status]"), &[&format!("The goal is met in step {met}.")]);
}

#[test]
fn hints_come_one_at_a_time_and_only_when_asked_for() {
    let mut page = opened();
    check_words(&card(&page), &["Show a hint (1 of 2)"]);
    page.challenge(ChallengeAction::Hint);
    check_words(&card(&page), &["Neither writer may have read the other.", "Show a hint (2 of 2)"]);
    check_no_words(&card(&page), &["What keeps writers apart?"]);
    page.challenge(ChallengeAction::Hint).challenge(ChallengeAction::Hint);
    check_words(&card(&page), &["What keeps writers apart?"]);
}

#[test]
fn what_is_locked_is_hidden_and_has_no_effect() {
    let mut page = opened();
    let n = page.model.world.cluster.n;
    assert!(!page.html().contains("ringside-cluster"));
    page.give(json!({ "do": "set-quorum", "n": 2 }));
    assert_eq!(page.model.world.cluster.n, n);
    page.challenge(ChallengeAction::Leave);
    assert!(page.html().contains("ringside-cluster"), "the lock ends with the challenge");
}

#[test]
fn where_the_cluster_may_be_touched_it_is_by_commands_from_the_first_step_on() {
    let mut json = three_siblings();
    json["locked"] = json!([]);
    json["scenario"]["script"] = json!([]);
    let mut page = Page::of_file(&json.to_string());
    page.show(Section::Cluster).add("F", "4").seek_end();
    assert!(page.seats().iter().any(|seat| seat.starts_with("Node F: 4 tokens")), "{:?}", page.seats());
    check_words(&card(&page), &["1 of 4"]);
    check_no_words(&card(&page), &["another world"]);
}

#[test]
fn what_is_beyond_the_budget_is_said() {
    let mut page = opened();
    for value in 1..=5 {
        page.give(json!({ "do": "put", "client": "Alice", "key": "cart", "value": value.to_string() }));
    }
    page.seek_end();
    check_words(&card(&page), &["5 of 4: too many"]);
}

#[test]
fn what_is_handed_in_is_the_history_with_a_name() {
    let mut page = solved();
    page.challenge(ChallengeAction::HandIn(Some(HandInDraft { name: "Ada <b>".into(), claims_impossible: false })));
    let dialog = page.seen().dialog("Hand in").text();
    check_words(
        &dialog,
        &["The goal is met. Your history is handed in", "The name stands in it and is kept nowhere else"],
    );
    let text = page.model.hand_in().unwrap();
    let challenge = Challenge::from_json(&three_siblings()).unwrap();
    let graded = grade(&challenge, &text);
    assert!(graded.solved && !graded.altered && graded.name == "Ada <b>", "{graded:?}");
    assert!(!page.model.work().contains("Ada"), "the name is kept nowhere");
    page.challenge(ChallengeAction::HandIn(Some(HandInDraft { name: "Ada".into(), claims_impossible: true })));
    check_words(&page.seen().dialog("Hand in").text(), &["You claim that the goal cannot be reached."]);
}

#[test]
fn leaving_brings_back_what_was_there_and_undo_leads_back_in() {
    let mut page = Page::open();
    page.put("Alice", "mine").seek_end();
    let before = page.model.world.playground().scenario();
    page.challenge(ChallengeAction::Fetched("three-siblings".to_owned(), Ok(three_siblings().to_string())));
    page.give(blind("Alice", "1")).seek_end();
    let inside = page.model.world.playground().scenario();
    page.challenge(ChallengeAction::Leave);
    assert_eq!(page.model.world.playground().scenario(), before);
    page.act(Action::Undo);
    assert_eq!(page.model.world.playground().scenario(), inside);
    check_words(&card(&page), &["Three siblings", "1 of 4"]);
}

#[test]
fn another_world_on_the_stage_is_told_and_starting_over_comes_back() {
    let mut page = opened();
    page.act(Action::Open(Ok(Box::default())));
    check_words(&card(&page), &["This is another world than that of the challenge.", "Undo it, or start over."]);
    page.challenge(ChallengeAction::StartOver);
    check_words(&card(&page), &["Open: A get of cart returns 3 versions."]);
}

#[test]
fn a_lesson_ends_a_challenge_and_a_challenge_a_lesson() {
    let mut page = super::lessons::open_cart();
    page.challenge(ChallengeAction::Fetched("three-siblings".to_owned(), Ok(three_siblings().to_string())));
    assert!(page.model.classroom.session.is_none() && page.model.classroom.challenge.is_some());
    page.lesson(LessonAction::Read(super::lessons::cart().to_string()));
    assert!(page.model.classroom.session.is_some() && page.model.classroom.challenge.is_none());
    page.lesson(LessonAction::Leave);
    assert!(page.model.classroom.session.is_none());
}

#[test]
fn a_challenge_outlives_a_reload_and_is_ticked_once_it_is_solved() {
    let mut page = solved();
    page.challenge(ChallengeAction::Hint);
    let again = Page::with(Opening { work: Some(page.model.work()), ..Opening::default() });
    check_words(&card(&again), &["The goal is met", "Neither writer may have read the other."]);
    assert_eq!(again.model.classroom.solved.len(), 1);
    let mut listed = again;
    listed.lesson(LessonAction::List(true)).lesson(LessonAction::ListChallenges(true));
    let catalog = json!({ "families": [{ "title": "Versions", "summary": "Siblings.", "challenges": [
        { "id": "three-siblings", "title": "Three siblings", "summary": "Three versions.", "minutes": 10, "level": 2 },
        { "id": "one", "title": "One", "summary": "One version.", "minutes": 1, "level": 1 }] }] });
    listed.challenge(ChallengeAction::CatalogRead(Ok(catalog.to_string())));
    check_named(&listed.seen().dialog("Challenges"), &[("link", "Grade what a class handed in")]);
    let dialog = listed.seen().dialog("Challenges").text();
    check_words(
        &dialog,
        &["Challenges", "Versions", "Three siblings", "Several moves", "✓ 3 commands", "One move", "1 minute"],
    );
}

#[test]
fn links_and_files_open_challenges_and_damaged_ones_are_refused() {
    let challenge = Challenge::from_json(&three_siblings()).unwrap();
    let page = Page::of_link(&challenge.to_link().unwrap());
    check_words(&card(&page), &["Three siblings"]);
    let damaged = Page::of_link("#challenge1.AAAA");
    check_words(&damaged.error_dialog(), &["a challenge's link, whole"]);
    let mut json = three_siblings();
    json["goal"] = json!({ "agrees": "cart" });
    let refused = Page::of_file(&json.to_string());
    check_words(
        &refused.error_dialog(),
        &["This challenge cannot be opened.", "goal:", "allowed is exactly one of measure"],
    );
    assert!(refused.model.classroom.challenge.is_none());
}

#[test]
fn whoever_comes_back_to_a_challenge_goes_on_from_where_it_was_left() {
    let mut page = solved();
    let history = page.model.world.playground().scenario();
    page.challenge(ChallengeAction::Leave);
    page.challenge(ChallengeAction::Fetched("three-siblings".to_owned(), Ok(three_siblings().to_string())));
    assert_eq!(page.model.world.playground().scenario(), history);
    check_words(&card(&page), &["The goal is met"]);
    page.challenge(ChallengeAction::StartOver);
    check_words(&card(&page), &["0 of 4"]);
}

#[test]
fn what_is_still_to_be_played_is_not_given_away() {
    let mut page = opened();
    page.give(blind("Alice", "1")).seek_end().give(blind("Bob", "2")).seek_end().give(get("Alice"));
    check_no_words(&card(&page), &["It is met in step"]);
    check_words(&page.seen().text_of(".challenge-summary"), &["The goal: 1 of 2 met · 3 of 4 commands"]);
    page.seek_end();
    check_words(&page.seen().text_of(".challenge-summary"), &["The goal is met in step"]);
}

#[test]
fn what_cannot_be_handed_in_is_not() {
    let mut page = opened();
    page.act(Action::Open(Ok(Box::default())));
    page.challenge(ChallengeAction::HandIn(Some(HandInDraft::default())));
    assert!(page.model.drafts.hand_in.is_none());
}
