//! A node's disc in the columns: the same colour, hatch and letter as its seat on the stage.

use crate::page::drawing::colours::paint;
use yew::prelude::*;

pub fn node_disc(number: usize, tag: &str, struck: bool) -> Html {
    let paint = paint(number);
    let class = match tag.chars().count() {
        0 | 1 => "disc-letter",
        2 => "disc-letter small",
        _ => "disc-letter tiny",
    };
    html! {
        <svg class={if struck { "disc small-disc" } else { "disc" }} viewBox="-12 -12 24 24" aria-hidden="true">
            <circle r="11.5" fill={paint.fill} />
            <circle r="11.5" fill={paint.hatch.unwrap_or("none")} />
            <text {class} fill={paint.ink}>{ tag.to_owned() }</text>
            <path class="strike" d={if struck { "M-11 11L11 -11" } else { "" }} />
        </svg>
    }
}
