//! What describes challenges, and the challenges: the schema and the documentation know each field, predicate, limit and lock.

use crate::support::challenges::{FOLDER, challenge, entries, text_of};
use crate::support::json_schema::complaint;
use ringside::scenario::locked::Part;
use ringside::teaching::challenge::{Challenge, Limit, NodeStanding, Search, Setting};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The predicates of the goal language.
const PREDICATES: [&str; 9] = ["measure", "request", "setting", "nodes", "agree", "given", "all", "any", "not"];
/// What a goal says of a request.
const OF_A_REQUEST: [&str; 11] =
    ["do", "key", "client", "coordinator", "status", "versions", "values", "latency", "stale", "inTurn", "now"];

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(format!("{FOLDER}/challenge.schema.json")).unwrap()).unwrap()
}

fn documentation() -> String {
    std::fs::read_to_string("docs/challenges.md").unwrap()
}

/// The example of the documentation.
fn example() -> String {
    documentation().split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap().to_owned()
}

fn fields_of(object: &Value) -> BTreeSet<&str> {
    object["properties"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn every_challenge_is_as_the_schema_says() {
    let schema = schema();
    for text in entries().iter().map(|entry| text_of(entry["id"].as_str().unwrap())).chain([example()]) {
        let json: Value = serde_json::from_str(&text).unwrap();
        complaint(&schema, &schema, &json, "challenge").unwrap();
        // What Ringside writes is, too, with nothing left out.
        let whole = Challenge::read(&text).unwrap();
        let mut json = whole.to_json();
        json["scenario"] = whole.scenario.to_json();
        complaint(&schema, &schema, &json, "challenge").unwrap();
    }
}

#[test]
fn the_schema_refuses_what_is_no_challenge() {
    let (schema, example) = (schema(), example());
    for (find, put) in [
        ("\"minutes\": 5", "\"minutes\": 0"),
        ("\"minutes\": 5", "\"minutes\": 5, \"autor\": \"me\""),
        ("\"commands\": 3", "\"command\": 3"),
        ("\"settings\"", "\"colours\""),
        ("\"status\": \"ok\"", "\"status\": \"good\""),
        ("\"crashed\"", "\"broken\""),
        ("\"homesOf\": \"cart\"", "\"homesOf\": 3"),
        ("\"is\": 1 }", "\"is\": { \"atleast\": 1 } }"),
        ("\"goal\"", "\"gaol\""),
    ] {
        let text = example.replacen(find, put, 1);
        assert_ne!(text, example, "{find}");
        let json: Value = serde_json::from_str(&text).unwrap();
        assert!(complaint(&schema, &schema, &json, "challenge").is_err(), "{put}");
        assert!(Challenge::from_json(&json).is_err(), "{put}");
    }
}

#[test]
fn the_schema_lists_every_predicate_limit_and_lock() {
    let schema = schema();
    let goals = schema["$defs"]["goal"]["oneOf"].as_array().unwrap();
    let kinds: Vec<&str> = goals.iter().map(|goal| goal["required"][0].as_str().unwrap()).collect();
    assert_eq!(kinds, PREDICATES);
    assert_eq!(fields_of(&schema["$defs"]["request"]), OF_A_REQUEST.into());
    let limits = Limit::ALL.map(|limit| (limit.as_str(), limit.most()));
    assert_eq!(fields_of(&schema["properties"]["budget"]), limits.map(|(word, _)| word).into());
    for (word, most) in limits {
        assert_eq!(schema["properties"]["budget"]["properties"][word]["maximum"], json!(most), "{word}");
    }
    assert_eq!(schema["properties"]["locked"]["items"]["enum"], json!(Part::ALL.map(Part::as_str)));
    assert_eq!(goals[2]["properties"]["setting"]["enum"], json!(Setting::ALL.map(Setting::as_str)));
    assert_eq!(goals[3]["properties"]["nodes"]["enum"], json!(NodeStanding::ALL.map(NodeStanding::as_str)));
    // The words of the commands are those that the engine names when it is given another.
    let strange = json!({ "ringsideChallenge": 1, "title": "A", "summary": "A.", "minutes": 1, "task": "A.",
        "scenario": { "ringside": 1 }, "goal": { "given": "explode", "is": 1 } });
    let words: Vec<&str> =
        goals[5]["properties"]["given"]["enum"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let message = Challenge::from_json(&strange).unwrap_err().message;
    let allowed: BTreeSet<&str> =
        message.split("allowed is ").nth(1).unwrap().trim_end_matches('.').split([',', ' ']).collect();
    for word in &words {
        assert!(allowed.contains(word), "{word}: {message}");
    }
    assert_eq!(words.len(), message.split("allowed is ").nth(1).unwrap().split(", ").count(), "{message}");
}

/// The two schemas stand in files of their own, and share most of their definitions.
#[test]
fn what_the_schemas_share_is_the_same() {
    let lessons = std::fs::read_to_string("www/lessons/lesson.schema.json").unwrap();
    let lessons: Value = serde_json::from_str(&lessons).unwrap();
    let shared: Vec<&str> =
        ["name", "zone", "key", "test", "measure", "entry", "delay", "messageKind", "scenario"].into();
    for name in shared {
        assert_eq!(schema()["$defs"][name], lessons["$defs"][name], "{name}");
    }
}

#[test]
fn the_documentation_names_every_predicate_limit_lock_and_challenge() {
    let documentation = documentation();
    let has_row = |start: &str| documentation.lines().any(|line| line.starts_with(start));
    for word in PREDICATES.iter().chain(&OF_A_REQUEST) {
        assert!(has_row(&format!("| `{word}` |")) || has_row(&format!("| `{word}`,")), "{word}");
    }
    for limit in Limit::ALL {
        assert!(has_row(&format!("| `{}` | {} |", limit.as_str(), limit.label())), "{}", limit.as_str());
    }
    for part in Part::ALL {
        assert!(has_row(&format!("| `{}` | {} |", part.as_str(), part.label())), "{}", part.as_str());
    }
    for entry in entries() {
        let (id, title) = (entry["id"].as_str().unwrap(), entry["title"].as_str().unwrap());
        let level = &entry["level"];
        let row = format!("| [`{id}`](../www/challenges/{id}.json) | {title} | {level} |");
        let line = documentation.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("{row}"));
        let lesson = line.rsplit(" | ").next().unwrap().split('`').nth(1).unwrap_or_else(|| panic!("{line}"));
        assert!(std::path::Path::new(&format!("www/lessons/{lesson}.json")).exists(), "{line}");
    }
    for search in Search::all() {
        let states = thousands(search.states);
        assert!(documentation.contains(&states), "{states} states");
    }
}

/// `405194` as `405,194`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
    parts.join(",")
}

/// Each predicate of the documentation has an example, which is a goal, and the words that the page shows for it.
#[test]
fn the_examples_of_the_goal_language_are_goals_with_these_words() {
    let documentation = documentation();
    let mut explained = BTreeSet::new();
    for line in documentation.lines().filter(|line| line.starts_with("| `{")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let goal: Value =
            serde_json::from_str(cells[0].trim_matches('`')).unwrap_or_else(|error| panic!("{line}: {error}"));
        let mut json = challenge("two-siblings").to_json();
        json["goal"] = goal.clone();
        let read = Challenge::from_json(&json).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(read.goal.words(), cells[1], "{line}");
        explained.extend(goal.as_object().unwrap().keys().cloned());
    }
    assert!(PREDICATES.iter().all(|word| explained.contains(*word)), "{explained:?}");
}
