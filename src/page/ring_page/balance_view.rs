//! The balance of a ring: shares of nodes and zones, extreme ranges, one more node, and one that leaves.

use super::desk::{Act, Desk};
use super::form_view::select;
use crate::explain::key_journey::words::counted;
use crate::input::limits::MAX_NODES;
use crate::laboratories::Csv;
use crate::laboratories::rings::balance::Changed;
use crate::laboratories::rings::ownership::{RangeShare, by_zone};
use crate::page::browser::download::save_text;
use crate::page::drawing::charts::scale::number_words;
use crate::page::drawing::charts::{Axis, Chart, Hatch, Ink, Mark, Rule, Series, Size, Spacing};
use crate::page::laboratory::chart_view::chart_view;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Most rows of a table; the CSV file has them all.
const MOST_ROWS: usize = 200;
/// Nodes listed of those that lose or gain.
const MOST_MOVED: usize = 8;

pub fn percent(share: f64) -> String {
    format!("{:.2}\u{a0}%", 100.0 * share)
}

/// The nodes that have tokens: the others own nothing, and are in nobody’s mean.
fn with_tokens(desk: &Desk) -> Vec<usize> {
    let all = desk.field.nodes.iter().enumerate();
    all.filter(|(_, node)| node.token_count() > 0).map(|(index, _)| index).collect()
}

pub fn balance(desk: &Desk, size: Size) -> Html {
    let shares = &desk.balance.shares;
    if shares.copies.is_empty() {
        return html! { <p class="quiet" role="status">{ "Computing the balance …" }</p> };
    }
    let zones = zone_chart(desk);
    let csv = {
        let desk = desk.clone();
        // If the browser cannot save, it reports that itself.
        move |_| drop(save_text("ringside-balance.csv", "text/csv", &csv(&desk)))
    };
    html! {
        <section aria-label="Balance">
            <h3>{ "Balance" }</h3>
            { chart_view(&Rc::new(node_chart(desk)), size) }
            { zones.map_or_else(|| html! { <div class="absent" /> }, |chart| chart_view(&Rc::new(chart), size)) }
            { table(desk) }
            <div class="row"><button type="button" onclick={csv}>{ "CSV" }</button></div>
        </section>
    }
}

pub fn node_chart(desk: &Desk) -> Chart {
    let nodes = with_tokens(desk);
    let copies: Vec<f64> = nodes.iter().map(|node| desk.balance.shares.copies[*node]).collect();
    let mean = copies.iter().sum::<f64>() / copies.len().max(1) as f64;
    let mut series = Series::new(
        "copies",
        Mark::Bars(Hatch::Full),
        Ink::Accent,
        copies.iter().enumerate().map(|(index, share)| (index as f64, *share)),
    );
    series.inks = nodes.iter().map(|node| Ink::Node(*node)).collect();
    Chart {
        title: "Share of all keys of each node".to_owned(),
        says: says(desk, &nodes, mean),
        x: Axis {
            categories: nodes.iter().map(|node| desk.name(*node)).collect(),
            ..Axis::new("node", Spacing::Linear)
        },
        y: Axis { percent: true, ..Axis::new("keys of which it has a copy", Spacing::Linear) },
        series: vec![series],
        rules: vec![Rule { at: mean, upright: false, label: "mean".to_owned() }],
    }
}

fn says(desk: &Desk, nodes: &[usize], mean: f64) -> String {
    let share = |node: &usize| desk.balance.shares.copies[*node];
    let most = nodes.iter().copied().max_by(|one, other| share(one).total_cmp(&share(other)));
    let least = nodes.iter().copied().min_by(|one, other| share(one).total_cmp(&share(other)));
    let (Some(most), Some(least)) = (most, least) else { return "No node has a token.".to_owned() };
    let times = |node: usize| number_words(share(&node) / mean);
    if most == least || share(&most) - share(&least) < 1e-12 {
        return format!("Each node has a copy of {} of the keys.", percent(share(&most)));
    }
    format!(
        "{} has most: a copy of {} of the keys, {} times the mean. {} has least: {}, {} times the mean.",
        desk.name(most),
        percent(share(&most)),
        times(most),
        desk.name(least),
        percent(share(&least)),
        times(least)
    )
}

