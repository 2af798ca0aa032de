//! Charts and figures as files.

use crate::page::browser::download::save_text;
use crate::page::drawing::charts::svg_file::svg_file;
use crate::page::drawing::charts::{Chart, Size, draw};
use crate::page::effects::image_export;
use wasm_bindgen::JsValue;

pub fn save_svg(chart: &Chart) -> Result<(), JsValue> {
    save_text(&format!("{}.svg", file_name(&chart.title)), "image/svg+xml", &file_of(chart))
}

/// Saves a chart as a PNG file.
pub fn save_png(chart: &Chart) -> Result<(), JsValue> {
    let name = format!("{}.png", file_name(&chart.title));
    image_export::save_png(&name, &file_of(chart), Size::WIDE.width, Size::WIDE.height)
}

fn file_of(chart: &Chart) -> String {
    svg_file(&draw(chart, Size::WIDE), &chart.title)
}

/// A file name made from a title.
fn file_name(title: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    title.chars().map(letter).collect()
}
