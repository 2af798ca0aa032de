//! Editing the cluster: what moves, what is refused, and the way back.

use super::driver::{Page, check_named, check_words};
use crate::page::forms::cluster_edit::{Edit, QuorumLetter};
use crate::page::state::{Action, EditedField, Explained, PlaybackAction, Section, Track};
use crate::scenario::Scenario;
use serde_json::json;

/// Who gave arcs to whom, as `A→F 3, B→F 2` has it.
fn arcs(page: &Page) -> Vec<(char, char)> {
    let words: Vec<char> = page.seen().text_of("div.moved-words").chars().collect();
    words.windows(3).filter(|part| part[1] == '→').map(|part| (part[0], part[2])).collect()
}

fn numbers(words: &str) -> Vec<usize> {
    words.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

#[test]
fn a_node_that_joins_takes_arcs_and_keys_from_others_and_nobody_else_does() {
    let mut page = Page::open();
    page.add("F", "8");
    let words = page.seen().text_of("div.moved-words");
    check_words(&words, &["8 arcs moved", "of 200 keys moved", "; with hash mod nodes: "]);
    let keys = numbers(words.split_once("8 arcs moved").unwrap().1)[0];
    let modulo = numbers(words.split_once("hash mod nodes: ").unwrap().1)[0];
    assert!(keys > 0 && keys < 60 && modulo > 130, "{words}");
    assert!(!arcs(&page).is_empty() && arcs(&page).iter().all(|(_, to)| *to == 'F'), "{words}");
    assert_eq!(page.seats().len(), 6);
    assert!(page.sentence().starts_with("F joins with 8 tokens. 8 arcs moved"), "{}", page.sentence());
}

#[test]
fn a_node_that_leaves_gives_its_arcs_alone_and_undo_brings_it_back() {
    let mut page = Page::open();
    let before = page.seats();
    page.remove("B");
    assert!(!arcs(&page).is_empty() && arcs(&page).iter().all(|(from, _)| *from == 'B'));
    assert_eq!(page.seats().len(), 4);
    assert_eq!(page.seen().one("button", "Undo").attribute("title").as_deref(), Some("Undo: B leaves (U)"));
    assert_eq!(page.act(Action::Undo).seats(), before);
    assert!(page.sentence().starts_with("Undone: B leaves"), "{}", page.sentence());
    check_named(&page.show(Section::Cluster).seen(), &[("button", "Redo: B leaves")]);
    assert_eq!(page.act(Action::Redo).seats().len(), 4);
    assert_eq!(page.seen().count("button", "Redo: B leaves"), 0, "nothing more was undone");
}

#[test]
fn in_the_middle_of_a_history_a_node_leaves_as_an_operator_lets_it_and_stepping_back_brings_it_back() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    assert_eq!(page.storing("milk"), 3);
    page.remove("E");
    check_words(&page.seat("E"), &["leav"]);
    page.seek_end();
    check_words(&page.seen().text_of(".in-short"), &["4 nodes, 32 tokens"]);
    assert_eq!(page.storing("milk"), 3, "its key has moved on");
    page.back_until("the put is done");
    check_words(&page.seen().text_of(".in-short"), &["5 nodes, 40 tokens"]);
}

#[test]
fn starting_anew_forgets_what_happened_and_undo_brings_the_history_back() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    let stored = page.seats();
    page.act(Action::StartAnew);
    assert!(page.sentence().starts_with("Started over"));
    assert_eq!(page.storing("milk"), 0);
    let anew = page.show(Section::Scenario).seen().one("button", "Start over");
    assert_eq!(
        (anew.attribute("title").as_deref(), anew.is("aria-disabled")),
        (Some("Nothing has happened yet"), true)
    );
    page.act(Action::Undo).act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages)));
    assert_eq!(page.seats(), stored);
}

#[test]
fn tokens_names_and_n_r_w_can_be_changed() {
    let mut page = Page::open();
    page.show(Section::Cluster);
    page.edit(Edit::SetTokens { index: 0, tokens: "32".to_owned() });
    check_words(&page.sentence(), &["A: 8 → 32 tokens.", " arcs moved"]);
    page.edit(Edit::Rename { index: 0, name: "berlin".to_owned() });
    assert_eq!(page.sentence(), "A is now called berlin and keeps its tokens. No key moves.");
    page.edit(Edit::SetQuorum { letter: QuorumLetter::N, value: "4".to_owned() });
    check_words(&page.sentence(), &["N\u{a0}= 4."]);
    check_words(&page.seen().text_of(".in-short"), &["5 nodes, 64 tokens; N = 4, R = 2, W = 2"]);
    check_words(&page.seat("berlin"), &["Node berlin (Bn): 32 tokens"]);
    check_words(&page.seat("E"), &["Node E: 8 tokens"]);
    page.show(Section::Cluster);
    let all = [("Name of berlin", "berlin"), ("Tokens of berlin", "32"), ("N, copies of each key", "4")];
    for (name, value) in all {
        assert_eq!(page.seen().one("textbox", name).value(), value);
    }
}

