//! The history of a key, seen from outside: what its puts had read, who counted, what is current, superseded or lost.

use crate::support::random_scenarios::{play, random_scenario};
use crate::support::{playground, run};
use ringside::explain::version_history::{Standing, VersionHistory, layout};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::{Value, json};

fn scenario_file(name: &str) -> Playground {
    let text = std::fs::read_to_string(format!("tests/scenarios/{name}.json")).unwrap();
    let mut p = playground(serde_json::from_str(&text).unwrap());
    p.run(RunLimit::default()).unwrap();
    p
}

fn history(p: &Playground, key: &str) -> VersionHistory {
    p.version_history(key).unwrap()
}

/// Each version: its clock, what it had read, and what became of it.
fn told(p: &Playground, key: &str) -> Vec<String> {
    let history = history(p, key);
    let clock = |position: &usize| history.versions[*position].clock.clone();
    let clocks = |positions: &[usize]| positions.iter().map(clock).collect::<Vec<_>>().join(" & ");
    let of = |version: &ringside::explain::version_history::KeyVersion| {
        let standing = match &version.standing {
            Standing::Current => "current".to_owned(),
            Standing::Superseded { by } => format!("superseded by {}", clocks(by)),
            Standing::Lost { displaced_by } => {
                format!("lost to {}", displaced_by.as_ref().map_or("nobody".to_owned(), clock))
            }
            Standing::Dropped { displaced_by } => {
                format!("dropped for {}", displaced_by.as_ref().map_or("nobody".to_owned(), clock))
            }
        };
        format!("{} ({}) {standing}", version.clock, clocks(&version.parents))
    };
    history.versions.iter().map(of).collect()
}

fn sayings(p: &Playground, key: &str, position: usize) -> String {
    history(p, key).explain(position).into_iter().map(|saying| saying.words).collect::<Vec<_>>().join(" ")
}

#[test]
fn figure_3_forks_and_joins_as_in_the_paper() {
    let p = scenario_file("figure-3-version-history");
    assert_eq!(
        told(&p, "cart"),
        [
            "[Sx,1] () superseded by [Sx,2]",
            "[Sx,2] ([Sx,1]) superseded by [Sx,2][Sy,1] & [Sx,2][Sz,1]",
            "[Sx,2][Sy,1] ([Sx,2]) superseded by [Sx,3][Sy,1][Sz,1]",
            "[Sx,2][Sz,1] ([Sx,2]) superseded by [Sx,3][Sy,1][Sz,1]",
            "[Sx,3][Sy,1][Sz,1] ([Sx,2][Sy,1] & [Sx,2][Sz,1]) current",
        ]
    );
    let history = history(&p, "cart");
    let parents: Vec<Vec<usize>> = history.versions.iter().map(|version| version.parents.clone()).collect();
    let drawn = layout(&parents, &[false, false, false, false, true]);
    let positions: Vec<(f64, usize)> =
        drawn.positions.iter().map(|position| (position.across, position.layer)).collect();
    assert_eq!(positions, [(0.5, 0), (0.5, 1), (0.0, 2), (1.0, 2), (0.5, 3)]);
}

#[test]
fn a_version_is_explained_who_counted_what_was_read_and_what_was_promised() {
    let p = scenario_file("figure-3-version-history");
    let first = sayings(&p, "cart", 0);
    assert!(first.contains("a’s put. Sx coordinated it, so Sx’s counter goes from 0 to 1."), "{first}");
    assert!(first.contains("had read nothing: it is blind"), "{first}");
    let last = sayings(&p, "cart", 4);
    assert!(last.contains("Sx’s counter goes from 2 to 3"), "{last}");
    assert!(last.contains("had read [Sx,2][Sy,1] and [Sx,2][Sz,1], and reconciles them"), "{last}");
    assert!(last.contains("It is current, on Sx, Sy and Sz."), "{last}");
    let promise = history(&p, "cart").explain(4).into_iter().find(|saying| saying.words.contains("“done”")).unwrap();
    let event = p.event(promise.step.unwrap()).unwrap();
    assert!(event.sentence.contains("hears that the put is done"), "{}", event.sentence);
    assert_eq!(
        history(&p, "cart").explain_edge(2, 4),
        "The put of [Sx,3][Sy,1][Sz,1] had read [Sx,2][Sy,1], and supersedes it: one of the 2 that it reconciles."
    );
}

#[test]
fn at_an_earlier_step_only_what_was_made_by_then_is_there() {
    let mut p = scenario_file("figure-3-version-history");
    let fork = history(&p, "cart").versions[3].made_at;
    p.seek(fork).unwrap();
    let then = history(&p, "cart");
    assert_eq!((then.versions.len(), then.current().count()), (4, 2));
    assert_eq!(then.current_in_words(), "2 siblings: neither put had read the other.");
    assert!(sayings(&p, "cart", 3).contains("sibling of [Sx,2][Sy,1]"));
    assert!(sayings(&p, "cart", 3).contains("b has no answer yet"));
    p.seek(0).unwrap();
    assert_eq!(history(&p, "cart").versions.len(), 0);
}

