//! What is played, sought, branched, linked and replayed is one history; and what is refused leaves no trace in it.

use crate::support::playground;
use ringside::explain::trace::Cause;
use ringside::input::limits::{MAX_EVENTS, MAX_MESSAGES, MAX_VALUE_BYTES};
use ringside::input::refusal::Refusal;
use ringside::playground::permalink::{from_permalink, permalink, permalink_at};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::{Value, json};

fn give(playground: &mut Playground, command: Value) -> Result<Option<u32>, Refusal> {
    playground.apply(Command::from_json(&command).unwrap())
}

fn run_until(playground: &mut Playground, ms: f64) {
    playground.run(RunLimit { until: Some(ms), events: None }).unwrap();
}

/// Everything that can be told of a playground.
fn told(playground: &Playground) -> (Value, Value, Value, Value) {
    let json = |value: Result<Value, serde_json::Error>| value.unwrap();
    (
        json(serde_json::to_value(playground.state())),
        json(serde_json::to_value(playground.trace(1))),
        json(serde_json::to_value(playground.scenario())),
        json(serde_json::to_value((playground.futures(), playground.branches()))),
    )
}

fn sentences_of(playground: &Playground, name: &str) -> Vec<String> {
    let sentences = playground.trace(1).into_iter().map(|event| event.sentence);
    sentences.filter(|sentence| sentence.contains(name)).collect()
}

/// A timer rings without a step at exactly the end of a wait.
#[test]
fn a_timer_that_rings_before_a_command_rings_before_it_in_the_replay() {
    let nodes = ["A", "B", "D"].map(|name| json!({ "name": name, "tokens": 1 }));
    let mut p = playground(json!({ "ringside": 1, "seed": 1, "nodes": nodes,
        "network": { "delay": { "kind": "fixed", "ms": 10 } },
        "timers": { "gossip": 0, "handoff": 0, "antiEntropy": 200 } }));
    give(&mut p, json!({ "do": "crash", "name": "B" })).unwrap();
    let rang = |p: &Playground| p.trace(1).last().is_some_and(|event| event.cause == Cause::Timer);
    while !rang(&p) {
        let until = p.time() + 1.0;
        run_until(&mut p, until);
    }
    let step = p.step_number();
    p.seek(0).unwrap();
    p.seek(step).unwrap();
    give(&mut p, json!({ "do": "set-quorum", "n": 1, "r": 1, "w": 1 })).unwrap();
    give(&mut p, json!({ "do": "wait", "ms": 4000 })).unwrap();
    for put in 0..6 {
        give(&mut p, json!({ "do": "put", "client": "Bob", "key": format!("k{put}"), "value": "v" })).unwrap();
    }
    let (live, step) = (told(&p), p.step_number());
    assert!(p.scenario().script.iter().any(|entry| entry.idle > 0), "a timer rang before a command");
    assert_eq!(told(&from_permalink(&permalink(&p)).unwrap()).1, live.1, "a link");
    p.seek(0).unwrap();
    p.seek(step).unwrap();
    assert_eq!(told(&p), live, "back and forth");
}

#[test]
fn a_link_keeps_the_time_that_passed_after_quiet() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    p.apply(Command::put("Alice", "cart", "milk")).unwrap();
    run_until(&mut p, 5_000.3);
    assert!(p.step_number() > 30, "gossip goes on");
    let mut linked = from_permalink(&permalink(&p)).unwrap();
    assert_eq!(told(&linked), told(&p));
    assert_eq!(linked.time(), 5_000.3);
    for p in [&mut p, &mut linked] {
        p.apply(Command::get("Bob", "cart")).unwrap();
        p.run(RunLimit::default()).unwrap();
    }
    assert_eq!(told(&linked), told(&p));
    assert_eq!(p.state().operations[1].started_at, 5_000.3);
}

