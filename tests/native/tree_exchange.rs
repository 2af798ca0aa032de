//! Two nodes compare their Merkle trees: the path down, and what travels. Section 4.7.

use crate::support::playground;
use ringside::explain::trace::{Fact, MessageKind};
use ringside::explain::tree_exchange::TreeExchange;
use ringside::playground::{Playground, RunLimit};

/// 64 keys on two nodes, one of them old on B.
fn one_key_differs() -> Playground {
    let text = std::fs::read_to_string("tests/scenarios/section-4-7-merkle-trees-find-one-key.json").unwrap();
    let mut p = playground(serde_json::from_str(&text).unwrap());
    p.run(RunLimit::default()).unwrap();
    p
}

/// The exchange at each of its steps.
fn exchanges(p: &mut Playground) -> Vec<TreeExchange> {
    let last = p.state().steps;
    let mut began =
        p.trace(1).into_iter().filter(|event| event.facts.iter().any(|f| matches!(f, Fact::RootsSent { .. })));
    let began = began.next_back().unwrap().step;
    let at = |step: usize| {
        p.seek(step).unwrap();
        p.tree_exchange()
    };
    (began..=last).filter_map(at).collect()
}

#[test]
fn the_path_leads_down_to_the_key_that_differs_and_little_travels() {
    let mut p = one_key_differs();
    let exchanges = exchanges(&mut p);
    let (first, last) = (&exchanges[0], exchanges.last().unwrap());
    assert_eq!(
        (first.from.as_str(), first.with.as_str(), first.compared, first.levels.len()),
        ("A", "B", false, 3),
        "three levels are drawn before anything is compared"
    );
    assert!(first.levels[0][0].compared && !first.levels.iter().skip(1).flatten().any(|branch| branch.compared));
    assert!(first.found().starts_with("A has sent B the root of each of the 2 ranges"), "{}", first.found());
    // Each sends what it has of the key that differs.
    assert_eq!((last.differing, last.travelled.keys, last.travelled.copies, last.full_copy), (1, 1, 2, 64));
    assert!(last.travelled.hashes < 64, "{last:?}");
    assert!(
        last.travelled()
            .ends_with("1 key (2 copies: each sends its own) have travelled; a full copy would have been 64 keys."),
        "{}",
        last.travelled()
    );
    // On each level one branch differs, down to a leaf of few keys.
    assert!(last.levels.len() >= 4, "{last:?}");
    for level in &last.levels {
        assert_eq!(level.iter().filter(|branch| branch.differed).count(), 1, "{level:?}");
    }
    let leaf = last.levels.last().unwrap().iter().find(|branch| branch.differed).unwrap();
    assert!(leaf.leaf && leaf.ours.keys <= 2);
    // While it goes on, the differing path differs in its hashes, and what is beside it does not.
    let middle = &exchanges[exchanges.len() / 2];
    for branch in middle.levels.iter().flatten().filter(|branch| branch.differed) {
        assert_ne!(branch.ours.hash, branch.theirs.hash, "{middle:?}");
    }
    for level in &last.levels[1..] {
        for branch in level.iter().filter(|branch| !branch.differed) {
            assert_eq!(branch.ours, branch.theirs);
        }
    }
}

#[test]
fn equal_trees_need_their_roots_alone() {
    let mut p = one_key_differs();
    crate::support::run(&mut p, serde_json::json!({"do": "anti-entropy", "a": "A", "b": "B"}));
    let exchanges = exchanges(&mut p);
    let last = exchanges.last().unwrap();
    assert_eq!(
        (last.compared, last.differing, last.travelled.hashes, last.travelled.keys, last.levels.len()),
        (true, 0, 2, 0, 3)
    );
    assert!(last.found().contains("nothing differs"), "{}", last.found());
}

#[test]
fn a_step_that_is_no_part_of_an_exchange_shows_none() {
    let mut p = one_key_differs();
    let put = p
        .trace(1)
        .into_iter()
        .find(|event| event.message.as_ref().is_some_and(|message| message.kind == MessageKind::WriteAck));
    p.seek(put.unwrap().step).unwrap();
    assert_eq!(p.tree_exchange(), None);
    p.seek(0).unwrap();
    assert_eq!(p.tree_exchange(), None);
}
