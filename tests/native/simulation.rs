//! Deterministic simulation: random clusters, workloads and fault schedules, and what must hold in all of them.
//!
//! `cargo xtask soak --seeds K --from S` runs as many seeds as one likes. Of the first one that fails, the smallest
//! scenario that still fails is printed, or written to a file in the folder that `RINGSIDE_FAILURES` names.
//! `RINGSIDE_TELL=1` prints its story as well.

use crate::support::random_scenarios::{play, random_scenario, shrink};
use ringside::explain::invariants::Violation;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Seeds between two signs of life.
const TELL_EVERY: u64 = 500;

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn nothing_that_must_hold_is_violated_in_random_histories() {
    let (seeds, from) = (from_environment("RINGSIDE_SEEDS", 200), from_environment("RINGSIDE_FROM", 0));
    let operations = from_environment("RINGSIDE_OPERATIONS", 200) as usize;
    if let Some(seed) = first_failure(from..from.saturating_add(seeds), operations) {
        let (scenario, violations) = smallest(&random_scenario(seed, operations));
        panic!("seed {seed}: {violations:#?}\n{}", report(seed, &scenario));
    }
}

#[test]
fn the_random_histories_reach_what_is_rare() {
    let sought = ["token-disputed", "put-recognised", "put-made-twice", "given-up", "answered-late"];
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..120 {
        let (played, _) = play(&random_scenario(seed, 100));
        for fact in played.trace(1).iter().flat_map(|event| &event.facts) {
            let told = serde_json::to_value(fact).unwrap();
            *seen.entry(told["what"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    let missing: Vec<&str> = sought.into_iter().filter(|what| !seen.contains_key(*what)).collect();
    assert!(missing.is_empty(), "{missing:?} never happen; what does: {seen:#?}");
}

/// The lowest seed with a violation; every processor takes the next seed in turn.
fn first_failure(seeds: Range<u64>, operations: usize) -> Option<u64> {
    let (next, failed) = (AtomicU64::new(seeds.start), AtomicU64::new(u64::MAX));
    let began = Instant::now();
    let work = || loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= seeds.end.min(failed.load(Ordering::Relaxed)) {
            break;
        }
        if !play(&random_scenario(seed, operations)).1.is_empty() {
            failed.fetch_min(seed, Ordering::Relaxed);
        }
        let done = seed - seeds.start + 1;
        if done.is_multiple_of(TELL_EVERY) {
            println!("{done} of {} seeds in {:.0} s", seeds.end - seeds.start, began.elapsed().as_secs_f64());
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    Some(failed.into_inner()).filter(|seed| *seed != u64::MAX)
}

/// The smallest scenario that violates the same invariant, and what it violates.
fn smallest(scenario: &Value) -> (Value, Vec<Violation>) {
    let Some(first) = play(scenario).1.into_iter().next() else { return (scenario.clone(), Vec::new()) };
    let same = |smaller: &Value| play(smaller).1.iter().any(|violation| violation.invariant == first.invariant);
    let smallest = shrink(scenario, same);
    let (played, violations) = play(&smallest);
    for event in played.trace(1).iter().filter(|_| std::env::var("RINGSIDE_TELL").is_ok()) {
        println!("{:4} {:9.3} {:?} {}", event.step, event.time, event.at, event.sentence);
    }
    (smallest, violations)
}

/// Where the scenario was written to, or the scenario itself.
fn report(seed: u64, scenario: &Value) -> String {
    let text = serde_json::to_string_pretty(scenario).unwrap();
    let Ok(folder) = std::env::var("RINGSIDE_FAILURES") else { return text };
    let file = std::path::Path::new(&folder).join(format!("seed-{seed}.json"));
    std::fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    std::fs::write(&file, text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    format!("The smallest scenario that shows it is {}", file.display())
}
