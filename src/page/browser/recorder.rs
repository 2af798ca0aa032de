//! The browser's recorder, which makes a WebM of what happens on a canvas.

use crate::page::browser;
use js_sys::{Array, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, HtmlCanvasElement, MediaRecorder, MediaRecorderOptions, MediaStream,
    MediaStreamTrack, RecordingState,
};

/// The kind of its files.
const WEBM: &str = "video/webm";
/// Bits per second: text stays sharp.
const BITS: u32 = 8_000_000;
/// Frames per second: twice those of an animation, so that none is missed.
const RATE: f64 = 20.0;

/// Whether this browser can record.
pub fn can_record() -> bool {
    let exists = |window: &web_sys::Window| Reflect::has(window, &"MediaRecorder".into()).unwrap_or(false);
    browser::window().is_some_and(|window| exists(&window)) && MediaRecorder::is_type_supported(WEBM)
}

/// A recording under way. When it is dropped, it ends.
pub struct Recorder {
    recorder: MediaRecorder,
    stream: MediaStream,
    parts: Rc<RefCell<Vec<Blob>>>,
    /// Called by the recorder as long as it records.
    _ondata: Closure<dyn FnMut(BlobEvent)>,
}

impl Recorder {
    /// Begins to record a canvas.
    pub fn begin(canvas: &HtmlCanvasElement) -> Result<Self, JsValue> {
        let stream = canvas.capture_stream_with_frame_request_rate(RATE)?;
        let options = MediaRecorderOptions::new();
        options.set_mime_type(WEBM);
        options.set_video_bits_per_second(BITS);
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
        let parts: Rc<RefCell<Vec<Blob>>> = Rc::default();
        let heard = parts.clone();
        let ondata = Closure::new(move |event: BlobEvent| heard.borrow_mut().extend(event.data()));
        recorder.set_ondataavailable(Some(ondata.as_ref().unchecked_ref()));
        recorder.start()?;
        Ok(Self { recorder, stream, parts, _ondata: ondata })
    }

    /// Ends the recording; the file.
    pub async fn end(self) -> Result<Blob, JsValue> {
        let stopped = Promise::new(&mut |done, _| self.recorder.set_onstop(Some(&done)));
        self.recorder.stop()?;
        JsFuture::from(stopped).await?;
        let parts: Array = self.parts.borrow().iter().collect();
        let options = BlobPropertyBag::new();
        options.set_type(WEBM);
        Blob::new_with_blob_sequence_and_options(&parts, &options)
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.recorder.set_ondataavailable(None);
        if self.recorder.state() != RecordingState::Inactive {
            let _ = self.recorder.stop();
        }
        for track in self.stream.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}
