//! The cases with known answers that are about versions: the race through one coordinator, sibling explosion, truncated
//! clocks, Riak's pruning, and dotted version vector sets.

use crate::support::{playground, run, vectors};
use ringside::dynamo::partitioning::NodeId;
use ringside::dynamo::time::Time;
use ringside::dynamo::versioning::{Actor, CausalHistory, Dot, Siblings, Version, Versioning};
use ringside::playground::Playground;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Pairs = BTreeMap<String, u32>;

/// Sx, Sy, Sz, each a home of every key.
fn three_homes(versioning: &str) -> Playground {
    let nodes = ["Sx", "Sy", "Sz"].map(|name| json!({"name": name, "tokens": 4}));
    playground(json!({
        "ringside": 1, "seed": 7, "n": 3, "r": 3, "w": 3, "quorum": "strict", "versioning": versioning, "nodes": nodes,
    }))
}

fn put(p: &mut Playground, client: &str, value: &str) {
    run(p, json!({"do": "put", "client": client, "key": "k", "value": value, "via": "Sx"}));
}

fn stored(p: &Playground) -> Vec<(String, Pairs)> {
    let versions = p.state().nodes[0].store["k"].clone();
    versions.into_iter().map(|version| (version.value.unwrap_or_default(), version.clock)).collect()
}

fn pairs(clock: &Value) -> Pairs {
    let pairs = clock.as_object().unwrap().iter();
    pairs.map(|(node, counter)| (node.clone(), counter.as_u64().unwrap() as u32)).collect()
}

/// The setup of the case: both clients have read v1, and both put through Sx.
fn race(versioning: &str) -> Playground {
    let mut p = three_homes(versioning);
    put(&mut p, "P", "v1");
    run(&mut p, json!({"do": "get", "client": "Q", "key": "k"}));
    put(&mut p, "P", "v2");
    put(&mut p, "Q", "v3");
    p
}

#[test]
fn the_race_through_one_coordinator_keeps_both_writes_when_dotted() {
    let case = vectors()["same_coordinator_race"]["dvvset"].clone();
    let mut p = race("dotted");
    let expected: BTreeSet<String> = serde_json::from_value(case["entries"][0][2].clone()).unwrap();
    let kept: BTreeSet<String> = stored(&p).into_iter().map(|(value, _)| value).collect();
    assert_eq!(kept, expected);
    run(&mut p, json!({"do": "get", "client": "R", "key": "k"}));
    let state = p.state();
    let reader = state.clients.iter().find(|client| client.name == "R").unwrap();
    assert_eq!(reader.contexts["k"], pairs(&case["context_returned"]));
}

/// Of the two naive rules of the case, `plain` follows the second: the coordinator's own counter plus one. (With the
/// context's counter plus one, two different values would have the same clock.)
#[test]
fn the_race_loses_the_first_write_when_plain() {
    let case = vectors()["same_coordinator_race"]["naive_local_counter_plus_1"].clone();
    let p = race("plain");
    let made: Vec<Pairs> = p.state().operations[2..].iter().map(|put| put.values[0].clock.clone()).collect();
    assert_eq!(made, [pairs(&case["clocks"][0]), pairs(&case["clocks"][1])]);
    assert_eq!(stored(&p), [("v3".to_owned(), pairs(&case["clocks"][1]))]);
}

#[test]
fn siblings_never_pile_up_beyond_what_dotted_version_vector_sets_keep() {
    let case = vectors()["sibling_explosion"]["cases"][0].clone();
    let mut p = three_homes("dotted");
    for (round, most) in case["dvvset"].as_array().unwrap().iter().enumerate() {
        put(&mut p, "P", &format!("p{round}"));
        put(&mut p, "Q", &format!("q{round}"));
        // Two: the client's context names the very writes that it has seen, where the set's names a prefix of them.
        assert_eq!(stored(&p).len(), 2, "round {round}");
        assert!(2 <= most.as_u64().unwrap());
        assert!(case["vv_merged"][round].as_u64().unwrap() >= 2 * (round as u64 + 1), "what merged clocks would keep");
    }
}

