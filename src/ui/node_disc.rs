//! A node's disc in the columns beside the stage: the same colour, hatch and letter as its seat.

use super::colours::paint;
use yew::prelude::*;

/// What a disc is drawn from.
#[derive(Properties, PartialEq)]
pub struct NodeDiscProps {
    /// The node's number.
    pub number: usize,
    /// One or two characters.
    pub tag: AttrValue,
    /// Whether it is struck out.
    #[prop_or_default]
    pub struck: bool,
}

/// A node's disc.
#[component]
pub fn NodeDisc(props: &NodeDiscProps) -> Html {
    let paint = paint(props.number);
    let class = if props.tag.chars().count() > 1 { "disc-letter small" } else { "disc-letter" };
    html! {
        <svg class={if props.struck { "disc small-disc" } else { "disc" }} viewBox="-12 -12 24 24" aria-hidden="true">
            <circle r="11.5" fill={paint.fill} />
            <circle r="11.5" fill={paint.hatch.unwrap_or("none")} />
            <text {class} fill={paint.ink}>{ props.tag.clone() }</text>
            <path class="strike" d={if props.struck { "M-11 11L11 -11" } else { "" }} />
        </svg>
    }
}
