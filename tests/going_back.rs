//! Going back: each step of a history is the same world again, with commands given at their times, and timers between that
//! ring and have nothing to do.

use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Scenario;
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
