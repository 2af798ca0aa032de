//! What an operator does to a node that he may not be able to reach, and the names that he may give.

use crate::support::{playground, run};
use ringside::explain::snapshot::{NodeState, NodeStatus, OperationStatus};
use ringside::explain::trace::MessageKind;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Command;
use serde_json::{Value, json};

fn refused(p: &mut Playground, command: Value) -> (&'static str, String) {
    let before = (p.state(), p.scenario());
    let refusal = Command::from_json(&command).and_then(|command| p.apply(command).map(drop)).unwrap_err();
    assert_eq!((p.state(), p.scenario()), before, "{command} was refused and changed something");
    (refusal.code, refusal.message)
}

fn node(p: &Playground, name: &str) -> Option<NodeState> {
    p.state().nodes.into_iter().find(|node| node.name == name)
}

fn default_cluster() -> Playground {
    playground(json!({"ringside": 1, "seed": 1}))
}

#[test]
fn a_client_that_still_reaches_a_node_that_was_given_up_is_refused() {
    let mut p = default_cluster();
    run(&mut p, json!({"do": "put", "client": "ann", "key": "cart", "value": "milk"}));
    run(&mut p, json!({"do": "partition", "groups": [["C"]]}));
    run(&mut p, json!({"do": "remove-node", "name": "C"}));
    p.apply(Command::Repair).unwrap();
    let told =
        |p: &Playground| p.trace(1).iter().any(|event| event.sentence.starts_with("C learns that it is no longer"));
    while !told(&p) {
        p.run(RunLimit { until: Some(p.time() + 1.0), events: None }).unwrap();
    }
    assert!(node(&p, "C").is_some(), "it still hands over what it has");
    p.apply(Command::get("ann", "cart").through("C")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let error = p.state().operations.last().unwrap().error.clone();
    assert_eq!(error.as_deref(), Some("the node that was asked is no longer a member"));
    p.run(RunLimit::default()).unwrap();
    assert!(node(&p, "C").is_none());
    assert!(p.violations().is_empty(), "{:?}", p.violations());
}

#[test]
fn the_operator_speaks_through_a_node() {
    let mut p = default_cluster();
    run(&mut p, json!({"do": "partition", "groups": [["A", "B"], ["C", "D", "E"]]}));
    // On the larger side, E can be reached and leaves by itself; through A it cannot, and is given up.
    let mut leaves = p.clone();
    run(&mut leaves, json!({"do": "remove-node", "name": "E"}));
    assert!(leaves.trace(1).iter().any(|event| event.sentence == "The operator takes E off the ring."));
    let mut given_up = p.clone();
    run(&mut given_up, json!({"do": "remove-node", "name": "E", "via": "A"}));
    let words = "E cannot be reached from A. The operator gives it up: others take over its ranges.";
    assert!(given_up.trace(1).iter().any(|event| event.sentence == words));
    run(&mut given_up, json!({"do": "repair"}));
    assert!(node(&given_up, "E").is_none());
    // A new node stands on the side of the one that lets it in.
    run(&mut p, json!({"do": "add-node", "name": "X", "tokens": 4, "via": "A"}));
    assert_eq!(p.state().partition.unwrap()[0], ["A", "B", "X"]);
    let (code, message) = refused(&mut p, json!({"do": "set-tokens", "name": "C", "tokens": 2, "via": "A"}));
    assert_eq!((code, message.contains("reached from A")), ("unreachable-node", true), "{message}");
    assert_eq!(refused(&mut p, json!({"do": "remove-node", "name": "C", "via": "Q"})).0, "unknown-node");
    // One that leaves could take the news with it.
    p.apply(Command::remove_node("D")).unwrap();
    assert_eq!(refused(&mut p, json!({"do": "remove-node", "name": "A", "via": "D"})).0, "leaving-node");
}

#[test]
fn what_a_node_did_after_it_was_given_up_does_not_bring_it_back() {
    let mut p = default_cluster();
    run(&mut p, json!({"do": "partition", "groups": [["C"]]}));
    run(&mut p, json!({"do": "remove-node", "name": "C"}));
    for tokens in [3, 5, 7] {
        run(&mut p, json!({"do": "set-tokens", "name": "C", "tokens": tokens}));
    }
    run(&mut p, json!({"do": "repair"}));
    assert!(node(&p, "C").is_none());
    // A new machine of the name is another incarnation, and may join.
    run(&mut p, json!({"do": "add-node", "name": "C", "tokens": 8}));
    assert_eq!(node(&p, "C").unwrap().status, NodeStatus::Up);
    assert!(p.violations().is_empty(), "{:?}", p.violations());
}

#[test]
fn a_node_that_was_given_up_and_crashed_can_be_given_up_once_more() {
    let mut p = default_cluster();
    run(&mut p, json!({"do": "partition", "groups": [["C"]]}));
    run(&mut p, json!({"do": "remove-node", "name": "C"}));
    assert_eq!(refused(&mut p, json!({"do": "remove-node", "name": "C"})).0, "not-a-member");
    run(&mut p, json!({"do": "crash", "name": "C"}));
    run(&mut p, json!({"do": "remove-node", "name": "C"}));
    assert!(node(&p, "C").is_none());
}

#[test]
fn no_name_looks_like_another_life_of_a_node() {
    let mut p = default_cluster();
    for name in ["A~2", "~1", "node~007"] {
        let (code, message) = refused(&mut p, json!({"do": "add-node", "name": name, "tokens": 2}));
        assert_eq!(code, "invalid-name", "{message}");
        assert!(message.contains("another life"), "{message}");
    }
    for name in ["A~", "~", "A~b", "~2x", "A2"] {
        run(&mut p, json!({"do": "add-node", "name": name, "tokens": 2}));
    }
    let scenario = json!({"ringside": 1, "nodes": [{"name": "A", "tokens": 1}, {"name": "A~2", "tokens": 1}]});
    let refusal = ringside::scenario::Scenario::from_json(&scenario).unwrap_err();
    assert!(refusal.message.starts_with("nodes[1].name: got \"A~2\""), "{}", refusal.message);
}

#[test]
fn a_name_in_a_partition_may_be_that_of_a_node_or_a_client_to_come() {
    let mut p = default_cluster();
    run(&mut p, json!({"do": "partition", "groups": [["A", "B", "F", "ann"], ["C", "D", "E"]]}));
    run(&mut p, json!({"do": "hold", "from": "F", "to": "A"}));
    let clients = |p: &Playground| p.state().clients.iter().map(|client| client.name.clone()).collect::<Vec<_>>();
    assert_eq!(clients(&p), [""; 0], "nobody has asked for anything");
    p.apply(Command::add_node("F", ringside::scenario::Tokens::Count(4))).unwrap();
    assert_eq!(p.state().partition.unwrap()[0], ["A", "B", "F", "ann"]);
    assert_eq!(p.state().held, [("F".to_owned(), "A".to_owned())]);
    run(&mut p, json!({"do": "release", "from": "F", "to": "A"}));
    run(&mut p, json!({"do": "repair"}));
    assert_eq!(node(&p, "F").unwrap().status, NodeStatus::Up);
    run(&mut p, json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "via": "A"}));
    assert_eq!(clients(&p), ["ann"]);
    assert_eq!(refused(&mut p, json!({"do": "add-node", "name": "ann", "tokens": 1})).0, "name-taken");
    // A refused command has named nobody.
    let groups = json!([["zoe"], [""]]);
    refused(&mut p, json!({"do": "partition", "groups": groups}));
    assert_eq!(refused(&mut p, json!({"do": "release", "from": "zoe", "to": "A"})).0, "not-held");
    run(&mut p, json!({"do": "add-node", "name": "zoe", "tokens": 1}));
}

