//! The right column: what is stored, how versions came about, what must always hold, and the paper's words.

use super::driver::{Page, check_named, check_words};
use super::seen::Seen;
use crate::explain::glossary::ENTRIES;
use crate::page::forms::cluster_edit::Edit;
use crate::page::projection::folding::Panel;
use crate::page::state::{Action, DraftAction, InspectorAction, Note, NoteSubject, PlaybackAction, Track};
use serde_json::{Value, json};

fn look(page: &mut Page, look: InspectorAction) {
    page.act(Action::Inspect(look));
}

/// The versions of the key, each with what became of it.
fn versions(page: &Page) -> Vec<String> {
    page.seen().one("list", "Versions").names("button")
}

/// What is said of a version.
fn sayings(page: &mut Page, index: usize) -> String {
    look(page, InspectorAction::Version(Some(index)));
    page.seen().text_of(".sayings")
}

/// Each invariant: what is promised, and what it rests on.
fn truths(page: &Page) -> Vec<(String, String)> {
    let items = page.seen().one("list", "Invariants").all("listitem");
    let one = |item: &Seen| {
        let lines = item.css("p");
        (lines[0].text(), lines[1].text())
    };
    items.iter().map(one).collect()
}

/// The note that is open: its title, its words and where they are from.
fn note(page: &mut Page, what: NoteSubject) -> String {
    look(page, InspectorAction::Note(Some(Note { what, anchor: (0, 0, 0) })));
    page.seen().one("dialog", &page.seen().text_of(".note-title")).text()
}

fn scenario(title: &str, versioning: &str, script: Value) -> Page {
    let nodes = ["Sx", "Sy", "Sz"].map(|name| json!({ "name": name, "tokens": 4 }));
    let text = json!({ "ringside": 1, "title": title, "nodes": nodes, "versioning": versioning, "script": script });
    let mut page = Page::of_file(&text.to_string());
    page.act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_end();
    page
}

#[test]
fn two_puts_that_read_nothing_are_siblings_and_a_version_says_who_counted_it_and_when() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Bob", "eggs").unfold(Panel::History);
    check_words(&page.seen().text_of(".history"), &["2 siblings: neither put had read the other."]);
    let all = versions(&page);
    assert!(all.len() == 2 && all.iter().all(|version| version.ends_with(", current")), "{all:?}");
    let said = sayings(&mut page, 0);
    check_words(&said, &["Alice’s put. D coordinated it, so D’s counter goes from 0 to 1"]);
    let step: usize = said.split("Step ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    look(&mut page, InspectorAction::GoTo(step));
    assert_eq!(page.step().0, step);
}

#[test]
fn siblings_are_named_as_such_when_they_are_made_and_again_when_they_are_read() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Bob", "eggs");
    page.back_until("It now has 2 siblings: neither replaces the other.").seek_end();
    page.get("Alice").back_until("Alice gets 2 siblings, and must reconcile them.");
    check_words(&page.seen().text_of(".because"), &["Section 4.4"]);
    let homes = page.seats().into_iter().filter(|seat| seat.contains("stores 2 siblings: “"));
    assert_eq!(
        homes.filter(|seat| seat.contains("“milk” ") && seat.contains("“eggs” ")).count(),
        3,
        "each home names them, too"
    );
}

#[test]
fn all_invariants_are_told_each_with_what_it_rests_on_and_a_put_changes_what_that_is() {
    let mut page = Page::open();
    page.unfold(Panel::Truth);
    let before = truths(&page);
    assert_eq!(before.len(), 13);
    for (promise, rest) in &before {
        assert!(["✓ ", "✗ ", "– "].iter().any(|mark| promise.starts_with(mark)) && promise.ends_with('.'), "{promise}");
        assert!(["Holds: ", "Broken: ", "Not applicable now: "].iter().any(|word| rest.starts_with(word)), "{rest}");
        assert!(promise.len() > 15 && rest.len() > 12, "{promise} {rest}");
    }
    let after = truths(page.put("Alice", "milk"));
    let promises =
        |all: &[(String, String)]| all.iter().map(|(promise, _)| promise[3..].trim().to_owned()).collect::<Vec<_>>();
    assert_eq!(promises(&after), promises(&before), "what is promised stays");
    assert!(after.iter().zip(&before).any(|(one, other)| one.1 != other.1), "{before:?}");
}

