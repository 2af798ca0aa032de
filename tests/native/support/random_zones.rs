//! Zones for a random history: nodes stand in them, copies are spread over them, the network is another between them, and they
//! fail as a whole.

use super::random_scenarios::{Dice, given_at};
use rand_core::SeedableRng;
use rand_pcg::Pcg32;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const ZONES: [&str; 3] = ["eu", "us", "asia"];
const RACKS: [&str; 4] = ["dc1/r1", "dc1/r2", "dc2/r1", "dc2/r2"];

/// The same history with zones; where it is calm, nothing goes wrong.
pub fn with_zones(mut scenario: Value, calm: bool) -> Value {
    let mut dice = Dice(Pcg32::seed_from_u64(scenario["seed"].as_u64().unwrap() ^ 0x20e5));
    let zones: &[&str] = if dice.chance(50) { &ZONES } else { &RACKS };
    let mut nodes_in: BTreeMap<String, usize> = BTreeMap::new();
    for node in scenario["nodes"].as_array_mut().unwrap() {
        if dice.chance(90) {
            let zone = zones[dice.below(zones.len())];
            node["zone"] = json!(zone);
            *nodes_in.entry(zone.split('/').next().unwrap().to_owned()).or_default() += 1;
        }
    }
    for command in scenario["script"].as_array_mut().unwrap() {
        if command["do"] == "add-node" && dice.chance(90) {
            command["zone"] = json!(zones[dice.below(zones.len())]);
        }
    }
    spread(&mut scenario, &mut dice, nodes_in);
    if dice.chance(60) {
        scenario["network"]["between"] = json!({"delay": {"kind": "exponential", "mean": dice.between(5, 80)}});
        if !calm && dice.chance(50) {
            scenario["network"]["between"]["loss"] = json!(0.15);
        }
    }
    if !calm {
        zones_fail(&mut scenario, &mut dice, zones);
    }
    scenario
}

/// Over what copies are spread: as a rule over zones, now and then so many in each data centre.
fn spread(scenario: &mut Value, dice: &mut Dice, nodes_in: BTreeMap<String, usize>) {
    let copies: Map<String, Value> =
        nodes_in.into_iter().map(|(centre, nodes)| (centre, json!(dice.between(1, nodes.min(2))))).collect();
    let sum: u64 = copies.values().filter_map(Value::as_u64).sum();
    let (r, w) = (scenario["r"].as_u64().unwrap(), scenario["w"].as_u64().unwrap());
    if dice.chance(30) && sum == scenario["n"].as_u64().unwrap() && sum >= r.max(w) {
        scenario["copies"] = json!(copies);
        scenario.as_object_mut().unwrap().remove("n");
    } else if dice.chance(80) {
        scenario["placement"] = json!("distinct-zones");
    }
}

/// Whole zones crash and come back, or are cut off for a while.
fn zones_fail(scenario: &mut Value, dice: &mut Dice, zones: &[&str]) {
    let script = scenario["script"].as_array_mut().unwrap();
    let last = script.last().and_then(|command| command["at"].as_u64()).unwrap_or_default() as usize;
    for _ in 0..dice.between(1, 4) {
        let (at, lasts) = (dice.below(last.saturating_sub(1_999) + 1), dice.between(50, 1_500));
        let zone = zones[dice.below(zones.len())];
        let zone = if dice.chance(30) { zone.split('/').next().unwrap() } else { zone };
        if dice.chance(50) {
            // To give up a node that is down is to give up what only its disk has.
            script.retain(|command| {
                let given = command["at"].as_u64().unwrap_or_default() as usize;
                command["do"] != "remove-node" || !(at..=at + lasts).contains(&given)
            });
            script.push(given_at(json!({"do": "crash", "zone": zone}), at));
            script.push(given_at(json!({"do": "restart", "zone": zone}), at + lasts));
        } else {
            script.push(given_at(json!({"do": "partition", "zones": [[zone]]}), at));
            script.push(given_at(json!({"do": "repair"}), at + lasts));
        }
    }
    script.sort_by_key(|command| command["at"].as_u64());
}
