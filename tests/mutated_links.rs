//! Ten thousand damaged links and files: each is opened or refused, and nothing panics.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;
use ringside::permalink::{from_permalink, permalink};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};

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
    let (mut opened, mut refused) = (0, 0);
    for number in 0..MUTATIONS {
        let mut bytes = files[number % files.len()].clone().into_bytes();
        chance.damage(&mut bytes);
        let json: Result<serde_json::Value, _> = serde_json::from_slice(&bytes);
        match json.ok().map(|json| Scenario::from_json(&json)) {
            Some(Ok(_)) => opened += 1,
            Some(Err(refusal)) => assert!(!refusal.message.is_empty()),
            None => refused += 1,
        }
    }
    assert!(refused > MUTATIONS / 4 && opened > 20, "{opened} opened, {refused} no JSON");
}
