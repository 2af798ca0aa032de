//! What the page says of the world beside the sentence of the step is true: what the clients say, what goes on in the middle
//! of the ring, how things are where a lesson's step begins, and how many versions are current. Each is held against what
//! was told step by step until then, at each step of random histories with all faults.

use crate::support::random_scenarios::random_scenario;
use ringside::explain::narration::clock;
use ringside::explain::snapshot::{NodeStatus, State, VersionState};
use ringside::explain::trace::{Fact, TraceEvent};
use ringside::page::projection::cart::cart_words;
use ringside::page::projection::client_words::ClientWords;
use ringside::page::projection::going_on::GoingOn;
use ringside::page::projection::last_answer::last_answer;
use ringside::page::projection::situation::situation_words;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::Scenario;
use std::collections::{BTreeMap, BTreeSet};

/// What was told of the requests.
#[derive(Default)]
struct Told {
    /// The latest request of each client.
    latest: BTreeMap<String, u32>,
    pending: BTreeSet<u32>,
    /// What the client of a request would say, once it has ended.
    said: BTreeMap<u32, ClientWords>,
    /// The latest answer for each client and key.
    answers: BTreeMap<(String, String), u32>,
}

impl Told {
    fn follow(&mut self, event: &TraceEvent) {
        let Some(operation) = event.operation else { return };
        for fact in &event.facts {
            match fact {
                Fact::Asked { client, .. } => {
                    self.latest.insert(client.clone(), operation);
                    self.pending.insert(operation);
                }
                Fact::Answered { client, request, values } => {
                    self.pending.remove(&operation);
                    self.said.insert(operation, answer(request, values));
                    self.answers.insert((client.clone(), event.key.clone().unwrap()), operation);
                }
                // Where no node can be asked, a request fails at once.
                Fact::Failed { client, .. } => {
                    let latest = self.latest.entry(client.clone()).or_default();
                    *latest = operation.max(*latest);
                    self.pending.remove(&operation);
                    self.said.insert(operation, ClientWords::Failed { have: 0, needed: 0 });
                }
                _ => {}
            }
        }
    }
}

fn answer(request: &str, values: &[VersionState]) -> ClientWords {
    match request {
        "get" => ClientWords::Got(values.iter().map(|version| cart_words(version.value.as_deref())).collect()),
        _ => ClientWords::Done(values.first().map(clock).unwrap_or_default()),
    }
}

fn check_clients(told: &Told, state: &State) {
    for client in &state.clients {
        let expected = told.latest.get(&client.name).and_then(|operation| told.said.get(operation));
        match (ClientWords::new(state, &client.name), expected) {
            (Some(ClientWords::Failed { .. }), Some(ClientWords::Failed { .. })) => {}
            (said, expected) => assert_eq!(said.as_ref(), expected, "{}", client.name),
        }
        for key in client.contexts.keys() {
            let expected = told.answers.get(&(client.name.clone(), key.clone()));
            assert_eq!(last_answer(state, &client.name, key).map(|answer| answer.id).as_ref(), expected);
        }
    }
}

fn check_going_on(told: &Told, state: &State, event: &TraceEvent, key: &str) {
    let status = |name: &str| state.nodes.iter().find(|node| node.name == name).map(|node| node.status);
    match GoingOn::new(state, Some(event), key) {
        GoingOn::Request(request) => {
            assert!(event.operation == Some(request.id) || told.pending.contains(&request.id), "an old request");
        }
        GoingOn::Joins { node, done: false } => assert!(status(node).is_some_and(|status| status != NodeStatus::Up)),
        GoingOn::Joins { node, done: true } => assert!(status(node).is_some()),
        GoingOn::Leaves { node, done: false } => assert_eq!(status(node), Some(NodeStatus::Leaving)),
        GoingOn::Leaves { node, done: true } => assert_eq!(status(node), None),
        GoingOn::Delivers { from, owner } | GoingOn::Compares { one: from, other: owner } => assert_ne!(from, owner),
        GoingOn::Nothing { copies } => {
            assert!(told.pending.is_empty() && !state.nodes.iter().any(|node| node.status == NodeStatus::Joining));
            assert_eq!(copies, state.nodes.iter().filter(|node| node.store.contains_key(key)).count());
        }
    }
}

fn check_situation(state: &State, key: &str) {
    let words = situation_words(state, key);
    let all_up = state.nodes.iter().all(|node| node.status == NodeStatus::Up && !node.paused);
    assert_eq!(
        all_up,
        words.starts_with(&format!("{} nodes are up.", state.nodes.len())) || words.starts_with("1 node is up."),
        "{words}"
    );
    assert_eq!(
        words.contains("No node stores"),
        !state.nodes.iter().any(|node| node.store.contains_key(key)),
        "{words}"
    );
    if words.contains("The network is split") {
        assert!(state.partition.is_some(), "{words}");
    }
    for node in state.nodes.iter().filter(|node| node.status == NodeStatus::Crashed) {
        let down = words.split(". ").find(|part| part.ends_with("down")).unwrap_or_else(|| panic!("{words}"));
        assert!(down.contains(&node.name) || down.contains(" nodes are "), "{words}");
    }
}

fn check_current(playground: &Playground, state: &State, key: &str) {
    let words = playground.version_history(key).unwrap().current_in_words();
    let stored = state.nodes.iter().filter_map(|node| node.store.get(key));
    let dots: BTreeSet<&(String, u32)> = stored.flatten().map(|version| &version.dot).collect();
    assert!(dots.is_empty() || !words.starts_with("No version"), "{words}: {dots:?}");
    let most = dots.len()
        + state.nodes.iter().flat_map(|node| &node.hints).filter(|hint| hint.key == key).count()
        + state.messages.len();
    let said = words.split(' ').next().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
    assert!(said <= most, "{words}: {dots:?}");
}

#[test]
fn what_the_page_says_of_the_world_is_true_at_every_step_of_random_histories() {
    let mut steps = 0;
    for seed in 0..200 {
        let mut scenario = random_scenario(seed, 8);
        scenario["versioning"] = ["dotted", "plain", "last-write-wins"][(seed % 3) as usize].into();
        let Ok(mut playground) = Scenario::from_json(&scenario).and_then(Playground::new) else { continue };
        playground.run(RunLimit { until: None, events: Some(600) }).unwrap();
        let mut told = Told::default();
        let mut key = String::from("cart");
        for step in 1..=playground.known_steps() {
            playground.seek(step).unwrap();
            let (event, state) = (playground.event(step).unwrap(), playground.state());
            told.follow(&event);
            key = event.key.clone().unwrap_or(key);
            check_clients(&told, &state);
            check_going_on(&told, &state, &event, &key);
            check_situation(&state, &key);
            if step % 8 == 0 {
                check_current(&playground, &state, &key);
            }
            steps += 1;
        }
    }
    assert!(steps > 10_000, "{steps} steps");
}
