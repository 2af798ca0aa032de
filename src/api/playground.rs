//! The class `Playground`.

use super::convert::{named_out, refused, value_out};
use super::plain_data::{text_in, value_in};
use crate::input::fields::{Fields, described};
use crate::input::refusal::Refusal;
use crate::playground::{Playground, RunLimit, permalink};
use crate::scenario::{Command, Scenario};
use serde_json::Value;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// A playground for JavaScript. What is given to it is read before the playground is borrowed: reading runs the caller's
/// getters, which may ask the same playground. Arguments beside `&self` are owned: a call on a playground that was freed
/// throws before it takes them, and of those that are lent there is room for a thousand.
#[wasm_bindgen(js_name = Playground, skip_typescript)]
pub struct JsPlayground(RefCell<Playground>);

impl JsPlayground {
    fn from_playground(playground: Playground) -> Self {
        Self(RefCell::new(playground))
    }

    /// Does something with the playground that runs nothing of the caller's.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Playground) -> T) -> Result<T, JsValue> {
        let interrupted = "This playground was interrupted within a call, as the stack was exhausted; make a new one.";
        match self.0.try_borrow_mut() {
            Ok(mut playground) => Ok(act(&mut playground)),
            Err(_) => Err(refused(Refusal::new("interrupted", interrupted))),
        }
    }
}

#[wasm_bindgen(js_class = Playground)]
impl JsPlayground {
    /// A scenario at its start; a sensible cluster when it is left out.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario: &JsValue) -> Result<JsPlayground, JsValue> {
        let scenario = match value_in("scenario", scenario)? {
            Value::Null => Scenario::default(),
            json => Scenario::from_json(&json).map_err(refused)?,
        };
        Playground::new(scenario).map(Self::from_playground).map_err(refused)
    }

    /// Gives a command at the current time.
    pub fn apply(&self, command: JsValue) -> Result<JsValue, JsValue> {
        let command = Command::from_json(&value_in("command", &command)?).map_err(refused)?;
        let operation = self.with(|playground| playground.apply(command))?.map_err(refused)?;
        Ok(operation.map_or(JsValue::NULL, JsValue::from))
    }

    /// The next event.
    pub fn step(&self) -> Result<JsValue, JsValue> {
        match self.with(Playground::step)?.map_err(refused)? {
            Some(event) => named_out(&event),
            None => Ok(JsValue::NULL),
        }
    }

    /// Runs until quiet or to a limit.
    pub fn run(&self, limit: JsValue) -> Result<JsValue, JsValue> {
        let limit = read_limit(&value_in("limit", &limit)?).map_err(refused)?;
        named_out(&self.with(|playground| playground.run(limit))?.map_err(refused)?)
    }

    /// Goes to any known step.
    pub fn seek(&self, step: JsValue) -> Result<(), JsValue> {
        let step = read_step("step", &value_in("step", &step)?).map_err(refused)?;
        self.with(|playground| playground.seek(step))?.map_err(refused)
    }

    /// Everything there is to see.
    pub fn state(&self) -> Result<JsValue, JsValue> {
        named_out(&self.with(|playground| playground.state())?)
    }

    /// What happened from a step on, the first when it is left out.
    pub fn trace(&self, from_step: JsValue) -> Result<JsValue, JsValue> {
        let from = match value_in("fromStep", &from_step)? {
            Value::Null => 1,
            step => read_step("fromStep", &step).map_err(refused)?,
        };
        named_out(&self.with(|playground| playground.trace(from))?)
    }

    /// The courses of events that were left.
    pub fn branches(&self) -> Result<JsValue, JsValue> {
        value_out(&self.with(|playground| playground.branches())?)
    }

    /// Goes over to a branch.
    #[wasm_bindgen(js_name = switchToBranch)]
    pub fn switch_to_branch(&self, number: JsValue) -> Result<(), JsValue> {
        let number = read_branch(&number)?;
        self.with(|playground| playground.switch_to_branch(number))?.map_err(refused)
    }

    /// Forgets a branch.
    #[wasm_bindgen(js_name = dropBranch)]
    pub fn drop_branch(&self, number: JsValue) -> Result<(), JsValue> {
        let number = read_branch(&number)?;
        self.with(|playground| playground.drop_branch(number))?.map_err(refused)
    }

    /// What contradicts the invariants at the present step.
    pub fn violations(&self) -> Result<JsValue, JsValue> {
        value_out(&self.with(|playground| playground.violations())?)
    }

    /// The scenario that replays to exactly this history.
    pub fn scenario(&self) -> Result<JsValue, JsValue> {
        named_out(&self.with(|playground| playground.scenario())?)
    }

    /// A link to this moment.
    pub fn permalink(&self) -> Result<String, JsValue> {
        self.with(|playground| permalink::permalink(playground))
    }

    /// The playground of a link.
    #[wasm_bindgen(js_name = fromPermalink)]
    pub fn from_permalink(fragment: &JsValue) -> Result<JsPlayground, JsValue> {
        permalink::from_permalink(&text_in("fragment", fragment)?).map(Self::from_playground).map_err(refused)
    }
}

/// No branch has a number above what fits.
fn read_branch(number: &JsValue) -> Result<u32, JsValue> {
    let number = read_step("branch", &value_in("branch", number)?).map_err(refused)?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

fn read_limit(json: &Value) -> Result<RunLimit, Refusal> {
    if json.is_null() {
        return Ok(RunLimit::default());
    }
    let fields = Fields::new("limit", json)?;
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
