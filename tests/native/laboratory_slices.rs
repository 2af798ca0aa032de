//! A page stays smooth and heeds a cancel only if no slice of an experiment takes long, and no look at what it found so far,
//! whatever is measured. Here are the largest and the strangest inputs that are allowed.
//!
//! What a slice takes is the shorter of two runs of the same slice, of the processor where that can be asked: other
//! programs only add to a time.

use ringside::laboratories::Experiment;
use ringside::laboratories::capacity::{CapacityExperiment, parameters_from_json};
use ringside::laboratories::engine_staleness::{EngineStalenessExperiment, EngineStalenessParameters};
use ringside::laboratories::latency::{LatencyExperiment, LatencyParameters};
use ringside::laboratories::load::{LoadExperiment, LoadParameters};
use ringside::laboratories::movement::{MovementExperiment, MovementParameters};
use ringside::laboratories::placements::{PlacementExperiment, PlacementParameters};
use ringside::laboratories::service_level::{ServiceLevelExperiment, ServiceLevelParameters};
use ringside::laboratories::staleness::{StalenessExperiment, StalenessParameters};
use ringside::laboratories::sweep::{Sweep, over_tokens_from_json};
use serde_json::{Value, json};
use std::time::Duration;

/// What a page asks for at once.
const WORK: u64 = 5_000;
/// A page has 50 ms for all that it does at once, takes some three times as long, and asks again within 12 ms.
const MOST: Duration = Duration::from_millis(12);
/// A placement's table is built in one go, after which nothing else is done before the page asks again.
const MOST_FOR_A_TABLE: Duration = Duration::from_millis(16);
const RUNS: usize = 2;
/// A table fills the caches, which it shares with the test beside it: the shortest of a few times is that of the work alone.
const RUNS_OF_A_TABLE: usize = 5;

/// What this thread has had of the processor.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[cfg(not(unix))]
fn now() -> Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap()
}

/// The shortest time that any of the same things takes.
fn shortest<T>(things: &mut [T], mut act: impl FnMut(&mut T)) -> Duration {
    let time = |thing: &mut T| {
        let begun = now();
        act(thing);
        now().saturating_sub(begun)
    };
    things.iter_mut().map(time).min().unwrap()
}

/// So many slices at the beginning, and looks at what was found; then in larger steps to the end, if it is near enough.
fn check<E: Experiment + Clone>(what: &str, experiment: E, slices: usize, to_the_end: bool) {
    let mut same = vec![experiment; RUNS];
    let (mut longest, mut at) = (Duration::ZERO, 0);
    for slice in 0..slices {
        let took = shortest(&mut same, |each| each.advance(WORK));
        (longest, at) = if took > longest { (took, slice) } else { (longest, at) };
    }
    assert!(longest <= MOST, "{what}: slice {at} took {longest:?}");
    let look = |same: &mut Vec<E>| shortest(same, |each| drop(each.outcome()));
    let mut looks = vec![look(&mut same)];
    if to_the_end {
        same.truncate(1);
        while !same[0].is_done() {
            same[0].advance(WORK);
        }
        same = vec![same[0].clone(); RUNS];
        looks.push(look(&mut same));
    }
    println!("{what}: the longest of {slices} slices took {longest:?}, looks {looks:?}");
    assert!(looks.iter().all(|took| *took <= MOST), "{what}: {looks:?}");
}

fn load(what: &str, json: Value, slices: usize, to_the_end: bool) {
    let experiment = LoadExperiment::new(LoadParameters::from_json(&json).unwrap()).unwrap();
    check(what, experiment, slices, to_the_end);
}

