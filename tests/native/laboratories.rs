//! What holds for every laboratory: the same outcome however it is sliced, the same figures on every machine, and a refusal
//! by name of whatever is wrong.

use crate::support::as_javascript::write_as_javascript;
use proptest::prelude::*;
use ringside::input::refusal::Refusal;
use ringside::laboratories::capacity::{self, CapacityExperiment};
use ringside::laboratories::engine_staleness::{EngineStalenessExperiment, EngineStalenessParameters};
use ringside::laboratories::key_placement::KeyPlacement;
use ringside::laboratories::latency::{LatencyExperiment, LatencyParameters};
use ringside::laboratories::load::{LoadExperiment, LoadParameters};
use ringside::laboratories::movement::{MovementExperiment, MovementParameters};
use ringside::laboratories::service_level::{ServiceLevelExperiment, ServiceLevelParameters};
use ringside::laboratories::staleness::{StalenessExperiment, StalenessParameters};
use ringside::laboratories::sweep::{self, Sweep};
use ringside::laboratories::{Experiment, run};
use ringside::scenario::Scenario;
use serde::Serialize;
use serde_json::{Value, json};

/// A call of the public interface, in slices of so much work, as the bytes of what came of it.
type Call = fn(&Value, u64) -> Result<Vec<u8>, Refusal>;

/// The calls of the module, with what they run.
const CALLS: &[(&str, Call)] = &[
    ("loadLab", |json, slice| told(LoadExperiment::new(LoadParameters::from_json(json)?)?, slice)),
    ("loadSweep", |json, slice| told(sweep::over_tokens_from_json(json)?, slice)),
    ("figure8", |json, slice| told(Sweep::figure_8(json["trials"].as_u64().unwrap(), 1)?, slice)),
    ("movementLab", |json, slice| told(MovementExperiment::new(MovementParameters::from_json(json)?)?, slice)),
    ("capacityLab", |json, slice| told(CapacityExperiment::new(&capacity::parameters_from_json(json)?)?, slice)),
    ("placeKeys", |json, slice| {
        let nodes = json!({"ringside": 1, "nodes": json["nodes"]});
        let keys = json["keys"].as_u64().unwrap();
        told(KeyPlacement::new(Scenario::from_json(&nodes)?.ring()?, 2, keys)?, slice)
    }),
    ("latencyLab", |json, slice| told(LatencyExperiment::new(LatencyParameters::from_json(json)?)?, slice)),
    ("stalenessLab", |json, slice| told(StalenessExperiment::new(StalenessParameters::from_json(json)?)?, slice)),
    ("engineStalenessLab", |json, slice| {
        told(EngineStalenessExperiment::new(EngineStalenessParameters::from_json(json)?)?, slice)
    }),
    ("serviceLevelLab", |json, slice| {
        told(ServiceLevelExperiment::new(ServiceLevelParameters::from_json(json)?)?, slice)
    }),
];

/// Runs in slices of so much work; the outcome as JavaScript would write it.
fn told<E: Experiment<Outcome: Serialize>>(mut experiment: E, slice: u64) -> Result<Vec<u8>, Refusal> {
    let mut before = experiment.progress();
    while !experiment.is_done() {
        experiment.advance(slice);
        assert!(experiment.progress() >= before, "progress goes on");
        before = experiment.progress();
    }
    assert_eq!(before, 1.0);
    let mut text = Vec::new();
    write_as_javascript(&experiment.outcome(), &mut text);
    Ok(text)
}

fn call(name: &str, parameters: &Value, slice: u64) -> Result<Vec<u8>, Refusal> {
    let (_, call) = CALLS.iter().find(|(call, _)| *call == name).expect(name);
    call(parameters, slice)
}

