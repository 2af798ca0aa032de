//! Every measure, taken in one small world, and every figure of the laboratories.

use ringside::teaching::lesson::{Answer, Figure, Lesson, What, rehearse};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Five nodes with a token each, evenly placed. C is down: alice writes figs (at home on A, B, C) through A, bob reads it.
fn measured(measure: &Value, any: Value) -> (Answer, String) {
    let node = |name: &str, digit: char| json!({ "name": name, "tokens": [format!("{digit}{}", "0".repeat(31))] });
    let nodes = [node("A", '2'), node("B", '4'), node("C", '6'), node("D", '8'), node("E", 'a')];
    let lesson = json!({
        "ringsideLesson": 1, "title": "t", "summary": "s", "minutes": 1,
        "scenario": {
            "ringside": 1, "nodes": nodes,
            "network": { "delay": { "kind": "fixed", "ms": 10 } },
            "timers": { "gossip": 0, "handoff": 0, "antiEntropy": 0 },
            "script": [{ "do": "put", "client": "alice", "key": "figs", "value": "1", "via": "A" }],
        },
        "steps": [{
            "title": "t", "say": "s", "until": "quiet",
            "do": [
                { "do": "crash", "name": "C" },
                { "do": "put", "client": "alice", "key": "figs", "value": "2", "via": "A" },
                { "do": "put", "client": "alice", "key": "figs", "value": "3", "via": "A" },
                { "do": "get", "client": "bob", "key": "figs", "via": "B" },
                { "do": "wait", "ms": 1000 },
                { "do": "anti-entropy", "a": "A", "b": "B" },
            ],
            "predict": {
                "question": "q", "measure": measure,
                "choices": [
                    { "text": "a", "is": any, "because": "b" },
                    { "text": "c", "is": { "not": any }, "because": "d" },
                ],
            },
        }],
    });
    let lesson = Lesson::from_json(&lesson).unwrap_or_else(|error| panic!("{measure}: {error}"));
    let rehearsal = rehearse(&lesson).unwrap_or_else(|error| panic!("{measure}: {error}"));
    assert_eq!(rehearsal.steps[0].right.len(), 1, "{measure}");
    let truth = rehearsal.steps[0].truth.clone().unwrap();
    (truth.answer, truth.sentence)
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn list(all: &[&str]) -> Answer {
    Answer::List(texts(all))
}

fn set(all: &[&str]) -> Answer {
    Answer::Set(texts(all))
}

fn number(number: f64) -> Answer {
    Answer::Number(number)
}

#[test]
fn every_measure_says_what_is_so() {
    let put = json!({ "what": "status", "operation": 1 });
    let of_put = |what: &str| {
        let mut measure = put.clone();
        measure["what"] = json!(what);
        measure
    };
    let of_figs = |what: &str| json!({ "what": what, "key": "figs" });
    let at = |what: &str, node: &str| json!({ "what": what, "node": node });
    let cases = [
        (of_figs("owner"), text("A"), "The first token at or after figs is one of A."),
        (
            json!({ "what": "preference-list", "key": "figs", "n": 2 }),
            list(&["A", "B"]),
            "The preference list of figs: A, then B.",
        ),
        (of_figs("skipped"), number(0.0), "Tokens passed by"),
        // MD5 of figs is 14c6a7d3f55a72d6eeba2b7b66c6d0ab, which leaves 3 when divided by 5.
        (of_figs("node-by-modulo"), text("D"), "hash mod n gives figs to D."),
        (json!({ "what": "moved-by-modulo" }), number(84.5), "hash mod n moves 84.5 % of 1,000 keys."),
        (json!({ "what": "moved-by-ring", "node": "F", "tokens": 1 }), number(0.2), "move when F joins."),
        (at("share", "A"), number(50.0), "A owns 50 % of the ring."),
        (json!({ "what": "largest-over-mean" }), number(2.5), "2.5 times the mean"),
        (json!({ "what": "furthest-off-mean" }), number(150.0), "150 % off"),
        (json!({ "what": "busiest" }), text("A"), "A."),
        (put.clone(), text("ok"), "The client is told: ok."),
        (of_put("error"), text(""), "Why it failed: none."),
        (of_put("coordinator"), text("A"), "Coordinator: A."),
        (of_put("acks"), list(&["A", "B", "D"]), "Answers counted: A, then B, then D."),
        (of_put("ack-count"), number(3.0), "Answers counted: 3."),
        (json!({ "what": "values" }), set(&["3"]), "Values: 3."),
        (json!({ "what": "value-count" }), number(1.0), "Versions returned: 1."),
        (of_put("latency"), number(40.0), "40 ms"),
        (json!({ "what": "context", "client": "bob", "key": "figs" }), text("[A,3]"), "The context of bob: [A,3]."),
        (json!({ "what": "stored", "node": "C", "key": "figs" }), set(&["1"]), "On the disk of C: 1."),
        (json!({ "what": "versions", "node": "D", "key": "figs" }), number(0.0), "on the disk of D: 0."),
        (json!({ "what": "clock", "key": "figs", "value": "2" }), text("[A,2]"), "The clock of 2: [A,2]."),
        (of_figs("holders"), set(&["A", "B", "C"]), "On the disks of: A and B and C."),
        (json!({ "what": "copies", "key": "figs", "value": "3" }), number(2.0), "Copies on disks: 2."),
        (of_figs("current"), set(&["3"]), "Current under figs: 3."),
        (of_figs("siblings"), number(1.0), "Current versions of figs: 1."),
        (of_figs("lost"), set(&[]), "Acknowledged and lost: none."),
        (at("hints-at", "D"), number(1.0), "Hints that D keeps: 1."),
        (at("hints-for", "C"), number(1.0), "Hints kept for C: 1."),
        (at("hint-keepers", "C"), set(&["D"]), "Hints for C are kept by: D."),
        (at("suspects", "A"), set(&["C"]), "A takes for failed: C."),
        (at("node-status", "C"), text("crashed"), "C is crashed."),
        (at("keys-at", "B"), number(1.0), "Keys on the disk of B: 1."),
        (json!({ "what": "violations" }), number(0.0), "Broken invariants: 0."),
        (json!({ "what": "messages", "message": "put-request" }), number(2.0), "Messages sent: 2."),
        (json!({ "what": "tree-hashes" }), number(2.0), "Hashes compared: 2."),
        (json!({ "what": "tree-keys" }), number(0.0), "Keys found to differ: 0."),
        (json!({ "what": "full-copy" }), number(0.0), "Keys in a full copy: 0."),
        (at("learned", "C"), set(&[]), "Heard of C: none."),
    ];
    let mut taken = BTreeSet::from(["elapsed".to_owned(), "laboratory".to_owned()]);
    for (measure, expect, says) in cases {
        let any = match &expect {
            Answer::Number(_) => json!({ "atLeast": -1 }),
            Answer::Text(_) => json!("x"),
            _ => json!(["x"]),
        };
        let (answer, sentence) = measured(&measure, any);
        assert_eq!(answer, expect, "{measure}");
        assert!(sentence.ends_with(says) || sentence.contains(says), "{measure}: {sentence}");
        taken.insert(measure["what"].as_str().unwrap().to_owned());
    }
    let all: BTreeSet<String> = What::all().iter().map(|measure| measure.word.to_owned()).collect();
    assert_eq!(taken, all);
    // From the crash on: two puts, one of them with a timeout, a get, and the wait.
    let (Answer::Number(elapsed), _) = measured(&json!({ "what": "elapsed" }), json!(0)) else { panic!("a number") };
    assert!((1_000.0..5_000.0).contains(&elapsed), "{elapsed}");
}

#[test]
fn every_figure_is_a_number_that_can_be_predicted() {
    for figure in Figure::all() {
        let with = match figure.kind {
            "shares" | "movement" => json!({ "trials": 20, "n": 1 }),
            "capacity" => json!({ "trials": 20, "capacities": [1, 2, 4], "n": 1 }),
            "latency" => json!({ "preset": "LNKD-SSD", "trials": 2_000 }),
            "staleness" => json!({ "preset": "LNKD-SSD", "trials": 2_000, "r": 1, "w": 1, "after": [0] }),
            _ => json!({ "rates": [100], "requests": 500 }),
        };
        let measure = json!({ "what": "laboratory", "kind": figure.kind, "with": with, "figure": figure.word });
        let (answer, sentence) = measured(&measure, json!({ "atLeast": 0 }));
        let Answer::Number(number) = answer else { panic!("{measure}: {answer:?}") };
        assert!(number.is_finite() && number > 0.0, "{measure}: {number}");
        assert!(sentence.contains(figure.about), "{sentence}");
    }
}
