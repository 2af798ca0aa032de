//! The laboratories: what can be set, an experiment under way, what it found beside the theory, and what is refused.

use super::driver::{Page, bare, check_named, check_words};
use super::seen::Seen;
use crate::page::drawing::charts::Size;
use crate::page::forms::laboratory::settings::Reads;
use crate::page::forms::laboratory::{Kind, Laboratory, Settings};
use crate::page::laboratory::page::{Act, Bench, Shown, view};
use crate::page::laboratory::{Running, start};
use crate::page::state::{Action, PlaybackAction, Track};
use std::rc::Rc;
use yew::{Callback, Reducible};

fn settings(fragment: &str) -> Settings {
    Settings::from_fragment(fragment).unwrap().unwrap_or_else(|refusal| panic!("{fragment}: {}", refusal.message))
}

fn few(kind: Kind) -> Settings {
    settings(&format!(
        "lab={}&{}",
        kind.as_str(),
        match kind {
            Kind::ServiceLevel => "requests=500",
            Kind::Placements => "keys=5000",
            _ => "trials=20",
        }
    ))
}

fn drawn(bench: &Bench) -> Seen {
    Seen::of(&bare(view(bench, &Callback::noop(), &Callback::noop(), &Callback::noop(), Size::WIDE)))
}

fn told(bench: Bench, act: Act) -> Bench {
    (*Rc::new(bench).reduce(act)).clone()
}

fn reported(settings: &Settings, running: &dyn Running) -> Bench {
    told(Bench::new(settings.clone()), Act::Report(running.progress(), Rc::new(Shown::new(running.result()))))
}

/// The page with what these settings find.
fn measured(settings: &Settings) -> Seen {
    let mut running = start(settings).unwrap_or_else(|refusal| panic!("{}", refusal.message));
    while running.progress() < 1.0 {
        running.advance(50_000);
    }
    drawn(&reported(settings, &*running))
}

/// The rows of the table behind a chart, by their headings.
fn rows(seen: &Seen, chart: usize) -> Vec<Vec<(String, String)>> {
    let table = seen.css("figure table").remove(chart);
    let headings: Vec<String> = table.css("thead th").iter().map(Seen::text).collect();
    let row = |row: &Seen| headings.iter().cloned().zip(row.css("td").iter().map(Seen::text)).collect();
    table.css("tbody tr").iter().map(row).collect()
}

fn cell<'a>(row: &'a [(String, String)], heading: &str) -> &'a str {
    &row.iter().find(|(known, _)| known == heading).unwrap_or_else(|| panic!("no {heading}: {row:?}")).1
}

/// A figure beside the charts: what was measured, and what theory says.
fn figure(seen: &Seen, name: &str) -> (String, String) {
    let row = seen.css("table.figures tbody tr").into_iter().find(|row| row.text_of("th") == name);
    let cells = row.unwrap_or_else(|| panic!("no figure {name}: {}", seen.text_of("table.figures"))).css("td");
    (cells[0].text(), cells[1].text())
}

fn captions(seen: &Seen) -> Vec<String> {
    seen.css("figcaption").iter().map(Seen::text).collect()
}

/// The parts of a sentence that stand between words that it must have, in this order.
fn between(sentence: &str, words: &[&str]) -> Vec<String> {
    let mut rest = sentence;
    let mut parts = Vec::new();
    for word in words {
        let (before, after) = rest.split_once(word).unwrap_or_else(|| panic!("“{word}” is missing: {sentence}"));
        parts.push(before.to_owned());
        rest = after;
    }
    parts.remove(0);
    parts
}

/// The number that a text begins with, and half a unit of its last digit.
fn number(text: &str) -> (f64, f64) {
    let text = text.replace('−', "-").replace(',', "");
    let end = text.find(|sign: char| !(sign.is_ascii_digit() || sign == '.' || sign == '-')).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches('.');
    let indices = digits.split_once('.').map_or(0, |(_, indices)| indices.len());
    let value = digits.parse().unwrap_or_else(|_| panic!("no number: {text}"));
    (value, 0.5 * 10_f64.powi(-(indices as i32)))
}

/// Two texts give the same number, as far as both are rounded; `times` as large in the second.
#[track_caller]
fn agree(said: &str, shown: &str, times: f64) {
    let ((one, half), (other, also)) = (number(said), number(shown));
    let half = half * times;
    // Rounded alike they are alike; otherwise either may have been rounded up and the other down.
    let allowed = if half == also { 0.0 } else { half + also };
    assert!((one * times - other).abs() <= allowed + 1e-9, "{said} is said, and {shown} is shown");
}

