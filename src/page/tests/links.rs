//! Links to a moment: what they restore, and links that are damaged.

use super::driver::{Page, check_words};
use crate::page::effects::files::fragment;
use crate::page::forms::laboratory::{Kind, Settings};
use crate::page::projection::folding::Panel;
use crate::page::state::{
    Action, DraftAction, Field, InspectorAction, LessonAction, Opening, PlaybackAction, Section, Track, read_text,
};
use crate::playground::permalink::permalink;
use crate::scenario::Command;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;

const LINKS: usize = 100;
const DAMAGED: usize = 600;

/// The same numbers on every run.
struct Chance(Pcg32);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        (self.0.next_u64() % bound.max(1) as u64) as usize
    }
}

/// Does something that nobody has thought of. Nothing is changed in the past: what comes of that is a branch of this page alone.
fn wander(page: &mut Page, chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        page.act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages))).seek_end();
        page.act(match chance.below(13) {
            0 => Action::Walk,
            1 | 5 => Action::Put(0.0),
            2 => Action::Get(0.0),
            3 => Action::Delete(0.0),
            4 => Action::NextClient,
            6 => Action::ToggleDiagram,
            7 => Action::Playback(PlaybackAction::ShowTrack(Track::KeyWalk)),
            8 => Action::Playback(PlaybackAction::ShowTrack(Track::Messages)),
            9 => Action::Give(Field::Faults, Command::Repair, 0.0),
            10 => Action::Show(Section::Faults),
            11 => Action::Show(Section::Cluster),
            _ => Action::Show(Section::Scenario),
        });
    }
    page.seek_end();
    for _ in 0..chance.below(6) {
        page.back();
    }
    page.act(Action::Inspect(InspectorAction::Fold(Panel::ALL[chance.below(Panel::ALL.len())])));
    // Whatever plays has come to rest after a step back.
    page.back();
}

#[test]
fn a_hundred_links_lead_to_the_same_accessible_tree() {
    let mut chance = Chance(Pcg32::seed_from_u64(20_071_014));
    let mut page = Page::open();
    for number in 0..LINKS {
        if number % 5 == 4 {
            // From a fresh ring again: histories are to stay short.
            page = Page::open();
        }
        wander(&mut page, &mut chance);
        let link = fragment(&page.model, false);
        let (here, there) = (page.seen().tree(), Page::of_link(&link).seen().tree());
        assert!(here.lines().count() > 80, "{here}");
        pretty_same(&there, &here, &format!("link {number}: {link}"));
    }
}

/// Two trees, of which the first lines that differ are shown.
#[track_caller]
fn pretty_same(one: &str, other: &str, what: &str) {
    // What can be undone is no part of a link.
    let lines = |tree: &'_ str| -> Vec<String> {
        let kept = tree.lines().filter(|line| !line.contains("button “Undo") && !line.contains("button “Redo"));
        kept.map(str::to_owned).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let differs = one.iter().zip(&other).find(|(line, also)| line != also);
    assert!(one == other, "{what}: {differs:?}");
}

#[test]
fn what_an_earlier_page_kept_leads_to_the_same_accessible_tree() {
    let mut chance = Chance(Pcg32::seed_from_u64(1));
    for number in 0..20 {
        let mut page = Page::open();
        wander(&mut page, &mut chance);
        page.act(Action::TypeValue(format!("typed {number}"))).draft(DraftAction::Item("eggs".to_owned()));
        let again = Page::with(Opening { work: Some(page.model.work()), ..Opening::default() });
        pretty_same(&again.seen().tree(), &page.seen().tree(), &format!("work {number}"));
    }
}

#[test]
fn a_link_that_is_put_into_the_address_is_opened_and_can_be_undone() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    let (link, step, before) = (fragment(&page.model, false), page.step(), page.seen().tree());
    page.get("Alice");
    assert_ne!(page.step(), step);
    page.act(Action::Follow(link));
    let now = page.seen();
    assert_eq!(page.step(), step);
    assert!(now.names("button").iter().any(|name| name.starts_with("Undo")) || page.model.undoable().is_some());
    pretty_same(&now.tree(), &before, "the link");
    page.act(Action::Undo).act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages)));
    assert_ne!(page.step().1, step.1);
}

