//! The lessons that come with the page: read, played to their ends, graded by the engine; and whatever is no lesson.

use crate::support::lessons::{EXAMPLE, FOLDER, damaged, ids, text_of};
use ringside::input::file_error::FileError;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Scenario;
use ringside::teaching::lesson::{Lesson, MAX_STEPS, Step, check, enter, rehearse};
use serde_json::Value;
use std::collections::BTreeSet;

fn lesson(id: &str) -> Lesson {
    Lesson::read(&text_of(id)).unwrap_or_else(|error| panic!("{id}: {error}"))
}

#[test]
fn every_lesson_runs_to_its_end_and_each_prediction_has_exactly_one_right_choice() {
    for id in ids() {
        let lesson = lesson(&id);
        let rehearsal = check(&lesson).unwrap_or_else(|error| panic!("{id}: {}", error.in_text(&text_of(&id))));
        assert_eq!(rehearsal.steps.len(), lesson.steps.len());
        assert!(lesson.steps.len() <= MAX_STEPS);
        let predictions = lesson.steps.iter().filter(|step| step.predict.is_some()).count();
        assert!(predictions >= 2 || id == "sandbox", "{id} asks for {predictions} predictions");
        for (step, rehearsed) in lesson.steps.iter().zip(&rehearsal.steps) {
            assert_eq!(step.predict.is_some(), rehearsed.right.len() == 1, "{id}: {}", step.title);
        }
    }
}

#[test]
fn every_lesson_has_what_a_teacher_needs() {
    for id in ids() {
        let lesson = lesson(&id);
        assert!((5..=10).contains(&lesson.minutes), "{id}");
        assert!(lesson.steps.iter().all(|step| step.notes.is_some()), "{id} has a step without notes");
        assert!(lesson.steps.iter().any(|step| step.try_it.is_some()), "{id} has nothing to try");
        let is_done = |step: &Step| !step.acts.is_empty() || step.look.laboratory.is_some();
        assert!(lesson.steps.iter().any(is_done) || id == "sandbox", "in {id} nothing is done");
        for step in &lesson.steps {
            let Some(prediction) = &step.predict else { continue };
            assert!(step.happened.is_some() && step.why.is_some(), "{id}: {} tells no reason", step.title);
            let reasons: BTreeSet<&str> = prediction.choices.iter().map(|choice| choice.because.as_str()).collect();
            assert_eq!(reasons.len(), prediction.choices.len(), "{id}: {}: a reason for each choice", step.title);
        }
    }
}

#[test]
fn right_choices_are_spread_evenly_over_the_places() {
    let (mut places, mut most_of) = ([0_usize; 5], [[0_usize; 5]; 6]);
    for id in ids() {
        let lesson = lesson(&id);
        let rehearsal = check(&lesson).unwrap();
        let predictions =
            lesson.steps.iter().zip(&rehearsal.steps).filter_map(|(step, rehearsed)| {
                Some((step.predict.as_ref()?.choices.len(), *rehearsed.right.first()?))
            });
        let right: Vec<(usize, usize)> = predictions.collect();
        for (choices, place) in &right {
            places[*place] += 1;
            most_of[*choices][*place] += 1;
        }
        let in_order: Vec<usize> = right.iter().map(|(_, place)| *place).collect();
        assert!(in_order.len() < 4 || in_order.iter().any(|place| *place != in_order[0]), "{id}: {in_order:?}");
        // Nor may it be the same place three times in a row.
        assert!(!in_order.windows(3).any(|three| three.iter().all(|place| *place == three[0])), "{id}: {in_order:?}");
    }
    let all: usize = places.iter().sum();
    assert!(places.iter().all(|count| 5 * count <= 2 * all), "of {all}: {places:?}");
    for choices in [3, 4] {
        let counts = most_of[choices];
        let all: usize = counts.iter().sum();
        let fair = |count: &usize| 5 * count <= 2 * all.max(5);
        assert!(counts.iter().all(fair), "with {choices} choices, of {all}: {counts:?}");
    }
}

