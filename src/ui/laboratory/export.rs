//! Charts and figures as files.

use crate::ui::charts::svg_file::svg_file;
use crate::ui::charts::{Chart, Size, draw};
use crate::ui::download::{address_of, save, save_text};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// Pixels of a picture for each unit of a chart.
const SHARPNESS: f64 = 2.0;

/// Saves a chart as an SVG file.
pub fn save_svg(chart: &Chart) -> Result<(), JsValue> {
    save_text(&format!("{}.svg", file_name(&chart.title)), "image/svg+xml", &file_of(chart))
}

/// Saves a chart as a picture.
pub fn save_png(chart: &Chart) -> Result<(), JsValue> {
    let address = address_of("image/svg+xml", &file_of(chart))?;
    let (image, name) = (HtmlImageElement::new()?, format!("{}.png", file_name(&chart.title)));
    let (loaded, source) = (image.clone(), address.clone());
    let onload = Closure::once_into_js(move || {
        // A browser that cannot draw it leaves the SVG file.
        let _ = paint(&loaded).and_then(|picture| save(&name, &picture));
        let _ = Url::revoke_object_url(&source);
    });
    image.set_onload(Some(onload.unchecked_ref()));
    image.set_src(&address);
    Ok(())
}

fn file_of(chart: &Chart) -> String {
    svg_file(&draw(chart, Size::WIDE), &chart.title)
}

fn paint(image: &HtmlImageElement) -> Result<String, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width((Size::WIDE.width * SHARPNESS) as u32);
    canvas.set_height((Size::WIDE.height * SHARPNESS) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(
        image,
        0.0,
        0.0,
        Size::WIDE.width * SHARPNESS,
        Size::WIDE.height * SHARPNESS,
    )?;
    canvas.to_data_url_with_type("image/png")
}

/// A title as the name of a file.
fn file_name(title: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    title.chars().map(letter).collect()
}
