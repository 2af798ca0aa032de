//! Deterministic simulation: random clusters, workloads and fault schedules, and what must hold in all of them.
//!
//! `cargo xtask soak --seeds K --from S` runs as many seeds as one likes; a failure is made small and printed as a
//! scenario file.

mod support;

use support::random_scenarios::{play, random_scenario, shrink};

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn nothing_that_must_hold_is_violated_in_random_histories() {
    let (seeds, from) = (from_environment("RINGSIDE_SEEDS", 200), from_environment("RINGSIDE_FROM", 0));
    let operations = from_environment("RINGSIDE_OPERATIONS", 200) as usize;
    for seed in from..from + seeds {
        let scenario = random_scenario(seed, operations);
        let (_, violations) = play(&scenario);
        if let Some(first) = violations.first() {
            let same = |smaller: &serde_json::Value| play(smaller).1.iter().any(|v| v.invariant == first.invariant);
            let smallest = shrink(&scenario, same);
            let (played, violations) = play(&smallest);
            for event in played.trace(1).iter().filter(|_| std::env::var("RINGSIDE_TELL").is_ok()) {
                println!("{:4} {:9.3} {:?} {}", event.step, event.time, event.at, event.sentence);
            }
            panic!("seed {seed}: {violations:#?}\n{}", serde_json::to_string_pretty(&smallest).unwrap());
        }
    }
}
