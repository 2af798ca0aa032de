//! A checker that never fails proves nothing: each is shown to catch a mistake that is planted for it.

use crate::support::random_scenarios::{play, random_scenario};
use ringside::dynamo::planted_faults::{Fault, with_fault};
use ringside::explain::invariants::INVARIANTS;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use std::collections::BTreeSet;

/// Each mistake and the invariant that it breaks.
const CAUGHT: &[(Fault, &str)] = &[
    (Fault::AnswerWithSuperseded, "siblings-are-concurrent"),
    (Fault::FirstComeIsKept, "merging-is-order-free"),
    (Fault::ContextForgetsASibling, "contexts-cover"),
    (Fault::CountFromTheContext, "a-dot-names-one-value"),
    (Fault::AcknowledgeWithoutStoring, "no-acknowledged-write-is-lost"),
    (Fault::KeepDeparted, "replicas-agree"),
    (Fault::ListANodeTwice, "one-preference-list"),
    (Fault::ForgetZones, "one-preference-list"),
    (Fault::NoRingWhenClaimsCollide, "members-make-a-ring"),
    (Fault::ForgetPuts, "one-put-one-version"),
    (Fault::ServeThoughGivenUp, "given-up-serve-nothing"),
    (Fault::AnswerBeforeR, "quorums-overlap"),
    (Fault::DropHintUnconfirmed, "hints-name-homes"),
    (Fault::ForgetTheWrap, "shares-add-to-one"),
];

/// So many random scenarios are tried before a checker counts as blind.
const SEEDS: u64 = 1_000;
const OPERATIONS: usize = 60;

/// The first seed whose scenario shows the fault.
fn first_caught(fault: Fault, invariant: &str) -> Option<u64> {
    (0..SEEDS).find(|seed| {
        let scenario = random_scenario(*seed, OPERATIONS);
        let violations = with_fault(fault, || play(&scenario).1);
        violations.iter().any(|violation| violation.invariant == invariant)
    })
}

#[test]
fn each_checker_catches_the_mistake_that_is_planted_for_it() {
    for (fault, invariant) in CAUGHT {
        let seed = first_caught(*fault, invariant);
        let seed = seed.unwrap_or_else(|| panic!("{invariant} did not catch {fault:?} in {SEEDS} scenarios"));
        println!("{invariant} catches {fault:?} with seed {seed}");
        let (_, violations) = play(&random_scenario(seed, OPERATIONS));
        assert_eq!(violations, [], "seed {seed} without the mistake");
    }
}

#[test]
fn there_is_a_planted_mistake_for_every_invariant() {
    let checked: BTreeSet<&str> = INVARIANTS.iter().map(|invariant| invariant.name).collect();
    let caught: BTreeSet<&str> = CAUGHT.iter().map(|(_, invariant)| *invariant).collect();
    assert_eq!(caught, checked);
}

/// Whether two plays of one scenario give the same trace.
fn the_trace_repeats() -> bool {
    let trace = || {
        let mut p = Playground::new(Scenario::default()).unwrap();
        p.apply(Command::put("alice", "cart", "bread")).unwrap();
        p.run(RunLimit::default()).unwrap();
        p.trace(1)
    };
    trace() == trace()
}

#[test]
fn a_second_source_of_chance_shows_in_the_trace() {
    assert!(the_trace_repeats());
    assert!(!with_fault(Fault::SeedFromTheClock, the_trace_repeats));
}