/// The zones, where there is more than one.
fn zone_chart(desk: &Desk) -> Option<Chart> {
    let zones = desk.field.nodes.iter().map(|node| node.zone.as_deref());
    let shares: Vec<(&str, f64)> = by_zone(&desk.balance.shares.copies, zones).into_iter().collect();
    if shares.len() < 2 {
        return None;
    }
    let most = shares.iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let least = shares.iter().min_by(|one, other| one.1.total_cmp(&other.1))?;
    let bars = shares.iter().enumerate().map(|(index, (_, share))| (index as f64, *share));
    let (at_most, at_least) = (number_words(most.1), number_words(least.1));
    Some(Chart {
        title: "Copies of all keys in each zone".to_owned(),
        says: match at_most == at_least {
            true => format!("Copies of each key in each zone, on average: {at_most}."),
            false => {
                format!(
                    "Copies of each key, on average: most in {}, {at_most}; least in {}, {at_least}.",
                    most.0, least.0
                )
            }
        },
        x: Axis {
            categories: shares.iter().map(|(zone, _)| (*zone).to_owned()).collect(),
            ..Axis::new("zone", Spacing::Linear)
        },
        y: Axis::new("copies of each key, on average", Spacing::Linear),
        series: vec![Series::new("copies", Mark::Bars(Hatch::Full), Ink::Accent, bars)],
        rules: Vec::new(),
    })
}

fn table(desk: &Desk) -> Html {
    let shares = &desk.balance.shares;
    let rows = desk.field.nodes.iter().enumerate().take(MOST_ROWS).map(|(index, node)| {
        html! {
            <tr key={index}>
                <th scope="row">{ desk.name(index) }</th><td>{ node.zone.clone().unwrap_or_default() }</td>
                <td>{ node.token_count() }</td><td>{ percent(shares.first[index]) }</td><td>{ percent(shares.copies[index]) }</td>
            </tr>
        }
    });
    let more = desk.field.nodes.len().saturating_sub(MOST_ROWS);
    html! {
        <div class="table-room" tabindex="0" role="group" aria-label="Ownership by node">
            <table>
                <thead><tr>
                    <th scope="col">{ "Node" }</th><th scope="col">{ "Zone" }</th><th scope="col">{ "Tokens" }</th>
                    <th scope="col">{ "Owns (first copy)" }</th><th scope="col">{ "Owns (effective)" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class={if more > 0 { "quiet" } else { "absent" }}>{ format!("and {more} more nodes in the file") }</p>
        </div>
    }
}

pub fn csv(desk: &Desk) -> String {
    let mut csv = Csv::with_headings(&[
        "node",
        "zone",
        "tokens",
        "first copy",
        "copies",
        "keys, first copy",
        "bytes, first copy",
        "keys",
        "bytes",
    ]);
    let shares = &desk.balance.shares;
    for (index, node) in desk.field.nodes.iter().enumerate() {
        csv.cell(&desk.name(index));
        csv.cell(&node.zone.as_deref().unwrap_or_default());
        csv.cell(&node.token_count());
        csv.number(shares.first.get(index).copied());
        csv.number(shares.copies.get(index).copied());
        if let Some(keys) = &desk.keys.found {
            for counts in [&keys.first_keys, &keys.first_bytes, &keys.copy_keys, &keys.copy_bytes] {
                csv.cell(&counts[index]);
            }
        }
        csv.end_row();
    }
    csv.text()
}

/// The heaviest and the lightest ranges.
pub fn ranges(desk: &Desk) -> Html {
    let balance = &desk.balance;
    if balance.heaviest.is_empty() {
        return html! { <div class="absent" /> };
    }
    let mean = 1.0 / desk.ring.0.tokens().len() as f64;
    let list = |title: &'static str, ranges: &[RangeShare]| {
        let rows = ranges.iter().map(|range| {
            let token = desk.ring.0.tokens()[range.token];
            html! {
                <tr key={range.token}>
                    <th scope="row" class="mono">{ desk.token_text(token.position) }</th><td>{ desk.name(token.owner.index()) }</td>
                    <td>{ format!("{:.4}\u{a0}%", 100.0 * range.share) }</td><td>{ number_words(range.share / mean) }</td>
                </tr>
            }
        });
        html! {
            <div class="table-room" tabindex="0" role="group" aria-label={title}>
                <table>
                    <caption>{ title }</caption>
                    <thead><tr><th scope="col">{ "Up to token" }</th><th scope="col">{ "Node" }</th><th scope="col">{ "Share" }</th><th scope="col">{ "Times the mean" }</th></tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        }
    };
    html! {
        <section class="ring-ranges" aria-label="Ranges">
            { list("The heaviest ranges", &balance.heaviest) }
            { list("The lightest ranges", &balance.lightest) }
        </section>
    }
}

