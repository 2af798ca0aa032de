//! Section 4.4: clocks, siblings, and what each kind of versioning keeps and loses.

use crate::support::{playground, run, vectors};
use proptest::prelude::*;
use ringside::dynamo::partitioning::NodeId;
use ringside::dynamo::time::Time;
use ringside::dynamo::versioning::{Actor, CausalHistory, Dot, Siblings, Version, Versioning};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

fn actor(number: usize) -> Actor {
    Actor { node: NodeId(number as u16), life: 0 }
}

/// Gives each name a number, in the order in which they come.
#[derive(Default)]
struct Actors(Vec<String>);

impl Actors {
    fn of(&mut self, name: &str) -> Actor {
        let index = self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        actor(index)
    }

    /// A clock of [node, counter, time] triples or of a {node: counter} object.
    fn history(&mut self, clock: &Value) -> CausalHistory {
        let mut history = CausalHistory::empty();
        let mut insert = |name: &str, counter: u64, time: i64| {
            for counter in 1..=counter as u32 {
                history.insert(Dot { actor: self.of(name), counter }, Time(time));
            }
        };
        match clock {
            Value::Object(pairs) => pairs.iter().for_each(|(name, counter)| insert(name, counter.as_u64().unwrap(), 0)),
            list => list.as_array().unwrap().iter().for_each(|triple| {
                let time = triple.get(2).and_then(Value::as_i64).unwrap_or(0);
                insert(triple[0].as_str().unwrap(), triple[1].as_u64().unwrap(), time);
            }),
        }
        history
    }

    fn pairs(&self, history: &CausalHistory) -> BTreeMap<String, u32> {
        history.pairs().map(|(actor, counter)| (self.0[actor.node.index()].clone(), counter)).collect()
    }
}

fn expected_pairs(clock: &Value) -> BTreeMap<String, u32> {
    let pair = |triple: &Value| (triple[0].as_str().unwrap().to_owned(), triple[1].as_u64().unwrap() as u32);
    clock.as_array().unwrap().iter().map(pair).collect()
}

#[test]
fn vector_clocks_compare_and_merge_as_the_cases_say() {
    for case in vectors()["riak_vclock"]["cases"].as_array().unwrap().iter().filter(|case| case["kind"] == "vclock_cmp")
    {
        let mut actors = Actors::default();
        let (a, b) = (actors.history(&case["a"]), actors.history(&case["b"]));
        assert_eq!(json!(a.descends(&b)), case["a_descends_b"], "{case}");
        assert_eq!(json!(b.descends(&a)), case["b_descends_a"], "{case}");
        assert_eq!(json!(a.descends(&b) && !b.descends(&a)), case["a_dominates_b"], "{case}");
        let mut merged = a.clone();
        merged.join(&b);
        assert_eq!(actors.pairs(&merged), expected_pairs(&case["merge"]), "{case}");
    }
}

#[test]
fn the_oldest_pair_goes_first_and_ten_are_kept() {
    for case in vectors()["dynamo_truncation"]["cases"].as_array().unwrap() {
        let mut actors = Actors::default();
        let mut clock = actors.history(&case["clock"]);
        clock.truncate(case["threshold"].as_u64().unwrap() as usize);
        let expected = case.get("result").or(case.get("result_keep_at_most_10")).unwrap();
        assert_eq!(actors.pairs(&clock), expected_pairs(expected));
    }
}

/// A version whose clock is that of a case: its past is the clock without its own dot.
fn version_of_clock(actors: &mut Actors, clock: &Value, value: &str) -> Arc<Version> {
    let mut past = actors.history(clock);
    let dot = past.pairs().last().map(|(actor, counter)| Dot { actor, counter });
    let dot = dot.unwrap_or(Dot { actor: actor(99), counter: 1 });
    let others: Vec<_> = past.pairs().filter(|(actor, _)| *actor != dot.actor).collect();
    past = CausalHistory::empty();
    let before = (dot.actor, dot.counter - 1);
    for (actor, upto) in others.into_iter().chain([before]) {
        (1..=upto).for_each(|counter| past.insert(Dot { actor, counter }, Time(0)));
    }
    Arc::new(Version::new(dot, past, Time(0), Some(value.into())))
}