#[test]
fn what_cannot_be_is_refused_by_name_and_the_cluster_stays_as_it_was() {
    let mut page = Page::open();
    page.show(Section::Cluster);
    let fields = |page: &Page| {
        page.seen().one("list", "Nodes").all("textbox").iter().map(|field| field.value()).collect::<Vec<_>>()
    };
    let before = fields(&page);
    use EditedField::{AllTokens, Name, Quorum, Tokens};
    for (field, label, typed, expected) in [
        (Tokens(1), "Tokens of B", "0", "Tokens of B must be a whole number from 1 to 1,024."),
        (Tokens(1), "Tokens of B", "1025", "Tokens of B must be a whole number from 1 to 1,024."),
        (Tokens(1), "Tokens of B", "many", "Tokens of B must be a whole number from 1 to 1,024."),
        (AllTokens, "Tokens per node", "0", "must be a whole number from 1 to 1,024."),
        (Name(1), "Name of B", "C", "The name “C” is taken; choose another one."),
        (Name(1), "Name of B", "", "Type a name of 1 to 24 characters."),
        (Name(1), "Name of B", "abcdefghijklmnopqrstuvwxy", "1 to 24 characters"),
        (Quorum(QuorumLetter::R), "R, answers a get waits for", "4", "R must be between 1 and N (3)."),
        (Quorum(QuorumLetter::W), "W, copies a put waits for", "0", "W must be a whole number from 1 to"),
    ] {
        page.act(Action::Enter(field, typed.to_owned()));
        check_words(&page.seen().text_of(".beside-field"), &[expected]);
        let shown = page.seen().one("textbox", label);
        assert_eq!((shown.value().as_str(), shown.is("aria-invalid")), (typed, true), "what was typed stays");
        page.act(Action::LeaveField);
        assert_eq!(
            (fields(&page), page.refusals()),
            (before.clone(), Vec::new()),
            "given up, the present value is back"
        );
    }
    page.edit(Edit::Add { name: "A".to_owned(), tokens: "8".to_owned(), zone: String::new() });
    check_words(&page.seen().text_of(".cluster > .refused"), &["The name “A” is taken; choose another one."]);
    check_words(&page.seen().text_of(".in-short"), &["5 nodes, 40 tokens; N = 3, R = 2, W = 2"]);
}

#[test]
fn one_node_and_then_none() {
    let mut page = Page::open();
    for name in ["A", "B", "C", "D"] {
        page.remove(name);
    }
    page.act(Action::Playback(PlaybackAction::ShowTrack(Track::KeyWalk))).seek_end();
    assert_eq!(page.sentence(), "E keeps “cart-deborah”, alone: it is the only node, though N = 3.");
    page.remove("E");
    check_words(&page.sentence(), &["No nodes: no key has a home."]);
    page.asks("Alice", Action::Put(0.0));
    check_words(&page.sentence(), &["put failed: no node can be reached"]);
    page.add("F", "8");
    assert_eq!(page.seats().len(), 1);
}

#[test]
fn a_thousand_tokens_on_each_of_twelve_nodes_are_drawn_and_a_walk_goes_through_them() {
    let mut page = Page::open();
    for name in ["F", "G", "H", "I", "J", "K", "L"] {
        page.add(name, "8");
    }
    for index in 0..12 {
        page.edit(Edit::SetTokens { index, tokens: "1024".to_owned() });
    }
    check_words(&page.seen().text_of(".in-short"), &["12 nodes, 12,288 tokens; N = 3, R = 2, W = 2"]);
    page.act(Action::Walk).seek_end();
    check_words(&page.sentence(), &["keep “cart-deborah”: 3 distinct nodes"]);
    let drawn = page.seen().css("svg.stage *").len();
    assert!(drawn < 700, "{drawn} elements");
}

#[test]
fn a_node_that_joins_says_so_until_it_has_its_ranges() {
    let mut page = Page::open();
    page.put("Alice", "milk").add("F", "8");
    check_words(&page.seat("F"), &["; joining"]);
    assert!(!page.seen().css(".moved .moved-rim").is_empty(), "its ranges are marked");
    page.seek_end();
    assert!(!page.seat("F").contains("joining"));
    assert!(page.seen().css(".moved:not(.last-moved) .moved-rim").is_empty());
}

