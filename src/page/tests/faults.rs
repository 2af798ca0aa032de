//! What goes wrong and is mended: in the left column, and by the menus of what stands on the stage.

use super::driver::{Page, check_named, check_no_words, check_words};
use super::seen::Seen;
use crate::page::state::{Action, DraftAction, Explained, Menu, Opening, PlaybackAction, Section, StageItem, Track};
use crate::scenario::locked::Locked;
use serde_json::{Value, json};

fn node(page: &Page, name: &str) -> StageItem {
    StageItem::Node(page.index_of(name))
}

/// The first message in flight of this kind, by its number and whom it goes from and to.
fn message(page: &Page, kind: &str) -> (u32, String, String) {
    let messages = &page.model.world.frame.state.messages;
    let found =
        messages.iter().find(|message| message.kind.as_str() == kind).unwrap_or_else(|| panic!("no {kind} flies"));
    (found.id, found.from.clone(), found.to.clone())
}

fn flights(page: &Page) -> Vec<String> {
    page.seen().one("group", "Messages on the stage").names("button")
}

/// What stands in the seat of a node.
fn seat(page: &Page, name: &str) -> Seen {
    let seats = page.seen().css(".seat");
    let own = |seat: &Seen| seat.names("button").iter().any(|words| words.starts_with(&format!("Node {name}:")));
    seats.into_iter().find(own).unwrap_or_else(|| panic!("no seat of {name}"))
}

fn letters(part: &Seen) -> Vec<String> {
    part.css(".parcel-letter").iter().map(|letter| letter.text()).collect()
}

fn title(page: &Page, button: &str) -> String {
    page.seen().one("button", button).attribute("title").unwrap_or_default()
}

/// The menu of something, with its heading.
fn menu(page: &mut Page, stage_item: StageItem) -> (String, Vec<String>) {
    page.act(Action::OpenMenu(Some(Menu {
        stage_item,
        at: (0.0, 0.0),
        in_second_world: false,
        comparing: false,
        by_key: true,
    })));
    let seen = page.seen();
    page.act(Action::OpenMenu(None));
    (seen.text_of(".menu-title"), seen.names("menuitem"))
}

#[test]
fn a_hinted_handoff_a_home_is_down_another_keeps_its_copy_and_delivers_it() {
    let mut page = Page::open();
    page.act(Action::TypeKey("cart-paul".to_owned())).show(Section::Faults);
    assert_eq!(title(&page, "Crash B, its disk stays"), "Crash B, its disk stays");
    page.give(json!({ "do": "crash", "name": "B" })).show(Section::Faults);
    assert!(page.sentence().starts_with("B crashes"), "{}", page.sentence());
    let wipe = "Wipe B: it crashes and loses its disk";
    assert!(page.seen().one("button", wipe).is("aria-disabled"));
    assert_eq!(title(&page, wipe), "B is down already");
    assert_eq!(title(&page, "Restart B"), "Restart B", "it stands in the place of the crash");
    page.seek_end().put("Alice", "rice");
    check_no_words(&page.seat("B"), &["stores “rice”"]);
    let keepers = |page: &Page| page.seats().iter().filter(|seat| seat.contains("keeps 1 key for B")).count();
    assert_eq!(keepers(&page), 1, "a stand-in has its parcel");
    page.give(json!({ "do": "restart", "name": "B" })).seek_end();
    check_words(&page.seat("B"), &["stores “rice”"]);
    assert_eq!(keepers(&page), 0, "and has given it away");
}

#[test]
fn a_wiped_node_comes_back_empty_and_comparing_trees_fills_it() {
    let mut page = Page::open();
    page.act(Action::TypeKey("cart-paul".to_owned())).put("Alice", "rice");
    check_words(&page.seat("B"), &["stores “rice”"]);
    page.give(json!({ "do": "crash", "name": "B", "wipe": true })).give(json!({ "do": "restart", "name": "B" }));
    check_no_words(&page.seat("B"), &["stores"]);
    page.show(Section::Faults).draft(DraftAction::Pair(0, "B".to_owned())).draft(DraftAction::Pair(1, "B".to_owned()));
    assert_eq!(title(&page, "Compare now: the trees of B and B"), "A node has nothing to compare with itself");
    page.draft(DraftAction::Pair(1, "C".to_owned()));
    assert!(!page.seen().one("button", "Compare now: the trees of B and C").is("aria-disabled"));
    page.give(json!({ "do": "anti-entropy", "a": "B", "b": "C" })).seek_end();
    check_words(&page.seat("B"), &["stores “rice”"]);
}

