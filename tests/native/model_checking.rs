//! Everything that can happen in a small world: 3 nodes, 2 clients, one key, at most one failure, any order of messages.

use crate::support::small_world::{A, Action, B, C, Choice, Request, SmallWorld, State, settings};
use ringside::dynamo::node::Settings;
use ringside::dynamo::versioning::Versioning;
use ringside::scenario::Quorum;
use stateright::{Checker, Model, Path, Property};

/// What led to a state, in words.
fn story(path: Path<State, Action>) -> Vec<String> {
    path.into_actions().iter().map(Action::to_string).collect()
}

fn three_two_two(versioning: Versioning) -> Settings {
    settings(|scenario| scenario.versioning = versioning)
}

/// Both clients know v0 when the trying begins.
fn both_have_read_v0() -> Vec<(usize, Request)> {
    vec![(0, Request::Put("v0", A)), (1, Request::Get(A))]
}

/// Tries everything; how many different states there are.
fn count(world: SmallWorld) -> usize {
    let checker = world.checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    checker.unique_state_count()
}

/// What no order of messages and no single failure may break.
fn nothing_is_lost() -> Vec<Property<SmallWorld>> {
    vec![
        Property::always("nothing acknowledged is lost", |_, state: &State| state.nothing_is_lost()),
        Property::always("all homes agree after repair", |world: &SmallWorld, state: &State| {
            !world.is_over(state) || state.heals(world.settings.n)
        }),
        // The two above would be empty if none of this happened.
        Property::sometimes("a request fails", |_, state: &State| state.failed),
        Property::sometimes("all is acknowledged", |world: &SmallWorld, state: &State| {
            let puts =
                |requests: &[Request]| requests.iter().filter(|request| matches!(request, Request::Put(..))).count();
            let before = world.before.iter().filter(|(_, request)| matches!(request, Request::Put(..))).count();
            state.acknowledged.len() == before + world.clients.iter().map(|all| puts(all)).sum::<usize>()
        }),
    ]
}

#[test]
fn dotted_versions_lose_no_acknowledged_write() {
    use Request::{Get, Put};
    let cases = [
        // Both through one coordinator: what a plain clock does not survive.
        (vec![Put("v1", A)], vec![Put("v2", A)], 14_886),
        // Through two.
        (vec![Put("v1", A)], vec![Put("v2", B)], 12_695),
        // A read, with its repair, while the writes are under way; after its own write, and before it.
        (vec![Put("v1", A)], vec![Put("v2", A), Get(B)], 405_194),
        (vec![Put("v1", A)], vec![Get(B), Put("v2", A)], 326_098),
        // Three writes of which one goes on from another.
        (vec![Put("v1", A)], vec![Put("v2", B), Put("v3", A)], 489_195),
    ];
    for (p, q, expected) in cases {
        let (settings, before) = (three_two_two(Versioning::Dotted), both_have_read_v0());
        let clients = vec![p, q];
        let told = format!("{clients:?}");
        let counted = count(SmallWorld {
            settings,
            before,
            clients,
            failures: 1,
            zone_of_c_is_cut_off: false,
            choice: Choice::Fixed,
            properties: nothing_is_lost(),
        });
        assert_eq!(counted, expected, "states of {told}");
    }
}

/// The shortest way to what a world may come to, in words.
fn witness(world: SmallWorld, name: &'static str) -> Vec<String> {
    // One thread searches breadth first: the witness is a shortest one, and always the same.
    story(world.checker().threads(1).spawn_bfs().join().assert_any_discovery(name))
}

