//! The frames of an animation as they become a file: a GIF, written frame by frame, or a WebM, which the browser records
//! while the frames are played once.

use super::frame_canvas::{FrameCanvas, image_at};
use crate::page::browser;
use crate::page::browser::download::blob_of;
use crate::page::browser::recorder::Recorder;
use crate::page::drawing::gif_film::GifFilm;
use crate::page::state::FilmFormat;
use wasm_bindgen::JsValue;
use web_sys::{Blob, Url};

/// An animation that is being made.
pub enum FilmReel {
    Gif(Box<GifFilm>),
    /// Each frame as a PNG file, and how long it is seen, in milliseconds.
    Webm(Vec<(Blob, f64)>),
}

/// The file of an animation.
pub struct FilmFile {
    pub blob: Blob,
    pub frames: usize,
}

impl FilmReel {
    pub fn new(format: FilmFormat, (width, height): (u32, u32)) -> Result<Self, JsValue> {
        if format == FilmFormat::Webm {
            return Ok(Self::Webm(Vec::new()));
        }
        let side = |length: u32| u16::try_from(length).map_err(|_| JsValue::NULL);
        Ok(Self::Gif(Box::new(GifFilm::new(side(width)?, side(height)?).map_err(as_js)?)))
    }

    /// Adds what is on the canvas as the next frame, which lasts so many milliseconds. Between the slices of the work, the
    /// page draws and responds.
    pub async fn add(&mut self, canvas: &FrameCanvas, ms: f64) -> Result<(), JsValue> {
        match self {
            Self::Gif(film) => {
                let pixels = canvas.pixels().await?;
                let mut work = film.picture(&pixels, ms);
                browser::pause(0).await;
                while !film.advance(&mut work).map_err(as_js)? {
                    browser::pause(0).await;
                }
            }
            Self::Webm(frames) => frames.push((canvas.png().await?, ms)),
        }
        Ok(())
    }

    /// The file; `None` if it is no longer wanted. A recording takes as long as the animation: each second is reported, with
    /// all of them.
    pub async fn finish(
        self,
        canvas: &FrameCanvas,
        wanted: impl Fn() -> bool,
        report: impl Fn(usize, usize),
    ) -> Result<Option<FilmFile>, JsValue> {
        let frames = match self {
            Self::Gif(film) => {
                let (bytes, frames) = film.finish().map_err(as_js)?;
                return Ok(Some(FilmFile { blob: blob_of("image/gif", &bytes)?, frames }));
            }
            Self::Webm(frames) => frames,
        };
        let whole = frames.iter().map(|(_, ms)| ms).sum::<f64>();
        let seconds = (whole / 1_000.0).ceil() as usize;
        let recorder = Recorder::begin(&canvas.canvas)?;
        let (began, mut due, mut reported) = (browser::now(), 0.0, 0);
        for (frame, ms) in &frames {
            let address = Url::create_object_url_with_blob(frame)?;
            let image = image_at(&address).await;
            Url::revoke_object_url(&address)?;
            wait_until(began + due).await;
            canvas.draw_frame(&image?)?;
            due += ms;
            // A sentence may stand for seconds: it is waited for in short pauses, so that it can be called off.
            loop {
                if !wanted() {
                    return Ok(None);
                }
                let second = ((browser::now() - began) / 1_000.0) as usize + 1;
                if second > reported {
                    reported = second;
                    report(second.min(seconds), seconds);
                }
                let left = began + due - browser::now();
                if left <= LOOK_EVERY {
                    break;
                }
                browser::pause(LOOK_EVERY as i32).await;
            }
        }
        wait_until(began + due).await;
        Ok(Some(FilmFile { blob: recorder.end().await?, frames: frames.len() }))
    }
}

/// Milliseconds between two looks at whether a recording is still wanted.
const LOOK_EVERY: f64 = 100.0;

async fn wait_until(time: f64) {
    let left = time - browser::now();
    if left > 0.0 {
        browser::pause(left.ceil() as i32).await;
    }
}

fn as_js(error: impl ToString) -> JsValue {
    JsValue::from_str(&error.to_string())
}
