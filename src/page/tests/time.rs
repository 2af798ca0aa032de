//! Time: paces, the space-time diagram, letting time pass, and the futures that are left when the past is changed.

use super::driver::{Page, check_named, check_words};
use super::seen::Seen;
use crate::explain::trace::Pace;
use crate::page::state::{Action, Check, InspectorAction, PlaybackAction, SPEEDS, Section, Track};

/// A put by Alice and a get by Bob, shown at the start.
fn put_and_get() -> Page {
    let mut page = Page::open();
    page.put("Alice", "milk").get("Bob").seek_start();
    page
}

fn futures(page: &Page) -> Vec<Seen> {
    let lists = page.seen().all("list").into_iter().find(|list| list.name() == "Futures");
    lists.map(|list| list.all("listitem")).unwrap_or_default()
}

fn events(page: &Page) -> Vec<String> {
    page.seen().one("region", "Space-time diagram").one("list", "Steps").texts("button")
}

#[test]
fn whatever_a_step_is_forward_back_and_by_jumps_each_step_is_the_same_picture() {
    for (pace, words, least) in
        [(Pace::Message, "a message", 15), (Pace::Phase, "a phase", 6), (Pace::Operation, "an operation", 2)]
    {
        let mut page = put_and_get();
        page.act(Action::Playback(PlaybackAction::SetPace(pace))).act(Action::ToggleDiagram);
        assert_eq!(page.seen().one("combobox", "A step is").value(), words);
        let mut forward = vec![(page.step().0, page.seen().drawn())];
        while page.step().0 < page.step().1 {
            page.forward();
            forward.push((page.step().0, page.seen().drawn()));
        }
        assert!(forward.len() > least, "{words}: {} steps", forward.len());
        for (step, seen) in forward.iter().rev().skip(1) {
            page.back();
            assert_eq!(page.step().0, *step, "{words}: going back stops where going forward did");
            assert!(page.seen().drawn() == *seen, "{words}: step {step}, on the way back");
        }
        for (step, seen) in [forward.last().unwrap(), &forward[1], &forward[forward.len() - 2], &forward[0]] {
            assert!(
                page.act(Action::Playback(PlaybackAction::Seek(*step))).seen().drawn() == *seen,
                "{words}: step {step}, by a jump"
            );
        }
    }
}

#[test]
fn larger_paces_stop_where_an_operation_ends_in_words() {
    let mut page = put_and_get();
    page.act(Action::Playback(PlaybackAction::SetPace(Pace::Operation))).forward();
    check_words(&page.sentence(), &["Alice hears that the put is done"]);
    check_words(&page.forward().sentence(), &["Bob gets “milk”"]);
}

#[test]
fn speeds_go_from_a_quarter_to_eight_times() {
    let mut page = Page::open();
    let speed = page.seen().one("combobox", "Speed");
    assert_eq!(speed.texts("option"), ["0.25×", "0.5×", "1×", "2×", "4×", "8×"]);
    assert_eq!(speed.value(), "1×");
    for (speed, words) in SPEEDS {
        assert_eq!(
            page.act(Action::Playback(PlaybackAction::SetSpeed(speed))).seen().one("combobox", "Speed").value(),
            words
        );
    }
}

#[test]
fn time_is_let_pass_so_many_milliseconds_go_by() {
    let mut page = put_and_get();
    page.seek_end();
    let milliseconds = |page: &Page| {
        let words = page.seen().text_of(".step-words");
        words.split(", ").last().unwrap().trim_end_matches(" ms").replace(',', "").parse::<f64>().unwrap()
    };
    let before = milliseconds(&page);
    page.act(Action::ChooseWait(10_000.0));
    assert_eq!(page.seen().one("combobox", "For how long").value(), "10 s");
    check_named(&page.seen(), &[("button", "Wait: let time pass")]);
    page.act(Action::LetTimePass(0.0)).seek_end();
    assert!(milliseconds(&page) - before > 8_000.0, "{before}, then {}", milliseconds(&page));
}

#[test]
fn the_diagram_lists_each_step_and_leads_to_it() {
    let mut page = put_and_get();
    assert_eq!(page.seen().count("region", "Space-time diagram"), 0);
    page.act(Action::ToggleDiagram);
    let all = events(&page);
    assert!(all.len() > 12, "{all:?}");
    for words in &all {
        let (step, told) = words.strip_prefix("Step ").and_then(|rest| rest.split_once(" ms: ")).unwrap();
        let step: usize = step.split(',').next().unwrap().parse().unwrap();
        page.act(Action::Playback(PlaybackAction::SeekMessage(step)));
        assert_eq!((page.step().0, page.sentence().as_str()), (step, told));
    }
    let diagram = page.seen().one("region", "Space-time diagram");
    assert_eq!(diagram.css(".operation").len(), 2);
    // An arrow leads to the step in which its message arrives.
    let arrows = diagram.css(".message");
    let step: usize = arrows[2].attribute("data-step").unwrap().parse().unwrap();
    assert!(step > 0 && step <= all.len());
    assert_eq!(page.act(Action::ToggleDiagram).seen().count("region", "Space-time diagram"), 0);
}

