//! Zones: seen on the stage, said in words, used by the walk, and failing as a whole.

use super::driver::{Page, check_named, check_no_words, check_words};
use crate::page::forms::cluster_edit::Edit;
use crate::page::forms::settings::{NumberSetting, Setting};
use crate::page::projection::folding::Panel;
use crate::page::projection::zones::NO_INFLUENCE;
use crate::page::state::{Action, Explained, Menu, Section, StageItem};
use serde_json::{Value, json};

/// A and D stand in eu, B in us, C in asia: a node each of whose token comes in this order from `figs` on.
fn scenario(change: Value) -> String {
    let node = |name: &str, digit: char, zone: &str| {
        let token = format!("{digit}{}", "0".repeat(31));
        json!({"name": name, "tokens": [token], "zone": zone})
    };
    let nodes = [node("A", '2', "eu"), node("B", '6', "us"), node("C", '8', "asia"), node("D", '4', "eu")];
    let mut scenario = json!({"ringside": 1, "nodes": nodes, "placement": "distinct-zones"});
    for (field, value) in change.as_object().unwrap() {
        scenario[field] = value.clone();
    }
    scenario.to_string()
}

fn opened(change: Value) -> Page {
    let mut page = Page::of_file(&scenario(change));
    page.act(Action::TypeKey("figs".to_owned()));
    page
}

fn zones(page: &Page) -> Vec<String> {
    page.seen().one("group", "Zones").names("button")
}

