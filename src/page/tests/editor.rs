//! A teacher's own lesson: recorded by doing, written, tried, and taken.

use super::driver::{Page, check_named, check_no_words, check_words};
use super::lessons::{cart, open_cart};
use crate::page::session::lesson_editor::TextOf;
use crate::page::state::{Action, EditorAction, LessonAction, Opening, Section};
use crate::teaching::lesson::Argument;
use serde_json::{Value, json};

fn write(page: &mut Page, write: EditorAction) {
    page.lesson(LessonAction::Edit(write));
}

fn text(page: &mut Page, of: TextOf, typed: &str) {
    write(page, EditorAction::Text(of, typed.to_owned()));
}

/// The commands of the step.
fn acts(page: &Page) -> Vec<String> {
    page.seen().one("list", "What is done").all("listitem").iter().map(|act| act.text()).collect()
}

fn steps(page: &Page) -> Vec<String> {
    page.seen().one("list", "Steps of your lesson").texts("listitem")
}

fn column(page: &Page) -> String {
    page.seen().one("region", "Your lesson").text()
}

/// The lesson as “Save” hands it over.
fn saved(page: &Page) -> Value {
    serde_json::from_str(&page.model.classroom.editor.as_ref().unwrap().session.lesson.write()).unwrap()
}

/// A lesson of two steps: a put with a prediction, and a crash.
fn recorded() -> Page {
    let mut page = Page::open();
    write(&mut page, EditorAction::Begin);
    check_words(&column(&page), &["Recording: put, crash, draw a wall"]);
    text(&mut page, TextOf::Title, "Our own lesson");
    text(&mut page, TextOf::StepTitle, "A put");
    text(&mut page, TextOf::Say, "Alice writes.\n\nWhat will be seen?");
    page.put("Alice", "milk");
    assert_eq!(acts(&page), ["put client Alice, key cart-deborah, value milk"]);
    text(&mut page, TextOf::Act, "Alice puts milk");
    write(&mut page, EditorAction::Ask(true));
    text(&mut page, TextOf::Question, "How many copies?");
    write(&mut page, EditorAction::Measure("copies".to_owned()));
    check_words(&column(&page), &["No choice is true: change one."]);
    for (index, says, number, because) in [(0, "Two", "2", "That is W."), (1, "Three", "3", "That is N.")] {
        text(&mut page, TextOf::Choice(index), says);
        text(&mut page, TextOf::Expected(index), number);
        text(&mut page, TextOf::Because(index), because);
    }
    check_words(&column(&page), &["Exactly one choice is true."]);
    write(&mut page, EditorAction::AddStep);
    text(&mut page, TextOf::StepTitle, "A crash");
    page.show(Section::Faults).give(json!({ "do": "crash", "name": "E" })).put("Alice", "bread");
    assert_eq!(acts(&page).len(), 2);
    page
}

fn primary(page: &Page) -> String {
    page.seen().text_of(".lesson-buttons .primary")
}