#[test]
fn a_sloppy_quorum_is_not_a_quorum_r_and_w_exceed_n_and_a_read_is_stale() {
    let mut page = Page::open();
    page.act(Action::TypeKey("cart-paul".to_owned())).put("Alice", "old");
    page.give(json!({ "do": "partition", "groups": [["A", "B", "D", "Alice"], ["C", "E", "Bob"]] }));
    page.put("Alice", "new");
    check_words(&page.seat("B"), &["stores “new”"]);
    page.get("Bob").back_until("Bob gets “old”");
}

#[test]
fn a_link_is_held_and_released() {
    let mut page = Page::open();
    page.show(Section::Faults)
        .draft(DraftAction::Link(0, "Alice".to_owned()))
        .draft(DraftAction::Link(1, "A".to_owned()));
    assert_eq!(title(&page, "Release messages from Alice to A"), "Nothing is held from Alice to A");
    page.give(json!({ "do": "hold", "from": "Alice", "to": "A" })).show(Section::Faults);
    assert!(page.sentence().starts_with("Messages from Alice to A wait"));
    let held = page.seen().one("list", "Held links").texts("listitem");
    assert_eq!(held, ["Alice to A waits Release"]);
    assert_eq!(title(&page, "Hold messages from Alice to A"), "Messages from Alice to A are held already");
    page.give(json!({ "do": "release", "from": "Alice", "to": "A" })).show(Section::Faults);
    assert!(page.seen().one("list", "Held links").all("listitem").is_empty());
}

#[test]
fn a_clock_is_set_wrong_and_right_again() {
    let mut page = Page::open();
    let clock = |page: &Page| page.seen().one("textbox", "Clock of C, milliseconds ahead").value();
    page.show(Section::Faults).act(Action::Skew(2, "-250".to_owned()));
    assert!(page.sentence().starts_with("C’s clock is 250 ms behind"), "{}", page.sentence());
    page.act(Action::Skew(2, "soon".to_owned()));
    check_words(&page.refusals().join(" "), &["Clock of C must be a number from"]);
    assert_eq!(clock(&page), "-250");
    assert!(page.seat("C").ends_with("its clock is 250 ms behind"), "{}", page.seat("C"));
    page.act(Action::Skew(2, "0".to_owned()));
    assert_eq!((clock(&page).as_str(), page.step()), ("0", (2, 2)));
    check_no_words(&page.seat("C"), &["clock"]);

    for _ in 0..3 {
        page.choose(StageItem::Node(0), "Set its clock 1 s ahead");
    }
    assert!(page.seat("A").ends_with("its clock is 3 s ahead"), "{}", page.seat("A"));
    check_words(&seat(&page, "A").text(), &["clock +3 s"]);
    page.choose(StageItem::Node(0), "Set its clock right");
    check_no_words(&page.seat("A"), &["clock"]);
}

#[test]
fn a_message_is_dropped_and_flies_again_when_one_steps_back() {
    let mut page = Page::open();
    page.show(Section::Faults);
    check_words(&page.seen().text_of(".faults"), &["No message is in flight at this step."]);
    page.asks("Alice", Action::Put(0.0)).show(Section::Faults);
    let listed = |page: &Page| page.seen().one("list", "Messages that can be dropped").texts("listitem");
    let (before, flew) = (listed(&page), flights(&page));
    assert_eq!(before.len(), 1);
    check_named(&page.seen(), &[("button", "Drop put-request from Alice to D")]);
    page.choose(StageItem::Message(message(&page, "put-request").0), "Drop this message");
    assert!(page.sentence().starts_with("The message “put” from Alice to D is dropped"), "{}", page.sentence());
    check_words(&page.seen().text_of(".death"), &["dropped"]);
    assert!(listed(&page).is_empty() && flights(&page).is_empty());
    page.back();
    assert!(page.sentence().starts_with("Alice asks"));
    assert_eq!((listed(&page), flights(&page)), (before, flew), "what was dropped can be dropped again: it flies");
    assert!(page.seen().css(".death .burst").is_empty());
}

