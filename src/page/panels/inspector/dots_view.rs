//! Current versions as dots: on a line for each node, filled dots for the writes that the put had read, empty rings for those
//! that it had not, and a diamond for its own. Section 4.4.

use crate::dynamo::versioning::Versioning;
use crate::explain::version_history::{DotIs, DotLine, VersionHistory};
use crate::page::drawing::geometry::{number, translate};
use yew::prelude::*;

/// Most versions shown as dots.
const MOST_SHOWN: usize = 4;
/// The picture, in units: the beginning of the line, the distance of two dots, and the height of a line.
const START: f64 = 46.0;
const STEP: f64 = 26.0;
const LINE: f64 = 30.0;

/// The dots of the chosen version, and of the current ones if the clock of one of them hides a gap.
pub fn dots_view(history: &VersionHistory, chosen: Option<usize>) -> Html {
    let current: Vec<usize> = history.current().collect();
    let by_clock = history.versioning != Versioning::LastWriteWins;
    let telling = by_clock && current.iter().any(|index| history.has_gap(*index));
    let mut shown = if telling { current } else { Vec::new() };
    if let Some(chosen) = chosen.filter(|chosen| !shown.contains(chosen) && by_clock) {
        shown.push(chosen);
    }
    if shown.is_empty() {
        return html! { <div class="absent" /> };
    }
    let figures = shown.into_iter().take(MOST_SHOWN).filter_map(|index| figure(history, index));
    html! {
        <div class="version-dots">
            <h3>{ "As dots" }</h3>
            { for figures }
            <p class="quiet">{ legend(history) }</p>
        </div>
    }
}

fn legend(history: &VersionHistory) -> &'static str {
    match history.versioning {
        Versioning::Plain => {
            "● had been read, ○ had not, ◆ the write itself. A plain clock keeps the highest number alone, and so claims the gap, too."
        }
        Versioning::Dotted | Versioning::LastWriteWins => {
            "● had been read, ○ had not, ◆ the write itself: the dot is kept apart from the past."
        }
    }
}

fn figure(history: &VersionHistory, index: usize) -> Option<Html> {
    let lines = history.dot_lines(index)?;
    let words = history.dot_words(&lines);
    let longest = lines.iter().map(|line| line.dots.len()).max().unwrap_or(0);
    let (width, height) = (START + STEP * longest as f64 + 4.0, LINE * lines.len() as f64 + 12.0);
    Some(html! {
        <figure key={index} class="dot-figure">
            <figcaption>{ history.name(index) }</figcaption>
            <svg viewBox={format!("0 0 {} {}", number(width), number(height))} width={rem(width)} height={rem(height)} role="img" aria-label={words.clone()}>
                { for lines.iter().enumerate().map(|(row, line)| dot_line(row, line)) }
            </svg>
            <p class="quiet">{ words }</p>
        </figure>
    })
}

fn rem(units: f64) -> String {
    format!("{}rem", number(units / 16.0))
}

fn dot_line(row: usize, line: &DotLine) -> Html {
    let y = LINE * row as f64 + 14.0;
    let end = START + STEP * (line.dots.len() as f64 - 0.5);
    let dots = line.dots.iter().enumerate().map(|(index, is)| {
        let at = (START + STEP * index as f64 + 8.0, y);
        html! { <g key={index} transform={translate(at)}>{ dot(*is) }<text class="dot-number" y="19">{ index + 1 }</text></g> }
    });
    html! {
        <g key={row}>
            <text class="dot-actor" x="0" y={number(y + 5.0)}>{ line.actor.clone() }</text>
            <path class="dot-axis" d={format!("M{} {}H{}", number(START), number(y), number(end))} />
            { for dots }
        </g>
    }
}

fn dot(is: DotIs) -> Html {
    match is {
        DotIs::Read => html! { <circle class="dot-read" r="6.5" /> },
        DotIs::NotRead => html! { <circle class="dot-gap" r="6" /> },
        DotIs::Own => html! { <path class="dot-own" d="M0 -10L10 0L0 10L-10 0Z" /> },
        DotIs::Later => html! { <circle class="dot-later" r="2" /> },
    }
}