/// Numbers for names, in the order of the names: Riak breaks ties by name.
struct Actors(Vec<String>);

impl Actors {
    fn of(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect::<BTreeSet<String>>().into_iter().collect())
    }

    fn number(&self, name: &str) -> Actor {
        Actor { node: NodeId(self.0.iter().position(|known| known == name).unwrap() as u16), life: 0 }
    }

    fn pairs(&self, history: &CausalHistory) -> Pairs {
        history.pairs().map(|(actor, counter)| (self.0[actor.node.index()].clone(), counter)).collect()
    }

    /// A clock of [name, counter] or [name, counter, time].
    fn history(&self, clock: &Value) -> CausalHistory {
        let mut history = CausalHistory::empty();
        for pair in clock.as_array().unwrap() {
            let actor = self.number(pair[0].as_str().unwrap());
            let time = Time(pair.get(2).and_then(Value::as_i64).unwrap_or(0));
            (1..=pair[1].as_u64().unwrap() as u32).for_each(|counter| history.insert(Dot { actor, counter }, time));
        }
        history
    }
}

fn names(clock: &Value) -> impl Iterator<Item = String> + '_ {
    clock.as_array().unwrap().iter().map(|pair| pair[0].as_str().unwrap().to_owned())
}

fn first_two(clock: &Value) -> Pairs {
    let pair = |pair: &Value| (pair[0].as_str().unwrap().to_owned(), pair[1].as_u64().unwrap() as u32);
    clock.as_array().unwrap().iter().map(pair).collect()
}

/// Riak prunes only clocks whose oldest pair is past an age (`young`), and then down to `small` pairs if there are more
/// than `big` or the oldest is older than `old`. Dynamo has the one threshold. Where Riak prunes, ours with the
/// threshold `small` keeps the same pairs; where Riak spares a young clock the case does not apply, and ours prunes.
#[test]
fn pruning_keeps_what_riak_keeps_where_riak_prunes() {
    let mut applied = 0;
    for case in vectors()["riak_vclock"]["cases"].as_array().unwrap().iter().filter(|c| c["kind"] == "vclock_prune") {
        let actors = Actors::of(names(&case["clock"]));
        let small = case["small"].as_u64().unwrap() as usize;
        let mut clock = actors.history(&case["clock"]);
        clock.truncate(small);
        let times = case["clock"].as_array().unwrap().iter().map(|pair| pair[2].as_i64().unwrap());
        let age = case["now"].as_i64().unwrap() - times.min().unwrap();
        if age < case["young"].as_i64().unwrap() {
            assert_eq!(actors.pairs(&clock).len(), small, "{case}");
        } else {
            applied += 1;
            assert_eq!(actors.pairs(&clock), first_two(&case["result"]), "{case}");
        }
    }
    assert_eq!(applied, 2);
}

/// The case's words: old = {n1:1}, new = {n1:1, …, n11:1} truncated to n2..n11.
#[test]
fn a_truncated_clock_makes_a_false_conflict() {
    let clock = vectors()["dynamo_truncation"]["cases"][1]["clock"].clone();
    let actors = Actors::of(names(&clock));
    let n = |number: usize| Dot { actor: actors.number(&format!("n{number}")), counter: 1 };
    let old = Arc::new(Version::new(n(1), CausalHistory::empty(), Time(1), Some("old".into())));
    let mut whole = actors.history(&clock);
    let make = |mut past: CausalHistory| {
        past.forget(n(11).actor);
        Arc::new(Version::new(n(11), past, Time(11), Some("new".into())))
    };
    let siblings = |new: Arc<Version>| {
        let mut siblings = Siblings::default();
        siblings.merge(&old, Versioning::Dotted);
        siblings.merge(&new, Versioning::Dotted);
        siblings.versions().len()
    };
    assert_eq!(siblings(make(whole.clone())), 1);
    whole.truncate(10);
    assert_eq!(siblings(make(whole)), 2);
}