#[test]
fn a_setting_that_was_changed_in_the_middle_is_undone_by_stepping_back() {
    let mut page = Page::open();
    page.put("Alice", "milk").show(Section::Cluster);
    let shown = |page: &Page| {
        (page.seen().text_of(".in-short"), page.seen().one("textbox", "W, copies a put waits for").value())
    };
    let before = shown(&page);
    assert!(before.0.ends_with("W = 2") && before.1 == "2", "{before:?}");
    page.edit(Edit::SetQuorum { letter: QuorumLetter::W, value: "3".to_owned() });
    assert!(page.sentence().starts_with("The operator sets N = 3, R = 2, W = 3"));
    let after = shown(&page);
    assert!(after.0.ends_with("W = 3") && after.1 == "3", "{after:?}");
    assert_eq!(shown(page.back()), before);
    assert_eq!(shown(page.forward()), after, "and forward again it is there again");
}

#[test]
fn the_ring_is_read_as_a_list_each_token_with_its_node_its_place_and_what_it_owns() {
    let mut page = Page::open();
    assert!(page.seen().css(".ring-list li").is_empty());
    page.act(Action::ListRing(true));
    let texts: Vec<String> = page.seen().css(".ring-list li").iter().map(|item| item.text()).collect();
    assert_eq!(texts.len(), 40);
    let read: Vec<(String, f64, f64)> = texts
        .iter()
        .map(|text| {
            let (name, rest) = text.split_once(" at ").unwrap();
            let (index, share) = rest.split_once("°, owns ").unwrap();
            let share = share.strip_suffix("\u{202f}%").unwrap_or_else(|| panic!("{text}"));
            (name.to_owned(), index.parse().unwrap(), share.parse().unwrap())
        })
        .collect();
    assert_eq!((read[0].0.as_str(), read[0].1), ("D", 0.9));
    assert!(read.is_sorted_by(|one, other| one.1 <= other.1), "clockwise: {texts:?}");
    for name in ["A", "B", "C", "D", "E"] {
        assert_eq!(read.iter().filter(|(owner, ..)| owner == name).count(), 8, "{name}");
    }
    let all: f64 = read.iter().map(|(.., share)| share).sum();
    assert!((all - 100.0).abs() < 2.0, "{all} % of the ring in all");
}

#[test]
fn what_is_pointed_at_is_explained_and_nothing_moves_for_it() {
    let mut page = Page::open();
    page.seek_end();
    for (what, words) in [
        (Explained::Token(0), "Token of D at 0.9°: it owns the arc before it"),
        (Explained::Key, "MD5 11cbc29235eaa1586b1481fdfbf185c4"),
        (Explained::Node(0), "Node A: 8 tokens, 23.2\u{202f}% of the ring. An even share would be 20.0\u{202f}%."),
        (Explained::Client(1), "Bob is a client: no part of the ring"),
        (Explained::Arc(0), "Keys after "),
    ] {
        let seen = page.act(Action::Explain(Some(what))).seen();
        check_words(&seen.text_of(".because.pointed"), &[words]);
        // What was said there keeps its room.
        assert!(!seen.text_of(".because-room").is_empty());
    }
    assert_eq!(page.act(Action::Explain(None)).seen().css(".because.pointed").len(), 0);
}

#[test]
fn each_nodes_share_stands_beside_an_even_one() {
    let seen = Page::open().seen();
    let bars = seen.one("list", "Share of the ring").texts("listitem");
    assert_eq!(bars.len(), 5);
    check_words(&bars[0], &["A", "23.2\u{202f}%"]);
    check_words(&seen.text_of(".shares"), &["line: an even share, 20.0\u{202f}%"]);
}

#[test]
fn the_cluster_of_a_laboratory_begins_on_the_stage() {
    let mut page = Page::open();
    let nodes = ["A", "B", "C", "D", "E", "F", "G"].map(|name| json!({ "name": name, "tokens": 8 }));
    let json = json!({ "ringside": 1, "title": "Seven", "nodes": nodes });
    page.act(Action::InTheRing(Box::new(Scenario::from_json(&json).unwrap())));
    check_words(&page.seen().text_of(".in-short"), &["7 nodes, 56 tokens"]);
    check_words(&page.sentence(), &["The ring now uses the laboratory’s settings"]);
    assert_eq!(page.seats().len(), 7);
}