/// What each experiment says, held against the numbers that it shows.
fn check_sentences(kind: Kind, seen: &Seen) {
    let (says, first) = (captions(seen), rows(seen, 0));
    let last = first.last().unwrap();
    match kind {
        Kind::Shares => {
            let parts = between(
                &says[0],
                &[
                    "the standard deviation of the loads is ",
                    " % of the mean (theory: ",
                    " %); the busiest node carries ",
                    " times its share, and ",
                    " % of the nodes",
                ],
            );
            let trial = between(
                &says[0],
                &["In the trial that is shown, node ", " is the busiest, with ", " times its share. "],
            );
            let busiest = first.iter().find(|row| cell(row, "node") == trial[0]).unwrap();
            // Ten nodes of one capacity: a share of 10 % is the mean.
            agree(&trial[1], cell(busiest, "one trial"), 10.0);
            let (spread, theory) = figure(seen, "Spread: standard deviation / mean");
            for (said, shown) in parts.iter().zip([
                spread,
                theory,
                figure(seen, "Busiest node / mean").0,
                figure(seen, "Nodes 15 % or more off the mean").0,
            ]) {
                agree(said, &shown, 1.0);
            }
            let all: f64 = first.iter().map(|row| number(cell(row, "one trial")).0).sum();
            assert!(first.len() == 10 && (all - 100.0).abs() < 0.5, "{} shares of {all} %", first.len());
        }
        Kind::Spread => {
            let parts = between(
                &says[0],
                &[
                    "From ",
                    " to ",
                    " tokens per node, the spread goes from ",
                    " % to ",
                    " % of the mean: 256 times as many tokens make it ",
                    " times smaller, and the square root of 256 is 16.",
                ],
            );
            let column = "tokens of each node";
            assert_eq!([&parts[0], &parts[1]], [cell(&first[0], column), cell(last, column)]);
            agree(&parts[2], cell(&first[0], "measured"), 1.0);
            agree(&parts[3], cell(last, "measured"), 1.0);
            let busiest = rows(seen, 1);
            let parts = between(
                &says[1],
                &[
                    "carries ",
                    " times the mean load with ",
                    " token per node, and ",
                    " times the mean load with ",
                    " tokens",
                ],
            );
            assert_eq!((parts[1].as_str(), parts[3].as_str()), (cell(&first[0], column), cell(last, column)));
            agree(&parts[0], cell(&busiest[0], "measured"), 1.0);
            agree(&parts[2], cell(busiest.last().unwrap(), "measured"), 1.0);
        }
        Kind::Figure8 => {
            let parts = between(
                &says[0],
                &[
                    "With ",
                    " entries of metadata, the mean load is this part of the highest: ",
                    " % under strategy 1, ",
                    " % under strategy 2, ",
                    " % under strategy 3. Best at this size: strategy 3.",
                ],
            );
            assert_eq!((parts[0].as_str(), first[0].len()), (first[0][0].1.as_str(), 4));
            for (said, (_, shown)) in parts[1..].iter().zip(&first[0][1..]) {
                agree(said, shown, 1.0);
            }
            assert!(first[0][1..3].iter().all(|(_, shown)| number(shown).0 < number(&first[0][3].1).0));
        }
        Kind::Movement => {
            let parts = between(
                &says[0],
                &[
                    "the ring moves ",
                    " % of the copies with random tokens; ",
                    " % is the new node’s share. Hash mod nodes moves ",
                    " % of the keys",
                ],
            );
            agree(&parts[0], cell(&first[0], "copies that move"), 1.0);
            agree(&parts[1], &figure(seen, "What has to move").0, 1.0);
            agree(&parts[2], cell(last, "copies that move"), 1.0);
            assert_eq!(cell(last, "placement"), "hash mod nodes");
        }
        Kind::Capacity => {
            let parts = between(
                &says[0],
                &[
                    "carries ",
                    " times its share with one token each, ",
                    " times with equal tokens, and ",
                    " times with tokens by capacity",
                ],
            );
            for (said, plan) in parts.iter().zip(["One token each", "Equal tokens", "Tokens by capacity"]) {
                agree(said, figure(seen, plan).0.trim_start_matches("busiest node "), 1.0);
            }
        }
        Kind::Latency => {
            for (index, operation) in ["get", "put"].into_iter().enumerate() {
                let said = between(
                    &says[index],
                    &[
                        "are done within ",
                        " ms, and 999 of 1,000 within ",
                        " ms, which is ",
                        " times the mean of ",
                        " ms.",
                    ],
                );
                let shown = figure(seen, operation).0;
                let shown =
                    between(&shown, &["mean ", " ms, median ", " ms, 95th ", " ms, 99th ", " ms, 99.9th ", " ms"]);
                assert_eq!([&said[3], &said[0], &said[1]], [&shown[0], &shown[1], &shown[4]]);
                let (mean, slowest, times) = (number(&said[3]).0, number(&said[1]).0, number(&said[2]).0);
                assert!((times * mean / slowest - 1.0).abs() < 0.03, "{times} times {mean} is {slowest}");
                // The distribution has half of its requests up to the median, and a bar is an eighth of a doubling wide.
                let (mut upto, bars) = (0.0, rows(seen, index));
                let middle = bars.iter().find(|row| {
                    upto += number(cell(row, &format!("{operation}s"))).0;
                    upto >= 49.9
                });
                let off = number(cell(middle.unwrap(), "milliseconds")).0 / number(&said[0]).0;
                assert!(off > 0.9 && off < 1.1, "{}, and half of the requests up to {off} of that", said[0]);
            }
        }
        Kind::ServiceLevel => {
            let rate = &between(&says[0], &["99 % within 2,000 ms holds up to ", " requests a second"])[0];
            agree(rate, &figure(seen, "Holds up to").0, 1.0);
            let (axis, in_time) = ("requests a second of the whole cluster", rows(seen, 1));
            let held: Vec<_> = in_time.iter().filter(|row| number(cell(row, axis)).0 <= number(rate).0).collect();
            assert!(!held.is_empty() && held.iter().all(|row| number(cell(row, "in time")).0 >= 99.0), "{held:?}");
            let parts = between(&says[1], &["At ", " requests a second, ", " are in time; at ", ", ", "."]);
            let [low, high] = [&in_time[0], in_time.last().unwrap()].map(|row| [cell(row, axis), cell(row, "in time")]);
            assert_eq!([&parts[0], &parts[1], &parts[2]], [low[0], low[1], high[0]]);
            agree(&parts[3], high[1], 1.0);
        }
        Kind::Model => {
            let parts = between(
                &says[0],
                &["a read right after a write sees it in ", " % of the trials, and ", " ms later in 99.9 %"],
            );
            agree(&parts[0], cell(&first[0], "sees the write"), 1.0);
            agree(&parts[1], &figure(seen, "99.9 % of reads see it after").0, 1.0);
            // Two of three replicas may miss the write: 1 - 2/3, and 1 - (2/3)³.
            check_words(&says[1], &["33.3 % of reads return the latest version, 70.4 % one of the latest three"]);
            let versions = rows(seen, 1);
            assert_eq!(
                [0, 2].map(|row| cell(&versions[row], "k-staleness, in closed form").to_owned()),
                ["33.3 %", "70.4 %"]
            );
        }
        Kind::Engine => {
            let parts = between(
                &says[0],
                &[
                    "In the engine, ",
                    " % of the gets sent 0 ms after the acknowledgement see the put, and ",
                    " % of those that read once more; a message takes 10.0 ms",
                ],
            );
            agree(&parts[0], cell(&first[0], "the engine"), 1.0);
            agree(&parts[1], cell(&first[0], "the engine, read again"), 1.0);
        }
        Kind::Placements => check_placements(&says, seen),
    }
}