#[test]
fn everybody_has_a_menu_of_what_can_be_done_to_it() {
    let mut page = Page::open();
    let (heading, entries) = menu(&mut page, StageItem::Node(2));
    assert_eq!(heading, "Node C");
    assert_eq!((entries[0].as_str(), entries.last().unwrap().as_str()), ("Crash", "Remove from the cluster"));
    for words in ["Crash and wipe the disk", "Cut off from the others", "Compare Merkle trees with…"] {
        assert!(entries.iter().any(|entry| entry == words), "{entries:?}");
    }
    page.choose(StageItem::Node(2), "Cut off from the others");
    assert!(page.sentence().starts_with("The network splits: A, B, D, E, Alice, Bob; C"), "{}", page.sentence());
    page.choose(StageItem::Client(0), "Move to side 2: C");
    assert!(page.sentence().starts_with("The network splits: A, B, D, E, Bob; C, Alice"), "{}", page.sentence());
    assert_eq!(menu(&mut page, StageItem::Client(1)).0, "Client Bob");
    page.choose(StageItem::Client(1), "Use Bob as the client");
    assert!(page.show(Section::Requests).seen().one("button", "Bob").is("aria-pressed"));
    assert_eq!(menu(&mut page, StageItem::Wall), ("The wall".to_owned(), vec!["Repair the partition".to_owned()]));
    page.choose(StageItem::Wall, "Repair the partition");
    assert!(page.sentence().starts_with("The network is whole again"));
    page.choose(StageItem::Node(0), "Send requests through this node")
        .choose(StageItem::Node(0), "Send requests through any node");
    page.choose(StageItem::Node(0), "Always show its tokens");
    assert!(page.seen().css(".seat-button").iter().any(|seat| seat.is("aria-pressed")));
    page.choose(StageItem::Node(0), "Show its tokens only when pointed at");
}

#[test]
fn a_wall_says_who_is_on_which_side_and_stops_messages() {
    let mut page = Page::open();
    page.give(json!({ "do": "partition", "groups": [["A", "B", "C", "Bob"], ["D", "E", "Alice"]] }));
    let wall = "The wall: no message gets through between A, B, C and Bob | D, E and Alice";
    check_named(&page.seen(), &[("button", wall)]);
    let clients = page.seen().one("group", "Clients").names("button");
    assert!(clients.iter().any(|name| name.starts_with("Client Alice") && name.ends_with("on side 2")), "{clients:?}");
    check_words(
        &page.act(Action::Explain(Some(Explained::Wall))).seen().text_of(".because.pointed"),
        &["no message gets through"],
    );
    page.asks("Alice", Action::Put(0.0)).step_until("is stopped by the wall of the partition");
    check_words(&page.seen().text_of(".death"), &["stopped at the wall"]);
    page.choose(StageItem::Wall, "Repair the partition");
    assert!(!page.seen().names("button").iter().any(|name| name.starts_with("The wall")));
}

#[test]
fn a_crash_and_what_it_does_is_seen_at_the_seats_and_the_restart_undoes_it() {
    let mut page = Page::open();
    page.seek_end().choose(StageItem::Node(2), "Crash");
    assert!(page.sentence().starts_with("C crashes. Its disk survives"), "{}", page.sentence());
    check_words(&page.seat("C"), &["; down; "]);
    page.asks("Alice", Action::Put(0.0)).step_until("is lost: C is down");
    check_words(&page.seen().text_of(".death"), &["C is down"]);
    page.seek_end();
    assert!(page.seats().iter().any(|seat| seat.contains("keeps 1 key for C")));
    check_words(&page.seat("C"), &["thinks it is down"]);
    page.choose(node(&page, "C"), "Restart").step_until("has confirmed");
    assert!(!page.seats().iter().any(|seat| seat.contains("keeps 1 key for C")));
    check_words(&page.seat("C"), &["stores “milk”"]);
    page.choose(StageItem::Node(2), "Crash and wipe the disk");
    check_no_words(&page.seat("C"), &["stores"]);
    check_words(&page.seat("C"), &["; down"]);
    assert_eq!(menu(&mut page, StageItem::Node(2)).1[0], "Restart", "who is down is not wiped again");
    page.choose(StageItem::Node(2), "Restart");
    assert!(page.sentence().starts_with("C starts again"));
    check_no_words(&page.seat("C"), &["; down", "stores"]);
}