#[test]
fn what_is_done_before_a_step_is_in_its_world_and_is_not_watched() {
    let prepared = EXAMPLE.replacen(
        r#""do": [{ "do": "put""#,
        r#""before": [{ "do": "put", "client": "bob", "key": "tea", "value": "green" }, { "do": "wait", "ms": 100 }], "do": [{ "do": "put""#,
        1,
    );
    let lesson = Lesson::read(&prepared).unwrap();
    assert_eq!(Lesson::read(&lesson.write()).unwrap(), lesson);
    let rehearsal = check(&lesson).unwrap();
    let entered = enter(&lesson, 1).unwrap();
    assert_eq!(entered.state(), rehearsal.enter(1).unwrap().state());
    assert!(entered.state().nodes.iter().all(|node| node.store.contains_key("tea")), "both nodes have it already");
    assert_eq!(rehearsal.steps[1].from, entered.step_number());
    assert!(rehearsal.playground.event(rehearsal.steps[1].from + 1).unwrap().sentence.starts_with("alice"));
    // Its own request is the only one of the step.
    let refused = prepared.replacen(r#""client": "bob", "key""#, r#""client": "bob", "via": "Z", "key""#, 1);
    let error = rehearse(&Lesson::read(&refused).unwrap()).unwrap_err();
    assert!(error.field.starts_with("steps[1].before[0]"), "{error:?}");
}

#[test]
fn where_a_lesson_says_that_the_replicas_agree_they_do() {
    for (id, place, key, siblings) in [
        ("cart-in-a-partition", 4, "cart", 2),
        ("last-write-wins", 4, "figs", 1),
        ("stale-reads", 7, "figs", 1),
        ("choose-n-r-w", 6, "lamp", 1),
    ] {
        let state = enter(&lesson(id), place).unwrap().state();
        let copies: Vec<_> = state.nodes.iter().filter_map(|node| node.store.get(key)).collect();
        assert_eq!(copies.len(), 3, "{id} step {place}");
        assert!(
            copies.iter().all(|copy| **copy == *copies[0] && copy.len() == siblings),
            "{id} step {place}: {copies:?}"
        );
        assert!(state.nodes.iter().all(|node| node.hints.is_empty()), "{id} step {place}");
    }
}

#[test]
fn a_step_is_entered_in_the_same_world_however_one_gets_there() {
    for id in ["cart-in-a-partition", "membership"] {
        let lesson = lesson(id);
        let rehearsal = rehearse(&lesson).unwrap();
        for step in 0..=lesson.steps.len() {
            let (played, entered) = (rehearsal.enter(step).unwrap(), enter(&lesson, step).unwrap());
            assert_eq!(played.state(), entered.state(), "{id} step {step}");
            assert_eq!(entered.known_steps(), entered.step_number());
        }
    }
}

#[test]
fn what_is_written_reads_back_the_same() {
    for id in ids() {
        let lesson = lesson(&id);
        let written = lesson.write();
        assert_eq!(Lesson::read(&written).unwrap(), lesson, "{id}");
        assert_eq!(text_of(&id), written, "{id} is not as it is written; save it from the editor");
        assert_eq!(Lesson::from_json(&lesson.to_json()).unwrap(), lesson, "{id}");
    }
}

fn index() -> Value {
    serde_json::from_str(&std::fs::read_to_string(format!("{FOLDER}/index.json")).unwrap()).unwrap()
}

#[test]
fn the_list_names_each_lesson_and_scenario_as_its_file_does() {
    let index = index();
    let mut listed: Vec<String> = Vec::new();
    let mut scenarios = BTreeSet::new();
    for entry in ["lessons", "scenarios"].iter().flat_map(|list| index[list].as_array().unwrap()) {
        let (id, text) = (entry["id"].as_str().unwrap(), |field: &str| entry[field].as_str().unwrap().to_owned());
        if entry["kind"] == "lesson" {
            let lesson = lesson(id);
            let of_file = (lesson.title, lesson.summary, lesson.minutes);
            assert_eq!((text("title"), text("summary"), entry["minutes"].as_u64().unwrap()), of_file, "{id}");
            listed.push(id.to_owned());
        } else {
            let file = std::fs::read_to_string(format!("{FOLDER}/scenarios/{id}.json")).unwrap();
            let scenario = Scenario::from_json(&serde_json::from_str(&file).unwrap()).unwrap();
            assert_eq!(Some(text("title")), scenario.title, "{id}");
            assert!(!text("summary").is_empty());
            scenarios.insert(format!("{id}.json"));
        }
    }
    listed.sort();
    assert_eq!(listed, ids());
    assert_eq!(index["scenarios"][0]["id"], "sandbox");
    let files = std::fs::read_dir(format!("{FOLDER}/scenarios")).unwrap();
    let files: BTreeSet<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(scenarios, files);
    assert_eq!(files.len(), 6);
}

#[test]
fn the_scenarios_to_start_from_run_without_a_refusal() {
    for entry in index()["scenarios"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "scenario") {
        let id = entry["id"].as_str().unwrap();
        let file = std::fs::read_to_string(format!("{FOLDER}/scenarios/{id}.json")).unwrap();
        let scenario = Scenario::from_json(&serde_json::from_str(&file).unwrap()).unwrap();
        assert!(scenario.nodes.len() <= 7, "{id} is larger than a blackboard");
        let mut playground = Playground::new(scenario).unwrap();
        let events = playground.run(RunLimit::default()).unwrap();
        assert!(!events.iter().any(|event| event.sentence.contains("refused")), "{id}");
        assert_eq!(playground.violations(), [], "{id}");
    }
}

fn refused(text: &str) -> FileError {
    match Lesson::read(text) {
        Err(error) => error,
        Ok(lesson) => match check(&lesson) {
            Err(error) => error.in_text(text),
            Ok(_) => panic!("nothing is wrong with {text}"),
        },
    }
}

#[test]
fn an_error_names_the_line_and_the_field() {
    Lesson::read(EXAMPLE).map(|lesson| check(&lesson).unwrap()).unwrap();
    for (find, put, line, field, message) in damaged() {
        assert!(EXAMPLE.contains(find), "{find}");
        let error = refused(&EXAMPLE.replacen(find, put, 1));
        assert_eq!((error.line, error.field.as_str()), (line, field), "{put}: {error}");
        assert!(error.message.contains(message), "{put}: {error}");
        assert!(error.to_string().starts_with(&format!("line {line}: ")), "{error}");
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_size() {
    let error = refused(&" ".repeat((1 << 20) + 1));
    assert_eq!((error.code, error.line), ("too-large", 1));
    assert!(error.message.contains("1048577") && error.message.contains("1 MiB"), "{error}");
}

#[test]
fn a_prediction_with_two_right_choices_or_none_is_caught() {
    let two = EXAMPLE.replacen(r#""is": "failed""#, r#""is": { "not": "failed" }"#, 1);
    let error = refused(&two);
    assert_eq!((error.code, error.field.as_str()), ("ambiguous-prediction", "steps[1].predict.choices"));
    assert!(error.message.contains("\u{201c}Yes\u{201d} and \u{201c}No\u{201d} are right at once"), "{error}");
    assert!(error.message.contains("The client is told: ok."), "{error}");
    let none = EXAMPLE.replacen(r#""is": "ok""#, r#""is": "pending""#, 1);
    assert!(refused(&none).message.starts_with("no choice is right"), "{}", refused(&none));
    // Whoever writes a lesson sees both before he saves.
    assert_eq!(rehearse(&Lesson::read(&two).unwrap()).unwrap().steps[1].right, [0, 1]);
    assert!(rehearse(&Lesson::read(&none).unwrap()).unwrap().steps[1].right.is_empty());
}

#[test]
fn a_lesson_that_never_ends_is_stopped() {
    let endless = EXAMPLE.replacen(
        r#""do": [{ "do": "put""#,
        r#""do": [{ "do": "set-tokens", "name": "A", "tokens": 1 }, { "do": "wait", "ms": 600000 }, { "do": "put""#,
        1,
    );
    let many = endless.replacen(r#""ringside": 1"#, r#""ringside": 1, "timers": { "gossip": 10 }"#, 1);
    let error = refused(&many);
    assert_eq!((error.code, error.field.as_str()), ("too-many-events", "steps[1].do[1]"), "{error}");
}