#[test]
fn a_message_is_dropped_by_what_it_is() {
    let mut p = default_cluster();
    p.apply(Command::put("ann", "cart", "milk")).unwrap();
    while !p.state().messages.iter().any(|message| message.kind == MessageKind::Write) {
        p.step().unwrap();
    }
    let writes = |p: &Playground| {
        let flying = p.state().messages.into_iter().filter(|message| message.kind == MessageKind::Write);
        flying.map(|message| (message.id, message.to, message.arrives_at)).collect::<Vec<_>>()
    };
    let before = writes(&p);
    let first = before.iter().min_by(|one, other| one.2.total_cmp(&other.2)).unwrap().clone();
    p.apply(Command::from_json(&json!({"do": "drop", "kind": "write"})).unwrap()).unwrap();
    assert_eq!(writes(&p).iter().find(|write| write.0 == first.0), None, "the first to arrive is lost");
    assert_eq!(writes(&p).len(), before.len() - 1);
    let left = writes(&p)[0].1.clone();
    p.apply(Command::from_json(&json!({"do": "drop", "to": left, "kind": "write"})).unwrap()).unwrap();
    assert_eq!(writes(&p), []);
    let (code, message) = refused(&mut p, json!({"do": "drop", "from": "ann", "kind": "write"}));
    assert_eq!(code, "unknown-message");
    assert!(message.starts_with("message: got write from ann; allowed is "), "{message}");
    for both in [json!({"do": "drop"}), json!({"do": "drop", "message": 1, "kind": "write"})] {
        assert_eq!(refused(&mut p, both).0, "missing-field");
    }
    assert_eq!(refused(&mut p, json!({"do": "drop", "kind": "letter"})).0, "invalid-choice");
}

