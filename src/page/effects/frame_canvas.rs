//! A canvas on which the frames of an animation are drawn: a picture, and below it the caption.

use crate::page::browser;
use crate::page::browser::download::address_of;
use crate::page::drawing::caption_lines::lines;
use crate::page::state::FilmCaption;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// Lengths of a caption, in units: its type, that of the moment, and the room around and between.
const TYPE: f64 = 18.0;
const SMALL_TYPE: f64 = 14.0;
const LINE: f64 = 1.36;
const MARGIN: f64 = 16.0;
/// Room left and right of the picture, in units.
const EDGE: f64 = 8.0;

/// Milliseconds of measuring captions after which the page draws and responds.
const SLICE: f64 = 12.0;
/// Rows of pixels that are read at once.
const BAND: u32 = 320;

#[derive(Clone)]
pub struct FrameLook {
    pub paper: String,
    pub ink: String,
    pub quiet: String,
    pub font: String,
    /// The size of type relative to the ordinary page.
    pub type_scale: f64,
}

/// A canvas for frames of one size.
pub struct FrameCanvas {
    pub canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    look: FrameLook,
    /// Pixels per unit of the drawing.
    scale: f64,
    /// Height of the picture, in pixels.
    picture: f64,
}

impl FrameCanvas {
    /// A canvas of this width, in pixels, for pictures of this size, in units, with room for each of the captions.
    pub async fn new(
        width: u32,
        picture: (f64, f64),
        captions: &[FilmCaption],
        look: FrameLook,
    ) -> Result<Self, JsValue> {
        let document = browser::document().ok_or(JsValue::NULL)?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
        let options = js_sys::Object::new();
        // Every frame is read back.
        js_sys::Reflect::set(&options, &"willReadFrequently".into(), &JsValue::TRUE)?;
        let context = canvas.get_context_with_context_options("2d", &options)?.ok_or(JsValue::NULL)?;
        let scale = f64::from(width) / (picture.0 + 2.0 * EDGE);
        let mut frames =
            Self { canvas, context: context.unchecked_into(), look, scale, picture: (picture.1 * scale).round() };
        frames.canvas.set_width(width);
        let (mut room, mut began) = (0.0_f64, browser::now());
        for caption in captions {
            room = room.max(frames.room_of(caption));
            if browser::now() - began > SLICE {
                browser::pause(0).await;
                began = browser::now();
            }
        }
        // Many recorders want even sides.
        frames.canvas.set_height(((frames.picture + room) / 2.0).ceil() as u32 * 2);
        frames.picture = frames.picture.min(f64::from(frames.canvas.height()));
        Ok(frames)
    }

    pub fn size(&self) -> (u32, u32) {
        (self.canvas.width(), self.canvas.height())
    }

    fn unit(&self) -> f64 {
        self.scale * self.look.type_scale
    }

    fn set_type(&self, size: f64, bold: bool) {
        let weight = if bold { "600 " } else { "" };
        self.context.set_font(&format!("{weight}{:.1}px {}", size * self.unit(), self.look.font));
    }

    /// The lines of a sentence, as wide as its column.
    fn lines(&self, words: &str, columns: usize) -> Vec<String> {
        self.set_type(TYPE, false);
        let width = self.column(columns);
        lines(words, width, |text| self.context.measure_text(text).map_or(0.0, |measured| measured.width()))
    }

    /// The width of a column of sentences, in pixels.
    fn column(&self, columns: usize) -> f64 {
        let margins = MARGIN * self.scale * (columns + 1) as f64;
        (f64::from(self.canvas.width()) - margins) / columns.max(1) as f64
    }

    /// The height that a caption needs, in pixels.
    fn room_of(&self, caption: &FilmCaption) -> f64 {
        let columns = caption.sentences.len();
        let rows = caption.sentences.iter().map(|(name, words)| {
            let title = if name.is_empty() { 0.0 } else { SMALL_TYPE * LINE };
            title + self.lines(words, columns).len() as f64 * TYPE * LINE
        });
        (rows.fold(0.0, f64::max) + SMALL_TYPE * LINE) * self.unit() + 2.0 * MARGIN * self.scale
    }

    /// Draws a picture, given as the source of an SVG, with its caption.
    pub async fn draw(&self, svg: &str, caption: &FilmCaption) -> Result<(), JsValue> {
        let address = address_of("image/svg+xml", svg)?;
        let image = image_at(&address).await;
        Url::revoke_object_url(&address)?;
        let image = image?;
        let (width, height) = (f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        let edge = EDGE * self.scale;
        self.context.set_fill_style_str(&self.look.paper);
        self.context.fill_rect(0.0, 0.0, width, height);
        self.context.draw_image_with_html_image_element_and_dw_and_dh(
            &image,
            edge,
            0.0,
            width - 2.0 * edge,
            self.picture,
        )?;
        self.write(caption)
    }

    fn write(&self, caption: &FilmCaption) -> Result<(), JsValue> {
        let (unit, margin, columns) = (self.unit(), MARGIN * self.scale, caption.sentences.len());
        self.context.set_text_baseline("top");
        let mut top = self.picture + margin * 0.5;
        self.context.set_fill_style_str(&self.look.quiet);
        self.set_type(SMALL_TYPE, false);
        self.context.fill_text(&caption.moment, margin, top)?;
        top += SMALL_TYPE * LINE * unit;
        for (index, (name, words)) in caption.sentences.iter().enumerate() {
            let left = margin + index as f64 * (self.column(columns) + margin);
            let mut top = top;
            if !name.is_empty() {
                self.set_type(SMALL_TYPE, true);
                self.context.set_fill_style_str(&self.look.ink);
                self.context.fill_text(name, left, top)?;
                top += SMALL_TYPE * LINE * unit;
            }
            let lines = self.lines(words, columns);
            self.context.set_fill_style_str(&self.look.ink);
            for line in lines {
                self.context.fill_text(&line, left, top)?;
                top += TYPE * LINE * unit;
            }
        }
        Ok(())
    }

    /// Red, green, blue and opacity of each pixel, read in bands: the page draws and responds between them.
    pub async fn pixels(&self) -> Result<Vec<u8>, JsValue> {
        let (width, height) = self.size();
        let mut pixels = Vec::with_capacity(width as usize * height as usize * 4);
        for top in (0..height).step_by(BAND as usize) {
            let rows = BAND.min(height - top);
            let band = self.context.get_image_data(0.0, f64::from(top), f64::from(width), f64::from(rows))?;
            pixels.extend_from_slice(&band.data());
            browser::pause(0).await;
        }
        Ok(pixels)
    }

    /// What is on it as a PNG file.
    pub async fn png(&self) -> Result<Blob, JsValue> {
        let canvas = self.canvas.clone();
        let promise = js_sys::Promise::new(&mut |done, failed| {
            if canvas.to_blob(&done).is_err() {
                let _ = failed.call0(&JsValue::UNDEFINED);
            }
        });
        JsFuture::from(promise).await?.dyn_into()
    }

    /// Draws a file that was made of a frame.
    pub fn draw_frame(&self, image: &HtmlImageElement) -> Result<(), JsValue> {
        self.context.draw_image_with_html_image_element(image, 0.0, 0.0)
    }
}

/// The picture at an address, ready to be drawn.
pub async fn image_at(address: &str) -> Result<HtmlImageElement, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await?;
    Ok(image)
}
