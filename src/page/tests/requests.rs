//! A put and a get, message by message, forward and back; and the part of the left column in which they are asked for.

use super::driver::{Page, check_named, check_words};
use crate::page::state::{Action, DraftAction, Explained, PlaybackAction, Section};
use crate::scenario::ReconcileBy;
use std::collections::BTreeMap;

fn carts() -> Page {
    let mut page = Page::open();
    page.draft(DraftAction::Cart(true));
    page
}

/// A client puts an item into its cart, and the cart is written.
fn add(page: &mut Page, client: &str, item: &str) {
    let index = page.model.world.clients.iter().position(|name| name == client).unwrap();
    page.act(Action::ChooseClient(index)).draft(DraftAction::Item(item.to_owned())).draft(DraftAction::AddItem);
    page.asks(client, Action::Put(0.0)).seek_end();
}

/// What every step from here to the end shows.
fn each_step<T>(page: &mut Page, see: impl Fn(&Page) -> T) -> Vec<T> {
    let (first, last) = page.step();
    let mut seen = vec![see(page)];
    for _ in first..last {
        seen.push(see(page.forward()));
    }
    seen
}

/// What a client would send with a put, as the list to choose from says it.
fn context(page: &mut Page, client: usize) -> String {
    page.act(Action::ChooseClient(client)).show(Section::Requests);
    page.seen().one("combobox", "The context of a put").texts("option").remove(0)
}

#[test]
fn a_put_steps_forward_and_back_to_the_same_picture_at_every_step() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0));
    let picture = |page: &Page| page.seen().drawn();
    let forward = each_step(&mut page, picture);
    assert!(forward.len() >= 7, "{} steps", forward.len());
    for (index, one) in forward.iter().enumerate() {
        assert!(!forward[..index].contains(one), "step {} looks different", index + 1);
    }
    for seen in forward.iter().rev().skip(1) {
        assert_eq!(picture(page.back()), *seen);
    }
    assert_eq!(each_step(&mut page, picture), forward, "and forward once more");
}

#[test]
fn a_flight_that_is_called_off_leaves_no_trace() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0)).forward();
    let before = page.seen().drawn();
    page.act(Action::Playback(PlaybackAction::Forward));
    assert!(page.model.playback.is_moving());
    assert_eq!(page.back().seen().drawn(), before);
}

#[test]
fn a_get_in_mid_flight_joins_a_put() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0)).act(Action::Playback(PlaybackAction::Forward));
    assert!(page.model.playback.is_moving());
    let alone = page.step().1;
    page.act(Action::ChooseClient(1)).act(Action::Get(0.5));
    assert!(page.model.playback.playing && page.seen().text_of(".step-words").contains(" ms"));
    while page.model.playback.playing {
        page.act(if page.model.playback.is_moving() {
            Action::Playback(PlaybackAction::Arrive)
        } else {
            Action::Playback(PlaybackAction::Depart)
        });
    }
    let (step, last) = page.step();
    assert!(step == last && last > alone, "{step} of {last}, and {alone} for the put alone");
    page.seek_start().step_until("Bob gets").seek_start().step_until("Alice hears that the put is done");
}

#[test]
fn a_put_and_a_get_tell_who_does_what_and_what_is_counted() {
    let mut page = Page::open();
    page.act(Action::TypeValue("oat milk".to_owned())).asks("Alice", Action::Put(0.0));
    assert!(page.sentence().starts_with("Alice asks D to put “cart-deborah”"), "{}", page.sentence());
    let flying = page.seen().one("list", "Messages in flight").texts("listitem");
    assert!(flying[0].starts_with("put-request from Alice to D"), "{flying:?}");
    let seen = page.seek_end().seen();
    assert!(seen.one("list", "Messages in flight").all("listitem").is_empty());
    check_words(&seen.text_of(".centre"), &["2 of 2 copies written done"]);
    let copies = seen.one("list", "Copies of “cart-deborah”").texts("listitem");
    assert_eq!(copies.len(), 3);
    assert!(copies.iter().all(|copy| copy.contains("“oat milk” [D,1]")), "{copies:?}");

    page.asks("Bob", Action::Get(0.0));
    assert!(page.sentence().starts_with("Bob asks B to get “cart-deborah”"), "{}", page.sentence());
    page.step_until("Bob gets “oat milk”");
}

