//! Going back: each step of a history is the same world again, with commands given at their times, and timers between that
//! ring and have nothing to do.

use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::json;

#[test]
fn a_command_that_is_given_at_its_time_is_given_at_that_time_again() {
    let script: Vec<_> = (0..40)
        .map(|put| json!({ "do": "put", "client": "alice", "key": format!("item-{}", put % 7), "value": put.to_string(), "at": put * 100 }))
        .collect();
    let scenario = Scenario::from_json(&json!({ "ringside": 1, "script": script })).unwrap();
    let mut playground = Playground::new(scenario).unwrap();
    let mut states = vec![playground.state()];
    while states.len() < 250 && playground.step().unwrap().is_some() {
        states.push(playground.state());
    }
    playground.run(RunLimit::default()).unwrap();
    let end = playground.state();
    for (step, state) in states.iter().enumerate().rev() {
        playground.seek(step).unwrap();
        let again = playground.state();
        assert_eq!((again.time, &again.operations), (state.time, &state.operations), "step {step}");
        assert_eq!((&again.nodes, &again.messages), (&state.nodes, &state.messages), "step {step}");
    }
    playground.seek(end.step).unwrap();
    assert_eq!(playground.state(), end);
    // A scenario that was recorded plays the same history.
    let mut replayed = Playground::new(playground.scenario()).unwrap();
    replayed.run_to_step(end.step).unwrap();
    assert_eq!(replayed.state().operations, end.operations);
}

/// A put, and then a long time in which timers ring and find nothing to do, before the next one.
fn put_after_idle_timers(ms: usize) -> Playground {
    let scenario =
        Scenario::from_json(&json!({ "ringside": 1, "timers": { "gossip": 0, "handoff": 10, "antiEntropy": 0 },
        "script": [{ "do": "put", "client": "Alice", "key": "cart", "value": "milk" },
            { "do": "put", "client": "Bob", "key": "cart", "value": "jam", "at": ms }] }));
    let mut p = Playground::new(scenario.unwrap()).unwrap();
    p.run(RunLimit::default()).unwrap();
    p
}

#[test]
fn steps_beside_many_idle_timers_are_the_same_again() {
    let mut p = put_after_idle_timers(100_000);
    let states: Vec<_> = (0..=p.known_steps())
        .map(|step| {
            p.seek(step).unwrap();
            p.state()
        })
        .collect();
    for (step, state) in states.iter().enumerate().rev() {
        p.seek(step).unwrap();
        assert_eq!(p.state(), *state, "step {step}");
    }
}

#[test]
fn a_command_among_idle_timers_makes_a_branch_of_its_own() {
    let mut p = put_after_idle_timers(100_000);
    let steps = p.known_steps();
    let end = {
        p.seek(steps).unwrap();
        p.state()
    };
    let before = (1..=steps).filter(|step| p.time_of(*step) < 100_000.0).max().unwrap();
    p.seek(before).unwrap();
    p.run(RunLimit { until: Some(50_000.0), events: None }).unwrap();
    p.apply(Command::put("Carol", "cart", "tea")).unwrap();
    p.run(RunLimit::default()).unwrap();
    assert!(p.state().operations.iter().any(|operation| operation.client == "Carol"));
    let (number, own) = (p.branches()[0].number, p.state());
    p.switch_to_branch(number).unwrap();
    p.seek(steps).unwrap();
    assert_eq!(p.state(), end);
    let number = p.branches()[0].number;
    p.switch_to_branch(number).unwrap();
    p.seek(own.step).unwrap();
    assert_eq!(p.state(), own);
}