#[test]
fn two_merkle_trees_stand_side_by_side_and_the_way_to_what_differs_is_lit_in_both() {
    let mut page = Page::of_kept("section-4-7-merkle-trees-find-one-key");
    page.back_until("A sends B what it lacks of 1 key").unfold(Panel::Trees);
    let trees = page.seen().css(".tree");
    assert_eq!(trees.iter().map(|tree| tree.text_of("figcaption")).collect::<Vec<_>>(), ["A", "B"]);
    // What is lit, from the root down: each box by its height and its hash.
    let lit = |tree: &Seen| {
        let boxes = tree.css(".branch-box.differs");
        let one = |lit: &Seen| (lit.css("rect")[0].attribute("y").unwrap(), lit.text_of("text"));
        boxes.iter().map(one).collect::<Vec<(String, String)>>()
    };
    let (ours, theirs) = (lit(&trees[0]), lit(&trees[1]));
    assert!(ours.len() > 3, "{ours:?}");
    for (index, ((level, hash), (other_level, other_hash))) in ours.iter().zip(&theirs).enumerate() {
        assert_eq!(level, other_level, "the same way down in both");
        assert_ne!(hash, other_hash, "level {level}");
        assert!(ours[..index].iter().all(|(above, _)| above != level), "one branch a level");
    }
    let words = page.seen().text_of("div.trees");
    check_words(
        &words,
        &["Of the 2 ranges one differs", "14 hashes and 1 key have travelled; a full copy would have been 64 keys."],
    );
    page.back_until("A sends B the root hash");
    check_words(&page.seen().text_of("div.trees"), &["2 hashes have travelled"]);
    assert!(page.seen().css(".branch-box.differs").is_empty(), "nothing is known to differ yet");
}

#[test]
fn a_term_opens_a_short_entry_and_the_glossary_has_them_all() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0)).seek_start();
    let terms = |page: &Page| page.seen().css(".sentence .term");
    while terms(&page).is_empty() {
        page.forward();
    }
    let word = terms(&page)[0].text().to_lowercase();
    let index = ENTRIES.iter().position(|entry| word.starts_with(&entry.term.to_lowercase()[..3])).unwrap();
    check_words(
        &note(&mut page, NoteSubject::Term(index)),
        &[ENTRIES[index].term, ENTRIES[index].words, "Section ", "All the words"],
    );
    look(&mut page, InspectorAction::Note(None));
    assert!(page.seen().all("dialog").is_empty());
    look(&mut page, InspectorAction::Term(Some(index)));
    check_words(&page.seen().text_of(".glossary"), &[ENTRIES[index].words, "Section "]);
    for (index, entry) in ENTRIES.iter().enumerate() {
        look(&mut page, InspectorAction::Term(Some(index)));
        let glossary = page.seen().one("combobox", "Term");
        assert_eq!(glossary.value(), entry.term);
    }
    page.unfold(Panel::Truth);
    assert!(!page.seen().one("list", "Invariants").css(".term").is_empty(), "terms open in panels, too");
}

#[test]
fn an_edge_of_the_graph_says_what_the_put_had_read() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Alice", "bread").unfold(Panel::History);
    let edges = page.seen().one("list", "What the puts had read").names("button");
    assert_eq!(edges, ["The put of [D,2] had read [D,1], and supersedes it."]);
    check_words(&note(&mut page, NoteSubject::Read(0, 1)), &["What the put had read", &edges[0], "Section 4.4"]);
}

