//! Sections 4.2 and 4.3: what holds on every ring.

use proptest::prelude::*;
use ringside::dynamo::partitioning::{
    NodeId, NodeTokens, Position, Ring, default_tokens, end_of_partition, end_of_partition_of, moved_arcs, moved_share,
    node_by_modulo,
};
use ringside::dynamo::replication::{WalkReason, preference_list, replicas, walk};
use ringside::input::limits::{MAX_NODES, MAX_TOKENS_PER_NODE};
use std::collections::BTreeSet;

/// Nodes `n0`, `n1`, … with so many tokens each.
fn tokens(counts: &[usize]) -> Vec<NodeTokens> {
    let node = |(index, count): (usize, &usize)| NodeTokens {
        node: NodeId(index as u16),
        positions: default_tokens(&format!("n{index}"), *count),
    };
    counts.iter().enumerate().map(node).collect()
}

fn ring(counts: &[usize]) -> Ring {
    Ring::new(tokens(counts)).unwrap()
}

fn without(ring: &Ring, gone: NodeId) -> Ring {
    let keep = |node: &NodeId| NodeTokens {
        node: *node,
        positions: ring.tokens().iter().filter(|t| t.owner == *node).map(|t| t.position).collect(),
    };
    Ring::new(ring.nodes().iter().filter(|node| **node != gone).map(keep)).unwrap()
}

fn keys() -> impl Iterator<Item = Position> {
    (0..500).map(|number| Position::from_key(&format!("key-{number}")))
}

#[test]
fn an_empty_ring_has_no_home_for_any_key() {
    let ring = ring(&[]);
    assert_eq!(ring.owner_of(Position(7)), None);
    assert_eq!(preference_list(&ring, Position(7), 3).replicas, []);
    assert_eq!(walk(&ring, Position(7), 3).count(), 0);
    assert_eq!(ring.shares(), [0.0; 0]);
}

#[test]
fn the_only_token_owns_the_whole_ring() {
    let ring = ring(&[1]);
    assert_eq!(ring.shares(), [1.0]);
    assert!(keys().chain([Position(0), Position::LAST]).all(|key| ring.range_of(0).contains(key)));
}

#[test]
fn n_above_the_number_of_nodes_gives_one_copy_on_each() {
    assert_eq!(preference_list(&ring(&[3, 3]), Position(7), 5).replicas.len(), 2);
}

#[test]
fn two_tokens_at_one_position_are_refused() {
    let twice = [0, 1].map(|node| NodeTokens { node: NodeId(node), positions: vec![Position(5)] });
    let refusal = Ring::new(twice).unwrap_err();
    assert_eq!(refusal.code, "duplicate-token");
    assert!(refusal.message.contains("00000000000000000000000000000005"), "{}", refusal.message);
}

#[test]
fn the_largest_ring_is_made_and_a_larger_one_refused() {
    let full = ring(&vec![MAX_TOKENS_PER_NODE; 64]);
    assert_eq!(full.tokens().len(), 64 * MAX_TOKENS_PER_NODE);
    assert_eq!(ring(&vec![1; MAX_NODES]).nodes().len(), MAX_NODES);
    assert_eq!(Ring::new(tokens(&vec![1; MAX_NODES + 1])).unwrap_err().code, "too-many-nodes");
    assert_eq!(Ring::new(tokens(&[MAX_TOKENS_PER_NODE + 1])).unwrap_err().code, "too-many-tokens");
}

#[test]
fn hash_mod_nodes_moves_nearly_everything_where_the_ring_moves_a_part() {
    let moved_by_modulo = keys().filter(|key| node_by_modulo(*key, 5) != node_by_modulo(*key, 6)).count();
    let (before, after) = (ring(&[64; 5]), ring(&[64; 6]));
    let moved = keys().filter(|key| before.owner_of(*key) != after.owner_of(*key)).count();
    assert!(moved_by_modulo > 380 && moved < 130, "{moved_by_modulo} against {moved} of 500");
    assert_eq!(node_by_modulo(Position(7), 0), None);
}

fn any_counts() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(1..20_usize, 1..12)
}

