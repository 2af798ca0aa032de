//! Whatever is wrong is named, with what was given and what is allowed, and nothing has changed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use ringside::explain::snapshot::OperationStatus;
use ringside::input::limits::MAX_OPERATIONS;
use ringside::playground::permalink::{from_permalink, permalink};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::{Value, json};

/// The code and the message with which a scenario is refused.
fn check_scenario(change: Value, code: &str, parts: &[&str]) {
    let mut scenario = json!({"ringside": 1, "seed": 1, "n": 3, "r": 2, "w": 2,
        "nodes": [{"name": "A", "tokens": 8}, {"name": "B", "tokens": 8}]});
    for (field, value) in change.as_object().unwrap() {
        scenario[field] = value.clone();
    }
    let refusal = Scenario::from_json(&scenario).expect_err(&scenario.to_string());
    assert_eq!(refusal.code, code, "{}", refusal.message);
    parts.iter().for_each(|part| assert!(refusal.message.contains(part), "{part:?} is not in {:?}", refusal.message));
}

fn check_command(command: Value, code: &str, parts: &[&str]) {
    let mut p = Playground::new(Scenario::default()).unwrap();
    p.apply(Command::put("alice", "cart", "bread")).unwrap();
    p.run(RunLimit::default()).unwrap();
    let before = (p.state(), p.trace(1));
    let refusal = Command::from_json(&command).and_then(|command| p.apply(command)).expect_err(&command.to_string());
    assert_eq!(refusal.code, code, "{}", refusal.message);
    parts.iter().for_each(|part| assert!(refusal.message.contains(part), "{part:?} is not in {:?}", refusal.message));
    assert_eq!((p.state(), p.trace(1)), before, "nothing has changed");
}

#[test]
fn a_scenario_is_refused_by_field() {
    let long = "x".repeat(25);
    check_scenario(json!({"ringside": 2}), "unknown-format", &["ringside: got 2"]);
    check_scenario(json!({"ringside": null}), "missing-field", &["ringside"]);
    check_scenario(json!({"r": 4}), "invalid-quorum", &["r: got 4", "N is 3"]);
    check_scenario(json!({"w": 0}), "invalid-number", &["w: got 0", "1 to 1024"]);
    check_scenario(json!({"n": "three"}), "invalid-number", &["n: got \"three\""]);
    check_scenario(json!({"seed": -1}), "invalid-number", &["seed: got -1"]);
    check_scenario(json!({"nodes": {}}), "invalid-list", &["nodes: got {}"]);
    check_scenario(json!({"nodes": [{"name": long, "tokens": 1}]}), "invalid-name", &["nodes[0].name", "1 to 24"]);
    check_scenario(
        json!({"nodes": [{"name": "A", "tokens": 1}, {"name": "A", "tokens": 1}]}),
        "duplicate-node",
        &["nodes[1].name", "\"A\""],
    );
    check_scenario(
        json!({"nodes": [{"name": "A", "tokens": 0}]}),
        "invalid-tokens",
        &["nodes[0].tokens: got 0", "1 to 1024"],
    );
    check_scenario(json!({"nodes": [{"name": "A", "tokens": 1025}]}), "invalid-tokens", &["got 1025"]);
    check_scenario(json!({"nodes": [{"name": "A", "tokens": 1.5}]}), "invalid-tokens", &["got 1.5"]);
    check_scenario(
        json!({"nodes": [{"name": "A", "tokens": ["xyz"]}]}),
        "invalid-position",
        &["nodes[0].tokens[0]", "\"xyz\""],
    );
    let twice = "0".repeat(32);
    check_scenario(json!({"nodes": [{"name": "A", "tokens": [twice, twice]}]}), "duplicate-token", &[&twice]);
    check_scenario(json!({"nodes": [{"name": "A", "token": 8}]}), "missing-field", &["nodes[0].tokens"]);
    check_scenario(json!({"noodles": 1}), "unknown-field", &["noodles"]);
    check_scenario(json!({"quorum": "loose"}), "invalid-choice", &["quorum: got \"loose\"", "sloppy, strict"]);
    check_scenario(json!({"network": {"delay": {"kind": "normal"}}}), "invalid-choice", &["network.delay.kind"]);
    check_scenario(
        json!({"network": {"delay": {"kind": "pareto", "scale": 1}}}),
        "missing-field",
        &["network.delay.shape"],
    );
    check_scenario(json!({"network": {"loss": 2}}), "invalid-number", &["network.loss: got 2"]);
    check_scenario(json!({"timers": {"gossip": 1}}), "invalid-number", &["timers.gossip: got 1", "0 (off)"]);
    check_scenario(json!({"script": [{"do": "get", "client": "a"}]}), "missing-field", &["script[0].key"]);
    check_scenario(
        json!({"script": [{"do": "get", "client": "a", "key": ""}]}),
        "invalid-key",
        &["script[0].key: got"],
    );
    check_scenario(json!({"script": [{"do": "dance"}]}), "unknown-command", &["script[0].do: got \"dance\"", "put"]);
}