#[test]
fn copies_are_counted_against_w_and_answers_against_r_one_after_the_other() {
    let mut page = Page::open();
    let count = |page: &Page| {
        let seen = page.seen();
        let words: Vec<String> =
            seen.css(".centre .centre-large, .centre .centre-note").iter().map(|line| line.text()).collect();
        let dots = seen.css(".centre .count-dot:not(.beyond) .mark-letter");
        let letters: Vec<String> = dots.iter().map(|dot| dot.text()).filter(|letter| !letter.is_empty()).collect();
        (words.join(" "), letters)
    };
    for (ask, letter, what) in [(Action::Put(0.0), "W", "copies written"), (Action::Get(0.0), "R", "answers read")] {
        let seen = each_step(page.asks("Alice", ask), count);
        let mut order: Vec<&str> = seen.iter().map(|(words, _)| words.as_str()).collect();
        order.dedup();
        let expected = [
            format!("0 of 2 {what} {letter} = 2"),
            format!("1 of 2 {what} {letter} = 2"),
            format!("2 of 2 {what} 2 are enough"),
            format!("2 of 2 {what} done"),
        ];
        assert_eq!(order, expected);
        // Each is filled with the letter of the node that it came from.
        for (words, letters) in &seen {
            assert_eq!(letters.len().to_string(), words[..1], "{words}: {letters:?}");
        }
        let (_, letters) = seen.last().unwrap();
        assert_ne!(letters[0], letters[1]);
    }
}

#[test]
fn a_messages_picture_says_what_it_carries_and_pointing_at_it_what_that_is_about() {
    let mut page = Page::open();
    let flying = |page: &Page| {
        let flights = page.seen().css(".flight");
        let one = |flight: &super::seen::Seen| {
            let kind = flight.name().split(' ').next().unwrap().to_owned();
            (kind, flight.text_of(".flight-label"))
        };
        flights.iter().map(one).collect::<Vec<_>>()
    };
    let mut carried: BTreeMap<String, String> =
        each_step(page.asks("Alice", Action::Put(0.0)), flying).into_iter().flatten().collect();
    for (kind, label) in each_step(page.asks("Alice", Action::Get(0.0)), flying).into_iter().flatten() {
        carried.insert(if kind == "answer" { "answer to a get".to_owned() } else { kind }, label);
    }
    let expected = [
        ("answer", "done"),
        ("answer to a get", "1 version"),
        ("get-request", "get"),
        ("put-request", "put"),
        ("read", "versions?"),
        ("read-answer", "1 version"),
        ("write", "store this"),
        ("write-ack", "stored"),
    ];
    assert_eq!(carried.iter().map(|(kind, label)| (kind.as_str(), label.as_str())).collect::<Vec<_>>(), expected);

    let point = |page: &mut Page| {
        let number = page.model.world.frame.state.messages[0].id;
        page.act(Action::Explain(Some(Explained::Message(number)))).seen().text_of(".because.pointed")
    };
    page.asks("Alice", Action::Put(0.0));
    let said =
        "put-request from Alice to E: put. It is about “cart-deborah”. It carries “milk”, and the context [D,1].";
    assert_eq!(point(&mut page), said);
    page.seek_end().asks("Alice", Action::Get(0.0)).forward().forward();
    assert_eq!(
        point(&mut page),
        "read from A to E: versions? It is about “cart-deborah”.",
        "no stop behind a question"
    );
}