#[test]
fn plain_clocks_lose_an_acknowledged_write_and_the_promise_is_named() {
    let p = scenario_file("same-coordinator-race-plain");
    assert_eq!(told(&p, "cart")[1..], ["[Sx,2] ([Sx,1]) lost to [Sx,3]", "[Sx,3] ([Sx,1]) current"]);
    assert_eq!(history(&p, "cart").lost(), 1);
    let lost = sayings(&p, "cart", 1);
    assert!(lost.contains("By its clock [Sx,3] descends from [Sx,2]"), "{lost}");
    assert!(lost.contains("P was told “done” at step"), "{lost}");
    let dotted = scenario_file("same-coordinator-race-dotted");
    assert_eq!((history(&dotted, "cart").lost(), history(&dotted, "cart").current().count()), (0, 2));
}

#[test]
fn last_write_wins_loses_the_later_write_to_a_fast_clock() {
    // Bob had read the first write, and is told that the second is done; the fast clock of A brings the first back.
    let p = scenario_file("last-write-wins-with-a-fast-clock");
    let told = told(&p, "figs");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].contains("lost to [A,1]"), "{told:?}");
    assert!(sayings(&p, "figs", 1).contains("[A,1] has the later time"), "{}", sayings(&p, "figs", 1));
    assert!(sayings(&p, "figs", 0).contains("It is back, on A, B and C"), "{}", sayings(&p, "figs", 0));
}

#[test]
fn what_a_wiped_disk_held_alone_is_lost() {
    let mut p = playground(json!({"ringside": 1, "seed": 3, "n": 1, "r": 1, "w": 1,
        "nodes": [{"name": "A", "tokens": 4}, {"name": "B", "tokens": 4}]}));
    run(&mut p, json!({"do": "put", "client": "Alice", "key": "k", "value": "v"}));
    let home = history(&p, "k").versions[0].kept_by[0].clone();
    run(&mut p, json!({"do": "crash", "name": home, "wipe": true}));
    assert_eq!(told(&p, "k"), [format!("[{home},1] () lost to nobody")]);
    run(&mut p, json!({"do": "restart", "name": home}));
    run(&mut p, json!({"do": "put", "client": "Bob", "key": "k", "value": "w", "via": home}));
    let again = sayings(&p, "k", 1);
    assert!(again.contains(&format!("its disk was wiped, so it counts anew as {home}~2, from 0 to 1")), "{again}");
}

#[test]
fn contexts_say_what_a_client_has_read_and_what_its_next_put_would_do() {
    let mut p = scenario_file("figure-3-version-history");
    let words = |p: &Playground| -> Vec<String> {
        let history = history(p, "cart");
        let contexts = p.client_contexts("cart", &history).unwrap();
        contexts.iter().map(|context| history.context_in_words(context)).collect()
    };
    assert_eq!(
        words(&p),
        [
            "a has read [Sx,3][Sy,1][Sz,1]. A put now supersedes it.",
            "b has read only older versions. A put now becomes a sibling of [Sx,3][Sy,1][Sz,1].",
        ]
    );
    run(&mut p, json!({"do": "put", "client": "b", "key": "cart", "value": "x", "via": "Sz"}));
    run(&mut p, json!({"do": "get", "client": "c", "key": "cart"}));
    let told = words(&p);
    assert!(told[2].starts_with("c has read ") && told[2].ends_with("A put now reconciles them."), "{told:?}");
    assert!(told[0].contains("supersedes the one and becomes a sibling of the other"), "{told:?}");
}

#[test]
fn hints_are_copies_too() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    run(&mut p, json!({"do": "put", "client": "Alice", "key": "cart", "value": "milk"}));
    let home = history(&p, "cart").versions[0].kept_by[0].clone();
    run(&mut p, json!({"do": "crash", "name": home}));
    for round in 0..3 {
        run(&mut p, json!({"do": "put", "client": "Alice", "key": "cart", "value": format!("{round}")}));
    }
    let history = history(&p, "cart");
    let hinted = history.versions.iter().flat_map(|version| &version.hinted_at);
    assert!(hinted.clone().count() > 0 && hinted.clone().all(|(_, owner)| *owner == home), "{history:?}");
    let last = history.versions.len() - 1;
    assert!(sayings(&p, "cart", last).contains(&format!("for {home}")), "{}", sayings(&p, "cart", last));
}

#[test]
fn hundreds_of_versions_are_bounded_and_counted() {
    let mut p = Playground::new(Scenario::default()).unwrap();
    for round in 0..320 {
        p.apply(Command::put("Alice", "cart", &round.to_string())).unwrap();
        p.run(RunLimit { until: Some(p.state().time + 200.0), events: None }).unwrap();
    }
    let history = history(&p, "cart");
    assert_eq!((history.versions.len(), history.older), (300, 20));
    assert!(history.explain(0)[1].words.contains("older than these"));
    assert_eq!(history.current().count(), 1);
}

