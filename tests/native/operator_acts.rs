//! Acts of an operator that the paper does not describe: each is read and written, refused where it changes nothing, done as
//! one step, and told in a sentence.

use crate::support::{playground, run, scenario};
use ringside::explain::snapshot::{NodeState, NodeStatus, OperationStatus};
use ringside::playground::permalink::{from_permalink, permalink};
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::{Value, json};

fn default_cluster() -> Playground {
    playground(json!({"ringside": 1, "seed": 1}))
}

/// The homes of the key “cart” in the default cluster, in the order of its preference list.
fn homes() -> Vec<String> {
    let mut p = default_cluster();
    put(&mut p, "milk");
    let state = p.state();
    state.operations[0].acks.clone()
}

fn put(p: &mut Playground, value: &str) {
    run(p, json!({"do": "put", "client": "ann", "key": "cart", "value": value}));
}

fn give(p: &mut Playground, command: &Value) {
    p.apply(Command::from_json(command).unwrap()).unwrap_or_else(|refusal| panic!("{command}: {}", refusal.message));
}

fn wait(p: &mut Playground, ms: f64) {
    p.run(RunLimit { until: Some(p.time() + ms), events: None }).unwrap();
}

fn node(p: &Playground, name: &str) -> NodeState {
    p.state().nodes.into_iter().find(|node| node.name == name).unwrap()
}

fn sentences(p: &Playground) -> Vec<String> {
    p.trace(1).into_iter().map(|event| event.sentence).collect()
}

fn is_told(p: &Playground, sentence: &str) -> bool {
    sentences(p).iter().any(|told| told == sentence)
}

/// The code and the message with which a command is refused; nothing has changed.
fn refused(p: &mut Playground, command: &Value) -> (&'static str, String) {
    let before = (p.state(), p.scenario());
    let refusal = Command::from_json(command).and_then(|command| p.apply(command).map(drop)).unwrap_err();
    assert_eq!((p.state(), p.scenario()), before, "{command} was refused and changed something");
    (refusal.code, refusal.message)
}

fn check_refused(p: &mut Playground, command: Value, code: &str, parts: &[&str]) {
    let (given, message) = refused(p, &command);
    assert_eq!(given, code, "{message}");
    parts.iter().for_each(|part| assert!(message.contains(part), "{part:?} is not in {message:?}"));
}

/// Why the agreement of replicas is not asked for now.
fn hindrance(p: &Playground) -> String {
    p.truth().into_iter().find(|status| status.invariant == "replicas-agree").unwrap().because
}

/// The history is the same once it was written and read, as a scenario and as a link.
fn check_round_trip(p: &Playground) {
    let again = Scenario::from_json(&p.scenario().to_json()).unwrap();
    assert_eq!(again, p.scenario());
    let mut replayed = scenario(p.scenario().to_json());
    replayed.title = None;
    let mut played = Playground::new(replayed).unwrap();
    played.run(RunLimit { until: Some(p.time()), events: None }).unwrap();
    assert!(played.trace(1) == p.trace(1), "the history is another one when it is played again");
    let linked = from_permalink(&permalink(p)).unwrap();
    assert_eq!(linked.state(), p.state());
}

#[test]
fn a_paused_node_answers_late() {
    let (mut p, homes) = (default_cluster(), homes());
    let (paused, other) = (&homes[1], &homes[0]);
    give(&mut p, &json!({"do": "pause", "name": paused}));
    assert!(is_told(&p, &format!("{paused} is paused: it does nothing, and what reaches it waits.")));
    assert_eq!((node(&p, paused).paused, node(&p, paused).status), (true, NodeStatus::Up));
    give(&mut p, &json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "via": other}));
    wait(&mut p, 3_000.0);
    // A sloppy quorum asks another in its place.
    assert_eq!(p.state().operations[0].status, OperationStatus::Ok);
    assert!(node(&p, paused).store.is_empty());
    let waiting: Vec<String> =
        p.state().messages.into_iter().filter(|message| message.waits).map(|message| message.to).collect();
    assert!(waiting.len() >= 2 && waiting.iter().all(|to| to == paused), "{waiting:?}");
    assert!(p.violations().is_empty());
    assert_eq!(hindrance(&p), format!("{paused} is paused"));
    check_round_trip(&p);
    let count = waiting.len();
    give(&mut p, &json!({"do": "resume", "name": paused}));
    assert!(is_told(&p, &format!("{paused} goes on. {count} messages have waited for it.")), "{:?}", sentences(&p));
    p.run(RunLimit::default()).unwrap();
    assert_eq!(node(&p, paused).store.len(), 1);
    assert!(p.violations().is_empty(), "{:?}", p.violations());
    check_round_trip(&p);
}

