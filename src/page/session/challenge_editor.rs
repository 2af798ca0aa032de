//! A challenge being written. Everything in it is text until it is read as a challenge, so that half a number is no loss.

use crate::input::fields::described;
use crate::page::forms::answer_form;
use crate::scenario::Scenario;
use crate::scenario::locked::{Locked, Part};
use crate::teaching::challenge::{Challenge, Goal, Limit, MAX_GOALS, MAX_HINTS};
use crate::teaching::lesson::{AnswerKind, What};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Clone)]
pub struct ChallengeEditor {
    /// The world in which it begins.
    pub scenario: Scenario,
    pub locked: Locked,
    /// The texts of its fields, by their names in the file.
    texts: BTreeMap<String, String>,
    pub hints: Vec<String>,
    /// Whether all parts of the goal must hold, or one of them.
    pub needs_all: bool,
    /// Whether the goal must hold at the end.
    pub at_end: bool,
    /// Whether one may claim that it cannot be reached; kept from a file.
    claim: bool,
    pub parts: Vec<GoalForm>,
    /// Whether there are unsaved changes.
    pub unsaved: bool,
    /// The result of the last operation, such as saving.
    pub note: String,
    /// Whether the editor asks what to do with unsaved changes.
    pub asking: bool,
}

/// A part of the goal as it is typed: what kind it is, and the texts of its fields by their names in the file. One that this
/// form cannot show is kept as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum GoalForm {
    Typed { kind: String, texts: BTreeMap<String, String> },
    Kept(Box<Goal>),
}

