//! Lessons as they are taken: each of them from its first step to its last, and what a lesson lets one do and what not.

use super::driver::{Page, check_named, check_no_words, check_words};
use super::seen::Seen;
use crate::page::state::{Action, DraftAction, LessonAction, LessonRequest, PlaybackAction, Section, StageItem, Track};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

fn file(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "www", "lessons", name].iter().collect();
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn read(name: &str) -> Value {
    serde_json::from_str(&file(name)).unwrap()
}

/// The names on the shelf: lessons, or what comes without one.
pub fn ids(kind: &str) -> Vec<String> {
    read("index.json")[kind]
        .as_array()
        .unwrap()
        .iter()
        .map(|listed| listed["id"].as_str().unwrap().to_owned())
        .collect()
}

/// A lesson of the shelf at a step, counted from 0.
pub fn opened(id: &str, step: usize) -> Page {
    let lesson_request = LessonRequest { id: id.to_owned(), step, scenario: false };
    let mut page = Page::open();
    page.lesson(LessonAction::Fetched(Box::new(lesson_request), Ok(file(&format!("{id}.json")))));
    page
}

/// A small lesson of the tests' own: a prediction, two puts on both sides of a wall, and an end.
pub fn cart() -> Value {
    json!({
        "ringsideLesson": 1, "title": "The cart in a partition", "summary": "Two clients write on both sides of a wall.", "minutes": 8,
        "scenario": { "ringside": 1, "seed": 7, "network": { "delay": { "kind": "fixed", "ms": 10 } } },
        "steps": [
            { "title": "Alice writes", "say": "Alice and Bob share a cart.\n\nAll is well.", "notes": "Ask for N and W first.", "paper": "4.5",
                "look": { "key": "cart" }, "do": [{ "do": "put", "client": "Alice", "key": "cart", "value": "milk" }],
                "act": "Alice puts milk", "until": "quiet",
                "predict": { "question": "How many nodes keep it in the end?", "measure": { "what": "copies", "key": "cart" }, "choices": [
                    { "text": "Two, for W is 2", "is": 2, "because": "W says how many answers are waited for." },
                    { "text": "Three, for N is 3", "is": 3, "because": "N copies are sent out at once." },
                    { "text": "All five", "is": 5, "because": "Only the preference list keeps a key." }] },
                "happened": "Three copies were made.", "why": "N copies, W answers.", "try": "Set W to 3." },
            { "title": "Both sides write", "say": "A wall goes up.", "notes": "Draw the wall on the board.",
                "do": [{ "do": "partition", "groups": [["A", "B", "Alice"], ["C", "D", "E", "Bob"]] },
                    { "do": "put", "client": "Alice", "key": "cart", "value": "milk,bread" },
                    { "do": "put", "client": "Bob", "key": "cart", "value": "eggs" }],
                "act": "Put on both sides", "happened": "Both were accepted." },
            { "title": "The end", "say": "That is all." }
        ]
    })
}

pub fn open_cart() -> Page {
    Page::of_file(&cart().to_string())
}

/// What the large button says.
fn primary(page: &Page) -> String {
    page.seen().text_of(".lesson-buttons .primary")
}

fn title(page: &Page) -> String {
    page.seen().text_of(".lesson-title")
}

fn verdict(page: &Page) -> Option<String> {
    page.seen().all("group").into_iter().find(|group| group.name() == "Verdict").map(|verdict| verdict.text())
}

/// Takes a choice, and locks it in.
pub fn lock_in(page: &mut Page, choice: usize) {
    page.lesson(LessonAction::Choose(choice)).lesson(LessonAction::Advance);
}

/// On to the outcome, with nothing but the large button.
pub fn to_outcome(page: &mut Page) -> Seen {
    for _ in 0..3 {
        if page.seen().css(".lesson-outcome").is_empty() {
            page.lesson(LessonAction::Advance);
        }
    }
    page.seen().css(".lesson-outcome").remove(0)
}