#[test]
fn what_waits_at_a_paused_node_can_be_dropped_and_finds_it_down_when_it_crashes() {
    let (mut p, homes) = (default_cluster(), homes());
    let (paused, other) = (&homes[1], &homes[0]);
    give(&mut p, &json!({"do": "pause", "name": paused}));
    give(&mut p, &json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "via": other}));
    wait(&mut p, 100.0);
    let writes = |p: &Playground| p.state().messages.iter().filter(|message| message.waits).count();
    assert_eq!(writes(&p), 1);
    let mut dropped = p.clone();
    give(&mut dropped, &json!({"do": "drop", "to": paused, "kind": "write"}));
    assert_eq!(writes(&dropped), 0);
    give(&mut p, &json!({"do": "crash", "name": paused}));
    p.step().unwrap();
    assert!(is_told(&p, &format!("The message “store this” from {other} to {paused} is lost: {paused} is down.")));
    assert_eq!((node(&p, paused).paused, node(&p, paused).status), (false, NodeStatus::Crashed));
    check_refused(&mut p, json!({"do": "pause", "name": paused}), "node-is-down", &["a node that is up"]);
    check_refused(&mut p, json!({"do": "resume", "name": paused}), "not-paused", &["a node that is paused"]);
    check_round_trip(&p);
}

#[test]
fn what_cannot_be_done_to_a_paused_node_is_refused_and_removing_it_gives_it_up() {
    let mut p = default_cluster();
    give(&mut p, &json!({"do": "pause", "name": "C"}));
    let allowed = ["\"C\"", "a node that is not paused"];
    check_refused(&mut p, json!({"do": "pause", "name": "C"}), "node-is-paused", &allowed);
    check_refused(&mut p, json!({"do": "set-tokens", "name": "C", "tokens": 2}), "node-is-paused", &allowed);
    check_refused(&mut p, json!({"do": "anti-entropy", "a": "C", "b": "A"}), "node-is-paused", &allowed);
    check_refused(&mut p, json!({"do": "add-node", "name": "F", "tokens": 2, "via": "C"}), "node-is-paused", &allowed);
    check_refused(&mut p, json!({"do": "pause", "name": "Q"}), "unknown-node", &["\"Q\"", "A, B, C, D, E"]);
    check_refused(&mut p, json!({"do": "resume", "name": "A"}), "not-paused", &["\"A\""]);
    run(&mut p, json!({"do": "remove-node", "name": "C"}));
    assert!(sentences(&p).iter().any(|told| told.starts_with("C cannot be reached from")));
    // It learns of that once it goes on.
    run(&mut p, json!({"do": "resume", "name": "C"}));
    p.run(RunLimit { until: Some(p.time() + 10_000.0), events: None }).unwrap();
    assert!(p.state().nodes.iter().all(|node| node.name != "C"));
}

#[test]
fn timers_change_in_a_running_world() {
    let mut p = default_cluster();
    put(&mut p, "milk");
    run(&mut p, json!({"do": "set-timers", "gossip": 0, "antiEntropy": 200, "requestTimeout": 50}));
    let words = "The operator sets timers: gossip is off, the comparison of Merkle trees runs every 200 ms, \
                 a coordinator waits 50 ms for answers.";
    assert!(is_told(&p, words), "{:?}", sentences(&p));
    let timers = p.state().timers;
    let told = (timers.gossip, timers.handoff, timers.anti_entropy, timers.request_timeout);
    assert_eq!(told, (0.0, 1_000.0, 200.0, 50.0));
    let from = p.step_number();
    wait(&mut p, 2_000.0);
    let sent = |p: &Playground, kind: &str| {
        let kinds = p.trace(from).into_iter().flat_map(|event| event.sent);
        kinds.filter(|message| message.kind.as_str() == kind).count()
    };
    assert_eq!(sent(&p, "gossip"), 0);
    assert!(sent(&p, "trees") > 5 * 5);
    // A node that was down has the timers once it is up again.
    run(&mut p, json!({"do": "crash", "name": "A"}));
    run(&mut p, json!({"do": "set-timers", "gossip": 500}));
    run(&mut p, json!({"do": "restart", "name": "A"}));
    let from = p.step_number();
    wait(&mut p, 3_000.0);
    let gossips = |event: &ringside::explain::trace::TraceEvent| {
        event.sent.iter().any(|sent| sent.kind.as_str() == "gossip" && sent.from == "A")
    };
    assert!(p.trace(from).iter().any(gossips));
    check_round_trip(&p);
    let at_least = "at least one of gossip, handoff, antiEntropy";
    check_refused(&mut p, json!({"do": "set-timers"}), "missing-field", &["gossip", at_least]);
    check_refused(&mut p, json!({"do": "set-timers", "gossip": 5}), "invalid-number", &["gossip: got 5", "0 (off)"]);
    check_refused(&mut p, json!({"do": "set-timers", "gosip": 50}), "unknown-field", &["gosip"]);
}

#[test]
fn a_failure_names_the_patience_that_its_coordinator_had() {
    let mut p = playground(json!({"ringside": 1, "seed": 1, "quorum": "strict", "w": 3}));
    let homes = homes();
    run(&mut p, json!({"do": "crash", "name": homes[1]}));
    give(&mut p, &json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "via": homes[0]}));
    wait(&mut p, 100.0);
    give(&mut p, &json!({"do": "set-timers", "requestTimeout": 9_000}));
    p.run(RunLimit::default()).unwrap();
    let error = p.state().operations[0].error.clone();
    assert_eq!(error.as_deref(), Some("2 of 3 acknowledgements within 500 ms; W = 3"));
}

