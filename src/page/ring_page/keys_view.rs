//! The user's own keys on the ring.

use super::balance_view::percent;
use super::desk::{Act, Desk};
use super::form_view::{chosen_file, select};
use crate::explain::key_journey::words::thousands;
use crate::laboratories::rings::key_count::{KeyColumns, KeyShares};
use crate::page::drawing::charts::scale::number_words;
use crate::page::drawing::charts::{Axis, Chart, Dot, Hatch, Ink, Mark, Series, Size, Spacing};
use crate::page::laboratory::chart_view::chart_view;
use std::rc::Rc;
use web_sys::File;
use yew::prelude::*;

pub fn keys(desk: &Desk, act: &Callback<Act>, on_keys: &Callback<File>, cancel: &Callback<()>, size: Size) -> Html {
    let on_keys = on_keys.clone();
    let onchange = move |event: Event| chosen_file(&event).into_iter().for_each(|file| on_keys.emit(file));
    html! {
        <section aria-label="Your keys">
            <h3>{ "Your keys" }</h3>
            <p class="quiet">{ "A file with a key a line, or a CSV file with a column of keys and, if you like, one named “bytes”. It is read here, and sent nowhere." }</p>
            <div class="row">
                <label class="as-button">{ "Choose a file of keys…" }
                    <input type="file" class="for-readers" aria-label="Choose a file of keys" {onchange} /></label>
                { columns(desk, act) }
            </div>
            { progress(desk, cancel) }
            <p class="refused" role="alert">{ desk.keys.refused.clone() }</p>
            { desk.keys.found.as_ref().map_or_else(|| html! { <div class="absent" /> }, |found| result(desk, found, size)) }
        </section>
    }
}

fn columns(desk: &Desk, act: &Callback<Act>) -> Html {
    let keys = &desk.keys;
    if keys.names.is_empty() {
        return html! { <div class="absent" /> };
    }
    let options = keys
        .names
        .iter()
        .enumerate()
        .map(|(index, name)| (index.to_string(), format!("{}: {name}", index + 1)))
        .collect();
    let (act, columns) = (act.clone(), keys.columns);
    let changed = Callback::from(move |index: String| {
        index.parse().into_iter().for_each(|key| act.emit(Act::Columns(KeyColumns { key, ..columns })));
    });
    select("Column of keys", &keys.columns.key.to_string(), options, changed)
}

fn progress(desk: &Desk, cancel: &Callback<()>) -> Html {
    let Some((part, keys)) = desk.keys.reading else { return html! { <div class="absent" /> } };
    let (percent, cancel) = ((part * 100.0) as u32, cancel.clone());
    html! {
        <div class="row">
            <progress max="100" value={percent.to_string()} aria-label="Read so far">{ format!("{percent} %") }</progress>
            <span>{ format!("{} keys", thousands(keys as usize)) }</span>
            <button type="button" onclick={move |_| cancel.emit(())}>{ "Cancel" }</button>
        </div>
    }
}

fn result(desk: &Desk, found: &Rc<KeyShares>, size: Size) -> Html {
    let hottest = found.hottest.iter().map(|hot| {
        let times = match hot.at_least == hot.at_most {
            true => thousands(hot.at_least as usize),
            false => format!("{} to {}", thousands(hot.at_least as usize), thousands(hot.at_most as usize)),
        };
        html! {
            <tr key={hot.key.clone()}>
                <th scope="row" class="mono"><bdi>{ crate::explain::key_journey::words::shortened(&hot.key, 60) }</bdi></th>
                <td>{ times }</td><td>{ desk.name(hot.node) }</td>
            </tr>
        }
    });
    let rows = found.first_keys.iter().enumerate().filter(|(index, _)| found.copy_keys[*index] > 0).take(200).map(|(index, first)| {
        let number = |count: u64| thousands(count as usize);
        html! {
            <tr key={index}>
                <th scope="row">{ desk.name(index) }</th><td>{ number(*first) }</td><td>{ number(found.first_bytes[index]) }</td>
                <td>{ number(found.copy_keys[index]) }</td><td>{ number(found.copy_bytes[index]) }</td>
            </tr>
        }
    });
    html! {
        <>
            { chart_view(&Rc::new(chart(desk, found)), size) }
            <div class="table-room" tabindex="0" role="group" aria-label="Keys by node">
                <table>
                    <thead><tr>
                        <th scope="col">{ "Node" }</th><th scope="col">{ "Keys, first copy" }</th><th scope="col">{ "Bytes, first copy" }</th>
                        <th scope="col">{ "Keys, all copies" }</th><th scope="col">{ "Bytes, all copies" }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <div class="table-room" tabindex="0" role="group" aria-label="The hottest keys">
                <table>
                    <caption>{ "The hottest keys" }</caption>
                    <thead><tr><th scope="col">{ "Key" }</th><th scope="col">{ "Times" }</th><th scope="col">{ "First node" }</th></tr></thead>
                    <tbody>{ for hottest }</tbody>
                </table>
            </div>
        </>
    }
}

/// Keys against what the key space alone would give.
pub fn chart(desk: &Desk, found: &KeyShares) -> Chart {
    let nodes: Vec<usize> =
        (0..found.copy_keys.len()).filter(|node| desk.field.nodes[*node].token_count() > 0).collect();
    let all = found.keys.max(1) as f64;
    let keys = nodes.iter().enumerate().map(|(index, node)| (index as f64, found.copy_keys[*node] as f64 / all));
    let bytes_all = found.bytes.max(1) as f64;
    let bytes =
        nodes.iter().enumerate().map(|(index, node)| (index as f64, found.copy_bytes[*node] as f64 / bytes_all));
    let space = nodes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| Some((index as f64, *desk.balance.shares.copies.get(*node)?)));
    Chart {
        title: "Your keys on each node".to_owned(),
        says: says(desk, found, &nodes),
        x: Axis {
            categories: nodes.iter().map(|node| desk.name(*node)).collect(),
            ..Axis::new("node", Spacing::Linear)
        },
        y: Axis { percent: true, ..Axis::new("part of all keys, or bytes", Spacing::Linear) },
        series: vec![
            Series::new("keys", Mark::Bars(Hatch::Full), Ink::Accent, keys),
            Series::new("bytes", Mark::Bars(Hatch::Slanted), Ink::Node(1), bytes),
            Series::new("by key space", Mark::Dots(Dot::Square), Ink::Ink, space),
        ],
        rules: Vec::new(),
    }
}

fn says(desk: &Desk, found: &KeyShares, nodes: &[usize]) -> String {
    let keys = thousands(found.keys as usize);
    let busiest = nodes.iter().copied().max_by_key(|node| found.copy_keys[*node]);
    let Some(busiest) = busiest else { return format!("{keys} keys, and no node has a token.") };
    let part = found.copy_keys[busiest] as f64 / found.keys.max(1) as f64;
    let space = desk.balance.shares.copies.get(busiest).copied().unwrap_or_default();
    let against = if space > 0.0 {
        format!(", {} times what the key space gives it", number_words(part / space))
    } else {
        String::new()
    };
    format!(
        "Of {keys} keys, {} has a copy of {}, more than any other node{against}.",
        desk.name(busiest),
        percent(part)
    )
}
