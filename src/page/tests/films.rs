//! Animations and stills: what is offered, what is refused, and what stands on the page while they are made.

use super::driver::{Page, check_named, check_no_words, check_words};
use super::seen::Seen;
use crate::page::projection::two_worlds::Difference;
use crate::page::state::{
    Action, DraftAction, FilmAction, FilmCaption, FilmForm, FilmFormat, FilmPlan, FilmProgress, FilmReport,
    FilmSubject, PlaybackAction, Sharing, Still, Theme, Track,
};
use crate::scenario::Quorum;

/// A page on which one value was put, with this film asked for.
fn asked(format: FilmFormat) -> Page {
    let mut page = Page::open();
    page.put("Alice", "milk");
    ask(&mut page, format);
    page
}

fn ask(page: &mut Page, format: FilmFormat) {
    let sharing = Sharing::new(&page.model);
    page.draft(DraftAction::Share(Some(sharing))).draft(DraftAction::Film(FilmAction::Open(format)));
}

fn dialog(page: &Page) -> Seen {
    page.seen().dialog("Share or save")
}

fn form(page: &Page) -> FilmForm {
    page.model.drafts.film.as_ref().unwrap().form.clone()
}

fn change(page: &mut Page, change: fn(FilmForm) -> FilmForm) {
    let changed = change(form(page));
    page.draft(DraftAction::Film(FilmAction::Change(changed)));
}

fn plan(page: &Page) -> FilmPlan {
    page.model.film_plan(&form(page)).unwrap()
}

fn said(page: &Page) -> String {
    dialog(page).text_of("#film-outcome")
}

#[test]
fn the_dialog_offers_an_animation_of_what_is_on_the_stage() {
    let page = asked(FilmFormat::Gif);
    let dialog = dialog(&page);
    assert_eq!(dialog.one("combobox", "Show").value(), "The stage: the messages");
    let last = page.model.world.steps.to_string();
    assert_eq!(dialog.one("textbox", "From step").value(), "1");
    assert_eq!(dialog.one("textbox", "To step").value(), last);
    for name in ["File", "Width", "Looks", "Speed"] {
        assert_eq!(dialog.count("combobox", name), 1, "{name}");
    }
    check_words(&dialog.text(), &["An animation", "WebM: this browser cannot record", &format!("{last} steps.")]);
    check_named(&dialog, &[("button", "Make it"), ("button", "Back to link and files")]);
    assert!(dialog.all("progressbar").is_empty() && dialog.css("progress").is_empty());
}

#[test]
fn on_paper_there_is_no_file_and_it_is_light() {
    let page = asked(FilmFormat::Stills);
    let dialog = dialog(&page);
    assert_eq!(dialog.names("combobox"), ["Show", "Looks"]);
    assert_eq!(dialog.one("combobox", "Looks").value(), "Light");
    let steps = plan(&page).stops.len();
    check_words(&dialog.text(), &["Stills on paper", &format!("{steps} steps, on {} pages.", steps.div_ceil(6))]);
}

#[test]
fn a_range_that_cannot_be_shown_says_which_one_can() {
    let mut page = asked(FilmFormat::Gif);
    let last = page.model.world.steps;
    for (from, to, expected) in [
        ("x", "3", format!("The first step must be a number from 0 to {last}.")),
        ("", "3", format!("The first step must be a number from 0 to {last}.")),
        ("1", "99", format!("The last step must be a number from 1 to {last}.")),
        ("3", "2", format!("The last step must be a number from 3 to {last}.")),
        ("-1", "2", format!("The first step must be a number from 0 to {last}.")),
    ] {
        let changed = FilmForm { from: from.into(), to: to.into(), ..form(&page) };
        page.draft(DraftAction::Film(FilmAction::Change(changed)));
        assert_eq!(said(&page), expected, "{from} to {to}");
        assert!(dialog(&page).one("button", "Make it").attribute("disabled").is_some());
        assert!(dialog(&page).one("textbox", "From step").is("aria-invalid"));
        page.draft(DraftAction::Film(FilmAction::Make));
        assert_eq!(page.model.drafts.film.as_ref().unwrap().progress, FilmProgress::Asked, "nothing is made of it");
    }
    change(&mut page, |form| FilmForm { from: " 2 ".into(), to: "2".into(), ..form });
    check_words(&said(&page), &["1 step."]);
}