#[test]
fn delay_and_loss_change_in_a_running_world() {
    let mut p = default_cluster();
    put(&mut p, "milk");
    give(&mut p, &json!({"do": "set-network", "delay": {"kind": "fixed", "ms": 40}, "loss": 1}));
    assert!(is_told(&p, "From now on, a message takes 40 ms, and 100 % of the messages are lost."));
    give(&mut p, &json!({"do": "get", "client": "ann", "key": "cart"}));
    p.run(RunLimit::default()).unwrap();
    assert_eq!(p.state().operations[1].status, OperationStatus::Failed);
    run(&mut p, json!({"do": "set-network", "loss": 0}));
    assert!(is_told(&p, "From now on, no message is lost."));
    let from = p.step_number() + 1;
    run(&mut p, json!({"do": "get", "client": "ann", "key": "cart"}));
    assert_eq!(p.state().operations[2].status, OperationStatus::Ok);
    let ways: Vec<f64> = p
        .trace(from)
        .into_iter()
        .flat_map(|event| event.sent)
        .map(|sent| sent.arrives_at.unwrap() - sent.sent_at)
        .collect();
    assert!(ways.iter().all(|ms| (ms - 40.0).abs() < 1e-6), "{ways:?}");
    check_round_trip(&p);
    for nothing in [json!({"do": "set-network"}), json!({"do": "set-network", "between": {}})] {
        check_refused(&mut p, nothing, "missing-field", &["at least one of delay, loss and between"]);
    }
    check_refused(&mut p, json!({"do": "set-network", "loss": 2}), "invalid-number", &["loss: got 2", "0 to 1"]);
    let delay = json!({"kind": "normal"});
    check_refused(&mut p, json!({"do": "set-network", "delay": delay}), "invalid-choice", &["delay.kind"]);
}

#[test]
fn a_cut_link_loses_messages_one_way() {
    let (mut p, homes) = (default_cluster(), homes());
    let (from, to) = (&homes[0], &homes[1]);
    give(&mut p, &json!({"do": "cut", "from": from, "to": to, "kind": "write"}));
    assert!(is_told(&p, &format!("Messages of the kind write from {from} to {to} are lost from now on.")));
    give(&mut p, &json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "via": from}));
    wait(&mut p, 5_000.0);
    assert!(is_told(&p, &format!("The message “store this” from {from} to {to} is lost: the link is cut.")));
    // What goes the other way, or is of another kind, arrives: the owner gets its copy as a hint.
    assert_eq!(node(&p, to).store.len(), 1);
    assert_eq!(hindrance(&p), format!("messages from {from} to {to} are lost"));
    check_refused(&mut p, json!({"do": "mend", "from": from, "to": to}), "not-cut", &["(write)"]);
    give(&mut p, &json!({"do": "cut", "from": from, "to": to}));
    check_refused(&mut p, json!({"do": "cut", "from": from, "to": to}), "already-cut", &["a link that is not cut"]);
    check_refused(&mut p, json!({"do": "cut", "from": from, "to": from}), "same-node", &["another one than from"]);
    let kinds = ["kind: got \"wriet\"", "write-ack"];
    check_refused(&mut p, json!({"do": "cut", "from": from, "to": to, "kind": "wriet"}), "invalid-choice", &kinds);
    let cuts: Vec<_> = p.state().cuts.into_iter().map(|cut| cut.kind.map(|kind| kind.as_str())).collect();
    assert_eq!(cuts, [None, Some("write")]);
    check_round_trip(&p);
    give(&mut p, &json!({"do": "mend", "from": from, "to": to, "kind": "write"}));
    give(&mut p, &json!({"do": "mend", "from": from, "to": to}));
    assert!(is_told(&p, &format!("Messages from {from} to {to} arrive again.")));
    check_refused(&mut p, json!({"do": "mend", "from": from, "to": to}), "not-cut", &["and none is"]);
    p.run(RunLimit::default()).unwrap();
    assert!(p.violations().is_empty());
}

#[test]
fn a_message_in_flight_over_a_link_that_is_cut_is_lost() {
    let (mut p, homes) = (default_cluster(), homes());
    give(&mut p, &json!({"do": "get", "client": "ann", "key": "cart", "via": homes[0]}));
    give(&mut p, &json!({"do": "cut", "from": "ann", "to": homes[0]}));
    p.run(RunLimit::default()).unwrap();
    assert_eq!(p.state().operations[0].status, OperationStatus::Failed);
    // The load balancer sends nobody to a node that he cannot reach.
    run(&mut p, json!({"do": "get", "client": "ann", "key": "cart"}));
    assert_eq!(p.state().operations[1].status, OperationStatus::Ok);
}

