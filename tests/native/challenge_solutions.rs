//! Each challenge with what is kept for it: the solution solves it, and neither doing nothing nor a near miss does.

use crate::support::challenges::{FOLDER, HISTORIES, challenge, entries, files_of, ids, index, kept, played, text_of};
use ringside::playground::{Playground, RunLimit};
use ringside::teaching::challenge::{Attempt, Challenge, Grade, HandIn, Limit, grade};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What happened in a history, and how its end stands.
fn told(challenge: &Challenge, playground: &Playground) -> String {
    let attempt = match Attempt::whole(challenge, playground.clone()) {
        Ok(attempt) => attempt,
        Err(astray) => return astray.to_string(),
    };
    let mut lines: Vec<String> = Vec::new();
    for event in playground.trace(attempt.since() + 1) {
        if !playground.is_background(event.step) {
            lines.push(format!("{} at {:.0} ms: {}", event.step, event.time, event.sentence));
        }
    }
    let situation = attempt.situation(attempt.solved_at().unwrap_or(usize::MAX));
    lines.push(format!(
        "solved at {:?}, spent {:?}, exceeded {:?}",
        attempt.solved_at(),
        situation.spent,
        situation.exceeded
    ));
    lines.extend(situation.parts.iter().map(|part| format!("{}: {}. {}", part.holds, part.words, part.now)));
    lines.join("\n")
}

#[test]
fn each_challenge_of_the_list_has_its_files_and_each_file_is_in_the_list() {
    let listed: BTreeSet<String> = ids().into_iter().collect();
    assert_eq!(listed.len(), ids().len(), "no name stands twice");
    assert_eq!(listed, files_of(FOLDER));
    assert_eq!(listed, files_of(HISTORIES));
    assert!(listed.len() >= 22);
}

#[test]
fn each_file_is_tidy_and_the_list_says_what_it_says() {
    for entry in entries() {
        let id = entry["id"].as_str().unwrap();
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{id}");
        let challenge = challenge(id);
        assert_eq!(text_of(id), challenge.write(), "{id} is not tidy");
        assert_eq!(entry["title"], Value::from(challenge.title.as_str()), "{id}");
        assert_eq!(entry["summary"], Value::from(challenge.summary.as_str()), "{id}");
        assert_eq!(entry["minutes"], Value::from(challenge.minutes), "{id}");
        assert!((1..=3).contains(&entry["level"].as_u64().unwrap()), "{id}");
        assert!(!challenge.hints.is_empty() && challenge.hints.len() <= 3, "{id} has 1 to 3 hints");
        assert!(challenge.afterwards.is_some() && challenge.paper.is_some(), "{id}");
    }
}

#[test]
fn each_family_goes_from_one_move_to_a_puzzle() {
    let families = index()["families"].as_array().unwrap().clone();
    assert_eq!(families.len(), 5);
    for family in families {
        let levels: Vec<u64> =
            family["challenges"].as_array().unwrap().iter().map(|each| each["level"].as_u64().unwrap()).collect();
        assert!(levels.is_sorted() && levels[0] == 1 && levels.last() == Some(&3), "{}: {levels:?}", family["title"]);
    }
}

/// The grade of a history.
fn graded(challenge: &Challenge, playground: &Playground, claims_impossible: bool) -> Grade {
    let grade = grade(challenge, &HandIn::new(challenge, playground, "Ada", claims_impossible).write());
    assert!(!grade.altered, "{}: {grade:?}", challenge.title);
    grade
}

/// Fails with all complaints at once.
fn assert_none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

#[test]
fn each_kept_solution_solves_its_challenge() {
    let mut complaints = Vec::new();
    for id in ids() {
        let (challenge, kept) = (challenge(&id), kept(&id));
        let playground = played(&challenge, &kept.solution);
        let grade = graded(&challenge, &playground, kept.claims_impossible);
        if !grade.solved {
            complaints.push(format!("{id}: {}\n{}", grade.message, told(&challenge, &playground)));
            continue;
        }
        assert_eq!(grade.step.is_none(), kept.claims_impossible, "{id}: only a claim has no step");
        assert!(challenge.claim || !kept.claims_impossible, "{id}");
        if let Some(fewest) = challenge.fewest {
            assert_eq!(grade.used.get(Limit::Commands), Some(fewest), "{id}");
        }
        let commands = challenge.budget.get(Limit::Commands);
        assert!(commands.is_some(), "{id}: without a limit to the commands nobody has to think");
    }
    assert_none(complaints);
}

