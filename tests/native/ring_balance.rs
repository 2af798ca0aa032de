//! The balance of a ring from the field: who owns what, what one more node takes and a leaving one leaves, and where the keys of
//! a file go.

use crate::support::random_scenarios::Dice;
use rand_core::SeedableRng;
use rand_pcg::Pcg32;
use ringside::dynamo::partitioning::{Position, Ring};
use ringside::dynamo::replication::replicas;
use ringside::laboratories::rings::copies::{CopyRule, CopyWalk};
use ringside::laboratories::rings::key_count::{KeyColumns, KeyCount, columns_of};
use ringside::laboratories::rings::newcomer::{helpful_tokens, random_tokens};
use ringside::laboratories::rings::ownership::{OwnershipRun, extreme_ranges, shares};
use ringside::laboratories::rings::partitioner::Partitioner;
use ringside::scenario::{NodeSpec, Tokens};
use std::collections::BTreeMap;

fn nodes(dice: &mut Dice, count: usize, tokens: usize) -> Vec<NodeSpec> {
    let racks = 1 + dice.below(4);
    let centres = 1 + dice.below(3);
    (0..count)
        .map(|node| {
            let zone = (dice.below(9) > 0).then(|| format!("dc{}/r{}", dice.below(centres), dice.below(racks)));
            NodeSpec { zone, ..NodeSpec::new(&format!("n{node}"), if dice.below(9) > 0 { tokens } else { 0 }) }
        })
        .collect()
}

#[test]
fn the_walk_with_tables_finds_what_the_walk_without_them_finds() {
    for seed in 0..300 {
        let mut dice = Dice(Pcg32::seed_from_u64(seed));
        let (count, tokens) = (1 + dice.below(12), 1 + dice.below(5));
        let nodes = nodes(&mut dice, count, tokens);
        let copies = BTreeMap::from([("dc0".to_owned(), dice.below(4)), ("dc1".to_owned(), 1 + dice.below(4))]);
        for rule in [CopyRule::OnNodes(1 + dice.below(5)), CopyRule::InCentres(copies)] {
            let ring = rule.ring(&nodes);
            let mut walk = CopyWalk::new(&ring, rule.copies());
            for (index, token) in ring.tokens().iter().enumerate() {
                assert_eq!(
                    walk.from(&ring, index),
                    replicas(&ring, token.position, rule.copies()),
                    "seed {seed}, {rule:?}"
                );
            }
        }
    }
}

fn of_murmur3(nodes: usize, tokens: usize) -> Vec<NodeSpec> {
    let position = |node: usize, number: usize| Partitioner::Murmur3.position(format!("{node}-{number}").as_bytes());
    (0..nodes)
        .map(|node| {
            let tokens = Tokens::At((0..tokens).map(|number| position(node, number)).collect());
            NodeSpec { tokens, zone: Some(format!("dc1/r{}", node % 3)), ..NodeSpec::new(&format!("n{node}"), 0) }
        })
        .collect()
}

fn racks(n: usize) -> CopyRule {
    CopyRule::InCentres(BTreeMap::from([("dc1".to_owned(), n)]))
}