#[test]
fn a_key_lies_where_its_first_request_says() {
    let mut p = default_cluster();
    let (first, other) = ("0".repeat(32), "f".repeat(32));
    let put = json!({"do": "put", "client": "ann", "key": "here", "value": "v", "position": first});
    run(&mut p, put.clone());
    let told = p.trace(1)[0].sentence.clone();
    assert!(told.ends_with(&format!("to put “here”, which lies at {first}, not at its hash.")), "{told}");
    let owner = p.ring().owner_of(ringside::dynamo::partitioning::Position(0)).unwrap();
    let owner = p.node_names()[owner.index()].to_string();
    assert_eq!(node(&p, &owner).store.len(), 1);
    // From then on it lies there, whether or not that is said again.
    run(&mut p, json!({"do": "get", "client": "bob", "key": "here"}));
    assert_eq!(p.state().operations[1].values[0].value.as_deref(), Some("v"));
    assert_eq!(p.version_history("here").unwrap().versions.len(), 1);
    run(&mut p, json!({"do": "delete", "client": "bob", "key": "here", "position": first}));
    check_round_trip(&p);
    let lies = format!("{first}, where \"here\" lies already");
    check_refused(
        &mut p,
        json!({"do": "get", "client": "bob", "key": "here", "position": other}),
        "key-elsewhere",
        &[&lies],
    );
    run(&mut p, json!({"do": "get", "client": "bob", "key": "hashed"}));
    let get = json!({"do": "get", "client": "bob", "key": "hashed", "position": other});
    check_refused(&mut p, get, "key-elsewhere", &["where \"hashed\" lies already"]);
    let get = json!({"do": "get", "client": "bob", "key": "x", "position": "12"});
    check_refused(&mut p, get, "invalid-position", &["position: got \"12\"", "32 lower-case hex digits"]);
    assert!(p.violations().is_empty());
}

#[test]
fn a_request_has_a_quorum_of_its_own() {
    let (mut p, homes) = (default_cluster(), homes());
    for down in &homes[1..] {
        run(&mut p, json!({"do": "crash", "name": down}));
    }
    let put = |quorum: &str| json!({"do": "put", "client": "ann", "key": "cart", "value": "v", "via": homes[0], "quorum": quorum});
    run(&mut p, put("strict"));
    run(&mut p, put("sloppy"));
    let state = p.state();
    let told: Vec<_> = state.operations.iter().map(|put| (put.status, put.quorum.unwrap().as_str())).collect();
    assert_eq!(told, [(OperationStatus::Failed, "strict"), (OperationStatus::Ok, "sloppy")]);
    assert!(p.trace(1).iter().any(|event| event.sentence.ends_with("to put “cart”, with a strict quorum.")));
    check_round_trip(&p);
    check_refused(&mut p, put("loose"), "invalid-choice", &["quorum: got \"loose\"", "sloppy, strict"]);
}

/// A cluster in which one home has missed a write, and nothing but a get repairs it.
fn one_home_is_behind(read_repair: &str) -> (Playground, Vec<String>) {
    let timers = json!({"gossip": 0, "handoff": 0, "antiEntropy": 0});
    let mut p = playground(json!({"ringside": 1, "seed": 1, "readRepair": read_repair, "timers": timers,
        "quorum": "strict", "network": {"delay": {"kind": "fixed", "ms": 10}}}));
    let homes = homes();
    let put = json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "via": homes[0]});
    give(&mut p, &json!({"do": "cut", "from": homes[0], "to": homes[2]}));
    run(&mut p, put);
    give(&mut p, &json!({"do": "mend", "from": homes[0], "to": homes[2]}));
    (p, homes)
}

#[test]
fn read_repair_comes_after_the_answer_before_it_or_not_at_all() {
    for (when, stores, took) in [("after", 1, 40.0), ("before", 1, 60.0), ("off", 0, 40.0)] {
        let (mut p, homes) = one_home_is_behind(when);
        // The stale home is one of the two that are asked first: the third is slow.
        give(&mut p, &json!({"do": "pause", "name": homes[1]}));
        run(&mut p, json!({"do": "get", "client": "bob", "key": "cart", "via": homes[0]}));
        run(&mut p, json!({"do": "resume", "name": homes[1]}));
        let state = p.state();
        let get = &state.operations[1];
        assert_eq!((node(&p, &homes[2]).store.len(), get.status), (stores, OperationStatus::Ok), "{when}");
        assert_eq!(get.finished_at.unwrap() - get.started_at, took, "{when}");
        let waits =
            format!("{} has enough answers, but {} is behind. It repairs first, and answers then.", homes[0], homes[2]);
        assert_eq!(is_told(&p, &waits), when == "before");
        let confirmed = format!("{} has confirmed its repair. {} answers the client.", homes[2], homes[0]);
        assert_eq!(is_told(&p, &confirmed), when == "before");
        check_round_trip(&p);
    }
    let refusal = Scenario::from_json(&json!({"ringside": 1, "readRepair": "never"})).unwrap_err();
    assert!(
        refusal.message.contains("readRepair: got \"never\"; allowed is after, before, off"),
        "{}",
        refusal.message
    );
}

#[test]
fn a_repair_before_the_answer_that_nobody_confirms_fails_the_get() {
    let (mut p, homes) = one_home_is_behind("before");
    give(&mut p, &json!({"do": "pause", "name": homes[1]}));
    give(&mut p, &json!({"do": "cut", "from": homes[2], "to": homes[0], "kind": "transfer-ack"}));
    run(&mut p, json!({"do": "get", "client": "bob", "key": "cart", "via": homes[0]}));
    let error = p.state().operations[1].error.clone();
    assert_eq!(error.as_deref(), Some("1 stale node did not confirm its repair within 500 ms"));
}