#[test]
fn where_nothing_has_happened_only_the_walk_can_be_shown() {
    let mut page = Page::open();
    ask(&mut page, FilmFormat::Gif);
    assert_eq!(form(&page).subject, FilmSubject::Walk);
    assert_eq!(said(&page), "9 steps. Any slide program plays a GIF.");
    for subject in [FilmSubject::Stage, FilmSubject::Diagram] {
        let changed = page.model.with_its_range(FilmForm { subject, ..form(&page) });
        page.draft(DraftAction::Film(FilmAction::Change(changed)));
        assert_eq!(said(&page), "Nothing has happened yet. Put a value first, then there are steps to show.");
    }
    let offered = dialog(&page).one("combobox", "Show").names("option");
    assert_eq!(offered, ["The stage: the messages", "The stage: the key’s walk", "The space-time diagram"]);
}

#[test]
fn of_a_long_history_the_present_operation_is_offered_and_too_much_is_refused() {
    let mut page = Page::open();
    for _ in 0..36 {
        page.put("Alice", "milk");
    }
    page.act(Action::Playback(PlaybackAction::Seek(50)));
    ask(&mut page, FilmFormat::Gif);
    let (from, to): (usize, usize) = (form(&page).from.parse().unwrap(), form(&page).to.parse().unwrap());
    assert!(from <= 50 && 50 <= to && to - from < 20, "{from} to {to}");
    let whole = FilmForm { from: "0".into(), to: page.model.world.steps.to_string().into(), ..form(&page) };
    page.draft(DraftAction::Film(FilmAction::Change(whole)));
    check_words(&said(&page), &["These are 2", " steps; at most 200 fit. Choose a shorter range."]);
}

#[test]
fn while_it_is_made_it_says_how_far_it_is_and_can_be_cancelled_and_the_page_stays_as_it_was() {
    let mut page = asked(FilmFormat::Gif);
    page.draft(DraftAction::Share(None)).act(Action::Playback(PlaybackAction::Seek(3)));
    let before = page.seen().tree();
    ask(&mut page, FilmFormat::Gif);
    page.draft(DraftAction::Film(FilmAction::Make));
    page.draft(DraftAction::Film(FilmAction::Report(FilmReport { done: 2, of: 7, records: false })));
    assert_eq!(said(&page), "Step 2 of 7");
    let making = dialog(&page);
    assert_eq!(making.css("progress")[0].attribute("value").as_deref(), Some("2"));
    assert!(making.css("fieldset")[0].attribute("disabled").is_some());
    check_named(&making, &[("button", "Cancel")]);
    assert_eq!(page.seen().css(".studio").len(), 1);
    page.draft(DraftAction::Film(FilmAction::Cancel));
    // What is on its way when it is cancelled comes too late.
    page.draft(DraftAction::Film(FilmAction::Report(FilmReport { done: 3, of: 7, records: false })));
    check_named(&dialog(&page), &[("button", "Make it")]);
    assert!(page.seen().css(".studio").is_empty());
    page.draft(DraftAction::Film(FilmAction::Make));
    page.draft(DraftAction::Film(FilmAction::Saved("Saved ringside-stage.gif: 39 frames.".to_owned())));
    assert_eq!(said(&page), "Saved ringside-stage.gif: 39 frames.");
    check_named(&dialog(&page), &[("button", "Make it again")]);
    page.draft(DraftAction::Film(FilmAction::Failed("This browser could not make it.".to_owned())));
    assert_eq!(said(&page), "This browser could not make it.");
    page.draft(DraftAction::Share(None));
    assert_eq!(page.seen().tree(), before);
}

#[test]
fn at_each_step_the_film_shows_that_step_and_its_sentence() {
    let page = asked(FilmFormat::Gif);
    let plan = plan(&page);
    assert_eq!(plan.stops, (1..=page.model.world.steps).collect::<Vec<_>>());
    for step in &plan.stops {
        let shown = page.model.as_filmed(&plan, *step, false);
        assert_eq!((shown.step(), shown.playback.track), (*step, Track::Messages));
        let event = page.model.world.playground().event(*step).unwrap();
        assert_eq!(shown.sentence().words, event.sentence);
    }
    // In a small window, and on another track, it is the same film.
    let mut other = Page::of_model(page.model.clone());
    other.act(Action::Playback(PlaybackAction::ShowTrack(Track::KeyWalk)));
    other.model.window.narrow = true;
    let shown = other.model.as_filmed(&plan, 2, true);
    assert!(shown.step() == 2 && shown.playback.is_moving() && !shown.window.narrow);
}

