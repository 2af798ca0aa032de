//! A drawing as a standalone SVG file: on white, with fixed colours, for print and slides.

use super::marks::dot_path;
use super::{Drawing, Ink, Shape};
use crate::page::drawing::colours::paint;
use crate::page::drawing::geometry::number;

const FONT: &str = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

/// Text has an outline in the background's colour, so that it stays legible over lines and bars.
const GROUND: &str = "paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\"";

/// The SVG source. Titles and labels are escaped.
pub fn svg_file(drawing: &Drawing, title: &str) -> String {
    let (width, height) = (number(drawing.size.width), number(drawing.size.height));
    let title = escaped(title);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{title}\" font-family=\"{FONT}\" font-size=\"{}\">\n<title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        number(13.0 * drawing.size.type_scale)
    );
    for shape in &drawing.shapes {
        text.push_str(&element(shape));
        text.push('\n');
    }
    text.push_str("</svg>\n");
    text
}

fn element(shape: &Shape) -> String {
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
            format!("<path d=\"{}\" fill=\"{}\" stroke=\"#ffffff\"/>", dot_path(*dot, *x, *y), colour(*ink))
        }
        Shape::Words { x, y, anchor, words, quiet } => {
            let colour = colour(if *quiet { Ink::Quiet } else { Ink::Ink });
            let (x, y, words) = (number(*x), number(*y), escaped(words));
            format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{colour}\" {GROUND}>{words}</text>")
        }
    }
}

fn colour(ink: Ink) -> &'static str {
    match ink {
        Ink::Paper => "#ffffff",
        Ink::Ink => "#1b2024",
        Ink::Quiet => "#566067",
        Ink::Accent => "#4536c4",
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