/// A text field of the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldOf {
    /// A field of the challenge, by its name in the file.
    Named(&'static str),
    /// The most of a limit; empty if it has none.
    Budget(Limit),
    Hint(usize),
    /// A field of the part of the goal with this index; `kind` is what it is.
    Goal(usize, &'static str),
}

/// What a part of a goal can be, with its words.
pub const GOAL_KINDS: [(&str, &str); 6] = [
    ("measure", "a measure"),
    ("request", "a put, get or delete"),
    ("setting", "N, R or W"),
    ("nodes", "the nodes"),
    ("agree", "copies agree"),
    ("given", "a command is used"),
];

/// Fields of a part whose texts are numbers in the file, beside the answer.
const NUMBERS: [&str; 3] = ["n", "tokens", "operation"];

impl ChallengeEditor {
    /// A challenge that begins in this scenario.
    pub fn new(scenario: Scenario, key: &str) -> Self {
        let title = scenario.title.clone().unwrap_or_else(|| "My challenge".to_owned());
        let usual = [
            ("title", title.as_str()),
            ("summary", "What it is about."),
            ("minutes", "10"),
            ("task", "What is to be reached."),
            ("key", key),
        ];
        Self {
            scenario,
            locked: Locked::default(),
            texts: usual.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
            hints: Vec::new(),
            needs_all: true,
            at_end: false,
            claim: false,
            parts: vec![GoalForm::new("measure", key)],
            unsaved: false,
            note: String::new(),
            asking: false,
        }
    }

    /// An existing challenge, to be changed.
    pub fn from_challenge(challenge: &Challenge) -> Self {
        let mut editor = Self::new(challenge.scenario.clone(), "");
        let (needs_all, parts) = match &challenge.goal {
            Goal::All(parts) => (true, parts.as_slice()),
            Goal::Any(parts) => (false, parts.as_slice()),
            one => (true, std::slice::from_ref(one)),
        };
        editor.needs_all = needs_all;
        editor.parts = parts.iter().map(GoalForm::from_goal).collect();
        editor.at_end = challenge.when == crate::teaching::challenge::When::End;
        editor.claim = challenge.claim;
        editor.locked = challenge.locked;
        editor.hints = challenge.hints.clone();
        editor.texts.clear();
        let mut set = |name: &str, text: Option<String>| {
            if let Some(text) = text {
                editor.texts.insert(name.to_owned(), text);
            }
        };
        set("title", Some(challenge.title.clone()));
        set("summary", Some(challenge.summary.clone()));
        set("minutes", Some(challenge.minutes.to_string()));
        set("task", Some(challenge.task.clone()));
        set("paper", challenge.paper.clone());
        set("afterwards", challenge.afterwards.clone());
        set("key", challenge.key.clone());
        set("fewest", challenge.fewest.map(|fewest| fewest.to_string()));
        for (limit, most) in challenge.budget.iter() {
            set(limit.as_str(), Some(most.to_string()));
        }
        editor
    }

    /// The present text of a field.
    pub fn text(&self, of: &FieldOf) -> String {
        let text = match of {
            FieldOf::Named(name) => self.texts.get(*name).cloned(),
            FieldOf::Budget(limit) => self.texts.get(limit.as_str()).cloned(),
            FieldOf::Hint(index) => self.hints.get(*index).cloned(),
            FieldOf::Goal(index, name) => self.parts.get(*index).map(|part| part.text(name)),
        };
        text.unwrap_or_default()
    }

    pub fn set(&mut self, of: &FieldOf, typed: String) {
        self.changed();
        match of {
            FieldOf::Named(name) => drop(self.texts.insert((*name).to_owned(), typed)),
            FieldOf::Budget(limit) => drop(self.texts.insert(limit.as_str().to_owned(), typed)),
            FieldOf::Hint(index) => {
                if let Some(hint) = self.hints.get_mut(*index) {
                    *hint = typed;
                }
            }
            FieldOf::Goal(index, name) => {
                let key = self.texts.get("key").cloned().unwrap_or_default();
                if let Some(part) = self.parts.get_mut(*index) {
                    part.set(name, typed, &key);
                }
            }
        }
    }

    /// What is unsaved now, and what was said of it before no longer holds.
    pub fn changed(&mut self) {
        (self.unsaved, self.note) = (true, String::new());
    }

    pub fn add_part(&mut self) {
        if self.parts.len() < MAX_GOALS {
            let key = self.texts.get("key").cloned().unwrap_or_default();
            self.parts.push(GoalForm::new("measure", &key));
            self.changed();
        }
    }

    /// Removes a part, unless it is the last one left.
    pub fn remove_part(&mut self, index: usize) {
        if self.parts.len() > 1 && index < self.parts.len() {
            self.parts.remove(index);
            self.changed();
        }
    }

    pub fn add_hint(&mut self) {
        if self.hints.len() < MAX_HINTS {
            self.hints.push(String::new());
            self.changed();
        }
    }

    /// The challenge as it stands.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn challenge(&self) -> Result<Challenge, String> {
        let mut json = Map::new();
        json.insert("ringsideChallenge".to_owned(), crate::teaching::challenge::FORMAT.into());
        json.insert("scenario".to_owned(), self.scenario.to_json());
        let mut budget = Map::new();
        for (name, text) in self.texts.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let is_budget = Limit::ALL.iter().any(|limit| limit.as_str() == name);
            let value = if is_budget || ["minutes", "fewest"].contains(&name.as_str()) {
                number(text)
            } else {
                text.as_str().into()
            };
            let fields = if is_budget { &mut budget } else { &mut json };
            fields.insert(name.clone(), value);
        }
        json.insert("budget".to_owned(), Value::Object(budget));
        let hints: Vec<&String> = self.hints.iter().filter(|hint| !hint.trim().is_empty()).collect();
        json.insert("hints".to_owned(), json!(hints));
        let locked: Vec<&str> = Part::ALL.into_iter().filter(|part| self.locked.has(*part)).map(Part::as_str).collect();
        json.insert("locked".to_owned(), json!(locked));
        json.insert("claim".to_owned(), self.claim.into());
        json.insert("when".to_owned(), if self.at_end { "end" } else { "ever" }.into());
        let goals: Vec<Value> = self.parts.iter().map(GoalForm::to_json).collect();
        let goal = match (&goals[..], self.needs_all) {
            ([one], _) => one.clone(),
            (_, true) => json!({ "all": goals }),
            (_, false) => json!({ "any": goals }),
        };
        json.insert("goal".to_owned(), goal);
        let challenge =
            Challenge::from_json(&Value::Object(json)).map_err(|error| self.in_labels(&error.field, &error.message))?;
        Ok(challenge)
    }

    /// What is wrong with a field, by its label on the page.
    fn in_labels(&self, field: &str, message: &str) -> String {
        let label = match field {
            "title" => "Title",
            "summary" => "In one sentence",
            "minutes" => "Minutes",
            "task" => "The task",
            "paper" => "Section of the paper",
            "afterwards" => "Afterwards",
            "key" => "The key that is looked at",
            "fewest" => "The fewest commands known",
            field => match field
                .strip_prefix("budget.")
                .and_then(|name| Limit::ALL.into_iter().find(|limit| limit.as_str() == name))
            {
                Some(limit) => limit.label(),
                None if field.starts_with("goal") => "The goal",
                None if field.starts_with("hints") => "A hint",
                None => field,
            },
        };
        format!("{label}: {message}")
    }

    /// All that is needed to go on after a reload.
    pub fn to_json(&self) -> Value {
        let parts: Vec<Value> = self.parts.iter().map(GoalForm::kept_json).collect();
        json!({ "scenario": self.scenario.to_json(), "locked": self.locked.words(), "texts": self.texts, "hints": self.hints,
            "all": self.needs_all, "end": self.at_end, "claim": self.claim, "parts": parts })
    }

    /// What was kept so; nothing if it is no challenge being written.
    pub fn from_json(json: &Value) -> Option<Self> {
        let scenario = Scenario::from_json(json.get("scenario")?).ok()?;
        let parts: Vec<GoalForm> = json.get("parts")?.as_array()?.iter().filter_map(GoalForm::from_kept).collect();
        Some(Self {
            locked: Locked::from_words(json["locked"].as_str().unwrap_or_default()),
            texts: texts_of(&json["texts"]),
            hints: json["hints"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|hint| Some(hint.as_str()?.to_owned()))
                .take(MAX_HINTS)
                .collect(),
            needs_all: json["all"].as_bool().unwrap_or(true),
            at_end: json["end"].as_bool().unwrap_or(false),
            claim: json["claim"].as_bool().unwrap_or(false),
            parts: if parts.is_empty() { vec![GoalForm::new("measure", "")] } else { parts },
            unsaved: true,
            ..Self::new(scenario, "")
        })
    }
}

