//! What is begun comes to an end, whatever the ratio of delay, periods and timeout.
//!
//! A *round* is the longest of the periods and of the way of a message there and back.

use crate::support::playground;
use proptest::prelude::*;
use ringside::explain::snapshot::NodeStatus;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Command;
use serde_json::{Value, json};

/// Within so many rounds a join, a leave, a hand-over and a comparison are over.
const ROUNDS: f64 = 32.0;

/// How long messages and periods are, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Times {
    delay: u32,
    gossip: u32,
    handoff: u32,
    anti_entropy: u32,
    timeout: u32,
}

impl Times {
    fn round(self) -> f64 {
        f64::from(self.gossip.max(self.handoff).max(self.anti_entropy).max(2 * self.delay))
    }
}

fn times() -> impl Strategy<Value = Times> {
    // Ratios near one to one and two to one are where timers and answers cross.
    let near = |delay: u32| {
        let around = move |factor: u32| (delay * factor).saturating_sub(2)..=delay * factor + 2;
        prop_oneof![around(1), around(2), delay / 20..5_000_u32].prop_map(|period| period.max(10))
    };
    (1..1_000_u32).prop_flat_map(move |delay| {
        (Just(delay), near(delay), near(delay), near(delay), 10..3_000_u32).prop_map(
            |(delay, gossip, handoff, anti_entropy, timeout)| Times { delay, gossip, handoff, anti_entropy, timeout },
        )
    })
}

fn cluster(times: Times, strategy: &str) -> Playground {
    let nodes: Vec<Value> = ["A", "B", "C", "D"].iter().map(|name| json!({"name": name, "tokens": 4})).collect();
    playground(json!({
        "ringside": 1, "seed": 1, "nodes": nodes, "strategy": strategy, "n": 2, "r": 1, "w": 1,
        "network": {"delay": {"kind": "fixed", "ms": times.delay}},
        "timers": {"gossip": times.gossip, "handoff": times.handoff, "antiEntropy": times.anti_entropy,
                   "requestTimeout": times.timeout.max(2 * times.delay + 1)},
    }))
}

fn give(p: &mut Playground, command: Value) {
    p.apply(Command::from_json(&command).unwrap()).unwrap();
}

/// Runs until quiet, and says how many rounds that took.
fn rounds_to_quiet(p: &mut Playground, times: Times) -> f64 {
    let began = p.time();
    p.run(RunLimit::default()).unwrap();
    (p.time() - began) / times.round()
}

fn status(p: &Playground, name: &str) -> Option<NodeStatus> {
    p.state().nodes.iter().find(|node| node.name == name).map(|node| node.status)
}

fn with_keys(times: Times, strategy: &str) -> Playground {
    let mut p = cluster(times, strategy);
    for key in 0..6 {
        give(&mut p, json!({"do": "put", "client": "c", "key": format!("k{key}"), "value": "v", "via": "A"}));
    }
    p.run(RunLimit::default()).unwrap();
    p
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_join_and_a_leave_end(times in times(), strategy in prop_oneof![Just("random-tokens"), Just("equal-partitions")]) {
        let mut p = with_keys(times, strategy);
        give(&mut p, json!({"do": "add-node", "name": "N", "tokens": 4}));
        let join = rounds_to_quiet(&mut p, times);
        prop_assert_eq!(status(&p, "N"), Some(NodeStatus::Up));
        prop_assert!(join <= ROUNDS, "the join took {} rounds", join);
        give(&mut p, json!({"do": "remove-node", "name": "B"}));
        let leave = rounds_to_quiet(&mut p, times);
        prop_assert_eq!(status(&p, "B"), None);
        prop_assert!(leave <= ROUNDS, "the leave took {} rounds", leave);
        prop_assert!(p.violations().is_empty(), "{:?}", p.violations());
    }

    #[test]
    fn hints_and_differences_are_repaired(times in times()) {
        let mut p = with_keys(times, "random-tokens");
        give(&mut p, json!({"do": "crash", "name": "B"}));
        for key in 0..6 {
            give(&mut p, json!({"do": "put", "client": "c", "key": format!("k{key}"), "value": "w", "via": "A"}));
        }
        p.run(RunLimit::default()).unwrap();
        give(&mut p, json!({"do": "restart", "name": "B"}));
        let repair = rounds_to_quiet(&mut p, times);
        prop_assert!(repair <= ROUNDS, "the repair took {} rounds", repair);
        prop_assert!(p.violations().is_empty(), "{:?}", p.violations());
    }
}

#[test]
fn a_round_trip_that_takes_nearly_a_period_of_gossip_does_not_starve_a_join() {
    for (delay, gossip) in [(49, 100), (499, 1_000), (500, 1_000), (51, 100), (100, 100), (1_000, 100)] {
        let times = Times { delay, gossip, handoff: 1_000, anti_entropy: 5_000, timeout: 500 };
        for strategy in ["random-tokens", "equal-partitions"] {
            let mut p = with_keys(times, strategy);
            give(&mut p, json!({"do": "add-node", "name": "N", "tokens": 4}));
            let rounds = rounds_to_quiet(&mut p, times);
            assert_eq!(
                status(&p, "N"),
                Some(NodeStatus::Up),
                "{delay} ms, a round of gossip each {gossip} ms, {strategy}"
            );
            assert!(rounds <= ROUNDS, "{rounds} rounds with {delay} ms and {gossip} ms, {strategy}");
        }
    }
}

#[test]
fn a_join_that_was_cut_off_ends_soon_after_the_wall_falls() {
    let times = Times { delay: 100, gossip: 1_000, handoff: 1_000, anti_entropy: 5_000, timeout: 500 };
    for cut in [2_000.0, 60_000.0, 1_000_000.0] {
        let mut p = with_keys(times, "random-tokens");
        give(&mut p, json!({"do": "add-node", "name": "N", "tokens": 4}));
        p.run(RunLimit { until: Some(p.time() + 250.0), events: None }).unwrap();
        give(&mut p, json!({"do": "partition", "groups": [["N"]]}));
        p.run(RunLimit { until: Some(p.time() + cut), events: None }).unwrap();
        assert_eq!(status(&p, "N"), Some(NodeStatus::Joining), "cut off for {cut} ms");
        give(&mut p, json!({"do": "repair"}));
        let rounds = rounds_to_quiet(&mut p, times);
        assert_eq!(status(&p, "N"), Some(NodeStatus::Up), "cut off for {cut} ms");
        assert!(rounds <= ROUNDS, "{rounds} rounds after a cut of {cut} ms");
    }
}