#[test]
fn siblings_are_the_maximal_clocks_in_whatever_order_they_come() {
    for case in vectors()["coalesce"]["cases"].as_array().unwrap() {
        let clocks = case["in"].as_array().unwrap();
        // An empty clock is that of no write: there is no such version to store.
        let mut order: Vec<&Value> = clocks.iter().filter(|clock| !clock.as_object().unwrap().is_empty()).collect();
        for _ in 0..order.len() {
            let mut actors = Actors::default();
            actors.of("A");
            actors.of("B");
            let mut siblings = Siblings::default();
            for clock in &order {
                siblings.merge(&version_of_clock(&mut actors, clock, "v"), Versioning::Plain);
            }
            let mut kept: Vec<Value> =
                siblings.versions().iter().map(|version| json!(actors.pairs(&version.clock()))).collect();
            let mut expected = case["out"].as_array().unwrap().clone();
            kept.sort_by_key(Value::to_string);
            expected.sort_by_key(Value::to_string);
            assert_eq!(kept, expected, "{case}");
            order.rotate_left(1);
        }
    }
}

/// Three nodes named as in Figure 3, every one a home of every key.
fn figure_3(versioning: &str) -> Value {
    json!({
        "ringside": 1, "seed": 7, "n": 3, "r": 3, "w": 3, "quorum": "strict", "versioning": versioning,
        "nodes": [{"name": "Sx", "tokens": 4}, {"name": "Sy", "tokens": 4}, {"name": "Sz", "tokens": 4}],
    })
}

fn put(client: &str, value: &str, via: &str) -> Value {
    json!({"do": "put", "client": client, "key": "k", "value": value, "via": via})
}

fn get(client: &str) -> Value {
    json!({"do": "get", "client": client, "key": "k"})
}

fn values(state: &ringside::explain::snapshot::State, node: usize) -> Vec<(String, BTreeMap<String, u32>)> {
    let versions = state.nodes[node].store.get("k").cloned().unwrap_or_default();
    versions.into_iter().map(|version| (version.value.unwrap_or_default(), version.clock)).collect()
}

fn clock(pairs: &Value) -> BTreeMap<String, u32> {
    let pair = |(node, counter): (&String, &Value)| (node.clone(), counter.as_u64().unwrap() as u32);
    pairs.as_object().unwrap().iter().map(pair).collect()
}

#[test]
fn figure_3_step_for_step() {
    let mut p = playground(figure_3("dotted"));
    let figure = vectors()["dynamo_fig3"]["steps"].clone();
    run(&mut p, put("a", "D1", "Sx"));
    assert_eq!(values(&p.state(), 0), [("D1".to_owned(), clock(&figure[0]["clock"]))]);
    run(&mut p, put("a", "D2", "Sx"));
    assert_eq!(values(&p.state(), 0), [("D2".to_owned(), clock(&figure[1]["clock"]))]);
    run(&mut p, get("b"));
    run(&mut p, put("a", "D3", "Sy"));
    assert_eq!(values(&p.state(), 0), [("D3".to_owned(), clock(&figure[2]["clock"]))]);
    run(&mut p, put("b", "D4", "Sz"));
    let d3_and_d4 = [("D3".to_owned(), clock(&figure[2]["clock"])), ("D4".to_owned(), clock(&figure[3]["clock"]))];
    for node in 0..3 {
        assert_eq!(values(&p.state(), node), d3_and_d4);
    }
    run(&mut p, get("a"));
    assert_eq!(p.state().operations.last().unwrap().values.len(), 2);
    assert_eq!(p.state().clients[0].contexts["k"], clock(&figure[4]["context"]));
    run(&mut p, put("a", "D5", "Sx"));
    for node in 0..3 {
        assert_eq!(values(&p.state(), node), [("D5".to_owned(), clock(&figure[5]["clock"]))]);
    }
}

/// Two clients read the same version, and both write through the same coordinator.
fn race(versioning: &str) -> ringside::playground::Playground {
    let mut p = playground(figure_3(versioning));
    run(&mut p, put("P", "v1", "Sx"));
    run(&mut p, get("Q"));
    run(&mut p, put("P", "v2", "Sx"));
    run(&mut p, put("Q", "v3", "Sx"));
    p
}

fn kept(p: &ringside::playground::Playground) -> Vec<String> {
    values(&p.state(), 0).into_iter().map(|(value, _)| value).collect()
}

#[test]
fn dotted_versions_keep_both_writes_through_one_coordinator() {
    let p = race("dotted");
    assert_eq!(kept(&p), ["v2", "v3"]);
    let versions = &p.state().nodes[0].store["k"];
    assert_eq!([&versions[0].past, &versions[1].past], [&clock(&json!({"Sx": 1})); 2]);
    assert_eq!([versions[0].dot.1, versions[1].dot.1], [2, 3]);
}

#[test]
fn plain_clocks_silently_lose_one_of_them() {
    assert_eq!(kept(&race("plain")), ["v3"]);
}

#[test]
fn last_write_wins_keeps_the_later_one_alone() {
    assert_eq!(kept(&race("last-write-wins")), ["v3"]);
}