#[test]
fn the_program_s_view_is_plain_data() {
    let p = scenario_file("same-coordinator-race-plain");
    let json: Value = serde_json::to_value(history(&p, "cart")).unwrap();
    assert_eq!(json["versions"][1]["standing"], json!({"is": "lost", "displacedBy": 2}));
    assert_eq!(json["versions"][1]["dot"], json!(["Sx", 2]));
}

/// The sentences of the steps in which a version displaces another that its put had not read.
fn displacements(scenario: Value) -> Vec<String> {
    let mut p = playground(scenario);
    p.run(RunLimit::default()).unwrap();
    let told = p.trace(1).into_iter().map(|event| event.sentence);
    told.filter(|sentence| sentence.contains("had not read") || sentence.contains("instead")).collect()
}

#[test]
fn the_sentence_says_that_a_later_timestamp_throws_a_write_away_unread() {
    let scenario = |fast: &str| {
        json!({
            "ringside": 1, "seed": 1, "n": 3, "r": 2, "w": 2, "quorum": "sloppy", "versioning": "last-write-wins",
            "nodes": [{"name": "A", "tokens": 4}, {"name": "B", "tokens": 4}, {"name": "C", "tokens": 4}],
            "network": {"delay": {"kind": "fixed", "ms": 10}},
            "script": [
                {"do": "skew", "name": fast, "ms": 5000},
                {"do": "put", "client": "alice", "key": "cart", "value": "1", "via": "A", "at": 10},
                {"do": "put", "client": "bob", "key": "cart", "value": "2", "via": "B", "at": 400},
            ],
        })
    };
    let away = "throws it away: 5.02\u{a0}s > 0.41\u{a0}s. [A,1] stays, though its put had not read it.";
    assert_eq!(
        displacements(scenario("A")),
        [
            "B coordinates: it makes version [B,1], keeps [A,1] instead (5.02\u{a0}s > 0.41\u{a0}s), and sends it to C and A.",
            &format!("C acknowledges version [B,1] and {away}"),
            &format!("A acknowledges version [B,1] and {away}"),
        ]
    );
    let gone = "[A,1] is thrown away: 5.41\u{a0}s > 0.02\u{a0}s, though the put of [B,1] had not read it.";
    assert_eq!(
        displacements(scenario("B")),
        [
            format!("B coordinates: it makes version [B,1], writes it, and sends it to C and A. {gone}"),
            format!("C gets version [B,1]. {gone}"),
            format!("A gets version [B,1]. {gone}"),
        ]
    );
}

#[test]
fn the_sentence_says_that_a_plain_clock_overwrites_what_its_put_had_not_read() {
    let race = |versioning: &str| {
        json!({
            "ringside": 1, "seed": 1, "n": 3, "r": 2, "w": 2, "quorum": "sloppy", "versioning": versioning,
            "nodes": [{"name": "Sx", "tokens": 4}, {"name": "Sy", "tokens": 4}, {"name": "Sz", "tokens": 4}],
            "network": {"delay": {"kind": "fixed", "ms": 10}},
            "script": [
                {"do": "put", "client": "p", "key": "cart", "value": "1", "via": "Sx"},
                {"do": "get", "client": "q", "key": "cart", "via": "Sx", "at": 200},
                {"do": "put", "client": "p", "key": "cart", "value": "2", "via": "Sx", "at": 400},
                {"do": "put", "client": "q", "key": "cart", "value": "3", "via": "Sx", "at": 600},
            ],
        })
    };
    let told = displacements(race("plain"));
    assert_eq!(told.len(), 3, "{told:?}");
    for sentence in told {
        assert!(sentence.ends_with("[Sx,2] is overwritten, though the put of [Sx,3] had not read it."), "{sentence}");
        assert!(!sentence.contains("supersedes"), "{sentence}");
    }
    assert_eq!(displacements(race("dotted")), [""; 0]);
}

#[test]
fn it_never_says_that_one_version_is_current_while_a_disk_has_several() {
    let (mut one, mut cut) = (0, 0);
    for seed in 0..300 {
        let mut scenario = random_scenario(seed, 25);
        scenario["clockLimit"] = 1.into();
        scenario["versioning"] = ["dotted", "plain"][(seed % 2) as usize].into();
        let (played, _) = play(&scenario);
        let state = played.state();
        let keys: std::collections::BTreeSet<&String> = state.nodes.iter().flat_map(|node| node.store.keys()).collect();
        for key in keys {
            let words = played.version_history(key).unwrap().current_in_words();
            let most = state.nodes.iter().filter_map(|node| node.store.get(key)).map(Vec::len).max().unwrap();
            let says_one = words == "1 version is current.";
            assert!(most == 1 || !says_one, "seed {seed}, {key}: {most} on a disk, and “{words}”");
            one += usize::from(says_one);
            cut += usize::from(words.contains("a clock was cut"));
        }
    }
    assert!(one > 50 && cut > 0, "{one} of one, {cut} of a clock that was cut");
}
