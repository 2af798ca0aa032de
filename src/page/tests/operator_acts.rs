//! Acts of an operator that the paper does not describe, where a person looks for them.

use super::driver::{Page, check_named, check_words};
use crate::page::forms::settings::{NumberSetting, Setting};
use crate::page::state::{Action, DraftAction, Explained, Section, StageItem};
use crate::scenario::Quorum;
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
    page.give(json!({ "do": "anti-entropy", "a": "A", "b": "B" }));
    page.give(json!({ "do": "wait", "ms": 200 })).give(json!({ "do": "wait", "ms": 10 })).seek_end();
    let waiting = page.seen().one("group", "Messages on the stage").names("button");
    assert!(waiting.iter().any(|name| name.ends_with("; it waits, for B is paused")), "{waiting:?}");
    check_named(&page.show(Section::Faults).seen(), &[("button", "Resume B")]);
    page.choose(b, "Resume");
    check_words(&page.sentence(), &["B goes on. 1 message has waited for it."]);
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
