//! Copies spread over zones: the end of section 4.6.

use crate::support::random_scenarios::Dice;
use rand_core::SeedableRng;
use rand_pcg::Pcg32;
use ringside::dynamo::partitioning::{NodeId, NodeTokens, Position, Ring, Zones, default_tokens};
use ringside::dynamo::replication::{WalkReason, preference_list, replicas, walk};
use std::collections::BTreeSet;

fn ring_of(zones: &[Option<&str>]) -> Ring {
    let tokens =
        |(index, _): (u16, _)| NodeTokens { node: NodeId(index), positions: default_tokens(&format!("n{index}"), 4) };
    Ring::new((0..).zip(zones).map(tokens)).unwrap()
}

fn spread_over(zones: &[Option<&str>]) -> Ring {
    ring_of(zones).spreading_over(Zones::new(zones.iter().copied()))
}

#[test]
fn zones_that_are_not_on_the_list_come_first_and_the_rest_fills_up() {
    let zones = [Some("eu"), Some("eu"), Some("eu"), Some("us"), Some("us"), Some("asia")];
    let (ring, plain) = (spread_over(&zones), ring_of(&zones));
    for number in 0..200 {
        let position = Position::from_key(&format!("key-{number}"));
        let by_node = preference_list(&plain, position, 6).replicas;
        for n in 1..=6 {
            let found = replicas(&ring, position, n);
            let mut seen = BTreeSet::new();
            let (firsts, rest): (Vec<NodeId>, Vec<NodeId>) =
                by_node.iter().partition(|node| seen.insert(zones[node.index()]));
            let expect: Vec<NodeId> = firsts.into_iter().chain(rest).take(n).collect();
            assert_eq!(found, expect, "of {by_node:?}");
        }
    }
}

#[test]
fn the_walk_says_why_a_zone_is_passed_by_and_goes_round_again_when_zones_run_out() {
    let zones = [Some("eu"), Some("eu"), Some("us"), Some("us")];
    let ring = spread_over(&zones);
    for number in 0..50 {
        let position = Position::from_key(&format!("key-{number}"));
        for n in 1..=4 {
            let steps: Vec<_> = walk(&ring, position, n).collect();
            let taken: Vec<NodeId> =
                steps.iter().filter(|step| step.skipped.is_none()).map(|step| step.token.owner).collect();
            let expect = replicas(&ring, position, n);
            // Both rounds go clockwise; a list of two zones and two more has its first two from the first round.
            assert_eq!(taken, expect);
            let passed_by = steps.iter().any(|step| step.skipped == Some(WalkReason::ZoneChosen));
            assert_eq!(steps.len() > 16, n > 2, "a second round, when two zones do not fill the list");
            assert!(n < 3 || passed_by, "two nodes of a zone are met before the list is full");
        }
    }
}

#[test]
fn without_zones_the_walk_is_that_of_distinct_nodes() {
    let zones = [None; 7];
    let (ring, plain) = (spread_over(&zones), ring_of(&zones));
    for number in 0..100 {
        let position = Position::from_key(&format!("key-{number}"));
        assert_eq!(preference_list(&ring, position, 3), preference_list(&plain, position, 3));
        assert!(walk(&ring, position, 3).eq(walk(&plain, position, 3)));
    }
}

#[test]
fn stand_ins_of_zones_without_a_copy_come_first() {
    let zones = [Some("a"), Some("a"), Some("b"), Some("b"), Some("c"), Some("c")];
    let ring = spread_over(&zones);
    for number in 0..100 {
        let list = preference_list(&ring, Position::from_key(&format!("key-{number}")), 2);
        let zone = |node: &NodeId| zones[node.index()];
        let used: BTreeSet<_> = list.replicas.iter().map(zone).collect();
        let others = list.fallbacks.iter().take_while(|node| !used.contains(&zone(node))).count();
        assert_eq!(others, 2, "both of the third zone stand before the others");
        assert_eq!(list.replicas.len() + list.fallbacks.len(), 6);
    }
}

#[test]
fn whatever_the_zones_copies_are_on_distinct_nodes_and_a_lost_zone_leaves_one() {
    for seed in 0..300 {
        let mut dice = Dice(Pcg32::seed_from_u64(seed));
        let names = ["a", "b", "c", "d"];
        let count = 2 + dice.below(9);
        let zones: Vec<Option<&str>> = (0..count).map(|_| (dice.below(8) > 0).then(|| names[dice.below(4)])).collect();
        let ring = spread_over(&zones);
        let apart: BTreeSet<String> = zones
            .iter()
            .enumerate()
            .map(|(index, zone)| zone.map_or(format!("alone {index}"), str::to_owned))
            .collect();
        let n = 1 + dice.below(5);
        let found = replicas(&ring, Position::from_key(&seed.to_string()), n);
        let nodes: BTreeSet<NodeId> = found.iter().copied().collect();
        assert_eq!((nodes.len(), found.len()), (n.min(count), n.min(count)));
        let used: BTreeSet<String> = found
            .iter()
            .map(|node| zones[node.index()].map_or(format!("alone {}", node.index()), str::to_owned))
            .collect();
        assert_eq!(used.len(), apart.len().min(n).min(count), "zones are spread as far as they go");
    }
}
