//! Random sessions from a seed: commands between steps, runs, steps back and branches, as somebody does them who plays. Delays
//! and periods are round, so that much happens at the same moment.

use super::random_scenarios::Dice;
use super::{fewest, scenario};
use rand_core::SeedableRng;
use rand_pcg::Pcg32;
use ringside::input::refusal::Refusal;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Command;
use serde_json::{Value, json};

const NODES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
const CLIENTS: [&str; 3] = ["Alice", "Bob", "Carol"];
const KEYS: [&str; 4] = ["a", "b", "c", "d"];

/// A scenario, and what is done in a session with it.
#[derive(Clone, Debug)]
pub struct Session {
    pub scenario: Value,
    pub acts: Vec<Value>,
}

/// The session of a seed.
pub fn random_session(seed: u64, acts: usize) -> Session {
    let mut dice = Dice(Pcg32::seed_from_u64(seed));
    let scenario = random_cluster(&mut dice, seed);
    Session { scenario, acts: random_acts(&mut dice, acts, true) }
}

/// What may be done in one course of events, or in several.
pub fn random_acts(dice: &mut Dice, acts: usize, branches: bool) -> Vec<Value> {
    (0..acts).map(|_| act(dice, branches)).collect()
}

fn random_cluster(dice: &mut Dice, seed: u64) -> Value {
    let count = dice.between(1, 5);
    let nodes: Vec<Value> =
        NODES[..count].iter().map(|name| json!({ "name": name, "tokens": dice.between(1, 3) })).collect();
    let n = dice.between(1, 3);
    let delay = match dice.below(4) {
        0 => json!({ "kind": "exponential", "mean": 10 }),
        _ => json!({ "kind": "fixed", "ms": dice.of([0, 10, 50, 100]) }),
    };
    let timers = json!({ "gossip": dice.of([0, 100, 200, 1000]), "handoff": dice.of([0, 50, 100, 500]),
        "antiEntropy": dice.of([0, 100, 400, 1000]), "requestTimeout": dice.of([100, 200, 400, 500]) });
    let script: Vec<Value> = match dice.below(3) {
        0 => (0..dice.below(6)).map(|_| entry(dice)).collect(),
        _ => Vec::new(),
    };
    json!({ "ringside": 1, "seed": seed, "nodes": nodes, "n": n, "r": dice.between(1, n), "w": dice.between(1, n),
        "quorum": if dice.chance(50) { "sloppy" } else { "strict" },
        "network": { "delay": delay, "loss": if dice.chance(20) { 0.1 } else { 0.0 } }, "timers": timers, "script": script })
}

fn entry(dice: &mut Dice) -> Value {
    let mut entry = command(dice);
    if dice.chance(50) {
        entry["at"] = json!(dice.below(20) * 50);
    }
    entry
}

/// One thing that is done, which the module does as well: see `javascript/same-trace.test.mjs`.
fn act(dice: &mut Dice, branches: bool) -> Value {
    match dice.below(100) {
        0..45 => json!({ "apply": command(dice) }),
        45..60 => json!({ "runFor": dice.of([0, 10, 50, 100, 200, 400, 1000]) }),
        60..68 => json!({ "events": dice.between(1, 20) }),
        68..74 => json!({ "quietWithin": 150 }),
        74..80 => json!({ "steps": dice.between(1, 6) }),
        80..86 => json!({ "back": dice.between(1, 12) }),
        86..92 => json!({ "seek": dice.below(1001) }),
        92..99 if branches => json!({ "branch": dice.below(8) }),
        99.. if branches => json!({ "drop": dice.below(8) }),
        _ => json!({ "runFor": 30 }),
    }
}