proptest! {
    #[test]
    fn shares_add_to_1_and_ranges_cover_the_ring(counts in any_counts()) {
        let ring = ring(&counts);
        prop_assert!((ring.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // Exactly: the widths of all ranges add to 2^128, which is 0 in 128 bits.
        let widths = ring.ranges().map(|(_, range)| range.after.clockwise_to(range.upto));
        prop_assert_eq!(widths.fold(0_u128, u128::wrapping_add), 0);
    }

    #[test]
    fn a_key_belongs_to_the_one_range_that_contains_it(counts in any_counts(), position: u128) {
        let ring = ring(&counts);
        let homes: Vec<_> = ring.ranges().filter(|(_, range)| range.contains(Position(position))).collect();
        prop_assert_eq!(homes.len(), 1);
        prop_assert_eq!(Some(homes[0].0.owner), ring.owner_of(Position(position)));
        prop_assert_eq!(ring.owner_of(homes[0].1.upto), Some(homes[0].0.owner));
    }

    #[test]
    fn the_list_has_min_n_nodes_distinct_nodes(counts in any_counts(), n in 1..15_usize, position: u128) {
        let ring = ring(&counts);
        let list = preference_list(&ring, Position(position), n);
        prop_assert_eq!(list.replicas.len(), n.min(counts.len()));
        let all: BTreeSet<NodeId> = list.replicas.iter().chain(&list.fallbacks).copied().collect();
        prop_assert_eq!(all.len(), counts.len());
        prop_assert_eq!(replicas(&ring, Position(position), n), list.replicas);
    }

    #[test]
    fn a_token_is_skipped_for_the_reason_that_is_given(counts in any_counts(), n in 1..6_usize, position: u128) {
        let ring = ring(&counts);
        let mut chosen = BTreeSet::new();
        for step in walk(&ring, Position(position), n) {
            let expected = if chosen.contains(&step.token.owner) {
                Some(WalkReason::AlreadyChosen)
            } else if chosen.len() == n {
                Some(WalkReason::Enough)
            } else {
                chosen.insert(step.token.owner);
                None
            };
            prop_assert_eq!(step.skipped, expected);
        }
    }

    #[test]
    fn a_join_moves_keys_to_the_joiner_alone_and_a_leave_only_those_of_the_leaver(counts in any_counts(), joins in 1..20_usize) {
        let before = ring(&counts);
        let joiner = NodeId(counts.len() as u16);
        let after = ring(&[counts.as_slice(), &[joins]].concat());
        let arcs = moved_arcs(&before, &after);
        prop_assert!(arcs.iter().all(|arc| arc.to == Some(joiner)));
        let share = after.shares()[joiner.index()];
        prop_assert!((moved_share(&arcs) - share).abs() < 1e-12);
        for key in keys() {
            let (old, new) = (before.owner_of(key), after.owner_of(key));
            prop_assert!(old == new || new == Some(joiner));
            prop_assert_eq!(arcs.iter().any(|arc| arc.range.contains(key)), old != new);
        }
        let back = moved_arcs(&after, &without(&after, joiner));
        prop_assert!(back.iter().all(|arc| arc.from == Some(joiner)));
        prop_assert!((moved_share(&back) - share).abs() < 1e-12);
    }

    #[test]
    fn a_position_reads_back_from_its_hex(position: u128) {
        let hex = Position(position).to_string();
        prop_assert_eq!(Position::from_hex("p", &hex).unwrap(), Position(position));
        prop_assert!((0.0..1.0).contains(&Position(position).turn()));
    }
}

#[test]
fn only_32_lower_case_hex_digits_are_a_position() {
    for bad in ["", "0", "ACBD18DB4CC2F85CEDEF654FCCC4A4D8", "+cbd18db4cc2f85cedef654fccc4a4d8", "é"] {
        let refusal = Position::from_hex("position", bad).unwrap_err();
        assert_eq!(refusal.code, "invalid-position");
        assert!(refusal.message.starts_with("position: got "), "{}", refusal.message);
    }
}

proptest! {
    #[test]
    fn equal_partitions_end_where_they_should(partitions in 1..1025_usize, position: u128) {
        let ends: Vec<Position> = (0..partitions).map(|number| end_of_partition(number, partitions)).collect();
        prop_assert_eq!(ends.last(), Some(&Position::LAST));
        let widths: Vec<u128> = ends.windows(2).map(|pair| pair[0].clockwise_to(pair[1])).collect();
        prop_assert!(widths.iter().all(|width| widths[0].abs_diff(*width) <= 1));
        let end = end_of_partition_of(Position(position), partitions);
        prop_assert_eq!(Some(&end), ends.iter().find(|end| Position(position) <= **end));
    }

    #[test]
    fn partitions_are_dealt_evenly_and_a_join_or_a_leave_moves_no_others(nodes in 1..12_u16, partitions in 16..256_usize) {
        let joined: Vec<NodeId> = (0..=nodes).map(NodeId).collect();
        let before = Ring::from_partitions(&joined[..usize::from(nodes)], &[], partitions);
        let after = Ring::from_partitions(&joined, &[], partitions);
        prop_assert!(moved_arcs(&before, &after).iter().all(|arc| arc.to == Some(NodeId(nodes))));
        let gone = Ring::from_partitions(&joined, &[NodeId(0)], partitions);
        prop_assert!(moved_arcs(&after, &gone).iter().all(|arc| arc.from == Some(NodeId(0))));
        for ring in [before, after, gone] {
            let count = |node: &NodeId| ring.tokens().iter().filter(|token| token.owner == *node).count();
            let counts: Vec<usize> = ring.nodes().iter().map(count).collect();
            prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1 + partitions / 16, "{:?}", counts);
            prop_assert_eq!(counts.iter().sum::<usize>(), partitions);
        }
    }

    #[test]
    fn the_second_strategy_places_a_whole_partition_alike(counts in any_counts(), partitions in 1..64_usize, position: u128) {
        let ring = ring(&counts).placing_partitions(partitions);
        let end = end_of_partition_of(Position(position), partitions);
        prop_assert_eq!(replicas(&ring, Position(position), 3), replicas(&ring, end, 3));
        prop_assert_eq!(ring.ranges().count(), partitions);
        prop_assert!((ring.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
