//! Zones in a running world: where copies and hints go, how far it is between zones, and zones that fail as a whole.

use crate::support::{playground, run, scenario};
use ringside::dynamo::report::Note;
use ringside::explain::snapshot::NodeStatus;
use ringside::explain::trace::Fact;
use ringside::playground::permalink::{from_permalink, permalink};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Six nodes in three zones of two, N = 3.
fn three_zones(change: Value) -> Value {
    let zones = ["eu", "eu", "us", "us", "asia", "asia"];
    let nodes: Vec<Value> = ["A", "B", "C", "D", "E", "F"]
        .iter()
        .zip(zones)
        .map(|(name, zone)| json!({"name": name, "tokens": 8, "zone": zone}))
        .collect();
    let mut scenario = json!({"ringside": 1, "seed": 3, "nodes": nodes, "placement": "distinct-zones"});
    for (field, value) in change.as_object().unwrap() {
        scenario[field] = value.clone();
    }
    scenario
}

fn zone_of(playground: &Playground, name: &str) -> String {
    let state = playground.state();
    let node = state.nodes.iter().find(|node| node.name == name).unwrap();
    node.zone.as_deref().unwrap_or_default().to_owned()
}

/// The nodes that store a key.
fn homes(playground: &Playground, key: &str) -> Vec<String> {
    let state = playground.state();
    state.nodes.iter().filter(|node| node.store.contains_key(key)).map(|node| node.name.clone()).collect()
}

fn refused(playground: &mut Playground, command: Value) -> String {
    let before = (playground.state(), playground.trace(1));
    let refusal = Command::from_json(&command).and_then(|command| playground.apply(command)).unwrap_err();
    assert_eq!((playground.state(), playground.trace(1)), before, "nothing has changed");
    format!("{}: {}", refusal.code, refusal.message)
}

#[test]
fn each_copy_is_in_another_zone_and_a_burnt_zone_leaves_two() {
    let mut p = playground(three_zones(json!({})));
    for number in 0..30 {
        run(&mut p, json!({"do": "put", "client": "alice", "key": format!("key {number}"), "value": "v"}));
        let zones: BTreeSet<String> =
            homes(&p, &format!("key {number}")).iter().map(|name| zone_of(&p, name)).collect();
        assert_eq!(zones.len(), 3);
    }
    run(&mut p, json!({"do": "crash", "zone": "eu", "wipe": true}));
    for number in 0..30 {
        assert_eq!(homes(&p, &format!("key {number}")).len(), 2);
    }
    run(&mut p, json!({"do": "restart", "zone": "eu"}));
    for number in 0..30 {
        assert_eq!(homes(&p, &format!("key {number}")).len(), 3, "the trees bring the copies back");
    }
    assert_eq!(p.violations(), []);
}

#[test]
fn a_zone_crashes_and_comes_back_in_one_step_each() {
    let mut p = playground(three_zones(json!({})));
    run(&mut p, json!({"do": "crash", "name": "A"}));
    let before = p.step_number();
    p.apply(Command::from_json(&json!({"do": "crash", "zone": "eu"})).unwrap()).unwrap();
    assert_eq!(p.step_number(), before + 1);
    let event = p.event(before + 1).unwrap();
    assert_eq!(event.sentence, "Zone eu fails: B crashes. Its disk survives.");
    let crashed = event.facts.iter().filter(|fact| matches!(fact, Fact::Crashed { .. })).count();
    assert_eq!(crashed, 1, "A was down already");
    assert!(refused(&mut p, json!({"do": "crash", "zone": "eu"})).starts_with("node-is-down: zone: got \"eu\""));
    p.apply(Command::from_json(&json!({"do": "restart", "zone": "eu"})).unwrap()).unwrap();
    assert_eq!(p.event(p.step_number()).unwrap().sentence, "Zone eu is back: A and B start again.");
    assert!(refused(&mut p, json!({"do": "restart", "zone": "eu"})).starts_with("node-is-up: zone: got \"eu\""));
    p.apply(Command::from_json(&json!({"do": "crash", "zone": "us", "wipe": true})).unwrap()).unwrap();
    let sentence = p.event(p.step_number()).unwrap().sentence;
    assert_eq!(sentence, "Zone us burns: C and D are down, and their disks are lost.");
    assert!(p.state().nodes[2..4].iter().all(|node| node.status == NodeStatus::Crashed));
}

