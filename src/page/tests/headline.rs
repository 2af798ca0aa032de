//! The sentence under the ring where somebody stops to look: the event that matters, and not what goes on behind it.

use super::driver::{Page, check_words};
use super::lessons::ids;
use crate::explain::rank::Rank;
use crate::page::session::progress::Next;
use crate::page::state::{Action, LessonAction, PlaybackAction, Screen};
use serde_json::json;

/// The rank of the event that the sentence is about.
fn rank(page: &Page) -> Option<Rank> {
    let step = page.model.headline()?.step;
    page.model.world.playground().rank_of(step)
}

/// Plays to the end as somebody who watches sees it; gives all sentences on the way.
fn watch(page: &mut Page) -> Vec<String> {
    page.act(Action::Playback(PlaybackAction::TogglePlay));
    let mut said = Vec::new();
    for _ in 0..2_000 {
        if !page.model.playback.playing && !page.model.playback.under_way {
            return said;
        }
        let next = if page.model.playback.under_way { PlaybackAction::Arrive } else { PlaybackAction::Depart };
        page.act(Action::Playback(next));
        said.push(page.model.sentence().words);
    }
    panic!("it does not end: {said:#?}");
}

#[test]
fn at_the_end_of_a_put_stands_its_answer_and_not_the_last_acknowledgement() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    check_words(&page.sentence(), &["Alice hears that the put is done"]);
    // The last acknowledgement came later. Whoever steps onto it sees it.
    let late = page.seek_start().step_until("acknowledges too").step().0;
    check_words(&page.seek_end().sentence(), &["Alice hears that the put is done"]);
    check_words(&page.act(Action::Playback(PlaybackAction::SeekMessage(late))).sentence(), &["acknowledges too"]);
}

#[test]
fn whoever_watches_is_told_of_the_foreground_and_ends_at_the_answer() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0));
    let said = watch(&mut page);
    assert!(said.iter().any(|words| words.contains("coordinates: it makes version")), "{said:#?}");
    assert!(!said.iter().any(|words| words.contains("acknowledges too")), "{said:#?}");
    check_words(said.last().unwrap(), &["Alice hears that the put is done"]);
}

#[test]
fn siblings_are_told_at_the_end_of_a_put_that_makes_them_and_of_a_get_that_meets_them() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Bob", "bread");
    check_words(&page.sentence(), &["It now has 2 siblings"]);
    check_words(&page.get("Alice").sentence(), &["Alice gets 2 siblings"]);
}

#[test]
fn a_read_repair_is_told_at_the_end_of_the_get_that_does_it() {
    let page = Page::of_kept("section-4-5-read-repair");
    check_words(&page.sentence(), &["answer lacked", "sends it"]);
}

#[test]
fn a_write_that_last_write_wins_throws_away_is_told_at_the_end() {
    let mut page = Page::of_kept("last-write-wins-with-a-fast-clock");
    let wall = page.seek_start().step_until("alice asks C to get").step().0;
    page.act(Action::Playback(PlaybackAction::Seek(wall - 1))).give(json!({ "do": "wait", "ms": 100 }));
    page.seek_end();
    check_words(&page.sentence(), &["throws it away"]);
}

#[test]
fn where_nothing_but_time_passes_that_is_said() {
    let mut page = Page::open();
    page.put("Alice", "milk").give(json!({ "do": "wait", "ms": 3_000 }));
    assert!(page.step().1 - page.step().0 > 5, "gossip goes on");
    assert_eq!(page.seek_end().sentence(), "3 seconds pass.");
    // What is done meanwhile is told: here the hint is delivered.
    page.give(json!({ "do": "crash", "name": "C" }))
        .put("Alice", "bread")
        .give(json!({ "do": "restart", "name": "C" }));
    check_words(&page.give(json!({ "do": "wait", "ms": 5_000 })).seek_end().sentence(), &["deletes the hint"]);
}

#[test]
fn two_worlds_each_tell_what_matters_in_them() {
    let mut page = Page::open();
    let choices = crate::page::projection::two_worlds::Difference::choices(&page.model.world.beginning.scenario);
    let fewer = choices.iter().find(|choice| choice.words() == "W = 3").unwrap();
    page.act(Action::Compare(Some(*fewer))).put("Alice", "milk");
    let said = page.seen().css(".world > .sentence");
    assert_eq!(said.len(), 2);
    for sentence in said {
        check_words(&sentence.text(), &["Alice hears that the put is done"]);
    }
}

/// What was seen of a step of a lesson: where it begins and how it ends, while messages are on the stage.
struct Seen {
    place: String,
    begins: Option<String>,
    ends: Option<String>,
    /// The rank of what is told at the end, and the highest of what has happened.
    ranks: (Option<Rank>, Option<Rank>),
}

/// Plays a lesson as somebody does who always goes on.
fn take(id: &str) -> Vec<Seen> {
    let mut page = Page::of_file(&std::fs::read_to_string(format!("www/lessons/{id}.json")).unwrap());
    let (mut seen, mut begins) = (Vec::new(), None);
    for _ in 0..200 {
        let session = page.model.classroom.session.as_ref().unwrap();
        let (step, next) = (session.step, session.next());
        let on_stage = page.model.screen == Screen::Stage && page.model.world.steps > 0 && !session.shown().look.walk;
        let sentence = on_stage.then(|| page.sentence());
        match next {
            Next::LockIn => {
                begins = sentence;
                let right = session.outcome(step).unwrap().right[0];
                page.lesson(LessonAction::Choose(right));
            }
            Next::Act => begins = begins.or(sentence),
            Next::Outcome => {}
            Next::Step | Next::Finish => {
                let since = session.outcome(step).unwrap().before;
                let playground = page.model.world.playground();
                let highest = (since + 1..=page.model.world.steps).filter_map(|step| playground.rank_of(step)).max();
                let happened = highest.is_some() && !session.asks_for_nothing();
                seen.push(Seen {
                    place: format!("{id}, step {}", step + 1),
                    begins: begins.take().or_else(|| sentence.clone().filter(|_| !happened)),
                    ends: sentence.filter(|_| happened),
                    ranks: (rank(&page), highest),
                });
                if next == Next::Finish {
                    return seen;
                }
            }
        }
        page.lesson(LessonAction::Advance);
    }
    panic!("{id} does not end");
}

#[test]
fn each_step_of_a_lesson_begins_with_how_things_are_and_ends_with_what_matters() {
    let (mut begun, mut ended) = (0, 0);
    for id in ids("lessons") {
        for Seen { place, begins, ends, ranks: (told, highest) } in take(&id) {
            if let Some(begins) = begins {
                begun += 1;
                let tells = begins.contains(": ") || begins.contains("No node stores");
                assert!(tells && begins.contains(['.']), "{place} begins with “{begins}”");
            }
            if let Some(ends) = ends {
                ended += 1;
                let foreground = highest.is_some_and(Rank::is_foreground);
                assert!(!foreground || told.is_some_and(Rank::is_foreground), "{place} ends with “{ends}”");
                assert!(highest != Some(Rank::Turn) || told == highest, "{place} ends with “{ends}”");
            }
        }
    }
    assert!(begun > 50 && ended > 50, "{begun} begun, {ended} ended");
}
