//! A chart with its caption, its table, and its export buttons.

use super::export::{save_png, save_svg};
use crate::page::drawing::charts::marks::dot_path;
use crate::page::drawing::charts::{Chart, Ink, Shape, Size, draw};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::number;
use std::rc::Rc;
use yew::prelude::*;

/// Most rows of the table behind a chart; the CSV file has them all. The table is redrawn several times a second while
/// an experiment runs.
const MOST_ROWS: usize = 200;

pub fn chart_view(chart: &Rc<Chart>, size: Size) -> Html {
    let drawing = draw(chart, size);
    let view_box = format!("0 0 {} {}", number(size.width), number(size.height));
    let shapes =
        drawing.shapes.iter().enumerate().map(|(index, shape)| html! { <g key={index}>{ shape_view(shape) }</g> });
    let (as_svg, as_png) = (chart.clone(), chart.clone());
    html! {
        <figure class="chart">
            <h3>{ &chart.title }</h3>
            <svg viewBox={view_box} role="img" aria-label={format!("{}. {}", chart.title, chart.says)}>{ for shapes }</svg>
            <figcaption>{ &chart.says }</figcaption>
            <div class="chart-tools">
                <details>
                    <summary>{ "The numbers as a table" }</summary>
                    { table(chart) }
                </details>
                // If the browser cannot save, it reports that itself.
                <button type="button" onclick={move |_| drop(save_svg(&as_svg))}>{ "SVG" }</button>
                <button type="button" onclick={move |_| drop(save_png(&as_png))}>{ "PNG" }</button>
            </div>
        </figure>
    }
}

fn table(chart: &Chart) -> Html {
    let (head, rows, more) = chart.table(MOST_ROWS);
    let head = head.into_iter().enumerate().map(|(index, words)| html! { <th key={index} scope="col">{ words }</th> });
    let rows = rows.into_iter().enumerate().map(|(index, row)| {
        let cells = row.into_iter().enumerate().map(|(index, words)| html! { <td key={index}>{ words }</td> });
        html! { <tr key={index}>{ for cells }</tr> }
    });
    html! {
        <div class="table-room" tabindex="0" role="group" aria-label={format!("{}, as a table", chart.title)}>
            <table>
                <thead><tr>{ for head }</tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            <p class="quiet">{ if more > 0 { format!("and {more} more rows in the file") } else { String::new() } }</p>
        </div>
    }
}

fn shape_view(shape: &Shape) -> Html {
    match shape {
        Shape::Line { path, ink, width, dash } => html! {
            <path class={classes!("chart-line", class_of(*ink))} d={path.clone()} stroke={colour_of(*ink)}
                stroke-width={number(*width)} stroke-dasharray={dash.lengths()} />
        },
        Shape::Area { path, ink, faint } => html! {
            <path class={classes!("chart-area", class_of(*ink), faint.then_some("faint"))} d={path.clone()} fill={colour_of(*ink)} />
        },
        Shape::Dot { x, y, ink, dot } => html! {
            <path class={classes!("chart-dot", class_of(*ink))} d={dot_path(*dot, *x, *y)} fill={colour_of(*ink)} />
        },
        Shape::Words { x, y, anchor, words, quiet } => html! {
            <text class={if *quiet { "chart-quiet" } else { "chart-words" }} x={number(*x)} y={number(*y)}
                text-anchor={*anchor}>{ words }</text>
        },
    }
}

/// The class of a colour, which follows the page's theme.
fn class_of(ink: Ink) -> &'static str {
    match ink {
        Ink::Paper => "of-paper",
        Ink::Ink => "of-ink",
        Ink::Quiet => "of-quiet",
        Ink::Accent => "of-accent",
        Ink::Node(_) => "of-node",
    }
}

fn colour_of(ink: Ink) -> Option<AttrValue> {
    match ink {
        Ink::Node(number) => Some(AttrValue::Static(paint(number).fill)),
        _ => None,
    }
}
