//! The ring of a real cluster: a text is opened, shown and taken or refused; then its page.

use super::driver::{Page, bare, check_named, check_no_words, check_words};
use super::seen::Seen;
use crate::laboratories::rings::balance::BalanceRun;
use crate::laboratories::rings::key_count::{KeyColumns, KeyCount, KeyShares, columns_of};
use crate::laboratories::rings::partitioner::Partitioner;
use crate::page::drawing::charts::Size;
use crate::page::ring_page::desk::{Act, CopiesForm, Desk};
use crate::page::ring_page::page::{Parts, view};
use crate::page::ring_page::{balance_view, form_view};
use crate::page::state::{Action, RingAction, Screen, read_text};
use std::rc::Rc;
use yew::{AttrValue, Callback, Reducible};

fn reference(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/reference/rings/{name}.txt", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn ring(action: RingAction) -> Action {
    Action::Ring(action)
}

fn opened(text: &str) -> Page {
    let mut page = Page::of_file(text);
    page.act(ring(RingAction::Take));
    page
}

fn told(desk: Desk, act: Act) -> Desk {
    (*Rc::new(desk).reduce(act)).clone()
}

#[test]
fn what_was_found_for_another_question_does_not_stay_under_a_new_one() {
    let desk = desk(&reference("nodetool-ring-3"));
    assert!(!desk.balance.left.shares.copies.is_empty());
    let other = told(desk.clone(), Act::Leaving(1));
    assert!(other.balance.left.shares.copies.is_empty() && !other.balance.shares.copies.is_empty());
    let other = told(desk.clone(), Act::NextSeed);
    assert!(other.balance.random.shares.copies.is_empty() && !other.balance.left.shares.copies.is_empty());
    let wrong = told(desk.clone(), Act::Newcomer("2000".to_owned()));
    assert!(wrong.asked() == desk.asked(), "what cannot be is not asked");
    check_words(&drawn(&wrong).text(), &["Tokens must be a whole number from 1 to 1,024."]);
    let counted = KeyShares { keys: 7, ..KeyShares::default() };
    let counted = told(desk, Act::KeysFound(Rc::new(counted)));
    assert_eq!(told(counted, Act::Columns(KeyColumns::default())).keys.found, None, "of another column");
}

/// The page of a ring with all that is computed.
fn desk(text: &str) -> Desk {
    computed(Desk::new(opened(text).model.field_ring.unwrap()))
}

fn computed(desk: Desk) -> Desk {
    let mut run = BalanceRun::new(desk.question(), desk.ring.0.clone());
    while !run.go_on(10) {}
    told(desk, Act::Found(Rc::new(run.found().clone())))
}

fn drawn(desk: &Desk) -> Seen {
    let opening = form_view::Opening {
        on_text: Callback::noop(),
        on_file: Callback::noop(),
        on_link: Callback::noop(),
        note: AttrValue::default(),
    };
    Seen::of(&bare(view(
        desk,
        Parts::new(desk, Size::WIDE),
        &Callback::noop(),
        &opening,
        &Callback::noop(),
        &Callback::noop(),
        Size::WIDE,
    )))
}

#[test]
fn what_was_understood_of_a_ring_is_shown_before_it_is_taken() {
    let mut page = Page::open();
    page.act(read_text(reference("nodetool-ring-3")));
    let dialog = page.seen().dialog("A ring was read");
    check_words(&dialog.text(), &["nodetool ring", "Murmur3Partitioner", "dc1/", "dc2/", "fd00:1::1"]);
    assert!(page.model.screen == Screen::Stage && page.model.field_ring.is_none(), "nothing has changed yet");
    page.act(ring(RingAction::Dismiss));
    assert!(page.model.drafts.ring_proposal.is_none() && page.model.field_ring.is_none());
    let page = opened(&reference("nodetool-ring-3"));
    assert!(page.seen().css("svg.stage").is_empty());
    assert!(page.seen().one("button", "Real ring").is("aria-pressed"));
    check_words(&page.seen().text(), &["A ring of 7 nodes and "]);
}

#[test]
fn what_cannot_be_read_is_named_by_its_line_and_the_ring_before_stays() {
    let mut page = opened("node,token\na,5\nb,9\n");
    let before = page.model.field_ring.clone();
    page.act(read_text("node,token\na,5\nb,5\n".to_owned()));
    let dialog = page.seen().dialog("No ring was read");
    check_words(&dialog.text(), &["line 3", "line 2 gives it to a", "Nothing has changed"]);
    assert_eq!(dialog.count("button", "Show this ring"), 0);
    page.act(ring(RingAction::Take));
    assert!(page.model.field_ring == before);
    // What is neither is said to be neither.
    page.act(ring(RingAction::Dismiss)).act(read_text("Once upon a time".to_owned()));
    check_words(&page.error_dialog(), &["no JSON", "nodetool"]);
    page.act(read_text("{\"nodes\":[{\"node\":\"a\",\"token\":\"x\"}]}".to_owned()));
    check_words(&page.seen().dialog("No ring was read").text(), &["entry 1"]);
}

