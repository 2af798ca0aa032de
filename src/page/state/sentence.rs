//! The sentence under the ring.

use super::opening::{OPENED, PLAYED_AGAIN};
use super::undo::BROUGHT_BACK;
use super::{Model, Spotlight, Track};
use crate::explain::key_journey::words::{percent, quoted, thousands};
use crate::page::projection::cluster::{Change, SAMPLE_KEYS};
use crate::page::projection::key_dots::MOST_DOTS;
use crate::page::projection::stored_keys::stored_keys;

/// Said where a step of a lesson begins.
const SO_IT_BEGINS: &str = "So the step begins.";

/// A sentence about the present step, and the rule behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    pub words: String,
    /// The rule, with the paper's section.
    pub because: String,
}

impl Model {
    pub fn sentence(&self) -> Sentence {
        if let Some(picture) = self.modulo_of_lesson() {
            let because =
                "The rule knows no ring: it deals all keys anew when the number of nodes changes. Section 4.2";
            return Sentence { words: picture.words(), because: because.to_owned() };
        }
        match (self.spotlight, &self.change, self.playback.track) {
            (Spotlight::Change, Some(change), _) => change_sentence(change),
            (Spotlight::Keys, ..) => self.keys_sentence(),
            (_, _, Track::KeyWalk) => self.journey_sentence(),
            (_, _, Track::Messages) => self.message_sentence(),
        }
    }

    fn keys_sentence(&self) -> Sentence {
        let (keys, more) = stored_keys(&self.world.frame.state, "", MOST_DOTS);
        let count = if more { "More keys than can be drawn are".to_owned() } else { stored(keys.len()) };
        Sentence {
            words: format!("{count} stored, each drawn on the ring at its hash, on the arc of its owner."),
            because: "The owner is the first home; the next N − 1 nodes clockwise keep copies. Section 4.3".to_owned(),
        }
    }

    fn journey_sentence(&self) -> Sentence {
        let Some(step) = self.journey_step.checked_sub(1).and_then(|index| self.journey.steps.get(index)) else {
            return self.question();
        };
        let because = match step.stage {
            crate::explain::key_journey::Stage::Bytes | crate::explain::key_journey::Stage::Digest => {
                "MD5 of the key gives a 128-bit identifier. Section 4.1"
            }
            crate::explain::key_journey::Stage::Angle => {
                "The highest position is followed by the lowest: a ring. Section 4.2"
            }
            crate::explain::key_journey::Stage::Walk => "The preference list has distinct physical nodes. Section 4.3",
        };
        Sentence { words: step.sentence.clone(), because: because.to_owned() }
    }

    fn question(&self) -> Sentence {
        if let Some(words) = self.situation_before_all() {
            return Sentence { words, because: SO_IT_BEGINS.to_owned() };
        }
        let cluster = &self.world.cluster;
        if cluster.is_empty() {
            return Sentence {
                words: "No nodes: no key has a home.".to_owned(),
                because: "Add a node under “The cluster”.".to_owned(),
            };
        }
        let who = match cluster.len() {
            1 => "There is one node".to_owned(),
            many => format!("{} nodes share a ring", thousands(many)),
        };
        Sentence {
            words: format!("{who}. Which of them keep {}?", quoted(&self.journey.key)),
            because: "Nobody looks it up in a table: each node can work it out alone.".to_owned(),
        }
    }

    fn message_sentence(&self) -> Sentence {
        if let Some(words) = self.situation() {
            return Sentence { words, because: SO_IT_BEGINS.to_owned() };
        }
        match self.headline() {
            Some(event) => Sentence {
                words: event.sentence.clone(),
                because: event.why.map_or_else(String::new, |rule| {
                    format!("{}. Section {}", capitalised(rule.words()), rule.section())
                }),
            },
            None => Sentence {
                words: "No request yet: no node stores anything.".to_owned(),
                because: "Put a value, or get one.".to_owned(),
            },
        }
    }
}

impl Model {
    /// A note at the step where the past was changed.
    pub fn note(&self) -> Option<String> {
        let shown = self.playback.track == Track::Messages && self.spotlight == Spotlight::Track;
        let left = self.world.course.left_at(self.world.frame.state.step).filter(|_| shown)?;
        Some(format!("You changed the past: the old future is kept as branch {}.", left.number))
    }
}

/// `20 keys are`.
fn stored(keys: usize) -> String {
    let verb = if keys == 1 { "is" } else { "are" };
    format!("{} {verb}", crate::explain::key_journey::words::counted(keys, "key", "keys"))
}

/// The sentence about an edit.
fn change_sentence(change: &Change) -> Sentence {
    let told_alone = [PLAYED_AGAIN, OPENED].contains(&change.then);
    if told_alone || (change.then == BROUGHT_BACK && change.arcs.is_empty()) {
        return Sentence { words: format!("{}.", change.words), because: change.then.to_owned() };
    }
    let words = match (change.arcs.len(), change.keys_moved) {
        (0, _) => format!("{}. No key moves.", change.words),
        _ if change.arcs.iter().all(|arc| arc.to.is_none()) => {
            format!("{}. No nodes: no key has a home.", change.words)
        }
        (arcs, _) => format!(
            "{}. {} moved, {} of the ring.",
            change.words,
            crate::explain::key_journey::words::counted(arcs, "arc", "arcs"),
            percent(change.share)
        ),
    };
    let then = change.then;
    let because = if change.arcs.is_empty() { then.to_owned() } else { format!("{}. {then}", moved_keys(change)) };
    Sentence { words, because }
}

/// `17 of 200 keys moved (8.5 %); with hash mod nodes: 163 of 200`.
pub fn moved_keys(change: &Change) -> String {
    let share = percent(change.keys_moved as f64 / SAMPLE_KEYS as f64);
    let ring = format!("{} of {SAMPLE_KEYS} keys moved ({share})", change.keys_moved);
    match change.keys_moved_by_modulo {
        Some(moved) => format!("{ring}; with hash mod nodes: {moved} of {SAMPLE_KEYS}"),
        None => ring,
    }
}

fn capitalised(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), characters.as_str()))
}
