//! The ring as a drawing.

use super::desk::Desk;
use crate::page::drawing::colours::paint;
use crate::page::drawing::field_ring::{Copy, HEIGHT, Lettering, RingDrawing, draw};
use crate::page::drawing::geometry::number;
use crate::page::effects::image_export::{save_drawing_png, save_drawing_svg};
use yew::prelude::*;

pub fn ring(desk: &Desk, narrow: bool) -> Html {
    let lettering = if narrow { Lettering::NARROW } else { Lettering::WIDE };
    let walk = desk.walk();
    let key = walk.as_ref().map(|(placed, walk)| (placed.position.turn(), walk));
    let tokens = desk.ring.0.tokens();
    let drawing =
        draw(&desk.ring.0, |node| desk.name(node), |token| desk.token_text(tokens[token].position), key, lettering);
    let says = says(desk, &drawing);
    let (left, width) = (number(lettering.left), number(lettering.right - lettering.left));
    let view_box = format!("{left} 0 {width} {}", number(HEIGHT));
    html! {
        <figure class="ring-drawing">
            <svg class={if narrow { "field-ring narrow" } else { "field-ring" }} viewBox={view_box} role="img" aria-label={says.clone()}>
                { shapes(&drawing) }
            </svg>
            <figcaption>{ says }</figcaption>
            <div class="chart-tools">
                // If the browser cannot save, it reports that itself.
                <button type="button" onclick={|_| drop(save_drawing_svg("svg.field-ring", "ringside-ring"))}>{ "SVG" }</button>
                <button type="button" onclick={|_| drop(save_drawing_png("svg.field-ring", "ringside-ring"))}>{ "PNG" }</button>
            </div>
        </figure>
    }
}

fn says(desk: &Desk, drawing: &RingDrawing) -> String {
    let whose = "Each colour is a node; a range belongs to the token at its end, clockwise.";
    let copies: Vec<String> =
        drawing.copies.iter().map(|copy| format!("{} on {}", copy.number, desk.name(copy.node))).collect();
    let key = match copies.is_empty() {
        true => String::new(),
        false => format!(" Copies of the key: {}.", copies.join(", ")),
    };
    let gap = if drawing.thinned.is_empty() { "" } else { " " };
    format!("{whose}{key}{gap}{}", drawing.thinned)
}

fn shapes(drawing: &RingDrawing) -> Html {
    let arcs = drawing.arcs.iter().enumerate().map(|(index, arc)| {
        html! { <path key={index} class="field-arc" d={arc.path.clone()} fill={paint(arc.node).fill} /> }
    });
    let labels = drawing.labels.iter().enumerate().map(|(index, label)| {
        html! { <text key={index} class="field-label" x={number(label.x)} y={number(label.y)} text-anchor={label.anchor}>{ &label.words }</text> }
    });
    html! {
        <>
            <g>{ for arcs }</g>
            <path class={if drawing.key.is_empty() { "absent" } else { "field-key" }} d={drawing.key.clone()} />
            <g>{ for drawing.copies.iter().map(copy) }</g>
            <g>{ for labels }</g>
        </>
    }
}

fn copy(copy: &Copy) -> Html {
    let paint = paint(copy.node);
    html! {
        <g key={copy.number}>
            <circle class="field-copy" cx={number(copy.x)} cy={number(copy.y)} r="12" fill={paint.fill} />
            <text class="field-number" x={number(copy.x)} y={number(copy.y + 4.5)} text-anchor="middle" fill={paint.ink}>{ copy.number }</text>
        </g>
    }
}