#[test]
fn a_keyspace_and_a_partitioner_can_be_chosen_before() {
    let range = |from: &str, to: &str, node: &str| {
        format!("TokenRange(start_token:{from}, end_token:{to}, endpoints:[{node}], rpc_endpoints:[x])\n")
    };
    let text = format!(
        "# keyspace: shop\n{}{}# keyspace: logs\n{}{}",
        range("1", "5", "a"),
        range("5", "1", "b"),
        range("1", "5", "b"),
        range("5", "1", "a")
    );
    let mut page = Page::open();
    page.act(read_text(text));
    let keyspaces = page.seen().dialog("A ring was read").one("combobox", "Keyspace");
    assert_eq!(keyspaces.names("option"), ["shop", "logs"]);
    page.act(ring(RingAction::Keyspace("logs".to_owned())));
    page.act(ring(RingAction::Partitioner(Some(Partitioner::Random))));
    check_words(&page.seen().dialog("A ring was read").text(), &["RandomPartitioner"]);
    page.act(ring(RingAction::Take));
    let taken = page.model.field_ring.clone().unwrap();
    assert_eq!((taken.nodes[0].name.as_str(), taken.partitioner), ("b", Partitioner::Random));
    page.act(read_text("a,-5".to_owned())).act(ring(RingAction::Partitioner(Some(Partitioner::Random))));
    check_words(&page.seen().dialog("No ring was read").text(), &["line 1", "2^127"]);
    page.act(ring(RingAction::Partitioner(None)));
    check_words(&page.seen().dialog("A ring was read").text(), &["Murmur3Partitioner"]);
}

#[test]
fn the_screen_is_found_without_a_ring_and_a_link_brings_a_small_one() {
    let mut page = Page::open();
    page.act(ring(RingAction::Show));
    check_words(
        &page.seen().text(),
        &["The ring of a real cluster", "nodetool describering", "riak admin member-status"],
    );
    check_named(&page.seen(), &[("button", "Try an example"), ("textbox", "What the cluster prints")]);
    page.act(Action::OpenLaboratory(None));
    assert_eq!(page.seen().css("svg.stage").len(), 1);
    let page = Page::of_link("#ring=murmur3&node=a,5+9,eu/r1&node=b,-7,eu/r2");
    check_words(&page.seen().text(), &["A ring of 2 nodes and 3 tokens"]);
    check_words(&Page::of_link("#ring=murmur3&node=a,x").error_dialog(), &["line 2"]);
    assert!(Page::of_link("#ring").model.screen == Screen::Ring);
}

#[test]
fn a_key_has_its_token_its_walk_and_its_endpoints() {
    let desk = told(desk(&reference("nodetool-ring-3")), Act::Key("cart".to_owned()));
    let desk = told(
        desk,
        Act::Copies(CopiesForm {
            by_centre: true,
            n: "3".to_owned(),
            centres: vec![("dc1".to_owned(), "2".to_owned()), ("dc2".to_owned(), "2".to_owned())],
        }),
    );
    let seen = drawn(&desk);
    let way = seen.one("region", "The way of the key").text();
    check_words(&way, &["3001445099428527048", "its copies are on 10.0.0.2, "]);
    let replicas: Vec<String> = desk.walk().unwrap().1.replicas.iter().map(|node| desk.name(node.index())).collect();
    let mut sorted = replicas.clone();
    sorted.sort();
    assert_eq!(sorted, ["10.0.0.2", "10.0.0.4", "10.1.0.2", "fd00:1::1"], "as the driver computes them");
    check_words(&way, &["copy 1", "copy 2", "copy 3", "copy 4"]);
    let picture = seen.all("img").remove(0).name();
    check_words(&picture, &["Copies of the key: 1 on 10.0.0.2"]);
    assert_eq!(seen.css("svg.field-ring circle").len(), 4);
}

#[test]
fn copies_are_refused_in_words_and_the_ring_stays_as_it_was() {
    let desk = desk(&reference("nodetool-ring-1"));
    let wrong = |n: &str| {
        told(desk.clone(), Act::Copies(CopiesForm { by_centre: false, n: n.to_owned(), ..desk.copies.clone() }))
    };
    let seen = drawn(&wrong("many"));
    check_words(&seen.texts("alert").join(" "), &["N must be a whole number from 1 to 1,024."]);
    assert!(wrong("0").ring == desk.ring && wrong("1").ring != desk.ring);
    let none = CopiesForm { by_centre: true, centres: vec![("dc1".to_owned(), "0".to_owned())], ..desk.copies.clone() };
    check_words(&told(desk, Act::Copies(none)).copies_refused, &["one data centre at least"]);
}

