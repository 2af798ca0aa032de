//! Section 4.5: a put and a get, message by message, and the way back.

use crate::support::{playground, run};
use proptest::prelude::*;
use ringside::explain::snapshot::{OperationStatus, State};
use ringside::explain::trace::{Cause, Fact};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, NodeSpec, Scenario, ScriptEntry};
use serde_json::json;

fn default_playground() -> Playground {
    Playground::new(Scenario::default()).unwrap()
}

/// What each message of a run is, in the order of arrival.
fn arrivals(p: &Playground) -> Vec<String> {
    let arrived = |event: ringside::explain::trace::TraceEvent| {
        let message = event.message.filter(|_| event.cause == Cause::Arrival)?;
        Some(format!("{} {}→{}", message.kind.as_str(), message.from, message.to))
    };
    p.trace(1).into_iter().filter_map(arrived).collect()
}

fn fixed_delays() -> serde_json::Value {
    json!({"ringside": 1, "seed": 3, "nodes": [
        {"name": "A", "tokens": ["2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}, {"name": "B", "tokens": ["55555555555555555555555555555555"]},
        {"name": "C", "tokens": ["80000000000000000000000000000000"]}, {"name": "D", "tokens": ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]},
        {"name": "E", "tokens": ["ffffffffffffffffffffffffffffffff"]}],
        "n": 3, "r": 2, "w": 2, "quorum": "sloppy", "versioning": "dotted",
        "network": {"delay": {"kind": "fixed", "ms": 10}}})
}

// The MD5 of "foo" begins with ac: its first token is that of E, then A and B follow.
#[test]
fn a_put_goes_to_the_first_n_and_is_done_at_w() {
    let mut p = playground(fixed_delays());
    run(&mut p, json!({"do": "put", "client": "alice", "key": "foo", "value": "1", "via": "E"}));
    assert_eq!(
        arrivals(&p),
        ["put-request alice→E", "write E→A", "write E→B", "write-ack A→E", "write-ack B→E", "answer E→alice"]
    );
    let state = p.state();
    let operation = &state.operations[0];
    assert_eq!((operation.status, operation.coordinator.as_deref()), (OperationStatus::Ok, Some("E")));
    assert_eq!(operation.acks, ["E", "A", "B"]);
    // 10 ms there, 10 to the replicas, 10 back, 10 to the client.
    assert_eq!((operation.started_at, operation.finished_at), (0.0, Some(40.0)));
    assert_eq!(operation.values[0].dot, ("E".to_owned(), 1));
    for (node, copies) in [("A", 1), ("B", 1), ("C", 0), ("D", 0), ("E", 1)] {
        let state = state.nodes.iter().find(|state| state.name == node).unwrap();
        assert_eq!(state.store.get("foo").map_or(0, Vec::len), copies, "{node}");
    }
}

#[test]
fn a_node_outside_the_first_n_hands_a_put_on_and_coordinates_a_get() {
    let mut p = playground(fixed_delays());
    run(&mut p, json!({"do": "put", "client": "alice", "key": "foo", "value": "1", "via": "C"}));
    assert_eq!(arrivals(&p)[..3], ["put-request alice→C", "put-request C→E", "put-taken E→C"].map(String::from));
    assert_eq!(p.state().operations[0].coordinator.as_deref(), Some("E"));
    run(&mut p, json!({"do": "get", "client": "bob", "key": "foo", "via": "D"}));
    let state = p.state();
    assert_eq!(state.operations[1].coordinator.as_deref(), Some("D"));
    assert_eq!(state.operations[1].values, state.operations[0].values);
}

#[test]
fn the_context_of_a_get_goes_with_the_next_put() {
    let mut p = playground(fixed_delays());
    run(&mut p, json!({"do": "put", "client": "alice", "key": "foo", "value": "1", "via": "E"}));
    run(&mut p, json!({"do": "get", "client": "bob", "key": "foo", "via": "A"}));
    run(&mut p, json!({"do": "put", "client": "bob", "key": "foo", "value": "2"}));
    let versions = &p.state().nodes[0].store["foo"];
    assert_eq!(versions.len(), 1, "bob had read what he replaced");
    // A answered bob's get fastest, from its own disk, and so it is asked to coordinate his put.
    assert_eq!(versions[0].dot, ("A".to_owned(), 1));
    run(&mut p, json!({"do": "put", "client": "carol", "key": "foo", "value": "3", "context": "none", "via": "B"}));
    assert_eq!(p.state().nodes[0].store["foo"].len(), 2, "carol wrote blindly");
}

#[test]
fn every_step_is_reached_again_from_both_sides() {
    let mut p = default_playground();
    for round in 0..40 {
        p.apply(Command::put("alice", &format!("key-{}", round % 7), &round.to_string())).unwrap();
        p.run(RunLimit { until: None, events: Some(9) }).unwrap();
        p.apply(Command::get("bob", &format!("key-{}", round % 5))).unwrap();
        p.run(RunLimit { until: None, events: Some(4) }).unwrap();
    }
    p.run(RunLimit::default()).unwrap();
    let last = p.step_number();
    assert!(last > 400, "the history spans several checkpoints: {last}");
    let mut first_time: Vec<State> = Vec::new();
    p.seek(0).unwrap();
    for step in 0..=last {
        p.seek(step).unwrap();
        first_time.push(p.state());
    }
    for step in (0..=last).rev().chain([131, 17, last / 2, 1]) {
        p.seek(step).unwrap();
        assert_eq!(p.state(), first_time[step], "step {step}");
    }
    assert_eq!(p.seek(last + 1).unwrap_err().code, "unknown-step");
}

#[test]
fn stepping_forward_in_a_known_history_tells_the_same_story() {
    let mut p = default_playground();
    p.apply(Command::put("alice", "cart", "bread")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let story = p.trace(1);
    p.seek(0).unwrap();
    for told in &story {
        let again = p.step().unwrap().expect("a known step");
        assert_eq!(&again, told);
    }
    assert_eq!(p.step().unwrap(), None, "only idle timers are left");
}

#[test]
fn a_command_in_the_past_begins_another_future() {
    let mut p = default_playground();
    p.apply(Command::put("alice", "cart", "bread")).unwrap();
    p.run(RunLimit::default()).unwrap();
    p.seek(2).unwrap();
    p.apply(Command::put("bob", "cart", "jam")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let state = p.state();
    assert_eq!(state.steps, state.step);
    assert_eq!(state.operations.len(), 2);
    assert_eq!(state.nodes.iter().filter(|node| node.store.get("cart").is_some_and(|cart| cart.len() == 2)).count(), 3);
}

#[test]
fn a_future_that_was_given_up_leaves_no_branch() {
    let mut p = default_playground();
    p.apply(Command::put("alice", "cart", "bread")).unwrap();
    p.run(RunLimit::default()).unwrap();
    p.seek(2).unwrap();
    p.forget_future();
    assert_eq!((p.known_steps(), p.branch_number()), (2, 1));
    p.apply(Command::put("bob", "cart", "jam")).unwrap();
    p.run(RunLimit::default()).unwrap();
    assert_eq!((p.branches(), p.branch_number()), (Vec::new(), 1));
    let given: Vec<_> = p.commands().map(|(step, _)| step).collect();
    assert_eq!(given, [1, 3]);
    let replayed = ringside::playground::Playground::new(p.scenario()).unwrap();
    let events = p.known_steps();
    let mut replayed = replayed;
    replayed.run_to_step(events).unwrap();
    assert_eq!(replayed.trace(1), p.trace(1), "the scenario tells the same history");
}

#[test]
fn a_future_that_was_left_stays_within_reach_until_it_is_dropped() {
    let mut p = default_playground();
    p.apply(Command::put("alice", "cart", "bread")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let (first, story) = (p.state(), p.trace(1));
    p.seek(2).unwrap();
    p.apply(Command::put("bob", "cart", "jam")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let second = p.trace(1);
    let [branch] = <[_; 1]>::try_from(p.branches()).unwrap();
    assert_eq!((branch.number, branch.forked_at, branch.steps), (1, 2, story.len()));
    assert_eq!((branch.first.as_str(), p.branch_number()), (story[2].sentence.as_str(), 2));

    p.switch_to_branch(branch.number).unwrap();
    assert_eq!(p.step_number(), 2);
    p.seek(first.step).unwrap();
    assert_eq!((p.state(), p.trace(1)), (first, story));

    let [back] = <[_; 1]>::try_from(p.branches()).unwrap();
    assert_eq!((back.number, p.branch_number()), (2, 1), "a course of events keeps its number for life");
    assert_eq!(back.first, second[2].sentence);
    p.switch_to_branch(back.number).unwrap();
    p.seek(second.len()).unwrap();
    assert_eq!(p.trace(1), second);
    let [left] = <[_; 1]>::try_from(p.branches()).unwrap();
    p.drop_branch(left.number).unwrap();
    assert_eq!((left.number, p.branches()), (1, Vec::new()));
    assert_eq!(p.switch_to_branch(left.number).unwrap_err().code, "unknown-branch");
    assert_eq!(p.trace(1), second);
}

#[test]
fn who_comes_later_is_known_by_name_before() {
    let mut p = default_playground();
    p.apply(Command::put("alice", "cart", "bread")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let asked = p.step_number() + 1;
    p.apply(Command::get("bob", "cart")).unwrap();
    p.seek(0).unwrap();
    assert!(p.event(asked).unwrap().sentence.starts_with("bob asks"));
}

#[test]
fn the_scenario_and_the_link_replay_to_exactly_this_history() {
    let mut p = default_playground();
    for key in ["a", "b", "c"] {
        p.apply(Command::put("alice", key, "1")).unwrap();
        p.run(RunLimit { until: None, events: Some(4) }).unwrap();
        p.apply(Command::get("bob", key)).unwrap();
    }
    p.run(RunLimit::default()).unwrap();
    let json = p.scenario().to_json();
    let mut again = Playground::new(Scenario::from_json(&json).unwrap()).unwrap();
    again.run(RunLimit::default()).unwrap();
    assert_eq!(again.trace(1), p.trace(1));
    p.seek(9).unwrap();
    let linked =
        ringside::playground::permalink::from_permalink(&ringside::playground::permalink::permalink(&p)).unwrap();
    assert_eq!(linked.state(), State { steps: 9, ..p.state() });
}

#[test]
fn a_message_says_what_it_carries() {
    let mut p = default_playground();
    let mut carried = Vec::new();
    for command in
        [Command::put("Alice", "cart", "milk"), Command::get("Bob", "cart"), Command::put("Bob", "cart", "jam")]
    {
        p.apply(command).unwrap();
        loop {
            for message in p.state().messages {
                let words = format!("{}: {}", message.kind.as_str(), p.cargo(message.id).unwrap_or_default());
                if !carried.contains(&words) {
                    carried.push(words);
                }
            }
            if p.step().unwrap().is_none() {
                break;
            }
        }
    }
    let expected = [
        "put-request: It carries “milk”, and no context.",
        "write: It carries “milk” [C,1].",
        "put-taken: ",
        "write-ack: ",
        "answer: It carries the context [C,1].",
        "get-request: ",
        "read: ",
        "read-answer: It carries “milk” [C,1].",
        "answer: It carries “milk” [C,1], and the context [C,1].",
        "put-request: It carries “jam”, and the context [C,1].",
        "write: It carries “jam” [A,1][C,1].",
        "answer: It carries the context [A,1][C,1].",
    ];
    assert_eq!(carried, expected);
    assert_eq!(p.cargo(9_999), None);
}

#[test]
fn a_history_played_again_with_another_n_or_r_keeps_the_order_of_what_was_asked() {
    let mut p = default_playground();
    for value in ["milk", "bread"] {
        p.apply(Command::put("Alice", "cart", value)).unwrap();
        // Up to her answer, and not a moment longer.
        while p.state().operations.iter().any(|operation| operation.finished_at.is_none()) {
            p.step().unwrap();
        }
    }
    let recorded = p.scenario();
    let times: Vec<f64> = p.state().operations.iter().map(|operation| operation.started_at).collect();
    for (n, r) in [(3, 1), (4, 2), (5, 2)] {
        let script = recorded.script.iter().cloned().map(ScriptEntry::in_another_world).collect();
        let mut again = Playground::new(Scenario { n, r, script, ..recorded.clone() }).unwrap();
        again.run(RunLimit::default()).unwrap();
        let state = again.state();
        for stored in state.nodes.iter().filter_map(|node| node.store.get("cart")) {
            let values: Vec<_> = stored.iter().map(|version| version.value.as_deref()).collect();
            assert_eq!(values, [Some("bread")], "n = {n}, r = {r}: her second put had read the first");
        }
        assert_eq!(state.operations.iter().map(|operation| operation.started_at).collect::<Vec<_>>(), times);
    }
    // With fewer copies there are fewer steps, and still she asks at the same time.
    let mut again = Playground::new(Scenario { n: 2, ..recorded }).unwrap();
    again.run(RunLimit::default()).unwrap();
    assert_eq!(again.state().operations[1].started_at, times[1]);
}

#[test]
fn a_script_is_played_in_order_each_request_after_the_answer_to_the_last() {
    let mut scenario = fixed_delays();
    scenario["script"] = json!([
        {"do": "put", "client": "alice", "key": "foo", "value": "1", "via": "E"},
        {"do": "get", "client": "bob", "key": "foo", "via": "A"},
        {"do": "wait", "ms": 100},
        {"do": "get", "client": "bob", "key": "foo", "via": "B"},
        {"do": "get", "client": "nobody", "key": "foo", "via": "Q"},
        {"do": "get", "client": "bob", "key": "foo", "via": "A", "at": 1000},
    ]);
    let mut p = playground(scenario);
    p.run(RunLimit::default()).unwrap();
    let started: Vec<f64> = p.state().operations.iter().map(|operation| operation.started_at).collect();
    assert_eq!(started, [0.0, 40.0, 180.0, 1000.0]);
    let refused = p.trace(1).into_iter().find(|event| event.sentence.contains("refused")).expect("it is said");
    assert!(refused.sentence.contains("script[4]") && refused.sentence.contains("\"Q\""), "{}", refused.sentence);
}

#[test]
fn too_few_nodes_for_w_fail_at_once_and_write_nothing() {
    let scenario = Scenario { nodes: vec![NodeSpec::new("A", 4)], ..Scenario::default() };
    let mut p = Playground::new(scenario).unwrap();
    p.apply(Command::put("alice", "cart", "bread")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let operation = &p.state().operations[0];
    assert_eq!(operation.status, OperationStatus::Failed);
    assert_eq!(operation.error.as_deref(), Some("there is 1 node to give acknowledgements; W = 2"));
    assert!(p.state().nodes[0].store.is_empty());
}

#[test]
fn without_nodes_a_request_fails_and_says_so() {
    let mut p = Playground::new(Scenario { nodes: Vec::new(), ..Scenario::default() }).unwrap();
    p.apply(Command::get("alice", "cart")).unwrap();
    let operation = &p.state().operations[0];
    assert_eq!(
        (operation.status, operation.error.as_deref()),
        (OperationStatus::Failed, Some("no node can be reached"))
    );
    assert_eq!(p.step().unwrap(), None);
}

#[test]
fn a_message_that_the_network_loses_is_made_up_for_by_a_stand_in() {
    let mut scenario = fixed_delays();
    scenario["network"]["loss"] = json!(0.25);
    let mut p = playground(scenario);
    for number in 0..40 {
        run(&mut p, json!({"do": "put", "client": "alice", "key": format!("key-{number}"), "value": "1"}));
    }
    let trace = p.trace(1);
    assert!(trace.iter().any(|event| event.cause == Cause::Loss));
    let hinted = |fact: &Fact| matches!(fact, Fact::HintStored { .. });
    assert!(trace.iter().any(|event| event.facts.iter().any(hinted)), "a node stood in for one that was not heard");
    for operation in p.state().operations {
        assert_ne!(operation.status, OperationStatus::Pending);
        assert_eq!(operation.error.is_some(), operation.status == OperationStatus::Failed);
        if operation.status == OperationStatus::Ok {
            let dot = &operation.values[0].dot;
            let copy = |versions: &Vec<ringside::explain::snapshot::VersionState>| {
                versions.iter().any(|version| version.dot == *dot)
            };
            let holders = p.state().nodes.into_iter().filter(|node| {
                let hinted = node.hints.iter().any(|hint| hint.key == operation.key && copy(&hint.versions));
                hinted || node.store.get(&operation.key).is_some_and(copy)
            });
            assert!(holders.count() >= 2, "W = 2 copies of {}", operation.key);
        }
    }
}

#[test]
fn the_trace_speaks_in_plain_sentences() {
    let mut p = playground(fixed_delays());
    run(&mut p, json!({"do": "put", "client": "alice", "key": "foo", "value": "1", "via": "E"}));
    run(&mut p, json!({"do": "get", "client": "bob", "key": "foo", "via": "D"}));
    let told: Vec<String> = p.trace(1).into_iter().map(|event| event.sentence).collect();
    assert_eq!(
        told,
        [
            "alice asks E to put “foo”.",
            "E coordinates: it makes version [E,1], writes it, and sends it to A and B.",
            "A stores version [E,1] and acknowledges it.",
            "B stores version [E,1] and acknowledges it.",
            "A acknowledges: 2 of 2, enough. E answers the client.",
            "B acknowledges too. E has replied to the client already.",
            "alice hears that the put is done, and keeps the context for the next one.",
            "bob asks D to get “foo”.",
            "D coordinates: it asks E, A and B for “foo” and waits for 2 answers.",
            "E looks for “foo” and finds 1 version.",
            "A looks for “foo” and finds 1 version.",
            "B looks for “foo” and finds 1 version.",
            "E answers: 1 of 2.",
            "A answers: 2 of 2, enough. D answers the client.",
            "B answers too. D has replied to the client already.",
            "bob gets “1”, with the context [E,1].",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_scenario_gives_the_same_trace(seed in 0..1_000_000_u64, requests in 1..20_usize) {
        let play = || {
            let mut p = Playground::new(Scenario { seed, ..Scenario::default() }).unwrap();
            for request in 0..requests {
                p.apply(Command::put("alice", &format!("k{}", request % 3), "v")).unwrap();
                p.apply(Command::get("bob", &format!("k{}", request % 2))).unwrap();
                p.run(RunLimit { until: None, events: Some(request) }).unwrap();
            }
            p.run(RunLimit::default()).unwrap();
            p.trace(1)
        };
        prop_assert_eq!(play(), play());
    }

    #[test]
    fn healthy_r_plus_w_above_n_reads_the_latest_write(seed in 0..1_000_000_u64, n in 1..6_usize, r in 1..6_usize, w in 1..6_usize) {
        prop_assume!(r <= n && w <= n && r + w > n);
        let mut p = Playground::new(Scenario { seed, n, r, w, ..Scenario::default() }).unwrap();
        for round in 0..5 {
            p.apply(Command::put("alice", "k", &round.to_string())).unwrap();
            while p.state().operations.last().unwrap().status == OperationStatus::Pending {
                p.step().unwrap();
            }
            p.apply(Command::get("bob", "k")).unwrap();
            while p.state().operations.last().unwrap().status == OperationStatus::Pending {
                p.step().unwrap();
            }
            let read = p.state().operations.last().unwrap().values.clone();
            prop_assert_eq!(read.len(), 1);
            prop_assert_eq!(read[0].value.clone(), Some(round.to_string()));
        }
    }
}

/// The scenario of a put that is handed on although it was taken on, of which the client was told.
fn handed_on_twice() -> Playground {
    let text = std::fs::read_to_string("tests/scenarios/one-put-handed-on-twice.json").unwrap();
    let mut p = crate::support::playground(serde_json::from_str(&text).unwrap());
    p.run(RunLimit::default()).unwrap();
    p
}

#[test]
fn a_put_that_is_handed_on_twice_makes_one_version_and_names_each_replica_once() {
    let p = handed_on_twice();
    let made: Vec<_> = p
        .trace(1)
        .into_iter()
        .flat_map(|event| event.facts)
        .filter(|fact| matches!(fact, ringside::explain::trace::Fact::VersionMade { .. }))
        .collect();
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(p.state().operations[0].acks, ["A", "B", "C"]);
    // The client's next put leaves nothing beside it.
    let mut p = p;
    crate::support::run(&mut p, json!({"do": "put", "client": "c", "key": "k0", "value": "next"}));
    for node in p.state().nodes.iter().filter(|node| node.store.contains_key("k0")) {
        assert_eq!(node.store["k0"].len(), 1, "{}", node.name);
    }
}

#[test]
fn what_a_client_was_told_stays_when_another_node_takes_the_same_put_on() {
    // A's writes and its "I take it" wait: B cannot know that A has made a version.
    let mut p = handed_on_twice();
    p.seek(0).unwrap();
    let give = |p: &mut Playground, command: serde_json::Value| p.apply(Command::from_json(&command).unwrap()).unwrap();
    for to in ["B", "C", "E"] {
        give(&mut p, json!({"do": "hold", "from": "A", "to": to}));
    }
    give(&mut p, json!({"do": "put", "client": "c", "key": "k0", "value": "v", "via": "E", "w": 1}));
    p.run(RunLimit { until: Some(60.0), events: None }).unwrap();
    let told = p.state().operations[0].clone();
    assert_eq!((told.status, told.coordinator.as_deref()), (OperationStatus::Ok, Some("A")));
    p.run(RunLimit { until: Some(400.0), events: None }).unwrap();
    let now = p.state().operations[0].clone();
    assert_eq!(
        (now.status, now.coordinator.as_deref(), now.finished_at),
        (OperationStatus::Ok, Some("A"), told.finished_at)
    );
    assert_eq!(now.values[0], told.values[0], "what it was told comes first");
    assert_eq!(now.values.len(), 2, "the other version of the same put is named too");
    let sentences: Vec<String> = p.trace(1).into_iter().map(|event| event.sentence).collect();
    let same = |told: &&String| told.contains("of the same put as [A,1]");
    assert_eq!(sentences.iter().filter(same).count(), 1, "{sentences:#?}");
    assert!(sentences.contains(&"c has its answer already, and ignores this one.".to_owned()));
    assert!(!sentences.iter().any(|told| told.contains("given up waiting")));
    // The context covers both: the next put supersedes them.
    for to in ["B", "C", "E"] {
        give(&mut p, json!({"do": "release", "from": "A", "to": to}));
    }
    p.run(RunLimit::default()).unwrap();
    crate::support::run(&mut p, json!({"do": "put", "client": "c", "key": "k0", "value": "next"}));
    for node in p.state().nodes.iter().filter(|node| node.store.contains_key("k0")) {
        assert_eq!(node.store["k0"].len(), 1, "{}: {:?}", node.name, node.store["k0"]);
    }
    assert!(p.violations().is_empty(), "{:?}", p.violations());
}

#[test]
fn a_put_that_comes_late_is_recognised_among_thousands() {
    let mut p = default_playground();
    for put in 0..3_000 {
        let blind = json!({"do": "put", "client": format!("c{}", put % 3), "key": "k", "value": format!("v{put}"), "context": "none"});
        p.apply(Command::from_json(&blind).unwrap()).unwrap();
    }
    p.run(RunLimit::default()).unwrap();
    let most = p.state().nodes.iter().map(|node| node.store.get("k").map_or(0, Vec::len)).max();
    assert_eq!(most, Some(3_000), "one put, one version");
}
