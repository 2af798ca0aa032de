//! Ten thousand damaged links and files: each is opened or refused, and nothing panics.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use ringside::playground::permalink::{from_permalink, permalink};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::{Value, json};

const MUTATIONS: usize = 10_000;
const VIEW: &str = "&walk=3&key=a%20b&part=faults&client=Alice&client=Bob&asks=1&pin=2&panels=--f";

struct Chance(Pcg32);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        (self.0.next_u64() % bound.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.0.next_u64() as u8
    }

    /// Some bytes changed, taken out, put in, doubled or cut off.
    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            match self.below(6) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, self.byte()),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                3 => bytes.extend_from_within(at..),
                4 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                _ if at < bytes.len() => bytes[at] = self.byte(),
                _ => {}
            }
        }
    }
}

/// Puts something else in the place of one part of a value.
fn replace_a_part(value: &mut Value, chance: &mut Chance) {
    let inner: Option<&mut Value> = match value {
        Value::Object(fields) if !fields.is_empty() && chance.below(5) > 0 => {
            let place = chance.below(fields.len());
            fields.values_mut().nth(place)
        }
        Value::Array(values) if !values.is_empty() && chance.below(5) > 0 => {
            let place = chance.below(values.len());
            values.get_mut(place)
        }
        _ => None,
    };
    if let Some(inner) = inner {
        return replace_a_part(inner, chance);
    }
    let others = [json!(null), json!(-1), json!(1e300), json!(0.5), json!(""), json!([]), json!({}), json!(true)];
    let more = [json!(u64::MAX), json!("x".repeat(2_000)), json!([[[[1]]]]), json!({ "do": "crash" }), json!("\u{0}")];
    let place = chance.below(others.len() + more.len());
    *value = others.into_iter().chain(more).nth(place).unwrap_or_default();
}

/// Links of small histories.
fn links() -> Vec<String> {
    let played = |puts: usize| {
        let scenario = Scenario { title: Some("A <title>".to_owned()), seed: puts as u64, ..Scenario::default() };
        let mut playground = Playground::new(scenario).unwrap();
        for put in 0..puts {
            let crash = match put % 2 {
                0 => Command::Crash { name: "B".to_owned(), wipe: true },
                _ => Command::Restart { name: "B".to_owned() },
            };
            for command in [Command::put("Alice", "cart", "milk"), crash] {
                playground.apply(command).unwrap();
                playground.run(RunLimit::default()).unwrap();
            }
        }
        playground.seek(playground.step_number() / 2).unwrap();
        permalink(&playground)
    };
    (0..8).map(|puts| played(puts % 4)).collect()
}

#[test]
fn damaged_links_are_opened_or_refused() {
    let mut chance = Chance(Pcg32::seed_from_u64(6));
    let (links, mut opened, mut refused) = (links(), 0, 0);
    for number in 0..MUTATIONS {
        let link = &links[number % links.len()];
        // Half of them are damaged as an address is, half under their encoding.
        let damaged = if number % 2 == 0 {
            let mut text = format!("{link}{VIEW}").into_bytes();
            chance.damage(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        } else {
            let mut bytes = URL_SAFE_NO_PAD.decode(link.trim_start_matches("#1.")).unwrap();
            chance.damage(&mut bytes);
            format!("#1.{}", URL_SAFE_NO_PAD.encode(bytes))
        };
        match from_permalink(&damaged) {
            Ok(_) => opened += 1,
            Err(refusal) => {
                refused += 1;
                assert!(!refusal.message.is_empty() && refusal.message.len() < 2_000, "{}", refusal.message);
            }
        }
    }
    assert!(refused > MUTATIONS / 2 && opened > 100, "{opened} opened, {refused} refused");
}

#[test]
fn damaged_files_are_opened_or_refused() {
    let mut chance = Chance(Pcg32::seed_from_u64(7));
    let files: Vec<String> =
        links().iter().map(|link| from_permalink(link).unwrap().scenario().to_json().to_string()).collect();
    let (mut opened, mut refused, mut no_json) = (0, 0, 0);
    for number in 0..MUTATIONS {
        let file = &files[number % files.len()];
        // Half of them are damaged as texts, half as what they say.
        let json: Result<Value, _> = if number % 2 == 0 {
            let mut bytes = file.clone().into_bytes();
            chance.damage(&mut bytes);
            serde_json::from_slice(&bytes)
        } else {
            let mut json = serde_json::from_str(file).unwrap();
            replace_a_part(&mut json, &mut chance);
            Ok(json)
        };
        match json.map(|json| Scenario::from_json(&json).and_then(Playground::new)) {
            Ok(Ok(_)) => opened += 1,
            Ok(Err(refusal)) => {
                refused += 1;
                assert!(!refusal.message.is_empty());
            }
            Err(_) => no_json += 1,
        }
    }
    assert!(
        refused > 1_000 && opened > 100 && no_json > 1_000,
        "{opened} opened, {refused} refused, {no_json} no JSON"
    );
}