/// The key of a presenter's remote.
fn page_down(page: &mut Page) {
    page.act(Action::Turn { on: true, leaps: true });
}

/// A text as it stands on the page, where one blank is as good as many.
fn plain(text: &str) -> String {
    text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_lesson_is_taken_with_a_wrong_prediction_at_each_step_that_asks_for_one() {
    for id in ids("lessons") {
        let lesson = read(&format!("{id}.json"));
        let steps = lesson["steps"].as_array().unwrap();
        let mut page = opened(&id, 0);
        let mut wrong = 0;
        for (index, step) in steps.iter().enumerate() {
            let text = |name: &str| step[name].as_str().map(plain).unwrap_or_default();
            assert_eq!(title(&page), text("title"), "{id}");
            check_words(
                &page.seen().text_of(".lesson-card"),
                &[&format!("Step {} of {}", index + 1, steps.len()), &text("say")],
            );
            let choices = step["predict"]["choices"].as_array().cloned().unwrap_or_default();
            let because = |choice: usize| plain(choices[choice]["because"].as_str().unwrap());
            if choices.is_empty() {
                if step["do"].is_array() || step["act"].is_string() {
                    to_outcome(&mut page);
                }
            } else {
                page_down(&mut page);
                assert_eq!(primary(&page), "Lock in", "{id}: no key leads past a prediction");
                let offered = page.seen().one("list", "Choices").texts("listitem");
                assert_eq!(
                    offered,
                    choices.iter().map(|choice| plain(choice["text"].as_str().unwrap())).collect::<Vec<_>>()
                );
                let mut chosen = 0;
                lock_in(&mut page, chosen);
                assert!(page.seen().all("radio").is_empty(), "{id}: what is locked in stays");
                to_outcome(&mut page);
                if verdict(&page).is_some_and(|words| words.starts_with("Right")) {
                    chosen = 1;
                    page = opened(&id, index);
                    lock_in(&mut page, chosen);
                    to_outcome(&mut page);
                }
                let words = verdict(&page).unwrap();
                assert!(words.starts_with("Not quite"), "{id}: {words}");
                check_words(&words, &[&because(chosen)]);
                let others = (0..choices.len()).filter(|choice| *choice != chosen);
                assert!(others.into_iter().any(|other| words.contains(&because(other))), "{id}: {words}");
                wrong += 1;
            }
            let outcome = page.seen().css(".lesson-outcome");
            for name in ["happened", "why", "try"] {
                if !text(name).is_empty() {
                    check_words(&outcome[0].text(), &[&text(name)]);
                }
            }
            if index + 1 < steps.len() {
                page_down(&mut page);
            }
        }
        assert!(wrong > 0, "{id}: a wrong prediction was locked in");
        for _ in 0..2 {
            assert_eq!(primary(&page), "Finish", "{id}: a press too many leaves no lesson");
            page_down(&mut page);
        }
        page.lesson(LessonAction::Advance);
        assert!(page.model.classroom.listing && page.seen().css(".lesson-card").is_empty(), "{id}");
    }
}

#[test]
fn the_list_names_each_lesson_with_its_sentence_and_minutes() {
    let mut page = Page::open();
    page.lesson(LessonAction::List(true));
    check_words(&page.seen().dialog("Lessons").text(), &["Loading the list …"]);
    page.lesson(LessonAction::CatalogRead(Err(
        "lessons/index.json could not be loaded. Is the network there?".to_owned()
    )));
    check_words(&page.seen().dialog("Lessons").text(), &["could not be loaded. Is the network there?"]);
    page.lesson(LessonAction::CatalogRead(Ok(file("index.json"))));
    let dialog = page.seen().dialog("Lessons");
    let index = read("index.json");
    for (kind, list) in [("lessons", "Lessons"), ("scenarios", "Without a lesson")] {
        let lines = dialog.one("list", list).texts("button");
        let listed = index[kind].as_array().unwrap();
        assert_eq!(lines.len(), listed.len());
        for (index, (line, listed)) in lines.iter().zip(listed).enumerate() {
            check_words(line, &[listed["title"].as_str().unwrap(), &plain(listed["summary"].as_str().unwrap())]);
            if kind == "lessons" {
                check_words(line, &[&format!("{} minutes", listed["minutes"])]);
                assert!(line.starts_with(&(index + 1).to_string()), "{line}");
            }
        }
    }
    check_named(
        &dialog,
        &[("button", "Make a lesson"), ("file", "Open a file of a lesson or a challenge"), ("button", "Close")],
    );
}

#[test]
fn what_is_on_the_shelf_without_a_lesson_opens() {
    let index = read("index.json");
    for listed in index["scenarios"].as_array().unwrap() {
        let id = listed["id"].as_str().unwrap().to_owned();
        let is_scenario = listed["kind"] != "lesson";
        let folder = if is_scenario { "scenarios/" } else { "" };
        let mut page = Page::open();
        let lesson_request = LessonRequest { id: id.clone(), step: 0, scenario: is_scenario };
        page.lesson(LessonAction::Fetched(Box::new(lesson_request), Ok(file(&format!("{folder}{id}.json"))))).arrive();
        assert_eq!(page.error_dialog(), "", "{id}");
        if is_scenario {
            check_words(&page.sentence(), &[" is open."]);
            check_named(&page.seen(), &[("region", "What you can do")]);
        } else {
            check_named(&page.seen(), &[("region", "The lesson"), ("button", "Where does it go?")]);
        }
    }
}

#[test]
fn a_prediction_is_locked_in_before_anything_is_done_and_stays_as_it_is() {
    let mut page = open_cart();
    let button = page.seen().css(".lesson-buttons .primary").remove(0);
    assert!(button.is("aria-disabled"));
    assert_eq!(button.attribute("title").as_deref(), Some("Choose first: what will happen?"));
    page.lesson(LessonAction::Advance);
    assert_eq!(primary(&page), "Lock in");
    page.lesson(LessonAction::Choose(2)).lesson(LessonAction::Choose(0));
    assert_eq!(page.seen().names("radio"), ["Two, for W is 2", "Three, for N is 3", "All five"]);
    let taken: Vec<bool> = page.seen().all("radio").iter().map(|radio| radio.attribute("checked").is_some()).collect();
    assert_eq!(taken, [true, false, false]);
    page.lesson(LessonAction::Advance);
    assert!(page.seen().all("radio").is_empty());
    assert_eq!((primary(&page).as_str(), page.storing("milk")), ("Alice puts milk", 0), "nothing has been done yet");
    page.lesson(LessonAction::Choose(1));
    let choices = page.seen().one("list", "Choices").texts("listitem");
    assert_eq!(choices, ["Two, for W is 2 your prediction", "Three, for N is 3", "All five"]);
    assert_eq!(verdict(&page), None);
    page.lesson(LessonAction::Advance);
    assert_eq!(verdict(&page), None, "the outcome is watched first");
    check_words(&page.seen().text_of(".lesson-watch"), &["Watch the stage."]);
    page.act(Action::Playback(PlaybackAction::TogglePlay)).forward().forward();
    let there = page.step();
    assert_ne!(page.back().step(), there);
    assert_eq!(primary(&page), "To the outcome");
    page.lesson(LessonAction::Advance);
    let said = verdict(&page).unwrap();
    assert!(
        said.starts_with("Not quite W says how many answers are waited for. N copies are sent out at once."),
        "{said}"
    );
    assert!(said.contains('3'));
    assert_eq!(page.storing("milk"), 3);
    let spoken = &page.seen().css(".lesson-card > [role=status]")[0];
    assert!(spoken.text().starts_with("Not quite. W says"), "{}", spoken.text());
    let choices = page.seen().one("list", "Choices").texts("listitem");
    assert_eq!(choices, ["Two, for W is 2 your prediction", "Three, for N is 3 right", "All five"]);
    // Going back keeps what was answered.
    page.lesson(LessonAction::Advance);
    assert_eq!(title(&page), "Both sides write");
    page.lesson(LessonAction::Retreat);
    assert_eq!((title(&page).as_str(), verdict(&page).is_some()), ("Alice writes", true));
}

#[test]
fn what_is_played_by_itself_reveals_its_outcome_at_its_end() {
    let mut page = open_cart();
    lock_in(&mut page, 1);
    page.lesson(LessonAction::Advance);
    while page.model.playback.playing {
        assert_eq!(verdict(&page), None);
        page.act(if page.model.playback.is_moving() {
            Action::Playback(PlaybackAction::Arrive)
        } else {
            Action::Playback(PlaybackAction::Depart)
        });
    }
    assert!(verdict(&page).unwrap().starts_with("Right"));
}

#[test]
fn arrows_go_from_message_to_message_and_page_down_by_whole_steps() {
    let mut page = open_cart();
    let arrow = |page: &mut Page, on| {
        page.act(Action::Turn { on, leaps: false }).act(Action::Playback(PlaybackAction::Arrive));
    };
    lock_in(&mut page, 1);
    arrow(&mut page, true);
    arrow(&mut page, true);
    let there = page.step().0;
    arrow(&mut page, true);
    assert!(page.step().0 > there);
    arrow(&mut page, false);
    assert_eq!((page.step().0, title(&page).as_str()), (there, "Alice writes"));
    page.seek_end();
    assert!(verdict(&page).is_some());
    page.act(Action::PlayOrTurn);
    assert_eq!(title(&page), "Both sides write");
    page.act(Action::Turn { on: false, leaps: true });
    assert_eq!(title(&page), "Alice writes");
}

#[test]
fn ones_own_way_is_said_to_be_one_and_leads_back() {
    let mut page = open_cart();
    let own = |page: &Page| page.seen().css(".lesson-own-way").first().map(Seen::text).unwrap_or_default();
    page.put("Alice", "tea");
    assert!(own(&page).starts_with("You went your own way"), "{}", own(&page));
    assert_eq!(primary(&page), "Back to the lesson");
    page.lesson(LessonAction::Advance);
    assert_eq!((own(&page).as_str(), page.storing("tea"), primary(&page).as_str()), ("", 0, "Lock in"));
    page.act(Action::Undo).act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_end();
    assert!(own(&page).starts_with("You went your own way"));
    assert!(page.storing("tea") > 0, "what was done beside the lesson can be brought back");
}

#[test]
fn in_the_sandbox_nothing_is_locked_and_what_is_done_outlives_every_key_and_a_reload() {
    let mut page = opened("sandbox", 0);
    check_named(
        &page.seen(),
        &["Put and get", "What can go wrong", "The cluster", "Scenario", "Laboratories", "Lessons", "Share or save"]
            .map(|name| ("button", name)),
    );
    page.put("Alice", "tea");
    let stored = page.storing("tea");
    assert!(stored > 0);
    let mut again = Page::with(crate::page::state::Opening { work: Some(page.model.work()), ..Default::default() });
    assert_eq!(again.storing("tea"), stored, "after a reload");
    for turn in [Action::Turn { on: true, leaps: false }, Action::Turn { on: true, leaps: true }, Action::PlayOrTurn] {
        again.act(turn);
    }
    assert_eq!(again.seen().css(".lesson-card").len(), 1, "no key leaves the lesson");
    assert_eq!(again.seek_end().storing("tea"), stored, "after keys that turn pages");
    again.lesson(LessonAction::Advance);
    assert!(again.model.classroom.listing);
}

#[test]
fn no_mark_leads_past_a_prediction_that_is_not_locked_in() {
    let mut page = open_cart();
    let last = |page: &Page| page.seen().one("list", "Steps of the lesson").all("button").remove(2);
    assert_eq!(last(&page).name(), "Step 3: The end");
    assert!(last(&page).is("aria-disabled"));
    assert_eq!(title(page.lesson(LessonAction::GoTo(2))), "Alice writes");
    lock_in(&mut page, 2);
    assert!(!last(&page).is("aria-disabled"));
    assert_eq!(title(page.lesson(LessonAction::GoTo(2))), "The end");
}

#[test]
fn whoever_does_by_hand_what_the_step_does_has_done_it() {
    let mut page = open_cart();
    lock_in(&mut page, 1);
    page.act(Action::TypeValue("milk".to_owned())).act(Action::ChooseClient(0)).act(Action::Put(0.0));
    check_words(&page.seen().text_of(".lesson-watch"), &["Watch the stage."]);
    page.seek_end();
    assert!(verdict(&page).unwrap().starts_with("Right"));
}

#[test]
fn leaving_the_lesson_gives_the_column_back_and_what_was_there_before_it() {
    let mut page = open_cart();
    lock_in(&mut page, 2);
    page.lesson(LessonAction::GoTo(1));
    check_words(&to_outcome(&mut page).text(), &["Both were accepted."]);
    page.lesson(LessonAction::Leave);
    assert!(page.seen().css(".lesson-card").is_empty());
    check_named(&page.seen(), &[("region", "What you can do")]);
    assert!(!page.seats().iter().any(|seat| seat.contains(" stores ")));
    let undo = page.seen().one("button", "Undo").attribute("title");
    assert_eq!(undo.as_deref(), Some("Undo: The lesson “The cart in a partition” was left (U)"));
    assert_eq!(page.seen().text_of(".in-short"), Page::open().seen().text_of(".in-short"));
}

#[test]
fn a_reload_comes_back_to_the_step_with_what_was_answered() {
    let lesson = read("from-a-key-to-a-node.json");
    let step = lesson["steps"].as_array().unwrap().iter().position(|step| step["predict"].is_object()).unwrap();
    let mut page = opened("from-a-key-to-a-node", step);
    lock_in(&mut page, 0);
    let again = Page::with(crate::page::state::Opening { work: Some(page.model.work()), ..Default::default() });
    assert_eq!(title(&again), title(&page));
    check_words(&again.seen().one("list", "Choices").text(), &["your prediction"]);
}

#[test]
fn the_class_is_polled_by_show_of_hands_against_the_truth() {
    let mut page = open_cart();
    assert_eq!(page.seen().count("list", "Hands"), 0);
    page.lesson(LessonAction::Poll(true));
    for (choice, hands) in ["4", "15", "1"].into_iter().enumerate() {
        page.lesson(LessonAction::Count(choice, hands.to_owned()));
    }
    let fields = page.seen().one("list", "Hands");
    assert_eq!(fields.one("textbox", "Hands for: Three, for N is 3").value(), "15");
    page.lesson(LessonAction::Advance);
    let choices = |page: &Page| page.seen().one("list", "Choices").texts("listitem");
    check_words(&choices(&page)[1], &["your prediction 15 hands, 75 %"]);
    to_outcome(&mut page);
    let choices = choices(&page);
    check_words(&choices[0], &["4 hands, 20 %"]);
    check_words(&choices[1], &["your prediction, right 15 hands, 75 %"]);
    check_words(&choices[2], &["1 hand, 5 %"]);
}

#[test]
fn the_screen_goes_dark_and_comes_back() {
    let mut page = open_cart();
    let dark = |page: &Page| page.seen().css(".blank-screen").first().map(Seen::text);
    assert_eq!(dark(&page), None);
    page.lesson(LessonAction::Blank(None));
    check_words(&dark(&page).unwrap(), &["The screen is blank. Any key brings it back."]);
    assert_eq!(dark(page.lesson(LessonAction::Blank(Some(false)))), None);
    assert_eq!(primary(&page), "Lock in");
}

#[test]
fn a_damaged_lesson_is_said_to_be_one_with_its_line_and_field_and_nothing_is_lost() {
    let with = |field: &str, value: Value| {
        let mut lesson = cart();
        lesson[field] = value;
        lesson
    };
    let one = |step: Value| with("steps", json!([step]));
    let mut explodes = cart()["steps"][1].clone();
    explodes["do"] = json!([{ "do": "explode" }]);
    let mut page = open_cart();
    for (text, expected) in [
        ("{\"ringsideLesson\": 1,".to_owned(), &["line 1", "not JSON"][..]),
        (with("ringsideLesson", json!(9)).to_string(), &["ringsideLesson", "9"]),
        (with("colour", json!("red")).to_string(), &["colour"]),
        (with("steps", json!([])).to_string(), &["steps"]),
        (one(explodes).to_string(), &["steps[0].do[0]", "explode"]),
        (serde_json::to_string_pretty(&one(json!({ "title": "One", "say": 3 }))).unwrap(), &["line ", "steps[0].say"]),
        (format!("{{\"ringsideLesson\":1,\"title\":\"{}\"}}", "x".repeat(1 << 20)), &["allowed is at most"]),
    ] {
        page.lesson(LessonAction::Read(text));
        check_words(&page.error_dialog(), &["This lesson cannot be opened."]);
        check_words(&page.error_dialog(), expected);
        page.draft(DraftAction::CloseErrorDialog);
    }
    assert_eq!(title(&page), "Alice writes");
    let nobody = json!({ "title": "One", "say": "Two", "do": [{ "do": "crash", "name": "Nobody" }] });
    page.lesson(LessonAction::Read(one(nobody).to_string()));
    assert_eq!(title(&page), "One");
    page.lesson(LessonAction::Advance);
    check_words(&page.error_dialog(), &["steps[0].do[0]", "Nobody"]);
}

#[test]
fn a_lesson_that_is_not_there_is_said_not_to_be() {
    for link in ["#lesson1.AAAA", "#lesson9.AAAA"] {
        let page = Page::of_link(link);
        assert!(!page.error_dialog().is_empty() && page.step() == (0, 8), "{link}");
    }
    let mut page = Page::open();
    let lesson_request = LessonRequest { id: "nowhere".to_owned(), step: 0, scenario: false };
    page.lesson(LessonAction::Fetched(
        Box::new(lesson_request.clone()),
        Err("lessons/nowhere.json could not be loaded.".to_owned()),
    ));
    check_words(&page.error_dialog(), &["could not be loaded"]);
    page.draft(DraftAction::CloseErrorDialog)
        .lesson(LessonAction::Fetched(Box::new(lesson_request), Ok("<!doctype html>".to_owned())));
    check_words(&page.error_dialog(), &["no JSON"]);
}

#[test]
fn every_lesson_has_its_worksheet_and_its_answer_key() {
    for id in ids("lessons") {
        let lesson = read(&format!("{id}.json"));
        let mut page = opened(&id, 0);
        let predictions: Vec<&Value> = lesson["steps"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| &step["predict"])
            .filter(|asked| asked.is_object())
            .collect();
        let words = page.lesson(LessonAction::Sheet(Some(false))).seen().text_of(".sheet");
        for prediction in &predictions {
            check_words(&words, &[&plain(prediction["question"].as_str().unwrap())]);
            for choice in prediction["choices"].as_array().unwrap() {
                check_words(&words, &[&plain(choice["text"].as_str().unwrap())]);
                check_no_words(&words, &[&plain(choice["because"].as_str().unwrap())]);
            }
        }
        let seen = page.lesson(LessonAction::Sheet(Some(true))).seen();
        assert_eq!(seen.css(".sheet .sheet-choice.is-right").len(), predictions.len(), "{id}");
    }
}

#[test]
fn a_worksheet_has_boxes_and_lines_the_answer_key_what_the_engine_found() {
    let mut page = open_cart();
    let seen = page.lesson(LessonAction::Sheet(Some(false))).seen();
    let words = seen.text_of(".sheet");
    check_words(
        &words,
        &[
            "Ringside. Worksheet. 8 minutes",
            "How many nodes keep it in the end? Two, for W is 2 Three, for N is 3 All five",
            "I think so because",
        ],
    );
    check_no_words(&words, &["N copies are sent out at once", "Three copies were made"]);
    assert!(seen.css(".sheet-line").len() > 5);
    check_named(&seen, &[("button", "Print"), ("button", "The answer key instead"), ("button", "Back to the lesson")]);
    let seen = page.lesson(LessonAction::Sheet(Some(true))).seen();
    assert_eq!(seen.text_of(".sheet-choice.is-right"), "Three, for N is 3: right N copies are sent out at once.");
    check_words(
        &seen.text_of(".sheet"),
        &["Answer key", "Why N copies, W answers.", "What happened Three copies were made."],
    );
    page.lesson(LessonAction::Sheet(None));
    assert_eq!(title(&page), "Alice writes");
}

#[test]
fn a_laboratory_of_a_lesson_opens_when_the_prediction_is_locked_in_not_before() {
    let mut page = opened("percentiles", 1);
    page.lesson(LessonAction::Choose(0));
    assert!(page.seen().css(".laboratory").is_empty());
    page.lesson(LessonAction::Advance);
    if page.seen().css(".laboratory").is_empty() {
        page.lesson(LessonAction::Advance);
    }
    assert_eq!(page.seen().css(".laboratory").len(), 1);
    check_named(&page.seen(), &[("region", "The lesson"), ("region", "What was found")]);
    assert!(verdict(&page).is_some());
}

#[test]
fn markup_in_a_lesson_is_only_text() {
    let hostile = "<img src=x onerror=alert(1)>";
    let mut lesson = cart();
    lesson["title"] = json!(hostile);
    lesson["summary"] = json!(hostile);
    for name in ["title", "say", "act", "happened", "why", "try"] {
        lesson["steps"][0][name] = json!(hostile);
    }
    let asked = &mut lesson["steps"][0]["predict"];
    asked["question"] = json!(hostile);
    for choice in asked["choices"].as_array_mut().unwrap() {
        *choice = json!({ "text": format!("{} {hostile}", choice["text"].as_str().unwrap()), "is": choice["is"], "because": hostile });
    }
    let mut page = Page::of_file(&lesson.to_string());
    assert_eq!(title(&page), hostile);
    lock_in(&mut page, 0);
    to_outcome(&mut page);
    assert!(verdict(&page).is_some() && !page.html().contains("<img"));
    for answers in [false, true] {
        assert!(!page.lesson(LessonAction::Sheet(Some(answers))).html().contains("<img"));
    }
}

#[test]
fn a_lesson_has_its_card_and_below_it_what_can_be_done_and_what_a_teacher_needs() {
    let mut page = open_cart();
    let seen = page.seen();
    check_words(
        &seen.text_of(".lesson-card"),
        &["The cart in a partition", "Step 1 of 3. Section 4.5", "Alice and Bob share a cart. All is well."],
    );
    let teacher = [
        "Presenter’s window",
        "Blank the screen",
        "Worksheet",
        "Answer key",
        "Change this lesson",
        "Leave the lesson",
        "Poll the class",
    ];
    check_named(&seen, &teacher.map(|name| ("button", name)));
    assert!(
        seen.css(".do-it-yourself")[0].attribute("open").is_none(),
        "folded as long as the step asks for something"
    );
    page.lesson(LessonAction::Presented(false));
    check_words(&page.error_dialog(), &["allow pop-up windows"]);
    page.draft(DraftAction::CloseErrorDialog);
    lock_in(&mut page, 0);
    page.lesson(LessonAction::GoTo(2));
    assert!(page.seen().css(".do-it-yourself")[0].attribute("open").is_some(), "open where the step asks for nothing");
    assert_eq!(primary(&page), "Finish");
    page.show(Section::Requests).choose(StageItem::Node(0), "Crash");
    check_words(&page.seat("A"), &["; down"]);
}
