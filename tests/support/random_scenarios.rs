//! Random clusters, workloads and fault schedules from a seed; and how to make a failing one small.

use super::scenario;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use ringside::invariants::Violation;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Scenario;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Chance, as a test draws it.
pub struct Dice(pub Pcg32);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        (self.0.next_u64() % bound as u64) as usize
    }

    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    pub fn chance(&mut self, of_100: usize) -> bool {
        self.below(100) < of_100
    }

    pub fn of<const N: usize>(&mut self, numbers: [usize; N]) -> usize {
        numbers[self.below(N)]
    }

    pub fn one<'a>(&mut self, of: &'a [String]) -> &'a str {
        &of[self.below(of.len())]
    }
}

/// A cluster with so many client operations among crashes, partitions, holds, loss, skew, joins and leaves; at the end
/// everything is made whole again.
pub fn random_scenario(seed: u64, operations: usize) -> Value {
    let mut dice = Dice(Pcg32::seed_from_u64(seed));
    let count = dice.between(1, 7);
    let mut nodes: Vec<String> = (0..count).map(|n| format!("N{n}")).collect();
    let specs: Vec<Value> = nodes.iter().map(|name| json!({"name": name, "tokens": dice.between(1, 6)})).collect();
    let n = dice.between(1, 4);
    let (r, w) = (dice.between(1, n), dice.between(1, n));
    let clients: Vec<String> = (0..dice.between(1, 3)).map(|n| format!("c{n}")).collect();
    let keys: Vec<String> = (0..dice.between(1, 6)).map(|n| format!("k{n}")).collect();
    let mut script: Vec<Value> = Vec::new();
    let (mut at, mut joined, mut made) = (0, 0, 0);
    // Some promises hold only while nothing goes wrong and of quorums that overlap, here by just one node.
    let calm = dice.chance(12);
    let (requests, r, usual_pause) = if calm { (100, n + 1 - w, 8) } else { (82, r, 40) };
    let mut down = BTreeSet::new();
    while made < operations {
        let pause = if dice.chance(10) { 900 } else { usual_pause };
        at += dice.below(pause);
        let mut command = if dice.chance(requests) {
            made += 1;
            request(&mut dice, &clients, &keys, made)
        } else {
            fault(&mut dice, &mut nodes, &clients, &mut down, &mut joined)
        };
        command["at"] = json!(at);
        script.push(command);
    }
    at += 2000;
    script.extend(make_whole(&nodes, &clients, at));
    let delay = match dice.below(3) {
        _ if calm => json!({"kind": "exponential", "mean": dice.between(1, 8)}),
        0 => json!({"kind": "fixed", "ms": dice.between(1, 20)}),
        1 => json!({"kind": "exponential", "mean": dice.between(1, 40)}),
        _ => json!({"kind": "pareto", "scale": dice.between(1, 10), "shape": 1.5}),
    };
    let loss = if calm { 0.0 } else { [0.0, 0.0, 0.02, 0.1][dice.below(4)] };
    let strategy = match seed % 5 {
        3 => "random-tokens-equal-partitions",
        4 => "equal-partitions",
        _ => "random-tokens",
    };
    json!({
        "ringside": 1, "seed": seed, "nodes": specs, "n": n, "r": r, "w": w,
        "quorum": if !calm && dice.chance(60) { "sloppy" } else { "strict" }, "versioning": "dotted", "clockLimit": 1000,
        "strategy": strategy, "partitions": 32,
        "network": {"delay": delay, "loss": loss},
        "timers": {"gossip": 300, "handoff": 300, "antiEntropy": 700, "requestTimeout": 400},
        "script": script,
    })
}

fn request(dice: &mut Dice, clients: &[String], keys: &[String], number: usize) -> Value {
    let (client, key) = (dice.one(clients).to_owned(), dice.one(keys).to_owned());
    match dice.below(20) {
        0..9 => json!({"do": "put", "client": client, "key": key, "value": format!("v{number}")}),
        9..11 => json!({"do": "put", "client": client, "key": key, "value": format!("b{number}"), "context": "none"}),
        11..12 => json!({"do": "delete", "client": client, "key": key}),
        12..14 => json!({"do": "reconcile", "client": client, "key": key, "how": "union"}),
        _ => json!({"do": "get", "client": client, "key": key}),
    }
}

fn fault(
    dice: &mut Dice,
    nodes: &mut Vec<String>,
    clients: &[String],
    down: &mut BTreeSet<String>,
    joined: &mut usize,
) -> Value {
    let everybody: Vec<String> = nodes.iter().chain(clients).cloned().collect();
    let node = dice.one(nodes).to_owned();
    match dice.below(24) {
        0..5 => {
            down.insert(node.clone());
            json!({"do": "crash", "name": node})
        }
        5..10 => {
            down.remove(&node);
            json!({"do": "restart", "name": node})
        }
        10..13 => {
            let (one, other): (Vec<String>, Vec<String>) = everybody.into_iter().partition(|_| dice.chance(50));
            json!({"do": "partition", "groups": [one, other]})
        }
        13..15 => json!({"do": "repair"}),
        15..17 => json!({"do": "hold", "from": dice.one(&everybody), "to": dice.one(&everybody)}),
        17..19 => json!({"do": "release", "from": dice.one(&everybody), "to": dice.one(&everybody)}),
        19 => json!({"do": "skew", "name": node, "ms": dice.below(2000) as f64 - 1000.0}),
        20 if nodes.len() < 9 => {
            *joined += 1;
            let name = format!("J{joined}");
            nodes.push(name.clone());
            json!({"do": "add-node", "name": name, "tokens": dice.between(1, 6)})
        }
        21 => json!({"do": "set-tokens", "name": node, "tokens": dice.between(1, 6)}),
        // To give up a node that is down is to give up what only its disk has.
        22 if !down.contains(&node) => json!({"do": "remove-node", "name": node}),
        _ => json!({"do": "anti-entropy", "a": node, "b": dice.one(nodes)}),
    }
}

fn make_whole(nodes: &[String], clients: &[String], at: usize) -> Vec<Value> {
    let everybody: Vec<&String> = nodes.iter().chain(clients).collect();
    let releases = everybody
        .iter()
        .flat_map(|from| everybody.iter().map(move |to| json!({"do": "release", "from": from, "to": to, "at": at})));
    let restarts = nodes.iter().map(|name| json!({"do": "restart", "name": name, "at": at}));
    [json!({"do": "repair", "at": at})].into_iter().chain(releases).chain(restarts).collect()
}

/// Plays a scenario to the end; what was violated.
pub fn play(json: &Value) -> (Playground, Vec<Violation>) {
    let scenario: Scenario = scenario(json.clone());
    let mut playground = Playground::new(scenario).unwrap();
    playground.run(RunLimit::default()).unwrap();
    let violations = playground.violations();
    (playground, violations)
}

/// The smallest script, with the same end, of which the same invariant still fails.
pub fn shrink(json: &Value, fails: impl Fn(&Value) -> bool) -> Value {
    let mut smallest = json.clone();
    let mut size = smallest["script"].as_array().map_or(0, Vec::len) / 2;
    while size > 0 {
        let mut start = 0;
        while start < smallest["script"].as_array().map_or(0, Vec::len) {
            let mut smaller = smallest.clone();
            if let Some(script) = smaller["script"].as_array_mut() {
                script.drain(start..(start + size).min(script.len()));
            }
            if fails(&smaller) {
                smallest = smaller;
            } else {
                start += size;
            }
        }
        size /= 2;
    }
    smallest
}
