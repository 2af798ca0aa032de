//! Lessons, scenarios and rings imported as text.

use super::{Action, ChallengeAction, LessonAction, RingAction};
use crate::input::refusal::Refusal;
use crate::laboratories::rings::ring_text::seems_a_ring;
use crate::scenario::Scenario;
use serde_json::Value;

/// The action for a text that should be a lesson, a scenario or the ring of a real cluster.
pub fn read_text(text: String) -> Action {
    if text.contains("\"ringsideChallenge\"") {
        Action::Challenge(ChallengeAction::Read(text))
    } else if text.contains("\"ringsideLesson\"") {
        Action::Lesson(LessonAction::Read(text))
    } else if is_ring(&text) {
        Action::Ring(RingAction::Read(text.into()))
    } else {
        read_scenario(&text)
    }
}

/// Whether a text is rather a ring than a scenario, which is an object of JSON with its version, and whose nodes may say how
/// many tokens they have.
fn is_ring(text: &str) -> bool {
    match text.trim_start().chars().next() {
        Some('{') => {}
        // Riak’s console prints lists, too.
        Some('[') => return seems_a_ring(text) && (text.contains('@') || serde_json::from_str::<Value>(text).is_ok()),
        _ => return seems_a_ring(text),
    }
    let names_tokens = ["token", "tokens", "end_token", "original", "keyspaces"];
    let has_tokens = names_tokens.iter().any(|word| text.contains(&format!("\"{word}\"")));
    !text.contains("\"ringside\"") && has_tokens && !counts_tokens(text)
}

fn counts_tokens(text: &str) -> bool {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    let nodes = json.get("nodes").and_then(Value::as_array);
    nodes.is_some_and(|nodes| nodes.iter().any(|node| node.get("tokens").is_some_and(Value::is_u64)))
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
        let allowed = "a scenario that Ringside saved, or the ring of a cluster as nodetool or riak admin print it";
        Refusal::field("not-json", "scenario", format!("no JSON: {problem}"), allowed)
    })?;
    Scenario::from_json(&json)
}
