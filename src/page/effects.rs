//! Work for the browser that ends in an action or outside the page: files, the clipboard, the look of the document.

#[cfg(target_arch = "wasm32")]
pub(super) mod drawn_out;
#[cfg(target_arch = "wasm32")]
pub(super) mod files;
#[cfg(target_arch = "wasm32")]
pub(super) mod kept;
#[cfg(target_arch = "wasm32")]
pub(super) mod theme;
