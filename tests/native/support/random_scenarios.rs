//! Random clusters, workloads and fault schedules from a seed; and how to make a failing one small.

use super::random_zones::with_zones;
use super::{fewest, scenario};
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use ringside::dynamo::partitioning::default_tokens;
use ringside::explain::invariants::Violation;
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

/// A cluster with so many client operations among crashes, partitions, holds, loss, skew, joins, leaves, tokens that change
/// hands, nodes that are given up and puts that are handed on twice; at the end everything is made whole again. Every fourth has
/// zones.
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
        if dice.chance(requests) {
            made += 1;
            let mut command = request(&mut dice, &clients, &keys, made);
            own_quorum(&mut dice, &mut command, n);
            own_way(&mut dice, &mut command, calm);
            // Somebody reads what is being written: only so can a quorum be seen that does not overlap.
            if calm && command["do"] == "put" && dice.chance(50) {
                let get = json!({"do": "get", "client": dice.one(&clients), "key": command["key"]});
                script.push(given_at(get, at + dice.between(4, 40)));
            }
            script.push(given_at(command, at));
        } else if dice.chance(15) {
            script.extend(several(&mut dice, &mut nodes, (&clients, &keys), &down, &mut joined, at));
        } else {
            script.push(given_at(fault(&mut dice, &mut nodes, &clients, &mut down, &mut joined), at));
        }
    }
    script.sort_by_key(|command| command["at"].as_u64());
    at += 2000;
    let cuts: Vec<Value> = script.iter().filter(|command| command["do"] == "cut").cloned().collect();
    script.extend(make_whole(&nodes, &clients, &cuts, at));
    let loss = if calm { 0.0 } else { [0.0, 0.0, 0.02, 0.1][dice.below(4)] };
    script.extend(settings_again(loss, at));
    let delay = match dice.below(3) {
        _ if calm => json!({"kind": "exponential", "mean": dice.between(1, 8)}),
        0 => json!({"kind": "fixed", "ms": dice.between(1, 20)}),
        1 => json!({"kind": "exponential", "mean": dice.between(1, 40)}),
        _ => json!({"kind": "pareto", "scale": dice.between(1, 10), "shape": 1.5}),
    };
    let read_repair = ["after", "before", "off"][if calm { 0 } else { (seed / 5 % 3) as usize }];
    let strategy = match seed % 5 {
        3 => "random-tokens-equal-partitions",
        4 => "equal-partitions",
        _ => "random-tokens",
    };
    let scenario = json!({
        "ringside": 1, "seed": seed, "nodes": specs, "n": n, "r": r, "w": w,
        "quorum": if !calm && dice.chance(60) { "sloppy" } else { "strict" }, "versioning": "dotted", "clockLimit": 1000,
        "strategy": strategy, "partitions": 32,
        "readRepair": read_repair,
        "network": {"delay": delay, "loss": loss},
        "timers": {"gossip": 300, "handoff": 300, "antiEntropy": 700, "requestTimeout": 400},
        "script": script,
    });
    if seed % 4 == 2 { with_zones(scenario, calm) } else { scenario }
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

pub fn given_at(mut command: Value, at: usize) -> Value {
    command["at"] = json!(at);
    command
}

/// Now and then a request has an N, R or W of its own; in a calm history, one that still overlaps with all others.
fn own_quorum(dice: &mut Dice, command: &mut Value, n: usize) {
    if !dice.chance(8) || !["put", "get"].contains(&command["do"].as_str().unwrap_or_default()) {
        return;
    }
    let own = dice.between(1, n + 1);
    command["n"] = json!(own);
    let (r, w) = (dice.between(1, own), dice.between(1, own));
    if command["do"] == "put" {
        command["w"] = json!(w);
    } else {
        command["r"] = json!(r);
    }
}

/// Now and then a request has a quorum of its own, or a get is to cover what its client knows. Some keys do not lie at
/// their hashes.
fn own_way(dice: &mut Dice, command: &mut Value, calm: bool) {
    if command["key"] == "k4" {
        command["position"] = json!(format!("{:032x}", 5_u128 << 120));
    }
    if command["do"] == "get" && dice.chance(8) {
        command["atLeast"] = json!("last");
    }
    if command["do"] == "put" && !calm && dice.chance(8) {
        command["onlyIf"] = json!("nothing-newer");
    } else if !calm && dice.chance(5) {
        command["quorum"] = json!(if dice.chance(50) { "strict" } else { "sloppy" });
    }
}