fn command(dice: &mut Dice) -> Value {
    let (client, key) = (CLIENTS[dice.below(3)], KEYS[dice.below(4)]);
    let (node, other) = (NODES[dice.below(6)], NODES[dice.below(6)]);
    let mut command = match dice.below(52) {
        0..10 => json!({ "do": "put", "client": client, "key": key, "value": format!("v{}", dice.below(1000)) }),
        10..12 => json!({ "do": "put", "client": client, "key": key, "value": "blind", "context": "none" }),
        12..17 => json!({ "do": "get", "client": client, "key": key }),
        17 => json!({ "do": "delete", "client": client, "key": key }),
        18 => json!({ "do": "reconcile", "client": client, "key": key, "how": "union" }),
        19..26 => json!({ "do": "wait", "ms": dice.of([0, 10, 50, 100, 150, 200, 400, 1000]) }),
        26..28 => json!({ "do": "crash", "name": node, "wipe": dice.chance(30) }),
        28..31 => json!({ "do": "restart", "name": node }),
        31 => json!({ "do": "partition", "groups": [[node, client]] }),
        32 => json!({ "do": "repair" }),
        33 => json!({ "do": "hold", "from": node, "to": other }),
        34 => json!({ "do": "release", "from": node, "to": other }),
        35 => json!({ "do": "add-node", "name": node, "tokens": dice.between(1, 3) }),
        36 => json!({ "do": "remove-node", "name": node }),
        37 => json!({ "do": "anti-entropy", "a": node, "b": other }),
        38 => json!({ "do": "set-quorum", "n": 2, "r": 1, "w": dice.between(1, 2) }),
        39 => json!({ "do": "pause", "name": node }),
        40..42 => json!({ "do": "resume", "name": node }),
        42 => json!({ "do": "set-timers", "gossip": dice.of([0, 100, 500]) }),
        43 => json!({ "do": "set-network", "loss": 0.05, "delay": { "kind": "fixed", "ms": dice.of([0, 20, 50]) } }),
        44 => json!({ "do": "cut", "from": node, "to": other, "kind": "write" }),
        45 => json!({ "do": "mend", "from": node, "to": other, "kind": "write" }),
        46 => json!({ "do": "lose-key", "name": node, "key": key }),
        47 => json!({ "do": "restore-disk", "name": node, "step": dice.below(60) }),
        48 => json!({ "do": "give-up-node", "name": node }),
        49 => json!({ "do": "replace-node", "name": node, "by": other }),
        50 => json!({ "do": "cancel", "name": node }),
        51 => json!({ "do": "return-node", "name": node }),
        _ => json!({ "do": "skew", "name": node, "ms": 50 }),
    };
    if matches!(command["do"].as_str(), Some("put" | "get")) && dice.chance(25) {
        let (n, needed) = (dice.between(1, 3), dice.between(1, 3));
        command["n"] = json!(n);
        let field = if command["do"] == "put" { "w" } else { "r" };
        command[field] = json!(needed);
    }
    command
}

/// A session from its beginning to its end; and what was refused on the way.
pub fn play(session: &Session) -> (Playground, Vec<String>) {
    let mut playground = Playground::new(scenario(session.scenario.clone())).unwrap();
    let refused = play_on(&mut playground, &session.acts);
    (playground, refused)
}

/// Goes on with a session; the codes of what was refused.
pub fn play_on(playground: &mut Playground, acts: &[Value]) -> Vec<String> {
    acts.iter().filter_map(|act| do_one(playground, act).err()).map(|refusal| refusal.code.to_owned()).collect()
}

fn do_one(playground: &mut Playground, act: &Value) -> Result<(), Refusal> {
    let (name, given) = act.as_object().and_then(|act| act.iter().next()).expect("one act");
    let number = given.as_u64().unwrap_or_default() as usize;
    match name.as_str() {
        "apply" => drop(playground.apply(Command::from_json(given)?)?),
        "runFor" => {
            let until = Some(playground.time() + number as f64);
            playground.run(RunLimit { until, events: None })?;
        }
        "events" => drop(playground.run(RunLimit { until: Some(playground.time() + 1e5), events: Some(number) })?),
        "quietWithin" => drop(playground.run(RunLimit { until: None, events: Some(number) })?),
        "steps" => (0..number).try_for_each(|_| playground.step().map(drop))?,
        "back" => playground.seek(playground.step_number().saturating_sub(number))?,
        "seek" => playground.seek(playground.known_steps() * number / 1000)?,
        _ => {
            let branches = playground.branches();
            if let Some(branch) = branches.get(number % branches.len().max(1)) {
                match name.as_str() {
                    "branch" => playground.switch_to_branch(branch.number)?,
                    _ => playground.drop_branch(branch.number)?,
                }
            }
        }
    }
    Ok(())
}

/// The fewest acts of which it still fails.
pub fn shrink(session: &Session, fails: impl Fn(&Session) -> bool) -> Session {
    let of = |acts: &[Value]| Session { acts: acts.to_vec(), ..session.clone() };
    of(&fewest(&session.acts, |acts| fails(&of(acts))))
}