/// The siblings of a dotted version vector set. An entry [id, counter, values] holds the id's writes 1 to counter, of
/// which the newest are there as values; whoever replaced the others had seen them.
fn siblings(actors: &Actors, set: &Value) -> Siblings {
    let there = dots(actors, set);
    let mut past = CausalHistory::empty();
    for entry in set["entries"].as_array().unwrap() {
        let actor = actors.number(entry[0].as_str().unwrap());
        let all = (1..=entry[1].as_u64().unwrap() as u32).map(|counter| Dot { actor, counter });
        all.filter(|dot| !there.contains_key(dot)).for_each(|dot| past.insert(dot, Time(0)));
    }
    let mut siblings = Siblings::default();
    for (dot, value) in there {
        let version = Version::new(dot, past.clone(), Time(0), Some(value.into()));
        siblings.merge(&Arc::new(version), Versioning::Dotted);
    }
    siblings
}

/// The dots of the values that are there, newest first in each entry.
fn dots(actors: &Actors, set: &Value) -> BTreeMap<Dot, String> {
    let mut dots = BTreeMap::new();
    for entry in set["entries"].as_array().unwrap() {
        let (actor, newest) = (actors.number(entry[0].as_str().unwrap()), entry[1].as_u64().unwrap() as u32);
        for (age, value) in (0..).zip(entry[2].as_array().unwrap()) {
            dots.insert(Dot { actor, counter: newest - age }, value.as_str().unwrap().to_owned());
        }
    }
    dots
}

fn kept(siblings: &Siblings) -> BTreeMap<Dot, String> {
    let value = |version: &Arc<Version>| (version.dot, version.value.as_deref().unwrap_or_default().to_owned());
    siblings.versions().iter().map(value).collect()
}

fn dvvset_cases(kind: &str) -> Vec<Value> {
    let cases = vectors()["dvvset"]["cases"].as_array().unwrap().clone();
    let found: Vec<Value> = cases.into_iter().filter(|case| case["kind"] == kind).collect();
    assert_eq!(found.len(), 4);
    found
}

#[test]
fn a_put_with_a_context_keeps_what_a_dotted_version_vector_set_keeps() {
    for case in dvvset_cases("dvvset_put") {
        let id = case["id"].as_str().unwrap();
        let actors = Actors::of(names(&case["server"]["entries"]).chain([id.to_owned()]));
        let mut server = siblings(&actors, &case["server"]);
        let actor = actors.number(id);
        let dot = Dot { actor, counter: server.seen().highest(actor) + 1 };
        let value = case["value"].as_str().unwrap();
        let version = Version::new(dot, actors.history(&case["context"]), Time(0), Some(value.into()));
        server.merge(&Arc::new(version), Versioning::Dotted);
        assert_eq!(kept(&server), dots(&actors, &case["result"]), "{case}");
        assert_eq!(actors.pairs(&server.seen()), first_two(&case["result"]["entries"]), "the context of {case}");
    }
}

/// A set also remembers writes of which no value is left; ours remembers them in the versions that had seen them, so
/// that `less` is asked of the clocks.
#[test]
fn a_sync_keeps_what_dotted_version_vector_sets_keep() {
    for case in dvvset_cases("dvvset_sync") {
        let entries = |set: &str| case[set]["entries"].clone();
        let (in_a, in_b) = (entries("a"), entries("b"));
        let actors = Actors::of(names(&in_a).chain(names(&in_b)));
        let (a, b) = (siblings(&actors, &case["a"]), siblings(&actors, &case["b"]));
        for (one, other) in [(&a, &b), (&b, &a)] {
            let mut synced = one.clone();
            synced.merge_all(other, Versioning::Dotted);
            assert_eq!(kept(&synced), dots(&actors, &case["result"]), "{case}");
        }
        let less = |one: &Value, other: &Value| {
            let (one, other) = (actors.history(one), actors.history(other));
            other.includes(&one) && !one.includes(&other)
        };
        assert_eq!(
            (json!(less(&in_a, &in_b)), json!(less(&in_b, &in_a))),
            (case["less_ab"].clone(), case["less_ba"].clone())
        );
    }
}
