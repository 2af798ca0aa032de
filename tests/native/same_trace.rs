//! The same trace natively and in WebAssembly: here the native half.
//!
//! Random scenarios are played, and written down with a hash of everything that was told of them, for
//! `javascript/same-trace.test.mjs` to play through the module in Node. The hash is the MD5 of the JSON that JavaScript
//! makes of the trace and the last state: no figure is rounded, so that the smallest difference shows. Random sessions are
//! written down as well, act by act.

use crate::support::as_javascript::write_as_javascript;
use crate::support::random_scenarios::random_scenario;
use crate::support::random_sessions::{Session, play, random_session};
use ringside::playground::{Playground, RunLimit};
use serde_json::{Value, json};

const SEEDS: u64 = 200;
const OPERATIONS: usize = 200;
const SESSIONS: u64 = 100;
const ACTS: usize = 40;

/// Where the other half looks for it: `cargo xtask test` says where, and tells both the same.
fn file() -> String {
    let here = || concat!(env!("CARGO_TARGET_TMPDIR"), "/same-trace.json").to_owned();
    std::env::var("RINGSIDE_SAME_TRACE").unwrap_or_else(|_| here())
}

/// The trace and the last state, a line each.
fn told(playground: &Playground) -> Vec<u8> {
    let mut text = Vec::new();
    for event in playground.trace(1) {
        write_as_javascript(&event, &mut text);
        text.push(b'\n');
    }
    write_as_javascript(&playground.state(), &mut text);
    text
}

/// A session with what came of it.
fn told_of(session: &Session) -> Value {
    let (playground, refused) = play(session);
    let hash = format!("{:x}", md5::compute(told(&playground)));
    json!({"scenario": session.scenario, "acts": session.acts, "refused": refused, "hash": hash})
}

#[test]
fn random_histories_are_written_down_for_the_module() {
    let mut cases = Vec::new();
    for seed in 0..SEEDS {
        let scenario = random_scenario(seed, OPERATIONS);
        let mut playground = crate::support::playground(scenario.clone());
        playground.run(RunLimit::default()).unwrap();
        let told = told(&playground);
        let hash = format!("{:x}", md5::compute(&told));
        cases.push(json!({"scenario": scenario, "steps": playground.step_number(), "hash": hash}));
    }
    // The same again, or the comparison would prove nothing.
    let mut again = crate::support::playground(cases[0]["scenario"].clone());
    again.run(RunLimit::default()).unwrap();
    assert_eq!(cases[0]["hash"], format!("{:x}", md5::compute(told(&again))));
    let sessions: Vec<_> = (0..SESSIONS).map(|seed| told_of(&random_session(seed, ACTS))).collect();
    let written = json!({"histories": cases, "sessions": sessions});
    std::fs::write(file(), serde_json::to_vec(&written).unwrap()).unwrap();
}