#[test]
fn hints_follow_when_the_operator_lowers_n() {
    let mut p = default_cluster();
    run(&mut p, json!({"do": "crash", "name": "C"}));
    for key in 0..8 {
        run(&mut p, json!({"do": "put", "client": "ann", "key": format!("k{key}"), "value": "v"}));
    }
    assert!(p.state().nodes.iter().any(|node| !node.hints.is_empty()));
    for n in [2, 1] {
        p.apply(Command::from_json(&json!({"do": "set-quorum", "n": n, "r": 1, "w": 1})).unwrap()).unwrap();
        assert!(p.violations().is_empty(), "{:?}", p.violations());
        p.run(RunLimit::default()).unwrap();
        assert!(p.violations().is_empty(), "{:?}", p.violations());
    }
    run(&mut p, json!({"do": "restart", "name": "C"}));
    assert!(p.violations().is_empty(), "{:?}", p.violations());
}

#[test]
fn what_is_switched_off_is_not_promised() {
    let mut p = playground(json!({"ringside": 1, "seed": 1, "timers": {"handoff": 0}}));
    run(&mut p, json!({"do": "crash", "name": "C"}));
    for key in 0..8 {
        run(&mut p, json!({"do": "put", "client": "ann", "key": format!("k{key}"), "value": "v"}));
    }
    run(&mut p, json!({"do": "restart", "name": "C"}));
    assert!(p.state().nodes.iter().any(|node| !node.hints.is_empty()), "nobody delivers them");
    assert!(p.violations().is_empty(), "{:?}", p.violations());
    let truth = p.truth();
    let agree = truth.iter().find(|status| status.invariant == "replicas-agree").unwrap();
    assert_eq!(agree.because, "hinted handoff is switched off");
}

#[test]
fn a_request_with_a_small_quorum_of_its_own_raises_no_alarm() {
    for seed in 1..=40 {
        let mut p = playground(json!({"ringside": 1, "seed": seed, "quorum": "strict"}));
        let homes = ringside::dynamo::replication::preference_list(
            &p.ring(),
            ringside::dynamo::key::Key::new("cart").unwrap().position(),
            3,
        );
        let name = |index: usize| p.node_names()[homes.replicas[index].index()].to_string();
        let (first, third) = (name(0), name(2));
        p.apply(
            Command::from_json(
                &json!({"do": "put", "client": "ann", "key": "cart", "value": "v", "via": first, "r": 1, "w": 1}),
            )
            .unwrap(),
        )
        .unwrap();
        while p.state().operations[0].status == OperationStatus::Pending {
            p.step().unwrap();
        }
        run(&mut p, json!({"do": "get", "client": "bob", "key": "cart", "via": third, "r": 1, "w": 1}));
        assert!(p.violations().is_empty(), "seed {seed}: {:?}", p.violations());
    }
}

#[test]
fn a_new_machine_of_a_name_is_not_held_to_what_the_old_one_knew() {
    let mut p = default_cluster();
    for key in 0..8 {
        run(&mut p, json!({"do": "put", "client": "ann", "key": format!("k{key}"), "value": "v"}));
    }
    run(&mut p, json!({"do": "partition", "groups": [["C"]]}));
    run(&mut p, json!({"do": "remove-node", "name": "C"}));
    p.apply(Command::Repair).unwrap();
    while !p.trace(1).iter().any(|event| event.sentence.starts_with("C learns that it is no longer")) {
        p.run(RunLimit { until: Some(p.time() + 1.0), events: None }).unwrap();
    }
    for command in [
        json!({"do": "crash", "name": "C"}),
        json!({"do": "remove-node", "name": "C"}),
        json!({"do": "add-node", "name": "C", "tokens": 8}),
        json!({"do": "put", "client": "ann", "key": "k1", "value": "w", "via": "C"}),
    ] {
        run(&mut p, command);
    }
    assert!(p.violations().is_empty(), "{:?}", p.violations());
}