#[test]
fn a_value_above_one_mebibyte_is_refused_and_nothing_is_sent() {
    let mut page = Page::open();
    page.show(Section::Requests).act(Action::TypeValue("x".repeat((1 << 20) + 1))).act(Action::Put(0.0));
    check_words(&page.refusals().join(" "), &["this one has 1,048,577 bytes"]);
    assert_eq!(page.seen().text_of(".step-words"), "Step 0 of 8");
}

#[test]
fn a_partition_a_cart_on_each_side_the_fork_the_repair_and_the_reconciliation() {
    let mut page = carts();
    add(&mut page, "Alice", "milk");
    assert_eq!(page.storing("milk"), 3);
    page.get("Bob").show(Section::Requests);
    let cart = page.seen().one("list", "Items of the cart");
    assert_eq!(cart.names("button"), ["Remove milk"], "his cart is what he read");

    let draw = |page: &mut Page| page.show(Section::Faults).seen().one("button", "Draw the wall");
    assert!(draw(&mut page).is("aria-disabled"));
    check_words(&draw(&mut page).attribute("title").unwrap(), &["one side"]);
    for name in ["D", "E", "Bob"] {
        page.draft(DraftAction::Side(name.to_owned(), 2));
    }
    assert!(!draw(&mut page).is("aria-disabled"));
    page.give(serde_json::json!({ "do": "partition", "groups": [["A", "B", "C", "Alice"], ["D", "E", "Bob"]] }));
    check_words(&page.sentence(), &["The network splits: A, B, C, Alice; D, E, Bob"]);
    check_words(&draw(&mut page).attribute("title").unwrap(), &["is the present wall"]);
    page.seek_end();

    add(&mut page, "Alice", "bread");
    add(&mut page, "Bob", "eggs");
    assert!(page.storing("milk,bread") > 0 && page.storing("milk,eggs") > 0, "each side has a cart of its own");

    page.show(Section::Faults);
    assert!(!page.seen().one("button", "Repair").is("aria-disabled"));
    page.give(serde_json::json!({ "do": "repair" }));
    check_words(&page.sentence(), &["The network is whole again"]);
    let repair = page.show(Section::Faults).seen().one("button", "Repair");
    assert_eq!(repair.attribute("title").as_deref(), Some("There is no wall"));
    page.seek_end();

    page.get("Alice").show(Section::Requests);
    let siblings = page.seen().one("list", "Siblings").texts("listitem");
    assert_eq!(siblings.len(), 2, "{siblings:?}");
    check_words(&siblings.join(" "), &["“milk,bread”", "“milk,eggs”"]);
    check_named(&page.seen(), &[("button", "Union"), ("button", "Put this value"), ("button", "Pick “milk,bread”")]);
    page.act(Action::Reconcile(ReconcileBy::Union, 0.0)).seek_end();
    assert_eq!(page.seen().count("group", "Reconcile"), 0, "nothing is left to reconcile");
    assert_eq!(page.storing("milk,bread,eggs") + page.storing("milk,eggs,bread"), 3, "all three copies agree");
}

#[test]
fn siblings_stand_side_by_side_one_is_picked_or_a_text_is_written_in_their_place() {
    let mut page = Page::open();
    page.put("Alice", "(1,2)").put("Bob", "(1,3)").get("Alice").show(Section::Requests);
    check_words(&page.seen().one("group", "Reconcile").text(), &["Alice read 2 siblings"]);
    check_named(&page.seen(), &[("button", "Pick “(1,2)”"), ("button", "Pick “(1,3)”")]);
    page.act(Action::Reconcile(ReconcileBy::Pick("(1,3)".to_owned()), 0.0)).seek_end();
    assert_eq!(page.storing("(1,3)"), 3);

    page.put("Bob", "(1,4)").get("Alice").draft(DraftAction::Merged("(1,3) and (1,4)".to_owned()));
    let text = page.show(Section::Requests).seen().one("textbox", "Replace them with").value();
    assert_eq!(text, "(1,3) and (1,4)");
    page.act(Action::Reconcile(ReconcileBy::Pick(text), 0.0)).seek_end();
    assert_eq!(page.storing("(1,3) and (1,4)"), 3);
}