#[test]
fn a_data_centre_is_all_its_racks() {
    let zones = ["dc1/r1", "dc1/r2", "dc2/r1", "dc10/r1"];
    let nodes: Vec<Value> = (0..4).map(|n| json!({"name": format!("n{n}"), "tokens": 4, "zone": zones[n]})).collect();
    let mut p = playground(json!({"ringside": 1, "nodes": nodes}));
    let unknown = refused(&mut p, json!({"do": "crash", "zone": "dc3"}));
    let known = "dc1, dc1/r1, dc1/r2, dc10, dc10/r1, dc2, dc2/r1";
    assert_eq!(unknown, format!("unknown-zone: zone: got \"dc3\"; allowed is {known}."));
    let twice = refused(&mut p, json!({"do": "partition", "zones": [["dc1"], ["dc1/r2"]]}));
    assert!(twice.starts_with("invalid-partition: zones: got \"dc1/r2\" twice"), "{twice}");
    p.apply(Command::from_json(&json!({"do": "crash", "zone": "dc1"})).unwrap()).unwrap();
    let status: Vec<NodeStatus> = p.state().nodes.iter().map(|node| node.status).collect();
    assert_eq!(status, [NodeStatus::Crashed, NodeStatus::Crashed, NodeStatus::Up, NodeStatus::Up]);
}

#[test]
fn a_wall_between_zones_is_one_command() {
    let mut p = playground(three_zones(json!({})));
    p.apply(Command::from_json(&json!({"do": "partition", "zones": [["eu"]]})).unwrap()).unwrap();
    let sentence = p.event(1).unwrap().sentence;
    assert_eq!(sentence, "The network splits: zone eu (A, B) is cut off from the others.");
    let groups = p.state().partition.unwrap();
    assert_eq!(groups, [vec!["A", "B"], vec!["C", "D", "E", "F"]]);
    // A newcomer stands beside its zone.
    p.apply(Command::from_json(&json!({"do": "add-node", "name": "G", "tokens": 4, "zone": "eu"})).unwrap()).unwrap();
    assert_eq!(p.state().partition.unwrap()[0], ["A", "B", "G"]);
    p.apply(Command::from_json(&json!({"do": "partition", "zones": [["eu"], ["us", "asia"]]})).unwrap()).unwrap();
    let sentence = p.event(p.step_number()).unwrap().sentence;
    assert_eq!(sentence, "The network splits between zones: eu (A, B, G); us and asia (C, D, E, F).");
    run(&mut p, json!({"do": "repair"}));
    assert_eq!(zone_of(&p, "G"), "eu");
    assert_eq!(p.violations(), []);
}

#[test]
fn a_stand_in_is_of_a_zone_without_a_copy() {
    let mut p = playground(three_zones(json!({})));
    run(&mut p, json!({"do": "put", "client": "alice", "key": "cart", "value": "v"}));
    let home = homes(&p, "cart").into_iter().find(|name| zone_of(&p, name) == "us").unwrap();
    run(&mut p, json!({"do": "crash", "name": home}));
    run(&mut p, json!({"do": "put", "client": "alice", "key": "cart", "value": "w"}));
    let hinted: Vec<(String, String)> = p
        .state()
        .nodes
        .iter()
        .filter(|node| !node.hints.is_empty())
        .map(|node| (node.name.clone(), node.hints[0].owner.clone()))
        .collect();
    let [(keeper, owner)] = hinted.as_slice() else { panic!("{hinted:?}") };
    assert_eq!((zone_of(&p, keeper).as_str(), owner), ("us", &home), "eu and asia have a copy each");
}

#[test]
fn messages_between_data_centres_take_as_long_as_is_said_and_clients_are_near_everybody() {
    let network = json!({"delay": {"kind": "fixed", "ms": 2}, "between": {"delay": {"kind": "fixed", "ms": 40}}});
    let mut p = playground(three_zones(json!({"network": network})));
    run(&mut p, json!({"do": "put", "client": "alice", "key": "cart", "value": "v"}));
    let (mut near, mut far) = (0, 0);
    for sent in p.trace(1).iter().flat_map(|event| event.sent.clone()) {
        let took = sent.arrives_at.unwrap() - sent.sent_at;
        if sent.from == "alice" || sent.to == "alice" || zone_of(&p, &sent.from) == zone_of(&p, &sent.to) {
            near += 1;
            assert_eq!(took, 2.0, "{} to {}", sent.from, sent.to);
        } else {
            far += 1;
            assert_eq!(took, 40.0, "{} to {}", sent.from, sent.to);
        }
    }
    assert!(near > 1 && far > 3);
    let lossy = json!({"between": {"loss": 1.0}});
    let mut p = playground(three_zones(json!({"network": lossy, "timers": {"gossip": 0}})));
    p.apply(Command::put("alice", "cart", "v")).unwrap();
    p.run(RunLimit { until: Some(300.0), events: None }).unwrap();
    let died: Vec<bool> = p
        .trace(1)
        .iter()
        .flat_map(|event| &event.sent)
        .filter(|sent| sent.from != "alice" && sent.to != "alice")
        .map(|sent| sent.arrives_at.is_none())
        .collect();
    assert!(!died.is_empty() && died.iter().any(|died| *died));
}