#[test]
fn a_get_that_must_cover_what_its_client_knows_waits_for_it_or_fails() {
    let timers = json!({"gossip": 0, "handoff": 0, "antiEntropy": 0});
    let scenario = json!({"ringside": 1, "seed": 1, "r": 1, "w": 1, "readRepair": "off", "timers": timers});
    let homes = homes();
    let mut p = playground(scenario);
    give(&mut p, &json!({"do": "hold", "from": homes[0], "to": homes[2]}));
    run(&mut p, json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "via": homes[0]}));
    give(&mut p, &json!({"do": "cut", "from": homes[2], "to": homes[0]}));
    give(&mut p, &json!({"do": "cut", "from": homes[2], "to": homes[1]}));
    let get = |at_least: bool| {
        let mut get = json!({"do": "get", "client": "ann", "key": "cart", "via": homes[2], "quorum": "strict"});
        if at_least {
            get["atLeast"] = json!("last");
        }
        get
    };
    let mut stale = p.clone();
    run(&mut stale, get(false));
    assert!(stale.state().operations[1].values.is_empty(), "it has missed the client's own write");
    let mut fails = p.clone();
    run(&mut fails, get(true));
    let error = fails.state().operations[1].error.clone();
    let words = "within 500 ms no answers covered what the client has read and written";
    assert_eq!(error.as_deref(), Some(words));
    check_round_trip(&fails);
    give(&mut p, &get(true));
    wait(&mut p, 250.0);
    assert_eq!(p.state().operations[1].status, OperationStatus::Pending);
    give(&mut p, &json!({"do": "release", "from": homes[0], "to": homes[2]}));
    p.run(RunLimit::default()).unwrap();
    assert_eq!(p.state().operations[1].values[0].value.as_deref(), Some("milk"));
    assert!(sentences(&p).iter().any(|told| told.ends_with("again for “cart”: what came was too old.")));
    check_round_trip(&p);
    check_refused(
        &mut p,
        json!({"do": "get", "client": "ann", "key": "x", "atLeast": "first"}),
        "invalid-choice",
        &["atLeast"],
    );
}

#[test]
fn a_conditional_put_is_refused_where_dynamo_keeps_siblings() {
    let (mut p, homes) = (default_cluster(), homes());
    let put = |client: &str, value: &str, only_if: bool| {
        let mut put = json!({"do": "put", "client": client, "key": "cart", "value": value, "via": homes[1]});
        if only_if {
            put["onlyIf"] = json!("nothing-newer");
        }
        put
    };
    put_of(&mut p, put("ann", "milk", true));
    run(&mut p, json!({"do": "get", "client": "ann", "key": "cart"}));
    run(&mut p, json!({"do": "get", "client": "bob", "key": "cart"}));
    let mut dynamo = p.clone();
    put_of(&mut dynamo, put("ann", "milk,bread", false));
    put_of(&mut dynamo, put("bob", "milk,eggs", false));
    run(&mut dynamo, json!({"do": "get", "client": "ann", "key": "cart"}));
    assert_eq!(dynamo.state().operations.last().unwrap().values.len(), 2, "Dynamo keeps both");
    put_of(&mut p, put("ann", "milk,bread", true));
    put_of(&mut p, put("bob", "milk,eggs", true));
    let state = p.state();
    let [.., accepted, refused_put] = state.operations.as_slice() else { panic!() };
    assert_eq!((accepted.status, refused_put.status), (OperationStatus::Ok, OperationStatus::Failed));
    assert_eq!(refused_put.error.as_deref(), Some("there is a version that the client has not read"));
    assert!(refused_put.values.is_empty(), "nothing was written");
    let told = sentences(&p);
    assert!(
        told.contains(&format!(
            "{} has a version that the client has not read. {} refuses the put.",
            homes[0], homes[0]
        ))
    );
    assert!(told.iter().any(|told| told.ends_with("to put “cart”, but only if nothing newer is there.")));
    assert!(told.iter().any(|told| told.starts_with(&format!("{} checks first: it asks", homes[0]))), "{told:?}");
    // Whoever has read it may write.
    run(&mut p, json!({"do": "get", "client": "bob", "key": "cart"}));
    put_of(&mut p, put("bob", "milk,bread,eggs", true));
    assert_eq!(p.state().operations.last().unwrap().status, OperationStatus::Ok);
    assert!(p.violations().is_empty());
    check_round_trip(&p);
}

fn put_of(p: &mut Playground, put: Value) {
    run(p, put);
}

#[test]
fn a_conditional_put_without_a_majority_fails_and_writes_nothing() {
    let (mut p, homes) = (default_cluster(), homes());
    let alone = json!([[homes[0], "ann"]]);
    give(&mut p, &json!({"do": "partition", "groups": alone}));
    let put = json!({"do": "put", "client": "ann", "key": "cart", "value": "milk", "onlyIf": "nothing-newer", "w": 1});
    run(&mut p, put);
    let state = p.state();
    assert_eq!(state.operations[0].error.as_deref(), Some("1 of 3 acknowledgements within 500 ms; W = 2"));
    assert!(state.nodes.iter().all(|node| node.store.is_empty()));
    let sloppy = json!({"do": "put", "client": "ann", "key": "cart", "value": "v", "onlyIf": "nothing-newer", "quorum": "sloppy"});
    check_refused(&mut p, sloppy, "invalid-quorum", &["quorum: got sloppy", "strict, or nothing"]);
    let other = json!({"do": "put", "client": "ann", "key": "cart", "value": "v", "onlyIf": "older"});
    check_refused(&mut p, other, "invalid-choice", &["onlyIf: got \"older\"", "nothing-newer"]);
}

