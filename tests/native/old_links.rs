//! Links and files that earlier builds made: they open to the history that they were made of.
//!
//! `reference/links-b9b6ca8.json` was written by the build of that commit: links, the step and time of each, and the MD5 of its
//! trace and of its nodes as JSON; of some the scenario as a file, too. Where a rule of the protocol was amended since, `changed`
//! says why, and what the link and the file open to instead.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ringside::explain::trace::TraceEvent;
use ringside::playground::permalink::from_permalink;
use ringside::playground::{Playground, RunLimit};
use serde::Serialize;
use serde_json::Value;

const LINKS: &str = include_str!("../reference/links-b9b6ca8.json");

fn md5_of(told: &impl Serialize) -> String {
    format!("{:x}", md5::compute(serde_json::to_vec(told).unwrap()))
}

/// What happened without the words for it, which may change: steps, times, messages, and what each fact is.
fn without_words(trace: &[TraceEvent]) -> Vec<Value> {
    let mut events: Vec<Value> = trace.iter().map(|event| serde_json::to_value(event).unwrap()).collect();
    for event in &mut events {
        let fields = event.as_object_mut().unwrap();
        fields.remove("sentence");
        fields.remove("why");
        for fact in fields["facts"].as_array_mut().unwrap() {
            forget_when_made(fact);
            let fact = fact.as_object_mut().unwrap();
            match fact["what"].as_str().unwrap() {
                "noted" => drop((fact.remove("words"), fact.remove("note"))),
                "restarted" => drop(fact.remove("keys")),
                "message-died" => drop(fact.remove("because")),
                _ => {}
            }
        }
    }
    events
}

/// That build did not say when a version was made.
fn forget_when_made(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            fields.remove("madeAt");
            fields.values_mut().for_each(forget_when_made);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_when_made),
        _ => {}
    }
}

/// The nodes as JSON of that build, which did not say when a version was made, who is paused, and who has not heard of how
/// many members.
fn nodes_then(opened: &Playground) -> String {
    let mut text = serde_json::to_string(&opened.state().nodes).unwrap().replace("\"paused\":false,", "");
    for news in 0..=opened.state().nodes.len() {
        text = text.replace(&format!("\"unheard\":{news},"), "");
    }
    let mut parts = text.split(",\"madeAt\":");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.trim_start_matches(|letter: char| letter != '}' && letter != ','))
}

fn assert_is(case: &Value, form: &str, opened: &Playground) {
    let name = &case["name"];
    let expected = case.get("changed").map_or(case, |changed| &changed[form]);
    assert_eq!(Value::from(opened.step_number()), expected["step"], "{name}");
    assert_eq!(Value::from(opened.time()), expected["time"], "{name}");
    assert_eq!(md5_of(&without_words(&opened.trace(1))), expected["trace"], "{name}");
    assert_eq!(format!("{:x}", md5::compute(nodes_then(opened))), expected["state"], "{name}");
}

#[test]
fn links_of_an_earlier_build_open_to_the_same_history() {
    let cases: Vec<Value> = serde_json::from_str(LINKS).unwrap();
    for case in &cases {
        assert_is(case, "link", &from_permalink(case["link"].as_str().unwrap()).unwrap());
    }
    assert_eq!(cases.len(), 10);
    assert_eq!(cases.iter().filter(|case| case.get("changed").is_some()).count(), 1);
}

#[test]
fn what_an_earlier_build_wrote_is_written_in_the_same_bytes() {
    for case in &serde_json::from_str::<Vec<Value>>(LINKS).unwrap() {
        let bytes = URL_SAFE_NO_PAD.decode(case["link"].as_str().unwrap().strip_prefix("#1.").unwrap()).unwrap();
        let moment: Value = rmp_serde::from_slice(&bytes).unwrap();
        assert_eq!(rmp_serde::to_vec(&moment).unwrap(), bytes, "{}", case["name"]);
    }
}

#[test]
fn files_of_an_earlier_build_play_the_same_history() {
    let cases: Vec<Value> = serde_json::from_str(LINKS).unwrap();
    let files: Vec<&Value> = cases.iter().filter(|case| case["file"].is_object()).collect();
    for case in &files {
        let mut played = crate::support::playground(case["file"].clone());
        played.run(RunLimit::default()).unwrap();
        assert_is(case, "file", &played);
    }
    assert_eq!(files.len(), 2);
}
