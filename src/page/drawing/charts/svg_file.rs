//! A drawing as a standalone SVG file: on white, with fixed colours, for print and slides.

use super::marks::dot_path;
use super::{Drawing, Ink, Shape};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::number;

pub(in crate::page::drawing) const FONT: &str = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

/// The colours of a drawing that stands alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    pub paper: String,
    pub ink: String,
    pub quiet: String,
    pub accent: String,
}

impl Default for Look {
    fn default() -> Self {
        let [paper, ink, quiet, accent] = ["#ffffff", "#1b2024", "#566067", "#4536c4"].map(str::to_owned);
        Self { paper, ink, quiet, accent }
    }
}

/// The SVG source, on white. Titles and labels are escaped.
pub fn svg_file(drawing: &Drawing, title: &str) -> String {
    let (width, height) = (number(drawing.size.width), number(drawing.size.height));
    let title = escaped(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{title}\" font-family=\"{FONT}\" font-size=\"{}\">\n<title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{}</svg>\n",
        number(13.0 * drawing.size.type_scale),
        elements(&drawing.shapes, &Look::default())
    )
}

/// Shapes as elements of a file, one a line.
pub fn elements(shapes: &[Shape], look: &Look) -> String {
    shapes.iter().map(|shape| element(shape, look) + "\n").collect()
}

fn element(shape: &Shape, look: &Look) -> String {
    let colour = |ink| colour(ink, look);
    match shape {
        Shape::Line { path, ink, width, dash } => {
            let lengths = |lengths| format!(" stroke-dasharray=\"{lengths}\"");
            let dashes = dash.lengths().map(lengths).unwrap_or_default();
            let (colour, width) = (colour(*ink), number(*width));
            format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>")
        }
        Shape::Area { path, ink, faint } => {
            let opacity = if *faint { "0.22" } else { "1" };
            format!("<path d=\"{path}\" fill=\"{}\" fill-opacity=\"{opacity}\"/>", colour(*ink))
        }
        Shape::Dot { x, y, ink, dot } => {
            let (path, paper) = (dot_path(*dot, *x, *y), &look.paper);
            format!("<path d=\"{path}\" fill=\"{}\" stroke=\"{paper}\"/>", colour(*ink))
        }
        Shape::Words { x, y, anchor, words, quiet } => {
            let colour = colour(if *quiet { Ink::Quiet } else { Ink::Ink });
            let (x, y, words) = (number(*x), number(*y), escaped(words));
            // An outline in the background's colour keeps text legible over lines and bars.
            let ground = format!(
                "paint-order=\"stroke\" stroke=\"{}\" stroke-width=\"3\" stroke-linejoin=\"round\"",
                look.paper
            );
            format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{colour}\" {ground}>{words}</text>")
        }
    }
}

fn colour(ink: Ink, look: &Look) -> &str {
    match ink {
        Ink::Paper => &look.paper,
        Ink::Ink => &look.ink,
        Ink::Quiet => &look.quiet,
        Ink::Accent => &look.accent,
        Ink::Node(number) => paint(number).fill,
    }
}

/// Escapes markup, and drops characters that XML does not allow.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::{Axis, Chart, Dash, Mark, Series, Size, Spacing, draw};
    use super::*;

    #[test]
    fn titles_and_names_are_only_text() {
        let chart = Chart {
            x: Axis::new("<b>\u{0}", Spacing::Linear),
            series: vec![Series::new("\"&", Mark::Line(Dash::Solid), Ink::Node(3), [(0.0, 1.0), (1.0, 2.0)])],
            ..Chart::default()
        };
        let file = svg_file(&draw(&chart, Size::WIDE), "<script>");
        assert!(file.contains("<title>&lt;script&gt;</title>") && file.contains(">&lt;b&gt;</text>"));
        assert!(file.contains("&quot;&amp;") && !file.contains("<script") && !file.contains('\u{0}'));
    }
}