#[test]
fn of_two_conditional_puts_at_once_one_is_refused() {
    for seed in 0..20 {
        let mut p = playground(json!({"ringside": 1, "seed": seed}));
        for (client, value) in [("ann", "milk"), ("bob", "eggs")] {
            give(
                &mut p,
                &json!({"do": "put", "client": client, "key": "cart", "value": value, "onlyIf": "nothing-newer"}),
            );
        }
        p.run(RunLimit::default()).unwrap();
        let done = p.state().operations.iter().filter(|put| put.status == OperationStatus::Ok).count();
        assert_eq!(done, 1, "seed {seed}");
        assert!(p.state().nodes.iter().all(|node| node.store.values().all(|versions| versions.len() == 1)));
    }
}

fn because(p: &Playground, invariant: &str) -> String {
    p.truth().into_iter().find(|status| status.invariant == invariant).unwrap().because
}

#[test]
fn a_key_that_one_disk_loses_comes_back_by_merkle_trees() {
    let (mut p, homes) = (default_cluster(), homes());
    put(&mut p, "milk");
    give(&mut p, &json!({"do": "lose-key", "name": homes[1], "key": "cart"}));
    let told = format!("The disk of {} loses “cart”, with version [{},1].", homes[1], homes[0]);
    assert!(
        sentences(&p).iter().any(|told| told.starts_with(&format!("The disk of {} loses “cart”", homes[1]))),
        "{told}"
    );
    assert!(node(&p, &homes[1]).store.is_empty());
    p.run(RunLimit::default()).unwrap();
    assert_eq!(node(&p, &homes[1]).store.len(), 1);
    assert!(p.violations().is_empty());
    check_round_trip(&p);
    let allowed = ["key: got \"jam\"", &format!("a key on the disk of {}: cart", homes[1])];
    check_refused(&mut p, json!({"do": "lose-key", "name": homes[1], "key": "jam"}), "not-stored", &allowed);
    check_refused(&mut p, json!({"do": "lose-key", "name": "Q", "key": "cart"}), "unknown-node", &["\"Q\""]);
}

#[test]
fn a_write_that_every_disk_has_lost_is_told_as_a_loss_and_breaks_no_promise() {
    let (mut p, homes) = (default_cluster(), homes());
    put(&mut p, "milk");
    for home in &homes {
        give(&mut p, &json!({"do": "lose-key", "name": home, "key": "cart"}));
    }
    p.run(RunLimit { until: Some(p.time() + 20_000.0), events: None }).unwrap();
    assert!(p.violations().is_empty(), "{:?}", p.violations());
    let told = because(&p, "no-acknowledged-write-is-lost");
    assert!(told.ends_with("lost with a disk: put 1 of \"cart\""), "{told}");
    assert_eq!(p.version_history("cart").unwrap().lost(), 1, "it is drawn as lost");
    // The node does not give its dot again.
    put(&mut p, "bread");
    assert!(p.violations().is_empty(), "{:?}", p.violations());
    check_round_trip(&p);
}

#[test]
fn a_restored_disk_knows_what_it_knew_and_is_brought_up_to_date() {
    for is_down in [false, true] {
        let (mut p, homes) = (default_cluster(), homes());
        put(&mut p, "milk");
        let step = p.step_number();
        put(&mut p, "bread");
        if is_down {
            give(&mut p, &json!({"do": "crash", "name": homes[0]}));
        }
        give(&mut p, &json!({"do": "restore-disk", "name": homes[0], "step": step}));
        let end = if is_down { "is still down." } else { "starts again with it." };
        let told = format!("The disk of {0} is as it was after step {step}, with 1 key. {0} {end}", homes[0]);
        assert!(is_told(&p, &told), "{:?}", sentences(&p).last());
        assert_eq!(node(&p, &homes[0]).store["cart"][0].value.as_deref(), Some("milk"));
        check_round_trip(&p);
        if is_down {
            give(&mut p, &json!({"do": "restart", "name": homes[0]}));
        }
        p.run(RunLimit::default()).unwrap();
        assert_eq!(node(&p, &homes[0]).store["cart"][0].value.as_deref(), Some("bread"));
        // What it writes is of another life: no dot names two values.
        run(&mut p, json!({"do": "put", "client": "ann", "key": "cart", "value": "tea", "via": homes[0]}));
        let dot = p.state().operations.last().unwrap().values[0].dot.clone();
        assert_eq!(dot.0, format!("{}~2", homes[0]));
        assert!(p.violations().is_empty(), "{:?}", p.violations());
        check_round_trip(&p);
    }
}