#[test]
fn a_client_that_goes_on_from_its_own_put_does_not_erase_a_write_that_it_never_read() {
    let mut p = race("dotted");
    run(&mut p, put("Q", "v4", "Sx"));
    assert_eq!(kept(&p), ["v2", "v4"]);
}

#[test]
fn two_clients_taking_turns_do_not_pile_up_siblings() {
    let mut p = playground(figure_3("dotted"));
    for round in 0..50 {
        run(&mut p, put("P", &format!("p{round}"), "Sx"));
        run(&mut p, put("Q", &format!("q{round}"), "Sx"));
        assert!(kept(&p).len() <= 3, "round {round}: {:?}", kept(&p));
    }
}

#[test]
fn a_full_clock_drops_its_oldest_pair_and_the_old_version_comes_back_as_a_false_sibling() {
    let nodes: Vec<Value> = (0..4).map(|n| json!({"name": format!("n{n}"), "tokens": 1})).collect();
    let mut scenario = json!({"ringside": 1, "seed": 1, "nodes": nodes, "n": 4, "r": 1, "w": 4, "quorum": "strict"});
    scenario["clockLimit"] = json!(2);
    let mut p = playground(scenario);
    for n in 0..4 {
        run(&mut p, put("a", &format!("v{n}"), &format!("n{n}")));
    }
    // v3 no longer knows of v0, but v0 was superseded long before; a late copy of it would now be a sibling.
    let newest = p.state().nodes[0].store["k"].last().unwrap().clone();
    assert_eq!(newest.value.as_deref(), Some("v3"));
    assert_eq!(newest.clock.len(), 2, "{:?}", newest.clock);
}

#[test]
fn a_delete_leaves_a_tombstone() {
    let mut p = playground(figure_3("dotted"));
    run(&mut p, put("a", "v", "Sx"));
    run(&mut p, json!({"do": "delete", "client": "a", "key": "k", "via": "Sx"}));
    let versions = &p.state().nodes[0].store["k"];
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0].value, None);
}

#[test]
fn a_deleted_cart_item_comes_back_when_siblings_are_joined() {
    let mut p = playground(figure_3("dotted"));
    run(&mut p, put("a", "milk,bread", "Sx"));
    run(&mut p, get("b"));
    run(&mut p, put("a", "bread", "Sx"));
    run(&mut p, put("b", "milk,bread,jam", "Sy"));
    run(&mut p, get("a"));
    run(&mut p, json!({"do": "reconcile", "client": "a", "key": "k", "how": "union"}));
    assert_eq!(kept(&p), ["bread,milk,jam"]);
}

/// A version with an arbitrary past, among few actors so that they meet.
fn any_version() -> impl Strategy<Value = Arc<Version>> {
    let dots = proptest::collection::vec((0..3_usize, 1..5_u32), 0..6);
    ((0..3_usize, 1..6_u32), dots, 0..4_i64, "[a-c]").prop_map(|((who, counter), dots, made_at, value)| {
        let dot = Dot { actor: actor(who), counter };
        let mut past = CausalHistory::empty();
        for (who, seen) in dots.into_iter().filter(|(other, seen)| *other != who || *seen < counter) {
            past.insert(Dot { actor: actor(who), counter: seen }, Time(0));
        }
        Arc::new(Version::new(dot, past, Time(made_at), Some(value.into())))
    })
}

fn merged(versions: impl IntoIterator<Item = Arc<Version>>, versioning: Versioning) -> Siblings {
    let mut siblings = Siblings::default();
    versions.into_iter().for_each(|version| {
        siblings.merge(&version, versioning);
    });
    siblings
}

/// Histories as a protocol makes them: each put has read a set of the versions made before.
fn any_execution() -> impl Strategy<Value = Vec<Arc<Version>>> {
    proptest::collection::vec((0..3_usize, any::<u16>()), 1..9).prop_map(|puts| {
        let mut made: Vec<Arc<Version>> = Vec::new();
        let mut counters = [0_u32; 3];
        for (who, read) in puts {
            counters[who] += 1;
            let mut past = CausalHistory::empty();
            for (index, version) in made.iter().enumerate().filter(|(index, _)| read >> index & 1 == 1) {
                past.join(&version.clock());
                past.insert(version.dot, Time(index as i64));
            }
            let dot = Dot { actor: actor(who), counter: counters[who] };
            let made_at = Time(made.len() as i64);
            made.push(Arc::new(Version::new(dot, past, made_at, Some(made.len().to_string().into()))));
        }
        made
    })
}