/// The sentences of the placements, against the bars and the table beside them.
fn check_placements(says: &[String], seen: &Seen) {
    let of = |chart: usize, method: &str, column: &str| {
        let all = rows(seen, chart);
        let row = all.iter().find(|row| cell(row, "placement") == method);
        cell(row.unwrap_or_else(|| panic!("no {method}: {all:?}")), column).to_owned()
    };
    let parts = between(
        &says[0],
        &["Most even: ", ", whose busiest node carries ", " times its share. Least even: ", ", with ", " times."],
    );
    agree(&parts[1], &of(0, &parts[0], "busiest node"), 1.0);
    agree(&parts[3], &of(0, &parts[2], "busiest node"), 1.0);
    let parts = between(
        &says[1],
        &[
            "When a node joins, ",
            " moves ",
            " % of the copies and ",
            " moves ",
            " %; the least is ",
            " %. When the middle node leaves, ",
            " moves ",
        ],
    );
    assert_eq!(parts[2], "hash mod nodes");
    let table = &seen.css(".side-by-side table")[0];
    let rows: Vec<Vec<String>> =
        table.css("tbody tr").iter().map(|row| row.css("th, td").iter().map(Seen::text).collect()).collect();
    let row = |name: &str| rows.iter().find(|row| row[0].starts_with(name)).unwrap();
    agree(&parts[1], &row(&parts[0])[3], 1.0);
    agree(&parts[3], &row("hash mod nodes")[3], 1.0);
    agree(&parts[4], &row("What must move")[3], 1.0);
    // One of eleven has to move to the newcomer.
    check_words(&row("What must move").join(" "), &["9.1 %", "10.0 %"]);
    let times = number(&parts[3]).0 / number(&parts[4]).0;
    let drawn = number(&of(1, "hash mod nodes", "a node joins")).0;
    assert!((times / drawn - 1.0).abs() < 0.02, "{times} times is said, and {drawn} drawn");
    // Each names its paper, and what it can do.
    check_words(&row("jump").join(" "), &["Lamping and Veach", "no no no"]);
    check_words(&row("rendezvous").join(" "), &["Thaler and Ravishankar", "yes yes yes"]);
    check_words(&row("anchor").join(" "), &["Mendelson", "no yes no"]);
    assert_eq!(rows.len(), 10);
    check_words(&says[2], &["A look-up takes ", "measured on this machine."]);
}

