//! One history: however a session went, the same comes of it when its scenario is played, its link is opened, its steps and
//! branches are gone back to, and it goes on from there.
//!
//! `RINGSIDE_SESSIONS=10000 RINGSIDE_FROM=300 cargo test --release --test native sessions` for many. Of the first session that
//! fails, the smallest that still does is printed.

use crate::support::random_scenarios::Dice;
use crate::support::random_sessions::{Session, play, play_on, random_acts, random_session, shrink};
use rand_core::SeedableRng;
use rand_pcg::Pcg32;
use ringside::explain::snapshot::State;
use ringside::explain::trace::TraceEvent;
use ringside::playground::permalink::{from_permalink, permalink, permalink_at};
use ringside::playground::{Playground, RunLimit};
use std::sync::atomic::{AtomicU64, Ordering};

const ACTS: usize = 40;

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

type Told = (State, Vec<TraceEvent>);

fn told(playground: &Playground) -> Told {
    (playground.state(), playground.trace(1))
}

/// The same, but for how much is known of what comes after.
fn so_far((mut state, trace): Told) -> Told {
    state.steps = state.step;
    (state, trace)
}

/// Where two of them differ, in words.
fn same(what: &str, one: &Told, other: &Told) -> Result<(), String> {
    if let Some(index) = (0..one.1.len().max(other.1.len())).find(|index| one.1.get(*index) != other.1.get(*index)) {
        let sentence = |told: &Told| told.1.get(index).map(|event| (event.time, event.sentence.clone()));
        return Err(format!("{what}: step {}: {:?}, not {:?}", index + 1, sentence(other), sentence(one)));
    }
    if one.0 == other.0 {
        return Ok(());
    }
    let (one, other) = (format!("{:#?}", one.0), format!("{:#?}", other.0));
    let line = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    Err(format!("{what}: the state: {line:?}"))
}

/// What is wrong with the end of a session.
fn check(session: &Session, seed: u64) -> Result<(), String> {
    let (played, _) = play(session);
    let (end, step) = (told(&played), played.step_number());

    let linked = from_permalink(&permalink(&played)).map_err(|refusal| refusal.message)?;
    same("the link", &so_far(end.clone()), &told(&linked))?;
    let whole = from_permalink(&permalink_at(&played, step)).map_err(|refusal| refusal.message)?;
    same("the link of the whole", &end, &told(&whole))?;
    if played.scenario() != linked.scenario() {
        return Err("the link has another scenario".to_owned());
    }

    if played.known_steps() > 0 {
        check_ways_back(&played, &end)?;
    }

    let further = random_acts(&mut Dice(Pcg32::seed_from_u64(seed + 1)), ACTS / 2, false);
    let (mut played, mut linked) = (played, whole);
    let refused = (play_on(&mut played, &further), play_on(&mut linked, &further));
    if refused.0 != refused.1 {
        return Err(format!("refused later: {refused:?}"));
    }
    same("gone on after the link", &told(&played), &told(&linked))
}

/// What is wrong with the steps and branches that it is gone back to.
fn check_ways_back(played: &Playground, end: &Told) -> Result<(), String> {
    let step = played.step_number();
    let mut sought = played.clone();
    go(&mut sought, step);
    let at_step = told(&sought);
    if at_step.1 != end.1 || at_step.0.nodes != end.0.nodes {
        return Err("back and forth: another history".to_owned());
    }
    same("the scenario", &so_far(at_step.clone()), &told(&replayed(played, step)?))?;
    for part in 1..4 {
        let earlier = step * part / 4;
        go(&mut sought, earlier);
        same("an earlier step", &so_far(told(&sought)), &told(&replayed(played, earlier)?))?;
    }

    let mut wandering = played.clone();
    for branch in played.branches() {
        wandering.switch_to_branch(branch.number).map_err(|refusal| refusal.message)?;
        let steps = wandering.known_steps();
        go(&mut wandering, steps);
        same("a branch", &told(&wandering), &told(&replayed(&wandering, steps)?))?;
        wandering.switch_to_branch(played.branch_number()).map_err(|refusal| refusal.message)?;
        go(&mut wandering, step);
        same("back from a branch", &at_step, &told(&wandering))?;
    }
    Ok(())
}

/// To a step by way of others, and so to the moment of the step, whatever time has passed since.
fn go(playground: &mut Playground, to: usize) {
    for step in [playground.known_steps(), 0, to] {
        playground.seek(step).unwrap();
    }
}

/// A new playground of the same scenario, at this step.
fn replayed(playground: &Playground, step: usize) -> Result<Playground, String> {
    let mut again = Playground::new(playground.scenario()).map_err(|refusal| refusal.message)?;
    again.run(RunLimit { until: Some(1e12), events: Some(step) }).map_err(|refusal| refusal.message)?;
    Ok(again)
}

#[test]
fn a_session_is_one_history() {
    let (sessions, from) = (from_environment("RINGSIDE_SESSIONS", 300), from_environment("RINGSIDE_FROM", 0));
    let (next, failed) = (AtomicU64::new(from), AtomicU64::new(u64::MAX));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= from.saturating_add(sessions).min(failed.load(Ordering::Relaxed)) {
                break;
            }
            if check(&random_session(seed, ACTS), seed).is_err() {
                failed.fetch_min(seed, Ordering::Relaxed);
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    let seed = failed.into_inner();
    if seed < u64::MAX {
        let smallest = shrink(&random_session(seed, ACTS), |smaller| check(smaller, seed).is_err());
        let acts: Vec<String> = smallest.acts.iter().map(ToString::to_string).collect();
        let wrong = check(&smallest, seed).unwrap_err();
        panic!("seed {seed}: {wrong}\n{}\n{}", smallest.scenario, acts.join("\n"));
    }
}

/// The sessions would prove little if none of them had what they are about.
#[test]
fn sessions_have_branches_idle_timers_and_refusals() {
    let sessions: Vec<_> = (0..40).map(|seed| play(&random_session(seed, ACTS))).collect();
    let branched = sessions.iter().filter(|(played, _)| !played.branches().is_empty()).count();
    let idle = |played: &Playground| played.scenario().script.iter().any(|entry| entry.idle > 0);
    let timed = sessions.iter().filter(|(played, _)| idle(played)).count();
    let refused = sessions.iter().filter(|(_, refused)| !refused.is_empty()).count();
    assert!(branched > 10 && timed > 10 && refused > 10, "{branched} branched, {timed} timed, {refused} refused");
}
