//! The exhaustive searches behind the claims: each is made anew, in the challenge's own world.

use crate::support::challenges::{challenge, ids};
use crate::support::small_world::{A, Choice, Request, SmallWorld, State};
use ringside::dynamo::partitioning::Position;
use ringside::scenario::{Command, NodeSpec, Quorum};
use ringside::teaching::challenge::{Challenge, Limit, Search};
use stateright::{Checker, Model, Property};

/// What the goal of a challenge says of a state.
type Reached = fn(&SmallWorld, &State) -> bool;

/// The challenges that take claims: what is chosen, how many messages may be lost, and the goal.
///
/// A get that returns the first value, and is stale, misses a later put that was acknowledged before it was asked: of 2 requests
/// the first is that put, then, and the second the get. Any other 2 cannot reach the goal.
const SEARCHED: [(&str, Choice, u8, Reached); 3] = [
    ("one-counter-per-node", Choice::Any(2), 0, |_, state| !state.nothing_is_lost()),
    ("a-dot-per-write", Choice::Any(2), 0, |_, state| !state.nothing_is_lost()),
    ("strict-and-stale", Choice::PutThenGet, 1, |_, state| state.stale),
];

/// The world of a challenge, with any requests of its budget.
fn world_of(challenge: &Challenge, choice: Choice, losses: u8, reached: Reached) -> SmallWorld {
    let scenario = &challenge.scenario;
    // As in the small world: 3 nodes of one token each, one key, two clients who have both read the first value.
    let tokens: Vec<Vec<Position>> = scenario.nodes.iter().map(NodeSpec::positions).collect();
    assert_eq!(tokens, [1, 2, 3].map(|number: u128| vec![Position(number << 125)]));
    let wait = |command: &&Command| !matches!(command, Command::Wait { .. });
    let script: Vec<_> =
        scenario.script.iter().map(|entry| &entry.command).filter(wait).map(Command::to_json).collect();
    let asked = serde_json::json!([
        { "do": "put", "client": "Alice", "key": "figs", "value": "v0", "via": "A" },
        { "do": "get", "client": "Bob", "key": "figs", "via": "A" }
    ]);
    assert_eq!(serde_json::Value::from(script), asked);
    // What is tried is all that may be done: the requests, and what else the budget has room for is a dropped message.
    let limit = |limit| challenge.budget.get(limit);
    let requests = limit(Limit::Requests).unwrap();
    assert_eq!(requests, 2);
    assert_eq!((limit(Limit::Commands), limit(Limit::Own)), (Some(requests + u64::from(losses)), Some(0)));
    assert!(challenge.locked.words().contains(if losses == 0 { "faults,settings" } else { "settings" }));
    assert_eq!(limit(Limit::Drops), (losses > 0).then_some(u64::from(losses)));
    SmallWorld {
        settings: scenario.settings(),
        before: vec![(0, Request::Put("v0", A)), (1, Request::Get(A))],
        clients: vec![Vec::new(), Vec::new()],
        failures: losses,
        zone_of_c_is_cut_off: false,
        choice,
        properties: vec![
            Property::sometimes("the goal is reached", reached),
            // Never broken: the search goes on when the goal was reached.
            Property::always("there are 3 nodes", |_, state: &State| state.nodes.len() == 3),
            // The verdict would be empty if none of this happened.
            Property::sometimes("a chosen put is acknowledged", |_, state: &State| state.acknowledged.len() > 1),
            Property::sometimes("all is over", SmallWorld::is_over),
        ],
    }
}

#[test]
fn each_claim_is_as_an_exhaustive_search_says() {
    for (id, choice, losses, reached) in SEARCHED {
        let challenge = challenge(id);
        let checker = world_of(&challenge, choice, losses, reached).checker().threads(2).spawn_bfs().join();
        for happens in ["a chosen put is acknowledged", "all is over"] {
            assert!(checker.discovery(happens).is_some(), "{id}: never {happens}");
        }
        let found = Search {
            digest: challenge.digest().leak(),
            states: checker.unique_state_count(),
            possible: checker.discovery("the goal is reached").is_some(),
        };
        assert!(Search::all().contains(&found), "{id}: {found:?}");
    }
}

/// What the search says of strict quorums it does not say because it finds nothing.
#[test]
fn the_same_search_finds_a_stale_read_with_a_sloppy_quorum() {
    let stale: Reached = |_, state| state.stale;
    let mut world = world_of(&challenge("strict-and-stale"), Choice::PutThenGet, 1, stale);
    world.settings.quorum = Quorum::Sloppy;
    // It stops where it finds one.
    world.properties = vec![Property::sometimes("the goal is reached", stale)];
    let story = world.checker().threads(1).spawn_bfs().join().assert_any_discovery("the goal is reached");
    let story: Vec<String> = story.into_actions().iter().map(ToString::to_string).collect();
    assert!(story.iter().any(|step| step.starts_with("lost: write")), "{story:?}");
}

#[test]
fn each_challenge_that_takes_claims_was_searched_and_no_other() {
    let mut digests = Vec::new();
    for id in ids() {
        let challenge = challenge(&id);
        assert_eq!(challenge.claim, SEARCHED.iter().any(|(searched, ..)| *searched == id), "{id}");
        if challenge.claim {
            digests.push(challenge.digest());
        }
    }
    let all: Vec<&str> = Search::all().iter().map(|search| search.digest).collect();
    assert!(all.len() == digests.len() && digests.iter().all(|digest| all.contains(&digest.as_str())));
    assert!(digests.len() >= 3);
}