#[test]
fn every_experiment_runs_to_its_end_and_what_it_says_is_what_it_shows() {
    for kind in Kind::ALL {
        let seen = measured(&few(kind));
        check_sentences(kind, &seen);
        check_words(&seen.one("region", "What was found").text(), &[kind.question(), kind.source()]);
        for (index, chart) in seen.all("figure").iter().enumerate() {
            assert!(!rows(&seen, index).is_empty(), "numbers behind the chart");
            let image = chart.all("img").remove(0).name();
            assert!(image.contains(". ") && image.starts_with(&chart.name()), "{image}");
            let headings = chart.names("columnheader");
            assert!(
                headings.iter().enumerate().all(|(at, one)| !one.is_empty() && !headings[..at].contains(one)),
                "{headings:?}"
            );
            for format in ["SVG", "PNG"] {
                assert_eq!(chart.count("button", format), 1);
            }
        }
    }
}

#[test]
fn every_field_of_an_experiment_has_a_name_and_stands_as_the_address_sets_it() {
    for kind in Kind::ALL {
        let settings = settings(&format!("lab={}", kind.as_str()));
        let seen = drawn(&Bench::new(settings.clone()));
        for spec in settings.specs() {
            let role = match spec.reads {
                Reads::Choice(_) => "combobox",
                Reads::Flag => "checkbox",
                Reads::Several(_) => "group",
                _ => "textbox",
            };
            assert_eq!(
                seen.count(role, spec.label),
                usize::from(settings.is_shown(spec)),
                "{}: {}",
                kind.as_str(),
                spec.label
            );
        }
        let rooms = seen.one("group", "Laboratory");
        assert_eq!(rooms.names("button"), Laboratory::ALL.map(Laboratory::title));
        assert!(rooms.one("button", kind.laboratory().title()).is("aria-pressed"));
        if kind.laboratory().kinds().len() > 1 {
            assert!(seen.one("group", "Experiment").one("button", kind.title()).is("aria-pressed"));
        }
    }
}

#[test]
fn an_experiment_under_way_says_how_far_it_is_and_what_it_found_so_far() {
    let settings = settings("lab=latency&trials=2000000&n=32&r=16&w=16");
    let bench = Bench::new(settings.clone());
    let seen = drawn(&bench);
    check_words(&seen.text_of(".found"), &["Measuring …"]);
    check_named(&seen, &[("button", "Cancel"), ("progressbar", "Measured so far"), ("button", "Show on the ring")]);
    assert_eq!((seen.count("button", "Next seed"), seen.one("button", "CSV").is("aria-disabled")), (0, true));
    let mut running = start(&settings).unwrap();
    while running.progress() < 0.05 {
        running.advance(50_000);
    }
    let bench = reported(&settings, &*running);
    let seen = drawn(&bench);
    let progress: u32 = seen.one("progressbar", "Measured so far").attribute("value").unwrap().parse().unwrap();
    assert!((1..100).contains(&progress), "{progress} %");
    assert!(captions(&seen)[0].starts_with("Half of the gets"));
    assert!(!rows(&seen, 0).is_empty() && !seen.one("button", "CSV").is("aria-disabled"));
    let seen = drawn(&told(bench, Act::Cancelled));
    assert_eq!((seen.count("button", "Cancel"), seen.count("button", "Next seed")), (0, 1));
    assert_eq!(
        seen.one("progressbar", "Measured so far").attribute("value"),
        Some(progress.to_string()),
        "it stops where it is"
    );
}

