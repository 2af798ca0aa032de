//! Reading a goal from JSON.

use super::request::once;
use super::{Goal, NodeStanding, RequestGoal, Setting};
use crate::dynamo::key::Key;
use crate::dynamo::message::RequestKind;
use crate::explain::snapshot::OperationStatus;
use crate::input::fields::Fields;
use crate::input::refusal::Refusal;
use crate::scenario::command_words;
use crate::teaching::challenge::{MAX_DEPTH, MAX_GOALS};
use crate::teaching::lesson::{AnswerKind, Test, What, read_key, read_measure, read_name};
use serde_json::Value;

/// The fields by which one tells what a goal is.
const KINDS: [&str; 9] = ["measure", "request", "setting", "nodes", "agree", "given", "all", "any", "not"];

impl Goal {
    /// Reads a goal from JSON that is in memory.
    ///
    /// # Errors
    /// The first thing that is wrong, with the path of its field.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        Self::read(&Fields::new("goal", json)?, 0)
    }

    /// Reads a goal; `depth` is how many goals it is in.
    pub(in crate::teaching::challenge) fn read(fields: &Fields<'_>, depth: usize) -> Result<Self, Refusal> {
        let given: Vec<&str> = KINDS.into_iter().filter(|kind| fields.raw(kind).is_some()).collect();
        let [kind] = given[..] else {
            let given = if given.is_empty() { "none of them".to_owned() } else { given.join(" and ") };
            let field = if fields.location().is_empty() { "goal" } else { fields.location() };
            return Err(Refusal::field("invalid-goal", field, given, &format!("exactly one of {}", KINDS.join(", "))));
        };
        let goal = match kind {
            "measure" => {
                let measure = fields.required("measure", fields.object("measure")?, "a measure")?;
                let at = measure.path("what");
                let measure = read_measure(&measure)?;
                if measure.what == What::Laboratory {
                    let allowed = "a measure of the world: no history changes what a laboratory finds";
                    return Err(Refusal::field("invalid-choice", &at, "laboratory", allowed));
                }
                let is = required_test(fields, "is", measure.what.description().answer)?;
                Self::Measure { measure, is }
            }
            "request" => {
                let request = fields.required("request", fields.object("request")?, "a request")?;
                let mut request = read_request(&request)?;
                request.times = test(fields, "times", AnswerKind::Number)?.unwrap_or_else(once);
                Self::Request(request)
            }
            "setting" => {
                let settings = Setting::ALL.map(|setting| (setting.as_str(), setting));
                let setting = fields.required("setting", fields.choice("setting", &settings)?, "a setting")?;
                Self::Setting { setting, is: required_test(fields, "is", AnswerKind::Number)? }
            }
            "nodes" => {
                let standings = NodeStanding::ALL.map(|standing| (standing.as_str(), standing));
                let standing = fields.required("nodes", fields.choice("nodes", &standings)?, "a state of nodes")?;
                let homes_of = key_in(fields, "homesOf")?;
                Self::Nodes { standing, homes_of, is: required_test(fields, "is", AnswerKind::Number)? }
            }
            "agree" => Self::Agree { key: fields.required("agree", key_in(fields, "agree")?, "a key")? },
            "given" => {
                let words: Vec<(&str, &str)> = command_words().map(|word| (word, word)).collect();
                let command = fields.required("given", fields.choice("given", &words)?, "the word of a command")?;
                Self::Given { command: command.to_owned(), is: required_test(fields, "is", AnswerKind::Number)? }
            }
            "all" => Self::All(goals(fields, "all", depth)?),
            "any" => Self::Any(goals(fields, "any", depth)?),
            _ => {
                let inner = fields.required("not", fields.object("not")?, "a goal")?;
                Self::Not(Box::new(Self::read_inner(&inner, depth)?))
            }
        };
        fields.nothing_else()?;
        Ok(goal)
    }

    fn read_inner(fields: &Fields<'_>, depth: usize) -> Result<Self, Refusal> {
        if depth >= MAX_DEPTH {
            let allowed = format!("goals in each other, at most {MAX_DEPTH} deep");
            return Err(Refusal::field("invalid-goal", fields.location(), "one deeper", &allowed));
        }
        Self::read(fields, depth + 1)
    }
}

fn goals(fields: &Fields<'_>, field: &str, depth: usize) -> Result<Vec<Goal>, Refusal> {
    let goals = fields.list(field, MAX_GOALS, |inner| Goal::read_inner(inner, depth))?.unwrap_or_default();
    if goals.is_empty() {
        return Err(Refusal::field("invalid-list", &fields.path(field), "no goals", &format!("1 to {MAX_GOALS}")));
    }
    Ok(goals)
}

/// A key in a field of another name than `key`.
fn key_in(fields: &Fields<'_>, field: &str) -> Result<Option<String>, Refusal> {
    let key = fields.text(field, usize::MAX)?;
    let is_key = key.iter().try_for_each(|key| Key::new(key).map(|_| ()));
    is_key.map_err(|refusal| match refusal.parts {
        Some(parts) => Refusal::field(refusal.code, &fields.path(field), parts.given, &parts.allowed),
        None => refusal,
    })?;
    Ok(key)
}

fn test(fields: &Fields<'_>, field: &str, kind: AnswerKind) -> Result<Option<Test>, Refusal> {
    fields.raw(field).map(|json| Test::read(&fields.path(field), json, kind, 0)).transpose()
}

fn required_test(fields: &Fields<'_>, field: &str, kind: AnswerKind) -> Result<Test, Refusal> {
    fields.required(field, test(fields, field, kind)?, "what must have been measured")
}

fn read_request(fields: &Fields<'_>) -> Result<RequestGoal, Refusal> {
    let kinds = [RequestKind::Put, RequestKind::Get, RequestKind::Delete].map(|kind| (kind.as_str(), kind));
    let statuses = [OperationStatus::Ok, OperationStatus::Failed, OperationStatus::Pending]
        .map(|status| (status.as_str(), status));
    let request = RequestGoal {
        kind: fields.choice("do", &kinds)?,
        key: read_key(fields)?,
        client: read_name(fields, "client")?,
        coordinator: read_name(fields, "coordinator")?,
        status: fields.choice("status", &statuses)?,
        versions: test(fields, "versions", AnswerKind::Number)?,
        values: test(fields, "values", AnswerKind::Set)?,
        latency: test(fields, "latency", AnswerKind::Number)?,
        stale: fields.flag("stale")?,
        in_turn: fields.flag("inTurn")?.unwrap_or(false),
        now: fields.flag("now")?.unwrap_or(false),
        times: once(),
    };
    fields.nothing_else()?;
    Ok(request)
}
