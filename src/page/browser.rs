//! Thin wrappers over what the browser gives: the address, frames of animation, files that are saved, windows.

#[cfg(target_arch = "wasm32")]
pub(super) mod address;
#[cfg(target_arch = "wasm32")]
pub(super) mod animation_clock;
#[cfg(target_arch = "wasm32")]
pub(super) mod download;
#[cfg(target_arch = "wasm32")]
pub(super) mod presenter_window;
