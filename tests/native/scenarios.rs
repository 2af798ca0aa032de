//! The paper's examples and the known traps, each a scenario file with its expected outcome beside it.
//!
//! `tests/scenarios/README.md` says how they are written. `RINGSIDE_TELL=name` prints what one of them really did.

use crate::support::expectation::{Expectation, Moment, messages, missing_fact, seen};
use crate::support::playground;
use ringside::explain::invariants::INVARIANTS;
use ringside::playground::{Playground, RunLimit};
use std::collections::BTreeSet;

const FOLDER: &str = "tests/scenarios";

fn read(file: &str) -> serde_json::Value {
    let path = format!("{FOLDER}/{file}");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names of the scenarios, from the files that are no expectations.
fn names() -> Vec<String> {
    let files = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let scenario = |file: String| Some(file.strip_suffix(".json")?.to_owned()).filter(|n| !n.ends_with(".expect"));
    let mut names: Vec<String> = files.filter_map(scenario).collect();
    names.sort();
    names
}

fn expectation(name: &str) -> Expectation {
    serde_json::from_value(read(&format!("{name}.expect.json"))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Goes on to the moment, or to the end.
fn go_to(p: &mut Playground, moment: &Moment) {
    p.run(RunLimit { until: moment.at, events: None }).unwrap();
}

fn tell(p: &Playground) {
    for event in p.trace(1) {
        println!("{:4} {:9.3} {}", event.step, event.time, event.sentence);
        event.facts.iter().for_each(|fact| println!("       {}", serde_json::to_string(fact).unwrap()));
    }
}

#[test]
fn every_scenario_has_the_outcome_that_is_written_beside_it() {
    let told = std::env::var("RINGSIDE_TELL").ok();
    let mut wrong = Vec::new();
    for name in names() {
        let expected = expectation(&name);
        let mut p = playground(read(&format!("{name}.json")));
        for moment in &expected.moments {
            go_to(&mut p, moment);
            let seen = seen(&p.state(), moment);
            if seen != *moment {
                wrong.push(format!("{name}:\nexpected {moment:#?}\nbut it is {seen:#?}"));
            }
        }
        p.run(RunLimit::default()).unwrap();
        if told.as_ref() == Some(&name) {
            tell(&p);
        }
        for (kind, said) in &expected.messages {
            let seen = messages(&p.trace(1), kind);
            if seen != *said {
                wrong.push(format!("{name}: {kind} messages\nexpected {said:?}\nbut they are {seen:?}"));
            }
        }
        wrong.extend(missing_fact(&p.trace(1), &expected.facts).map(|fact| format!("{name}: no {fact} in its turn")));
        let broken: BTreeSet<String> = p.violations().into_iter().map(|v| v.invariant.to_owned()).collect();
        if broken != expected.violations {
            wrong.push(format!("{name}: violations\nexpected {:?}\nbut they are {broken:?}", expected.violations));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn no_command_of_a_script_is_refused() {
    for name in names() {
        let mut p = playground(read(&format!("{name}.json")));
        p.run(RunLimit::default()).unwrap();
        let refused: Vec<String> =
            p.trace(1).into_iter().map(|event| event.sentence).filter(|told| told.contains("was refused")).collect();
        assert!(refused.is_empty(), "{name}: {refused:?}");
    }
}

#[test]
fn every_scenario_has_a_title_and_every_expectation_a_scenario() {
    let scenarios = names();
    for name in &scenarios {
        let title = read(&format!("{name}.json"))["title"].as_str().map(str::len);
        assert!(title.is_some_and(|length| length > 0), "{name} has no title");
        assert!(!expectation(name).tells.is_empty(), "{name} tells nothing");
    }
    let files = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for file in files.filter(|file| file.ends_with(".expect.json")) {
        let name = file.trim_end_matches(".expect.json");
        assert!(scenarios.iter().any(|known| known == name), "{file} belongs to no scenario");
    }
    let known: BTreeSet<&str> = INVARIANTS.iter().map(|invariant| invariant.name).collect();
    for name in &scenarios {
        let named = expectation(name).violations;
        assert!(named.iter().all(|invariant| known.contains(invariant.as_str())), "{name} names {named:?}");
    }
}
