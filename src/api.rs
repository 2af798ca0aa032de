//! The JavaScript module: `position`, `preferenceList`, `Playground` and the laboratories, as the public interface describes them and
//! `www/types/engine.d.ts` declares them. Importing it has no side effect.
//!
//! **Invariant:** everything that crosses is a plain JSON-compatible object, and whatever comes in is read by
//! [`crate::input::fields`]. A refusal becomes an `Error` with a `code`.

#[cfg(feature = "benchmarks")]
mod benchmark;
mod challenges;
pub(crate) mod convert;
mod copies;
mod field_rings;
mod laboratories;
mod plain_data;
mod playground;
mod ring;

/// Has the words of a panic written to the console, before the module stops for good.
#[wasm_bindgen::prelude::wasm_bindgen(start, private)]
fn report_panics() {
    console_error_panic_hook::set_once();
}