#[test]
fn a_delete_writes_a_tombstone() {
    let mut page = Page::open();
    page.put("Alice", "milk").asks("Alice", Action::Delete(0.0)).seek_end();
    assert_eq!(page.seats().iter().filter(|seat| seat.contains("stores deleted")).count(), 3);
    page.put("Alice", "bread").asks("Alice", Action::Delete(0.0)).seek_end();
    assert_eq!(page.seats().iter().filter(|seat| seat.contains("stores deleted")).count(), 3, "once more");
    page.get("Bob").back_until("Bob hears that “cart-deborah” was deleted");
}

#[test]
fn a_blind_write_knows_nothing_of_what_was_there_and_makes_a_sibling() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    assert_eq!(context(&mut page, 0), "what it last read: [D,1]");
    page.draft(DraftAction::Blind(true));
    assert_eq!(page.seen().one("combobox", "The context of a put").value(), "no context (blind write)");
    page.put("Alice", "bread").get("Alice").show(Section::Requests);
    assert_eq!(page.seen().one("list", "Siblings").all("listitem").len(), 2);
}

#[test]
fn a_context_is_one_clients_own_and_that_of_one_key() {
    let key = |page: &mut Page, key: &str| {
        page.act(Action::TypeKey(key.to_owned()));
    };
    let nothing = "what it last read: nothing";
    let mut page = Page::open();
    page.put("Alice", "milk");
    let alices = context(&mut page, 0);
    assert_eq!(
        (alices.as_str(), context(&mut page, 1).as_str()),
        ("what it last read: [D,1]", nothing),
        "hers is not his"
    );
    page.get("Bob").put("Bob", "bread");
    let bobs = context(&mut page, 1);
    assert!(bobs.starts_with("what it last read: [") && bobs != alices, "{bobs}");
    assert_eq!(context(&mut page, 0), alices, "what he has seen since, she has not");
    key(&mut page, "cart-paul");
    assert_eq!([context(&mut page, 0), context(&mut page, 1)], [nothing; 2]);
    page.put("Bob", "rice");
    let of_paul = context(&mut page, 1);
    key(&mut page, "cart-deborah");
    assert_eq!([context(&mut page, 0), context(&mut page, 1)], [alices, bobs], "that of another key is another one");
    key(&mut page, "cart-paul");
    assert_eq!([context(&mut page, 0), context(&mut page, 1)], [nothing.to_owned(), of_paul]);
}

#[test]
fn a_request_goes_through_the_node_that_was_chosen_and_has_n_r_and_w_of_its_own() {
    let mut page = Page::open();
    page.show(Section::Requests).draft(DraftAction::Via(Some("D".to_owned())));
    assert_eq!(page.seen().one("combobox", "The node to contact").value(), "D");
    page.asks("Alice", Action::Put(0.0));
    assert!(page.sentence().starts_with("Alice asks D to put"));
    for (typed, refused) in
        [("4", "W must be between 1 and N (3)."), ("some", "W of this request must be a whole number from 1 to")]
    {
        page.draft(DraftAction::Override(2, typed.to_owned())).act(Action::Put(0.0));
        check_words(&page.refusals().join(" "), &[refused]);
        assert_eq!(page.seen().one("textbox", "W of this request").value(), typed);
    }
    page.draft(DraftAction::Override(2, "3".to_owned())).asks("Alice", Action::Put(0.0)).seek_end();
    check_words(&page.seen().text_of(".centre"), &["3 of 3"]);
    check_named(&page.seen(), &[("textbox", "N of this request"), ("textbox", "R of this request")]);
}