#[test]
fn the_balance_is_shown_with_a_newcomer_and_a_node_that_leaves() {
    let desk = desk(&reference("nodetool-ring-3"));
    let seen = drawn(&desk);
    let table = seen.one("group", "Ownership by node");
    assert_eq!(table.css("tbody tr").len(), 7);
    let balance = seen.one("region", "Balance").text();
    check_words(&balance, &["has most: a copy of", "has least", "Owns (effective)"]);
    check_words(
        &seen.one("region", "Ranges").text(),
        &["The heaviest ranges", "The lightest ranges", "Times the mean"],
    );
    let newcomer = seen.one("region", "One more node").text();
    check_words(
        &newcomer,
        &["Random tokens", "Tokens where they help most", "The new node gets", "It takes:", " from "],
    );
    let leaving = seen.one("region", "A node leaves").text();
    check_words(&leaving, &["leaves copies of", "It leaves:", " to "]);
    let csv = balance_view::csv(&desk);
    assert_eq!(csv.lines().count(), 8);
    let effective: f64 = csv.lines().skip(1).map(|line| line.split(',').nth(4).unwrap().parse::<f64>().unwrap()).sum();
    assert!((effective - 6.0).abs() < 1e-9, "three copies in each of two centres: {effective}");
    // What is not computed yet is not invented.
    let waiting = drawn(&Desk::new(desk.field.clone()));
    check_words(&waiting.text(), &["Computing the balance …"]);
    check_no_words(&waiting.text(), &["has most"]);
}

#[test]
fn the_keys_of_a_file_stand_against_the_key_space() {
    let desk = desk(&reference("nodetool-ring-1"));
    let text: String = (0..3_000).map(|number| format!("user:{},{}\n", number % 1_000, 7)).collect();
    let text = format!("key,bytes\n{text}");
    let (columns, names) = columns_of(text.as_bytes());
    let desk = told(desk, Act::KeyFile(columns, names));
    let seen = drawn(&told(desk.clone(), Act::KeysRead(0.25, 750)));
    check_named(&seen, &[("progressbar", "Read so far"), ("combobox", "Column of keys")]);
    check_words(&seen.one("region", "Your keys").text(), &["750 keys", "Cancel"]);
    let mut count = KeyCount::new(&desk.ring.0, desk.field.partitioner, columns);
    count.feed(&desk.ring.0, text.as_bytes()).unwrap();
    count.finish(&desk.ring.0).unwrap();
    let found = Rc::new(count.shares(&desk.ring.0, desk.rule.copies(), 10));
    let done = told(desk.clone(), Act::KeysFound(found.clone()));
    let seen = drawn(&done);
    let keys = seen.one("region", "Your keys").text();
    check_words(&keys, &["Of 3,000 keys, ", "has a copy of", "21,000", "The hottest keys"]);
    assert_eq!(seen.one("group", "The hottest keys").css("tbody tr").len(), 10);
    assert!(balance_view::csv(&done).contains(&format!(",{},", found.first_keys[0])));
    let refused = told(desk.clone(), Act::KeysRefused("line 3: got a NUL".to_owned()));
    check_words(&drawn(&refused).one("region", "Your keys").text(), &["line 3: got a NUL"]);
    // Other columns are counted anew; other copies make the old counts void.
    assert!(told(done.clone(), Act::Columns(KeyColumns { key: 1, ..columns })).keys.reading.is_some());
    let other = CopiesForm { by_centre: false, n: "1".to_owned(), ..done.copies.clone() };
    assert!(told(done, Act::Copies(other)).keys.found.is_none());
}

#[test]
fn a_riak_ring_hashes_the_bucket_with_the_key() {
    let text = "valid  50.0%  --  'a@x'\nvalid  50.0%  --  'b@x'\n";
    let plain = told(desk(text), Act::Key("k".to_owned()));
    let own = told(plain.clone(), Act::Bucket("b".to_owned()));
    let printed = |desk: &Desk| desk.walk().unwrap().0.printed;
    assert_ne!(printed(&plain), printed(&own));
    let term = Partitioner::Sha1.hashed(b"b", b"k");
    assert_eq!(*term, [131, 104, 2, 109, 0, 0, 0, 1, b'b', 109, 0, 0, 0, 1, b'k']);
    check_named(&drawn(&plain), &[("textbox", "Bucket (Riak hashes it with the key)")]);
}