#[test]
fn what_is_set_wrong_is_refused_by_name_and_another_experiment_begins_afresh() {
    let wrong = settings("lab=shares").with("nodes", "many");
    let Err(refusal) = start(&wrong) else { panic!("many is no number") };
    let bench = told(reported(&few(Kind::Shares), &*start(&few(Kind::Shares)).unwrap()), Act::Set(wrong));
    let seen = drawn(&told(bench.clone(), Act::Refuse(refusal.message)));
    check_words(&seen.texts("alert").join(" "), &["nodes: got \"many\""]);
    assert_eq!(seen.one("textbox", "Nodes").value(), "many");
    assert!(!captions(&seen).is_empty(), "what was found before stays to be compared");
    let seen = drawn(&told(bench, Act::Set(settings("lab=capacity"))));
    check_words(&seen.text_of(".found"), &["stronger machine", "Measuring …"]);
}

#[test]
fn placements_are_chosen_one_by_one_with_nodes_of_any_weight() {
    let chosen = settings("lab=placements&keys=2000&nodes=4&weights=1,1,2,4&n=2&methods=ring,jump");
    let seen = measured(&chosen);
    let group = seen.one("group", "Placements");
    assert_eq!(group.names("checkbox").len(), 9);
    let is_chosen = |method: &str| group.one("checkbox", method).attribute("checked").is_some();
    assert!(is_chosen("jump") && !is_chosen("anchor"));
    let methods: Vec<String> = rows(&seen, 0).iter().map(|row| cell(row, "placement").to_owned()).collect();
    assert_eq!(methods, ["ring", "jump"]);
    // Jump gives a node of one eighth of the weight a quarter of the copies.
    check_words(&captions(&seen)[0], &["Least even: jump, with 2."]);
    for (fragment, words) in [
        ("lab=placements&methods=", "methods"),
        ("lab=placements&methods=chord", "chord"),
        ("lab=placements&weights=1,2", "one for each of the 10 nodes"),
        ("lab=placements&nodes=1", "nodes"),
        ("lab=placements&nodes=3&n=4", "from 1 to 3"),
    ] {
        let Err(refusal) = start(&settings(fragment)) else { panic!("{fragment} is no experiment") };
        check_words(&refusal.message, &[words]);
    }
}