#[test]
fn shares_of_the_largest_rings() {
    let largest = |strategy: &str, keys: u64| json!({"nodes": 128, "tokens": 1024, "n": 32, "strategy": strategy, "partitions": 131_072, "keys": keys, "trials": 100_000});
    for strategy in ["random-tokens", "random-tokens-equal-partitions", "equal-partitions"] {
        load(strategy, largest(strategy, 0), 600, false);
        load(&format!("{strategy}, real keys"), largest(strategy, 100_000), 1_200, false);
    }
    load(
        "ten million keys",
        json!({"nodes": 128, "tokens": 1024, "n": 32, "keys": 10_000_000, "trials": 2}),
        300,
        false,
    );
    load("as many trials as are allowed", json!({"nodes": 2, "tokens": 1, "n": 1, "trials": 100_000}), 50, true);
    let strong: Vec<f64> = (0..1_024).map(|node| if node == 0 { 1_000.0 } else { 0.01 }).collect();
    load(
        "one strong node",
        json!({"nodes": 1024, "tokens": 100, "n": 32, "capacities": strong, "trials": 1_000}),
        600,
        false,
    );
    load("many nodes", json!({"nodes": 1024, "tokens": 100, "n": 3, "trials": 100_000}), 600, false);
    // The closed form of the busiest node takes longest where a node has some thousand tokens.
    load("a long closed form", json!({"nodes": 128, "tokens": 1024, "n": 1, "trials": 1}), 300, true);
}

#[test]
fn uneven_machines() {
    let capacities: Vec<u32> = (1..=1_000).collect();
    let json = json!({"capacities": capacities, "tokens": 100, "n": 32, "trials": 100_000});
    check("a thousand", CapacityExperiment::new(&parameters_from_json(&json).unwrap()).unwrap(), 400, false);
    let alike: Vec<u32> = (0..1_000).map(|node| 1 + u32::from(node == 999)).collect();
    let json = json!({"capacities": alike, "tokens": 100, "n": 32, "trials": 100_000});
    check("all alike but one", CapacityExperiment::new(&parameters_from_json(&json).unwrap()).unwrap(), 400, false);
    let json = json!({"capacities": [1, 2], "tokens": 1, "n": 1, "trials": 100_000});
    check("two", CapacityExperiment::new(&parameters_from_json(&json).unwrap()).unwrap(), 50, true);
}

#[test]
fn sweeps() {
    let many: Vec<u32> = (1..=256).collect();
    let json = json!({"nodes": 500, "tokens": many, "n": 1, "trials": 1});
    check("many points of one trial", over_tokens_from_json(&json).unwrap(), 600, true);
    let json = json!({"nodes": 1, "tokens": vec![1; 256], "n": 1, "trials": 1});
    check("points that are over at once", over_tokens_from_json(&json).unwrap(), 100, true);
    for strategy in ["random-tokens", "random-tokens-equal-partitions"] {
        let json = json!({"nodes": 128, "tokens": vec![1024; 256], "n": 32, "trials": 100_000, "strategy": strategy});
        check(&format!("the largest rings, {strategy}"), over_tokens_from_json(&json).unwrap(), 600, false);
    }
    check("figure 8", Sweep::figure_8(10_000, 1).unwrap(), 600, false);
}

#[test]
fn what_moves() {
    for change in ["join", "leave"] {
        for (nodes, tokens) in [(256, 64), (16, 1_024), (255, 1)] {
            let json = json!({"nodes": nodes, "tokens": tokens, "n": 32, "partitions": 2_048, "trials": 10_000, "change": change});
            let experiment = MovementExperiment::new(MovementParameters::from_json(&json).unwrap()).unwrap();
            check(&format!("{change} of {nodes} × {tokens}"), experiment, 600, false);
        }
    }
}