impl GoalForm {
    /// A part of this kind with its usual texts.
    fn new(kind: &str, key: &str) -> Self {
        let usual: &[(&str, &str)] = match kind {
            "measure" => &[("what", "siblings"), ("key", key), ("compare", "is"), ("answer", "2")],
            "request" => &[("do", "get"), ("key", key), ("status", "ok"), ("compare", "at-least"), ("answer", "1")],
            "setting" => &[("setting", "overlap"), ("compare", "at-least"), ("answer", "1")],
            "nodes" => &[("nodes", "crashed"), ("compare", "is"), ("answer", "1")],
            "agree" => &[("agree", key)],
            _ => &[("given", "crash"), ("compare", "is"), ("answer", "0")],
        };
        let texts = usual.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Self::Typed { kind: kind.to_owned(), texts }
    }

    /// The form of a goal; one that it cannot show is kept.
    fn from_goal(goal: &Goal) -> Self {
        let json = goal.to_json();
        let Some((kind, _)) = GOAL_KINDS.iter().find(|(kind, _)| json.get(kind).is_some()) else {
            return Self::Kept(Box::new(goal.clone()));
        };
        let mut texts = BTreeMap::new();
        let inner = if ["measure", "request"].contains(kind) { &json[*kind] } else { &json };
        for (name, value) in inner.as_object().into_iter().flatten() {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
                other => other.to_string(),
            };
            texts.insert(name.clone(), text);
        }
        let test = match goal {
            Goal::Measure { is, .. } | Goal::Setting { is, .. } | Goal::Nodes { is, .. } | Goal::Given { is, .. } => {
                Some(is)
            }
            Goal::Request(request) => Some(&request.times),
            _ => None,
        };
        if let Some(test) = test {
            let (way, text) = answer_form::words_of(test);
            texts.remove("is");
            texts.insert("compare".to_owned(), way.to_owned());
            texts.insert("answer".to_owned(), text);
        }
        let form = Self::Typed { kind: (*kind).to_owned(), texts };
        let is_same = Goal::from_json(&form.to_json()).is_ok_and(|read| read == *goal);
        if is_same { form } else { Self::Kept(Box::new(goal.clone())) }
    }

    pub fn kind(&self) -> &str {
        match self {
            Self::Typed { kind, .. } => kind,
            Self::Kept(_) => "",
        }
    }

    fn text(&self, name: &str) -> String {
        match self {
            Self::Typed { kind, .. } if name == "kind" => kind.clone(),
            Self::Typed { texts, .. } => texts.get(name).cloned().unwrap_or_default(),
            Self::Kept(_) => String::new(),
        }
    }

    fn set(&mut self, name: &str, typed: String, key: &str) {
        if name == "kind" {
            *self = Self::new(&typed, key);
        } else if let Self::Typed { texts, .. } = self {
            texts.insert(name.to_owned(), typed);
        }
    }

    ///
    /// # Errors
    /// What is missing or wrong, in words.
    pub fn words(&self) -> Result<String, String> {
        Goal::from_json(&self.to_json()).map(|goal| goal.words()).map_err(|error| error.message)
    }

    /// The measure that is chosen, if it is one.
    pub fn what(&self) -> Option<What> {
        if self.kind() == "measure" { What::parse(&self.text("what")) } else { None }
    }

    /// As a challenge's file has it.
    fn to_json(&self) -> Value {
        let (kind, texts) = match self {
            Self::Kept(goal) => return goal.to_json(),
            Self::Typed { kind, texts } => (kind, texts),
        };
        let answer = match self.what() {
            Some(what) => what.description().answer,
            None => AnswerKind::Number,
        };
        let test = answer_form::test_of(answer, &self.text("compare"), &self.text("answer")).to_json();
        let accepted: Vec<&str> = match self.what() {
            Some(what) => {
                let description = what.description();
                let arguments = description.needs.iter().chain(description.may).map(|argument| argument.as_str());
                arguments.chain(["what"]).collect()
            }
            None => texts.keys().map(String::as_str).filter(|name| !["compare", "answer"].contains(name)).collect(),
        };
        let mut fields = Map::new();
        for name in accepted {
            let text = self.text(name);
            if text.is_empty() {
                continue;
            }
            let value = match name {
                name if NUMBERS.contains(&name) => number(&text),
                "stale" | "now" | "inTurn" => json!(text == "true"),
                "versions" | "latency" => number(&text),
                "values" => json!(text.split(',').map(str::trim).collect::<Vec<_>>()),
                _ => text.into(),
            };
            fields.insert(name.to_owned(), value);
        }
        match kind.as_str() {
            "measure" => json!({ "measure": fields, "is": test }),
            "request" => json!({ "request": fields, "times": test }),
            "agree" => Value::Object(fields),
            _ => {
                fields.insert("is".to_owned(), test);
                Value::Object(fields)
            }
        }
    }

    fn kept_json(&self) -> Value {
        match self {
            Self::Typed { kind, texts } => json!({ "kind": kind, "texts": texts }),
            Self::Kept(goal) => json!({ "goal": goal.to_json() }),
        }
    }

    fn from_kept(json: &Value) -> Option<Self> {
        if let Some(goal) = json.get("goal") {
            return Goal::from_json(goal).ok().map(Box::new).map(Self::Kept);
        }
        let kind = json.get("kind")?.as_str()?;
        let known = GOAL_KINDS.iter().any(|(known, _)| *known == kind);
        known.then(|| Self::Typed { kind: kind.to_owned(), texts: texts_of(&json["texts"]) })
    }
}

