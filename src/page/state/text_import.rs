//! Lessons and scenarios imported as text.

use super::{Action, LessonAction};
use crate::input::refusal::Refusal;
use crate::scenario::Scenario;
use serde_json::Value;

/// The action for a text that should be a lesson or a scenario.
pub fn read_text(text: String) -> Action {
    if text.contains("\"ringsideLesson\"") { Action::Lesson(LessonAction::Read(text)) } else { read_scenario(&text) }
}

/// The action for a text that should be a scenario.
fn read_scenario(text: &str) -> Action {
    Action::Open(scenario_of(text).map(Box::new).map_err(|refusal| refusal.message))
}

/// The scenario in a text.
///
/// # Errors
/// `not-json`, and whatever is wrong with the scenario.
pub fn scenario_of(text: &str) -> Result<Scenario, Refusal> {
    let json: Value = serde_json::from_str(text).map_err(|problem| {
        Refusal::field("not-json", "scenario", format!("no JSON: {problem}"), "a scenario that Ringside saved")
    })?;
    Scenario::from_json(&json)
}