/// Commands that belong together, from a time on.
fn several(
    dice: &mut Dice,
    nodes: &mut Vec<String>,
    (clients, keys): (&[String], &[String]),
    down: &BTreeSet<String>,
    joined: &mut usize,
    at: usize,
) -> Vec<Value> {
    let (node, other) = (dice.one(nodes).to_owned(), dice.one(nodes).to_owned());
    let late = at + dice.between(200, 900);
    if dice.chance(50) || nodes.len() >= 9 {
        // "I take it" comes late, and the put is handed on once more.
        let (client, key) = (dice.one(clients).to_owned(), dice.one(keys).to_owned());
        let put = json!({"do": "put", "client": client, "key": key, "value": format!("h{at}"), "via": other});
        let hold = json!({"do": "hold", "from": node, "to": other});
        let release = json!({"do": "release", "from": node, "to": other});
        return vec![given_at(hold, at), given_at(put, at), given_at(release, late)];
    }
    if dice.chance(30) && !down.contains(&node) && node != other {
        // A node is given up behind a wall, and clients that reach it go on asking it.
        let (client, key) = (dice.one(clients).to_owned(), dice.one(keys).to_owned());
        let put =
            |n: usize| json!({"do": "put", "client": client, "key": key, "value": format!("g{at}-{n}"), "via": node});
        let mut commands = vec![
            given_at(json!({"do": "partition", "groups": [[node]]}), at),
            given_at(put(0), at),
            given_at(json!({"do": "remove-node", "name": node, "via": other}), at),
            given_at(json!({"do": "repair"}), late),
        ];
        commands.extend((0..40).map(|n| given_at(put(n), late + 10 * n)));
        return commands;
    }
    if dice.chance(30) && !down.contains(&node) && node != other {
        // A node that is paused is replaced, and hears of that late.
        *joined += 1;
        let by = format!("J{joined}");
        nodes.push(by.clone());
        return vec![
            given_at(json!({"do": "pause", "name": node}), at),
            given_at(json!({"do": "replace-node", "name": node, "by": by, "via": other}), at + 50),
            given_at(json!({"do": "resume", "name": node}), late),
        ];
    }
    // The tokens of a node go to another one, of which not everybody hears in time.
    *joined += 1;
    let name = format!("J{joined}");
    nodes.push(name.clone());
    let tokens: Vec<String> =
        default_tokens(&node, 6).iter().take(dice.between(1, 6)).map(ToString::to_string).collect();
    let gives_up = match dice.below(2) {
        // To give up a node that is down is to give up what only its disk has.
        0 if !down.contains(&node) => json!({"do": "remove-node", "name": node, "via": other}),
        _ => {
            json!({"do": "set-tokens", "name": node, "tokens": [format!("{:032x}", u128::from(dice.0.next_u64()) << 64)]})
        }
    };
    let mut commands = Vec::new();
    if dice.chance(60) {
        commands.push(json!({"do": "partition", "groups": [[node]]}));
    }
    commands.push(gives_up);
    commands.push(json!({"do": "add-node", "name": name, "tokens": tokens}));
    let mut commands: Vec<Value> = commands.into_iter().map(|command| given_at(command, at)).collect();
    commands.push(given_at(json!({"do": "repair"}), late));
    commands
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
    match dice.below(37) {
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
        // The name of one that has left may come back; of one that is here it is refused.
        20 if dice.chance(40) => json!({"do": "add-node", "name": node, "tokens": dice.between(1, 6)}),
        20 if nodes.len() < 9 => {
            *joined += 1;
            let name = format!("J{joined}");
            nodes.push(name.clone());
            json!({"do": "add-node", "name": name, "tokens": dice.between(1, 6)})
        }
        21 => json!({"do": "set-tokens", "name": node, "tokens": dice.between(1, 6)}),
        22 if !down.contains(&node) => json!({"do": "remove-node", "name": node}),
        24 => {
            let n = dice.between(1, 4);
            json!({"do": "set-quorum", "n": n, "r": dice.between(1, n), "w": dice.between(1, n)})
        }
        25 => json!({"do": "drop", "from": node}),
        26 => {
            let kind = ["put-taken", "write-ack", "write", "gossip"][dice.below(4)];
            json!({"do": "drop", "kind": kind})
        }
        27 if nodes.len() > 2 && !down.contains(&node) => {
            json!({"do": "remove-node", "name": node, "via": dice.one(nodes)})
        }
        29..36 => act(dice, &node, down.contains(&node), &everybody),
        36 if dice.chance(50) => json!({"do": "restore-disk", "name": node, "step": dice.below(120)}),
        36 => json!({"do": "lose-key", "name": node, "key": format!("k{}", dice.below(6))}),
        _ => json!({"do": "anti-entropy", "a": node, "b": dice.one(nodes)}),
    }
}

