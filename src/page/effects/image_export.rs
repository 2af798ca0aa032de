//! Exports drawings of the page as standalone files: all styles from the style sheets are written into the elements.

use crate::page::browser;
use crate::page::browser::download::{address_of, save, save_text};
use crate::page::drawing::charts::svg_file::svg_file;
use crate::page::drawing::space_time::file::drawing;
use crate::page::drawing::space_time::picture::{Picture, window};
use crate::page::state::World;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement, Url, Window, XmlSerializer};

/// Pixels of an exported picture per unit of the drawing.
const SHARPNESS: f64 = 2.0;

/// Units between drawings that stand side by side.
const APART: f64 = 24.0;
/// Milliseconds of a slice of copying, well below what anybody would notice.
const SLICE: f64 = 12.0;

/// Inherited styles; each is written only where it changes.
const INHERITED: [&str; 14] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "paint-order",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "dominant-baseline",
];
/// Styles that are not inherited, with their default values.
const OWN: [(&str, &str); 2] = [("opacity", "1"), ("visibility", "visible")];
/// Attributes that only the page needs.
const FOR_THE_PAGE: [&str; 4] = ["class", "tabindex", "role", "data-thing"];

pub fn save_stage_svg() -> Result<(), JsValue> {
    save_drawing_svg("svg.stage", "ringside-stage")
}

/// Saves the stage as a PNG file.
pub fn save_stage_png() -> Result<(), JsValue> {
    save_drawing_png("svg.stage", "ringside-stage")
}

/// Saves the drawing that a selector finds as an SVG file of this name.
pub fn save_drawing_svg(selector: &str, name: &str) -> Result<(), JsValue> {
    save_text(&format!("{name}.svg"), "image/svg+xml", &standalone(selector)?.text)
}

/// Saves the drawing that a selector finds as a PNG file of this name.
pub fn save_drawing_png(selector: &str, name: &str) -> Result<(), JsValue> {
    let Standalone { text, width, height } = standalone(selector)?;
    save_png(&format!("{name}.png"), &text, width, height)
}

/// Saves the space-time diagram around the present step as an SVG file.
pub fn save_diagram(world: &World) -> Result<(), JsValue> {
    let picture = {
        let window = window(&world.course, world.frame.state.step);
        Picture::new(world.playground(), &world.course, &world.clients, window)
    };
    save_text("ringside-space-time.svg", "image/svg+xml", &svg_file(&drawing(&picture), "Space-time diagram"))
}

/// Renders an SVG of this size, in units, and saves it as a PNG file.
pub fn save_png(name: &str, svg: &str, width: f64, height: f64) -> Result<(), JsValue> {
    let address = address_of("image/svg+xml", svg)?;
    let (image, name) = (HtmlImageElement::new()?, name.to_owned());
    let (loaded, source) = (image.clone(), address.clone());
    let onload = Closure::once_into_js(move || {
        // If the browser cannot render it, the SVG file remains available.
        let _ = paint(&loaded, width, height).and_then(|picture| save(&name, &picture));
        let _ = Url::revoke_object_url(&source);
    });
    image.set_onload(Some(onload.unchecked_ref()));
    image.set_src(&address);
    Ok(())
}

fn paint(image: &HtmlImageElement, width: f64, height: f64) -> Result<String, JsValue> {
    let document = window_of_page()?.document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    let (width, height) = (width * SHARPNESS, height * SHARPNESS);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    canvas.to_data_url_with_type("image/png")
}

fn window_of_page() -> Result<Window, JsValue> {
    browser::window().ok_or(JsValue::NULL)
}

/// A drawing that no longer depends on the page.
pub struct Standalone {
    pub text: String,
    /// Its size, in units.
    pub width: f64,
    pub height: f64,
}

/// Drawings side by side, as one. Each keeps its size; all stand on the same line.
pub fn side_by_side(drawings: Vec<Standalone>) -> Standalone {
    if drawings.len() == 1 {
        return drawings.into_iter().next().expect("there is one");
    }
    let height = drawings.iter().map(|drawing| drawing.height).fold(0.0, f64::max);
    let (mut width, mut inside) = (0.0, String::new());
    for drawing in drawings {
        let place = format!("<svg x=\"{width}\" y=\"{}\"", height - drawing.height);
        inside.push_str(&drawing.text.replacen("<svg", &place, 1));
        width += drawing.width + APART;
    }
    let width = width - APART;
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         {inside}</svg>"
    );
    Standalone { text, width, height }
}