proptest! {
    #[test]
    fn merging_is_commutative_associative_and_idempotent(made in any_execution(), cut in 0..9_usize, turn in 0..9_usize) {
        for versioning in [Versioning::Dotted, Versioning::Plain, Versioning::LastWriteWins] {
            let all = merged(made.clone(), versioning);
            let mut turned = made.clone();
            turned.rotate_left(turn % made.len());
            turned.reverse();
            prop_assert_eq!(&merged(turned, versioning), &all);
            let (left, right) = made.split_at(cut.min(made.len()));
            let mut joined = merged(left.to_vec(), versioning);
            joined.merge_all(&merged(right.to_vec(), versioning), versioning);
            prop_assert_eq!(&joined, &all);
            prop_assert!(!joined.clone().merge_all(&all, versioning));
        }
    }

    #[test]
    fn what_is_kept_is_just_what_nobody_had_read(made in any_execution()) {
        let kept = merged(made.clone(), Versioning::Dotted);
        for version in &made {
            let read_by_another = made.iter().any(|other| other.past.contains(version.dot));
            prop_assert_eq!(kept.contains(version.dot), !read_by_another);
        }
    }

    #[test]
    fn a_history_holds_just_the_dots_that_were_put_in(dots in proptest::collection::vec((0..3_usize, 1..12_u32), 0..20)) {
        let mut history = CausalHistory::empty();
        dots.iter().for_each(|(who, counter)| history.insert(Dot { actor: actor(*who), counter: *counter }, Time(0)));
        for who in 0..3 {
            for counter in 1..12 {
                let expected = dots.contains(&(who, counter));
                prop_assert_eq!(history.contains(Dot { actor: actor(who), counter }), expected);
            }
        }
    }

    #[test]
    fn joining_histories_is_the_union(a in any_version(), b in any_version()) {
        let mut joined = a.past.clone();
        joined.join(&b.past);
        for who in 0..3 {
            for counter in 1..12 {
                let dot = Dot { actor: actor(who), counter };
                prop_assert_eq!(joined.contains(dot), a.past.contains(dot) || b.past.contains(dot));
            }
        }
        prop_assert!(joined.includes(&a.past) && joined.includes(&b.past));
        let nothing_new = b.past.pairs().all(|(who, upto)| {
            (1..=upto).map(|counter| Dot { actor: who, counter }).all(|dot| !b.past.contains(dot) || a.past.contains(dot))
        });
        prop_assert_eq!(a.past.includes(&joined), nothing_new);
    }
}

#[test]
fn of_two_writes_of_one_moment_a_deletion_wins_and_else_the_greater_value() {
    let version = |who: usize, value: Option<&str>| {
        let dot = Dot { actor: actor(who), counter: 1 };
        Arc::new(Version::new(dot, CausalHistory::empty(), Time(7), value.map(Into::into)))
    };
    let winner = |versions: [&Arc<Version>; 2]| {
        let mut siblings = Siblings::default();
        versions.into_iter().for_each(|version| drop(siblings.merge(version, Versioning::LastWriteWins)));
        assert_eq!(siblings.versions().len(), 1);
        siblings.versions()[0].value.clone()
    };
    // Whoever made it, and whichever comes first.
    for (low, high) in [(0, 1), (1, 0)] {
        let (deletion, apple, pear) = (version(low, None), version(high, Some("apple")), version(low, Some("pear")));
        assert_eq!(winner([&deletion, &apple]), None);
        assert_eq!(winner([&apple, &deletion]), None);
        assert_eq!(winner([&apple, &pear]).as_deref(), Some("pear"));
        assert_eq!(winner([&pear, &apple]).as_deref(), Some("pear"));
    }
}

#[test]
fn a_tie_of_last_write_wins_is_told_with_its_rule() {
    let mut p = playground(json!({"ringside": 1, "seed": 1, "versioning": "last-write-wins", "n": 2, "r": 1, "w": 1,
        "nodes": [{"name": "A", "tokens": 1}, {"name": "B", "tokens": 1}],
        "network": {"delay": {"kind": "fixed", "ms": 5}}}));
    for (client, command) in [("ann", json!({"do": "put", "value": "milk"})), ("bob", json!({"do": "delete"}))] {
        let mut command = command;
        command["client"] = json!(client);
        command["key"] = json!("cart");
        command["via"] = json!(if client == "ann" { "A" } else { "B" });
        p.apply(ringside::scenario::Command::from_json(&command).unwrap()).unwrap();
    }
    p.run(ringside::playground::RunLimit::default()).unwrap();
    let told: Vec<String> = p.trace(1).into_iter().map(|event| event.sentence).collect();
    assert!(told.iter().any(|one| one.contains("a deletion wins")), "{told:#?}");
    assert!(p.state().nodes.iter().all(|node| node.store["cart"][0].value.is_none()));
}
