//! Writing a challenge as a file that people can read and change.

use super::{Challenge, FORMAT, When};
use crate::input::writing::{Fields, Written, plain};
use crate::scenario::locked::Part;
use crate::teaching::lesson::scenario_fields;
use serde_json::Value;

impl Challenge {
    /// The file's text, which [`Challenge::read`] reads back to an equal challenge. What is as usual is left out.
    pub fn write(&self) -> String {
        self.written().text()
    }

    /// The same as JSON in memory, which [`Challenge::from_json`] reads.
    pub fn to_json(&self) -> Value {
        self.written().into_value()
    }

    fn written(&self) -> Written {
        let mut fields = Fields::new([
            ("ringsideChallenge", plain(FORMAT)),
            ("title", plain(self.title.as_str())),
            ("summary", plain(self.summary.as_str())),
            ("minutes", plain(self.minutes)),
        ]);
        fields.add("paper", self.paper.as_deref());
        fields.add("task", Some(self.task.as_str()));
        if !self.hints.is_empty() {
            fields.put("hints", Written::List(self.hints.iter().map(|hint| plain(hint.as_str())).collect()));
        }
        fields.add("afterwards", self.afterwards.as_deref());
        fields.add("key", self.key.as_deref());
        fields.put("scenario", scenario_fields(&self.scenario));
        let locked: Vec<&str> = Part::ALL.into_iter().filter(|part| self.locked.has(*part)).map(Part::as_str).collect();
        fields.add("locked", Some(locked).filter(|locked| !locked.is_empty()));
        fields.put("goal", goal(self.goal.to_json()));
        fields.add("when", (self.when != When::Ever).then_some(self.when.as_str()));
        fields.add(
            "budget",
            Some(self.budget.to_json()).filter(|budget| budget.as_object().is_some_and(|it| !it.is_empty())),
        );
        fields.add("fewest", self.fewest);
        fields.add("claim", self.claim.then_some(true));
        fields.written()
    }
}

/// The goals of a list stand on lines of their own.
fn goal(json: Value) -> Written {
    match json {
        Value::Object(map) => {
            let mut fields = Fields::default();
            for (name, value) in map {
                let value = match value {
                    Value::Array(goals) if name == "all" || name == "any" => {
                        Written::List(goals.into_iter().map(goal).collect())
                    }
                    other => Written::Plain(other),
                };
                fields.put(&name, value);
            }
            fields.written()
        }
        other => Written::Plain(other),
    }
}
