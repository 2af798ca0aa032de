//! Grading what was handed in: the history is played again, and only that counts.

use super::attempt::is_same_world;
use super::searched::{Search, search_of};
use super::{Amounts, Astray, Attempt, Challenge, HandIn};
use crate::input::refusal::Refusal;
use crate::playground::{Playground, RunLimit, permalink};
use crate::scenario::Scenario;
use crate::teaching::lesson::MAX_EVENTS_OF_A_STEP;
use serde::Serialize;

/// Commands of a history that is graded.
const MAX_COMMANDS: usize = 2_000;

/// What came of a hand-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// The name in it; empty if it has none, or cannot be read.
    pub name: String,
    /// Whether the challenge is solved, within its budget.
    pub solved: bool,
    /// The step of the history in which it is; nothing where it is not, or where a claim is right.
    pub step: Option<usize>,
    /// What was spent when it was solved, or in all.
    pub used: Amounts,
    /// Whether it was made for another challenge than this one, or is no history of it.
    pub altered: bool,
    /// A number for the commands of the history: equal histories have the same one. Empty where there is none.
    pub fingerprint: String,
    /// All of that in a sentence or two.
    pub message: String,
}

/// Plays again what was handed in for a challenge. Whatever is wrong with it is said in the grade.
pub fn grade(challenge: &Challenge, hand_in: &str) -> Grade {
    match challenge.begin() {
        Ok(begun) => grade_from(challenge, &begun, hand_in),
        Err(error) => unreadable(String::new(), false, format!("The challenge cannot begin. {error}")),
    }
}

/// The same for whoever has the world already in which the challenge begins.
pub(crate) fn grade_from(challenge: &Challenge, begun: &Playground, hand_in: &str) -> Grade {
    let hand_in = match HandIn::read(hand_in) {
        Ok(hand_in) => hand_in,
        Err(error) => return unreadable(String::new(), false, format!("This cannot be read. {error}")),
    };
    let other = hand_in.digest != challenge.digest();
    let playground = match history_of(&hand_in, begun) {
        Ok(Ok(playground)) => playground,
        Ok(Err(astray)) => return of_stranger(hand_in, other, &astray),
        Err(refusal) => return unreadable(hand_in.name, other, format!("The history cannot be played. {refusal}")),
    };
    let fingerprint = fingerprint_of(&playground);
    match Attempt::from_beginning(challenge, begun, playground) {
        Ok(attempt) => Grade { fingerprint, altered: other, ..of_attempt(challenge, attempt, hand_in, other) },
        Err(astray) => Grade { fingerprint, ..of_stranger(hand_in, other, &astray) },
    }
}

pub(super) fn unreadable(name: String, altered: bool, message: String) -> Grade {
    Grade { name, solved: false, step: None, used: Amounts::default(), altered, fingerprint: String::new(), message }
}

/// Why a history is longer than one that is graded; nothing if it is not.
pub fn too_long(commands: usize, steps: usize) -> Option<Refusal> {
    if commands > MAX_COMMANDS {
        return Some(Refusal::field("too-many-commands", "script", commands, &format!("at most {MAX_COMMANDS}")));
    }
    (steps > MAX_EVENTS_OF_A_STEP)
        .then(|| Refusal::field("too-many-events", "steps", steps, &format!("at most {MAX_EVENTS_OF_A_STEP}")))
}

/// The history of a hand-in, played until all is quiet. One of another world is not played.
fn history_of(hand_in: &HandIn, begun: &Playground) -> Result<Result<Playground, Astray>, Refusal> {
    let moment = permalink::read(&hand_in.history)?;
    let commands = moment["scenario"]["script"].as_array().map_or(0, Vec::len);
    let steps = moment["steps"].as_u64().into_iter().chain(moment["step"].as_u64()).max().unwrap_or(0);
    if let Some(refusal) = too_long(commands, usize::try_from(steps).unwrap_or(usize::MAX)) {
        return Err(refusal);
    }
    if !is_same_world(&begun.scenario(), &Scenario::from_json(&moment["scenario"])?) {
        return Ok(Err(Astray::OtherWorld));
    }
    let mut replay = permalink::replay_of(&moment, false)?;
    if !replay.go_on(MAX_EVENTS_OF_A_STEP)? {
        let allowed = format!("at most {MAX_EVENTS_OF_A_STEP} events");
        return Err(Refusal::field("too-many-events", "history", "more", &allowed));
    }
    let mut playground = replay.into_playground();
    playground.seek(playground.known_steps())?;
    playground.run(RunLimit { until: None, events: Some(MAX_EVENTS_OF_A_STEP) })?;
    Ok(Ok(playground))
}

/// Of the commands with the moments at which they were given.
fn fingerprint_of(playground: &Playground) -> String {
    format!("{:x}", md5::compute(playground.scenario().to_json()["script"].to_string()))
}

fn of_attempt(challenge: &Challenge, mut attempt: Attempt, hand_in: HandIn, other: bool) -> Grade {
    attempt.go_on(usize::MAX);
    let step = attempt.solved_at();
    let situation = attempt.situation(step.unwrap_or(usize::MAX));
    let (solved, mut message) = match step {
        Some(step) => (true, solved_words(challenge, step, &situation.spent)),
        None if hand_in.claims_impossible => of_claim(challenge),
        None => (false, unsolved_words(challenge, &situation.exceeded)),
    };
    if other {
        message.push_str(" It was made with another version of this challenge, and was played in this one.");
    }
    Grade {
        name: hand_in.name,
        solved,
        step,
        used: situation.spent,
        altered: other,
        fingerprint: String::new(),
        message,
    }
}

fn solved_words(challenge: &Challenge, step: usize, spent: &Amounts) -> String {
    let needed = spent.get(super::Limit::Commands).unwrap_or(0);
    let solved = format!("Solved in step {step}, with {needed} {}.", if needed == 1 { "command" } else { "commands" });
    match challenge.fewest {
        Some(fewest) if needed < fewest => format!("{solved} Nobody was known to need fewer than {fewest}."),
        Some(fewest) if needed == fewest => format!("{solved} That is the smallest history known."),
        Some(fewest) => format!("{solved} The smallest history known has {fewest}."),
        None => solved,
    }
}

fn unsolved_words(challenge: &Challenge, exceeded: &[super::Limit]) -> String {
    let over: Vec<String> = exceeded
        .iter()
        .filter_map(|limit| {
            Some(format!("{}, at most {}", limit.label().to_lowercase(), challenge.budget.get(*limit)?))
        })
        .collect();
    if over.is_empty() {
        "Not solved.".to_owned()
    } else {
        format!("Not solved within the budget: {}.", over.join("; "))
    }
}

/// What an exhaustive search says of a claim that the goal cannot be reached.
fn of_claim(challenge: &Challenge) -> (bool, String) {
    match search_of(challenge) {
        _ if !challenge.claim => (false, "Not solved; this challenge takes no claims.".to_owned()),
        Some(Search { possible: false, states, .. }) => {
            let states = crate::explain::key_journey::words::thousands(*states);
            (true, format!("The claim is right: none of {states} states that can be reached meets the goal."))
        }
        Some(Search { possible: true, .. }) => (false, "The claim is wrong: the goal can be reached.".to_owned()),
        None => (false, "The claim cannot be checked: this challenge was not searched.".to_owned()),
    }
}

fn of_stranger(hand_in: HandIn, other: bool, astray: &Astray) -> Grade {
    let message = match astray {
        Astray::OtherWorld if other => format!("This was made for another challenge, “{}”.", hand_in.challenge),
        astray => astray.to_string(),
    };
    unreadable(hand_in.name, true, message)
}
