//! The sentence under the ring is of the event that matters, which may be an earlier one than the step on the stage: what it
//! says of the present is true there, and what has happened has happened.

use crate::claims::{Seen, history, playground, watch, watch_to};
use crate::support::lessons::{ids, text_of};
use ringside::dynamo::planted_faults::{Fault as Planted, with_fault};
use ringside::explain::narration::{Tense, narrate};
use ringside::explain::trace::{Cause, Fact, TraceEvent};
use ringside::playground::Playground;
use ringside::teaching::lesson::{Argument, Lesson, enter, perform};
use serde_json::json;
use std::collections::BTreeSet;

/// What is no longer so of the sentence about a step.
fn outdated(seen: &Seen, step: usize) -> Option<String> {
    let event = seen.told.get(step.checked_sub(1)?)?;
    let (narrated, then) = (narrate(event), seen.told_by(event));
    let wrong = narrated.claims.iter().find(|claim| claim.tense() != Tense::Step && !then.holds(claim))?;
    Some(format!("at step {}, step {step} is told: {} This is not so: {wrong:#?}", seen.told.len(), narrated.words))
}

fn is_command(event: &TraceEvent) -> bool {
    event.cause == Cause::Command
}

fn ends_an_operation(event: &TraceEvent) -> bool {
    event.facts.iter().any(|fact| matches!(fact, Fact::Answered { .. } | Fact::Failed { .. }))
}

/// The steps at which the page may come to its end: where an operation has its answer, before the next command, and where all
/// is quiet.
fn ends(playground: &Playground) -> BTreeSet<usize> {
    let (mut ends, mut last) = (BTreeSet::new(), 0);
    watch(playground.clone(), |seen| {
        let now = seen.told.len();
        last = now;
        if ends_an_operation(seen.event) {
            ends.insert(now);
        }
        if is_command(seen.event) {
            ends.insert(now - 1);
        }
    });
    ends.insert(last);
    ends
}

/// The first headline that is not true, and how many were of an earlier step than the one on the stage. As the page does it:
/// while it plays, the latest event that matters is told, and where it ends, the one that says most; of what has happened
/// since a command was given, and of all that a scenario brings with it.
fn first_outdated(playground: &Playground) -> (Option<String>, usize) {
    let ends = ends(playground);
    let (mut given, mut earlier, mut found) = (0, 0, None);
    watch(playground.clone(), |seen| {
        let (now, played) = (seen.told.len(), seen.playground);
        if is_command(seen.event) {
            given = now - 1;
        }
        let mut told = BTreeSet::new();
        for since in [0, given] {
            told.insert(played.latest_step(since, now));
            if ends.contains(&now) {
                told.insert(played.telling_step(since, now));
            }
        }
        earlier += told.iter().filter(|step| **step < now).count();
        found = found.take().or_else(|| told.iter().find_map(|step| outdated(seen, *step)));
    });
    (found, earlier)
}

#[test]
fn what_the_page_tells_of_an_earlier_step_is_still_so_in_random_histories() {
    let seeds = std::env::var("RINGSIDE_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(300);
    let mut earlier = 0;
    for seed in 0..seeds {
        let (wrong, count) = first_outdated(&playground(&history(seed)));
        assert_eq!(wrong, None, "seed {seed}");
        earlier += count;
    }
    assert!(earlier > 100 * seeds as usize, "only {earlier} sentences were of an earlier step");
}

#[test]
fn what_the_page_tells_at_the_outcome_of_a_lesson_step_is_so() {
    let mut outcomes = 0;
    for id in ids() {
        let lesson = Lesson::read(&text_of(&id)).unwrap();
        for (index, step) in lesson.steps.iter().enumerate() {
            let mut world = enter(&lesson, index).unwrap();
            let before = world.step_number();
            perform(step, index, &mut world).unwrap();
            let end = world.step_number();
            if end == before {
                continue;
            }
            let asked = step.predict.as_ref().map(|prediction| &prediction.measure);
            let asked = asked.filter(|measure| measure.what.description().may.contains(&Argument::Operation));
            let told = match asked {
                Some(measure) => world.answering_step(measure.operation, before, end),
                None => world.telling_step(before, end),
            };
            outcomes += 1;
            watch_to(world, end, |seen| {
                if seen.told.len() == end {
                    assert_eq!(outdated(seen, told), None, "{id}, step {}", index + 1);
                }
            });
        }
    }
    assert!(outcomes > 70, "{outcomes}");
}

#[test]
fn a_headline_that_is_over_is_caught() {
    let caught = |fault| with_fault(fault, || (0..300).find_map(|seed| first_outdated(&playground(&history(seed))).0));
    let siblings = caught(Planted::TellOfMergedSiblings).expect("siblings that are no more");
    assert!(siblings.contains("HoldsSiblings"), "{siblings}");
    let suspicion = caught(Planted::PassOverRecoveries).expect("a suspicion that has ended");
    assert!(suspicion.contains("Suspects"), "{suspicion}");
}

#[test]
fn whoever_takes_a_put_on_because_others_are_silent_is_told_of_by_the_version() {
    let crash = |name: &str| json!({ "do": "crash", "name": name });
    let put = json!({ "do": "put", "client": "Alice", "key": "cart-deborah", "value": "milk", "via": "A" });
    let nodes = ["A", "B", "C", "D", "E"].map(|name| json!({ "name": name, "tokens": 8 }));
    let scenario = json!({
        "ringside": 1, "seed": 1, "quorum": "sloppy", "nodes": nodes,
        "script": [crash("C"), crash("D"), crash("E"), put],
    });
    let mut told = Vec::new();
    watch(playground(&scenario), |seen| {
        let has = |is: fn(&Fact) -> bool| seen.event.facts.iter().any(is);
        if has(|fact| matches!(fact, Fact::VersionMade { .. })) && has(|fact| matches!(fact, Fact::Suspected { .. })) {
            told.push(seen.event.sentence.clone());
        }
    });
    assert!(!told.is_empty() && told.iter().all(|words| words.contains("coordinates: it makes version")), "{told:?}");
}
