//! The work that is measured; `in-node.mjs` makes the same of the module, step for step.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

use ringside::dynamo::partitioning::{Position, Ring};
use ringside::laboratories::key_placement::KeyPlacement;
use ringside::laboratories::latency::{LatencyExperiment, LatencyParameters};
use ringside::laboratories::load::{LoadExperiment, LoadParameters};
use ringside::laboratories::rings::copies::CopyRule;
use ringside::laboratories::rings::key_count::{KeyColumns, KeyCount};
use ringside::laboratories::rings::ownership::shares;
use ringside::laboratories::rings::partitioner::Partitioner;
use ringside::laboratories::run;
use ringside::laboratories::staleness::{StalenessExperiment, StalenessParameters};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, NodeSpec, Scenario, Tokens};
use ringside::teaching::challenge::{Challenge, HandIn};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const OPERATIONS: usize = 10_000;
pub const ONE_AT_A_TIME: usize = 1_000;
pub const EVENTS: usize = 100_000;
pub const KEYS: usize = 100_000;

/// 64 nodes of 64 tokens each, (N, R, W) = (3, 2, 2), and this script.
pub fn cluster(script: Vec<Value>) -> Scenario {
    let nodes: Vec<Value> = (0..64).map(|number| json!({"name": format!("N{number}"), "tokens": 64})).collect();
    let json = json!({"ringside": 1, "seed": 1, "nodes": nodes, "script": script});
    Scenario::from_json(&json).unwrap_or_else(|refusal| panic!("{}", refusal.message))
}

/// The client operation of this number: puts and gets in turn, of 1,000 keys by 50 clients.
pub fn operation(number: usize) -> Value {
    let (client, key) = (format!("c{}", number * 7 % 50), format!("key-{}", number * 31 % 1_000));
    match number % 2 {
        0 => json!({"do": "put", "client": client, "key": key, "value": format!("value-{number}")}),
        _ => json!({"do": "get", "client": client, "key": key}),
    }
}

/// So many operations, one each millisecond.
pub fn crowd(operations: usize) -> Vec<Value> {
    let at = |number: usize| {
        let mut command = operation(number);
        command["at"] = json!(number);
        command
    };
    (0..operations).map(at).collect()
}

/// 2,000 operations, ten milliseconds apart, while nodes crash and come back, walls rise and fall, and nodes join and
/// leave.
pub fn trouble() -> Vec<Value> {
    let mut script = Vec::new();
    for number in 0..2_000 {
        let (at, node) = (number * 10, format!("N{}", number * 13 % 64));
        let mut command = operation(number);
        command["at"] = json!(at);
        script.push(command);
        let groups: Vec<String> = (0..20).map(|node| format!("N{node}")).collect();
        match number % 200 {
            20 => script.push(json!({"do": "crash", "name": node, "at": at})),
            60 => script.push(json!({"do": "partition", "groups": [groups], "at": at})),
            100 => script.push(json!({"do": "repair", "at": at})),
            140 => script.push(json!({"do": "add-node", "name": format!("J{number}"), "tokens": 16, "at": at})),
            180 => script.extend((0..64).map(|node| json!({"do": "restart", "name": format!("N{node}"), "at": at}))),
            _ => {}
        }
    }
    script
}

/// Plays a scenario to its end.
pub fn played(scenario: Scenario) -> Playground {
    let mut playground = Playground::new(scenario).unwrap();
    // Waiting tells of nothing on the way: what is measured is the cluster, not the telling.
    playground.apply(Command::Wait { ms: 30_000.0 }).unwrap();
    playground
}

/// Plays a scenario and asks what was violated.
pub fn soaked(scenario: Scenario) -> usize {
    played(scenario).violations().len()
}

/// Operations one after another, each until all is quiet again: as a program at a prompt would.
pub fn one_at_a_time() -> Playground {
    let mut playground = Playground::new(cluster(Vec::new())).unwrap();
    for number in 0..ONE_AT_A_TIME {
        playground.apply(Command::from_json(&operation(number)).unwrap()).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }
    playground
}

/// A history of so many events: operations in a crowd, and then whatever the timers bring.
pub fn long_history() -> Playground {
    let mut playground = Playground::new(cluster(crowd(OPERATIONS))).unwrap();
    playground.run_to_step(EVENTS).unwrap();
    while playground.step_number() < EVENTS {
        let until = Some(playground.state().time + 10_000.0);
        playground.run(RunLimit { until, events: Some(EVENTS - playground.step_number()) }).unwrap();
    }
    playground
}

/// Steps to seek, one after another, all over a history.
pub fn places() -> impl Iterator<Item = usize> {
    (1..).map(|number: usize| number * 61_803 % EVENTS)
}