/// Kept as `tests/scenarios/same-coordinator-race-plain.json`.
#[test]
fn plain_clocks_lose_an_acknowledged_write_without_any_failure() {
    let world = SmallWorld {
        settings: three_two_two(Versioning::Plain),
        before: both_have_read_v0(),
        clients: vec![vec![Request::Put("v1", A)], vec![Request::Put("v2", A)]],
        failures: 0,
        zone_of_c_is_cut_off: false,
        choice: Choice::Fixed,
        properties: vec![Property::sometimes("an acknowledged write is lost", |world: &SmallWorld, state: &State| {
            world.is_over(state) && !state.nothing_is_lost()
        })],
    };
    let story = witness(world, "an acknowledged write is lost");
    // The story of the race: both begin, and both puts go through A, which each acknowledges with one other node.
    assert_eq!(story[..2], ["P begins", "Q begins"]);
    assert_eq!(story.iter().filter(|step| step.starts_with("put-request")).count(), 2);
    assert_eq!(story.iter().filter(|step| step.starts_with("answer")).count(), 2);
    assert_eq!(story.len(), 14, "{story:?}");
}

/// Home A and B, N = 2, R = 1, W = 2; P writes through A, and then Q reads through B.
fn overlapping_quorums(quorum: Quorum, properties: Vec<Property<SmallWorld>>) -> SmallWorld {
    SmallWorld {
        settings: settings(|scenario| (scenario.n, scenario.r, scenario.w, scenario.quorum) = (2, 1, 2, quorum)),
        before: vec![(0, Request::Put("v0", A))],
        clients: vec![vec![Request::Put("v1", A)], vec![Request::Get(B)]],
        failures: 1,
        zone_of_c_is_cut_off: false,
        choice: Choice::Fixed,
        properties,
    }
}

/// Kept as `tests/scenarios/stale-read-after-one-lost-message.json`.
#[test]
fn a_sloppy_quorum_reads_stale_after_one_lost_message_though_r_plus_w_exceeds_n() {
    let stale = Property::sometimes("a read is stale", |_, state: &State| state.stale);
    let story = witness(overlapping_quorums(Quorum::Sloppy, vec![stale]), "a read is stale");
    assert_eq!(
        story,
        [
            "P begins",
            "put-request P→A",
            "lost: write A→B",
            "A has no answer from B",
            "hinted-write A→C",
            "write-ack C→A",
            "answer A→P",
            "Q begins",
            "get-request Q→B",
            "answer B→Q"
        ]
    );
}

#[test]
fn a_strict_quorum_never_reads_stale_whatever_single_thing_fails() {
    let fresh = || Property::always("no read is stale", |_, state: &State| !state.stale);
    let fails = || Property::sometimes("a request fails", |_, state: &State| state.failed);
    let small = count(overlapping_quorums(Quorum::Strict, vec![fresh(), fails()]));
    assert_eq!(small, 818);
    let usual = count(SmallWorld {
        settings: settings(|scenario| scenario.quorum = Quorum::Strict),
        before: both_have_read_v0(),
        clients: vec![vec![Request::Put("v1", A)], vec![Request::Get(B), Request::Get(C)]],
        failures: 1,
        zone_of_c_is_cut_off: false,
        choice: Choice::Fixed,
        properties: vec![fresh(), fails()],
    });
    assert_eq!(usual, 178_288);
}

/// A and B stand in one zone, C in another one, which is cut off; copies are spread over zones, so that A and C are the homes.
#[test]
fn a_zone_that_is_cut_off_loses_no_acknowledged_write_and_has_all_when_it_is_back() {
    use Request::{Get, Put};
    let cases = [(vec![Put("v1", A)], vec![Put("v2", C)], 711), (vec![Put("v1", B), Get(A)], vec![Get(C)], 3_758)];
    for (p, q, expected) in cases {
        let clients = vec![p, q];
        let told = format!("{clients:?}");
        let mut properties = nothing_is_lost();
        properties.truncate(3);
        properties.push(Property::sometimes("a put is acknowledged behind the wall", |_, state: &State| {
            state.acknowledged.len() == 2
        }));
        let counted = count(SmallWorld {
            settings: settings(|scenario| (scenario.n, scenario.r, scenario.w) = (2, 1, 2)),
            before: vec![(0, Put("v0", A))],
            clients,
            failures: 1,
            zone_of_c_is_cut_off: true,
            choice: Choice::Fixed,
            properties,
        });
        assert_eq!(counted, expected, "states of {told}");
    }
}

