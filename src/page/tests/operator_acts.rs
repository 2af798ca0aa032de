//! Acts of an operator that the paper does not describe, where a person looks for them.

use super::driver::{Page, check_named, check_words};
use crate::page::forms::settings::{NumberSetting, Setting};
use crate::page::state::{Action, DraftAction, Explained, Section, StageItem};
use crate::scenario::{Quorum, ReadRepair};
use serde_json::json;

#[test]
fn a_request_has_a_position_a_quorum_and_a_session_of_its_own() {
    let mut page = Page::open();
    page.act(Action::TypeKey("new-key".to_owned())).show(Section::Requests);
    page.draft(DraftAction::Position("12".to_owned())).act(Action::Put(0.0));
    check_words(&page.seen().text_of(".request"), &["Position must be 32 hex digits, or nothing."]);
    page.draft(DraftAction::Position("0000 0000 0000 0000 0000 0000 0000 0000".to_owned()));
    page.draft(DraftAction::OwnQuorum(Some(Quorum::Strict))).put("Alice", "milk");
    assert_eq!(page.model.world.frame.state.operations[0].quorum, Some(Quorum::Strict));
    let position = page.model.journey.position;
    assert_eq!(position.to_string(), "0".repeat(32), "the journey goes from where the key lies");
    page.draft(DraftAction::AtLeast(true))
        .asks("Alice", Action::Get(0.0))
        .seek_start()
        .step_until("all that it has read");
    let shown = page.seen();
    assert_eq!(shown.one("textbox", "Position of the key").value(), "0000 0000 0000 0000 0000 0000 0000 0000");
}

#[test]
fn seeds_and_the_time_of_read_repair_are_settings() {
    let mut page = Page::open();
    page.show(Section::Cluster).act(Action::Set(Setting::Seeds(" A, B ".to_owned())));
    check_words(&page.sentence(), &["Newcomers now ask A and B."]);
    assert_eq!(page.seen().one("textbox", "Seeds").value(), "A, B");
    page.act(Action::Set(Setting::Seeds("Q".to_owned())));
    check_words(&page.seen().text_of(".cluster"), &["There is no node “Q”; there are A, B, C, D, E."]);
    page.act(Action::Set(Setting::ReadRepair(ReadRepair::Before)));
    check_words(&page.sentence(), &["Read repair is now before the answer."]);
    let scenario = page.model.world.playground().scenario();
    assert_eq!((scenario.seeds.unwrap().len(), scenario.read_repair), (2, ReadRepair::Before));
}

#[test]
fn members_are_given_up_replaced_called_back_and_brought_back() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    let c = node(&page, "C");
    page.give(json!({ "do": "crash", "name": "C" }));
    page.choose(c, "Replace by a new node with its tokens");
    check_words(&page.sentence(), &["F replaces C: it takes its 8 tokens"]);
    page.show(Section::Cluster);
    check_words(&page.seen().one("list", "Removed machines").text(), &["C was removed"]);
    page.choose(node(&page, "F"), "Call its join back");
    check_words(&page.sentence(), &["The operator calls the join of F back."]);
    page.choose(node(&page, "E"), "Give up without asking it");
    check_words(&page.sentence(), &["The operator gives E up through"]);
    page.give(json!({ "do": "return-node", "name": "C" }));
    check_words(&page.sentence(), &["C, which was removed, comes back with"]);
    page.act(Action::TypeKey("cart-deborah".to_owned()));
    let holder =
        page.model.world.frame.state.nodes.iter().find(|node| node.store.contains_key("cart-deborah")).unwrap();
    let holder = node(&page, &holder.name.clone());
    page.choose(holder, "Lose the key from its disk");
    check_words(&page.sentence(), &["loses “cart-deborah”"]);
}

fn node(page: &Page, name: &str) -> StageItem {
    StageItem::Node(page.index_of(name))
}

#[test]
fn a_node_is_paused_and_resumed_by_its_menu_and_in_the_column() {
    let mut page = Page::open();
    let b = node(&page, "B");
    page.choose(b, "Pause: it does nothing until it is resumed");
    assert!(page.sentence().starts_with("B is paused: it does nothing"), "{}", page.sentence());
    check_words(&page.seat("B"), &["; paused"]);
    assert_eq!(page.seen().css(".seat .mark-pause").len(), 1);
    page.give(json!({ "do": "anti-entropy", "a": "A", "b": "B" })).put("Alice", "milk").seek_end();
    let waiting = page.seen().one("group", "Messages on the stage").names("button");
    assert!(waiting.iter().any(|name| name.ends_with("; it waits, for B is paused")), "{waiting:?}");
    check_named(&page.show(Section::Faults).seen(), &[("button", "Resume B")]);
    page.choose(b, "Resume");
    check_words(&page.sentence(), &["B goes on.", "waited for it."]);
    assert!(page.seen().css(".seat .mark-pause").is_empty());
    check_named(&page.show(Section::Faults).seen(), &[("button", "Pause B: it does nothing until it is resumed")]);
}

#[test]
fn a_link_is_cut_from_a_message_on_it_and_mended_on_the_stage_and_in_the_column() {
    let mut page = Page::open();
    page.asks("Alice", Action::Put(0.0)).step_until("coordinates");
    let messages = &page.model.world.frame.state.messages;
    let write = messages.iter().find(|message| message.kind.as_str() == "write").unwrap().clone();
    let (from, to) = (&write.from, &write.to);
    page.choose(StageItem::Message(write.id), &format!("Cut the link from {from} to {to}"));
    check_words(&page.sentence(), &[&format!("Messages from {from} to {to} are lost from now on.")]);
    let link = format!("The link from {from} to {to} is cut: messages are lost");
    check_named(&page.seen(), &[("button", &link)]);
    check_words(&page.act(Action::Explain(Some(Explained::Cut(0)))).seen().text_of(".because.pointed"), &[&link]);
    page.show(Section::Faults);
    check_words(&page.seen().one("list", "Cut links").text(), &[&format!("{from} to {to} is cut")]);
    page.step_until("the link is cut");
    assert_eq!(page.seen().text_of(".death .flight-label"), "lost: the link is cut");
    page.choose(StageItem::Cut(0), &format!("Mend the link from {from} to {to}"));
    check_words(&page.sentence(), &[&format!("Messages from {from} to {to} arrive again.")]);
    assert_eq!(page.seen().count("button", &link), 0);
}

#[test]
fn in_the_middle_of_a_history_timers_delay_and_loss_are_changed_by_the_operator() {
    let mut page = Page::open();
    page.put("Alice", "milk").show(Section::Cluster);
    page.act(Action::Set(Setting::Number(NumberSetting::Gossip, "0".to_owned())));
    check_words(&page.sentence(), &["The operator sets timers: gossip is off."]);
    assert_eq!(page.seen().one("textbox", "Gossip interval, ms").value(), "0");
    page.act(Action::Set(Setting::Number(NumberSetting::Loss, "10".to_owned())));
    check_words(&page.sentence(), &["From now on, 10 % of the messages are lost."]);
    assert_eq!(page.seen().one("textbox", "Message loss, %").value(), "10");
    page.act(Action::Set(Setting::Number(NumberSetting::Gossip, "3".to_owned())));
    check_words(&page.seen().text_of(".cluster"), &["must be 0 (never), or 10 to"]);
    assert_eq!(page.seen().count("group", "Play the same again"), 0, "nothing is replayed");
}