fn standalone(selector: &str) -> Result<Standalone, JsValue> {
    let window = window_of_page()?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let shown = document.query_selector(selector)?.ok_or(JsValue::NULL)?;
    let body: Element = document.body().ok_or(JsValue::NULL)?.into();
    let colour = window.get_computed_style(&body)?.ok_or(JsValue::NULL)?;
    let mut copying = Copying::begin(&shown, colour.get_property_value("background-color")?)?;
    copying.advance(f64::INFINITY)?;
    copying.finish()
}

/// The same of an element, on paper of this colour, in slices between which the page can draw and respond. The element must
/// not change meanwhile.
pub async fn standalone_in_slices(shown: &Element, paper: String) -> Result<Standalone, JsValue> {
    let mut copying = Copying::begin(shown, paper)?;
    while !copying.advance(browser::now() + SLICE)? {
        browser::pause(0).await;
    }
    copying.finish()
}

/// The inherited styles of an element.
type Inherited = Rc<[String; INHERITED.len()]>;

/// A drawing that is being copied.
struct Copying {
    window: Window,
    shown: Element,
    copy: Element,
    paper: String,
    /// Elements with their copies, and the styles around them.
    pending: Vec<(Element, Element, Option<Inherited>)>,
}

impl Copying {
    fn begin(shown: &Element, paper: String) -> Result<Self, JsValue> {
        let copy: Element = shown.clone_node_with_deep(true)?.unchecked_into();
        let pending = vec![(shown.clone(), copy.clone(), None)];
        Ok(Self { window: window_of_page()?, shown: shown.clone(), copy, paper, pending })
    }

    /// Writes computed styles into the copy until this time of the page's clock; whether all are written.
    fn advance(&mut self, until: f64) -> Result<bool, JsValue> {
        while let Some((shown, copy, outer)) = self.pending.pop() {
            self.write_styles(&shown, &copy, outer.as_ref())?;
            if browser::now() >= until {
                break;
            }
        }
        Ok(self.pending.is_empty())
    }

    /// Writes the computed styles of an element into its copy; a hidden one is removed.
    fn write_styles(&mut self, shown: &Element, copy: &Element, outer: Option<&Inherited>) -> Result<(), JsValue> {
        let style = self.window.get_computed_style(shown)?.ok_or(JsValue::NULL)?;
        if style.get_property_value("display")? == "none" {
            copy.remove();
            return Ok(());
        }
        let mut inherited: [String; INHERITED.len()] = Default::default();
        for (index, name) in INHERITED.into_iter().enumerate() {
            inherited[index] = style.get_property_value(name)?;
            if outer.is_some_and(|outer| outer[index] == inherited[index]) {
                copy.remove_attribute(name)?;
            } else {
                copy.set_attribute(name, &inherited[index])?;
            }
        }
        for (name, usual) in OWN {
            let value = style.get_property_value(name)?;
            if value != usual {
                copy.set_attribute(name, &value)?;
            }
        }
        for name in FOR_THE_PAGE {
            copy.remove_attribute(name)?;
        }
        let inherited = Rc::new(inherited);
        let (inside, copies) = (shown.children(), copy.children());
        // All pairs are collected first: removing a hidden element shifts the following ones.
        let pairs = (0..inside.length()).filter_map(|index| Some((inside.item(index)?, copies.item(index)?)));
        self.pending.extend(pairs.map(|(shown, copy)| (shown, copy, Some(inherited.clone()))));
        Ok(())
    }

    fn finish(self) -> Result<Standalone, JsValue> {
        let Self { window, shown, copy, paper, .. } = self;
        let document = window.document().ok_or(JsValue::NULL)?;
        let view_box = shown.get_attribute("viewBox").unwrap_or_default();
        let numbers: Vec<f64> = view_box.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [x, y, width, height] = numbers[..] else { return Err(JsValue::NULL) };
        for (name, value) in [
            ("xmlns", "http://www.w3.org/2000/svg".to_owned()),
            ("width", width.to_string()),
            ("height", height.to_string()),
        ] {
            copy.set_attribute(name, &value)?;
        }
        let ground = document.create_element_ns(Some("http://www.w3.org/2000/svg"), "rect")?;
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            ground.set_attribute(name, &value.to_string())?;
        }
        ground.set_attribute("fill", &paper)?;
        ground.set_attribute("stroke", "none")?;
        copy.insert_before(&ground, copy.first_child().as_ref())?;
        Ok(Standalone { text: XmlSerializer::new()?.serialize_to_string(&copy)?, width, height })
    }
}