#[test]
fn a_link_of_the_page_keeps_what_is_known_beyond() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    p.apply(Command::put("Alice", "cart", "milk")).unwrap();
    run_until(&mut p, 5_000.0);
    p.seek(7).unwrap();
    run_until(&mut p, 300.0);
    let linked = from_permalink(&permalink_at(&p, p.step_number())).unwrap();
    assert_eq!(told(&linked), told(&p));
    assert!(linked.known_steps() > 30);
}

#[test]
fn a_name_belongs_to_the_branch_that_gave_it() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    p.apply(Command::put("Bob", "cart", "milk")).unwrap();
    p.run(RunLimit::default()).unwrap();
    p.seek(0).unwrap();
    p.apply(Command::put("Alice", "cart", "milk")).unwrap();
    p.run(RunLimit::default()).unwrap();
    assert_eq!(p.state().operations[0].client, "Alice");
    assert_eq!(sentences_of(&p, "Bob"), [""; 0]);
    assert!(p.futures().iter().any(|future| future.first.starts_with("Bob")), "{:?}", p.futures());
    assert!(p.futures().iter().any(|future| future.first.starts_with("Alice")), "{:?}", p.futures());
    assert!(p.branches()[0].first.starts_with("Bob"), "{:?}", p.branches());
}

#[test]
fn a_node_that_joins_in_one_branch_has_no_part_in_another() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    for (name, other) in [("F", "G"), ("G", "F")] {
        p.seek(0).unwrap();
        give(&mut p, json!({ "do": "add-node", "name": name, "tokens": 8 })).unwrap();
        p.run(RunLimit::default()).unwrap();
        assert!(p.state().nodes.iter().any(|node| node.name == name));
        assert!(p.trace(1).iter().all(|event| event.at.as_deref() != Some(other)), "{other} has no part in it");
    }
}

fn check_refused_wait(p: &mut Playground) {
    let before = told(p);
    let refusal = give(p, json!({ "do": "wait", "ms": 86_400_000 })).unwrap_err();
    assert_eq!(refusal.code, "too-many-events");
    assert_eq!(told(p), before);
}

#[test]
fn a_wait_that_is_refused_changes_nothing() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    check_refused_wait(&mut p);
    p.apply(Command::put("Alice", "cart", "milk")).unwrap();
    run_until(&mut p, 777.0);
    check_refused_wait(&mut p);
    let scenario = p.scenario();
    p.seek(5).unwrap();
    check_refused_wait(&mut p);
    // The commands of a recorded history that have not been played stay.
    let mut recorded = Playground::new(scenario).unwrap();
    check_refused_wait(&mut recorded);
    recorded.run_to_step(777).unwrap();
    assert_eq!(recorded.commands().count(), 1);
}

#[test]
fn a_run_that_is_refused_changes_nothing() {
    let mut p = playground(json!({ "ringside": 1, "script": [
        { "do": "put", "client": "Alice", "key": "cart", "value": "milk", "at": 100 },
        { "do": "put", "client": "Bob", "key": "cart", "value": "jam", "at": 90_000_000 } ] }));
    run_until(&mut p, 2_345.0);
    let before = told(&p);
    assert_eq!(p.run(RunLimit::default()).unwrap_err().code, "too-many-events");
    assert_eq!(told(&p), before);
    let until = RunLimit { until: Some(9e7), events: None };
    assert_eq!(p.run(until).unwrap_err().code, "too-many-events");
    assert_eq!(told(&p), before);
    assert_eq!(told(&from_permalink(&permalink(&p)).unwrap()), before);
}

#[test]
fn a_command_that_is_refused_changes_nothing() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    p.apply(Command::put("Alice", "cart", "milk")).unwrap();
    run_until(&mut p, 1_234.5);
    let before = told(&p);
    let long = "x".repeat(25);
    for command in [
        Command::Hold { from: "Carol".to_owned(), to: long.clone() },
        Command::Partition { groups: vec![vec!["Carol".to_owned()], vec![long]] },
        Command::Release { from: "Carol".to_owned(), to: "A".to_owned() },
        Command::get("A", "cart"),
    ] {
        assert!(p.apply(command.clone()).is_err(), "{command:?}");
        assert_eq!(told(&p), before, "{command:?}");
    }
}

