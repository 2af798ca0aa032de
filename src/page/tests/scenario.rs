//! Settings, and whole histories: played again, opened and linked to.

use super::driver::{Page, check_named, check_words};
use crate::dynamo::partitioning::Strategy;
use crate::dynamo::versioning::Versioning;
use crate::page::effects::files::fragment;
use crate::page::forms::cluster_edit::{Edit, QuorumLetter};
use crate::page::forms::settings::{DelayKind, NumberSetting, Setting};
use crate::page::state::{Action, DraftAction, Field, InspectorAction, Opening, Section, read_text};
use crate::scenario::Quorum;
use serde_json::{Value, json};

const HOSTILE: [&str; 4] = ["<img src=x onerror=al(1)>", "שלום עולם", "🦀🏳️‍🌈", "a\u{0}b\u{202e}c"];

/// The scenario that “Save” hands over.
fn saved(page: &Page) -> Value {
    page.model.world.playground().scenario().to_json()
}

fn open(page: &mut Page, text: &str) {
    page.act(read_text(text.to_owned()));
}

/// Where it stands, and what every node stores.
fn placement(page: &Page) -> ((usize, usize), Vec<String>) {
    (page.step(), page.seats())
}

fn number(page: &mut Page, setting: NumberSetting, value: &str) {
    page.act(Action::Set(Setting::Number(setting, value.to_owned())));
}

#[test]
fn a_saved_scenario_opens_to_exactly_the_same_history() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Alice", "bread");
    let (before, scenario) = (placement(&page), saved(&page));
    let values: Vec<&Value> = scenario["script"].as_array().unwrap().iter().map(|entry| &entry["value"]).collect();
    assert_eq!((&scenario["ringside"], values), (&json!(1), vec![&json!("milk"), &json!("bread")]));
    page.act(Action::StartAnew);
    open(&mut page, &scenario.to_string());
    assert_eq!(page.sentence(), "The scenario is open.");
    assert_eq!(placement(&page), before);
    assert_eq!(saved(&page), scenario, "and it is saved just so again");
    page.show(Section::Scenario);
    check_named(&page.seen(), &[("button", "Undo: The scenario is open")]);
    page.act(Action::Undo);
    assert!(!page.seats().iter().any(|seat| seat.contains("stores")));
}

#[test]
fn an_opened_scenario_shows_its_title_its_key_and_its_clients() {
    let mut page = Page::open();
    let script = json!([{ "do": "put", "client": "Zoë", "key": "cart", "value": "milk" }]);
    open(&mut page, &json!({ "ringside": 1, "title": "One <b>put</b>", "script": script }).to_string());
    assert_eq!(page.sentence(), "“One <b>put</b>” is open.");
    assert_eq!(page.seen().one("textbox", "Key").value(), "cart");
    check_named(&page.show(Section::Requests).seen(), &[("button", "Zoë")]);
    check_words(
        &page.show(Section::Scenario).seen().text_of(".scenario"),
        &["“One <b>put</b>”", "A file can be dropped anywhere"],
    );
    let nodes = json!([{ "name": "P", "tokens": 2 }, { "name": "Q", "tokens": 2 }]);
    open(&mut page, &json!({ "ringside": 1, "title": "Two nodes", "nodes": nodes }).to_string());
    assert_eq!((page.sentence().as_str(), page.seats().len()), ("“Two nodes” is open.", 2));
}

