//! What is used in more than one part of the page: dialogs, terms, notes, controls.

#[cfg(target_arch = "wasm32")]
pub(super) mod controls;
#[cfg(target_arch = "wasm32")]
pub(super) mod dialog;
#[cfg(target_arch = "wasm32")]
pub(super) mod floating;
#[cfg(target_arch = "wasm32")]
pub(super) mod line_breaks;
#[cfg(target_arch = "wasm32")]
pub(super) mod node_disc;
#[cfg(target_arch = "wasm32")]
pub(super) mod note;
#[cfg(target_arch = "wasm32")]
pub(super) mod terms;