#[test]
fn the_past_is_changed_both_futures_are_named_reached_and_dropped() {
    let mut page = put_and_get();
    let last = page.step().1;
    let told = page.act(Action::Playback(PlaybackAction::Seek(4))).sentence();
    page.act(Action::Playback(PlaybackAction::Seek(3)))
        .act(Action::TypeValue("bread".to_owned()))
        .asks("Bob", Action::Put(0.0));
    let other = page.sentence();
    check_words(&page.seen().text_of(".fork-note"), &["You changed the past: the old future is kept as branch 1."]);
    let items = futures(&page);
    assert_eq!(items.len(), 2);
    let here = |page: &Page| futures(page).into_iter().find(|item| item.is("aria-current")).unwrap().text();
    let old = |page: &Page| futures(page).into_iter().find(|item| !item.is("aria-current")).unwrap().text();
    assert!(here(&page).starts_with("Branch 2, from step 4 of Branch 1: Bob asks "), "{}", here(&page));
    assert!(old(&page).starts_with("Branch 1, the first: "), "{}", old(&page));
    let strong = page.seen().css(".future-tree g:has(> .fork-strong) > title");
    assert_eq!(
        strong.iter().map(Seen::drawn).collect::<Vec<_>>(),
        ["<title>Branch 2</title>"],
        "the present one is drawn strong"
    );

    page.act(Action::SwitchToBranch(1));
    assert_eq!((page.step(), page.sentence()), ((4, last), told));
    assert!(here(&page).starts_with("Branch 1"));
    assert_eq!(page.seen().text_of(".fork-note"), "", "nothing was changed in the old future");
    assert_eq!(page.act(Action::SwitchToBranch(2)).sentence(), other);

    check_named(&page.seen(), &[("textbox", "Name of Branch 2"), ("button", "Forget Branch 1")]);
    page.act(Action::NameFuture(2, "Bread instead".to_owned()));
    assert!(here(&page).starts_with("Bread instead, from step 4 of Branch 1:"), "{}", here(&page));
    page.act(Action::SwitchToBranch(1));
    assert!(page.seen().names("button").iter().any(|name| name.starts_with("Bread instead, from step 4")));
    page.act(Action::SwitchToBranch(2)).act(Action::NameFuture(2, " ".to_owned()));
    assert!(here(&page).starts_with("Branch 2"), "nothing typed gives the number back");
    assert!(futures(page.act(Action::DropBranch(1))).is_empty());
}

#[test]
fn what_nobody_has_seen_yet_can_be_changed_without_leaving_a_branch() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0)).asks("Bob", Action::Get(0.0));
    assert!(futures(&page).is_empty());
}

#[test]
fn each_event_has_its_rule_and_the_papers_section_and_the_page_says_both_at_that_step() {
    let mut page = put_and_get();
    let last = page.step().1;
    let mut sections = std::collections::BTreeSet::new();
    for step in 1..=last {
        page.act(Action::Playback(PlaybackAction::Seek(step)));
        let event = page.model.world.playground().event(step).unwrap();
        assert_eq!(page.sentence(), event.sentence);
        let why = event.why.expect("each step of a put and a get has its rule");
        let (rule, section) = (why.words(), why.section());
        assert!(rule.len() > 9 && section.len() == 3, "{rule}");
        let said = page.seen().text_of(".because");
        assert_eq!(said.to_lowercase(), format!("{rule}. section {section}").to_lowercase());
        sections.insert(section);
    }
    assert!(last > 12 && sections.len() >= 3, "not all rests on one section: {sections:?}");
}

#[test]
fn the_films_are_chosen_and_steps_go_to_both_ends() {
    let mut page = Page::open();
    page.act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages)));
    check_words(&page.sentence(), &["No request yet"]);
    page.act(Action::Playback(PlaybackAction::ShowTrack(Track::KeyWalk))).forward().forward();
    assert_eq!(page.step(), (2, 8));
    assert_eq!(page.back().step(), (1, 8));
    let enabled = |page: &Page, name: &str| !page.seen().one("button", name).is("aria-disabled");
    assert!(!enabled(page.seek_end(), "Step") && !enabled(&page, "To the end") && enabled(&page, "Back"));
    assert!(!enabled(page.seek_start(), "Back") && !enabled(&page, "To the start") && enabled(&page, "Step"));
    check_named(&page.act(Action::Playback(PlaybackAction::TogglePlay)).seen(), &[("button", "Pause")]);
    check_named(&page.act(Action::Playback(PlaybackAction::TogglePlay)).seen(), &[("button", "Play")]);
}

#[test]
fn what_comes_of_a_command_is_on_its_way_can_be_called_off_and_then_has_not_been_given() {
    let nodes: Vec<serde_json::Value> =
        (0..900).map(|number| serde_json::json!({ "name": format!("N{number}"), "tokens": 16 })).collect();
    let put = serde_json::json!({ "do": "put", "client": "Alice", "key": "cart", "value": "milk" });
    let mut page = Page::of_file(&serde_json::json!({ "ringside": 1, "nodes": nodes, "script": [put] }).to_string());
    page.act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_end();
    let before = page.step();
    page.act(Action::ChooseWait(60_000.0)).act(Action::LetTimePass(0.0));
    let words = page.seen().text_of(".loading");
    assert!(words.starts_with("Running …, ") && words.ends_with(" steps Cancel"), "{words}");
    page.show(Section::Requests).act(Action::Get(0.0));
    check_words(&page.refusals().join(" "), &["The last command is still running"]);
    page.act(Action::CallOff);
    assert!(page.seen().css(".loading").is_empty());
    assert_eq!(page.step(), before);
}

#[test]
fn a_check_of_the_invariants_is_of_the_step_at_which_it_begins_so_playing_stops() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0)).seek_start();
    check_named(&page.act(Action::Playback(PlaybackAction::TogglePlay)).seen(), &[("button", "Pause")]);
    let (step, steps) = page.step();
    let check = |under_way| Action::Inspect(InspectorAction::Check(Check { step, steps, under_way }));
    check_named(&page.act(check(true)).seen(), &[("button", "Play")]);
    assert_eq!(page.act(check(false)).step(), (step, steps));
}
