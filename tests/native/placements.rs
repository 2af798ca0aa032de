//! The other placements, each against what its paper promises.

use ringside::laboratories::placements::{
    Change, METHODS, Machine, MethodName, MethodOutcome, PlacementExperiment, PlacementParameters,
};
use ringside::laboratories::{Experiment, run};

fn outcomes(parameters: PlacementParameters) -> Vec<MethodOutcome> {
    run(PlacementExperiment::new(parameters).unwrap())
}

fn of<'a>(outcomes: &'a [MethodOutcome], method: &str) -> &'a MethodOutcome {
    outcomes.iter().find(|outcome| outcome.method == method).unwrap()
}

fn nodes(weights: &[f64]) -> Vec<(String, f64)> {
    weights.iter().enumerate().map(|(index, weight)| (format!("n{index}"), *weight)).collect()
}

#[test]
fn of_equal_nodes_each_placement_is_as_even_as_its_paper_says() {
    let outcomes = outcomes(PlacementParameters { keys: 100_000, ..PlacementParameters::default() });
    // Ten thousand keys each: chance alone spreads them by 1 %.
    for method in ["modulo", "rendezvous", "jump", "anchor", "maglev", "equal-partitions"] {
        assert!(of(&outcomes, method).cv < 0.02, "{:?}", of(&outcomes, method));
    }
    // One over the square root of 64 tokens.
    assert!((0.05..0.25).contains(&of(&outcomes, "ring").cv), "{:?}", of(&outcomes, "ring"));
    // Appleton and O'Reilly: 21 probes hold the most loaded node to about 1.05 times the mean.
    assert!(of(&outcomes, "multi-probe").max_over_mean < 1.1, "{:?}", of(&outcomes, "multi-probe"));
    // At most 1 + ε.
    assert!(of(&outcomes, "bounded-loads").max_over_mean <= 1.2501, "{:?}", of(&outcomes, "bounded-loads"));
}

#[test]
fn what_a_change_moves_is_little_more_than_it_must_but_for_the_floor() {
    let outcomes = outcomes(PlacementParameters { keys: 50_000, ..PlacementParameters::default() });
    for outcome in &outcomes {
        let about = |moved: f64, least: f64| moved < 1.15 * least + 0.01;
        let MethodOutcome { method, moved, least, .. } = outcome;
        match *method {
            // A tenth and an eleventh stay at most.
            "modulo" => assert!(moved.join > 0.85 && moved.leave > 0.8, "{outcome:?}"),
            "rendezvous" | "multi-probe" | "anchor" => {
                assert!(about(moved.join, least.join) && about(moved.leave, least.leave), "{outcome:?}");
            }
            // The last bucket takes the place of the one that leaves.
            "jump" => assert!(about(moved.join, least.join) && moved.leave > 1.7 * least.leave, "{outcome:?}"),
            // A ring of 64 tokens has shares that differ by an eighth or so.
            "ring" => assert!(moved.join < 1.5 * least.join && moved.leave < 1.5 * least.leave, "{outcome:?}"),
            // Maglev moves some entries more; bounded loads push each other on.
            "maglev" | "bounded-loads" => assert!(moved.join < 3.5 * least.join, "{outcome:?}"),
            "equal-partitions" => assert!(about(moved.join, least.join), "{outcome:?}"),
            other => panic!("{other} is not looked at"),
        }
    }
    assert_eq!(outcomes.len(), METHODS.len());
}

#[test]
fn those_that_can_do_weights_follow_them_and_the_others_do_not() {
    let weights = [1.0, 1.0, 2.0, 4.0, 8.0];
    let outcomes =
        outcomes(PlacementParameters { nodes: nodes(&weights), keys: 50_000, ..PlacementParameters::default() });
    for outcome in &outcomes {
        match outcome.can.weights {
            true => assert!(outcome.max_over_mean < 1.5, "{outcome:?}"),
            // A node of weight 1 of 16 has a fifth of the keys.
            false => assert!(outcome.max_over_mean > 2.5, "{outcome:?}"),
        }
        if outcome.can.weights && outcome.method != "bounded-loads" {
            assert!(outcome.moved.reweigh < 3.0 * outcome.least.reweigh + 0.02, "{outcome:?}");
            assert!(outcome.moved.reweigh > 0.5 * outcome.least.reweigh, "{outcome:?}");
        }
    }
}