#[test]
fn zones_and_copies_are_refused_by_field() {
    let node = |name: &str, zone: &str| json!({"name": name, "tokens": 4, "zone": zone});
    let nodes = json!([node("A", "dc1/r1"), node("B", "dc1/r2"), node("C", "dc2")]);
    let with = |field: &str, value: Value| json!({"nodes": nodes, "n": null, "r": 1, "w": 1, field: value});
    let refuse = |copies: Value, code: &str, parts: &[&str]| check_scenario(with("copies", copies), code, parts);
    refuse(json!({"dc3": 1}), "unknown-zone", &["copies.dc3: got 1", "dc1, dc2"]);
    refuse(json!({"dc1": 3}), "invalid-copies", &["copies.dc1: got 3", "0 to 2", "the nodes of dc1"]);
    refuse(json!({"dc1": -1}), "invalid-copies", &["copies.dc1: got -1"]);
    refuse(json!({"dc1": 0}), "invalid-copies", &["copies: got no copy at all"]);
    refuse(json!([2, 1]), "invalid-copies", &["copies: got a list of 2", "an object of data centres"]);
    check_scenario(
        json!({"nodes": nodes, "copies": {"dc1": 1}, "n": 1, "r": 1, "w": 1}),
        "two-counts",
        &["copies: got copies and n"],
    );
    check_scenario(
        json!({"nodes": nodes, "n": null, "r": 1, "w": 1, "copies": {"dc1": 1}, "placement": "distinct-nodes"}),
        "two-placements",
        &["placement: got \"distinct-nodes\" beside copies"],
    );
    check_scenario(
        json!({"nodes": nodes, "n": null, "r": 2, "w": 1, "copies": {"dc1": 1}}),
        "invalid-quorum",
        &["r: got 2", "N is 1"],
    );
    check_scenario(
        json!({"n": null, "copies": {"dc1": 1}}),
        "unknown-zone",
        &["copies.dc1: got 1", "no node has a zone"],
    );
    check_scenario(json!({"placement": "by-rack"}), "invalid-choice", &["distinct-nodes, distinct-zones"]);
    check_scenario(
        json!({"nodes": [node("A", "eu"), node("A", "us")]}),
        "duplicate-node",
        &["nodes[1].name", "\"A\" stands in the zone \"eu\" already, not in \"us\"", "one zone"],
    );
    check_scenario(json!({"network": {"between": {"loss": 2}}}), "invalid-number", &["network.between.loss: got 2"]);
    check_scenario(json!({"network": {"between": {"lag": 2}}}), "unknown-field", &["network.between.lag"]);
    check_scenario(
        json!({"script": [{"do": "crash", "zone": "eu", "name": "A"}]}),
        "two-places",
        &["script[0].zone: got a zone and a name"],
    );
    check_scenario(
        json!({"script": [{"do": "partition", "zones": [["eu"]], "groups": [["A"]]}]}),
        "two-places",
        &["script[0].zones: got zones and groups"],
    );
    check_scenario(json!({"script": [{"do": "partition", "zones": ["eu"]}]}), "invalid-partition", &["list of zones"]);
    check_command(json!({"do": "crash", "zone": "eu"}), "unknown-zone", &["zone: got \"eu\"", "no node has one"]);
}

