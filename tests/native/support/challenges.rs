//! The challenges of the page, and the histories that are kept for them in `tests/challenges`.

use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Command;
use ringside::teaching::challenge::Challenge;
use serde_json::Value;
use std::collections::BTreeSet;

pub const FOLDER: &str = "www/challenges";
/// Where their histories are.
pub const HISTORIES: &str = "tests/challenges";

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The list: families with their challenges.
pub fn index() -> Value {
    json(&format!("{FOLDER}/index.json"))
}

/// The entries of the list, in its order.
pub fn entries() -> Vec<Value> {
    let families = index()["families"].as_array().unwrap().clone();
    families.iter().flat_map(|family| family["challenges"].as_array().unwrap().clone()).collect()
}

/// The names of the challenges, in the order of the list.
pub fn ids() -> Vec<String> {
    entries().iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
}

/// The names of the files of a folder that are JSON, without what is no challenge.
pub fn files_of(folder: &str) -> BTreeSet<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let others = ["index", "challenge.schema"];
    names
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .filter(|id| !others.contains(&id.as_str()))
        .collect()
}

/// The text of a challenge's file.
pub fn text_of(id: &str) -> String {
    read(&format!("{FOLDER}/{id}.json"))
}

pub fn challenge(id: &str) -> Challenge {
    Challenge::read(&text_of(id)).unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// What is kept for a challenge.
#[derive(Debug)]
pub struct Kept {
    /// What solves it.
    pub solution: Vec<Value>,
    /// What nearly does.
    pub near_miss: Vec<Value>,
    /// Whether the solution is the claim that the goal cannot be reached.
    pub claims_impossible: bool,
}

/// What is kept for the challenge of this name.
pub fn kept(id: &str) -> Kept {
    let path = format!("{HISTORIES}/{id}.json");
    let json = json(&path);
    for field in json.as_object().unwrap().keys() {
        assert!(["solution", "nearMiss", "claim"].contains(&field.as_str()), "{path}: {field}");
    }
    let list = |field: &str| json[field].as_array().unwrap_or_else(|| panic!("{path}: {field}")).clone();
    let claims_impossible = json.get("claim").is_some_and(|claim| claim == &Value::Bool(true));
    Kept { solution: list("solution"), near_miss: list("nearMiss"), claims_impossible }
}

/// Plays a history: a command is given when all is quiet, one after `{ "steps": n }` n events after the command before it.
/// After the last one everything runs until quiet.
pub fn played(challenge: &Challenge, history: &[Value]) -> Playground {
    let mut playground = challenge.begin().unwrap();
    let mut given_at = None;
    for item in history {
        if let Some(steps) = item.get("steps") {
            given_at = Some(playground.step_number() + steps.as_u64().unwrap() as usize);
            continue;
        }
        match given_at.take() {
            Some(step) => playground.run_to_step(step).unwrap(),
            None => drop(playground.run(RunLimit::default()).unwrap()),
        }
        let command = Command::from_json(item).unwrap_or_else(|refusal| panic!("{item}: {}", refusal.message));
        playground.apply(command).unwrap_or_else(|refusal| panic!("{item}: {}", refusal.message));
    }
    playground.run(RunLimit::default()).unwrap();
    playground
}