#[test]
fn copies_are_on_distinct_nodes_and_a_change_undone_is_as_before() {
    let machines: Vec<Machine> = (1..=7).map(|id| Machine { id: id * 977, weight: 1.0 }).collect();
    let newcomer = Machine { id: 5, weight: 1.0 };
    for (word, method) in METHODS {
        let mut first = method.of(&machines, 3 * 2_000);
        let join = Change::Join(newcomer);
        let with = join.applied(&machines);
        let mut joined = first.changed(&join, &with);
        let leave = Change::Leave(7);
        let mut left = joined.changed(&leave, &leave.applied(&with));
        let (mut before, mut after, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for key in (0..2_000_u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) {
            first.place(key, 3, &mut before);
            joined.place(key, 3, &mut after);
            left.place(key, 3, &mut again);
            for found in [&before, &after] {
                let mut distinct = found.clone();
                distinct.sort_unstable();
                distinct.dedup();
                assert_eq!(distinct.len(), 3, "{word}");
            }
            // What has been dealt once is not dealt back.
            if method != MethodName::EqualPartitions {
                assert_eq!(before, again, "{word}: the newcomer came and went");
            }
        }
    }
}

/// A table dealt by weight may have no entry of the weakest nodes at all.
#[test]
fn where_one_node_has_nearly_everything_copies_are_still_on_distinct_nodes() {
    let weight = |id| if id == 1 { 1_000.0 } else { 0.01 };
    let machines: Vec<Machine> = (1..=40).map(|id| Machine { id: id * 977, weight: weight(id) }).collect();
    for (word, method) in METHODS {
        let mut placement = method.of(&machines, 40 * 100);
        let mut found = Vec::new();
        for n in [3, 40] {
            for key in (0..100_u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) {
                placement.place(key, n, &mut found);
                let mut distinct = found.clone();
                distinct.sort_unstable();
                distinct.dedup();
                assert_eq!((found.len(), distinct.len()), (n, n), "{word}");
                assert!(distinct.iter().all(|index| *index < machines.len()), "{word}: {distinct:?}");
            }
        }
    }
}

/// The vectors that implementations of the algorithm share.
#[test]
fn jump_gives_the_published_buckets() {
    for (key, buckets, bucket) in
        [(1, 1, 0), (42, 57, 43), (0xDEAD_10CC, 1, 0), (0xDEAD_10CC, 666, 361), (256, 1_024, 520)]
    {
        let machines: Vec<Machine> = (0..buckets).map(|id| Machine { id, weight: 1.0 }).collect();
        let mut found = Vec::new();
        MethodName::Jump.of(&machines, 1).place(key, 1, &mut found);
        assert_eq!(found, [bucket], "{key} of {buckets}");
    }
}

#[test]
fn slices_change_nothing_and_what_is_out_of_bounds_is_refused() {
    let parameters = PlacementParameters { keys: 500, n: 2, ..PlacementParameters::default() };
    let mut sliced = PlacementExperiment::new(parameters.clone()).unwrap();
    while !sliced.is_done() {
        sliced.advance(7);
    }
    assert_eq!(sliced.outcome(), outcomes(parameters));
    for (json, code) in [
        (serde_json::json!({"methods": ["ring", "jump", "ring"]}), "invalid-choice"),
        (serde_json::json!({ "n": 11 }), "invalid-number"),
        (serde_json::json!({ "nodes": [{ "name": "a" }] }), "invalid-list"),
        (serde_json::json!({ "nodes": [{ "name": "a" }, { "name": "a" }] }), "duplicate-node"),
        (serde_json::json!({ "methods": ["chord"] }), "invalid-choice"),
        (serde_json::json!({ "methods": [] }), "invalid-choice"),
        (serde_json::json!({ "nodes": [{ "name": "a", "weight": 0 }, { "name": "b" }] }), "invalid-number"),
    ] {
        assert_eq!(PlacementParameters::from_json(&json).unwrap_err().code, code, "{json}");
    }
}