#[test]
fn a_command_is_refused_by_field() {
    let put = |field: &str, value: Value| {
        let mut put = json!({"do": "put", "client": "alice", "key": "k", "value": "v"});
        put[field] = value;
        put
    };
    check_command(put("key", json!("")), "invalid-key", &["key", "1 to 1,024 bytes"]);
    check_command(put("key", json!("é".repeat(513))), "invalid-key", &["1026 bytes"]);
    check_command(
        put("value", json!("x".repeat((1 << 20) + 1))),
        "value-too-large",
        &["value: got 1048577 bytes", "1 MiB"],
    );
    check_command(put("value", json!(7)), "invalid-text", &["value: got 7"]);
    check_command(put("client", json!("")), "invalid-name", &["client", "1 to 24"]);
    check_command(put("client", json!("A")), "name-taken", &["client: got \"A\""]);
    check_command(put("via", json!("Z")), "unknown-node", &["via: got \"Z\"", "A, B, C, D, E"]);
    check_command(put("w", json!(4)), "invalid-quorum", &["w: got 4", "N is 3"]);
    check_command(put("n", json!(1)), "invalid-quorum", &["w: got 2", "N is 1"]);
    check_command(put("context", json!("first")), "invalid-choice", &["context", "last, none"]);
    check_command(json!([]), "not-an-object", &["command: got []"]);
    check_command(
        json!({"do": "reconcile", "client": "bob", "key": "cart", "how": "union"}),
        "nothing-to-reconcile",
        &["\"bob\""],
    );
    check_command(
        json!({"do": "reconcile", "client": "bob", "key": "cart", "how": "pick"}),
        "missing-field",
        &["value"],
    );
    check_command(json!({"do": "partition", "groups": [["A"], ["A"]]}), "invalid-partition", &["\"A\" twice"]);
    check_command(json!({"do": "wait", "ms": -1}), "invalid-number", &["ms: got -1"]);
}

#[test]
fn the_largest_key_value_and_names_are_accepted() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    let put = json!({"do": "put", "client": "é".repeat(24), "key": "k".repeat(1024), "value": "v".repeat(1 << 20)});
    p.apply(Command::from_json(&put).unwrap()).unwrap();
    p.run(RunLimit::default()).unwrap();
    assert_eq!(p.state().operations[0].status, OperationStatus::Ok);
}

#[test]
fn a_command_that_was_not_read_from_json_keeps_the_limits_too() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    for (command, code) in [
        (Command::put("alice", "k", &"x".repeat((1 << 20) + 1)), "value-too-large"),
        (Command::put("alice", "", "v"), "invalid-key"),
        (Command::put(&"x".repeat(25), "k", "v"), "invalid-name"),
        (Command::get("alice", "k").through("Z"), "unknown-node"),
    ] {
        assert_eq!(p.apply(command).unwrap_err().code, code);
    }
    assert_eq!(p.step_number(), 0);
}

#[test]
fn a_history_has_room_for_so_many_operations_and_no_more() {
    let mut p = Playground::new(Scenario { nodes: Vec::new(), ..Scenario::default() }).unwrap();
    for _ in 0..MAX_OPERATIONS {
        p.apply(Command::get("alice", "k")).unwrap();
    }
    let refusal = p.apply(Command::get("alice", "k")).unwrap_err();
    assert_eq!(refusal.code, "too-many-operations");
    assert!(refusal.message.contains("at most 200000"), "{}", refusal.message);
}

#[test]
fn markup_and_control_characters_are_only_text() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    for text in ["<img src=x onerror=alert(1)>", "\u{202e}rtl", "👩‍🏫", "a\0b"] {
        let put = json!({"do": "put", "client": "c", "key": text, "value": text});
        p.apply(Command::from_json(&put).unwrap()).unwrap();
        p.run(RunLimit::default()).unwrap();
        assert_eq!(p.state().operations.last().unwrap().values[0].value.as_deref(), Some(text));
    }
}