/// A call, its parameters, and the MD5 of its outcome.
fn cases() -> Vec<(&'static str, Value, &'static str)> {
    let strategy = |word: &str| json!({"nodes": 12, "tokens": 9, "n": 3, "strategy": word, "trials": 40, "seed": 7});
    let with = |mut base: Value, field: &str, value: Value| {
        base[field] = value;
        base
    };
    let exponential = json!({"kind": "exponential", "mean": 3.5});
    let own = json!({"write": exponential, "ack": {"kind": "fixed", "ms": 0.5}, "read": exponential,
        "response": {"kind": "pareto", "scale": 0.25, "shape": 2.5}, "remote": 10, "n": 5, "r": 1, "w": 2, "trials": 5000});
    vec![
        ("loadLab", strategy("random-tokens"), "98d4e33bd03a3bc721700f060758a526"),
        ("loadLab", with(strategy("random-tokens"), "keys", json!(20_000)), "b75f849e431fdce9a13f6d63ca4e6b7d"),
        (
            "loadLab",
            with(strategy("random-tokens-equal-partitions"), "partitions", json!(50)),
            "d801d24406e0eded915d499fbff39987",
        ),
        ("loadLab", strategy("equal-partitions"), "36430ec56fd56ad2bd4872cfcc544c82"),
        (
            "loadSweep",
            json!({"nodes": 5, "n": 1, "tokens": [1, 3, 40], "trials": 25, "seed": 3}),
            "96d84770d71bda2b8e8576d6d892b08d",
        ),
        ("figure8", json!({"trials": 3}), "283cf9ed9f0b5060db1243034d596c28"),
        (
            "movementLab",
            json!({"nodes": 6, "tokens": 7, "n": 2, "trials": 5, "seed": 2}),
            "beca8e2af748497b6190c7687a804288",
        ),
        (
            "capacityLab",
            json!({"capacities": [1, 2.5, 4], "tokens": 16, "n": 1, "trials": 30}),
            "7c8e2eb238d5b0eb034f51c38d94ee32",
        ),
        (
            "placeKeys",
            json!({"nodes": [{"name": "A", "tokens": 8}, {"name": "B", "tokens": 4}], "n": 2, "keys": 3000}),
            "218ba8b76786c64c8b7f8d205bf34164",
        ),
        ("latencyLab", own.clone(), "d9dfbf7c129b916a77a81fe22e03c2fa"),
        ("latencyLab", json!({"preset": "WAN", "trials": 4000, "seed": 9}), "2d1e22f51075806747eaa4d94ad37ce7"),
        ("stalenessLab", with(own, "after", json!([0, 1, 5, 20])), "28b7c2ca484c2ec5ff470217c9fed695"),
        ("engineStalenessLab", json!({"after": [0, 10], "trials": 15, "seed": 4}), "af6c545f8bf4197441c5ff873affde49"),
        (
            "serviceLevelLab",
            json!({"rates": [100, 400], "requests": 2000, "writeBuffer": true}),
            "43b561d47e752eb169d7e97ddf400d7c",
        ),
    ]
}

fn digest(told: &[u8]) -> String {
    format!("{:x}", md5::compute(told))
}

/// Where `javascript/laboratories.test.mjs` looks for it: beside the histories of `same_trace.rs`.
fn file() -> String {
    let here = || concat!(env!("CARGO_TARGET_TMPDIR"), "/same-figures.json").to_owned();
    std::env::var("RINGSIDE_SAME_FIGURES").unwrap_or_else(|_| here())
}