fn menu(page: &mut Page, zone: usize) -> (String, Vec<String>) {
    let stage_item = StageItem::Zone(zone);
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
fn a_zone_is_seen_and_said_and_its_nodes_sit_beside_each_other() {
    let mut page = opened(json!({}));
    assert_eq!(
        zones(&page),
        [
            "Zone eu: A and D. Copies go to zones that have none first.",
            "Zone us: B. Copies go to zones that have none first.",
            "Zone asia: C. Copies go to zones that have none first.",
        ]
    );
    assert_eq!(page.seen().css(".zone-bracket").len(), 3 + 1, "one in the legend");
    assert_eq!(page.seen().css(".zone-name").iter().map(|name| name.text()).collect::<Vec<_>>(), ["eu", "us", "asia"]);
    assert!(page.seat("D").starts_with("Node D: 1 token, 12.5\u{202f}% of the ring, in zone eu"), "{}", page.seat("D"));
    assert_eq!(page.model.world.cluster.seats, [0.125, 0.625, 0.875, 0.375], "A and D, then B, then C");
    page.act(Action::Explain(Some(Explained::Zone(0))));
    check_words(&page.html(), &["Zone eu: A and D. Copies go to zones that have none first."]);
    assert!(page.seen().css(".zone-unused").is_empty());
}

#[test]
fn the_walk_skips_a_zone_and_says_why() {
    let mut page = opened(json!({}));
    page.act(Action::Walk).seek_end();
    let journey: Vec<&str> = page.model.journey.steps.iter().map(|step| step.sentence.as_str()).collect();
    let skip = "D is passed by: zone eu is on the list already, and there are zones without a copy.";
    assert!(journey.contains(&skip), "{journey:#?}");
    assert!(journey.last().unwrap().ends_with("3 distinct nodes in 3 zones, N = 3."), "{journey:#?}");
    let struck = page.seen().one("list", "Struck out").text();
    check_words(&struck, &["zone eu is on the list already"]);
    page.unfold(Panel::Copies).put("Alice", "milk");
    check_words(&page.seen().one("list", "Copies of “figs”").text(), &["eu", "us", "asia"]);
}

#[test]
fn a_walk_that_runs_out_of_zones_goes_round_again() {
    let page = opened(json!({"n": 4}));
    let told = page.model.journey.steps.iter().map(|step| step.sentence.as_str()).collect::<Vec<_>>();
    let again = "Every zone has a copy. The walk goes round again: D is fourth on the list.";
    assert!(told.contains(&again), "{told:#?}");
    assert!(told.last().unwrap().ends_with("4 distinct nodes in 3 zones, N = 4."), "{told:#?}");
}

#[test]
fn a_data_centre_named_as_a_zone_has_the_nodes_of_its_racks_too() {
    let node = |name: &str, digit: char, zone: &str| json!({"name": name, "tokens": [format!("{digit}{}", "0".repeat(31))], "zone": zone});
    let nodes = [node("A", '2', "dc1"), node("B", '6', "dc1/r1"), node("C", '8', "dc2")];
    let mut page = opened(json!({"nodes": nodes, "n": 2}));
    page.give(json!({"do": "crash", "name": "A"}));
    assert!(menu(&mut page, 0).1.contains(&"Crash dc1".to_owned()), "B is up");
    page.choose(StageItem::Zone(0), "Crash dc1");
    assert!(!menu(&mut page, 0).1.contains(&"Crash dc1".to_owned()));
}

#[test]
fn a_whole_zone_is_crashed_cut_off_and_brought_back_by_its_name() {
    let mut page = opened(json!({}));
    assert_eq!(
        menu(&mut page, 0),
        (
            "Zone eu".to_owned(),
            ["Crash eu", "Crash eu and wipe its disks", "Cut off eu from the others"].map(str::to_owned).to_vec()
        )
    );
    let offered = |page: &Page, zone: &str| {
        let names = page.seen().names("button").into_iter();
        let verbs = ["Crash", "Restart", "Cut off"].map(|verb| format!("{verb} {zone}"));
        names.filter(|name| verbs.iter().any(|verb| name.starts_with(verb))).collect::<Vec<_>>()
    };
    page.show(Section::Faults);
    assert_eq!(
        offered(&page, "eu"),
        ["Crash eu", "Cut off eu from the others"],
        "in the list of what can go wrong, too"
    );
    page.choose(StageItem::Zone(0), "Crash eu");
    assert_eq!(offered(&page, "eu"), ["Restart eu", "Cut off eu from the others"]);
    assert!(page.sentence().starts_with("Zone eu fails: A and D crash. Their disks survive."), "{}", page.sentence());
    assert_eq!(menu(&mut page, 0).1, ["Restart eu", "Cut off eu from the others"]);
    assert!(zones(&page)[0].starts_with("Zone eu: A and D; all of it is down."));
    assert_eq!(page.seen().css(".zone-down").len(), 1);
    page.choose(StageItem::Zone(0), "Restart eu");
    assert!(page.sentence().starts_with("Zone eu is back: A and D start again."), "{}", page.sentence());
    page.choose(StageItem::Zone(1), "Cut off us from the others");
    assert!(page.sentence().starts_with("The network splits: zone us (B) is cut off from the others."));
    assert!(zones(&page)[1].contains("; cut off."));
    assert_eq!(menu(&mut page, 1).1.last().unwrap(), "Repair the partition");
    // It is one step each, is in the history, and can be undone.
    page.act(Action::Undo);
    assert!(page.model.world.frame.state.partition.is_none());
    let link = crate::playground::permalink::permalink(page.model.world.playground());
    let again = Page::of_link(&link);
    assert_eq!(again.model.world.frame.state.nodes, page.model.world.frame.state.nodes);
}

#[test]
fn zones_that_nothing_uses_are_shown_and_the_page_says_so() {
    let mut page = opened(json!({"placement": null}));
    assert!(zones(&page).iter().all(|zone| zone.ends_with(NO_INFLUENCE)), "{:?}", zones(&page));
    assert_eq!(page.seen().css(".zone-unused").len(), 3);
    page.show(Section::Cluster);
    check_words(&page.html(), &[NO_INFLUENCE]);
    page.act(Action::Set(Setting::OverZones(true)));
    assert!(page.seen().css(".zone-unused").is_empty());
    check_no_words(&page.html(), &[NO_INFLUENCE]);
}

#[test]
fn zones_and_what_lies_between_them_are_set_in_the_panel_of_the_cluster() {
    let mut page = Page::open();
    page.show(Section::Cluster);
    assert!(page.seen().css(".zones .zone").is_empty());
    check_named(&page.seen(), &[("textbox", "Zone of the new node")]);
    page.edit(Edit::Add { name: "F".to_owned(), tokens: "8".to_owned(), zone: " eu ".to_owned() });
    assert_eq!(zones(&page), [format!("Zone eu: F. {NO_INFLUENCE}")]);
    check_named(&page.seen(), &[("textbox", "Zone of A"), ("textbox", "Zone of F")]);
    page.edit(Edit::SetZone { index: 0, zone: "us".to_owned() });
    assert_eq!(zones(&page).len(), 2);
    page.edit(Edit::SetZone { index: 0, zone: "a zone of more than 24 characters".to_owned() });
    assert!(page.refusals().iter().any(|words| words.contains("24 characters")), "{:?}", page.refusals());
    page.act(Action::Set(Setting::Number(NumberSetting::DelayBetweenMs, "80".to_owned())));
    page.put("Alice", "milk");
    assert!(page.model.world.playground().scenario().network.between.delay.is_some());
    // In a history a newcomer has a zone, and nobody moves.
    page.edit(Edit::Add { name: "G".to_owned(), tokens: "8".to_owned(), zone: "eu".to_owned() }).seek_end();
    assert!(zones(&page).iter().any(|zone| zone.contains("F and G")), "{:?}", zones(&page));
    page.edit(Edit::SetZone { index: 0, zone: "eu".to_owned() });
    assert!(page.refusals().iter().any(|words| words.contains("zone")), "{:?}", page.refusals());
}

#[test]
fn a_data_centre_of_several_racks_fails_as_a_whole_too() {
    let nodes: Vec<Value> = ["dc1/r1", "dc1/r2", "dc2/r1"]
        .iter()
        .zip(["A", "B", "C"])
        .map(|(zone, name)| json!({"name": name, "tokens": 4, "zone": zone}))
        .collect();
    let mut page = opened(json!({"nodes": nodes, "placement": null, "copies": {"dc1": 2, "dc2": 1}}));
    assert_eq!(zones(&page)[0], "Zone dc1/r1: A. dc1 has 2 of the 3 copies of each key.");
    let (_, entries) = menu(&mut page, 0);
    check_words(&entries.join(", "), &["Crash dc1/r1", "Crash dc1, ", "Cut off dc1 from the others"]);
    page.choose(StageItem::Zone(1), "Crash dc1");
    assert!(page.sentence().starts_with("Zone dc1 fails: A and B crash."), "{}", page.sentence());
    // A node that joins is on no ring yet, and the walk goes on.
    page.edit(Edit::Add { name: "D".to_owned(), tokens: "4".to_owned(), zone: "dc3".to_owned() });
    assert_eq!(page.model.journey.replicas.len(), 3);
}
