//! The legend: each picture on the stage with its meaning. Folded until it is asked for.

use super::partition::{CUT_ARROW, CUT_CROSS};
use super::pictures::{Addressee, MEANINGS, message_picture, parcel};
use super::seat_marks::{clock_mark, old_view_mark, pause_mark, suspect_mark};
use crate::page::drawing::colours::paint;
use yew::prelude::*;

/// The legend, in a corner of the stage.
pub fn legend() -> Html {
    html! { <details class="legend"><summary>{ "Legend" }</summary><Meanings /></details> }
}

/// The pictures with their meanings. A component without properties, so drawn once.
#[component]
fn Meanings() -> Html {
    let owner = Addressee { number: 1, tag: AttrValue::Static("B") };
    let messages =
        MEANINGS.iter().map(|(kind, name, meaning)| line(name, meaning, message_picture(*kind, Some(&owner))));
    let marks = [
        ("Down", "The node has crashed. Its disk stays, unless it was wiped.", down()),
        ("Suspected", "Others had no answer from this node, and think that it is down.", suspect_mark()),
        (
            "Keeps a hint",
            "The node beside the parcel keeps a copy for the node with this letter.",
            parcel(Some(&owner), false),
        ),
        (
            "Joining, leaving",
            "The node is not a home of keys yet, or no longer; hatched ranges change hands.",
            joining(),
        ),
        ("Old view", "The node has not heard of the latest change of the members.", old_view_mark()),
        ("Clock off", "The node’s clock is ahead or behind.", clock_mark()),
        ("Paused", "The node does nothing until it is resumed; messages wait at it.", pause_mark()),
        ("Held link", "Messages on this link wait until it is released.", held()),
        ("Cut link", "Messages in this direction are lost until the link is mended.", cut()),
        ("Zone", "Nodes of one rack or data centre; dashed where copies pay no heed to zones.", zone()),
        ("Wall", "The network is split: no message gets through.", wall()),
        ("Died", "A message ended here: at the wall, lost, dropped, or because the receiver is down.", burst()),
        ("Trees compared", "Two nodes compare their Merkle trees.", double_line()),
        ("Key", "A stored key at its hash, in its owner’s colour.", key_dot(false)),
        ("New owner", "A key that has another owner since the last change of the ring.", key_dot(true)),
    ];
    let marks = marks.into_iter().map(|(name, meaning, picture)| line(name, meaning, picture));
    html! {
        <div class="legend-body" tabindex="0" role="group" aria-label="What the pictures mean">
            <h2>{ "Messages" }</h2>
            <ul>{ for messages }</ul>
            <h2>{ "Nodes and links" }</h2>
            <ul>{ for marks }</ul>
            <p class="quiet">
                { "Click a node, a client, a message, a zone’s name or the wall to act on it. Draw a line across the ring to part the network, \
                   or drag a node away from the others." }
            </p>
        </div>
    }
}

fn line(name: &'static str, meaning: &'static str, picture: Html) -> Html {
    html! {
        <li key={name}>
            <svg class="legend-picture" viewBox="-14 -14 28 28" aria-hidden="true">{ picture }</svg>
            <span><b>{ name }</b>{ ". " }{ meaning }</span>
        </li>
    }
}

fn down() -> Html {
    html! { <g><circle class="seat-disc" r="11" fill="var(--faint)" /><path class="strike" d="M-9 9L9 -9" /></g> }
}

fn joining() -> Html {
    html! { <g class="seat-joining"><circle class="seat-disc" r="11" fill="var(--faint)" /></g> }
}

fn held() -> Html {
    html! { <g><path class="held-track" d="M-13 0H13" /><path class="held-bar" d="M-3 -9V9M4 -9V9" /></g> }
}

fn cut() -> Html {
    html! { <g><path class="held-track" d="M-13 0H13" /><path class="cut-arrow" d={CUT_ARROW} /><path class="cut-cross" d={CUT_CROSS} /></g> }
}

fn wall() -> Html {
    html! { <g><path class="wall-edge" d="M0 -13V13" /><path class="wall-bricks" d="M0 -13V13" /></g> }
}

fn zone() -> Html {
    html! { <path class="zone-bracket" d="M-12 5V-1A30 30 0 0 1 12 -1V5" /> }
}

fn burst() -> Html {
    html! {
        <g class="burst">
            <path class="burst-rays" d="M0 -13V-9M0 13V9M-13 0H-9M13 0H9" />
            <path class="burst-cross" d="M-6 -6L6 6M-6 6L6 -6" />
        </g>
    }
}

fn double_line() -> Html {
    html! { <path class="comparison-line" d="M-13 -3.5H13M-13 3.5H13" /> }
}

fn key_dot(moved: bool) -> Html {
    html! {
        <g>
            <circle class={if moved { "key-dot-moved" } else { "absent" }} r="10" />
            <circle class="key-dot-disc" r="6" fill={paint(1).fill} />
        </g>
    }
}