#[test]
fn clients_have_names_of_their_own_and_more_can_come() {
    let mut page = Page::open();
    let clients = |page: &Page| page.seen().one("group", "Who asks").names("button");
    page.show(Section::Requests).act(Action::RenameClient(0, "Ann".to_owned()));
    assert_eq!(clients(&page), ["Ann", "Bob"]);
    page.act(Action::RenameClient(0, "Bob".to_owned()));
    check_words(&page.refusals().join(" "), &["The name “Bob” is taken; choose another one."]);
    page.asks("Ann", Action::Put(0.0));
    assert!(page.sentence().starts_with("Ann asks"));
    for _ in 0..6 {
        page.act(Action::AddClient);
    }
    assert_eq!(clients(&page).len(), 8);
    let more = page.seen().one("button", "Add a client");
    assert_eq!(
        (more.is("aria-disabled"), more.attribute("title").as_deref()),
        (true, Some("There are 8 clients already"))
    );
    assert_eq!(clients(page.act(Action::AddClient)).len(), 8);

    // Who has asked for nothing can go; who is part of what happened stays.
    let last = clients(&page).pop().unwrap();
    let remove = page.act(Action::ChooseClient(7)).seen().one("button", &format!("Remove {last}"));
    assert!(!remove.is("aria-disabled"));
    assert_eq!(clients(page.act(Action::RemoveClient(7))).len(), 7);
    assert!(page.act(Action::ChooseClient(0)).seen().one("button", "Remove Ann").is("aria-disabled"));
    page.act(Action::RemoveClient(0));
    check_words(&page.refusals().join(" "), &["Ann is part of what has happened, and stays."]);
    assert_eq!(clients(&page).len(), 7);

    page.act(Action::RenameClient(0, "Anna".to_owned()));
    check_words(
        &page.seen().one("group", "Play the same again").text(),
        &["“Ann” is called “Anna” from the beginning"],
    );
    page.act(Action::PlayAgain).show(Section::Requests);
    assert_eq!(clients(&page)[0], "Anna");
    page.back_until("Anna asks");
}

#[test]
fn the_stored_keys_are_listed_and_one_that_is_chosen_is_followed_at_the_same_step() {
    let mut page = Page::open();
    assert_eq!(page.seen().count("button", "Stored keys"), 0);
    page.put("Alice", "milk").act(Action::TypeKey("cart-paul".to_owned())).put("Alice", "rice");
    page.draft(DraftAction::ListKeys(true));
    let keys = page.seen().one("list", "Stored keys");
    assert_eq!(keys.texts("listitem"), ["cart-deborah", "cart-paul"]);
    assert!(keys.one("button", "cart-paul").is("aria-current"));
    let step = page.step();
    page.act(Action::ChooseKey("cart-deborah".to_owned()));
    assert_eq!(page.seen().one("textbox", "Key").value(), "cart-deborah");
    assert_eq!((page.step(), page.storing("milk")), (step, 3));
}

#[test]
fn values_are_seen_as_texts_or_carts() {
    let mut page = carts();
    page.show(Section::Requests);
    check_words(&page.seen().text_of(".request .value"), &["an empty cart"]);
    for item in ["milk", "bread"] {
        page.draft(DraftAction::Item(item.to_owned()));
        assert_eq!(page.seen().one("textbox", "Add an item").value(), item);
        page.draft(DraftAction::AddItem);
    }
    let cart = page.seen().one("list", "Items of the cart");
    assert_eq!(cart.names("button"), ["Remove milk", "Remove bread"]);
    page.draft(DraftAction::RemoveItem("milk".to_owned()));
    assert_eq!(page.seen().one("list", "Items of the cart").names("button"), ["Remove bread"]);
    let kinds = page.seen().one("group", "The value is seen as");
    assert_eq!(
        (kinds.one("button", "Cart").is("aria-pressed"), kinds.one("button", "Text").is("aria-pressed")),
        (true, false)
    );
}