#[test]
fn a_disk_is_restored_to_a_step_at_which_it_was_there() {
    let mut p = default_cluster();
    put(&mut p, "milk");
    let step = p.step_number();
    run(&mut p, json!({"do": "add-node", "name": "F", "tokens": 4}));
    let early = json!({"do": "restore-disk", "name": "F", "step": step});
    check_refused(&mut p, early, "unknown-step", &["step: got", "a step at which F was there"]);
    let late = json!({"do": "restore-disk", "name": "F", "step": 999_999});
    let upto = format!("0 to {}", p.step_number());
    check_refused(&mut p, late, "unknown-step", &[&upto]);
    check_refused(&mut p, json!({"do": "restore-disk", "name": "F"}), "missing-field", &["a step of this history"]);
    // One disk restored to a moment after another was: the past is looked up once, and going back is exact.
    for _ in 0..30 {
        let step = p.step_number();
        give(&mut p, &json!({"do": "restore-disk", "name": "A", "step": step}));
    }
    p.run(RunLimit::default()).unwrap();
    let (end, state) = (p.step_number(), p.state());
    p.seek(step).unwrap();
    p.seek(end).unwrap();
    assert_eq!(p.state(), state);
    check_round_trip(&p);
}

fn names(p: &Playground) -> Vec<String> {
    p.state().nodes.into_iter().map(|node| node.name).collect()
}

#[test]
fn a_member_that_is_alive_is_given_up_and_hands_over_when_it_hears_of_it() {
    let mut p = default_cluster();
    put(&mut p, "milk");
    give(&mut p, &json!({"do": "give-up-node", "name": "C", "via": "A"}));
    let words = "The operator gives C up through A, without asking it: others take over its ranges.";
    assert!(is_told(&p, words), "{:?}", sentences(&p).last());
    assert_eq!(names(&p), ["A", "B", "C", "D", "E"], "it does not know it yet");
    check_round_trip(&p);
    check_refused(&mut p, json!({"do": "give-up-node", "name": "C"}), "not-a-member", &["\"C\"", "a member"]);
    check_refused(&mut p, json!({"do": "give-up-node", "name": "B", "via": "B"}), "same-node", &["another node"]);
    p.run(RunLimit::default()).unwrap();
    assert_eq!(names(&p), ["A", "B", "D", "E"]);
    assert!(p.violations().is_empty(), "{:?}", p.violations());
    check_round_trip(&p);
}

#[test]
fn a_dead_node_is_replaced_in_one_act_by_a_machine_with_its_tokens() {
    let (mut p, homes) = (default_cluster(), homes());
    put(&mut p, "milk");
    let tokens = node(&p, &homes[0]).tokens;
    let answers = json!({"do": "replace-node", "name": homes[0], "by": "F"});
    check_refused(&mut p, answers.clone(), "node-is-up", &["a node that is down, paused or cut off"]);
    give(&mut p, &json!({"do": "crash", "name": homes[0]}));
    let taken = json!({"do": "replace-node", "name": homes[0], "by": homes[1]});
    check_refused(&mut p, taken, "name-taken", &[&homes[1]]);
    give(&mut p, &answers);
    assert!(is_told(
        &p,
        &format!(
            "F replaces {}: it takes its 8 tokens, and fetches what lies there from the copies that are left.",
            homes[0]
        )
    ));
    check_round_trip(&p);
    p.run(RunLimit::default()).unwrap();
    assert_eq!((node(&p, "F").status, node(&p, "F").store.len()), (NodeStatus::Up, 1));
    assert_eq!(node(&p, "F").tokens, tokens);
    assert!(!names(&p).contains(&homes[0]));
    assert!(p.violations().is_empty(), "{:?}", p.violations());
    // The old machine comes back: it hears that it is no member, hands over what it has, and goes.
    assert_eq!(p.state().removed, [homes[0].clone()]);
    give(&mut p, &json!({"do": "return-node", "name": homes[0]}));
    assert!(is_told(&p, &format!("{}, which was removed, comes back with 1 key on its disk.", homes[0])));
    check_round_trip(&p);
    p.run(RunLimit { until: Some(p.time() + 20_000.0), events: None }).unwrap();
    assert!(!names(&p).contains(&homes[0]) && p.violations().is_empty(), "{:?}", p.violations());
    check_refused(
        &mut p,
        json!({"do": "return-node", "name": "F"}),
        "not-removed",
        &["a machine that was removed: ", &homes[0]],
    );
}

#[test]
fn a_join_and_a_leave_are_called_back() {
    let mut p = default_cluster();
    put(&mut p, "milk");
    give(&mut p, &json!({"do": "add-node", "name": "F", "tokens": 8}));
    give(&mut p, &json!({"do": "cancel", "name": "F"}));
    assert!(is_told(&p, "The operator calls the join of F back."));
    p.run(RunLimit { until: Some(p.time() + 10_000.0), events: None }).unwrap();
    assert_eq!(names(&p), ["A", "B", "C", "D", "E"]);
    let homes = homes();
    for wait_for in [0.0, 20.0, 60.0] {
        let mut p = p.clone();
        give(&mut p, &json!({"do": "remove-node", "name": homes[0]}));
        wait(&mut p, wait_for);
        if !names(&p).contains(&homes[0]) {
            continue;
        }
        give(&mut p, &json!({"do": "cancel", "name": homes[0]}));
        assert!(is_told(&p, &format!("The operator calls the leave of {} back: it stays.", homes[0])));
        p.run(RunLimit::default()).unwrap();
        assert_eq!((node(&p, &homes[0]).status, node(&p, &homes[0]).store.len()), (NodeStatus::Up, 1), "{wait_for}");
        assert!(p.violations().is_empty(), "{:?}", p.violations());
        check_round_trip(&p);
    }
    check_refused(
        &mut p,
        json!({"do": "cancel", "name": "A"}),
        "nothing-to-cancel",
        &["a node that is joining or leaving"],
    );
}