/// An act that the paper does not describe.
fn act(dice: &mut Dice, node: &str, down: bool, everybody: &[String]) -> Value {
    match dice.below(11) {
        8 => json!({"do": "cancel", "name": node}),
        9 => json!({"do": "return-node", "name": node}),
        // Only one that is paused or cut off is replaced here: what is on no other disk would be lost with one that is down.
        10 if !down => json!({"do": "give-up-node", "name": node}),
        0 => json!({"do": "pause", "name": node}),
        1..3 => json!({"do": "resume", "name": node}),
        3 => {
            let timer = ["gossip", "handoff", "antiEntropy", "requestTimeout"][dice.below(4)];
            json!({"do": "set-timers", timer: dice.of([100, 300, 700, 1500])})
        }
        4 => json!({"do": "set-network", "delay": {"kind": "exponential", "mean": dice.between(1, 60)}}),
        5 => json!({"do": "set-network", "loss": dice.of([0, 5, 30]) as f64 / 100.0}),
        6 => json!({"do": "cut", "from": dice.one(everybody), "to": dice.one(everybody)}),
        _ => {
            let kind = ["write", "write-ack", "read-answer", "gossip", "handoff", "trees", "answer"][dice.below(7)];
            json!({"do": "cut", "from": node, "to": dice.one(everybody), "kind": kind})
        }
    }
}

/// The network and the timers as they were at the beginning.
fn settings_again(loss: f64, at: usize) -> Vec<Value> {
    vec![
        json!({"do": "set-network", "loss": loss, "at": at}),
        json!({"do": "set-timers", "gossip": 300, "handoff": 300, "antiEntropy": 700, "requestTimeout": 400, "at": at}),
    ]
}

fn make_whole(nodes: &[String], clients: &[String], cuts: &[Value], at: usize) -> Vec<Value> {
    let everybody: Vec<&String> = nodes.iter().chain(clients).collect();
    let releases = everybody
        .iter()
        .flat_map(|from| everybody.iter().map(move |to| json!({"do": "release", "from": from, "to": to, "at": at})));
    let restarts = nodes.iter().map(|name| json!({"do": "restart", "name": name, "at": at}));
    let resumes = nodes.iter().map(|name| json!({"do": "resume", "name": name, "at": at}));
    let mends = cuts.iter().map(|cut| {
        let mut mend = given_at(cut.clone(), at);
        mend["do"] = json!("mend");
        mend
    });
    let repair = [json!({"do": "repair", "at": at})].into_iter();
    repair.chain(releases).chain(resumes).chain(restarts).chain(mends).collect()
}

/// Plays a scenario to the end; what was violated there, or at some moment on the way.
pub fn play(json: &Value) -> (Playground, Vec<Violation>) {
    let scenario: Scenario = scenario(json.clone());
    let mut playground = Playground::new(scenario).unwrap();
    playground.run(RunLimit::default()).unwrap();
    let mut violations = playground.violations();
    let steps = playground.step_number();
    for part in 1..=MOMENTS {
        if violations.is_empty() {
            playground.seek(steps * part / (MOMENTS + 1)).unwrap();
            violations = playground.violations();
        }
    }
    playground.seek(steps).unwrap();
    (playground, violations)
}

/// Moments on the way at which the invariants are looked at.
const MOMENTS: usize = 4;

/// The smallest script, with the same end, of which the same invariant still fails.
pub fn shrink(json: &Value, fails: impl Fn(&Value) -> bool) -> Value {
    let of = |script: &[Value]| {
        let mut scenario = json.clone();
        scenario["script"] = json!(script);
        scenario
    };
    let script = json["script"].as_array().map(Vec::as_slice).unwrap_or_default();
    of(&fewest(script, |script| fails(&of(script))))
}