/// A number, or the text as it stands, which is refused by its field.
fn number(text: &str) -> Value {
    let text = text.trim();
    match text.parse::<u64>() {
        Ok(whole) => whole.into(),
        Err(_) => text.parse::<f64>().map_or_else(|_| text.into(), Value::from),
    }
}

fn texts_of(json: &Value) -> BTreeMap<String, String> {
    let texts = json.as_object().into_iter().flatten();
    texts.map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| described(value), str::to_owned))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor() -> ChallengeEditor {
        ChallengeEditor::new(Scenario::default(), "cart")
    }

    #[test]
    fn a_fresh_one_is_a_challenge_already() {
        let challenge = editor().challenge().unwrap();
        assert_eq!((challenge.title.as_str(), challenge.minutes), ("My challenge", 10));
        assert_eq!(challenge.goal.words(), "Current versions of cart: 2");
    }

    #[test]
    fn each_kind_of_goal_can_be_typed_and_is_shown_again() {
        for (kind, words) in GOAL_KINDS.iter().zip([
            "Current versions of cart: 2",
            "A get of cart is done",
            "R + W − N is at least 1",
            "Nodes that are down: 1",
            "All homes of cart hold the same versions of it",
            "Crashes: none",
        ]) {
            let mut editor = editor();
            editor.set(&FieldOf::Goal(0, "kind"), kind.0.to_owned());
            let challenge = editor.challenge().unwrap();
            assert_eq!(challenge.goal.words(), words);
            let again = ChallengeEditor::from_challenge(&challenge);
            assert_eq!(again.challenge().unwrap(), challenge, "{kind:?}");
            assert!(matches!(again.parts[0], GoalForm::Typed { .. }), "{kind:?}");
        }
    }

    #[test]
    fn what_the_form_cannot_show_is_kept() {
        let mut challenge = editor().challenge().unwrap();
        challenge.goal = Goal::from_json(&json!({ "all": [
            { "not": { "agree": "cart" } }, { "any": [{ "agree": "a" }, { "agree": "b" }] },
            { "request": { "do": "get", "versions": { "atLeast": 2 }, "stale": true, "now": true } },
            { "measure": { "what": "status", "operation": 2 }, "is": { "oneOf": ["ok", "failed"] } }] }))
        .unwrap();
        let again = ChallengeEditor::from_challenge(&challenge);
        assert_eq!(again.challenge().unwrap(), challenge);
        let kept = ChallengeEditor::from_json(&again.to_json()).unwrap();
        assert_eq!(kept.challenge().unwrap(), challenge);
    }

    #[test]
    fn what_is_wrong_is_said_by_the_label() {
        for (of, typed, words) in [
            (FieldOf::Named("title"), " ", "Title: "),
            (FieldOf::Named("minutes"), "soon", "Minutes: got \"soon\"; allowed is a whole number from 1 to 120"),
            (FieldOf::Budget(Limit::Drops), "-1", "Dropped messages: got -1"),
            (FieldOf::Goal(0, "what"), "weight", "The goal: "),
        ] {
            let mut editor = editor();
            editor.set(&of, typed.to_owned());
            let message = editor.challenge().unwrap_err();
            assert!(message.starts_with(words), "{message}");
        }
    }
}