#[test]
fn the_papers_figure_3_forks_and_joins() {
    let mut page = Page::open();
    page.remove("D").remove("E");
    for (index, name) in ["Sx", "Sy", "Sz"].into_iter().enumerate() {
        page.edit(Edit::Rename { index, name: name.to_owned() });
    }
    let through = |page: &mut Page, node: &str| {
        page.draft(DraftAction::Via(Some(node.to_owned())));
    };
    for (client, value, node) in [
        ("Alice", Some("D1"), "Sx"),
        ("Alice", Some("D2"), "Sx"),
        ("Bob", None, "Sx"),
        ("Alice", Some("D3"), "Sy"),
        ("Bob", Some("D4"), "Sz"),
    ] {
        through(&mut page, node);
        match value {
            Some(value) => page.put(client, value),
            None => page.get(client),
        };
    }
    page.unfold(Panel::History).unfold(Panel::Copies);
    check_words(&page.seen().text_of(".history"), &["2 siblings: neither put had read the other."]);
    let copies = page.seen().one("list", "Copies of “cart-deborah”").texts("listitem");
    assert!(copies.len() == 3 && copies.iter().all(|copy| copy.contains("2 siblings")), "{copies:?}");
    through(&mut page, "Sx");
    page.get("Alice");
    through(&mut page, "Sx");
    page.put("Alice", "D5");
    let expected = [
        "“D1” [Sx,1], superseded",
        "“D2” [Sx,2], superseded",
        "“D3” [Sx,2][Sy,1], superseded",
        "“D4” [Sx,2][Sz,1], superseded",
        "“D5” [Sx,3][Sy,1][Sz,1], current",
    ];
    assert_eq!(versions(&page), expected);
    // Drawn as in the paper: the siblings side by side and of one size, the join below.
    let frame =
        |one: &Seen| ["x", "y", "width", "height"].map(|name| one.attribute(name).unwrap().parse::<f64>().unwrap());
    let boxes: Vec<[f64; 4]> = page.seen().css(".version-ground").iter().map(frame).collect();
    let [_, d2, d3, d4, d5] = boxes[..] else { panic!("{boxes:?}") };
    assert_eq!(d3[1..], d4[1..]);
    assert!(d2[1] + d2[3] < d3[1] && d3[0] + d3[2] < d4[0] && d4[1] + d4[3] < d5[1], "{boxes:?}");
    let said = sayings(&mut page, 4);
    check_words(
        &said,
        &[
            "Sx coordinated it, so Sx’s counter goes from 2 to 3",
            "had read [Sx,2][Sy,1] and [Sx,2][Sz,1], and reconciles them",
        ],
    );
}

#[test]
fn an_older_copy_a_node_that_is_down_and_a_stand_ins_parcel_can_be_told_apart() {
    let mut page = Page::open();
    page.put("Alice", "milk").give(json!({ "do": "crash", "name": "C" })).put("Alice", "bread");
    let copies = page.seen().one("list", "Copies of “cart-deborah”").texts("listitem");
    let last = copies.last().unwrap();
    assert!(last.starts_with('C'), "{copies:?}");
    check_words(last, &["down", "“milk”", "older"]);
    assert_eq!(copies.iter().filter(|copy| copy.contains("older")).count(), 1);
    let parcels = page.seen().one("list", "Copies elsewhere").texts("listitem");
    check_words(&parcels[0], &["for C", "“bread”"]);
}

#[test]
fn values_are_seen_as_carts_and_what_a_put_did_to_them_is_marked() {
    let mut page = Page::open();
    page.put("Alice", "milk,eggs").put("Alice", "milk,bread");
    let copy = |page: &Page| page.seen().one("list", "Copies of “cart-deborah”").all("listitem").remove(0);
    let chips: Vec<String> = copy(&page).css(".chip").iter().map(|chip| chip.attribute("title").unwrap()).collect();
    assert_eq!(chips, ["milk", "bread"]);
    sayings(&mut page, 1);
    let changed = page.seen().css(".sayings .chip");
    let changed: Vec<String> = changed.iter().map(|chip| chip.attribute("title").unwrap()).collect();
    assert_eq!(changed, ["milk", "added: bread", "removed: eggs"]);
    look(&mut page, InspectorAction::AsCart(false));
    assert!(copy(&page).css(".chip").is_empty());
    check_words(&copy(&page).text(), &["“milk,bread”"]);
    let see = page.seen().one("group", "See values");
    assert!(see.one("button", "as texts").is("aria-pressed"));
}