fn link_of(scenario: &Value, step: usize) -> String {
    use base64::Engine;
    let bytes = rmp_serde::to_vec(&json!({ "scenario": scenario, "step": step })).unwrap();
    format!("#1.{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

#[test]
fn timers_that_have_nothing_to_do_count_as_events() {
    let scenario = json!({ "ringside": 1, "timers": { "gossip": 0, "handoff": 10, "antiEntropy": 0 },
        "script": [{ "do": "put", "client": "Alice", "key": "cart", "value": "milk", "at": 1e12 }] });
    assert_eq!(from_permalink(&link_of(&scenario, 1)).unwrap_err().code, "too-many-events");
    let mut p = playground(scenario);
    let before = told(&p);
    assert_eq!(p.run(RunLimit::default()).unwrap_err().code, "too-many-events");
    assert_eq!(p.step().unwrap_err().code, "too-many-events");
    assert_eq!(told(&p), before);
}

#[test]
fn messages_in_flight_are_bounded() {
    let scenario = json!({ "ringside": 1, "network": { "delay": { "kind": "fixed", "ms": 86_400_000 } },
        "script": [{ "do": "put", "client": "Alice", "key": "cart", "value": "milk", "at": 8e7 }] });
    let refusal = from_permalink(&link_of(&scenario, 900_000)).unwrap_err();
    assert_eq!(refusal.code, "too-many-messages");
    assert!(refusal.message.contains(&MAX_MESSAGES.to_string()), "{}", refusal.message);
}

#[test]
fn a_step_that_no_history_can_have_is_refused_unplayed() {
    let refusal = from_permalink(&link_of(&json!({ "ringside": 1 }), MAX_EVENTS + 1)).unwrap_err();
    assert_eq!(refusal.message, "step: got 1000001; allowed is a whole number from 0 to 1000000.");
}

#[test]
fn the_bytes_of_all_values_are_bounded() {
    let value = "x".repeat(MAX_VALUE_BYTES);
    let put = json!({ "do": "put", "client": "Alice", "key": "cart", "value": value });
    let script = |puts: usize| json!({ "ringside": 1, "script": vec![put.clone(); puts] });
    assert!(Scenario::from_json(&script(64)).is_ok());
    let refusal = Scenario::from_json(&script(65)).unwrap_err();
    assert_eq!(refusal.code, "too-many-bytes");
    let mut p = playground(script(63));
    give(&mut p, put.clone()).unwrap();
    let (before, given) = (p.state(), p.scenario().script.len());
    assert_eq!(give(&mut p, put.clone()).unwrap_err().code, "too-many-bytes");
    assert_eq!((p.state(), p.scenario().script.len()), (before, given));
}

#[test]
fn the_bytes_of_all_branches_are_bounded() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    let put = |key: &str, mib: usize| Command::put("Alice", key, &"x".repeat(mib << 20));
    p.apply(put("cart", 1)).unwrap();
    let mut futures = 0;
    let refusal = loop {
        p.seek(1).unwrap();
        match p.apply(put("cart", 1)) {
            Ok(_) => futures += 1,
            Err(refusal) => break refusal,
        }
    };
    assert_eq!((refusal.code, futures), ("too-many-bytes", 31), "each future has two values of its own");
}

#[test]
fn the_bytes_that_are_read_are_bounded() {
    let value = "x".repeat(MAX_VALUE_BYTES);
    let mut p = Playground::new(Scenario::default()).unwrap();
    p.apply(Command::put("Alice", "cart", &value)).unwrap();
    p.run(RunLimit::default()).unwrap();
    let refusal =
        (0..200).find_map(|_| p.apply(Command::get("Bob", "cart")).and_then(|_| p.run(RunLimit::default())).err());
    assert_eq!(refusal.unwrap().code, "too-many-bytes");
    assert!(p.state().operations.len() < 70);
}