#[test]
fn figures_are_the_same_on_every_machine() {
    let mut written = Vec::new();
    let mut different = Vec::new();
    for (name, parameters, expected) in cases() {
        let hash = digest(&call(name, &parameters, u64::MAX).unwrap());
        if hash != expected {
            different.push(format!("{name} {parameters}: {hash}, not {expected}"));
        }
        written.push(json!({"call": name, "parameters": parameters, "hash": hash}));
    }
    std::fs::write(file(), serde_json::to_vec(&written).unwrap()).unwrap();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn an_outcome_does_not_depend_on_the_slices() {
    for (name, parameters, expected) in cases() {
        for slice in [1, 997, 50_000] {
            assert_eq!(digest(&call(name, &parameters, slice).unwrap()), expected, "{name} in slices of {slice}");
        }
    }
}

#[test]
fn an_experiment_can_be_looked_at_before_its_end() {
    let mut experiment = LoadExperiment::new(LoadParameters { trials: 1_000, ..Default::default() }).unwrap();
    assert_eq!(experiment.outcome().trials, 0);
    while experiment.outcome().trials < 100 {
        experiment.advance(400);
    }
    let (progress, outcome) = (experiment.progress(), experiment.outcome());
    assert!(progress > 0.0 && progress < 1.0 && outcome.trials < 200, "{progress} {}", outcome.trials);
    assert!(outcome.cv.measured > 0.0 && outcome.max_over_mean.expected.is_some(), "{outcome:?}");
    let latency = LatencyExperiment::new(LatencyParameters::default()).unwrap();
    assert_eq!(latency.outcome().read.p999, 0.0);
}

fn check(name: &str, parameters: Value, code: &str, parts: &[&str]) {
    let refusal = call(name, &parameters, u64::MAX).expect_err(&format!("{name} {parameters}"));
    assert_eq!(refusal.code, code, "{}", refusal.message);
    parts.iter().for_each(|part| assert!(refusal.message.contains(part), "{part:?} is not in {:?}", refusal.message));
}

#[test]
fn whatever_is_wrong_is_refused_by_name() {
    check("loadLab", json!([]), "not-an-object", &["parameters"]);
    check("loadLab", json!({"nodes": 0}), "invalid-number", &["nodes: got 0", "1 to 1024"]);
    check("loadLab", json!({"nodes": 1.5}), "invalid-number", &["nodes: got 1.5"]);
    check("loadLab", json!({"tokens": 1025}), "invalid-number", &["tokens: got 1025", "1 to 1024"]);
    check("loadLab", json!({"nodes": 1024, "tokens": 1024}), "invalid-number", &["together: got 1048576", "131072"]);
    check("loadLab", json!({"n": 0}), "invalid-number", &["n: got 0"]);
    check("loadLab", json!({"trials": 0}), "invalid-number", &["trials: got 0"]);
    check("loadLab", json!({"keys": 10_000_001}), "invalid-number", &["keys: got 10000001"]);
    check("loadLab", json!({"strategy": "rings"}), "invalid-choice", &["strategy", "equal-partitions"]);
    check("loadLab", json!({"seed": -1}), "invalid-number", &["seed: got -1"]);
    check("loadLab", json!({"capacities": [1, 2]}), "invalid-list", &["capacities: got 2 items", "5 to 5"]);
    check("loadLab", json!({"nodes": 1, "capacities": ["strong"]}), "invalid-number", &["capacities[0]"]);
    check("loadLab", json!({"token": 4}), "unknown-field", &["token:"]);
    let few = json!({"strategy": "equal-partitions", "partitions": 4});
    check("loadLab", few, "invalid-partitions", &["partitions: got 4", "5 nodes"]);
    check("loadSweep", json!({"tokens": []}), "invalid-list", &["tokens"]);
    check("loadSweep", json!({"tokens": [1, 2.5]}), "invalid-number", &["tokens: got 2.5"]);
    check("loadSweep", json!({}), "missing-field", &["tokens"]);
    check("figure8", json!({"trials": 100_000}), "invalid-number", &["trials: got 100000"]);
    check("movementLab", json!({"nodes": 1}), "invalid-number", &["nodes: got 1"]);
    check("movementLab", json!({"nodes": 8, "partitions": 8}), "invalid-number", &["partitions: got 8", "from 9"]);
    check("movementLab", json!({"change": "crash"}), "invalid-choice", &["change", "join, leave"]);
    check("capacityLab", json!({}), "missing-field", &["capacities"]);
    check("capacityLab", json!({"capacities": []}), "invalid-number", &["nodes: got 0"]);
    check("capacityLab", json!({"capacities": [1, 0]}), "invalid-number", &["capacities[1]: got 0"]);
    check("placeKeys", json!({"nodes": [], "keys": 20_000_000}), "invalid-number", &["keys: got 20000000"]);
    check("latencyLab", json!({}), "missing-field", &["write"]);
    check("latencyLab", json!({"preset": "SSD"}), "invalid-choice", &["preset", "LNKD-SSD"]);
    check("latencyLab", json!({"preset": "WAN", "r": 4}), "invalid-quorum", &["r: got 4", "N is 3"]);
    check("latencyLab", json!({"preset": "WAN", "n": 33}), "invalid-number", &["n: got 33"]);
    check("latencyLab", json!({"preset": "WAN", "trials": 3e6}), "invalid-number", &["trials: got 3000000"]);
    check("latencyLab", json!({"preset": "WAN", "remote": -1}), "invalid-number", &["remote: got -1"]);
    let bad = json!({"preset": "WAN", "read": {"kind": "fixed"}});
    check("latencyLab", bad, "missing-field", &["read.ms"]);
    let bad = json!({"preset": "WAN", "ack": {"kind": "pareto", "scale": 1, "shape": 0}});
    check("latencyLab", bad, "invalid-number", &["ack.shape: got 0"]);
    check("stalenessLab", json!({"preset": "WAN"}), "missing-field", &["after"]);
    check("stalenessLab", json!({"preset": "WAN", "after": [-1]}), "invalid-number", &["after[0]: got -1"]);
    check("stalenessLab", json!({"preset": "WAN", "after": 5}), "invalid-list", &["after: got 5"]);
    check("engineStalenessLab", json!({"after": [0], "n": 17}), "invalid-number", &["n: got 17"]);
    check("engineStalenessLab", json!({"after": [0], "trials": 0}), "invalid-number", &["trials: got 0"]);
    check("serviceLevelLab", json!({"nodes": 2}), "invalid-number", &["n: got 3", "from 1 to 2"]);
    check("serviceLevelLab", json!({"rates": [5, 5]}), "invalid-list", &["rates: got 5 before 5", "ascend"]);
    check("serviceLevelLab", json!({"rates": []}), "invalid-list", &["rates"]);
    check("serviceLevelLab", json!({"share": 2}), "invalid-number", &["share: got 2"]);
    check("serviceLevelLab", json!({"requests": 10}), "invalid-number", &["requests: got 10"]);
    check("serviceLevelLab", json!({"writeBuffer": "yes"}), "invalid-flag", &["writeBuffer"]);
}

#[test]
fn structures_made_by_hand_are_checked_as_json_is() {
    let refused = |parameters: LoadParameters| LoadExperiment::new(parameters).unwrap_err().code;
    assert_eq!(refused(LoadParameters { nodes: 0, ..Default::default() }), "invalid-number");
    assert_eq!(refused(LoadParameters { n: 0, ..Default::default() }), "invalid-number");
    assert_eq!(refused(LoadParameters { capacities: vec![f64::NAN; 5], ..Default::default() }), "invalid-number");
    let rates = ServiceLevelParameters { rates: vec![f64::INFINITY], ..Default::default() };
    assert_eq!(ServiceLevelExperiment::new(rates).unwrap_err().code, "invalid-number");
    let mut latency = LatencyParameters::default();
    latency.legs.read = ringside::scenario::Delay::Mixture { parts: Vec::new() };
    assert_eq!(LatencyExperiment::new(latency).unwrap_err().code, "invalid-list");
}

/// As many cells in each row as there are headings, until the next table.
fn check_csv(text: &str) {
    assert!(text.ends_with("\r\n") && text.len() > 20, "{text}");
    for table in text.split("\r\n\r\n") {
        let cells = |row: &str| row.matches(',').count();
        let rows: Vec<&str> = table.trim_end().lines().collect();
        assert!(rows.len() > 1, "{text}");
        // The last figures of a load table have one number alone.
        rows.iter().for_each(|row| assert!(cells(row) <= cells(rows[0]) && cells(row) > 0, "{row}"));
    }
}

#[test]
fn every_outcome_has_its_figures_as_csv_and_a_sentence() {
    let load = run(LoadExperiment::new(LoadParameters::default()).unwrap());
    let sweep = run(Sweep::over_tokens(&LoadParameters::default(), &[1, 8]).unwrap());
    let figure = run(Sweep::figure_8(1, 1).unwrap());
    let movement = run(MovementExperiment::new(MovementParameters::default()).unwrap());
    let strong = LoadParameters { capacities: vec![1.0, 1.0, 1.0, 2.0, 3.0], ..Default::default() };
    let capacity = run(CapacityExperiment::new(&strong).unwrap());
    let latency = run(LatencyExperiment::new(LatencyParameters { trials: 1_000, ..Default::default() }).unwrap());
    let stale = StalenessParameters {
        latency: LatencyParameters { r: 1, w: 1, trials: 1_000, ..Default::default() },
        after: vec![0.0, 1.0],
    };
    let stale = run(StalenessExperiment::new(stale).unwrap());
    let engine = EngineStalenessParameters { trials: 3, ..Default::default() };
    let engine = run(EngineStalenessExperiment::new(engine).unwrap());
    let service = ServiceLevelParameters { requests: 200, ..Default::default() };
    let service = run(ServiceLevelExperiment::new(service).unwrap());
    let placed = run(KeyPlacement::new(Scenario::default().ring().unwrap(), 3, 100).unwrap());
    for (csv, sentence) in [
        (load.csv(), load.sentence),
        (sweep.csv(), sweep.sentence),
        (figure.csv(), figure.sentence),
        (movement.csv(), movement.sentence),
        (capacity.csv(), capacity.sentence),
        (latency.csv(), latency.sentence),
        (engine.csv(&stale), engine.sentence),
        (stale.csv(), stale.sentence),
        (service.csv(), service.sentence),
    ] {
        check_csv(&csv);
        assert!(sentence.ends_with('.') && sentence.contains(|digit: char| digit.is_ascii_digit()), "{sentence}");
        assert!(!sentence.contains("NaN") && !sentence.contains("inf "), "{sentence}");
        println!("{sentence}");
    }
    let odd = ["A, or \"B\"".to_owned(), "C".to_owned()];
    assert!(placed.csv(&odd).contains("\"A, or \"\"B\"\"\","), "{}", placed.csv(&odd));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Numbers and words at random places: an outcome or a refusal, never a panic, and only finite figures.
    #[test]
    fn no_parameters_do_harm(
        which in 0..CALLS.len(),
        fields in proptest::collection::vec((0_usize..16, -2_i64..40), 0..5),
    ) {
        const FIELDS: [&str; 16] = [
            "nodes", "tokens", "n", "r", "w", "partitions", "keys", "seed", "remote", "capacities", "after", "rates",
            "share", "reads", "change", "plan",
        ];
        let (name, call) = CALLS[which];
        let mut parameters = json!({"trials": 2});
        if name.starts_with("latency") || name.starts_with("staleness") {
            parameters["preset"] = json!("YMMR");
        }
        if name == "serviceLevelLab" {
            parameters = json!({"requests": 100, "rates": [10]});
        }
        if name == "placeKeys" {
            parameters = json!({"nodes": [{"name": "A", "tokens": 1}], "keys": 10});
        }
        for (field, number) in fields {
            let value = if (9..12).contains(&field) || (name == "loadSweep" && field == 1) {
                json!([number, number * 2])
            } else {
                json!(number)
            };
            if name != "placeKeys" && name != "figure8" {
                parameters[FIELDS[field]] = value;
            }
        }
        if let Ok(text) = call(&parameters, 1_000) {
            let text = String::from_utf8(text).unwrap();
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
        }
    }
}