#[test]
fn ownership_in_slices_is_that_of_the_whole_and_adds_to_the_copies() {
    let ring = racks(3).ring(&of_murmur3(30, 16));
    let whole = shares(&ring, 3);
    let mut run = OwnershipRun::new(&ring, 3);
    while !run.go_on(&ring, 7) {}
    assert_eq!(run.into_shares(), whole);
    assert!((whole.first.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert!((whole.copies.iter().sum::<f64>() - 3.0).abs() < 1e-9);
    // One copy in each of three racks of ten nodes.
    for rack in 0..3 {
        let of_rack: f64 = whole.copies.iter().skip(rack).step_by(3).sum();
        assert!((of_rack - 1.0).abs() < 1e-9, "rack {rack} has {of_rack}");
    }
    let (heaviest, lightest) = extreme_ranges(&ring, 5);
    assert_eq!((heaviest.len(), lightest.len()), (5, 5));
    assert!(heaviest.is_sorted_by(|one, other| one.share >= other.share) && heaviest[0].share > 5.0 / 480.0);
    assert!(lightest.is_sorted_by(|one, other| one.share <= other.share) && lightest[0].share < 0.1 / 480.0);
    assert_eq!(extreme_ranges(&CopyRule::OnNodes(1).ring(&of_murmur3(1, 1)), 5).0.len(), 1);
}

fn with_newcomer(nodes: &[NodeSpec], tokens: Vec<Position>) -> Ring {
    let newcomer = NodeSpec { tokens: Tokens::At(tokens), ..NodeSpec::new("new", 0) };
    let all: Vec<NodeSpec> = nodes.iter().cloned().chain([newcomer]).collect();
    CopyRule::OnNodes(1).ring(&all)
}

#[test]
fn tokens_where_they_help_most_give_an_even_part_and_take_from_who_has_most() {
    for (count, tokens) in [(1, 1), (4, 1), (9, 8), (30, 16), (100, 4)] {
        let nodes = of_murmur3(count, tokens);
        let ring = CopyRule::OnNodes(1).ring(&nodes);
        let before = shares(&ring, 1).first;
        let helpful = helpful_tokens(&ring, Partitioner::Murmur3, tokens);
        let random = random_tokens(&ring, Partitioner::Murmur3, tokens, 1);
        assert_eq!((helpful.len(), random.len()), (tokens, tokens));
        let after = shares(&with_newcomer(&nodes, helpful.clone()), 1).first;
        let even = 1.0 / (count + 1) as f64;
        let own = after.last().unwrap();
        assert!(
            *own > 0.55 * even && *own < 1.05 * even,
            "{count} × {tokens}: the newcomer has {} times its part",
            own / even
        );
        let most = |shares: &[f64]| shares.iter().copied().fold(0.0, f64::max);
        assert!(most(&after) <= most(&before), "nobody has more than before");
        assert!(before.iter().zip(&after).all(|(before, after)| after <= before));
        // Every token is one that the system can print.
        for position in helpful.iter().chain(&random) {
            assert_eq!(Partitioner::Murmur3.token(&Partitioner::Murmur3.printed(*position)), Some(*position));
        }
    }
    assert!(
        helpful_tokens(&Ring::default(), Partitioner::Murmur3, 3).is_empty(),
        "where nobody has a token, nothing can be taken"
    );
}

fn counted(ring: &Ring, columns: KeyColumns, text: &[u8], chunk: usize) -> KeyCount {
    let mut count = KeyCount::new(ring, Partitioner::Murmur3, columns);
    text.chunks(chunk).for_each(|chunk| count.feed(ring, chunk).unwrap());
    count.finish(ring).unwrap();
    count
}

#[test]
fn keys_of_a_file_are_counted_where_the_walk_puts_them_however_they_are_fed() {
    let ring = racks(3).ring(&of_murmur3(9, 8));
    let keys: Vec<String> = (0..2_000).map(|number| format!("ключ-{}", number % 1_500)).collect();
    let text = keys.join("\r\n");
    let whole = counted(&ring, KeyColumns::default(), text.as_bytes(), usize::MAX).shares(&ring, 3, 10);
    for chunk in [1, 7, 4_096] {
        assert_eq!(counted(&ring, KeyColumns::default(), text.as_bytes(), chunk).shares(&ring, 3, 10), whole);
    }
    let mut expect = vec![0; 9];
    for key in &keys {
        let homes = replicas(&ring, Partitioner::Murmur3.position(key.as_bytes()), 3);
        homes.iter().for_each(|node| expect[node.index()] += 1);
    }
    assert_eq!((whole.keys, whole.copy_keys.clone()), (2_000, expect));
    assert_eq!(whole.first_keys.iter().sum::<u64>(), 2_000);
    assert_eq!(whole.bytes, keys.iter().map(|key| key.len() as u64).sum::<u64>());
    // The first 500 keys come twice.
    assert!(whole.hottest.iter().all(|hot| (hot.at_least, hot.at_most) == (2, 2)), "{:?}", whole.hottest);
}

#[test]
fn a_column_of_a_table_holds_the_keys_and_another_their_bytes() {
    let text = b"id,Key,bytes\n1,\"a,b\",100\n2,c,5\n3,c,7\n";
    let (columns, names) = columns_of(text);
    assert_eq!((columns.key, columns.bytes, columns.has_header), (0, Some(2), true));
    assert_eq!(names, ["id", "Key", "bytes"]);
    let ring = CopyRule::OnNodes(1).ring(&of_murmur3(3, 4));
    let shares = counted(&ring, KeyColumns { key: 1, ..columns }, text, 5).shares(&ring, 1, 2);
    assert_eq!((shares.keys, shares.bytes), (3, 112));
    let home = |key: &str| ring.owner_of(Partitioner::Murmur3.position(key.as_bytes())).unwrap().index();
    assert!(shares.first_bytes[home("a,b")] >= 100 && shares.first_bytes[home("c")] >= 12);
    assert_eq!(
        (shares.hottest[0].key.as_str(), shares.hottest[0].at_least, shares.hottest[0].node),
        ("c", 2, home("c"))
    );
    assert_eq!(columns_of(b"a\nb\nc").0, KeyColumns::default());
    assert_eq!(columns_of(b"").0, KeyColumns::default());
}

#[test]
fn a_line_that_is_no_key_is_refused_by_its_number() {
    let ring = CopyRule::OnNodes(1).ring(&of_murmur3(3, 4));
    let refused = |columns: KeyColumns, text: &[u8]| {
        let mut count = KeyCount::new(&ring, Partitioner::Murmur3, columns);
        count.feed(&ring, text).and_then(|()| count.finish(&ring)).unwrap_err().message
    };
    let plain = KeyColumns::default();
    assert!(refused(plain, b"a\nb\n\0c\n").contains("line 3: got a NUL"));
    assert!(refused(plain, b"\n\n").contains("no key"));
    assert!(refused(plain, &[b'x'; 200_000]).contains("line 1"));
    assert!(refused(plain, &[&[b'x'; 70_000][..], b"\n"].concat()).contains("a key of 70000 bytes"));
    let table = KeyColumns { separator: Some(b','), key: 1, bytes: None, has_header: false };
    assert!(refused(table, b"a,b\nc\n").contains("line 2: got 1 columns"));
    assert!(refused(KeyColumns { bytes: Some(0), ..table }, b"a,b\n").contains("no whole number of bytes"));
}

#[test]
fn the_hottest_keys_are_found_among_many_with_bounds_that_hold() {
    let ring = CopyRule::OnNodes(1).ring(&of_murmur3(3, 4));
    let mut text = String::new();
    for number in 0..60_000 {
        text += &format!("key-{number}\n");
        if number % 50 == 0 {
            text += "hot\n";
        }
    }
    let shares = counted(&ring, KeyColumns::default(), text.as_bytes(), 10_000).shares(&ring, 1, 1);
    let hot = &shares.hottest[0];
    assert_eq!(hot.key, "hot");
    assert!(hot.at_least <= 1_200 && hot.at_most >= 1_200 && hot.at_most < 1_230, "{hot:?}");
}

/// Printed by `cargo test ring_balance::a_large -- --nocapture`; `cargo xtask bench` measures it properly.
#[test]
fn a_large_ring_and_a_million_keys_are_counted() {
    let nodes = of_murmur3(1_000, 256);
    let ring = racks(3).ring(&nodes);
    let begun = std::time::Instant::now();
    let whole = shares(&ring, 3);
    println!("ownership of 256,000 tokens: {:?}", begun.elapsed());
    assert!((whole.copies.iter().sum::<f64>() - 3.0).abs() < 1e-6);
    let begun = std::time::Instant::now();
    assert_eq!(helpful_tokens(&ring, Partitioner::Murmur3, 256).len(), 256);
    println!("helpful tokens: {:?}", begun.elapsed());
    let text: String = (0..100_000).map(|number| format!("user:{number}\n")).collect();
    let begun = std::time::Instant::now();
    let count = counted(&ring, KeyColumns::default(), text.as_bytes(), 1 << 18);
    println!("100,000 keys: {:?}", begun.elapsed());
    assert_eq!(count.shares(&ring, 3, 10).copy_keys.iter().sum::<u64>(), 300_000);
}
