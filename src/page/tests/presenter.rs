//! The presenter's window: what it is told, and what it shows of that.

use super::driver::{Page, bare, check_named, check_words};
use super::lessons::open_cart;
use super::seen::Seen;
use crate::page::classroom::{presenter_message, window_of};
use crate::page::state::LessonAction;
use yew::Callback;

/// The window beside a projected page.
fn window(page: &Page) -> Seen {
    let told = serde_json::from_str(&presenter_message::words(&page.model, true)).unwrap();
    Seen::of(&bare(window_of(&told, false, 725_000.0, Callback::noop())))
}

#[test]
fn the_presenter_sees_the_step_the_notes_and_what_comes_next() {
    let mut page = open_cart();
    let seen = window(&page);
    check_words(&seen.text_of("header"), &["The cart in a partition", "Step 1 of 3. Section 4.5", "12:05"]);
    check_words(
        &seen.one("region", "Now").text(),
        &["Alice writes", "How many nodes keep it in the end?", "Two, for W is 2", "All five"],
    );
    check_words(&seen.one("region", "Notes").text(), &["Ask for N and W first.", "Nothing is chosen yet."]);
    check_words(&seen.one("region", "Next step").text(), &["Both sides write A wall goes up."]);
    check_named(
        &seen,
        &[("button", "Back"), ("button", "Lock in"), ("button", "Blank the screen"), ("button", "Restart the timer")],
    );
    for (lesson_action, standing, button) in [
        (LessonAction::Choose(2), "A choice is selected, but not locked in yet.", "Lock in"),
        (LessonAction::Advance, "The prediction is locked in.", "Alice puts milk"),
        (LessonAction::Advance, "", "To the outcome"),
        (LessonAction::Advance, "", "Next"),
    ] {
        let seen = window(page.lesson(lesson_action));
        check_words(&seen.one("region", "Notes").text(), &[standing]);
        check_named(&seen, &[("button", button)]);
    }
    let seen = window(page.lesson(LessonAction::Advance).lesson(LessonAction::Blank(Some(true))));
    check_words(&seen.text(), &["Draw the wall on the board.", "The end That is all."]);
    check_named(&seen, &[("button", "Show the screen")]);
    check_words(
        &window(page.lesson(LessonAction::GoTo(2))).one("region", "Next step").text(),
        &["The lesson is over."],
    );
}

#[test]
fn without_a_lesson_the_presenter_is_told_what_is_said_and_where_lessons_are() {
    let page = Page::open();
    check_words(
        &window(&page).text(),
        &["Which of them keep “cart-deborah”?", "No lesson is open on the projected page"],
    );
    let told = serde_json::from_str(&presenter_message::words(&page.model, true)).unwrap();
    let alone = Seen::of(&bare(window_of(&told, true, 0.0, Callback::noop())));
    check_words(&alone.text(), &["The projected page is closed: open this window from there again.", "0:00"]);
}
