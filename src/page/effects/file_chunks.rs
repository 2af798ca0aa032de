//! Reading a file in chunks, between which the page draws and responds. The file stays on this machine.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Bytes of a chunk: some ten milliseconds of counting.
pub const CHUNK: f64 = 131_072.0;

/// The bytes of a file from one position to another; `None` when it cannot be read.
pub async fn bytes_of(file: &File, from: f64, to: f64) -> Option<Vec<u8>> {
    let part = file.slice_with_f64_and_f64(from, to).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
