//! The sentence under the ring where somebody stops to look: the event that matters, and not what goes on behind it.

use super::driver::{Page, check_words};
use super::lessons::ids;
use super::seen::Seen;
use crate::explain::rank::Rank;
use crate::page::projection::folding::Panel;
use crate::page::session::progress::Next;
use crate::page::state::{Action, LessonAction, PlaybackAction, Screen, Track};
use serde_json::{Value, json};

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
fn whoever_goes_back_from_the_end_meets_each_sentence_once() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Bob", "eggs").seek_start();
    let (mut forward, last) = (vec![page.sentence()], page.step().1);
    while page.step().0 < last {
        forward.push(page.forward().sentence());
    }
    let matters = page.seek_end().sentence();
    assert_ne!(Some(&matters), forward.last(), "the last step is not the one that matters");
    let mut back = Vec::new();
    while page.step().0 > 0 {
        back.push(page.back().sentence());
    }
    forward.reverse();
    assert_eq!(back, forward);
    // The first press changes the sentence alone, and the second the step.
    page.seek_end();
    assert_eq!((page.back().step().0, page.sentence()), (last, forward[0].clone()));
    assert!(page.back().step().0 < last);
}

#[test]
fn whoever_goes_back_from_a_lesson_step_that_begins_is_told_first_what_was_done_last() {
    let mut page = super::lessons::opened("cart-in-a-partition", 1);
    let (step, begins) = (page.step().0, page.sentence());
    assert!(begins.starts_with("5 nodes are up."), "{begins}");
    assert_ne!(page.back().sentence(), begins);
    assert_eq!(page.step().0, step);
    assert!(page.back().step().0 < step);
}

#[test]
fn the_preference_list_names_the_coordinator_of_what_goes_on_and_of_no_old_request() {
    let listed = |page: &Page| page.seen().one("list", "Preference list").text();
    let mut page = Page::open();
    page.put("Alice", "milk").unfold(Panel::Preference);
    check_words(&listed(&page), &["coordinates"]);
    page.give(json!({ "do": "crash", "name": "A" }));
    assert!(!listed(&page).contains("coordinates"), "{}", listed(&page));
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
fn at_the_end_of_a_put_for_which_another_node_stands_in_stands_its_answer_and_not_the_hint() {
    let mut page = Page::open();
    page.give(json!({ "do": "crash", "name": "C" })).put("Alice", "milk");
    check_words(&page.sentence(), &["Alice hears that the put is done"]);
    page.seek_start().step_until("with a hint");
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
    let page = Page::of_kept("section-4-5-read-repair-by-message");
    check_words(&page.sentence(), &["answer lacked", "sends it"]);
}

#[test]
fn a_write_that_last_write_wins_throws_away_is_told_at_the_end() {
    let text = std::fs::read_to_string("tests/scenarios/last-write-wins-with-a-fast-clock.json").unwrap();
    let mut scenario: Value = serde_json::from_str(&text).unwrap();
    scenario["script"].as_array_mut().unwrap().pop();
    let mut page = Page::of_file(&scenario.to_string());
    page.act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_end();
    check_words(&page.sentence(), &["throws it away: 5.02\u{a0}s > 0.41\u{a0}s", "had not read it"]);
    // The copies and the versions have their timestamps.
    let seen = page.unfold(Panel::Copies).unfold(Panel::History).seen();
    assert_eq!(seen.css(".copies .timestamp").iter().map(Seen::text).collect::<Vec<_>>(), ["5.02\u{a0}s"; 3]);
    let versions = seen.one("list", "Versions").names("button");
    assert!(versions.iter().any(|name| name.contains("0.41\u{a0}s")), "{versions:?}");
    let dotted = Page::of_kept("figure-3-version-history");
    assert_eq!(dotted.seen().css(".copies .timestamp").len(), 0);
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
struct SeenOfStep {
    place: String,
    begins: Option<String>,
    ends: Option<String>,
    /// The rank of what is told at the end, and the highest of what has happened.
    ranks: (Option<Rank>, Option<Rank>),
}

/// Plays a lesson as somebody does who always goes on.
fn take(id: &str) -> Vec<SeenOfStep> {
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
                seen.push(SeenOfStep {
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
        for SeenOfStep { place, begins, ends, ranks: (told, highest) } in take(&id) {
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

#[test]
fn a_client_says_what_it_has_until_it_asks_again() {
    let said = |page: &Page| {
        page.seen().css(".bubble").iter().map(|bubble| bubble.attribute("aria-label").unwrap()).collect::<Vec<_>>()
    };
    let mut page = Page::open();
    page.act(Action::TypeValue("beer,bread".to_owned())).asks("Alice", Action::Put(0.0));
    assert!(said(&page).is_empty(), "it waits for its answer");
    page.seek_end();
    let done = said(&page);
    assert!(done.len() == 1 && done[0].starts_with("Alice: done, ["), "{done:?}");
    page.seek_start();
    assert!(said(&page).is_empty(), "it has asked for nothing yet");
    page.seek_end().put("Bob", "").asks("Alice", Action::Get(0.0));
    let bob: Vec<String> = said(&page);
    assert!(bob.len() == 1 && bob[0].starts_with("Bob: done, ["), "Alice has asked again: {bob:?}");
    page.seek_end();
    assert_eq!(said(&page)[0], "Alice: got: beer, bread | (empty cart)");
    // What is drawn is at most as long, and beside it stands nothing else.
    let drawn: Vec<String> = page.seen().css(".bubble text").iter().map(Seen::text).collect();
    assert!(drawn.join(" ").starts_with("got: beer"), "{drawn:?}");
    for name in ["A", "B", "C", "D"] {
        page.give(json!({ "do": "crash", "name": name }));
    }
    page.asks("Bob", Action::Get(0.0)).seek_end();
    assert!(said(&page)[1].starts_with("Bob: failed: "), "{:?}", said(&page));
}

#[test]
fn the_middle_shows_what_goes_on_and_no_old_request() {
    let middle = |page: &Page| {
        let texts = page.seen().css(".centre text");
        texts.iter().map(Seen::text).collect::<Vec<_>>().join(" ")
    };
    let mut page = Page::open();
    check_words(&middle(page.put("Alice", "milk")), &["2 of 2 copies written done"]);
    page.give(json!({ "do": "crash", "name": "A" }));
    assert_eq!(middle(&page), "cart-deborah stored on 3 nodes");
    page.add("F", "8");
    assert_eq!(middle(&page), "F joins");
    assert_eq!(middle(page.step_until("is a home from now on")), "F has joined");
}