/// A ring of 1,024 tokens.
pub fn ring_of_1024() -> Ring {
    let nodes: Vec<Value> = (0..16).map(|number| json!({"name": format!("N{number}"), "tokens": 64})).collect();
    Scenario::from_json(&json!({"ringside": 1, "nodes": nodes})).unwrap().ring().unwrap()
}

/// The keys that are placed.
pub fn keys() -> Vec<String> {
    (0..KEYS).map(|number| format!("key-{number}")).collect()
}

/// Places every key: its MD5, and the node whose token it belongs to. A number that depends on all of them.
pub fn place(ring: &Ring, keys: &[String]) -> usize {
    keys.iter().filter_map(|key| ring.owner_of(Position::from_key(key))).map(|owner| owner.index()).sum()
}

/// What the laboratories promise: a million keys on 1,024 tokens …
pub fn million_keys() -> u64 {
    run(KeyPlacement::new(ring_of_1024(), 1, 1_000_000).unwrap()).owned[0]
}

/// … and, as many as there may be, ten million for the shares of a ring of the load laboratory …
pub fn ten_million_keys() -> f64 {
    let parameters =
        LoadParameters { nodes: 16, tokens: 64, n: 1, keys: 10_000_000, trials: 1, ..LoadParameters::default() };
    run(LoadExperiment::new(parameters).unwrap()).cv.measured
}

/// … a thousand rings of 30 nodes with 64 tokens, N = 3 …
pub fn thousand_rings() -> f64 {
    let parameters = LoadParameters { nodes: 30, tokens: 64, n: 3, trials: 1_000, ..LoadParameters::default() };
    run(LoadExperiment::new(parameters).unwrap()).cv.measured
}

fn million_trials() -> LatencyParameters {
    LatencyParameters { n: 3, r: 1, w: 1, trials: 1_000_000, ..LatencyParameters::default() }
}

/// … a million WARS trials, for how long they take …
pub fn wars_latency() -> f64 {
    run(LatencyExperiment::new(million_trials()).unwrap()).read.p999
}

/// … and for how stale they are.
pub fn wars_staleness() -> f64 {
    let parameters = StalenessParameters { latency: million_trials(), after: vec![0.0, 1.0, 2.0, 5.0, 10.0] };
    run(StalenessExperiment::new(parameters).unwrap()).t_visibility.p999
}

/// A ring as large as the field's: 1,000 nodes of 256 tokens in three racks, three copies.
pub fn field_ring() -> Ring {
    let position = |node, number| Partitioner::Murmur3.position(format!("{node}-{number}").as_bytes());
    let node = |node: usize| NodeSpec {
        tokens: Tokens::At((0..256).map(|number| position(node, number)).collect()),
        zone: Some(format!("dc1/r{}", node % 3)),
        ..NodeSpec::new(&format!("N{node}"), 0)
    };
    let nodes: Vec<NodeSpec> = (0..1_000).map(node).collect();
    CopyRule::InCentres(BTreeMap::from([("dc1".to_owned(), 3)])).ring(&nodes)
}

/// The text of a file of a million keys.
pub fn field_keys() -> Vec<u8> {
    (0..1_000_000).map(|number| format!("user:{number}\n")).collect::<String>().into_bytes()
}

/// What each node of it owns.
pub fn field_ownership(ring: &Ring) -> f64 {
    shares(ring, 3).copies.iter().copied().fold(0.0, f64::max)
}

/// Counts the keys as the page does: in chunks, with the hottest keys.
pub fn field_count(ring: &Ring, keys: &[u8]) -> u64 {
    let mut count = KeyCount::new(ring, Partitioner::Murmur3, KeyColumns::default());
    keys.chunks(1 << 18).for_each(|chunk| count.feed(ring, chunk).unwrap());
    count.shares(ring, 3, 10).copy_keys.iter().sum()
}

/// A challenge, and what is handed in for it: two blind puts and a get, each when all is quiet.
pub fn handed_in() -> (Challenge, String) {
    let challenge = json!({
        "ringsideChallenge": 1, "title": "Two siblings", "summary": "A get returns 2 values.", "minutes": 4,
        "task": "Let a get of cart return 2 versions.", "scenario": {"ringside": 1},
        "goal": {"request": {"do": "get", "versions": 2}}, "budget": {"commands": 3},
    });
    let challenge = Challenge::from_json(&challenge).unwrap();
    let mut playground = challenge.begin().unwrap();
    for command in [
        json!({"do": "put", "client": "Alice", "key": "cart", "value": "milk", "context": "none"}),
        json!({"do": "put", "client": "Bob", "key": "cart", "value": "bread", "context": "none"}),
        json!({"do": "get", "client": "Alice", "key": "cart"}),
    ] {
        let command = Command::from_json(&command).unwrap();
        playground.apply(command).unwrap();
        playground.run(RunLimit::default()).unwrap();
    }
    let text = HandIn::new(&challenge, &playground, "Ada", false).write();
    (challenge, text)
}
