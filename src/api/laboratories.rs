//! The laboratories, each run to its end.

use super::convert::{refused, value_out};
use super::plain_data::value_in;
use crate::input::fields::Fields;
use crate::input::limits::MAX_NODES;
use crate::input::refusal::Refusal;
use crate::laboratories::capacity::{CapacityExperiment, parameters_from_json};
use crate::laboratories::engine_staleness::{EngineStalenessExperiment, EngineStalenessParameters};
use crate::laboratories::key_placement::KeyPlacement;
use crate::laboratories::latency::{LatencyExperiment, LatencyParameters};
use crate::laboratories::load::{LoadExperiment, LoadParameters};
use crate::laboratories::movement::{MovementExperiment, MovementParameters};
use crate::laboratories::placements::{Lookups, MethodName, PlacementExperiment, PlacementParameters, TimedOutcome};
use crate::laboratories::service_level::{ServiceLevelExperiment, ServiceLevelParameters};
use crate::laboratories::staleness::{StalenessExperiment, StalenessParameters};
use crate::laboratories::sweep::{self, Sweep};
use crate::laboratories::{Experiment, run};
use crate::scenario::{NodeSpec, Scenario};
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// Reads, runs to the end, and writes.
fn done<E: Experiment>(parameters: &JsValue, begin: fn(&Value) -> Result<E, Refusal>) -> Result<JsValue, JsValue>
where
    E::Outcome: Serialize,
{
    let json = value_in("parameters", parameters)?;
    value_out(&run(begin(&json).map_err(refused)?))
}

/// How evenly load is spread.
#[wasm_bindgen(js_name = loadLab, skip_typescript)]
pub fn load_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json| LoadExperiment::new(LoadParameters::from_json(json)?))
}

/// The spread against tokens.
#[wasm_bindgen(js_name = loadSweep, skip_typescript)]
pub fn load_sweep(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, sweep::over_tokens_from_json)
}

/// Figure 8 of the paper.
#[wasm_bindgen(js_name = figure8, skip_typescript)]
pub fn figure_8(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json: &Value| {
        let fields = Fields::new("parameters", json)?;
        let (trials, seed) = (fields.whole("trials", 1, 10_000)?, fields.whole("seed", 0, 1 << 53)?);
        fields.nothing_else()?;
        Sweep::figure_8(trials.unwrap_or(100), seed.unwrap_or(1))
    })
}

/// What moves at a join or a leave.
#[wasm_bindgen(js_name = movementLab, skip_typescript)]
pub fn movement_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json| MovementExperiment::new(MovementParameters::from_json(json)?))
}

/// Nodes of different strength.
#[wasm_bindgen(js_name = capacityLab, skip_typescript)]
pub fn capacity_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json| CapacityExperiment::new(&parameters_from_json(json)?))
}

/// How long get and put take.
#[wasm_bindgen(js_name = latencyLab, skip_typescript)]
pub fn latency_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json| LatencyExperiment::new(LatencyParameters::from_json(json)?))
}

/// A service level against rising load.
#[wasm_bindgen(js_name = serviceLevelLab, skip_typescript)]
pub fn service_level_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json| ServiceLevelExperiment::new(ServiceLevelParameters::from_json(json)?))
}

/// How soon reads see a write, in the WARS model.
#[wasm_bindgen(js_name = stalenessLab, skip_typescript)]
pub fn staleness_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json| StalenessExperiment::new(StalenessParameters::from_json(json)?))
}

/// The same, asked of the engine.
#[wasm_bindgen(js_name = engineStalenessLab, skip_typescript)]
pub fn engine_staleness_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json| EngineStalenessExperiment::new(EngineStalenessParameters::from_json(json)?))
}

/// The other placements side by side, each with the time that a look-up takes here.
#[wasm_bindgen(js_name = placementLab, skip_typescript)]
pub fn placement_lab(parameters: &JsValue) -> Result<JsValue, JsValue> {
    let json = value_in("parameters", parameters)?;
    let parameters = PlacementParameters::from_json(&json).map_err(refused)?;
    let outcomes = run(PlacementExperiment::new(parameters.clone()).map_err(refused)?);
    let timed = outcomes
        .into_iter()
        .zip(&parameters.methods)
        .map(|(outcome, method)| TimedOutcome { ns_per_lookup: Some(ns_per_lookup(&parameters, *method)), outcome });
    value_out(&timed.collect::<Vec<_>>())
}

/// Looks up keys for some 20 milliseconds.
fn ns_per_lookup(parameters: &PlacementParameters, method: MethodName) -> f64 {
    const LONG_ENOUGH_MS: f64 = 20.0;
    const AT_ONCE: usize = 200;
    let mut lookups = Lookups::new(parameters, method);
    let begin = js_sys::Date::now();
    let mut done = 0;
    loop {
        std::hint::black_box(lookups.look_up(AT_ONCE));
        done += AT_ONCE;
        let elapsed = js_sys::Date::now() - begin;
        if elapsed >= LONG_ENOUGH_MS {
            return elapsed * 1e6 / done as f64;
        }
    }
}

/// Real keys on the ring of these nodes.
#[wasm_bindgen(js_name = placeKeys, skip_typescript)]
pub fn place_keys(parameters: &JsValue) -> Result<JsValue, JsValue> {
    done(parameters, |json: &Value| {
        let fields = Fields::new("parameters", json)?;
        let nodes = NodeSpec::list_from_json(&fields)?;
        let n = fields.count("n", 1, MAX_NODES)?.unwrap_or(1);
        let keys = fields.required("keys", fields.whole("keys", 0, 10_000_000)?, "how many keys")?;
        fields.nothing_else()?;
        KeyPlacement::new(Scenario { nodes, ..Scenario::default() }.ring()?, n, keys)
    })
}
