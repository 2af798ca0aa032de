//! The lessons of the page, a small one to be damaged, and chance to damage it with.

/// Where the lessons are.
pub const FOLDER: &str = "www/lessons";

/// The names of the lessons, in order.
pub fn ids() -> Vec<String> {
    let files = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let others = ["index", "lesson.schema"];
    let lesson =
        |file: String| Some(file.strip_suffix(".json")?.to_owned()).filter(|id| !others.contains(&id.as_str()));
    let mut ids: Vec<String> = files.filter_map(lesson).collect();
    ids.sort();
    ids
}

/// The text of a lesson's file.
pub fn text_of(id: &str) -> String {
    let path = format!("{FOLDER}/{id}.json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A good lesson of two steps.
pub const EXAMPLE: &str = r#"{
  "ringsideLesson": 1,
  "title": "A put",
  "summary": "One write.",
  "minutes": 5,
  "scenario": { "ringside": 1, "nodes": [{ "name": "A", "tokens": 2 }, { "name": "B", "tokens": 2 }], "n": 2, "r": 1, "w": 1 },
  "steps": [
    { "title": "Hook", "say": "Where is the cart?", "look": { "key": "cart", "panel": "copies" } },
    {
      "title": "Write",
      "say": "Alice puts bread into her cart.",
      "do": [{ "do": "put", "client": "alice", "key": "cart", "value": "bread" }],
      "until": "quiet",
      "predict": {
        "question": "Does it succeed?",
        "measure": { "what": "status" },
        "choices": [
          { "text": "Yes", "is": "ok", "because": "All nodes are up." },
          { "text": "No", "is": "failed", "because": "Nothing is in its way." }
        ]
      }
    }
  ]
}
"#;

/// What is replaced in the example, by what, and then: the line, the field and a part of the message.
type Damage = (&'static str, &'static str, usize, &'static str, &'static str);

/// Damaged examples.
pub fn damaged() -> Vec<Damage> {
    let predict = "steps[1].predict";
    let field = |rest: &str| -> &'static str { format!("{predict}.{rest}").leak() };
    vec![
        ("\"title\": \"A put\",", "\"title\": \"A put\"", 4, "", "not JSON"),
        ("\"ringsideLesson\": 1,", "", 1, "ringsideLesson", "got nothing"),
        ("\"ringsideLesson\": 1,", "\"ringsideLesson\": 2,", 2, "ringsideLesson", "a newer page may read"),
        ("\"title\": \"A put\"", "\"title\": 7", 3, "title", "got 7; allowed is a text"),
        ("\"title\": \"A put\"", "\"title\": \"  \"", 3, "title", "an empty text"),
        ("\"title\": \"A put\"", "\"title\": \"a\\u0000b\"", 3, "title", "control characters"),
        ("\"summary\"", "\"sumary\"", 1, "summary", "got nothing"),
        ("\"minutes\": 5", "\"minutes\": 0", 5, "minutes", "a whole number from 1 to 60"),
        ("\"minutes\": 5", "\"minutes\": 5, \"autor\": \"me\"", 5, "autor", "an unknown field"),
        ("\"ringside\": 1", "\"ringside\": 9", 6, "scenario.ringside", "got 9"),
        ("\"tokens\": 2 }]", "\"tokens\": 0 }]", 6, "scenario.nodes[1].tokens", "got 0"),
        ("\"name\": \"B\"", "\"name\": \"A\"", 6, "scenario.nodes[1].name", "is taken"),
        ("\"r\": 1", "\"r\": 3", 6, "scenario.r", "1 to N, and N is 2"),
        ("\"title\": \"Hook\", ", "", 8, "steps[0].title", "got nothing"),
        ("\"copies\"", "\"cellar\"", 8, "steps[0].look.panel", "preference, copies"),
        ("\"panel\"", "\"pannel\"", 8, "steps[0].look.pannel", "an unknown field"),
        ("\"key\": \"cart\", \"panel\"", "\"key\": \"\", \"panel\"", 8, "steps[0].look.key", "an empty text"),
        ("\"do\": \"put\"", "\"do\": \"putt\"", 12, "steps[1].do[0].do", "got \"putt\""),
        ("\"value\": \"bread\"", "\"valu\": \"bread\"", 12, "steps[1].do[0].value", "got nothing"),
        ("\"value\": \"bread\"", "\"value\": \"bread\", \"via\": \"Z\"", 12, "steps[1].do[0].via", "allowed is A, B"),
        ("\"do\": \"put\"", "\"at\": -1, \"do\": \"put\"", 12, "steps[1].do[0].at", "a number from 0"),
        ("\"until\": \"quiet\"", "\"until\": \"noon\"", 13, "steps[1].until", "done, quiet"),
        ("\"until\": \"quiet\"", "\"until\": { \"ms\": 1e9 }", 13, "steps[1].until.ms", "600000"),
        ("\"until\": \"quiet\"", "\"until\": { }", 13, "steps[1].until", "ms or events"),
        ("\"question\": \"Does it succeed?\",", "", 14, field("question"), "got nothing"),
        ("\"status\"", "\"colour\"", 16, field("measure.what"), "got \"colour\"; allowed is owner, preference-list"),
        ("\"status\"", "\"status\", \"key\": \"cart\"", 16, field("measure.key"), "an unknown field"),
        ("\"status\"", "\"owner\"", 16, field("measure.key"), "got nothing"),
        ("\"status\"", "\"status\", \"operation\": 2", 16, field("measure.operation"), "1 to 1, the requests"),
        ("{ \"what\": \"status\" }", "7", 16, field("measure"), "got 7"),
        ("\"is\": \"ok\"", "\"is\": 3", 18, field("choices[0].is"), "a text, for that is what is measured"),
        (
            "\"is\": \"ok\"",
            "\"is\": { \"atLeast\": 3 }",
            18,
            field("choices[0].is.atLeast"),
            "where a number is measured",
        ),
        ("\"is\": \"ok\"", "\"is\": { \"atleast\": 3 }", 18, field("choices[0].is.atleast"), "an unknown field"),
        ("\"is\": \"ok\"", "\"is\": { }", 18, field("choices[0].is"), "oneOf"),
        ("\"is\": \"ok\", ", "", 18, field("choices[0].is"), "got nothing"),
        (
            "{ \"text\": \"No\", \"is\": \"failed\", \"because\": \"Nothing is in its way.\" }",
            "{ \"text\": \"No\", \"is\": \"failed\" }",
            19,
            field("choices[1].because"),
            "got nothing",
        ),
        (
            ",\n          { \"text\": \"No\", \"is\": \"failed\", \"because\": \"Nothing is in its way.\" }",
            "",
            17,
            field("choices"),
            "got 1 of them; allowed is 2 to 5",
        ),
        ("\"is\": \"failed\"", "\"is\": { \"not\": \"failed\" }", 17, field("choices"), "right at once"),
        ("\"is\": \"ok\"", "\"is\": \"pending\"", 17, field("choices"), "no choice is right"),
        (
            "{ \"what\": \"status\" }",
            "{ \"what\": \"laboratory\", \"kind\": \"shares\", \"with\": { \"trials\": 0 }, \"figure\": \"cv\" }",
            16,
            field("measure.with.trials"),
            "1 to 100000",
        ),
        (
            "{ \"what\": \"status\" }",
            "{ \"what\": \"laboratory\", \"kind\": \"shares\", \"with\": { \"trials\": 99999, \"tokens\": 64 }, \"figure\": \"cv\" }",
            16,
            field("measure.with"),
            "at most 4000000 in a lesson",
        ),
        (
            "{ \"what\": \"status\" }",
            "{ \"what\": \"laboratory\", \"kind\": \"shares\", \"figure\": \"mass\" }",
            16,
            field("measure.figure"),
            "cv, expectedCv",
        ),
    ]
}

/// Numbers that look like chance, the same ones each time.
pub struct Chance(pub u64);

impl Chance {
    /// One below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}
