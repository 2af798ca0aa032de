//! The JavaScript module: `position`, `preferenceList`, `Playground` and the laboratories, as the public interface describes them and
//! `www/ringside.d.ts` declares them. Importing it has no side effect.
//!
//! **Invariant:** everything that crosses is a plain JSON-compatible object, and whatever comes in is read by
//! [`crate::fields`]. A refusal becomes an `Error` with a `code`.

#[cfg(feature = "benchmarks")]
mod benchmark;
pub(crate) mod convert;
#[cfg(not(feature = "split-page"))]
mod laboratories;
#[cfg(not(feature = "split-page"))]
mod plain_data;
#[cfg(not(feature = "split-page"))]
mod playground;
#[cfg(not(feature = "split-page"))]
mod ring;

/// Has the words of a panic written to the console, before the module stops for good.
#[cfg(not(feature = "split-page"))]
#[wasm_bindgen::prelude::wasm_bindgen(start, private)]
fn report_panics() {
    console_error_panic_hook::set_once();
}