#[test]
fn an_address_sets_what_is_measured() {
    let shares = |seen: &Seen| rows(seen, 0).iter().map(|row| cell(row, "one trial").to_owned()).collect::<Vec<_>>();
    let open = |fragment: &str, fields: &[(&str, &str, &str)]| {
        let seen = measured(&settings(fragment));
        for (role, name, value) in fields {
            assert_eq!(seen.one(role, name).value(), *value, "{fragment}");
        }
        seen
    };
    let own = open(
        "lab=latency&preset=own&write=fixed%2010&ack=fixed%205&read=fixed%201&response=fixed%202&trials=100",
        &[
            ("combobox", "Delays", "Your own"),
            ("textbox", "W: the write to a replica", "fixed 10"),
            ("textbox", "A: its acknowledgement", "fixed 5"),
            ("textbox", "R: the read to a replica", "fixed 1"),
            ("textbox", "S: its answer", "fixed 2"),
        ],
    );
    assert_eq!(figure(&own, "get").0, "mean 3 ms, median 3 ms, 95th 3 ms, 99th 3 ms, 99.9th 3 ms");
    assert_eq!(figure(&own, "put").0, "mean 15 ms, median 15 ms, 95th 15 ms, 99th 15 ms, 99.9th 15 ms");

    let q = "Q, partitions (0: as many as tokens)";
    let third = open(
        "lab=shares&n=1&strategy=equal-partitions&partitions=25&trials=20",
        &[("combobox", "Placement", "3: equal partitions"), ("textbox", q, "25")],
    );
    check_words(&captions(&third)[0], &["25 equal partitions"]);
    // 25 partitions for ten nodes: two or three each.
    assert!(
        shares(&third).iter().all(|share| ["12\u{202f}%", "8\u{202f}%", "12 %", "8 %"].contains(&share.as_str())),
        "{:?}",
        shares(&third)
    );

    let second = open(
        "lab=shares&n=1&strategy=random-tokens-equal-partitions&partitions=20&trials=20",
        &[("combobox", "Placement", "2: random tokens, equal partitions"), ("textbox", q, "20")],
    );
    assert!(
        shares(&second).iter().all(|share| number(share).0 % 5.0 == 0.0),
        "whole twentieths: {:?}",
        shares(&second)
    );

    let real = open(
        "lab=shares&nodes=4&n=1&keys=1000&trials=20",
        &[("textbox", "Real keys (0: the key space itself)", "1000")],
    );
    let keys: Vec<f64> = shares(&real).iter().map(|share| number(share).0 * 10.0).collect();
    assert!(keys.iter().all(|count| (count - count.round()).abs() < 1e-9), "whole keys: {keys:?}");
    assert_eq!(keys.iter().sum::<f64>().round(), 1000.0);

    let uneven = open(
        "lab=shares&nodes=3&n=1&tokens=256&capacities=1%2C1%2C2&trials=20",
        &[("textbox", "Capacities (empty: all alike)", "1,1,2")],
    );
    let wanted: Vec<f64> = rows(&uneven, 0).iter().map(|row| number(cell(row, "by capacity")).0).collect();
    assert_eq!(wanted, [25.0, 25.0, 50.0]);
    for (share, wanted) in shares(&uneven).iter().zip(wanted) {
        assert!((number(share).0 - wanted).abs() < 8.0, "{share}");
    }
}

#[test]
fn the_file_of_numbers_holds_what_is_shown_in_full() {
    let settings = settings("lab=shares");
    let mut running = start(&settings).unwrap();
    while running.progress() < 1.0 {
        running.advance(50_000);
    }
    let csv = running.result().csv.text();
    let (shares, others) = csv.split_once("\r\n\r\n").unwrap();
    let table = |text: &str| {
        text.trim_end()
            .split("\r\n")
            .map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let (shares, others) = (table(shares), table(others));
    assert_eq!(shares[0], ["node", "tokens", "share", "fair share", "mean share"]);
    assert_eq!(others[0], ["figure", "measured", "standard error", "expected"]);
    let seen = drawn(&reported(&settings, &*running));
    let percent = |share: &str| (share.parse::<f64>().unwrap() * 100.0).to_string();
    let shown = rows(&seen, 0);
    assert_eq!(shares.len() - 1, shown.len());
    for (file, row) in shares[1..].iter().zip(&shown) {
        assert_eq!(file[0], cell(row, "node"));
        agree(&percent(&file[2]), cell(row, "one trial"), 1.0);
    }
    let cv = others.iter().find(|row| row[0] == "cv").unwrap();
    let (spread, theory) = figure(&seen, "Spread: standard deviation / mean");
    agree(&percent(&cv[1]), &spread, 1.0);
    agree(&percent(&cv[3]), &theory, 1.0);
}

#[test]
fn a_laboratory_stands_in_place_of_the_stage_and_no_key_reaches_the_stage_before() {
    let mut page = Page::open();
    page.act(Action::OpenLaboratory(Some(settings("lab=shares"))));
    assert!(page.seen().css("svg.stage").is_empty());
    assert!(page.seen().one("button", "Laboratories").is("aria-pressed"));
    page.act(Action::Pressed(Box::new(Action::Put(0.0))));
    page.act(Action::OpenLaboratory(None)).act(Action::Playback(PlaybackAction::ShowTrack(Track::Messages)));
    assert_eq!(page.step(), (0, 0));
}

#[test]
fn a_laboratory_that_there_is_not_is_said_not_to_be() {
    check_words(&Page::of_link("#lab=alchemy").error_dialog(), &["lab: got “alchemy”"]);
    check_words(&Page::of_link("#lab=shares&colour=1").error_dialog(), &["colour"]);
    let html = Page::of_link("#lab=<script>alert(1)</script>").html();
    assert!(!html.contains("<script>alert"), "what comes from a link is text");
}