#[test]
fn what_plain_clocks_and_last_write_wins_lose_is_crossed_out_with_the_promise_and_where_it_broke() {
    let race = json!([
        { "do": "put", "client": "P", "key": "cart", "value": "v1", "via": "Sx" },
        { "do": "get", "client": "Q", "key": "cart", "via": "Sx" },
        { "do": "put", "client": "P", "key": "cart", "value": "v2", "via": "Sx" },
        { "do": "put", "client": "Q", "key": "cart", "value": "v3", "via": "Sx" },
    ]);
    let fast_clock = json!([
        { "do": "skew", "name": "Sx", "ms": 5000 },
        { "do": "put", "client": "P", "key": "cart", "value": "v1", "via": "Sx", "at": 10 },
        { "do": "put", "client": "Q", "key": "cart", "value": "v2", "via": "Sy", "at": 400 },
    ]);
    for mut page in [scenario("A race", "plain", race), scenario("A fast clock", "last-write-wins", fast_clock)] {
        page.unfold(Panel::History);
        check_words(&page.seen().text_of(".history"), &["1 acknowledged write is lost."]);
        let lost: Vec<String> = versions(&page).into_iter().filter(|name| name.ends_with(", lost")).collect();
        assert!(lost.len() == 1 && lost[0].contains("“v2”"), "{lost:?}");
        assert_eq!(page.seen().css(".version-words.gone path.strike").len(), 1);
        let losses = page.seen().one("list", "What took another’s place").names("button");
        assert!(losses.len() == 1 && losses[0].matches('[').count() > 1, "both versions are named: {losses:?}");
        let all = versions(&page);
        let index = |ends: &str| all.iter().position(|name| name.ends_with(ends)).unwrap();
        check_words(&note(&mut page, NoteSubject::Loss(index(", lost"), index(", current"))), &[&losses[0]]);
        look(&mut page, InspectorAction::Note(None));
        let promise = page.seen().text_of(".sayings");
        let step = promise.split("was told “done” at step ").nth(1).unwrap_or_else(|| panic!("{promise}"));
        let step: usize = step.split(|digit: char| !digit.is_ascii_digit()).next().unwrap().parse().unwrap();
        look(&mut page, InspectorAction::GoTo(step));
        check_words(&page.sentence(), &["hears that the put is done"]);
        page.seek_end().unfold(Panel::Truth);
        let broken = page.seen().one("list", "Invariants").css(".broken");
        check_words(&broken[0].text(), &["acknowledged", "To the step at which it broke"]);
    }
}

#[test]
fn each_client_is_told_of_with_what_its_next_put_would_do() {
    let mut page = Page::open();
    page.put("Alice", "milk").unfold(Panel::Contexts);
    let told = page.seen().one("list", "Contexts").texts("listitem");
    assert!(told[0].starts_with("Alice [D,1]"), "{told:?}");
    page.get("Bob");
    assert_eq!(page.seen().one("list", "Contexts").texts("listitem").len(), 2);
}

#[test]
fn the_preference_list_says_who_coordinates() {
    let mut page = Page::open();
    page.put("Alice", "milk").unfold(Panel::Preference);
    let list = page.seen().one("list", "Preference list").texts("listitem");
    assert_eq!(list.len(), 3);
    assert_eq!(list.iter().filter(|item| item.ends_with("coordinates")).count(), 1, "{list:?}");
    check_named(
        &page.seen(),
        &[("button", "Preference list"), ("button", "What must always hold"), ("button", "The paper’s words")],
    );
}

#[test]
fn very_many_versions_are_folded_until_somebody_wants_them() {
    let mut page = Page::open();
    for number in 0..14 {
        page.put("Alice", &number.to_string());
    }
    page.unfold(Panel::History);
    let shown = versions(&page).len();
    let more = page.seen().all("button").into_iter().find(|button| button.text().starts_with("Show ")).unwrap();
    check_words(&more.text(), &["older"]);
    look(&mut page, InspectorAction::AllVersions(true));
    assert!(versions(&page).len() > shown);
    check_named(&page.seen(), &[("button", "Fold the older ones")]);
}