#[test]
fn a_damaged_link_is_refused_by_name() {
    for (link, code) in [
        ("", "invalid-link"),
        ("#", "invalid-link"),
        ("#1.%%%", "invalid-link"),
        ("#1.gA", "missing-field"),
        ("#2.gA", "unknown-link-format"),
        ("#hello", "invalid-link"),
    ] {
        assert_eq!(from_permalink(link).unwrap_err().code, code, "{link:?}");
    }
    assert_eq!(from_permalink(&"x".repeat(5 << 20)).unwrap_err().code, "invalid-link");
}

#[test]
fn a_whole_number_is_taken_however_it_is_written() {
    let text = r#"{"ringside": 1.0, "seed": 5.0, "n": 3e0, "nodes": [{"name": "A", "tokens": 64.0}],
        "script": [{"do": "get", "client": "alice", "key": "k", "n": 1.0, "after": 0.0}, {"do": "drop", "message": 1.0}]}"#;
    let json: Value = serde_json::from_str(text).unwrap();
    let scenario = Scenario::from_json(&json).unwrap();
    let again: Value = serde_json::from_str(&scenario.to_json().to_string()).unwrap();
    assert_eq!(again["nodes"][0]["tokens"], 64);
    let link = |tokens: Value| {
        let moment = json!({"scenario": {"ringside": 1, "nodes": [{"name": "A", "tokens": tokens}]}, "step": 0.0});
        format!("#1.{}", URL_SAFE_NO_PAD.encode(rmp_serde::to_vec(&moment).unwrap()))
    };
    assert_eq!(
        from_permalink(&link(json!(64.0))).unwrap().scenario(),
        from_permalink(&link(json!(64))).unwrap().scenario()
    );
    for (tokens, given) in [(json!(-1.0), "got -1;"), (json!(0.5), "got 0.5;"), (json!(1e300), "got 1000000")] {
        check_scenario(
            json!({"nodes": [{"name": "A", "tokens": tokens}]}),
            "invalid-tokens",
            &["nodes[0].tokens", given],
        );
    }
}

/// Groups of so many names each.
fn groups(groups: usize, names: usize) -> Value {
    let group = |group| (0..names).map(|name| format!("{group}-{name}")).collect::<Vec<_>>();
    json!({"do": "partition", "groups": (0..groups).map(group).collect::<Vec<_>>()})
}

#[test]
fn a_partition_has_no_more_names_than_there_can_be() {
    Command::from_json(&groups(2, 1_024)).unwrap();
    for (count, names) in [(1, 2_049), (1_024, 120), (64, 1_920)] {
        check_command(groups(count, names), "invalid-partition", &["groups: got more names than that", "at most 2048"]);
    }
    let mut twice = groups(2, 1_024);
    twice["groups"][1][1_023] = json!("0-0");
    check_command(twice, "invalid-partition", &["groups: got \"0-0\" twice"]);
}