/// Two of the three nodes are homes; the third hands puts on.
fn handing_on(failures: u8, properties: Vec<Property<SmallWorld>>) -> SmallWorld {
    SmallWorld {
        settings: settings(|scenario| (scenario.n, scenario.r, scenario.w) = (2, 1, 1)),
        before: Vec::new(),
        clients: vec![vec![Request::Put("v1", C), Request::Get(A)], vec![Request::Get(B)]],
        failures,
        zone_of_c_is_cut_off: false,
        choice: Choice::Fixed,
        properties,
    }
}

#[test]
fn a_put_that_is_handed_on_makes_one_version_whatever_single_thing_fails() {
    let properties = vec![
        Property::always("one put makes one version", |_, state: &State| state.versions_of("v1") <= 1),
        Property::always("nothing acknowledged is lost", |_, state: &State| state.nothing_is_lost()),
        Property::always("all homes agree after repair", |world: &SmallWorld, state: &State| {
            !world.is_over(state) || state.heals(world.settings.n)
        }),
        Property::sometimes("a put comes again to a node that has it", |_, state: &State| state.recognised),
    ];
    assert_eq!(count(handing_on(1, properties)), 27_428);
}

/// Neither "I take it" nor the version arrives: the second home cannot know. Nothing is lost by it.
#[test]
fn two_losses_let_two_nodes_take_the_same_put() {
    let twice = Property::sometimes("one put makes two versions", |_, state: &State| state.versions_of("v1") == 2);
    let story = witness(handing_on(2, vec![twice]), "one put makes two versions");
    let lost: Vec<&str> = story.iter().map(String::as_str).filter(|step| step.starts_with("lost")).collect();
    assert_eq!(lost, ["lost: put-taken A→C", "lost: write A→B"], "{story:?}");
}

/// Both clients have read v0 and write at once, each only if nothing is newer.
fn refusing_store(failures: u8, properties: Vec<Property<SmallWorld>>) -> SmallWorld {
    SmallWorld {
        settings: three_two_two(Versioning::Dotted),
        before: both_have_read_v0(),
        clients: vec![vec![Request::PutIf("v1", A)], vec![Request::PutIf("v2", B)]],
        failures,
        properties,
        zone_of_c_is_cut_off: false,
        choice: Choice::Fixed,
    }
}

fn acknowledged(state: &State, value: &str) -> bool {
    state.acknowledged.iter().any(|version| version.value.as_deref() == Some(value))
}

/// The store that refuses: as long as nothing fails, one of the two is refused, and no disk ever holds siblings.
#[test]
fn of_two_conditional_puts_at_most_one_is_acknowledged_while_nothing_fails() {
    let properties = vec![
        Property::always("one is refused", |_, state: &State| {
            !(acknowledged(state, "v1") && acknowledged(state, "v2"))
        }),
        Property::always("what is refused is not written", |_, state: &State| {
            state.versions_of("v1") == 0 || state.versions_of("v2") == 0
        }),
        Property::sometimes("the first is acknowledged", |_, state: &State| acknowledged(state, "v1")),
        Property::sometimes("the second is acknowledged", |_, state: &State| acknowledged(state, "v2")),
        Property::sometimes("a put is refused", |_, state: &State| state.failed),
    ];
    assert!(count(refusing_store(0, properties)) > 500);
}

/// It is no consensus: after one failure two homes may each take the other to be down.
#[test]
fn one_failure_lets_two_homes_accept_two_conditional_puts() {
    let both = Property::sometimes("both are acknowledged", |_, state: &State| {
        acknowledged(state, "v1") && acknowledged(state, "v2")
    });
    let story = witness(refusing_store(1, vec![both]), "both are acknowledged");
    let failures = story.iter().filter(|step| step.starts_with("lost") || step.ends_with("crashes"));
    assert_eq!(failures.count(), 1, "{story:?}");
}
