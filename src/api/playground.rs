//! The class `Playground`.

use super::convert::{refused, value_out};
use super::plain_data::{text_in, value_in};
use crate::fields::{Fields, described};
use crate::permalink;
use crate::playground::{Playground, RunLimit};
use crate::refusal::Refusal;
use crate::scenario::{Command, Scenario};
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// A playground for JavaScript.
#[wasm_bindgen(js_name = Playground, skip_typescript)]
pub struct JsPlayground(Playground);

#[wasm_bindgen(js_class = Playground)]
impl JsPlayground {
    /// A scenario at its start; a sensible cluster when it is left out.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario: JsValue) -> Result<JsPlayground, JsValue> {
        let scenario = match value_in("scenario", scenario)? {
            Value::Null => Scenario::default(),
            json => Scenario::from_json(&json).map_err(refused)?,
        };
        Playground::new(scenario).map(Self).map_err(refused)
    }

    /// Gives a command at the current time.
    pub fn apply(&mut self, command: JsValue) -> Result<JsValue, JsValue> {
        let command = Command::from_json(&value_in("command", command)?).map_err(refused)?;
        Ok(self.0.apply(command).map_err(refused)?.map_or(JsValue::NULL, JsValue::from))
    }

    /// The next event.
    pub fn step(&mut self) -> Result<JsValue, JsValue> {
        match self.0.step().map_err(refused)? {
            Some(event) => value_out(&event),
            None => Ok(JsValue::NULL),
        }
    }

    /// Runs until quiet or to a limit.
    pub fn run(&mut self, limit: JsValue) -> Result<JsValue, JsValue> {
        let limit = read_limit(&value_in("limit", limit)?).map_err(refused)?;
        value_out(&self.0.run(limit).map_err(refused)?)
    }

    /// Goes to any known step.
    pub fn seek(&mut self, step: JsValue) -> Result<(), JsValue> {
        let step = read_step("step", &value_in("step", step)?).map_err(refused)?;
        self.0.seek(step).map_err(refused)
    }

    /// Everything there is to see.
    pub fn state(&self) -> Result<JsValue, JsValue> {
        value_out(&self.0.state())
    }

    /// What happened from a step on, the first when it is left out.
    pub fn trace(&self, from_step: JsValue) -> Result<JsValue, JsValue> {
        let from = match value_in("fromStep", from_step)? {
            Value::Null => 1,
            step => read_step("fromStep", &step).map_err(refused)?,
        };
        value_out(&self.0.trace(from))
    }

    /// The courses of events that were left.
    pub fn branches(&self) -> Result<JsValue, JsValue> {
        value_out(&self.0.branches())
    }

    /// Goes over to a branch.
    #[wasm_bindgen(js_name = switchToBranch)]
    pub fn switch_to_branch(&mut self, number: JsValue) -> Result<(), JsValue> {
        let number = read_step("branch", &value_in("branch", number)?).map_err(refused)?;
        self.0.switch_to_branch(number as u32).map_err(refused)
    }

    /// Forgets a branch.
    #[wasm_bindgen(js_name = dropBranch)]
    pub fn drop_branch(&mut self, number: JsValue) -> Result<(), JsValue> {
        let number = read_step("branch", &value_in("branch", number)?).map_err(refused)?;
        self.0.drop_branch(number as u32).map_err(refused)
    }

    /// What contradicts the invariants at the present step.
    pub fn violations(&self) -> Result<JsValue, JsValue> {
        value_out(&self.0.violations())
    }

    /// The scenario that replays to exactly this history.
    pub fn scenario(&self) -> Result<JsValue, JsValue> {
        value_out(&self.0.scenario())
    }

    /// A link to this moment.
    pub fn permalink(&self) -> String {
        permalink::permalink(&self.0)
    }

    /// The playground of a link.
    #[wasm_bindgen(js_name = fromPermalink)]
    pub fn from_permalink(fragment: &JsValue) -> Result<JsPlayground, JsValue> {
        permalink::from_permalink(&text_in("fragment", fragment)?).map(Self).map_err(refused)
    }
}

fn read_limit(json: &Value) -> Result<RunLimit, Refusal> {
    if json.is_null() {
        return Ok(RunLimit::default());
    }
    let fields = Fields::of("limit", json)?;
    let limit =
        RunLimit { until: fields.number("until", 0.0, 1e12)?, events: fields.count("events", 0, usize::MAX >> 12)? };
    fields.nothing_else()?;
    Ok(limit)
}

fn read_step(field: &str, json: &Value) -> Result<usize, Refusal> {
    let whole = json.as_f64().filter(|step| step.fract() == 0.0 && (0.0..1e12).contains(step));
    whole
        .map(|step| step as usize)
        .ok_or_else(|| Refusal::field("unknown-step", field, described(json), "a whole number"))
}