#[test]
fn what_a_get_repairs_flies_as_a_picture_of_its_own() {
    let mut page = Page::of_kept("section-4-5-read-repair-by-message");
    page.seek_start().step_until("’s answer lacked");
    let repair = page.seen().css(".flight.repair").remove(0);
    assert_eq!(repair.name(), "repair from B to C: newer version");
    let shape = |flight: &Seen| flight.css(".flight-shape, .flight-ring, .flight-back")[0].drawn();
    assert_ne!(shape(&repair), shape(&page.seen().css(".flight.answer")[0]));
    check_words(&page.seen().text_of(".because"), &["Section 4.5"]);
}

#[test]
fn a_hint_is_a_parcel_with_its_owners_letter_in_flight_at_the_stand_ins_seat_and_handed_over() {
    let mut page = Page::open();
    page.seek_end()
        .choose(StageItem::Node(2), "Crash")
        .asks("Alice", Action::Put(0.0))
        .step_until("takes it to be down");
    assert_eq!(letters(&page.seen().css(".flight.hinted-write")[0]), ["C"]);
    assert!(letters(&page.seen().css(".seats")[0]).is_empty(), "nobody has it yet");
    page.step_until("keeps the copy, with a hint");
    let sentence = page.sentence();
    let stand_in = sentence.split(" keeps the copy").next().unwrap().chars().last().unwrap().to_string();
    assert_eq!(letters(&seat(&page, &stand_in)), ["C"]);
    assert_eq!(letters(&page.seen().css(".seats")[0]), ["C"], "at one seat alone");
    page.seek_end().choose(StageItem::Node(2), "Restart").step_until("tries to deliver");
    let handoff = page.seen().css(".flight.handoff").remove(0);
    assert_eq!(letters(&handoff), ["C"]);
    assert!(handoff.name().starts_with(&format!("handoff from {stand_in} to C: yours: 1 key")), "{}", handoff.name());
    let lid = |parcel: &Seen| parcel.css(".parcel-lid")[0].attribute("d");
    assert_ne!(lid(&handoff), lid(&seat(&page, &stand_in)), "its lid is up when it is handed over");
    page.step_until("has confirmed");
    assert!(letters(&page.seen().css(".seats")[0]).is_empty(), "the stand-in keeps it no longer");
}

#[test]
fn each_picture_of_the_legend_is_another_one_with_words() {
    let lines = Page::open().seen().css(".legend li");
    assert!(lines.len() >= 20, "{} lines", lines.len());
    let name = |line: &Seen| line.text_of("b");
    for line in &lines {
        let (words, name) = (line.text_of("span"), name(line));
        let meaning = words.strip_prefix(&format!("{name}. ")).unwrap_or_else(|| panic!("{words}"));
        assert!(meaning.len() > 20 && meaning.ends_with('.') && meaning.starts_with(char::is_uppercase), "{words}");
    }
    // A hint is the same parcel on its way and where it lies: both lines say so.
    let others: Vec<&Seen> = lines.iter().filter(|line| name(line) != "Keeps a hint").collect();
    let pictures: Vec<String> = others.iter().map(|line| line.css(".legend-picture")[0].drawn()).collect();
    for (index, picture) in pictures.iter().enumerate() {
        assert!(!pictures[..index].contains(picture), "{} looks as another one does", name(others[index]));
        assert!(!others[..index].iter().any(|other| name(other) == name(others[index])));
    }
}