#[test]
fn with_seeds_nodes_know_these_at_first_and_gossip_tells_them_the_rest() {
    let mut p = playground(json!({"ringside": 1, "seed": 1, "seeds": ["A"]}));
    let views: Vec<u32> = p.state().nodes.iter().map(|node| node.view).collect();
    assert_eq!(views, [1, 2, 2, 2, 2], "each knows itself and A");
    p.run(RunLimit::default()).unwrap();
    assert!(p.state().nodes.iter().all(|node| node.view == 5));
    put(&mut p, "milk");
    run(&mut p, json!({"do": "add-node", "name": "F", "tokens": 4}));
    let asked = p.trace(1).into_iter().flat_map(|event| event.sent).find(|sent| sent.from == "F").unwrap();
    assert_eq!(asked.to, "A");
    assert!(p.violations().is_empty(), "{:?}", p.violations());
    check_round_trip(&p);
    for (seeds, part) in [
        (json!(["Q"]), "seeds[0]: got \"Q\"; allowed is A, B, C, D, E"),
        (json!([]), "at least one node"),
        (json!("A"), "seeds: got"),
    ] {
        let refusal = Scenario::from_json(&json!({"ringside": 1, "seeds": seeds})).unwrap_err();
        assert!(refusal.message.contains(part), "{}", refusal.message);
    }
}

#[test]
fn nobody_stands_in_for_a_node_that_is_silent_for_longer_than_the_hint_window() {
    let mut p = playground(json!({"ringside": 1, "seed": 1, "timers": {"hintWindow": 1000}}));
    let homes = homes();
    give(&mut p, &json!({"do": "crash", "name": homes[2]}));
    let put = |value: &str| json!({"do": "put", "client": "ann", "key": "cart", "value": value, "via": homes[0]});
    let hints = |p: &Playground| p.state().nodes.iter().map(|node| node.hints.len()).sum::<usize>();
    give(&mut p, &put("v1"));
    wait(&mut p, 400.0);
    assert_eq!(hints(&p), 1, "within the window somebody keeps its copy");
    wait(&mut p, 2_000.0);
    give(&mut p, &put("v2"));
    wait(&mut p, 400.0);
    let told = format!("{} is silent for longer than the hint window: nobody keeps its copy.", homes[2]);
    assert!(sentences(&p).iter().any(|sentence| sentence.ends_with(&told)), "{:?}", sentences(&p));
    let state = p.state();
    let kept = state.nodes.iter().flat_map(|node| &node.hints).flat_map(|hint| &hint.versions);
    assert!(kept.into_iter().all(|version| version.value.as_deref() == Some("v1")));
    assert_eq!(state.operations[1].status, OperationStatus::Ok);
    check_round_trip(&p);
    // Merkle trees bring it up to date all the same.
    run(&mut p, json!({"do": "restart", "name": homes[2]}));
    assert_eq!(node(&p, &homes[2]).store["cart"][0].value.as_deref(), Some("v2"));
    assert!(p.violations().is_empty(), "{:?}", p.violations());
}

#[test]
fn deletions_are_forgotten_and_whoever_was_away_for_longer_brings_the_value_back() {
    for (grace, comes_back) in [(0, false), (3_000, true)] {
        let mut p = playground(json!({"ringside": 1, "seed": 1, "timers": {"tombstoneGrace": grace}}));
        let homes = homes();
        put(&mut p, "milk");
        run(&mut p, json!({"do": "crash", "name": homes[2]}));
        // The home that keeps the hint for it is away as well: nobody tells it of the deletion in time.
        run(&mut p, json!({"do": "delete", "client": "ann", "key": "cart", "via": homes[0], "quorum": "strict"}));
        p.run(RunLimit { until: Some(p.time() + 10_000.0), events: None }).unwrap();
        let forgotten = format!("{} forgets the deletion of “cart”: it is older than the grace time.", homes[0]);
        assert_eq!(is_told(&p, &forgotten), comes_back);
        check_round_trip(&p);
        run(&mut p, json!({"do": "restart", "name": homes[2]}));
        p.run(RunLimit { until: Some(p.time() + 30_000.0), events: None }).unwrap();
        let values: Vec<_> =
            homes.iter().map(|home| node(&p, home).store.get("cart").map(|all| all[0].value.clone())).collect();
        let expected = if comes_back { Some(Some("milk".to_owned())) } else { Some(None) };
        assert!(values.iter().all(|value| *value == expected), "{values:?}");
        assert!(p.violations().is_empty(), "{:?}", p.violations());
        check_round_trip(&p);
    }
    let refusal = Scenario::from_json(&json!({"ringside": 1, "timers": {"tombstoneGrace": 5}})).unwrap_err();
    assert!(refusal.message.contains("timers.tombstoneGrace: got 5; allowed is 0 (off)"), "{}", refusal.message);
}
