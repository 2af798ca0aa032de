//! The page drawn without a browser: what stands on it, moment by moment, for whoever reads it.

use ringside::page::{first_view, view_of_link};
use ringside::playground::permalink::permalink;
use ringside::playground::{Playground, RunLimit};
use ringside::scenario::{Command, Scenario};
use serde_json::json;

/// The text of some HTML, one blank for whatever is between two texts.
fn words(html: &str) -> String {
    let texts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = texts.collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names that elements are given for those who do not see them.
fn labels(html: &str) -> Vec<&str> {
    html.split("aria-label=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn drawn(link: &str) -> String {
    pollster::block_on(view_of_link(link))
}

fn check_words(html: &str, all: &[&str]) {
    let words = words(html);
    for one in all {
        assert!(words.contains(one), "“{one}” is missing: {words}");
    }
}

fn check_labels(html: &str, all: &[&str]) {
    let labels = labels(html);
    for one in all {
        assert!(labels.contains(one), "nothing is called “{one}”: {labels:?}");
    }
}

/// Two clients write on both sides of a wall; it is repaired, and Bob gets both values.
fn siblings() -> Playground {
    let mut p = Playground::new(Scenario::default()).unwrap();
    for command in [
        json!({ "do": "partition", "groups": [["A", "B", "Alice"], ["C", "D", "E", "Bob"]] }),
        json!({ "do": "put", "client": "Alice", "key": "cart", "value": "milk" }),
        json!({ "do": "put", "client": "Bob", "key": "cart", "value": "bread" }),
        json!({ "do": "repair" }),
        json!({ "do": "wait", "ms": 10_000 }),
        json!({ "do": "get", "client": "Bob", "key": "cart" }),
    ] {
        p.apply(Command::from_json(&command).unwrap()).unwrap();
        p.run(RunLimit::default()).unwrap();
    }
    p
}

#[test]
fn the_first_view_has_the_ring_the_key_the_sentence_and_the_controls() {
    for narrow in [false, true] {
        let html = pollster::block_on(first_view(narrow));
        check_words(
            &html,
            &["Which of them keep “cart-deborah”?", "Where does it go?", "The key’s journey", "Step 0 of 8"],
        );
        check_labels(
            &html,
            &["Node A: 8 tokens, 23.2\u{202f}% of the ring", "Client Alice", "The ring", "Play", "To the end"],
        );
        assert!(!html.contains("style=\""), "the policy of the page lets no element have styles of its own");
    }
}

#[test]
fn siblings_stand_in_the_copies_the_history_and_the_answer() {
    let view = "film=messages&part=requests&key=cart&client=Alice&client=Bob&asks=1&panels=oooooooo";
    let html = drawn(&format!("{}&{view}", permalink(&siblings())));
    check_words(&html, &["Copies", "How its versions came about", "What the clients have read", "Write the text"]);
    check_labels(&html, &["Reconcile", "Siblings", "Pick “milk”", "Pick “bread”"]);
}

#[test]
fn every_part_of_the_left_column_says_what_can_be_done() {
    let moment = permalink(&siblings());
    for (part, said, named) in [
        ("requests", &["Put", "Get", "Delete"][..], &["Value"][..]),
        ("faults", &["A wall in the network", "Last write wins believes them"], &["Partition", "Sides", "Clocks"]),
        ("cluster", &["Add", "a get waits for R answers"], &["Remove A", "Name of the new node", "Quorum"]),
        ("scenario", &["Save the scenario", "Copy the link"], &["Open a scenario", "A scenario as JSON"]),
    ] {
        let html = drawn(&format!("{moment}&film=messages&part={part}&key=cart"));
        check_words(&html, said);
        check_labels(&html, named);
    }
}

#[test]
fn every_laboratory_names_its_fields_and_what_it_measures() {
    for kind in ["spread", "shares", "capacity", "movement", "latency", "service-level", "staleness"] {
        let html = drawn(&format!("#lab={kind}"));
        check_words(&html, &["Laboratories", "Next seed"]);
        assert!(labels(&html).len() > 8, "{kind}: {:?}", labels(&html));
    }
}

#[test]
fn what_a_link_has_wrong_is_said() {
    check_words(&drawn("#1.nonsense"), &["could not be opened"]);
    check_words(&drawn("#lab=astrology"), &["astrology"]);
    let html = drawn("#lab=<script>alert(1)</script>");
    assert!(!html.contains("<script>alert"), "what comes from a link is text");
}