/// Any JSON, with the words of the format among the fields and the texts.
fn any_json() -> impl Strategy<Value = Value> {
    let word = proptest::sample::select(vec![
        "ringside",
        "nodes",
        "name",
        "tokens",
        "n",
        "r",
        "w",
        "do",
        "put",
        "get",
        "key",
        "client",
        "value",
        "script",
        "seed",
        "network",
        "delay",
        "kind",
        "mixture",
        "parts",
        "groups",
        "at",
        "after",
        "ms",
        "wait",
        "partition",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..2000_i64).prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        word.clone().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(word.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A scenario with every field.
fn good_scenario() -> Value {
    let delay =
        json!({"kind": "mixture", "parts": [{"weight": 1, "delay": {"kind": "pareto", "scale": 5, "shape": 3}}]});
    json!({
        "ringside": 1, "title": "all", "seed": 7, "n": 3, "r": 2, "w": 2, "quorum": "strict", "versioning": "plain",
        "clockLimit": 10, "strategy": "random-tokens-equal-partitions", "partitions": 8,
        "nodes": [{"name": "A", "tokens": 4}, {"name": "B", "tokens": ["0".repeat(32)], "zone": "z"}],
        "network": {"delay": delay, "loss": 0.1},
        "timers": {"gossip": 1000, "handoff": 1000, "antiEntropy": 0, "requestTimeout": 500},
        "script": [
            {"do": "put", "client": "alice", "key": "k", "value": "v", "context": "none", "via": "A", "w": 1, "at": 5},
            {"do": "partition", "groups": [["A"], ["B"]]},
            {"do": "skew", "name": "A", "ms": 3, "after": 2},
        ],
    })
}

/// Every value in it: where it is, and how a refusal names that.
fn paths_of(json: &Value, pointer: &str) -> Vec<(String, String)> {
    let inner: Vec<(String, &Value)> = match json {
        Value::Array(items) => items.iter().enumerate().map(|(place, item)| (place.to_string(), item)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        _ => Vec::new(),
    };
    let within = inner.into_iter().flat_map(|(step, value)| {
        let pointer = format!("{pointer}/{step}");
        let mut all = paths_of(value, &pointer);
        all.push((pointer.clone(), in_words(&pointer)));
        all
    });
    within.collect()
}

/// `/nodes/0/name` as `nodes[0].name`.
fn in_words(pointer: &str) -> String {
    let mut words = String::new();
    for step in pointer.split('/').skip(1) {
        match step.parse::<usize>() {
            Ok(place) => words += &format!("[{place}]"),
            Err(_) if words.is_empty() => words += step,
            Err(_) => words += &format!(".{step}"),
        }
    }
    words
}

proptest! {
    #[test]
    fn no_json_makes_the_reader_panic(json in any_json()) {
        if let Ok(scenario) = Scenario::from_json(&json) {
            prop_assert_eq!(Scenario::from_json(&scenario.to_json()).unwrap(), scenario);
        }
        if let Ok(command) = Command::from_json(&json) {
            prop_assert_eq!(Command::from_json(&command.to_json()).unwrap(), command);
        }
    }

    #[test]
    fn one_wrong_value_in_a_good_scenario_is_named(place: proptest::sample::Index, wrong in any_json()) {
        let mut scenario = good_scenario();
        let paths = paths_of(&scenario, "");
        let (pointer, path) = &paths[place.index(paths.len())];
        let was = std::mem::replace(scenario.pointer_mut(pointer).unwrap(), wrong.clone());
        match Scenario::from_json(&scenario) {
            Ok(read) => prop_assert_eq!(Scenario::from_json(&read.to_json()).unwrap(), read),
            Err(refusal) => {
                prop_assert!(!refusal.message.is_empty() && was != wrong, "{}: {}", path, refusal.message);
                let named = refusal.message.split(':').next().unwrap();
                // Another kind of thing may lack what its kind needs.
                let object = path.rsplit_once('.').map_or(path.as_str(), |(object, _)| object);
                let elsewhere = ["invalid-quorum", "duplicate-node", "duplicate-token", "invalid-partitions"];
                let about = named.starts_with(object) || path.starts_with(named);
                prop_assert!(about || elsewhere.contains(&refusal.code), "{}: {}", path, refusal.message);
            }
        }
    }

    #[test]
    fn no_mutated_link_panics(place: proptest::sample::Index, byte in 33..127_u8, cut: proptest::sample::Index) {
        let mut p = Playground::new(Scenario::default()).unwrap();
        p.apply(Command::put("alice", "cart", "bread")).unwrap();
        p.run(RunLimit::default()).unwrap();
        let mut link = permalink(&p).into_bytes();
        let place = place.index(link.len());
        link[place] = byte;
        let link = String::from_utf8(link).unwrap();
        let _ = from_permalink(&link);
        let _ = from_permalink(&link[..cut.index(link.len())]);
    }
}
