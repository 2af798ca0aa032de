//! A node by itself: what it answers to a message, with nothing else there.

use ringside::dynamo::key::Key;
use ringside::dynamo::membership::{Member, Membership, Placement};
use ringside::dynamo::message::{Answer, Body, ClientId, Endpoint, Failure, OperationId, PutRequest};
use ringside::dynamo::node::{Effects, Node};
use ringside::dynamo::partitioning::{NodeId, Position};
use ringside::dynamo::time::Time;
use ringside::dynamo::versioning::{CausalHistory, Context};
use ringside::scenario::Scenario;
use std::sync::Arc;

const CLIENT: ClientId = ClientId(0);

/// The only node of its ring, with N, R and W of 1.
fn lonely_node() -> Node {
    let scenario = Scenario { n: 1, r: 1, w: 1, ..Scenario::default() };
    let member = Member::founding(vec![Position(7)].into());
    let members = Membership::new([(NodeId(0), member)].into_iter().collect(), Placement::default());
    Node::new(NodeId(0), Arc::new(scenario.settings()), Arc::new(members), Vec::new())
}

fn put(key: &str, context: Option<Context>) -> Body {
    let (operation, key) = (OperationId(if context.is_none() { 1 } else { 2 }), Key::new(key).unwrap());
    Body::PutRequest(PutRequest {
        operation,
        client: CLIENT,
        key,
        value: Some("v".into()),
        context,
        n: 1,
        w: 1,
        quorum: None,
        only_if: false,
        hops: 0,
    })
}

fn answer_to(node: &mut Node, body: &Body) -> Answer {
    let mut effects = Effects::default();
    node.receive(Time(0), Endpoint::Client(CLIENT), body, &mut effects);
    match effects.sends.as_slice() {
        [sent] => match &sent.body {
            Body::Answer(_, answer) => answer.clone(),
            other => panic!("{other:?}"),
        },
        others => panic!("{others:?}"),
    }
}

#[test]
fn a_context_that_was_made_for_another_key_is_refused() {
    let mut node = lonely_node();
    let Answer::Stored(_, context) = answer_to(&mut node, &put("apples", None)) else { panic!("it is stored") };
    let Answer::Failed(failure) = answer_to(&mut node, &put("pears", Some(context))) else { panic!("it is refused") };
    assert_eq!(failure.to_string(), "the context is that of the key \"apples\", not of \"pears\"");
    assert!(matches!(failure, Failure::ContextOfAnotherKey { .. }));
    assert_eq!(node.store().keys().map(Key::name).collect::<Vec<_>>(), ["apples"], "nothing was written");
}

#[test]
fn a_put_goes_beyond_whatever_its_context_has_seen() {
    let mut node = lonely_node();
    let key = Key::new("apples").unwrap();
    let Answer::Stored(first, _) = answer_to(&mut node, &put("apples", None)) else { panic!("it is stored") };
    let mut seen = CausalHistory::empty();
    (1..=5).for_each(|counter| seen.insert(ringside::dynamo::versioning::Dot { counter, ..first.dot }, Time(0)));
    let context = Context { key, seen: seen.clone(), fastest: None };
    let Answer::Stored(second, _) = answer_to(&mut node, &put("apples", Some(context))) else { panic!("it is stored") };
    assert_eq!(second.dot.counter, 6);
    assert!(second.clock().includes(&seen));
}