#[test]
fn a_lesson_is_recorded_saved_opened_and_taken() {
    let mut page = recorded();
    let lesson = saved(&page);
    write(&mut page, EditorAction::Saved);
    check_words(&column(&page), &["Saved as a file."]);
    let does = |step: usize| {
        lesson["steps"][step]["do"].as_array().unwrap().iter().map(|act| act["do"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((does(0), does(1)), (vec![json!("put")], vec![json!("crash"), json!("put")]));
    assert_eq!((&lesson["steps"][0]["title"], &lesson["steps"][1]["title"]), (&json!("A put"), &json!("A crash")));

    let mut page = Page::of_file(&lesson.to_string());
    page.lesson(LessonAction::Choose(0));
    for label in ["Lock in", "Alice puts milk", "To the outcome"] {
        assert_eq!(primary(&page), label);
        page.lesson(LessonAction::Advance);
    }
    check_words(&page.seen().one("group", "Verdict").text(), &["Not quite That is W. That is N."]);
    assert_eq!(page.storing("milk"), 3);
    page.lesson(LessonAction::Advance);
    assert_eq!(page.seen().text_of(".lesson-title"), "A crash");
    page.lesson(LessonAction::Advance).lesson(LessonAction::Advance);
    check_words(&page.seat("E"), &["down"]);
    assert!(page.storing("bread") > 0);
}

#[test]
fn a_lesson_is_tried_and_the_editor_comes_back() {
    let mut page = recorded();
    write(&mut page, EditorAction::Try);
    assert_eq!(page.seen().text_of(".lesson-title"), "A put");
    page.lesson(LessonAction::Choose(1));
    for _ in 0..3 {
        page.lesson(LessonAction::Advance);
    }
    assert!(page.seen().one("group", "Verdict").text().starts_with("Right"));
    page.lesson(LessonAction::Leave);
    assert_eq!(page.seen().one("textbox", "Title of the step").value(), "A crash");
}

#[test]
fn steps_are_moved_and_removed_commands_too_and_what_is_recorded_follows() {
    let mut page = recorded();
    write(&mut page, EditorAction::MoveUp(1));
    let names: Vec<String> = page.seen().css(".writing-step-name bdi").iter().map(|name| name.text()).collect();
    assert_eq!(names, ["A crash", "A put"]);
    assert_eq!(page.storing("milk"), 0, "the stage shows the world after the crash alone");
    check_named(&page.seen(), &[("button", "Remove: crash name E, wipe false"), ("button", "Move step 2 up")]);
    write(&mut page, EditorAction::RemoveAct(0));
    assert_eq!(acts(&page).len(), 1);
    assert!(!page.seat("E").contains("down"));
    write(&mut page, EditorAction::Record(false));
    check_words(&column(&page), &["Not recording: what you do is not part of the lesson."]);
    page.put("Alice", "eggs");
    assert_eq!(acts(&page).len(), 1, "what is not recorded is no part of it");
    write(&mut page, EditorAction::GoTo(1));
    assert_eq!(page.storing("eggs"), 0);
    write(&mut page, EditorAction::RemoveStep(0));
    assert_eq!(steps(&page).len(), 1);
    assert!(page.seen().one("button", "Remove step 1").is("aria-disabled"));
}

#[test]
fn the_editor_says_at_once_which_choice_holds_and_whether_exactly_one_does() {
    let mut page = recorded();
    write(&mut page, EditorAction::GoTo(0));
    let choices = |page: &Page| page.seen().one("list", "Choices of the prediction").texts("listitem");
    check_words(&choices(&page)[0], &["Choice 1", "does not hold"]);
    check_words(&choices(&page)[1], &["Choice 2", "holds"]);
    check_no_words(&choices(&page)[1], &["does not hold"]);
    write(&mut page, EditorAction::Compare(0, "at-least".to_owned()));
    assert_eq!(page.seen().one("combobox", "Choice 1: right if it").value(), "is at least");
    check_words(&column(&page), &["2 choices are true: only one may be."]);
    text(&mut page, TextOf::Expected(0), "4");
    check_words(&column(&page), &["Exactly one choice is true."]);
    write(&mut page, EditorAction::Measure("preference-list".to_owned()));
    check_words(&page.seen().text_of(".writing-truth"), &["E, then D, then C"]);
    write(&mut page, EditorAction::Measure("stored".to_owned()));
    text(&mut page, TextOf::Argument(Argument::Node), "Nobody");
    check_words(&column(&page), &["Nobody"]);
}

#[test]
fn before_anything_has_happened_the_cluster_that_is_edited_is_the_lessons() {
    let mut page = Page::open();
    write(&mut page, EditorAction::Begin);
    page.add("F", "8");
    assert_eq!(saved(&page)["scenario"]["nodes"].as_array().unwrap().len(), 6);
}

#[test]
fn a_small_lesson_is_opened_by_its_link_at_any_step() {
    let link = recorded().model.classroom.editor.unwrap().session.lesson.to_link().unwrap();
    assert_eq!(Page::of_link(&link).seen().text_of(".lesson-title"), "A put");
    let mut page = Page::of_link(&format!("{link}&step=2"));
    assert_eq!(page.seen().text_of(".lesson-title"), "A crash");
    let fragment = |page: &Page| crate::page::effects::files::fragment(&page.model, false);
    assert_eq!(
        fragment(&page).trim_start_matches('#'),
        format!("{link}&step=2").trim_start_matches('#'),
        "it leads to this step again"
    );
    page.get("Alice");
    assert!(fragment(&page).starts_with("#1."), "what one does by oneself is a moment of its own");
}

#[test]
fn leaving_asks_as_long_as_the_lesson_is_not_saved() {
    let mut page = recorded();
    write(&mut page, EditorAction::Leave);
    assert!(page.model.classroom.editor.as_ref().unwrap().asking);
    let dialog = page.seen().dialog("Your lesson is not saved");
    check_words(&dialog.text(), &["Close this, and save it first; or leave it for good."]);
    check_named(&dialog, &[("button", "Leave it for good"), ("button", "Close")]);
    write(&mut page, EditorAction::Stay);
    write(&mut page, EditorAction::Saved);
    write(&mut page, EditorAction::Leave);
    assert_eq!(page.seen().count("region", "Your lesson"), 0);
    let mut page = recorded();
    write(&mut page, EditorAction::Leave);
    write(&mut page, EditorAction::LeaveAnyway);
    assert_eq!(page.seen().count("region", "Your lesson"), 0);
}

#[test]
fn a_lesson_that_was_not_saved_outlives_the_page_with_its_gaps() {
    let reloaded = |page: &Page| Page::with(Opening { work: Some(page.model.work()), ..Opening::default() });
    let mut page = recorded();
    let again = reloaded(&page);
    assert_eq!(again.seen().one("textbox", "Title of the step").value(), "A crash");
    assert_eq!(acts(&again).len(), 2);
    text(&mut page, TextOf::Say, "Bob waits.");
    text(&mut page, TextOf::StepTitle, "");
    let again = reloaded(&page);
    assert_eq!(again.seen().one("textbox", "What the class reads").value(), "Bob waits.");
    assert_eq!(acts(&again).len(), 2);
}

#[test]
fn what_is_typed_belongs_to_the_step_that_it_was_typed_for() {
    let mut page = Page::open();
    write(&mut page, EditorAction::Begin);
    write(&mut page, EditorAction::Typing(TextOf::StepTitle, "The first".to_owned()));
    write(&mut page, EditorAction::AddStep);
    let names: Vec<String> = page.seen().css(".writing-step-name bdi").iter().map(|name| name.text()).collect();
    assert_eq!(names, ["The first", "Step 2"]);
    assert_eq!(page.seen().one("textbox", "Title of the step").value(), "Step 2");
}

#[test]
fn a_lesson_that_is_taken_can_be_changed() {
    let mut page = open_cart();
    write(&mut page, EditorAction::BeginWithThis);
    assert_eq!(page.seen().one("textbox", "Title of the step").value(), "Alice writes");
    assert_eq!(saved(&page)["steps"], cart()["steps"], "and is saved as it was as long as nothing is");
}

#[test]
fn the_editor_names_all_its_fields() {
    let mut page = recorded();
    write(&mut page, EditorAction::GoTo(0));
    let fields = [
        "Title",
        "In one sentence",
        "Minutes",
        "Title of the step",
        "What the class reads",
        "The button says",
        "Question",
        "Choice 1: what it says",
        "Choice 1: this",
        "Choice 1: why it is right or wrong",
        "What happened",
        "Why",
        "One thing to try",
        "Notes for the presenter’s window",
        "Section of the paper",
        "The key that is looked at",
        "Key",
    ];
    check_named(&page.seen().one("region", "Your lesson"), &fields.map(|name| ("textbox", name)));
    check_named(
        &page.seen(),
        &["Try it", "Save", "Copy as link", "Record", "Add a step", "Add a choice", "Take it out"]
            .map(|name| ("button", name)),
    );
    write(&mut page, EditorAction::Note("The browser does not let the page save a file.".to_owned()));
    check_words(&column(&page), &["does not let the page save"]);
    write(&mut page, EditorAction::Until("1000".to_owned()));
    assert_eq!(page.seen().one("combobox", "It is over when").value(), "a second has passed");
}

#[test]
fn markup_that_a_teacher_writes_is_only_text() {
    let hostile = "<img src=x onerror=alert(1)>";
    let mut page = Page::open();
    write(&mut page, EditorAction::Begin);
    for of in [TextOf::Title, TextOf::StepTitle, TextOf::Say, TextOf::Act] {
        text(&mut page, of, hostile);
    }
    page.act(Action::TypeValue(hostile.to_owned())).act(Action::Put(0.0)).seek_end();
    write(&mut page, EditorAction::Ask(true));
    text(&mut page, TextOf::Question, hostile);
    text(&mut page, TextOf::Choice(0), hostile);
    assert!(!page.html().contains("<img"));
    write(&mut page, EditorAction::Try);
    assert!(!page.html().contains("<img"));
}