#[test]
fn a_message_that_a_lossy_network_loses_is_seen_to_die_on_its_way() {
    let script: Vec<Value> = (0..4)
        .map(|at| json!({ "do": "put", "client": "Alice", "key": "cart", "value": "milk", "at": at * 1000 }))
        .collect();
    let scenario = json!({ "ringside": 1, "network": { "delay": { "kind": "fixed", "ms": 10 }, "loss": 0.5 },
        "timers": { "gossip": 0, "handoff": 0, "antiEntropy": 0 }, "script": script });
    let mut page = Page::of_file(&scenario.to_string());
    page.act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_start().step_until("is lost");
    assert_eq!(page.seen().css(".death .burst").len(), 1);
    assert_eq!(page.seen().text_of(".death .flight-label"), "lost on the way");
    let because = page.seen().text_of(".because");
    check_words(&because, &["essages may be lost", "Section 2.3"]);
    page.back();
    assert!(page.seen().css(".death .burst").is_empty());
    assert!(!flights(&page).is_empty(), "before, it flew");
}

#[test]
fn a_link_is_held_from_a_message_on_it_shows_what_waits_and_is_let_go() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0)).step_until("coordinates");
    let (number, from, to) = message(&page, "write");
    page.choose(StageItem::Message(number), &format!("Hold messages from {from} to {to}"));
    assert!(page.sentence().starts_with(&format!("Messages from {from} to {to} wait")), "{}", page.sentence());
    let waiting = flights(&page).into_iter().find(|name| name.starts_with(&format!("write from {from} to {to}")));
    assert!(waiting.is_some_and(|name| name.ends_with("held")));
    let link = format!("The link from {from} to {to} is held: 1 waiting");
    check_named(&page.seen(), &[("button", &link)]);
    check_words(&page.act(Action::Explain(Some(Explained::Link(0)))).seen().text_of(".because.pointed"), &[&link]);
    page.choose(StageItem::Link(0), &format!("Release messages from {from} to {to}"));
    assert!(page.sentence().starts_with(&format!("Messages from {from} to {to} go on")));
    assert_eq!(page.seen().count("button", &link), 0);
    assert!(!flights(&page).iter().any(|name| name.ends_with("held")));
    page.seek_end();
    check_words(&page.seat(&to), &["stores “milk”"]);
}

#[test]
fn two_nodes_compare_their_trees_and_the_stage_ties_them() {
    let mut page = Page::open();
    page.choose(StageItem::Node(0), "Compare Merkle trees with… > Node B");
    let trees = |page: &Page| page.seen().css(".stage-trees")[0].name();
    assert!(!page.seen().css(".comparison .comparison-line").is_empty(), "the two are tied");
    check_words(&trees(&page), &["Merkle trees of A and B", "A has sent B the root"]);
    page.step_until("B compares");
    check_words(&trees(&page), &["nothing differs", "travelled"]);
}

#[test]
fn what_is_locked_is_not_there_and_no_menu_offers_it() {
    let mut page = Page::of_link("");
    assert!(page.seen().names("button").contains(&"What can go wrong".to_owned()));
    page = Page::with(Opening { locked: Locked::from_words("faults,scenario"), ..Opening::default() });
    let buttons = page.seen().names("button");
    for (name, there) in
        [("What can go wrong", false), ("Scenario", false), ("The cluster", true), ("Put and get", true)]
    {
        assert_eq!(buttons.iter().any(|known| known == name), there, "{name}");
    }
    page.act(Action::Show(Section::Faults));
    assert_eq!(page.seen().count("button", "What can go wrong"), 0, "nothing brings back what is locked");
    let (_, entries) = menu(&mut page, StageItem::Node(0));
    assert!(
        !entries.iter().any(|entry| ["Crash", "Cut", "clock"].iter().any(|word| entry.contains(word))),
        "{entries:?}"
    );
    let words = Locked::from_words("requests,settings,laboratories,worlds");
    let seen = Page::with(Opening { locked: words, ..Opening::default() }).seen();
    for name in ["Put and get", "The cluster", "Laboratories"] {
        assert_eq!(seen.count("button", name), 0, "{name}");
    }
    assert!(!seen.names("combobox").iter().any(|name| name.starts_with("Compare with")));
}
