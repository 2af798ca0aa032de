//! “Show on the ring”: the scenario that reproduces an experiment's settings on the stage.

use crate::input::refusal::Refusal;
use crate::laboratories::delays::Preset;
use crate::page::forms::laboratory::delay_text::delay_of_text;
use crate::page::forms::laboratory::{Kind, Settings};
use crate::scenario::{Delay, Network, Scenario};
use serde_json::{Map, Value, json};

/// Most nodes, and most tokens per node, on the stage: more could not be told apart.
const MOST_NODES: usize = 64;
const MOST_TOKENS: usize = 256;

/// The scenario for these settings.
///
/// # Errors
/// An invalid setting.
pub fn scenario(settings: &Settings) -> Result<Scenario, Refusal> {
    let capacities = numbers(settings.text(if settings.kind == Kind::Placements { "weights" } else { "capacities" }));
    let asked = whole(settings, "nodes").unwrap_or(if settings.kind == Kind::Figure8 { 30 } else { 5 });
    let nodes = if capacities.is_empty() { asked } else { capacities.len() }.clamp(1, MOST_NODES);
    // For a sweep, the largest token count.
    let tokens = numbers(settings.text("tokens")).into_iter().fold(8.0, |_, tokens: f64| tokens) as usize;
    let tokens = tokens.clamp(1, MOST_TOKENS);
    let all: f64 = capacities.iter().take(nodes).sum();
    let of = |index: usize| match capacities.get(index) {
        Some(capacity) if all > 0.0 => {
            ((capacity / all * (nodes * tokens) as f64).round() as usize).clamp(1, MOST_TOKENS)
        }
        _ => tokens,
    };
    let specs: Vec<Value> = (0..nodes).map(|index| json!({ "name": name(index), "tokens": of(index) })).collect();
    let mut object = Map::new();
    object.insert("ringside".to_owned(), json!(1));
    object.insert("title".to_owned(), json!(settings.kind.title()));
    object.insert("seed".to_owned(), json!(whole(settings, "seed").unwrap_or(1)));
    object.insert("nodes".to_owned(), Value::Array(specs));
    let n = whole(settings, "n").unwrap_or(3).max(1);
    let quorum = |letter: &str| whole(settings, letter).unwrap_or(2).clamp(1, n);
    for (letter, value) in [("n", n), ("r", quorum("r")), ("w", quorum("w"))] {
        object.insert(letter.to_owned(), json!(value));
    }
    object.insert("quorum".to_owned(), json!("sloppy"));
    object.insert("versioning".to_owned(), json!("dotted"));
    let strategy = settings.text("strategy");
    if !strategy.is_empty() && strategy != "random-tokens" {
        let asked = whole(settings, "partitions").filter(|partitions| *partitions > 0);
        object.insert("strategy".to_owned(), json!(strategy));
        object.insert("partitions".to_owned(), json!(asked.unwrap_or(nodes * tokens).max(nodes)));
    }
    if let Some(leg) = Some(settings.text("leg")).filter(|leg| !leg.is_empty()) {
        object.insert("network".to_owned(), json!({ "delay": delay_of_text("leg", leg)? }));
    }
    let scenario = Scenario::from_json(&Value::Object(object))?;
    Ok(match legs(settings) {
        Some(delay) => Scenario { network: Network { delay, ..scenario.network }, ..scenario },
        None => scenario,
    })
}

/// The simulated network has one delay for all messages: that of the write leg.
fn legs(settings: &Settings) -> Option<Delay> {
    let word = settings.text("preset");
    Preset::ALL.into_iter().find(|preset| preset.as_str() == word).map(|preset| preset.legs().write)
}

fn name(index: usize) -> String {
    let letter = char::from(b'A' + (index % 26) as u8);
    if index < 26 { letter.to_string() } else { format!("{letter}{}", index / 26) }
}

fn whole(settings: &Settings, field: &str) -> Option<usize> {
    settings.text(field).trim().parse().ok()
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split([',', ' ', ';']).filter_map(|part| part.parse::<f64>().ok());
    parts.filter(|number| number.is_finite() && *number > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_experiment_can_be_seen_in_the_ring() {
        for kind in Kind::ALL {
            let scenario = scenario(&Settings::new(kind)).unwrap_or_else(|refusal| panic!("{}", refusal.message));
            assert!(scenario.ring().is_ok_and(|ring| !ring.tokens().is_empty()), "{}", kind.as_str());
        }
    }

    #[test]
    fn the_ring_has_the_settings_of_the_experiment() {
        let settings = Settings::new(Kind::Shares).with("nodes", "30").with("n", "2").with("tokens", "4");
        let thirty = scenario(&settings).unwrap();
        assert_eq!((thirty.nodes.len(), thirty.n, thirty.r), (30, 2, 2));
        assert_eq!(thirty.nodes[29].name, "D1");
        let strong = scenario(&Settings::new(Kind::Capacity)).unwrap();
        let tokens: Vec<usize> = strong.nodes.iter().map(|node| node.positions().len()).collect();
        assert_eq!(tokens, [5, 5, 10, 20, 40]);
        assert!(scenario(&Settings::new(Kind::Engine).with("leg", "slow")).is_err());
    }
}