#[test]
fn copies_are_counted_by_data_centre() {
    let nodes: Vec<Value> = (0..8)
        .map(|n| {
            let zone = format!("dc{}/r{}", n % 2 + 1, n / 2 % 2);
            json!({"name": format!("n{n}"), "tokens": 6, "zone": zone})
        })
        .collect();
    let json = json!({"ringside": 1, "nodes": nodes, "copies": {"dc1": 2, "dc2": 1}, "r": 2, "w": 2});
    let mut p = playground(json);
    assert_eq!((p.state().n, p.state().placement), (3, Some("distinct-zones")));
    for number in 0..20 {
        let key = format!("key {number}");
        run(&mut p, json!({"do": "put", "client": "alice", "key": key, "value": "v"}));
        let mut zones: Vec<String> = homes(&p, &key).iter().map(|name| zone_of(&p, name)).collect();
        zones.sort();
        assert_eq!(zones[..2], ["dc1/r0", "dc1/r1"], "one a rack");
        assert!(zones.len() == 3 && zones[2].starts_with("dc2/"));
    }
    let own = refused(&mut p, json!({"do": "put", "client": "alice", "key": "k", "value": "v", "n": 2}));
    assert_eq!(own, "invalid-quorum: n: got 2; allowed is 3, for copies are counted by data centre.");
    assert!(refused(&mut p, json!({"do": "set-quorum", "n": 4})).starts_with("invalid-quorum: n: got 4"));
    run(&mut p, json!({"do": "set-quorum", "r": 1}));
    assert_eq!(p.violations(), []);
}

#[test]
fn somebody_must_keep_the_keys_where_there_are_copies() {
    let nodes = json!([{"name": "A", "tokens": 4, "zone": "dc1"}, {"name": "B", "tokens": 4, "zone": "dc2"}]);
    let mut p = playground(json!({"ringside": 1, "nodes": nodes, "copies": {"dc1": 1}, "r": 1, "w": 1}));
    let last = refused(&mut p, json!({"do": "remove-node", "name": "A"}));
    assert!(last.starts_with("last-node: name: got \"A\""), "{last}");
    run(&mut p, json!({"do": "add-node", "name": "C", "tokens": 4, "zone": "dc1"}));
    run(&mut p, json!({"do": "remove-node", "name": "A"}));
    assert_eq!(p.state().nodes.len(), 2);
    assert_eq!(p.violations(), []);
}

#[test]
fn zones_are_written_and_read_again_and_are_in_links() {
    let network = json!({"between": {"delay": {"kind": "fixed", "ms": 40.0}, "loss": 0.01}});
    let script = json!([
        {"do": "crash", "zone": "eu", "at": 10}, {"do": "restart", "zone": "eu", "at": 400},
        {"do": "partition", "zones": [["us"]], "at": 500}, {"do": "repair", "at": 900},
        {"do": "add-node", "name": "G", "tokens": 3, "zone": "us", "at": 1_000},
    ]);
    let written = three_zones(json!({"network": network, "script": script}));
    let read = scenario(written.clone());
    let again = read.to_json();
    assert_eq!(Scenario::from_json(&again).unwrap(), read);
    for field in ["nodes", "placement"] {
        assert_eq!(again[field], written[field]);
    }
    assert_eq!(again["network"]["between"], written["network"]["between"]);
    let mut p = Playground::new(read).unwrap();
    p.run(RunLimit::default()).unwrap();
    let linked = from_permalink(&permalink(&p)).unwrap();
    assert_eq!((linked.state(), linked.trace(1)), (p.state(), p.trace(1)));
    let copies = json!({"eu": 1, "us": 2});
    let by_centre = scenario(three_zones(json!({"placement": null, "copies": copies})));
    let again = by_centre.to_json();
    assert_eq!((&again["copies"], again.get("n"), again.get("placement")), (&copies, None, None));
    assert_eq!(Scenario::from_json(&again).unwrap(), by_centre);
    let p = Playground::new(by_centre).unwrap();
    assert_eq!(from_permalink(&permalink(&p)).unwrap().state(), p.state());
}

#[test]
fn zones_have_no_influence_unless_the_placement_uses_them() {
    let plain = |zones: bool| {
        let mut json = three_zones(json!({"placement": null}));
        if !zones {
            for node in json["nodes"].as_array_mut().unwrap() {
                node.as_object_mut().unwrap().remove("zone");
            }
        }
        let mut p = playground(json);
        run(&mut p, json!({"do": "put", "client": "alice", "key": "cart", "value": "v"}));
        p.trace(1)
    };
    assert_eq!(plain(true), plain(false));
}

#[test]
fn notes_of_zones_say_what_became_of_them() {
    let nodes = vec!["A".to_owned()];
    let burns = Note::ZoneFails { zone: "eu".to_owned(), nodes: nodes.clone(), wiped: true };
    assert_eq!(burns.words(), "Zone eu burns: A is down, and its disk is lost.");
    let back = Note::ZoneRestarts { zone: "eu".to_owned(), nodes };
    assert_eq!(back.words(), "Zone eu is back: A starts again.");
}