#[test]
fn a_theme_of_its_own_is_kept_to_and_otherwise_it_is_the_pages() {
    let mut page = asked(FilmFormat::Gif);
    page.model.theme = Theme::Projector;
    assert_eq!(plan(&page).theme, Theme::Projector);
    change(&mut page, |form| FilmForm { theme: Theme::Dark, ..form });
    assert_eq!((plan(&page).theme, page.model.theme), (Theme::Dark, Theme::Projector));
}

#[test]
fn two_worlds_are_shown_together_while_they_are_compared() {
    let mut page = Page::open();
    page.put("Alice", "milk").act(Action::Compare(Some(Difference::Quorum(Quorum::Strict)))).arrive();
    ask(&mut page, FilmFormat::Gif);
    assert_eq!(form(&page).subject, FilmSubject::Worlds);
    let both = page.model.as_filmed(&plan(&page), 2, false);
    assert!(both.comparison.is_some() && both.step() == 2);
    let changed = page.model.with_its_range(FilmForm { subject: FilmSubject::Stage, ..form(&page) });
    page.draft(DraftAction::Film(FilmAction::Change(changed)));
    assert!(page.model.as_filmed(&plan(&page), 2, false).comparison.is_none());
}

#[test]
fn moments_fill_the_way_and_there_are_fewer_of_them_in_a_long_film() {
    let mut page = asked(FilmFormat::Gif);
    let short = plan(&page);
    for ms in [0.0, 60.0, 340.0, 1_000.0, 9_000.0] {
        let moments = short.moments(ms);
        let lasts: f64 = moments.iter().map(|(_, ms)| ms).sum();
        assert!((lasts - ms).abs() < 1e-6 && moments[0].0 == 0.0, "{ms}: {moments:?}");
        assert!(moments.iter().all(|(part, _)| (0.0..1.0).contains(part)));
    }
    assert_eq!(short.moments(1_000.0).len(), 10);
    let long = FilmPlan { stops: (0..200).collect(), ..short.clone() };
    assert_eq!(long.moments(5_000.0).len(), 4);
    assert_eq!(short.passed(0), [1]);
    let gap = FilmPlan { stops: vec![1, 100], ..short };
    assert_eq!(gap.passed(0), [1].into_iter().chain(76..100).collect::<Vec<_>>());
    assert!(gap.passed(1).is_empty());
    // Other files come out the same.
    change(&mut page, |form| FilmForm { format: FilmFormat::Webm, ..form });
    check_words(&said(&page), &["Recording takes as long as the animation lasts."]);
}

#[test]
fn stills_stand_on_paper_6_a_page_and_are_put_away_again() {
    let mut page = asked(FilmFormat::Stills);
    let still = |number: usize| Still {
        picture: format!("blob:{number}").into(),
        caption: FilmCaption {
            moment: format!("Step {number} of 8, {number}.0 ms"),
            sentences: vec![(String::new(), format!("Sentence {number}."))],
        },
    };
    page.draft(DraftAction::Film(FilmAction::Make));
    page.draft(DraftAction::Film(FilmAction::Show((1..=8).map(still).collect())));
    let seen = page.seen();
    assert_eq!(seen.css("figure.still").len(), 8);
    let pages: Vec<usize> = seen.css(".stills-page").iter().map(|page| page.css("figure").len()).collect();
    assert_eq!(pages, [6, 2]);
    check_named(&seen, &[("button", "Print"), ("button", "Close")]);
    let picture = seen.css("figure img")[6].attribute("alt");
    assert_eq!(picture.as_deref(), Some("The drawing at step 7 of 8, 7.0 ms"));
    check_words(&seen.css("figcaption")[7].text(), &["Step 8 of 8, 8.0 ms", "Sentence 8."]);
    check_no_words(&dialog(&page).text(), &["Stills on paper"]);
    page.draft(DraftAction::Film(FilmAction::PutAway));
    let seen = page.seen();
    assert!(seen.css("figure.still").is_empty() && seen.css(".stage").len() == 1);
}
