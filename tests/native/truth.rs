//! How the invariants stand, what that rests on, and since when one is broken.

use crate::support::{playground, run};
use ringside::explain::invariants::{InvariantStatus, TruthState};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{NodeSpec, Scenario};
use serde_json::json;

fn of<'a>(truth: &'a [InvariantStatus], name: &str) -> &'a InvariantStatus {
    truth.iter().find(|status| status.invariant == name).unwrap()
}

fn race(versioning: &str) -> Playground {
    let text = std::fs::read_to_string(format!("tests/scenarios/same-coordinator-race-{versioning}.json")).unwrap();
    let mut p = playground(serde_json::from_str(&text).unwrap());
    p.run(RunLimit::default()).unwrap();
    p
}

#[test]
fn at_the_start_there_is_little_to_ask() {
    let truth = Playground::new(Scenario::default()).unwrap().truth();
    assert!(truth.iter().all(|status| status.state != TruthState::Broken));
    assert_eq!(of(&truth, "siblings-are-concurrent").because, "no get has returned anything yet");
    assert_eq!(of(&truth, "shares-add-to-one").because, "5 shares added");
    assert_eq!(of(&truth, "shares-add-to-one").state, TruthState::Holds);
}

#[test]
fn of_a_large_ring_so_many_lists_are_walked_and_it_is_said() {
    let large = |nodes: usize, tokens: usize, n: usize| {
        let nodes = (0..nodes).map(|number| NodeSpec::new(&format!("N{number}"), tokens)).collect();
        Playground::new(Scenario { nodes, n, ..Scenario::default() }).unwrap()
    };
    for (p, because, long) in [
        (large(64, 64, 3), "4096 lists walked, one from each token", false),
        (large(512, 64, 3), "32768 lists walked, one from each token", true),
        (large(512, 64, 512), "781 lists walked, of 32768", true),
    ] {
        let truth = p.truth();
        let lists = of(&truth, "one-preference-list");
        assert_eq!((lists.state, lists.because.as_str()), (TruthState::Holds, because));
        assert_eq!(p.truth_takes_long(), long);
    }
}

#[test]
fn convergence_is_not_asked_while_something_is_in_its_way_and_it_is_said_what() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    run(&mut p, json!({"do": "put", "client": "Alice", "key": "cart", "value": "milk"}));
    let lost = |p: &Playground| of(&p.truth(), "no-acknowledged-write-is-lost").clone();
    assert_eq!(
        (lost(&p).state, lost(&p).because.as_str()),
        (TruthState::Holds, "1 acknowledged put looked for on all homes")
    );
    for (command, undone, because) in [
        (json!({"do": "partition", "groups": [["A", "B"]]}), json!({"do": "repair"}), "a partition is in force"),
        (json!({"do": "crash", "name": "B"}), json!({"do": "restart", "name": "B"}), "B is down"),
        (
            json!({"do": "hold", "from": "A", "to": "B"}),
            json!({"do": "release", "from": "A", "to": "B"}),
            "messages from A to B are held",
        ),
    ] {
        run(&mut p, command);
        assert_eq!((lost(&p).state, lost(&p).because.as_str()), (TruthState::NotAskedNow, because));
        run(&mut p, undone);
        assert_eq!(lost(&p).state, TruthState::Holds);
    }
    p.seek(2).unwrap();
    assert_eq!(lost(&p).because, "a request waits for its answer");
}

#[test]
fn overlapping_quorums_are_not_asked_of_sloppy_ones_nor_of_small_ones() {
    let quorums = |quorum: &str, r: usize| {
        let mut p = playground(json!({"ringside": 1, "seed": 1, "n": 3, "r": r, "w": 2, "quorum": quorum}));
        run(&mut p, json!({"do": "put", "client": "Alice", "key": "cart", "value": "milk"}));
        run(&mut p, json!({"do": "get", "client": "Bob", "key": "cart"}));
        of(&p.truth(), "quorums-overlap").because.clone()
    };
    assert_eq!(quorums("sloppy", 2), "the quorum is sloppy: stand-ins may answer");
    assert_eq!(quorums("strict", 1), "R + W = 3 is not above N = 3: quorums need not overlap");
    assert_eq!(quorums("strict", 2), "1 get looked at, before the first failure");
}

#[test]
fn the_step_at_which_plain_clocks_lose_a_write_is_found() {
    let p = race("plain");
    let lost = "no-acknowledged-write-is-lost";
    assert_eq!(of(&p.truth(), lost).state, TruthState::Broken);
    let mut search = p.first_broken(&[lost, "shares-add-to-one"]);
    while search.go_on() {}
    let [(name, step)] = search.found() else { panic!("{:?}", search.found()) };
    assert_eq!(*name, lost);
    let state_at = |step: usize| {
        let mut then = p.clone();
        then.seek(step).unwrap();
        of(&then.truth(), lost).state
    };
    assert_eq!(state_at(*step), TruthState::Broken);
    assert!((0..*step).all(|earlier| state_at(earlier) != TruthState::Broken));
    assert!(race("dotted").truth().iter().all(|status| status.state != TruthState::Broken));
}

#[test]
fn a_status_and_the_violations_say_the_same() {
    let p = race("plain");
    let told: Vec<(&str, String)> =
        p.violations().into_iter().map(|violation| (violation.invariant, violation.detail)).collect();
    let details = p.truth().into_iter().flat_map(|status| {
        status.details.into_iter().map(move |detail| (status.invariant, detail)).collect::<Vec<_>>()
    });
    assert_eq!(told, details.collect::<Vec<_>>());
    assert!(!told.is_empty());
}

#[test]
fn a_check_in_parts_finds_the_same() {
    for versioning in ["dotted", "plain"] {
        let p = race(versioning);
        let mut check = p.truth_check();
        let mut parts = 1;
        while check.go_on() {
            parts += 1;
        }
        assert_eq!(check.into_found(), p.truth(), "{versioning}");
        assert!(parts > 10, "one part for each invariant: {parts}");
    }
}