/// What one more node would take from whom.
pub fn newcomer(desk: &Desk, act: &Callback<Act>) -> Html {
    let typed = {
        let act = act.clone();
        move |event: Event| act.emit(Act::Newcomer(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let zone = {
        let act = act.clone();
        Callback::from(move |zone: String| act.emit(Act::NewcomerZone(Some(zone).filter(|zone| !zone.is_empty()))))
    };
    let mut zones: Vec<&str> = desk.field.nodes.iter().filter_map(|node| node.zone.as_deref()).collect();
    zones.sort_unstable();
    zones.dedup();
    let options = std::iter::once((String::new(), "no zone".to_owned()))
        .chain(zones.iter().map(|zone| ((*zone).to_owned(), (*zone).to_owned())))
        .collect();
    let again = {
        let act = act.clone();
        move |_| act.emit(Act::NextSeed)
    };
    let chosen = desk.newcomer_zone.clone().unwrap_or_default();
    let is_full = desk.field.nodes.len() >= MAX_NODES;
    html! {
        <section aria-label="One more node">
            <h3>{ "One more node" }</h3>
            <div class="row">
                <label class="ring-select"><span>{ "Tokens" }</span>
                    <input type="text" inputmode="numeric" aria-label="Tokens of the new node" value={desk.newcomer.clone()} onchange={typed} /></label>
                { if zones.is_empty() { html! { <div class="absent" /> } } else { select("Zone", &chosen, options, zone) } }
                <button type="button" onclick={again}>{ "Other random tokens" }</button>
            </div>
            <p class="refused" role="alert">{ desk.newcomer_refused.clone() }</p>
            <p class={if is_full { "quiet" } else { "absent" }}>{ "This ring has 1,024 nodes: as many as fit." }</p>
            <div class={if is_full { "absent" } else { "ring-ways" }}>
                { way(desk, "Random tokens", &desk.balance.random) }
                { way(desk, "Tokens where they help most", &desk.balance.helpful) }
            </div>
        </section>
    }
}

fn way(desk: &Desk, title: &'static str, changed: &Changed) -> Html {
    let Some(own) = changed.shares.copies.get(desk.field.nodes.len()) else {
        return html! { <div><h4>{ title }</h4><p class="quiet">{ "Computing …" }</p></div> };
    };
    let tokens: Vec<String> = changed.tokens.iter().take(4).map(|position| desk.token_text(*position)).collect();
    let rest = changed.tokens.len().saturating_sub(tokens.len());
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    html! {
        <div>
            <h4>{ title }</h4>
            <p>{ format!("The new node gets {}; the busiest node then carries {} times the mean.", percent(*own), busiest(changed)) }</p>
            <p class="quiet">{ "At " }<code class="mono">{ tokens.join(", ") }</code>{ rest }</p>
            { moved("It takes", desk, &changed.moved(&desk.balance.shares, -1.0, MOST_MOVED)) }
        </div>
    }
}

/// The busiest node after a change, against the mean of those that have tokens.
fn busiest(changed: &Changed) -> String {
    let owning = changed.shares.copies.iter().filter(|share| **share > 0.0);
    let (sum, count) = owning.clone().fold((0.0, 0), |(sum, count), share| (sum + share, count + 1));
    let most = owning.copied().fold(0.0, f64::max);
    number_words(most / (sum / f64::from(count.max(1))))
}

fn moved(words: &str, desk: &Desk, moved: &[(usize, f64)]) -> Html {
    if moved.is_empty() {
        return html! { <p>{ format!("{words} nothing.") }</p> };
    }
    let rows = moved.iter().map(|(node, change)| html! { <li key={*node}>{ format!("{} {} {}", percent(change.abs()), if *change < 0.0 { "from" } else { "to" }, desk.name(*node)) }</li> });
    html! { <><p>{ format!("{words}:") }</p><ul>{ for rows }</ul></> }
}

/// What leaves with a node.
pub fn leaving(desk: &Desk, act: &Callback<Act>) -> Html {
    let options = desk.field.nodes.iter().enumerate().map(|(index, _)| (index.to_string(), desk.name(index))).collect();
    let changed = {
        let act = act.clone();
        Callback::from(move |node: String| node.parse().into_iter().for_each(|node| act.emit(Act::Leaving(node))))
    };
    let before = desk.balance.shares.copies.get(desk.leaving).copied();
    let left = &desk.balance.left;
    let result = match before.filter(|_| !left.shares.copies.is_empty()) {
        None => html! { <p class="quiet">{ "Computing …" }</p> },
        Some(share) => {
            let nodes = left.moved(&desk.balance.shares, 1.0, usize::MAX).len();
            html! {
                <>
                    <p>{ format!("{} leaves copies of {} of the keys to {}; the busiest node then carries {} times the mean.",
                        desk.name(desk.leaving), percent(share), counted(nodes, "node", "nodes"), busiest(left)) }</p>
                    { moved("It leaves", desk, &left.moved(&desk.balance.shares, 1.0, MOST_MOVED)) }
                </>
            }
        }
    };
    html! {
        <section aria-label="A node leaves">
            <h3>{ "A node leaves" }</h3>
            { select("Node", &desk.leaving.to_string(), options, changed) }
            { result }
        </section>
    }
}