#[test]
fn what_is_no_scenario_is_refused_with_the_reason_and_nothing_is_lost() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    let before = placement(&page);
    for (text, expected) in [
        ("", "scenario: got no JSON"),
        ("{\n \"ringside\": 1,\n", "line 3"),
        (&"[".repeat(100_000), "scenario: got no JSON: recursion limit"),
        ("17", "scenario: got 17; allowed is an object with named fields"),
        (r#"{"seed": 3}"#, "ringside: got nothing; allowed is the format's number, 1"),
        (r#"{"ringside": 2}"#, "ringside: got 2; allowed is 1"),
        (r#"{"ringside": 1, "r": 9}"#, "r: got 9; allowed is 1 to N, and N is 3"),
        (r#"{"ringside": 1, "colour": "red"}"#, "colour: got an unknown field"),
        (r#"{"ringside": 1, "script": [{"do": "explode"}]}"#, r#"script[0].do: got "explode""#),
    ] {
        open(&mut page, text);
        check_words(&page.error_dialog(), &[expected]);
        check_words(&page.seen().dialog("That could not be opened").text(), &["Nothing has changed"]);
        page.draft(DraftAction::CloseErrorDialog);
        assert_eq!(page.error_dialog(), "");
        assert_eq!(placement(&page), before, "{text}");
    }
}

#[test]
fn a_link_leads_to_exactly_this_step_and_the_history_goes_on() {
    let mut page = Page::open();
    page.put("Alice", "<img src=x onerror=alert(1)>").back().back();
    let link = fragment(&page.model, false);
    assert!(link.starts_with("#1."), "{link}");
    let mut other = Page::of_link(&link);
    assert_eq!((placement(&other), other.sentence()), (placement(&page), page.sentence()));
    other.seek_end().put("Alice", "bread");
    assert_eq!(other.storing("bread"), 3);
    assert!(!other.html().contains("<img"));
}

#[test]
fn at_the_beginning_a_setting_changes_what_the_history_begins_with_and_can_be_undone() {
    let mut page = Page::open();
    page.show(Section::Cluster).act(Action::Set(Setting::Quorum(Quorum::Strict)));
    assert!(page.sentence().starts_with("Quorums are now strict"));
    page.act(Action::Set(Setting::Versioning(Versioning::LastWriteWins)));
    page.act(Action::Set(Setting::Strategy(Strategy::EqualPartitions)));
    check_words(&page.sentence(), &["Tokens are now placed by strategy 3: ", " arcs moved"]);
    number(&mut page, NumberSetting::Partitions, "4");
    check_words(&page.refusals().join(" "), &["Partitions must be between 5 and 1024, for 5 nodes."]);
    page.show(Section::Cluster);
    assert_eq!(page.seen().one("textbox", "Q, equal partitions").value(), "64");
    number(&mut page, NumberSetting::Partitions, "32");
    page.act(Action::Set(Setting::Delay(DelayKind::Fixed)));
    let all = [
        (NumberSetting::DelayMs, "Delay, ms", "10"),
        (NumberSetting::Loss, "Message loss, %", "5"),
        (NumberSetting::Seed, "Seed", "42"),
        (NumberSetting::ClockLimit, "Pairs per clock", "3"),
        (NumberSetting::Gossip, "Gossip interval, ms", "0"),
        (NumberSetting::Handoff, "Hint interval, ms", "500"),
        (NumberSetting::AntiEntropy, "Merkle tree interval, ms", "2000"),
        (NumberSetting::RequestTimeout, "Request timeout, ms", "250"),
    ];
    for (setting, name, value) in all {
        number(&mut page, setting, value);
        let value_in_words = if value == "0" { "off" } else { value };
        check_words(&page.sentence(), &[" now", value_in_words, "No key moves."]);
        assert_eq!(page.show(Section::Cluster).seen().one("textbox", name).value(), value);
    }
    let chosen = [("Quorums", "strict"), ("Versions", "last write wins"), ("Delay", "always the same")];
    for (name, words) in chosen {
        assert_eq!(page.seen().one("combobox", name).value(), words);
    }
    check_words(&page.seen().one("combobox", "Strategy").value(), &["3"]);
    let scenario = saved(&page);
    let expected = json!({ "quorum": "strict", "versioning": "last-write-wins", "strategy": "equal-partitions",
        "partitions": 32, "seed": 42, "clockLimit": 3,
        "network": { "delay": { "kind": "fixed", "ms": 10.0 }, "loss": 0.05 },
        "timers": { "gossip": 0.0, "handoff": 500.0, "antiEntropy": 2000.0, "requestTimeout": 250.0 } });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(scenario[name].to_string().replace(".0", ""), value.to_string().replace(".0", ""), "{name}");
    }
    assert!(page.seen().names("button").iter().any(|name| name.starts_with("Undo: A coordinator now waits")));
    page.act(Action::Undo);
    assert_ne!(saved(&page)["timers"]["requestTimeout"], scenario["timers"]["requestTimeout"]);
}

#[test]
fn in_the_middle_n_r_w_and_the_kind_of_quorum_are_commands_of_the_history() {
    let mut page = Page::open();
    page.put("Alice", "milk").edit(Edit::SetQuorum { letter: QuorumLetter::W, value: "3".to_owned() });
    assert!(page.sentence().starts_with("The operator sets N = 3, R = 2, W = 3, sloppy quorums"));
    page.act(Action::Set(Setting::Quorum(Quorum::Strict)));
    check_words(&page.sentence(), &["strict quorums"]);
    assert_eq!(page.show(Section::Cluster).seen().one("combobox", "Quorums").value(), "strict");
    let script = saved(&page)["script"].clone();
    let kinds: Vec<&str> = script.as_array().unwrap().iter().filter_map(|entry| entry["do"].as_str()).collect();
    assert_eq!(kinds, ["put", "set-quorum", "set-quorum"]);
}

#[test]
fn what_no_operator_can_change_is_offered_as_the_same_history_played_again_and_undone() {
    let mut page = Page::open();
    page.put("Alice", "milk").show(Section::Cluster);
    let before = placement(&page);
    let plain = || Action::Set(Setting::Versioning(Versioning::Plain));
    let proposal = page.act(plain()).seen().one("group", "Play the same again");
    check_words(&proposal.text(), &["Versioning is now plain vector clocks.", "steps instead of"]);
    check_named(&proposal, &[("button", "Play the same again with it"), ("button", "Keep it as it is")]);
    page.draft(DraftAction::LeaveProposal);
    assert_eq!(page.seen().count("group", "Play the same again"), 0);
    assert_eq!(page.seen().one("combobox", "Versions").value(), "dotted clocks");
    assert_eq!(placement(&page), before);

    page.act(plain()).act(Action::PlayAgain);
    assert_eq!(page.sentence(), "Versioning is now plain vector clocks.");
    assert_eq!(saved(&page)["versioning"], json!("plain"));
    assert_eq!(saved(&page)["script"][0]["value"], json!("milk"));
    assert_eq!(page.seats(), before.1, "a put on its own means the same");
    page.act(Action::Undo);
    assert_eq!(saved(&page)["versioning"], json!("dotted"));
}

#[test]
fn a_node_that_has_acted_is_called_something_else_from_the_beginning() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    let stored = page.seats().len();
    page.edit(Edit::Rename { index: 0, name: "Aachen".to_owned() }).act(Action::PlayAgain);
    assert_eq!(page.seats().len(), stored);
    assert!(page.seats().iter().any(|seat| seat.starts_with("Node Aachen")));
}

#[test]
fn what_cannot_be_seen_is_shown_by_its_picture_in_a_sentence_at_a_seat_in_the_copies_and_whole() {
    let value = format!("a\u{0}b\u{7f}c {}", "milk ".repeat(20));
    let scenario =
        json!({ "ringside": 1, "script": [{ "do": "put", "client": "Alice", "key": "k\u{0}y", "value": value }] });
    let mut page = Page::of_file(&scenario.to_string());
    page.seek_end();
    let plain = |text: String| text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
    assert!(page.seen().css(".seat-stored").iter().any(|seat| seat.text().contains("a␀b␡c")));
    check_words(&plain(page.seen().css(".copies")[0].text()), &["“a␀b␡c milk"]);
    check_words(&plain(page.seek_start().forward().sentence()), &["“k␀y"]);
    page.seek_end();
    let versions = page.seen().one("list", "Versions").names("button");
    assert!(versions[0].contains("a␀b␡c") && versions[0].ends_with("current"), "{versions:?}");
    page.act(Action::Inspect(InspectorAction::Version(Some(0))));
    // No document can hold the first of them; a field on the page does.
    assert_eq!(page.seen().one("textbox", "The whole value").value(), value.replace('\u{0}', "\u{fffd}"));
}

#[test]
fn markup_right_to_left_text_and_emoji_are_text_in_every_field() {
    let mut page = Page::open();
    for text in HOSTILE {
        page.act(Action::AddClient);
        let index = page.model.selection.client;
        page.act(Action::RenameClient(index, text.chars().take(24).collect()));
        page.draft(DraftAction::Item(text.to_owned())).draft(DraftAction::Cart(true)).draft(DraftAction::AddItem);
    }
    page.act(Action::Put(0.0)).seek_end();
    for section in [Section::Faults, Section::Scenario, Section::Requests, Section::Cluster] {
        let html = page.show(section).html();
        assert!(!html.contains("<img") && !html.contains("onerror=al(1)>\""), "{section:?}");
    }
    let mut page = Page::open();
    for (index, name) in HOSTILE.iter().enumerate().take(3) {
        page.edit(Edit::Rename { index, name: name.chars().take(24).collect() });
    }
    for text in HOSTILE {
        page.act(Action::TypeKey(text.to_owned())).put("Alice", text);
        assert!(!page.html().contains("<img"));
        assert!(page.seen().css(".copies .value").len() >= 3);
    }
}

#[test]
fn a_long_link_says_that_some_programs_cut_it_and_the_dialog_builds_the_one_that_is_wanted() {
    use crate::page::state::Sharing;
    use crate::scenario::locked::Part;
    let mut page = Page::open();
    page.put("Alice", "milk");
    let share = |page: &mut Page, change: fn(&mut Sharing)| {
        let mut sharing = Sharing::new(&page.model);
        change(&mut sharing);
        page.draft(DraftAction::Share(Some(sharing))).seen().dialog("Share or save")
    };
    let link = |dialog: &super::seen::Seen| dialog.one("textbox", "The link").value();
    let dialog = share(&mut page, |_| {});
    check_words(&dialog.text(), &["A link to this moment", " characters.", "Plays to exactly this history"]);
    let files = [
        "The scenario as JSON",
        "The trace as JSON",
        "The stage as SVG",
        "The stage as PNG",
        "The space-time diagram as SVG",
    ];
    check_named(&dialog, &files.map(|name| ("button", name)));
    assert_eq!(link(&dialog), fragment(&page.model, false));
    let dialog = share(&mut page, |sharing| {
        sharing.from_start = true;
        sharing.options.theme = "projector";
        sharing.options.locked = sharing.options.locked.toggled(Part::Faults).toggled(Part::Scenario);
    });
    assert!(dialog.one("button", "the beginning").is("aria-pressed"));
    assert_eq!(dialog.one("combobox", "Looks").value(), "Projector");
    assert_eq!(dialog.all("checkbox").iter().filter(|part| part.attribute("checked").is_some()).count(), 2);
    let wanted = link(&dialog);
    let (query, moment) = wanted.split_once('#').unwrap();
    assert_eq!(query, "?theme=projector&lock=faults,scenario");
    let student = Page::of_link(moment);
    assert_eq!(student.step(), (0, page.step().1));
    let dialog = share(&mut page, |sharing| sharing.options.embedded = true);
    let frame = dialog.one("textbox", "For your own page").value();
    assert!(frame.starts_with("<iframe title=\"Ringside\" width=\"720\" height=\"560\" src=\"?embed#1."), "{frame}");
    check_named(&dialog, &[("button", "Copy the frame")]);

    page.put("Alice", &"milk ".repeat(500));
    check_words(&share(&mut page, |_| {}).text(), &["some mail and chat programs cut a link that long"]);
}

#[test]
fn a_page_in_a_frame_is_the_stage_its_sentence_and_the_transport() {
    let seen = Page::with(Opening { embedded: true, ..Opening::default() }).seen();
    assert!(seen.all("banner").is_empty());
    for name in ["What you can do", "What is known"] {
        assert_eq!(seen.count("region", name), 0, "{name}");
    }
    check_named(&seen, &[("region", "What happens"), ("button", "Play"), ("group", "The ring")]);
}

#[test]
fn a_file_that_could_not_be_read_and_a_command_that_is_refused_say_so_where_they_were_asked() {
    let mut page = Page::open();
    page.act(Action::Open(Err("scenario: the file could not be read.".to_owned())));
    check_words(&page.error_dialog(), &["the file could not be read"]);
    page.act(Action::Refuse(Field::Stage, "This line parts the network nowhere: it separates nobody.".to_owned()));
    assert_eq!(page.refusals(), ["This line parts the network nowhere: it separates nobody."]);
    page.back();
    assert!(page.refusals().is_empty(), "it stands until something else is done");
}

#[test]
fn a_link_is_shown_as_a_code_for_phones_and_says_when_it_is_too_long_for_one() {
    use crate::page::state::Sharing;
    let mut page = Page::open();
    let share = |page: &mut Page| {
        let sharing = Sharing { as_code: true, ..Sharing::new(&page.model) };
        page.draft(DraftAction::Share(Some(sharing))).seen().dialog("Share or save")
    };
    let dialog = share(&mut page);
    check_named(&dialog, &[("img", "The link as a QR code"), ("button", "Back to the link")]);
    check_words(&dialog.text(), &[&fragment(&page.model, false)]);
    page.act(Action::WriteKeys(0.0));
    let dialog = share(&mut page);
    assert_eq!(dialog.count("img", "The link as a QR code"), 0);
    check_words(
        &dialog.text(),
        &[
            "a code that can be read from the back row holds 450",
            "A lesson or a challenge of the list has a short link",
        ],
    );
    check_named(&dialog, &[("button", "Show the code of the beginning"), ("button", "Back to the link")]);
}
