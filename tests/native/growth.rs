//! What takes time grows about as its input does.

use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, NodeSpec, Scenario, Tokens};
use serde_json::json;
use std::time::{Duration, Instant};

/// Below this a measurement is noise.
const FLOOR: Duration = Duration::from_millis(40);

/// Four times the input takes less than about eight times as long, with room for a busy machine.
fn check_growth(what: &str, small: usize, work: impl FnMut(usize) -> Duration) {
    check_growth_below(8, what, small, work);
}

/// Four times the input takes less than about so many times as long.
fn check_growth_below(times: u32, what: &str, small: usize, mut work: impl FnMut(usize) -> Duration) {
    let mut best = |size: usize| (0..3).map(|_| work(size)).min().unwrap_or_default().max(FLOOR);
    let (few, many) = (best(small), best(4 * small));
    assert!(many < times * few + FLOOR, "{what}: {few:?} for {small}, {many:?} for {}", 4 * small);
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let _ = std::hint::black_box(work());
    start.elapsed()
}

fn nodes(count: usize, tokens: usize) -> Vec<NodeSpec> {
    (0..count).map(|number| NodeSpec::new(&format!("N{number}"), tokens)).collect()
}

fn blind_puts(count: usize) -> Playground {
    let mut p = Playground::new(Scenario::default()).unwrap();
    for number in 0..count {
        let put = json!({"do": "put", "client": "alice", "key": "k", "value": number.to_string(), "context": "none"});
        p.apply(Command::from_json(&put).unwrap()).unwrap();
        p.run(RunLimit::default()).unwrap();
    }
    p
}

#[test]
fn siblings_of_one_key() {
    check_growth("blind puts", 250, |count| timed(|| blind_puts(count)));
    check_growth("the invariants over siblings", 250, |count| {
        let p = blind_puts(count);
        timed(|| p.violations())
    });
}

#[test]
fn invariants_of_a_large_ring() {
    for n in [3, 64] {
        check_growth("the invariants of a ring", 64, |count| {
            let p = Playground::new(Scenario { nodes: nodes(256, count), n, ..Scenario::default() }).unwrap();
            timed(|| p.violations())
        });
    }
}

#[test]
fn invariants_of_a_long_history() {
    check_growth("the invariants of a history", 300, |count| {
        let mut p =
            Playground::new(Scenario { quorum: ringside::scenario::Quorum::Strict, ..Scenario::default() }).unwrap();
        for number in 0..count {
            p.apply(Command::put("alice", "k", &number.to_string())).unwrap();
            p.run(RunLimit::default()).unwrap();
            p.apply(Command::get("bob", "k")).unwrap();
            p.run(RunLimit::default()).unwrap();
        }
        timed(|| p.violations())
    });
}

#[test]
fn positions_that_are_listed() {
    check_growth("positions", 64, |count| {
        let listed = |node: NodeSpec| NodeSpec { tokens: Tokens::At(node.positions()), ..node };
        let listed = nodes(256, count).into_iter().map(listed).collect();
        let json = Scenario { nodes: listed, ..Scenario::default() }.to_json();
        timed(|| Playground::new(Scenario::from_json(&json).unwrap()))
    });
}

#[test]
fn names_of_a_partition() {
    check_growth("names", 16, |count| {
        let group = |group| (0..120).map(|name| format!("{group}-{name}")).collect::<Vec<_>>();
        let groups = (0..count * 16).map(group).collect::<Vec<_>>();
        let partition = json!({"do": "partition", "groups": groups});
        timed(|| Command::from_json(&partition))
    });
}

/// Going back repeats little, however much went before.
#[test]
fn a_step_back_beside_idle_timers() {
    check_growth_below(2, "a step back", 100_000, |timers| {
        let mut p = Playground::new(
            Scenario::from_json(&json!({ "ringside": 1, "timers": { "gossip": 0, "handoff": 10, "antiEntropy": 0 },
                "script": [{ "do": "put", "client": "Alice", "key": "cart", "value": "milk", "at": timers * 2 }] }))
            .unwrap(),
        )
        .unwrap();
        p.run(RunLimit::default()).unwrap();
        let end = p.known_steps();
        timed(|| (0..40).for_each(|step| p.seek(end - step % 2).unwrap()))
    });
}
