//! The cases with known answers: MD5, rings, preference lists, the paper's Figures 2 and 3, clocks.

use crate::support::expectation::messages;
use crate::support::{VECTORS, number, playground, run, vectors};
use ringside::dynamo::partitioning::{NodeId, NodeTokens, Position, Range, Ring, moved_arcs};
use ringside::dynamo::replication::{preference_list, replicas, walk};
use serde_json::{Value, json};

/// A ring of the nodes of a case, with their names in the order of their numbers.
fn ring(nodes: &Value) -> (Ring, Vec<String>) {
    let nodes = nodes.as_object().expect("an object of nodes");
    let names: Vec<String> = nodes.keys().cloned().collect();
    let tokens = nodes.values().enumerate().map(|(place, positions)| NodeTokens {
        node: NodeId(place as u16),
        positions: positions.as_array().unwrap().iter().map(|position| Position(number(position))).collect(),
    });
    (Ring::new(tokens).expect("a valid ring"), names)
}

fn names_of(nodes: &[NodeId], names: &[String]) -> Vec<String> {
    nodes.iter().map(|node| names[node.index()].clone()).collect()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

#[test]
fn md5_positions() {
    for (key, position) in vectors()["md5"].as_object().unwrap() {
        assert_eq!(Position::from_key(key).0, number(position), "{key:?}");
    }
}

#[test]
fn preference_lists_of_the_ring_cases() {
    for case in vectors()["ring_cases"]["cases"].as_array().unwrap() {
        let (ring, names) = ring(&case["nodes"]);
        let n = case["rf"].as_u64().unwrap() as usize;
        for key in texts(&case["keys"]) {
            let found = names_of(&replicas(&ring, Position(key.parse().unwrap()), n), &names);
            assert_eq!(found, texts(&case["replicas"][&key]), "{} at {key}", case["name"]);
        }
    }
}

#[test]
fn the_walk_takes_just_the_preference_list_and_meets_every_token_once() {
    for case in vectors()["ring_cases"]["cases"].as_array().unwrap() {
        let (ring, _) = ring(&case["nodes"]);
        let n = case["rf"].as_u64().unwrap() as usize;
        for key in texts(&case["keys"]) {
            let position = Position(key.parse().unwrap());
            let steps: Vec<_> = walk(&ring, position, n).collect();
            let taken: Vec<NodeId> =
                steps.iter().filter(|step| step.skipped.is_none()).map(|step| step.token.owner).collect();
            assert_eq!(taken, preference_list(&ring, position, n).replicas);
            assert_eq!(steps.len(), ring.tokens().len());
        }
    }
}

#[test]
fn figure_2_places_keys_on_b_c_d() {
    let figure = &vectors()["dynamo_fig2"];
    let (ring, names) = ring(&figure["nodes"]);
    for (case, expected) in figure["keys"].as_object().unwrap() {
        let found = names_of(&replicas(&ring, Position(number(&expected["key"])), 3), &names);
        assert_eq!(found, texts(&expected["replicas"]), "{case}");
    }
    // Node D stores the keys of (A,B], (B,C] and (C,D].
    let d = NodeId(names.iter().position(|name| name == "D").unwrap() as u16);
    let stored: Vec<Vec<String>> = ring
        .ranges()
        .filter(|(token, _)| replicas(&ring, token.position, 3).contains(&d))
        .map(|(_, range)| names_of(&[range.after, range.upto].map(|end| ring.owner_of(end).unwrap()), &names))
        .collect();
    let expected: Vec<Vec<String>> = figure["node_D_stores_ranges"].as_array().unwrap().iter().map(texts).collect();
    assert_eq!(stored, expected);
}

#[test]
fn section_4_9_x_joins_between_a_and_b_and_takes_three_ranges() {
    let join = &vectors()["dynamo_4_9_join"];
    let (before, mut names) = ring(&vectors()["dynamo_fig2"]["nodes"]);
    let between = |a: &str, b: &str| {
        let at = |name: &str| before.tokens()[names.iter().position(|n| n == name).unwrap()].position.0;
        Position(at(a) + (at(b) - at(a)) / 2)
    };
    let x = NodeTokens { node: NodeId(7), positions: vec![between("A", "B")] };
    let old = before.tokens().iter().map(|token| NodeTokens { node: token.owner, positions: vec![token.position] });
    let after = Ring::new(old.chain([x])).unwrap();
    names.push("X".to_owned());
    let end = |position: Position| names[after.owner_of(position).unwrap().index()].clone();
    for (_, range) in after.ranges() {
        let label = format!("({},{}]", end(range.after), end(range.upto));
        let Some(expected) = join["check"].get(&label) else { continue };
        assert_eq!(names_of(&replicas(&before, range.upto, 3), &names), texts(&expected["before"]), "{label} before");
        assert_eq!(names_of(&replicas(&after, range.upto, 3), &names), texts(&expected["after"]), "{label} after");
    }
    let taken: Vec<Range> = after
        .ranges()
        .map(|(_, range)| range)
        .filter(|range| replicas(&after, range.upto, 3).contains(&NodeId(7)))
        .collect();
    let mut taken: Vec<Vec<String>> = taken.iter().map(|range| vec![end(range.after), end(range.upto)]).collect();
    let mut expected: Vec<Vec<String>> = join["X_takes_ranges"].as_array().unwrap().iter().map(texts).collect();
    taken.sort();
    expected.sort();
    assert_eq!(taken, expected);
    assert!(
        moved_arcs(&before, &after).iter().all(|arc| arc.to == Some(NodeId(7))),
        "a join moves to the joiner alone"
    );
}

/// The cluster of Figure 2, alive, without anti-entropy: hints alone must do.
fn figure_2() -> ringside::playground::Playground {
    let figure = &vectors()["dynamo_fig2"];
    let hex = |position: &Value| format!("{:032x}", number(position));
    let node = |(name, tokens): (&String, &Value)| json!({"name": name, "tokens": [hex(&tokens[0])]});
    let nodes: Vec<Value> = figure["nodes"].as_object().unwrap().iter().map(node).collect();
    playground(json!({
        "ringside": 1, "seed": 1, "nodes": nodes, "n": figure["N"], "r": 2, "w": 2,
        "network": {"delay": {"kind": "fixed", "ms": 10}}, "timers": {"antiEntropy": 0},
    }))
}

#[test]
fn section_4_6_a_write_for_a_node_that_is_down_goes_to_the_next_with_a_hint() {
    let case = &vectors()["dynamo_fig2"]["hinted_handoff"];
    let mut p = figure_2();
    let down = texts(&case["down"]).remove(0);
    run(&mut p, json!({"do": "crash", "name": down}));
    // The MD5 of "figs" lies in (G,A].
    run(&mut p, json!({"do": "put", "client": "alice", "key": "figs", "value": "1", "via": "B"}));
    let state = p.state();
    let homes = replicas(&p.ring(), Position::from_key("figs"), 3);
    let name = |node: &NodeId| p.node_names()[node.index()].to_string();
    assert_eq!(homes.iter().map(name).collect::<Vec<_>>(), texts(&case["key_replicas_home"]));
    let has =
        |node: &&ringside::explain::snapshot::NodeState| node.store.contains_key("figs") || !node.hints.is_empty();
    let holders: Vec<String> = state.nodes.iter().filter(has).map(|node| node.name.clone()).collect();
    assert_eq!(holders, texts(&case["write_goes_to"]));
    let hints: Vec<(&str, &str)> = state
        .nodes
        .iter()
        .flat_map(|node| node.hints.iter().map(|hint| (node.name.as_str(), hint.owner.as_str())))
        .collect();
    assert_eq!(hints, [(case["hinted_copy_on"].as_str().unwrap(), case["hint_for"].as_str().unwrap())]);
}

#[test]
fn section_4_9_each_range_comes_from_the_node_that_gives_it_up() {
    let join = &vectors()["dynamo_4_9_join"];
    let mut p = figure_2();
    run(&mut p, json!({"do": "add-node", "name": "X", "tokens": ["30000000000000000000000000000000"]}));
    let givers: Vec<String> = join["gives_up"].as_object().unwrap().keys().map(|giver| format!("X→{giver}")).collect();
    assert_eq!(messages(&p.trace(1), "range-request"), givers);
    let ends: Vec<Value> = p
        .trace(1)
        .into_iter()
        .flat_map(|event| event.facts)
        .find_map(|fact| match fact {
            ringside::explain::trace::Fact::Fetches { ranges, .. } => Some(ranges),
            _ => None,
        })
        .expect("X says what it fetches")
        .iter()
        .map(|range| {
            json!([range.after, range.upto].map(|end| p.node_names()[p.ring().owner_of(end).unwrap().index()].clone()))
        })
        .collect();
    assert_eq!(ends, *join["X_takes_ranges"].as_array().unwrap());
}

#[test]
fn every_vector_file_section_is_known() {
    // A section that nobody tests would be forgotten in silence.
    let later = ["pbs_latency_fits_ms", "pbs_published_p999_ms", "dynamo_fig8"];
    let tested_here = ["md5", "ring_cases", "dynamo_fig2", "dynamo_4_9_join"];
    let tested_in_versions = ["dynamo_fig3", "coalesce", "dynamo_truncation", "riak_vclock"];
    let tested_in_reference_versions = ["same_coordinator_race", "dvvset", "sibling_explosion"];
    for section in vectors().as_object().unwrap().keys() {
        let elsewhere = tested_in_versions.iter().chain(&tested_in_reference_versions);
        let known = later.iter().chain(&tested_here).chain(elsewhere).any(|known| known == section);
        assert!(known, "{VECTORS} has a section {section:?} that no test reads");
    }
}