#[test]
fn doing_nothing_solves_no_challenge() {
    for id in ids() {
        let challenge = challenge(&id);
        let mut playground = challenge.begin().unwrap();
        assert!(!Attempt::whole(&challenge, playground.clone()).unwrap().needs_nothing(), "{id}");
        playground.run(RunLimit::default()).unwrap();
        let grade = graded(&challenge, &playground, false);
        assert!(!grade.solved, "{id}: {grade:?}");
        // Nor does waiting, whatever the timers do in a minute.
        let later = playground.time() + 60_000.0;
        playground.run(RunLimit { until: Some(later), events: None }).unwrap();
        assert!(!graded(&challenge, &playground, false).solved, "{id}: waiting is enough");
    }
}

/// Whether somewhere in a history the whole goal holds but one part, or all of it and too much was spent.
fn comes_near(challenge: &Challenge, playground: &Playground) -> bool {
    let attempt = Attempt::whole(challenge, playground.clone()).unwrap();
    (attempt.since() + 1..=playground.known_steps()).any(|step| {
        let situation = attempt.situation(step);
        let missing = situation.parts.iter().filter(|part| !part.holds).count();
        if missing == 0 { !situation.exceeded.is_empty() } else { missing == 1 && situation.exceeded.is_empty() }
    })
}

#[test]
fn each_near_miss_is_one_and_near() {
    let mut complaints = Vec::new();
    for id in ids() {
        let (challenge, kept) = (challenge(&id), kept(&id));
        assert!(!kept.near_miss.is_empty(), "{id}");
        let playground = played(&challenge, &kept.near_miss);
        let grade = graded(&challenge, &playground, false);
        if grade.solved || !comes_near(&challenge, &playground) {
            complaints.push(format!("{id}: {}\n{}", grade.message, told(&challenge, &playground)));
        }
    }
    assert_none(complaints);
}

/// The histories of two commands, the second given so many events after the first.
fn two_commands(one: &Value, other: &Value) -> Vec<Vec<Value>> {
    let mid_flight = (0..25).map(|steps| vec![one.clone(), json!({ "steps": steps }), other.clone()]);
    mid_flight.chain([vec![one.clone(), other.clone()]]).collect()
}

fn assert_none_solves(id: &str, histories: impl Iterator<Item = Vec<Value>>) {
    let challenge = challenge(id);
    for history in histories {
        let attempt = Attempt::whole(&challenge, played(&challenge, &history)).unwrap();
        assert_eq!(attempt.solved_at(), None, "{id}: {history:?}");
    }
}

/// Each pair of these.
fn pairs<'a>(ones: &'a [Value], others: &'a [Value]) -> impl Iterator<Item = (&'a Value, &'a Value)> {
    ones.iter().flat_map(move |one| others.iter().map(move |other| (one, other)))
}

/// A put that is acknowledged is on the disk of a node. With no key lost from a disk, only a crash that takes the disk takes
/// it away, and one is allowed: two commands would be a put and a crash.
#[test]
fn no_two_commands_lose_an_acknowledged_write() {
    let nodes = ["A", "B", "C", "D", "E"];
    let puts = nodes.map(|via| json!({ "do": "put", "client": "Alice", "key": "basket", "value": "x", "via": via }));
    let crashes = nodes.map(|name| json!({ "do": "crash", "name": name, "wipe": true }));
    let both_orders =
        pairs(&puts, &crashes).chain(pairs(&crashes, &puts).filter(|(crash, put)| crash["name"] != put["via"]));
    assert_none_solves("gone-for-good", both_orders.flat_map(|(one, other)| two_commands(one, other)));
}

/// A get that returns the first value, and is stale, takes a later put that is acknowledged, and the get asked afterwards: two
/// commands would be these.
#[test]
fn no_two_commands_make_a_read_stale() {
    let nodes = ["A", "B", "C", "D", "E"];
    let puts = nodes.map(|via| json!({ "do": "put", "client": "Alice", "key": "basket", "value": "x", "via": via }));
    let gets = nodes.map(|via| json!({ "do": "get", "client": "Bob", "key": "basket", "via": via }));
    assert_none_solves("stale-although", pairs(&puts, &gets).flat_map(|(put, get)| two_commands(put, get)));
}

/// Requests are locked, the timers are off and there are no hints: nothing but a comparison moves a version.
#[test]
fn no_three_comparisons_bring_four_nodes_up_to_date() {
    let all = [("A", "B"), ("A", "C"), ("A", "D"), ("B", "C"), ("B", "D"), ("C", "D")];
    let all = all.map(|(a, b)| json!({ "do": "anti-entropy", "a": a, "b": b }));
    let histories = pairs(&all, &all)
        .flat_map(|(one, other)| all.iter().map(move |third| vec![one.clone(), other.clone(), third.clone()]));
    assert_none_solves("four-comparisons", histories);
}