fn delays() -> [(&'static str, Value); 5] {
    let fixed = |ms: f64| json!({"kind": "fixed", "ms": ms});
    let two = json!([{"weight": 1, "delay": fixed(1.0)}, {"weight": 1, "delay": fixed(80.0)}]);
    [
        ("constant", fixed(10.0)),
        ("nothing", fixed(0.0)),
        ("exponential", json!({"kind": "exponential", "mean": 10})),
        ("two values", json!({"kind": "mixture", "parts": two})),
        ("a heavy tail", json!({"kind": "pareto", "scale": 1, "shape": 0.1})),
    ]
}

#[test]
fn how_long_it_takes_and_how_soon_it_is_seen() {
    let moments: Vec<u32> = (0..1_000).collect();
    for (what, delay) in delays() {
        let mut json = json!({"write": delay, "ack": delay, "read": delay, "response": delay, "n": 3, "r": 1, "w": 1,
            "trials": 2_000_000});
        let latency = LatencyExperiment::new(LatencyParameters::from_json(&json).unwrap()).unwrap();
        check(&format!("latency, {what}"), latency, 100, true);
        json["after"] = json!(moments);
        for (r, to_the_end) in [(1, false), (3, true)] {
            json["r"] = json!(r);
            let staleness = StalenessExperiment::new(StalenessParameters::from_json(&json).unwrap()).unwrap();
            check(&format!("staleness, {what}, R = {r}"), staleness, 100, to_the_end);
        }
    }
}

#[test]
fn how_soon_a_write_is_seen_in_two_data_centres() {
    let moments: Vec<u32> = (0..500).collect();
    let json = json!({"preset": "WAN", "n": 3, "r": 2, "w": 2, "trials": 2_000_000, "after": moments});
    let experiment = StalenessExperiment::new(StalenessParameters::from_json(&json).unwrap()).unwrap();
    check("wide area", experiment, 100, true);
}

#[test]
fn service_levels() {
    let rates: Vec<f64> = (1..=64).map(|step| f64::from(step) * 15_000.0).collect();
    for (what, delay) in delays() {
        let json = json!({"nodes": 256, "n": 32, "r": 32, "w": 32, "leg": delay, "readService": delay, "writeService": delay,
            "rates": rates, "requests": 200_000});
        let experiment = ServiceLevelExperiment::new(ServiceLevelParameters::from_json(&json).unwrap()).unwrap();
        check(what, experiment, 600, false);
    }
    let (leg, service) =
        (json!({"kind": "pareto", "scale": 1, "shape": 0.1}), |mean: f64| json!({"kind": "exponential", "mean": mean}));
    let json = json!({"nodes": 256, "n": 32, "r": 32, "w": 32, "leg": leg, "readService": service(2.0), "writeService": service(4.0),
        "rates": rates, "requests": 200_000});
    let experiment = ServiceLevelExperiment::new(ServiceLevelParameters::from_json(&json).unwrap()).unwrap();
    check("a heavy tail between quick machines", experiment, 600, false);
}

#[test]
fn the_engine() {
    for (what, delay) in delays() {
        let json = json!({"n": 16, "r": 8, "w": 8, "leg": delay, "after": [0, 86_400_000.0], "trials": 100_000});
        let parameters = EngineStalenessParameters::from_json(&json).unwrap();
        check(what, EngineStalenessExperiment::new(parameters).unwrap(), 60, false);
    }
}

#[test]
fn placements_of_many_and_of_uneven_nodes() {
    let many: Vec<f64> = (0..1_000).map(|node| if node == 0 { 1_000.0 } else { 0.01 }).collect();
    for (what, json) in [
        ("alike", json!({"nodes": 1_000, "n": 3, "keys": 2_000})),
        ("one strong node", json!({"weights": many, "n": 3, "keys": 2_000})),
        ("as many copies as there may be", json!({"nodes": 1_000, "n": 32, "keys": 1_000})),
    ] {
        let parameters = PlacementParameters::from_json(&json).unwrap();
        let mut same: Vec<_> =
            (0..RUNS_OF_A_TABLE).map(|_| PlacementExperiment::new(parameters.clone()).unwrap()).collect();
        let mut longest = (Duration::ZERO, 0.0);
        while !same[0].is_done() {
            let at = same[0].progress();
            let took = shortest(&mut same, |each| each.advance(WORK));
            longest = if took > longest.0 { (took, at) } else { longest };
        }
        println!("{what}: the longest slice took {longest:?}");
        assert!(longest.0 <= MOST_FOR_A_TABLE, "{what}: {longest:?}");
    }
}