#[test]
fn a_link_that_cannot_be_opened_says_why_and_the_page_starts_with_its_own_ring() {
    let too_long = format!("#1.{}", "A".repeat(1_600_000));
    for (link, expected) in [
        ("#1.gqhzY2Vu", "link: got \"1.gqhzY2Vu\"; allowed is a link that Ringside made, whole"),
        ("#9.gqhzY2Vu", "link: got 9; allowed is format 1; a newer page may open it"),
        ("#somewhere", "allowed is a link that Ringside made, whole"),
        ("#scenario=%7B%22ringside%22%3A1%2C%22r%22%3A9%7D", "r: got 9; allowed is 1 to N"),
        ("#1.gqhzY2VuYXJpb4GocmluZ3NpZGUBpHN0ZXAAAA", "allowed is a link that Ringside made, whole"),
        (&too_long, "link: got 1600002 bytes; allowed is at most 1572864 bytes"),
        ("#1.", "link: got"),
        ("#1.AAAA", "link: got"),
        ("#9.abc", "link: got"),
        ("#nowhere", "link: got"),
        ("#1.%00%ff<script>", "link: got"),
    ] {
        let mut page = Page::of_link(link);
        check_words(&page.error_dialog(), &[expected]);
        page.draft(DraftAction::CloseErrorDialog);
        assert_eq!((page.error_dialog().as_str(), page.step()), ("", (0, 8)));
        page.act(Action::Walk).act(Action::Playback(PlaybackAction::Arrive));
        assert_eq!(page.step(), (1, 8), "{}", &link[..link.len().min(40)]);
    }
}

#[test]
fn damaged_links_and_files_leave_the_page_alive() {
    let mut chance = Chance(Pcg32::seed_from_u64(7));
    let mut page = Page::open();
    page.put("Alice", "milk");
    let link = fragment(&page.model, false);
    let scenario = page.model.world.playground().scenario().to_json().to_string();
    let lesson = include_str!("../../../www/lessons/stale-reads.json");
    let laboratory = Settings::new(Kind::Latency).with("n", "5").to_fragment();
    let mut damage = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        let at = 1 + chance.below(letters.len() - 1);
        let nines = "9".repeat(30);
        let put = ["", "&", "%", "\u{0}", "A", "=", "é", &nines, text][chance.below(9)];
        let rest = letters.iter().skip(at + 1 + chance.below(3));
        letters[..at].iter().copied().chain(put.chars()).chain(rest.copied()).collect::<String>()
    };
    let (mut refused, mut opened) = (0, 0);
    for number in 0..DAMAGED {
        match number % 6 {
            0 => page.act(read_text(damage(&scenario))),
            3 => page.act(read_text(damage(lesson))),
            5 => page.act(Action::Follow(damage(&laboratory))),
            _ => page.act(Action::Follow(damage(&link))),
        };
        page.arrive();
        if page.model.drafts.error_dialog.is_some() {
            refused += 1
        } else {
            opened += 1
        }
        assert!(page.html().len() > 3_000);
        page.draft(DraftAction::CloseErrorDialog).lesson(LessonAction::Leave).act(Action::OpenLaboratory(None));
    }
    assert!(refused > 100 && opened > 20, "{refused} refused, {opened} opened");
    page.act(Action::Walk);
    assert_eq!(page.step().0, 0);
}

#[test]
fn a_link_shows_what_is_unfolded_selected_and_asked() {
    let mut page = Page::open();
    page.put("Alice", "milk").put("Bob", "eggs");
    let view = "film=messages&part=requests&key=cart-deborah&client=Alice&client=Bob&asks=1&panels=oooooooo&diagram=1&list=1&pin=2&version=1";
    let other = Page::of_link(&format!("{}&{view}", permalink(page.model.world.playground())));
    let seen = other.seen();
    for heading in ["Copies", "Version history", "What the clients have read", "What must always hold"] {
        assert!(seen.one("button", heading).is("aria-expanded"), "{heading}");
    }
    assert!(seen.one("button", "Bob").is("aria-pressed"));
    assert_eq!(seen.css(".ring-list li").len(), 40);
    assert_eq!(seen.count("region", "Space-time diagram"), 1);
    assert!(seen.one("list", "Versions").all("button")[1].is("aria-pressed"));
}

#[test]
fn a_long_history_opens_in_slices_can_be_called_off_and_what_was_there_stays() {
    let mut page = Page::open();
    page.put("Alice", "milk");
    let before = page.step();
    let mut long = crate::playground::Playground::new(crate::scenario::Scenario::default()).unwrap();
    long.run(crate::playground::RunLimit { until: Some(60_000.0), ..Default::default() }).unwrap();
    let link = permalink(&long);
    page.act(Action::Follow(link.clone()));
    let words = page.seen().text_of(".loading");
    assert!(words.starts_with("Opening …, ") && words.contains(" of "), "{words}");
    page.act(Action::CallOff);
    assert!(page.seen().css(".loading").is_empty());
    assert_eq!(page.step(), before);
    page.act(Action::Follow(link)).arrive();
    assert_eq!(page.step().0, long.step_number());
}
