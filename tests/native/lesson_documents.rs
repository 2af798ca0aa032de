//! What describes lessons, and the lessons: the schema knows each field and measure, the documentation each lesson and step.

use crate::support::json_schema::complaint;
use crate::support::lessons::{EXAMPLE, FOLDER, ids, text_of};
use ringside::explain::trace::MessageKind;
use ringside::teaching::lesson::{Figure, Lesson, PANELS, What, check};
use serde_json::Value;
use std::collections::BTreeSet;

fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(format!("{FOLDER}/lesson.schema.json")).unwrap()).unwrap()
}

fn documentation() -> String {
    std::fs::read_to_string("docs/lessons.md").unwrap()
}

#[test]
fn every_lesson_is_as_the_schema_says() {
    let schema = schema();
    for text in ids().iter().map(|id| text_of(id)).chain([EXAMPLE.to_owned()]) {
        let json: Value = serde_json::from_str(&text).unwrap();
        complaint(&schema, &schema, &json, "lesson").unwrap();
        // What Ringside writes is, too, with nothing left out.
        let whole = Lesson::read(&text).unwrap();
        let mut json = whole.to_json();
        json["scenario"] = whole.scenario.to_json();
        complaint(&schema, &schema, &json, "lesson").unwrap();
    }
}

#[test]
fn the_schema_refuses_what_is_no_lesson() {
    let schema = schema();
    for (find, put) in [
        ("\"minutes\": 5", "\"minutes\": 0"),
        ("\"minutes\": 5", "\"minutes\": 5, \"autor\": \"me\""),
        ("\"copies\"", "\"cellar\""),
        ("\"status\"", "\"owner\""),
        ("\"do\": \"put\"", "\"do\": \"put\", \"after\": 3"),
        ("\"is\": \"ok\"", "\"is\": { \"atleast\": 3 }"),
        ("\"title\": \"Hook\", ", ""),
    ] {
        let json: Value = serde_json::from_str(&EXAMPLE.replacen(find, put, 1)).unwrap();
        assert!(complaint(&schema, &schema, &json, "lesson").is_err(), "{put}");
    }
}

/// The texts at a field of all objects in a list.
fn words_of(list: &Value, pointer: &str) -> BTreeSet<String> {
    list.as_array().unwrap().iter().filter_map(|each| Some(each.pointer(pointer)?.as_str()?.to_owned())).collect()
}

#[test]
fn the_schema_lists_every_measure_figure_panel_and_kind_of_message() {
    let schema = schema();
    let measures = &schema["$defs"]["measure"]["oneOf"];
    let words: BTreeSet<String> = What::all().iter().map(|measure| measure.word.to_owned()).collect();
    assert_eq!(words_of(measures, "/properties/what/const"), words);
    for figure in Figure::all() {
        let of_kind =
            measures.as_array().unwrap().iter().find(|each| each["properties"]["kind"]["const"] == figure.kind);
        let figures = of_kind.unwrap()["properties"]["figure"]["enum"].as_array().unwrap();
        assert!(figures.contains(&Value::from(figure.word)), "{} {}", figure.kind, figure.word);
    }
    for measure in What::all().iter().filter(|measure| measure.what != What::Laboratory) {
        let described =
            measures.as_array().unwrap().iter().find(|each| each["properties"]["what"]["const"] == measure.word);
        let fields: BTreeSet<&str> =
            described.unwrap()["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        let known = measure.needs.iter().chain(measure.may).map(|argument| argument.as_str()).chain(["what"]).collect();
        assert_eq!(fields, known, "{}", measure.word);
    }
    assert_eq!(schema["$defs"]["look"]["properties"]["panel"]["enum"], Value::from(PANELS.to_vec()));
    let messages = measures.as_array().unwrap().iter().find(|each| each["properties"]["what"]["const"] == "messages");
    let kinds: Vec<&str> = MessageKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(messages.unwrap()["properties"]["message"]["enum"], Value::from(kinds));
}

#[test]
fn the_documentation_names_every_measure_and_figure_and_its_example_is_a_lesson() {
    let documentation = documentation();
    for measure in What::all() {
        let row = format!("| `{}` |", measure.word);
        let line = documentation.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("{row}"));
        assert!(line.contains(measure.answer.in_words()) && line.contains(measure.about), "{line}");
        for argument in measure.needs.iter().chain(measure.may) {
            assert!(line.contains(&format!("`{}`", argument.as_str())), "{line}");
        }
    }
    for figure in Figure::all() {
        let row = format!("| `{}` | `{}` | {} |", figure.kind, figure.word, figure.about);
        assert!(documentation.lines().any(|line| line == row), "{row}");
    }
    let example = documentation.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    check(&Lesson::read(example).unwrap()).unwrap();
}

#[test]
fn the_table_of_topics_names_lessons_and_steps_that_exist() {
    let documentation = documentation();
    let table = documentation.split("| Topic | Lesson | Steps |").nth(1).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains(".json"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(rows.len() >= 40, "{}", rows.len());
    let mut named = BTreeSet::new();
    for row in &rows {
        let [note, lesson, steps] = row[..] else { panic!("{row:?}") };
        let id = lesson.split('`').nth(1).unwrap();
        assert_eq!(lesson, format!("[`{id}`](../www/lessons/{id}.json)"), "{note}");
        let lesson = Lesson::read(&text_of(id)).unwrap();
        let count = lesson.steps.len();
        let mut is_done = false;
        for step in steps.split(", ") {
            let step: usize = step.parse().unwrap_or_else(|_| panic!("{note}: {steps}"));
            assert!((1..=count).contains(&step), "{note}: {id} has {count} steps");
            let step = &lesson.steps[step - 1];
            is_done |= !step.acts.is_empty() || step.predict.is_some();
        }
        assert!(is_done, "{note}: it is only talked about");
        named.insert(id.to_owned());
    }
    let lessons: BTreeSet<String> = ids().into_iter().filter(|id| id != "sandbox").collect();
    assert_eq!(named, lessons, "each lesson teaches a topic of the table");
}
