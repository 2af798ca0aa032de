//! What several test files need.

pub mod as_javascript;
pub mod challenges;
pub mod expectation;
pub mod json_schema;
pub mod lessons;
pub mod random_scenarios;
pub mod random_sessions;
pub mod random_zones;
pub mod small_world;

use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::Value;

/// The file of cases with known answers.
pub const VECTORS: &str = "tests/reference/vectors.json";

/// All cases with known answers.
pub fn vectors() -> Value {
    serde_json::from_str(&std::fs::read_to_string(VECTORS).expect(VECTORS)).expect("JSON")
}

/// A 128-bit number, which JSON holds as a text.
pub fn number(text: &Value) -> u128 {
    text.as_str().unwrap().parse().unwrap()
}

/// A scenario of the public format.
pub fn scenario(json: Value) -> Scenario {
    Scenario::from_json(&json).unwrap_or_else(|refusal| panic!("{}", refusal.message))
}

/// A playground of the public format, at its start.
pub fn playground(json: Value) -> Playground {
    Playground::new(scenario(json)).unwrap()
}

/// Gives a command of the public format and runs until quiet.
pub fn run(playground: &mut Playground, command: Value) {
    playground.apply(Command::from_json(&command).unwrap()).unwrap();
    playground.run(RunLimit::default()).unwrap();
}

/// The fewest of these, in their order, of which it still fails: half of them are left out, then a quarter, and so on.
pub fn fewest<T: Clone>(all: &[T], fails: impl Fn(&[T]) -> bool) -> Vec<T> {
    let mut fewest = all.to_vec();
    let mut size = fewest.len().div_ceil(2);
    while size > 0 {
        let mut start = 0;
        while start < fewest.len() {
            let mut fewer = fewest.clone();
            fewer.drain(start..(start + size).min(fewer.len()));
            if fails(&fewer) {
                fewest = fewer;
            } else {
                start += size;
            }
        }
        size /= 2;
    }
    fewest
}
